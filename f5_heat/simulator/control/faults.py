# SPDX-License-Identifier: Apache-2.0

"""Faults to inject: wrong answers, lost connections and delays."""

from __future__ import annotations

import dataclasses
import html
import re
import typing as t

from f5_heat.simulator.rest import messages


def _icrd(status: int, message: str, layer: int) -> messages.Answer:
    return messages.Answer(
        status,
        {
            'code': status,
            'message': message,
            'errorStack': [],
            'apiError': layer,
        },
    )


def _restjavad(status: int, message: str) -> messages.Answer:
    return messages.Answer(
        status,
        {
            'code': status,
            'message': message,
            'referer': 'Unknown',
            'restOperationId': 6611045,
            'kind': ':resterrorresponse',
        },
    )


# The answers of a device that is starting or overloaded; {path} is the
# path of the request.
_ANSWERS: dict[str, t.Callable[[str], messages.Answer]] = {
    '503-restarting': lambda path: messages.html(
        503, 'Service Unavailable', 'Configuration Utility restarting...'
    ),
    '404-not-registered': lambda path: _restjavad(
        404,
        'Public URI path not registered: '
        + path.removeprefix('/mgmt').replace('~', '?'),
    ),
    '404-not-available': lambda path: _restjavad(
        404,
        'URI path {} not registered.  Please verify URI is supported '
        'and wait for /available suffix to be responsive.'.format(path),
    ),
    '500-mcpd-lost': lambda path: _icrd(
        500, 'The connection to mcpd has been lost, try again.', 32768001
    ),
    '503-task-active': lambda path: _icrd(
        503, 'There is an active asynchronous task executing.', 32964609
    ),
    '400-icrd-timeout': lambda path: _restjavad(
        400, 'remoteSender:Unknown, method:GET '
    ),
    '400-connection-refused': lambda path: _restjavad(
        400,
        'java.net.ConnectException: Connection refused (Connection refused)',
    ),
    '500-connection-refused': lambda path: _restjavad(
        500,
        'java.net.ConnectException: Connection refused (Connection refused)',
    ),
    '500-timeout': lambda path: _restjavad(
        500,
        'java.util.concurrent.TimeoutException: remoteSender:127.0.0.1'
        ', uri:http://localhost:8110{}, method:GET '.format(
            path.removeprefix('/mgmt')
        ),
    ),
    '500-async-context': lambda path: messages.html(
        500, 'Server Error', 'AsyncContext timeout'
    ),
    '502-proxy-error': lambda path: messages.html(
        502,
        'Proxy Error',
        'The proxy server received an invalid response '
        'from an upstream server.',
    ),
    'html': lambda path: messages.html(200, 'OK', 'BIG-IP'),
    'broken-json': lambda path: messages.Answer(200, b'{"kind":"tm:ltm:'),
    'expired-token': lambda path: _restjavad(
        401, 'X-F5-Auth-Token has expired.'
    ),
}
# Answers that repeat the body of the request.
_REPEATING: dict[str, t.Callable[[str], messages.Answer]] = {
    '400-repeating': lambda body: _icrd(
        400, '01070734:3: Configuration error: ' + body, 1
    ),
    'html-repeating': lambda body: messages.Answer(
        200,
        '<html><head><title>{}</title></head></html>'.format(
            html.escape(body)
        ).encode(),
        messages.HTML,
    ),
    'list-repeating': lambda body: messages.Answer(200, [body]),
}
_CONNECTION = ('drop-before', 'drop-after', 'drop-body', 'slow')
_HOLDING = ('hold-before', 'hold-after')
FAULTS = (*_ANSWERS, *_REPEATING, *_CONNECTION, *_HOLDING)


@dataclasses.dataclass(slots=True)
class Fault:
    """A fault of the requests that it matches."""

    fault: str
    when: str
    method: str | None
    path: re.Pattern[str]
    times: int
    skip: int
    seconds: float
    body: re.Pattern[str]
    fired: int = 0

    def matches(self, request: messages.Request) -> bool:
        return (
            self.method in (None, request.method)
            and bool(self.path.search(request.path))
            and bool(self.body.search(request.body.decode('utf-8', 'replace')))
        )

    def answer(self, request: messages.Request) -> messages.Answer | None:
        if self.fault in _REPEATING:
            return _REPEATING[self.fault](
                request.body.decode('utf-8', 'replace')
            )
        make = _ANSWERS.get(self.fault)
        return make(request.path) if make else None
