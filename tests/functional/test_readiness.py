# SPDX-License-Identifier: Apache-2.0

"""Pools, members and virtual servers that are waited for."""

import contextlib

import pytest
from heatclient import exc as heat_exc

from tests.functional import conftest
from tests.functional.contract import stacks

REASON = 'Pool member has been marked down by a monitor'


@pytest.fixture
def site(cloud, stack):
    made = Site(cloud, stack)
    yield made
    made.clear()


class Site:
    """A stack with one of each kind that can be waited for."""

    def __init__(self, cloud, stack):
        self.cloud = cloud
        self.stack = stack
        self.control = cloud.control
        tag = stack.name.replace('-', '_')
        self.pools = {
            name: '/Common/%s_%s' % (tag, name)
            for name in ('behind', 'bare', 'inline')
        }
        for name in ('behind', 'bare'):
            assert cloud.bigip.post(
                'ltm/pool',
                json={
                    'name': self.pools[name],
                    'monitor': '/Common/tcp',
                    'members': [{'name': '/Common/10.7.1.1:80'}]
                    * (name == 'behind'),
                },
            ).ok
        self.server = '/Common/%s_server' % tag

    def clear(self):
        with contextlib.suppress(heat_exc.HTTPNotFound):
            if self.stack.id:
                self.stack.delete()
        for name in ('behind', 'bare'):
            self.cloud.bigip.delete(
                'ltm/pool/' + self.pools[name].replace('/', '~')
            )
        self.cloud.bigip.delete('ltm/node/~Common~10.7.1.1')

    def monitor(self, state):
        """What the monitors find."""
        for name, address in (
            ('behind', '10.7.1.1'),
            ('bare', '10.7.1.2'),
            ('inline', '10.7.1.3'),
        ):
            self.control.set_member_state(
                self.pools[name], '/Common/%s:80' % address, state
            )

    def template(self, port=80, **wait_for):
        wait_for = {'wait_for': wait_for}
        return stacks.star(
            {
                'server': {
                    'type': 'F5::LTM::VirtualServer',
                    'properties': {
                        'name': self.server,
                        'ip': '192.0.2.61',
                        'port': port,
                        'default_pool': self.pools['behind'],
                        **wait_for,
                    },
                },
                'member': {
                    'type': 'F5::LTM::PoolMember',
                    'properties': {
                        'pool': self.pools['bare'],
                        'address': '10.7.1.2',
                        'port': 80,
                        'ratio': port,
                        **wait_for,
                    },
                },
                'inline': {
                    'type': 'F5::LTM::Pool',
                    'properties': {
                        'name': self.pools['inline'],
                        'monitors': ['tcp'],
                        'slow_ramp_time': port,
                        'members': [
                            {'member_ip': '10.7.1.3', 'member_port': 80}
                        ],
                        **wait_for,
                    },
                },
            }
        )

    def methods(self, kind):
        return [
            request['method']
            for request in self.control.requests()
            if kind in request['path'] and not request['login']
        ]

    def polls(self):
        return [
            self.methods(kind).count('GET')
            for kind in ('ltm/virtual', '_bare', '_inline')
        ]

    def statuses(self):
        return {
            self.stack.resource(name).resource_status
            for name in ('server', 'member', 'inline')
        }


def test_what_is_ready_is_complete_at_once(site):
    site.control.clear()
    site.stack.create(site.template())
    assert sorted(site.methods('')) == ['GET'] * 3 + ['POST'] * 3
    assert site.polls() == [1, 1, 1]


def test_it_becomes_available(site):
    site.monitor('down')
    site.control.clear()
    site.stack.id = site.stack.heat.stacks.create(
        stack_name=site.stack.name, template=site.template()
    )['stack']['id']
    conftest.until(lambda: min(site.polls()) > 1)
    assert site.statuses() == {'CREATE_IN_PROGRESS'}
    site.monitor('up')
    site.stack.wait('CREATE_COMPLETE')
    # An update waits as a create does.
    site.monitor('down')
    site.control.clear()
    site.stack.heat.stacks.update(
        site.stack.id, template=site.template(port=81)
    )
    conftest.until(lambda: min(site.polls()) > 1)
    assert site.statuses() == {'UPDATE_IN_PROGRESS'}
    site.monitor('up')
    site.stack.wait('UPDATE_COMPLETE')


def test_the_time_is_up(site):
    site.monitor('down')
    # The others of the stack are let finish; each has its own reason.
    site.stack.create(site.template(timeout=1), expect='CREATE_FAILED')
    conftest.until(lambda: site.statuses() == {'CREATE_FAILED'})
    reasons = {
        name: site.stack.resource(name).resource_status_reason
        for name in ('server', 'member', 'inline')
    }
    expected = (
        'wait_for: %s was expected to be available after 1 seconds '
        'at the latest, the device reports offline: %s'
    )
    children = 'The children pool member(s) are down'
    assert reasons['server'].endswith(expected % (site.server, children))
    assert reasons['inline'].endswith(
        expected % (site.pools['inline'], children)
    )
    assert reasons['member'].endswith(
        expected % (site.pools['bare'] + '/members/Common/10.7.1.2:80', REASON)
    )
    # The next update waits again, and makes nothing anew.
    ids = [
        site.stack.resource(name).physical_resource_id
        for name in ('server', 'member', 'inline')
    ]
    site.stack.update(site.template(timeout=1), expect='UPDATE_FAILED')
    site.monitor('up')
    site.control.clear()
    site.stack.update(site.template(timeout=1))
    for kind in 'ltm/virtual', '_bare', '_inline':
        assert set(site.methods(kind)) == {'GET'}
    assert ids == [
        site.stack.resource(name).physical_resource_id
        for name in ('server', 'member', 'inline')
    ]


def test_what_failed_is_deleted(site):
    site.monitor('down')
    site.stack.create(site.template(timeout=1), expect='CREATE_FAILED')
    site.stack.delete()
    assert (
        site.cloud.bigip.read(
            'ltm/pool/' + site.pools['inline'].replace('/', '~')
        )
        is None
    )


def test_another_availability(site):
    site.monitor('down')
    site.stack.create(site.template(availability='offline'))


def test_a_failed_wait_gives_up_nothing(site):
    """What an update gave, and failed to wait for, is taken back."""
    site.stack.create(site.template())
    site.monitor('down')
    given = site.template(timeout=1)
    given['resources']['inline']['properties']['min_up_members'] = 1
    site.stack.update(given, expect='UPDATE_FAILED')
    uri = 'ltm/pool/' + site.pools['inline'].replace('/', '~')
    conftest.until(lambda: site.cloud.bigip.read(uri)['minUpMembers'] == 1)
    site.monitor('up')
    site.stack.update(site.template())
    assert site.cloud.bigip.read(uri)['minUpMembers'] == 0
