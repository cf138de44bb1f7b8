# SPDX-License-Identifier: Apache-2.0

"""What goes wrong, what the author reads then, and how it is put right."""

import contextlib

import pytest

from tests.functional import conftest
from tests.functional import labs

POOL = 'F5::LTM::Pool'
SERVER = 'F5::LTM::VirtualServer'
IN_USE = 1

#: What only the device can know: type, properties, and its words.
REFUSALS = {
    'pool': (
        SERVER,
        {'ip': '192.0.2.70', 'port': 80, 'default_pool': '/Common/nowhere'},
        '01020036:3: The requested Pool (/Common/nowhere) was not found. '
        '(property default_pool)',
    ),
    'profile': (
        SERVER,
        {'ip': '192.0.2.71', 'port': 80, 'profiles': ['/Common/nowhere']},
        '01020036:3: The requested profile (/Common/nowhere) was not found. '
        '(property profiles) Name one that the BIG-IP has, or make it in the '
        'template',
    ),
    'policy': (
        SERVER,
        {'ip': '192.0.2.74', 'port': 80, 'policies': ['nowhere']},
        '(property policies) Name one that the BIG-IP has',
    ),
    'persistence': (
        SERVER,
        {'ip': '192.0.2.75', 'port': 80, 'persistence_profile': 'nowhere'},
        '(property persistence_profile) Name one that the BIG-IP has',
    ),
    'snat pool': (
        SERVER,
        {'ip': '192.0.2.76', 'port': 80, 'snat': '/Common/nowhere'},
        '(property snat) Name one that the BIG-IP has',
    ),
    'member': (
        'F5::LTM::PoolMember',
        {'pool': 'nowhere', 'address': '192.0.2.78', 'port': 80},
        '(property pool) Name one that the BIG-IP has',
    ),
    'vlan': (
        'F5::Net::SelfIP',
        {'address': '203.0.113.79/24', 'vlan': 'nowhere'},
        '(property vlan) Name one that the BIG-IP has',
    ),
    'monitor': (
        POOL,
        {'monitors': ['nowhere']},
        'monitor (/Common/nowhere) was not found. (property monitors)',
    ),
    'partition': (
        POOL,
        {'partition': 'nowhere'},
        'The requested folder (/nowhere) was not found. (property partition) '
        'Name a partition or folder that is there, or make it in the '
        'template, with an F5::Sys::Partition.',
    ),
    'partition with a typing error': (
        POOL,
        {'partition': 'Comon'},
        'with an F5::Sys::Partition. Did you mean /Common?',
    ),
    'destination': (
        SERVER,
        {'ip': '192.0.2.73', 'port': 80},
        'illegally shares destination address, source address, service '
        'port, ip-protocol, and vlan with Virtual Server /Common/theirs. '
        '(property ip or port) Choose another ip or port',
    ),
    'rule': (
        'F5::LTM::IRule',
        {'definition': 'when CLIENT_ACCEPTED {'},
        '[parse error: missing close-brace]',
    ),
    'device': (
        'F5::BigIP::Device',
        {'ip': '127.0.0.1:1', 'username': 'admin', 'password': 'admin'},
        'Connection refused (https://127.0.0.1:1)',
    ),
    'name': (
        POOL,
        {'name': 'theirs'},
        '/Common/theirs exists on the BIG-IP and does not belong to '
        'this resource: 01020066:3: The requested Pool '
        '(/Common/theirs) already exists in partition Common.',
    ),
}


@pytest.fixture(scope='module')
def cloud(tmp_path_factory):
    """A lab of its own, in which Heat soon gives up a delete."""
    log_file = tmp_path_factory.mktemp('lab') / 'heat.log'
    conf = {**conftest.SOON, 'DEFAULT': {'action_retry_limit': 1}}
    with labs.start(conf=conf, log_file=log_file) as running:
        yield conftest.Cloud(running)


@contextlib.contextmanager
def theirs(bigip, collection, body):
    """An object that somebody else makes, and deletes."""
    answer = bigip.post(collection, json=body)
    assert answer.ok, answer.text
    uri = '%s/%s' % (collection, path(answer.json()['fullPath']))
    try:
        yield uri
    finally:
        answer = bigip.delete(uri)
    assert answer.ok, answer.text


