# SPDX-License-Identifier: Apache-2.0

"""A kind of BIG-IP object as a row of data: its fields and its rules."""

from __future__ import annotations

import dataclasses
import typing as t

# Values under their names in JSON, and built-in objects under their paths.
Values = dict[str, t.Any]
Builtins = dict[str, Values]

# The numbers that stand for a word beside a number; of two words with one
# number it is the first.
NUMBERS = {
    'disabled': 0,
    'immediate': 0,
    'infinite': 0,
    'mimic': 65534,
    'pass-through': 65535,
    'indefinite': 4294967295,
}


@dataclasses.dataclass(frozen=True)
class Field:
    """One property of a kind, under its name in iControl's JSON.

    ``type`` is one of

    - ``string``, ``integer``, ``boolean``;
    - ``flag``: a key that is ``true`` or absent (``enabled``, ``ipForward``);
    - ``reference``: the path of another object, echoed with its own
      ``...Reference``; ``references``: a list of them;
    - ``monitor``: the text form of a list of monitors;
    - ``mask``: a netmask, of which the one of zeros is a word;
    - ``braces``: a list of words that is kept as one text in braces;
    - ``list``: a list of scalars, or of objects with ``fields``;
    - ``object``: a nested object with ``fields``.

    A ``default`` of None means that the key is absent until it is set.
    ``words`` are accepted as well as a number (``indefinite``), and so are
    the numbers that stand for them; ``numbers`` are those that stand for
    ``choices``. ``shown`` are choices that the device sets and a client
    cannot. ``excludes`` names keys that cannot be set together with this
    one. ``form`` says that a text is an ``address`` or a ``network``, an
    address with its prefix length. A ``weak`` reference does not keep what
    it refers to from being deleted. ``module`` has to be provisioned for the
    property to be set. A ``hidden`` field is taken and never shown;
    ``kept_as`` is the one that its value is kept and shown as.
    ``unverified`` says which part of the evidence is weak.
    """

    type: str = 'string'
    default: t.Any = None
    choices: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    numbers: dict[int, str] = dataclasses.field(default_factory=dict)
    low: int | None = None
    high: int | None = None
    refers: tuple[str, ...] = ()
    fields: dict[str, Field] = dataclasses.field(default_factory=dict)
    excludes: tuple[str, ...] = ()
    form: str = ''
    weak: bool = False
    module: str = ''
    create_only: bool = False
    read_only: bool = False
    secret: bool = False
    hidden: bool = False
    kept_as: str = ''
    since: str = ''
    until: str = ''
    unverified: str = ''

    def word(self, number: int) -> str | None:
        """Return the word that a number stands for; None if it is one."""
        for word in self.words:
            if NUMBERS.get(word) == number:
                return word
        return self.numbers.get(number)


def text(default: str | None = None, **rest: t.Any) -> Field:
    return Field('string', default, **rest)


def integer(
    default: int | None = None,
    low: int | None = None,
    high: int | None = None,
    **rest: t.Any,
) -> Field:
    return Field('integer', default, low=low, high=high, **rest)


def number_text(
    default: str | None = None,
    low: int | None = None,
    high: int | None = None,
    words: tuple[str, ...] = (),
    **rest: t.Any,
) -> Field:
    """Return a field for a number that the device prints as text."""
    return Field(
        'string',
        default,
        low=low if low is not None else 0,
        high=high,
        words=words,
        **rest,
    )


def choice(default: str | None, *others: str, **rest: t.Any) -> Field:
    """Return an enumeration; the first word is the default."""
    choices = tuple(word for word in (default, *others) if word is not None)
    return Field('string', default, choices=choices, **rest)


def mask(default: str | None = None, **rest: t.Any) -> Field:
    return Field('mask', default, **rest)


def braces(default: str | None = None, **rest: t.Any) -> Field:
    return Field('braces', default, **rest)


def password(name: str) -> dict[str, Field]:
    """Return a password, which the device encrypts into a second field."""
    encrypted = name + 'Encrypted'
    return {
        name: Field(secret=True, hidden=True, kept_as=encrypted),
        encrypted: Field(secret=True),
    }


def switch(default: str = 'disabled', **rest: t.Any) -> Field:
    return Field('string', default, choices=('enabled', 'disabled'), **rest)


def address(
    default: str | None = None, form: str = 'address', **rest: t.Any
) -> Field:
    return Field('string', default, form=form, **rest)


def flag(
    default: bool = False, excludes: tuple[str, ...] = (), **rest: t.Any
) -> Field:
    return Field('flag', default or None, excludes=excludes, **rest)


def reference(
    *collections: str, default: str | None = None, **rest: t.Any
) -> Field:
    return Field('reference', default, refers=collections, **rest)


def references(
    *collections: str, default: list[t.Any] | None = None, **rest: t.Any
) -> Field:
    return Field('references', default, refers=collections, **rest)


def items(
    default: list[t.Any] | None = None,
    fields: dict[str, Field] | None = None,
    **rest: t.Any,
) -> Field:
    return Field('list', default, fields=fields or {}, **rest)


def nested(
    fields: dict[str, Field], default: Values | None = None, **rest: t.Any
) -> Field:
    return Field('object', default, fields=fields, **rest)


@dataclasses.dataclass(frozen=True)
class Kind:
    """A collection of ``/mgmt/tm`` and the rules for its objects.

    ``collection`` is the path below ``/mgmt/tm``; of a sub-collection it is
    the path without the parent's name (``ltm/pool/members``), and ``parent``
    the parent's collection. ``naming`` is ``partitioned`` (has a partition
    and a full path), ``plain`` (full path equals name) or ``singleton``.

    ``names`` are the names that the kind takes: ``letters`` if one that
    begins with a digit has to be an address.

    ``label`` is the device's word for the kind in its messages;
    ``not_found`` is ``mcp`` for ``01020036:3: The requested ...`` and
    ``object`` for ``Object not found - ...``. ``in_use`` is the message of a
    refused delete, with ``{label}``, ``{path}``, ``{name}``, ``{user_label}``
    and ``{user}``.

    ``inherits`` is the path of the parent object from which a new object
    takes the values that are not given (``defaultsFrom``).

    ``modules`` are those of ``sys/provision`` of which one has to be
    provisioned; without them the kind is there on every device.

    ``made_with`` is a collection of which each object brings one of this
    kind along, with its own name: it comes and goes with it.

    ``builtins`` are the objects of a fresh device: full path to the fields
    that differ from the defaults. ``subcollections`` of a built-in are given
    as lists under their key.
    """

    collection: str
    label: str
    fields: dict[str, Field]
    source: str = ''
    parent: str = ''
    naming: str = 'partitioned'
    names: str = ''
    required: tuple[str, ...] = ()
    inherits: str = ''
    not_found: str = 'mcp'
    in_use: str = (
        '01070265:3: The {label} ({path}) cannot be deleted '
        'because it is in use by a {user_label} ({user}).'
    )
    modules: tuple[str, ...] = ()
    made_with: str = ''
    since: str = ''
    unverified: str = ''
    builtins: Builtins = dataclasses.field(default_factory=dict)
