# SPDX-License-Identifier: Apache-2.0

"""The properties in tmsh commands."""

from __future__ import annotations

import collections
import functools
import typing as t

from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import kind
from f5_heat.simulator.schema import references
from f5_heat.simulator.schema import shapes
from f5_heat.simulator.tmsh import lexer

Json = dict[str, t.Any]
VERBS = ('add', 'delete', 'modify', 'replace-all-with')


class Names:
    """Resolves the names in a command; these stay as they are."""

    def reference(self, refers: tuple[str, ...], name: str) -> str:
        return name

    def child(self, shape: shapes.Shape, name: str) -> str:
        return name


class Change(t.NamedTuple):
    """A change of a list: a verb and the items it applies to."""

    verb: str
    items: list[t.Any]


class Written(t.NamedTuple):
    """The parsed properties of a command.

    ``body`` holds the properties by their JSON keys, ``lists`` the changes
    of properties that are lists, ``children`` those of sub-collections.
    """

    body: Json
    lists: dict[str, Change]
    children: dict[str, Change]


def _snat(value: str) -> Json:
    """Convert the older properties for source address translation."""
    if value in ('automap', 'none'):
        return {'type': value}
    return {'type': 'snat', 'pool': value}


_OLDER = {
    ('ltm/virtual', 'snat'): ('sourceAddressTranslation', _snat),
    ('ltm/virtual', 'snatpool'): ('sourceAddressTranslation', _snat),
}


