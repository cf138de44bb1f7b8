# SPDX-License-Identifier: Apache-2.0

"""What Heat does while a device restarts, and when it is there again."""

import pytest

from f5_heat.lab import lab
from tests.functional import conftest
from tests.functional import labs
from tests.functional.faults.test_failures import everything
from tests.functional.faults.test_failures import pool
from tests.functional.faults.test_failures import reason
from tests.functional.faults.test_failures import SERVER
from tests.functional.faults.test_failures import template
from tests.functional.faults.test_failures import thing
from tests.functional.faults.test_failures import uri
from tests.functional.types.test_ssl_certificate import pair

SECONDS = 3


@pytest.fixture(scope='module')
def cloud(tmp_path_factory):
    """A lab of its own, whose second device is soon given up."""
    log_file = tmp_path_factory.mktemp('lab') / 'heat.log'
    conf = {'f5_bigip_device:lab2': {'retry_timeout': SECONDS}}
    with labs.start(devices=2, conf=conf, log_file=log_file) as running:
        yield conftest.Cloud(running)


@pytest.fixture(autouse=True)
def running(cloud):
    """Each test begins with devices as on their first day."""
    for control in cloud.controls:
        control.reset()


def members(*addresses):
    return [{'member_ip': address, 'member_port': 80} for address in addresses]


def begin(stack, made, **kwargs):
    stack.id = stack.heat.stacks.create(
        stack_name=stack.name, template=made, **kwargs
    )['stack']['id']


def seen(control, **what):
    """Whether there was such a request since the last look at all of them."""
    return any(
        what.items() <= request.items() for request in control.requests()
    )


def await_request(control, **what):
    conftest.until(lambda: seen(control, **what))


def save(bigip):
    assert bigip.post('sys/config', json={'command': 'save'}).ok


def come_to(control, phase, **what):
    """Let a device come to a phase, and wait for a request that sees it."""
    control.clear()
    control.boot_phase(phase)
    if what:
        await_request(control, **what)


def logged(cloud, *words):
    return [
        line
        for line in cloud.log_file.read_text().splitlines()
        if all(word in line for word in words)
    ]


def restart(cloud):
    """From the first phase to the last; each is seen by Heat.

    Nothing may change a device before it knows what it has.
    """
    cloud.control.clear()
    cloud.control.reboot()
    cloud.control.mend()
    conftest.until(lambda: cloud.control.counts()['connections'])
    come_to(cloud.control, 'restarting', status=503)
    come_to(cloud.control, 'registering', status=404)
    come_to(cloud.control, 'mcpd-lost', status=500)
    come_to(
        cloud.control, 'loading', status=200, path='/mgmt/tm/sys/mcp-state'
    )
    assert [
        one
        for one in cloud.control.requests()
        if one['method'] != 'GET' and not one['login']
    ] == []
    cloud.control.clear()
    cloud.control.boot_phase('running')


def test_a_restart_under_a_create(cloud, stack):
    made = template(
        pool=pool(members=members('10.11.0.1', '10.11.0.2')),
        site={
            **thing(
                SERVER,
                ip='192.0.2.110',
                port=80,
                default_pool={'get_resource': 'pool'},
            )
        },
        other=pool(name='apart', slow_ramp_time=20),
    )
    before = everything(cloud)
    cloud.control.inject(
        '503-restarting', method='POST', path='/ltm/virtual$', times=100_000
    )
    begin(stack, made)
    waits = (
        'CREATE of VirtualServer "site"',
        'waits for its BIG-IP, lab: '
        'POST /mgmt/tm/ltm/virtual was answered 503: ',
    )
    # Only then is it certain which request is named.
    conftest.until(lambda: logged(cloud, 'WARNING', *waits))
    conftest.until(lambda: cloud.bigip.read('ltm/pool/~Common~apart'))
    save(cloud.bigip)
    restart(cloud)
    stack.wait('CREATE_COMPLETE')
    assert cloud.bigip.read(uri(stack, 'site', 'ltm/virtual'))['pool'] == (
        stack.resource('pool').physical_resource_id
    )
    # The pools and two nodes, the members, the server and its address.
    assert sorted(
        collection.rpartition('~/')[2].split('/')[-1]
        for collection, path in everything(cloud) - before
    ) == sorted(
        [
            'pool',
            'pool',
            'node',
            'node',
            'members',
            'members',
            'virtual',
            'profiles',
            'virtual-address',
        ]
    )
    stack.check()
    assert len(logged(cloud, 'WARNING', *waits)) == 1
    assert (
        len(
            logged(
                cloud,
                'INFO',
                'CREATE of VirtualServer "site"',
                'goes on after',
            )
        )
        == 1
    )
    stack.delete()
    assert everything(cloud) == before


