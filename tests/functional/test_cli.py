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
    """What the command prints; Heat's client asks what it merely shows."""
    name = 'cli-' + uuid.uuid4().hex[:8]
    heat = cloud.heat
    create = meanwhile(openstack, 'stack create --wait -t', str(WEB), name)
    assert {
        'F5::LTM::Pool',
        'F5::LTM::VirtualServer',
        'F5::LTM::Monitor::HTTP',
    } <= {
        found.resource_type
        for found in heat.resource_types.list(filters={'name': 'F5::LTM'})
    }
    shown = heat.resource_types.get('F5::LTM::Pool')
    ramp = shown['properties']['slow_ramp_time']
    assert ramp['constraints'] == [{'range': {'min': 0, 'max': 900}}]
    assert 'gets its full share' in ramp['description']
    validated = heat.stacks.validate(template=WEB.read_text())
    assert 'load_balancing_mode' in validated['Parameters']
    printed = create.result()
    assert 'Stack CREATE completed successfully' in printed
    for resource in 'alive', 'servers', 'site':
        assert (
            '[%s.%s]: CREATE_COMPLETE  state changed' % (name, resource)
            in printed
        )

    printed = openstack(
        'stack update --wait --existing '
        '--parameter load_balancing_mode=ratio-member',
        name,
    )
    assert 'Stack UPDATE completed successfully' in printed
    assert '[%s.servers]: UPDATE_COMPLETE' % name in printed
    assert '[%s.site]' % name not in printed

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
    assert [
        output['output_value'] for output in heat.stacks.get(name).outputs
    ] == ['http://192.0.2.80:80']

    openstack('stack delete --yes --wait', name)
    assert cloud.bigip.read('ltm/pool/' + path.replace('/', '~')) is None