def path(full_path):
    return full_path.replace('/', '~')


def template(**resources):
    return {'heat_template_version': '2021-04-16', 'resources': resources}


def thing(type_name, **properties):
    return {'type': type_name, 'properties': properties}


def pool(**properties):
    return thing(POOL, **properties)


def uri(stack, name='pool', collection='ltm/pool'):
    return '%s/%s' % (
        collection,
        path(stack.resource(name).physical_resource_id),
    )


def reason(stack, name='pool'):
    return stack.resource(name).resource_status_reason


def everything(cloud):
    """What is on the device that a fresh one has not."""
    return {
        (collection, found)
        for collection, objects in cloud.control.config().items()
        for found in objects
    }


def writes(cloud):
    return [
        request['method']
        for request in cloud.control.requests()
        if request['method'] != 'GET' and not request['login']
    ]


def test_what_only_the_device_can_know(cloud, make_stack):
    """Its words are in the reason, and nothing is left of the attempt."""
    with (
        theirs(cloud.bigip, 'ltm/pool', {'name': 'theirs'}),
        theirs(
            cloud.bigip,
            'ltm/virtual',
            {'name': 'theirs', 'destination': '192.0.2.73:80'},
        ),
    ):
        before = everything(cloud)
        stacks = {name: make_stack() for name in REFUSALS}
        for name, (type_name, properties, _) in REFUSALS.items():
            stack = stacks[name]
            stack.id = cloud.heat.stacks.create(
                stack_name=stack.name,
                template=template(refused=thing(type_name, **properties)),
            )['stack']['id']
        for name, (_, _, words) in REFUSALS.items():
            shown = stacks[name].wait('CREATE_FAILED')
            assert words in reason(stacks[name], 'refused')
            assert words in shown.stack_status_reason
        assert everything(cloud) == before
        for stack in stacks.values():
            cloud.heat.stacks.delete(stack.id)
        for stack in stacks.values():
            stack.wait('DELETE_COMPLETE')
        assert everything(cloud) == before


def test_a_failed_create_is_repaired_by_an_update(cloud, stack):
    before = everything(cloud)

    def resources(default_pool):
        return template(
            pool=pool(slow_ramp_time=20),
            site={
                **thing(
                    SERVER, ip='192.0.2.74', port=80, default_pool=default_pool
                ),
                'depends_on': 'pool',
            },
        )

    stack.create(resources('/Common/nowhere'), expect='CREATE_FAILED')
    made = uri(stack)
    cloud.control.clear()
    stack.update(resources({'get_resource': 'pool'}))
    assert writes(cloud) == ['POST']
    assert uri(stack) == made
    assert cloud.bigip.read(uri(stack, 'site', 'ltm/virtual'))['pool'] == (
        stack.resource('pool').physical_resource_id
    )
    stack.delete()
    assert everything(cloud) == before


def test_a_refused_update_changes_nothing(cloud, stack):
    def resources(ramp, monitor):
        return template(pool=pool(slow_ramp_time=ramp, monitors=[monitor]))

    stack.create(resources(20, '/Common/tcp'))
    before = cloud.bigip.read(uri(stack))
    stack.update(resources(30, '/Common/nowhere'), expect='UPDATE_FAILED')
    assert 'monitor (/Common/nowhere) was not found' in reason(stack)
    assert cloud.bigip.read(uri(stack)) == before
    stack.update(resources(30, '/Common/http'))
    after = cloud.bigip.read(uri(stack))
    assert (after['slowRampTime'], after['monitor'].strip()) == (
        30,
        '/Common/http',
    )


def test_a_refused_replacement_changes_nothing(cloud, stack):
    def resources(name, default_pool):
        return template(
            site=thing(
                SERVER,
                name=stack.name + name,
                ip='192.0.2.78',
                port=80,
                default_pool=default_pool,
            )
        )

    def read(name):
        return cloud.bigip.read('ltm/virtual/~Common~' + stack.name + name)

    stack.create(resources('-a', None))
    before = read('-a')
    stack.update(resources('-b', '/Common/nowhere'), expect='UPDATE_FAILED')
    assert 'The requested Pool (/Common/nowhere) was not found' in (
        reason(stack, 'site')
    )
    assert (read('-a'), read('-b')) == (before, None)
    stack.update(resources('-b', None))
    assert read('-a') is None
    assert read('-b')

    # The answer to the commit of the transaction is lost.
    cloud.control.inject('drop-after', method='PATCH', path='/transaction/')
    stack.update(resources('-c', None))
    assert read('-b') is None
    assert read('-c')
    stack.delete()
    assert read('-c') is None


