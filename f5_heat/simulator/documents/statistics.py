# SPDX-License-Identifier: Apache-2.0

"""Statistics of pools, their members, nodes, virtual servers and groups."""

from __future__ import annotations

import typing as t

from f5_heat.simulator.behaviours import pools
from f5_heat.simulator.documents import group_statistics
from f5_heat.simulator.documents import queries
from f5_heat.simulator.documents import render
from f5_heat.simulator.documents import status_pages
from f5_heat.simulator.schema import addresses
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import store
from f5_heat.simulator.state import targets

Json = dict[str, t.Any]

_TRAFFIC = (
    'bitsIn',
    'bitsOut',
    'curConns',
    'maxConns',
    'pktsIn',
    'pktsOut',
    'totConns',
)
_QUEUE = ('ageEdm', 'ageEma', 'ageHead', 'ageMax', 'depth', 'serviced')
_UNCHECKED = (
    "The children pool member(s) either don't have service "
    'checking enabled, or service check results are not available '
    'yet'
)
# Where the text is not recorded it is general knowledge: down, forced
# down, and what a node, a pool or a virtual server says when available.
_REASONS = {
    'available': '{} is available',
    'down': '{} has been marked down by a monitor',
    'forced': 'Forced down',
    'unknown': '{} does not have service checking enabled',
}


def _numbers(prefix: str, *keys: str, **values: int) -> Json:
    return {
        '{}.{}'.format(prefix, key): {'value': values.get(key, 0)}
        for key in keys
    }


def _status(state: str, enabled: str, reason: str) -> Json:
    return {
        'status.' + key: value
        for key, value in status_pages.texts(
            availabilityState=state, enabledState=enabled, statusReason=reason
        ).items()
    }


def _health(
    device: bigip.Device, item: store.Item, what: str
) -> tuple[str, str, str]:
    """Return availability, enabled state and reason of a node or member."""
    session, state = pools.health(device, item)
    enabled = 'disabled' if session == 'user-disabled' else 'enabled'
    node = device.store.get('ltm/node', pools.node_path(item))
    if (
        what == 'Pool member'
        and node is not None
        and (pools.health(device, node)[0] == 'user-disabled')
    ):
        enabled = 'disabled-by-parent'
    if state == 'user-down':
        return 'offline', enabled, _REASONS['forced']
    if state in ('up', 'fqdn-up'):
        return 'available', enabled, _REASONS['available'].format(what)
    if state in ('down', 'fqdn-down'):
        return 'offline', enabled, _REASONS['down'].format(what)
    return 'unknown', enabled, _REASONS['unknown'].format(what)


def _pool_health(
    device: bigip.Device, pool: store.Item | None
) -> tuple[str, str]:
    members = device.store.items(pool.uri + '/members') if pool else []
    states = [_health(device, one, 'Pool member')[0] for one in members]
    if 'available' in states:
        return 'available', 'The pool is available'
    if states and all(state == 'offline' for state in states):
        return 'offline', 'The children pool member(s) are down'
    return 'unknown', _UNCHECKED


def _current(device: bigip.Device, item: store.Item) -> int:
    return device.connections.get(
        (item.parent[1] if item.parent else '', item.path), 0
    )


def _traffic(side: str, current: int) -> Json:
    return _numbers(
        side, *_TRAFFIC, curConns=current, maxConns=current, totConns=current
    )


def _monitor_rule(item: store.Item) -> str:
    rule = item.values.get('monitor')
    return rule if rule and rule != 'default' else 'none'


def _member(device: bigip.Device, item: store.Item) -> Json:
    address, port = addresses.split_port(item.place.name)
    session, state = pools.health(device, item)
    current = _current(device, item)
    return {
        **status_pages.texts(addr=item.values['address']),
        **_numbers('connq', *_QUEUE),
        'curSessions': {'value': current},
        **status_pages.texts(
            monitorRule=_monitor_rule(item),
            monitorStatus=state,
            nodeName=pools.node_path(item),
            poolName=item.parent[1] if item.parent else '',
        ),
        'port': {'value': int(port)},
        **_traffic('serverside', current),
        **status_pages.texts(
            sessionStatus=session.removeprefix('user-').removeprefix(
                'monitor-'
            )
        ),
        **_status(*_health(device, item, 'Pool member')),
        'totRequests': {'value': 0},
    }


def _node(device: bigip.Device, item: store.Item) -> Json:
    session, state = pools.health(device, item)
    current = _current(device, item)
    return {
        **status_pages.texts(addr=item.values['address']),
        'curSessions': {'value': current},
        **status_pages.texts(
            monitorRule=_monitor_rule(item), monitorStatus=state
        ),
        **_traffic('serverside', current),
        **status_pages.texts(
            sessionStatus=session.removeprefix('user-').removeprefix(
                'monitor-'
            )
        ),
        **_status(*_health(device, item, 'Node address')),
        **status_pages.texts(tmName=item.path),
        'totRequests': {'value': 0},
    }


