# SPDX-License-Identifier: Apache-2.0

"""The lab and the command ``f5-heat lab``."""

import http.client
import os
import signal
import subprocess
import sys
import sysconfig
import urllib.parse

import pytest

from f5_heat.lab import lab
from tests.functional import labs

F5_HEAT = os.path.join(sysconfig.get_path('scripts'), 'f5-heat')
PRINT_ENVIRON = (
    'import os; print(*("%s=%s" % pair for pair in os.environ.items()),'
    ' sep="\\n")'
)


@pytest.fixture
def start(tmp_path):
    """Starts ``f5-heat lab``; what it makes is in tmp_path."""
    processes = []

    def start(*args):
        process = subprocess.Popen(
            [F5_HEAT, 'lab', *args],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {'TMPDIR': str(tmp_path)},
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def exports(process):
    """The variables that a lab prints, read until the last of them."""
    variables = {}
    while 'OS_ENDPOINT' not in variables:
        word, _, assignment = process.stdout.readline().partition(' ')
        assert word == 'export'
        name, _, value = assignment.strip().partition('=')
        variables[name] = value
    return variables


def answers(endpoint):
    url = urllib.parse.urlsplit(endpoint)
    api = http.client.HTTPConnection(url.netloc, timeout=60)
    try:
        api.request('GET', '/')
        return bool(api.getresponse().status)
    except ConnectionError:
        return False
    finally:
        api.close()


def test_command_finds_the_lab_and_gives_its_exit_code(start, tmp_path):
    script = tmp_path / 'script.py'
    script.write_text(PRINT_ENVIRON + '; raise SystemExit(7)')
    process = start('--devices', '2', '--', sys.executable, str(script))
    out, err = process.communicate()
    assert (process.returncode, err) == (7, '')
    environ = dict(line.split('=', 1) for line in out.splitlines() if line)
    assert environ['OS_AUTH_TYPE'] == 'none'
    assert environ['OS_ENDPOINT'].startswith('http://127.0.0.1:')
    for prefix in ('BIGIP', 'BIGIP2'):
        assert environ[prefix + '_ADDRESS'].startswith('127.0.0.1:')
        assert environ[prefix + '_USERNAME'] == 'admin'
        assert environ[prefix + '_PASSWORD'] == 'admin'
        assert environ[prefix + '_CA_FILE']
        assert environ[prefix + '_CONTROL'].startswith('http://127.0.0.1:')
    assert environ['BIGIP_ADDRESS'] != environ['BIGIP2_ADDRESS']
    assert list(tmp_path.iterdir()) == [script]


def test_devices_are_in_one_network(cloud):
    assert [
        bigip.read('cm/trust-domain/Root')['caDevices']
        for bigip in cloud.bigips
    ] == [['/Common/bigip1'], ['/Common/bigip2']]


def test_command_that_does_not_exist(start):
    process = start('--devices', '0', '--', './no-such-command')
    _, err = process.communicate()
    assert process.returncode == 127
    assert './no-such-command' in err


def test_command_that_dies_of_a_signal(start):
    process = start('--devices', '0', '--', 'sh', '-c', 'kill -KILL $$')
    process.communicate()
    assert process.returncode == 128 + signal.SIGKILL


@pytest.mark.parametrize('number', [signal.SIGTERM, signal.SIGINT])
def test_ends_in_order_when_interrupted(start, tmp_path, number):
    process = start('--devices', '0')
    endpoint = exports(process)['OS_ENDPOINT']
    assert answers(endpoint)
    process.send_signal(number)
    process.communicate()
    assert process.returncode == 128 + number
    assert not answers(endpoint)
    assert list(tmp_path.iterdir()) == []


def test_heat_ends_when_the_lab_is_killed(start):
    # Heat inherits the error stream of the lab here, which therefore ends
    # when both have.
    process = start('--devices', '0', '--log-file', '/dev/stderr')
    endpoint = exports(process)['OS_ENDPOINT']
    assert answers(endpoint)
    process.kill()
    process.communicate(timeout=60)
    assert not answers(endpoint)


def test_log_file_is_kept(start, tmp_path):
    log_file = tmp_path / 'heat.log'
    log_file.write_text('before\n')
    process = start('--devices', '0', '--log-file', str(log_file), 'true')
    process.communicate()
    log = log_file.read_text()
    assert log.startswith('before\n')
    assert 'heat' in log


@pytest.mark.parametrize('make', [lab.Lab, labs.start])
def test_says_why_heat_did_not_start(make, tmp_path):
    paste = tmp_path / 'no-such-paste.ini'
    conf = {'paste_deploy': {'api_paste_config': paste}}
    with (
        pytest.raises(lab.LabError, match='no-such-paste.ini'),
        make(devices=0, conf=conf),
    ):
        pass


def test_projects_do_not_see_each_others_stacks(cloud, stack):
    stack.create({'heat_template_version': '2018-08-31'})
    mine = [found.id for found in cloud.heat.stacks.list()]
    theirs = [found.id for found in cloud.lab.heat('other').stacks.list()]
    assert stack.id in mine
    assert stack.id not in theirs


def test_hundred_resources_in_one_stack(stack):
    leaves = {
        'leaf%d' % number: {
            'type': 'OS::Heat::RandomString',
            'depends_on': 'root',
        }
        for number in range(98)
    }
    template = {
        'heat_template_version': '2018-08-31',
        'resources': {
            'root': {'type': 'OS::Heat::RandomString'},
            'sink': {'type': 'OS::Heat::None', 'depends_on': list(leaves)},
        }
        | leaves,
    }
    stack.create(template)
    stack.check()
    stack.delete()
