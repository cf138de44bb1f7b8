# SPDX-License-Identifier: Apache-2.0

"""Turns at a device: a semaphore that is fair among owners."""

from __future__ import annotations

import collections
import collections.abc
import threading


class Turns:
    """A semaphore that lets ``limit`` threads through, fair among owners.

    Threads that wait belong to owners, which get the next turns one after
    the other, however many threads each has waiting; the threads of an owner
    are served first come, first served. A thread that has a turn gets further
    ones at once, or it would wait for itself.
    """

    def __init__(self, limit: int):
        self._lock = threading.Lock()
        self._free = limit
        # The owner whose turn is next comes first.
        self._waiting: collections.OrderedDict[
            collections.abc.Hashable, collections.deque[threading.Event]
        ] = collections.OrderedDict()
        self._held = threading.local()

    def take(
        self,
        owner: collections.abc.Hashable,
        waits: collections.abc.Iterable[float],
    ) -> bool:
        """Wait for a turn; return whether it came.

        :param waits: yields the seconds to wait, each time; its errors are
            raised.
        """
        depth = getattr(self._held, 'depth', 0)
        if not depth and not self._wait(owner, waits):
            return False
        self._held.depth = depth + 1
        return True

    def give(self) -> None:
        """End the turn that ``take`` began last in this thread."""
        self._held.depth -= 1
        if not self._held.depth:
            self._pass_on()

    def _wait(
        self,
        owner: collections.abc.Hashable,
        waits: collections.abc.Iterable[float],
    ) -> bool:
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            turn = threading.Event()
            self._waiting.setdefault(owner, collections.deque()).append(turn)
        try:
            for seconds in waits:
                if turn.wait(seconds):
                    return True
        except BaseException:
            # This thread leaves; a turn that it just got goes to another.
            if not self._withdraw(owner, turn):
                self._pass_on()
            raise
        return not self._withdraw(owner, turn)

    def _withdraw(
        self, owner: collections.abc.Hashable, turn: threading.Event
    ) -> bool:
        """Stop waiting; return False if the turn came in the meantime."""
        with self._lock:
            if turn.is_set():
                return False
            queue = self._waiting[owner]
            queue.remove(turn)
            if not queue:
                del self._waiting[owner]
            return True

    def _pass_on(self) -> None:
        with self._lock:
            if not self._waiting:
                self._free += 1
                return
            owner, queue = self._waiting.popitem(last=False)
            queue.popleft().set()
            if queue:
                self._waiting[owner] = queue
