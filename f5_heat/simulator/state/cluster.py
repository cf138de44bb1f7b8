# SPDX-License-Identifier: Apache-2.0

"""The network between devices, and the HA state of each."""

from __future__ import annotations

import copy
import dataclasses
import itertools
import threading
import time
import typing as t

from f5_heat.simulator.state import store

TRUST_GROUP = '/Common/device_trust_group'
ROOT = '/Common/Root'


@dataclasses.dataclass(frozen=True, order=True)
class Commit:
    """A commit id of a device group; a later one is larger."""

    number: int = 0
    originator: str = dataclasses.field(default='', compare=False)
    time: float = dataclasses.field(default=0.0, compare=False)


NEVER = Commit()


@dataclasses.dataclass
class HAState:
    """The HA state of a device, by the full paths of its groups.

    ``commits`` are the current commit ids, ``synced`` those of the last
    config-sync from or to the device. ``failures`` are the targets that
    refused a push, with their errors. ``claims`` tell when the device last
    became active for a traffic group. ``forced`` is a status that a test has
    set. ``polls`` is for how many polls a config-sync lasts, ``running`` how
    many of them are left, and ``polled`` the status until then.
    """

    commits: dict[str, Commit] = dataclasses.field(default_factory=dict)
    synced: dict[str, Commit] = dataclasses.field(default_factory=dict)
    sync_types: dict[str, str] = dataclasses.field(default_factory=dict)
    failures: dict[str, dict[str, str]] = dataclasses.field(
        default_factory=dict
    )
    claims: dict[str, int] = dataclasses.field(default_factory=dict)
    offline: bool = False
    forced: dict[str, tuple[str, str]] = dataclasses.field(
        default_factory=dict
    )
    polls: int = 0
    polled: str = 'Syncing'
    running: dict[str, int] = dataclasses.field(default_factory=dict)

    def copy(self) -> HAState:
        return copy.deepcopy(self)

    def retain(self, groups: t.Container[str]) -> None:
        """Drop all other groups."""
        for known in (
            self.commits,
            self.synced,
            self.sync_types,
            self.failures,
            self.running,
        ):
            for path in [one for one in known if one not in groups]:
                del known[path]


@dataclasses.dataclass(frozen=True)
class Identity:
    """The names and addresses of a device in a network."""

    number: int
    configsync_ip: str
    management_ip: str

    @property
    def name(self) -> str:
        return 'bigip{}'.format(self.number)

    @property
    def base_mac(self) -> str:
        return '02:00:00:00:00:{:02x}'.format(self.number)

    @property
    def chassis_id(self) -> str:
        return '00000000-0000-0000-{:012d}'.format(self.number)


class Peer(t.Protocol):
    """What a network needs to know of a device."""

    online: bool

    @property
    def identity(self) -> Identity: ...

    @property
    def me(self) -> store.Item: ...

    @property
    def hostname(self) -> str: ...

    def resolved(self, item: store.Item) -> dict[str, t.Any]: ...


D = t.TypeVar('D', bound=Peer)


class Network(t.Generic[D]):
    """A network in which simulated devices find each other.

    Its devices are called bigip1, bigip2, ... and have the management
    addresses 192.0.2.1, 192.0.2.2, ..., or others of the form ``management``,
    at which they find each other, whatever ports they listen on. One lock
    serves them all. ``configsync``: they have an address for config-sync, as
    an operator prepares devices for a cluster. Without one they can trust
    each other, but stay disconnected.
    """

    def __init__(
        self, configsync: bool = True, management: str = '192.0.2.{}'
    ):
        self.lock = threading.RLock()
        self.devices: list[D] = []
        self._configsync = configsync
        self._management = management
        self._numbers = itertools.count(1)
        self._ticks = itertools.count(1)
        self._cut: list[D] = []

    def add(self, device: D) -> Identity:
        """Add a device."""
        with self.lock:
            self.devices.append(device)
            number = next(self._numbers)
        return Identity(
            number,
            '198.51.100.{}'.format(number) if self._configsync else 'none',
            self._management.format(number),
        )

    def tick(self) -> int:
        """Return a number that is larger than all before."""
        return next(self._ticks)

    def commit(self, device: D) -> Commit:
        return Commit(self.tick(), device.me.path, time.time())

    def find(self, address: str) -> D | None:
        """Return the device with this address or host name."""
        for device in self.devices:
            values = device.resolved(device.me)
            if address in (
                values['managementIp'],
                values['configsyncIp'],
                device.hostname,
            ):
                return device
        return None

    def named(self, name: str) -> D:
        """Return the device of this name; ValueError if there is none."""
        for device in self.devices:
            if device.me.place.name == name.rpartition('/')[2]:
                return device
        raise ValueError(
            'there is no device {!r} in this network'.format(name)
        )

    def owner(self, item: store.Item) -> D | None:
        """Return the device that an object of cm/device stands for."""
        chassis = item.values.get('chassisId')
        for device in self.devices:
            if device.identity.chassis_id == chassis:
                return device
        return None

    def cut(self, device: D) -> None:
        """Cut a device off from the others."""
        if device not in self._cut:
            self._cut.append(device)

    def heal(self, device: D) -> None:
        if device in self._cut:
            self._cut.remove(device)

    def reachable(self, one: D, other: D) -> bool:
        return one is other or (
            one.online
            and other.online
            and one not in self._cut
            and other not in self._cut
        )
