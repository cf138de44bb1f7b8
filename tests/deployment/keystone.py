# SPDX-License-Identifier: Apache-2.0

"""The identity service of a deployment: a Keystone of its own."""

import base64
import configparser
import contextlib
import os
import pathlib
import secrets
import subprocess
import sys

from keystoneauth1 import session
from keystoneauth1.identity import v3
from keystoneclient.v3 import client

from tests.deployment import wsgi

DEFAULT_DOMAIN = 'default'
REGION = 'RegionOne'
# Heat's own: the domain of the users that stacks make, and its administrator.
STACK_DOMAIN = 'heat'
STACK_DOMAIN_ADMIN = 'heat_domain_admin'
STACK_USER_ROLE = 'heat_stack_user'
SERVICE_PROJECT = 'service'


class Keystone:
    """A Keystone with Heat's service user and domain, while in its context.

    ``database`` is one of services.py. ``url`` leads to the API of version 3.
    Projects and users are made as they are asked for; a user is known in the
    default domain, and has a password that nobody else has.
    """

    def __init__(self, directory, database):
        self.directory = pathlib.Path(directory)
        self._database = database
        self._passwords = {'admin': secrets.token_hex(16)}
        self._server = wsgi.Server(
            'keystone.wsgi.api:application', self.directory / 'keystone.log'
        )
        self.url = self._server.url + '/v3'

    def __enter__(self):
        with contextlib.ExitStack() as started:
            started.callback(self._server.close)
            self._write_conf()
            self._manage('db_sync')
            # Heat adds a version to what the catalog says.
            self._manage(
                'bootstrap',
                *('--bootstrap-public-url', self._server.url),
                *('--bootstrap-internal-url', self._server.url),
                *('--bootstrap-region-id', REGION),
            )
            started.enter_context(
                self._server.start(['keystone'], self._environment())
            )
            self.client = client.Client(session=self.session('admin', 'admin'))
            self._roles = {
                role.name: role for role in self.client.roles.list()
            }
            self._projects = {}
            self.service_user('heat')
            self._make_stack_domain()
            self._exit = started.pop_all()
        return self

    def __exit__(self, *exc_info):
        self._exit.close()

    def project(self, name):
        """The id of a project."""
        if name not in self._projects:
            self._projects[name] = self.client.projects.create(
                name, DEFAULT_DOMAIN
            ).id
        return self._projects[name]

    def user(self, name, **roles):
        """Make a user, with a role in each project, and return the id."""
        self._passwords[name] = secrets.token_hex(16)
        user = self.client.users.create(
            name, domain=DEFAULT_DOMAIN, password=self._passwords[name]
        )
        for project, role in roles.items():
            self.grant(user, role, project=self.project(project))
        return user.id

    def service_user(self, name):
        """Make the user of a service, which may check tokens and trusts."""
        self.user(name, **{SERVICE_PROJECT: 'admin'})

    def grant(self, user, role, **scope):
        """Give a role, which is made when there is none of that name."""
        if role not in self._roles:
            self._roles[role] = self.client.roles.create(role)
        self.client.roles.grant(self._roles[role], user=user, **scope)

    def endpoint(self, service_type, url):
        """Enter a service in the catalog."""
        service = self.client.services.create(service_type, service_type)
        for interface in ('public', 'internal', 'admin'):
            self.client.endpoints.create(
                service, url, interface, region=REGION
            )

    def session(self, user, project):
        """A keystoneauth1 Session of a user who works in a project."""
        return session.Session(
            v3.Password(
                self.url,
                username=user,
                password=self._passwords[user],
                project_name=project,
                user_domain_id=DEFAULT_DOMAIN,
                project_domain_id=DEFAULT_DOMAIN,
            )
        )

    def environ(self, user, project):
        """The variables by which the command ``openstack`` knows a user."""
        return {
            'OS_AUTH_URL': self.url,
            'OS_IDENTITY_API_VERSION': '3',
            'OS_REGION_NAME': REGION,
            'OS_USERNAME': user,
            'OS_PASSWORD': self._passwords[user],
            'OS_PROJECT_NAME': project,
            'OS_USER_DOMAIN_ID': DEFAULT_DOMAIN,
            'OS_PROJECT_DOMAIN_ID': DEFAULT_DOMAIN,
        }

    def conf(self, user):
        """How a service says in its configuration who it is."""
        return {
            'auth_type': 'password',
            'auth_url': self.url,
            'username': user,
            'password': self._passwords[user],
            'user_domain_id': DEFAULT_DOMAIN,
        }

    def authtoken(self, user):
        """The section keystone_authtoken of a service that has a user."""
        return {
            **self.conf(user),
            'www_authenticate_uri': self.url,
            'project_name': SERVICE_PROJECT,
            'project_domain_id': DEFAULT_DOMAIN,
        }

    def heat_conf(self):
        """What heat.conf says of Keystone, as {section: {option: value}}."""
        return {
            'DEFAULT': {
                'deferred_auth_method': 'trusts',
                'region_name_for_services': REGION,
                'stack_user_domain_id': self.stack_domain,
                'stack_domain_admin': STACK_DOMAIN_ADMIN,
                'stack_domain_admin_password': self._passwords[
                    STACK_DOMAIN_ADMIN
                ],
            },
            'keystone_authtoken': self.authtoken('heat'),
            'ec2authtoken': {
                **self.authtoken('heat'),
                'region_name': REGION,
            },
            'trustee': self.conf('heat'),
            'clients_keystone': {'auth_uri': self._server.url},
        }

    def _make_stack_domain(self):
        self.stack_domain = self.client.domains.create(STACK_DOMAIN).id
        self._passwords[STACK_DOMAIN_ADMIN] = secrets.token_hex(16)
        admin = self.client.users.create(
            STACK_DOMAIN_ADMIN,
            domain=self.stack_domain,
            password=self._passwords[STACK_DOMAIN_ADMIN],
        )
        self.grant(admin, 'admin', domain=self.stack_domain)
        self._roles[STACK_USER_ROLE] = self.client.roles.create(
            STACK_USER_ROLE
        )

    def _write_conf(self):
        conf = configparser.RawConfigParser(default_section=None)
        conf['database'] = {'connection': self._database.url}
        # What keystone-manage would do in a process for each.
        for section in ('fernet_tokens', 'fernet_receipts', 'credential'):
            keys = self.directory / section
            keys.mkdir(mode=0o700)
            for number in range(2):
                (keys / str(number)).write_bytes(
                    base64.urlsafe_b64encode(secrets.token_bytes(32))
                )
            conf[section] = {'key_repository': keys}
        # The passwords are as hard to guess as their hashes.
        conf['identity'] = {'password_hash_rounds': 4}
        # Without one a token costs half a second of a processor. There is
        # one process, which knows what it has revoked.
        conf['cache'] = {'enabled': True, 'backend': 'oslo_cache.dict'}
        with open(self.directory / 'keystone.conf', 'w') as file:
            conf.write(file)

    def _environment(self):
        return {
            'OS_KEYSTONE_CONFIG_DIR': str(self.directory),
            'OS_BOOTSTRAP_PASSWORD': self._passwords['admin'],
        }

    def _manage(self, *arguments):
        subprocess.run(
            [
                pathlib.Path(sys.executable).with_name('keystone-manage'),
                '--config-file',
                self.directory / 'keystone.conf',
                *arguments,
            ],
            env={**os.environ, **self._environment()},
            check=True,
            capture_output=True,
        )
