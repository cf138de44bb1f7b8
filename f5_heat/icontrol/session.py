# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.
"""One authenticated HTTP conversation with one BIG-IP: JSON in, JSON out."""

from __future__ import annotations

import errno
import http.client
import http.cookiejar
import json
import queue
import re
import socket
import ssl
import time
import typing as t
import urllib.parse

import requests
import tenacity
import urllib3
from oslo_log import log as logging

from f5_heat.icontrol import auth as authentication
from f5_heat.icontrol import errors

LOG = logging.getLogger(__name__)

_LARGEST = 64 * 1024 * 1024
_CHUNK = 64 * 1024

# For so many seconds after a device could not be reached in several attempts
# each request gets one attempt only, until one succeeds.
_IMPATIENCE = 30.0

# What says that nothing is at an address. Other reasons for having no
# connection lie on this side: no route, no socket, no name server.
_NOBODY = (errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.EHOSTDOWN,
           errno.ETIMEDOUT)

# A refusal for want of a role is answered 401 like a token that has ended,
# and no other token would help.
_FORBIDDEN = re.compile(r'Authorization failed: user=')


class Session:
    """A conversation that any number of threads share.

    :param url: ``https://host:port``.
    :param verify: True, False, the path of a file with CA certificates, or
        those certificates in PEM form.
    :param timeout: seconds for the connection and for each read.
    :param max_connections: a thread that finds all in use waits for one.
    :param retry: the policy for failed requests, or None for one attempt.
    """

    def __init__(self, url: str, username: str, password: str, *,
                 verify: bool | str, auth: str, login_provider: str,
                 timeout: tuple[float, float], max_connections: int,
                 token_timeout: int | None,
                 retry: tenacity.Retrying | None):
        if max_connections < 1:
            raise ValueError('A session needs a connection at least.')
        self.url = url
        self._verify = verify
        self._timeout = timeout
        self._login = authentication.Login(
            username, password, auth, login_provider, token_timeout,
            self._exchange)
        self._attempt = self._once
        if retry is not None:
            self._attempt = retry.copy(reraise=True).wraps(self._once)
        # When a connection was last tried in vain, and what came of it.
        self._failure: tuple[float, errors.NoConnection] | None = None
        self._impatient_until = 0.0
        # The last connection that was used is the next: the others rest.
        self._idle: queue.LifoQueue[requests.Session | None] = (
            queue.LifoQueue())
        for _ in range(max_connections):
            self._idle.put(None)

    def request(self, method: str, path: str, body: t.Any = None,
                params: dict | None = None,
                headers: dict | None = None) -> t.Any:
        """Send one request and return the JSON of its answer.

        :param path: the URI below ``/mgmt``, quoted.
        :param body: what becomes JSON; bytes are sent as they are.
        :returns: None for an answer without a body.
        :raises IControlError: see the tree in ``errors``.
        """
        request = (self._once if time.monotonic() < self._impatient_until
                   else self._attempt)
        try:
            answer = request(method, path, body, params, headers)
        except errors.NoConnection:
            self._impatient_until = time.monotonic() + _IMPATIENCE
            raise
        self._impatient_until = 0.0
        return answer

    def close(self) -> None:
        """Revoke the token and close the connections that are not in use.

        The session may be used again: it then logs in anew.
        """
        self._login.revoke()
        idle = []
        try:
            while True:
                idle.append(self._idle.get_nowait())
        except queue.Empty:
            pass
        for connection in idle:
            if connection is not None:
                connection.close()
            self._idle.put(None)

    def _once(self, method: str, path: str, body: t.Any,
              params: dict | None, headers: dict | None) -> t.Any:
        # The login comes before the connection is taken: all connections
        # could be with threads that wait for that login.
        auth = self._login.auth()
        try:
            return self._exchange(method, path, body, params, headers, auth,
                                  auth.secrets)
        except errors.Unauthorized as error:
            if (isinstance(auth, authentication.BasicAuth)
                    or _FORBIDDEN.search(error.message)):
                raise
        auth = self._login.auth(refused=auth)
        return self._exchange(method, path, body, params, headers, auth,
                              auth.secrets)

    def _exchange(self, method: str, path: str, body: t.Any = None,
                  params: dict | None = None, headers: dict | None = None,
                  auth: authentication.Auth | None = None,
                  secrets: tuple[str, ...] = ()) -> t.Any:
        path = '/mgmt/' + path.lstrip('/')
        shown = _hide(path, secrets)
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, allow_nan=False).encode()
        started = time.monotonic()
        try:
            status, reason, location, content = self._send(
                method, path, shown, body, params, headers, auth)
        except errors.IControlError as error:
            LOG.debug('%s', error)
            raise
        LOG.debug('%s %s %s %d ms', method, shown, status,
                  (time.monotonic() - started) * 1000)
        if status >= 400:
            message = _hide(errors.message(content, reason), secrets)
            raise errors.from_answer(status, message, content, method,
                                     shown)
        if status >= 300:
            raise errors.InvalidAnswer(
                'A redirect to %s is not followed.' % _hide(
                    _host(location), secrets), method, shown)
        if not content.strip():
            return None
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            pass
        title = _hide(errors.title(content), secrets)
        raise errors.InvalidAnswer(
            f'A page with the title "{title}".' if title
            else 'The body is not JSON.', method, shown)

    def _send(self, method: str, path: str, shown: str, body: bytes | None,
              params: dict | None, headers: dict | None,
              auth: authentication.Auth | None
              ) -> tuple[int, str, str, bytes]:
        started = time.monotonic()
        connection = self._idle.get()
        try:
            self._share_failure(started, method, shown)
            if connection is None:
                connection = _connection(self._verify)
            adapter = connection.get_adapter(self.url)
            adapter.sent = False
            verify = True if adapter.holds_certificates else self._verify
            try:
                with connection.request(
                        method, self.url + path, params=params, data=body,
                        headers=headers, auth=auth, verify=verify,
                        timeout=self._timeout, allow_redirects=False,
                        stream=True) as answer:
                    content = _content(answer, method, shown)
                    return (answer.status_code, answer.reason or '',
                            answer.headers.get('Location', ''), content)
            except (OSError, urllib3.exceptions.HTTPError) as error:
                # The request, with its credentials, hangs on this error: it
                # goes no further.
                cause = _cause(error)
                connected = _was_connected(error, cause)
        finally:
            self._idle.put(connection)
        kind = errors.Unreachable
        if (isinstance(cause, ssl.SSLCertVerificationError)
                or _is_about_authorities(cause)):
            kind = errors.Untrusted
        elif not connected:
            kind = errors.NoConnection
        failure = kind(f'{_words(cause)} ({self.url})', method, shown,
                       adapter.sent)
        if not connected:
            self._failure = time.monotonic(), failure
        raise failure

    def _share_failure(self, started: float, method: str,
                       shown: str) -> None:
        """Fail as another request did while this one waited for its turn.

        It need not wait in vain once more: what the other one found out is
        no older than the request.
        """
        if self._failure is not None and self._failure[0] > started:
            raise errors.NoConnection(
                self._failure[1].reason, method, shown, False)


