# SPDX-License-Identifier: Apache-2.0

"""Authentication and authorization: passwords, tokens and roles."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import datetime
import email.message
import secrets
import threading
import time
import typing as t

from f5_heat.simulator.schema import errors
from f5_heat.simulator.state import accounts
from f5_heat.simulator.state import bigip

PROVIDER = (
    'https://localhost/mgmt/cm/system/authn/providers/tmos/'
    '1f44a60e-11a7-3c51-a49f-82983026b41b/login'
)
LIMIT = 100
LONGEST = 36000
_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
# General knowledge, no source at hand: what these roles may do.
_READERS = ('guest', 'operator', 'auditor')


@dataclasses.dataclass(slots=True)
class Token:
    """A token; its times are seconds of the device's clock."""

    name: str
    user: str
    start: float
    timeout: int
    address: str

    @property
    def expires(self) -> float:
        return self.start + self.timeout

    def json(
        self, zone: datetime.tzinfo = datetime.timezone.utc
    ) -> dict[str, t.Any]:
        started = datetime.datetime.fromtimestamp(self.start, zone)
        return {
            'token': self.name,
            'name': self.name,
            'userName': self.user,
            'authProviderName': 'tmos',
            'user': {
                'link': 'https://localhost/mgmt/shared/authz/users/'
                + self.user
            },
            'timeout': self.timeout,
            'startTime': '{}.{:03d}{}'.format(
                started.strftime('%Y-%m-%dT%H:%M:%S'),
                started.microsecond // 1000,
                started.strftime('%z'),
            ),
            'address': self.address,
            'partition': '[All]',
            'generation': 1,
            'lastUpdateMicros': int(self.start * 1e6),
            'expirationMicros': int(self.expires * 1e6),
            'kind': 'shared:authz:tokens:authtokenitemstate',
            'selfLink': 'https://localhost/mgmt/shared/authz/tokens/'
            + self.name,
        }


class Unauthorized(Exception):
    """The 401 of Apache, which is HTML with a reason phrase of its own."""


class NoCredentials(errors.Refused):
    """The 401 of a request with neither password nor token."""

    def __init__(self, message: str):
        super().__init__(401, message, None)


