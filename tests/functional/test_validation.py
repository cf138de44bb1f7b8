# SPDX-License-Identifier: Apache-2.0

"""What Heat refuses before a device is asked, and what the author reads."""

import re

import pytest
from heat.engine import support
from heatclient import exc as heat_exc

from f5_heat.plugin import resource_types

#: Those that Heat shows: it hides the other names of a type.
TYPES = sorted(
    name
    for name, found in resource_types.resource_mapping().items()
    if found.support_status.status != support.HIDDEN
)

POOL = 'F5::LTM::Pool'
SERVER = {'type': 'F5::LTM::VirtualServer', 'ip': '192.0.2.1', 'port': 80}
TEMPLATE = {
    'type': 'F5::Sys::iAppCompositeTemplate',
    'name': 'a',
    'partition': 'Common',
    'presentation': 'section a {}',
}
SERVICE = {
    'type': 'F5::Sys::iAppService',
    'name': 'a',
    'partition': 'Common',
    'template_name': 'a',
}

#: Texts of which one violates a pattern: the other is a name that marks use.
WRONG = ('?!', 'f5_heat')

#: Properties (and the type, a pool unless said otherwise), where the author
#: is sent to look, and what is said there.
TABLE = [
    ({'bad_extra_prop': 1}, '', 'Unknown Property bad_extra_prop'),
    (
        {
            'members': [
                {'member_ip': '192.0.2.1', 'member_port': 80},
                {'member_ip': '192.0.2.2'},
            ]
        },
        'members[1]',
        'Property member_port not assigned',
    ),
    (TEMPLATE, '', 'Property implementation not assigned'),
    (
        {
            'members': [
                {'member_ip': '192.0.2.1', 'member_port': 80},
                {'member_ip': '192.0.2.2', 'member_port': 65536},
            ]
        },
        'members[1].member_port',
        '"65536" is not a port from 0 to 65535, or any',
    ),
    (
        {'members': [{'member_ip': '192.0.2.256', 'member_port': 80}]},
        'members[0].member_ip',
        '"192.0.2.256" is not an IPv4 or IPv6 address, with %ID behind it for '
        'a route domain',
    ),
    (
        {
            'members': [
                {'member_ip': '192.0.2.1', 'member_port': 80, 'weight': 1}
            ]
        },
        'members[0]',
        'Unknown Property weight',
    ),
    (
        {
            'members': [
                {'member_ip': '192.0.2.1', 'member_port': 80, 'ratio': 0}
            ]
        },
        'members[0].ratio',
        '0 is out of range (min: 1, max: 100)',
    ),
    (
        {
            'members': [
                {
                    'member_ip': '192.0.2.1',
                    'member_port': 80,
                    'admin_state': 'down',
                }
            ]
        },
        'members[0].admin_state',
        '"down" is not an allowed value [enabled, disabled, forced_offline]',
    ),
    ({'members': '192.0.2.1:80'}, 'members', 'is not a list'),
    (
        {'slow_ramp_time': 901},
        'slow_ramp_time',
        '901 is out of range (min: 0, max: 900)',
    ),
    (
        {'slow_ramp_time': 'slow'},
        'slow_ramp_time',
        "Value 'slow' is not an integer",
    ),
    ({'allow_nat': 'perhaps'}, 'allow_nat', 'is not a valid boolean'),
    ({'min_monitors': 64}, 'min_monitors', 'out of range (min: 1, max: 63)'),
    (
        {'load_balancing_mode': 'leastconnection'},
        'load_balancing_mode',
        'least-connections-member',
    ),
    (
        {'service_down_action': 'explode'},
        'service_down_action',
        'none, reset, drop, reselect or reject',
    ),
    (
        {'ip_tos_to_client': 256},
        'ip_tos_to_client',
        '"256" is not a number from 0 to 255 or pass-through or mimic',
    ),
    ({'name': 'a/b'}, 'name', '"a/b" is not a name of letters, digits'),
    ({'name': 'web '}, 'name', 'without blanks at its ends'),
    (
        {'partition': 'a b'},
        'partition',
        '"a b" is not the name of a partition, or the path of a folder in one',
    ),
    (
        {'type': 'F5::LTM::VirtualServer', 'ip': '192.0.2.1'},
        'port',
        'Property port not assigned',
    ),
    (
        {'type': 'F5::LTM::VirtualServer', 'port': 80},
        'ip',
        'Property ip not assigned',
    ),
    (
        {**SERVER, 'port': 65536},
        'port',
        '"65536" is not a port from 0 to 65535, or any',
    ),
    ({**SERVER, 'ip': '192.0.2.1/33'}, 'ip', 'an IPv4 or IPv6 address'),
    (
        {**SERVER, 'source': '192.0.2.1'},
        'source',
        'an address with a prefix length, such as 192.0.2.0/24',
    ),
    (
        {**SERVER, 'source': '2001:db8::/64'},
        'source',
        'The source 2001:db8::/64 and the ip 192.0.2.1 have to be of the same '
        'family, IPv4 or IPv6',
    ),
    (
        {
            'type': 'F5::LTM::Monitor::HTTP',
            'name': 'a',
            'defaults_from': '/Common/a',
        },
        'defaults_from',
        'A monitor cannot take its defaults from itself',
    ),
    (
        {**SERVER, 'clone_pools': [{'name': 'a', 'context': 'both'}]},
        'clone_pools[0].context',
        '[clientside, serverside]',
    ),
    (
        {'type': 'F5::LTM::Node', 'address': '192.0.2'},
        'address',
        '"192.0.2" is not an IPv4 or IPv6 address',
    ),
    (
        {'type': 'F5::LTM::Node'},
        'address',
        'Give either the address or the fqdn of a node',
    ),
    (
        {'type': 'F5::LTM::Node', 'fqdn': {'address_family': 'ipv4'}},
        'fqdn',
        'Property name not assigned',
    ),
    (
        {
            'type': 'F5::LTM::Node',
            'fqdn': {'name': 'a.example', 'interval': 'daily'},
        },
        'fqdn.interval',
        'is not a number from 0 to 4294967295 or ttl',
    ),
    (
        {'type': 'F5::LTM::PoolMember', 'pool': 'web', 'port': 80},
        'address',
        'Give the address, the fqdn or the node of a member',
    ),
    (
        {'type': 'F5::LTM::SnatPool', 'members': []},
        'members',
        'out of range (min: 1, max: ',
    ),
    (
        {'type': 'F5::LTM::Monitor::HTTP', 'interval': 5, 'timeout': 5},
        'timeout',
        'The timeout, 5 seconds, has to be longer than the interval, 5 '
        'seconds',
    ),
    (
        {'type': 'F5::LTM::Monitor::HTTP', 'interval': 0},
        'interval',
        '0 is out of range (min: 1, max: 86400)',
    ),
    (
        {'type': 'F5::LTM::Monitor::TCP', 'destination': '192.0.2.1:0'},
        'destination',
        '*:*, *:PORT or ADDRESS:PORT',
    ),
    (
        {'type': 'F5::LTM::Monitor::HTTP', 'reverse': True},
        'reverse',
        'A monitor with reverse needs the property receive',
    ),
    (
        {
            'type': 'F5::LTM::Monitor::HTTP',
            'reverse': True,
            'receive': 'x',
            'time_until_up': 20,
        },
        'reverse',
        'A monitor with reverse cannot have time_until_up',
    ),
    (
        {
            'type': 'F5::LTM::VirtualAddress',
            'address': '192.0.2.7',
            'spanning': True,
        },
        'spanning',
        'An address that spans several devices cannot have arp',
    ),
    (
        {'type': 'F5::LTM::Persistence::Cookie', 'expiration': 'tomorrow'},
        'expiration',
        '0, or DAYS:HOURS:MINUTES:SECONDS',
    ),
    (
        {
            'type': 'F5::LTM::Profile::ClientSSL',
            'cert': 'default.crt',
            'cert_key_chain': [],
        },
        'cert_key_chain',
        'Give either cert_key_chain, or cert, key, chain and passphrase',
    ),
    (
        {'type': 'F5::Sys::Partition', 'name': 'a', 'route_domain': 65535},
        'route_domain',
        'out of range (min: 0, max: 65534)',
    ),
    (
        {
            'type': 'F5::Sys::Partition',
            'name': 'a',
            'subpath': '/Common',
            'route_domain': 1,
        },
        'route_domain',
        'A folder has no route domain of its own',
    ),
    (
        {'type': 'F5::Sys::Partition', 'name': '/Common', 'description': ''},
        'description',
        'The partition Common is there without this resource',
    ),
    (
        {
            **TEMPLATE,
            'implementation': 'return',
            'role_acl': ['admin'],
            'role-acl': ['admin'],
        },
        'role_acl',
        'Give either role_acl or role-acl',
    ),
    (
        {**SERVICE, 'variables': '[{"name": '},
        'variables',
        'The text of variables is not valid JSON',
    ),
    (
        {**SERVICE, 'tables': [{'rows': []}]},
        'tables',
        'has to be a list of maps, each with a name',
    ),
    (
        {
            'type': 'F5::BigIP::Device',
            'ip': 'a',
            'username': 'a',
            'password': 'a',
            'port': 0,
        },
        'port',
        '0 is out of range (min: 1, max: 65535)',
    ),
    (
        {
            'type': 'F5::BigIP::Device',
            'ip': 'a',
            'username': 'a',
            'password': 'a',
            'auth_type': 'kerberos',
        },
        'auth_type',
        '[token, basic]',
    ),
]


