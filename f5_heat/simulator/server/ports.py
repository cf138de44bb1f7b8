# SPDX-License-Identifier: Apache-2.0

"""The device's web server: HTTP/1.1 over TLS, and the control port."""

from __future__ import annotations

import http.client
import http.server
import itertools
import json
import secrets
import socket
import socketserver
import ssl
import struct
import threading
import typing as t

from f5_heat.simulator.control import control
from f5_heat.simulator.rest import api
from f5_heat.simulator.rest import messages

# As recorded on 17.1.2.1; the version of Jetty is cut off there.
_HEADERS = ''.join(
    '{}: {}\r\n'.format(*header)
    for header in (
        ('Server', 'Jetty(9.4.49)'),
        ('Allow', ''),
        ('Pragma', 'no-cache'),
        ('Cache-Control', 'no-store, no-cache, must-revalidate'),
        ('Expires', '-1'),
        ('X-Frame-Options', 'SAMEORIGIN'),
        ('Strict-Transport-Security', 'max-age=16070400; includeSubDomains'),
        ('X-Content-Type-Options', 'nosniff'),
        ('X-XSS-Protection', '1; mode=block'),
    )
)
_COOKIES = (
    'Set-Cookie: BIGIPAuthCookie={}; path=/; Secure; HttpOnly; '
    'SameSite=Strict\r\n'
    'Set-Cookie: BIGIPAuthUsernameCookie={}; path=/; Secure; HttpOnly; '
    'SameSite=Strict\r\n'
)
_IDLE = 120


class Server(socketserver.ThreadingTCPServer):
    """Accepts connections, each served by a thread of its own."""

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
        """Stop accepting, and close what is open."""
        self.stopping.set()
        if self._thread.ident is not None:
            self.shutdown()
            self._thread.join()
        self.server_close()
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            _shut(connection)

    def opened(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.add(connection)

    def closed(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.discard(connection)
        connection.close()

    def handle_error(self, request: t.Any, client_address: t.Any) -> None:
        """A client that went away is nothing to report."""


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def _reset(connection: socket.socket) -> t.NoReturn:
    connection.setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)
    )
    connection.close()
    raise ConnectionResetError


class Icontrol(Server):
    """The iControl REST port."""

    def __init__(
        self,
        address: tuple[str, int],
        context: ssl.SSLContext,
        api: api.Api,
        control: control.Control,
    ):
        super().__init__(address, _Conversation)
        self.context = context
        self.api = api
        self.control = control
        self.numbers = itertools.count(1)


class _Conversation(http.server.BaseHTTPRequestHandler):
    """One connection of a client."""

    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True
    timeout = _IDLE
    server: Icontrol

    def setup(self) -> None:
        if self.server.control.boot.is_down:
            self.server.control.connected()
            _reset(self.request)
        # The handshake is done here, in the connection's own thread.
        self.request.settimeout(_IDLE)
        self.request = self.server.context.wrap_socket(
            self.request, server_side=True
        )
        self.server.opened(self.request)
        super().setup()
        self.number = next(self.server.numbers)
        self.server.control.connected()

    def finish(self) -> None:
        try:
            super().finish()
        finally:
            self.server.closed(self.request)

    def log_message(self, format: str, *args: t.Any) -> None:
        """The control interface keeps the log."""

    def handle_one_request(self) -> None:
        try:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline:
                self.close_connection = True
            elif self.parse_request():
                self._serve()
        except (OSError, ValueError):
            self.close_connection = True

    def _serve(self) -> None:
        length = int(self.headers.get('Content-Length') or 0)
        path, _, query = self.path.partition('?')
        request = messages.Request(
            self.command,
            path,
            query,
            self.headers,
            self.rfile.read(length) if length else b'',
            self.client_address[0],
            self.number,
        )
        control = self.server.control
        if control.boot.is_down:
            self._drop()
            return
        fault = control.fault_for(request)
        wait = control.latency + (fault.seconds if fault else 0)
        if wait and self.server.stopping.wait(wait):
            self.close_connection = True
            return
        answer = self._answer(request, fault)
        control.served(request, answer.status if answer else None)
        if answer is None:
            self._drop()
        else:
            self._send(request, answer, fault)

    def _answer(
        self, request: messages.Request, fault: control.Fault | None
    ) -> messages.Answer | None:
        starting = self.server.control.boot.answer(request)
        if starting is not None:
            return starting
        if fault is None or fault.fault in ('slow', 'drop-body'):
            return self.server.api.answer(request)
        if fault.fault == 'hold-before':
            return (
                self.server.api.answer(request)
                if self.server.control.hold(request)
                else None
            )
        if fault.fault == 'hold-after':
            answer = self.server.api.answer(request)
            return answer if self.server.control.hold(request) else None
        if fault.fault == 'drop-before':
            return None
        if fault.fault == 'drop-after' or fault.when == 'after':
            self.server.api.answer(request)
        return fault.answer(request)

    def _drop(self) -> None:
        self.close_connection = True
        _shut(self.request)

    def _send(
        self,
        request: messages.Request,
        answer: messages.Answer,
        fault: control.Fault | None,
    ) -> None:
        content = answer.content()
        reason = answer.reason or http.client.responses.get(answer.status, '')
        old = self.server.api.device.tmos < (12,)
        lines = [
            'HTTP/1.1 {} {}\r\n'.format(answer.status, reason),
            'Date: {}\r\n'.format(self.date_time_string()),
            _HEADERS,
        ]
        if request.how == 'basic':
            lines.append(
                _COOKIES.format(secrets.token_hex(20).upper(), request.user)
            )
        kind = answer.kind
        if old and kind == messages.JSON:
            kind = 'application/json'
        lines.append('Content-Type: {}\r\n'.format(kind))
        lines += ['{}: {}\r\n'.format(*header) for header in answer.headers]
        lines.append('Content-Length: {}\r\n'.format(len(content)))
        if answer.close or self.close_connection:
            self.close_connection = True
            lines.append('Connection: close\r\n')
        lines.append('\r\n')
        if fault is not None and fault.fault == 'drop-body':
            content = content[: len(content) // 2]
        head = ''.join(lines).encode()
        self.wfile.write(head if request.method == 'HEAD' else head + content)
        if fault is not None and fault.fault == 'drop-body':
            self._drop()


class ControlPort(Server):
    """The control interface over plain HTTP."""

    def __init__(self, address: tuple[str, int], control: control.Control):
        super().__init__(address, _ControlConversation)
        self.control = control


class _ControlConversation(http.server.BaseHTTPRequestHandler):
    """Calls of the control interface by one client."""

    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True
    timeout = _IDLE
    server: ControlPort

    def setup(self) -> None:
        self.server.opened(self.request)
        super().setup()

    def finish(self) -> None:
        super().finish()
        self.server.closed(self.request)

    def log_message(self, format: str, *args: t.Any) -> None:
        """Not worth a line."""

    def do_POST(self) -> None:
        length = int(self.headers.get('Content-Length') or 0)
        body = self.rfile.read(length) or b'{}'
        name = self.path.strip('/')
        status = 200
        result: t.Any
        try:
            if name not in self.server.control.METHODS:
                raise LookupError('no such method: ' + name)
            result = getattr(self.server.control, name)(**json.loads(body))
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            # An argument of a wrong type is any of them.
            status, result = 400, {'error': str(error)}
        content = json.dumps(result).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(content)))
        self.end_headers()
        self.wfile.write(content)
