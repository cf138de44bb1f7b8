# SPDX-License-Identifier: Apache-2.0

"""Each property of each type, in every form that a value of it has.

An update from one form to another sends nothing and makes nothing anew, a
device that shows the value in its own way has not drifted, and what really is
another value is told. Where a property is written down with the value that it
has without that, and where it is dropped again, nothing is sent either.
"""

import functools
import hashlib
import itertools

import pytest
from heat.common import exception
from heat.engine import properties

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.plugin import resource_types
from f5_heat.resources.ltm import listener
from f5_heat.resources.ltm import snat_pool
from f5_heat.resources.ltm import target
from f5_heat.resources.sys import iapp_full_template
from tests.unit import forms

FOLDER = '/Common'
PLACE = schema.Place(FOLDER)
TYPES = resource_types.resource_mapping()
EVERY = [
    (kind, name)
    for kind in sorted(TYPES)
    for name in TYPES[kind].properties_schema
]
#: Those of the types that are no object of one device.
NO_OBJECTS = {
    name
    for name, kind in TYPES.items()
    if not issubclass(kind, bigip.BigIPObject)
}


def every_property(test):
    """Try each property of a type: a test for each would cost more."""

    @pytest.mark.parametrize('kind', sorted(TYPES))
    @functools.wraps(test)
    def of_a_type(kind):
        for name in TYPES[kind].properties_schema:
            test(kind, name)

    del of_a_type.__wrapped__
    return of_a_type


def groups_of(kind, name):
    """The groups of a property, each form as Heat hands it on.

    What Heat or a constraint refuses is no form.
    """
    prop = TYPES[kind].properties_schema[name]
    taken = [
        [value for form in group for value in given(kind, name, form)]
        for group in forms.groups(prop)
    ]
    assert any(taken), 'all forms are refused'
    return prop, [group for group in taken if group]


def given(kind, name, form):
    """Yield a value of a template as Heat converts it, if it takes it."""
    props = properties.Properties(
        {name: TYPES[kind].properties_schema[name]}, {name: form}
    )
    try:
        props.validate()
    except exception.StackValidationFailed:
        return
    yield schema.given(props)[name]


def wire(kind, **values):
    """The JSON of an object with some values."""
    made = TYPES[kind]
    return made.to_wire(
        {**dict.fromkeys(made.properties_schema), **values}, FOLDER
    )


def sent(kind, name, before, after, has=None):
    """The keys that an update sends to an object made with a value.

    What only the device knows, it is asked.

    :param has: what the object has where nothing is given.
    """
    prop = TYPES[kind].properties_schema[name]
    was = wire(kind, **{name: before})
    body = wire(kind, **{name: prop.fill(before, after, PLACE)})
    changes = {
        key: value
        for key, value in body.items()
        if key not in was or schema.differ(was[key], value)
    }
    if changes and schema.may_be_same(prop, before, after, PLACE):
        value = has if before is None else before
        there = prop.read(wire(kind, **{name: meaning(prop, value)}))
        if not list(prop.differences(name, after, there, PLACE)):
            return {}
    return changes


def meaning(prop, value):
    """A value with what its parts mean that are not given."""
    if isinstance(value, dict) and schema.is_nested(prop):
        return {
            name: meaning(child, value.get(name))
            for name, child in prop.schema.items()
        }
    if isinstance(value, list) and getattr(prop, 'item', None) is not None:
        return [meaning(prop.item, one) for one in value]
    if value is None and prop.unset is not schema.INHERITED:
        return prop.unset
    return value


def test_every_property_has_forms():
    tried, without = 0, set()
    for kind, name in EVERY:
        prop = TYPES[kind].properties_schema[name]
        found = forms.groups(prop)
        tried += sum(map(len, found))
        if not any(len(group) > 1 for group in found) and not forms.words(
            prop
        ):
            without.add((type(prop).__name__, name))
    print('%d forms of %d properties' % (tried, len(EVERY)))
    # Secrets and identities: each letter counts.
    assert {name for kind, name in without if kind != 'Text'} <= {
        'password',
        'passphrase',
        'fingerprint',
        'ca_cert',
        'container_ref',
    }
    assert tried > 6 * len(EVERY)