class _Adapter(requests.adapters.HTTPAdapter):
    """One connection, which knows whether the last request went out on it."""

    def __init__(self, verify: bool | str):
        self.sent = False
        self._verify = verify
        self.holds_certificates = (
            isinstance(verify, str) and '-----BEGIN CERTIFICATE-' in verify)
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args, **kwargs) -> None:
        adapter = self

        class Connection(urllib3.connection.HTTPSConnection):
            def request(self, *args, **kwargs):
                adapter.sent = True
                return super().request(*args, **kwargs)

        class Pool(urllib3.HTTPSConnectionPool):
            ConnectionCls = Connection

        context = urllib3.util.ssl_.create_urllib3_context(
            cert_reqs=ssl.CERT_REQUIRED if self._verify else ssl.CERT_NONE)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.holds_certificates:
            context.load_verify_locations(cadata=self._verify)
        super().init_poolmanager(*args, ssl_context=context, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {'https': Pool}

    def cert_verify(self, conn, url, verify, cert):
        # The inherited one would trust the public authorities as well.
        if self.holds_certificates:
            conn.cert_reqs = 'CERT_REQUIRED'
        else:
            super().cert_verify(conn, url, verify, cert)


class _Connection(requests.Session):
    """A connection that takes a redirect for an answer like any other.

    Even where redirects are not to be followed, requests would read the
    body of one without a limit.
    """

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


def _connection(verify: bool | str) -> requests.Session:
    connection = _Connection()
    connection.trust_env = False
    connection.headers.update({'Accept': 'application/json',
                               'Content-Type': 'application/json',
                               'User-Agent': 'f5_heat'})
    # The device hands out a session cookie, which would outlive the token.
    connection.cookies.set_policy(
        http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
    connection.mount('https://', _Adapter(verify))
    return connection


def _content(answer: requests.Response, method: str, shown: str) -> bytes:
    content = bytearray()
    for chunk in answer.iter_content(_CHUNK):
        content += chunk
        if len(content) > _LARGEST:
            raise errors.InvalidAnswer(
                'The body is larger than %d bytes.' % _LARGEST, method, shown)
    # urllib3 before 2.0 takes a body that breaks off for a whole one.
    if answer.raw.length_remaining:
        raise urllib3.exceptions.IncompleteRead(
            len(content), answer.raw.length_remaining)
    return bytes(content)


def _causes(error: BaseException) -> t.Iterator[BaseException]:
    """Yield an error and those inside it, down to the network's or TLS's."""
    seen: list[BaseException] = []
    while not any(error is one for one in seen):
        yield error
        if (isinstance(error, (OSError, http.client.HTTPException))
                and not isinstance(error, requests.RequestException)):
            return
        seen.append(error)
        inner = (error.__cause__, getattr(error, 'reason', None),
                 *error.args, error.__context__)
        error = next((one for one in inner
                      if isinstance(one, BaseException)), error)


def _cause(error: BaseException) -> BaseException:
    """Return the error of the network or of TLS inside those around it."""
    return list(_causes(error))[-1]


def _was_connected(error: BaseException, cause: BaseException) -> bool:
    """Say whether something took the connection, as far as one can know."""
    if not any(isinstance(one, (urllib3.exceptions.NewConnectionError,
                                urllib3.exceptions.ConnectTimeoutError))
               for one in _causes(error)):
        return True
    if isinstance(cause, socket.gaierror):
        return cause.errno != socket.EAI_NONAME
    return not isinstance(cause, TimeoutError) and (
        getattr(cause, 'errno', None) not in _NOBODY)


def _is_about_authorities(cause: BaseException) -> bool:
    # What requests raises for want of the file with CA certificates; all
    # that the network raises belongs to a subclass.
    return type(cause) is OSError


def _words(cause: BaseException) -> str:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f'the certificate is not trusted: {cause.verify_message}'
    if isinstance(cause, TimeoutError):
        return 'no answer came in time'
    if _is_about_authorities(cause):
        return str(cause)
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    if isinstance(cause, (http.client.HTTPException,
                          urllib3.exceptions.ProtocolError)):
        return 'the connection ended before the answer did'
    return type(cause).__name__


def _host(location: str) -> str:
    try:
        return urllib.parse.urlsplit(location).hostname or 'another page'
    except ValueError:
        return 'a malformed address'


def _hide(text: str, secrets: tuple[str, ...]) -> str:
    for secret in secrets:
        if secret:
            text = text.replace(secret, '***')
    return text
