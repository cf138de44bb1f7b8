# SPDX-License-Identifier: Apache-2.0

"""A write-behind: it saves and syncs a BIG-IP once its changes have settled.

The workers of a heat-engine share a ledger, so that one of them does it for
the changes of all.
"""

from __future__ import annotations

import functools
import re
import threading
import time
import typing as t

import tenacity
from oslo_log import log as logging

from f5_heat.icontrol import cluster
from f5_heat.icontrol import device
from f5_heat.icontrol import errors
from f5_heat.icontrol import paths
from f5_heat.saving import ledger

LOG = logging.getLogger(__name__)

#: Seconds without a change after which a device is saved.
DELAY = 3.0

# A device whose changes never settle is saved after so many delays.
_LONGEST = 10

# Logins, files, and the begin or the end of a transaction are no changes.
_ASIDE = re.compile(r'shared/(authn|authz|file-transfer)/|tm/transaction')

# The other devices of a group load their copy before they are in sync.
_SYNCING = tenacity.Retrying(
    retry=tenacity.retry_if_result(lambda done: not done),
    wait=tenacity.wait_exponential(multiplier=0.1, max=2),
    stop=tenacity.stop_after_delay(300),
    retry_error_callback=lambda state: False,
)

_TURN = tenacity.Retrying(
    retry=tenacity.retry_if_result(lambda failures: failures is None),
    wait=tenacity.wait_fixed(0.2),
    stop=tenacity.stop_after_delay(600),
)


class Wanted(t.NamedTuple):
    """The wishes of a device: whether to save and sync it, and when."""

    save: bool = False
    sync_group: str | None = None
    delay: float = DELAY


class OutOfSync(Exception):
    """A device group did not come into sync."""

    def __init__(self, group: str, status: cluster.SyncStatus):
        super().__init__(
            f'The device group {group} does not come into sync: {status}.'
        )


Failures = dict[str, errors.IControlError | OutOfSync]


