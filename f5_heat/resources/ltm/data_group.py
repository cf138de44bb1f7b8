# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::DataGroup: values that iRules and policies look up."""

import json

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.engine.schema import addresses
from f5_heat.engine.validation import constraints
from f5_heat.engine.validation import refusal

TYPES = ('string', 'ip', 'integer')


class Records(schema.Property):
    """The records of a data group: names, each with a value or without one.

    A map that may be converted is what Heat takes a list and a map for; it
    makes JSON text of the list.
    """

    def __init__(self, description, wire):
        super().__init__(
            self.MAP, description, wire, unset={}, allow_conversion=True
        )

    @staticmethod
    def pairs(value):
        """Return the pairs of name and value that a template gives.

        :raises ValueError: it gives none, with the reason.
        """
        if isinstance(value, str):
            try:
                value = json.loads(value) if value.strip() else {}
            except ValueError as error:
                raise ValueError(
                    'The text is not valid JSON: %s.' % error
                ) from None
        if isinstance(value, dict):
            return [(name, _text(data)) for name, data in value.items()]
        if not isinstance(value, list):
            raise ValueError('A map or a list of records is expected.')
        return [_pair(entry) for entry in value]

    def encode(self, value, folder):
        return [
            {'name': name, 'data': data}
            for name, data in sorted(self.pairs(value))
        ]

    def decode(self, sent):
        return {entry['name']: entry.get('data', '') for entry in sent or ()}

    def canonical(self, value, place):
        try:
            return frozenset(self.pairs(value))
        except ValueError:
            return schema.hashable(value)

    def differences(self, name, wanted, actual, place):
        wanted, actual = dict(self.pairs(wanted)), actual or {}
        for key in sorted({*wanted, *actual}):
            if key not in actual:
                yield '%s[%s]: expected, the device does not have it' % (
                    name,
                    key,
                )
            elif key not in wanted:
                yield '%s[%s]: the device has it, not expected' % (name, key)
            elif wanted[key] != actual[key]:
                yield '%s[%s]: expected %s, the device has %s' % (
                    name,
                    key,
                    wanted[key] or 'nothing',
                    actual[key] or 'nothing',
                )


def _pair(entry):
    if not isinstance(entry, dict):
        return _text(entry), ''
    if not {'name'} <= entry.keys() <= {'name', 'data'}:
        raise ValueError(
            'Each record of a list is a name, or a map with a name and, if '
            'it has a value, data; not %s.' % json.dumps(entry)
        )
    return _text(entry['name']), _text(entry.get('data'))


def _text(value):
    """Return the text of a value that YAML takes for something else."""
    if value is None:
        return ''
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        raise ValueError(
            'A record has text, not %s.' % json.dumps(value, default=str)
        )
    return str(value)


def _network(name):
    if '/' in name:
        return addresses.network(name)
    return addresses.network(
        '%s/%d' % (name, 128 if ':' in name else 32),
    )


def _integer(name):
    return str(int(name))


#: The canonical form of the name of a record, by the type of its data group.
CANONICAL = {'string': str, 'ip': _network, 'integer': _integer}


class DataGroup(bigip.BigIPObject):
    """Names with values that iRules and policies look up.

    It is an internal data group: its records are a part of the configuration.
    """

    collection = 'ltm/data-group/internal'
    tenants = True
    # From 14.1.0.1 on some clients hold that a PATCH needs it, others not.
    always = ('type',)
    free_text = ('records',)

    @schema.deferred
    def properties_schema(cls):
        return {
            **bigip.NAMING,
            **bigip.DESCRIPTION,
            'type': schema.Choice(
                'What the names of the records are: string, ip for addresses '
                'and networks, or integer.',
                wire='type',
                unset='string',
                default='string',
                choices=TYPES,
                update_allowed=False,
            ),
            'records': Records(
                'The records: a map of names with values, or a list of which '
                'each item is a name, or a map with a name and data. Their '
                'order means nothing.',
                wire='records',
            ),
        }

    @classmethod
    def to_wire(cls, values, folder):
        return super().to_wire(_canonical(values, values), folder)

    def compare(self, values, live):
        return super().compare(
            _canonical(values, values), _canonical(live, values)
        )

    def validate(self):
        super().validate()
        if not refusal.is_known(self, 'records'):
            return
        kind = self.properties['type'].lower()
        known = {}
        try:
            for name, _ in Records.pairs(self.properties['records']):
                if not _fits(kind, name):
                    raise ValueError(
                        '"%s" is not %s, as the type %s of the data group '
                        'says.' % (name, EXPECTED[kind], kind)
                    )
                canonical = CANONICAL[kind](name)
                if canonical in known:
                    raise ValueError(
                        'The records "%s" and "%s" are the same.'
                        % (known[canonical], name)
                    )
                known[canonical] = name
        except ValueError as error:
            raise refusal.invalid(self, 'records', str(error)) from None


EXPECTED = {
    'string': 'a text',
    'ip': 'an address, or an address with a prefix length',
    'integer': 'a whole number',
}


def _fits(kind, name):
    if kind == 'string':
        return bool(name)
    if kind == 'integer':
        return name.removeprefix('-').isdecimal() and name.isascii()
    return constraints.Network().fits(name) or constraints.Address().fits(name)


def _canonical(values, given):
    """Return property values with the names of records as a device has them.

    :param given: the values that say the type.
    """
    if values['records'] is None:
        return values
    canonical = CANONICAL[(given['type'] or 'string').lower()]
    records = {}
    for name, data in Records.pairs(values['records']):
        # What a device has may be of another type.
        try:
            records[canonical(name)] = data
        except ValueError:
            records[name] = data
    return {**values, 'records': records}


def resource_mapping():
    return {'F5::LTM::DataGroup': DataGroup}
