# SPDX-License-Identifier: Apache-2.0

"""The control interface, by which tests observe and disturb a device.

In a process it is the object ``bigip.control``. Over HTTP each public
method is ``POST /<method>`` on the control port, its arguments a JSON
object and its result the JSON answer:

    POST /inject {"fault": "drop-after", "method": "POST", "times": 1}
    POST /set_member_state {"pool": "/Common/web",
                            "member": "/Common/10.0.0.1:80",
                            "state": "down"}
    POST /counts
"""

from __future__ import annotations

import collections
import dataclasses
import re
import secrets
import threading
import typing as t

from f5_heat.simulator.control import boot
from f5_heat.simulator.control import faults
from f5_heat.simulator.documents import queries
from f5_heat.simulator.documents import render
from f5_heat.simulator.ha import configsync
from f5_heat.simulator.ha import failover
from f5_heat.simulator.ha import sync_status
from f5_heat.simulator.ha import trust
from f5_heat.simulator.rest import authentication
from f5_heat.simulator.rest import messages
from f5_heat.simulator.schema import paths
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import cluster
from f5_heat.simulator.state import store

_KEPT = 100_000


@dataclasses.dataclass(slots=True)
class Held:
    """A request that waits until a test releases it."""

    method: str
    path: str
    released: bool = False
    dropped: bool = False


class Snapshot(t.NamedTuple):
    """The state that ``restore`` restores."""

    store: store.Store
    files: dict[str, bytes]
    monitored: dict[tuple[str, str], str]
    connections: dict[tuple[str, str], int]
    ha_state: cluster.HAState


