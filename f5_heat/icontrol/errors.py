# SPDX-License-Identifier: Apache-2.0

"""The errors between a client and a BIG-IP, as a tree.

::

    IControlError
    ├── Unreachable          no answer, or only a part of one
    │   ├── NoConnection     nothing took a connection at the address
    │   │   ├── UnknownHost  the name of the device leads to no address
    │   │   └── Blocked      there may be no connection to its address
    │   ├── NotActive        no unit of the device can take it at the moment
    │   ├── Untrusted        the device's certificate was not accepted
    │   └── OldTLS           the device speaks no TLS that is new enough
    ├── Standby              the active unit is another one
    ├── InvalidAnswer        an answer that is not iControl REST
    ├── HTTPError            the device refused
    │   ├── BadRequest       400
    │   ├── InUse            another object refers to this one
    │   ├── Unauthorized     401
    │   ├── NotFound         404
    │   ├── Conflict         409
    │   ├── Busy             429, 503 and the answers of a starting device
    │   │   └── Loading      it has not loaded its configuration yet
    │   └── TransactionFailed
    ├── Forbidden            a tenant of a shared device may not do it
    │   └── NoPartition      it has no place of its own there
    ├── TaskFailed           an asynchronous task ended badly
    └── Unsupported          the device's version cannot do it

No error holds a password, a token, a cookie or a header.
"""

from __future__ import annotations

import html
import json
import re


class IControlError(Exception):
    """Something went wrong between this client and a BIG-IP.

    ``method`` and ``path`` name the request. ``sent`` is False when the
    request certainly changed nothing: it never left, or the device refused
    it or could not take it. When ``sent`` is True a write may have been
    applied, and only a look at the device can tell.
    """

    method = ''
    path = ''
    sent = False


class Unreachable(IControlError):
    """No complete answer came; ``reason`` says why.

    ``timed_out`` says whether the time limit was reached.
    """

    timed_out = False

    def __init__(self, reason: str, method: str, path: str, sent: bool):
        super().__init__(reason, method, path, sent)
        self.reason = reason
        self.method = method
        self.path = path
        self.sent = sent

    def __str__(self) -> str:
        return f'{self.method} {self.path} was not answered: {self.reason}'


class NoConnection(Unreachable):
    """Nothing took a connection at the device's address, or it has none."""


class UnknownHost(NoConnection):
    """The name of the device leads to no address."""


class Blocked(NoConnection):
    """There may be no connection to the device's address from here."""


class NotActive(Unreachable):
    """No unit of a redundant device can take the request at the moment."""

    def __init__(
        self, reason: str, method: str, path: str, sent: bool = False
    ):
        super().__init__(reason, method, path, sent)

    def __str__(self) -> str:
        return f'{self.method} {self.path} was not sent: {self.reason}'


class Untrusted(Unreachable):
    """The device's certificate was not accepted."""


class OldTLS(Unreachable):
    """The device speaks no TLS that is new enough."""


class Standby(IControlError):
    """The device is not the active unit, and must not forward requests.

    ``active`` are the active units, each with its management address.
    """

    def __init__(self, states: str, active: dict[str, str]):
        super().__init__(states, active)
        self.states = states
        self.active = active

    def __str__(self) -> str:
        units = ', '.join(
            f'{name} ({address})' for name, address in self.active.items()
        )
        return f'Nothing was sent: {self.states}; the active unit is {units}.'


class InvalidAnswer(IControlError):
    """The answer is not one of iControl REST; ``reason`` says why."""

    def __init__(self, reason: str, method: str, path: str, sent: bool = True):
        super().__init__(reason, method, path, sent)
        self.reason = reason
        self.method = method
        self.path = path
        self.sent = sent

    def __str__(self) -> str:
        return (
            f'{self.method} {self.path} was answered with something '
            f'that is not iControl REST: {self.reason}'
        )


