# SPDX-License-Identifier: Apache-2.0

"""Trust between BIG-IPs, the groups of devices it allows, and their sync.

Every function takes a ``BigIP`` first and speaks to that device alone, which
passes changes on to those that it trusts. Devices and groups
go by their bare names: all of them lie in ``/Common``.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import typing as t

from f5_heat.icontrol import device
from f5_heat.icontrol import errors
from f5_heat.icontrol import paths
from f5_heat.icontrol import secret
from f5_heat.icontrol.transport import hosts

GROUPS = 'cm/device-group'
IN_SYNC = 'In Sync'
DISCONNECTED = 'Disconnected'
STANDALONE = 'Standalone'

#: The states that do not pass by themselves. All states are listed in
#: F5-BIGIP-SYSTEM-MIB, at sysCmSyncStatusId. A device that is in no group with
#: others is Standalone.
BROKEN = frozenset(
    (DISCONNECTED, 'Sync Failure', 'Incompatible Version', STANDALONE)
)

_GROUP = re.compile(r'(.+?) \(([^()]+)\)')
_ADVICE = re.compile(r'Synchronize (\S+) to group (\S+)')
_PLAIN = re.compile(r'[\w.@%+=:,/^~-]+', re.ASCII)


@dataclasses.dataclass(frozen=True)
class SyncStatus:
    """The sync status of a device and of its groups.

    ``status``, such as ``In Sync``, ``color`` and ``summary`` are about all
    groups of the device; ``details`` are the device's lines about each peer
    and each group.
    """

    status: str
    color: str
    summary: str
    details: tuple[str, ...]

    @property
    def groups(self) -> dict[str, str]:
        """The status of each group that the device reports, by name."""
        found = map(_GROUP.match, self.details)
        return {
            _bare(match.group(1)): match.group(2) for match in found if match
        }

    @property
    def disconnected(self) -> list[str]:
        """The names of the devices that the device cannot reach."""
        return [
            line.removesuffix(': disconnected')
            for line in self.details
            if line.endswith(': disconnected')
        ]

    def of(self, group: str) -> str:
        """Return the status of a group.

        Some versions report only the groups that are not in sync, if there
        are any. Without any group it is the status of the device.
        """
        groups = self.groups
        if groups and IN_SYNC not in groups.values():
            return groups.get(_bare(group), IN_SYNC)
        return groups.get(_bare(group), self.status)

    def is_broken(self, group: str) -> bool:
        """Return whether the group does not come into sync by itself."""
        status = self.of(group)
        return status in BROKEN or (
            status == 'Not All Devices Synced' and bool(self.disconnected)
        )

    def advice(self, group: str) -> str | None:
        """Return the device that the device advises to sync from, if any."""
        for line in self.details:
            found = _ADVICE.search(line)
            if found and _bare(found.group(2)) == _bare(group):
                return _bare(found.group(1))
        return None

    def __str__(self) -> str:
        lines = dict.fromkeys(
            line.strip()
            for line in (self.status, self.summary, *self.details)
            if line.strip()
        )
        return '; '.join(lines)


def own_device(bigip: device.BigIP) -> dict:
    """Return the ``cm/device`` object that is the device itself.

    :raises InvalidAnswer: there is none.
    """
    for found in _devices(bigip):
        if found.get('selfDevice') == 'true':
            return found
    raise errors.InvalidAnswer(
        'No device in it is the device itself.', 'GET', '/mgmt/tm/cm/device'
    )


def trusted(bigip: device.BigIP) -> set[str]:
    """Return the names of the devices that it trusts, with its own."""
    return {item['name'] for item in _devices(bigip)}


def _devices(bigip: device.BigIP) -> list[dict]:
    """Return the devices that a device knows: itself and those it trusts.

    Their names become parts of commands on other devices.

    :raises InvalidAnswer: one has a name that no device can have.
    """
    found = bigip.list('cm/device')
    for item in found:
        _check_name(item.get('name'), 'cm/device')
    return found


def _check_name(name: t.Any, uri: str) -> None:
    if not isinstance(name, str) or not paths.is_plain(
        name.removeprefix('/Common/')
    ):
        raise errors.InvalidAnswer(
            f'A device in it has the name {name!r}, which is none.',
            'GET',
            f'/mgmt/tm/{uri}',
        )


def add_to_trust(
    bigip: device.BigIP, peer: dict, username: str, password: str
) -> None:
    """Let the device and a peer trust each other, as authorities both.

    :param peer: the peer's ``own_device``. The device reaches it at its
        ``managementIp``, and checks username and password there.
    :raises Unsupported: the device is older than 12.0.
    """
    _need_12(bigip, 'add a device to the trust domain')
    _check_name(peer['name'], 'cm/device')
    address = peer.get('managementIp')
    if not isinstance(address, str) or not hosts.is_address(address):
        raise errors.InvalidAnswer(
            f'The device {peer["name"]} tells {address!r} as its management '
            f'address, which is none.',
            'GET',
            '/mgmt/tm/cm/device',
        )
    quoted = _quoted(password)
    try:
        bigip.run(
            'cm/add-to-trust',
            'run',
            name='Root',
            caDevice=True,
            device=address,
            deviceName=peer['name'],
            username=username,
            password=secret.Secret(quoted),
        )
    except errors.HTTPError as error:
        raise type(error)(
            error.status,
            error.code,
            secret.hide(error.message, (quoted, password)),
            error.method,
            error.path,
            error.sent,
        ) from None


def remove_from_trust(bigip: device.BigIP, name: str) -> None:
    """Take a device out of the trust domain of this one.

    The trust of the other device does not change: it needs the same command
    there.

    :raises Unsupported: the device is older than 12.0.
    """
    _need_12(bigip, 'remove a device from the trust domain')
    bigip.run(
        'cm/remove-from-trust',
        'run',
        name='Root',
        caDevice=True,
        deviceName=name,
    )


def members(bigip: device.BigIP, group: str) -> dict[str, str]:
    """Return the names of a group's devices, each with its path there."""
    found = bigip.list(_members(group))
    for item in found:
        _check_name(item.get('name'), GROUPS)
    # 11.6.0 has the path as the name.
    return {
        _bare(item['name']): item.get('fullPath', item['name'])
        for item in found
    }


