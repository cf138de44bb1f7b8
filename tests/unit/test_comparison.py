# SPDX-License-Identifier: Apache-2.0

"""Which values of each kind of property are the same, wherever they stand."""

import itertools

import pytest

from f5_heat.engine import schema
from f5_heat.engine.schema import leaves
from f5_heat.plugin import resource_types
from f5_heat.resources.ltm import health
from f5_heat.resources.ltm import inheritance
from f5_heat.resources.ltm import irule
from f5_heat.resources.ltm import listener
from f5_heat.resources.ltm import member
from f5_heat.resources.ltm import persistence
from f5_heat.resources.ltm import pool
from f5_heat.resources.ltm import snat_pool
from f5_heat.resources.ltm import target
from f5_heat.resources.ltm import virtual_address
from f5_heat.resources.ltm.profile import client_ssl
from f5_heat.resources.ltm.profile import tls
from f5_heat.resources.sys import answers
from f5_heat.resources.sys import iapp_full_template
from f5_heat.resources.sys import iapp_service
from f5_heat.resources.sys import pairs
from tests.functional import contract

PLACE = schema.Place('/web')
DOMAIN = schema.Place('/web', route_domain=7)

#: Of each class that the types use: a property, values that mean the same,
#: and values of which no two do.
FORMS = {
    schema.String: (schema.String('A.', 'a'), ['a', ' a\n'], ['a', 'A', '']),
    schema.Number: (
        schema.Number('A.', 'a', zero='disabled'),
        ['0', '00', 'disabled'],
        ['0', '10', 'indefinite'],
    ),
    schema.Script: (
        schema.Script('A.', 'a'),
        ['a\nb', 'a \r\nb\n'],
        ['a', 'b', 'ab', 'a\n\nb'],
    ),
    schema.Choice: (
        schema.Choice(
            'A.', 'a', choices=['none', 'reset'], synonyms={'reject': 'reset'}
        ),
        ['reset', 'Reject', 'RESET'],
        ['none', 'reset'],
    ),
    schema.Integer: (schema.Integer('A.', 'a'), [1, 1], [0, 1, 2, 'auto']),
    schema.Boolean: (
        schema.Boolean('A.', 'a'),
        [True, 'enabled'],
        [True, False, 'selective'],
    ),
    schema.Switch: (schema.Switch('A.'), [False, False], [True, False]),
    schema.Reference: (
        schema.Reference('A.', 'a'),
        ['a', ' a'],
        ['a', '/web/a', '/Common/a', ''],
    ),
    schema.IPAddress: (
        schema.IPAddress('A.', 'a'),
        ['::', 'any6', '0::0%0'],
        ['::', '0.0.0.0', '::%1', '*'],
    ),
    schema.IPNetwork: (
        schema.IPNetwork('A.', 'a'),
        ['2001:DB8::/32', '2001:db8:0::%0/32'],
        ['2001:db8::/32', '2001:db8::/33', '192.0.2.0/32'],
    ),
    schema.ServicePort: (
        schema.ServicePort('A.', 'a'),
        ['0', 'any', '00'],
        ['0', '80'],
    ),
    schema.List: (
        schema.List('A.', 'a', schema=schema.Boolean('A.')),
        [[True, 'disabled'], ['enabled', False]],
        [[True, False], [False, True], [True], []],
    ),
    schema.References: (
        schema.References('A.', 'a', ordered=False),
        [['a', '/web/b', 'a'], ['a', 'a', '/web/b']],
        [['a', 'a'], ['a'], ['/web/a'], ['a', 'b'], []],
    ),
    schema.Map: (
        schema.Map(
            'A.',
            'a',
            schema={
                'a': schema.IPAddress('A.', 'a'),
                'b': schema.Integer('A.', 'b', unset=5),
                'c': schema.Map(
                    'A.', 'c', schema={'d': schema.String('A.', 'd')}
                ),
            },
        ),
        [
            {'a': '192.0.2.1', 'b': 5},
            {'a': '192.0.2.1%0', 'c': {'d': ''}},
            {'a': '192.0.2.1', 'b': None, 'c': None},
        ],
        [{}, {'a': '192.0.2.1'}, {'b': 6}, {'c': {'d': 'x'}}],
    ),
    schema.Metadata: (
        schema.Metadata('A.'),
        [
            [{'name': 'a', 'value': 'b'}, {'name': 'c'}],
            [{'name': 'c', 'persist': True}, {'name': 'a', 'value': 'b '}],
        ],
        [[{'name': 'a'}], [{'name': 'a', 'persist': False}], []],
    ),
    health.Monitors: (
        health.Monitors('A.', none='default'),
        [['a', 'b'], ['b', 'a', 'default']],
        [['a'], ['/Common/a'], ['none'], [], ['a', 'a']],
    ),
    health.MinMonitors: (health.MinMonitors('A.', 'a'), [1, 1], [1, 2]),
    health.AdminState: (
        health.AdminState('a'),
        ['enabled', 'enabled'],
        ['enabled', 'disabled', 'forced_offline'],
    ),
    inheritance.Text: (
        inheritance.Text('A.', 'a'),
        ['none', '', ' '],
        ['', 'a', 'b'],
    ),
    inheritance.Mask: (
        inheritance.Mask('A.', 'a'),
        ['any6', '::', '0:0::'],
        ['none', '::', '255.255.255.0'],
    ),
    inheritance.Strings: (
        inheritance.Strings('A.', 'a'),
        [['a', 'b'], ['b', 'a ']],
        [['a'], ['A'], ['a', 'b'], []],
    ),
    irule.Script: (
        irule.Script('A.', 'a'),
        ['pool a', 'pool a\n'],
        ['pool a', 'pool b'],
    ),
    listener.ClonePool: (
        listener.ClonePool('A.', 'a', schema={'name': schema.Reference('A.')}),
        [{'name': 'a'}, {'name': 'a '}],
        [{'name': 'a'}, {'name': '/web/a'}],
    ),
    listener.Ip: (
        listener.Ip('A.'),
        ['::1', '/web/0::1%0'],
        ['::1', '::1/128', '::1/64', '/Common/::1', '192.0.2.1'],
    ),
    listener.Persistence: (
        listener.Persistence('A.'),
        ['', 'none'],
        ['a', '/web/a', ''],
    ),
    listener.Policies: (
        listener.Policies('A.', 'a', ordered=False),
        [['a', 'b'], ['b', 'a']],
        [['a'], ['b'], []],
    ),
    listener.Profiles: (
        listener.Profiles('client_profiles', 'A.'),
        [
            ['a', {'name': 'b', 'context': 'server'}],
            [
                {'name': 'b', 'context': 'serverside'},
                {'name': 'a', 'context': 'clientside'},
            ],
        ],
        [['a'], ['/web/a'], [{'name': 'a', 'context': 'all'}], []],
    ),
    listener.Snat: (
        listener.Snat(),
        ['automap', 'automap'],
        ['automap', 'none', 'a', '/web/a'],
    ),
    listener.Type: (
        listener.Type(),
        ['standard', 'standard'],
        ['standard', 'reject'],
    ),
    listener.Vlans: (
        listener.Vlans('A.', 'vlans', ordered=False),
        [['a', 'b'], ['b', 'a']],
        [['a'], ['none'], []],
    ),
    listener.VlansDisabled: (
        listener.VlansDisabled('A.', unset=False),
        [None, False],
        [True, False],
    ),
    member.Encapsulation: (
        member.Encapsulation('A.', 'a'),
        ['', 'none'],
        ['a', ''],
    ),
    target.Destination: (
        target.Destination('A.', 'a'),
        ['[2001:DB8::1]:80', '2001:db8::1.80'],
        ['*:*', '*:80', '192.0.2.1:80', '192.0.2.1:81'],
    ),
    persistence.Expiration: (
        persistence.Expiration('A.', 'a'),
        ['1:0:0:0', '24:0:0', '86400'],
        ['0', '1', '1:0'],
    ),
    pool.Members: (
        pool.Members(),
        [
            [
                {'member_ip': '2001:DB8::1', 'member_port': '0', 'ratio': 1},
                {'member_ip': '192.0.2.1', 'member_port': '80'},
            ],
            [
                {'member_ip': '192.0.2.1%0', 'member_port': '080'},
                {'member_ip': '2001:db8::1', 'member_port': 'any'},
            ],
        ],
        [
            [],
            [{'member_ip': '192.0.2.1', 'member_port': '80'}],
            [{'member_ip': '192.0.2.1', 'member_port': '81'}],
            [{'member_ip': '192.0.2.1', 'member_port': '80', 'ratio': 2}],
        ],
    ),
    client_ssl.CertKeyChain: (
        client_ssl.CertKeyChain(),
        [
            [{'cert': 'a.crt', 'key': 'a.key'}],
            [{'name': 'a', 'cert': 'a.crt', 'key': 'a.key', 'chain': 'none'}],
        ],
        [
            [],
            [{'cert': 'a.crt', 'key': 'a.key'}],
            [{'cert': 'a.crt', 'key': 'b.key'}],
            [{'cert': 'a.crt', 'key': 'a.key', 'chain': 'c.crt'}],
        ],
    ),
    tls.Options: (
        tls.Options('A.', 'a'),
        [['a', 'b'], ['b', 'a']],
        [['a'], []],
    ),
    snat_pool.Translation: (
        snat_pool.Translation('A.', 'a'),
        ['2001:DB8::1', '2001:db8:0::1%0'],
        ['192.0.2.1', '/web/192.0.2.1', 'a'],
    ),
    virtual_address.Mask: (
        virtual_address.Mask('A.', 'a'),
        ['', '255.255.255.255', ':'.join(['FFFF'] * 8)],
        ['', '255.255.255.0', 'ffff::'],
    ),
    virtual_address.TrafficGroup: (
        virtual_address.TrafficGroup('A.', 'a'),
        ['a', '/Common/a'],
        ['a', 'b'],
    ),
    answers.Variables: (
        answers.Variables('A.', 'variables'),
        [
            {'a': 'b', 'c': True},
            '[{"name": "a", "value": "b"}, {"name": "c", "value": "yes"}]',
        ],
        [{}, {'a': 'b'}, {'a': 'c'}, '[', '{"a": ["b"]}'],
    ),
    answers.Lists: (
        answers.Lists('A.', 'lists'),
        [{'a': ['b', 1]}, '[{"name": "a", "value": ["b", "1"]}]'],
        [{}, {'a': ['b', 'c']}, {'a': ['c', 'b']}],
    ),
    answers.Tables: (
        answers.Tables('A.', 'tables'),
        [
            {'a': [{'b': 'c'}]},
            '[{"name": "a", "columnNames": ["b"], "rows": [["c"]]}]',
        ],
        [{}, {'a': [{'b': 'c'}]}, {'a': [{'b': 'd'}]}],
    ),
    iapp_full_template.TemplateText: (
        iapp_full_template.TemplateText(schema.Property.STRING, 'A.'),
        ['a', 'a'],
        ['a', 'b'],
    ),
    iapp_service.Inheritable: (
        iapp_service.Inheritable('A.', 'a', 'b', to=''),
        ['a', '/Common/a'],
        ['a', 'b', ''],
    ),
    pairs.PEM: (
        pairs.PEM('A.', 'a'),
        ['a', 'a\n', pairs.PEM.checksum('a')],
        ['a', 'b', ''],
    ),
    # Those that one type alone has.
    **contract.FORMS,
}


