# SPDX-License-Identifier: Apache-2.0

"""References between objects."""

from __future__ import annotations

import typing as t

from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import kind
from f5_heat.simulator.schema import parser

MONITORS = ('ltm/monitor/*',)


def mentions(
    field: kind.Field, value: t.Any
) -> t.Iterator[tuple[tuple[str, ...], str]]:
    """Yield the paths in a value, each with the kinds it may refer to."""
    if field.type == 'monitor':
        for path in parser.monitors(value):
            yield field.refers or MONITORS, path
    elif field.type == 'references':
        for path in value:
            if path not in field.words:
                yield field.refers, path
    elif field.type == 'reference':
        if (
            field.refers
            and value not in field.words
            and value not in field.choices
            and value not in ('none', '', field.default)
        ):
            yield field.refers, value
    elif field.type == 'object' and isinstance(value, dict):
        for key, part in value.items():
            if key in field.fields and part is not None:
                yield from mentions(field.fields[key], part)
    elif field.type == 'list' and field.fields:
        for entry in value:
            for key, part in entry.items():
                below = field.fields.get(key)
                if below is None:
                    continue
                if key == 'name':
                    if below.refers:
                        yield below.refers, parser.entry_path(entry)
                else:
                    yield from mentions(below, part)


def all_refers(field: kind.Field) -> t.Iterator[tuple[str, ...]]:
    if field.type == 'monitor':
        yield field.refers or MONITORS
    elif field.refers:
        yield field.refers
    for below in field.fields.values():
        yield from all_refers(below)


def dangling(path: str, what: str, owner: str) -> errors.Refused:
    """Return the error for a dangling reference of a virtual server.

    The text in the second pair of brackets is not recorded.
    """
    return errors.mcpd(
        '01070712:3: Values ({0}) specified for virtual server {1} ({2} '
        '{0}): foreign key index (vs_FK) do not point at an item that '
        'exists in the database.'.format(path, what, owner)
    )
