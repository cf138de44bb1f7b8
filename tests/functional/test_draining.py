# SPDX-License-Identifier: Apache-2.0

"""What drains before it goes: members, inline members, virtual servers."""

import contextlib
import time

import pytest
from heatclient import exc as heat_exc

from tests.functional import conftest
from tests.functional.contract import stacks

LONG = 600


@pytest.fixture
def site(cloud, stack):
    with_site = Site(cloud, stack)
    yield with_site
    with_site.clear()


class Site:
    """A stack with one of each kind that drains, and pools beside it.

    A virtual server has the connections of its pool.
    """

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
                    'members': [{'name': '/Common/10.138.0.1:80'}]
                    * (name == 'behind'),
                },
            ).ok
        self.server = '/Common/%s_server' % tag
        self.uris = {
            'server': 'ltm/virtual/' + self.server.replace('/', '~'),
            'member': self.member('bare', '10.138.0.2'),
            'first': self.member('inline', '10.138.0.3'),
            'second': self.member('inline', '2001:db8:7::4', '.0'),
        }

    def member(self, pool, address, port=':80'):
        return 'ltm/pool/%s/members/~Common~%s%s' % (
            self.pools[pool].replace('/', '~'),
            address,
            port,
        )

    def clear(self):
        self.connect(0)
        with contextlib.suppress(heat_exc.HTTPNotFound):
            if self.stack.id:
                self.stack.delete()
        for name in ('behind', 'bare'):
            self.cloud.bigip.delete(
                'ltm/pool/' + self.pools[name].replace('/', '~')
            )
        self.cloud.bigip.delete('ltm/node/~Common~10.138.0.1')

    def connect(self, count, *names):
        for name, pool, member in (
            ('server', 'behind', '10.138.0.1:80'),
            ('member', 'bare', '10.138.0.2:80'),
            ('first', 'inline', '10.138.0.3:80'),
            ('second', 'inline', '2001:db8:7::4.0'),
        ):
            if name in (names or self.uris):
                self.control.set_connections(
                    self.pools[pool], '/Common/' + member, count
                )

    def resources(self, drain=LONG):
        drain = {} if drain is None else {'drain': drain}
        return {
            'server': {
                'type': 'F5::LTM::VirtualServer',
                'properties': {
                    'name': self.server,
                    'ip': '192.0.2.60',
                    'port': 80,
                    'default_pool': self.pools['behind'],
                    **drain,
                },
            },
            'member': {
                'type': 'F5::LTM::PoolMember',
                'properties': {
                    'pool': self.pools['bare'],
                    'address': '10.138.0.2',
                    'port': 80,
                    **drain,
                },
            },
            'inline': {
                'type': 'F5::LTM::Pool',
                'properties': {
                    'name': self.pools['inline'],
                    'members': [
                        {'member_ip': address, 'member_port': port, **drain}
                        for address, port in (
                            ('10.138.0.3', 80),
                            ('2001:db8:7::4', 'any'),
                        )
                    ],
                },
            },
        }

    def template(self, drain=LONG):
        return stacks.star(self.resources(drain))

    def states(self):
        """What is enabled, disabled or gone."""
        return {name: self.state(uri) for name, uri in self.uris.items()}

    def state(self, uri):
        found = self.cloud.bigip.read(uri)
        if found is None:
            return 'gone'
        off = found.get('disabled') or (
            found.get('session') == 'user-disabled'
        )
        return 'disabled' if off else 'enabled'

    def all_are(self, state):
        return set(self.states().values()) == {state}

    def polls(self):
        """How often statistics were asked for."""
        return [
            request['path']
            for request in self.control.requests()
            if request['path'].endswith('/stats')
        ]

    def is_polled(self, *kinds):
        """Whether each of these was asked for more than once."""
        return all(
            sum(kind in path for path in self.polls()) > 1
            for kind in kinds or ('virtual', 'bare', 'inline')
        )


def begin_delete(site):
    site.control.clear()
    site.stack.heat.stacks.delete(site.stack.id)


def begin_update(site, template):
    site.control.clear()
    site.stack.heat.stacks.update(site.stack.id, template=template)


