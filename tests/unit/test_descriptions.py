# SPDX-License-Identifier: Apache-2.0

"""What the description of each property of each type tells, at any depth."""

import functools
import re

import pytest

from f5_heat.engine import schema
from f5_heat.plugin import resource_types

#: What a number is that has no unit.
COUNTED = re.compile(
    r'[Tt]he (weight|port|priority|length of the prefix|score|tag)'
    r'|[Nn]umber|[Hh]ow many'
)
UNIT = re.compile(
    r'second|millisecond|minute|hour|day|byte|percent|packets|datagrams'
    r'|segments|connections|sessions|requests'
)
#: What is measured in a unit, by what properties are called.
MEASURED = re.compile(
    r'(^|_)(timeout|interval|time|delay|age|drain|period|size|bytes|window'
    r'|mss|mtu)(_|$)'
)
SIZE_OR_TIME = re.compile(r'second|minute|hour|day|byte|kilobyte|number of')
DEFAULT = re.compile(
    r'[Tt]he default is|[Bb]y default|Without it\b|without this property'
)


def below(path, schemas):
    for name, prop in schemas.items():
        yield '.'.join((*path, name)), prop
        nested = prop.schema or {}
        if prop.type == prop.LIST and prop.schema:
            nested = prop.schema[0].schema or {}
        yield from below((*path, name), nested)


PROPERTIES = [
    pytest.param(prop, id='%s:%s' % (type, path))
    for type, kind in sorted(resource_types.listed().items())
    for path, prop in below((), kind.properties_schema)
]


def every(test):
    """Try all properties at once: a test for each would cost more."""

    @functools.wraps(test)
    def of_all():
        for param in PROPERTIES:
            test(*param.values)

    del of_all.__wrapped__
    return of_all


def is_number(prop):
    return prop.type in (prop.INTEGER, prop.NUMBER) or (
        isinstance(prop, schema.Number)
    )


def test_there_are_many():
    assert len(PROPERTIES) > 900


@every
def test_a_number_has_a_unit_or_says_what_it_counts(prop):
    if is_number(prop):
        said = prop.description
        assert UNIT.search(said) or COUNTED.search(said), said


@pytest.mark.parametrize(
    'prop',
    [
        param
        for param in PROPERTIES
        if is_number(param.values[0])
        and MEASURED.search(param.id.rpartition(':')[2].rpartition('.')[2])
    ],
)
def test_what_is_measured_says_in_what(prop):
    assert SIZE_OR_TIME.search(prop.description), prop.description


@every
def test_what_is_left_out_has_a_value_too(prop):
    """The description says which, once, and no other than the schema."""
    if prop.required:
        return
    said = prop.description.removesuffix(schema.BY_REFERENCE)
    assert DEFAULT.search(said), said
    generated = re.findall(r'The default is (.*)\.$', said)
    assert len(generated) <= 1
    if not generated:
        return
    if prop.default is not None:
        expected = prop.default
    elif prop.unset is schema.INHERITED:
        expected = 'that of the parent'
    else:
        expected = prop.unset
    if isinstance(expected, bool):
        expected = {True: 'true', False: 'false'}[expected]
    assert generated == [str(expected)]


@every
def test_it_is_sentences(prop):
    said = prop.description
    assert re.match(r'["A-Z]', said) and said.endswith('.'), said
    assert '  ' not in said
    assert not said.endswith('..')


def test_an_item_of_a_list_is_not_left_out():
    for param in PROPERTIES:
        (prop,) = param.values
        if prop.type == prop.LIST and prop.schema:
            assert not DEFAULT.search(prop.schema[0].description), param.id
