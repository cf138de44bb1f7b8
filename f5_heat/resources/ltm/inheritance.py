# SPDX-License-Identifier: Apache-2.0

"""What kinds have in common whose objects take after a parent.

Monitors, profiles and persistence profiles have the value of their parent
wherever they have none of their own, and follow it when it changes.
"""

import functools

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.engine.schema import addresses
from f5_heat.engine.validation import constraints

Boolean = functools.partial(schema.Boolean, unset=schema.INHERITED)
Integer = functools.partial(schema.Integer, unset=schema.INHERITED)
Map = functools.partial(schema.Map, unset=schema.INHERITED)
Reference = functools.partial(schema.Reference, unset=schema.INHERITED)
String = functools.partial(schema.String, unset=schema.INHERITED)

MAX = 4294967295


class Text(schema.String):
    """A text that may be absent.

    Monitors have no key for an absent text, profiles have the word none
    (recorded on 14.1.2.1).
    """

    def __init__(self, description, wire, **rest):
        super().__init__(description, wire, unset=schema.INHERITED, **rest)

    def encode(self, value, folder):
        return '' if value == 'none' else value

    def decode(self, sent):
        return '' if sent == 'none' else str(sent)

    def canonical(self, value, place):
        return super().canonical(self.decode(value), place)


class Mask(Text):
    """A mask of addresses, in its normal form, or none."""

    def encode(self, value, folder):
        return (
            value
            if value in addresses.ANY
            else addresses.normal(super().encode(value, folder))
        )

    def canonical(self, value, place):
        return addresses.normal(super().canonical(value, place))


class Strings(schema.List):
    """A list of words; a text of words, with braces or not, is one too."""

    def decode(self, sent):
        words = sent.split() if isinstance(sent, str) else sent
        return super().decode(
            [word for word in words if word not in ('{', '}', 'none')]
        )

    def __init__(self, description, wire, ordered=False):
        super().__init__(
            description,
            wire,
            schema.INHERITED,
            schema.String('A value.'),
            ordered,
        )


def number(description, wire, low=0, high=None, **rest):
    """Return a number in a range."""
    return Integer(
        description, wire, constraints=[constraints.Range(low, high)], **rest
    )


def number_or(description, wire, low, high, *words):
    """Return a number in a range, or one of some words."""
    return schema.Number(
        description,
        wire,
        unset=schema.INHERITED,
        constraints=[constraints.NumberOr(low, high, *words)],
    )


def choice(description, wire, *words):
    """One of some words."""
    return String(
        description, wire, constraints=[constraints.AllowedValues(list(words))]
    )


#: The collections of each kind, below which there is one for each type.
FAMILIES = {
    'monitor': 'ltm/monitor/',
    'profile': 'ltm/profile/',
    'persistence profile': 'ltm/persistence/',
}


def identity(what, root, reparent=True):
    """Return the properties by which an object is named, and its parent.

    :param what: the word for the kind.
    :param root: the path of the parent that an object has by default.
    :param reparent: whether an object can be given another parent.
    """
    return {
        **bigip.NAMING,
        **bigip.DESCRIPTION,
        'defaults_from': schema.Reference(
            'The %s that the values of all properties are taken from that '
            'are not given. By default it is %s.' % (what, root),
            wire='defaultsFrom',
            unset=root,
            update_allowed=reparent,
            to=FAMILIES[what],
        ),
        'app_service': schema.Reference(
            'The iApp service that the %s belongs to.' % what,
            wire='appService',
            unset='',
            to='sys/application/service',
        ),
    }


def resource_mapping():
    return {}
