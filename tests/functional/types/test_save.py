# SPDX-License-Identifier: Apache-2.0

"""F5::Sys::Save: the configuration is saved after all else, each time."""

import pathlib

import pytest

from tests.functional import conftest
from tests.functional import labs
from tests.unit import icontrol_device


@pytest.fixture(scope='module')
def cloud(tmp_path_factory):
    """A lab of its own: requests are counted, and what was saved is loaded."""
    log_file = tmp_path_factory.mktemp('lab') / 'heat.log'
    with labs.start(
        devices=2, conf=conftest.SOON, log_file=log_file
    ) as running:
        yield conftest.Cloud(running)


def template(*others, **save):
    """A save beside pools, which have the names of the others."""
    return {
        'heat_template_version': '2015-04-30',
        'resources': {
            'save': {'type': 'F5::Sys::Save', 'properties': save},
            **{
                name: {'type': 'F5::LTM::Pool', 'properties': {'name': name}}
                for name in others
            },
        },
    }


def watch(cloud, action, *args, **kwargs):
    """Each request that the devices see meanwhile, but for logins."""
    for control in cloud.controls:
        control.clear()
    action(*args, **kwargs)
    return [
        (number, request['method'], request['path'].removeprefix('/mgmt/tm/'))
        for number, control in enumerate(cloud.controls, 1)
        for request in control.requests()
        if not request['login']
    ]


SAVED = (1, 'POST', 'sys/config')
#: What comes before a change, after a device could not answer.
READY = (1, 'GET', 'sys/mcp-state')


def test_it_saves_after_all_the_others_and_with_each_update(cloud, stack):
    seen = watch(cloud, stack.create, template('first', 'second'))
    assert seen == [(1, 'POST', 'ltm/pool'), (1, 'POST', 'ltm/pool'), SAVED]
    reference = stack.resource('save').physical_resource_id
    assert watch(cloud, stack.update, template('first', 'second')) == [SAVED]
    assert stack.resource('save').physical_resource_id == reference
    seen = watch(cloud, stack.update, template('first', 'second', 'third'))
    assert seen == [(1, 'POST', 'ltm/pool'), SAVED]
    assert (
        watch(
            cloud,
            stack.update,
            template('first', 'second', 'third'),
            converge=True,
        )[-1]
        == SAVED
    )
    assert stack.resource('save').physical_resource_id == reference


def test_what_is_saved_is_there_after_a_restart(cloud, stack):
    stack.create(template('kept'))
    assert cloud.bigip.post('ltm/pool', json={'name': 'lost'}).ok
    # What a device does when it starts.
    assert cloud.bigip.post('sys/config', json={'command': 'load'}).ok
    assert cloud.bigip.read('ltm/pool/~Common~kept')
    assert cloud.bigip.read('ltm/pool/~Common~lost') is None


def test_nothing_else_makes_a_request(cloud, stack):
    stack.create(template())

    def actions():
        stack.check()
        stack.suspend()
        stack.resume()
        cloud.heat.stacks.snapshot(stack.id)
        stack.wait('SNAPSHOT_COMPLETE')
        stack.delete()

    assert watch(cloud, actions) == []


def test_it_is_not_run_when_something_before_it_fails(cloud, stack):
    failing = template('pool')
    failing['resources']['pool']['properties']['monitors'] = ['nowhere']
    seen = watch(cloud, stack.create, failing, expect='CREATE_FAILED')
    assert SAVED not in seen
    assert watch(cloud, stack.update, template('pool'))[-1] == SAVED


def test_a_save_that_fails_is_retried_by_an_update(cloud, stack):
    with conftest.fault(
        cloud.control, '500-mcpd-lost', method='POST', path='/sys/config$'
    ):
        stack.create(template('pool'), expect='CREATE_FAILED')
    assert 'The connection to mcpd has been lost' in (
        stack.resource('save').resource_status_reason
    )
    assert watch(cloud, stack.update, template('pool')) == [READY, SAVED]


def test_a_save_whose_answer_is_lost_is_done_again(cloud, stack):
    cloud.control.inject('drop-after', method='POST', path='/sys/config$')
    assert watch(cloud, stack.create, template()) == [SAVED, READY, SAVED]


def test_another_device(cloud, stack):
    stack.create(template())
    reference = stack.resource('save').physical_resource_id
    assert watch(cloud, stack.update, template(bigip_server='lab2')) == [
        (2, 'POST', 'sys/config')
    ]
    assert stack.resource('save').physical_resource_id == reference


def test_what_is_asked_of_the_device(stack):
    """On a device of the template, for some partitions only."""
    with icontrol_device.Device() as device:
        device.plan(icontrol_device.mcp_state('running'))
        made = template(
            bigip_server={'get_resource': 'bigip'},
            partitions=['Common', 'tenant'],
        )
        made['resources']['bigip'] = {
            'type': 'F5::BigIP::Device',
            'properties': {
                'ip': device.address,
                'username': icontrol_device.USERNAME,
                'password': icontrol_device.PASSWORD,
                'auth_type': 'basic',
                'ca_cert': pathlib.Path(device.ca_file).read_text(),
            },
        }
        stack.create(made)
        request = device.requests[-1]
        assert (request.method, request.path, request.json) == (
            'POST',
            '/mgmt/tm/sys/config',
            {'command': 'save', 'partitions': ['Common', 'tenant']},
        )
        del made['resources']['save']['properties']['partitions']
        stack.update(made)
        assert device.requests[-1].json == {'command': 'save'}
        before = len(device.requests)
        stack.delete()
        assert len(device.requests) == before
