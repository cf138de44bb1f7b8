# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""The tail of a tmsh command in the ``options`` of a request."""

from __future__ import annotations

import fnmatch
import re
import typing as t

from f5_heat.simulator import bigip
from f5_heat.simulator import errors
from f5_heat.simulator import queries
from f5_heat.simulator import shapes
from f5_heat.simulator import store
from f5_heat.simulator import trust

Json = dict[str, t.Any]
_VERBS = ('add', 'delete', 'modify', 'replace-all-with')


def parse(text: str) -> tuple[str, str, dict[str, dict[str, str]]]:
    """'records add { key4 { data v } }' as its key, verb and entries."""
    words = re.findall(r'"[^"]*"|[{}]|[^\s{}]+', text)
    if len(words) < 4 or words[1] not in _VERBS or words[2] != '{' or (
            words[-1] != '}'):
        raise errors.parser('"{}" unexpected argument'.format(text))
    entries: dict[str, dict[str, str]] = {}
    rest = [word.strip('"') for word in words[3:-1]]
    while rest:
        name = rest.pop(0)
        entries[name] = {}
        if rest[:1] == ['{']:
            if '}' not in rest:
                raise errors.parser('braces are not balanced')
            end = rest.index('}')
            inner, rest = rest[1:end], rest[end + 1:]
            entries[name] = dict(zip(inner[::2], inner[1::2], strict=False))
    return words[0], words[1], entries


def apply(device: bigip.Device, target: bigip.Target, text: str,
          body: Json) -> store.Item:
    """PATCH an object with the tail of a tmsh command."""
    written, verb, entries = parse(text)
    item = device.item(target)
    if written in item.shape.child_keys:
        return _below(device, item, item.shape.child_keys[written], verb,
                      entries, body)
    key = item.shape.keys.get(written, written)
    if key not in item.shape.fields:
        raise errors.unexpected(shapes.tmsh_name(written))
    records = {record['name']: record
               for record in device.resolved(item).get(key) or ()}
    if verb == 'replace-all-with':
        records = {}
    for name, values in entries.items():
        if verb == 'delete':
            if records.pop(name, None) is None:
                raise errors.not_found(
                    'class string item', '{} {}'.format(item.path, name))
        else:
            before = records.get(name, {}) if verb == 'modify' else {}
            records[name] = {**before, 'name': name, **values}
    changed: Json = {**body, key: list(records.values())}
    if 'type' in item.shape.fields:
        changed['type'] = device.resolved(item)['type']
    return device.change_item(item, changed)


def _below(device: bigip.Device, item: store.Item, key: str, verb: str,
           entries: dict[str, dict[str, str]], body: Json) -> store.Item:
    if verb == 'replace-all-with':
        return device.change_item(item, {**body, key: [
            {'name': name, **values} for name, values in entries.items()]})
    shape = item.shape.children[key]
    where = '{}/{}'.format(item.uri, key)
    with device.change():
        for name, values in entries.items():
            path = name if shape.plain or name.startswith('/') else (
                '/Common/' + name)
            target = bigip.Target(shape, where, path, parent=(
                item.shape, item.where, item.path))
            if verb == 'add':
                device.create(target, {'name': name, **values})
            elif verb == 'modify':
                device.modify(target, values, False)
            else:
                device.delete(target)
        return device.change_item(item, body) if body else item


def delete_many(device: bigip.Device, target: bigip.Target,
                query: queries.Query) -> None:
    """DELETE of a collection: ``options`` is a pattern for the names."""
    if target.where == 'cm/trust-domain' and device.tmos >= (13,):
        # F5's cloud libraries reset the trust so; before 13.0 it is a
        # DELETE of the domain itself.
        with device.change():
            trust.reset(device)
        return
    if not query.options:
        # The device's own words are not recorded.
        raise errors.parser(
            'one or more configuration identifiers must be provided')
    with device.change():
        for item in device.store.items(target.where):
            identity = device.behaviour(item.shape).identity(item)
            if query.matches(identity) and any(
                    fnmatch.fnmatchcase(name, query.options)
                    for name in (item.place.name, item.path)):
                device.remove(item)
