# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""Signals to members, and resources that are marked unhealthy."""

import time

import pytest
import requests

from tests.functional import conftest
from tests.functional import serving

UP = ('user-enabled', 'up')
DISABLED = ('user-disabled', 'up')
OFFLINE = ('user-disabled', 'user-down')


@pytest.fixture
def served(cloud, stack):
    return Signalled(cloud, stack)


class Signalled(serving.Serving):

    def signal(self, until, **details):
        """Signal the member, and wait for what it is to become."""
        self.stack.heat.resources.signal(self.stack.id, 'member', details)
        self.wait_until(until)

    def wait_until(self, state):
        """Heat answers before it has done what a signal asks for."""
        deadline = time.monotonic() + conftest.TIMEOUT
        while self.session() != state:
            assert time.monotonic() < deadline, self.session()
            time.sleep(conftest.POLL)

    def session(self):
        body = self.read(4)
        return body['session'], body['state']

    def events(self, resource):
        return [(event.resource_status, event.resource_status_reason)
                for event in self.stack.heat.events.list(
                    self.stack.id, resource)]
