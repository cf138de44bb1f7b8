# SPDX-License-Identifier: Apache-2.0

"""A lab: simulated BIG-IPs and a real Heat, for a demo or for tests."""

import configparser
import contextlib
import http.client
import importlib.metadata
import pathlib
import secrets
import socket
import tempfile

from heatclient import client as heatclient
from keystoneauth1 import noauth
from keystoneauth1 import session

from f5_heat import simulator
from f5_heat.lab import heat_process

USERNAME = 'admin'
PASSWORD = 'admin'
LOG_LINES = 30
START_TIMEOUT = 120


class LabError(Exception):
    """Heat is not there; the message ends with what it logged last."""


class Lab:
    """Simulated BIG-IPs and a Heat that knows them, while in its context.

    ``devices`` is how many BIG-IPs of ``tmos_version`` there are, all in one
    network, ``conf`` what heat.conf has beside the lab's own options, as
    ``{section: {option: value}}``. Heat logs to ``log_file``, or to a file
    that ends with the lab. ``database`` is the file of Heat's database, in
    which a lab finds what an earlier one left there; by default it is a new
    one that ends with the lab. Heat is a process of its own, which a
    ``fork_server`` starts sooner.

    Inside the context ``devices`` are the running simulators, ``endpoint`` is
    the URL of Heat's API, ``database`` the file of its database, and
    ``environ`` holds what a shell needs to use it all. Raises LabError when
    Heat does not start.
    """

    def __init__(
        self,
        devices=1,
        conf=None,
        log_file=None,
        tmos_version='17.1.1',
        database=None,
        fork_server=None,
    ):
        self._count = devices
        self._conf = conf or {}
        self._log_file = log_file
        self._tmos_version = tmos_version
        self._database = database
        self._fork_server = fork_server

    def __enter__(self):
        with contextlib.ExitStack() as started:
            self._directory = pathlib.Path(
                started.enter_context(
                    tempfile.TemporaryDirectory(prefix='f5-heat-lab-')
                )
            )
            self.log_file = pathlib.Path(
                self._log_file or self._directory / 'heat.log'
            )
            self.devices = []
            network = simulator.Network()
            for _ in range(self._count):
                device = simulator.Simulator(
                    username=USERNAME,
                    password=PASSWORD,
                    tmos_version=self._tmos_version,
                    control_port=0,
                    network=network,
                )
                self.devices.append(started.enter_context(device))
            self._start_heat(started)
            self._exit = started.pop_all()
        return self

    def __exit__(self, *exc_info):
        self._exit.close()

    def _start_heat(self, started):
        with (
            socket.create_server(('127.0.0.1', 0), backlog=128) as listener,
            open(self.log_file, 'ab') as log,
        ):
            # Whoever connects waits in the queue of this socket until Heat
            # is there to accept, and is refused if it dies before.
            address = listener.getsockname()
            self.database = pathlib.Path(
                self._database or self._directory / 'heat.db'
            )
            heat_conf = self._directory / 'heat.conf'
            self._write_heat_conf(heat_conf)
            start = (self._fork_server or heat_process).start
            self._heat = start(heat_conf, listener, log)
        started.callback(self._heat.wait)
        started.callback(self._heat.stdin.close)
        api = http.client.HTTPConnection(*address, timeout=START_TIMEOUT)
        try:
            with contextlib.closing(api):
                api.request('GET', '/')
                api.getresponse()
        except (OSError, http.client.HTTPException) as exc:
            raise self._error('Heat did not start:') from exc
        self.endpoint = 'http://%s:%d/v1/admin' % address

    def _error(self, message):
        lines = self.log_file.read_text(errors='replace').splitlines()
        return LabError('\n'.join([message, *lines[-LOG_LINES:]]))

    def _write_heat_conf(self, path):
        conf = heat_conf(
            self._directory,
            'fake://',
            'sqlite:///%s?plugin=kept' % self.database,
        )
        names = []
        for number, device in enumerate(self.devices, 1):
            names.append('lab' if number == 1 else 'lab%d' % number)
            conf['f5_bigip_device:' + names[-1]] = {
                'address': device.address,
                'username': USERNAME,
                'password': PASSWORD,
                'ca_file': device.ca_file,
            }
        if names:
            # Templates that bring a device of the lab along need not bring
            # its certificate.
            bundle = self._directory / 'bigip-ca.pem'
            bundle.write_text(
                ''.join(
                    pathlib.Path(device.ca_file).read_text()
                    for device in self.devices
                )
            )
            conf.read_dict(
                {
                    'f5_bigip': {
                        'devices': ','.join(names),
                        'default_device': names[0],
                        'ca_file': bundle,
                    }
                }
            )
        conf.read_dict(self._conf)
        with open(path, 'w') as file:
            conf.write(file)

    @property
    def pid(self):
        """The id of the process that is Heat."""
        return self._heat.pid

    @property
    def environ(self):
        """The variables that lead to Heat and to the devices, as a dict."""
        variables = {'OS_AUTH_TYPE': 'none', 'OS_ENDPOINT': self.endpoint}
        for number, device in enumerate(self.devices, 1):
            prefix = 'BIGIP' if number == 1 else 'BIGIP%d' % number
            variables |= {
                prefix + '_ADDRESS': device.address,
                prefix + '_USERNAME': USERNAME,
                prefix + '_PASSWORD': PASSWORD,
                prefix + '_CA_FILE': str(device.ca_file),
                prefix + '_CONTROL': device.control_url,
            }
        return variables

    def wait(self):
        """Wait for ever; raises LabError when Heat ends by itself."""
        self._heat.wait()
        raise self._error('Heat has ended:')

    def heat(self, project='admin'):
        """Return a python-heatclient Client that speaks for ``project``."""
        return heatclient.Client(
            '1',
            endpoint=self.endpoint.rpartition('/')[0] + '/' + project,
            session=session.Session(noauth.NoAuth()),
        )


