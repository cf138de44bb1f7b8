# SPDX-License-Identifier: Apache-2.0

"""A TCP port, and a thread for each of its connections."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
import typing as t

# The seconds after which a silent connection is closed.
IDLE = 120


class Listener(socketserver.ThreadingTCPServer):
    """A server with a thread for each connection."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: type):
        if ':' in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, handler)
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(
            target=self.serve_forever,
            args=(0.05,),
            daemon=True,
            name='simulator:{}'.format(self.port),
        )

    @property
    def port(self) -> int:
        return self.server_address[1]

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """Stop accepting, and close all connections."""
        self.stopping.set()
        if self._thread.ident is not None:
            self.shutdown()
            self._thread.join()
        self.server_close()
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            shut(connection)

    def opened(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.add(connection)

    def closed(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.discard(connection)
        connection.close()

    def handle_error(self, request: t.Any, client_address: t.Any) -> None:
        """Ignore a client that went away."""


def shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def reset(connection: socket.socket) -> t.NoReturn:
    connection.setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)
    )
    connection.close()
    raise ConnectionResetError
