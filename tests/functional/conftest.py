# SPDX-License-Identifier: Apache-2.0

"""A running lab, and stacks in it, for the tests."""

import contextlib
import json
import os
import time
import uuid

import pytest
import requests
from heatclient import exc as heat_exc

from f5_heat.lab import lab
from tests.functional import contract
from tests.functional import labs
from tests.functional.contract import furniture
from tests.functional.contract import stacks

# It asserts as tests do, and is to say as much when that fails.
pytest.register_assert_rewrite('tests.functional.living')

TIMEOUT = 180

#: Options for a lab whose tests let devices fail: Heat soon gives them up.
SOON = {
    section: {'retry_timeout': 1}
    for section in (
        'f5_bigip',
        'f5_bigip_device:lab',
        'f5_bigip_device:lab2',
        'f5_bigip_device:lab3',
    )
}
#: Where no device of a template may be, beside the devices of the lab.
SOON['f5_bigip']['blocked_networks'] = '127.0.0.2/32, 169.254.0.0/16'
#: What Heat allows only where an operator does.
ADOPTING = {'enable_stack_abandon': True, 'enable_stack_adopt': True}
#: What a failure shows of Heat's log.
LOG_LINES = 60
POLL = 0.3
#: A look at a stack costs Heat as much as a resource does: at what takes long
#: it is looked ever more rarely.
SLOWER = 1.25
LONGEST_POLL = 1


class BigIP(requests.Session):
    """Raw iControl REST, independent of the package's own client.

    A path is what follows /mgmt/tm/, as in
    ``bigip.get('ltm/pool/~Common~web').json()``.
    """

    def __init__(self, device):
        super().__init__()
        self.trust_env = False
        self.auth = (lab.USERNAME, lab.PASSWORD)
        self.verify = str(device.ca_file)
        self.url = device.url + '/mgmt/tm/'

    def request(self, method, path, **kwargs):
        return super().request(method, self.url + path, **kwargs)

    def read(self, path):
        """The object at ``path``, or None when there is none."""
        answer = self.get(path)
        if answer.status_code == requests.codes.not_found:
            return None
        answer.raise_for_status()
        return answer.json()


def join(bigip, *numbers, **settings):
    """Let the devices of two numbers be the failover group ``pair``.

    ``bigip`` is raw iControl REST of the first of them.
    """
    names = ['bigip%d' % number for number in numbers]
    for collection, body in (
        (
            'cm/add-to-trust',
            {
                'command': 'run',
                'name': 'Root',
                'caDevice': True,
                'device': '192.0.2.%d' % numbers[1],
                'deviceName': names[1],
                'username': lab.USERNAME,
                'password': lab.PASSWORD,
            },
        ),
        (
            'cm/device-group',
            {
                'name': 'pair',
                'type': 'sync-failover',
                'devices': names,
                **settings,
            },
        ),
    ):
        answer = bigip.post(collection, json=body)
        assert answer.ok, answer.text


def synchronize(bigip):
    """Let the group ``pair`` have the configuration of a device."""
    answer = bigip.post(
        'cm',
        json={'command': 'run', 'utilCmdArgs': 'config-sync to-group pair'},
    )
    assert answer.ok, answer.text


class Cloud:
    """The lab, with a client for each of its sides.

    ``heat`` is python-heatclient's Client, ``bigip`` and ``bigips`` are raw
    iControl REST, ``control`` and ``controls`` the control interfaces of the
    simulated devices, ``environ`` the variables for a command, ``log_file``
    what Heat logs.
    """

    log_file = None

    def __init__(self, running):
        self.lab = running
        self.heat = running.heat()
        self.bigips = [BigIP(device) for device in running.devices]
        self.bigip = self.bigips[0]
        self.controls = [device.control for device in running.devices]
        self.control = self.controls[0]
        self.environ = running.environ
        self.log_file = running.log_file


