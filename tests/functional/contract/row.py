# SPDX-License-Identifier: Apache-2.0

"""A row of the contract: a type, its properties, and two values for each."""

import dataclasses

#: The device shows the value as the template has it.
SAME = object()
#: The value of a property that was never given: that of a plain object.
UNSET = object()
#: The device keeps the value to itself, or shows it encrypted.
HIDDEN = object()
#: The device has no such key.
ABSENT = None


@dataclasses.dataclass
class Change:
    """A property, two values for it, and how the device shows each.

    ``key`` is the key in iControl's JSON, with dots for nested ones. ``drift``
    is what somebody sets behind Heat's back at ``drift_key``: by default
    what the device shows for the first value, at ``key``. ``along`` are other
    properties that it needs, or with None must not have, beside it; such a
    property has an object of its own.
    """

    key: str
    first: object
    second: object
    sent_first: object = SAME
    sent_second: object = SAME
    drift: object = SAME
    drift_key: str = ''
    unset: object = UNSET
    along: dict = dataclasses.field(default_factory=dict)

    def __post_init__(self):
        if self.sent_first is SAME:
            self.sent_first = self.first
        if self.sent_second is SAME:
            self.sent_second = self.second
        if self.drift is SAME:
            self.drift = self.sent_first
        self.drift_key = self.drift_key or self.key


@dataclasses.dataclass
class Row:
    """A type: the smallest object of it, and its properties.

    In texts ``<name>`` stands for the name of the object, ``<n>`` for its
    number in the stack, and ``<tag>`` for the name of the stack. ``uri`` is
    where a device has the object, ``given`` are the properties without which
    it cannot be, ``needs`` the resources beside it, ``apart`` the properties
    that cannot stand together with the others, ``fixed`` the create-only
    ones, ``exempt`` those that are not a part of the object on the device,
    ``ends_plain`` those apart whose second value is that of a plain object,
    ``always`` the keys that the device wants in every PATCH.
    """

    type: str
    uri: str
    given: dict
    changes: dict
    needs: dict = dataclasses.field(default_factory=dict)
    apart: tuple = ()
    fixed: dict = dataclasses.field(default_factory=dict)
    exempt: tuple = ()
    ends_plain: tuple = ()
    always: tuple = ()

    def stands_apart(self, name):
        return name in self.apart or bool(self.changes[name].along)


def dig(body, key):
    """The value of a key with dots; a number is an index of a list."""
    for part in key.split('.'):
        if isinstance(body, list):
            body = body[int(part)] if int(part) < len(body) else None
        elif isinstance(body, dict):
            body = body.get(part)
        else:
            return None
    return body


def bury(body, key, value):
    """Set a key with dots."""
    *parents, last = key.split('.')
    for part in parents:
        body = body.setdefault(part, {})
    body[last] = value


def like(actual, expected):
    """Whether what a device shows has all that is expected in it.

    Of an object the expected keys are compared, of a list each item.
    """
    if expected is HIDDEN:
        return actual is None or str(actual).startswith('$M$')
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(
            like(actual.get(key), value) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(actual, list)
            and len(actual) == len(expected)
            and all(map(like, actual, expected))
        )
    if isinstance(expected, str) and isinstance(actual, str):
        return actual.strip() == expected.strip()
    return actual == expected


def yes_no(key, first=True):
    """A boolean that the device has in the words yes and no."""
    words = {True: 'yes', False: 'no'}
    return Change(key, first, not first, words[first], words[not first])


def true_false(key, first=True):
    """A boolean that the device has as a text of true or false."""
    words = {True: 'true', False: 'false'}
    return Change(key, first, not first, words[first], words[not first])


def on(key):
    """A boolean that the device has as disabled unless it is set."""
    return Change(key, True, False, 'enabled', 'disabled')


def off(key):
    """A boolean that the device has as enabled unless it is set."""
    return Change(key, False, True, 'disabled', 'enabled')


def number(key, first, second):
    """A text of the template that the device has as a number."""
    return Change(key, str(first), str(second), first, second)


def reference(key, first, second, **rest):
    """Names of objects in /Common, without their path and with it."""
    return Change(
        key,
        first,
        '/Common/' + second,
        '/Common/' + first,
        '/Common/' + second,
        **rest,
    )


def secret(key):
    """A text that the device never shows in clear, so nobody sees drift."""
    return Change(
        key, 'first secret', 'second secret', HIDDEN, HIDDEN, drift=HIDDEN
    )


DESCRIPTION = Change('description', 'one', 'two')
METADATA = Change(
    'metadata',
    [{'name': 'a', 'value': '1'}],
    [{'name': 'a', 'value': '2'}, {'name': 'b', 'persist': False}],
    [{'name': 'a', 'value': '1', 'persist': 'true'}],
    [
        {'name': 'a', 'value': '2', 'persist': 'true'},
        {'name': 'b', 'persist': 'false'},
    ],
)
#: Two services that the device has before the test begins.
APP_SERVICE = Change(
    'appService',
    '/Common/contract_1.app/contract_1',
    '/Common/contract_2.app/contract_2',
)
