# SPDX-License-Identifier: Apache-2.0

"""The DevStack plugin, phase by phase, and what Heat then reads."""

import json
import os
import pathlib
import socket
import subprocess
import sys
import sysconfig

import pytest
from oslo_config import cfg

from f5_heat import config
from tests.functional import conftest

DEVSTACK = pathlib.Path(__file__).parents[2] / 'devstack'
SCRIPTS = sysconfig.get_path('scripts')

# What DevStack has for plugins: the same names, arguments and effects, but
# for setup_develop and define_plugin, which only tell.
FUNCTIONS = r"""
function iniset {
    "$PYTHON" -c '
import configparser, sys
path, section, option, value = sys.argv[1:]
conf = configparser.RawConfigParser(default_section=None)
conf.read(path)
if not conf.has_section(section):
    conf.add_section(section)
conf.set(section, option, value)
with open(path, "w") as file:
    conf.write(file)' "$@"
}
function is_service_enabled { [[ ",$ENABLED_SERVICES," == *",$1,"* ]]; }
function enable_service { ENABLED_SERVICES+=",$1"; }
function trueorfalse {
    case "${!2:-$1}" in [Tt]rue|1) echo True;; *) echo False;; esac
}
function get_python_exec_prefix { echo "$SCRIPTS"; }
function setup_develop { echo "setup_develop $1"; }
function define_plugin { :; }
function plugin_requires { echo "plugin_requires $*"; }
function echo_summary { echo "$1"; }
function run_process {
    is_service_enabled "$1" || return 0
    $2 > "$DATA_DIR/$1.log" 2>&1 &
    echo $! > "$DATA_DIR/$1.pid"
}
function stop_process {
    kill "$(cat "$DATA_DIR/$1.pid")"
}
set -o errexit
"""


@pytest.fixture
def devstack(tmp_path):
    """Runs phases of the plugin as stack.sh would; returns what it logs."""
    heat_conf = tmp_path / 'heat.conf'
    heat_conf.write_text('[DEFAULT]\nauth_encryption_key = %s\n' % ('k' * 32))
    data = tmp_path / 'data'
    data.mkdir()

    def devstack(*phases, localrc='', services='h-eng,h-api'):
        lines = [
            FUNCTIONS,
            'ENABLED_SERVICES=' + services,
            localrc,
            'set -o xtrace',
            'source %s/settings' % DEVSTACK,
        ]
        for phase in phases:
            lines += ['set -- %s' % phase, 'source %s/plugin.sh' % DEVSTACK]
        done = subprocess.run(
            ['bash', '-c', '\n'.join(lines)],
            cwd=tmp_path,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={
                'PATH': os.environ['PATH'],
                'PYTHON': sys.executable,
                'PYTHONPATH': os.environ.get('PYTHONPATH', ''),
                'SCRIPTS': SCRIPTS,
                'DATA_DIR': str(data),
                'HEAT_CONF': str(heat_conf),
            },
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    devstack.heat_conf = heat_conf
    devstack.data = data
    return devstack


def read(path):
    """heat.conf, as Heat reads it."""
    conf = cfg.ConfigOpts()
    config.register(conf)
    conf(['--config-file', str(path)], project='heat')
    return conf


def test_devices_of_local_conf(devstack):
    password = r'a$b "c" {d}'
    log = devstack(
        'stack pre-install',
        'stack install',
        'stack post-config',
        'stack extra',
        'unstack',
        'clean',
        localrc="""
F5_BIGIP_DEVICES=prod,lab-2
F5_BIGIP_DEFAULT_DEVICE=prod
F5_BIGIP_USERNAME=heat
F5_BIGIP_PASSWORD='%s'
F5_BIGIP_ADDRESS_prod=192.0.2.1,192.0.2.2
F5_BIGIP_SYNC_GROUP_prod=pair
F5_BIGIP_ADDRESS_lab_2=192.0.2.3:8443
F5_BIGIP_VERIFY_lab_2=False
"""
        % password,
    )
    assert 'setup_develop %s' % DEVSTACK.parent in log.splitlines()
    assert 'plugin_requires f5-heat heat' in log.splitlines()
    assert 'b "c" {d}' not in log
    conf = read(devstack.heat_conf)
    assert list(config.problems(conf)) == []
    assert config.default_device(conf) == 'prod'
    prod, lab = (config.device(name, conf) for name in ('prod', 'lab-2'))
    assert (
        prod.address,
        prod.username,
        prod.password,
        prod.sync_group,
        prod.verify,
    ) == (['192.0.2.1', '192.0.2.2'], 'heat', password, 'pair', True)
    assert (
        lab.address,
        lab.username,
        lab.password,
        lab.sync_group,
        lab.verify,
    ) == (['192.0.2.3:8443'], 'heat', password, None, False)


def test_without_heat_nothing_is_done(devstack):
    before = devstack.heat_conf.read_text()
    log = devstack(
        'stack install',
        'stack post-config',
        'stack extra',
        services='n-api',
        localrc='F5_BIGIP_DEVICES=prod',
    )
    assert 'setup_develop' not in log.replace('function setup_develop', '')
    assert devstack.heat_conf.read_text() == before


def test_a_simulated_device(devstack):
    # Nobody else gets the port of a socket that does not listen.
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(('127.0.0.1', 0))
        localrc = (
            'F5_BIGIP_SIMULATOR=True\nF5_BIGIP_SIMULATOR_PORT=%d'
            % held.getsockname()[1]
        )
        devstack(
            'stack install',
            'stack post-config',
            'stack extra',
            localrc=localrc,
        )
        # The machine may be slow. The section of the device is the last.
        with open(devstack.heat_conf, 'a') as file:
            file.write('connect_timeout = 60\n')
        try:
            conftest.until((devstack.data / 'f5-heat' / 'ca.pem').exists)
            done = subprocess.run(
                [
                    os.path.join(SCRIPTS, 'f5-heat'),
                    'doctor',
                    '--json',
                    '--timeout',
                    '60',
                    '--config-file',
                    devstack.heat_conf,
                ],
                capture_output=True,
                text=True,
            )
        finally:
            devstack('unstack', localrc=localrc)
    found = {
        one['check']: one['status']
        for one in json.loads(done.stdout)['checks']
        if one['device'] == 'simulator'
    }
    assert set(found.values()) == {'ok'}, done.stdout
    assert {'trust', 'login', 'modules'} <= set(found)
    devstack('clean', localrc=localrc)
    assert not (devstack.data / 'f5-heat').exists()
