# SPDX-License-Identifier: Apache-2.0

"""Objects that come to a stack, and that a stack lets go."""

import json
import pathlib

import pytest

from f5_heat.lab import lab
from tests.functional import certificates
from tests.functional import conftest
from tests.functional.contract import stacks

POOL = 'F5::LTM::Pool'


@pytest.fixture(
    params=['cloud', 'legacy_cloud'], ids=['convergence', 'legacy']
)
def cloud(request, cloud):
    """Each of the engines."""
    return (
        cloud
        if request.param == 'cloud'
        else (request.getfixturevalue(request.param))
    )


@pytest.fixture
def name(stack):
    return stack.name.replace('-', '_')


@pytest.fixture
def foreign(cloud, name):
    """A pool of somebody else, with a member and the node for it."""
    answer = cloud.bigip.post(
        'ltm/pool',
        json={
            'name': name,
            'partition': 'Common',
            'description': 'theirs',
            'members': [
                {'name': '198.51.100.1:80', 'address': '198.51.100.1'}
            ],
        },
    )
    assert answer.ok, answer.text
    uri = 'ltm/pool/~Common~' + name
    yield uri
    cloud.bigip.delete(uri)
    cloud.bigip.delete('ltm/node/~Common~198.51.100.1')


def pool(name, policy=None, **properties):
    snippet = {
        'type': POOL,
        'properties': {'name': name, 'on_conflict': 'adopt', **properties},
    }
    if policy:
        snippet['deletion_policy'] = policy
    return {
        'heat_template_version': '2021-04-16',
        'resources': {'pool': snippet, 'other': {'type': 'OS::Heat::None'}},
    }


EMPTY = {
    'heat_template_version': '2021-04-16',
    'resources': {'other': {'type': 'OS::Heat::None'}},
}


def is_marked(body):
    return 'f5_heat' in json.dumps(body)


def nodes(cloud):
    return {
        item['name'] for item in cloud.bigip.read('ltm/node').get('items', [])
    }


MEMBERS = {
    'members': [
        {'member_ip': '198.51.100.1', 'member_port': 80},
        {'member_ip': '198.51.100.2', 'member_port': 80},
    ]
}


def test_removed_from_the_template(cloud, stack, name, foreign):
    """It stays, with what the template made of it, but for our nodes."""
    stack.create(pool(name, slow_ramp_time=20, **MEMBERS))
    assert is_marked(cloud.bigip.read(foreign))
    assert cloud.bigip.read(foreign)['description'] == 'theirs'
    stack.update(pool(name, slow_ramp_time=30, **MEMBERS))
    stack.update(EMPTY)
    found = cloud.bigip.read(foreign)
    assert found['slowRampTime'] == 30 and not is_marked(found)
    assert {'198.51.100.1', '198.51.100.2'} <= nodes(cloud)
    for node in ('198.51.100.2', '198.51.100.1'):
        cloud.bigip.delete('%s/members/~Common~%s:80' % (foreign, node))
    cloud.bigip.delete('ltm/node/~Common~198.51.100.2')


@pytest.mark.parametrize('how', ['update', 'delete'])
def test_deleted_if_the_template_says_so(cloud, stack, name, foreign, how):
    """The node that was there before stays, the one that we brought goes."""
    stack.create(pool(name, **MEMBERS))
    stack.update(pool(name, 'Delete', **MEMBERS))
    stack.update(EMPTY) if how == 'update' else stack.delete()
    assert cloud.bigip.read(foreign) is None
    assert '198.51.100.1' in nodes(cloud)
    assert '198.51.100.2' not in nodes(cloud)


def test_another_name(cloud, stack, name, foreign):
    stack.create(pool(name))
    stack.update(pool(name + '_new'))
    found = cloud.bigip.read(foreign)
    assert found and not is_marked(found)
    assert is_marked(cloud.bigip.read(foreign + '_new'))
    stack.delete()
    assert cloud.bigip.read(foreign + '_new') is None
    assert cloud.bigip.read(foreign) == found