def test_delete_waits_for_the_connections(site):
    site.stack.create(site.template())
    assert site.all_are('enabled')
    site.connect(1)
    begin_delete(site)
    conftest.until(site.is_polled)
    assert site.all_are('disabled')
    site.connect(0, 'server', 'member', 'first')
    conftest.until(
        lambda: (
            site.state(site.uris['server']) == 'gone'
            and site.state(site.uris['member']) == 'gone'
        )
    )
    # The pool goes as a whole, with its last connection.
    assert site.state(site.uris['first']) == 'disabled'
    site.connect(0)
    site.stack.wait('DELETE_COMPLETE')
    assert site.all_are('gone')
    assert site.cloud.bigip.read('ltm/node/~Common~10.138.0.3') is None


def test_without_connections_nothing_waits(site):
    site.stack.create(site.template())
    site.control.clear()
    site.stack.delete()
    requests = [
        (request['method'], request['path'].rpartition('/mgmt/tm/')[2])
        for request in site.control.requests()
        if not request['login'] and '/node' not in request['path']
    ]

    def sent(uri):
        return [request for request in requests if request[1].startswith(uri)]

    inline = site.uris['first'].partition('/members')[0]
    for uri in site.uris['server'], site.uris['member']:
        assert sent(uri) == [
            ('PATCH', uri),
            ('GET', uri + '/stats'),
            ('DELETE', uri),
        ]
    assert sent(inline) == [
        ('PATCH', inline),
        ('GET', inline + '/members/stats'),
        ('DELETE', inline),
    ]


def test_time_is_up(site):
    site.stack.create(site.template(drain=1))
    site.connect(1)
    begin_delete(site)
    site.stack.wait('DELETE_COMPLETE')
    assert site.is_polled()
    assert site.all_are('gone')


def test_members_that_an_update_removes(site):
    site.stack.create(site.template())
    site.connect(1)
    fewer = site.resources()
    del fewer['member']
    fewer['inline']['properties']['members'][0]['member_ip'] = '10.138.0.5'
    begin_update(site, stacks.star(fewer))
    new = site.member('inline', '10.138.0.5')
    conftest.until(lambda: site.is_polled('inline'))
    assert site.states() | {'new': site.state(new)} == {
        'server': 'enabled',
        'member': 'enabled',
        'first': 'disabled',
        'second': 'enabled',
        'new': 'enabled',
    }
    site.connect(0, 'first')
    conftest.until(lambda: site.is_polled('bare'))
    assert site.states() == {
        'server': 'enabled',
        'member': 'disabled',
        'first': 'gone',
        'second': 'enabled',
    }
    site.connect(0, 'member')
    site.stack.wait('UPDATE_COMPLETE')
    assert site.states() | {'new': site.state(new)} == {
        'server': 'enabled',
        'member': 'gone',
        'first': 'gone',
        'second': 'enabled',
        'new': 'enabled',
    }
    inline = site.uris['first'].partition('/members')[0]
    assert [
        request['method']
        for request in site.control.requests()
        if request['path'].endswith(inline)
    ] == ['PATCH'] * 2
    assert site.cloud.bigip.read('ltm/node/~Common~10.138.0.3') is None
    site.stack.check()


def test_all_members_leave(site):
    site.stack.create(site.template())
    site.connect(1, 'first')
    empty = site.resources()
    del empty['inline']['properties']['members']
    begin_update(site, stacks.star(empty))
    conftest.until(lambda: site.is_polled('inline'))
    assert site.state(site.uris['second']) == 'disabled'
    site.connect(0)
    site.stack.wait('UPDATE_COMPLETE')
    assert site.state(site.uris['first']) == 'gone'
    assert site.state(site.uris['second']) == 'gone'


def test_replacements(site):
    """Heat's own, after the new one is made; and in place, before it is."""
    site.stack.create(site.template())
    site.connect(1)
    other = site.resources()
    other['member']['properties']['address'] = '10.138.0.6'
    other['server']['properties']['type'] = 'forwarding-ip'
    begin_update(site, stacks.star(other))
    conftest.until(lambda: site.is_polled('virtual'))
    assert site.state(site.uris['server']) == 'disabled'
    site.connect(0, 'server')
    conftest.until(lambda: site.is_polled('bare'))
    assert site.state(site.uris['member']) == 'disabled'
    assert site.state(site.member('bare', '10.138.0.6')) == 'enabled'
    server = site.cloud.bigip.read(site.uris['server'])
    assert server['ipForward'] and server['enabled']
    site.connect(0)
    site.stack.wait('UPDATE_COMPLETE')
    assert site.state(site.uris['member']) == 'gone'


