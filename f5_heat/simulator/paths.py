# SPDX-License-Identifier: Apache-2.0

"""Names of objects: in JSON ``/Common/web``, in a URI ``~Common~web``."""

from __future__ import annotations

import dataclasses
import ipaddress
import re
import urllib.parse

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


def segment(path: str) -> str:
    """A full path as one segment of a URI, as the device prints it."""
    return urllib.parse.quote(path.replace('/', '~'), safe="~:,()!*'@&=+$")


def from_segment(text: str) -> str:
    return urllib.parse.unquote(text).replace('~', '/')


def absolute(text: str) -> str:
    """Bare references resolve to /Common."""
    return text if text.startswith('/') else '/Common/' + text


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where an object is: its partition, the folders below it, its name.

    A folder that is a partition has no name of its own.
    """

    partition: str
    sub_path: str
    name: str

    @property
    def folder(self) -> str:
        return '/' + '/'.join(
            part for part in (self.partition, self.sub_path) if part
        )

    @property
    def path(self) -> str:
        if not self.partition:
            return self.name
        return self.folder + '/' + self.name if self.name else self.folder


def place(name: str, partition: str = '', sub_path: str = '') -> Place:
    """Of a name, which may be a full path, and the keys beside it."""
    if name.startswith('/'):
        first, *rest = name[1:].split('/')
        if rest:
            return Place(first, '/'.join(rest[:-1]), rest[-1])
    return Place(partition or 'Common', sub_path.strip('/'), name)


def port_number(text: str) -> int | None:
    """Of digits or the name of a service; None if it is neither."""
    if text in SERVICES:
        return SERVICES[text]
    if text.isdigit() and int(text) <= 65535:
        return int(text)
    return None


def service_name(port: int) -> str:
    return _NAMES.get(port, str(port))


def split_port(text: str) -> tuple[str, str]:
    """'10.0.0.1:80' and '2001:db8::1.80' as address and port."""
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
    """The address without its route domain; None if it is not one."""
    bare = text.partition('%')[0]
    try:
        return ipaddress.ip_address(
            {'any': '0.0.0.0', 'any6': '::'}.get(bare, bare)
        )
    except ValueError:
        return None


def address(text: str) -> str:
    """An IP address in the device's spelling, its route domain kept."""
    _, percent, domain = text.partition('%')
    if domain == '0':
        percent = domain = ''
    return str(ip(text)) + percent + domain
