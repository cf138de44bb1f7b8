# SPDX-License-Identifier: Apache-2.0

"""Addresses, networks and ports in their normal form."""

import ipaddress
import re

#: The words of a device for the addresses that are all zeros.
ANY = {'any': '0.0.0.0', 'any6': '::'}


def has_port(address):
    """Return whether an address is followed by a port: ``host:8443``."""
    return bool(re.fullmatch(r'(\[[^]]+\]|[^:]+):\d+', address))


def bracketed(host):
    """Return a host as it stands before a port: IPv6 addresses in brackets."""
    return '[%s]' % host if ':' in host and host[0] != '[' else host


def normal(address, route_domain=0):
    """Return the normal form of an address, for comparison; other text as it
    is.

    The device shows the default route domain or not.
    """
    host, _, domain = address.partition('%')
    try:
        host = str(ipaddress.ip_address(host))
    except ValueError:
        host = ANY.get(host, host)
    if domain.isdigit():
        domain = str(int(domain))
    if domain in ('', str(route_domain)):
        return host
    return '%s%%%s' % (host, domain)


def plain(text):
    """Return an address as clients use it, or None.

    They know no route domain, and cannot talk to all addresses.
    """
    try:
        found = ipaddress.ip_address(re.split('[%/]', text or '')[0])
    except ValueError:
        return None
    return None if found.is_unspecified else str(found)


def network(text, route_domain=0):
    """Return the normal form of an address with the length of a prefix."""
    address, _, length = text.partition('/')
    address = normal(address, route_domain)
    if length in ANY:
        length = '0'
    return '%s/%s' % (address, length.lstrip('0') or '0')


def prefix_length(mask):
    """Return the length of the prefix that a mask stands for, or None."""
    try:
        bits = bin(int(ipaddress.ip_address(ANY.get(mask, mask))))[2:]
    except ValueError:
        return None
    return bits.count('1')


def port(text):
    """Return the number of a port; 0 stands for any."""
    return '0' if text in (None, '', 'any') else str(int(text))


def netmask(address, length):
    """Return the netmask for a prefix length, of the address's family.

    Without a length it is that of a single address, or of all addresses.
    """
    host = ipaddress.ip_address(address.partition('%')[0])
    if not length:
        length = 0 if host.is_unspecified else host.max_prefixlen
    return str(
        ipaddress.ip_network('%s/%s' % (host, length), strict=False).netmask
    )