class Reader:
    """Parses the nodes that follow a name."""

    def __init__(self, nodes: t.Sequence[lexer.Node], names: Names):
        self._nodes = collections.deque(nodes)
        if len(self._nodes) == 1 and isinstance(self._nodes[0], lexer.Block):
            self._nodes = collections.deque(self._nodes[0].nodes)
        self._names = names

    def read(
        self,
        shape: shapes.Shape,
        extra_keys: t.Mapping[str, kind.Field] | None = None,
    ) -> Written:
        """Parse all properties; raises Refused as tmsh's parser does."""
        written = Written({}, {}, {})
        extra = {shapes.tmsh_name(key): key for key in extra_keys or {}}
        while self._nodes:
            name = self._keyword()
            older = _OLDER.get((shape.collection, name))
            if older is not None:
                key, form = older
                written.body[key] = form(
                    self._value(
                        name, shape.fields[key].fields['pool'], ('automap',)
                    )
                )
            elif name in shape.child_keys:
                segment = shape.child_keys[name]
                written.children[segment] = self._change(
                    name,
                    functools.partial(
                        Reader._children, shape=shape.children[segment]
                    ),
                )
            elif name in shape.keys:
                self._field(shape.keys[name], name, shape, written)
            elif extra_keys and name in extra:
                key = extra[name]
                written.body[key] = self._value(name, extra_keys[key])
            else:
                raise errors.unexpected(name)
        return written

    def _keyword(self) -> str:
        node = self._nodes.popleft()
        if isinstance(node, lexer.Block):
            raise errors.unexpected(node.raw.strip())
        return node

    def _field(
        self, key: str, name: str, shape: shapes.Shape, written: Written
    ) -> None:
        field = shape.fields[key]
        if field.type in ('list', 'references'):
            written.lists[key] = self._change(
                name, functools.partial(Reader._items, field=field)
            )
        else:
            written.body[key] = self._value(name, field)

    # Single values.

    def _value(
        self, name: str, field: kind.Field, also: tuple[str, ...] = ()
    ) -> t.Any:
        if field.type == 'flag':
            return True
        if field.type == 'boolean' and (
            not self._nodes or self._nodes[0] not in ('true', 'false')
        ):
            return True
        node = self._taken(name)
        if field.type == 'monitor':
            return self._monitor(node, field)
        if isinstance(node, lexer.Block):
            if field.type == 'object':
                return Reader(node.nodes, self._names).fields(field.fields)
            return node.raw.strip()
        if node in also or node == 'none' or not field.refers:
            return str(node)
        return self._refer(field, node)

    def _taken(self, name: str) -> lexer.Node:
        if not self._nodes:
            # The device's own words are not recorded.
            raise errors.parser('"{}" requires a value'.format(name))
        return self._nodes.popleft()

    def _refer(self, field: kind.Field, name: str) -> str:
        if name in field.words or name in field.choices:
            return name
        return self._names.reference(field.refers, name)

    def _monitor(self, node: lexer.Node, field: kind.Field) -> str:
        if isinstance(node, lexer.Block):
            return node.raw
        if isinstance(node, lexer.Quoted):
            return self._monitor_of(
                Reader(lexer.parse(node), self._names), field
            )
        self._nodes.appendleft(node)
        return self._monitor_of(self, field)

    def _monitor_of(self, reader: Reader, field: kind.Field) -> str:
        refers = field.refers or references.MONITORS
        nodes = reader._nodes
        first = str(nodes.popleft()) if nodes else ''
        if first in ('none', 'default', ''):
            return first
        if first == 'min':
            taken = [nodes.popleft() for _ in range(min(3, len(nodes)))]
            if len(taken) < 3 or not isinstance(taken[2], lexer.Block):
                # Without braces all remaining words are monitors.
                found = [
                    node
                    for node in (*taken[2:], *nodes)
                    if isinstance(node, str)
                ]
                nodes.clear()
            else:
                found = [str(node) for node in taken[2].nodes]
            return 'min {} {{ {} }}'.format(
                ' '.join(map(str, taken[:2])),
                ' '.join(
                    self._names.reference(refers, name) for name in found
                ),
            )
        found = [self._names.reference(refers, first)]
        while len(nodes) > 1 and nodes[0] == 'and':
            nodes.popleft()
            found.append(self._names.reference(refers, str(nodes.popleft())))
        return ' and '.join(found)

    def fields(self, fields: dict[str, kind.Field]) -> Json:
        """Parse a nested object or an entry of a list."""
        keys = {shapes.tmsh_name(key): key for key in fields}
        if 'tmDefault' in fields:
            keys['default'] = 'tmDefault'
        found: Json = {}
        while self._nodes:
            name = self._keyword()
            key = keys.get(name)
            if key is None:
                raise errors.unexpected(name)
            field = fields[key]
            if field.type in ('list', 'references'):
                found[key] = self._change(
                    name, functools.partial(Reader._items, field=field)
                ).items
            else:
                found[key] = self._value(name, field)
        return found

    # Lists.

    def _change(
        self, name: str, read: t.Callable[[Reader], list[t.Any]]
    ) -> Change:
        node = self._taken(name)
        verb = 'replace-all-with'
        if node in VERBS and not isinstance(node, lexer.Quoted):
            verb = str(node)
            node = self._taken(verb)
            if not isinstance(node, lexer.Block):
                # Recorded of arguments that do not belong there.
                raise errors.unexpected(node)
        if node == 'none':
            return Change(verb, [])
        if isinstance(node, lexer.Block):
            return Change(
                verb,
                read(Reader((node,), self._names)),
            )
        return Change(
            verb, read(Reader((lexer.Block(lexer.quoted(node)),), self._names))
        )

    def _children(self, shape: shapes.Shape) -> list[Json]:
        found = []
        for name, block in self._named():
            entry = body_of(Reader(block, self._names).read(shape))
            entry['name'] = self._names.child(shape, name)
            found.append(entry)
        return found

    def _items(self, field: kind.Field) -> list[t.Any]:
        if field.type == 'references':
            return [self._refer(field, str(node)) for node in self._nodes]
        if not field.fields:
            return [
                str(node) if isinstance(node, str) else node.raw.strip()
                for node in self._nodes
            ]
        if 'name' not in field.fields:
            return [
                Reader(node.nodes, self._names).fields(field.fields)
                for node in self._nodes
                if isinstance(node, lexer.Block)
            ]
        refers = field.fields['name'].refers
        found = []
        for name, block in self._named():
            entry = Reader(block, self._names).fields(field.fields)
            entry['name'] = (
                self._names.reference(refers, name) if refers else name
            )
            found.append(entry)
        return found

    def _named(self) -> t.Iterator[tuple[str, tuple[lexer.Node, ...]]]:
        """Yield names, each with the block that follows, if any."""
        while self._nodes:
            name = self._keyword()
            block: tuple[lexer.Node, ...] = ()
            if self._nodes and isinstance(self._nodes[0], lexer.Block):
                block = (self._nodes.popleft(),)
            yield str(name), block


def body_of(written: Written) -> Json:
    """Return the properties of a new object as the body of a request."""
    body = dict(written.body)
    for found in (written.lists, written.children):
        for key, change in found.items():
            if change.verb in ('delete', 'modify'):
                raise errors.unexpected(change.verb)
            body[key] = change.items
    return body
