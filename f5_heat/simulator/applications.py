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

"""iApp templates, and the application services made from them.

The Tcl of a template is kept and not run.
"""

from __future__ import annotations

import typing as t

from f5_heat.simulator import errors
from f5_heat.simulator import folders
from f5_heat.simulator import inheritance
from f5_heat.simulator import ordinary
from f5_heat.simulator import paths
from f5_heat.simulator import store

if t.TYPE_CHECKING:
    from f5_heat.simulator import bigip


class Template(ordinary.Ordinary):
    """Has a definition action from its first moment."""

    def prepare(self, device: bigip.Device, draft: ordinary.Draft) -> None:
        if draft.old is None and not any(
                entry.get('name') == 'definition'
                for entry in draft.children.get('actions', ())):
            # The device's own words are not recorded.
            raise errors.required('actions')


class Service(ordinary.Ordinary):
    """Lives with all that belongs to it in a folder of its own."""

    also = ('execute-action', 'executeAction')

    def settle(self, device: bigip.Device, place: paths.Place,
               body: dict[str, t.Any]) -> paths.Place:
        own = paths.Place(place.partition, place.name + '.app', place.name)
        if device.folder('/' + own.partition) and not device.folder(
                own.folder):
            folders.add_folder(device, own.folder)
        return own

    def prepare(self, device: bigip.Device, draft: ordinary.Draft) -> None:
        inheritance.settle(draft)

    def stored(self, device: bigip.Device, old: store.Item | None,
               item: store.Item, body: dict[str, t.Any]) -> None:
        action = body.get('execute-action', body.get('executeAction'))
        if action not in (None, 'definition'):
            raise errors.invalid_value('execute-action', action)

    def leaving(self, device: bigip.Device, item: store.Item) -> None:
        if item.values.get('metadata'):
            # That metadata is in the way is what F5's SDK works around;
            # the device's own words are not recorded.
            raise errors.mcpd(
                'The application service ({}) has metadata'.format(
                    item.path))

    def gone(self, device: bigip.Device, item: store.Item) -> None:
        for one in list(folders.inside(device, item.place.folder)):
            device.store.drop(one)
        folder = device.folder(item.place.folder)
        if folder is not None:
            device.store.drop(folder)
