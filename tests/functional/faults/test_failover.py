# SPDX-License-Identifier: Apache-2.0

"""A pair of BIG-IPs that fails over while stacks are made on it."""

import contextlib
import pathlib

import pytest

from f5_heat import simulator
from f5_heat.lab import lab
from tests.functional import conftest
from tests.functional import labs
from tests.functional.contract import stacks

STACKS = 3
OF_A_KIND = 4
AFTER = 3

# So long an action takes that there is a middle of it.
LATENCY = 0.3


class Pair:
    """The units, and what they have and see."""

    def __init__(self, units):
        self.units = units
        self.addresses = [one.address for one in units]
        self.certificates = ''.join(
            pathlib.Path(one.ca_file).read_text() for one in units
        )
        self.rest = [conftest.BigIP(one) for one in units]
        conftest.join(self.rest[0], 1, 2, autoSync='enabled')
        conftest.synchronize(self.rest[0])

    def clear(self):
        for unit in self.units:
            unit.control.clear()

    def fail_over(self):
        """Returns the number of the unit that is active then."""
        return int(self.units[0].control.fail_over()[-1]) - 1

    def writes(self):
        """Method and path of each write to the configuration, by unit."""
        return [
            [
                (one['method'], one['path'].rpartition('/tm/')[2])
                for one in unit.control.requests()
                if one['method'] != 'GET' and '/tm/' in one['path']
            ]
            for unit in self.units
        ]

    def applications(self, number):
        """The objects of a unit that its twin should have as well."""
        return {
            where: objects
            for where, objects in self.units[number].control.config().items()
            if where.startswith('ltm/')
        }

    def change_sides(self):
        """Fail over and back, each time until the active unit has writes."""
        for _ in range(2):
            active = self.fail_over()
            goal = len(self.writes()[active]) + AFTER
            conftest.until(
                lambda active=active, goal=goal: (
                    len(self.writes()[active]) >= goal
                )
            )


@contextlib.contextmanager
def running_pair():
    network = simulator.Network()
    with contextlib.ExitStack() as started:
        pair = Pair(
            [
                started.enter_context(
                    simulator.Simulator(
                        username=lab.USERNAME,
                        password=lab.PASSWORD,
                        control=True,
                        network=network,
                    )
                )
                for _ in range(2)
            ]
        )
        pair.clear()
        for unit in pair.units:
            unit.control.set_latency(LATENCY)
        yield pair


@pytest.fixture(scope='module')
def cloud(tmp_path_factory):
    """A Heat with one device, which is a pair of units."""
    directory = tmp_path_factory.mktemp('lab')
    with running_pair() as pair, contextlib.ExitStack() as started:
        bundle = directory / 'ca.pem'
        bundle.write_text(pair.certificates)
        running = started.enter_context(
            labs.start(
                devices=0,
                log_file=directory / 'heat.log',
                conf={
                    'f5_bigip': {'devices': 'pair', 'ca_file': bundle},
                    'f5_bigip_device:pair': {
                        'address': ', '.join(pair.addresses),
                        'username': lab.USERNAME,
                        'password': lab.PASSWORD,
                        'ca_file': bundle,
                    },
                },
            )
        )
        found = conftest.Cloud.__new__(conftest.Cloud)
        found.lab, found.heat, found.pair = running, running.heat(), pair
        yield found


@pytest.fixture
def pair(cloud):
    return cloud.pair


def template(number, description='one'):
    """Pools and virtual servers, one after the other.

    The number tells stacks apart.
    """
    made, before = {}, []
    for of in range(OF_A_KIND):
        made['pool%d' % of] = {
            'type': 'F5::LTM::Pool',
            'depends_on': before,
            'properties': {
                'name': 'pool_%d_%d' % (number, of),
                'description': description,
                'members': [
                    {
                        'member_ip': '198.51.100.%d' % (number * 50 + of),
                        'member_port': 80,
                    }
                ],
            },
        }
        before = ['server%d' % of]
        made['server%d' % of] = {
            'type': 'F5::LTM::VirtualServer',
            'properties': {
                'name': 'server_%d_%d' % (number, of),
                'ip': '203.0.113.%d' % (number * 50 + of),
                'port': 80,
                'description': description,
                'default_pool': {'get_resource': 'pool%d' % of},
            },
        }
    return {'heat_template_version': '2021-04-16', 'resources': made}