class Control:
    """Logs requests, injects faults and sets the state of a device."""

    METHODS = frozenset(
        (
            'requests',
            'counts',
            'clear',
            'set_latency',
            'inject',
            'set_member_state',
            'set_connections',
            'expire_tokens',
            'reset',
            'snapshot',
            'restore',
            'config',
            'disconnect',
            'reconnect',
            'fail_over',
            'set_sync_status',
            'set_sync_polls',
            'reboot',
            'boot_phase',
            'wait_held',
            'release',
            'fired',
            'mend',
            'set_clock',
        )
    )

    def __init__(
        self, device: bigip.Device, authenticator: authentication.Authenticator
    ):
        self._device = device
        self._authenticator = authenticator
        self._lock = threading.Lock()
        self._requests: collections.deque[dict[str, t.Any]] = (
            collections.deque(maxlen=_KEPT)
        )
        self._connections = 0
        #: How often what came so far was forgotten.
        self.cleared = 0
        self._faults: list[faults.Fault] = []
        self._held: list[Held] = []
        self._holding = threading.Condition(self._lock)
        self._injected: list[faults.Fault] = []
        self._snapshots: dict[str, Snapshot] = {'': self._state()}
        self.latency = 0.0
        self.boot = boot.Boot(device, authenticator)

    # Called by the server.

    def connected(self, cleared: int) -> None:
        """Count a connection, unless it began before the last ``clear``.

        ``cleared`` is what it was when the connection was accepted.
        """
        with self._lock:
            self._connections += cleared == self.cleared

    def served(self, request: messages.Request, status: int | None) -> None:
        login = request.path.rstrip('/') == '/mgmt/shared/authn/login'
        with self._lock:
            self._requests.append(
                {
                    'method': request.method,
                    'path': request.path,
                    'query': request.query,
                    'status': status,
                    'auth': request.how,
                    'connection': request.connection,
                    'login': login,
                    'took': request.took,
                    'fault': request.fault,
                    'body': ''
                    if login
                    else request.body.decode('utf-8', 'replace'),
                }
            )

    def fault_for(self, request: messages.Request) -> faults.Fault | None:
        with self._lock:
            for fault in self._faults:
                if not fault.matches(request):
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                fault.fired += 1
                request.fault = fault.fault
                if fault.times <= 0:
                    self._faults.remove(fault)
                return fault
        return None

    def hold(self, request: messages.Request) -> bool:
        """Wait until a request is released; False if it is dropped."""
        held = Held(request.method, request.path)
        with self._holding:
            self._held.append(held)
            self._holding.notify_all()
            self._holding.wait_for(lambda: held.released)
        return not held.dropped

    # Called by tests.

    def requests(self) -> list[dict[str, t.Any]]:
        """Return the requests since ``clear``.

        Each has its method, path, query, status (None if no answer was
        sent), auth ('token', 'basic' or ''), the number of its connection,
        whether it was a login, and its body unless it was one. ``fault`` is
        the fault it met, and ``took`` the status that this kept from the
        client, None if the request had no effect.
        """
        with self._lock:
            return list(self._requests)

    def counts(self) -> dict[str, t.Any]:
        """Count ``requests`` by method, ``logins`` and ``connections``.

        Logins are not among the requests.
        """
        with self._lock:
            return {
                'requests': dict(
                    collections.Counter(
                        one['method']
                        for one in self._requests
                        if not one['login']
                    )
                ),
                'logins': sum(one['login'] for one in self._requests),
                'connections': self._connections,
            }

    def clear(self) -> None:
        """Forget the requests and the connections so far."""
        with self._lock:
            self._requests.clear()
            self._connections = 0
            self.cleared += 1

    def set_latency(self, seconds: float) -> None:
        """Delay each answer by so many seconds."""
        self.latency = seconds

    def inject(
        self,
        fault: str,
        when: str = 'before',
        method: str | None = None,
        path: str = '',
        times: int = 1,
        skip: int = 0,
        seconds: float = 0.0,
        body: str = '',
    ) -> int:
        """Inject a fault.

        ``fault`` is one of ``faults.FAULTS``; those ending in ``-repeating``
        have the body of the request in the answer. ``method``, ``path`` and
        ``body`` (regular expressions) say which requests, ``times`` how
        many, after ``skip`` others. A faulty answer replaces the true one
        ``when`` 'before' or 'after' the request took effect. ``slow``
        waits ``seconds`` before the answer. ``drop-before`` and ``drop-after``
        close the connection without an answer, ``drop-body`` in the middle
        of its body. ``hold-before`` and ``hold-after`` keep the request
        until ``release``, before it takes effect or before it is answered.
        Returns the index of the fault in ``fired``. Raises ValueError for
        an unknown fault.
        """
        if fault not in faults.FAULTS or when not in ('before', 'after'):
            raise ValueError('unknown fault {!r} {!r}'.format(fault, when))
        made = faults.Fault(
            fault,
            when,
            method,
            re.compile(path),
            times,
            skip,
            seconds,
            re.compile(body),
        )
        with self._lock:
            self._faults.append(made)
            self._injected.append(made)
            return len(self._injected) - 1

    def fired(self) -> list[int]:
        """Return how many requests met each fault, in order of injection."""
        with self._lock:
            return [fault.fired for fault in self._injected]

    def mend(self) -> None:
        """Remove all faults and their counts."""
        with self._lock:
            self._faults.clear()
            self._injected.clear()

    def wait_held(
        self, count: int = 1, seconds: float = 60.0
    ) -> list[dict[str, str]]:
        """Wait until so many requests are held, or the time is up.

        Returns method and path of each.
        """
        with self._holding:
            self._holding.wait_for(lambda: len(self._held) >= count, seconds)
            return [
                {'method': held.method, 'path': held.path}
                for held in self._held
            ]

    def release(self, drop: bool = False) -> None:
        """Let held requests go on, or ``drop`` them.

        A dropped request that was held before it took effect has none; its
        connection is closed.
        """
        with self._holding:
            for held in self._held:
                held.released, held.dropped = True, drop
            self._held.clear()
            self._holding.notify_all()

    def set_member_state(self, pool: str, member: str, state: str) -> None:
        """Set what the monitor of a pool member finds: 'up', 'down', ...

        It is the monitor of a node when ``pool`` is ''.
        """
        with self._device.lock:
            self._device.monitored[pool, member] = state

    def set_connections(self, pool: str, member: str, current: int) -> None:
        """Set how many connections a pool member has."""
        with self._device.lock:
            self._device.connections[pool, member] = current

    def set_clock(self, seconds: float) -> None:
        """Set the device's clock so many seconds ahead."""
        self._device.clock = float(seconds)

    def expire_tokens(self) -> None:
        """Let all tokens expire."""
        self._authenticator.expire()

    def reboot(self) -> None:
        """Reboot the device; it stays ``down`` until ``boot_phase``.

        Unsaved configuration is lost.
        """
        self.boot.begin()

    def boot_phase(self, phase: str) -> None:
        """Move a rebooting device to a phase.

        In order they are ``down`` (connections are reset), ``restarting``
        (only the web server answers), ``registering`` (the REST workers are
        missing), ``mcpd-lost``, ``loading`` (the factory configuration is
        active) and ``running``. Raises ValueError for an unknown phase, and
        if the device does not reboot.
        """
        self.boot.enter(phase)

    # For tests of clusters.

    def disconnect(self, device: str = '') -> None:
        """Cut a device, this one if none is named, off from the others.

        Clients still reach it. Raises ValueError for an unknown name.
        """
        network = self._device.network
        with network.lock:
            network.cut(network.named(device) if device else self._device)

    def reconnect(self, device: str = '') -> None:
        """Undo ``disconnect``."""
        network = self._device.network
        with network.lock:
            network.heal(network.named(device) if device else self._device)
            configsync.reconnect(network)

    def fail_over(
        self, traffic_group: str = '/Common/traffic-group-1', device: str = ''
    ) -> str:
        """Fail over to the next device, or to the named one.

        Returns the name of the device that is now active. Raises
        ValueError if there is no such traffic group or no other device.
        """
        own = self._device
        with own.lock:
            group = own.store.get(
                'cm/traffic-group', paths.absolute(traffic_group)
            )
            before = failover.active(own, group) if group else None
            if group is None or before is None:
                raise ValueError('nobody is active for ' + traffic_group)
            failover.stand_by(
                before,
                group.path,
                own.network.named(device) if device else None,
            )
            after = failover.active(own, group)
            if after is None or after is before:
                raise ValueError(
                    'there is no other device for ' + traffic_group
                )
            return after.me.place.name

    def set_sync_status(
        self, group: str, status: str = '', reason: str = ''
    ) -> None:
        """Force the status of a device group, until it is set to ''.

        ``reason`` is the summary. All members that reach this device show
        it. Raises ValueError for an unknown status.
        """
        if status and status not in sync_status.STATUSES:
            raise ValueError('unknown status {!r}'.format(status))
        with self._device.lock:
            forced = self._device.ha_state.forced
            forced.pop(paths.absolute(group), None)
            if status:
                forced[paths.absolute(group)] = status, reason

    def set_sync_polls(self, polls: int, status: str = 'Syncing') -> None:
        """Set for how many status polls a config-sync of this device lasts.

        Raises ValueError for an unknown status, and if ``polls`` is no
        integer.
        """
        if not isinstance(polls, int):
            raise ValueError('polls is a number, not {!r}'.format(polls))
        if status not in sync_status.STATUSES:
            raise ValueError('unknown status {!r}'.format(status))
        with self._device.lock:
            self._device.ha_state.polls = polls
            self._device.ha_state.polled = status

    def reset(self) -> None:
        """Restore factory defaults: objects, tokens, faults and counters.

        Other devices no longer trust this one; held requests are dropped.
        """
        self.release(drop=True)
        with self._device.lock:
            self._device.network.heal(self._device)
            trust.leave(self._device)
        self.restore('')
        with self._device.lock:
            self._device.saved[''] = self._device.saved['default']
            self.boot.finish()
        self._authenticator.clear()
        self.latency = 0.0
        self.set_clock(0)
        self.clear()
        self.mend()

    def snapshot(self) -> str:
        """Save the state of the device; return its name for ``restore``."""
        name = secrets.token_hex(8)
        self._snapshots[name] = self._state()
        return name

    def restore(self, snapshot: str) -> None:
        """Restore a snapshot; raises KeyError if there is none."""
        found = self._snapshots[snapshot]
        with self._device.lock:
            self._device.store = found.store.copy()
            self._device.ha_state = found.ha_state.copy()
            self._device.files = dict(found.files)
            self._device.monitored = dict(found.monitored)
            self._device.connections = dict(found.connections)

    def _state(self) -> Snapshot:
        device = self._device
        with device.lock:
            return Snapshot(
                device.store.copy(),
                dict(device.files),
                dict(device.monitored),
                dict(device.connections),
                device.ha_state.copy(),
            )

    def config(self) -> dict[str, dict[str, t.Any]]:
        """Return the objects that are not built in.

        {collection: {full path: object}}.
        """
        query = queries.Query('', self._device.version)
        found: dict[str, dict[str, t.Any]] = {}
        with self._device.lock:
            for item in self._device.store.everything():
                if not item.builtin:
                    found.setdefault(item.where, {})[item.path] = (
                        render.item_json(self._device, item, query, True)
                    )
        return found
