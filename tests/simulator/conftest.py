# SPDX-License-Identifier: Apache-2.0

"""A simulated BIG-IP, and plain HTTP to speak to it."""

import pytest
import requests

from f5_heat import simulator


class Rest:
    """Requests below /mgmt/tm with basic authentication."""

    def __init__(self, bigip, username='admin', password='admin'):
        self.url = bigip.url
        self.session = requests.Session()
        # The environment may name another bundle of certificates.
        self.session.trust_env = False
        self.session.verify = bigip.ca_file
        self.session.auth = (username, password)

    def __call__(self, method, path, body=None, **rest):
        if not path.startswith('/mgmt'):
            path = '/mgmt/tm/' + path
        return self.session.request(
            method, self.url + path, json=body, timeout=60, **rest
        )

    def ok(self, method, path, body=None, **rest):
        answer = self(method, path, body, **rest)
        assert answer.status_code == 200, answer.text
        return answer.json() if answer.content else None

    def refused(self, method, path, body=None, **rest):
        """The status and the message of a refusal."""
        answer = self(method, path, body, **rest)
        assert answer.status_code >= 400, answer.text
        return answer.status_code, answer.json()['message']


@pytest.fixture(scope='session')
def shared_bigip():
    with simulator.Simulator(control=True) as bigip:
        yield bigip


@pytest.fixture
def bigip(shared_bigip):
    """A 17.1.1 as on its first day."""
    shared_bigip.control.reset()
    return shared_bigip


@pytest.fixture
def rest(bigip):
    found = Rest(bigip)
    yield found
    found.session.close()


@pytest.fixture
def release():
    """Starts a device of some version: its control and its client."""
    started = []

    def start(version):
        bigip = simulator.Simulator(control=True, tmos_version=version)
        started.append(bigip)
        bigip.start()
        client = Rest(bigip)
        started.append(client.session)
        return bigip, client

    yield start
    for one in reversed(started):
        if isinstance(one, requests.Session):
            one.close()
        else:
            one.stop()


class Iapp:
    """Templates of one script each, and services of them."""

    def __init__(self, rest, bigip):
        self.rest = rest
        self.bigip = bigip

    def template(self, implementation, name='t', **rest):
        return self.rest.ok(
            'POST',
            'sys/application/template',
            {
                'name': name,
                'actions': {
                    'definition': {
                        'implementation': implementation,
                        'presentation': '',
                    }
                },
                **rest,
            },
        )

    def post(self, name='app', **service):
        return self.rest(
            'POST',
            'sys/application/service',
            {'name': name, 'template': '/Common/t', **service},
        )

    def make(self, implementation, **service):
        """The service /Common/app.app/app of a new template."""
        self.template(implementation)
        made = self.post(**service)
        assert made.status_code == 200, made.text
        return made.json()

    def refused(self, implementation, **service):
        """The message that a new service is refused with."""
        self.template(implementation)
        made = self.post(**service)
        assert made.status_code == 400, made.text
        return made.json()['message']

    def patch(self, body):
        return self.rest('PATCH', self.uri, body)

    def again(self, **answers):
        changed = self.patch({'execute-action': 'definition', **answers})
        assert changed.status_code == 200, changed.text
        return changed.json()

    uri = 'sys/application/service/~Common~app.app~app'

    @property
    def said(self):
        """What the scripts wrote with puts, line by line."""
        return (
            self.bigip.device.files.get('/var/tmp/scriptd.out', b'')
            .decode()
            .splitlines()
        )


@pytest.fixture
def iapp(rest, bigip):
    return Iapp(rest, bigip)
