# SPDX-License-Identifier: Apache-2.0

"""Properties that know their key and their form in iControl's JSON.

A property here has three values: what the template says, what travels to the
device, and what the device holds when nobody says anything (``unset``).
"""

import re

from heat.engine import constraints
from heat.engine import properties

from f5_heat.engine.schema import addresses
from f5_heat.engine.schema import barbican
from f5_heat.engine.schema import comparison
from f5_heat.engine.schema import keys
from f5_heat.engine.schema import references
from f5_heat.icontrol import secret as secrecy

INHERITED = comparison.INHERITED

BY_REFERENCE = (
    ' It may be given as a reference to a secret of Barbican as well.'
)

#: How a description says it by itself.
_SAID = re.compile(
    r'[Bb]y default|[Tt]he default is|\bWithout it\b'
    r'|without this property|[Ii]f (it|none) is (not )?given'
    r'|does the same as not giving it'
)


class Property(properties.Schema):
    """A property of a resource, and its form in iControl's JSON.

    :param wire: the key in the object's JSON, with dots for nested ones;
        without it the property is not a plain part of the object.
    :param unset: the value, in the template's terms, of an object for which
        the property was never given; an update that drops the property
        sends it. ``INHERITED`` stands for the value of the object's parent.
    :param secret: the device never shows the value: it is not compared.
    :param by_reference: whether the value may be a reference to a secret of
        Barbican in its place; it may for all secrets.
    :param assigned: the device chooses a value where none is given, and keeps
        it; an update that drops the property leaves it as it is.
    :param derived: where none is given the device derives a value from other
        properties, when it makes an object and never again: a function of the
        resource, the values before an update and those after it, that returns
        the value as of a new object, or None if it stays.
    :param to: the collection of the objects that a value names; with a slash
        at its end, all collections below it; empty for any. Without it a
        value is no name.
    """

    #: What it means that a device has no such key, if that is not the unset
    #: value.
    absent = None

    def __init__(
        self,
        data_type,
        description,
        wire=None,
        unset=None,
        secret=False,
        update_allowed=True,
        schema=None,
        to=None,
        by_reference=False,
        assigned=False,
        derived=None,
        **rest,
    ):
        if isinstance(schema, properties.Schema):
            # An item is not left out.
            schema.description = schema.said
            schema = constraints.AnyIndexDict(schema)
        self.by_reference = secret or by_reference
        by_reference = BY_REFERENCE if self.by_reference else ''
        self.said = description + by_reference
        if not rest.get('required'):
            description = _described(
                description, data_type, unset, rest.get('default'), assigned
            )
        description += by_reference
        super().__init__(
            data_type,
            description,
            schema=schema,
            update_allowed=update_allowed,
            **rest,
        )
        self.wire = wire
        self.unset = unset
        self.secret = secret
        self.assigned = assigned
        self.derived = derived
        self.to = to

    def encode(self, value, folder):
        """Return the value as it travels; ``folder`` is the object's own."""
        return value

    def decode(self, sent):
        """Return the value as a template has it, of what a device sent."""
        return sent

    def write(self, body, value, folder):
        """Put the value into the JSON of an object."""
        if self.wire is None:
            return
        if self.by_reference and barbican.is_reference(value):
            sent = barbican.SecretReference(value)
        else:
            sent = self.encode(value, folder)
            if self.secret and isinstance(sent, str):
                sent = secrecy.Secret(sent)
        keys.put(body, self.wire, sent)

    def read(self, body):
        """Return the value in the JSON of an object; None if it is not
        there."""
        sent = None if self.wire is None else keys.get(body, self.wire)
        return None if sent is None else self.decode(sent)

    def canonical(self, value, place):
        """Return the form of a value, given, that all that mean the same
        have."""
        return comparison.hashable(self.encode(value, place.folder))

    def parts(self, value):
        """Return key, property and value of each part; None if it has none."""
        return None

    def names(self, value, folder):
        """Yield collection and path of each object that the value names."""
        if self.to is not None and value:
            yield self.to, references.resolve(value, folder)

    def replaced(self, value, replace):
        """Return the value with each secret in it replaced.

        :raises ValueError: the value makes no sense.
        """
        return replace(value) if self.secret and value is not None else value

    def fill(self, before, after, place):
        """Return the value after an update: as before where that is the
        same."""
        if before is not None and after is None:
            after = comparison.meant(self, place)
            if after is None:
                return None
        elif before is None and self.update_allowed:
            # Only what was given is sure to be what the device has.
            return after
        is_same = comparison.same(self, before, after, place)
        return before if is_same else after

    def differences(self, name, wanted, actual, place):
        """Yield a sentence for each difference from the wanted value."""
        if self.secret or (self.wire is None and actual is None):
            return
        if not comparison.fits(self, wanted, actual, place):
            if actual is None and self.absent is not None:
                actual = self.absent
            elif actual is None and self.unset is not INHERITED:
                actual = self.unset
            yield expected(name, wanted, actual)


class String(Property):
    """Text, or a number or word that the device keeps as text.

    The word none takes the text of an object away, as in tmsh, where it is
    not one of the words that the device has for a value.
    """

    def __init__(self, description, wire=None, unset='', **rest):
        super().__init__(self.STRING, description, wire, unset, **rest)
        self._may_clear = (
            wire is not None
            and not self.required
            and not self.secret
            and not any(
                'none' in (getattr(one, 'allowed', None) or ())
                for one in self.constraints
            )
        )

    def _is_nothing(self, value):
        return self._may_clear and value.strip() == 'none'

    def encode(self, value, folder):
        return '' if self._is_nothing(value) else value

    def decode(self, sent):
        return str(sent)

    def canonical(self, value, place):
        if self.secret:
            return value
        return '' if self._is_nothing(value) else value.strip()


