# SPDX-License-Identifier: Apache-2.0

"""Devices of templates that come to hang, and those who go on meanwhile."""

import concurrent.futures
import contextlib
import http.client
import ssl
import time
import uuid

import requests

from f5_heat.lab import lab
from tests.functional.contract import stacks
from tests.unit import hanging_device
from tests.unit import icontrol_device

#: The most seconds for which a template may have its device waited for.
TIMEOUT = 600
#: What nobody waits for any longer. Heat's API waits half as long for its
#: engine.
PATIENCE = 120
POLL = 0.05


class Api:
    """Heat's API for a project; each request has a connection of its own."""

    def __init__(self, endpoint, project):
        self._url = endpoint.rpartition('/')[0] + '/%s/' % project

    def __call__(self, method, path, body=None):
        answer = requests.request(
            method, self._url + path, json=body, timeout=PATIENCE
        )
        assert answer.ok, (answer.status_code, answer.text)
        is_json = 'json' in answer.headers.get('Content-Type', '')
        return answer.json() if is_json and answer.content else None


class Neighbour:
    """Another project, whose stacks are on a device that answers."""

    def __init__(self, endpoint):
        self._api = Api(endpoint, 'neighbour')

    def list(self):
        self._api('GET', 'stacks')

    def create(self):
        self._name = 'neighbour-' + uuid.uuid4().hex[:12]
        self._path = 'stacks/%s/%s' % (
            self._name,
            self._api(
                'POST',
                'stacks',
                {
                    'stack_name': self._name,
                    'template': stacks.hot({'it': {'type': 'F5::LTM::Pool'}}),
                },
            )['stack']['id'],
        )
        self._wait('CREATE_COMPLETE')

    def delete(self):
        self._api('DELETE', self._path)
        self._wait('DELETE_COMPLETE')

    def _wait(self, expect):
        deadline = time.monotonic() + PATIENCE
        while True:
            stack = self._api('GET', self._path + '?resolve_outputs=false')
            if stack['stack']['stack_status'] == expect:
                return
            if time.monotonic() > deadline:
                raise TimeoutError
            # Heat offers nothing to wait on.
            time.sleep(POLL)

    def day(self):
        """Yield what it does, thing by thing, and the seconds that it took.

        It takes for ever what nobody would wait for.
        """
        for step in self.list, self.create, self.delete:
            began = time.monotonic()
            try:
                step()
            except (requests.Timeout, TimeoutError):
                yield step.__name__, float('inf')
            else:
                yield step.__name__, time.monotonic() - began


class Site:
    """A stack with a device that it brings along, and objects on it."""

    def __init__(self, stack, device):
        self.stack = stack
        self.device = device

    @property
    def path(self):
        return 'stacks/%s/%s' % (self.stack.name, self.stack.id)

    def beside(self, name):
        """A new stack on the same device, as it is asked for."""
        reference = self.stack.resource('device').physical_resource_id
        return {
            'stack_name': name,
            'template': stacks.hot(
                {
                    'it': {
                        'type': 'F5::LTM::Pool',
                        'properties': {
                            'bigip_server': reference,
                            'monitors': ['/Common/http'],
                        },
                    }
                }
            ),
        }

    @property
    def shows(self):
        """The paths of its resources in the API, some with attributes."""
        return [
            '%s/resources/%s' % (self.path, name)
            for name in (
                'pool',
                'server?with_attr=availability_state',
                'node',
                'device',
                'pool?with_attr=member_count&with_attr=full_path',
            )
        ]

    def template(self, **pool):
        """The template; ``pool`` are properties of the pool."""
        with open(self.device.ca_file) as file:
            ca_cert = file.read()
        device = {'bigip_server': {'get_resource': 'device'}}
        # Others are on the same device behind it.
        host = '%d.%d' % divmod(int(self.stack.name[-4:], 16), 256)
        return {
            **stacks.hot(
                {
                    'device': {
                        'type': 'F5::BigIP::Device',
                        'properties': {
                            'ip': self.device.address,
                            'username': lab.USERNAME,
                            'password': lab.PASSWORD,
                            'ca_cert': ca_cert,
                            'timeout': TIMEOUT,
                        },
                    },
                    'pool': {
                        'type': 'F5::LTM::Pool',
                        'properties': {**device, **pool},
                    },
                    'node': {
                        'type': 'F5::LTM::Node',
                        'properties': {**device, 'address': '10.1.' + host},
                    },
                    'server': {
                        'type': 'F5::LTM::VirtualServer',
                        'properties': {
                            **device,
                            'ip': '10.2.' + host,
                            'port': 80,
                        },
                    },
                }
            ),
            'outputs': {
                'state': {
                    'value': {'get_attr': ['pool', 'availability_state']}
                },
                'members': {'value': {'get_attr': ['pool', 'member_count']}},
                'destination': {
                    'value': {'get_attr': ['server', 'destination']}
                },
            },
        }


def device(simulated, hanging=None):
    """A device that can be let hang, and answers as a simulated one."""
    made = hanging_device.Device(hanging)
    made.plan(forward(simulated.port))
    made.plan_login(forward(simulated.port))
    return made


def forward(port):
    """Answers as the device at a port of this host does."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE

    def answer(handler):
        behind = http.client.HTTPSConnection(
            '127.0.0.1', port, timeout=60, context=context
        )
        with contextlib.closing(behind):
            behind.request(
                handler.taken.method,
                handler.taken.path,
                handler.taken.body or None,
                {
                    name: value
                    for name, value in handler.taken.headers.items()
                    if name in FORWARDED
                },
            )
            found = behind.getresponse()
            icontrol_device.reply(found.read(), found.status, found.reason)(
                handler
            )

    return answer


FORWARDED = (
    'Authorization',
    'Content-Type',
    'X-F5-Auth-Token',
    'X-F5-REST-Coordination-Id',
)


class Requests:
    """Requests that are made at once, each in a thread of its own.

    Each is what an Api is called with.
    """

    def __init__(self, api, wanted):
        self._executor = concurrent.futures.ThreadPoolExecutor(len(wanted))
        self._began = time.monotonic()
        self._made = [
            self._executor.submit(self._make, api, *one) for one in wanted
        ]

    def _make(self, api, *request):
        try:
            answer = api(*request)
        except requests.Timeout:
            return None, float('inf')
        return answer, time.monotonic() - self._began

    @property
    def are_over(self):
        return all(one.done() for one in self._made)

    def results(self):
        """The answer to each, and the seconds until it came."""
        with self._executor:
            return [one.result() for one in self._made]
