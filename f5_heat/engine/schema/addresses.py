# SPDX-License-Identifier: Apache-2.0

"""Addresses, networks and ports in their normal form."""

import ipaddress
import re

from f5_heat.engine.schema import references

#: The words of a device for the addresses that are all zeros.
ANY = {'any': '0.0.0.0', 'any6': '::'}

#: The services that tmsh knows by name.
SERVICES = {
    'any': 0,
    'ftp': 21,
    'ssh': 22,
    'telnet': 23,
    'smtp': 25,
    'domain': 53,
    'http': 80,
    'pop3': 110,
    'ntp': 123,
    'imap': 143,
    'snmp': 161,
    'ldap': 389,
    'https': 443,
    'ldaps': 636,
    'radius': 1812,
    'webcache': 8080,
}


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

    :param route_domain: that one, or a function that returns it, which is
        called only if need be; None to leave each as it is.
    """
    host, _, domain = address.partition('%')
    try:
        host = str(ipaddress.ip_address(host))
    except ValueError:
        host = ANY.get(host, host)
    if domain == '':
        return host
    if domain.isdigit():
        domain = str(int(domain))
    if callable(route_domain):
        route_domain = route_domain()
    return host if domain == str(route_domain) else host + '%' + domain


def sent(address, folder):
    """Return an address as it travels to an object in a folder.

    Where 0 is the default route domain nothing is said of it, as the device
    shows none.
    """
    address = normal(address, None)
    if address.endswith('%0') and references.route_domain(folder) == 0:
        return address.removesuffix('%0')
    return address


def route_domain(address):
    """Return the number of the route domain that an address says, or ''."""
    return address.partition('/')[0].partition('%')[2]


def in_domain(network, number):
    """Return a network in a route domain, if it says none itself."""
    if not network or not number or route_domain(network):
        return network
    address, slash, length = network.partition('/')
    return '%s%%%s%s%s' % (address, number, slash, length)


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
    return _with_length(address, length)


def sent_network(text, folder):
    """Return an address with a length as it travels."""
    address, _, length = text.partition('/')
    return _with_length(sent(address, folder), length)


def _with_length(address, length):
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
    """Return the number of a port, which may have the name of a service; 0
    stands for any."""
    if text in (None, ''):
        return '0'
    text = str(SERVICES.get(text, text))
    return str(int(text)) if text.isdigit() else text


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