def test_a_restart_under_an_update(cloud, stack):
    before = everything(cloud)
    stack.create(template(pool=pool(members=members('10.11.1.1'))))
    save(cloud.bigip)
    cloud.control.inject('503-restarting', method='PATCH', times=100_000)
    cloud.heat.stacks.update(
        stack.id,
        template=template(
            pool=pool(slow_ramp_time=30, members=members('10.11.1.2'))
        ),
    )
    await_request(cloud.control, method='PATCH', status=503)
    restart(cloud)
    stack.wait('UPDATE_COMPLETE')
    made = cloud.bigip.read(uri(stack) + '?expandSubcollections=true')
    assert made['slowRampTime'] == 30
    assert [one['name'] for one in made['membersReference']['items']] == [
        '10.11.1.2:80'
    ]
    assert cloud.bigip.read('ltm/node/~Common~10.11.1.1') is None
    stack.check()
    stack.delete()
    assert everything(cloud) == before


def test_a_restart_under_a_delete(cloud, stack):
    """What is not there yet is not gone."""
    before = everything(cloud)
    stack.create(template(pool=pool(members=members('10.11.2.1'))))
    save(cloud.bigip)
    cloud.control.inject('503-restarting', method='DELETE', times=100_000)
    cloud.heat.stacks.delete(stack.id)
    await_request(cloud.control, method='DELETE', status=503)
    restart(cloud)
    stack.wait('DELETE_COMPLETE')
    assert everything(cloud) == before


@pytest.mark.parametrize('phase', ['loading', 'running'])
@pytest.mark.parametrize(
    'made', [pool(members=members('10.11.3.1')), pair()], ids=['pool', 'pair']
)
def test_a_delete_that_meets_a_device_which_starts(cloud, stack, made, phase):
    """Nothing has failed before, and the object seems to be gone.

    As the device is asked whether it runs, it may have come to that.
    """
    before = everything(cloud)
    stack.create(template(made=made))
    save(cloud.bigip)
    cloud.control.reboot()
    come_to(cloud.control, 'loading')
    cloud.control.inject('hold-before', path='/sys/mcp-state$')
    cloud.heat.stacks.delete(stack.id)
    assert cloud.control.wait_held()
    if phase == 'running':
        cloud.control.boot_phase(phase)
    cloud.control.release()
    await_request(cloud.control, path='/mgmt/tm/sys/mcp-state', status=200)
    if phase == 'loading':
        cloud.control.boot_phase('running')
    stack.wait('DELETE_COMPLETE')
    assert everything(cloud) == before


