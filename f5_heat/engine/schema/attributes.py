# SPDX-License-Identifier: Apache-2.0

"""Attributes that know their key in iControl's JSON."""

from heat.engine import attributes

from f5_heat.engine.schema import addresses
from f5_heat.engine.schema import keys


class Attribute(attributes.Schema):
    """An attribute: a key of the object's JSON, or of its statistics.

    :param made: makes the value of the resource, where no key has it as such.
    """

    def __init__(
        self, description, wire=None, statistic=None, type=None, made=None
    ):
        super().__init__(description, cache_mode=self.CACHE_NONE, type=type)
        self.wire = wire
        self.statistic = statistic
        self.made = made


def address(description, wire='address'):
    """Return the attribute for a key with an address, as clients use it."""
    return Attribute(
        description + ', without route domain and prefix length.',
        type=Attribute.STRING,
        made=lambda resource: addresses.plain(
            keys.get(resource.handle().read(), wire)
        ),
    )
