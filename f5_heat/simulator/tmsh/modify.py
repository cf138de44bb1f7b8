# SPDX-License-Identifier: Apache-2.0

"""The modification of an object by a tmsh command."""

from __future__ import annotations

import typing as t

from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import parser
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import store
from f5_heat.simulator.state import targets
from f5_heat.simulator.tmsh import properties

Json = dict[str, t.Any]


def apply(
    device: bigip.Device, target: targets.Target, written: properties.Written
) -> store.Item:
    """Modify an object; raises ``errors.Refused``."""
    item = device.item(target)
    body = dict(written.body)
    for key, change in written.lists.items():
        body[key] = _items(device, item, key, change)
    for segment, change in written.children.items():
        if change.verb == 'replace-all-with':
            body[segment] = change.items
    if 'type' in item.shape.fields and written.lists:
        # Recorded of data groups: a change has to repeat the type.
        body.setdefault('type', device.resolved(item).get('type'))
    with device.change():
        if body or not written.children:
            item = device.modify(target, body, False)
        for segment, change in written.children.items():
            if change.verb != 'replace-all-with':
                _children(device, item, segment, change)
    return device.item(target)


def _items(
    device: bigip.Device, item: store.Item, key: str, change: properties.Change
) -> list[t.Any]:
    if change.verb == 'replace-all-with':
        return change.items
    field = item.shape.fields[key]
    now = device.resolved(item).get(key) or []
    if not field.fields or 'name' not in field.fields:
        kept = [one for one in now if one not in change.items]
        if change.verb == 'delete':
            return kept
        return kept + change.items
    found = {parser.entry_path(one): dict(one) for one in now}
    for entry in change.items:
        name = _key(field, entry)
        if change.verb != 'add' and name not in found:
            raise _missing(item, name)
        if change.verb == 'delete':
            del found[name]
        elif change.verb == 'modify':
            found[name] = {**found[name], **entry, 'name': name}
        else:
            found[name] = entry
    return list(found.values())


def _key(field: t.Any, entry: Json) -> str:
    if 'partition' in field.fields:
        return parser.place(entry).path
    return str(entry['name'])


def _missing(item: store.Item, name: str) -> errors.Refused:
    if item.shape.collection == 'sys/application/service':
        # Recorded, and that the name of the variable is not in it.
        return errors.not_found('application instance value', item.path)
    # Recorded for data groups.
    return errors.not_found(
        'class string item', '{} {}'.format(item.path, name)
    )


def _children(
    device: bigip.Device,
    item: store.Item,
    segment: str,
    change: properties.Change,
) -> None:
    shape = item.shape.children[segment]
    where = '{}/{}'.format(item.uri, segment)
    for entry in change.items:
        path = parser.place({'name': entry['name']}, shape.plain).path
        target = targets.Target(
            shape, where, path, parent=(item.shape, item.where, item.path)
        )
        values = {key: value for key, value in entry.items() if key != 'name'}
        if change.verb == 'add':
            device.create(target, entry)
        elif change.verb == 'delete':
            device.delete(target)
        elif values:
            device.modify(target, values, False)