def test_a_refused_replacement_brings_the_old_one_back(site):
    site.stack.create(site.template())
    other = site.resources()
    other['server']['properties'].update(
        type='forwarding-ip', default_pool='/Common/nowhere'
    )
    site.stack.update(stacks.star(other), expect='UPDATE_FAILED')
    server = site.cloud.bigip.read(site.uris['server'])
    assert 'ipForward' not in server
    assert site.all_are('enabled')


def test_gone_meanwhile(site):
    site.stack.create(site.template())
    site.connect(1)
    begin_delete(site)
    conftest.until(site.is_polled)
    for uri in (
        site.uris['server'],
        site.uris['member'],
        site.uris['first'].partition('/members')[0],
    ):
        assert site.cloud.bigip.delete(uri).ok
    site.stack.wait('DELETE_COMPLETE')


def failing(site, kind):
    """Let the statistics fail once something waits; its step fails too."""
    return conftest.fault(
        site.control,
        'drop-before',
        method='GET',
        skip=1,
        path='%s.*/stats$' % kind,
    )


@pytest.mark.parametrize(
    'name, kind',
    [('server', 'virtual'), ('member', 'bare'), ('inline', 'inline')],
)
def test_an_update_brings_back_what_a_failed_one_disabled(site, name, kind):
    site.stack.create(site.template())
    site.connect(1)
    without = site.resources()
    del without[name]
    with failing(site, kind):
        site.stack.update(stacks.star(without), expect='UPDATE_FAILED')
    drained = [uri for uri in site.uris.values() if kind in uri] or [
        site.uris[name]
    ]
    assert {site.state(uri) for uri in drained} == {'disabled'}
    site.stack.update(site.template())
    assert site.all_are('enabled')
    # What was brought back has its whole time again.
    begin_delete(site)
    conftest.until(lambda: site.all_are('disabled'))
    site.connect(0)
    site.stack.wait('DELETE_COMPLETE')


def test_an_update_brings_back_members(site):
    site.stack.create(site.template())
    site.connect(1)
    fewer = site.resources()
    del fewer['inline']['properties']['members'][0]
    with failing(site, 'inline'):
        site.stack.update(stacks.star(fewer), expect='UPDATE_FAILED')
    assert site.state(site.uris['first']) == 'disabled'
    site.stack.update(site.template())
    assert site.all_are('enabled')


def test_an_outage_does_not_end_it(site):
    site.stack.create(site.template(drain=60))
    site.connect(1)
    begin_delete(site)
    conftest.until(site.is_polled)
    # As often as three resources ask until they leave it to Heat to wait.
    site.control.inject('503-restarting', path='/stats$', times=9)
    conftest.until(
        lambda: (
            sum(
                request['status'] == 503 for request in site.control.requests()
            )
            == 9
        )
    )
    site.control.clear()
    conftest.until(site.is_polled)
    assert site.all_are('disabled')
    site.connect(0)
    site.stack.wait('DELETE_COMPLETE')


@pytest.mark.parametrize(
    'name, kind', [('server', 'virtual'), ('first', 'inline')]
)
def test_a_repeated_delete_does_not_begin_again(site, name, kind):
    site.stack.create(site.template(drain=8))
    site.connect(1, name)
    with failing(site, kind):
        site.stack.delete(expect='DELETE_FAILED')
    again = time.monotonic()
    assert site.state(site.uris[name]) == 'disabled'
    site.stack.delete()
    assert time.monotonic() < again + 8


def test_a_repeated_update_does_not_begin_again(site):
    site.stack.create(site.template(drain=8))
    site.connect(1)
    fewer = site.resources(drain=8)
    del fewer['inline']['properties']['members'][0]
    with failing(site, 'inline'):
        site.stack.update(stacks.star(fewer), expect='UPDATE_FAILED')
    again = time.monotonic()
    site.stack.update(stacks.star(fewer))
    assert time.monotonic() < again + 8
    assert site.state(site.uris['first']) == 'gone'
    assert site.state(site.uris['second']) == 'enabled'


def test_legacy_engine(legacy_cloud):
    test_delete_waits_for_the_connections(
        Site(legacy_cloud, conftest.Stack(legacy_cloud.heat))
    )
