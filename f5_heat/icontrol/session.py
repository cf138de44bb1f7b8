# SPDX-License-Identifier: Apache-2.0

"""One authenticated HTTP conversation with one BIG-IP: JSON in, JSON out."""

from __future__ import annotations

import collections.abc
import contextlib
import copy
import functools
import json
import queue
import time
import typing as t
import urllib.parse

import tenacity
from oslo_log import log as logging

from f5_heat.icontrol import auth as authentication
from f5_heat.icontrol import connection
from f5_heat.icontrol import errors
from f5_heat.icontrol import loading
from f5_heat.icontrol import secret
from f5_heat.icontrol import turns

LOG = logging.getLogger(__name__)

# What a last request before the end may take: connection and answer.
_HURRY = 2.0

# For so many seconds after a device could not be reached in several attempts
# each request gets one attempt only, until one succeeds.
_IMPATIENCE = 30.0

# A transaction that fails is over: its commit cannot be made once more.
_TRANSACTION = 'tm/transaction/'

Written = t.Callable[[str, str, t.Any, float, bool], None]


class Session:
    """A conversation that any number of threads share.

    :param url: ``https://host:port``.
    :param verify: True, False, the path of a file with CA certificates, or
        those certificates in PEM form.
    :param fingerprints: of the certificates that are accepted instead.
    :param timeout: seconds for the connection and for each read.
    :param max_connections: a thread that finds all in use waits for one.
    :param max_writes: how many requests other than GET are made at once.
    :param retry: the policy for failed requests, or None for one attempt.
    :param written: is told of each request that changed something, or may
        have: its method, path and body, the time.monotonic() of its
        beginning, and whether its answer is known. What has headers of its
        own is only a part of something: of a transaction, or of a file.
    """

    #: There is one unit, and what it says of itself holds.
    is_redundant = has_moved = False

    def __init__(
        self,
        url: str,
        username: str,
        password: str,
        *,
        verify: bool | str,
        fingerprints: t.Collection[str],
        auth: str,
        login_provider: str,
        timeout: tuple[float, float],
        max_connections: int,
        max_writes: int,
        token_timeout: int | None,
        retry: tenacity.Retrying | None,
        written: Written | None = None,
    ):
        if max_connections < 1 or max_writes < 1:
            raise ValueError(
                'A session needs a connection at least, and to write at times.'
            )
        self.url = url
        self._trust = verify, fingerprints
        self._timeout = timeout
        self._login = authentication.Login(
            username,
            password,
            auth,
            login_provider,
            token_timeout,
            self._exchange,
        )
        self._written = written
        self._attempt = self._once
        if retry is not None:
            self._attempt = retry.copy(reraise=True).wraps(self._once)
        # When a connection was last tried in vain, and what came of it.
        self._failure: tuple[float, errors.NoConnection] | None = None
        self._impatient_until = 0.0
        # Whether the device may have restarted since it was last seen ready.
        self._is_doubted = False
        # The last connection that was used is the next: the others rest.
        self._idle: queue.LifoQueue[connection.Connection | None] = (
            queue.LifoQueue()
        )
        for _ in range(max_connections):
            self._idle.put(None)
        # Whoever waits for a turn has neither a connection nor a lock. The
        # turn of a transaction comes before that of a write.
        self._writes = turns.Turns(max_writes)
        self._transactions = turns.Turns(1)

    @property
    def auth(self) -> authentication.Auth | None:
        """What requests are sent with; None before the first of them."""
        return self._login.current

    def request(
        self,
        method: str,
        path: str,
        body: t.Any = None,
        params: dict | None = None,
        headers: dict | None = None,
        *,
        owner: collections.abc.Hashable = None,
        again: bool = True,
    ) -> t.Any:
        """Send one request and return the JSON of its answer.

        :param path: the URI below ``/mgmt``, quoted.
        :param body: what becomes JSON; bytes are sent as they are.
        :param owner: for whom it is: those who wait to write get their
            turns one after the other.
        :param again: whether the policy for failed requests applies.
        :returns: None for an answer without a body.
        :raises IControlError: see the tree in ``errors``.
        """
        started = time.monotonic()
        is_once = not again or started < self._impatient_until
        request = self._once if is_once else self._attempt
        tell = self._written if method != 'GET' and not headers else None
        try:
            answer = request(method, path, body, params, headers, owner)
        except errors.IControlError as error:
            if isinstance(error, errors.NoConnection):
                self._impatient_until = time.monotonic() + _IMPATIENCE
            if tell and error.sent:
                tell(method, path, body, started, False)
            raise
        self._impatient_until = 0.0
        if tell:
            tell(method, path, body, started, True)
        return answer

    @contextlib.contextmanager
    def transacting(
        self, owner: collections.abc.Hashable = None
    ) -> t.Iterator[None]:
        """Hold the turn of a transaction; the writes in it need no other."""
        with (
            self._turn(self._transactions, owner, 'POST', 'tm/transaction'),
            self._turn(self._writes, owner, 'POST', 'tm/transaction'),
        ):
            yield

    def unit(self) -> Session:
        """Return a conversation whose requests all go to one unit: this."""
        return self

    def close(self) -> None:
        """Revoke the token and close the connections that are not in use.

        The session may be used again: it then logs in anew. Requests that
        are under way end as they would have.
        """
        self._login.revoke()
        idle = []
        try:
            while True:
                idle.append(self._idle.get_nowait())
        except queue.Empty:
            pass
        for one in idle:
            if one is not None:
                one.close()
            self._idle.put(None)

    @contextlib.contextmanager
    def _turn(
        self,
        gate: turns.Turns,
        owner: collections.abc.Hashable,
        method: str,
        path: str,
    ) -> t.Iterator[None]:
        patience = self._timeout[1]
        if not gate.take(owner, patience):
            raise errors.Unreachable(
                f'other writes kept the device busy for {patience:g} seconds '
                f'({self.url})',
                method,
                '/mgmt/' + path.lstrip('/'),
                False,
            )
        try:
            yield
        finally:
            gate.give()

    def _once(
        self,
        method: str,
        path: str,
        body: t.Any,
        params: dict | None,
        headers: dict | None,
        owner: collections.abc.Hashable,
    ) -> t.Any:
        """One attempt, by which a device that starts is not misunderstood.

        No object is missed before the device has said that its configuration
        is loaded, and after it could not answer nothing is changed before.
        """
        request = (method, path, body, params, headers, time.monotonic())
        try:
            if method == 'GET':
                return self._understood(*request)
            with self._turn(self._writes, owner, method, path):
                return self._understood(*request)
        except (errors.Unreachable, errors.Busy):
            self._is_doubted = True
            raise

    def _understood(
        self,
        method: str,
        path: str,
        body: t.Any,
        params: dict | None,
        headers: dict | None,
        started: float,
    ) -> t.Any:
        request = method, path, body, params, headers, started
        if self._is_doubted and method != 'GET':
            self._make_sure(method, path, started)
        try:
            return self._authorized(*request)
        except errors.NotFound:
            self._make_sure(method, path, started)
            if path.startswith(_TRANSACTION):
                raise
        # It may have loaded it since it was asked for the object.
        return self._authorized(*request)

    def _make_sure(self, method: str, path: str, started: float) -> None:
        try:
            loading.check(functools.partial(self._authorized, started=started))
        except errors.IControlError as error:
            # It is the request that fails, and it was not made. Others may
            # have the same error, of a login that they waited for.
            failure = copy.copy(error)
            failure.method, failure.path = method, f'/mgmt/{path}'
            failure.sent = False
            raise failure from None
        self._is_doubted = False

    def _authorized(
        self,
        method: str,
        path: str,
        body: t.Any = None,
        params: dict | None = None,
        headers: dict | None = None,
        started: float | None = None,
    ) -> t.Any:
        # The login comes before the connection is taken: all connections
        # could be with threads that wait for that login.
        auth = self._login.auth()
        try:
            return self._exchange(
                method,
                path,
                body,
                params,
                headers,
                auth,
                auth.secrets,
                started,
            )
        except errors.Unauthorized as error:
            auth = self._login.instead(auth, error)
        return self._exchange(
            method, path, body, params, headers, auth, auth.secrets
        )

    def _exchange(
        self,
        method: str,
        path: str,
        body: t.Any = None,
        params: dict | None = None,
        headers: dict | None = None,
        auth: authentication.Auth | None = None,
        secrets: tuple[str, ...] = (),
        started: float | None = None,
        hurried: bool = False,
    ) -> t.Any:
        path = '/mgmt/' + path.lstrip('/')
        secrets = (*secrets, *secret.found_in(body))
        shown = secret.hide(path, secrets, is_whole=True)
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, allow_nan=False).encode()
        began = time.monotonic()
        try:
            status, reason, location, content = self._send(
                method,
                path,
                shown,
                body,
                params,
                headers,
                auth,
                began if started is None else started,
                hurried,
            )
        except errors.IControlError as error:
            LOG.debug('%s', error)
            raise
        LOG.debug(
            '%s %s %s %d ms',
            method,
            shown,
            status,
            (time.monotonic() - began) * 1000,
        )
        if status >= 400:
            message = secret.hide(errors.message(content, reason), secrets)
            raise errors.from_answer(status, message, content, method, shown)
        if status >= 300:
            raise errors.InvalidAnswer(
                'A redirect to %s is not followed.'
                % secret.hide(_host(location), secrets),
                method,
                shown,
            )
        if status < 200:
            raise errors.InvalidAnswer(
                f'The status {status} is no answer.', method, shown
            )
        if not content.strip():
            return None
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            pass
        title = secret.hide(errors.title(content), secrets)
        raise errors.InvalidAnswer(
            f'A page with the title "{title}".'
            if title
            else 'The body is not JSON.',
            method,
            shown,
        )

    def _send(
        self,
        method: str,
        path: str,
        shown: str,
        body: bytes | None,
        params: dict | None,
        headers: dict | None,
        auth: authentication.Auth | None,
        started: float,
        hurried: bool,
    ) -> tuple[int, str, str, bytes]:
        timeout = self._timeout
        if hurried:
            timeout = min(timeout[0], _HURRY), min(timeout[1], _HURRY)
        with self._connection(hurried, method, shown) as one:
            self._share_failure(started, method, shown)
            request = {
                'params': params,
                'data': body,
                'headers': headers,
                'auth': auth,
                'timeout': timeout,
            }
            try:
                return one.exchange(self.url, method, path, request, shown)
            except errors.NoConnection as failure:
                self._failure = time.monotonic(), failure
                raise

    @contextlib.contextmanager
    def _connection(
        self, hurried: bool, method: str, shown: str
    ) -> t.Iterator[connection.Connection]:
        """Lend a connection, to one thread at a time."""
        patience = self._timeout[1]
        try:
            one = self._idle.get(not hurried, patience)
        except queue.Empty:
            if hurried:
                with connection.Connection(*self._trust) as extra:
                    yield extra
                return
            raise errors.Unreachable(
                f'all connections were in use for {patience:g} seconds '
                f'({self.url})',
                method,
                shown,
                False,
            ) from None
        try:
            if one is None:
                one = connection.Connection(*self._trust)
            yield one
        finally:
            self._idle.put(one)

    def _share_failure(self, started: float, method: str, shown: str) -> None:
        """Fail as another request did while this one waited for its turn.

        It need not wait in vain once more: what the other one found out is
        no older than the request.
        """
        if self._failure is not None and self._failure[0] > started:
            raise type(self._failure[1])(
                self._failure[1].reason, method, shown, False
            )


def _host(location: str) -> str:
    try:
        return urllib.parse.urlsplit(location).hostname or 'another page'
    except ValueError:
        return 'a malformed address'
