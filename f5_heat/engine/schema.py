# SPDX-License-Identifier: Apache-2.0

"""Property schemas that know their key and their form in iControl's JSON.

A property here has three values: what the template says, what travels to the
device, and what the device holds when nobody says anything (``unset``).
"""

import copy

from heat.engine import attributes
from heat.engine import constraints
from heat.engine import properties

from f5_heat.engine import barbican
from f5_heat.engine import constraints as forms
from f5_heat.icontrol import paths
from f5_heat.icontrol import secret as secrecy

#: The unset value of a property that an object takes from its parent.
INHERITED = object()

BY_REFERENCE = (
    ' It may be given as a reference to a secret of Barbican as well.'
)


class Bare(str):
    """A path made of a bare name: in the object's own folder, so far.

    tmsh looks a bare name up in the own folder and then in ``/Common``; REST
    looks in ``/Common`` only. ``common`` is the second place.
    """

    def __new__(cls, name, folder):
        path = super().__new__(cls, paths.full(name, folder))
        path.common = paths.full(name, 'Common')
        return path


class Text(str):
    """A text made of parts, of which some may be bare names."""

    def __new__(cls, parts):
        text = super().__new__(cls, ''.join(parts))
        text.parts = parts
        return text


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
            sent = barbican.Reference(value)
        else:
            sent = self.encode(value, folder)
            if self.secret and isinstance(sent, str):
                sent = secrecy.Secret(sent)
        put(body, self.wire, sent)

    def read(self, body):
        """The value in the JSON of an object; None if it is not there."""
        sent = None if self.wire is None else get(body, self.wire)
        return None if sent is None else self.decode(sent)

    def same(self, wanted, actual, folder):
        """Whether the device's value is the wanted one in another form."""
        return wanted == actual

    def names(self, value, folder):
        """Yield collection and path of each object that the value names."""
        if self.to is not None and value:
            yield self.to, resolve(value, folder)

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
            drop(body, self.wire)

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
        return resolve(value, folder)

    def alike(self, one, other, folder):
        if None in (one, other):
            return one is other
        found = [self.encode(value, folder) for value in (one, other)]
        if not {*found} - {'', 'none'}:
            return True
        # What a bare name stands for is known to the device alone.
        return found[0] == found[1] and (
            isinstance(found[0], Bare) == isinstance(found[1], Bare)
        )

    def same(self, wanted, actual, folder):
        return same_path(wanted, actual, folder)


class Address(String):
    """An IP address, compared in its normal form."""

    def encode(self, value, folder):
        return value if value in forms.ANY else forms.normal(value)

    def same(self, wanted, actual, folder):
        return actual is not None and (
            forms.normal(wanted) == forms.normal(actual)
        )


class Network(String):
    """An address with the length of a prefix, compared in its normal form."""

    def encode(self, value, folder):
        return forms.network(value) if value else value

    def same(self, wanted, actual, folder):
        return forms.network(wanted) == forms.network(actual or '')


class List(Property):
    """A list of values; ``ordered`` says whether their order matters."""

    def __init__(
        self,
        description,
        wire=None,
        unset=(),
        schema=None,
        ordered=True,
        **rest,
    ):
        super().__init__(
            self.LIST,
            description,
            wire,
            unset if unset is INHERITED else list(unset),
            schema=schema,
            **rest,
        )
        self.ordered = ordered
        self.item = schema

    def encode(self, value, folder):
        if self.item is None:
            return list(value)
        return [self.item.encode(item, folder) for item in value]

    def decode(self, sent):
        if isinstance(sent, str):
            sent = [] if sent in ('', 'none') else [sent]
        if self.item is None:
            return list(sent)
        return [self.item.decode(item) for item in sent]

    def alike(self, one, other, folder):
        if None in (one, other) or self.item is None:
            return one == other
        return self._match(
            one,
            other,
            lambda first, second: self.item.alike(first, second, folder),
        )

    def seal(self, value, seal):
        if self.item is None or not isinstance(value, list):
            return super().seal(value, seal)
        return [self.item.seal(item, seal) for item in value]

    def names(self, value, folder):
        for item in value or () if self.item else ():
            yield from self.item.names(item, folder)

    def may_name(self):
        if type(self).names is not List.names:
            return True
        return self.item is not None and self.item.may_name()

    def secrets(self, value):
        if self.item is None:
            yield from super().secrets(value)
            return
        for item in value:
            yield from self.item.secrets(item)

    def conceal(self, body):
        super().conceal(body)
        items = get(body, self.wire) if isinstance(self.item, Map) else None
        for item in items if isinstance(items, list) else ():
            self.item.conceal_parts(item)

    def same(self, wanted, actual, folder):
        return self._match(
            wanted,
            actual or [],
            (lambda one, other: one == other)
            if self.item is None
            else (lambda one, other: self.item.same(one, other, folder)),
        )

    def _match(self, wanted, actual, same):
        """Whether two lists have the same items, in order if it matters."""
        if len(wanted) != len(actual):
            return False
        if self.ordered:
            return all(map(same, wanted, actual))
        left = list(actual)
        for item in wanted:
            found = next((one for one in left if same(item, one)), None)
            if found is None:
                return False
            left.remove(found)
        return True


