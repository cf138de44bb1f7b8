# SPDX-License-Identifier: Apache-2.0

"""The target of a monitor: an address, a port, or both."""

from f5_heat.engine import schema
from f5_heat.engine.schema import addresses
from f5_heat.engine.validation import constraints


def split(destination):
    """Return the address and the port of a destination, in any of its
    forms."""
    if destination.startswith('['):
        address, _, port = destination[1:].partition(']:')
    elif ':' in destination and destination.count(':') == 1:
        address, _, port = destination.partition(':')
    else:
        address, _, port = destination.rpartition('.')
    return address, port


def normal(destination, spell):
    """Return the address and the port of a destination, in their normal
    forms.

    :param spell: gives the form of the address.
    """
    address, port = split(destination)
    return spell(address), addresses.port(port)


class Endpoint(constraints.Form):
    """An address and a port, or asterisks."""

    expected = (
        '*:*, *:PORT or ADDRESS:PORT, such as 192.0.2.1:80 or [2001:db8::1]:80'
    )

    def fits(self, value):
        address, port = split(value)
        if port == '*':
            return address == '*'
        if not constraints.Port().fits(port) or not port.isdigit():
            return False
        return address == '*' or (
            port != '0' and constraints.Address().fits(address)
        )


class Host(constraints.Form):
    """An address, or an asterisk."""

    expected = '* or an IPv4 or IPv6 address'

    def fits(self, value):
        return value == '*' or constraints.Address().fits(value)


class Destination(schema.String):
    """An address with a port; a dot is before the port of an IPv6 one."""

    def encode(self, value, folder):
        address, port = normal(
            value, lambda address: addresses.sent(address, folder)
        )
        return '%s%s%s' % (address, '.' if ':' in address else ':', port)

    def decode(self, sent):
        address, port = split(sent)
        return '%s:%s' % (addresses.bracketed(address), port)

    def canonical(self, value, place):
        return normal(
            value,
            lambda address: addresses.normal(address, place.domain),
        )
