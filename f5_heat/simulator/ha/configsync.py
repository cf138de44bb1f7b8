# SPDX-License-Identifier: Apache-2.0

"""Config-sync between the members of a device group."""

from __future__ import annotations

import typing as t

from f5_heat.simulator.ha import groups
from f5_heat.simulator.ha import peers
from f5_heat.simulator.ha import sync_status
from f5_heat.simulator.ha import trust
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import paths
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import cluster
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import store


def after_change(
    device: bigip.Device, touched: t.Iterable[store.Item]
) -> None:
    """Record a change for the groups it belongs to, and sync it.

    ``touched`` are the objects as they were and as they are.
    """
    if not peers.trusted(device):
        trust.prune(device)
        return
    touched = list(touched)
    commit = device.network.commit(device)
    for path in {groups.group_of(device, item) for item in touched} - {''}:
        device.ha_state.commits[path] = commit
        device.ha_state.failures.pop(path, None)
    # Each device is the authority for its own entry.
    own = 'cm/device', device.me.path
    of_trust = [
        item
        for item in touched
        if groups.top_level(item)[0] in trust.CONTENT
        and (item.where, item.path) != own
    ]
    if of_trust:
        device.ha_state.commits[cluster.TRUST_GROUP] = commit
    if of_trust or any(
        item.where in ('cm/device', 'sys/global-settings') for item in touched
    ):
        trust.reconcile(
            device,
            {item.path for item in of_trust if item.where == 'cm/device'},
        )
    for other in [device, *peers.connected_to(device)]:
        _auto_sync(other)


def reconnect(network: cluster.Network[bigip.Device]) -> None:
    """Bring trust and configuration up to date after a disconnection."""
    for device in network.devices:
        if peers.trusted(device):
            trust.reconcile(device)
            _auto_sync(device)


def _auto_sync(device: bigip.Device) -> None:
    """Push the changes of groups with autoSync.

    It neither does the initial sync nor resolves a conflict: both are
    recorded.
    """
    for group in groups.shared(device):
        if (
            device.resolved(group)['autoSync'] == 'enabled'
            and group.path != cluster.TRUST_GROUP
            and sync_status.state(device, group).status == 'Changes Pending'
            and groups.pending(device, group) == [device]
        ):
            push(device, group, 'full-load-auto-sync')
            if device.resolved(group)['saveOnAutoSync'] == 'true':
                for other in groups.others(device, group):
                    other.saved[''] = other.store.copy()


def command(device: bigip.Device, words: list[str]) -> None:
    """Run ``config-sync [force-full-load-push] to-group|from-group GROUP``.

    Raises Refused for an unknown group, and for a pull before any push.
    """
    way, name = '', ''
    rest = [word for word in words if word != 'force-full-load-push']
    if len(rest) == 2 and rest[0] in ('to-group', 'from-group'):
        way, name = rest
    if not way:
        raise errors.parser(
            '"{}" unexpected argument'.format(
                ' '.join(['config-sync', *words])
            )
        )
    group = device.store.get('cm/device-group', paths.absolute(name))
    if group is None:
        raise errors.mcpd(
            '01070734:3: Configuration error: Device group ({}) not found '
            'in device group sync'.format(name)
        )
    known = device.ha_state.synced
    if (
        way == 'from-group'
        and group.path not in known
        and (device.tmos >= (12,))
    ):
        # The start of this message is not recorded.
        raise errors.mcpd(
            'config-sync {} is not allowed until a push has been done '
            'first'.format(way)
        )
    device.deferred.append(
        lambda: (
            push(device, group, 'full-load-manual-push')
            if way == 'to-group'
            else _pull(device, group)
        )
    )


def push(source: bigip.Device, group: store.Item, kind: str) -> None:
    """Push the configuration of a device to the other members."""
    ha_state = source.ha_state
    targets = groups.others(source, group)
    known = [
        one.ha_state.commits.get(group.path, cluster.NEVER) for one in targets
    ]
    commit = ha_state.commits.get(group.path, cluster.NEVER)
    if commit == cluster.NEVER or known and commit < max(known):
        commit = source.network.commit(source)
    if group.path == cluster.TRUST_GROUP:
        trust.reconcile(source)
        return
    if not source.store.get(group.uri + '/devices', source.me.path):
        return
    if not targets and len(groups.members(source, group)) > 1:
        return
    ha_state.commits[group.path] = ha_state.synced[group.path] = commit
    ha_state.failures.pop(group.path, None)
    for target in targets:
        refusal = _load(source, target, group.path)
        if refusal:
            ha_state.failures.setdefault(group.path, {})[
                target.me.place.name
            ] = refusal
            continue
        target.ha_state.failures.pop(group.path, None)
        target.ha_state.sync_types[group.path] = kind
        for known_commits in (target.ha_state.commits, target.ha_state.synced):
            known_commits[group.path] = commit
    if ha_state.polls:
        for one in [source, *targets]:
            one.ha_state.polled = ha_state.polled
            one.ha_state.running[group.path] = ha_state.polls


def _pull(target: bigip.Device, group: store.Item) -> None:
    """Pull the configuration of the member with the latest change."""
    source = max(
        [target, *groups.others(target, group)],
        key=lambda one: one.ha_state.commits.get(group.path, cluster.NEVER),
    )
    if source is target:
        return
    refusal = _load(source, target, group.path)
    if refusal:
        source.ha_state.failures.setdefault(group.path, {})[
            target.me.place.name
        ] = refusal
        return
    commit = source.ha_state.commits.get(group.path, cluster.NEVER)
    for one in (source, target):
        one.ha_state.commits[group.path] = commit
        one.ha_state.synced[group.path] = commit
    target.ha_state.sync_types[group.path] = 'full-load-manual-pull'


def _load(source: bigip.Device, target: bigip.Device, group: str) -> str:
    """Load the configuration of a group; return the error, or ''."""
    if source.version != target.version:
        # Documented: all members must be of one version.
        return 'the version {} is incompatible with {}'.format(
            target.version, source.version
        )
    wanted, present = (
        [
            item
            for item in one.store.everything()
            if groups.group_of(one, item) == group
        ]
        for one in (source, target)
    )
    target.store.generation += 1
    for item in peers.copy_items(target, wanted, present):
        given = {
            key: value
            for key, value in item.values.items()
            if key in item.shape.fields
        }
        try:
            target.check_references(
                lifecycle.Draft(
                    item.shape,
                    item.where,
                    item.place,
                    item.path,
                    item.values,
                    given,
                    {},
                    None,
                    target.parent_of(item),
                )
            )
        except errors.Refused as refused:
            target.store.rollback()
            return refused.message
    target.store.commit()
    return ''
