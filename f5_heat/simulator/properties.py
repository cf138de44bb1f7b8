# SPDX-License-Identifier: Apache-2.0

"""The properties of a tmsh command, read with the fields of a kind."""

from __future__ import annotations

import collections
import typing as t

from f5_heat.simulator import errors
from f5_heat.simulator import kind
from f5_heat.simulator import references
from f5_heat.simulator import shapes
from f5_heat.simulator import words

Json = dict[str, t.Any]
VERBS = ('add', 'delete', 'modify', 'replace-all-with')


class Names:
    """How names in a command become full paths: here they stay."""

    def reference(self, refers: tuple[str, ...], name: str) -> str:
        return name

    def child(self, shape: shapes.Shape, name: str) -> str:
        return name


class Change(t.NamedTuple):
    """What becomes of the items of a list: a verb, and for which."""

    verb: str
    items: list[t.Any]


class Written(t.NamedTuple):
    """What a command says of an object.

    ``body`` holds the properties under their JSON keys; ``lists`` the
    changes of properties that are lists, ``children`` those of
    sub-collections, by their segment.
    """

    body: Json
    lists: dict[str, Change]
    children: dict[str, Change]


def _snat(value: str) -> Json:
    """Older words for how the source address is translated."""
    if value in ('automap', 'none'):
        return {'type': value}
    return {'type': 'snat', 'pool': value}


_OLDER = {
    ('ltm/virtual', 'snat'): ('sourceAddressTranslation', _snat),
    ('ltm/virtual', 'snatpool'): ('sourceAddressTranslation', _snat),
}


class Reader:
    """Reads the nodes behind a name, from the left to the right."""

    def __init__(self, nodes: t.Sequence[words.Node], names: Names):
        self._nodes = collections.deque(nodes)
        if len(self._nodes) == 1 and isinstance(self._nodes[0], words.Block):
            self._nodes = collections.deque(self._nodes[0].nodes)
        self._names = names

    def read(self, shape: shapes.Shape) -> Written:
        """All properties; raises Refused as tmsh's parser does."""
        written = Written({}, {}, {})
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
                    lambda reader, child=shape.children[segment]: (
                        reader._children(child)
                    ),
                )
            elif name in shape.keys:
                self._field(shape.keys[name], name, shape, written)
            else:
                raise errors.unexpected(name)
        return written

    def _keyword(self) -> str:
        node = self._nodes.popleft()
        if isinstance(node, words.Block):
            raise errors.unexpected(node.raw.strip())
        return node

    def _field(
        self, key: str, name: str, shape: shapes.Shape, written: Written
    ) -> None:
        field = shape.fields[key]
        if field.type in ('list', 'references'):
            written.lists[key] = self._change(
                name, lambda reader: reader._items(field)
            )
        else:
            written.body[key] = self._value(name, field)

    # One value.

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
        if isinstance(node, words.Block):
            if field.type == 'object':
                return Reader(node.nodes, self._names).fields(field.fields)
            return node.raw.strip()
        if node in also or node == 'none' or not field.refers:
            return str(node)
        return self._refer(field, node)

    def _taken(self, name: str) -> words.Node:
        if not self._nodes:
            # The device's own words are not recorded.
            raise errors.parser('"{}" requires a value'.format(name))
        return self._nodes.popleft()

    def _refer(self, field: kind.Field, name: str) -> str:
        if name in field.words or name in field.choices:
            return name
        return self._names.reference(field.refers, name)

    def _monitor(self, node: words.Node, field: kind.Field) -> str:
        if isinstance(node, words.Block):
            return node.raw
        if isinstance(node, words.Quoted):
            return self._monitor_of(
                Reader(words.parse(node), self._names), field
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
            if len(taken) < 3 or not isinstance(taken[2], words.Block):
                # Without the braces all that follows is a monitor.
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
        """The parts of a nested object, or of an entry of a list."""
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
                    name, lambda reader, field=field: reader._items(field)
                ).items
            else:
                found[key] = self._value(name, field)
        return found

    # Many.

    def _change(
        self, name: str, read: t.Callable[[Reader], list[t.Any]]
    ) -> Change:
        node = self._taken(name)
        verb = 'replace-all-with'
        if node in VERBS and not isinstance(node, words.Quoted):
            verb = str(node)
            node = self._taken(verb)
            if not isinstance(node, words.Block):
                # Recorded of arguments that do not belong there.
                raise errors.unexpected(node)
        if node == 'none':
            return Change(verb, [])
        if isinstance(node, words.Block):
            return Change(
                verb,
                read(
                    Reader((words.Block(node.nodes, node.raw),), self._names)
                ),
            )
        return Change(
            verb, read(Reader((words.Block((node,), node),), self._names))
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
                if isinstance(node, words.Block)
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

    def _named(self) -> t.Iterator[tuple[str, tuple[words.Node, ...]]]:
        """Names, each with the block behind it if there is one."""
        while self._nodes:
            name = self._keyword()
            block: tuple[words.Node, ...] = ()
            if self._nodes and isinstance(self._nodes[0], words.Block):
                block = (self._nodes.popleft(),)
            yield str(name), block


def body_of(written: Written) -> Json:
    """What a command says of a new object, as the body of a request."""
    body = dict(written.body)
    for found in (written.lists, written.children):
        for key, change in found.items():
            if change.verb in ('delete', 'modify'):
                raise errors.unexpected(change.verb)
            body[key] = change.items
    return body
