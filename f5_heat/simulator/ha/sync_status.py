# SPDX-License-Identifier: Apache-2.0

"""The status of config-sync: status, color and recommended action."""

from __future__ import annotations

import typing as t

from f5_heat.simulator.ha import groups
from f5_heat.simulator.ha import peers
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import cluster
from f5_heat.simulator.state import store


class State(t.NamedTuple):
    """The status of a group, or of all; ``more`` are further lines."""

    status: str
    color: str
    summary: str
    more: tuple[str, ...] = ()


# The worst last. Of the colors those of In Sync, Standalone, Disconnected
# and a change conflict are recorded; the others, and the order of what is
# not in sync, are unverified.
_COLORS = {
    'In Sync': 'green',
    'Standalone': 'green',
    'Syncing': 'blue',
    'Awaiting Initial Sync': 'blue',
    'Changes Pending': 'yellow',
    'Not All Devices Synced': 'red',
    'Sync Failure': 'red',
    'Disconnected': 'blue',
}
_ORDER = list(_COLORS)
STATUSES = frozenset(_COLORS)


def state(device: bigip.Device, group: store.Item) -> State:
    """Return the status of a device group.

    The summaries of In Sync and of a conflict are recorded, and the form of
    the lines about an action and a failure; the other texts are unverified.
    """
    path, name = group.path, group.place.name
    there = [device, *groups.others(device, group)]
    action = ' - Recommended action: Synchronize {} to group ' + name
    for one in there:
        if path in one.ha_state.forced:
            status, reason = one.ha_state.forced[path]
            return State(status, _COLORS[status], reason or status, ())
    if device.ha_state.running.get(path):
        return State(
            device.ha_state.polled,
            _COLORS[device.ha_state.polled],
            'The device group is synchronizing',
        )
    for one in there:
        if one.ha_state.failures.get(path):
            lines = [
                ' - Sync error on {}: Load failed from {} {}'.format(
                    target, one.me.path, words
                )
                for target, words in one.ha_state.failures[path].items()
            ]
            return State(
                'Sync Failure',
                _COLORS['Sync Failure'],
                'A validation error occurred while syncing to a remote device',
                (
                    *lines,
                    ' - Recommended action: Review the '
                    'error message and determine corrective action '
                    'on the device',
                ),
            )
    last = [one.ha_state.synced.get(path, cluster.NEVER) for one in there]
    if cluster.NEVER in last:
        return State(
            'Awaiting Initial Sync',
            _COLORS['Awaiting Initial Sync'],
            'The device group is awaiting the initial config sync',
            (action.format('one of the devices'),),
        )
    changed = groups.pending(device, group)
    if len(changed) > 1:
        first, latest = (one.me.place.name for one in changed[-2:])
        return State(
            'Changes Pending',
            'red',
            'There is a possible change conflict between {} and {}.'.format(
                first, latest
            ),
            (action.format(latest),),
        )
    if changed:
        latest = changed[0].me.place.name
        return State(
            'Changes Pending',
            _COLORS['Changes Pending'],
            '{} has changes that are not synchronized'.format(latest),
            (action.format(latest),),
        )
    missed = [
        label
        for label, other in groups.members(device, group)
        if other is None
        or other.ha_state.synced.get(path, cluster.NEVER) < max(last)
    ]
    if missed:
        latest = there[last.index(max(last))].me.place.name
        return State(
            'Not All Devices Synced',
            _COLORS['Not All Devices Synced'],
            '{} did not receive the last sync'.format(', '.join(missed)),
            (action.format(latest),),
        )
    return State(
        'In Sync',
        _COLORS['In Sync'],
        'All devices in the device group are in sync',
    )


def overall(device: bigip.Device) -> tuple[State, str, list[str]]:
    """Return the overall status of a device, its mode and the details."""
    known = peers.trusted(device)
    if not known:
        return (
            State('Standalone', 'green', ' '),
            'standalone',
            ['Optional action: Add a device to the trust domain'],
        )
    mode = 'high-availability'
    there = peers.connected_to(device)
    lines = [
        '{}: {}connected'.format(
            item.place.name, '' if other in there else 'dis'
        )
        for item, other in known
    ]
    if not there:
        return State('Disconnected', 'blue', ' '), mode, lines
    states = [
        (group, state(device, group))
        for group in groups.shared(device)
        if groups.others(device, group)
    ]
    worst = max(
        (one for _, one in states),
        key=lambda one: (_ORDER.index(one.status), one.color == 'red'),
    )
    for group, one in states:
        # In recordings of pending changes only what is not in sync is
        # listed.
        if worst.status == 'In Sync' or one.status != 'In Sync':
            lines.append(
                '{} ({}): {}'.format(group.place.name, one.status, one.summary)
            )
            lines += one.more
    return worst, mode, lines


def count_poll(device: bigip.Device) -> None:
    """Count a poll of the status, after some of which a sync ends."""
    running = device.ha_state.running
    for path in list(running):
        running[path] -= 1
        if running[path] <= 0:
            del running[path]