def test_a_failed_update_is_rolled_back(cloud, stack):
    def resources(ramp, default_pool, **more):
        return template(
            pool=pool(slow_ramp_time=ramp),
            site={
                **thing(
                    SERVER, ip='192.0.2.75', port=80, default_pool=default_pool
                ),
                'depends_on': ['pool', *more],
            },
            **more,
        )

    stack.create(resources(20, {'get_resource': 'pool'}))
    before = everything(cloud)
    ids = uri(stack), uri(stack, 'site', 'ltm/virtual')
    was = [cloud.bigip.read(found) for found in ids]
    cloud.heat.stacks.update(
        stack.id,
        disable_rollback=False,
        template=resources(30, '/Common/nowhere', new=pool()),
    )
    # For a moment Heat shows UPDATE_FAILED.
    conftest.until(lambda: stack.show().action == 'ROLLBACK')
    stack.wait('ROLLBACK_COMPLETE')
    assert everything(cloud) == before
    assert (uri(stack), uri(stack, 'site', 'ltm/virtual')) == ids
    for old, found in zip(was, map(cloud.bigip.read, ids), strict=True):
        assert found | {'generation': 0} == old | {'generation': 0}


def test_a_failed_create_is_rolled_back(cloud, stack):
    before = everything(cloud)
    stack.id = cloud.heat.stacks.create(
        stack_name=stack.name,
        disable_rollback=False,
        template=template(
            pool=pool(),
            site={
                **thing(
                    SERVER,
                    ip='192.0.2.77',
                    port=80,
                    default_pool='/Common/nowhere',
                ),
                'depends_on': 'pool',
            },
        ),
    )['stack']['id']
    conftest.until(lambda: stack.show().action == 'ROLLBACK')
    stack.wait('ROLLBACK_COMPLETE')
    assert everything(cloud) == before


@pytest.mark.parametrize('fault', ['drop-before', 'drop-after'])
def test_answers_are_lost(fault, cloud, stack):
    """Whether a request took effect or not: all is done, and once."""
    before = everything(cloud)
    cloud.control.inject(fault, method='POST', path='/ltm/pool$')
    stack.create(template(pool=pool(slow_ramp_time=20)))
    made = uri(stack)
    assert cloud.bigip.read(made)['slowRampTime'] == 20
    assert len(everything(cloud)) == len(before) + 1
    cloud.control.inject(fault, method='PATCH')
    stack.update(template(pool=pool(slow_ramp_time=30)))
    assert cloud.bigip.read(made)['slowRampTime'] == 30
    cloud.control.inject(fault, method='DELETE')
    stack.delete()
    assert everything(cloud) == before


def test_no_answer_comes_at_all(cloud, stack):
    before = everything(cloud)
    with (
        conftest.fault(
            cloud.control, 'drop-after', method='POST', path='/ltm/pool$'
        ),
        conftest.fault(cloud.control, 'drop-before', method='GET'),
    ):
        stack.create(
            template(pool=pool(slow_ramp_time=20)), expect='CREATE_FAILED'
        )
    assert 'was not answered' in reason(stack)
    stack.update(template(pool=pool(slow_ramp_time=30)))
    assert cloud.bigip.read(uri(stack))['slowRampTime'] == 30
    assert len(everything(cloud)) == len(before) + 1
    stack.delete()
    assert everything(cloud) == before


def test_a_lost_answer_takes_nothing_foreign(cloud, stack):
    with theirs(cloud.bigip, 'ltm/pool', {'name': 'theirs'}) as found:
        was = cloud.bigip.read(found)
        cloud.control.inject('drop-after', method='POST', path='/ltm/pool$')
        stack.create(
            template(pool=pool(name='theirs', slow_ramp_time=20)),
            expect='CREATE_FAILED',
        )
        assert 'exists on the BIG-IP and does not belong' in reason(stack)
        stack.delete()
        assert cloud.bigip.read(found) == was


