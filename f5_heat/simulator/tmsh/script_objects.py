# SPDX-License-Identifier: Apache-2.0

"""Objects as iApp scripts handle them: text that is also a Tcl list."""

from __future__ import annotations

import collections
import fnmatch
import typing as t

from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import shapes
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import store
from f5_heat.simulator.tmsh import lexer
from f5_heat.simulator.tmsh import listing
from f5_heat.simulator.tmsh import naming

_OPTIONS = frozenset(
    (
        'all',
        'all-properties',
        'current-module',
        'non-default-properties',
        'one-line',
        'recursive',
    )
)
Find = t.Callable[[shapes.Shape, str], store.Item]


def texts(
    device: bigip.Device, folder: str, command: str, find: Find
) -> list[str]:
    """Return the text of each object that a ``list`` command selects.

    ``find`` looks up the objects that the command names.
    """
    scanner = lexer.Scanner(command)
    shape = naming.component(device, scanner)
    names = naming.FolderNames(device, folder)
    found: list[store.Item] = []
    options: set[str] = set()
    only: set[str] = set()
    for node in scanner.nodes():
        word = node if isinstance(node, str) else node.raw
        key = shape.child_keys.get(word) or shape.keys.get(word)
        if word in _OPTIONS:
            options.add(word)
        elif key is not None and (found or shape.singleton):
            only.add(key)
        elif '*' in word:
            found += [
                item
                for item in device.store.items(shape.collection)
                if fnmatch.fnmatchcase(item.path, names.own(shape, word))
            ]
        elif (
            key is not None
            and device.store.get(shape.collection, names.own(shape, word))
            is None
        ):
            only.add(key)
        else:
            found.append(find(shape, word))
    if not found:
        found = _inside(device, shape, folder, 'recursive' in options)
    shown = [
        listing.text(
            device, item, folder, 'all-properties' in options, only or None
        )
        for item in found
    ]
    if 'one-line' in options:
        shown = [' '.join(text.split()) for text in shown]
    return shown


def _inside(
    device: bigip.Device, shape: shapes.Shape, folder: str, recursive: bool
) -> list[store.Item]:
    found = device.store.items(shape.collection)
    if shape.plain or shape.singleton:
        return found
    if recursive:
        return [
            item
            for item in found
            if item.path.startswith(folder.rstrip('/') + '/')
        ]
    return [item for item in found if item.place.folder == folder]


def _kind(device: bigip.Device, scanner: lexer.Scanner) -> shapes.Shape | None:
    try:
        return naming.component(device, scanner)
    except errors.Refused:
        return None


def name(device: bigip.Device, text: str) -> str:
    """Return the name of an object, or of an item within one."""
    scanner = lexer.Scanner(text)
    if _kind(device, scanner) is None:
        # The kind of an item is one word.
        scanner = lexer.Scanner(text)
        scanner.next()
    node = scanner.next()
    return node if isinstance(node, str) else ''


def component(device: bigip.Device, text: str) -> str:
    """Return the component of an object."""
    shape = _kind(device, lexer.Scanner(text))
    if shape is not None:
        return listing.component(shape)
    node = lexer.Scanner(text).next()
    return node if isinstance(node, str) else ''


def field_names(device: bigip.Device, text: str, nested: bool) -> list[str]:
    """Return the fields of an object that are, or are not, nested."""
    shape = _kind(device, lexer.Scanner(text))
    return [key for key, _, named in _fields(text, shape) if named == nested]


def field_value(device: bigip.Device, text: str, wanted: str) -> str:
    """Return a field of an object; raises Refused if it is missing."""
    shape = _kind(device, lexer.Scanner(text))
    outer, _, inner = wanted.partition('.')
    for key, value, named in _fields(text, shape):
        if key == wanted:
            return _value(key, value, named)
        if inner and key == outer and isinstance(value, lexer.Block):
            return field_value(device, 'x x {{{}}}'.format(value.raw), inner)
    # Unverified: no recording of this message is at hand.
    raise errors.parser('field "{}" is not present'.format(wanted))


def _fields(
    text: str, shape: shapes.Shape | None
) -> t.Iterator[tuple[str, lexer.Node | None, bool]]:
    """Yield the properties in the text of an object.

    Each with its value, and whether it is a collection of named items.
    """
    nodes = list(lexer.parse(text))
    body = collections.deque(
        nodes[-1].nodes if nodes and isinstance(nodes[-1], lexer.Block) else ()
    )
    while body:
        node = body.popleft()
        if isinstance(node, lexer.Block):
            continue
        key = str(node)
        field = shape.fields.get(shape.keys.get(key, '')) if shape else None
        if field is not None and field.type == 'flag':
            yield key, None, False
            continue
        value = body.popleft() if body else None
        if field is not None and field.type == 'monitor':
            parts: list[lexer.Node] = [value or '']
            _move(body, parts, 3 if value == 'min' else 0)
            while body and body[0] == 'and':
                _move(body, parts, 2)
            value = ' '.join(
                '{{{}}}'.format(one.raw)
                if isinstance(one, lexer.Block)
                else str(one)
                for one in parts
            )
        named = isinstance(value, lexer.Block) and (
            shape is not None
            and key in shape.child_keys
            or field is not None
            and 'name' in field.fields
        )
        yield key, value, named


def _move(
    body: collections.deque[lexer.Node], parts: list[lexer.Node], count: int
) -> None:
    parts += [body.popleft() for _ in range(min(count, len(body)))]


def _value(key: str, value: lexer.Node | None, named: bool) -> str:
    """Return a value as a script sees it: named items as objects."""
    if value is None:
        return ''
    if not isinstance(value, lexer.Block):
        return str(value)
    if not named:
        return value.raw.strip()
    found = []
    nodes = collections.deque(value.nodes)
    while nodes:
        item, raw = str(nodes.popleft()), ''
        if nodes and isinstance(block := nodes[0], lexer.Block):
            raw = block.raw
            nodes.popleft()
        found.append('{{{} {} {{{}}}}}'.format(key, lexer.quoted(item), raw))
    return ' '.join(found)
