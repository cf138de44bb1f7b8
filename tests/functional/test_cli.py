# SPDX-License-Identifier: Apache-2.0

"""The main path as users walk it, by the command ``openstack``."""

import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import uuid

import pytest

OPENSTACK = pathlib.Path(sys.executable).with_name('openstack')
WEB = pathlib.Path(__file__).parents[2] / 'examples' / 'web.yaml'

REFUSED = """
heat_template_version: 2021-04-16
resources:
  servers:
    type: F5::LTM::Pool
    properties: {slow_ramp_time: 901}
"""


@pytest.fixture
def openstack(cloud):
    """Runs ``openstack``; returns what it prints, an error if it fails."""

    def run(command, *arguments, fails=False):
        done = subprocess.run(
            [OPENSTACK, *command.split(), *arguments],
            env=os.environ | cloud.environ,
            capture_output=True,
            text=True,
        )
        assert bool(done.returncode) == fails, done.stderr
        return done.stderr if fails else done.stdout

    return run


@pytest.fixture
def meanwhile():
    """Runs a call in the background: most of ``--wait`` is sleep."""
    with concurrent.futures.ThreadPoolExecutor() as pool:
        yield pool.submit


def test_the_main_path(cloud, openstack, meanwhile, tmp_path):
    name = 'cli-' + uuid.uuid4().hex[:8]
    create = meanwhile(openstack, 'stack create --wait -t', str(WEB), name)
    listed = openstack(
        'orchestration resource type list --filter name=F5::LTM -f value'
    )
    assert {
        'F5::LTM::Pool',
        'F5::LTM::VirtualServer',
        'F5::LTM::Monitor::HTTP',
    } <= set(listed.split())
    shown = json.loads(
        openstack('orchestration resource type show -f json F5::LTM::Pool')
    )
    ramp = shown['properties']['slow_ramp_time']
    assert ramp['constraints'] == [{'range': {'min': 0, 'max': 900}}]
    assert 'gets its full share' in ramp['description']
    validated = json.loads(
        openstack('orchestration template validate -f json -t', str(WEB))
    )
    assert 'load_balancing_mode' in validated['Parameters']
    assert 'Stack CREATE completed successfully' in create.result()

    update = meanwhile(
        openstack,
        'stack update --wait --existing '
        '--parameter load_balancing_mode=ratio-member',
        name,
    )
    events = openstack('stack event list', name)
    for resource in 'alive', 'servers', 'site':
        assert (
            '[%s.%s]: CREATE_COMPLETE  state changed' % (name, resource)
            in events
        )
    assert 'Stack UPDATE completed successfully' in update.result()
    assert '[%s.servers]: UPDATE_COMPLETE' % name in update.result()
    assert '[%s.site]' % name not in update.result()

    openstack('stack check', name)
    servers = json.loads(
        openstack('stack resource show -f json', name, 'servers')
    )
    path = servers['physical_resource_id']
    assert path.startswith('/Common/%s-servers-' % name)
    assert servers['attributes']['loadBalancingMode'] == 'ratio-member'
    refused = tmp_path / 'refused.yaml'
    refused.write_text(REFUSED)
    assert (
        'ERROR: Property error: resources.servers.properties.slow_ramp_time: '
        '901 is out of range (min: 0, max: 900)'
        in openstack(
            'stack create -t', str(refused), name + '-refused', fails=True
        )
    )
    stack = json.loads(openstack('stack show -f json', name))
    assert stack['stack_status'] == 'CHECK_COMPLETE'
    assert [output['output_value'] for output in stack['outputs']] == [
        '/Common/192.0.2.80:80'
    ]

    openstack('stack delete --yes --wait', name)
    assert cloud.bigip.read('ltm/pool/' + path.replace('/', '~')) is None
