# SPDX-License-Identifier: Apache-2.0

"""The trait of companions: objects that a BIG-IP creates by itself.

It makes nodes for the members of a pool and SNAT translations for a SNAT
pool, and leaves them when those go. What tells a companion from an object
that was there before is its generation: the objects that one request makes
have one generation in common (recorded on 14.1.2.1 for virtual servers and
their addresses; taken to hold for these too), and any later change of an
object gives it another. The units of a redundant BIG-IP each have generations
of their own: there a note is made of what is there before a request, and of
what the companions are like after it.
"""

import hashlib
import json

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.bridge import storage
from f5_heat.engine.objects import bigip
from f5_heat.engine.objects import handle
from f5_heat.icontrol import errors
from f5_heat.icontrol import paths

#: The note on a companion that was still in use when its owner went: who
#: removes the last object that uses it deletes it.
LEFT_BEHIND = 'Made for other objects. [%s companion]' % ownership.NAME

#: The key of a resource's data that says which companions an update brings,
#: from before the device is asked until Heat knows them by the properties.
BROUGHT = 'brought'

#: The key of a resource's data for the companions that the last request asked
#: for and that were not there before it.
EXPECTED = 'expected_companions'


class WithCompanions(bigip.BigIPObject):
    """A resource that cleans up the companions of its object.

    A subclass says the ``companions``' collection, the ``companion_key``
    that brings them, and their paths.
    """

    companions = None
    companion_key = None

    def companion_paths(self, values):
        """The paths of the objects that the device makes for values."""
        raise NotImplementedError

    def keep_created(self, values, made):
        super().keep_created(values, made)
        if self.companion_paths(values) and not self.bigip().is_redundant:
            self._remember(made)

    def created(self, values, made):
        # Of several units some have to be asked.
        if self.companion_paths(values) and self.bigip().is_redundant:
            self._remember(made)

    def modified(self, changes, made):
        if changes.get(self.companion_key):
            self._remember(made)

    def updated(self, values):
        super().updated(values)
        self._keep_brought(self._brought() & self.companion_paths(values))

    def _brought(self):
        """The companions that updates bring which Heat has not noted yet."""
        return set(json.loads(self.data().get(BROUGHT, '[]')))

    def _keep_brought(self, companion_paths):
        if companion_paths != self._brought():
            storage.keep(
                self,
                BROUGHT,
                companion_paths and json.dumps(sorted(companion_paths)),
            )

    def _note_change(self, after):
        """Keep what an update brings: its answer may be lost, or we."""
        before, self.resource_id = (
            self.resource_id,
            self.resource_id or (self.path(after)),
        )
        try:
            self._keep_brought(
                (self._brought() | self.companion_paths(after))
                - self.companion_paths(schema.given(self.properties))
            )
        finally:
            self.resource_id = before

    def _is_change_open(self):
        """Return whether an unfinished update brought companions."""
        return not self._brought() <= self.companion_paths(
            schema.given(self.properties)
        )

    def _note_cut_off(self):
        """Note the companions of what was cut off before it was answered."""
        if (
            self.resource_id is None
            or self.is_legacy
            or ('created' in self.data() and not self._is_change_open())
        ):
            return
        try:
            found = self.handle().read()
        except errors.NotFound:
            return
        if self.is_ours(found) and (
            self._brought()
            or self.companion_paths(schema.given(self.properties))
        ):
            self._remember(found)

    def updating(self, before, after):
        self._note_cut_off()
        self._note_change(after)
        return super().updating(before, after)

    def handle_delete(self):
        self._note_cut_off()
        return super().handle_delete()

    def _generations(self):
        return json.loads(self.data().get('generations', '[]'))

    # On a redundant device.

    def before_write(self, body, values):
        super().before_write(body, values)
        if self.bigip().is_redundant and (
            body.get(self.companion_key)
            if self.companion_key
            else 'created' not in self.data()
        ):
            self._look_around(self.companion_paths(values))

    def _look_around(self, companion_paths):
        """Note which companions a request is going to make."""
        # An attempt whose answer was lost has made its own by now.
        if companion_paths and EXPECTED not in self.data():
            self.data_set(
                EXPECTED,
                json.dumps(
                    sorted(
                        companion_paths
                        - {
                            found['fullPath']
                            for found in self._present(self.bigip())
                        }
                    )
                ),
            )

    def _present(self, device):
        partition = paths.split(self.place()[1])[0]
        return device.list(self.companions, partition=partition)

    def _made(self):
        """What the companions were like that are noted by path."""
        return json.loads(self.data().get('companions', '{}'))

    def _remember_likeness(self, made):
        expected = json.loads(self.data().get(EXPECTED, 'null'))
        if expected is None and self.bigip().has_moved:
            # A sync from another unit gives many objects one generation.
            return
        found = self._of_one_request(self.bigip(), made, expected)
        if expected is not None and len(found) < len(expected):
            # The answer came from a unit that is no longer active.
            unit = self.bigip().at_one_unit()
            found = self._of_one_request(
                unit, unit.read(*self.place()), expected
            )
        self.data_set('companions', json.dumps({**self._made(), **found}))
        if expected is not None:
            self.data_delete(EXPECTED)

    def _of_one_request(self, device, made, expected):
        return {
            found['fullPath']: _likeness(found)
            for found in self._present(device)
            if found['generation'] == made['generation']
            and (expected is None or found['fullPath'] in expected)
        }

    def _remember(self, made):
        if 'generation' not in made:
            return
        if self.bigip().is_redundant:
            self._remember_likeness(made)
        elif made['generation'] not in self._generations():
            self.data_set(
                'generations',
                json.dumps([*self._generations(), made['generation']]),
            )

    def _modify(self, before, after):
        super()._modify(before, after)
        self._clear(before, after)

    def _bring_to(self, values, found):
        super()._bring_to(values, found)
        self._clear(self.from_wire(found), values)
        self._clear(schema.given(self.properties), values)
        self._remove(self._brought() - self.companion_paths(values))

    def _clear(self, before, after):
        self._remove(
            self.companion_paths(before) - self.companion_paths(after)
        )

    def deleted(self):
        self._remove(
            self._brought()
            | self.companion_paths(schema.given(self.properties))
        )

    def vanished(self):
        # Somebody deleted the object, and its companions are still there:
        # in use, perhaps, by what has replaced it.
        if self._generations() or self._made():
            if self.resource_id is None:
                self.resource_id = self.current_path()
            self.deleted()

    def _remove(self, companion_paths):
        """Delete those of the companions that our requests made."""
        device = self.bigip()
        generations, made = self._generations(), {}
        if device.is_redundant:
            generations, made = [], self._made()
        if not companion_paths or not (generations or made):
            return
        partitions = {paths.split(path)[0] for path in companion_paths}
        for found in [
            item
            for partition in sorted(partitions)
            for item in device.list(
                self.companions,
                partition=partition,
                select=None
                if made
                else ['fullPath', 'generation', 'description'],
            )
        ]:
            path = found['fullPath']
            noted = found.get('description') == LEFT_BEHIND
            if path not in companion_paths or not (
                noted
                or found['generation'] in generations
                or made.get(path) == _likeness(found)
            ):
                continue
            companion = handle.Handle(device, self.companions, path)
            if not _delete(companion) and not noted:
                companion.patch({'description': LEFT_BEHIND})
                # Who used it may have gone before it could see the note.
                _delete(companion)


def _likeness(companion):
    """A digest of what people set on a companion, as any unit has it."""
    settings = {
        key: value
        for key, value in companion.items()
        if key not in ('generation', 'kind', 'selfLink', 'session', 'state')
        and not key.endswith('Reference')
    }
    return hashlib.sha256(
        json.dumps(settings, sort_keys=True).encode()
    ).hexdigest()


def _delete(companion):
    """Delete a companion; False if something uses it."""
    try:
        companion.delete()
    except errors.NotFound:
        pass
    except errors.InUse:
        return False
    return True
