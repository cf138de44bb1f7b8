# SPDX-License-Identifier: Apache-2.0

"""Objects in the hands of a script: as text that is also a list of Tcl."""

from __future__ import annotations

import collections
import fnmatch
import typing as t

from f5_heat.simulator import errors
from f5_heat.simulator import listing
from f5_heat.simulator import naming
from f5_heat.simulator import shapes
from f5_heat.simulator import store
from f5_heat.simulator import words

if t.TYPE_CHECKING:
    from f5_heat.simulator import bigip

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
    """What ``list`` shows: one text for each object.

    ``find`` is asked for each object that the command names.
    """
    scanner = words.Scanner(command)
    shape = naming.component(device, scanner)
    names = naming.Names(device, folder)
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


def _kind(device: bigip.Device, scanner: words.Scanner) -> shapes.Shape | None:
    try:
        return naming.component(device, scanner)
    except errors.Refused:
        return None


def name(device: bigip.Device, text: str) -> str:
    """The name of an object, or of an item within one."""
    scanner = words.Scanner(text)
    if _kind(device, scanner) is None:
        # The kind of an item is one word.
        scanner = words.Scanner(text)
        scanner.next()
    node = scanner.next()
    return node if isinstance(node, str) else ''


def component(device: bigip.Device, text: str) -> str:
    """The words of the kind of an object."""
    shape = _kind(device, words.Scanner(text))
    if shape is not None:
        return listing.component(shape)
    node = words.Scanner(text).next()
    return node if isinstance(node, str) else ''


def field_names(device: bigip.Device, text: str, nested: bool) -> list[str]:
    """The fields of an object that hold items, or those that do not."""
    shape = _kind(device, words.Scanner(text))
    return [key for key, _, named in _fields(text, shape) if named == nested]


def field_value(device: bigip.Device, text: str, wanted: str) -> str:
    """One field of an object; raises Refused when it is not there."""
    shape = _kind(device, words.Scanner(text))
    outer, _, inner = wanted.partition('.')
    for key, value, named in _fields(text, shape):
        if key == wanted:
            return _value(key, value, named)
        if inner and key == outer and isinstance(value, words.Block):
            return field_value(device, 'x x {{{}}}'.format(value.raw), inner)
    # Unverified: no recording of this message is at hand.
    raise errors.parser('field "{}" is not present'.format(wanted))


def _fields(
    text: str, shape: shapes.Shape | None
) -> t.Iterator[tuple[str, words.Node | None, bool]]:
    """The properties in the text of an object.

    Each with its value, and whether that is a collection of named items.
    """
    nodes = list(words.parse(text))
    body = collections.deque(
        nodes[-1].nodes if nodes and isinstance(nodes[-1], words.Block) else ()
    )
    while body:
        node = body.popleft()
        if isinstance(node, words.Block):
            continue
        key = str(node)
        field = shape.fields.get(shape.keys.get(key, '')) if shape else None
        if field is not None and field.type == 'flag':
            yield key, None, False
            continue
        value = body.popleft() if body else None
        if field is not None and field.type == 'monitor':
            parts = [value]
            _move(body, parts, 3 if value == 'min' else 0)
            while body and body[0] == 'and':
                _move(body, parts, 2)
            value = ' '.join(
                '{{{}}}'.format(one.raw)
                if isinstance(one, words.Block)
                else str(one)
                for one in parts
            )
        named = isinstance(value, words.Block) and (
            shape is not None
            and key in shape.child_keys
            or field is not None
            and 'name' in field.fields
        )
        yield key, value, named


def _move(
    body: collections.deque[words.Node], parts: list[words.Node], count: int
) -> None:
    parts += [body.popleft() for _ in range(min(count, len(body)))]


def _value(key: str, value: words.Node | None, named: bool) -> str:
    """A value as a script sees it: items as objects of their own."""
    if value is None:
        return ''
    if not isinstance(value, words.Block):
        return str(value)
    if not named:
        return value.raw.strip()
    found = []
    nodes = collections.deque(value.nodes)
    while nodes:
        item = str(nodes.popleft())
        raw = (
            nodes.popleft().raw
            if nodes and isinstance(nodes[0], words.Block)
            else ''
        )
        found.append('{{{} {} {{{}}}}}'.format(key, words.word(item), raw))
    return ' '.join(found)
