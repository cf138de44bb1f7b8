# SPDX-License-Identifier: Apache-2.0

"""Failover: which device of a group is active, for each traffic group."""

from __future__ import annotations

import time
import typing as t

from f5_heat.simulator.ha import groups
from f5_heat.simulator.ha import peers
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import paths
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import store

Json = dict[str, t.Any]


def floating(device: bigip.Device) -> list[store.Item]:
    return [
        group
        for group in device.store.items('cm/traffic-group')
        if device.resolved(group).get('isFloating') == 'true'
    ]


def _candidates(device: bigip.Device, group: store.Item) -> list[bigip.Device]:
    """Return the devices that may be active, the preferred one first.

    That is the one that became active last; initially the order of the
    traffic group decides and then the name, which is unverified.
    """
    order = device.resolved(group).get('haOrder') or []
    known = device.store.get('cm/device-group', groups.failover_group(device))
    there = [device]
    if known is not None:
        there += groups.others(device, known)

    def rank(one: bigip.Device) -> tuple[int, int, str]:
        path = one.me.path
        return (
            -one.ha_state.claims.get(group.path, 0),
            order.index(path) if path in order else len(order),
            path,
        )

    return sorted((one for one in there if not one.ha_state.offline), key=rank)


def active(device: bigip.Device, group: store.Item) -> bigip.Device | None:
    """Return the active device of a traffic group, as a device sees it."""
    return next(iter(_candidates(device, group)), None)


def state(device: bigip.Device) -> str:
    """Return active, standby or forced-offline."""
    if device.ha_state.offline:
        return 'forced-offline'
    if any(active(device, group) is device for group in floating(device)):
        return 'active'
    return 'standby'


def stand_by(
    device: bigip.Device, name: str = '', successor: bigip.Device | None = None
) -> None:
    """Hand a traffic group, or all, over to the next device.

    A device without peers stays active.
    """
    given_up = floating(device)
    if name:
        path = paths.absolute(name)
        given_up = [group for group in given_up if group.path == path]
        if not given_up:
            raise errors.not_found(
                device.shapes['cm/traffic-group'].kind.label, path
            )
    for group in given_up:
        candidates = _candidates(device, group)
        rest = candidates[1:]
        if rest and candidates[0] is device:
            chosen = successor if successor in rest else rest[0]
            chosen.ha_state.claims[group.path] = device.network.tick()


def command(device: bigip.Device, body: Json) -> None:
    """Run ``POST sys/failover``: standby, offline or online.

    Clients send each as a key with the value true or null, or as the words of
    tmsh in ``utilCmdArgs``.
    """
    words = str(body.get('utilCmdArgs', '')).split()
    given = dict(zip(words[1::2], words[2::2], strict=False))
    wanted = [
        key
        for key in ('standby', 'offline', 'online')
        if body.get(key, False) in (True, None) or words[:1] == [key]
    ]
    if len(wanted) != 1:
        # The device's own words are not recorded.
        raise errors.parser(
            'one of the following must be specified:\noffline, online, standby'
        )
    if wanted == ['standby']:
        name = (
            body.get('trafficGroup')
            or body.get('traffic-group')
            or given.get('traffic-group', '')
        )
        target = body.get('device') or given.get('device')
        successor = None
        if target:
            entry = device.store.get('cm/device', paths.absolute(str(target)))
            if entry is None:
                raise errors.not_found(
                    device.shapes['cm/device'].kind.label,
                    paths.absolute(str(target)),
                )
            successor = device.network.owner(entry)
        stand_by(device, str(name), successor)
    else:
        device.ha_state.offline = wanted == ['offline']


def status_page(device: bigip.Device) -> tuple[str, str, str, list[str]]:
    """Return color, status, summary and details of cm/failover-status.

    Recorded for active; for standby all but the color.
    """
    every = floating(device)
    own = [group for group in every if active(device, group) is device]
    found = state(device)
    if found == 'forced-offline':
        return 'gray', 'FORCED OFFLINE', ' ', []
    if found == 'active':
        return (
            'green',
            'ACTIVE',
            '{}/{} active'.format(len(own), len(every)),
            ['active for ' + group.path for group in own],
        )
    return 'gray', 'STANDBY', '{0}/{0} standby'.format(len(every)), []


def text(device: bigip.Device) -> str:
    """Return the text of a GET of sys/failover; recorded for active."""
    seconds = int(time.monotonic() - device.started)
    return 'Failover {} for {}d {:02}:{:02}:{:02}\n'.format(
        # As F5's SDK expects; elsewhere it has a hyphen.
        state(device).replace('-', '_'),
        seconds // 86400,
        seconds // 3600 % 24,
        seconds // 60 % 60,
        seconds % 60,
    )


def known_state(device: bigip.Device, item: store.Item) -> str:
    """Return the failover state of a device, as another one knows it."""
    owner = device.network.owner(item)
    if item == device.me:
        return state(device)
    if owner is None or not peers.are_connected(device, owner):
        # Unverified.
        return 'unknown'
    return state(owner)
