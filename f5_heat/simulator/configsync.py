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

"""Config-sync: what device groups hold in common, and how far they are."""

from __future__ import annotations

import typing as t

from f5_heat.simulator import cluster
from f5_heat.simulator import errors
from f5_heat.simulator import inheritance
from f5_heat.simulator import ordinary
from f5_heat.simulator import paths
from f5_heat.simulator import store
from f5_heat.simulator import trust

if t.TYPE_CHECKING:
    from f5_heat.simulator import bigip

# What lies in a folder and stays on its device all the same, after F5's list
# of what config-sync leaves out: VLANs, trunks, interfaces, tunnels, route
# domains, and of the self IPs those that do not float. DNS (gtm) has a group
# and a way of its own. Whatever is in no folder (settings, provisioning,
# licences, users) stays too; for users that is unverified.
_LOCAL = ('cm/', 'gtm/', 'net/interface', 'net/route-domain', 'net/trunk',
          'net/tunnels/', 'net/vlan')


class State(t.NamedTuple):
    """How a group is, or all of them: ``more`` are further lines."""

    status: str
    color: str
    summary: str
    more: tuple[str, ...] = ()


# The worst last. Of the colours those of In Sync, Standalone, Disconnected
# and a change conflict are recorded; the others, and the order of what is
# not in sync, are unverified.
_COLORS = {
    'In Sync': 'green', 'Standalone': 'green', 'Syncing': 'blue',
    'Awaiting Initial Sync': 'blue', 'Changes Pending': 'yellow',
    'Not All Devices Synced': 'red', 'Sync Failure': 'red',
    'Disconnected': 'blue',
}
_ORDER = list(_COLORS)
STATUSES = frozenset(_COLORS)


def failover_group(device: bigip.Device) -> str:
    """The sync-failover group that a device is in, or ''."""
    for group in device.store.items('cm/device-group'):
        if (group.values.get('type') == 'sync-failover'
                and device.store.get(
                    group.uri + '/devices', device.me.path)):
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
        if folder is not None and device.resolved(folder)[
                'inheritedDevicegroup'] == 'false':
            return folder.values.get('deviceGroup') or 'none'
        path = path.rpartition('/')[0] or '/'


def _top(item: store.Item) -> tuple[str, str]:
    """The collection and the path of an object or of what it is a part of."""
    words = item.where.split('/')
    for position, text in enumerate(words):
        if text.startswith('~'):
            return '/'.join(words[:position]), paths.from_segment(text)
    return item.where, item.path


def group_of(device: bigip.Device, item: store.Item) -> str:
    """The device group that synchronizes an object, or ''."""
    where, path = _top(item)
    shape = device.shapes.get(where)
    if where == 'auth/partition':
        found = group_of_folder(device, '/' + path)
    elif where == 'sys/folder':
        found = 'none' if path == '/' else group_of_folder(device, path)
    elif (shape is None or shape.plain or shape.singleton
            or where.startswith(_LOCAL)
            or where == 'net/self' and inheritance.floating(
                device, item) == 'disabled'):
        return ''
    else:
        found = group_of_folder(device, path.rpartition('/')[0])
    return '' if found == 'none' else found


def members(device: bigip.Device, group: store.Item) -> list[
        tuple[str, bigip.Device | None]]:
    """The names and the devices of a group, None for one that is nowhere."""
    found = []
    for item in device.store.items(group.uri + '/devices'):
        known = device.store.get('cm/device', item.path)
        owner = device.network.owner(known) if known is not None else None
        found.append((item.place.name, owner))
    return found


def others(device: bigip.Device,
           group: store.Item) -> list[bigip.Device]:
    """The members that a device can sync with."""
    return [other for _, other in members(device, group)
            if other is not None and other is not device
            and cluster.connected(device, other)]


def _groups(device: bigip.Device) -> list[store.Item]:
    """Those of this device that it shares with another."""
    return [group for group in device.store.items('cm/device-group')
            if device.store.get(group.uri + '/devices', device.me.path)
            and len(device.store.items(group.uri + '/devices')) > 1]


# What a change does.

def changed(device: bigip.Device,
            touched: t.Iterable[store.Item]) -> None:
    """Called after each change with all objects as they were and are."""
    if not cluster.peers(device):
        return
    touched = list(touched)
    commit = device.network.commit(device)
    groups = {group_of(device, item) for item in touched} - {''}
    for path in groups:
        device.standing.commits[path] = commit
        device.standing.failures.pop(path, None)
    # Of its own entry each device is the author, whoever knows the rest.
    own = 'cm/device', device.me.path
    of_trust = [item for item in touched
                if _top(item)[0] in trust.CONTENT
                and (item.where, item.path) != own]
    if of_trust:
        device.standing.commits[cluster.TRUST_GROUP] = commit
    if of_trust or any(item.where in ('cm/device', 'sys/global-settings')
                       for item in touched):
        trust.reconcile(device, {item.path for item in of_trust
                                 if item.where == 'cm/device'})
    for other in [device, *cluster.reached(device)]:
        _auto_sync(other)


