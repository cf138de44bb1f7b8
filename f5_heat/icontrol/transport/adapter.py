# SPDX-License-Identifier: Apache-2.0

"""The TLS connection below a Connection, limited to trusted addresses."""

from __future__ import annotations

import errno
import hashlib
import socket
import ssl
import time
import typing as t

import requests
import urllib3

from f5_heat.icontrol.transport import failures
from f5_heat.icontrol.transport import hosts
from f5_heat.icontrol.transport import incoming

# A device that disappears is noticed while its answer is waited for, by
# keepalive probes, in 25 seconds.
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


class Adapter(requests.adapters.HTTPAdapter):
    """One connection, which knows how far the last request got on it.

    ``is_fresh`` says that the connection was made for it, and ``sent`` that
    it left as a whole. Otherwise it was certainly not applied: TLS delivers
    nothing that is incomplete. ``incoming`` are the bytes of the answer.
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
        self.incoming: incoming.LimitedStream | None = None
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
                answer = incoming.Answer(sock, *args, **kwargs)
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

        urllib3 would wait at each address for the time that there is for
        all, and resolve the name again after the check of its addresses.
        """
        end = time.monotonic() + (made.timeout or 0)
        failure: OSError | None = None
        for *_, place in socket.getaddrinfo(
            made.host.strip('[]'), made.port, type=socket.SOCK_STREAM
        ):
            address = str(place[0])
            if hosts.lies_in(address, self._blocked):
                raise failures.BlockedAddress(
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
        """Close a connection whose certificate is unknown, and raise an error.

        Nothing was sent on it so far.
        """
        made_by: t.Any = made.sock
        certificate = made_by.getpeercert(binary_form=True)
        shown = hashlib.sha256(certificate).digest().hex(':').upper()
        if shown not in self._fingerprints:
            made.close()
            raise failures.Unrecognized(
                ssl.SSL_ERROR_SSL,
                f'its SHA-256 fingerprint {shown} is none '
                'of those that are given',
            )
        # urllib3 would warn of an unverified request.
        made.is_verified = True

    def close(self) -> None:
        # The inherited method leaves a connection to the garbage collector,
        # which an error may delay.
        if self.made is not None:
            self.made.close()
        super().close()

    def cert_verify(self, conn, url, verify, cert):
        # The inherited method would trust the public authorities as well.
        if self.holds_certificates:
            conn.cert_reqs = 'CERT_REQUIRED'
        else:
            super().cert_verify(conn, url, verify, cert)
