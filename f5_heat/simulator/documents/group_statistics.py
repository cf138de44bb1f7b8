# SPDX-License-Identifier: Apache-2.0

"""Statistics of device groups and traffic groups: a row for each device."""

from __future__ import annotations

import time
import typing as t

from f5_heat.simulator.ha import failover
from f5_heat.simulator.ha import groups
from f5_heat.simulator.schema import paths
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import cluster
from f5_heat.simulator.state import store

Json = dict[str, t.Any]


def _time(commit: cluster.Commit) -> str:
    """Format a time as recorded; ``-`` if there was none."""
    if commit == cluster.NEVER:
        return '-'
    return time.strftime('%Y-%m-%dT%H:%M:%S.000Z', time.gmtime(commit.time))


def _device_group(
    device: bigip.Device,
    group: store.Item,
    path: str,
    owner: bigip.Device | None,
) -> Json:
    """Return the keys are recorded on 14.1.0, and lastSyncType of a device
    that has been synced from no other; its other words are unverified."""
    commit = synced = cluster.NEVER
    kind = 'none'
    if owner is not None:
        ha_state = owner.ha_state
        commit = ha_state.commits.get(group.path, cluster.NEVER)
        synced = ha_state.synced.get(group.path, cluster.NEVER)
        kind = ha_state.sync_types.get(group.path, 'none')
    since = '-'
    if synced != cluster.NEVER and synced.originator != path:
        since = str(int(time.time() - synced.time))
    return {
        'commitIdOriginator': commit.originator or '-',
        'commitIdTime': _time(commit),
        'device': path,
        'devicegroup': group.path,
        'lastSyncType': kind,
        'lssOriginator': synced.originator or '-',
        'lssTime': _time(synced),
        'timeSinceLastSync': since,
    }


def _traffic_group(
    device: bigip.Device,
    group: store.Item,
    path: str,
    owner: bigip.Device | None,
) -> Json:
    """Only failoverState is recorded, and the keys of the rows."""
    first = failover.active(device, group)
    state = 'active' if owner is not None and owner is first else 'standby'
    if device.resolved(group).get('isFloating') == 'false':
        state = 'active'
    return {
        'deviceName': path,
        'failoverState': state,
        'trafficGroup': group.path,
    }


def _devices(
    device: bigip.Device, group: store.Item
) -> list[tuple[str, bigip.Device | None]]:
    if group.shape.collection == 'cm/device-group':
        return [
            ('/Common/' + name, owner)
            for name, owner in groups.members(device, group)
        ]
    known = device.store.get('cm/device-group', groups.failover_group(device))
    if known is None:
        return [(device.me.path, device)]
    return [
        ('/Common/' + name, owner)
        for name, owner in groups.members(device, known)
    ]


_ROWS = {'cm/device-group': _device_group, 'cm/traffic-group': _traffic_group}
KINDS = frozenset(_ROWS)


def rows(
    device: bigip.Device, group: store.Item
) -> t.Iterator[tuple[str, Json]]:
    """Yield the last segment of each row's URI, and the row."""
    row = _ROWS[group.shape.collection]
    for path, owner in _devices(device, group):
        yield (
            '{}:{}'.format(paths.segment(group.path), paths.segment(path)),
            row(device, group, path, owner),
        )