def test_retained_and_found_again(cloud, stack, name, foreign):
    """What a stack retained and goes on with was still adopted once."""
    stack.create(pool(name, 'Retain'))
    stack.update(EMPTY)
    again = pool(name)
    del again['resources']['pool']['properties']['on_conflict']
    stack.update(again)
    assert is_marked(cloud.bigip.read(foreign))
    stack.delete()
    found = cloud.bigip.read(foreign)
    assert found and not is_marked(found)


def test_refused_while_it_is_taken_over(cloud, stack, name, foreign):
    before = cloud.bigip.read(foreign)
    stack.create(
        pool(name, monitors=['/Common/none_such']), expect='CREATE_FAILED'
    )
    assert cloud.bigip.read(foreign) == before
    stack.update(pool(name, slow_ramp_time=20))
    assert cloud.bigip.read(foreign)['slowRampTime'] == 20
    stack.delete()
    assert not is_marked(cloud.bigip.read(foreign))


def node(name, policy=None, **properties):
    template = pool(name, policy, **properties)
    template['resources']['pool']['type'] = 'F5::LTM::Node'
    return template


def test_what_only_a_new_object_takes(cloud, stack, name):
    uri = 'ltm/node/~Common~' + name
    cloud.bigip.post(
        'ltm/node',
        json={'name': name, 'partition': 'Common', 'address': '198.51.100.7'},
    )
    before = cloud.bigip.read(uri)
    stack.create(
        node(name, address='198.51.100.8', ratio=5), expect='CREATE_FAILED'
    )
    assert (
        'address: expected 198.51.100.8, the device has 198.51.100.7'
        in stack.reasons()
    )
    assert cloud.bigip.read(uri) == before
    stack.update(node(name, address='198.51.100.7', ratio=5))
    assert cloud.bigip.read(uri)['ratio'] == 5

    before = cloud.bigip.read(uri)
    stack.update(
        node(name, address='198.51.100.8', ratio=6), expect='UPDATE_FAILED'
    )
    assert 'a change of address would delete it' in stack.reasons()
    assert cloud.bigip.read(uri) == before
    stack.update(node(name, 'Delete', address='198.51.100.8'))
    assert cloud.bigip.read(uri)['address'] == '198.51.100.8'
    # From now on it is an object that Heat made.
    stack.update(node(name, address='198.51.100.8'))
    stack.delete()
    assert cloud.bigip.read(uri) is None


def complete(cloud, name):
    """A stack of its own device, with what it keeps besides objects."""
    here = {'bigip_server': {'get_resource': 'bigip'}}
    return {
        'heat_template_version': '2021-04-16',
        'parameters': {'password': {'type': 'string', 'hidden': True}},
        'resources': {
            'bigip': {
                'type': 'F5::BigIP::Device',
                'properties': {
                    'ip': cloud.lab.devices[0].url.removeprefix('https://'),
                    'username': lab.USERNAME,
                    'password': {'get_param': 'password'},
                    'ca_cert': pathlib.Path(
                        cloud.lab.devices[0].ca_file
                    ).read_text(),
                },
            },
            'monitor': {
                'type': 'F5::LTM::Monitor::HTTP',
                'properties': {**here, 'password': 'secret-of-the-monitor'},
            },
            'pool': {
                'type': POOL,
                'properties': {
                    **here,
                    'name': name,
                    'monitors': [{'get_resource': 'monitor'}],
                    'members': [
                        {'member_ip': '198.51.100.3', 'member_port': 80}
                    ],
                },
            },
            'empty': {'type': POOL, 'properties': here},
            'member': {
                'type': 'F5::LTM::PoolMember',
                'properties': {
                    **here,
                    'pool': {'get_resource': 'empty'},
                    'address': '198.51.100.4',
                    'port': 80,
                },
            },
            'snat': {
                'type': 'F5::LTM::SnatPool',
                'properties': {**here, 'members': ['198.51.100.5']},
            },
            'web': {
                'type': 'F5::LTM::VirtualServer',
                'properties': {
                    **here,
                    'ip': '203.0.113.9',
                    'port': 80,
                    'default_pool': {'get_resource': 'pool'},
                },
            },
        },
    }


