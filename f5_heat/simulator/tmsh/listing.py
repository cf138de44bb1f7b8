# SPDX-License-Identifier: Apache-2.0

"""Objects in the format of ``tmsh list``, which is also a Tcl list."""

from __future__ import annotations

import typing as t

from f5_heat.simulator.schema import kind
from f5_heat.simulator.schema import parser
from f5_heat.simulator.schema import shapes
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import master_key
from f5_heat.simulator.state import store
from f5_heat.simulator.tmsh import lexer

_INDENT = '    '


def component(shape: shapes.Shape) -> str:
    """Return the tmsh component of a kind, such as 'ltm profile http'."""
    return shape.collection.replace('/', ' ')


def relative(path: str, folder: str) -> str:
    """Return a path relative to a folder."""
    inside = folder.rstrip('/') + '/'
    return path.removeprefix(inside) if path.startswith(inside) else path


def text(
    device: bigip.Device,
    item: store.Item,
    folder: str,
    whole: bool = False,
    only: t.Container[str] | None = None,
) -> str:
    """List one object; with ``whole`` all its properties.

    ``only`` are the requested JSON keys. Unverified: that the names of
    objects are relative to the current folder, and references are not.
    """
    head = component(item.shape)
    if item.path:
        head += ' ' + lexer.quoted(relative(item.path, folder))
    if 'apiAnonymous' in item.shape.fields:
        return '{} {{\n{}\n}}'.format(
            head, device.resolved(item).get('apiAnonymous') or ''
        )
    return '\n'.join(
        ['{} {{'.format(head), *_body(device, item, whole, only, _INDENT), '}']
    )


def _body(
    device: bigip.Device,
    item: store.Item,
    whole: bool,
    only: t.Container[str] | None,
    indent: str,
) -> list[str]:
    shape = item.shape
    values = device.resolved(item) if whole or only else dict(item.values)
    if whole or only:
        device.behaviour(shape).add_derived(device, item, values)
    lines: dict[str, list[str]] = {}
    for key in shape.order:
        value = values.get(key)
        if value is None and not (only and key in only):
            continue
        if (
            only is not None
            and key not in only
            or (not whole and not only and value == shape.defaults.get(key))
        ):
            continue
        lines[shapes.tmsh_name(key)] = _property(
            shapes.tmsh_name(key), shape.fields[key], value, indent, whole
        )
    for key, child in shape.children.items():
        found = device.store.items('{}/{}'.format(item.uri, key))
        if only is not None and key not in only or not found:
            continue
        lines[key] = [indent + key + ' {']
        for one in found:
            name = one.path if not child.plain else one.place.name
            inside = _body(device, one, whole, None, indent + _INDENT * 2)
            lines[key] += _braces(
                indent + _INDENT + lexer.quoted(name), inside
            )
        lines[key].append(indent + '}')
    return [line for name in sorted(lines) for line in lines[name]]


def _braces(head: str, inside: list[str]) -> list[str]:
    if not inside:
        return [head + ' { }']
    indent = head[: len(head) - len(head.lstrip())]
    return [head + ' {', *inside, indent + '}']


def _property(
    name: str, field: kind.Field, value: t.Any, indent: str, whole: bool
) -> list[str]:
    head = indent + name
    if field.hidden:
        return []
    if field.type == 'flag':
        return [head] if value else []
    if value is None or value == []:
        return [head + ' none']
    if field.secret:
        value = master_key.encrypted(value)
    if field.type == 'object':
        return _braces(
            head, _fields(field.fields, value, indent + _INDENT, whole)
        )
    if field.type in ('list', 'references') and isinstance(value, list):
        if not field.fields:
            return [
                '{} {{ {} }}'.format(
                    head, ' '.join(lexer.quoted(str(one)) for one in value)
                )
            ]
        return [
            head + ' {',
            *_entries(field, value, indent + _INDENT, whole),
            indent + '}',
        ]
    if field.type == 'monitor':
        return ['{} {}'.format(head, value)]
    return ['{} {}'.format(head, lexer.quoted(_scalar(value)))]


def _scalar(value: t.Any) -> str:
    if isinstance(value, bool):
        return 'true' if value else 'false'
    return str(value)


def _fields(
    fields: dict[str, kind.Field],
    value: dict[str, t.Any],
    indent: str,
    whole: bool,
) -> list[str]:
    lines = []
    for key, below in fields.items():
        part = value.get(key)
        if (
            key in ('name', 'partition', 'subPath')
            or part is None
            or (part == below.default and not whole)
        ):
            continue
        name = 'default' if key == 'tmDefault' else shapes.tmsh_name(key)
        lines += _property(name, below, part, indent, whole)
    return lines


def _entries(
    field: kind.Field, value: list[dict[str, t.Any]], indent: str, whole: bool
) -> list[str]:
    lines = []
    for entry in value:
        inside = _fields(field.fields, entry, indent + _INDENT, whole)
        if 'name' in entry:
            lines += _braces(
                indent + lexer.quoted(parser.entry_path(entry)), inside
            )
        else:
            lines += [indent + '{', *inside, indent + '}']
    return lines