class References(List):
    """A list of names or paths of other objects."""

    def __init__(self, description, wire=None, to='', **rest):
        super().__init__(
            description,
            wire,
            schema=Reference('The name or path of an object.', to=to),
            **rest,
        )


class Map(Property):
    """A nested object; the keys of its properties are below its own."""

    def __init__(self, description, wire=None, schema=None, **rest):
        super().__init__(self.MAP, description, wire, schema=schema, **rest)

    def encode(self, value, folder):
        if self.schema is None:
            return dict(value)
        body = {}
        for name, child in self.schema.items():
            if value.get(name) is not None:
                child.write(body, value[name], folder)
        return body

    def decode(self, sent):
        if self.schema is None:
            return dict(sent)
        return {name: child.read(sent) for name, child in self.schema.items()}

    def alike(self, one, other, folder):
        if None in (one, other) or self.schema is None:
            return one == other
        return all(
            child.alike(one.get(name), other.get(name), folder)
            for name, child in self.schema.items()
        )

    def seal(self, value, seal):
        if self.schema is None or not isinstance(value, dict):
            return super().seal(value, seal)
        return {
            name: self.schema[name].seal(part, seal)
            if name in self.schema
            else part
            for name, part in value.items()
        }

    def names(self, value, folder):
        for name, child in (self.schema or {}).items():
            yield from child.names((value or {}).get(name), folder)

    def may_name(self):
        if type(self).names is not Map.names:
            return True
        return any(child.may_name() for child in (self.schema or {}).values())

    def secrets(self, value):
        if self.schema is None:
            yield from super().secrets(value)
            return
        for name, child in self.schema.items():
            if value.get(name) is not None:
                yield from child.secrets(value[name])

    def conceal(self, body):
        super().conceal(body)
        self.conceal_parts(body if self.wire is None else get(body, self.wire))

    def conceal_parts(self, part):
        """Take the secrets out of a nested object."""
        for child in (self.schema or {}).values():
            if isinstance(part, dict):
                child.conceal(part)

    def same(self, wanted, actual, folder):
        if self.schema is None:
            return wanted == actual
        return not list(self.differences('', wanted, actual, folder))

    def whole(self):
        if self.schema is None:
            return super().whole()
        return {name: child.whole() for name, child in self.schema.items()}

    def fill(self, before, after):
        if before is None or self.schema is None:
            return super().fill(before, after)
        after = after or {}
        return {
            name: child.fill(before.get(name), after.get(name))
            for name, child in self.schema.items()
        }

    def recreates(self, before, after, folder):
        if not self.update_allowed or not (self.schema and before and after):
            return super().recreates(before, after, folder)
        return any(
            child.recreates(before.get(name), after.get(name), folder)
            for name, child in self.schema.items()
        )

    def inherits(self, value):
        if self.schema is None or not isinstance(value, dict):
            return super().inherits(value)
        return any(
            child.inherits(value.get(name))
            for name, child in self.schema.items()
        )

    def inherit(self, value, parent):
        if self.schema is None or not isinstance(value, dict):
            return super().inherit(value, parent)
        return {
            name: child.inherit(value.get(name), (parent or {}).get(name))
            for name, child in self.schema.items()
        }

    def differences(self, name, wanted, actual, folder):
        if self.schema is None:
            yield from super().differences(name, wanted, actual, folder)
            return
        for key, child in self.schema.items():
            if wanted.get(key) is not None:
                yield from child.differences(
                    '.'.join(filter(None, (name, key))),
                    wanted[key],
                    (actual or {}).get(key),
                    folder,
                )