@pytest.mark.parametrize(
    'phases', [['down', 'restarting', 'loading'], ['loading']], ids='-'.join
)
def test_a_device_that_comes_with_the_template(cloud, stack, phases):
    """It has just been booted when Heat first speaks to it."""
    device, control = cloud.lab.devices[1], cloud.controls[1]
    seen = {
        'restarting': {'status': 503},
        'loading': {'status': 200, 'path': '/mgmt/tm/sys/mcp-state'},
    }
    first, *others = phases
    control.reboot()
    control.boot_phase(first)
    control.clear()
    begin(
        stack,
        template(
            bigip=thing(
                'F5::BigIP::Device',
                ip=device.address,
                username=lab.USERNAME,
                password=lab.PASSWORD,
            ),
            pool=pool(bigip_server={'get_resource': 'bigip'}),
        ),
    )
    conftest.until(
        lambda: logged(cloud, 'WARNING', stack.name, 'Device "bigip"')
    )
    for phase in others:
        come_to(control, phase, **seen[phase])
    assert [
        one['path']
        for one in control.requests()
        if one['method'] != 'GET' and '/tm/' in one['path']
    ] == []
    control.boot_phase('running')
    stack.wait('CREATE_COMPLETE')
    assert cloud.bigips[1].read(uri(stack))


def test_giving_up(cloud, stack):
    made = template(pool=pool(bigip_server='lab2'))
    cloud.controls[1].reboot()
    cloud.controls[1].boot_phase('restarting')
    stack.create(made, expect='CREATE_FAILED')
    assert (
        'was answered 503: 503 Service Unavailable. This was tried for '
    ) in reason(stack)
    assert (
        len(
            logged(
                cloud, 'WARNING', stack.name, 'waits for its BIG-IP, lab2: '
            )
        )
        == 1
    )
    cloud.controls[1].boot_phase('running')
    stack.update(made)
    assert cloud.bigips[1].read(uri(stack))
    (event,) = [
        one
        for one in cloud.heat.events.list(stack.id, 'pool')
        if 'waits for the BIG-IP' in one.resource_status_reason
    ]
    assert event.resource_status == 'CREATE_IN_PROGRESS'


def test_a_name_is_taken_while_the_answer_is_lost(cloud, stack):
    with conftest.fault(
        cloud.control, 'drop-before', method='POST', path='/ltm/pool$'
    ):
        begin(stack, template(pool=pool(name='taken')))
        await_request(
            cloud.control, method='GET', path='/mgmt/tm/ltm/pool/~Common~taken'
        )
        # The slash at the end keeps this request from the fault.
        theirs = cloud.bigip.post('ltm/pool/', json={'name': 'taken'}).json()
    stack.wait('CREATE_FAILED')
    assert (
        '/Common/taken exists on the BIG-IP and does not belong to this '
        'resource'
    ) in reason(stack)
    stack.delete()
    assert (
        cloud.bigip.read('ltm/pool/~Common~taken')['generation']
        == (theirs['generation'])
    )


def test_a_new_object_of_the_name_outlives_a_lost_delete(cloud, stack):
    stack.create(template(pool=pool(name='again')))
    cloud.control.inject('drop-after', method='DELETE')
    with conftest.fault(cloud.control, 'drop-before', method='GET'):
        cloud.heat.stacks.delete(stack.id)
        await_request(cloud.control, method='GET', status=None)
        theirs = cloud.bigip.post('ltm/pool', json={'name': 'again'}).json()
    stack.wait('DELETE_COMPLETE')
    assert (
        cloud.bigip.read('ltm/pool/~Common~again')['generation']
        == (theirs['generation'])
    )


def test_the_timeout_of_the_stack_comes_first(tmp_path):
    conf = {'DEFAULT': {'stack_action_timeout': 5}}
    with labs.start(conf=conf, log_file=tmp_path / 'heat.log') as running:
        cloud = conftest.Cloud(running)
        stack = conftest.Stack(cloud.heat)
        before = everything(cloud)
        made = template(pool=pool(slow_ramp_time=20))
        cloud.control.reboot()
        cloud.control.boot_phase('restarting')
        stack.create(made, expect='CREATE_FAILED')
        cloud.control.boot_phase('running')
        stack.update(made)
        assert cloud.bigip.read(uri(stack))['slowRampTime'] == 20
        stack.delete()
        assert everything(cloud) == before