def template(type_name, properties):
    return {
        'heat_template_version': '2021-04-16',
        'resources': {'pool': {'type': type_name, 'properties': properties}},
    }


def refusal(act, type_name, properties):
    """What the author of a template with one resource is told."""
    with pytest.raises(heat_exc.HTTPBadRequest) as caught:
        act(stack_name='refused', template=template(type_name, properties))
    return str(caught.value).replace('"', '').splitlines()[0]


def at(path):
    return 'Property error: resources.pool.properties%s: ' % (
        '.' + path if path else ''
    )


@pytest.mark.parametrize(
    'given, path, words',
    TABLE,
    ids=[
        ' '.join((given.get('type', POOL).removeprefix('F5::'), path or words))
        for given, path, words in TABLE
    ],
)
def test_refused(given, path, words, cloud):
    properties = dict(given)
    type_name = properties.pop('type', POOL)
    cloud.control.clear()
    said = refusal(cloud.heat.stacks.preview, type_name, properties)
    assert at(path) in said
    assert words.replace('"', '') in said
    assert cloud.control.requests() == []


def test_create_and_update_refuse_what_preview_refuses(cloud, stack):
    bad = {'slow_ramp_time': 901}
    said = refusal(cloud.heat.stacks.preview, POOL, bad)
    assert refusal(cloud.heat.stacks.create, POOL, bad) == said
    stack.create(template(POOL, {}))
    with pytest.raises(heat_exc.HTTPBadRequest) as caught:
        cloud.heat.stacks.update(stack.id, template=template(POOL, bad))
    assert str(caught.value).splitlines()[0] == said
    assert stack.show().stack_status == 'CREATE_COMPLETE'