def test_abandoned_and_adopted(cloud, make_stack):
    """All goes on in the new stack, and goes with it."""
    before = stacks.held(cloud)
    first, second, third = make_stack(), make_stack(), make_stack()
    template = complete(cloud, first.name.replace('-', '_'))
    secret = {'parameters': {'password': lab.PASSWORD}}
    first.create(template, **secret)

    # What another stack has is not adopted.
    held = cloud.control.config()
    conftest.adopt(
        second, first.heat.stacks.export(first.id), 'ADOPT_FAILED', **secret
    )
    assert 'belongs to the resource' in second.reasons()
    second.heat.stacks.delete(second.id)
    second.wait('DELETE_COMPLETE')
    assert cloud.control.config() == held

    data = conftest.abandon(first)
    kept = json.dumps(
        {key: item['resource_data'] for key, item in data['resources'].items()}
    )
    assert data['resources']['bigip']['resource_data'] == {}
    assert 'secret-of-the-monitor' not in kept
    assert stacks.held(cloud) > before

    conftest.adopt(third, data, **secret)
    third.check()
    members = template['resources']['pool']['properties']['members']
    members[0]['member_ip'] = '198.51.100.6'
    template['resources']['web']['properties']['connection_limit'] = 7
    third.update(template, **secret)
    assert '198.51.100.6' in nodes(cloud)
    assert '198.51.100.3' not in nodes(cloud)
    third.check()
    third.delete()
    assert stacks.held(cloud) == before


def test_adopted_by_its_id(cloud, stack, name, foreign):
    """What no stack made stays when the stack goes that took it."""
    template = pool(name)
    conftest.adopt(
        stack,
        {
            'template': template,
            'resources': {
                'pool': {
                    'resource_id': '/Common/' + name,
                    'resource_data': {'generations': '[1]', 'created': ''},
                },
                'other': {'resource_id': 'other'},
            },
        },
    )
    assert is_marked(cloud.bigip.read(foreign))
    stack.delete()
    found = cloud.bigip.read(foreign)
    assert found and not is_marked(found)


@pytest.mark.parametrize('adopted', [0, 1], ids=['same', 'other'])
def test_an_abandoned_certificate(cloud, make_stack, adopted):
    """The stack that adopts it changes the key as well, and deletes both."""
    first, second = make_stack(), make_stack()
    keys = [certificates.new_key() for _ in range(2)]
    texts = {key: certificates.certificate(key) for key in keys}

    def pair(key):
        return stacks.hot(
            {
                'pair': {
                    'type': 'F5::Sys::SSLCertificate',
                    'properties': {
                        'name': first.name,
                        'private_key': certificates.pem(key),
                        'certificate': texts[key],
                    },
                }
            }
        )

    def held(kind):
        return cloud.bigip.read(
            'sys/file/ssl-%s/~Common~%s' % (kind, first.name)
        )

    first.create(pair(keys[0]))
    data = conftest.abandon(first)
    made = held('key')
    # Heat has only seals of secrets; the author has the template.
    conftest.adopt(second, {**data, 'template': pair(keys[adopted])})
    assert held('key')['checksum'] == made['checksum']
    # What differs from the template stays as it is until an update.
    assert (second.id in held('key')['sourcePath']) == (adopted == 0)
    if adopted:
        second.check('CHECK_FAILED')
    second.update(pair(keys[1]))
    assert held('key')['checksum'] != made['checksum']
    second.delete()
    assert held('key') is held('cert') is None