def in_nothing(prop):
    return prop, lambda value: value


def in_a_map(prop):
    return (
        schema.Map('A.', 'x', schema={'y': prop}),
        lambda value: {'y': value},
    )


def in_a_list(prop):
    return schema.List('A.', 'x', schema=prop), lambda value: [value]


def in_an_unordered_list(prop):
    return (
        schema.List('A.', 'x', schema=prop, ordered=False),
        lambda value: [value],
    )


def in_maps_in_a_list(prop):
    item, value_of = in_a_map(prop)
    outer, list_of = in_an_unordered_list(item)
    return outer, lambda value: list_of(value_of(value))


def in_a_list_in_a_map(prop):
    inner, list_of = in_a_list(prop)
    outer, value_of = in_a_map(inner)
    return outer, lambda value: value_of(list_of(value))


NESTINGS = [
    in_nothing,
    in_a_map,
    in_a_list,
    in_an_unordered_list,
    in_maps_in_a_list,
    in_a_list_in_a_map,
]

every_form = pytest.mark.parametrize(
    'kind', FORMS, ids=lambda kind: kind.__name__
)
everywhere = pytest.mark.parametrize(
    'nesting', NESTINGS, ids=lambda nesting: nesting.__name__
)


def used():
    """The properties of all types, and those inside them."""
    for kind in resource_types.resource_mapping().values():
        for prop in kind.properties_schema.values():
            yield from leaves.within(prop)


