# SPDX-License-Identifier: Apache-2.0

"""One connection to one BIG-IP, and the limits of what comes in on it."""

from __future__ import annotations

import errno
import hashlib
import http.client
import http.cookiejar
import io
import re
import socket
import ssl
import time
import typing as t

import requests
import urllib3

from f5_heat.icontrol import errors
from f5_heat.icontrol.transport import hosts

#: The bytes of an answer that are read at most where nothing else is said.
LARGEST = 32 * 1024 * 1024
# A page that tells of an error says what it has to say in its beginning.
_LARGEST_ERROR = 256 * 1024
# What is larger is read one at a time: in memory it takes thirty times as
# much as on the way.
_LARGE = 256 * 1024
# What the headers and the framing may take beside the body.
_OVERHEAD = 1024 * 1024
_CHUNK = 64 * 1024

# An answer that has not ended after so many times what one may wait for its
# next bytes is given up.
_WHOLE = 2

# A connection that rested for so many seconds is not used again. A device
# that says how long it keeps one is believed, but for a fifth: a write on a
# connection that ends at that moment may be done or not.
_REST = 60.0
_MARGIN = 0.8
_KEPT = re.compile(r'timeout=(\d+)')

# A device that is gone without a word is noticed while its answer is waited
# for: by its silence to what asks whether it is there, in 25 seconds.
_ALIVE = [
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    *(
        (socket.IPPROTO_TCP, getattr(socket, name), value)
        for name, value in (
            ('TCP_KEEPIDLE', 10),
            ('TCP_KEEPINTVL', 5),
            ('TCP_KEEPCNT', 3),
            ('TCP_USER_TIMEOUT', 25000),
        )
        if hasattr(socket, name)
    ),
]

# What says that nothing is at an address. Other reasons for having no
# connection lie on this side: no route, no socket, no name server.
_NOBODY = (
    errno.ECONNREFUSED,
    errno.EHOSTUNREACH,
    errno.EHOSTDOWN,
    errno.ETIMEDOUT,
)

_FINGERPRINT = re.compile(r'[0-9a-fA-F]{2}(:?[0-9a-fA-F]{2}){31}')


def fingerprint(text: str) -> str:
    """Return a SHA-256 fingerprint as openssl writes it.

    :raises ValueError: it is none.
    """
    if not _FINGERPRINT.fullmatch(text.strip()):
        raise ValueError(
            'A fingerprint is the SHA-256 digest of a certificate: 64 '
            'hexadecimal digits, with or without colons between the bytes.'
        )
    digits = text.strip().replace(':', '').upper()
    return ':'.join(re.findall('..', digits))


