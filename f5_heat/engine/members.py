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

"""A Heat resource that is one object on several devices together.

It remembers, in its data, the devices by reference, each with its name
(``members``); of these names those that it brought to trust others
(``joined``) and those that have the common configuration (``synced``), since
longest first. An object that was not yet synchronized at all is ``unsynced``.
"""

import json

from heat.common import exception

from f5_heat.engine import bigip
from f5_heat.engine import trust


class Resource(bigip.BigIPResource):
    """An object that each of the devices in a property ``devices`` holds."""

    _speaker = None

    def device_absent(self, error):
        # Others of its devices may be there.
        raise error

    def _recall(self, key):
        return json.loads(self.data().get(key, '{}'))

    def _remember(self, key, value):
        self.data_set(key, json.dumps(
            sorted(value) if isinstance(value, set) else value))

    def _forget(self, *keys):
        for key in keys:
            if key in self.data():
                self.data_delete(key)

    def _units(self, references):
        names = self._recall('members')
        return [trust.Unit(reference, self.client_plugin().bigip,
                           names.get(reference)) for reference in references]

    def bigip(self):
        """The client of a device that answers.

        One that has the common configuration is preferred.
        """
        if self._speaker is None:
            names, synced = self._recall('members'), self._recall('synced')
            references = sorted(
                names or self.properties['devices'],
                key=lambda one: names.get(one) not in synced)
            # One after the other: most often the first one answers.
            units = []
            for reference in references:
                units += self._units([reference])
                if not units[-1].problem:
                    break
            self._speaker = self._spokesman(units).bigip
        return self._speaker

    def _spokesman(self, units):
        there = reachable(units)
        if not there:
            raise exception.Error(
                'No device could be reached. ' + problems(units))
        synced = self._recall('synced')
        return min(there, key=lambda unit: unit.name not in synced)


def reachable(units):
    """The units that are there."""
    return [unit for unit in units if not unit.problem]


def problems(units):
    """What is wrong with the units that are not there."""
    return ' '.join('%s cannot be used: %s.' % (unit, unit.problem)
                    for unit in units if unit.problem)
