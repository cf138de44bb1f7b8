# SPDX-License-Identifier: Apache-2.0

"""IP addresses and services, as the device spells them."""

from __future__ import annotations

import ipaddress
import re
import typing as t

from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import kind

# The services that mcpd prints by name in its messages.
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
_NAMES = {number: name for name, number in SERVICES.items()}
_ANY = {'0.0.0.0': 'any', '::': 'any6'}


def port_number(text: str) -> int | None:
    """Return the port of digits or of a service name; None if invalid."""
    if text in SERVICES:
        return SERVICES[text]
    if text.isdigit() and int(text) <= 65535:
        return int(text)
    return None


def service_name(port: int) -> str:
    return _NAMES.get(port, str(port))


def split_port(text: str) -> tuple[str, str]:
    """Split '10.0.0.1:80' or '2001:db8::1.80' into address and port."""
    address, _, port = text.rpartition('.')
    if re.fullmatch(r'\w+', port) and (
        address == 'any6' or address.count(':') > 1
    ):
        return address, port
    address, _, port = text.rpartition(':')
    return address, port


def join_port(address: str, port: int) -> str:
    separator = '.' if ':' in address or address == 'any6' else ':'
    return '{}{}{}'.format(address, separator, port)


def ip(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return an address without its route domain; None if invalid."""
    bare = text.partition('%')[0]
    try:
        return ipaddress.ip_address(
            {'any': '0.0.0.0', 'any6': '::'}.get(bare, bare)
        )
    except ValueError:
        return None


def canonical(text: str, default: int | None = 0) -> str:
    """Return an address in the device's spelling, with its route domain.

    That of the partition, its ``default``, is not shown as a rule (as people
    report; not consistently).
    """
    domain = text.partition('%')[2]
    if domain == '' or default is not None and int(domain) == default:
        return str(ip(text))
    return '{}%{}'.format(ip(text), int(domain))


def same(one: object, other: object) -> bool:
    """Return whether two texts spell one address or one network."""
    found = []
    for text in (one, other):
        address, slash, length = str(text).partition('/')
        bare = ip(
            {'default': 'any', 'default-inet6': 'any6'}.get(address, address)
        )
        if bare is None:
            return False
        default = '0' if address.startswith('default') else ''
        domain = address.partition('%')[2]
        found.append((bare, domain.strip('0'), length or default))
    return found[0] == found[1]


def route_domain(text: str, default: int) -> int:
    """Return the route domain of an address or a network."""
    domain = text.partition('/')[0].partition('%')[2]
    return int(domain) if domain.isdigit() else default


def placed(text: str, default: int) -> tuple[str, int]:
    """Return an address without its route domain, and that."""
    bare = text.partition('%')[0]
    return str(ip(bare)), route_domain(text, default)


def with_prefix(text: str, default: int = 0) -> str:
    """Return an address with its prefix length, by default that of a host."""
    address, percent, rest = text.partition('%')
    domain, _, length = rest.partition('/')
    if not percent:
        address, _, length = text.partition('/')
    try:
        found = ipaddress.ip_interface(
            '{}/{}'.format(address, length) if length else address
        )
    except ValueError:
        # The device's own words for a bad address are not recorded.
        raise errors.parser('invalid address') from None
    if percent:
        address = canonical('{}%{}'.format(found.ip, domain), default)
    else:
        address = str(found.ip)
    return '{}/{}'.format(address, found.network.prefixlen)


def shown(address: str) -> str:
    """Return an address with the device's word for one that is zeros."""
    bare, percent, domain = address.partition('%')
    return _ANY.get(bare, bare) + percent + domain


def _address(text: str, default: int) -> str:
    domain = text.partition('%')[2]
    if ip(text) is None or domain and not domain.isdigit():
        # The device's own words for a bad address are not recorded.
        raise errors.parser('invalid address')
    return shown(canonical(text, default))


def normal(field: kind.Field, value: t.Any, default: int) -> t.Any:
    """Return a value with the addresses in it as the device spells them.

    ``default`` is the route domain of the partition.
    """
    if field.type == 'object' and isinstance(value, dict):
        return {
            key: normal(field.fields[key], part, default)
            if key in field.fields
            else part
            for key, part in value.items()
        }
    if isinstance(value, list):
        if not field.fields:
            return [_spelled(field, one, default) for one in value]
        entry = kind.nested(field.fields)
        return [normal(entry, one, default) for one in value]
    return _spelled(field, value, default)


def _spelled(field: kind.Field, value: t.Any, default: int) -> t.Any:
    if (
        not field.form
        or not isinstance(value, str)
        or value in ('', 'none', field.default, *field.words, *field.choices)
    ):
        return value
    if field.form == 'network':
        return with_prefix(value, default)
    return _address(value, default)
