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
from f5_heat.engine.objects import drift
from f5_heat.engine.objects import handle
from f5_heat.engine.objects import marks
from f5_heat.engine.traits import trait
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


class Companions(trait.Trait):
    """Cleans up the companions of an object.

    :param collection: the collection that they lie in.
    :param key: the key of the object's JSON that brings them; without one
        the creation of the object does.
    :param paths: gives the paths of those that the device makes, of the
        resource and its property values.
    :param stay: whether they stay when the object goes, of the resource.
    """

    def __init__(self, collection, key=None, paths=None, stay=None):
        self.collection = collection
        self._key = key
        self._paths = paths
        self._stay = stay

    def check(self, kind):
        if self._paths is None and type(self).paths is Companions.paths:
            raise TypeError(
                '%s: the trait Companions needs paths.' % kind.__name__
            )

    def paths(self, resource, values):
        """Return the paths of the companions that values bring."""
        return self._paths(resource, values)

    def _current(self, resource):
        return self.paths(resource, resource.values())

    # What is noted.

    def keep_created(self, resource, values, made):
        if self.paths(resource, values) and (
            not resource.bigip().is_redundant
        ):
            self.remember(resource, made)

    def created(self, resource, values, made):
        # Of several units some have to be asked.
        if self.paths(resource, values) and resource.bigip().is_redundant:
            self.remember(resource, made)

    def modified(self, resource, values, changes, made):
        if changes.get(self._key):
            self.remember(resource, made)

    def updated(self, resource, values):
        _keep_brought(
            resource, _brought(resource) & self.paths(resource, values)
        )

    def update(self, resource, proceed, before, after):
        self.note_cut_off(resource)
        self._note_change(resource, after)
        return proceed(before, after)

    def before_delete(self, resource):
        self.note_cut_off(resource)

    def _note_change(self, resource, after):
        """Keep what an update brings: its answer may be lost, or we."""
        before, resource.resource_id = (
            resource.resource_id,
            resource.resource_id or resource.path(after),
        )
        try:
            _keep_brought(
                resource,
                (_brought(resource) | self.paths(resource, after))
                - self._current(resource),
            )
        finally:
            resource.resource_id = before

    def note_cut_off(self, resource):
        """Note the companions of what was cut off before it was answered."""
        if (
            resource.resource_id is None
            or resource.is_legacy
            or (
                'created' in resource.data()
                # No unfinished update brought any.
                and _brought(resource) <= self._current(resource)
            )
        ):
            return
        try:
            found = resource.handle().read(expand=True)
        except errors.NotFound:
            return
        if marks.is_ours(resource, found) and (
            _brought(resource) or self._current(resource)
        ):
            self.remember(resource, found)
            for item in self._items_cut_off(resource, found):
                self.remember(resource, item)

    def _items_cut_off(self, resource, found):
        """Yield the items that came with requests of their own.

        Heat knows nothing of them yet; on a redundant device there are none.
        """
        prop = resource.properties_schema.get(self._key)
        if not isinstance(prop, schema.Subcollection) or (
            resource.bigip().is_redundant
        ):
            return
        brought = _brought(resource) - self._current(resource)
        for item in prop.items(found) or ():
            if self.paths(resource, {self._key: [prop.read_item(item)]}) & (
                brought
            ):
                yield item

    def remember(self, resource, made):
        """Note that a request made companions.

        :param made: the object as it was after that.
        """
        if 'generation' not in made:
            return
        noted = generations(resource)
        if resource.bigip().is_redundant:
            self._remember_likeness(resource, made)
        elif made['generation'] not in noted:
            keep_generations(resource, [*noted, made['generation']])

    # On a redundant device.

    def before_write(self, resource, body, values):
        if resource.bigip().is_redundant and (
            body.get(self._key)
            if self._key
            else 'created' not in resource.data()
        ):
            self._look_around(resource, self.paths(resource, values))

    def _look_around(self, resource, companion_paths):
        """Note which companions a request is going to make."""
        # An attempt whose answer was lost has made its own by now.
        if companion_paths and EXPECTED not in resource.data():
            present = {
                found['fullPath']
                for found in self._present(resource, resource.bigip())
            }
            resource.data_set(
                EXPECTED, json.dumps(sorted(companion_paths - present))
            )

    def _present(self, resource, device):
        partition = paths.split(resource.place()[1])[0]
        return device.list(self.collection, partition=partition)

    def _remember_likeness(self, resource, made):
        bigip = resource.bigip()
        expected = json.loads(resource.data().get(EXPECTED, 'null'))
        if expected is None and bigip.has_moved:
            # A sync from another unit gives many objects one generation.
            return
        found = self._of_one_request(resource, bigip, made, expected)
        if expected is not None and len(found) < len(expected):
            # The answer came from a unit that is no longer active.
            unit = bigip.at_one_unit()
            found = self._of_one_request(
                resource, unit, unit.read(*resource.place()), expected
            )
        resource.data_set(
            'companions', json.dumps({**_made(resource), **found})
        )
        if expected is not None:
            resource.data_delete(EXPECTED)

    def _of_one_request(self, resource, device, made, expected):
        return {
            found['fullPath']: _likeness(found)
            for found in self._present(resource, device)
            if found['generation'] == made['generation']
            and (expected is None or found['fullPath'] in expected)
        }

    # What goes.

    def changed(self, resource, before, after):
        self._clear(resource, before, after)

    def repaired(self, resource, found, values):
        self._clear(resource, resource.from_wire(found), values)
        self._clear(resource, resource.values(), values)
        self._remove(
            resource,
            drift.beyond(
                resource, _brought(resource), self.paths(resource, values)
            ),
        )

    def _clear(self, resource, before, after):
        self._remove(
            resource,
            drift.beyond(
                resource,
                self.paths(resource, before),
                self.paths(resource, after),
            ),
        )

    def deleted(self, resource):
        if self._stay is None or not self._stay(resource):
            self._remove(
                resource, _brought(resource) | self._current(resource)
            )

    def vanished(self, resource):
        # Somebody deleted the object, and its companions are still there:
        # in use, perhaps, by what has replaced it.
        if generations(resource) or _made(resource):
            if resource.resource_id is None:
                resource.resource_id = resource.current_path()
            self.deleted(resource)

    def _remove(self, resource, companion_paths):
        """Delete those of the companions that our requests made."""
        device = resource.bigip()
        runs, made = generations(resource), {}
        if device.is_redundant:
            runs, made = [], _made(resource)
        if not companion_paths or not (runs or made):
            return
        partitions = {paths.split(path)[0] for path in companion_paths}
        present = {
            item['fullPath']: item
            for partition in sorted(partitions)
            for item in device.list(
                self.collection,
                partition=partition,
                select=None
                if made
                else ['fullPath', 'generation', 'description'],
            )
        }
        others = drift.beyond(resource, {*present}, companion_paths)
        for path, found in present.items():
            noted = found.get('description') == LEFT_BEHIND
            if path in others or not (
                noted
                or found['generation'] in runs
                or made.get(path) == _likeness(found)
            ):
                continue
            companion = handle.Handle(device, self.collection, path)
            if not _delete(companion) and not noted:
                companion.patch({'description': LEFT_BEHIND})
                # Who used it may have gone before it could see the note.
                _delete(companion)


# What the data of a resource says.


def generations(resource):
    """Return the generations of the companions that were noted."""
    return json.loads(resource.data().get('generations', '[]'))


def keep_generations(resource, noted):
    """Store the generations of the companions."""
    resource.data_set('generations', json.dumps(noted))


def _made(resource):
    """Return what the companions were like that are noted by path."""
    return json.loads(resource.data().get('companions', '{}'))


def _brought(resource):
    """Return what updates bring that Heat has not noted yet."""
    return set(json.loads(resource.data().get(BROUGHT, '[]')))


def _keep_brought(resource, companion_paths):
    if companion_paths != _brought(resource):
        storage.keep(
            resource,
            BROUGHT,
            companion_paths and json.dumps(sorted(companion_paths)),
        )


def _likeness(companion):
    """Return a digest of what people set on a companion, as any unit has
    it."""
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
