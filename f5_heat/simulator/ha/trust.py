# SPDX-License-Identifier: Apache-2.0

"""Device trust: the trust domain, and what its members share."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from f5_heat.simulator.ha import peers
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import paths
from f5_heat.simulator.state import accounts
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import cluster
from f5_heat.simulator.state import store

Json = dict[str, t.Any]
# What all devices of a trust domain share. That traffic groups are part of
# it is general knowledge, no source at hand.
CONTENT = (
    'cm/device',
    'cm/device-group',
    'cm/traffic-group',
    'cm/trust-domain',
)
# A device has its own; no recording of a cluster lists it.
_OWN_GROUP = '/Common/gtm'
_MEMBERS = 'cm/device-group/{}/devices'


def unquoted(value: t.Any) -> str:
    """Return a value without the quotes of tmsh, which some clients send."""
    text = str(value)
    if len(text) > 1 and text[0] == text[-1] == '"':
        return re.sub(r'\\(.)', r'\1', text[1:-1])
    return text


def add(
    device: bigip.Device,
    address: str,
    name: str,
    username: str,
    password: str,
    authority: bool = True,
) -> None:
    """Add the device at an address to the trust domain."""
    network = device.network
    peer = network.find(address)
    if peer is device:
        # Recorded as the words of tmsh on 13.0; the number is not.
        raise errors.mcpd(
            'The specified IP address is an address on this device.'
        )
    # The device's words for the next two are not recorded.
    if peer is None or not network.reachable(device, peer):
        raise errors.mcpd('Unable to connect to the device {}'.format(address))
    if not accounts.password_matches(peer, username, password):
        raise errors.mcpd(
            'Authentication to the device {} failed for the user {}'.format(
                address, username
            )
        )
    if peers.trusted(peer):
        # Reported of a device that still had a peer: nothing happens.
        return
    path = paths.absolute(name) if name else peer.me.path
    taken = device.store.get('cm/device', path)
    if taken is not None and network.owner(taken) is not peer:
        raise errors.taken(
            device.shapes['cm/device'].kind.label, path, 'Common'
        )
    # Reported: an entry that has stayed on this device is not in the way.
    for item, owner in peers.trusted(device):
        if owner is peer and item.path != path:
            remove(device, item.path)
    # Unverified: that a device takes the name that it is given.
    entry = dataclasses.replace(
        _entry(peer),
        shape=device.shapes['cm/device'],
        place=paths.place(path),
        path=path,
        builtin=False,
        generation=device.store.generation,
    )
    device.store.put(entry)
    _set_domain(device, [path] if authority else [])
    device.deferred.append(lambda: _join(device, peer))


def _join(device: bigip.Device, peer: bigip.Device) -> None:
    """Copy the devices and groups of the trust domain to a new member."""
    peer.store.generation += 1
    commit = device.network.commit(device)
    device.ha_state.commits[cluster.TRUST_GROUP] = commit
    device.ha_state.synced[cluster.TRUST_GROUP] = commit
    _copy_trust(peer, device, device.store.items('cm/device'))


def remove(device: bigip.Device, name: str) -> None:
    """Remove a device from the trust domain, as this one knows it.

    F5's SDK documents, and a test that ran against two devices shows, that
    the other one has to do the same before both are standalone.
    """
    path = paths.absolute(name)
    found = device.store.get('cm/device', path)
    if found is None or found == device.me:
        # Unverified for the device itself.
        raise errors.not_found(device.shapes['cm/device'].kind.label, path)
    device.store.drop(found)
    for member in list(device.store.of_kind('cm/device-group/devices')):
        if member.path == path:
            device.store.drop(member)
    for group in device.store.items('cm/traffic-group'):
        order = group.values.get('haOrder') or []
        if path in order:
            device.store.put(
                dataclasses.replace(
                    group,
                    values={
                        **group.values,
                        'haOrder': [one for one in order if one != path],
                    },
                )
            )
    _set_domain(device, [])


def reset(device: bigip.Device) -> None:
    """Reset device trust: no peers and no groups."""
    for item, _ in peers.trusted(device):
        remove(device, item.path)
    for group in device.store.items('cm/device-group'):
        if not group.builtin:
            device.store.drop(group)
    _forget_groups(device)


def leave(device: bigip.Device) -> None:
    """Remove a device from all others."""
    for other in device.network.devices:
        for item, owner in peers.trusted(other):
            if owner is device and other is not device:
                other.store.generation += 1
                remove(other, item.path)
                other.store.commit()
                prune(other)


def _set_domain(device: bigip.Device, more: list[str]) -> None:
    """Update the trust domain to the known devices and new authorities."""
    known = {item.path for item in device.store.items('cm/device')}
    root = device.store.get('cm/trust-domain', cluster.ROOT)
    if root is None:
        return
    authorities = [
        path for path in root.values.get('caDevices', ()) if path in known
    ]
    authorities += [path for path in more if path not in authorities]
    device.store.put(
        dataclasses.replace(
            root,
            generation=device.store.generation,
            values={
                **root.values,
                'caDevices': authorities,
                # Recorded: standalone, and initialized in a cluster.
                'status': 'initialized' if len(known) > 1 else 'standalone',
            },
        )
    )
    where = _MEMBERS.format(paths.segment(cluster.TRUST_GROUP))
    group = device.store.get('cm/device-group', cluster.TRUST_GROUP)
    if group is None:
        return
    for path in sorted(known):
        if device.store.get(where, path) is None:
            device.put(
                device.shapes['cm/device-group/devices'],
                where,
                paths.place(path),
                path,
                {},
                parent=group,
            )


def _entry(device: bigip.Device) -> store.Item:
    """Return a device as the others know it."""
    return dataclasses.replace(
        device.me,
        builtin=False,
        values={
            **{
                key: value
                for key, value in device.me.values.items()
                if key != 'selfDevice'
            },
            'hostname': device.hostname,
            'version': device.version,
        },
    )


def _content(device: bigip.Device) -> list[store.Item]:
    found = []
    for collection in CONTENT[1:]:
        for item in device.store.items(collection):
            if item.path != _OWN_GROUP:
                found.append(item)
                found += device.store.items(item.uri + '/devices')
    return found


def _copy_trust(
    target: bigip.Device, source: bigip.Device, entries: t.Iterable[store.Item]
) -> None:
    """Copy what the trust domain shares from one device to another."""
    own = target.identity.chassis_id
    wanted = []
    for item in entries:
        values = dict(item.values)
        values.pop('selfDevice', None)
        if source.network.owner(item) is source:
            values = _entry(source).values
        itself = values.get('chassisId') == own
        if itself:
            values['selfDevice'] = 'true'
        wanted.append(dataclasses.replace(item, values=values, builtin=itself))
    peers.copy_items(target, wanted, target.store.items('cm/device'))
    if target is not source:
        # In a built-in group only the entry of the device itself is built in.
        content = []
        for item in _content(source):
            group = source.parent_of(item)
            if group is not None:
                own_entry = item.path == target.me.path
                item = dataclasses.replace(
                    item, builtin=own_entry and group.builtin
                )
            content.append(item)
        peers.copy_items(target, content, _content(target))
        for known in ('commits', 'synced'):
            getattr(target.ha_state, known)[cluster.TRUST_GROUP] = (
                source.ha_state.commits.get(cluster.TRUST_GROUP, cluster.NEVER)
            )
    _forget_groups(target)
    target.store.commit()
    prune(target)


def _forget_groups(device: bigip.Device) -> None:
    """Drop the device groups of folders that no longer exist."""
    for folder in device.store.items('sys/folder'):
        group = folder.values.get('deviceGroup')
        if (
            group
            and group != 'none'
            and device.store.get('cm/device-group', group) is None
        ):
            device.store.put(
                dataclasses.replace(
                    folder,
                    values={
                        key: value
                        for key, value in folder.values.items()
                        if key != 'deviceGroup'
                    },
                )
            )


def prune(device: bigip.Device) -> None:
    """Drop the HA state of groups that a device is no longer in."""
    device.ha_state.retain(
        {
            group.path
            for group in device.store.items('cm/device-group')
            if device.store.get(group.uri + '/devices', device.me.path)
        }
    )


def reconcile(device: bigip.Device, written: t.Container[str] = ()) -> None:
    """Bring the latest trust to all devices that are connected.

    Each device is the authority for its own entry, unless another has
    ``written`` it.
    """
    there = [device, *peers.connected_to(device)]
    leader = max(
        there,
        key=lambda one: one.ha_state.commits.get(
            cluster.TRUST_GROUP, cluster.NEVER
        ),
    )
    there = [leader, *peers.connected_to(leader)]
    if len(there) < 2:
        prune(device)
        return
    entries = []
    for item in leader.store.items('cm/device'):
        owner = leader.network.owner(item)
        if owner in there and item.path not in written:
            own = _entry(owner)
            # Its name is what the leader calls it.
            item = dataclasses.replace(own, place=item.place, path=item.path)
        entries.append(item)
    leader.ha_state.synced[cluster.TRUST_GROUP] = leader.ha_state.commits.get(
        cluster.TRUST_GROUP, cluster.NEVER
    )
    for one in there:
        one.store.generation += 1
        _copy_trust(one, leader, entries)


def modify_root(device: bigip.Device, words: list[str]) -> None:
    """Run ``tmsh modify cm trust-domain Root`` with the words that follow.

    ``ca-devices add { ADDRESS } name N username U password P`` and
    ``ca-devices delete { NAME }``, as F5's SDK writes them for 11.x, and
    ``add-device { ca-device true device-ip ADDRESS device-name N username U
    password P }``, as the manual of 13.0 has it.
    """
    text = [one.strip('\\') for one in words]
    text = [one for one in text if one not in ('{', '}', '')]
    given = dict(zip(text[2::2], text[3::2], strict=False))
    if text[:2] == ['ca-devices', 'delete'] and len(text) == 3:
        remove(device, text[2])
    elif text[:2] == ['ca-devices', 'add'] and len(text) > 3:
        given = dict(zip(text[3::2], text[4::2], strict=False))
        add(
            device,
            text[2],
            given.get('name', ''),
            given.get('username', ''),
            given.get('password', ''),
        )
    elif text[:1] == ['add-device']:
        given = dict(zip(text[1::2], text[2::2], strict=False))
        add(
            device,
            given.get('device-ip', ''),
            given.get('device-name', ''),
            given.get('username', ''),
            given.get('password', ''),
            given.get('ca-device') != 'false',
        )
    else:
        raise errors.parser(
            '"{}" unexpected argument'.format(' '.join(words[:2]))
        )
