# SPDX-License-Identifier: Apache-2.0

"""Playbooks with F5's collection for Ansible.

A playbook has two plays: what has the tag ``made`` runs twice, and changes
nothing the second time; ``undone`` leaves the device as it was.
"""

import json
import os
import pathlib
import subprocess
import sys

import pytest
import yaml

from f5_heat.simulator.documents import queries
from f5_heat.simulator.documents import render
from f5_heat.simulator.server import certificate

HERE = pathlib.Path(__file__).parent
PLAYBOOKS = sorted((HERE / 'playbooks').glob('*.yaml'))
ANSIBLE = pathlib.Path(sys.executable).with_name('ansible-playbook')
# What a request leaves on everything that it touches.
TRACES = ('generation', 'lastModified', 'lastUpdateTime')


@pytest.fixture
def play(bigip, tmp_path):
    """Runs the tasks of a playbook that have a tag."""
    host, port = bigip.address.split(':')
    told = tmp_path / 'told'
    made, key = certificate.make('www.example.net')
    environment = {
        'PATH': os.environ['PATH'],
        'HOME': str(tmp_path),
        'LC_ALL': 'C.UTF-8',
        'ANSIBLE_CALLBACK_PLUGINS': str(HERE / 'callbacks'),
        'ANSIBLE_STDOUT_CALLBACK': 'told',
        'ANSIBLE_PIPELINING': 'true',
        'ANSIBLE_PYTHON_INTERPRETER': sys.executable,
        'SSL_CERT_FILE': bigip.ca_file,
        'F5_SERVER': host,
        'F5_SERVER_PORT': port,
        'F5_USER': 'admin',
        'F5_PASSWORD': 'admin',
        'F5_TELEMETRY_OFF': 'true',
        'PAIR_CERTIFICATE': made.decode(),
        'PAIR_KEY': key.decode(),
        'TOLD': str(told),
    }

    def run(playbook, tag):
        told.write_text('')
        done = subprocess.run(
            [
                str(ANSIBLE),
                '--inventory=bigip,',
                '--tags=' + tag,
                str(playbook),
            ],
            env=environment,
            capture_output=True,
            text=True,
        )
        tasks = [json.loads(line) for line in told.read_text().splitlines()]
        failed = [task for task in tasks if task['outcome'] == 'failed']
        assert done.returncode == 0, (failed, done.stdout, done.stderr)
        return tasks

    return run


def _objects(device):
    """Everything on a device, as a GET shows it."""
    query = queries.Query('', device.version)
    found = {}
    for item in device.store.everything():
        shown = render.item_json(device, item, query)
        for key in TRACES:
            shown.pop(key, None)
        found[item.where, item.path] = shown
    return found


def _with(tasks, outcome):
    return [
        (task['task'], task['said'])
        for task in tasks
        if task['outcome'] == outcome
    ]


def _first_in(module):
    """The first playbook with a module, which counts it."""
    for playbook in PLAYBOOKS:
        for play in yaml.safe_load(playbook.read_text()):
            if any(module in task for task in play['tasks']):
                return playbook


@pytest.mark.parametrize('playbook', PLAYBOOKS, ids=lambda path: path.stem)
def test_playbook(play, bigip, playbook, record_property):
    before = _objects(bigip.device)
    made = play(playbook, 'made')
    assert _with(made, 'ok') == []
    assert _with(play(playbook, 'made'), 'changed') == []
    assert _with(play(playbook, 'undone'), 'ok') == []
    after = _objects(bigip.device)
    assert {path for path in before if after.get(path) != before[path]} == (
        set()
    )
    assert set(after) == set(before)
    modules = {task['module'] for task in made}
    record_property(
        'modules of Ansible that are quiet in a second run',
        sum(_first_in(module) == playbook for module in modules),
    )


def test_what_only_asks(play):
    """They wait for ever for an answer that a device gives at once."""
    tasks = play(HERE / 'asking.yaml', 'asked')
    said = {task['module']: task['said'] for task in tasks}
    facts = said['bigip_device_info']
    assert facts['system_info']['product_version'] == '17.1.1'
    assert facts['devices'][0]['hostname'] == 'bigip1'
    assert len(facts['users']) == 1
    assert 'Version' in said['bigip_command']['stdout'][0]
