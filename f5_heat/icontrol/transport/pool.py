# SPDX-License-Identifier: Apache-2.0

"""The connections to one device, and how long a silent device is waited for.

A device that takes requests and answers none would otherwise hold a thread
for each. At most as many threads as there are connections wait for
its answers; those that would queue behind them fail at once, and so do those
that come within a few seconds of a request that was given up.
"""

from __future__ import annotations

import collections
import collections.abc
import contextlib
import dataclasses
import threading
import time
import typing as t

from f5_heat.icontrol import errors
from f5_heat.icontrol.transport import connection

# Seconds for which quick reads do not ask a device that left a request
# unanswered, and seconds to wait for a place among other devices.
_REST = 10.0
_MOMENT = 1.0


@dataclasses.dataclass(frozen=True)
class Patience:
    """The seconds that a request waits.

    :param connect: for a connection.
    :param read: for the next bytes of an answer.
    :param queue: for a free connection, a turn to write or a login under
        way, as long as the device is silent meanwhile.
    :param end: the time.monotonic() at which it has to end, or None.
    """

    connect: float
    read: float
    queue: float
    end: float | None = None

    @property
    def timeout(self) -> tuple[float, float]:
        """The timeouts of a request that is sent now."""
        left = self.left(max(self.connect, self.read))
        return min(self.connect, left), min(self.read, left)

    def left(self, seconds: float) -> float:
        """Return ``seconds``, or what is left until the end; never 0."""
        if self.end is None:
            return seconds
        return max(0.001, min(seconds, self.end - time.monotonic()))


class Silent(Exception):
    """A device is not asked, as it does not answer other requests."""


class Share:
    """The share of this process that several BIG-IPs have together.

    :param connections: that are in use at once, or None for any number.
    :param answers: large ones that are held in memory at once.
    """

    def __init__(self, connections: int | None, answers: int):
        self._connections = (
            None
            if connections is None
            else threading.BoundedSemaphore(connections)
        )
        self._answers = threading.BoundedSemaphore(answers)
        self._full_until = 0.0

    @contextlib.contextmanager
    def connecting(self) -> t.Iterator[None]:
        """Hold a place for a connection.

        :raises Silent: none was free, nor became so in a moment.
        """
        if self._connections is None:
            yield
            return
        is_full = time.monotonic() < self._full_until
        if not self._connections.acquire(timeout=0 if is_full else _MOMENT):
            if not is_full:
                self._full_until = time.monotonic() + _REST
            raise Silent(
                'so many requests wait for answers of devices that templates '
                'bring along that no more may'
            )
        self._full_until = 0.0
        try:
            yield
        finally:
            self._connections.release()

    @contextlib.contextmanager
    def reading(self, seconds: float) -> t.Iterator[None]:
        """Hold a place for a large answer.

        :raises Silent: none was free in time.
        """
        if not self._answers.acquire(timeout=seconds):
            raise Silent(
                'its answer is large, and other large ones were being read '
                'for %.0f seconds' % seconds
            )
        try:
            yield
        finally:
            self._answers.release()


#: The share of all BIG-IPs that are given no other.
EVERYONE = Share(None, 2)


class Pulse:
    """The silence of a device: the time without answers to requests."""

    def __init__(self):
        self._lock = threading.Lock()
        self._asking = 0
        # When the last answer came, or the first request since then was sent.
        self._since = 0.0
        # How long a request was left unanswered if none was answered since,
        # when it was given up, and whether a request is probing the device.
        self._silence = 0.0
        self._given_up = 0.0
        self._is_probed = False

    @property
    def silence(self) -> float:
        """The seconds for which requests have waited without any answer."""
        with self._lock:
            return time.monotonic() - self._since if self._asking else 0.0

    @contextlib.contextmanager
    def asking(self, patience: Patience) -> t.Iterator[None]:
        """Track a request and its outcome.

        :raises Silent: the device has left a request of the same patience
            unanswered, and another one is probing it; or the read is a
            quick one, and that was a moment ago.
        """
        began, is_probe = self._begin(patience)
        answered = False
        try:
            yield
            answered = True
        except errors.InvalidAnswer:
            answered = True
            raise
        except errors.Unreachable as error:
            if error.timed_out:
                self._give_up(began)
            raise
        finally:
            with self._lock:
                self._asking -= 1
                if is_probe:
                    self._is_probed = False
                if answered:
                    self._since, self._silence = time.monotonic(), 0.0

    def _begin(self, patience: Patience) -> tuple[float, bool]:
        now = time.monotonic()
        rest = 0.0 if patience.end is None else _REST
        with self._lock:
            is_probe = self._silence >= patience.read
            if is_probe and (self._is_probed or now < self._given_up + rest):
                raise Silent(
                    'it left a request unanswered for %.0f seconds, %.0f '
                    'seconds ago' % (self._silence, now - self._given_up)
                )
            self._is_probed = self._is_probed or is_probe
            if not self._asking:
                self._since = now
            self._asking += 1
        return now, is_probe

    def _give_up(self, began: float) -> None:
        now = time.monotonic()
        with self._lock:
            # Another request may have been answered meanwhile.
            if self._since <= began:
                self._silence = max(self._silence, now - began)
                self._given_up = now


class Pool:
    """Connections, each lent to one thread at a time.

    :param make: makes a connection.
    :param limit: how many there are at most.
    :param shares: a connection is lent while each of them has a place for it.
    """

    def __init__(
        self,
        make: t.Callable[[], connection.Connection],
        limit: int,
        shares: collections.abc.Sequence[Share],
    ):
        self.make = make
        self.pulse = Pulse()
        self._shares = shares
        self._changed = threading.Condition()
        self._free = limit
        # The one that was used last is the next: the others stay idle.
        self._idle: collections.deque[connection.Connection] = (
            collections.deque()
        )

    @contextlib.contextmanager
    def lend(self, patience: Patience) -> t.Iterator[connection.Connection]:
        """Lend a connection, as soon as one is free.

        :raises Silent: none was, for as long as the device was silent.
        :raises TimeoutError: none was in the time that there is.
        """
        with contextlib.ExitStack() as held:
            self._wait(patience)
            held.callback(self._give)
            for share in self._shares:
                held.enter_context(share.connecting())
            one = self._idle.pop() if self._idle else self.make()
            held.callback(self._idle.append, one)
            yield one

    def waits(self, patience: Patience) -> t.Iterator[float]:
        """Yield the seconds to wait, each time, for something others hold.

        They hold it while they ask the device. The end comes with the
        patience.

        :raises Silent: they have waited too long for any answer.
        """
        end = time.monotonic() + patience.left(patience.read)
        while True:
            silence = self.pulse.silence
            if silence >= patience.queue:
                raise Silent(
                    'it has answered nothing for %.0f seconds, and other '
                    'requests wait for it already' % silence
                )
            left = min(patience.queue - silence, end - time.monotonic())
            if left <= 0:
                return
            yield left

    def close(self) -> None:
        """Close the connections that are not in use."""
        with contextlib.suppress(IndexError):
            while True:
                self._idle.pop().close()

    def _wait(self, patience: Patience) -> None:
        with self._changed:
            if self._take():
                return
            for seconds in self.waits(patience):
                self._changed.wait(seconds)
                if self._take():
                    return
        raise TimeoutError

    def _take(self) -> bool:
        is_free = self._free > 0
        self._free -= is_free
        return is_free

    def _give(self) -> None:
        with self._changed:
            self._free += 1
            self._changed.notify()
