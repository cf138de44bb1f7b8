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
"""A client of BIG-IP's iControl REST, usable without the rest of f5_heat."""

from __future__ import annotations

import ipaddress
import urllib.parse

import tenacity

from f5_heat.icontrol import cluster
from f5_heat.icontrol import device
from f5_heat.icontrol import errors
from f5_heat.icontrol import paths
from f5_heat.icontrol import retry
from f5_heat.icontrol import session

__all__ = ('cluster', 'connect', 'device', 'errors', 'paths', 'retry')


def connect(address: str, username: str, password: str, *,
            verify: bool | str = True, auth: str = 'token',
            login_provider: str = 'tmos', connect_timeout: float = 5.0,
            read_timeout: float = 60.0, max_connections: int = 8,
            token_timeout: int | None = None,
            retry: tenacity.Retrying | None = retry.TRANSIENT
            ) -> device.BigIP:
    """Return a BIG-IP; no request is made before the first verb.

    :param address: a host name or an address, with or without a port and
        ``https://`` in front: ``192.0.2.1:8443``, ``[2001:db8::1]:443``.
    :param verify: how the device's certificate is verified: True against
        the public authorities, the path of a file against those in it, text
        in PEM form against the certificates in that, False not at all.
    :param auth: ``token``, or ``basic``, which 11.6.0 and a user with too
        many tokens get by themselves.
    :param login_provider: who knows the user: ``tmos`` is the device.
    :param read_timeout: seconds without a byte of the answer.
    :param max_connections: connections at once, shared by all threads.
    :param token_timeout: seconds a token is to live; the device's own is
        1200, and it allows 36000.
    :param retry: what is repeated and how often; None repeats nothing. Copy
        ``retry.TRANSIENT`` to change it.
    :raises ValueError: the address is none, or not of HTTPS.
    """
    return device.BigIP(session.Session(
        _url(address), username, password, verify=verify, auth=auth,
        login_provider=login_provider,
        timeout=(connect_timeout, read_timeout),
        max_connections=max_connections, token_timeout=token_timeout,
        retry=retry))


def _url(address: str) -> str:
    try:
        ipaddress.IPv6Address(address)
        address = f'[{address}]'
    except ValueError:
        pass
    if '://' not in address:
        address = f'https://{address}'
    problem = ValueError('The address of a BIG-IP is a host and a port, '
                         'such as https://192.0.2.1:8443.')
    try:
        parts = urllib.parse.urlsplit(address)
        port = parts.port or 443
    except ValueError:
        raise problem from None
    if (parts.scheme != 'https' or not parts.hostname or parts.query
            or '@' in parts.netloc or parts.path not in ('', '/')):
        raise problem
    host = f'[{parts.hostname}]' if ':' in parts.hostname else parts.hostname
    return f'https://{host}' if port == 443 else f'https://{host}:{port}'
