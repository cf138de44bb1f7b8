# SPDX-License-Identifier: Apache-2.0

"""Playbooks with F5's collection for Ansible.

A playbook has two plays: the tag ``made`` runs twice, and changes nothing the
second time; ``undone`` then leaves the device as it was.
"""

import json
import os
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).parent
PLAYBOOKS = sorted((HERE / 'playbooks').glob('*.yaml'))


@pytest.fixture
def play(bigip, tmp_path):
    """Runs the tasks of a playbook that have a tag."""
    host, port = bigip.address.split(':')
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
    }

    def run(playbook, tag):
        told = tmp_path / 'told'
        told.write_text('')
        done = subprocess.run(
            [
                os.path.join(
                    os.path.dirname(sys.executable), 'ansible-playbook'
                ),
                '--inventory=bigip,',
                '--tags=' + tag,
                str(playbook),
            ],
            env={**environment, 'TOLD': str(told)},
            capture_output=True,
            text=True,
        )
        tasks = [json.loads(line) for line in told.read_text().splitlines()]
        assert done.returncode == 0, (tasks[-1:], done.stdout, done.stderr)
        return tasks

    return run


def _with(tasks, *outcomes):
    return [
        (task['task'], task['said'])
        for task in tasks
        if task['outcome'] in outcomes
    ]


@pytest.mark.parametrize('playbook', PLAYBOOKS, ids=lambda path: path.stem)
def test_playbook(play, bigip, playbook, record_property):
    before = bigip.control.config()
    made = play(playbook, 'made')
    assert _with(made, 'ok') == []
    assert _with(play(playbook, 'made'), 'changed') == []
    assert _with(play(playbook, 'undone'), 'ok') == []
    assert bigip.control.config() == before
    modules = {task['module'] for task in made}
    record_property('Ansible modules with a quiet second run', len(modules))
