# SPDX-License-Identifier: Apache-2.0

"""What every kind of object does beside what its row of data says."""

from __future__ import annotations

import dataclasses
import typing as t

from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import paths
from f5_heat.simulator.schema import shapes
from f5_heat.simulator.state import store

D = t.TypeVar('D')


@dataclasses.dataclass(slots=True)
class Draft:
    """An object on its way into the configuration.

    ``given`` is what the request set, ``values`` what the object will
    hold; ``children`` are the items of sub-collections in the request.
    ``old`` is the object that it replaces, ``whole`` whether by a PUT;
    ``parent`` is the object that it is in.
    """

    shape: shapes.Shape
    where: str
    place: paths.Place
    path: str
    values: dict[str, t.Any]
    given: dict[str, t.Any]
    children: dict[str, list[t.Any]]
    old: store.Item | None = None
    parent: store.Item | None = None
    whole: bool = False

    def current(self, key: str) -> t.Any:
        if key in self.values:
            return self.values[key]
        return self.shape.defaults.get(key)


class Behaviour(t.Generic[D]):
    """Nothing special; kinds that do more override these.

    ``also`` are the keys of a body that are no fields and yet mean
    something to the kind.
    """

    extra_keys: t.Container[str] = ()

    def identity(self, item: store.Item) -> dict[str, str]:
        """The name keys of an answer, in the device's order."""
        if not item.place.partition:
            return {'name': item.path, 'fullPath': item.path}
        found = {'name': item.place.name, 'partition': item.place.partition}
        if item.place.sub_path:
            found['subPath'] = item.place.sub_path
        found['fullPath'] = item.path
        return found

    def resolve_place(
        self, device: D, place: paths.Place, body: dict[str, t.Any]
    ) -> paths.Place:
        """Where an object of this body goes."""
        return place

    def in_messages(self, path: str, parent: store.Item | None) -> str:
        """The object in the device's messages."""
        return path

    def before_write(self, device: D, draft: Draft) -> None:
        """Complete and check a draft before it is stored."""

    def after_write(
        self,
        device: D,
        old: store.Item | None,
        item: store.Item,
        body: dict[str, t.Any],
    ) -> None:
        """What else a create or a change does."""

    def before_delete(self, device: D, item: store.Item) -> None:
        """Whether the object may be deleted."""

    def after_delete(self, device: D, item: store.Item) -> None:
        """What else a delete does."""

    def users(
        self, device: D, item: store.Item
    ) -> t.Iterator[tuple[str, str]]:
        """Who keeps it from being deleted, beside the fields that refer.

        Yields the label and the path of each.
        """
        return iter(())

    def add_derived(
        self, device: D, item: store.Item, values: dict[str, t.Any]
    ) -> None:
        """Add to the values that are printed what is derived."""

    def publish(self, device: D, path: str) -> None:
        """Put a draft in force; of most kinds there are none."""
        raise errors.unexpected('publish')
