# SPDX-License-Identifier: Apache-2.0

"""Heat with Keystone and Barbican, which logs and tells all there is."""

import configparser
import contextlib
import secrets

from heatclient import client as heatclient

from f5_heat import simulator
from f5_heat.lab import lab
from tests.deployment import barbican
from tests.deployment import engine
from tests.deployment import keystone
from tests.deployment import services
from tests.deployment import wsgi
from tests.functional import conftest

# A password of heat.conf has each of its $ twice.
PASSWORD = 'canary-$conf-' + secrets.token_hex(16)
BROUGHT = 'canary-brought-' + secrets.token_hex(16)
USERS = {'demo': {'demo': 'member'}, 'other': {'other': 'member'}}
NOTIFICATIONS = 'secrets'


class Vault(engine.Deployment):
    """A Heat, while in its context; no engine runs yet.

    ``databases`` are three of services.py: Keystone's, Barbican's and
    Heat's. heat.conf has the device ``bigip``; ``brought`` is another one,
    that templates bring along.
    """

    def __init__(self, directory, databases, bus):
        for name in ('keystone', 'barbican'):
            (directory / name).mkdir()
        self._running = contextlib.ExitStack()
        self.device, self.brought = (
            simulator.Simulator(
                username=lab.USERNAME, password=password, control=True
            )
            for password in (PASSWORD, BROUGHT)
        )
        super().__init__(directory, databases[2], bus, {'bigip': self.device})
        self.keystone = keystone.Keystone(directory / 'keystone', databases[0])
        self.barbican = barbican.Barbican(
            directory / 'barbican', databases[1], self.keystone
        )
        self._api = wsgi.Server(
            'heat.wsgi.api:application', self.directory / 'api.log'
        )
        self._key = secrets.token_hex(16)
        # What engine.py counts the reports of an engine by.
        self._workers = 1

    def __enter__(self):
        with contextlib.ExitStack() as started:
            started.callback(self._api.close)
            for part in (
                self.device,
                self.brought,
                self.keystone,
                self.barbican,
            ):
                started.enter_context(part)
            self.keystone.endpoint(
                'orchestration', self._api.url + '/v1/%(project_id)s'
            )
            for name, roles in USERS.items():
                self.keystone.user(name, **roles)
            super().__enter__()
            started.callback(super().__exit__)
            self._running = started.pop_all()
        return self

    def __exit__(self, *exc_info):
        self._running.close()

    def configure(self, **conf):
        """Let the next engine, and one that is told so, have other options.

        The API has what there was when it started.
        """
        self._conf = conf
        self._write_heat_conf()

    def tell_engine(self, number):
        """Send a signal to the engine."""
        for process in self._engines:
            process.send_signal(number)

    def heat(self, user='demo', project='demo', heard=None):
        """A python-heatclient Client; ``heard`` is told of each answer."""
        session = self.keystone.session(user, project)
        if heard is not None:
            session.session.hooks['response'].append(heard)
        return heatclient.Client(
            '1',
            session=session,
            region_name=keystone.REGION,
            service_type='orchestration',
        )

    def rest(self, device):
        """Raw iControl REST of one of the two devices."""
        bigip = conftest.BigIP(device)
        bigip.auth = (
            lab.USERNAME,
            BROUGHT if device is self.brought else PASSWORD,
        )
        return bigip

    def _start_api(self, started):
        started.enter_context(
            self._api.start(['heat-api', '--config-file', self._heat_conf])
        )

    def _write_heat_conf(self):
        files = lab.heat_files()
        conf = configparser.RawConfigParser(default_section=None)
        conf.read_dict(
            {
                'DEFAULT': {
                    'transport_url': self.bus.url,
                    'auth_encryption_key': self._key,
                    'environment_dir': files / 'environment.d',
                    'template_dir': files / 'templates',
                    'num_engine_workers': 1,
                    'enable_stack_abandon': True,
                    'enable_stack_adopt': True,
                    'debug': True,
                    # Of the database Heat's statements are all that is
                    # logged, and what it has is looked at anyway.
                    'default_log_levels': 'sqlalchemy=WARN',
                },
                'database': {'connection': self.database.url},
                'paste_deploy': {'api_paste_config': files / 'api-paste.ini'},
                'oslo_messaging_notifications': {
                    'driver': 'messagingv2',
                    'topics': NOTIFICATIONS,
                },
                'f5_bigip': {
                    'devices': 'bigip',
                    'default_device': 'bigip',
                    'blocked_networks': '',
                },
                'f5_bigip_device:bigip': {
                    'address': self.device.address,
                    'username': lab.USERNAME,
                    'password': PASSWORD.replace('$', '$$'),
                    'ca_file': self.device.ca_file,
                },
            }
        )
        conf.read_dict(self.keystone.heat_conf())
        conf.read_dict(self._conf)
        with open(self._heat_conf, 'w') as file:
            conf.write(file)


@contextlib.contextmanager
def deployed(directory):
    """A Vault whose engine runs."""
    with contextlib.ExitStack() as running:
        databases = [
            running.enter_context(services.Database()) for _ in range(3)
        ]
        bus = running.enter_context(services.Bus())
        vault = running.enter_context(Vault(directory, databases, bus))
        vault.start_engine()
        vault.wait_for_engine()
        yield vault