def settle(network: cluster.Network) -> None:
    """What devices do that reach each other again."""
    for device in network.devices:
        if cluster.peers(device):
            trust.reconcile(device)
            _auto_sync(device)


def _auto_sync(device: bigip.Device) -> None:
    """Push the changes of groups with autoSync.

    It does not do the first sync, nor resolve a conflict: both are
    recorded.
    """
    for group in _groups(device):
        if (device.resolved(group)['autoSync'] == 'enabled'
                and group.path != cluster.TRUST_GROUP
                and state(device, group).status == 'Changes Pending'
                and _dirty(device, group) == [device]):
            push(device, group, 'full-load-auto-sync')
            if device.resolved(group)['saveOnAutoSync'] == 'true':
                for other in others(device, group):
                    other.saved[''] = other.store.copy()


def command(device: bigip.Device, words: list[str]) -> None:
    """``config-sync [force-full-load-push] to-group GROUP`` and the like.

    Raises Refused for an unknown group, and for a pull of what nobody has
    pushed.
    """
    way, name = '', ''
    rest = [word for word in words if word != 'force-full-load-push']
    if len(rest) == 2 and rest[0] in ('to-group', 'from-group'):
        way, name = rest
    if not way:
        raise errors.parser('"{}" unexpected argument'.format(
            ' '.join(['config-sync', *words])))
    group = device.store.get('cm/device-group', paths.absolute(name))
    if group is None:
        raise errors.mcpd(
            '01070734:3: Configuration error: Device group ({}) not found '
            'in device group sync'.format(name))
    known = device.standing.synced
    if way == 'from-group' and group.path not in known and (
            device.tmos >= (12,)):
        # The start of this message is not recorded.
        raise errors.mcpd(
            'config-sync {} is not allowed until a push has been done '
            'first'.format(way))
    device.afterwards.append(
        lambda: push(device, group, 'full-load-manual-push')
        if way == 'to-group' else _pull(device, group))


def push(source: bigip.Device, group: store.Item, kind: str) -> None:
    """Bring what a device has to the other members of its group."""
    standing = source.standing
    targets = others(source, group)
    known = [one.standing.commits.get(group.path, cluster.NEVER)
             for one in targets]
    commit = standing.commits.get(group.path, cluster.NEVER)
    if commit == cluster.NEVER or known and commit < max(known):
        commit = source.network.commit(source)
    if group.path == cluster.TRUST_GROUP:
        trust.reconcile(source)
        return
    if not source.store.get(group.uri + '/devices', source.me.path):
        return
    if not targets and len(members(source, group)) > 1:
        return
    standing.commits[group.path] = standing.synced[group.path] = commit
    standing.failures.pop(group.path, None)
    for target in targets:
        refusal = _load(source, target, group.path)
        if refusal:
            standing.failures.setdefault(group.path, {})[
                target.me.place.name] = refusal
            continue
        target.standing.failures.pop(group.path, None)
        target.standing.sync_types[group.path] = kind
        for known_commits in (target.standing.commits,
                              target.standing.synced):
            known_commits[group.path] = commit
    if standing.polls:
        for one in [source, *targets]:
            one.standing.polled = standing.polled
            one.standing.running[group.path] = standing.polls


def _pull(target: bigip.Device, group: store.Item) -> None:
    """Fetch what the member with the latest change has."""
    there = others(target, group)
    if not there:
        return
    source = max(there, key=lambda one: one.standing.commits.get(
        group.path, cluster.NEVER))
    refusal = _load(source, target, group.path)
    if refusal:
        source.standing.failures.setdefault(group.path, {})[
            target.me.place.name] = refusal
        return
    commit = source.standing.commits.get(group.path, cluster.NEVER)
    for one in (source, target):
        one.standing.commits[group.path] = commit
        one.standing.synced[group.path] = commit
    target.standing.sync_types[group.path] = 'full-load-manual-pull'


