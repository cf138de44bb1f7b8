# SPDX-License-Identifier: Apache-2.0

"""The hosts that can be a BIG-IP: the form of their names, and networks."""

from __future__ import annotations

import collections.abc
import ipaddress
import re
import urllib.parse

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Networks = collections.abc.Sequence[
    ipaddress.IPv4Network | ipaddress.IPv6Network
]

_LABEL = re.compile(r'[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?', re.ASCII)
_NUMBER = re.compile(r'[0-9]+|0[xX][0-9A-Fa-f]*', re.ASCII)
_LONGEST = 253

# The networks of IPv6 addresses whose last 32 bits are an IPv4 address.
_CARRIERS = tuple(
    map(ipaddress.IPv6Network, ('::ffff:0:0/96', '64:ff9b::/96', '::/96'))
)


def is_host(text: str) -> bool:
    """Return whether a text is a host name or an IP address, and no more.

    A name is one of RFC 1123, or has underscores. ``127.1`` and ``0x7f.1``
    are neither: resolvers take them for short IPv4 addresses.
    """
    if is_address(text):
        return True
    labels = text.removesuffix('.').split('.')
    return (
        len(text) <= _LONGEST
        and all(map(_LABEL.fullmatch, labels))
        and not _NUMBER.fullmatch(labels[-1])
    )


def is_address(text: str) -> bool:
    """Return whether a text is an IP address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return '%' not in text


def is_location(text: str) -> bool:
    """Return whether a text is a host, with or without ``:PORT``.

    An IPv6 address with a port stands in brackets.
    """
    if is_host(text):
        return True
    try:
        parts = urllib.parse.urlsplit('//' + text)
        host, port = parts.hostname or '', parts.port
    except ValueError:
        return False
    shown = f'[{host}]' if ':' in host else host
    return (
        is_host(host)
        and text.lower()
        in (
            shown.lower(),
            f'{shown}:{port}'.lower(),
        )
        and port != 0
    )


def networks(texts: collections.abc.Iterable[str]) -> Networks:
    """Return networks from texts such as ``127.0.0.0/8``.

    :raises ValueError: one is malformed.
    """
    return tuple(ipaddress.ip_network(text.strip()) for text in texts)


def lies_in(address: str, blocked: Networks) -> bool:
    """Return whether an IP address lies in one of some networks.

    An IPv6 address that carries an IPv4 one lies where that does.
    """
    found: IP = ipaddress.ip_address(address.partition('%')[0])
    candidates = [found]
    if found.version == 6 and any(found in one for one in _CARRIERS):
        candidates.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
    return any(one in network for one in candidates for network in blocked)
