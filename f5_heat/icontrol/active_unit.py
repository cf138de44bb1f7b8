# SPDX-License-Identifier: Apache-2.0

"""The active unit of a redundant BIG-IP, which the units are asked for."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import threading
import time
import typing as t

from oslo_log import log as logging

from f5_heat.icontrol import cluster
from f5_heat.icontrol import device
from f5_heat.icontrol import errors
from f5_heat.icontrol import retry
from f5_heat.icontrol.transport import hosts
from f5_heat.icontrol.transport import session as conversation

LOG = logging.getLogger(__name__)

# A standby takes a write without a word about it, so the units are asked which
# is active: again after so many seconds, which is less than they need to
# notice that the other one is gone.
_FRESH = 1.0

# A unit that could not be asked is left alone while another one answers: for
# so many times the seconds that the failure took, and for so many at most.
_REST = 10.0
_LONGEST_REST = 30.0

_PLACE = 'tm/cm/device'
_TRUST_GROUP = 'device_trust_group'

# A device group has eight members at most.
_MOST_UNITS = 8


@dataclasses.dataclass(frozen=True)
class _Standing:
    """The state of a unit as it says, and the units it knows to be active."""

    name: str
    state: str
    active: tuple[tuple[str, str], ...]

    @property
    def is_active(self) -> bool:
        return self.state == 'active'


@dataclasses.dataclass(frozen=True)
class _Failure:
    """A failure to ask a unit, which is then left alone for a while."""

    error: errors.IControlError
    at: float
    until: float


class ActiveUnit:
    """The active unit, as known for a moment, or else asked for.

    :param sessions: one for each unit.
    :param forward: makes the session for the management address of a unit
        that the others name as the active one; None keeps to ``sessions``.
    :param sync_group: the device group from which a unit that becomes active
        fetches what it lacks.
    """

    def __init__(
        self,
        sessions: t.Sequence[conversation.Session],
        forward: t.Callable[[str], conversation.Session] | None,
        sync_group: str | None,
    ):
        self._sessions = list(sessions)
        self._forward = forward
        self._forwarded: dict[str, conversation.Session] = {}
        self._sync_group = sync_group
        #: Whether requests went to more than one unit so far.
        self.has_moved = False
        self._lock = threading.Lock()
        self._search: concurrent.futures.Future | None = None
        self._active: conversation.Session | None = None
        self._asked = 0.0
        # The unit that requests went to last, and those that failed.
        self._served: conversation.Session | None = None
        self._served_name: str | None = None
        self._failed: dict[conversation.Session, _Failure] = {}

    @property
    def url(self) -> str:
        return ', '.join(one.url for one in self._sessions)

    def all(self) -> list[conversation.Session]:
        """Return the sessions of all units that are known."""
        return [*self._sessions, *self._forwarded.values()]

    def find(
        self, method: str, path: str, within: float | None = None
    ) -> conversation.Session:
        """Return the active unit; one thread asks, the others wait for it.

        :param within: the seconds that it may take.
        """
        patience = self._sessions[0].queue_timeout
        if within is not None:
            patience = min(patience, within)
        found = None
        while found is None:
            with self._lock:
                if (
                    self._active is not None
                    and time.monotonic() < self._asked + _FRESH
                ):
                    return self._active
                search, mine = self._search, self._search is None
                if search is None:
                    search = self._search = concurrent.futures.Future()
            if mine:
                self._look(search, within)
            elif not concurrent.futures.wait([search], patience).done:
                raise errors.NotActive(
                    f'which unit is active was not to be heard for '
                    f'{patience:g} seconds, and other requests wait for it '
                    f'already ({self.url})',
                    method,
                    f'/mgmt/{path}',
                )
            try:
                found = search.result()
            except errors.NotActive as error:
                raise errors.NotActive(
                    error.reason, method, f'/mgmt/{path}'
                ) from None
        return found

    def _look(
        self, search: concurrent.futures.Future, within: float | None
    ) -> None:
        found, failure = None, None
        try:
            found = self._find(within)
        except errors.IControlError as error:
            # The request of the caller was not sent.
            error.sent = False
            failure = error
        finally:
            with self._lock:
                self._search = None
                self._active = found
                self._asked = time.monotonic()
            if failure is not None:
                search.set_exception(failure)
            else:
                # None if this thread was stopped: one of those who wait asks
                # then.
                search.set_result(found)

    def doubt(self, unit: conversation.Session) -> None:
        """Forget that a unit is active, so that it is asked again."""
        with self._lock:
            if unit is self._active:
                self._asked -= _FRESH

    def note_failure(
        self,
        unit: conversation.Session,
        error: errors.IControlError,
        started: float,
    ) -> None:
        now = time.monotonic()
        rest = min(_LONGEST_REST, _REST * (now - started))
        with self._lock:
            self._failed[unit] = _Failure(error, now, now + rest)

    def _find(self, within: float | None) -> conversation.Session:
        """Ask the units one by one until one is active.

        :raises IControlError: none is.
        """
        left = countdown(within)
        heard: list[_Standing] = []
        failures: list[errors.IControlError] = []
        for unit in self._in_turn():
            failure = self._failed.get(unit)
            if heard and failure and time.monotonic() < failure.until:
                failures.append(failure.error)
                continue
            standing = self._ask(unit, failures, left())
            if standing is None:
                continue
            if standing.is_active:
                return self._serve(unit, standing)
            heard.append(standing)
        if not heard:
            raise min(failures, key=_rank)
        known = {one.name for one in heard}
        elsewhere = {
            name: address
            for one in heard
            for name, address in one.active
            if name not in known
        }
        if self._forward is not None:
            for address in elsewhere.values():
                peer = self._peer(address)
                asked = self._ask(peer, failures, left()) if peer else None
                if peer and asked and asked.is_active:
                    return self._serve(peer, asked)
        if elsewhere:
            for error in failures:
                if not retry.is_transient(error):
                    raise error
        said = ', '.join(f'{one.name} is {one.state}' for one in heard)
        if elsewhere and not failures and self._forward is None:
            raise errors.Standby(said, elsewhere)
        if failures:
            said += f'; another unit cannot be asked: {failures[0]}'
        raise errors.NotActive(f'no unit is active: {said}', 'GET', '')

    def _in_turn(self) -> list[conversation.Session]:
        """Return the units: the last active first, silent ones last."""
        with self._lock:
            return sorted(
                self.all(),
                key=lambda unit: (
                    self._failed[unit].at if unit in self._failed else 0.0,
                    unit is not self._active,
                ),
            )

    def _peer(self, address: str) -> conversation.Session | None:
        """Return the session of a unit that is not among those given."""
        if self._forward is None or not hosts.is_address(address):
            return None
        if address not in self._forwarded:
            while len(self._forwarded) >= _MOST_UNITS:
                former = self._forwarded.pop(next(iter(self._forwarded)))
                self._failed.pop(former, None)
                former.close()
            self._forwarded[address] = self._forward(address)
        return self._forwarded[address]

    def _ask(
        self,
        unit: conversation.Session,
        failures: list[errors.IControlError],
        within: float | None,
    ) -> _Standing | None:
        started = time.monotonic()
        try:
            standing = _standing(unit, within)
        except errors.IControlError as error:
            failures.append(error)
            self.note_failure(unit, error, started)
            return None
        with self._lock:
            self._failed.pop(unit, None)
        return standing

    def _serve(
        self, unit: conversation.Session, standing: _Standing
    ) -> conversation.Session:
        """Let a unit take requests, once it has the objects of the last one.

        A unit that has just become active may lack objects of the former
        one, and a 404 would mean nothing.
        """
        if self._served not in (None, unit):
            status = cluster.sync_status(device.BigIP(unit))
            if _lacks(status, standing.name):
                self._fetch(status, standing.name)
                raise errors.NotActive(
                    f'{standing.name} is active, but lacks what has '
                    f'changed elsewhere: {status}',
                    'GET',
                    '',
                )
            LOG.info('%s is the active unit.', unit.url)
            self.has_moved = True
        self._served, self._served_name = unit, standing.name
        return unit

    def _fetch(self, status: cluster.SyncStatus, name: str) -> None:
        """Sync from the former active unit, if the device advises that."""
        group = self._sync_group
        if (
            group
            and self._served_name not in (None, name)
            and (status.advice(group) == self._served_name)
        ):
            LOG.info(
                'What has changed on %s is brought to the group %s.',
                self._served_name,
                group,
            )
            cluster.sync(device.BigIP(self._served), group)


def countdown(seconds: float | None) -> t.Callable[[], float | None]:
    """Return a function that returns the seconds left, None for no limit."""
    if seconds is None:
        return lambda: None
    end = time.monotonic() + seconds
    return lambda: max(0.0, end - time.monotonic())


def _rank(failure: errors.IControlError) -> int:
    """Rank failures by which to report: transient, then permanent ones.

    "No connection" comes last: it holds only if it holds for all units.
    """
    if isinstance(failure, errors.NoConnection):
        return 2
    return 0 if retry.is_transient(failure) else 1


def _standing(unit: conversation.Session, within: float | None) -> _Standing:
    answer = unit.request(
        'GET',
        _PLACE,
        None,
        {'$select': 'name,selfDevice,failoverState,managementIp'},
        within=within,
    )
    items = answer.get('items') if isinstance(answer, dict) else None
    if isinstance(items, list) and all(isinstance(one, dict) for one in items):
        for own in items:
            if own.get('selfDevice') == 'true':
                return _Standing(
                    _bare(own),
                    str(own.get('failoverState')),
                    tuple(
                        (_bare(one), str(one.get('managementIp')))
                        for one in items
                        if one is not own
                        and one.get('failoverState') == 'active'
                    ),
                )
    raise errors.InvalidAnswer(
        'No device in it is the device itself.', 'GET', f'/mgmt/{_PLACE}'
    )


def _bare(item: dict) -> str:
    # 11.6.0 has the path as the name.
    return str(item.get('name')).rpartition('/')[2]


def _lacks(status: cluster.SyncStatus, name: str) -> bool:
    """Return whether a unit lacks changes that another one can give it.

    Units that cannot be reached do not count.
    """
    gone = status.disconnected
    for group, state in status.groups.items():
        if group == _TRUST_GROUP:
            continue
        source = status.advice(group)
        if (
            state == 'Syncing'
            or source not in (None, name, *gone)
            or any(f'Sync error on {name}:' in line for line in status.details)
        ):
            return True
    return False
