# SPDX-License-Identifier: Apache-2.0

"""What a refusal of an unknown property says that is meant."""

import re

import pytest
from heat.common import context
from heat.common import exception
from heat.engine import clients
from heat.engine import environment
from heat.engine import resources as heat_resources
from heat.engine import stack
from heat.engine import template

from f5_heat import config
from f5_heat.engine.validation import suggestions
from f5_heat.plugin import resource_types

POOL = 'F5::LTM::Pool'
MEMBER = 'F5::LTM::PoolMember'
SERVER = 'F5::LTM::VirtualServer'


@pytest.fixture(scope='module')
def refusal():
    """A function that says why Heat refuses properties of a type."""
    clients.initialise()
    ours = environment.Environment({}, user_env=False)
    for name, kind in resource_types.resource_mapping().items():
        ours.register_class(name, kind)
    before, heat_resources._environment = heat_resources._environment, ours

    def refusal(kind, properties):
        # As Heat does for "openstack orchestration template validate".
        of = stack.Stack(
            context.RequestContext(is_admin=False),
            'tested',
            template.Template(
                {
                    'heat_template_version': '2021-04-16',
                    'resources': {
                        'it': {'type': kind, 'properties': properties}
                    },
                }
            ),
            strict_validate=False,
        )
        with pytest.raises(exception.StackValidationFailed) as refused:
            of.validate(validate_res_tmpl_only=True)
        return str(refused.value)

    yield refusal
    heat_resources._environment = before


def schemata(schema, path=()):
    """Yield the path and the schemas of each map of properties in one."""
    yield path, schema
    for name, prop in schema.items():
        if not prop.schema:
            continue
        for key, below in prop.schema.items():
            if prop.type == prop.LIST:
                if below.schema and below.type == below.MAP:
                    yield from schemata(dict(below.schema), (*path, name, 0))
            elif key == next(iter(prop.schema)):
                yield from schemata(dict(prop.schema), (*path, name))


KINDS = [
    pytest.param(name, id=name)
    for name, kind in resource_types.resource_mapping().items()
]


def spelled(key):
    """The key of JSON as iControl REST, tmsh and Ansible spell it."""
    kebab = re.sub('([A-Z])', r'-\1', key).lower()
    return key, kebab, kebab.replace('-', '_')


@pytest.mark.parametrize('name', KINDS)
def test_the_words_of_the_device_are_known(name):
    """Each key of each property, wherever it lies, in each spelling."""
    kind = resource_types.resource_mapping()[name]
    for path, schemas in schemata(kind.properties_schema):
        taken = {re.sub(r'\W|_', '', own).lower() for own in schemas}
        for own, prop in schemas.items():
            if not isinstance(prop.wire, str):
                continue
            key = prop.wire.rpartition('.')[2]
            for word in spelled(key):
                meant = suggestions.properties(word, schemas)
                if re.sub(r'\W|_', '', word).lower() in taken:
                    # It is the word for another property here.
                    continue
                rivals = {
                    other
                    for other, one in schemas.items()
                    if isinstance(one.wire, str)
                    and one.wire.rpartition('.')[2] == key
                }
                assert len(meant) == 1, (path, own, word)
                assert meant[0] in rivals, (path, own, word)


@pytest.mark.parametrize('name', KINDS)
def test_typing_errors(name):
    """A letter too few or two that changed places, in longer names."""
    kind = resource_types.resource_mapping()[name]
    for path, schemas in schemata(kind.properties_schema):
        for own in schemas:
            if len(own) < 6:
                continue
            for typed in (
                own[:3] + own[4:],
                own[:2] + own[3] + own[2] + own[4:],
                own + 's',
                own.title(),
            ):
                if typed not in schemas:
                    meant = suggestions.properties(typed, schemas)
                    # One has a name in two spellings.
                    assert own.replace('-', '_') in meant, (path, own, typed)
                    assert len(meant) <= 2


def test_every_word_leads_to_a_property():
    """A property that nothing has is no help."""
    there = {
        name
        for kind in resource_types.resource_mapping().values()
        for _, schemas in schemata(kind.properties_schema)
        for name in schemas
    }
    for word, names in suggestions.ELSEWHERE.items():
        assert re.fullmatch('[a-z0-9]+', word), word
        assert set(names) <= there, {*names} - there


