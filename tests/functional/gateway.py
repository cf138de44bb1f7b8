# SPDX-License-Identifier: Apache-2.0

"""The way to a device, which can be closed as if the device was gone."""

import contextlib
import socket
import threading


class Gateway:
    """Takes connections at a port of its own and passes on what comes.

    While it is closed nothing else can take the port, and nobody gets a
    connection.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._carried = []
        self._bind(0)

    @property
    def address(self):
        return '127.0.0.1:%d' % self._port

    def lead_to(self, port):
        self._target = port
        self.open()

    def _bind(self, port):
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(('127.0.0.1', port))
        self._port = self._listener.getsockname()[1]
        self.is_open = False

    def open(self):
        if not self.is_open:
            self.is_open = True
            self._listener.listen(128)
            self._start(self._serve, self._listener)

    def close(self):
        """Let go of all connections, and refuse new ones."""
        if not self.is_open:
            return
        listener = self._listener
        end(listener)
        self._bind(self._port)
        with self._lock:
            carried, self._carried = self._carried, []
        for connection in carried:
            end(connection)

    def _serve(self, listener):
        with contextlib.suppress(OSError):
            while True:
                near = listener.accept()[0]
                far = socket.create_connection(('127.0.0.1', self._target))
                with self._lock:
                    self._carried += [near, far]
                self._start(carry, near, far)
                self._start(carry, far, near)

    @staticmethod
    def _start(target, *args):
        threading.Thread(target=target, args=args, daemon=True).start()


def carry(source, target):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    end(source)
    end(target)


def end(connection):
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