class Number(String):
    """A whole number, or a word, that the device keeps as text.

    ``zero`` is a word that means the same as zero.
    """

    def __init__(self, description, wire=None, unset='', zero=None, **rest):
        super().__init__(description, wire, unset, **rest)
        self.zero = zero

    def encode(self, value, folder):
        try:
            return str(int(value))
        except ValueError:
            return value

    def canonical(self, value, place):
        return '0' if value == self.zero else self.encode(value, place.folder)


class Script(String):
    """A text of lines; blanks at their ends mean nothing.

    A device may show other ends of lines than it was sent.
    """

    def canonical(self, value, place):
        return '\n'.join(map(str.rstrip, value.strip().splitlines()))


class Choice(String):
    """One of some words, whatever their case, or a synonym of one."""

    def __init__(
        self,
        description,
        wire=None,
        unset=None,
        choices=(),
        synonyms=None,
        **rest,
    ):
        self.choices = choices
        self.synonyms = synonyms or {}
        *first, last = [*choices, *self.synonyms]
        super().__init__(
            description,
            wire,
            unset,
            constraints=[
                constraints.AllowedPattern(
                    '(?i)^(%s)$' % '|'.join([*first, last]),
                    'The value has to be %s or %s.' % (', '.join(first), last),
                )
            ],
            **rest,
        )

    def encode(self, value, folder):
        return self.synonyms.get(value.lower(), value.lower())

    def canonical(self, value, place):
        return self.encode(value, place.folder)


class Integer(Property):
    """A whole number."""

    def __init__(self, description, wire=None, unset=None, **rest):
        super().__init__(self.INTEGER, description, wire, unset, **rest)

    def decode(self, sent):
        try:
            return int(sent)
        except (TypeError, ValueError):
            # Somebody may have set a word where the template has a number.
            return sent


class Boolean(Property):
    """A yes or no, in the two words that the device has for it.

    Some keys have other words in other versions, or truth values of JSON.
    What is neither yes nor no is left as it is.
    """

    YES = ('enabled', 'yes', 'true')
    NO = ('disabled', 'no', 'false')

    def __init__(
        self,
        description,
        wire=None,
        unset=None,
        words=('enabled', 'disabled'),
        **rest,
    ):
        super().__init__(self.BOOLEAN, description, wire, unset, **rest)
        self.words = words

    def encode(self, value, folder):
        if isinstance(value, str):
            return value
        return self.words[0] if value else self.words[1]

    def decode(self, sent):
        word = str(sent).lower()
        if word in self.words:
            return word == self.words[0]
        return (
            True if word in self.YES else (False if word in self.NO else sent)
        )


class Switch(Boolean):
    """A yes or no for which the device has two keys, one of them true."""

    def __init__(
        self, description, wire=('enabled', 'disabled'), unset=None, **rest
    ):
        super().__init__(description, wire, unset, **rest)

    def write(self, body, value, folder):
        body[self.wire[0] if value else self.wire[1]] = True

    def read(self, body):
        if body.get(self.wire[0]):
            return True
        return False if body.get(self.wire[1]) else None


class Reference(String):
    """The name or path of another object."""

    absent = ''

    def __init__(self, description, wire=None, unset='', to='', **rest):
        super().__init__(description, wire, unset, to=to, **rest)

    def encode(self, value, folder):
        return references.resolve(value, folder)

    def canonical(self, value, place):
        return place.path(value)


class IPAddress(String):
    """An IP address, compared in its normal form.

    Where none is given it follows from another one, as the device knows.
    """

    def encode(self, value, folder):
        if value in addresses.ANY:
            return value
        return addresses.sent(value, folder)

    def canonical(self, value, place):
        if value == '' and place.is_loose:
            return comparison.ANYTHING
        return addresses.normal(value, place.domain)


class ServicePort(String):
    """The port of a service, compared by its number; 0 stands for any."""

    def canonical(self, value, place):
        return addresses.port(value)


class IPNetwork(String):
    """An address with the length of a prefix, compared in its normal form.

    Where none is given it follows from another one, as the device knows.
    """

    def encode(self, value, folder):
        return addresses.sent_network(value, folder) if value else value

    def canonical(self, value, place):
        if value == '' and place.is_loose:
            return comparison.ANYTHING
        return addresses.network(value, place.domain)


def expected(name, wanted, actual):
    """Return the sentence that says what is wanted and what the device has."""
    return '%s: expected %s, the device has %s' % (
        name,
        _shown(wanted),
        _shown(actual),
    )


def _shown(value):
    if value is None or value == '' or value == []:
        return 'nothing'
    return value


def _described(description, prop_type, unset, default, assigned):
    """Return a description that says what counts without the property."""
    if _SAID.search(description):
        return description
    said = _sentence(prop_type, unset, default, assigned)
    return '%s %s' % (description, said) if said else description


def _sentence(prop_type, unset, default, assigned):
    if default is not None:
        return 'The default is %s.' % _written(default)
    if unset is INHERITED:
        return 'The default is that of the parent.'
    if assigned:
        return 'By default the BIG-IP chooses it.'
    if unset in ('', None) and prop_type in ('String', 'Map'):
        return 'By default there is none.'
    if unset in ([], {}, ()):
        return 'By default there are none.'
    return '' if unset is None else 'The default is %s.' % _written(unset)


def _written(value):
    return str(value).lower() if isinstance(value, bool) else value
