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

"""What lets a Python find none of the entry points of one distribution."""

import importlib.metadata
import os

_discover = importlib.metadata.Distribution.discover


def discover(**kwargs):
    hidden = os.environ.get('HIDDEN_DISTRIBUTION')
    return (found for found in _discover(**kwargs)
            if found.metadata['Name'].replace('-', '_') != hidden)


importlib.metadata.Distribution.discover = discover
