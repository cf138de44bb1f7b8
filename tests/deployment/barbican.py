# SPDX-License-Identifier: Apache-2.0

"""The service for secrets of a deployment: a Barbican of its own."""

import base64
import configparser
import contextlib
import pathlib
import secrets

from barbicanclient import client

from tests.deployment import keystone as identity
from tests.deployment import wsgi

USER = 'barbican'


class Barbican:
    """A Barbican in a Keystone's catalog, while in its context.

    ``database`` is one of services.py, ``keystone`` that of keystone.py.
    """

    def __init__(self, directory, database, keystone):
        self.directory = pathlib.Path(directory)
        self._database = database
        self._keystone = keystone
        self._server = wsgi.Server(
            'tests.deployment.barbican_api:application',
            self.directory / 'barbican.log',
        )
        self.url = self._server.url

    def __enter__(self):
        with contextlib.ExitStack() as started:
            started.callback(self._server.close)
            self._keystone.service_user(USER)
            self._keystone.endpoint('key-manager', self.url)
            self._write_conf()
            started.enter_context(
                self._server.start([USER], {'HOME': str(self.directory)})
            )
            self._exit = started.pop_all()
        return self

    def __exit__(self, *exc_info):
        self._exit.close()

    def client(self, user, project):
        """A python-barbicanclient Client of a user who works in a project."""
        return client.Client(
            session=self._keystone.session(user, project),
            region_name=identity.REGION,
        )

    def log(self):
        return self._server.log()

    def _write_conf(self):
        conf = configparser.RawConfigParser(default_section=None)
        conf.read_dict(
            {
                'DEFAULT': {'host_href': self.url, 'db_auto_create': True},
                'database': {'connection': self._database.url},
                'keystone_authtoken': self._keystone.authtoken(USER),
                'simple_crypto_plugin': {
                    'kek': base64.urlsafe_b64encode(
                        secrets.token_bytes(32)
                    ).decode()
                },
            }
        )
        # Where Barbican looks for it by itself.
        directory = self.directory / '.barbican'
        directory.mkdir()
        with open(directory / 'barbican.conf', 'w') as file:
            conf.write(file)
