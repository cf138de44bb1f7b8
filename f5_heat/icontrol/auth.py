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
"""Basic and token authentication, and the login that decides between them."""

from __future__ import annotations

import base64
import collections.abc
import concurrent.futures
import logging as stdlib_logging
import re
import threading
import time
import typing as t

import requests
from oslo_log import log as logging

from f5_heat.icontrol import errors

LOG = logging.getLogger(__name__)

LOGIN = 'shared/authn/login'
TOKENS = 'shared/authz/tokens'

# A device that refused the credentials is left alone for so many seconds:
# five failures lock an account.
_REFUSAL = 10.0

_TOKEN = re.compile(r'[A-Za-z0-9._-]+')
_TOKEN_PATH = re.compile(r'(/authz/tokens/)[^/?\s"]+')


Request = requests.PreparedRequest


class BasicAuth(requests.auth.AuthBase):
    """HTTP basic authentication, in UTF-8."""

    def __init__(self, username: str, password: str):
        pair = f'{username}:{password}'.encode('utf-8', 'replace')
        self._credential = base64.b64encode(pair).decode()
        self.secrets = (self._credential,)
        self.is_spent = False

    def __call__(self, request: Request) -> Request:
        request.headers['Authorization'] = f'Basic {self._credential}'
        return request


class TokenAuth(requests.auth.AuthBase):
    """A token of the device, good for ``lifetime`` seconds from now."""

    def __init__(self, token: str, lifetime: float):
        self.token = token
        self.secrets = (token,)
        self._renewal = time.monotonic() + lifetime - min(60, lifetime / 10)

    @property
    def is_spent(self) -> bool:
        """Whether the token is so near its end that it should be renewed."""
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
        auth=None, secrets=())``.
    """

    def __init__(self, username: str, password: str, method: str,
                 provider: str, token_timeout: int | None,
                 exchange: collections.abc.Callable[..., t.Any]):
        self._username = username
        self._password = password
        self._provider = provider
        self._token_timeout = token_timeout
        self._exchange = exchange
        self._lock = threading.Lock()
        self._pending: concurrent.futures.Future | None = None
        self._refusal: tuple | None = None
        self._refused_at = 0.0
        self._current: Auth | None = None
        if method == 'basic':
            self._current = BasicAuth(username, password)
        elif method != 'token':
            raise ValueError("auth is 'token' or 'basic', not %r." % method)

    def auth(self, refused: Auth | None = None) -> Auth:
        """Return what a request is to be sent with.

        One thread logs in where that is needed, the others wait for it.

        :param refused: what the device did not accept a moment ago.
        :raises IControlError: the login failed; ``sent`` is False, as it was
            not the caller's request that was sent.
        """
        while True:
            with self._lock:
                current = self._current
                if (current is not None and current is not refused
                        and not current.is_spent):
                    return current
                self._raise_refusal()
                login, mine = self._pending, self._pending is None
                if login is None:
                    login = self._pending = concurrent.futures.Future()
            if not mine:
                login.result()
                continue
            try:
                fresh = self._log_in()
            except BaseException as error:
                self._end(login, None, error)
                raise
            self._end(login, fresh, None)
            return fresh

    def _raise_refusal(self) -> None:
        if self._refusal is not None:
            if time.monotonic() < self._refused_at + _REFUSAL:
                raise errors.Unauthorized(*self._refusal)
            self._refusal = None

    def _end(self, login: concurrent.futures.Future, fresh: Auth | None,
             error: BaseException | None) -> None:
        with self._lock:
            self._pending = None
            self._current = fresh
            if isinstance(error, errors.Unauthorized):
                self._refusal = error.args
                self._refused_at = time.monotonic()
        if isinstance(error, errors.IControlError):
            login.set_exception(error)
        else:
            # This thread was stopped, which says nothing about the device:
            # one of those who wait is to try.
            login.set_result(None)

    def _log_in(self) -> Auth:
        body = {'username': self._username, 'password': self._password,
                'loginProviderName': self._provider}
        try:
            answer = self._exchange('POST', LOGIN, body,
                                    secrets=(self._password,))
        except errors.NotFound:
            # 11.5 and 11.6.0 have no login worker.
            LOG.info('The device has no login; basic authentication is used.')
            return BasicAuth(self._username, self._password)
        except errors.BadRequest as error:
            if 'maximum active login tokens' not in error.message:
                raise
            LOG.warning('The user has reached the limit of login tokens; '
                        'basic authentication is used for this session.')
            return BasicAuth(self._username, self._password)
        except errors.IControlError as error:
            error.sent = False
            raise
        return self._token(answer)

    def _token(self, answer: t.Any) -> TokenAuth:
        token = answer.get('token') if isinstance(answer, dict) else None
        name = token.get('token') if isinstance(token, dict) else None
        if not isinstance(name, str) or not _TOKEN.fullmatch(name):
            raise errors.InvalidAnswer('There is no token in the answer.',
                                       'POST', f'/mgmt/{LOGIN}', sent=False)
        auth = TokenAuth(name, _lifetime(token, 1200))
        if self._token_timeout is None:
            return auth
        try:
            changed = self._exchange(
                'PATCH', f'{TOKENS}/{name}', {'timeout': self._token_timeout},
                auth=auth, secrets=auth.secrets)
        except errors.IControlError as error:
            LOG.warning('The lifetime of the token cannot be changed: %s',
                        error)
            return auth
        return TokenAuth(name, _lifetime(changed, 1200))

    def revoke(self) -> None:
        """End the token, if there is one; nothing is raised."""
        with self._lock:
            auth = self._current
            if not isinstance(auth, TokenAuth):
                return
            self._current = None
        try:
            self._exchange('DELETE', f'{TOKENS}/{auth.token}', auth=auth,
                           secrets=auth.secrets)
        except errors.IControlError as error:
            LOG.debug('The token was not revoked: %s', error)


def _lifetime(token: t.Any, default: int) -> float:
    timeout = token.get('timeout') if isinstance(token, dict) else None
    if isinstance(timeout, int) and timeout > 0:
        return timeout
    return default


class _HideToken(stdlib_logging.Filter):
    """Blanks the token in the URLs that urllib3 logs."""

    def filter(self, record: stdlib_logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _TOKEN_PATH.sub(r'\1***', value)
                if isinstance(value, str) else value
                for value in record.args)
        return True


stdlib_logging.getLogger('urllib3.connectionpool').addFilter(_HideToken())
