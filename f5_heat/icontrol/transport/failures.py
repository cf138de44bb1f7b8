# SPDX-License-Identifier: Apache-2.0

"""The failures of a connection, and the errors of the client they become."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
import typing as t

import requests
import urllib3

from f5_heat.icontrol import errors

# These errors say that nothing is at an address. Other reasons for having no
# connection are local: no route, no socket, no name server.
_NOBODY = (
    errno.ECONNREFUSED,
    errno.EHOSTUNREACH,
    errno.EHOSTDOWN,
    errno.ETIMEDOUT,
)


class Unrecognized(ssl.SSLError):
    """A certificate has none of the fingerprints that are given."""


class BlockedAddress(OSError):
    """A device is at an address to which there may be no connection."""


class TooLong(OSError):
    """An answer is longer than any answer of iControl REST."""


# The second is urllib3's before 2.0, for the name of another host.
_DISTRUST = (
    ssl.SSLCertVerificationError,
    urllib3.connection.CertificateError,  # type: ignore[attr-defined]
    Unrecognized,
)


def translate(
    error: BaseException, base: str, method: str, path: str, sent: bool
) -> errors.IControlError:
    """Return the client's error for a failure of requests or urllib3.

    :param base: the URL of the device.
    :param path: the path as it may be seen.
    :param sent: whether the request left as a whole.
    """
    cause = _cause(error)
    if (
        isinstance(cause, (TooLong, http.client.LineTooLong))
        or type(cause) is http.client.HTTPException
    ):
        # Too many headers raise the last one.
        return errors.InvalidAnswer(str(cause), method, path)
    kind: type[errors.Unreachable] = errors.Unreachable
    if isinstance(cause, _DISTRUST) or _is_about_authorities(cause):
        kind = errors.Untrusted
    elif _is_about_version(cause):
        kind = errors.OldTLS
    elif isinstance(cause, BlockedAddress):
        kind = errors.Blocked
    elif _is_unknown(cause):
        kind = errors.UnknownHost
    elif not _was_connected(error, cause):
        kind = errors.NoConnection
    failure = kind(f'{_words(cause)} ({base})', method, path, sent)
    failure.timed_out = isinstance(cause, TimeoutError)
    return failure


def _causes(error: BaseException) -> t.Iterator[BaseException]:
    """Yield an error and those inside it, down to the network's or TLS's."""
    seen: list[BaseException] = []
    while not any(error is one for one in seen):
        yield error
        if isinstance(
            error, (OSError, http.client.HTTPException)
        ) and not isinstance(error, requests.RequestException):
            return
        seen.append(error)
        inner = (
            error.__cause__,
            getattr(error, 'reason', None),
            *error.args,
            error.__context__,
        )
        error = next(
            (one for one in inner if isinstance(one, BaseException)), error
        )


def _cause(error: BaseException) -> BaseException:
    """Return the error of the network or of TLS inside those around it."""
    return list(_causes(error))[-1]


def _was_connected(error: BaseException, cause: BaseException) -> bool:
    """Return whether something took the connection, as far as is known."""
    if not any(
        isinstance(
            one,
            (
                urllib3.exceptions.NewConnectionError,
                urllib3.exceptions.ConnectTimeoutError,
            ),
        )
        for one in _causes(error)
    ):
        return True
    if isinstance(cause, socket.gaierror):
        return not _is_unknown(cause)
    return not isinstance(cause, TimeoutError) and (
        getattr(cause, 'errno', None) not in _NOBODY
    )


def _is_unknown(cause: BaseException) -> bool:
    """Return whether the name servers know no such host."""
    return isinstance(cause, socket.gaierror) and (
        cause.errno == socket.EAI_NONAME
    )


def _is_about_authorities(cause: BaseException) -> bool:
    # requests raises it if the file with CA certificates is missing; errors
    # of the network are of subclasses.
    return type(cause) is OSError


def _is_about_version(cause: BaseException) -> bool:
    # The first comes from the device, the second from this side.
    return isinstance(cause, ssl.SSLError) and cause.reason in (
        'TLSV1_ALERT_PROTOCOL_VERSION',
        'UNSUPPORTED_PROTOCOL',
    )


def _words(cause: BaseException) -> str:
    if isinstance(cause, _DISTRUST):
        reason = getattr(cause, 'verify_message', str(cause))
        return f'the certificate is not trusted: {reason}'
    if _is_about_version(cause):
        return 'it speaks neither TLS 1.2 nor a later version'
    if isinstance(cause, TimeoutError):
        return (cause.errno and cause.strerror) or 'no answer came in time'
    if _is_about_authorities(cause):
        return str(cause)
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    if isinstance(
        cause, (http.client.HTTPException, urllib3.exceptions.ProtocolError)
    ):
        return 'the connection ended before the answer did'
    return type(cause).__name__