class Metadata(List):
    """Names with values that people and programs keep with an object."""

    def __init__(self, description):
        super().__init__(
            description,
            'metadata',
            ordered=False,
            schema=Map(
                'An entry.',
                schema={
                    'name': String(
                        'The name of the entry.',
                        'name',
                        required=True,
                        constraints=[forms.Entry()],
                    ),
                    'value': String('The value of the entry.', 'value'),
                    'persist': Boolean(
                        'Whether the entry is saved with the configuration.',
                        'persist',
                        unset=True,
                        words=('true', 'false'),
                        default=True,
                    ),
                },
            ),
        )


class Attribute(attributes.Schema):
    """An attribute: a key of the object's JSON, or of its statistics."""

    def __init__(self, description, wire=None, statistic=None, type=None):
        super().__init__(description, cache_mode=self.CACHE_NONE, type=type)
        self.wire = wire
        self.statistic = statistic


def given(props):
    """The values of Heat's Properties; None for what nobody gave.

    Heat reads an explicit null as zero, an empty text or an empty list;
    here it is the same as a property that is not there.
    """

    def value(name):
        if name not in props.data:
            return props[name]
        return _without_nulls(
            props.props[name].schema,
            props.resolve(props.data[name]),
            props[name],
        )

    return {name: value(name) for name in props}


def _without_nulls(prop, raw, value):
    if raw is None:
        return prop.default
    if not prop.schema:
        return value
    if isinstance(raw, dict) and isinstance(value, dict):
        return {
            name: _without_nulls(prop.schema[name], raw[name], part)
            if name in raw
            else part
            for name, part in value.items()
        }
    if isinstance(raw, list) and isinstance(value, list):
        return [
            _without_nulls(prop.schema[number], *both)
            for number, both in enumerate(zip(raw, value, strict=True))
        ]
    return value


def put(body, key, value):
    """Set a key, with dots for nested objects, of a JSON object."""
    *parents, last = key.split('.')
    for parent in parents:
        body = body.setdefault(parent, {})
    body[last] = value


def get(body, key):
    """The value of a key, with dots for nested objects, or None."""
    for part in key.split('.'):
        if not isinstance(body, dict):
            return None
        body = body.get(part)
    return body


def drop(body, key):
    """Remove a key, with dots for nested objects, of a JSON object."""
    parent, _, last = key.rpartition('.')
    body = get(body, parent) if parent else body
    if isinstance(body, dict):
        body.pop(last, None)


def concealed(schemas, body):
    """The JSON of an object without what schemas call secret."""
    body = copy.deepcopy(body)
    for prop in schemas.values():
        prop.conceal(body)
    return body


def resolve(reference, folder):
    """The path for a reference: a path as it is, a bare name completed."""
    if not reference or reference.startswith('/') or reference == 'none':
        return reference
    if folder == '/Common':
        return paths.full(reference, folder)
    return Bare(reference, folder)


def same_path(wanted, actual, folder):
    """Whether a reference and the path that a device shows are the same."""
    if not wanted or wanted == 'none':
        return actual in (None, '', 'none')
    if actual is None:
        return False
    path = resolve(wanted.strip(), folder)
    places = {path, path.common} if isinstance(path, Bare) else {path}
    # What was named without a partition is shown so by some versions.
    return paths.full(actual.strip(), 'Common') in places


def _lines(text):
    return [line.rstrip() for line in text.strip().splitlines()]


def _shown(value):
    if value is None or value == '' or value == []:
        return 'nothing'
    return value
