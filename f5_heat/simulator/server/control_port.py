# SPDX-License-Identifier: Apache-2.0

"""The control interface over plain HTTP."""

from __future__ import annotations

import http.server
import json
import typing as t

from f5_heat.simulator.control import control
from f5_heat.simulator.server import listener


class ControlPort(listener.Listener):
    """The port of the control interface."""

    def __init__(self, address: tuple[str, int], control: control.Control):
        super().__init__(address, _ControlConversation)
        self.control = control


class _ControlConversation(http.server.BaseHTTPRequestHandler):
    """One connection to the control port."""

    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True
    timeout = listener.IDLE
    server: ControlPort

    def setup(self) -> None:
        self.server.opened(self.request)
        super().setup()

    def finish(self) -> None:
        super().finish()
        self.server.closed(self.request)

    def log_message(self, format: str, *args: t.Any) -> None:
        """Log nothing."""

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
            # An argument of a wrong type may raise any of them.
            status, result = 400, {'error': str(error)}
        content = json.dumps(result).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(content)))
        self.end_headers()
        self.wfile.write(content)