class Connection(requests.Session):
    """A connection to one device, kept from one request to the next.

    :param fingerprints: the SHA-256 digests of the certificates of which it
        must show one, as ``fingerprint`` gives them; nothing else is then
        asked of the certificate.
    :param blocked: the networks to which there is no connection, whatever
        the name of the device leads to.
    :param largest: the bytes of an answer that are read at most.
    """

    def __init__(
        self,
        verify: bool | str,
        fingerprints: t.Collection[str] = (),
        blocked: hosts.Networks = (),
        largest: int = LARGEST,
    ):
        super().__init__()
        self.trust_env = False
        self.headers.update(
            {
                'Accept': 'application/json',
                'Accept-Encoding': 'identity',
                'Content-Type': 'application/json',
                'User-Agent': 'f5_heat',
            }
        )
        # The device hands out a session cookie, which would outlive the
        # token.
        self.cookies.set_policy(
            http.cookiejar.DefaultCookiePolicy(allowed_domains=[])
        )
        if fingerprints:
            verify = False
        self._adapter = _Adapter(verify, fingerprints, blocked)
        self._largest = largest
        self._verify = True if self._adapter.holds_certificates else verify
        self._rest_ends = 0.0
        self.mount('https://', self._adapter)

    def get_redirect_target(self, resp: requests.Response) -> None:
        # A redirect is an answer like any other. Even where it is not to be
        # followed, requests would read its body without a limit.
        return None

    def exchange(
        self,
        base: str,
        method: str,
        path: str,
        request: dict[str, t.Any],
        shown: str,
        make_room: t.Callable[[], None] = lambda: None,
    ) -> tuple[int, str, str, bytes]:
        """Send a request; return status, reason, location and content.

        :param request: what requests is to know beside method and URL.
        :param shown: the path as it may be seen.
        :param make_room: is called once an answer turns out to be large.
        :raises Unreachable: there was no answer.
        :raises InvalidAnswer: there is too much of it.
        """
        self._make_room = make_room
        try:
            return self._fresh_if_need_be(method, base + path, request, shown)
        except (OSError, urllib3.exceptions.HTTPError) as error:
            # The request, with its credentials, hangs on this error: it
            # goes no further.
            cause = _cause(error)
            connected = _was_connected(error, cause)
        if (
            isinstance(cause, (_Limit, http.client.LineTooLong))
            or type(cause) is http.client.HTTPException
        ):
            # The last one is what too many headers raise.
            raise errors.InvalidAnswer(str(cause), method, shown)
        kind: type[errors.Unreachable] = errors.Unreachable
        if isinstance(cause, _DISTRUST) or _is_about_authorities(cause):
            kind = errors.Untrusted
        elif _is_about_version(cause):
            kind = errors.OldTLS
        elif isinstance(cause, _Blocked):
            kind = errors.Blocked
        elif _is_unknown(cause):
            kind = errors.UnknownHost
        elif not connected:
            kind = errors.NoConnection
        failure = kind(
            f'{_words(cause)} ({base})', method, shown, self._adapter.sent
        )
        failure.timed_out = isinstance(cause, TimeoutError)
        raise failure

    def _fresh_if_need_be(
        self, method: str, url: str, request: dict[str, t.Any], shown: str
    ) -> tuple[int, str, str, bytes]:
        if time.monotonic() >= self._rest_ends:
            self.close()
        try:
            return self._exchange(method, url, request, shown)
        except (OSError, urllib3.exceptions.HTTPError):
            if self._adapter.sent or self._adapter.is_fresh:
                raise
        # The device had ended the connection before it had the request.
        return self._exchange(method, url, request, shown)

    def _exchange(
        self, method: str, url: str, request: dict[str, t.Any], shown: str
    ) -> tuple[int, str, str, bytes]:
        self._adapter.sent = self._adapter.is_fresh = False
        with self.request(
            method,
            url,
            verify=self._verify,
            stream=True,
            allow_redirects=False,
            **request,
        ) as answer:
            content = self._content(answer, method, shown)
            kept = _KEPT.search(answer.headers.get('Keep-Alive', ''))
            self._rest_ends = time.monotonic() + min(
                _REST, float(kept[1]) * _MARGIN if kept else _REST
            )
            if answer.status_code < 200:
                # The true answer may be still to come.
                self._rest_ends = 0.0
            return (
                answer.status_code,
                answer.reason or '',
                answer.headers.get('Location', ''),
                content,
            )

    def _content(
        self, answer: requests.Response, method: str, shown: str
    ) -> bytes:
        is_error = answer.status_code >= 300
        coding = answer.headers.get('Content-Encoding', 'identity')
        if coding.strip().lower() != 'identity':
            if is_error:
                return b''
            raise errors.InvalidAnswer(
                'The body is compressed, which was not asked for.',
                method,
                shown,
            )
        content = bytearray()
        is_large = False
        for chunk in answer.raw.stream(_CHUNK, decode_content=False):
            content += chunk
            incoming = self._adapter.incoming
            assert incoming is not None
            incoming.allow(len(chunk))
            if is_error and len(content) > _LARGEST_ERROR:
                return bytes(content)
            if len(content) > self._largest:
                raise errors.InvalidAnswer(
                    'The body is larger than %d bytes.' % self._largest,
                    method,
                    shown,
                )
            if len(content) > _LARGE and not is_large:
                is_large = True
                self._make_room()
        # urllib3 before 2.0 takes a body that breaks off for a whole one.
        if answer.raw.length_remaining:
            raise urllib3.exceptions.IncompleteRead(
                len(content), answer.raw.length_remaining
            )
        return bytes(content)


