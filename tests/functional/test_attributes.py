# SPDX-License-Identifier: Apache-2.0

"""Attributes are read when somebody asks, and break nothing."""

import pathlib

import pytest

from tests.functional import conftest
from tests.functional import labs
from tests.functional.contract import stacks

POOL = '/Common/attributes_pool'
MEMBER = '/Common/10.6.0.1:80'


@pytest.fixture
def template():
    """A pool with a member and a virtual server, and what they show."""
    resources = {
        'pool': {
            'type': 'F5::LTM::Pool',
            'properties': {'name': 'attributes_pool', 'monitors': ['tcp']},
        },
        'member': {
            'type': 'F5::LTM::PoolMember',
            'properties': {
                'pool': {'get_resource': 'pool'},
                'address': '10.6.0.1',
                'port': 80,
            },
        },
        'virtual': {
            'type': 'F5::LTM::VirtualServer',
            'properties': {
                'name': 'attributes_virtual',
                'ip': '10.6.0.2',
                'port': 80,
                'default_pool': {'get_resource': 'pool'},
            },
        },
        'other': {
            'type': 'F5::LTM::Node',
            'properties': {
                'name': 'attributes_node',
                'address': '10.6.0.3',
                'description': {
                    'list_join': [
                        ' ',
                        [{'get_attr': ['pool', 'availability_state']}, 'once'],
                    ]
                },
            },
        },
    }
    asked = [
        ('pool', 'active_member_count'),
        ('pool', 'availability_state'),
        ('member', 'current_connections'),
        ('member', 'enabled_state'),
        ('virtual', 'current_connections'),
        ('virtual', 'status_reason'),
    ]
    return {
        **stacks.star(resources),
        'outputs': {
            '%s_%s' % (name, attribute): {
                'value': {'get_attr': [name, attribute]}
            }
            for name, attribute in asked
        },
    }


def outputs(stack):
    """The values of all outputs, by name."""
    return {
        one['output_key']: one.get('output_value')
        for one in stack.show().outputs
    }


def attributes(stack, name, *names):
    """The values of attributes, as resource show has them."""
    found = stack.heat.resources.get(
        stack.id, name, with_attr=list(names)
    ).attributes
    return [found[one] for one in names]


def test_never_stale(cloud, stack, template):
    stack.create(template)
    for state, connections in ('up', 7), ('down', 3), ('up', 0):
        cloud.control.set_member_state(POOL, MEMBER, state)
        cloud.control.set_connections(POOL, MEMBER, connections)
        available = 'available' if state == 'up' else 'offline'
        found = outputs(stack)
        assert found['pool_active_member_count'] == (state == 'up')
        assert found['pool_availability_state'] == available
        assert found['member_current_connections'] == connections
        assert found['virtual_current_connections'] == connections
        assert stack.output('member_current_connections') == connections
        assert attributes(
            stack,
            'pool',
            'availability_state',
            'active_member_count',
            'member_count',
        ) == [available, state == 'up', 1]
        assert attributes(stack, 'virtual', 'current_connections') == [
            connections
        ]
    cloud.bigip.patch(
        'ltm/pool/~Common~attributes_pool/members/~Common~10.6.0.1:80',
        json={'session': 'user-disabled', 'state': 'user-up'},
    )
    assert stack.output('member_enabled_state') == 'disabled'
    # An update takes what is there now for the properties of others.
    stack.update(template)
    assert cloud.bigip.read('ltm/node/~Common~attributes_node')[
        'description'
    ].startswith('available once')


def test_what_is_gone_has_none(cloud, stack, template):
    stack.create(template)
    assert (
        cloud.bigip.delete(
            'ltm/virtual/~Common~attributes_virtual'
        ).status_code
        == 200
    )
    assert outputs(stack)['virtual_current_connections'] is None
    assert attributes(stack, 'virtual', 'current_connections') == [None]
    assert attributes(stack, 'virtual', 'full_path') == [
        '/Common/attributes_virtual'
    ]
    assert stack.show().stack_status == 'CREATE_COMPLETE'


@pytest.fixture(scope='module')
def older():
    """A lab with a BIG-IP of 12.1, of which some requests may fail."""
    with labs.start(tmos_version='12.1.2') as running:
        yield conftest.Cloud(running)


def test_a_device_that_does_not_answer_is_named(older, template):
    stack = conftest.Stack(older.heat)
    stack.create(template)
    older.control.inject('drop-before', path='10.6.0.1:80/stats', times=1000)
    found = stack.heat.stacks.output_show(
        stack.id, 'member_current_connections'
    )['output']
    assert found['output_value'] is None
    assert '10.6.0.1' in found['output_error']
    assert attributes(stack, 'member', 'current_connections') == [None]
    # An output does not fail a stack. A property does, which would have to
    # be made up.
    stack.update({**template, 'description': 'Anew.'})
    template['resources']['other']['properties']['description'] = {
        'get_attr': ['member', 'status_reason']
    }
    stack.update(template, expect='UPDATE_FAILED')
    assert '10.6.0.1:80/stats was not answered' in (
        stack.show().stack_status_reason
    )
    stack.delete()


def test_older_versions_count_fewer_members(older):
    stack = conftest.Stack(older.heat)
    stack.create(
        stacks.hot(
            {
                'pool': {
                    'type': 'F5::LTM::Pool',
                    'properties': {
                        'members': [
                            {'member_ip': '10.6.0.9', 'member_port': 80}
                        ]
                    },
                }
            }
        )
    )
    assert attributes(
        stack,
        'pool',
        'member_count',
        'active_member_count',
        'available_member_count',
    ) == [1, 1, None]
    stack.check()
    stack.delete()


