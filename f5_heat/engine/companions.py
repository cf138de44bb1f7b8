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

"""Objects that a BIG-IP makes by itself beside those it is asked for.

It makes nodes for the members of a pool and SNAT translations for a SNAT
pool, and leaves them when those go. What tells a companion from an object
that was there before is its generation: the objects that one request makes
have one generation in common (recorded on 14.1.2.1 for virtual servers and
their addresses; taken to hold for these too), and any later change of an
object gives it another.
"""

import json

from f5_heat.engine import bigip
from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.icontrol import errors
from f5_heat.icontrol import paths

#: The note on a companion that was still in use when its owner went: who
#: removes the last object that uses it deletes it.
LEFT_BEHIND = 'Made for other objects. [%s companion]' % ownership.NAME


class Resource(bigip.BigIPResource):
    """A resource that cleans up the companions of its object.

    A subclass says the ``companions``' collection, the ``companion_key``
    that brings them, and their paths.
    """

    companions = None
    companion_key = None

    def companion_paths(self, values):
        """The paths of the objects that the device makes for values."""
        raise NotImplementedError

    def created(self, values, made):
        if self.companion_paths(values):
            self._remember(made)

    def modified(self, changes, made):
        if changes.get(self.companion_key):
            self._remember(made)

    def _note_cut_off(self):
        """Note the companions of an object whose creation was cut off."""
        if self.resource_id is None or self.is_earlier or (
                'created' in self.data()):
            return
        try:
            found = self.bigip().read(*self.place())
        except errors.NotFound:
            return
        if self.is_ours(found):
            self.created(schema.given(self.properties), found)

    def _update(self, before, after):
        self._note_cut_off()
        super()._update(before, after)

    def handle_delete(self):
        self._note_cut_off()
        return super().handle_delete()

    def _generations(self):
        return json.loads(self.data().get('generations', '[]'))

    def _remember(self, made):
        if 'generation' in made:
            self.data_set('generations', json.dumps(
                [*self._generations(), made['generation']]))

    def _modify(self, before, after):
        super()._modify(before, after)
        self._clear(before, after)

    def _bring_to(self, values, found):
        super()._bring_to(values, found)
        self._clear(self.from_wire(found), values)
        self._clear(schema.given(self.properties), values)

    def _request_modify(self, bigip, body):
        try:
            return super()._request_modify(bigip, body)
        except errors.IControlError as error:
            if error.sent and body.get(self.companion_key):
                # The companions are of this request, if it was applied.
                self._remember(bigip.read(*self.place()))
            raise

    def _clear(self, before, after):
        self._remove(self.companion_paths(before)
                     - self.companion_paths(after))

    def deleted(self):
        self._remove(
            self.companion_paths(schema.given(self.properties)))

    def vanished(self):
        # Somebody deleted the object, and it could not be made again: its
        # companions are still there. What replaces it may use them.
        if self.replaced_by is None and self._generations():
            if self.resource_id is None:
                self.resource_id = self.current_path()
            self.deleted()

    def _remove(self, companion_paths):
        """Delete those of the companions that our requests made."""
        generations = self._generations()
        if not companion_paths or not generations:
            return
        device = self.bigip()
        partitions = {paths.split(path)[0] for path in companion_paths}
        for found in [item for partition in sorted(partitions)
                      for item in device.list(
                          self.companions, partition=partition,
                          select=['fullPath', 'generation', 'description'])]:
            path = found['fullPath']
            noted = found.get('description') == LEFT_BEHIND
            if path not in companion_paths or not (
                    noted or found['generation'] in generations):
                continue
            if not _delete(device, self.companions, path) and not noted:
                device.modify(self.companions, path,
                              {'description': LEFT_BEHIND})
                # Who used it may have gone before it could see the note.
                _delete(device, self.companions, path)


def _delete(device, collection, path):
    """Delete a companion; False if something uses it."""
    try:
        device.delete(collection, path)
    except errors.NotFound:
        pass
    except errors.InUse:
        return False
    return True
