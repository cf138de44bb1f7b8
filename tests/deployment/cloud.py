# SPDX-License-Identifier: Apache-2.0

"""The whole of a deployment: two engines, both APIs, Keystone and a BIG-IP."""

import configparser
import secrets
from urllib import parse

import requests
import yaml
from heatclient import client as heatclient
from keystoneclient.contrib.ec2 import utils as ec2
from oslo_utils import timeutils

from f5_heat.lab import lab
from tests.deployment import engine
from tests.deployment import wsgi

ENGINES = 2
WORKERS = 2
# Projects, and who may do what there. Heat's policies know these roles.
USERS = {
    'demo': {'demo': 'member'},
    'operator': {'demo': 'admin'},
    'reader': {'demo': 'reader'},
    'other': {'other': 'member'},
}
POLICY = {
    'resource_types:F5::BigIP::Device': 'rule:project_admin',
    # Heat asks its default rules whether the project is that of the request,
    # and does not tell them the latter.
    **{
        'cloudformation:' + action: 'role:member'
        for action in (
            'CreateStack',
            'DeleteStack',
            'DescribeStackResources',
            'DescribeStacks',
            'UpdateStack',
        )
    },
}


class Cloud(engine.Deployment):
    """Heat as operators deploy it, while in its context; no engine runs yet.

    ``keystone`` is that of keystone.py and ``device`` a BIG-IP, which
    heat.conf of the engines calls ``bigip``; that of the APIs has no word of
    ours. ``heat_url`` and ``cfn_url`` lead to heat-api and heat-api-cfn.
    """

    def __init__(self, directory, database, bus, keystone, device):
        super().__init__(
            directory,
            database,
            bus,
            {'bigip': device},
            {
                'DEFAULT': {
                    'num_engine_workers': WORKERS,
                    'enable_stack_adopt': True,
                }
            },
        )
        self.keystone = keystone
        self.device = device
        self._servers = {
            name: wsgi.Server(application, self.directory / ('%s.log' % name))
            for name, application in (
                ('heat-api', 'heat.wsgi.api:application'),
                ('heat-api-cfn', 'heat.wsgi.cfn:application'),
            )
        }
        self.heat_url = self._servers['heat-api'].url
        self.cfn_url = self._servers['heat-api-cfn'].url + '/v1'

    def __enter__(self):
        self.keystone.endpoint(
            'orchestration', self.heat_url + '/v1/%(project_id)s'
        )
        self.keystone.endpoint('cloudformation', self.cfn_url)
        for name, roles in USERS.items():
            self.keystone.user(name, **roles)
        return super().__enter__()

    def start_engines(self):
        """Let as many engines run as there are to be."""
        for _ in range(ENGINES - len(self._engines)):
            self.start_engine()
        self.wait_for_engine()

    def engines(self):
        """The process ids of the engines, which are groups of processes."""
        return [one.pid for one in self._engines]

    def session(self, user='demo', project='demo'):
        return self.keystone.session(user, project)

    def heat(self, user='demo', project='demo', of_project=None):
        """A python-heatclient Client of a user who works in a project.

        It asks for what is of another one, if that is said.
        """
        project_id = self.keystone.project(of_project or project)
        return heatclient.Client(
            '1',
            session=self.session(user, project),
            endpoint_override='%s/v1/%s' % (self.heat_url, project_id),
        )

    def cloud_formation(self, user='demo', project='demo'):
        """The CloudFormation API, for a user who works in a project."""
        keys = self.session(user, project)
        made = keys.post(
            '%s/users/%s/credentials/OS-EC2'
            % (self.keystone.url, keys.get_user_id()),
            json={'tenant_id': keys.get_project_id()},
        ).json()['credential']
        return CloudFormation(self.cfn_url, made['access'], made['secret'])

    def _conf_of_heat(self):
        files = lab.heat_files()
        policy = self.directory / 'policy.yaml'
        policy.write_text(yaml.safe_dump(POLICY))
        conf = configparser.RawConfigParser(default_section=None)
        conf.read_dict(
            {
                'DEFAULT': {
                    'transport_url': self.bus.url,
                    'auth_encryption_key': secrets.token_hex(16),
                    'environment_dir': files / 'environment.d',
                    'template_dir': files / 'templates',
                },
                'database': {'connection': self.database.url},
                'paste_deploy': {'api_paste_config': files / 'api-paste.ini'},
                'oslo_policy': {'policy_file': policy},
            }
        )
        conf.read_dict(self.keystone.heat_conf())
        return conf

    def _start_api(self, started):
        heat_conf = self.directory / 'heat-api.conf'
        with open(heat_conf, 'w') as file:
            self._conf_of_heat().write(file)
        for name, server in self._servers.items():
            started.enter_context(
                server.start([name, '--config-file', heat_conf])
            )


class CloudFormation:
    """CloudFormation's API, with the keys of a user."""

    def __init__(self, url, access, secret):
        self._url = url + '/'
        self._access = access
        self._secret = secret

    def __call__(self, action, token=None, **parameters):
        """What comes of an action, as a ``requests`` Response.

        The request is signed, or comes with a token.
        """
        parameters |= {
            'Action': action,
            'ContentType': 'JSON',
            'Version': '2010-05-15',
        }
        headers = {}
        if token:
            headers |= {'X-Auth-Token': token, 'X-Auth-User': 'unsigned'}
        else:
            self._sign(parameters)
        with requests.Session() as session:
            session.trust_env = False
            return session.post(self._url, data=parameters, headers=headers)

    def _sign(self, parameters):
        parameters |= {
            'AWSAccessKeyId': self._access,
            'SignatureMethod': 'HmacSHA256',
            'SignatureVersion': '2',
            'Timestamp': timeutils.utcnow().strftime('%Y-%m-%dT%H:%M:%SZ'),
        }
        url = parse.urlsplit(self._url)
        # One signer signs once.
        parameters['Signature'] = ec2.Ec2Signer(self._secret).generate(
            {
                'host': url.netloc,
                'verb': 'POST',
                'path': url.path,
                'params': parameters,
            }
        )