def test_deleted_behind_the_back(cloud, stack):
    """An update makes the object anew, and a delete does not miss it."""
    stack.create(template(pool=pool(slow_ramp_time=20)))
    made = uri(stack)
    assert cloud.bigip.delete(made).ok
    stack.check(expect='CHECK_FAILED')
    assert '(%s) was not found' % (
        stack.resource('pool').physical_resource_id
    ) in reason(stack)
    stack.update(template(pool=pool(slow_ramp_time=20)))
    assert uri(stack) == made
    assert cloud.bigip.read(made)['slowRampTime'] == 20
    assert cloud.bigip.delete(made).ok
    stack.update(template(pool=pool(slow_ramp_time=30)))
    assert cloud.bigip.read(made)['slowRampTime'] == 30
    assert cloud.bigip.delete(made).ok
    stack.delete()


def test_nodes_of_others_survive(cloud, make_stack):
    def members(*addresses):
        return template(
            pool=pool(
                members=[
                    {'member_ip': address, 'member_port': 80}
                    for address in addresses
                ]
            )
        )

    def node(address):
        return cloud.bigip.read('ltm/node/~Common~' + address)

    first, second = make_stack(), make_stack()
    with theirs(
        cloud.bigip, 'ltm/node', {'name': '10.5.0.1', 'address': '10.5.0.1'}
    ):
        first.create(members('10.5.0.1', '10.5.0.2', '10.5.0.3'))
        second.create(members('10.5.0.3'))
        assert cloud.bigip.patch(
            'ltm/node/~Common~10.5.0.2', json={'description': 'kept'}
        ).ok
        first.delete()
        assert node('10.5.0.1')
        assert node('10.5.0.2')['description'] == 'kept'
        assert node('10.5.0.3')
        second.delete()
        assert node('10.5.0.3') is None
    assert cloud.bigip.delete('ltm/node/~Common~10.5.0.2').ok


def test_a_delete_that_stopped_half_way(cloud, stack):
    before = everything(cloud)
    stack.create(
        template(
            pool=pool(
                members=[
                    {'member_ip': '10.5.1.%d' % number, 'member_port': 80}
                    for number in (1, 2)
                ]
            )
        )
    )
    with conftest.fault(
        cloud.control, 'drop-before', method='DELETE', path='/ltm/node/'
    ):
        stack.delete(expect='DELETE_FAILED')
    stack.delete()
    assert everything(cloud) == before


def test_in_use_by_somebody_else(cloud, stack):
    """Heat tries again, then names who uses the object."""
    stack.create(template(pool=pool()))
    used = stack.resource('pool').physical_resource_id
    with theirs(
        cloud.bigip,
        'ltm/virtual',
        {'name': 'user', 'destination': '192.0.2.76:80', 'pool': used},
    ):
        cloud.control.clear()
        stack.delete(expect='DELETE_FAILED')
        assert writes(cloud) == ['DELETE'] * (1 + IN_USE)
        assert (
            '01070265:3: The Pool (%s) cannot be deleted because it is in '
            'use by a Virtual Server (/Common/user).' % used in reason(stack)
        )
        cloud.control.clear()
        cloud.heat.stacks.delete(stack.id)
        conftest.until(lambda: writes(cloud) == ['DELETE'])
    stack.wait('DELETE_COMPLETE')


def test_an_expired_token_and_a_busy_device(cloud, stack):
    stack.create(template(pool=pool(slow_ramp_time=20)))
    cloud.control.expire_tokens()
    cloud.control.clear()
    stack.update(template(pool=pool(slow_ramp_time=30)))
    assert cloud.control.counts()['logins'] == 1
    for fault in '503-restarting', '503-task-active', '404-not-available':
        cloud.control.inject(fault, method='PATCH')
    stack.update(template(pool=pool(slow_ramp_time=40)))
    assert cloud.bigip.read(uri(stack))['slowRampTime'] == 40
    cloud.control.inject('503-restarting', method='DELETE', times=2)
    stack.delete()
