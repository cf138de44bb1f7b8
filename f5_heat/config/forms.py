# SPDX-License-Identifier: Apache-2.0

"""Texts in heat.conf of a certain form: a network, a location, a digest."""

import ipaddress
import re

from oslo_config import types


class FormOption(types.String):
    """A text; the error of a wrong one says what would be right."""

    expected = None

    def __call__(self, value):
        value = super().__call__(value)
        if not self.fits(value):
            # The value is not shown: it may be an URL with a password.
            raise ValueError('it is not %s' % self.expected)
        return value

    def fits(self, value):
        """Return whether the text has the form."""
        raise NotImplementedError


class NetworkOption(FormOption):
    """A network: the addresses with a common prefix."""

    expected = 'a network, such as 192.0.2.0/24 or 2001:db8::/32'

    def fits(self, value):
        try:
            ipaddress.ip_network(value)
        except ValueError:
            return False
        return True


class LocationOption(FormOption):
    """The location of a device."""

    expected = (
        'a host name or an address, with :PORT behind it if need be, '
        'such as 192.0.2.1 or [2001:db8::1]:8443'
    )

    def fits(self, value):
        # Not above: heat-engine's start would take longer.
        from f5_heat.icontrol.transport import hosts

        return hosts.is_location(
            value.removeprefix('https://').removesuffix('/')
        )


class FingerprintOption(FormOption):
    """The fingerprint of the certificate that a device shows."""

    expected = (
        'a SHA-256 fingerprint, which is 64 hexadecimal digits with '
        'or without colons between the bytes'
    )

    def fits(self, value):
        return bool(
            re.fullmatch('[0-9a-fA-F]{2}(:?[0-9a-fA-F]{2}){31}', value)
        )