class Stack:
    """A stack of a unique name, with verbs that return when Heat is done.

    A template is a dict or YAML text; keyword arguments are those of
    python-heatclient (``parameters``, ``files``, ``environment``, ...). Each
    verb returns the stack as Heat shows it, and fails the test with Heat's
    reasons when it ends in another state than ``expect``.
    """

    #: The test that made each stack, by the name of the stack.
    made_by = {}

    def __init__(self, heat):
        self.heat = heat
        self.name = 'test-' + uuid.uuid4().hex[:12]
        self.made_by[self.name] = os.environ.get('PYTEST_CURRENT_TEST')
        self.id = None

    def create(self, template, expect='CREATE_COMPLETE', **kwargs):
        self.begin(template, **kwargs)
        return self.wait(expect)

    def begin(self, template, **kwargs):
        """Create the stack, and do not wait."""
        answer = self.heat.stacks.create(
            stack_name=self.name, template=template, **kwargs
        )
        self.id = answer['stack']['id']

    def update(self, template, expect='UPDATE_COMPLETE', **kwargs):
        self.heat.stacks.update(self.id, template=template, **kwargs)
        return self.wait(expect)

    def check(self, expect='CHECK_COMPLETE'):
        self.heat.actions.check(self.id)
        return self.wait(expect)

    def suspend(self, expect='SUSPEND_COMPLETE'):
        self.heat.actions.suspend(self.id)
        return self.wait(expect)

    def resume(self, expect='RESUME_COMPLETE'):
        self.heat.actions.resume(self.id)
        return self.wait(expect)

    def snapshot(self, expect='SNAPSHOT_COMPLETE'):
        """Take a snapshot and return its id."""
        before = self.glance().stack_status
        made = self.heat.stacks.snapshot(self.id)
        # Heat answers before it begins.
        self.wait(expect, [before] if before != expect else [])
        return made['id']

    def restore(self, snapshot, expect='RESTORE_COMPLETE'):
        self.heat.stacks.restore(self.id, snapshot)
        return self.wait(expect)

    def delete(self, expect='DELETE_COMPLETE'):
        self.heat.stacks.delete(self.id)
        return self.wait(expect)

    def wait(self, expect, passing=()):
        """Wait for the end of an action, in one state or one of some.

        ``passing`` are states that look like an end and are none: a stack
        that rolls back has failed for a moment.
        """
        deadline = time.monotonic() + TIMEOUT
        pause = POLL
        while (stack := self.glance()).stack_status.endswith(
            'IN_PROGRESS'
        ) or (stack.stack_status in passing):
            if time.monotonic() > deadline:
                pytest.fail(
                    '%s after %d s\n%s'
                    % (stack.stack_status, TIMEOUT, self.reasons())
                )
            # Heat offers nothing to wait on.
            time.sleep(pause)
            pause = min(pause * SLOWER, LONGEST_POLL)
        if stack.stack_status not in (
            [expect] if isinstance(expect, str) else expect
        ):
            pytest.fail(
                '%s: %s\n%s'
                % (
                    stack.stack_status,
                    stack.stack_status_reason,
                    self.reasons(),
                )
            )
        return self.show()

    def show(self):
        return self.heat.stacks.get(self.id)

    def glance(self):
        """The stack without its outputs, which cost most of a look at it."""
        return self.heat.stacks.get(
            '%s/%s' % (self.name, self.id), resolve_outputs=False
        )

    def resource(self, name):
        return self.heat.resources.get(self.id, name)

    def reasons(self):
        """A line for each resource that is not complete."""
        return '\n'.join(
            '%s: %s %s'
            % (
                resource.resource_name,
                resource.resource_status,
                resource.resource_status_reason,
            )
            for resource in self.heat.resources.list(self.id, nested_depth=5)
            if not resource.resource_status.endswith('COMPLETE')
        )

    def output(self, key):
        return self.heat.stacks.output_show(self.id, key)['output'][
            'output_value'
        ]


def adopt(stack, data, expect='ADOPT_COMPLETE', **kwargs):
    stack.id = stack.heat.stacks.create(
        stack_name=stack.name,
        adopt_stack_data=json.dumps(data),
        template=data['template'],
        **kwargs,
    )['stack']['id']
    return stack.wait(expect)