def heat_conf(directory, transport_url, database):
    """Return a RawConfigParser with what heat.conf says where no Keystone is.

    The policy that goes with it is written to a file in ``directory``.
    """
    files = heat_files()
    policy = directory / 'policy.yaml'
    # The user is an ordinary one: an administrator's requests are not
    # confined to a project.
    policy.write_text('context_is_admin: "!"\n')
    conf = configparser.RawConfigParser(default_section=None)
    conf.read_dict(
        {
            'DEFAULT': {
                'transport_url': transport_url,
                'keystone_backend': (
                    'heat.engine.clients.os.keystone'
                    '.fake_keystoneclient.FakeKeystoneClient'
                ),
                'deferred_auth_method': 'password',
                'stack_user_domain_id': 'lab',
                'stack_domain_admin': 'lab',
                'stack_domain_admin_password': 'lab',
                'auth_encryption_key': secrets.token_hex(16),
                'environment_dir': files / 'environment.d',
                'template_dir': files / 'templates',
                'max_resources_per_stack': -1,
                'max_stacks_per_tenant': 100000,
            },
            'database': {'connection': database},
            'paste_deploy': {
                'flavor': 'noauth',
                'api_paste_config': files / 'api-paste.ini',
            },
            'oslo_policy': {
                'policy_file': policy,
                'enforce_new_defaults': False,
                'enforce_scope': False,
            },
            'oslo_messaging_notifications': {'driver': 'noop'},
            # The devices of a lab are on the same host as its Heat.
            'f5_bigip': {'blocked_networks': ''},
        }
    )
    return conf


def heat_files():
    """Return where pip has put Heat's etc/heat, as a Path."""
    paste = next(
        file
        for file in importlib.metadata.files('openstack-heat')
        if file.name == 'api-paste.ini'
    )
    return pathlib.Path(paste.locate()).resolve().parent