class _Adapter(requests.adapters.HTTPAdapter):
    """One connection, which knows how far the last request got on it.

    ``is_fresh`` says that the connection was made for it, and ``sent`` that
    it left as a whole. One that did not was certainly not done: TLS hands
    nothing on that is not complete. ``incoming`` are the bytes of the
    answer.
    """

    def __init__(
        self,
        verify: bool | str,
        fingerprints: t.Collection[str],
        blocked: hosts.Networks,
    ):
        self.sent = False
        self.is_fresh = False
        self._blocked = blocked
        self.incoming: _Incoming | None = None
        self.made: urllib3.connection.HTTPSConnection | None = None
        self._verify = verify
        self._fingerprints = fingerprints
        self.holds_certificates = (
            isinstance(verify, str) and '-----BEGIN CERTIFICATE-' in verify
        )
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args, **kwargs) -> None:
        adapter = self

        class WatchedConnection(urllib3.connection.HTTPSConnection):
            def response_class(  # type: ignore[override]
                self, sock, *args, **kwargs
            ):
                answer = _Answer(sock, *args, **kwargs)
                adapter.incoming = answer.incoming
                return answer

            def connect(self):
                adapter.is_fresh = True
                adapter.made = self
                super().connect()
                if adapter._fingerprints:
                    adapter._recognize(self)

            def _new_conn(self):
                return adapter._connected(self)

            def request(self, *args, **kwargs):
                super().request(*args, **kwargs)
                adapter.sent = True

        class WatchedPool(urllib3.HTTPSConnectionPool):
            ConnectionCls = WatchedConnection

        context = urllib3.util.ssl_.create_urllib3_context(
            cert_reqs=ssl.CERT_REQUIRED if self._verify else ssl.CERT_NONE
        )
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.holds_certificates:
            context.load_verify_locations(cadata=str(self._verify))
        super().init_poolmanager(
            *args,
            ssl_context=context,
            socket_options=[
                *WatchedConnection.default_socket_options,
                *_ALIVE,
            ],
            **kwargs,
        )
        self.poolmanager.pool_classes_by_scheme = {'https': WatchedPool}

    def _connected(
        self, made: urllib3.connection.HTTPSConnection
    ) -> socket.socket:
        """Return a socket to the first address that takes a connection.

        urllib3 would wait at each address of a name for as long as there is
        for all, and look the name up again after it was judged.
        """
        end = time.monotonic() + (made.timeout or 0)
        failure: OSError | None = None
        for *_, place in socket.getaddrinfo(
            made.host.strip('[]'), made.port, type=socket.SOCK_STREAM
        ):
            address = str(place[0])
            if hosts.lies_in(address, self._blocked):
                raise _Blocked(
                    errno.EACCES, f'its address {address} is blocked here'
                )
            left = end - time.monotonic()
            if left <= 0:
                break
            try:
                return urllib3.util.connection.create_connection(
                    (address, made.port),
                    left,
                    socket_options=made.socket_options,
                )
            except OSError as error:
                failure = error
        if failure is None or isinstance(failure, TimeoutError):
            raise urllib3.exceptions.ConnectTimeoutError(
                made, 'no address took a connection in time'
            ) from failure
        raise urllib3.exceptions.NewConnectionError(
            made, str(failure)
        ) from failure

    def _recognize(self, made: urllib3.connection.HTTPSConnection) -> None:
        """Let a connection be used only if its certificate is known.

        Nothing was sent on it so far.
        """
        made_by: t.Any = made.sock
        shown = fingerprint(
            hashlib.sha256(made_by.getpeercert(binary_form=True)).hexdigest()
        )
        if shown not in self._fingerprints:
            made.close()
            raise _Unrecognized(
                ssl.SSL_ERROR_SSL,
                f'its SHA-256 fingerprint {shown} is none '
                'of those that are given',
            )
        # urllib3 would warn of a request that nothing protects.
        made.is_verified = True

    def close(self) -> None:
        # The inherited one leaves a connection to the garbage collector,
        # and an error may hold that up.
        if self.made is not None:
            self.made.close()
        super().close()

    def cert_verify(self, conn, url, verify, cert):
        # The inherited one would trust the public authorities as well.
        if self.holds_certificates:
            conn.cert_reqs = 'CERT_REQUIRED'
        else:
            super().cert_verify(conn, url, verify, cert)


class _Unrecognized(ssl.SSLError):
    """A certificate has another fingerprint than those that are given."""


class _Blocked(OSError):
    """A device is at an address to which there may be no connection."""


class _Limit(OSError):
    """An answer is longer than any of iControl REST."""


class _Answer(http.client.HTTPResponse):
    """An answer whose size and time are limited, its headers included."""

    def __init__(self, sock: socket.socket, *args, **kwargs):
        super().__init__(sock, *args, **kwargs)
        self.incoming = _Incoming(self.fp.detach(), sock)
        self.fp = io.BufferedReader(self.incoming)


class _Incoming(io.RawIOBase):
    """The bytes of one answer, for so long and so many as are allowed."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket):
        self._raw = raw
        self._sock = sock
        self._patience = t.cast(float, sock.gettimeout())
        self._end = time.monotonic() + _WHOLE * self._patience
        self._left = _OVERHEAD

    def allow(self, count: int) -> None:
        """Take so many bytes for a part of the body."""
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
            raise _Limit('Its headers or its framing do not end.')
        return count

    def close(self) -> None:
        try:
            self._raw.close()
        finally:
            super().close()


# The second one is what urllib3 before 2.0 says of another host's name.
_DISTRUST = (
    ssl.SSLCertVerificationError,
    urllib3.connection.CertificateError,  # type: ignore[attr-defined]
    _Unrecognized,
)


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
    """Say whether something took the connection, as far as one can know."""
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
    """Say whether the name servers know no such host."""
    return isinstance(cause, socket.gaierror) and (
        cause.errno == socket.EAI_NONAME
    )


def _is_about_authorities(cause: BaseException) -> bool:
    # What requests raises for want of the file with CA certificates; all
    # that the network raises belongs to a subclass.
    return type(cause) is OSError


def _is_about_version(cause: BaseException) -> bool:
    # What the device says, and what this side says of the device's choice.
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