@pytest.fixture(scope='module')
def endpoints(cloud):
    """A route domain for addresses, and no more than that of a domain."""
    answer = cloud.bigip.post('net/route-domain', json={'name': '7', 'id': 7})
    assert answer.ok, answer.text
    yield
    assert cloud.bigip.delete('net/route-domain/7').ok


#: What clients can use of resources: properties, and values of attributes.
ENDPOINTS = {
    'plain': (
        'F5::LTM::VirtualServer',
        {'ip': '192.0.2.140', 'port': 53, 'ip_protocol': 'udp'},
        {'ip': '192.0.2.140', 'port': 53, 'url': 'udp://192.0.2.140:53'},
    ),
    'web': (
        'F5::LTM::VirtualServer',
        {
            'ip': '192.0.2.141%7',
            'port': 8080,
            'ip_protocol': 'tcp',
            'profiles': ['tcp', 'http'],
        },
        {'ip': '192.0.2.141', 'port': 8080, 'url': 'http://192.0.2.141:8080'},
    ),
    'secure': (
        'F5::LTM::VirtualServer',
        {
            'ip': '2001:db8::141',
            'port': 8443,
            'ip_protocol': 'tcp',
            'profiles': ['tcp'],
            'client_profiles': ['clientssl'],
        },
        {
            'ip': '2001:db8::141',
            'port': 8443,
            'url': 'https://[2001:db8::141]:8443',
        },
    ),
    'reencrypting': (
        'F5::LTM::VirtualServer',
        {
            'ip': '192.0.2.142',
            'port': 80,
            'ip_protocol': 'tcp',
            'profiles': ['tcp', 'http'],
            'server_profiles': ['serverssl'],
        },
        {'url': 'http://192.0.2.142:80'},
    ),
    'named': (
        'F5::LTM::VirtualServer',
        {'ip': {'get_resource': 'virtual_address'}, 'port': 443},
        {'ip': '192.0.2.143', 'port': 443},
    ),
    'all_ports': (
        'F5::LTM::VirtualServer',
        {'ip': '192.0.2.144', 'port': 'any'},
        {'ip': '192.0.2.144', 'port': 0, 'url': None},
    ),
    'all_addresses': (
        'F5::LTM::VirtualServer',
        {'ip': '0.0.0.0/0', 'port': 81},
        {'ip': None, 'port': 81, 'url': None},
    ),
    'network': (
        'F5::LTM::VirtualServer',
        {'ip': '198.51.100.0/24', 'port': 82},
        {'ip': '198.51.100.0', 'port': 82, 'url': None},
    ),
    'virtual_address': (
        'F5::LTM::VirtualAddress',
        {'name': 'attributes_va', 'address': '192.0.2.143'},
        {'address': '192.0.2.143'},
    ),
    'node': (
        'F5::LTM::Node',
        {'name': 'attributes_node_7', 'address': '10.6.0.7%7'},
        {'address': '10.6.0.7'},
    ),
    'named_node': (
        'F5::LTM::Node',
        {'name': 'attributes_fqdn', 'fqdn': {'name': 'www.example.com'}},
        {'address': None},
    ),
    'pool': ('F5::LTM::Pool', {}, {}),
    'member': (
        'F5::LTM::PoolMember',
        {'pool': {'get_resource': 'pool'}, 'address': '10.6.0.8', 'port': 8},
        {'address': '10.6.0.8', 'port': 8},
    ),
    'long_member': (
        'F5::LTM::PoolMember',
        {
            'pool': {'get_resource': 'pool'},
            'address': '2001:db8::8',
            'port': 88,
        },
        {'address': '2001:db8::8', 'port': 88},
    ),
    'vlan': ('F5::Net::VLAN', {'name': 'attributes_vlan'}, {}),
    'self_ip': (
        'F5::Net::SelfIP',
        {'address': '10.7.0.1/24', 'vlan': {'get_resource': 'vlan'}},
        {'address': '10.7.0.1'},
    ),
}


def test_what_clients_can_use(cloud, stack, endpoints):
    """No folder, no route domain and no length, for one request each."""
    expected = {
        '%s %s' % (name, attribute): (name, attribute, value)
        for name, (_, _, values) in ENDPOINTS.items()
        for attribute, value in values.items()
    }
    stack.create(
        {
            **stacks.star(
                {
                    name: {'type': type, 'properties': properties}
                    for name, (type, properties, _) in ENDPOINTS.items()
                }
            ),
            'outputs': {
                key: {'value': {'get_attr': [name, attribute]}}
                for key, (name, attribute, _) in expected.items()
            },
        }
    )
    assert outputs(stack) == {
        key: value for key, (_, _, value) in expected.items()
    }
    for key in 'web url', 'member port', 'self_ip address', 'named ip':
        cloud.control.clear()
        stack.output(key)
        reads = [
            request['path']
            for request in cloud.control.requests()
            if not request['login']
        ]
        # The name of a virtual address says nothing of the address.
        assert len(reads) <= (2 if key == 'named ip' else 1), reads


def test_where_a_device_is_managed(cloud, stack):
    device = cloud.lab.devices[0]
    location = device.url.removeprefix('https://')
    host, _, port = location.rpartition(':')
    stack.create(
        stacks.hot(
            {
                'device': {
                    'type': 'F5::BigIP::Device',
                    'properties': {
                        'ip': location,
                        'username': 'admin',
                        'password': 'admin',
                        'ca_cert': pathlib.Path(device.ca_file).read_text(),
                    },
                }
            }
        )
    )
    assert attributes(stack, 'device', 'ip', 'port', 'url') == [
        host,
        int(port),
        device.url,
    ]
