# SPDX-License-Identifier: Apache-2.0

"""Device groups: who is in them, and what belongs to which."""

from __future__ import annotations

from f5_heat.simulator.ha import peers
from f5_heat.simulator.schema import paths
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import cluster
from f5_heat.simulator.state import store

# What lies in a folder and stays on its device all the same, after F5's list
# of what config-sync leaves out: VLANs, trunks, interfaces, tunnels, route
# domains, and of the self IPs those that do not float. DNS (gtm) has a group
# and a way of its own. Whatever is in no folder (settings, provisioning,
# licences, users) stays too; for users that is unverified.
_LOCAL = (
    'cm/',
    'gtm/',
    'net/interface',
    'net/route-domain',
    'net/trunk',
    'net/tunnels/',
    'net/vlan',
)


def failover_group(device: bigip.Device) -> str:
    """The sync-failover group that a device is in, or ''."""
    for group in device.store.items('cm/device-group'):
        if group.values.get('type') == 'sync-failover' and device.store.get(
            group.uri + '/devices', device.me.path
        ):
            return group.path
    return ''


def group_of_folder(device: bigip.Device, path: str) -> str:
    """The device group that a folder has or inherits, or 'none'.

    The root folder's is the sync-failover group, if nobody has set it.
    """
    while True:
        folder = device.folder(path)
        if path == '/' or not path:
            own = folder.values.get('deviceGroup') if folder else None
            return own or failover_group(device) or 'none'
        if (
            folder is not None
            and device.resolved(folder)['inheritedDevicegroup'] == 'false'
        ):
            return folder.values.get('deviceGroup') or 'none'
        path = path.rpartition('/')[0] or '/'


def top_level(item: store.Item) -> tuple[str, str]:
    """The collection and the path of an object or of what it is a part of."""
    words = item.where.split('/')
    for position, text in enumerate(words):
        if text.startswith('~'):
            return '/'.join(words[:position]), paths.from_segment(text)
    return item.where, item.path


def group_of(device: bigip.Device, item: store.Item) -> str:
    """The device group that synchronizes an object, or ''."""
    where, path = top_level(item)
    shape = device.shapes.get(where)
    if where == 'auth/partition':
        found = group_of_folder(device, '/' + path)
    elif where == 'sys/folder':
        found = 'none' if path == '/' else group_of_folder(device, path)
    elif (
        shape is None
        or shape.plain
        or shape.singleton
        or where.startswith(_LOCAL)
        or where == 'net/self'
        and floating(device, item) == 'disabled'
    ):
        return ''
    else:
        found = group_of_folder(device, path.rpartition('/')[0])
    return '' if found == 'none' else found


def members(
    device: bigip.Device, group: store.Item
) -> list[tuple[str, bigip.Device | None]]:
    """The names and the devices of a group, None for one that is nowhere."""
    found = []
    for item in device.store.items(group.uri + '/devices'):
        known = device.store.get('cm/device', item.path)
        owner = device.network.owner(known) if known is not None else None
        found.append((item.place.name, owner))
    return found


def others(device: bigip.Device, group: store.Item) -> list[bigip.Device]:
    """The members that a device can sync with."""
    return [
        other
        for _, other in members(device, group)
        if other is not None
        and other is not device
        and peers.are_connected(device, other)
    ]


def shared(device: bigip.Device) -> list[store.Item]:
    """Those of this device that it shares with another."""
    return [
        group
        for group in device.store.items('cm/device-group')
        if device.store.get(group.uri + '/devices', device.me.path)
        and len(device.store.items(group.uri + '/devices')) > 1
    ]


def pending(device: bigip.Device, group: store.Item) -> list[bigip.Device]:
    """Who has changes that the group has not, the latest last."""
    found = [
        one
        for one in [device, *others(device, group)]
        if one.ha_state.commits.get(group.path, cluster.NEVER)
        > one.ha_state.synced.get(group.path, cluster.NEVER)
    ]
    return sorted(found, key=lambda one: one.ha_state.commits[group.path])


def floating(device: bigip.Device, item: store.Item) -> str:
    """Whether the traffic group of an address moves between devices."""
    group = device.resolved(item).get('trafficGroup')
    found = device.store.get('cm/traffic-group', group or '')
    moves = found and device.resolved(found).get('isFloating') == 'true'
    return 'enabled' if moves else 'disabled'
