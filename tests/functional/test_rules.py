# SPDX-License-Identifier: Apache-2.0

"""What several values decide together, as authors are told by Heat."""

import contextlib
import uuid

import pytest
from heatclient import exc as heat_exc

from tests.functional import conftest

POOL, MEMBER = 'F5::LTM::Pool', 'F5::LTM::PoolMember'
VIRTUAL, MONITOR = 'F5::LTM::VirtualServer', 'F5::LTM::Monitor::HTTP'


def one(kind, **properties):
    return {'type': kind, 'properties': properties}


def template(**resources):
    return {'heat_template_version': '2021-04-16', 'resources': resources}


def inline(*numbers):
    return [
        {'member_ip': '198.18.7.%d' % number, 'member_port': 80}
        for number in numbers
    ]


def joining(pool, number, **rest):
    return one(
        MEMBER, pool=pool, address='198.18.7.%d' % number, port=80, **rest
    )


@pytest.fixture(params=['cloud', 'legacy_cloud'])
def heat(request):
    """Each of Heat's engines, with a device of its own."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def stacks(heat):
    """Makes stacks that are deleted at the end."""
    made = []

    def make():
        made.append(conftest.Stack(heat.heat))
        return made[-1]

    yield make
    for stack in reversed(made):
        with contextlib.suppress(heat_exc.HTTPNotFound):
            if stack.id:
                stack.delete()


@pytest.fixture
def name():
    return 'n' + uuid.uuid4().hex[:8]


def held(heat, pool):
    items = heat.bigip.read('ltm/pool/~Common~%s/members' % pool)['items']
    return sorted(item['name'] for item in items)


def refused(act, *args, **kwargs):
    with pytest.raises(heat_exc.HTTPBadRequest) as caught:
        act(*args, **kwargs)
    return str(caught.value).splitlines()[0]


def test_create_and_update_say_what_a_preview_says(heat, stacks, name):
    """No device is asked for it."""
    bad = template(
        pool=one(POOL, name=name, members=inline(1)),
        member=joining({'get_resource': 'pool'}, 2),
    )
    stack = stacks()
    heat.control.clear()
    said = refused(
        heat.heat.stacks.preview, stack_name='refused', template=bad
    )
    assert (
        'resources.pool.properties.members: The resource "member" is a member '
        'of this pool, which the list would take out again' in said
    )
    assert refused(stack.create, bad) == said
    assert heat.control.requests() == []
    stack.create(template(pool=one(POOL, name=name, members=inline(1))))
    heat.control.clear()
    assert refused(stack.update, bad) == said
    assert heat.control.requests() == []
    assert held(heat, name) == ['198.18.7.1:80']


def test_two_virtual_servers_in_one_place(cloud):
    place = {'ip': '192.0.2.77', 'port': 80}
    said = refused(
        cloud.heat.stacks.preview,
        stack_name='refused',
        template=template(a=one(VIRTUAL, **place), b=one(VIRTUAL, **place)),
    )
    assert 'listens on the same address and port, 192.0.2.77 and 80' in said


def test_a_device_that_nobody_has(heat):
    said = refused(
        heat.heat.stacks.preview,
        stack_name='refused',
        template=template(pool=one(POOL, bigip_server='nobody')),
    )
    assert 'resources.pool.properties.bigip_server: nobody is neither' in said
    assert 'lab' in said


def test_a_member_of_a_pool_that_lists_its_members(heat, stacks, name):
    """The stacks are apart, so only the mark on the device tells."""
    owner, other = stacks(), stacks()
    owner.create(template(pool=one(POOL, name=name, members=inline(1))))
    other.create(template(member=joining(name, 2)), expect='CREATE_FAILED')
    reason = other.resource('member').resource_status_reason
    assert 'resources.member.properties.pool: ' in reason
    assert '/Common/%s lists all of its members' % name in reason
    assert held(heat, name) == ['198.18.7.1:80']
    owner.update(template(pool=one(POOL, name=name)))
    other.update(template(member=joining(name, 2)))
    assert '198.18.7.2:80' in held(heat, name)
    other.delete()


def test_a_list_for_a_pool_with_members_of_others(heat, stacks, name):
    owner, other = stacks(), stacks()
    owner.create(template(pool=one(POOL, name=name)))
    other.create(template(member=joining(name, 2)))
    listed = template(pool=one(POOL, name=name, members=inline(1)))
    owner.update(listed, expect='UPDATE_FAILED')
    reason = owner.resource('pool').resource_status_reason
    assert 'resources.pool.properties.members: 198.18.7.2:80 is a' in reason
    assert held(heat, name) == ['198.18.7.2:80']
    other.delete()
    owner.update(listed)
    assert held(heat, name) == ['198.18.7.1:80']


def test_members_move_into_the_list_of_their_pool(heat, stacks, name):
    """Their resources go with the update that lists them."""
    stack = stacks()
    stack.create(
        template(
            pool=one(POOL, name=name),
            member=joining({'get_resource': 'pool'}, 1),
        )
    )
    listed = template(pool=one(POOL, name=name, members=inline(1)))
    stack.update(listed)
    assert held(heat, name) == ['198.18.7.1:80']
    stack.check()
    stack.delete()
    assert heat.bigip.read('ltm/node/~Common~198.18.7.1') is None


def test_a_member_in_a_nested_stack(cloud, stack, name):
    inner = """