class Authenticator:
    """Checks credentials and issues tokens."""

    def __init__(self, device: bigip.Device):
        self.device = device
        self._tokens: dict[str, Token] = {}
        self._lock = threading.Lock()

    def password_matches(self, username: str, password: str) -> bool:
        return accounts.password_matches(self.device, username, password)

    def login(self, body: dict[str, t.Any], address: str) -> dict[str, t.Any]:
        """Answer a request for /mgmt/shared/authn/login."""
        username = body.get('username')
        if not isinstance(username, str) or not self.password_matches(
            username, str(body.get('password', ''))
        ):
            # The rest of this message is not recorded.
            raise errors.worker(
                401,
                'Authentication failed.'
                if self.device.tmos >= (14,)
                else 'Authentication required!',
            )
        token = self.make(username, address)
        answer: dict[str, t.Any] = {'username': username}
        answer['loginReference'] = {'link': PROVIDER}
        answer['loginProviderName'] = 'tmos'
        answer['token'] = token.json()
        answer['generation'] = 0
        answer['lastUpdateMicros'] = 0
        return answer

    def make(
        self, username: str, address: str, timeout: int | None = None
    ) -> Token:
        """Issue a token; raises Refused at the limit, but not for admin."""
        now = time.time()
        if timeout is None:
            # Recorded: an hour on 11.6 and 12.0, 20 minutes later on.
            timeout = 3600 if self.device.tmos < (12, 1) else 1200
        _check_timeout(timeout)
        name = ''.join(secrets.choice(_LETTERS) for _ in range(26))
        with self._lock:
            live = sum(
                token.user == username and token.expires > now
                for token in self._tokens.values()
            )
            if live >= LIMIT and username != 'admin':
                raise errors.worker(
                    400,
                    'user {} has reached maximum active login tokens'.format(
                        username
                    ),
                )
            token = Token(name, username, now, timeout, address)
            self._tokens[name] = token
        return token

    def authenticate(
        self,
        headers: email.message.Message,
        method: str,
        path: str,
        address: str,
    ) -> tuple[str, str]:
        """Return the user of a request, and the method ('token' or 'basic').

        A token takes precedence over a password, which is unverified.
        Raises ``errors.Refused`` or ``Unauthorized``.
        """
        name = headers.get('X-F5-Auth-Token')
        if name:
            token = self._tokens.get(name)
            if token is None:
                raise errors.worker(401, 'X-F5-Auth-Token does not exist.')
            if token.expires <= time.time():
                raise errors.worker(401, 'X-F5-Auth-Token has expired.')
            user, how = token.user, 'token'
        else:
            user, how = self._basic(headers, path, address), 'basic'
        self._check_role(user, how, method, path, address)
        return user, how

    def _basic(
        self, headers: email.message.Message, path: str, address: str
    ) -> str:
        scheme, _, encoded = headers.get('Authorization', '').partition(' ')
        if scheme.lower() != 'basic':
            raise NoCredentials(
                'Authorization failed: no user authentication header '
                'or token detected. Uri:http://localhost:8100{} Referrer:'
                '{} Sender:{}'.format(path, address, address)
            )
        try:
            username, _, password = (
                base64.b64decode(encoded).decode().partition(':')
            )
        except (binascii.Error, UnicodeDecodeError):
            raise Unauthorized from None
        if not self.password_matches(username, password):
            raise Unauthorized
        return username

    def _check_role(
        self, username: str, how: str, method: str, path: str, address: str
    ) -> None:
        role = accounts.role(self.device, username)
        allowed = role == 'admin'
        if not allowed and (self.device.tmos >= (13, 1) or how == 'token'):
            allowed = role != 'no-access' and (
                method == 'GET' or role not in _READERS
            )
        if not allowed:
            raise errors.worker(
                401,
                'Authorization failed: user=https://localhost/mgmt/'
                'shared/authz/users/{0} resource={1} verb={2} uri:http://'
                'localhost:8100{1} referrer:{3} sender:{3}'.format(
                    username, path, method, address
                ),
            )

    # /mgmt/shared/authz/tokens

    def tokens(self, user: str) -> list[Token]:
        """Return the valid tokens of a user."""
        now = time.time()
        with self._lock:
            return [
                token
                for token in self._tokens.values()
                if token.user == user and token.expires > now
            ]

    def token(self, user: str, name: str) -> Token:
        """Return a token of a user; Refused for another's or a missing one."""
        token = self._tokens.get(name)
        if token is None or token.expires <= time.time():
            # The words of this 404 are not recorded.
            raise errors.worker(
                404, 'https://localhost/mgmt/shared/authz/tokens/' + name
            )
        if token.user != user and user != 'admin':
            raise errors.worker(
                401,
                'Authorization failed: user=https://localhost/mgmt/'
                'shared/authz/users/{} resource=/mgmt/shared/authz/tokens/'
                '{}'.format(user, name),
            )
        return token

    def extend(self, token: Token, timeout: t.Any) -> None:
        _check_timeout(timeout)
        token.timeout = timeout

    def revoke(self, token: Token) -> None:
        with self._lock:
            self._tokens.pop(token.name, None)

    def expire(self) -> None:
        """Let all tokens expire."""
        with self._lock:
            for token in self._tokens.values():
                token.timeout = 0
                token.start -= 1

    def clear(self) -> None:
        with self._lock:
            self._tokens.clear()


def _check_timeout(timeout: t.Any) -> None:
    if (
        not isinstance(timeout, int)
        or isinstance(timeout, bool)
        or (timeout < 0)
    ):
        # The device's own words are not recorded.
        raise errors.worker(400, 'Invalid timeout: {}'.format(timeout))
    if timeout > LONGEST:
        raise errors.worker(
            406, 'Auth-token absolute timeout (36000 seconds) exceeded'
        )
