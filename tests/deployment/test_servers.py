# SPDX-License-Identifier: Apache-2.0

"""What becomes of these tests where a server that they need is absent."""

import os
import pathlib
import socket
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).parent
ABSENT = {
    'F5_HEAT_TEST_DATABASE': 'mysql+pymysql://root:secret@127.0.0.1:%d',
    'F5_HEAT_TEST_BUS': 'rabbit://guest:secret@127.0.0.1:%d',
}


def run(ci, absent):
    """Let pytest run a test without a server: its code, and its words."""
    environ = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith('PYTEST_')
    }
    with socket.socket() as taken:
        # Nobody else gets the port, and nobody listens there.
        taken.bind(('127.0.0.1', 0))
        _, port = taken.getsockname()
        done = subprocess.run(
            [
                sys.executable,
                *('-m', 'pytest', '-q', '-p', 'no:cacheprovider'),
                HERE / 'test_engine.py',
            ],
            cwd=HERE.parents[1],
            env={
                **environ,
                'CI': ci,
                'COLUMNS': '500',
                absent: ABSENT[absent] % port,
            },
            capture_output=True,
            text=True,
        )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    'absent, server',
    [('F5_HEAT_TEST_DATABASE', 'MariaDB'), ('F5_HEAT_TEST_BUS', 'RabbitMQ')],
)
def test_they_fail_in_continuous_integration(absent, server):
    code, output = run('true', absent)
    assert code == pytest.ExitCode.TESTS_FAILED, output
    assert 'No %s at ' % server in output
    assert ':***@127.0.0.1:' in output
    assert '1 error' in output


def test_they_are_skipped_elsewhere():
    code, output = run('', 'F5_HEAT_TEST_DATABASE')
    assert code == pytest.ExitCode.OK, output
    (line,) = (line for line in output.splitlines() if line.startswith('SKIP'))
    assert 'No MariaDB at ' in line
    assert '1 skipped' in output