@every_property
def test_another_form_changes_nothing(kind, name):
    prop, groups = groups_of(kind, name)
    for one, other in itertools.chain.from_iterable(
        itertools.product(group, repeat=2) for group in groups
    ):
        assert not schema.recreates(prop, one, other, PLACE), (one, other)
        if kind not in NO_OBJECTS:
            assert sent(kind, name, one, other) == {}, (one, other)


@every_property
def test_another_value_does(kind, name):
    prop, groups = groups_of(kind, name)
    plain = [group[0] for group in groups]
    for one, other in itertools.permutations(plain, 2):
        if prop.update_allowed and type(prop).canonical is not (
            iapp_full_template.TemplateText.canonical
        ):
            assert not schema.same(prop, one, other, PLACE), (one, other)
        elif not prop.update_allowed:
            assert schema.recreates(prop, one, other, PLACE), (one, other)


@every_property
def test_what_is_written_down_or_dropped_changes_nothing(kind, name):
    """Not given is what that means: a value of its own, or the parent's."""
    prop, groups = groups_of(kind, name)
    for group in groups:
        if prop.unset is schema.INHERITED:
            place = PLACE.moved(parent=lambda group=group: group[0])
        elif schema.same(prop, None, group[0], PLACE):
            place = PLACE
        else:
            continue
        for form in group:
            assert not schema.recreates(prop, None, form, place), form
            assert not schema.recreates(prop, form, None, place), form
            if kind in NO_OBJECTS:
                continue
            dropped = prop.fill(form, None, place)
            assert not schema.differ(
                wire(kind, **{name: form}), wire(kind, **{name: dropped})
            ), form
            if not schema.has_secret(prop):
                assert schema.may_be_same(prop, None, form, place), form
                assert sent(kind, name, None, form, group[0]) == {}, form


def test_what_is_not_given_is_known_or_of_the_parent():
    """Of each property it is said what an object has without it."""
    assert {
        name
        for kind, name in EVERY
        if kind not in NO_OBJECTS
        for prop in [TYPES[kind].properties_schema[name]]
        if prop.unset is None
        and prop.wire is not None
        and not schema.is_nested(prop)
    } == {
        # The device chooses one, and keeps it.
        'tag',
    }


def shown(value):
    """What a device may show in the place of what it was sent."""
    yield value
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        yield str(value)
    elif isinstance(value, schema.Bare):
        yield str(value)
        yield value.common
    elif isinstance(value, str):
        if value.isdigit():
            yield int(value)
        if value == '':
            yield None
            yield 'none'
    elif isinstance(value, list):
        if not value:
            yield None
    elif isinstance(value, dict):
        for key, part in value.items():
            for one in shown(part):
                rest = dict(value)
                if one is None:
                    del rest[key]
                else:
                    rest[key] = one
                yield rest


#: What a device shows below other keys than it is sent: that is seen in the
#: engine, where a device shows it.
ELSEWHERE = {
    'certificate',
    'client_profiles',
    'clone_pools',
    'full_template',
    'persistence_profile',
    'policies',
    'private_key',
    'profiles',
    'server_profiles',
}


@every_property
def test_what_a_device_shows_is_no_drift(kind, name):
    prop, groups = groups_of(kind, name)
    if kind in NO_OBJECTS or name in ELSEWHERE or prop.wire is None:
        return
    tried = 0
    for group in groups:
        for body in shown(wire(kind, **{name: group[0]})):
            for form in group:
                tried += 1
                assert not list(
                    prop.differences(name, form, prop.read(body), PLACE)
                ), (form, body)
        others = [other[0] for other in groups if other is not group]
        body = wire(kind, **{name: group[0]})
        if schema.has_secret(prop):
            continue
        # Of a map the parts that are given are compared alone.
        if schema.is_nested(prop) or isinstance(prop, schema.Subcollection):
            continue
        for other in others:
            assert list(
                prop.differences(name, other, prop.read(body), PLACE)
            ), (other, body)
    assert tried


