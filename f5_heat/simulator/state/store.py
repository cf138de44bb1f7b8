# SPDX-License-Identifier: Apache-2.0

"""The store of objects, with a journal for rollback."""

from __future__ import annotations

import collections
import dataclasses
import typing as t

from f5_heat.simulator.schema import paths
from f5_heat.simulator.schema import shapes


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """One object. It is immutable: a change replaces it.

    ``where`` is the path of its collection below ``/mgmt/tm``, with the
    names of its parents. ``values`` are the fields that were set;
    the others have the values of the parent profile or the defaults.
    """

    shape: shapes.Shape
    where: str
    place: paths.Place
    path: str
    values: dict[str, t.Any]
    generation: int = 0
    builtin: bool = False
    parent: tuple[str, str] | None = None

    @property
    def uri(self) -> str:
        if self.shape.singleton:
            return self.where
        return '{}/{}'.format(self.where, paths.segment(self.path))


class Store:
    """The objects of a device; not thread-safe."""

    def __init__(self) -> None:
        self.generation = 1
        self._items: dict[str, dict[str, Item]] = {}
        self._of_kind: dict[str, set[str]] = collections.defaultdict(set)
        self._journal: list[tuple[str, str, Item | None]] = []

    def get(self, where: str, path: str) -> Item | None:
        return self._items.get(where, {}).get(path)

    def items(self, where: str) -> list[Item]:
        """Return the items of a collection, sorted by full path."""
        found = self._items.get(where, {})
        return [found[path] for path in sorted(found)]

    def of_kind(self, collection: str) -> t.Iterator[Item]:
        """Yield all items of a kind, whatever their parents are."""
        for where in self._of_kind.get(collection, ()):
            yield from self._items[where].values()

    def everything(self) -> t.Iterator[Item]:
        for found in self._items.values():
            yield from found.values()

    def put(self, item: Item) -> None:
        found = self._items.setdefault(item.where, {})
        self._of_kind[item.shape.collection].add(item.where)
        self._journal.append((item.where, item.path, found.get(item.path)))
        found[item.path] = item

    def drop(self, item: Item) -> None:
        """Remove an item and everything below it."""
        for key in item.shape.children:
            below = '{}/{}'.format(item.uri, key)
            for child in list(self._items.get(below, {}).values()):
                self.drop(child)
        del self._items[item.where][item.path]
        self._journal.append((item.where, item.path, item))

    def touched(self) -> list[Item]:
        """Return what was put or dropped since ``commit``, old and new."""
        found = []
        for where, path, before in self._journal:
            found += [
                item
                for item in (before, self.get(where, path))
                if item is not None
            ]
        return found

    @property
    def mark(self) -> int:
        """A point to which ``rollback`` can return."""
        return len(self._journal)

    def rollback(self, mark: int = 0) -> None:
        """Undo everything since a mark, or since ``commit``."""
        while len(self._journal) > mark:
            where, path, before = self._journal.pop()
            if before is None:
                self._items[where].pop(path, None)
            else:
                self._items[where][path] = before

    def commit(self) -> None:
        """Make all changes permanent."""
        self._journal.clear()

    def copy(self) -> Store:
        other = Store()
        other.take(self)
        other.commit()
        return other

    def take(self, other: Store) -> None:
        """Replace all items by those of another store."""
        for item in list(self.everything()):
            if self.get(item.where, item.path) is item:
                self.drop(item)
        for item in other.everything():
            self.put(item)
        self.generation = other.generation
