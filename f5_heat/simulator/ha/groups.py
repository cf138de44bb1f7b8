# SPDX-License-Identifier: Apache-2.0

"""Device groups: their members, and the objects they synchronize."""

from __future__ import annotations

from f5_heat.simulator.ha import peers
from f5_heat.simulator.schema import paths
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import cluster
from f5_heat.simulator.state import store

# What config-sync leaves out although it lies in a folder, after F5's list:
# VLANs, trunks, interfaces, tunnels, route domains, and self IPs that do not
# float; the forwarding tables go with what they are of. DNS (gtm) is
# synchronized in a way of its own. What is in no folder (settings,
# provisioning, licences, users) is left out too; for users that is unverified.
_LOCAL = (
    'cm/',
    'gtm/',
    'net/fdb/',
    'net/interface',
    'net/route-domain',
    'net/trunk',
    'net/tunnels/',
    'net/vlan',
)


def failover_group(device: bigip.Device) -> str:
    """Return the sync-failover group of a device, or ''."""
    for group in device.store.items('cm/device-group'):
        if group.values.get('type') == 'sync-failover' and device.store.get(
            group.uri + '/devices', device.me.path
        ):
            return group.path
    return ''


def group_of_folder(device: bigip.Device, path: str) -> str:
    """Return the device group that a folder has or inherits, or 'none'.

    That of the root folder is the sync-failover group, unless it is set.
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
    """Return collection and path of the top-level object around an object."""
    words = item.where.split('/')
    for position, text in enumerate(words):
        if text.startswith('~'):
            return '/'.join(words[:position]), paths.from_segment(text)
    return item.where, item.path


def group_of(device: bigip.Device, item: store.Item) -> str:
    """Return the device group that synchronizes an object, or ''."""
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
    """Return names and devices of a group, None for an unknown device."""
    found = []
    for item in device.store.items(group.uri + '/devices'):
        known = device.store.get('cm/device', item.path)
        owner = device.network.owner(known) if known is not None else None
        found.append((item.place.name, owner))
    return found


def others(device: bigip.Device, group: store.Item) -> list[bigip.Device]:
    """Return the members that a device can sync with."""
    return [
        other
        for _, other in members(device, group)
        if other is not None
        and other is not device
        and peers.are_connected(device, other)
    ]


def shared(device: bigip.Device) -> list[store.Item]:
    """Return the groups of a device that have other members."""
    return [
        group
        for group in device.store.items('cm/device-group')
        if device.store.get(group.uri + '/devices', device.me.path)
        and len(device.store.items(group.uri + '/devices')) > 1
    ]


def pending(device: bigip.Device, group: store.Item) -> list[bigip.Device]:
    """Return the members with unsynchronized changes, the latest last."""
    found = [
        one
        for one in [device, *others(device, group)]
        if one.ha_state.commits.get(group.path, cluster.NEVER)
        > one.ha_state.synced.get(group.path, cluster.NEVER)
    ]
    return sorted(found, key=lambda one: one.ha_state.commits[group.path])


def floating(device: bigip.Device, item: store.Item) -> str:
    """Return whether the traffic group of an address floats."""
    group = device.resolved(item).get('trafficGroup')
    found = device.store.get('cm/traffic-group', group or '')
    moves = found and device.resolved(found).get('isFloating') == 'true'
    return 'enabled' if moves else 'disabled'
