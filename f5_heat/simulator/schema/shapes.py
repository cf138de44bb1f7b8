# SPDX-License-Identifier: Apache-2.0

"""Shapes: kinds of objects as one version of TMOS knows them."""

from __future__ import annotations

import re
import typing as t

from f5_heat.simulator.schema import kind
from f5_heat.simulator.schema import versions


def tmsh_name(key: str) -> str:
    """Return 'loadBalancingMode' as 'load-balancing-mode'."""
    if key.startswith('tm') and key[2:3].isupper():
        key = key[2].lower() + key[3:]
    found = re.sub('([A-Z])', r'-\1', key).replace('_', '-').lower()
    # A client may begin a name with a capital letter.
    return found.removeprefix('-') if key[:1].isupper() else found


def json_name(segment: str) -> str:
    """Return 'bundle-certificates' as 'bundleCertificates'."""
    first, *rest = segment.split('-')
    return first + ''.join(word.capitalize() for word in rest)


class Shape:
    """The fields, the order and the sub-collections of a kind.

    ``children`` are the shapes of the sub-collections, under their segment
    of the URI; ``child_keys`` finds the segment of a key in JSON.
    """

    def __init__(self, row: kind.Kind, version: str):
        self.kind = row
        self.tmos = versions.numbers(version)
        self.collection = row.collection
        self.key = row.collection.rpartition('/')[2]
        self.fields: dict[str, kind.Field] = {
            key: field
            for key, field in row.fields.items()
            if key not in ('name', 'partition')
            and versions.known(version, field.since, field.until)
        }
        # An item of some sub-collections is named after what it refers to.
        self.named_after: tuple[str, ...] = (
            row.fields['name'].refers if 'name' in row.fields else ()
        )
        self.defaults: dict[str, t.Any] = {
            key: field.default
            for key, field in self.fields.items()
            if field.default is not None
        }
        self.children: dict[str, Shape] = {}
        self.child_keys: dict[str, str] = {}
        self.order = sorted(self.fields, key=self._rank)
        # In tmsh name is the name of the object, not tmName.
        self.keys = {
            tmsh_name(key): key for key in self.fields if key != 'tmName'
        }
        state = 'tm:{}:{}'.format(row.collection.replace('/', ':'), self.key)
        self.item_kind = state + 'state'
        self.collection_kind = state + 'collectionstate'
        self.item_stats_kind = state + 'stats'
        self.collection_stats_kind = state + 'collectionstats'

    def _rank(self, key: str) -> tuple[int, str]:
        # Recorded on 14.1.2.1: scalars and single objects by their tmsh
        # name, then lists of references, then lists of objects.
        field = self.fields[key]
        if field.type == 'references':
            return 1, tmsh_name(key)
        return (
            2 if field.type == 'list' and field.fields else 0,
            tmsh_name(key),
        )

    @property
    def plain(self) -> bool:
        return self.kind.naming == 'plain'

    @property
    def singleton(self) -> bool:
        return self.kind.naming == 'singleton'

    @property
    def is_monitor(self) -> bool:
        return self.collection.startswith('ltm/monitor/')

    @property
    def is_profile(self) -> bool:
        return self.collection.startswith('ltm/profile/')

    def cleared(self, key: str) -> t.Any:
        """Return the value of a field that is set to '' or 'none'.

        Profiles print the word (recorded on 14.1.2.1), and so do references
        that are never absent; of the other kinds texts are left out, and
        the rest has its default again.
        """
        field = self.fields[key]
        if field.type in ('list', 'references'):
            return []
        if field.type not in ('string', 'reference', 'mask', 'braces') or (
            field.low is not None or field.high is not None
        ):
            return field.default
        if field.default in ('', 'none', 'default'):
            return field.default
        if field.default is not None and (
            field.type == 'reference'
            or (not self.is_monitor and self.kind.inherits)
        ):
            return 'none'
        return None


def shapes(kinds: t.Iterable[kind.Kind], version: str) -> dict[str, Shape]:
    """Return the kinds of a version of TMOS, by their collection."""
    found = {
        row.collection: Shape(row, version)
        for row in kinds
        if versions.known(version, row.since)
    }
    for shape in found.values():
        parent = found.get(shape.kind.parent)
        if parent is not None:
            parent.children[shape.key] = shape
            parent.child_keys[json_name(shape.key)] = shape.key
            parent.child_keys[shape.key] = shape.key
    return found
