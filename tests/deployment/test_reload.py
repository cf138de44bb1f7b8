# SPDX-License-Identifier: Apache-2.0

"""A heat-engine that reads heat.conf again: on SIGHUP, without a restart."""

import shutil

import pytest

from f5_heat import simulator
from f5_heat.lab import lab
from tests.deployment import engine
from tests.functional import conftest

FRESH = 'Fresh-Canary-1'
BROKEN = 'password Canary-2'


@pytest.fixture
def devices():
    first, second, third = (
        simulator.Simulator(
            username=lab.USERNAME, password=lab.PASSWORD, control=True
        )
        for _ in range(3)
    )
    with first, second, third:
        yield {'first': first, 'second': second, 'third': third}


@pytest.fixture
def deployment(own_database, own_bus, devices, tmp_path):
    """Two workers, which know two of the devices."""
    known = {name: devices[name] for name in ('first', 'second')}
    with engine.Deployment(
        tmp_path,
        own_database,
        own_bus,
        known,
        {'DEFAULT': {'num_engine_workers': 2}},
    ) as made:
        made.start_engine()
        made.wait_for_engine()
        yield made


def create(deployment, name, device):
    """Begin a stack of a pool on a device."""
    return deployment.heat().stacks.create(
        stack_name=name,
        template={
            'heat_template_version': '2021-04-16',
            'resources': {
                'pool': {
                    'type': 'F5::LTM::Pool',
                    'properties': {'bigip_server': device, 'name': name},
                }
            },
        },
    )['stack']['id']


def log(deployment):
    return (deployment.directory / 'engine.log').read_text(errors='replace')


def tokens(device, password=lab.PASSWORD):
    bigip = conftest.BigIP(device)
    bigip.auth = lab.USERNAME, password
    bigip.url = device.url + '/mgmt/'
    return bigip.read('shared/authz/tokens').get('items', [])


def test_an_engine_reads_its_configuration_again(
    deployment, devices, tmp_path
):
    first, second, third = devices.values()
    deployment.wait(
        [
            create(deployment, 'one', 'first'),
            create(deployment, 'two', 'second'),
        ],
        'CREATE_COMPLETE',
    )
    assert tokens(second)

    # Another password here, another file there, and a device that is new.
    bigip = conftest.BigIP(first)
    assert bigip.patch(
        'auth/user/' + lab.USERNAME, json={'password': FRESH}
    ).ok
    first.control.expire_tokens()
    authorities = shutil.copy(second.ca_file, tmp_path / 'authorities.pem')
    third_section = {
        'address': third.address,
        'username': lab.USERNAME,
        'password': lab.PASSWORD,
        'ca_file': third.ca_file,
        'read_timeout': 1,
        'retry_timeout': 0,
    }
    deployment.configure(
        {
            'f5_bigip': {'devices': 'first, second, third'},
            'f5_bigip_device:first': {'password': FRESH},
            'f5_bigip_device:second': {'ca_file': authorities},
            'f5_bigip_device:third': third_section,
        }
    )
    deployment.reload_engine()
    assert tokens(second) == []
    deployment.wait(
        [
            create(deployment, 'three', 'first'),
            create(deployment, 'four', 'second'),
            create(deployment, 'five', 'third'),
        ],
        'CREATE_COMPLETE',
    )
    assert (
        'The options of F5 BIG-IP were read again; changed: '
        '[f5_bigip_device:third], [f5_bigip] devices, '
        '[f5_bigip_device:first] password, '
        '[f5_bigip_device:second] ca_file\n'
    ) in log(deployment)

    # Without its section's file nobody believes the second one, and the
    # third one has less time than it takes.
    deployment.configure(
        {'f5_bigip_device:second': {'ca_file': first.ca_file}}
    )
    deployment.reload_engine()
    third.control.inject('hold-before', path='ltm/pool', times=100)
    failed = (
        create(deployment, 'six', 'third'),
        create(deployment, 'seven', 'second'),
    )
    deployment.wait(failed, 'CREATE_FAILED')
    third.control.mend()
    third.control.release()
    reasons = deployment.reasons(failed)
    assert 'no answer came in time' in reasons
    assert 'the certificate is not trusted' in reasons

    # What is no configuration changes nothing.
    heat_conf = deployment.directory / 'heat.conf'
    with open(heat_conf, 'a') as file:
        file.write('\n%s\n' % BROKEN)
    deployment.reload_engine()
    assert 'what was read before stays in force: %s, line ' % heat_conf in log(
        deployment
    )
    deployment.wait(
        [
            create(deployment, 'eight', 'first'),
            create(deployment, 'nine', 'third'),
        ],
        'CREATE_COMPLETE',
    )

    # A device that is taken out.
    deployment.configure({'f5_bigip': {'devices': 'first, second'}})
    deployment.reload_engine()
    assert tokens(third) == []
    with pytest.raises(Exception, match='third is neither'):
        deployment.wait(
            [create(deployment, 'ten', 'third')], 'CREATE_COMPLETE'
        )
    for secret in FRESH, BROKEN:
        assert secret not in log(deployment)
