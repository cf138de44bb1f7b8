# SPDX-License-Identifier: Apache-2.0

"""The iControl REST port: HTTP/1.1 over TLS."""

from __future__ import annotations

import http.client
import http.server
import itertools
import secrets
import ssl
import typing as t

from f5_heat.simulator.control import control
from f5_heat.simulator.control import faults
from f5_heat.simulator.rest import api
from f5_heat.simulator.rest import messages
from f5_heat.simulator.server import listener

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


class Icontrol(listener.Listener):
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
    """One connection to the iControl REST port."""

    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True
    timeout = listener.IDLE
    server: Icontrol

    def setup(self) -> None:
        cleared = self.server.control.cleared
        if self.server.control.boot.is_down:
            self.server.control.connected(cleared)
            listener.reset(self.request)
        # The handshake is done here, in the connection's own thread.
        self.request.settimeout(listener.IDLE)
        self.request = self.server.context.wrap_socket(
            self.request, server_side=True
        )
        self.server.opened(self.request)
        super().setup()
        self.number = next(self.server.numbers)
        self.server.control.connected(cleared)

    def finish(self) -> None:
        try:
            super().finish()
        finally:
            self.server.closed(self.request)

    def log_message(self, format: str, *args: t.Any) -> None:
        """Log nothing: the control interface logs requests."""

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
        observer = self.server.control
        if observer.boot.is_down:
            self._drop()
            return
        fault = observer.fault_for(request)
        wait = observer.latency + (fault.seconds if fault else 0)
        if wait and self.server.stopping.wait(wait):
            self.close_connection = True
            return
        answer = self._answer(request, fault)
        observer.served(request, answer.status if answer else None)
        if answer is None:
            self._drop()
        else:
            self._send(request, answer, fault)

    def _answer(
        self, request: messages.Request, fault: faults.Fault | None
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
        listener.shut(self.request)

    def _send(
        self,
        request: messages.Request,
        answer: messages.Answer,
        fault: faults.Fault | None,
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
