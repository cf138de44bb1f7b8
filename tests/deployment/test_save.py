# SPDX-License-Identifier: Apache-2.0

"""What an engine leaves undone when it ends, and what the next one does."""

import pytest

from f5_heat import simulator
from f5_heat.lab import lab
from tests.deployment import engine
from tests.functional import conftest

SAVE = ('POST', '/mgmt/tm/sys/config')


@pytest.fixture
def deployment(own_database, own_bus, tmp_path):
    """Two workers; the one device is saved soon, the other one late."""
    sims = [
        simulator.Simulator(
            username=lab.USERNAME, password=lab.PASSWORD, control=True
        )
        for _ in range(2)
    ]
    with (
        sims[0] as soon,
        sims[1] as late,
        engine.Deployment(
            tmp_path,
            own_database,
            own_bus,
            {'soon': soon, 'late': late},
            {
                'DEFAULT': {'num_engine_workers': 2},
                'f5_bigip_device:soon': {'save': True, 'save_delay': 3},
                'f5_bigip_device:late': {'save': True, 'save_delay': 600},
            },
        ) as made,
    ):
        yield made


def saves(device):
    return [
        (request['method'], request['path'])
        for request in device.control.requests()
    ].count(SAVE)


def create(deployment, name):
    """Create a stack of pools on both devices."""
    stack = deployment.heat().stacks.create(
        stack_name=name,
        template={
            'heat_template_version': '2021-04-16',
            'resources': {
                '%s_%s_%d' % (name, server, number): {
                    'type': 'F5::LTM::Pool',
                    'properties': {
                        'bigip_server': server,
                        'name': '%s_%d' % (name, number),
                    },
                }
                for server in deployment.devices
                for number in range(2)
            },
        },
    )
    deployment.wait([stack['stack']['id']], 'CREATE_COMPLETE')


def load(device):
    """Let a device load what was saved, as when it starts."""
    assert (
        conftest.BigIP(device).post('sys/config', json={'command': 'load'}).ok
    )


def tokens(device):
    bigip = conftest.BigIP(device)
    bigip.url = device.url + '/mgmt/'
    return bigip.read('shared/authz/tokens').get('items', [])


def pools(device):
    return {
        path.removeprefix('/Common/')
        for path in device.control.config().get('ltm/pool', {})
    }


def test_nothing_is_lost_when_an_engine_ends(deployment):
    soon, late = deployment.devices.values()
    deployment.start_engine()
    deployment.wait_for_engine()
    create(deployment, 'first')
    conftest.until(lambda: saves(soon))
    assert saves(late) == 0
    assert tokens(soon) and tokens(late)

    deployment.stop_engine()
    # Both workers were to save it: for the start, and for what they made.
    assert saves(late) == 1
    assert tokens(soon) == tokens(late) == []

    deployment.start_engine()
    create(deployment, 'second')
    deployment.kill_engine()
    before = saves(soon)
    deployment.start_engine()
    conftest.until(lambda: saves(soon) > before)
    load(soon)
    assert pools(soon) == {'first_0', 'first_1', 'second_0', 'second_1'}
    # What was not saved is lost, which shows that loading tells.
    load(late)
    assert pools(late) == {'first_0', 'first_1'}
