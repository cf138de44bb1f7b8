# SPDX-License-Identifier: Apache-2.0

"""F5::Cm::Sync: a device group gets what a device has."""

import pathlib

import pytest

from f5_heat.lab import lab
from tests.functional import conftest
from tests.functional import labs


@pytest.fixture(scope='module')
def cloud(tmp_path_factory):
    """A lab of its own, as the devices are to trust each other."""
    log_file = tmp_path_factory.mktemp('lab') / 'heat.log'
    with labs.start(devices=2, log_file=log_file) as running:
        yield conftest.Cloud(running)


@pytest.fixture(autouse=True)
def pair(cloud):
    """Both devices are a failover group, in sync, and one for policies."""
    for control in cloud.controls:
        control.reset()
    conftest.join(cloud.bigip, 1, 2)
    for collection, body in (
        (
            'cm/device-group',
            {'name': 'other', 'devices': ['bigip1', 'bigip2']},
        ),
        ('cm', run('pair')),
        ('cm', run('other')),
    ):
        answer = cloud.bigip.post(collection, json=body)
        assert answer.status_code == 200, answer.text
    for control in cloud.controls:
        control.clear()


def run(group):
    return {'command': 'run', 'utilCmdArgs': 'config-sync to-group ' + group}


def template(*pools, **properties):
    return {
        'heat_template_version': '2015-04-30',
        'resources': {
            'sync': {
                'type': 'F5::Cm::Sync',
                'properties': {
                    'bigip_server': 'lab',
                    'device_group': 'pair',
                    'device_group_partition': 'Common',
                    **properties,
                },
            },
            **{
                name: {'type': 'F5::LTM::Pool', 'properties': {'name': name}}
                for name in pools
            },
        },
    }


def reason(stack):
    return stack.resource('sync').resource_status_reason


def requests(cloud):
    """What the first device took, but for logins; then it forgets."""
    seen = [
        (request['method'], request['path'].removeprefix('/mgmt/tm/'))
        for request in cloud.control.requests()
        # After a reset the first request finds that its token is gone.
        if not request['login'] and request['status'] != 401
    ]
    cloud.control.clear()
    return seen


def test_the_group_gets_what_the_others_made(cloud, stack):
    made = template('first', 'second')
    made['outputs'] = {
        'status': {'value': {'get_attr': ['sync', 'sync_status']}}
    }
    stack.create(made)
    assert [
        item['name'] for item in cloud.bigips[1].read('ltm/pool')['items']
    ] == ['first', 'second']
    assert stack.output('status') == 'In Sync'


def test_each_update_synchronizes(cloud, stack):
    stack.create(template('pool'))
    assert requests(cloud) == [
        ('POST', 'ltm/pool'),
        ('POST', 'cm'),
        ('GET', 'cm/sync-status'),
    ]
    # Heat shows a resource with its attributes, for which it asks.
    reference = stack.resource('sync').physical_resource_id
    cloud.control.clear()
    stack.update(template('pool'))
    assert requests(cloud) == [('POST', 'cm'), ('GET', 'cm/sync-status')]
    assert stack.resource('sync').physical_resource_id == reference


def test_nothing_else_makes_a_request(cloud, stack):
    stack.create(template())
    requests(cloud)
    stack.check()
    stack.suspend()
    stack.resume()
    stack.delete()
    assert requests(cloud) == []


def test_a_group_that_is_not_there(cloud, stack):
    made = template(
        device_group='test_group', bigip_server={'get_resource': 'bigip'}
    )
    device = cloud.lab.devices[0]
    made['resources']['bigip'] = {
        'type': 'F5::BigIP::Device',
        'properties': {
            'ip': device.address,
            'username': lab.USERNAME,
            'password': lab.PASSWORD,
            'ca_cert': pathlib.Path(device.ca_file).read_text(),
        },
    }
    stack.create(made, expect='CREATE_FAILED')
    assert 'Device group (test_group) not found in device group sync' in (
        reason(stack)
    )
    made['resources']['sync']['properties']['device_group'] = '/Common/pair'
    stack.update(made)


def test_it_waits_for_the_group(cloud, stack):
    cloud.control.set_sync_polls(3)
    stack.create(template('pool'))
    assert requests(cloud).count(('GET', 'cm/sync-status')) > 3


def test_it_waits_for_no_other_group(cloud, stack):
    cloud.control.set_sync_status('other', 'Changes Pending')
    stack.create(template('pool'))
    cloud.control.set_sync_status('other', 'Sync Failure', 'of the other')
    stack.update(template('pool'))


def test_a_sync_that_fails(cloud, stack):
    stack.create(template())
    cloud.control.set_sync_status('pair', 'Sync Failure', 'Load failed.')
    stack.update(template(), expect='UPDATE_FAILED')
    assert 'The device group pair does not come into sync: ' in reason(stack)
    assert 'pair (Sync Failure): Load failed.' in reason(stack)
    cloud.control.set_sync_status('pair', '')
    stack.update(template())


def test_a_device_that_is_disconnected(cloud, stack):
    cloud.control.disconnect('bigip2')
    stack.create(template('pool'), expect='CREATE_FAILED')
    assert 'Disconnected' in reason(stack)
    assert 'bigip2: disconnected' in reason(stack)
    cloud.control.reconnect('bigip2')
    stack.update(template('pool'))
    assert cloud.bigips[1].read('ltm/pool/~Common~pool')


def test_a_device_on_its_own(cloud, stack):
    for control in cloud.controls:
        control.reset()
    assert cloud.bigip.post(
        'cm/device-group', json={'name': 'pair', 'devices': ['bigip1']}
    ).ok
    stack.create(template(), expect='CREATE_FAILED')
    assert 'Standalone' in reason(stack)


def test_the_stack_ends_what_does_not_end(cloud, stack):
    cloud.control.set_sync_polls(10**6)
    stack.create(template(), timeout_mins=1, expect='CREATE_FAILED')
    assert 'timed out' in stack.show().stack_status_reason.lower()
    cloud.control.set_sync_polls(0)
    for control in cloud.controls:
        control.reset()
    stack.delete()


def test_from_the_group(cloud, stack):
    assert cloud.bigips[1].post('ltm/pool', json={'name': 'theirs'}).ok
    stack.create(template(direction='from-group'))
    assert cloud.bigip.read('ltm/pool/~Common~theirs')


def test_the_whole_configuration_is_forced_on_the_group(cloud, stack):
    assert cloud.bigips[1].post('ltm/pool', json={'name': 'theirs'}).ok
    stack.create(template('ours', force_full_load_push=True))
    assert cloud.bigips[1].read('ltm/pool/~Common~theirs') is None
    assert cloud.bigips[1].read('ltm/pool/~Common~ours')
