# SPDX-License-Identifier: Apache-2.0

"""Basic and token authentication, and the login that decides between them."""

from __future__ import annotations

import base64
import collections.abc
import concurrent.futures
import logging as stdlib_logging
import math
import re
import threading
import time
import typing as t

import requests
from oslo_log import log as logging

from f5_heat.icontrol import errors
from f5_heat.icontrol.transport import pool

LOG = logging.getLogger(__name__)

LOGIN = 'shared/authn/login'
TOKENS = 'shared/authz/tokens'

# The longest life of a token in seconds that a device allows.
LONGEST = 36000

# A device that refused the credentials is not asked for so many seconds: five
# failures lock an account.
_REFUSAL = 10.0

# The seconds for which a user with too many tokens uses the password.
_RESPITE = 60.0

_TOKEN = re.compile(r'[A-Za-z0-9._-]+')
_TOKEN_PATH = re.compile(r'(/authz/tokens/)[^/?\s"]+')


Request = requests.PreparedRequest


class BasicAuth(requests.auth.AuthBase):
    """HTTP basic authentication, in UTF-8.

    :param lifetime: seconds after which a token is tried again.
    """

    def __init__(
        self, username: str, password: str, lifetime: float | None = None
    ):
        pair = f'{username}:{password}'.encode('utf-8', 'replace')
        self._credential = base64.b64encode(pair).decode()
        self.secrets = (self._credential, password)
        self.is_makeshift = lifetime is not None
        self._end = time.monotonic() + (
            math.inf if lifetime is None else lifetime
        )

    @property
    def is_spent(self) -> bool:
        """Whether a token should be tried again."""
        return time.monotonic() >= self._end

    def __call__(self, request: Request) -> Request:
        request.headers['Authorization'] = f'Basic {self._credential}'
        return request


class TokenAuth(requests.auth.AuthBase):
    """A token of the device.

    :param began: when the login was sent; the lifetime counts from then.
    :param timeout: the lifetime in seconds.
    """

    def __init__(self, token: str, began: float, timeout: float):
        self.token = token
        self.secrets = (token,)
        self._began = began
        self.extend(timeout)

    def extend(self, timeout: float) -> None:
        """Set another lifetime, counted from the login."""
        self.timeout = timeout
        self._renewal = self._end - min(60, (timeout - self.age) / 10)

    def postpone(self) -> None:
        """Postpone the renewal to the end of the lifetime."""
        self._renewal = self._end

    @property
    def age(self) -> float:
        return time.monotonic() - self._began

    @property
    def _end(self) -> float:
        return self._began + self.timeout

    @property
    def is_alive(self) -> bool:
        return time.monotonic() < self._end

    @property
    def is_spent(self) -> bool:
        """Whether the token ends so soon that it should be renewed."""
        return time.monotonic() >= self._renewal

    def __call__(self, request: Request) -> Request:
        request.headers['X-F5-Auth-Token'] = self.token
        return request


Auth = BasicAuth | TokenAuth