class HTTPError(IControlError):
    """The device refused a request.

    ``status`` is the HTTP status, ``message`` the device's own words, and
    ``code`` the code of the configuration daemon in front of them, such as
    ``01070265``, or an empty string.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        method: str,
        path: str,
        sent: bool = False,
    ):
        super().__init__(status, code, message, method, path, sent)
        self.status = status
        self.code = code
        self.message = message
        self.method = method
        self.path = path
        self.sent = sent

    def __str__(self) -> str:
        return (
            f'{self.method} {self.path} was answered {self.status}: '
            f'{self.message}'
        )


class BadRequest(HTTPError):
    """The device finds the request wrong."""


class InUse(HTTPError):
    """The object cannot go while another one refers to it."""


class Unauthorized(HTTPError):
    """The credentials are not accepted, or do not suffice."""

    @property
    def is_about_rights(self) -> bool:
        """Whether the user is known, but lacks the rights."""
        return 'Authorization failed: user=' in self.message


class NotFound(HTTPError):
    """There is no such object."""


class Conflict(HTTPError):
    """The name is taken."""


class Busy(HTTPError):
    """The device cannot answer at the moment; it may in a while."""


class Loading(Busy):
    """The device runs, but has not loaded its configuration yet."""

    def __str__(self) -> str:
        return f'{self.method} {self.path} has to wait: {self.message}'


class TransactionFailed(HTTPError):
    """A transaction was refused as a whole; nothing of it was applied."""


class Forbidden(IControlError):
    """One of several tenants of a device may not do that.

    Nothing was sent. ``key`` is the key of the body that is at fault.
    """

    def __init__(
        self, reason: str, method: str = '', path: str = '', key: str = ''
    ):
        super().__init__(reason, method, path, key)
        self.reason = reason
        self.method = method
        self.path = path
        self.key = key

    def __str__(self) -> str:
        what = f'{self.key}: {self.reason}' if self.key else self.reason
        return f'{self.method} {self.path} is not allowed: {what}'


class NoPartition(Forbidden):
    """The tenant has no partition on the device, or a wrong one."""

    def __str__(self) -> str:
        return self.reason


class TaskFailed(IControlError):
    """An asynchronous task ended in ``state``, with the given message."""

    def __init__(self, state: str, message: str, path: str):
        super().__init__(state, message, path)
        self.state = state
        self.message = message
        self.path = path

    def __str__(self) -> str:
        return f'The task {self.path} is {self.state}: {self.message}'


class Unsupported(IControlError):
    """The device is of a version that cannot do it; nothing was sent."""


# The codes of refused deletes, recorded on 11.6 to 17.1: any object, monitor,
# node, SNAT pool, route domain, and a partition or folder that is not empty.
IN_USE = frozenset(
    ('01070265', '01070083', '01070110', '01070320', '0107097c', '0107082a')
)

_STATUSES = {
    400: BadRequest,
    401: Unauthorized,
    404: NotFound,
    409: Conflict,
    429: Busy,
    502: Busy,
    503: Busy,
    504: Busy,
}

# Answers whose text says more than their status: the text, the error, and
# whether a write may have been applied. Recorded on devices that start, are
# overloaded or whose daemons have failed.
_TEXTS = (
    # A name in the path may have blanks in it.
    (r'URI path (\S+ ){0,9}not registered', Busy, False),
    (r'Authorization failed: no user named', Busy, False),
    (r'java\.net\.ConnectException', Busy, False),
    (r'connection to mcpd has been lost', Busy, True),
    (r'java\.util\.concurrent\.TimeoutException', Busy, True),
    (r'^remoteSender:', Busy, True),
    (r'AsyncContext timeout', Busy, True),
    (r'updated successfully but could not be retrieved', HTTPError, True),
)

_CODE = re.compile(r'\b(01[0-9a-f]{6}):\d')
_TITLE = re.compile('<title', re.IGNORECASE)
_END = re.compile('</title', re.IGNORECASE)
_LONGEST = 4000
_PAGE = 16384


def from_answer(
    status: int, message: str, body: bytes, method: str, path: str
) -> HTTPError:
    """Return the error for an answer with a status of 400 or more.

    :param message: the result of ``message`` for the body.
    """
    words = message
    if not body.startswith(b'{'):
        words += body[:_PAGE].decode('utf-8', 'replace')
    code = code_of(message)
    kind = _STATUSES.get(status, HTTPError)
    sent = status >= 500 and status != 503
    for text, special, applied in _TEXTS:
        if re.search(text, words):
            kind, sent = special, applied
            break
    if code in IN_USE:
        kind = InUse
    return kind(status, code, message, method, path, sent)


def code_of(message: str) -> str:
    """Return the code of the configuration daemon, or an empty string."""
    found = _CODE.search(message)
    return found.group(1) if found else ''


def message(body: bytes, reason: str) -> str:
    """Return the message of an error answer, in the device's own words.

    That is the message of a JSON object, the title of an HTML page, or the
    reason phrase of the status line.
    """
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return title(body) or reason
    if not isinstance(answer, dict):
        return reason
    words = answer.get('message')
    words = [words] if isinstance(words, str) else []
    details = answer.get('errors')
    if isinstance(details, list):
        words += [detail for detail in details if isinstance(detail, str)]
    return ' '.join(words)[:_LONGEST] or reason


def title(body: bytes) -> str:
    """Return the title of an HTML page, or an empty string."""
    text = body[:_PAGE].decode('utf-8', 'replace')
    begin = _TITLE.search(text)
    start = text.find('>', begin.end()) if begin else -1
    end = _END.search(text, start) if start >= 0 else None
    if end is None:
        return ''
    words = text[start + 1 : end.start()]
    try:
        words = html.unescape(words)
    except ValueError:
        # It refers to a character by a number of too many digits.
        pass
    return ' '.join(words.split())[:_LONGEST]
