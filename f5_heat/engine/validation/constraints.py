# SPDX-License-Identifier: Apache-2.0

"""What a name, an address or a port of a BIG-IP looks like."""

import ipaddress
import re
import ssl

from heat.engine import constraints

from f5_heat.engine.schema import addresses
from f5_heat.engine.schema import barbican
from f5_heat.icontrol.transport import connection
from f5_heat.icontrol.transport import hosts

AllowedValues = constraints.AllowedValues
Length = constraints.Length
Range = constraints.Range


class Form(constraints.Constraint):
    """A constraint that says what would be right when a value is wrong."""

    valid_types = (constraints.Schema.STRING_TYPE,)
    expected = None

    def __init__(self, description=None):
        super().__init__(description)

    def fits(self, value):
        """Return whether the text has the form."""
        raise NotImplementedError

    def _str(self):
        return 'The value must be %s.' % self.expected

    def _err_msg(self, value):
        return '"%s" is not %s' % (value, self.expected)

    def _is_valid(self, value, schema, context):
        return self.fits(str(value))

    def _constraint(self):
        return self.expected


class Name(Form):
    """A name or a full path, in the characters that a BIG-IP takes."""

    expected = (
        'a name of letters, digits and . _ - : %, without blanks at '
        'its ends, or the full path of such a name'
    )

    def fits(self, value):
        return bool(
            re.fullmatch(
                r'(/[\w.-]+(/[\w.-]+)*/)?[\w.%:-]([\w.%: -]*[\w.%:-])?', value
            )
        )


class Folder(Form):
    """A partition, or a folder in one."""

    expected = 'the name of a partition, or the path of a folder in one'

    def fits(self, value):
        return bool(re.fullmatch(r'/?[\w.-]+(/[\w.-]+)*', value))


class Address(Form):
    """An IP address, with a route domain if there is one."""

    expected = 'an IPv4 or IPv6 address, with %ID behind it for a route domain'

    def fits(self, value):
        address, _, domain = value.partition('%')
        if '%' in value and not domain.isdigit():
            return False
        try:
            ipaddress.ip_address(address)
        except ValueError:
            return False
        return True


class Location(Form):
    """Where a device is managed: a host, with or without a port."""

    expected = (
        'a host name or an address, with :PORT behind it if need be, such '
        'as 192.0.2.1, [2001:db8::1]:8443 or bigip.example.com'
    )

    def fits(self, value):
        return hosts.is_location(value)

    def _err_msg(self, value):
        """Say what is left of a URL, which is what most people have."""
        found = re.fullmatch(r'https?://([^/?#@]+)/*', value, re.I)
        if found is None or not self.fits(found.group(1)):
            return super()._err_msg(value)
        return '%s: give %s, without the scheme' % (
            super()._err_msg(value),
            found.group(1),
        )


class Destination(Form):
    """An address, a network, or the path of a virtual address."""

    expected = (
        'an IPv4 or IPv6 address, with %ID behind it for a route '
        'domain and /LENGTH for a network, or the path of an '
        'F5::LTM::VirtualAddress'
    )

    def fits(self, value):
        if value.startswith('/'):
            return Name().fits(value)
        return Network().fits(value if '/' in value else value + '/0')


class Network(Form):
    """An address with the length of its prefix."""

    expected = (
        'an address with a prefix length, such as 192.0.2.0/24 or '
        '2001:db8::/64'
    )

    def fits(self, value):
        address, slash, length = value.rpartition('/')
        if not slash or not Address().fits(address):
            return False
        bits = 32 if '.' in address and ':' not in address else 128
        return length.isdigit() and int(length) <= bits


class Port(Form):
    """A number of a port, ``any``, or the name of a service."""

    expected = 'a port from 0 to 65535, or any, or a service such as https'

    def fits(self, value):
        return value in addresses.SERVICES or (
            bool(re.fullmatch('[0-9]+', value)) and int(value) <= 65535
        )


class Certificates(Form):
    """One certificate or more, as text."""

    expected = 'certificates in PEM form'

    def fits(self, value):
        if not value:
            return True
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(
                cadata=value
            )
        except (ssl.SSLError, ValueError):
            return False
        return True

    def _err_msg(self, value):
        return 'The value is not %s' % self.expected


class Fingerprints(Form):
    """The fingerprint of a certificate, or several with commas between."""

    expected = (
        'the SHA-256 fingerprint of a certificate, which is 64 '
        'hexadecimal digits with or without colons between the '
        'bytes, or several of them with commas between them'
    )

    def fits(self, value):
        try:
            for one in value.split(',') if value else ():
                connection.fingerprint(one)
        except ValueError:
            return False
        return True


class Container(Form):
    """The reference of a container of Barbican."""

    expected = (
        'the reference of a container of Barbican, such as '
        'https://HOST/v1/containers/ID'
    )

    def fits(self, value):
        return not value or barbican.is_container(value)


class NumberOr(Form):
    """A whole number in a range, or one of some words."""

    def __init__(self, low, high, *words):
        super().__init__()
        self.low, self.high, self.words = low, high, words
        self.expected = 'a number from %d to %d%s' % (
            low,
            high,
            ''.join(' or %s' % word for word in words),
        )

    def fits(self, value):
        return value in self.words or (
            bool(re.fullmatch('-?[0-9]+', value))
            and self.low <= int(value) <= self.high
        )
