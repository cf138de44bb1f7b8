# SPDX-License-Identifier: Apache-2.0

"""Whether two values of a property are the same: their canonical forms are.

What is not given is the value that this means. Updates, checks, recreation,
seals and snapshots all ask here.
"""

import collections
import copy

from f5_heat.engine.schema import leaves
from f5_heat.engine.schema import references

#: The unset value of a property that an object takes from its parent.
INHERITED = object()


class Anything:
    """What only a device knows, which may be the same as any value."""

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


class OneOf:
    """The paths of which a name may stand for one."""

    def __init__(self, *paths):
        self._paths = frozenset(paths)

    def __eq__(self, other):
        return isinstance(other, OneOf) and bool(self._paths & other._paths)

    def __hash__(self):
        return hash(next(iter(self._paths)).rpartition('/')[2])


ANYTHING = Anything()


class Place:
    """Where an object lies, which tells what its values mean.

    :param folder: the folder in which bare names are looked up.
    :param route_domain: the one of addresses that do not say theirs; by
        default that of the folder, which is asked for it if need be.
    :param parent: returns what the object's parent has for the property.
    :param shown: the paths that a device shows, which alone knows what a
        bare name stands for; None where two templates are compared.
    :param adopted: whether the object was there before its resource: nobody
        knows then what it has where a template says nothing.
    :param is_loose: whether values that may be the same are, as long as
        the device is not asked what they stand for.
    """

    def __init__(
        self,
        folder,
        route_domain=None,
        parent=None,
        shown=None,
        adopted=False,
        is_loose=False,
    ):
        self.folder = folder
        self.parent = parent
        self.shown = shown
        self.adopted = adopted
        self.is_loose = is_loose
        self._route_domain = route_domain

    @property
    def route_domain(self):
        return self.domain()

    def domain(self):
        """Return the default route domain."""
        if self._route_domain is None:
            return references.route_domain(self.folder)
        return self._route_domain

    def moved(self, **changes):
        """Return the same place but for some of what it says."""
        place = copy.copy(self)
        vars(place).update(changes)
        return place

    def below(self, name):
        """Return the place of a part of a value."""
        if self.parent is None:
            return self
        return self.moved(parent=lambda: (self.parent() or {}).get(name))

    def path(self, reference):
        """Return the canonical form of a name or path."""
        path = references.resolve(reference.strip(), self.folder)
        if path in ('', 'none'):
            return ''
        if self.is_loose:
            return OneOf(str(path), getattr(path, 'common', str(path)))
        if not isinstance(path, references.Bare):
            return path
        if self.shown is None:
            return str(path), path.common
        is_common = path.common in self.shown and path not in self.shown
        return path.common if is_common else str(path)


def meant(prop, place):
    """Return the value that a property has where it is not given."""
    if prop.unset is not INHERITED:
        return prop.unset
    if place.parent is None and place.shown is None:
        return INHERITED
    value = place.parent and place.parent()
    if value is None:
        # A device has no key for an absent text, nor for an empty list.
        value = {prop.STRING: '', prop.LIST: []}.get(prop.type)
    return value


def canonical(prop, value, place):
    """Return the canonical form of a value, or of what None means."""
    if value is None and prop.derived and place.is_loose:
        return ANYTHING
    if value is None and not place.adopted:
        value = {} if leaves.is_nested(prop) else meant(prop, place)
    if value is None or value is INHERITED:
        # A secret is never looked up.
        return ANYTHING if place.is_loose and not prop.secret else value
    return value if value is leaves.WHOLE else prop.canonical(value, place)


def same(prop, one, other, place):
    """Return whether two values of a template mean the same."""
    return canonical(prop, one, place) == canonical(prop, other, place)


def may_be_same(prop, one, other, place):
    """Return whether two values may mean the same, as only a device knows."""
    return same(prop, one, other, place.moved(is_loose=True))


def sides(prop, actual, place):
    """Return the places of what is wanted and of what a device shows."""
    shown = frozenset(
        str(path) for _, path in leaves.names(prop, actual, '/Common')
    )
    # What was named without a partition is shown so by some versions.
    theirs = references.OwnFolder('/Common', place.domain)
    return place.moved(shown=shown), Place(theirs, shown=shown)


def fits(prop, wanted, actual, place):
    """Return whether what a device shows is what is wanted."""
    if actual is None:
        actual = prop.absent
    mine, theirs = sides(prop, actual, place)
    return canonical(prop, wanted, mine) == canonical(prop, actual, theirs)


def recreates(prop, before, after, place):
    """Return whether the device takes such a change at creation only."""
    if not prop.update_allowed:
        return not same(prop, before, after, place)
    return bool(leaves.is_nested(prop) and before and after) and any(
        recreates(child, before.get(name), after.get(name), place)
        for name, child in prop.schema.items()
    )


def hashable(value):
    """Return a value of JSON in a form that is compared and counted."""
    if isinstance(value, dict):
        return frozenset((key, hashable(one)) for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(map(hashable, value))
    return value


def multiset(values):
    """Return hashable values in a form that forgets their order."""
    return frozenset(collections.Counter(values).items())
