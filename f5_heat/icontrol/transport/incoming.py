# SPDX-License-Identifier: Apache-2.0

"""The answer of a device as it comes in, limited in size and in time."""

from __future__ import annotations

import errno
import http.client
import io
import socket
import time
import typing as t

from f5_heat.icontrol.transport import failures

# The bytes that headers and framing may add to the body.
_OVERHEAD = 1024 * 1024

# An answer is given up after so many times the seconds that its next bytes may
# take.
_WHOLE = 2


class Answer(http.client.HTTPResponse):
    """An answer whose size and time are limited, its headers included."""

    def __init__(self, sock: socket.socket, *args, **kwargs):
        super().__init__(sock, *args, **kwargs)
        self.incoming = LimitedStream(self.fp.detach(), sock)
        self.fp = io.BufferedReader(self.incoming)


class LimitedStream(io.RawIOBase):
    """The bytes of one answer, as long and as many as are allowed."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket):
        self._raw = raw
        self._sock = sock
        self._patience = t.cast(float, sock.gettimeout())
        self._end = time.monotonic() + _WHOLE * self._patience
        self._left = _OVERHEAD

    def allow(self, count: int) -> None:
        """Allow so many bytes more, which were a part of the body."""
        self._left += count

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError(
                errno.ETIMEDOUT, 'the answer did not end in time'
            )
        self._sock.settimeout(min(self._patience, left))
        count = self._raw.readinto(buffer)
        self._left -= count
        if self._left < 0:
            raise failures.TooLong('Its headers or its framing do not end.')
        return count

    def close(self) -> None:
        try:
            self._raw.close()
        finally:
            super().close()