def _load(source: bigip.Device, target: bigip.Device, group: str) -> str:
    """Copy the configuration of a group; the words of a refusal, or ''."""
    if source.version != target.version:
        # Documented: all members must be of one version.
        return 'the version {} is incompatible with {}'.format(
            target.version, source.version)
    wanted, present = (
        [item for item in one.store.everything()
         if group_of(one, item) == group] for one in (source, target))
    target.store.generation += 1
    for item in cluster.copy_items(target, wanted, present):
        given = {key: value for key, value in item.values.items()
                 if key in item.shape.fields}
        try:
            target.check_references(ordinary.Draft(
                item.shape, item.where, item.place, item.path, item.values,
                given, {}, None, target.parent_of(item)))
        except errors.Refused as refused:
            target.store.undo()
            return refused.message
    target.store.forget()
    return ''


# How far it is.

def _dirty(device: bigip.Device, group: store.Item) -> list[bigip.Device]:
    """Who has changes that the group has not, the latest last."""
    found = [one for one in [device, *others(device, group)]
             if one.standing.commits.get(group.path, cluster.NEVER)
             > one.standing.synced.get(group.path, cluster.NEVER)]
    return sorted(found, key=lambda one: one.standing.commits[group.path])


def state(device: bigip.Device, group: store.Item) -> State:
    """How a group of a device is.

    The summaries of In Sync and of a conflict are recorded, and the form of
    the lines about an action and a failure; the other texts are unverified.
    """
    path, name = group.path, group.place.name
    there = [device, *others(device, group)]
    action = ' - Recommended action: Synchronize {} to group ' + name
    for one in there:
        if path in one.standing.forced:
            status, reason = one.standing.forced[path]
            return State(status, _COLORS[status],
                         reason or status, ())
    if device.standing.running.get(path):
        return State(device.standing.polled,
                     _COLORS[device.standing.polled],
                     'The device group is synchronizing')
    for one in there:
        if one.standing.failures.get(path):
            lines = [' - Sync error on {}: Load failed from {} {}'.format(
                target, one.me.path, words)
                for target, words in one.standing.failures[path].items()]
            return State(
                'Sync Failure', _COLORS['Sync Failure'],
                'A validation error occurred while syncing to a remote '
                'device', (*lines, ' - Recommended action: Review the '
                           'error message and determine corrective action '
                           'on the device'))
    last = [one.standing.synced.get(path, cluster.NEVER) for one in there]
    if cluster.NEVER in last:
        return State(
            'Awaiting Initial Sync', _COLORS['Awaiting Initial Sync'],
            'The device group is awaiting the initial config sync',
            (action.format('one of the devices'),))
    dirty = _dirty(device, group)
    if len(dirty) > 1:
        first, latest = (one.me.place.name for one in dirty[-2:])
        return State(
            'Changes Pending', 'red',
            'There is a possible change conflict between {} and {}.'.format(
                first, latest), (action.format(latest),))
    if dirty:
        latest = dirty[0].me.place.name
        return State(
            'Changes Pending', _COLORS['Changes Pending'],
            '{} has changes that are not synchronized'.format(latest),
            (action.format(latest),))
    missed = [label for label, other in members(device, group)
              if other is None or other.standing.synced.get(
                  path, cluster.NEVER) < max(last)]
    if missed:
        latest = there[last.index(max(last))].me.place.name
        return State(
            'Not All Devices Synced', _COLORS['Not All Devices Synced'],
            '{} did not receive the last sync'.format(', '.join(missed)),
            (action.format(latest),))
    return State('In Sync', _COLORS['In Sync'],
                 'All devices in the device group are in sync')


def overall(device: bigip.Device) -> tuple[State, str, list[str]]:
    """The status of a device, its mode, and all lines about it."""
    known = cluster.peers(device)
    if not known:
        return State('Standalone', 'green', ' '), 'standalone', [
            'Optional action: Add a device to the trust domain']
    mode = 'high-availability'
    there = cluster.reached(device)
    lines = ['{}: {}connected'.format(
        item.place.name, '' if other in there else 'dis')
        for item, other in known]
    if not there:
        return State('Disconnected', 'blue', ' '), mode, lines
    states = [(group, state(device, group)) for group in _groups(device)
              if others(device, group)]
    worst = max((one for _, one in states), key=lambda one: (
        _ORDER.index(one.status), one.color == 'red'))
    for group, one in states:
        # In recordings of pending changes only what is not in sync is
        # listed.
        if worst.status == 'In Sync' or one.status != 'In Sync':
            lines.append('{} ({}): {}'.format(
                group.place.name, one.status, one.summary))
            lines += one.more
    return worst, mode, lines


def seen(device: bigip.Device) -> None:
    """A client has looked: a sync that is going on comes nearer its end."""
    running = device.standing.running
    for path in list(running):
        running[path] -= 1
        if running[path] <= 0:
            del running[path]