def test_every_class_of_a_property_has_its_forms():
    assert {type(prop) for prop in used()} <= set(FORMS)


@every_form
@everywhere
def test_the_same(kind, nesting):
    prop, same, _ = FORMS[kind]
    prop, nested = nesting(prop)
    for pair in itertools.product(map(nested, same), repeat=2):
        assert schema.same(prop, *pair, PLACE), pair
        assert schema.same(prop, prop.fill(*pair, PLACE), pair[0], PLACE)


@every_form
@everywhere
def test_not_the_same(kind, nesting):
    prop, _, different = FORMS[kind]
    prop, nested = nesting(prop)
    for pair in itertools.permutations(map(nested, different), 2):
        assert not schema.same(prop, *pair, PLACE), pair
        assert schema.same(prop, prop.fill(*pair, PLACE), pair[1], PLACE)


@every_form
@everywhere
def test_what_is_not_given_is_the_value_that_it_means(kind, nesting):
    prop, same, _ = FORMS[kind]
    if prop.unset is schema.INHERITED:
        with_parent = PLACE.moved(parent=lambda: same[0])
        assert all(schema.same(prop, None, one, with_parent) for one in same)
        assert not schema.same(prop, None, same[0], PLACE)
        return
    prop, nested = nesting(prop)
    meant = FORMS[kind][0].unset
    assert schema.same(prop, nested(None), nested(meant), PLACE)
    if meant is not None:
        adopted = PLACE.moved(adopted=True)
        assert not schema.same(prop, nested(None), nested(meant), adopted)


