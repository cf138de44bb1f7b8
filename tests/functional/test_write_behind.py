# SPDX-License-Identifier: Apache-2.0

"""Devices that are saved and synced once their changes have come to rest."""

import pathlib

import pytest

from f5_heat.lab import lab
from tests.functional import conftest
from tests.functional import labs
from tests.functional.contract import stacks

# Long enough for a slow machine to pause between two writes of a stack.
DELAY = 4.0
SAVE = ('POST', 'sys/config')
SYNC = ('POST', 'cm')


@pytest.fixture(scope='module')
def cloud(tmp_path_factory):
    """A lab of its own: lab is saved, lab2 as well and synced, lab3 not."""
    log_file = tmp_path_factory.mktemp('lab') / 'heat.log'
    conf = {
        'oslo_messaging_notifications': {'driver': 'log'},
        'f5_bigip_device:lab': {'save': True, 'save_delay': DELAY},
        'f5_bigip_device:lab2': {
            'save': True,
            'sync_group': '/Common/pair',
            'save_delay': DELAY,
        },
    }
    with labs.start(devices=3, conf=conf, log_file=log_file) as running:
        cloud = conftest.Cloud(running)
        # What the engine may have left undone when it ended.
        for control in cloud.controls[:2]:
            conftest.until(lambda control=control: SAVE in seen(control))
        yield cloud


def seen(control):
    """The writes that a device took, but for logins."""
    return [
        (request['method'], request['path'].removeprefix('/mgmt/tm/'))
        for request in control.requests()
        if not request['login']
        and request['method'] != 'GET'
        and request['status'] != 401
        and '/authz/' not in request['path']
    ]


def watch(control, action, *args):
    """The writes of an action, up to the save that follows it."""
    control.clear()
    action(*args)
    conftest.until(lambda: SAVE in seen(control))
    return seen(control)


def pools(count, server='lab', **properties):
    return stacks.star(
        {
            'pool%d' % number: {
                'type': 'F5::LTM::Pool',
                'properties': {'bigip_server': server, **properties},
            }
            for number in range(count)
        }
    )


def logged(cloud, text):
    """The lines of Heat's log that have a text in them."""
    return [
        line
        for line in cloud.log_file.read_text().splitlines()
        if text in line
    ]


@pytest.fixture
def pair(cloud):
    """The second and the third device are a group."""
    conftest.join(cloud.bigips[1], 2, 3)
    yield
    for control in cloud.controls[1:]:
        control.reset()


def test_a_device_is_saved_once_for_a_stack(cloud, stack):
    """After a create, an update and a delete alike."""
    creates = watch(cloud.control, stack.create, pools(20))
    updates = watch(cloud.control, stack.update, pools(10, description='x'))
    deletes = watch(cloud.control, stack.delete)
    assert len(creates) == 21
    assert {method for method, _ in creates} == {'POST'}
    assert sorted(method for method, _ in updates) == (
        ['DELETE'] * 10 + ['PATCH'] * 10 + ['POST']
    )
    assert sorted(method for method, _ in deletes) == ['DELETE'] * 10 + [
        'POST'
    ]
    for writes in (creates, updates, deletes):
        assert writes[-1] == SAVE
        assert writes.count(SAVE) == 1


def test_nothing_is_left_to_do_after_a_save_of_the_stack(cloud, stack):
    made = pools(2)
    made['resources']['save'] = {
        'type': 'F5::Sys::Save',
        'properties': {'bigip_server': 'lab'},
    }
    creates = watch(cloud.control, stack.create, made)
    assert creates[-1] == SAVE
    # A save without need would come before that of the delete.
    assert watch(cloud.control, stack.delete).count(SAVE) == 1


def test_a_device_that_asks_for_nothing_is_not_saved(cloud, stack):
    cloud.controls[2].clear()
    made = pools(1)
    made['resources']['pool0']['depends_on'] = ['root', 'other']
    made['resources']['other'] = {
        'type': 'F5::LTM::Pool',
        'properties': {'bigip_server': 'lab3'},
    }
    watch(cloud.control, stack.create, made)
    assert seen(cloud.controls[2]) == [('POST', 'ltm/pool')]


def test_a_save_that_fails_is_done_later(cloud, stack):
    before = len(logged(cloud, 'f5_bigip.save.error'))
    cloud.control.clear()
    cloud.control.inject(
        '500-mcpd-lost', method='POST', path='/sys/config$', times=2
    )
    stack.create(pools(1))
    conftest.until(lambda: seen(cloud.control).count(SAVE) == 3)
    notified = logged(cloud, 'f5_bigip.save.error')
    assert len(notified) == before + 1
    for words in ('"device": "lab"', 'connection to mcpd has been lost'):
        assert words in notified[-1]
    told = logged(cloud, 'on the BIG-IP lab (')
    assert 'ERROR' in told[-1]
    assert 'is still to be saved' in told[-1]
    assert 'connection to mcpd has been lost' in told[-1]


def test_the_group_is_synced_once(cloud, stack, pair):
    control = cloud.controls[1]
    # What failed when the engine started, for want of a group.
    conftest.until(
        lambda: (
            SYNC in seen(control)
            and cloud.bigips[1].read('cm/sync-status')
            and in_sync(cloud)
        )
    )
    assert logged(cloud, 'f5_bigip.sync.error')
    control.clear()
    stack.create(pools(5, 'lab2'))
    conftest.until(lambda: SYNC in seen(control))
    writes = seen(control)
    assert writes[-2:] == [SAVE, SYNC]
    assert len(writes) == 7
    conftest.until(lambda: in_sync(cloud))
    assert len(cloud.bigips[2].read('ltm/pool')['items']) == 5

    control.disconnect('bigip3')
    known = len(logged(cloud, 'f5_bigip.sync.error'))
    stack.delete()
    conftest.until(lambda: len(logged(cloud, 'f5_bigip.sync.error')) > known)
    assert 'bigip3: disconnected' in logged(cloud, 'f5_bigip.sync.error')[-1]
    control.reconnect('bigip3')
    conftest.until(lambda: not cloud.bigips[2].read('ltm/pool')['items'])
    assert len(logged(cloud, 'f5_bigip.sync.error')) == known + 1
    assert seen(control).count(SAVE) == 2


def in_sync(cloud):
    """Whether the second device says that it is."""
    (entry,) = cloud.bigips[1].read('cm/sync-status')['entries'].values()
    return (
        entry['nestedStats']['entries']['status']['description'] == 'In Sync'
    )


def test_a_device_of_the_template(cloud, stack):
    """It is saved before its resource goes; what fails the author sees."""
    control = cloud.controls[2]
    device = cloud.lab.devices[2]
    made = pools(1, {'get_resource': 'bigip'})
    made['resources']['bigip'] = {
        'type': 'F5::BigIP::Device',
        'properties': {
            'ip': device.address,
            'username': lab.USERNAME,
            'password': lab.PASSWORD,
            'save': True,
            'ca_cert': pathlib.Path(device.ca_file).read_text(),
        },
    }
    assert [method for method, _ in watch(control, stack.create, made)] == [
        'POST',
        'POST',
    ]
    control.clear()
    control.inject('expired-token', path='/sys/config$', times=99)
    stack.delete(expect='DELETE_FAILED')
    assert 'X-F5-Auth-Token has expired' in (
        stack.resource('bigip').resource_status_reason
    )
    control.mend()
    stack.delete()
    assert [method for method, _ in seen(control)][:1] == ['DELETE']
    assert seen(control)[-1] == SAVE
