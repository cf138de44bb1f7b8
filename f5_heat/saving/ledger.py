# SPDX-License-Identifier: Apache-2.0

"""The times at which devices were changed, saved and synced by a heat-engine.

All worker processes share them: they are forks of the process in which the
ledger was made, and share its file.
"""

import contextlib
import fcntl
import hashlib
import os
import struct
import tempfile
import threading
import typing as t

# The size divides a page, so that no record crosses into another page.
_RECORD = struct.Struct('=16sdddd16x')
_NOBODY = bytes(16)

# The locks lie beyond all records.
_WHOLE = 1 << 40
_TURN = 1 << 41


class Times(t.NamedTuple):
    """Seconds of the monotonic clock; 0 is never."""

    changed: float = 0.0
    saved: float = 0.0
    synced: float = 0.0
    failed: float = 0.0


class Ledger:
    """A record for each device, in a file that has no name.

    A process that is killed loses its locks, and leaves no incomplete record.
    """

    def __init__(self):
        # In memory if possible, where no disk can be full.
        self._file = (
            os.fdopen(os.memfd_create('f5_heat'), 'r+b', buffering=0)
            if hasattr(os, 'memfd_create')
            else tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
        )
        # File locks are between processes; this one is between threads.
        self._lock = threading.Lock()

    def times(self, device: str) -> Times:
        """Return when a device was last changed, saved and synced."""
        with self._locked():
            _, times = self._find(device)
        return times

    def note(self, device: str, **times: float) -> None:
        """Record times; a later one that is known stays."""
        with self._locked():
            place, known = self._find(device)
            self._write(
                place,
                device,
                Times(
                    *(
                        max(before, times.get(name, 0.0))
                        for name, before in known._asdict().items()
                    )
                ),
            )

    def forget(self, device: str) -> None:
        """Free the record for another device."""
        with self._locked():
            place, known = self._find(device)
            if any(known):
                self._put(place, _RECORD.pack(_NOBODY, *Times()))

    @contextlib.contextmanager
    def turn(self, device: str) -> t.Iterator[bool]:
        """Yield whether this process, and no other, may save the device now.

        Nobody waits here: the process that has the turn may need a minute.
        """
        with self._locked():
            place, known = self._find(device)
            if not any(known):
                self._write(place, device, known)
            try:
                fcntl.lockf(
                    self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _TURN + place
                )
                mine = True
            except BlockingIOError:
                mine = False
        try:
            yield mine
        finally:
            if mine:
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _TURN + place)

    @contextlib.contextmanager
    def _locked(self) -> t.Iterator[None]:
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX, 1, _WHOLE)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _WHOLE)

    def _find(self, device: str) -> tuple[int, Times]:
        """Return the slot of a device, or a free one, and the record in it."""
        key = _key(device)
        file = self._file.fileno()
        content = os.pread(file, os.fstat(file).st_size, 0)
        free = len(content)
        for place in range(0, len(content), _RECORD.size):
            owner, *times = _RECORD.unpack_from(content, place)
            if owner == key:
                return place, Times(*times)
            if owner == _NOBODY:
                free = min(free, place)
        return free, Times()

    def _write(self, place: int, device: str, times: Times) -> None:
        self._put(place, _RECORD.pack(_key(device), *times))

    def _put(self, place: int, record: bytes) -> None:
        os.pwrite(self._file.fileno(), record, place)


def _key(device: str) -> bytes:
    return hashlib.blake2b(device.encode(), digest_size=16).digest()
