# SPDX-License-Identifier: Apache-2.0

"""Folders, and partitions, which are top-level folders."""

from __future__ import annotations

import typing as t

from f5_heat.simulator.ha import groups
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import paths
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import store

_PAIRS = (
    ('trafficGroup', 'inheritedTrafficGroup'),
    ('deviceGroup', 'inheritedDevicegroup'),
)


def inside(device: bigip.Device, path: str) -> t.Iterator[store.Item]:
    """Yield the objects in a folder and in the folders below it."""
    for item in device.store.everything():
        if item.parent is None and item.path.startswith(path + '/'):
            yield item


def _drafts(item: store.Item) -> bool:
    # That Drafts never keeps a folder from being deleted is unverified.
    return (
        item.shape.collection == 'sys/folder' and item.place.name == 'Drafts'
    )


def settle_groups(draft: lifecycle.Draft) -> None:
    """Stop inheriting a group that is given, and the reverse."""
    for group, inherited in _PAIRS:
        if draft.given.get(inherited) == 'true':
            draft.values.pop(group, None)
        elif group in draft.given and inherited not in draft.given:
            draft.values[inherited] = 'false'


def _check_group(device: bigip.Device, draft: lifecycle.Draft) -> None:
    """Refuse a floating traffic group without the root's device group."""
    group = draft.given.get('trafficGroup')
    if draft.given.get('inheritedTrafficGroup') == 'true' or (
        draft.old is not None
        and group == device.resolved(draft.old).get('trafficGroup')
    ):
        return
    if (
        group == '/Common/traffic-group-1'
        and draft.current('inheritedDevicegroup') == 'false'
        and draft.current('deviceGroup') == 'none'
    ):
        raise errors.mcpd(
            'The floating traffic-group: {} can only be set on {} if its '
            'device-group is inherited from the root folder'.format(
                group, draft.path
            )
        )


class Folder(bigip.Behaviour):
    """A folder; one at the top has no partition."""

    def identity(self, item: store.Item) -> dict[str, str]:
        if item.path == '/':
            return {'name': '/', 'fullPath': '/'}
        first, *rest = item.path[1:].split('/')
        if not rest:
            return {'name': first, 'subPath': '/', 'fullPath': item.path}
        found = {'name': rest[-1], 'partition': first}
        if rest[:-1]:
            found['subPath'] = '/'.join(rest[:-1])
        found['fullPath'] = item.path
        return found

    def resolve_place(
        self, device: bigip.Device, place: paths.Place, body: dict[str, t.Any]
    ) -> paths.Place:
        name = str(body['name'])
        above = str(body.get('subPath') or '')
        if name.startswith('/'):
            above, _, name = name.rpartition('/')
        elif body.get('partition') and not above.startswith('/'):
            above = '{}/{}'.format(body['partition'], above)
        elif not above:
            above = 'Common'
        parts = [part for part in above.split('/') if part]
        if not parts:
            return paths.Place(name, '', '')
        return paths.Place(parts[0], '/'.join(parts[1:]), name)

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        settle_groups(draft)
        _check_group(device, draft)

    def after_write(
        self,
        device: bigip.Device,
        old: store.Item | None,
        item: store.Item,
        body: dict[str, t.Any],
    ) -> None:
        name = item.path[1:]
        if not item.place.name and not device.store.get(
            'auth/partition', name
        ):
            device.make('auth/partition', {'name': name})

    def add_derived(
        self, device: bigip.Device, item: store.Item, values: dict[str, t.Any]
    ) -> None:
        values['deviceGroup'] = groups.group_of_folder(device, item.path)

    def before_delete(self, device: bigip.Device, item: store.Item) -> None:
        _check_empty(device, item.path)

    def after_delete(self, device: bigip.Device, item: store.Item) -> None:
        for one in list(inside(device, item.path)):
            device.store.drop(one)
        partition = device.store.get('auth/partition', item.path[1:])
        if partition is not None:
            device.store.drop(partition)


class Partition(bigip.Behaviour):
    """A partition, created and deleted together with its folder."""

    def after_write(
        self,
        device: bigip.Device,
        old: store.Item | None,
        item: store.Item,
        body: dict[str, t.Any],
    ) -> None:
        path = '/' + item.path
        if device.folder(path) is None:
            add_folder(device, path)
        if old is None and device.tmos >= (12, 1):
            add_folder(device, path + '/Drafts')

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        domain = draft.given.get('defaultRouteDomain')
        if domain and not any(
            one.values.get('id') == domain
            for one in device.store.items('net/route-domain')
        ):
            # By analogy with other objects that are referred to.
            raise errors.not_found('route domain', str(domain))

    def before_delete(self, device: bigip.Device, item: store.Item) -> None:
        _check_empty(device, '/' + item.path)

    def after_delete(self, device: bigip.Device, item: store.Item) -> None:
        folder = device.folder('/' + item.path)
        if folder is not None:
            device.discard(folder)


def _check_empty(device: bigip.Device, path: str) -> None:
    if path == '/' or any(not _drafts(one) for one in inside(device, path)):
        raise errors.mcpd(
            '0107082a:3: You must remove all objects from a partition '
            'before removing the partition ({}), type ID (4032)'.format(
                path.strip('/')
            )
        )


def add_folder(device: bigip.Device, path: str) -> store.Item:
    """Create an empty folder as a part of another change."""
    shape = device.shapes['sys/folder']
    return device.put(
        shape,
        'sys/folder',
        paths.place(path)
        if path.count('/') > 1
        else paths.Place(path[1:], '', ''),
        path,
        {},
    )