def set_members(
    bigip: device.BigIP, group: str, names: t.Collection[str]
) -> None:
    """Make these devices, which trust each other, the members of a group.

    :raises NotFound: there is no such group.
    """
    found = members(bigip, group)
    for name in names:
        if name not in found:
            _despite(
                errors.Conflict,
                functools.partial(
                    bigip.create,
                    _members(group),
                    {'name': name, 'partition': 'Common'},
                ),
            )
    for name, path in found.items():
        if name not in names:
            _despite(
                errors.NotFound,
                functools.partial(bigip.delete, _members(group), path),
            )


def delete_group(bigip: device.BigIP, group: str) -> None:
    """Delete a group, after its members; it may be gone already."""
    try:
        set_members(bigip, group, ())
    except errors.NotFound:
        return
    _despite(
        errors.NotFound,
        functools.partial(bigip.delete, GROUPS, paths.full(group)),
    )


def is_group_name(text: str) -> bool:
    """Return whether a device group can have the name, or path in /Common."""
    return paths.is_plain(text.removeprefix('/Common/'))


def sync(
    bigip: device.BigIP,
    group: str,
    direction: str = 'to-group',
    force: bool = False,
) -> None:
    """Begin to copy the configuration between the device and a group.

    It goes on after this returns; ``sync_status`` shows its progress.

    :param direction: ``to-group`` or ``from-group``.
    :param force: replace the configuration of the group's devices as a
        whole, whatever has changed there.
    :raises ValueError: no group can have that name.
    """
    if not is_group_name(group):
        raise ValueError(f'{group!r} cannot be the name of a device group.')
    words = [
        'config-sync',
        *(['force-full-load-push'] if force else []),
        direction,
        _bare(group),
    ]
    bigip.run('cm', 'run', utilCmdArgs=' '.join(words))


def sync_status(bigip: device.BigIP) -> SyncStatus:
    """Return the sync status of a device."""
    uri = 'tm/cm/sync-status'
    answer = bigip.request('GET', uri)
    try:
        (entry,) = answer['entries'].values()
        entries = entry['nestedStats']['entries']
        return SyncStatus(
            entries['status']['description'],
            entries['color']['description'],
            entries.get('summary', {}).get('description', ''),
            tuple(_details(entries)),
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        pass
    raise errors.InvalidAnswer(
        'Its statistics have an unknown shape.', 'GET', f'/mgmt/{uri}'
    )


def _details(entries: dict) -> list[str]:
    lines = {}
    for key, entry in entries.items():
        if key.endswith('/details'):
            for place, line in entry['nestedStats']['entries'].items():
                lines[int(place.rpartition('/')[2])] = line['nestedStats'][
                    'entries'
                ]['details']['description']
    return [lines[number] for number in sorted(lines)]


def _bare(name: str) -> str:
    return name.rpartition('/')[2]


def _members(group: str) -> str:
    return paths.within(GROUPS, paths.full(group), 'devices')


def _despite(
    error: type[errors.HTTPError], request: t.Callable[[], t.Any]
) -> None:
    """Send a request whose change another device may have made already."""
    try:
        request()
    except error:
        pass


def _need_12(bigip: device.BigIP, what: str) -> None:
    if int(bigip.version.partition('.')[0]) < 12:
        raise errors.Unsupported(
            f'A BIG-IP of version {bigip.version} cannot {what} through '
            f'iControl REST; 12.0 is the first that can.'
        )


def _quoted(password: str) -> str:
    """Return a password, quoted as a word of tmsh."""
    if _PLAIN.fullmatch(password):
        return password
    escaped = password.replace('\\', '\\\\').replace('"', '\\"')
    return f'"{escaped}"'
