# SPDX-License-Identifier: Apache-2.0

"""Attributes are read when somebody asks, and break nothing."""

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
