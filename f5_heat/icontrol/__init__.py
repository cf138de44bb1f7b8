# SPDX-License-Identifier: Apache-2.0

"""A client of BIG-IP's iControl REST, usable without the rest of f5_heat."""

from __future__ import annotations

import functools
import typing as t
import urllib.parse

import tenacity

from f5_heat.icontrol import cluster
from f5_heat.icontrol import device
from f5_heat.icontrol import errors
from f5_heat.icontrol import paths
from f5_heat.icontrol import redundancy
from f5_heat.icontrol import retry
from f5_heat.icontrol.transport import connection
from f5_heat.icontrol.transport import hosts
from f5_heat.icontrol.transport import pool
from f5_heat.icontrol.transport import session

__all__ = (
    'cluster',
    'connect',
    'device',
    'errors',
    'hosts',
    'paths',
    'pool',
    'retry',
)


def connect(
    address: str | t.Sequence[str],
    username: str,
    password: str,
    *,
    port: int = 443,
    verify: bool | str = True,
    fingerprint: str | t.Sequence[str] = (),
    auth: str = 'token',
    login_provider: str = 'tmos',
    connect_timeout: float = 5.0,
    read_timeout: float = 60.0,
    queue_timeout: float = 10.0,
    max_connections: int = 8,
    max_writes: int = 4,
    token_timeout: int | None = None,
    retry: tenacity.Retrying | None = retry.TRANSIENT,
    standby: str | None = None,
    sync_group: str | None = None,
    written: session.Written | None = None,
    blocked_networks: t.Iterable[str] = (),
    largest_answer: int = connection.LARGEST,
    shares: t.Sequence[pool.Share] = (pool.EVERYONE,),
) -> device.BigIP:
    """Return a BIG-IP; no request is made before the first verb.

    :param address: a host name or an address, with or without a port and
        ``https://`` in front: ``192.0.2.1:8443``, ``[2001:db8::1]:443``. Of
        several, one for each unit of a redundant BIG-IP, requests go to
        that of the active unit.
    :param port: that of an address without one.
    :param verify: how the device's certificate is verified: True against
        the public authorities, the path of a file against those in it, text
        in PEM form against the certificates in that, False not at all.
    :param fingerprint: the SHA-256 fingerprint of the device's certificate,
        or several of which it has to have one, for the units of a redundant
        device or while its certificate is exchanged. ``verify`` is then
        ignored: neither the issuer of the certificate nor its name matters.
    :param auth: ``token``, or ``basic``, which 11.6.0 and a user with too
        many tokens get by themselves.
    :param login_provider: who knows the user: ``tmos`` is the device.
    :param read_timeout: seconds without a byte of the answer, of which the
        whole may take twice as long; also the seconds that a request waits
        at most for a connection, or for its turn to write.
    :param queue_timeout: seconds without any answer of the device after which
        a request no longer waits for them.
    :param max_connections: connections at once, shared by all threads.
    :param max_writes: requests at once that change something. The device
        makes one change after the other: with some under way, the next one
        is there when one ends, however far away the device is.
    :param token_timeout: seconds a token is to live; the device's own is
        1200, and it allows 36000.
    :param retry: the policy for failed requests; None repeats nothing. Copy
        ``retry.TRANSIENT`` to change it.
    :param standby: the choice if the active unit is at none of the
        addresses: ``refuse`` raises Standby; ``forward`` goes to the
        management address, and the port of the first one, at which the units
        know the active one. None is ``refuse`` for several addresses, and
        uses the unit at a single one whatever its state.
    :param sync_group: the device group that the caller synchronizes whenever
        something has changed. A unit that becomes active and lacks such a
        change then gets it from the former one; otherwise it is waited for.
    :param written: is told of each request that changed something, or may
        have; see ``session.Session``.
    :param blocked_networks: such as ``127.0.0.0/8``: there is no connection
        to an address in them, whatever the names of the units lead to.
    :param largest_answer: the bytes of an answer that are read at most.
    :param shares: its shares of this process, together with others:
        connections at once, and large answers in memory.
    :raises ValueError: the address is malformed or not of HTTPS, or a
        fingerprint or a network is malformed.
    """
    if standby not in (None, 'refuse', 'forward'):
        raise ValueError(
            "standby is 'refuse', 'forward' or None, not %r." % standby
        )
    addresses = [address] if isinstance(address, str) else list(address)
    if not addresses:
        raise ValueError('A BIG-IP needs an address.')
    urls = dict.fromkeys(_url(one, port) for one in addresses)
    fingerprints = (
        [fingerprint] if isinstance(fingerprint, str) else fingerprint
    )
    connected = functools.partial(
        session.Session,
        username=username,
        password=password,
        verify=verify,
        fingerprints=frozenset(map(connection.fingerprint, fingerprints)),
        auth=auth,
        login_provider=login_provider,
        timeout=(connect_timeout, read_timeout),
        queue_timeout=queue_timeout,
        max_connections=max_connections,
        max_writes=max_writes,
        token_timeout=token_timeout,
        written=written,
        blocked=hosts.networks(blocked_networks),
        largest=largest_answer,
        shares=shares,
    )
    first, *others = urls
    if not others and standby is None:
        return device.BigIP(connected(first, retry=retry))

    def forward(address: str) -> session.Session:
        return connected(
            _url(address, urllib.parse.urlsplit(first).port), retry=None
        )

    return device.BigIP(
        redundancy.Units(
            [connected(url, retry=None) for url in urls],
            forward if standby == 'forward' else None,
            retry,
            sync_group,
        )
    )


def _url(address: str, default_port: int | None = None) -> str:
    location = address.removeprefix('https://').removesuffix('/')
    if not hosts.is_location(location):
        raise ValueError(
            'The address of a BIG-IP is a host and a port, '
            'such as https://192.0.2.1:8443.'
        )
    if hosts.is_address(location) and ':' in location:
        location = f'[{location}]'
    parts = urllib.parse.urlsplit('//' + location)
    host = parts.hostname or ''
    port = parts.port or default_port or 443
    shown = f'[{host}]' if ':' in host else host
    return f'https://{shown}' if port == 443 else f'https://{shown}:{port}'
