# SPDX-License-Identifier: Apache-2.0

"""Options that are read again in a process that goes on, as before Heat 25."""

import hashlib
import json
import pathlib
import ssl
import subprocess
import sys

import pytest

from f5_heat import simulator
from f5_heat.lab import lab
from tests.functional import conftest

# A worker of heat-engine, as far as it is about sessions. What it is told on
# its standard input it does, and answers with a line.
WORKER = """
import json
import sys
from heat.common import context
from oslo_config import cfg
cfg.CONF(['--config-file', sys.argv[1]], project='heat')
from f5_heat.plugin import client_plugin
plugin = client_plugin.F5BigIPClientPlugin(context.RequestContext())
for line in sys.stdin:
    what, *arguments = json.loads(line)
    try:
        if what == 'mutate':
            answer = len(cfg.CONF.mutate_config_files())
        else:
            answer = plugin.bigip(arguments[0]).create(
                'ltm/pool', {'name': arguments[1]})['name']
    except Exception as error:
        answer = str(error)
    print(json.dumps(answer), flush=True)
"""


@pytest.fixture
def devices():
    staying, leaving = (
        simulator.Simulator(
            username=lab.USERNAME, password=lab.PASSWORD, control=True
        )
        for _ in range(2)
    )
    with staying, leaving:
        yield {'staying': staying, 'leaving': leaving}


@pytest.fixture
def configure(devices, tmp_path):
    def configure(**sections):
        """Write heat.conf with these devices."""
        text = '[f5_bigip]\ndevices = %s\n' % ', '.join(sections)
        for name, options in sections.items():
            address, port = devices[name].address.split(':')
            certificate = pathlib.Path(devices[name].ca_file).read_text()
            text += '[f5_bigip_device:%s]\n' % name
            for option, value in {
                'address': address,
                'port': port,
                'password': lab.PASSWORD,
                'fingerprint': hashlib.sha256(
                    ssl.PEM_cert_to_DER_cert(certificate)
                ).hexdigest(),
                **options,
            }.items():
                text += '%s = %s\n' % (option, value)
        path = pathlib.Path(tmp_path, 'heat.conf')
        path.write_text(text)
        return path

    return configure


@pytest.fixture
def tell(configure):
    """Tells the worker something, and returns its answer."""
    command = [
        sys.executable,
        '-c',
        WORKER,
        str(configure(staying={}, leaving={'save': True, 'save_delay': 600})),
    ]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as worker:

        def tell(*what):
            worker.stdin.write(json.dumps(what) + '\n')
            worker.stdin.flush()
            return json.loads(worker.stdout.readline())

        yield tell
        worker.stdin.close()


def tokens(device):
    bigip = conftest.BigIP(device)
    bigip.url = device.url + '/mgmt/'
    return bigip.read('shared/authz/tokens').get('items', [])


def saves(device):
    return [
        request['path']
        for request in device.control.requests()
        if request['method'] == 'POST'
    ].count('/mgmt/tm/sys/config')


def test_sessions_follow(configure, devices, tell):
    staying, leaving = devices.values()
    assert [tell('create', name, 'web') for name in devices] == ['web', 'web']
    (before,) = tokens(staying)
    assert tokens(leaving)

    configure(staying={'save': True, 'save_delay': 0})
    tell('mutate')
    # What it asked for is done before it is left.
    conftest.until(lambda: tokens(leaving) == [])
    assert saves(leaving) == 1
    conftest.until(lambda: before not in tokens(staying))
    assert tell('create', 'staying', 'other') == 'other'
    # The device is saved by what is asked for now.
    conftest.until(lambda: saves(staying))
    assert len(tokens(staying)) == 1
