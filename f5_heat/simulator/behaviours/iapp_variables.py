# SPDX-License-Identifier: Apache-2.0

"""The variables, lists and tables of an application service."""

from __future__ import annotations

import typing as t

from f5_heat.simulator.state import master_key
from f5_heat.simulator.state import store
from f5_heat.simulator.tmsh import lexer

Json = dict[str, t.Any]


def variables(service: store.Item) -> dict[str, str]:
    """Return the Tcl variables of a script, by name.

    A list is a Tcl list. A table is a list of rows, each a list of one
    element: the names and the values of its columns, line by line. Public
    templates split a row at these lines, or read it into an array.
    """
    found = {'tmsh::app_name': service.place.name}
    for one in service.values.get('variables') or ():
        found[one['name']] = str(one.get('value') or '')
    for one in service.values.get('lists') or ():
        found[one['name']] = ' '.join(
            lexer.quoted(str(value)) for value in one.get('value') or ()
        )
    for one in service.values.get('tables') or ():
        found[one['name']] = ' '.join(
            _row(one.get('columnNames') or (), row.get('row') or ())
            for row in one.get('rows') or ()
        )
    return found


def _row(names: t.Iterable[str], values: t.Iterable[t.Any]) -> str:
    lines = ''.join(
        '{} {}\n'.format(lexer.quoted(str(name)), lexer.quoted(str(value)))
        for name, value in zip(names, values, strict=False)
    )
    return '{{{{\n{}}}}}'.format(lines)


def hide(values: Json) -> None:
    """Encrypt the values that are marked as encrypted."""
    for key in ('variables', 'lists'):
        if values.get(key):
            values[key] = [_hidden(one) for one in values[key]]


def _hidden(one: Json) -> Json:
    value = one.get('value')
    if one.get('encrypted') != 'yes' or not value:
        return one
    if isinstance(value, list):
        return {
            **one,
            'value': [master_key.encrypted(str(part)) for part in value],
        }
    return {**one, 'value': master_key.encrypted(str(value))}


def keep_secrets(before: Json, after: Json) -> None:
    """Replace encrypted values that come back as printed by the known ones."""
    for key in ('variables', 'lists'):
        known = {}
        for one in before.get(key) or ():
            hidden = _hidden(one)
            if hidden is not one:
                known[one['name']] = (hidden['value'], one['value'])
        if known and after.get(key):
            after[key] = [
                {**one, 'value': known[one['name']][1]}
                if one['name'] in known
                and one.get('value') == known[one['name']][0]
                else one
                for one in after[key]
            ]