@pytest.mark.parametrize(
    'kind, name',
    [
        (kind, name)
        for kind, name in EVERY
        if schema.has_secret(TYPES[kind].properties_schema[name])
    ],
)
def test_a_seal_fits_in_every_form(kind, name):
    """At any depth, beside whatever other parts a value has."""
    prop, groups = groups_of(kind, name)

    def seal(secret):
        text = hashlib.sha256(str(secret).encode()).hexdigest()
        return 'hidden:' + text[:32]

    for group in groups:
        stored = [schema.seal(prop, form, seal) for form in group]
        for one, other in itertools.product(stored, repeat=2):
            assert schema.same(prop, one, other, PLACE), (one, other)
    for one, other in itertools.permutations(groups, 2):
        assert not schema.same(
            prop,
            schema.seal(prop, one[0], seal),
            schema.seal(prop, other[0], seal),
            PLACE,
        )


# Route domains.

ADDRESSES = {
    schema.IPAddress: '{0}',
    schema.IPNetwork: '{0}/32',
    listener.Ip: '{0}',
    snat_pool.Translation: '{0}',
    target.Destination: '{0}:80',
}
#: Those for which there is no route domain: a mask of addresses.
MASKS = {'mask'}
ADDRESSED = [
    (kind, where, prop)
    for kind, name in EVERY
    if kind not in NO_OBJECTS
    for where, prop in forms.named(name, TYPES[kind].properties_schema[name])
    if type(prop) in ADDRESSES and name not in MASKS
]


@pytest.mark.parametrize(
    'kind, where, prop',
    ADDRESSED,
    ids=['%s-%s' % (kind, where) for kind, where, _ in ADDRESSED],
)
def test_a_partition_has_a_default_route_domain(kind, where, prop):
    """There 0 is another one, and an address is in the default one."""
    form = ADDRESSES[type(prop)]
    plain, nine, zero = (
        form.format('192.0.2.1' + end) for end in ('', '%9', '%0')
    )
    nine_there = schema.OwnFolder('/web', lambda: 9)
    place = schema.Place(nine_there)
    assert schema.same(prop, plain, nine, place)
    assert not schema.same(prop, plain, zero, place)
    assert not schema.recreates(prop, plain, nine, place)
    assert schema.same(prop, plain, zero, PLACE)
    assert not schema.same(prop, plain, nine, PLACE)
    # A device leaves the default one out, or not; it shows paths in full.
    folder = '/web/' if type(prop) is snat_pool.Translation else ''
    for shown in (folder + plain, folder + nine):
        for wanted in (plain, nine):
            assert not list(prop.differences('a', wanted, shown, place))
        assert list(prop.differences('a', zero, shown, place))
    if prop.wire is not None:
        assert '%0' in str(prop.encode(zero, nine_there))
        assert '%' not in str(prop.encode(zero, '/Common'))
        assert '%' not in str(prop.encode(plain, nine_there))


def test_what_says_no_route_domain_asks_for_none():
    asked = []
    folder = schema.OwnFolder('/web', lambda: asked.append('') or 9)
    place = schema.Place(folder)
    for _, _, prop in ADDRESSED:
        value = ADDRESSES[type(prop)].format('192.0.2.1')
        prop.canonical(value, place)
        prop.encode(value, folder)
    assert asked == []
    prop.canonical(value.replace('.1', '.1%9'), place)
    prop.canonical(value.replace('.1', '.1%9'), place)
    assert asked == ['']