def names(description):
    """What the units are to have: descriptions by name."""
    return {
        where: {
            '/Common/%s_%d_%d' % (kind, number, of): description
            for number in range(STACKS)
            for of in range(OF_A_KIND)
        }
        for where, kind in (('ltm/pool', 'pool'), ('ltm/virtual', 'server'))
    }


def held(pair, number):
    found = pair.applications(number)
    return {
        where: {
            path: stacks.unmarked(body)['description']
            for path, body in found.get(where, {}).items()
        }
        for where in ('ltm/pool', 'ltm/virtual')
    }


def test_failover_under_load(cloud, pair, make_stack):
    made = [make_stack() for _ in range(STACKS)]
    pair.clear()
    for number, stack in enumerate(made):
        answer = cloud.heat.stacks.create(
            stack_name=stack.name, template=template(number)
        )
        stack.id = answer['stack']['id']
    pair.change_sides()
    for stack in made:
        stack.wait('CREATE_COMPLETE')
    # No object was made twice.
    assert sorted(sum(pair.writes(), [])) == sorted(
        [('POST', 'ltm/pool'), ('POST', 'ltm/virtual')] * STACKS * OF_A_KIND
    )
    assert held(pair, 0) == held(pair, 1) == names('one')

    pair.clear()
    for number, stack in enumerate(made):
        cloud.heat.stacks.update(stack.id, template=template(number, 'other'))
    pair.change_sides()
    for stack in made:
        stack.wait('UPDATE_COMPLETE')
    assert sum(map(len, pair.writes())) == STACKS * OF_A_KIND * 2
    assert held(pair, 0) == held(pair, 1) == names('other')

    pair.clear()
    for stack in made:
        cloud.heat.stacks.delete(stack.id)
    pair.change_sides()
    for stack in made:
        stack.wait('DELETE_COMPLETE')
    assert pair.applications(0) == pair.applications(1) == {}


@pytest.fixture
def other_pair():
    """A pair that only templates know of, and what a test breaks."""
    with running_pair() as pair:
        yield pair


def with_device(pair, template, first=0, **properties):
    """The template on a device of its own: the pair, by its addresses."""
    resources = template['resources']
    for snippet in resources.values():
        snippet['properties']['bigip_server'] = {'get_resource': 'bigip'}
    resources['bigip'] = {
        'type': 'F5::BigIP::Device',
        'properties': {
            'ip': pair.addresses[first],
            'username': lab.USERNAME,
            'password': lab.PASSWORD,
            'ca_cert': pair.certificates,
            'peers': [pair.addresses[1 - first]],
            **properties,
        },
    }
    return template


def test_the_active_unit_dies(other_pair, make_stack):
    """What its last answers would have been nobody knows."""
    pair, stack = other_pair, make_stack()
    pair.rest[0].post(
        'ltm/node', json={'name': '198.51.100.3', 'address': '198.51.100.3'}
    )
    foreign = pair.applications(1)
    pair.units[0].control.inject('drop-after', method='POST', path='ltm/pool')
    answer = stack.heat.stacks.create(
        stack_name=stack.name, template=with_device(pair, template(0))
    )
    stack.id = answer['stack']['id']
    conftest.until(lambda: len(pair.writes()[0]) >= AFTER)
    pair.units[0].control.disconnect()
    pair.units[0].stop()
    stack.wait(('CREATE_COMPLETE', 'CREATE_FAILED'))
    stack.update(with_device(pair, template(0, 'other')))
    assert held(pair, 1) == {
        where: {
            path: description
            for path, description in named.items()
            if '_0_' in path
        }
        for where, named in names('other').items()
    }
    stack.delete()
    assert pair.applications(1) == foreign


def test_a_device_of_a_template(other_pair, make_stack):
    pair, stack = other_pair, make_stack()

    def made(**device):
        return with_device(pair, template(0), first=1, **device)

    stack.create(made(peers=[], standby='refuse'), expect='CREATE_FAILED')
    reason = stack.resource('bigip').resource_status_reason
    assert 'bigip2 is standby; the active unit is bigip1 (192.0.2.1)' in reason
    stack.update(made())
    assert list(map(len, pair.writes())) == [OF_A_KIND * 2, 0]
    pair.fail_over()
    stack.check()
    stack.delete()
    assert pair.applications(0) == pair.applications(1) == {}