def abandon(stack):
    """Abandon a stack, and wait until Heat has forgotten it."""
    data = stack.heat.stacks.abandon(stack.id)
    until(lambda: all(one.id != stack.id for one in stack.heat.stacks.list()))
    stack.id = None
    return data


@contextlib.contextmanager
def fault(control, name, **which):
    """Let requests fail meanwhile, however often they are made."""
    control.inject(name, times=100_000, **which)
    try:
        yield
    finally:
        control.mend()


def until(condition):
    """Wait until something holds; for what Heat and devices do not tell."""
    deadline = time.monotonic() + TIMEOUT
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(POLL)


def pytest_unconfigure():
    labs.end()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Tell what Heat's log says of errors when a test has failed."""
    report = yield
    if report.failed:
        for name, value in item.funcargs.items():
            if isinstance(value, Cloud) and value.log_file:
                lines = value.log_file.read_text(errors='replace').splitlines()
                errors = [line for line in lines if ' ERROR ' in line]
                report.sections.append(
                    (
                        'The last errors of the Heat of ' + name,
                        '\n'.join(errors[-LOG_LINES:]),
                    )
                )
    return report


def left(running):
    """The stacks left in a lab that others share, and who made them."""
    return {
        stack.stack_name: Stack.made_by.get(stack.stack_name)
        for stack in running.heat().stacks.list()
    }


@pytest.fixture(scope='session')
def cloud(tmp_path_factory):
    """A Heat and two simulated BIG-IPs, the first of them the default."""
    log_file = tmp_path_factory.mktemp('lab') / 'heat.log'
    conf = {**SOON, 'DEFAULT': ADOPTING}
    with labs.start(devices=2, conf=conf, log_file=log_file) as running:
        yield Cloud(running)
        assert left(running) == {}


@pytest.fixture(scope='session')
def legacy_cloud(tmp_path_factory):
    """A Heat with the engine of before convergence, and a BIG-IP."""
    conf = {
        **SOON,
        'DEFAULT': {
            **ADOPTING,
            'convergence_engine': False,
            'heat_waitcondition_server_url': 'http://127.0.0.1:8000/v1/waitcondition',
        },
    }
    log_file = tmp_path_factory.mktemp('legacy') / 'heat.log'
    with labs.start(devices=1, conf=conf, log_file=log_file) as running:
        yield Cloud(running)
        assert left(running) == {}


@pytest.fixture
def make_stack(cloud):
    """Makes a Stack at each call; they are deleted at the end."""
    made = []

    def make():
        made.append(Stack(cloud.heat))
        return made[-1]

    yield make
    for stack in reversed(made):
        with contextlib.suppress(heat_exc.HTTPNotFound):
            if stack.id:
                stack.delete()


@pytest.fixture
def stack(make_stack):
    """A Stack that is deleted at the end."""
    return make_stack()


@pytest.fixture(scope='session')
def furnished(cloud):
    """The device holds what the rows of the contract refer to."""
    furniture.place(cloud.bigip)


@pytest.fixture
def crowd(cloud, make_stack, furnished):
    """Makes a stack with objects of rows, of all without other word."""

    def make(groups=None, rows=contract.ROWS):
        return stacks.Crowd(cloud, make_stack(), rows, groups)

    return make


@pytest.fixture
def alone(cloud, stack, furnished):
    """Makes a case of each row with its own stack; what it needs is there."""
    made = []

    def make(groups):
        cases = [
            stacks.Alone(row, cloud, Stack(cloud.heat), groups(row))
            for row in contract.ROWS
        ]
        if not made:
            stack.create(
                stacks.star(
                    {
                        name: case.fill(snippet, name)
                        for case in cases
                        for name, snippet in case.row.needs.items()
                    }
                )
            )
        made.extend(cases)
        return cases

    yield make
    stacks.delete_at_once(
        [
            case
            for case in made
            if case.stack.id
            and case.stack.show().stack_status != 'DELETE_COMPLETE'
        ]
    )