def _pool(device: bigip.Device, item: store.Item) -> Json:
    members = device.store.items(item.uri + '/members')
    states = [_health(device, one, 'Pool member') for one in members]
    current = sum(_current(device, one) for one in members)
    # Unverified: that these two counts came with 14.0.
    counts: Json = (
        {
            'availableMemberCnt': {
                'value': sum(one[0] != 'offline' for one in states)
            },
            'memberCnt': {'value': len(members)},
        }
        if device.tmos >= (14,)
        else {}
    )
    state, reason = _pool_health(device, item)
    found = {
        'activeMemberCnt': {
            'value': sum(
                one[0] != 'offline' and one[1] == 'enabled' for one in states
            )
        },
        **_numbers('connqAll', *_QUEUE),
        **_numbers('connq', *_QUEUE),
        'curSessions': {'value': current},
        'minActiveMembers': {
            'value': device.resolved(item)['minActiveMembers']
        },
        **status_pages.texts(monitorRule=_monitor_rule(item)),
        **_traffic('serverside', current),
        **_status(state, 'enabled', reason),
        **status_pages.texts(tmName=item.path),
        'totRequests': {'value': 0},
        **counts,
    }
    return dict(sorted(found.items()))


def _served(device: bigip.Device, item: store.Item) -> store.Item | None:
    """Return the pool of a virtual server."""
    return device.store.get(
        'ltm/pool', device.resolved(item).get('pool') or ''
    )


def _through(device: bigip.Device, pool: store.Item | None) -> int:
    return sum(
        _current(device, one)
        for one in (device.store.items(pool.uri + '/members') if pool else ())
    )


def _virtual_address(device: bigip.Device, item: store.Item) -> Json:
    # Unverified: no recording of these statistics is at hand. The keys are
    # those of a virtual server, as far as tmsh shows them for an address.
    pools = [
        _served(device, one)
        for one in device.store.items('ltm/virtual')
        if one.values.get('address') == item.path
    ]
    states = [_pool_health(device, pool)[0] for pool in pools]
    state = next(
        (one for one in ('available', 'offline') if one in states), 'unknown'
    )
    enabled = device.resolved(item)['enabled'] == 'yes'
    return {
        **status_pages.texts(addr=item.values['address']),
        **_traffic(
            'clientside', sum(_through(device, pool) for pool in pools)
        ),
        **_status(
            state,
            'enabled' if enabled else 'disabled',
            'The virtual address is ' + state,
        ),
        **status_pages.texts(tmName=item.path),
    }


def _virtual(device: bigip.Device, item: store.Item) -> Json:
    values = device.resolved(item)
    pool = _served(device, item)
    state, reason = _pool_health(device, pool)
    if state == 'available':
        reason = 'The virtual server is available'
    current = _through(device, pool)
    return {
        **_traffic('clientside', current),
        **status_pages.texts(cmpEnableMode='all-cpus', cmpEnabled='enabled'),
        'csMaxConnDur': {'value': 0},
        'csMeanConnDur': {'value': 0},
        'csMinConnDur': {'value': 0},
        **status_pages.texts(
            destination=values['destination'].rpartition('/')[2]
        ),
        **_numbers('ephemeral', *_TRAFFIC),
        'fiveMinAvgUsageRatio': {'value': 0},
        **_status(
            state, 'enabled' if values.get('enabled') else 'disabled', reason
        ),
        **status_pages.texts(syncookieStatus='not-activated'),
        **_numbers('syncookie', 'accepts', 'rejects', 'syncacheCurr'),
        **status_pages.texts(tmName=item.path),
        'totRequests': {'value': 0},
    }


_ENTRIES: dict[str, t.Callable[[bigip.Device, store.Item], Json]] = {
    'ltm/node': _node,
    'ltm/pool': _pool,
    'ltm/pool/members': _member,
    'ltm/virtual': _virtual,
    'ltm/virtual-address': _virtual_address,
}


def _by_device(
    device: bigip.Device, target: targets.Target, query: queries.Query
) -> Json:
    """Render a row for each device.

    Recorded for one device group, and for all traffic groups.
    """
    one = target.path is not None
    items = [device.item(target)] if one else device.store.items(target.where)
    kind = (
        target.shape.item_stats_kind
        if one
        else target.shape.collection_stats_kind
    )
    where = items[0].uri if one else target.where
    entries: Json = {}
    for item in items:
        for name, row in group_statistics.rows(device, item):
            own = '{}/{}/stats'.format(where, name)
            entries[render.ROOT + own] = {
                'nestedStats': {
                    'kind': target.shape.item_stats_kind,
                    'selfLink': render.link(own, query.version),
                    'entries': status_pages.texts(**row),
                }
            }
    return render.stats_json(kind, where + '/stats', entries, query)


def read(
    device: bigip.Device, target: targets.Target, query: queries.Query
) -> Json | None:
    """Return the statistics of an object or of a collection.

    None if the simulator has none of the kind.
    """
    if target.shape.collection in group_statistics.KINDS:
        return _by_device(device, target, query)
    entries_of = _ENTRIES.get(target.shape.collection)
    if entries_of is None:
        return None
    if target.path is None:
        items = device.store.items(target.where)
        where, kind = target.where, target.shape.collection_stats_kind
    else:
        items = [device.item(target)]
        where, kind = items[0].uri, target.shape.item_stats_kind
    entries: Json = {}
    for item in items:
        own = item.uri + '/stats'
        entries[render.ROOT + own] = {
            'nestedStats': {
                'kind': target.shape.item_stats_kind,
                'selfLink': render.link(own, query.version),
                'entries': entries_of(device, item),
            }
        }
    found = render.stats_json(kind, where + '/stats', entries, query)
    if target.path is not None:
        found = {'kind': kind, 'generation': items[0].generation, **found}
    return found