@pytest.mark.parametrize('type_name', TYPES)
def test_each_constraint_is_checked(type_name, cloud):
    """Properties outside their constraints are refused, one by one.

    What is expected is what Heat shows of the type to its users.
    """
    shown = cloud.heat.resource_types.get(type_name)['properties']
    for path, wrong, constraint in violations(shown):
        properties = needed(shown) | wrong
        said = refusal(cloud.heat.stacks.preview, type_name, properties)
        assert at(path) in said
        for word in right(constraint):
            assert word in said


def violations(shown, path=''):
    """Path, properties and constraint for each that can be violated."""
    for name, schema in shown.items():
        for inner, value, constraint in wrong_values(schema):
            yield name + inner, {name: value}, constraint


def wrong_values(schema):
    for constraint in schema.get('constraints', ()):
        yield '', violation(constraint, schema), constraint
    inside = schema.get('schema', {})
    if schema['type'] == 'map':
        for path, value, constraint in violations(inside):
            yield '.' + path, needed(inside) | value, constraint
    elif '*' in inside:
        for path, value, constraint in wrong_values(inside['*']):
            yield '[0]' + path, [value], constraint


def violation(constraint, schema):
    if 'range' in constraint:
        ends = constraint['range']
        return ends['max'] + 1 if 'max' in ends else ends['min'] - 1
    if schema['type'] != 'list':
        pattern = constraint.get('allowed_pattern', '')
        return next(text for text in WRONG if not re.fullmatch(pattern, text))
    if 'length' not in constraint:
        return [['?!']]
    if 'min' in constraint['length']:
        return []
    return [valid(schema['schema']['*'])] * (constraint['length']['max'] + 1)


def right(constraint):
    """The words that say what would be right."""
    if 'description' in constraint:
        yield constraint['description']
        return
    for kind, allowed in constraint.items():
        if kind in ('range', 'length'):
            for end, number in allowed.items():
                yield '%s: %d' % (end, number)
        elif kind == 'allowed_values':
            yield ', '.join(map(str, allowed))
        else:
            yield allowed


def needed(shown):
    """The smallest properties that are valid as far as schemas say."""
    return {
        name: valid(schema)
        for name, schema in shown.items()
        if schema['required']
    }


def valid(schema):
    constraints = {
        kind: allowed
        for constraint in schema.get('constraints', ())
        for kind, allowed in constraint.items()
    }
    if 'allowed_values' in constraints:
        return constraints['allowed_values'][0]
    if schema['type'] == 'list':
        return [valid(schema['schema']['*'])] * constraints.get(
            'length', {}
        ).get('min', 1)
    if schema['type'] == 'map':
        return needed(schema['schema'])
    if schema['type'] == 'integer':
        return constraints.get('range', {}).get('min', 1)
    return {
        'address': '192.0.2.1',
        'network': '192.0.2.1/24',
        'port': '80',
    }.get(next(iter(constraints), None), 'a')


@pytest.mark.parametrize(
    'reference, meant',
    [
        ('labb', 'lab or lab2'),
        ('LAB2', 'lab2 or lab'),
        ('box', '{get_resource: box}'),
        ('zebra', None),
    ],
)
def test_a_device_that_is_meant(cloud, reference, meant):
    """One of heat.conf with a typing error, or a resource by its name."""
    given = template(POOL, {'bigip_server': reference})
    given['resources']['box'] = {
        'type': 'F5::BigIP::Device',
        'properties': {'ip': '192.0.2.1', 'username': 'a', 'password': 'b'},
    }
    with pytest.raises(heat_exc.HTTPBadRequest) as caught:
        cloud.heat.stacks.preview(stack_name='refused', template=given)
    said = str(caught.value)
    assert 'bigip_server: %s is neither an F5::BigIP::Device' % reference in (
        said
    )
    question = re.search(r'Did you mean (.*)\?', said)
    if meant is None:
        assert question is None
    else:
        assert set(question[1].split(' or ')) == set(meant.split(' or '))