heat_template_version: 2021-04-16
parameters: {pool: {type: string}}
resources:
  member:
    type: F5::LTM::PoolMember
    properties: {pool: {get_param: pool}, address: 198.18.7.2, port: 80}
"""
    outer = template(
        pool=one(POOL, name=name, members=inline(1)),
        nested=one('inner.yaml', pool={'get_resource': 'pool'}),
    )
    stack.create(outer, files={'inner.yaml': inner}, expect='CREATE_FAILED')
    assert 'lists all of its members' in stack.show().stack_status_reason
    assert held(cloud, name) == ['198.18.7.1:80']


LATE = {
    'an interval': (
        {'interval': {'get_attr': ['late', 'value']}},
        30,
        'The interval, 30 seconds, has to be shorter than the timeout, 16 '
        'seconds, which comes from /Common/http: give timeout as well.',
    ),
    'a quorum': (
        {'monitors': {'get_attr': ['late', 'value']}, 'min_monitors': 2},
        ['http'],
        'min_monitors asks for 2, and monitors has 1',
    ),
    'a member twice': (
        {'members': {'get_attr': ['late', 'value']}},
        inline(1, 1),
        'members[0] and members[1] are the same, 198.18.7.1:80.',
    ),
    'http alone': (
        {
            'ip': '192.0.2.78',
            'port': 80,
            'profiles': {'get_attr': ['late', 'value']},
        },
        ['http'],
        'http needs a transport protocol',
    ),
}


@pytest.mark.parametrize('given, value, words', LATE.values(), ids=list(LATE))
def test_what_is_known_late_is_refused_late(
    cloud, stack, name, given, value, words
):
    kind = (
        MONITOR if 'interval' in given else VIRTUAL if 'ip' in given else POOL
    )
    made = template(
        late=one('OS::Heat::Value', value=value),
        it=one(kind, name=name, **given),
    )
    stack.create(made, expect='CREATE_FAILED')
    assert words in stack.resource('it').resource_status_reason


@pytest.mark.parametrize(
    'timeout, expect', [(20, 'CREATE_FAILED'), (91, 'CREATE_COMPLETE')]
)
def test_a_parent_that_the_device_alone_knows(
    cloud, stack, name, timeout, expect
):
    parent = 'ltm/monitor/http'
    body = {'name': 'parent_' + name, 'timeout': timeout}
    assert cloud.bigip.post(parent, json=body).ok
    try:
        made = template(
            it=one(MONITOR, name=name, interval=30, defaults_from=body['name'])
        )
        stack.create(made, expect=expect)
        if expect == 'CREATE_FAILED':
            assert (
                'the timeout, 20 seconds, which comes from /Common/%s'
                % body['name']
                in stack.resource('it').resource_status_reason
            )
        stack.delete()
        stack.id = None
    finally:
        assert cloud.bigip.delete('%s/~Common~%s' % (parent, body['name'])).ok
