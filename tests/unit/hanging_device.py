# SPDX-License-Identifier: Apache-2.0

"""A device that can be made to hang, and counts the connections to it."""

import contextlib
import socket
import threading
import weakref

from tests.unit import icontrol_device

#: The seconds between two bytes of a device that drips.
PAUSE = 0.2
#: The state of a connection that neither side has ended, in Linux.
ESTABLISHED = 1


def mute(handler):
    """The request is read, and nothing is answered."""
    handler.close_connection = True
    drain(handler.connection)


def drip(handler):
    """The answer comes byte by byte, and does not end."""
    handler.close_connection = True
    send_slowly(handler.connection, b'HTTP/1.1 200 OK\r\nX-Slow: ')


def drain(connection):
    """Read until the other side ends the connection."""
    connection.settimeout(None)
    with contextlib.suppress(OSError):
        while connection.recv(65536):
            pass


def send_slowly(connection, beginning):
    """Send something and then a byte at a time, until the other side ends."""
    connection.settimeout(PAUSE)
    with contextlib.suppress(OSError):
        connection.sendall(beginning)
        while True:
            connection.sendall(b'x')
            with contextlib.suppress(TimeoutError):
                if not connection.recv(65536):
                    return


def drip_handshake(connection):
    # The header of a record of 16,384 bytes of the handshake.
    send_slowly(connection, b'\x16\x03\x03\x40\x00')


#: The ways to hang: what a request gets, and what a new connection gets
#: before it speaks TLS.
FORMS = {
    'mute': (mute, None),
    'drip': (drip, None),
    'no-handshake': (mute, drain),
    'drip-handshake': (mute, drip_handshake),
}
#: To be about to answer, for ever.
RESTARTING = 'restarting'
_FORMS = {
    **FORMS,
    RESTARTING: (icontrol_device.html('Restarting', 503), None),
}


class Crowd:
    """Connections that are open; ``most`` of them were so at once."""

    def __init__(self):
        self.most = 0
        self._changed = threading.Condition()
        # Nobody else would close one of them.
        self._connections = weakref.WeakSet()

    def enter(self, connection):
        with self._changed:
            self._connections.add(connection)
            self.most = max(self.most, self._count())
            self._changed.notify_all()

    def wait(self, number, timeout=60):
        """Wait until so many are open; False if it does not come to that."""
        with self._changed:
            return self._changed.wait_for(
                lambda: self._count() >= number, timeout
            )

    def end(self):
        """End them all, whatever they are waiting for."""
        with self._changed:
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def _count(self):
        return sum(map(_is_open, self._connections))


class Device(icontrol_device.Device):
    """A device that answers as planned, unless it hangs.

    ``crowd`` are the connections to it, and ``hanging`` those of them that
    wait in vain. That may be a crowd for several devices.
    """

    def __init__(self, hanging=None):
        super().__init__()
        self.crowd = Crowd()
        self.hanging = hanging or Crowd()
        self._answer = self._greet = None

    def __exit__(self, *exception):
        self.mend()
        super().__exit__(*exception)

    def hang(self, form):
        """Hang from now on, in one of the forms."""
        self._answer, self._greet = _FORMS[form]

    def mend(self):
        """Answer as planned again; what hangs gets no answer any more."""
        self._answer = self._greet = None
        self.crowd.end()

    def take(self, request):
        answer, hang = super().take(request), self._answer

        def hang_in_crowd(handler):
            self.hanging.enter(handler.connection)
            hang(handler)

        return hang_in_crowd if hang else answer

    def secure(self, connection):
        self.crowd.enter(connection)
        greet = self._greet
        if greet:
            self.hanging.enter(connection)
            greet(connection)
            raise ConnectionAbortedError
        secured = self.context.wrap_socket(
            connection, server_side=True, do_handshake_on_connect=False
        )
        self.crowd.enter(secured)
        secured.do_handshake()
        return secured


def _is_open(connection):
    try:
        return (
            connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
            == ESTABLISHED
        )
    except OSError:
        # It is closed on this side.
        return False
