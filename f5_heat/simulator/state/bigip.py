# SPDX-License-Identifier: Apache-2.0

"""The device: its state, and the verbs that change its configuration."""

from __future__ import annotations

import contextlib
import dataclasses
import time
import typing as t

from f5_heat.simulator.schema import addresses
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import kind
from f5_heat.simulator.schema import parser
from f5_heat.simulator.schema import paths
from f5_heat.simulator.schema import references
from f5_heat.simulator.schema import shapes
from f5_heat.simulator.state import cluster
from f5_heat.simulator.state import configuration
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import naming
from f5_heat.simulator.state import ownership
from f5_heat.simulator.state import store
from f5_heat.simulator.state import targets
from f5_heat.simulator.tcl import scriptd

Json = dict[str, t.Any]


class Device(configuration.Configuration):
    """One BIG-IP.

    Callers of a verb hold ``lock``. Each verb is atomic: it succeeds, or
    raises ``errors.Refused`` and changes nothing.
    """

    def __init__(
        self,
        kinds: t.Iterable[kind.Kind],
        behaviours: t.Mapping[str, Behaviour],
        version: str,
        network: cluster.Network[Device] | None = None,
    ):
        super().__init__(kinds, version)
        self._behaviours = behaviours
        self.network = network or cluster.Network(configsync=False)
        self.identity = self.network.add(self)
        self.lock = self.network.lock
        self.ha_state = cluster.HAState()
        self.started = time.monotonic()
        # By how many seconds its clock is ahead.
        self.clock = 0.0
        # Whether other devices can reach it.
        self.online = False
        # Whether its configuration is loaded: not while it reboots.
        self.loaded = True
        # Called with the objects that a change touched, before and after it is
        # committed. A validator may refuse the change.
        self.validators: list[Watcher] = []
        self.observers: list[Watcher] = []
        self._changing = False
        # What to do on other devices after the commit.
        self.deferred: list[t.Callable[[], None]] = []
        # The state set for a monitor, by pool and member.
        self.monitored: dict[tuple[str, str], str] = {}
        self.connections: dict[tuple[str, str], int] = {}
        self.files: dict[str, bytes] = {}
        # Saved configurations, by file; '' is loaded after a reboot.
        self.saved: dict[str, store.Store] = {}
        self.scriptd = scriptd.Scriptd()
        self._users = self._find_users()

    def behaviour(self, shape: shapes.Shape) -> Behaviour:
        return self._behaviours.get(shape.collection, _DEFAULT)

    def item(self, target: targets.Target) -> store.Item:
        path = self.behaviour(target.shape).located(self, target.path or '')
        return super().item(dataclasses.replace(target, path=path))

    # The verbs.

    @contextlib.contextmanager
    def change(self) -> t.Iterator[None]:
        """Make the changes within atomic, in one generation."""
        if self._changing:
            yield
            return
        self._changing = True
        self.store.generation += 1
        monitored = dict(self.monitored)
        try:
            yield
            for check in self.validators:
                check(self, self.store.touched())
        except BaseException:
            self.store.rollback()
            self.monitored = monitored
            self.store.generation -= 1
            self.deferred.clear()
            raise
        finally:
            self._changing = False
            touched = self.store.touched()
            self.store.commit()
        while self.deferred:
            self.deferred.pop(0)()
        for follow in self.observers:
            follow(self, touched)

    def create(self, target: targets.Target, body: Json) -> store.Item:
        self.check_provisioned(target.shape)
        with self.change():
            parent = self.parent_at(target)
            return self._create(target.shape, target.where, parent, body)

    def _create(
        self,
        shape: shapes.Shape,
        where: str,
        parent: store.Item | None,
        body: Json,
    ) -> store.Item:
        behaviour = self.behaviour(shape)
        parsed = parser.parse(shape, body, None, behaviour.extra_keys)
        name = parsed.names.get('name')
        if name is None or name == '':
            raise errors.parser(
                'one or more configuration identifiers must be provided'
            )
        place = parser.place(parsed.names, shape.plain)
        place = behaviour.resolve_place(self, place, body)
        if not shape.plain:
            self._check_folder(shape, place, parent)
            naming.check(shape, place, self.tmos)
        path = place.path
        self._check_free(shape, where, place, parent)
        ownership.check_new(self, shape, place, parent)
        self._spell(shape, place, parsed.fields)
        values = dict(parsed.fields)
        if shape.kind.inherits and not values.get('defaultsFrom'):
            values['defaultsFrom'] = shape.kind.inherits
        parser.exclude(shape, values, parsed.fields)
        draft = lifecycle.Draft(
            shape,
            where,
            place,
            path,
            values,
            parsed.fields,
            parsed.children,
            None,
            parent,
        )
        behaviour.before_write(self, draft)
        for key in shape.kind.required:
            if (
                key not in ('name', 'partition')
                and not draft.children.get(key)
                and draft.values.get(key) in (None, [], '')
            ):
                raise errors.required(shapes.tmsh_name(key))
        self.check_references(draft)
        item = self.put(shape, where, place, path, draft.values, parent=parent)
        self._create_children(item, draft.children)
        for companion in self.companions(shape):
            self.put(
                companion, companion.collection, place, path, {}, builtin=True
            )
        behaviour.after_write(self, None, item, body)
        return self.store.get(item.where, item.path) or item

    def _check_folder(
        self,
        shape: shapes.Shape,
        place: paths.Place,
        parent: store.Item | None,
    ) -> None:
        if not place.name or self.folder(place.folder) is not None:
            return
        if shape.collection == 'sys/folder':
            # Only the end of this message is recorded.
            raise errors.mcpd(
                "01070734:3: Configuration error: Can't associate folder "
                '({}) folder does not exist'.format(place.folder)
            )
        if parent is not None and shape.collection == 'ltm/pool/members':
            # As recorded: here the port is printed as a service.
            address, port = addresses.split_port(place.path)
            raise errors.mcpd(
                "01070734:3: Configuration error: Can't associate {} ({} {} "
                '{}) folder does not exist'.format(
                    shape.kind.label,
                    parent.path,
                    address,
                    addresses.service_name(int(port)),
                )
            )
        if self.tmos >= (13,):
            raise errors.not_found('folder', place.folder)
        # Both forms are recorded, but not which version has which.
        raise errors.parser(
            'The requested folder ({}) was not found.'.format(place.folder)
        )

    def _check_free(
        self,
        shape: shapes.Shape,
        where: str,
        place: paths.Place,
        parent: store.Item | None,
    ) -> None:
        path = place.path
        if self.store.get(where, path) is not None:
            raise errors.taken(
                shape.kind.label,
                self.behaviour(shape).in_messages(path, parent),
                place.partition or 'Common',
            )
        if self.find(naming.shared(shape), path):
            if not shape.is_profile:
                raise errors.taken(
                    shape.kind.label, path, place.partition or 'Common'
                )
            raise errors.mcpd(
                '01070293:3: The profile name ({}) is already assigned to '
                'another profile.'.format(path)
            )

    def _spell(
        self, shape: shapes.Shape, place: paths.Place, fields: Json
    ) -> None:
        """Put the values of a request into the device's own spelling."""
        default = self.route_domain(place.folder)
        for key, value in fields.items():
            field = shape.fields[key]
            fields[key] = addresses.normal(field, value, default)
            if field.module and value not in (None, 'none'):
                self.check_modules(
                    '{}/{}'.format(shape.collection, shapes.tmsh_name(key)),
                    (field.module,),
                )

    def _create_children(
        self, item: store.Item, children: dict[str, list[Json]]
    ) -> None:
        for key, entries in children.items():
            shape = item.shape.children[key]
            for entry in entries:
                self._create(shape, '{}/{}'.format(item.uri, key), item, entry)

    def make(self, collection: str, body: Json) -> store.Item:
        """Create an object as a part of another change."""
        return self._create(self.shapes[collection], collection, None, body)

    def modify(
        self, target: targets.Target, body: Json, whole: bool
    ) -> store.Item:
        """PATCH, or PUT when ``whole``."""
        self.check_provisioned(target.shape)
        with self.change():
            return self._modify(self.item(target), body, whole)

    def change_item(self, item: store.Item, body: Json) -> store.Item:
        """PATCH an object."""
        with self.change():
            return self._modify(item, body, False)

    def _modify(self, item: store.Item, body: Json, whole: bool) -> store.Item:
        shape = item.shape
        behaviour = self.behaviour(shape)
        shown = self.resolved(item)
        behaviour.add_derived(self, item, shown)
        parsed = parser.parse(shape, body, shown, behaviour.extra_keys)
        fields = parsed.fields
        self._spell(shape, item.place, fields)
        identity = behaviour.identity(item)
        for key in ('name', 'partition', 'subPath'):
            given = parsed.names.get(key)
            if given in (None, '', identity.get(key, given)) or (
                key == 'name' and given == item.path
            ):
                continue
            raise errors.not_modifiable(shapes.tmsh_name(key))
        if (
            not whole
            and not fields
            and not parsed.children
            and not any(key in behaviour.extra_keys for key in body)
        ):
            raise errors.nothing_specified()
        if (
            self.tmos < (12,)
            and parsed.children
            and not any(parsed.children.values())
            and not fields
        ):
            # Recorded for PATCH ``members: []`` "on some versions".
            raise errors.nothing_specified()
        ownership.check(self, item)
        values = dict(item.values)
        if whole:
            values = {
                key: value
                for key, value in values.items()
                if key not in shape.fields
                or shape.fields[key].create_only
                or shape.fields[key].read_only
                or shape.fields[key].hidden
            }
            if shape.kind.inherits and item.path != shape.kind.inherits:
                values.setdefault('defaultsFrom', shape.kind.inherits)
        values = parser.overlay(shape, fields, values)
        parser.exclude(shape, values, fields)
        ownership.check_kept(self, item, values)
        draft = lifecycle.Draft(
            shape,
            item.where,
            item.place,
            item.path,
            values,
            fields,
            parsed.children,
            item,
            self.parent_of(item),
            whole,
        )
        behaviour.before_write(self, draft)
        for key in shape.kind.required:
            if (
                (key in fields or whole)
                and draft.values.get(key) in (None, [], '')
                # A built-in object may be without.
                and shown.get(key) not in (None, [], '')
            ):
                raise errors.required(shapes.tmsh_name(key))
        self.check_references(draft)
        changed = dataclasses.replace(
            item, values=draft.values, generation=self.store.generation
        )
        self.store.put(changed)
        for key in draft.children:
            for child in self.store.items('{}/{}'.format(item.uri, key)):
                self.store.drop(child)
        self._create_children(changed, draft.children)
        behaviour.after_write(self, item, changed, body)
        return self.store.get(item.where, item.path) or changed

    def delete(self, target: targets.Target) -> None:
        self.check_provisioned(target.shape)
        with self.change():
            self.remove(self.item(target))

    def remove(self, item: store.Item) -> None:
        """Delete an object; raises Refused if it is in use."""
        behaviour = self.behaviour(item.shape)
        ownership.check(self, item)
        behaviour.before_delete(self, item)
        for label, user in self.users(item):
            kind = item.shape.kind
            raise errors.mcpd(
                kind.in_use.format(
                    label=kind.label,
                    path=item.path,
                    name=item.place.name,
                    user_label=label,
                    user=user,
                )
            )
        self.discard(item)

    def discard(self, item: store.Item) -> None:
        """Delete an object without checks."""
        self.store.drop(item)
        self._forget(item)
        for companion in self.companions(item.shape):
            found = self.store.get(companion.collection, item.path)
            if found is not None:
                self.store.drop(found)
        self.behaviour(item.shape).after_delete(self, item)

    def _forget(self, item: store.Item) -> None:
        """Drop an object from the lists that mention it weakly."""
        for shape, key in self._forgetful.get(item.shape.collection, ()):
            for one in list(self.store.of_kind(shape.collection)):
                if item.path in (one.values.get(key) or ()):
                    left = [at for at in one.values[key] if at != item.path]
                    self.store.put(
                        dataclasses.replace(
                            one, values={**one.values, key: left}
                        )
                    )

    # References.

    def check_references(self, draft: lifecycle.Draft) -> None:
        if draft.shape.named_after and draft.old is None:
            self._must_exist(
                draft, 'name', draft.shape.named_after, draft.path
            )
        for key in draft.given:
            value = draft.values.get(key)
            if value is not None:
                self._check(draft, key, draft.shape.fields[key], value)

    def _check(
        self, draft: lifecycle.Draft, key: str, field: kind.Field, value: t.Any
    ) -> None:
        for refers, path in references.mentions(field, value):
            self._must_exist(draft, key, refers, path)

    def _must_exist(
        self,
        draft: lifecycle.Draft,
        key: str,
        refers: tuple[str, ...],
        path: str,
    ) -> None:
        found = self.referred(refers)
        if not found:
            # There can be no object of a kind that is not there.
            what = refers[0].rpartition('/')[2].replace('-', ' ')
            raise errors.not_found(what, path)
        if self.find(refers, path) is not None:
            return
        if path == 'all-partitions':
            # The access of a user, which is not a partition.
            return
        if path == draft.path and draft.shape in found:
            return
        label = found[0].kind.label
        if draft.shape.collection == 'ltm/virtual/policies':
            raise references.dangling(
                path, 'policy', draft.parent.path if draft.parent else ''
            )
        if draft.shape.collection == 'ltm/virtual' and key == 'rules':
            # Unverified: by analogy with the policies.
            raise references.dangling(path, 'rule', draft.path)
        if found[0].is_profile and len(found) > 1:
            label = 'profile'
        elif found[0].is_monitor:
            label = 'monitor'
        raise errors.not_found(label, path)

    def _find_users(self) -> dict[str, list[tuple[shapes.Shape, str]]]:
        """Map each kind to the fields of other kinds that may refer to it."""
        users: dict[str, list[tuple[shapes.Shape, str]]] = {}
        self._forgetful: dict[str, list[tuple[shapes.Shape, str]]] = {}
        for shape in self.shapes.values():
            mentioned = [('name', shape.named_after)]
            for key, field in shape.fields.items():
                if field.weak:
                    for target in self.referred(field.refers):
                        self._forgetful.setdefault(
                            target.collection, []
                        ).append((shape, key))
                # The owner of an object can be deleted.
                elif key != 'appService':
                    mentioned += [
                        (key, one) for one in references.all_refers(field)
                    ]
            for key, refers in mentioned:
                for target in self.referred(refers):
                    found = users.setdefault(target.collection, [])
                    if (shape, key) not in found:
                        found.append((shape, key))
        return users

    def users(self, item: store.Item) -> t.Iterator[tuple[str, str]]:
        """Yield label and path of each object that refers to this one."""
        yield from self.behaviour(item.shape).users(self, item)
        for shape, key in self._users.get(item.shape.collection, ()):
            if key == 'name':
                for user in self.store.of_kind(shape.collection):
                    if user.path == item.path:
                        yield self.user(user)
                continue
            field = shape.fields[key]
            for user in self.store.of_kind(shape.collection):
                value = user.values.get(key)
                if (
                    value is None
                    or user.path == item.path
                    and (user.where == item.where)
                ):
                    continue
                if any(
                    path == item.path and self.find(refers, path) is item
                    for refers, path in references.mentions(field, value)
                ):
                    yield self.user(user)


Behaviour = lifecycle.Behaviour[Device]
Watcher = t.Callable[[Device, t.Sequence[store.Item]], None]
_DEFAULT = Behaviour()