class Login:
    """The authentication that all threads of a session share.

    :param method: ``token`` or ``basic``.
    :param provider: the login provider, ``tmos`` for the device's own.
    :param token_timeout: the lifetime in seconds that is asked for; the
        device allows 36000 at most. None keeps the device's own 1200.
    :param exchange: sends one request: ``exchange(method, path, body=None,
        *, auth=None, secrets=(), patience=None)``; without patience it is a
        last one, which takes a moment.
    :param waits: yields the seconds to wait, each time, for another thread's
        login; see ``pool.Pool.waits``.
    """

    def __init__(
        self,
        username: str,
        password: str,
        method: str,
        provider: str,
        token_timeout: int | None,
        exchange: collections.abc.Callable[..., t.Any],
        waits: collections.abc.Callable[
            [pool.Patience], collections.abc.Iterator[float]
        ],
    ):
        self._username = username
        self._password = password
        self._provider = provider
        self._token_timeout = token_timeout
        self._exchange = exchange
        self._waits = waits
        self._lock = threading.Lock()
        self._pending: concurrent.futures.Future | None = None
        # The last refusal of a login, and when it came.
        self._refusal: errors.HTTPError | None = None
        self._refused_at = 0.0
        # How long a token of this login lives without an extension.
        self._lifetime = 1200.0
        self._current: Auth | None = None
        if method == 'basic':
            self._current = BasicAuth(username, password)
        elif method != 'token':
            raise ValueError("auth is 'token' or 'basic', not %r." % method)

    @property
    def current(self) -> Auth | None:
        """The authentication of requests; None before the first login."""
        return self._current

    def auth(
        self, patience: pool.Patience, refused: Auth | None = None
    ) -> Auth:
        """Return the authentication for a request.

        If a login is needed, one thread logs in and the others wait for it.

        :param refused: the authentication that was not accepted just now.
        :raises IControlError: the login failed; ``sent`` is False, as the
            caller's request was not sent.
        """
        while True:
            with self._lock:
                current = self._current
                if current is refused:
                    current = None
                if current is not None and not current.is_spent:
                    return current
                self._raise_refusal()
                login, mine = self._pending, self._pending is None
                if login is None:
                    login = self._pending = concurrent.futures.Future()
            if not mine:
                self._join(login, patience)
                continue
            try:
                fresh = self._extended(current, patience) or self._log_in(
                    patience
                )
            except BaseException as error:
                self._end(login, None, error)
                raise
            self._end(login, fresh, None)
            return fresh

    def _join(
        self, login: concurrent.futures.Future, patience: pool.Patience
    ) -> None:
        """Wait for the login of another thread, and fail as it does."""
        reason = 'another thread logs in, which takes too long'
        try:
            for seconds in self._waits(patience):
                if concurrent.futures.wait([login], seconds).done:
                    login.result()
                    return
        except pool.Silent as silent:
            reason = str(silent)
        if login.done():
            login.result()
            return
        raise errors.Unreachable(reason, 'POST', f'/mgmt/{LOGIN}', False)

    def instead(
        self,
        refused: Auth,
        error: errors.Unauthorized,
        patience: pool.Patience,
    ) -> Auth:
        """Return the authentication to repeat a refused request with.

        :raises HTTPError: there is none.
        """
        if isinstance(refused, TokenAuth):
            if error.is_about_rights:
                # No other token would help.
                raise error
            return self.auth(patience, refused)
        if not refused.is_makeshift:
            raise error
        # Before 13.1 only admin may do without a token. The password was
        # right, or the login would have said so.
        busy = errors.Busy(
            error.status,
            error.code,
            'The user has reached the limit of '
            'login tokens, and is refused without one: ' + error.message,
            error.method,
            error.path,
        )
        with self._lock:
            if self._current is refused:
                self._current = None
                self._note_refusal(busy)
        raise busy

    def _note_refusal(self, error: errors.HTTPError) -> None:
        self._refusal = error
        self._refused_at = time.monotonic()

    def _raise_refusal(self) -> None:
        if self._refusal is not None:
            if time.monotonic() < self._refused_at + _REFUSAL:
                # A new object for each thread.
                raise type(self._refusal)(*self._refusal.args)
            self._refusal = None

    def _end(
        self,
        login: concurrent.futures.Future,
        fresh: Auth | None,
        error: BaseException | None,
    ) -> None:
        with self._lock:
            self._pending = None
            self._current = fresh
            if isinstance(error, errors.Unauthorized):
                self._note_refusal(error)
        if isinstance(error, errors.IControlError):
            login.set_exception(error)
        else:
            # This thread was stopped, which says nothing about the device: one
            # of those that wait tries then.
            login.set_result(None)

    def _extended(
        self, current: Auth | None, patience: pool.Patience
    ) -> Auth | None:
        """Return the present token with a longer life, if it can have one.

        A new login costs more: the device checks the password, and keeps the
        old token until it expires.
        """
        if not isinstance(current, TokenAuth) or not current.is_alive:
            return None
        # Whether the device counts from the login or from now is nowhere
        # said. From the login it is the earlier end.
        longer = min(LONGEST, math.ceil(current.age + self._lifetime))
        if longer <= current.timeout:
            return None
        try:
            granted = self._set_timeout(current, longer, patience)
        except (errors.Unreachable, errors.Busy) as error:
            LOG.debug('The token is not extended now: %s', error)
            current.postpone()
            return current
        except errors.IControlError as error:
            LOG.debug('The token is not extended: %s', error)
            return None
        return current if granted else None

    def _set_timeout(
        self, auth: TokenAuth, timeout: int, patience: pool.Patience
    ) -> bool:
        """Change the lifetime of a token; return whether the device did."""
        answer = self._exchange(
            'PATCH',
            f'{TOKENS}/{auth.token}',
            {'timeout': timeout},
            auth=auth,
            secrets=auth.secrets,
            patience=patience,
        )
        granted = _lifetime(answer, 0)
        if not granted:
            return False
        auth.extend(granted)
        return True

    def _log_in(self, patience: pool.Patience) -> Auth:
        body = {
            'username': self._username,
            'password': self._password,
            'loginProviderName': self._provider,
        }
        began = time.monotonic()
        try:
            answer = self._exchange(
                'POST',
                LOGIN,
                body,
                secrets=(self._password,),
                patience=patience,
            )
        except errors.NotFound:
            # 11.5 and 11.6.0 have no login worker.
            LOG.info('The device has no login; basic authentication is used.')
            return BasicAuth(self._username, self._password)
        except errors.BadRequest as error:
            if 'maximum active login tokens' not in error.message:
                raise
            LOG.warning(
                'The user has reached the limit of login tokens; '
                'basic authentication is used for %d seconds.',
                _RESPITE,
            )
            return BasicAuth(self._username, self._password, _RESPITE)
        except errors.IControlError as error:
            error.sent = False
            raise
        return self._token(answer, began, patience)

    def _token(
        self, answer: t.Any, began: float, patience: pool.Patience
    ) -> TokenAuth:
        token = answer.get('token') if isinstance(answer, dict) else None
        name = token.get('token') if isinstance(token, dict) else None
        if not isinstance(name, str) or not _TOKEN.fullmatch(name):
            raise errors.InvalidAnswer(
                'There is no token in the answer.',
                'POST',
                f'/mgmt/{LOGIN}',
                sent=False,
            )
        auth = TokenAuth(name, began, _lifetime(token, 1200))
        self._lifetime = auth.timeout
        if self._token_timeout is not None:
            self._lifetime = self._token_timeout
            try:
                self._set_timeout(auth, self._token_timeout, patience)
            except errors.IControlError as error:
                LOG.warning(
                    'The lifetime of the token cannot be changed: %s', error
                )
        return auth

    def revoke(self) -> None:
        """Revoke the token, if there is one; raise nothing.

        It takes a moment at most: a process that ends must not wait long.
        """
        with self._lock:
            auth = self._current
            if not isinstance(auth, TokenAuth):
                return
            self._current = None
        try:
            self._exchange(
                'DELETE',
                f'{TOKENS}/{auth.token}',
                auth=auth,
                secrets=auth.secrets,
            )
        except errors.IControlError as error:
            LOG.debug('The token was not revoked: %s', error)


def _lifetime(token: t.Any, default: int) -> float:
    timeout = token.get('timeout') if isinstance(token, dict) else None
    if isinstance(timeout, int) and timeout > 0:
        return timeout
    return default


class _HideToken(stdlib_logging.Filter):
    """A log filter that hides the token in the URLs that urllib3 logs."""

    def filter(self, record: stdlib_logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _TOKEN_PATH.sub(r'\1***', value)
                if isinstance(value, str)
                else value
                for value in record.args
            )
        return True


stdlib_logging.getLogger('urllib3.connectionpool').addFilter(_HideToken())
