# SPDX-License-Identifier: Apache-2.0

"""One authenticated HTTP conversation with one BIG-IP: JSON in, JSON out."""

from __future__ import annotations

import collections.abc
import contextlib
import copy
import dataclasses
import functools
import json
import time
import typing as t

import tenacity
from oslo_log import log as logging

from f5_heat.icontrol import errors
from f5_heat.icontrol import secret
from f5_heat.icontrol.transport import answers
from f5_heat.icontrol.transport import auth as authentication
from f5_heat.icontrol.transport import connection
from f5_heat.icontrol.transport import hosts
from f5_heat.icontrol.transport import loading
from f5_heat.icontrol.transport import pool
from f5_heat.icontrol.transport import turns

LOG = logging.getLogger(__name__)

# The seconds for a last request before the end, to connect and to read.
_HURRY = 2.0

# The seconds for which a quick read waits behind requests to a silent device.
_QUICK_QUEUE = 1.0

# For so many seconds after a device could not be reached in several attempts
# each request gets one attempt only, until one succeeds.
_IMPATIENCE = 30.0

# A transaction that fails is over: its commit cannot be repeated.
_TRANSACTION = 'tm/transaction/'

Written = t.Callable[[str, str, t.Any, float, bool], None]


@dataclasses.dataclass(frozen=True)
class _Request:
    """A request, and how long it may take."""

    method: str
    path: str
    patience: pool.Patience
    body: t.Any = None
    params: dict | None = None
    headers: dict | None = None
    started: float = 0.0


