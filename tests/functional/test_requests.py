# SPDX-License-Identifier: Apache-2.0

"""How many requests, logins and connections a stack costs the device."""

import pytest

from tests.functional import conftest
from tests.functional import labs

MAX_CONNECTIONS = 8

#: For types whose objects bring no others along: properties, and a change.
SIMPLE = {
    'F5::LTM::Node': ({'address': '10.9.0.1'}, {'ratio': 2}),
    'F5::LTM::Pool': ({}, {'slow_ramp_time': 20}),
    'F5::LTM::VirtualServer': (
        {'ip': '192.0.2.50', 'port': 80},
        {'connection_limit': 10},
    ),
    'F5::LTM::VirtualAddress': ({'address': '192.0.2.51'}, {'arp': False}),
    'F5::LTM::Monitor::HTTP': ({'interval': 5}, {'timeout': 31}),
    'F5::LTM::Monitor::TCP': ({'interval': 5}, {'timeout': 31}),
    'F5::LTM::IRule': (
        {'definition': 'when CLIENT_ACCEPTED { drop }'},
        {'definition': 'when CLIENT_ACCEPTED { reject }'},
    ),
    'F5::LTM::Persistence::Cookie': (
        {'method': 'insert'},
        {'always_send': True},
    ),
    'F5::LTM::Profile::HTTP': (
        {'insert_xforwarded_for': True},
        {'insert_xforwarded_for': False},
    ),
    'F5::LTM::Profile::TCP': ({'idle_timeout': 100}, {'idle_timeout': 200}),
    'F5::Sys::Partition': ({'name': 'requests'}, {'description': 'two'}),
}


@pytest.fixture(scope='module')
def fresh():
    """A lab whose device nobody has talked to yet."""
    with labs.start() as running:
        yield running


def template(resources):
    """A template whose graph has one root and one leaf."""
    for snippet in resources.values():
        snippet.setdefault('depends_on', 'root')
    return {
        'heat_template_version': '2021-04-16',
        'resources': {
            'root': {'type': 'OS::Heat::None'},
            **resources,
            'sink': {
                'type': 'OS::Heat::None',
                'depends_on': sorted(resources),
            },
        },
    }


def sent(control, act, *args, **kwargs):
    """The method and the path of each request that an action costs."""
    control.clear()
    act(*args, **kwargs)
    return [
        (request['method'], request['path'])
        for request in control.requests()
        if not request['login']
    ]


def test_one_request_to_create_update_and_delete(cloud, stack):
    def which(change):
        return template(
            {
                name.replace(':', ''): {
                    'type': name,
                    'properties': {**given, **(changed if change else {})},
                }
                for name, (given, changed) in SIMPLE.items()
            }
        )

    def methods(act, *args):
        return sorted(method for method, _ in sent(cloud.control, act, *args))

    objects = len(SIMPLE)
    assert methods(stack.create, which(False)) == ['POST'] * objects
    assert methods(stack.update, which(False)) == []
    assert methods(stack.update, which(True)) == ['PATCH'] * objects
    assert methods(stack.check) == ['GET'] * objects
    assert methods(stack.delete) == ['DELETE'] * objects


def test_a_pool_with_a_hundred_members(cloud, stack):
    def pool(ratio, count=100):
        return template(
            {
                'pool': {
                    'type': 'F5::LTM::Pool',
                    'properties': {
                        'members': [
                            {
                                'member_ip': '10.8.0.%d' % number,
                                'member_port': 80,
                                'ratio': ratio,
                            }
                            for number in range(1, count + 1)
                        ]
                    },
                }
            }
        )

    def methods(act, *args):
        return [method for method, _ in sent(cloud.control, act, *args)]

    assert methods(stack.create, pool(1)) == ['POST']
    path = 'ltm/pool/%s/members' % stack.resource(
        'pool'
    ).physical_resource_id.replace('/', '~')
    assert len(cloud.bigip.read(path)['items']) == 100
    assert methods(stack.update, pool(2)) == ['PATCH']
    assert {item['ratio'] for item in cloud.bigip.read(path)['items']} == {2}
    assert methods(stack.update, pool(2)) == []
    # The node that the device made goes with its member.
    assert methods(stack.update, pool(2, 99)) == ['DELETE', 'GET', 'DELETE']
    # One for the pool, one to list the nodes, one for each of these.
    deletes = methods(stack.delete)
    assert sorted(deletes) == ['DELETE'] * 100 + ['GET']
    assert [
        path
        for path in cloud.control.config().get('ltm/node', ())
        if path.startswith('/Common/10.8.0.')
    ] == []


def test_attributes_are_read_when_asked(cloud, stack):
    made = template(
        {
            'pool': {
                'type': 'F5::LTM::Pool',
                'properties': {
                    'monitors': ['tcp'],
                    'members': [{'member_ip': '10.8.1.1', 'member_port': 80}],
                },
            }
        }
    )
    create = sent(cloud.control, stack.create, made)
    assert [method for method, _ in create] == ['POST']
    made['outputs'] = {
        name: {'value': {'get_attr': ['pool', name]}}
        for name in ('full_path', 'active_member_count')
    }
    stack.update(made)
    path = stack.output('full_path')
    for state, count in ('up', 1), ('down', 0):
        cloud.control.set_member_state(path, '/Common/10.8.1.1:80', state)
        assert stack.output('active_member_count') == count
    asked = sent(cloud.control, stack.output, 'active_member_count')
    assert [path.rpartition('/')[2] for _, path in asked] == ['stats']
    asked = sent(cloud.control, stack.resource, 'pool')
    assert [method for method, _ in asked] == ['GET']


def test_a_stack_of_a_hundred_resources(fresh):
    control = fresh.devices[0].control
    first, second = (conftest.Stack(fresh.heat()) for _ in range(2))

    def pools(count):
        return template(
            {
                'pool%d' % number: {'type': 'F5::LTM::Pool'}
                for number in range(count)
            }
        )

    assert [
        method for method, _ in sent(control, first.create, pools(98))
    ] == ['POST'] * 98
    assert control.counts()['logins'] == 1
    assert control.counts()['connections'] <= MAX_CONNECTIONS
    sent(control, second.create, pools(2))
    assert control.counts()['logins'] == 0
    assert control.counts()['connections'] == 0
    # One thread logs in, and the others wait for it.
    control.expire_tokens()
    sent(control, first.delete)
    deleted = [
        request
        for request in control.requests()
        if request['method'] == 'DELETE' and request['status'] == 200
    ]
    assert len(deleted) == 98
    assert control.counts()['logins'] == 1
