# SPDX-License-Identifier: Apache-2.0

"""The lifecycle of an object: its draft, and the hooks of its kind."""

from __future__ import annotations

import dataclasses
import typing as t

from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import kind
from f5_heat.simulator.schema import paths
from f5_heat.simulator.schema import shapes
from f5_heat.simulator.state import store

D = t.TypeVar('D')


@dataclasses.dataclass(slots=True)
class Draft:
    """An object that is about to be written.

    ``given`` are the properties in the request, ``values`` those of the
    object; ``children`` are the items of sub-collections in the request.
    ``old`` is the object that it replaces, ``whole`` whether by a PUT;
    ``parent`` is the object of which it is a part.
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
    """The hooks of a kind; these do nothing special.

    ``extra_keys`` are keys of a body that the kind accepts although they are
    not stored. ``D`` is the device.
    """

    extra_keys: t.Mapping[str, kind.Field] = {}

    def identity(self, item: store.Item) -> dict[str, str]:
        """Return the name keys of an answer, in the device's order."""
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
        """Return the place of an object with this body."""
        return place

    def located(self, device: D, path: str) -> str:
        """Return the path of the object that a URI names so."""
        return path

    def in_messages(self, path: str, parent: store.Item | None) -> str:
        """Return the object as the device's messages name it."""
        return path

    def before_write(self, device: D, draft: Draft) -> None:
        """Complete and validate a draft."""

    def after_write(
        self,
        device: D,
        old: store.Item | None,
        item: store.Item,
        body: dict[str, t.Any],
    ) -> None:
        """React to a create or a change."""

    def before_delete(self, device: D, item: store.Item) -> None:
        """Raise Refused if the object must not be deleted."""

    def after_delete(self, device: D, item: store.Item) -> None:
        """React to a delete."""

    def users(
        self, device: D, item: store.Item
    ) -> t.Iterator[tuple[str, str]]:
        """Yield label and path of users other than references in fields."""
        return iter(())

    def add_derived(
        self, device: D, item: store.Item, values: dict[str, t.Any]
    ) -> None:
        """Add derived values to those that are printed."""

    def publish(self, device: D, path: str) -> None:
        """Publish a draft; most kinds have none."""
        raise errors.unexpected('publish')