@pytest.mark.parametrize(
    'type, word, meant',
    [
        (SERVER, 'pool', 'default_pool'),
        (SERVER, 'rules', 'irules'),
        (SERVER, 'persist', 'persistence_profile'),
        (SERVER, 'source-address-translation', 'snat'),
        (SERVER, 'sourceAddressTranslation', 'snat'),
        (SERVER, 'snatpool', 'snat'),
        (SERVER, 'destination', 'ip'),
        (SERVER, 'vip_address', 'ip'),
        (SERVER, 'address', 'ip'),
        (SERVER, 'protocol_port', 'port'),
        (SERVER, 'protocol', 'ip_protocol'),
        (SERVER, 'default_pool_id', 'default_pool'),
        (SERVER, 'session_persistence', 'persistence_profile'),
        (SERVER, 'enabled', 'admin_state_up'),
        (SERVER, 'max_connections', 'connection_limit'),
        (POOL, 'load_balancing_method', 'load_balancing_mode'),
        (POOL, 'lb_algorithm', 'load_balancing_mode'),
        (POOL, 'lb_method', 'load_balancing_mode'),
        (POOL, 'monitor', 'monitors'),
        (POOL, 'healthmonitor', 'monitors'),
        (POOL, 'tenant', 'partition'),
        (MEMBER, 'ip_address', 'address'),
        (MEMBER, 'protocol_port', 'port'),
        (MEMBER, 'weight', 'ratio'),
        (MEMBER, 'admin_state_up', 'admin_state'),
        (MEMBER, 'pool_name', 'pool'),
        ('F5::LTM::Monitor::HTTP', 'delay', 'interval'),
        ('F5::LTM::Monitor::HTTP', 'url_path', 'send'),
        ('F5::LTM::Monitor::HTTP', 'expected_codes', 'receive'),
        ('F5::LTM::Monitor::HTTP', 'recv', 'receive'),
        ('F5::LTM::Monitor::HTTP', 'parent', 'defaults_from'),
        ('F5::LTM::IRule', 'content', 'definition'),
        ('F5::LTM::VirtualAddress', 'netmask', 'mask'),
        ('F5::Net::VLAN', 'vlan_id', 'tag'),
        ('F5::BigIP::Device', 'user', 'username'),
        ('F5::BigIP::Device', 'host', 'ip'),
    ],
)
def test_the_words_of_others_are_known(type, word, meant):
    kind = resource_types.resource_mapping()[type]
    assert suggestions.properties(word, kind.properties_schema) == [meant]


def test_what_is_like_nothing_is_left_to_heat(refusal):
    said = refusal('F5::LTM::Pool', {'zebra': 1})
    assert said.endswith('Unknown Property zebra')


@pytest.mark.parametrize(
    'given, said',
    [
        (
            {'members': [{'address': '192.0.2.1', 'member_port': 80}]},
            'members[0]: Unknown Property address; did you mean member_ip?',
        ),
        (
            {'members': [{'member_ip': '192.0.2.1', 'port': 80}]},
            'members[0]: Unknown Property port; did you mean member_port?',
        ),
        (
            {'wait_for': {'time_out': 5}},
            'wait_for: Unknown Property time_out; did you mean timeout?',
        ),
        (
            {'discription': 'x'},
            'properties: Unknown Property discription; '
            'did you mean description?',
        ),
    ],
)
def test_where_it_stands(refusal, given, said):
    assert said in refusal('F5::LTM::Pool', given)


@pytest.mark.parametrize(
    'name, question',
    [
        ('labb', ' Did you mean lab?'),
        ('LAB', ' Did you mean lab?'),
        ('rack', ' Did you mean rack-1 or rack-2?'),
        ('zebra', ''),
    ],
)
def test_a_device_like_it(name, question):
    assert config.question(name, ['lab', 'rack-1', 'rack-2']) == question


@pytest.mark.parametrize(
    'path, alike',
    [
        ('/Comon', ['/Common']),
        ('/common', ['/Common']),
        ('/Common/webb', ['/Common/web']),
        # What lies elsewhere is something else.
        ('/tenant/webb', []),
        ('/Common/zebra', []),
    ],
)
def test_an_object_like_it(path, alike):
    there = ['/Common', '/tenant', '/Common/web', '/Common/app/webs']
    assert suggestions.alike(path, there) == alike
