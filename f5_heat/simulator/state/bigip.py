# SPDX-License-Identifier: Apache-2.0

"""One BIG-IP: its configuration, and what its verbs do to it."""

from __future__ import annotations

import contextlib
import dataclasses
import time
import typing as t

from f5_heat.simulator.behaviours import certificates
from f5_heat.simulator.behaviours import registry
from f5_heat.simulator.documents import queries
from f5_heat.simulator.documents import render
from f5_heat.simulator.ha import configsync
from f5_heat.simulator.schema import addresses
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import kind
from f5_heat.simulator.schema import parser
from f5_heat.simulator.schema import paths
from f5_heat.simulator.schema import references
from f5_heat.simulator.schema import shapes
from f5_heat.simulator.schema import versions
from f5_heat.simulator.state import cluster
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import ownership
from f5_heat.simulator.state import store
from f5_heat.simulator.tcl import scriptd

Json = dict[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Target:
    """What a URI below /mgmt/tm names.

    ``path`` is None for a whole collection. ``tail`` is ``stats`` or ''.
    ``bare``: the name was given without a partition. ``parent`` is the
    URI and path of the object that a sub-collection belongs to.
    """

    shape: shapes.Shape
    where: str
    path: str | None = None
    tail: str = ''
    bare: bool = False
    parent: tuple[shapes.Shape, str, str] | None = None


class Device:
    """The configuration of one device, under one lock.

    Whoever calls a verb holds ``lock``. Each verb either does all of its
    work or raises ``errors.Refused`` and does nothing.
    """

    def __init__(
        self,
        kinds: t.Iterable[kind.Kind],
        version: str,
        username: str,
        password: str,
        network: cluster.Network | None = None,
    ):
        self.version = version
        self.tmos = versions.numbers(version)
        self.username = username
        self.password = password
        self.network = network or cluster.Network(configsync=False)
        self.identity = self.network.add(self)
        self.lock = self.network.lock
        self.standing = cluster.Standing()
        self.started = time.monotonic()
        # The seconds that its clock is ahead.
        self.clock = 0.0
        # Whether it is there for the others.
        self.online = False
        # Whether it has its configuration: not while it restarts.
        self.loaded = True
        self.store = store.Store()
        self._changing = False
        # What to do on other devices once a change is complete.
        self.afterwards: list[t.Callable[[], None]] = []
        # The state that a health monitor found, by pool and member.
        self.monitored: dict[tuple[str, str], str] = {}
        self.connections: dict[tuple[str, str], int] = {}
        self.files: dict[str, bytes] = {}
        # Configurations that were saved, by file; '' is the usual one.
        self.saved: dict[str, store.Store] = {}
        self.scriptd = scriptd.Scriptd()
        # The application service whose script is running.
        self.acting = ''
        self.shapes = shapes.shapes(kinds, version)
        self.links = self.tmos >= (12,)
        # Recorded: ``items`` is missing from an empty collection up to
        # 14.1.0, and is [] on 14.1.2.1.
        self.lists_nothing = self.tmos > (14, 1, 0)
        self._refers: dict[tuple[str, ...], list[shapes.Shape]] = {}
        self._users = self._find_users()
        self._load_builtins()

    # What exists.

    @property
    def me(self) -> store.Item:
        """This device as an object of cm/device."""
        return next(
            item
            for item in self.store.items('cm/device')
            if item.values.get('selfDevice') == 'true'
        )

    def behaviour(self, shape: shapes.Shape) -> lifecycle.Ordinary:
        return registry.of(shape.collection)

    def referred(self, refers: tuple[str, ...]) -> list[shapes.Shape]:
        """The kinds of ``refers``, in which ``ltm/profile/*`` is many."""
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

    def find(self, refers: tuple[str, ...], path: str) -> store.Item | None:
        for shape in self.referred(refers):
            item = self.store.get(shape.collection, path)
            if item is not None:
                return item
        return None

    def kind_of(
        self, refers: tuple[str, ...], path: str
    ) -> shapes.Shape | None:
        """The kind that a reference means, existing or not."""
        item = self.find(refers, path)
        if item is not None:
            return item.shape
        found = self.referred(refers)
        return found[0] if found else None

    def folder(self, path: str) -> store.Item | None:
        return self.store.get('sys/folder', path)

    def parent_of(self, item: store.Item) -> store.Item | None:
        if item.parent is None:
            return None
        return self.store.get(*item.parent)

    def resolved(self, item: store.Item) -> Json:
        """All values of an object, inherited ones too."""
        values = dict(item.shape.defaults)
        for one in reversed(self._ancestry(item)):
            values = parser.overlay(item.shape, one.values, values)
        if item.shape.kind.inherits:
            values['defaultsFrom'] = item.values.get(
                'defaultsFrom', values.get('defaultsFrom')
            )
        return values

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

    # Finding what a URI means.

    def target(self, segments: list[str]) -> Target | None:
        """What ``/mgmt/tm/<segments>`` is; None if it is no object."""
        for length in range(min(len(segments), 5), 0, -1):
            where = '/'.join(segments[:length])
            shape = self.shapes.get(where)
            if shape is not None and not shape.kind.parent:
                return self._below(shape, where, segments[length:], None)
        return None

    def _below(
        self,
        shape: shapes.Shape,
        where: str,
        rest: list[str],
        parent: tuple[shapes.Shape, str, str] | None,
    ) -> Target | None:
        if not rest:
            return Target(
                shape,
                where,
                parent=parent,
                path='' if shape.singleton else None,
            )
        if rest == ['stats']:
            return Target(shape, where, None, 'stats', parent=parent)
        path = paths.from_segment(rest[0])
        bare = False
        if not shape.plain and not path.startswith('/'):
            path, bare = '/Common/' + path, True
        if len(rest) == 1:
            return Target(shape, where, path, '', bare, parent)
        if rest[1:] == ['stats']:
            return Target(shape, where, path, 'stats', bare, parent)
        child = shape.children.get(rest[1])
        if child is None:
            return None
        return self._below(
            child,
            '{}/{}/{}'.format(where, paths.segment(path), rest[1]),
            rest[2:],
            (shape, where, path),
        )

    def organizing(self, where: str) -> list[str]:
        """The URIs right below one that only holds other collections."""
        depth = where.count('/') + 2
        return sorted(
            {
                '/'.join(name.split('/')[:depth])
                for name, shape in self.shapes.items()
                if name.startswith(where + '/') and not shape.kind.parent
            }
        )

    def item(self, target: Target) -> store.Item:
        """The object that a target names; raises Refused if it is not."""
        if target.parent is not None:
            self._parent(target)
        item = self.store.get(target.where, target.path or '')
        if item is None:
            raise self.missing(target.shape, target.path or '')
        return item

    def _parent(self, target: Target) -> store.Item | None:
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
        module = shape.collection.partition('/')[0]
        row = self.store.get('sys/provision', module)
        if (
            module == 'gtm'
            and row is not None
            and (self.resolved(row).get('level') == 'none')
        ):
            raise errors.Refused(
                400,
                'One of the following features must be licensed/'
                'provisioned for the URI {} : {}'.format(
                    shape.collection, module
                ),
            )

    # The verbs.

    def read(self, target: Target, query: queries.Query) -> Json:
        self.check_provisioned(target.shape)
        if target.path is None:
            self._parent(target)
            return render.collection_json(
                self,
                target.shape,
                target.where,
                self.store.items(target.where),
                query,
            )
        if self._is_ghost(target):
            return render.ghost_json(
                target.shape,
                '{}/{}'.format(target.where, paths.segment(target.path)),
                paths.place(target.path),
                query,
            )
        return render.item_json(
            self, self.item(target), query, bare=target.bare
        )

    def _is_ghost(self, target: Target) -> bool:
        """11.x answers a GET of a missing member with 200 and no address;
        11.6.0 does so for the profiles of a virtual server too."""
        ghosts = {
            'ltm/pool/members': (12,),
            'ltm/virtual/profiles': (11, 6, 1),
        }
        until = ghosts.get(target.shape.collection)
        return (
            until is not None
            and self.tmos < until
            and self._parent(target) is not None
            and self.store.get(target.where, target.path or '') is None
        )

    @contextlib.contextmanager
    def change(self) -> t.Iterator[None]:
        """All or nothing, and one generation for all that is written."""
        if self._changing:
            yield
            return
        self._changing = True
        self.store.generation += 1
        monitored = dict(self.monitored)
        try:
            yield
            certificates.check_pairs(self, self.store.touched())
        except BaseException:
            self.store.undo()
            self.monitored = monitored
            self.store.generation -= 1
            self.afterwards.clear()
            raise
        finally:
            self._changing = False
            touched = self.store.touched()
            self.store.forget()
        while self.afterwards:
            self.afterwards.pop(0)()
        configsync.changed(self, touched)

    def create(self, target: Target, body: Json) -> store.Item:
        self.check_provisioned(target.shape)
        with self.change():
            parent = self._parent(target)
            return self._create(target.shape, target.where, parent, body)

    def _create(
        self,
        shape: shapes.Shape,
        where: str,
        parent: store.Item | None,
        body: Json,
    ) -> store.Item:
        behaviour = self.behaviour(shape)
        parsed = parser.parse(shape, body, None, behaviour.also)
        name = parsed.names.get('name')
        if name is None or name == '':
            raise errors.parser(
                'one or more configuration identifiers must be provided'
            )
        place = parser.place(parsed.names, shape.plain)
        place = behaviour.settle(self, place, body)
        if not shape.plain:
            self._check_folder(shape, place, parent)
        path = place.path
        self._check_free(shape, where, place, parent)
        ownership.check_new(self, shape, place, parent)
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
        behaviour.prepare(self, draft)
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
        behaviour.stored(self, None, item, body)
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
                self.behaviour(shape).described(path, parent),
                place.partition or 'Common',
            )
        if shape.is_profile and self.find(('ltm/profile/*',), path):
            raise errors.mcpd(
                '01070293:3: The profile name ({}) is already assigned to '
                'another profile.'.format(path)
            )

    def _create_children(
        self, item: store.Item, children: dict[str, list]
    ) -> None:
        for key, entries in children.items():
            shape = item.shape.children[key]
            for entry in entries:
                self._create(shape, '{}/{}'.format(item.uri, key), item, entry)

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
        """Store an object, new or in the place of another."""
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

    def make(self, collection: str, body: Json) -> store.Item:
        """Create an object as a part of another change."""
        return self._create(self.shapes[collection], collection, None, body)

    def modify(self, target: Target, body: Json, whole: bool) -> store.Item:
        """PATCH, or PUT when ``whole``."""
        self.check_provisioned(target.shape)
        with self.change():
            return self._modify(self.item(target), body, whole)

    def change_item(self, item: store.Item, body: Json) -> store.Item:
        """Like a PATCH of an object that is at hand."""
        with self.change():
            return self._modify(item, body, False)

    def _modify(self, item: store.Item, body: Json, whole: bool) -> store.Item:
        shape = item.shape
        behaviour = self.behaviour(shape)
        parsed = parser.parse(shape, body, self.resolved(item), behaviour.also)
        fields = parsed.fields
        name = parsed.names.get('name')
        if name not in (None, item.path, behaviour.identity(item).get('name')):
            raise errors.not_modifiable('name')
        if (
            not whole
            and not fields
            and not parsed.children
            and not any(key in behaviour.also for key in body)
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
        behaviour.prepare(self, draft)
        for key in shape.kind.required:
            if (key in fields or whole) and (
                draft.values.get(key) in (None, [], '')
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
        behaviour.stored(self, item, changed, body)
        return self.store.get(item.where, item.path) or changed

    def delete(self, target: Target) -> None:
        self.check_provisioned(target.shape)
        with self.change():
            self.remove(self.item(target))

    def remove(self, item: store.Item) -> None:
        """Delete an object unless it is in use."""
        behaviour = self.behaviour(item.shape)
        ownership.check(self, item)
        behaviour.leaving(self, item)
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
        """Delete an object without asking."""
        self.store.drop(item)
        self.behaviour(item.shape).gone(self, item)

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
        if not found or self.find(refers, path) is not None:
            return
        if path == 'all-partitions':
            # What users have access to; it is no partition.
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
        """For each kind, which fields of which kinds may refer to it."""
        users: dict[str, list[tuple[shapes.Shape, str]]] = {}
        for shape in self.shapes.values():
            mentioned = [('name', shape.named_after)]
            for key, field in shape.fields.items():
                # Whose an object is keeps nobody from going.
                if key != 'appService':
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
        """The label and path of each object that refers to this one."""
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

    def user(self, item: store.Item) -> tuple[str, str]:
        """How an object is named as the user of another."""
        parent = self.parent_of(item)
        if parent is not None:
            item = parent
        if item.shape.collection.startswith('ltm/persistence/'):
            return 'persistence profile', item.path
        return item.shape.kind.label, item.path

    # The first day.

    def _load_builtins(self) -> None:
        for shape in self.shapes.values():
            if shape.singleton:
                self._load_builtin(shape, '', {})
            if not shape.kind.parent:
                for path, values in shape.kind.builtins.items():
                    self._load_builtin(shape, path, values)
        self.store.forget()
        self.store.generation = 1
        registry.first_day(self)
        self.store.forget()
        self.saved.update(
            {'': self.store.copy(), 'default': self.store.copy()}
        )

    def _load_builtin(
        self, shape: shapes.Shape, path: str, values: Json
    ) -> None:
        place = (
            paths.place(path)
            if path.startswith('/') and path != '/'
            else paths.Place('', '', path)
        )
        if shape.singleton:
            values = {**shape.kind.builtins.get('', {}), **values}
        item = self.put(
            shape,
            shape.collection,
            place,
            path,
            {
                key: value
                for key, value in values.items()
                if key in shape.fields
            },
            builtin=True,
        )
        for key, child in shape.children.items():
            for entry in parser.entries(
                key, values.get(shapes.json_name(key), [])
            ):
                below = parser.place(entry, child.plain)
                self.put(
                    child,
                    '{}/{}'.format(item.uri, key),
                    below,
                    below.path,
                    {
                        name: value
                        for name, value in entry.items()
                        if name in child.fields
                    },
                    parent=item,
                    builtin=True,
                )
