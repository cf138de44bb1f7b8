# SPDX-License-Identifier: Apache-2.0

"""The configuration of a device: its kinds and objects, and look-ups."""

from __future__ import annotations

import typing as t

from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import kind
from f5_heat.simulator.schema import parser
from f5_heat.simulator.schema import paths
from f5_heat.simulator.schema import shapes
from f5_heat.simulator.schema import versions
from f5_heat.simulator.state import store
from f5_heat.simulator.state import targets

Json = dict[str, t.Any]


class Configuration:
    """The kinds of a version of TMOS, and the objects of a device.

    ``acting`` is the application service whose script is running.
    """

    def __init__(self, kinds: t.Iterable[kind.Kind], version: str):
        self.version = version
        self.tmos = versions.numbers(version)
        self.shapes = shapes.shapes(kinds, version)
        self.store = store.Store()
        self.acting = ''
        self.links = self.tmos >= (12,)
        # Recorded: ``items`` is missing from an empty collection up to
        # 14.1.0, and is [] on 14.1.2.1.
        self.lists_nothing = self.tmos > (14, 1, 0)
        self._companions: dict[str, list[shapes.Shape]] = {}
        for shape in self.shapes.values():
            if shape.kind.made_with:
                self._companions.setdefault(shape.kind.made_with, []).append(
                    shape
                )
        self._refers: dict[tuple[str, ...], list[shapes.Shape]] = {}

    @property
    def me(self) -> store.Item:
        """The object of cm/device that stands for this device."""
        return next(
            item
            for item in self.store.items('cm/device')
            if item.values.get('selfDevice') == 'true'
        )

    @property
    def hostname(self) -> str:
        settings = self.store.get('sys/global-settings', '')
        if settings is None:
            return self.me.place.name
        name: str = self.resolved(settings)['hostname']
        return name

    def referred(self, refers: tuple[str, ...]) -> list[shapes.Shape]:
        """Return the kinds of ``refers``, with wildcards expanded."""
        if refers not in self._refers:
            found = []
            for name in refers:
                if name.endswith('/*'):
                    found += [
                        shape
                        for key, shape in self.shapes.items()
                        if key.startswith(name[:-1])
                    ]
                elif name in self.shapes:
                    found.append(self.shapes[name])
            self._refers[refers] = found
        return self._refers[refers]

    def companions(self, shape: shapes.Shape) -> list[shapes.Shape]:
        """Return the kinds whose objects come and go with one of this."""
        return self._companions.get(shape.collection, [])

    def find(self, refers: tuple[str, ...], path: str) -> store.Item | None:
        for shape in self.referred(refers):
            item = self.store.get(shape.collection, path)
            if item is not None:
                return item
        return None

    def kind_of(
        self, refers: tuple[str, ...], path: str
    ) -> shapes.Shape | None:
        """Return the kind of a reference, existing or not."""
        item = self.find(refers, path)
        if item is not None:
            return item.shape
        found = self.referred(refers)
        return found[0] if found else None

    def folder(self, path: str) -> store.Item | None:
        return self.store.get('sys/folder', path)

    def route_domain(self, folder: str) -> int:
        """Return the default route domain of a folder or a partition."""
        partition = folder.strip('/').partition('/')[0]
        item = self.store.get('auth/partition', partition)
        return self.resolved(item)['defaultRouteDomain'] if item else 0

    def parent_of(self, item: store.Item) -> store.Item | None:
        if item.parent is None:
            return None
        return self.store.get(*item.parent)

    def resolved(self, item: store.Item) -> Json:
        """Return all values of an object, inherited and default ones too."""
        values = dict(item.shape.defaults)
        for one in reversed(self._ancestry(item)):
            values = parser.overlay(item.shape, one.values, values)
        if item.shape.kind.inherits:
            values['defaultsFrom'] = item.values.get(
                'defaultsFrom', values.get('defaultsFrom')
            )
        return values

    def completed(self, draft: t.Any) -> Json:
        """Return all values of an object that is about to be written."""
        return self.resolved(
            store.Item(
                draft.shape, draft.where, draft.place, draft.path, draft.values
            )
        )

    def _ancestry(self, item: store.Item) -> list[store.Item]:
        found = [item]
        while item.shape.kind.inherits:
            above = self.store.get(
                item.where, item.values.get('defaultsFrom') or ''
            )
            if above is None or above in found:
                break
            found.append(above)
            item = above
        return found

    def target(self, segments: list[str]) -> targets.Target | None:
        """Return the target of ``/mgmt/tm/<segments>``; None if none."""
        return targets.find(self.shapes, segments)

    def organizing(self, where: str) -> list[str]:
        """Return the URIs right below an organizing collection."""
        return targets.organizing(self.shapes, where)

    def item(self, target: targets.Target) -> store.Item:
        """Return the object of a target; raises Refused if it is missing."""
        if target.parent is not None:
            self.parent_at(target)
        item = self.store.get(target.where, target.path or '')
        if item is None:
            raise self.missing(target.shape, target.path or '')
        return item

    def parent_at(self, target: targets.Target) -> store.Item | None:
        """Return the parent of a target; raises Refused if it is missing."""
        if target.parent is None:
            return None
        shape, where, path = target.parent
        item = self.store.get(where, path)
        if item is None:
            # Recorded for members of a missing pool: a parent's label is
            # in lower case.
            raise errors.not_found(shape.kind.label.lower(), path)
        return item

    def missing(self, shape: shapes.Shape, path: str) -> errors.Refused:
        if shape.collection == 'net/route':
            return errors.Refused(404, 'route not found: ' + path)
        if shape.kind.not_found == 'object':
            return errors.object_not_found(path)
        return errors.not_found(shape.kind.label, path)

    def check_provisioned(self, shape: shapes.Shape) -> None:
        self.check_modules(shape.collection, shape.kind.modules)

    def check_modules(self, path: str, modules: tuple[str, ...]) -> None:
        """Raise Refused if none of some modules is provisioned."""
        if modules and not any(map(self._is_provisioned, modules)):
            raise errors.Refused(
                400,
                'One of the following features must be licensed/'
                'provisioned for the URI {} : {}'.format(
                    path, ', '.join(modules)
                ),
            )

    def _is_provisioned(self, module: str) -> bool:
        row = self.store.get('sys/provision', module)
        return row is not None and self.resolved(row)['level'] != 'none'

    def user(self, item: store.Item) -> tuple[str, str]:
        """Return label and path of an object that uses another."""
        parent = self.parent_of(item)
        if parent is not None:
            item = parent
        if item.shape.collection.startswith('ltm/persistence/'):
            return 'persistence profile', item.path
        return item.shape.kind.label, item.path

    def put(
        self,
        shape: shapes.Shape,
        where: str,
        place: paths.Place,
        path: str,
        values: Json,
        parent: store.Item | None = None,
        builtin: bool = False,
    ) -> store.Item:
        """Store an object, or replace it."""
        item = store.Item(
            shape,
            where,
            place,
            path,
            values,
            self.store.generation,
            builtin,
            (parent.where, parent.path) if parent else None,
        )
        self.store.put(item)
        return item
