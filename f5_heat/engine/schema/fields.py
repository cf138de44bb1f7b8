# SPDX-License-Identifier: Apache-2.0

"""Properties that know their key and their form in iControl's JSON.

A property here has three values: what the template says, what travels to the
device, and what the device holds when nobody says anything (``unset``).
"""

from heat.engine import constraints
from heat.engine import properties

from f5_heat.engine.schema import addresses
from f5_heat.engine.schema import barbican
from f5_heat.engine.schema import keys
from f5_heat.engine.schema import references
from f5_heat.icontrol import secret as secrecy

#: The unset value of a property that an object takes from its parent.
INHERITED = object()

BY_REFERENCE = (
    ' It may be given as a reference to a secret of Barbican as well.'
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
    :param to: the collection of the objects that a value names; with a slash
        at its end, all collections below it; empty for any. Without it a
        value is no name.
    """

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
        **rest,
    ):
        if isinstance(schema, properties.Schema):
            schema = constraints.AnyIndexDict(schema)
        self.by_reference = secret or by_reference
        if self.by_reference:
            description += BY_REFERENCE
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
        self.to = to

    def encode(self, value, folder):
        """The value as it travels; ``folder`` is the object's own."""
        return value

    def decode(self, sent):
        """The value as a template has it, of what a device sent."""
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
        """The value in the JSON of an object; None if it is not there."""
        sent = None if self.wire is None else keys.get(body, self.wire)
        return None if sent is None else self.decode(sent)

    def same(self, wanted, actual, folder):
        """Whether the device's value is the wanted one in another form."""
        return wanted == actual

    def names(self, value, folder):
        """Yield collection and path of each object that the value names."""
        if self.to is not None and value:
            yield self.to, references.resolve(value, folder)

    def may_name(self):
        """Whether there are values that name an object."""
        return self.to is not None or type(self).names is not Property.names

    def alike(self, one, other, folder):
        """Whether two values of a template mean the same."""
        if None in (one, other):
            return one is other
        return self.encode(one, folder) == self.encode(other, folder)

    def secrets(self, value):
        """Yield the texts in the value that nobody may see."""
        if self.secret and value and not barbican.is_reference(value):
            yield str(value)

    def conceal(self, body):
        """Take the secrets out of the JSON of an object."""
        if self.secret and self.wire is not None:
            keys.drop(body, self.wire)

    def seal(self, value, seal):
        """The value with its secrets replaced by what ``seal`` makes."""
        return seal(value) if self.secret and value is not None else value

    def whole(self):
        """Something that stands for any value of the property."""
        return True

    def fill(self, before, after):
        """The value after an update, with its unset value if dropped."""
        if after is None and before is not None:
            return self.unset
        return after

    def recreates(self, before, after, folder):
        """Whether the device takes such a change at creation only."""
        return not self.update_allowed and not self.alike(
            before, after, folder
        )

    def inherits(self, value):
        """Whether the value, or a part of it, is the parent's."""
        return value is INHERITED

    def inherit(self, value, parent):
        """The value, with the parent's in the place of ``INHERITED``."""
        if value is not INHERITED:
            return value
        if parent is None:
            return {self.STRING: '', self.LIST: []}.get(self.type)
        return parent

    def differences(self, name, wanted, actual, folder):
        """Yield a sentence for each difference from the wanted value."""
        if self.secret or (self.wire is None and actual is None):
            return
        if actual is None and self.unset is not INHERITED:
            actual = self.unset
        if not self.same(wanted, actual, folder):
            yield '%s: expected %s, the device has %s' % (
                name,
                _shown(wanted),
                _shown(actual),
            )


class String(Property):
    """Text, or a number or word that the device keeps as text."""

    def __init__(self, description, wire=None, unset='', **rest):
        super().__init__(self.STRING, description, wire, unset, **rest)

    def decode(self, sent):
        return str(sent)

    def same(self, wanted, actual, folder):
        return actual is not None and wanted.strip() == actual.strip()

    def alike(self, one, other, folder):
        if None in (one, other) or self.secret:
            return one == other
        return self.same(one, other, folder)


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

    def same(self, wanted, actual, folder):
        wanted, actual = (
            '0' if one == self.zero else self.encode(one or '', folder)
            for one in (wanted, actual)
        )
        return wanted == actual


class Script(String):
    """A text of lines; blanks at their ends mean nothing.

    A device may show other ends of lines than it was sent.
    """

    def same(self, wanted, actual, folder):
        return actual is not None and _lines(wanted) == _lines(actual)


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

    def same(self, wanted, actual, folder):
        return actual is not None and (
            self.encode(wanted, folder) == self.encode(actual, folder)
        )


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

    def __init__(self, description, wire=None, unset='', to='', **rest):
        super().__init__(description, wire, unset, to=to, **rest)

    def encode(self, value, folder):
        return references.resolve(value, folder)

    def alike(self, one, other, folder):
        if None in (one, other):
            return one is other
        found = [self.encode(value, folder) for value in (one, other)]
        if not {*found} - {'', 'none'}:
            return True
        # What a bare name stands for is known to the device alone.
        return found[0] == found[1] and (
            isinstance(found[0], references.Bare)
            == isinstance(found[1], references.Bare)
        )

    def same(self, wanted, actual, folder):
        return references.same_path(wanted, actual, folder)


class IPAddress(String):
    """An IP address, compared in its normal form."""

    def encode(self, value, folder):
        return value if value in addresses.ANY else addresses.normal(value)

    def same(self, wanted, actual, folder):
        return actual is not None and (
            addresses.normal(wanted) == addresses.normal(actual)
        )


class IPNetwork(String):
    """An address with the length of a prefix, compared in its normal form."""

    def encode(self, value, folder):
        return addresses.network(value) if value else value

    def same(self, wanted, actual, folder):
        return addresses.network(wanted) == addresses.network(actual or '')


def _lines(text):
    return [line.rstrip() for line in text.strip().splitlines()]


def _shown(value):
    if value is None or value == '' or value == []:
        return 'nothing'
    return value
