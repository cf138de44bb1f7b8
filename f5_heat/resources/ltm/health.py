# SPDX-License-Identifier: Apache-2.0

"""The properties by which pools, members and nodes are watched and managed.

A list of monitors travels as one text: ``/Common/a and /Common/b``, or
``min 1 of /Common/a /Common/b``. The device shows the latter with braces,
and refuses them when they are sent (recorded on 11.6 to 14.1). Whether an
object is enabled travels as two keys, ``session`` and ``state``.
"""

import re

from f5_heat.engine import schema
from f5_heat.engine.traits import suspension
from f5_heat.engine.validation import constraints
from f5_heat.engine.validation import rules

#: The monitor that a device shows where there is to be none at all.
NONE = '/Common/none'


def _word(name):
    return 'none' if name == NONE else name


class Monitors(schema.References):
    """The monitors, all of which have to succeed."""

    def __init__(self, description, none='', **rest):
        super().__init__(
            description, 'monitor', ordered=False, to='ltm/monitor/', **rest
        )
        self.none = none

    def encode(self, value, folder):
        names = [
            NONE if name == 'none' else schema.resolve(name, folder)
            for name in self._named(value)
            if name != 'default'
        ]
        parts = [part for name in names for part in (' and ', name)]
        return schema.Text(parts[1:] or [self.none])

    def decode(self, sent):
        return self._named(_required(sent)[1])

    def canonical(self, value, place):
        return super().canonical(self._named(value), place)

    def _named(self, names):
        """Return the names without the word for having none of one's own."""
        return [
            name
            for name in map(_word, names)
            if name not in (self.none, self.none or 'none')
        ]

    def misfit(self, item):
        """Return why an item is not one monitor.

        The device reads a text of several as such, and then shows another.
        """
        if re.search(r'\s', item.strip()):
            return (
                '"%s" is not the name or path of one monitor: give each one '
                'as an item of its own. All of them have to succeed, or as '
                'many as min_monitors says.' % item
            )
        return super().misfit(item)


class Quorum(rules.Rule):
    """A number of monitors, which there have to be, and words for none.

    :param inside: the property with the items that have monitors; without it
        the type has them.
    """

    def __init__(self, inside=None):
        self.inside = inside

    def refusals(self, case):
        if self.inside is None:
            names = 'monitors', 'min_monitors'
            yield from self._wrong(
                case.schemas,
                {name: case.value(name) for name in names},
                lambda name: case.knows(name),
                '%s',
            )
            return
        if case.knows(self.inside):
            prop = case.schemas[self.inside]
            for number, item in enumerate(case.value(self.inside) or []):
                label = '%s[%d].%%s' % (self.inside, number)
                for _, sentence in self._wrong(
                    prop.item.schema, item or {}, lambda name: True, label
                ):
                    yield self.inside, sentence

    @staticmethod
    def _wrong(schemas, values, knows, label):
        """Yield the property and what is wrong with a quorum."""
        if not knows('monitors'):
            return
        monitors, least = values.get('monitors'), values.get('min_monitors')
        none = schemas['monitors'].none or 'none'
        words = [one for one in monitors or () if one in (none, 'none', NONE)]
        if words and len(monitors) > 1:
            yield (
                'monitors',
                '%s: %s stands for no monitors of its own, and has to be '
                'alone. Leave it out, or the others.'
                % (label % 'monitors', words[0]),
            )
        if not least or not knows('min_monitors'):
            return
        count = 0 if words else len(monitors or ())
        if least > count:
            yield (
                'min_monitors',
                '%s asks for %d, and %s has %s: name as many there, or leave '
                'out min_monitors.'
                % (
                    label % 'min_monitors',
                    least,
                    label % 'monitors',
                    count or 'none',
                ),
            )


class MinMonitors(schema.Integer):
    """The number of monitors that have to succeed; stands after them."""

    def write(self, body, value, folder):
        if not value or 'monitor' not in body:
            return
        names = [part for part in body['monitor'].parts if part != ' and ']
        spaced = [part for name in names for part in (' ', name)]
        body['monitor'] = schema.Text(['min %d of' % value, *spaced])

    def read(self, body):
        """Return the number; 0 for all of the monitors, None without any."""
        if 'monitor' not in body:
            return None
        return _required(body['monitor'])[0] or 0

    def differences(self, name, wanted, actual, place):
        if actual is not None and wanted != actual:
            yield '%s: expected %s, the device has %s' % (
                name,
                wanted,
                actual or 'no such number: all have to succeed',
            )


def _required(text):
    """Return the number of ``min N of``, or None, and the names in the
    text."""
    found = re.match(r'min (\d+) of\s*', text)
    names = text[found.end() :] if found else text
    return (
        int(found.group(1)) if found else None,
        [word for word in names.split() if word not in ('and', '{', '}')],
    )


class AdminState(schema.Property):
    """Whether a node or a member takes connections: session and state."""

    WIRE = {
        'enabled': {'session': 'user-enabled', 'state': 'user-up'},
        'disabled': {'session': 'user-disabled', 'state': 'user-up'},
        'forced_offline': {'session': 'user-disabled', 'state': 'user-down'},
    }

    #: A state that can be set by hand, and by no template.
    MIXED = {'session': 'user-enabled', 'state': 'user-down'}

    def __init__(self, what):
        super().__init__(
            self.STRING,
            'Whether the %s takes connections: enabled; disabled, which '
            'lets it serve persistent and active connections only; or '
            'forced_offline, which lets it serve active connections only.'
            % what,
            unset='enabled',
            constraints=[constraints.AllowedValues(list(self.WIRE))],
        )

    def write(self, body, value, folder):
        body.update(self.WIRE.get(value) or self.MIXED)

    def read(self, body):
        if 'session' not in body:
            return None
        if body['session'] == 'user-disabled':
            return (
                'forced_offline'
                if body.get('state') == 'user-down'
                else 'disabled'
            )
        return (
            'enabled and user-down'
            if body.get('state') == 'user-down'
            else 'enabled'
        )


class Member(suspension.Gate):
    """The session of a member, which a suspension alone changes.

    One that is forced offline takes no connections already.
    """

    on = {'session': 'user-enabled'}
    off = {'session': 'user-disabled'}

    @staticmethod
    def is_open(body):
        return body.get('session') != 'user-disabled' and (
            body.get('state') != 'user-down'
        )

    @staticmethod
    def is_shut(body):
        return body.get('session') == 'user-disabled' and (
            body.get('state') != 'user-down'
        )


MEMBER = Member()


def monitors(what, none):
    """Return the properties for the monitors of a kind of object."""
    return {
        'monitors': Monitors(
            'The monitors that watch the %s: names or paths.' % what, none
        ),
        'min_monitors': MinMonitors(
            'The number of monitors that have to succeed for the %s to be '
            'up. By default all of them.' % what,
            unset=0,
            constraints=[constraints.Range(1, 63)],
        ),
    }


def resource_mapping():
    return {}