@every_form
@pytest.mark.parametrize('update_allowed', [True, False])
def test_only_what_differs_needs_recreation(kind, update_allowed):
    part, same, different = FORMS[kind]
    prop = schema.Map('A.', schema={'y': part}, update_allowed=update_allowed)
    is_fixed = not (update_allowed and part.update_allowed)
    for one, other in itertools.product(same, repeat=2):
        assert not schema.recreates(prop, {'y': one}, {'y': other}, PLACE)
    for one, other in itertools.permutations(different, 2):
        assert is_fixed == schema.recreates(
            prop, {'y': one}, {'y': other}, PLACE
        )


@pytest.mark.parametrize('shown', ['/web/a', '/Common/a', 'a'])
@pytest.mark.parametrize(
    'prop, value_of',
    [
        (schema.Reference('A.', 'a'), str),
        (listener.Snat(), str),
        (schema.References('A.', 'a'), lambda name: [name]),
        (
            schema.References('A.', 'a', ordered=False),
            lambda name: ['/Common/b', name],
        ),
        (
            listener.Profiles('profiles', 'A.'),
            lambda name: [{'name': name, 'context': 'all'}],
        ),
        (
            schema.List(
                'A.',
                'a',
                schema=schema.Map(
                    'A.', schema={'b': schema.Reference('A.', 'b')}
                ),
            ),
            lambda name: [{'b': name}],
        ),
    ],
)
def test_a_device_knows_what_a_bare_name_stands_for(prop, value_of, shown):
    assert schema.fits(prop, value_of('a'), value_of(shown), PLACE)
    assert not schema.fits(prop, value_of('b'), value_of(shown), PLACE)
    # What says no partition is shown so by some versions.
    path = '/Common/a' if shown == 'a' else shown
    assert schema.fits(prop, value_of(path), value_of(shown), PLACE)
    other = {'/web/a': '/Common/a', '/Common/a': '/web/a'}[path]
    assert not schema.fits(prop, value_of(other), value_of(shown), PLACE)


def test_the_default_route_domain_is_that_of_the_place():
    address = schema.IPAddress('A.', 'a')
    for prop, end in [
        (address, ''),
        (listener.Ip('A.'), ''),
        (schema.IPNetwork('A.', 'a'), '/24'),
    ]:
        plain, own, other = (
            '192.0.2.0%s%s' % (domain, end) for domain in ('', '%7', '%8')
        )
        assert schema.same(prop, plain, own, DOMAIN)
        assert not schema.same(prop, plain, own, PLACE)
        assert not schema.same(prop, plain, other, DOMAIN)
        assert list(prop.differences('a', own, plain, DOMAIN)) == []


def test_a_device_shows_no_secret_in_a_list():
    prop = client_ssl.CertKeyChain()
    entry = {'cert': '/web/a.crt', 'key': '/web/a.key'}
    wanted = [{**entry, 'passphrase': 'x'}]
    assert schema.fits(prop, wanted, [{**entry, 'name': 'a'}], PLACE)
    assert not schema.same(prop, wanted, [entry], PLACE)


def test_an_item_says_what_each_part_means_that_it_leaves_out():
    for prop in used():
        item = getattr(prop, 'item', None)
        for name, part in ((item and item.schema) or {}).items():
            assert (
                part.required
                or part.secret
                or (
                    part.unset not in (None, schema.INHERITED)
                    # The period is no part of an object.
                    or part.wire is None
                )
            ), name


def test_a_long_list_takes_a_look_at_each_item():
    looks = []

    class Counting(schema.Reference):
        def canonical(self, value, place):
            looks.append(value)
            return super().canonical(value, place)

    prop = schema.List('A.', 'a', schema=Counting('A.'), ordered=False)
    items = ['/web/%d' % number for number in range(1000)]
    assert schema.fits(prop, items, items[::-1], PLACE)
    assert len(looks) == 2 * len(items)