class WriteBehind:
    """The saves and syncs of one device, in one process.

    :param name: the name of the device, in the ledger and in the log.
    :param failed: is called with the first of several failures in a row:
        'save' or 'sync', and the reason.
    """

    def __init__(
        self,
        name: str,
        book: ledger.Ledger,
        failed: t.Callable[[str, str, str], None],
    ):
        self._name = name
        self._ledger = book
        self._failed = failed
        self._bigip: device.BigIP | None = None
        self._wanted = Wanted()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ending = threading.Event()
        # Held while the device is saved: the ledger's turn is the process's.
        self._at_it = threading.Lock()
        self._looked = 0.0
        self._told: set[str] = set()

    def use(self, bigip: device.BigIP, wanted: Wanted) -> None:
        """Replace the session of the device, and its wishes."""
        self._bigip = bigip
        self._wanted = wanted

    def observe(
        self,
        method: str,
        path: str,
        body: t.Any,
        started: float,
        certain: bool,
    ) -> None:
        """Note a request that was sent to the device."""
        if not self._is_wanted() or (_ASIDE.match(path) and method != 'PATCH'):
            return
        command = body.get('command') if isinstance(body, dict) else None
        if path == 'tm/sys/config' and command == 'save':
            if certain and body == {'command': 'save'}:
                self._ledger.note(self._name, saved=started)
        elif path != 'tm/cm' or ' to-group ' not in str(body):
            self.changed()

    def changed(self) -> None:
        """Save and sync the device after a while."""
        self._ledger.note(self._name, changed=time.monotonic())
        self._start()

    def flush(self) -> None:
        """Save and sync the device now, if that is pending.

        :raises IControlError, OutOfSync: it failed.
        """
        if not self._is_pending():
            return
        for failure in _TURN(self._bring, True).values():
            raise failure

    def end(self) -> None:
        """Save and sync at once if that is pending, without retries."""
        self._ending.set()
        if self._is_pending():
            self._start()

    def join(self, timeout: float) -> None:
        """Wait until no save or sync is under way."""
        thread = self._thread
        if thread is not None:
            thread.join(timeout)

    def forget(self) -> None:
        """Stop saving the device."""
        self._wanted = Wanted()
        self._ledger.forget(self._name)

    def _is_wanted(self) -> bool:
        return bool(self._wanted.save or self._wanted.sync_group)

    def _is_pending(self) -> bool:
        return any(self._due(self._ledger.times(self._name)))

    def _due(self, times: ledger.Times) -> tuple[bool, bool]:
        """Return whether to save the device, and whether to sync it."""
        return (
            self._wanted.save and times.saved < times.changed,
            bool(self._wanted.sync_group) and times.synced < times.changed,
        )

    def _start(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(
                    target=self._run, name='write-behind', daemon=True
                )
                self._thread.start()

    def _run(self) -> None:
        self._looked = time.monotonic()
        while self._has_more():
            self._wait_for_quiet()
            if (_TURN if self._ending.is_set() else self._persistently)(
                self._bring
            ):
                # The next change, or the next engine, tries again.
                with self._lock:
                    self._thread = None
                return

    def _has_more(self) -> bool:
        with self._lock:
            if self._is_pending():
                return True
            self._thread = None
            return False

    def _wait_for_quiet(self) -> None:
        delay = self._wanted.delay
        latest = time.monotonic() + _LONGEST * delay
        left = delay
        while left > 0 and not self._ending.wait(left):
            changed = self._ledger.times(self._name).changed
            left = min(changed + delay, latest) - time.monotonic()

    def _persistently(
        self, bring: t.Callable[[], Failures | None]
    ) -> Failures | None:
        """Try until it is done; return the failures that are permanent."""
        return tenacity.Retrying(
            retry=tenacity.retry_if_result(_may_pass),
            wait=(
                tenacity.wait_exponential(multiplier=1, max=300)
                + tenacity.wait_random(0, 1)
            ),
            sleep=tenacity.sleep_using_event(self._ending),
            stop=tenacity.stop_when_event_set(self._ending),
            retry_error_callback=lambda state: state.outcome.result(),
        )(bring)

    def _bring(self, leaving: bool = False) -> Failures | None:
        """Save and sync the device, as far as that is pending.

        :param leaving: whether this is the last time: then it is tried even if
            another process has just failed, and the group may be gone.
        :returns: the failures; None if another process is busy with it, or
            has failed and reported it.
        """
        with self._at_it, self._ledger.turn(self._name) as mine:
            if not mine:
                return None
            times = self._ledger.times(self._name)
            looked, self._looked = self._looked, time.monotonic()
            if times.failed > looked and not leaving:
                self._told = {'save', 'sync'}
                return None
            failures: Failures = {}
            unsaved, unsynced = self._due(times)
            for what, is_due, do in (
                ('save', unsaved, self._save),
                ('sync', unsynced, functools.partial(self._sync, leaving)),
            ):
                try:
                    if is_due:
                        do()
                    self._told.discard(what)
                except (errors.IControlError, OutOfSync) as error:
                    failures[what] = error
            if failures:
                self._looked = time.monotonic()
                self._ledger.note(self._name, failed=self._looked)
        for what, error in failures.items():
            self._tell(what, error)
        return failures

    def _tell(
        self, what: str, error: errors.IControlError | OutOfSync
    ) -> None:
        url = self._bigip.session.url
        if what in self._told:
            LOG.debug(
                'The %s of %s (%s) failed again: %s',
                what,
                self._name,
                url,
                error,
            )
            return
        self._told.add(what)
        LOG.error(
            'What was changed on the BIG-IP %s (%s) is still to be %s: %s',
            self._name,
            url,
            {'save': 'saved', 'sync': 'synced'}[what],
            error,
        )
        self._failed(what, url, str(error))

    def _save(self) -> None:
        # The session calls ``observe`` for it, as for any other save.
        self._bigip.run('sys/config', 'save')
        LOG.info('The configuration of the BIG-IP %s is saved.', self._name)

    def _sync(self, leaving: bool) -> None:
        group = self._wanted.sync_group
        started = time.monotonic()
        is_synced = (
            cluster.sync_status(self._bigip).of(group) == cluster.IN_SYNC
        )
        if not is_synced and not (
            leaving
            and not self._bigip.exists(cluster.GROUPS, paths.full(group))
        ):
            cluster.sync(self._bigip, group)
            if not _SYNCING(self._is_in_sync, group):
                raise OutOfSync(group, cluster.sync_status(self._bigip))
            LOG.info(
                'The BIG-IP %s is synced to the device group %s.',
                self._name,
                group,
            )
        self._ledger.note(self._name, synced=started)

    def _is_in_sync(self, group: str) -> bool:
        status = cluster.sync_status(self._bigip)
        if status.is_broken(group):
            raise OutOfSync(group, status)
        return status.of(group) == cluster.IN_SYNC


def _may_pass(failures: Failures | None) -> bool:
    """Return whether to retry: too many failed logins lock the user out."""
    return failures is None or any(
        not isinstance(error, errors.Unauthorized)
        for error in failures.values()
    )