class Session:
    """A conversation that any number of threads share.

    :param url: ``https://host:port``.
    :param verify: True, False, the path of a file with CA certificates, or
        those certificates in PEM form.
    :param fingerprints: of the certificates that are accepted instead.
    :param timeout: seconds for the connection and for each read.
    :param queue_timeout: seconds without an answer of the device after which
        a request no longer waits behind others.
    :param max_connections: a thread that finds all in use waits for one.
    :param max_writes: how many requests other than GET are made at once.
    :param blocked: the networks in which the device may not be.
    :param largest: the bytes of an answer that are read at most.
    :param shares: its shares of this process, together with others.
    :param retry: the policy for failed requests, or None for one attempt.
    :param written: is called for each request that changed something, or may
        have, with its method, path and body, the time.monotonic() of its
        beginning, and whether its answer is known. Requests with headers of
        their own are left out: they are parts of a transaction or a file.
    """

    #: There is one unit, and it does not change.
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
        queue_timeout: float,
        max_connections: int,
        max_writes: int,
        token_timeout: int | None,
        retry: tenacity.Retrying | None,
        blocked: hosts.Networks = (),
        largest: int = connection.LARGEST,
        shares: t.Sequence[pool.Share] = (pool.EVERYONE,),
        written: Written | None = None,
    ):
        if max_connections < 1 or max_writes < 1:
            raise ValueError(
                'A session needs a connection at least, and to write at times.'
            )
        self.url = url
        connect, read = timeout
        self._patience = pool.Patience(connect, read, min(queue_timeout, read))
        self._hurry = pool.Patience(
            min(connect, _HURRY), min(read, _HURRY), 0.0
        )
        self._shares = shares
        self._login = authentication.Login(
            username,
            password,
            auth,
            login_provider,
            token_timeout,
            self._converse,
            lambda patience: self._pool.waits(patience),
        )
        self._written = written
        self._attempt = self._once
        if retry is not None:
            self._attempt = retry.copy(reraise=True).wraps(self._once)
        # When the last connection failed, and its error.
        self._failure: tuple[float, errors.NoConnection] | None = None
        self._impatient_until = 0.0
        # Whether the device may have restarted since it was last seen ready.
        self._is_doubted = False
        self._pool = pool.Pool(
            functools.partial(
                connection.Connection, verify, fingerprints, blocked, largest
            ),
            max_connections,
            shares,
        )
        # A thread that waits for a turn holds neither a connection nor a lock.
        # The turn of a transaction comes before that of a write.
        self._writes = turns.Turns(max_writes)
        self._transactions = turns.Turns(1)

    @property
    def queue_timeout(self) -> float:
        """The seconds that a request waits behind others at most."""
        return self._patience.queue

    @property
    def auth(self) -> authentication.Auth | None:
        """The authentication of requests; None before the first one."""
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
        within: float | None = None,
    ) -> t.Any:
        """Send one request and return the JSON of its answer.

        :param path: the URI below ``/mgmt``, quoted.
        :param body: is sent as JSON; bytes are sent as they are.
        :param owner: the owner of the request: owners that wait to write get
            their turns one after the other.
        :param again: whether the policy for failed requests applies.
        :param within: the seconds for a quick read: it is tried once, and does
            not queue behind requests that are left unanswered.
        :returns: None for an answer without a body.
        :raises IControlError: see the tree in ``errors``.
        """
        started = time.monotonic()
        is_once = (
            not again or within is not None or started < self._impatient_until
        )
        patience = self._patience
        if within is not None:
            if within <= 0:
                raise errors.Unreachable(
                    f'there was no time left to ask it ({self.url})',
                    method,
                    f'/mgmt/{path}',
                    False,
                )
            patience = pool.Patience(
                min(patience.connect, within),
                min(patience.read, within),
                _QUICK_QUEUE,
                started + within,
            )
        request = self._once if is_once else self._attempt
        tell = self._written if method != 'GET' and not headers else None
        try:
            answer = request(
                method, path, body, params, headers, owner, patience
            )
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
        """Hold the turn of a transaction; writes in it need no other turn."""
        what = owner, 'POST', 'tm/transaction', self._patience
        with (
            self._turn(self._transactions, *what),
            self._turn(self._writes, *what),
        ):
            yield

    def unit(self) -> Session:
        """Return a conversation whose requests all go to one unit."""
        return self

    def close(self) -> None:
        """Revoke the token and close the connections that are not in use.

        The session may be used again: it then logs in again. Requests that
        are under way are not affected.
        """
        self._login.revoke()
        self._pool.close()

    @contextlib.contextmanager
    def _turn(
        self,
        gate: turns.Turns,
        owner: collections.abc.Hashable,
        method: str,
        path: str,
        patience: pool.Patience,
    ) -> t.Iterator[None]:
        shown = '/mgmt/' + path.lstrip('/')
        try:
            has_turn = gate.take(owner, self._pool.waits(patience))
        except pool.Silent as silent:
            raise self._unasked(silent, method, shown) from None
        if not has_turn:
            raise errors.Unreachable(
                f'other writes kept the device busy for {patience.read:g} '
                f'seconds ({self.url})',
                method,
                shown,
                False,
            )
        try:
            yield
        finally:
            gate.give()

    def _unasked(
        self, silent: pool.Silent, method: str, shown: str, sent: bool = False
    ) -> errors.Unreachable:
        return errors.Unreachable(
            f'{silent} ({self.url})', method, shown, sent
        )

    def _once(
        self,
        method: str,
        path: str,
        body: t.Any,
        params: dict | None,
        headers: dict | None,
        owner: collections.abc.Hashable,
        patience: pool.Patience,
    ) -> t.Any:
        """Make one attempt, and do not trust a device that is still booting.

        A 404 counts only once the configuration is loaded, and after an
        unanswered request nothing is written until then.
        """
        request = _Request(
            method, path, patience, body, params, headers, time.monotonic()
        )
        try:
            if method == 'GET':
                return self._understood(request)
            with self._turn(self._writes, owner, method, path, patience):
                return self._understood(request)
        except (errors.Unreachable, errors.Busy):
            self._is_doubted = True
            raise

    def _understood(self, request: _Request) -> t.Any:
        if self._is_doubted and request.method != 'GET':
            self._make_sure(request)
        try:
            return self._authorized(request)
        except errors.NotFound:
            self._make_sure(request)
            if request.path.startswith(_TRANSACTION):
                raise
        # The object may have been loaded in the meantime.
        return self._authorized(request)

    def _make_sure(self, request: _Request) -> None:
        try:
            loading.check(
                lambda method, path: self._authorized(
                    _Request(
                        method,
                        path,
                        request.patience,
                        started=request.started,
                    )
                )
            )
        except errors.IControlError as error:
            # The request failed without being sent. Other threads may have
            # the same error, of a login that they waited for.
            failure = copy.copy(error)
            failure.method = request.method
            failure.path = f'/mgmt/{request.path}'
            failure.sent = False
            raise failure from None
        self._is_doubted = False

    def _authorized(self, request: _Request) -> t.Any:
        # The login comes before the connection is taken: the threads that
        # hold all connections could wait for that login.
        auth = self._login.auth(request.patience)
        try:
            return self._exchange(request, auth, auth.secrets)
        except errors.Unauthorized as error:
            auth = self._login.instead(auth, error, request.patience)
        again = dataclasses.replace(request, started=time.monotonic())
        return self._exchange(again, auth, auth.secrets)

    def _converse(
        self,
        method: str,
        path: str,
        body: t.Any = None,
        *,
        auth: authentication.Auth | None = None,
        secrets: tuple[str, ...] = (),
        patience: pool.Patience | None = None,
    ) -> t.Any:
        """Send a request for the login; without patience, the last one."""
        return self._exchange(
            _Request(
                method,
                path,
                patience or self._hurry,
                body,
                started=time.monotonic(),
            ),
            auth,
            secrets,
        )

    def _exchange(
        self,
        request: _Request,
        auth: authentication.Auth | None,
        secrets: tuple[str, ...],
    ) -> t.Any:
        method, path = request.method, '/mgmt/' + request.path.lstrip('/')
        secrets = (*secrets, *secret.found_in(request.body))
        shown = secret.hide(path, secrets, is_whole=True)
        began = time.monotonic()
        with contextlib.ExitStack() as room:
            try:
                status, reason, location, content = self._send(
                    request, path, shown, auth, room
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
            return answers.read(
                status, reason, location, content, secrets, method, shown
            )

    def _send(
        self,
        request: _Request,
        path: str,
        shown: str,
        auth: authentication.Auth | None,
        room: contextlib.ExitStack,
    ) -> tuple[int, str, str, bytes]:
        method, patience, body = request.method, request.patience, request.body
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, allow_nan=False).encode()

        def make_room() -> None:
            for share in self._shares:
                room.enter_context(share.reading(patience.read))

        is_sent = False
        try:
            with self._connection(patience) as one:
                self._share_failure(request.started, method, shown)
                with self._pool.pulse.asking(patience):
                    is_sent = True
                    return one.exchange(
                        self.url,
                        method,
                        path,
                        {
                            'params': request.params,
                            'data': body,
                            'headers': request.headers,
                            'auth': auth,
                            'timeout': patience.timeout,
                        },
                        shown,
                        make_room,
                    )
        except errors.NoConnection as failure:
            self._failure = time.monotonic(), failure
            raise
        except pool.Silent as silent:
            raise self._unasked(silent, method, shown, is_sent) from None
        except TimeoutError:
            raise errors.Unreachable(
                f'all connections were in use for {patience.read:g} seconds '
                f'({self.url})',
                method,
                shown,
                False,
            ) from None

    @contextlib.contextmanager
    def _connection(
        self, patience: pool.Patience
    ) -> t.Iterator[connection.Connection]:
        """Lend a connection; the last request may get an extra one."""
        with contextlib.ExitStack() as held:
            try:
                one = held.enter_context(self._pool.lend(patience))
            except (pool.Silent, TimeoutError):
                if patience is not self._hurry:
                    raise
                one = held.enter_context(self._pool.make())
            yield one

    def _share_failure(self, started: float, method: str, shown: str) -> None:
        """Fail as another request did while this one waited for its turn.

        It need not wait for the same failure: that is no older than the
        request.
        """
        if self._failure is not None and self._failure[0] > started:
            raise type(self._failure[1])(
                self._failure[1].reason, method, shown, False
            )
