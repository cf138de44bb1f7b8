# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::Pool with its members inline."""

import pytest

from tests.functional import conftest

ABSENT = object()


@pytest.fixture
def pool(cloud, stack):
    """A stack with a pool, and what a device has of it."""
    return Pool(cloud, stack)


class Pool:
    def __init__(self, cloud, stack):
        self.cloud = cloud
        self.stack = stack
        self.name = stack.name.replace('-', '_')
        self.uri = 'ltm/pool/~Common~' + self.name

    def template(self, members=ABSENT, **properties):
        properties['name'] = self.name
        if members is not ABSENT:
            properties['members'] = members
        return {
            'heat_template_version': '2021-04-16',
            'resources': {
                'pool': {'type': 'F5::LTM::Pool', 'properties': properties}
            },
        }

    def create(self, *args, **kwargs):
        self._act(self.stack.create, *args, **kwargs)

    def update(self, *args, **kwargs):
        self._act(self.stack.update, *args, **kwargs)

    def _act(self, action, *args, **kwargs):
        self.cloud.control.clear()
        action(self.template(*args, **kwargs))
        self.writes = [
            request['method']
            for request in self.cloud.control.requests()
            if request['method'] != 'GET'
            and not request['login']
            and self.uri in request['path']
            or request['method'] == 'POST'
            and not request['login']
        ]

    def members(self):
        items = self.cloud.bigip.read(self.uri + '/members')['items']
        return {item['name']: item for item in items}

    def nodes(self):
        return {
            item['name'] for item in self.cloud.bigip.read('ltm/node')['items']
        }


def member(ip, port=80, **settings):
    return {'member_ip': ip, 'member_port': port, **settings}


def test_members_come_change_and_go(pool):
    before = pool.nodes()
    one, two, three = (member('192.0.2.%d' % n) for n in (1, 2, 3))
    pool.create([one, two])
    assert pool.writes == ['POST']
    assert sorted(pool.members()) == ['192.0.2.1:80', '192.0.2.2:80']

    pool.update([one, two, three])
    assert pool.writes == ['PATCH']
    assert len(pool.members()) == 3

    pool.update(
        [
            {**one, 'ratio': 5, 'priority_group': 7, 'description': 'first'},
            two,
            three,
        ]
    )
    assert pool.writes == ['PATCH']
    changed = pool.members()['192.0.2.1:80']
    assert (
        changed['ratio'],
        changed['priorityGroup'],
        changed['description'],
    ) == (5, 7, 'first')

    pool.update([one, three])
    assert pool.writes == ['PATCH']
    assert sorted(pool.members()) == ['192.0.2.1:80', '192.0.2.3:80']
    assert pool.members()['192.0.2.1:80']['ratio'] == 1
    assert pool.nodes() - before == {'192.0.2.1', '192.0.2.3'}

    pool.update([])
    assert pool.members() == {}
    assert pool.nodes() == before

    pool.update([one])
    pool.stack.delete()
    assert pool.nodes() == before


@pytest.mark.parametrize('nothing', [None, ABSENT])
def test_members_that_are_not_given(pool, nothing):
    """Null means the same as no property: no members of this resource."""
    pool.create([member('192.0.2.1')])
    pool.update(nothing)
    assert pool.members() == {}


@pytest.mark.parametrize('nothing', [None, ABSENT])
def test_a_pool_without_the_property_leaves_members_alone(
    pool, cloud, nothing
):
    pool.create(nothing)
    answer = cloud.bigip.post(
        pool.uri + '/members',
        json={'name': '192.0.2.9:80', 'partition': 'Common'},
    )
    assert answer.status_code == 200, answer.text
    pool.stack.check()
    pool.update(nothing, description='changed')
    pool.stack.check()
    assert list(pool.members()) == ['192.0.2.9:80']
    pool.stack.delete()
    cloud.bigip.delete('ltm/node/~Common~192.0.2.9')


def test_an_empty_list_forbids_members(pool, cloud):
    pool.create([])
    cloud.bigip.post(
        pool.uri + '/members',
        json={'name': '192.0.2.9:80', 'partition': 'Common'},
    )
    pool.stack.check(expect='CHECK_FAILED')
    assert 'members[192.0.2.9:80]' in (
        pool.stack.resource('pool').resource_status_reason
    )
    pool.update([])
    assert pool.members() == {}
    cloud.bigip.delete('ltm/node/~Common~192.0.2.9')


def test_order_of_members_does_not_matter(pool):
    members = [member('192.0.2.%d' % n) for n in (1, 2, 3)]
    pool.create(members)
    pool.update(members[::-1])
    assert pool.writes == []


def test_addresses_of_all_kinds(pool, cloud):
    domain = cloud.bigip.post(
        'net/route-domain',
        json={'name': pool.name, 'partition': 'Common', 'id': 77},
    )
    assert domain.status_code == 200, domain.text
    pool.create(
        [
            member('2001:db8::1', 8080),
            member('192.0.2.1', 'any'),
            member('192.0.2.1%77', 443),
        ]
    )
    assert {
        item['name']: item['address'] for item in pool.members().values()
    } == {
        '2001:db8::1.8080': '2001:db8::1',
        '192.0.2.1:0': '192.0.2.1',
        '192.0.2.1%77:443': '192.0.2.1%77',
    }
    pool.stack.check()
    pool.stack.delete()
    cloud.bigip.delete('net/route-domain/~Common~' + pool.name)


def test_admin_state_of_a_member(pool):
    for state, shown in (
        ('disabled', ('user-disabled', 'unchecked')),
        ('forced_offline', ('user-disabled', 'user-down')),
        ('enabled', ('user-enabled', 'unchecked')),
    ):
        members = [member('192.0.2.1', admin_state=state)]
        pool.update(members) if pool.stack.id else pool.create(members)
        found = pool.members()['192.0.2.1:80']
        assert (found['session'], found['state']) == shown
        pool.stack.check()


def test_drift_of_members_is_named(pool, cloud):
    pool.create([member('192.0.2.1', ratio=3), member('192.0.2.2')])
    cloud.bigip.patch(
        pool.uri,
        json={
            'members': [
                {'name': '192.0.2.1:80', 'partition': 'Common', 'ratio': 9},
                {'name': '192.0.2.3:80', 'partition': 'Common'},
            ]
        },
    )
    pool.stack.check(expect='CHECK_FAILED')
    reason = pool.stack.resource('pool').resource_status_reason
    assert (
        'members[192.0.2.1:80].ratio: expected 3, the device has 9' in reason
    )
    assert (
        'members[192.0.2.2:80]: expected, the device does not have it'
        in reason
    )
    assert 'members[192.0.2.3:80]: the device has it, not expected' in reason
    pool.update([member('192.0.2.1', ratio=3), member('192.0.2.2')])
    assert pool.writes == ['PATCH']
    assert pool.members()['192.0.2.1:80']['ratio'] == 3
    pool.stack.check()
    cloud.bigip.delete('ltm/node/~Common~192.0.2.3')


def test_members_of_two_pools_share_nodes(make_stack, cloud):
    """The node goes with the last member of any of our pools."""
    first, second = (Pool(cloud, make_stack()) for _ in range(2))
    first.create([member('192.0.2.1')])
    second.create([member('192.0.2.1')])
    first.stack.delete()
    assert '192.0.2.1' in second.nodes()
    second.stack.delete()
    assert '192.0.2.1' not in second.nodes()


def test_hundred_members_are_one_request(pool):
    members = [member('192.0.2.%d' % n) for n in range(1, 101)]
    pool.create(members)
    assert pool.writes == ['POST']
    assert len(pool.members()) == 100
    pool.update([{**one, 'ratio': 2} for one in members])
    assert pool.writes == ['PATCH']
    pool.stack.delete()
    assert not {name for name in pool.nodes() if name.startswith('192.0.2.')}


#: From more members than this on an update sends those alone that differ, an
#: item a request, up to so many of them.
LONG = 32
FEW = 8


def many(*numbers, **settings):
    return [member('198.18.1.%d' % number, **settings) for number in numbers]


def names(*numbers):
    return sorted('198.18.1.%d:80' % number for number in numbers)


def test_a_short_list_is_sent_as_a_whole(pool):
    pool.create(many(*range(1, LONG)))
    pool.update(many(*range(1, LONG + 1)))
    assert pool.writes == ['PATCH']


def test_few_of_many_members_are_written_one_by_one(pool):
    before = pool.nodes()
    first, last = 1, LONG + 10
    pool.create(many(*range(first, last)))
    assert pool.writes == ['POST']
    pool.update(many(*range(first, last + 1)))
    assert pool.writes == ['POST']
    pool.update(
        [*many(first, ratio=7), *many(*range(first + 1, last + 1))],
    )
    assert pool.writes == ['PATCH']
    assert pool.members()['198.18.1.1:80']['ratio'] == 7
    pool.update(many(*range(first + 1, last + 1)), slow_ramp_time=5)
    assert sorted(pool.writes) == ['DELETE', 'PATCH']
    assert sorted(pool.members()) == names(*range(first + 1, last + 1))
    # The node of a member that is gone goes with it.
    assert '198.18.1.1' not in pool.nodes()

    pool.update(many(*range(first + 1, last - FEW + 1)), slow_ramp_time=5)
    assert pool.writes == ['DELETE'] * FEW
    pool.update(many(*range(first + 1, last + 2)))
    assert pool.writes == ['PATCH']
    assert sorted(pool.members()) == names(*range(first + 1, last + 2))
    pool.stack.check()
    pool.stack.delete()
    assert pool.nodes() == before


def test_what_fails_at_the_fifth_member_is_repaired(pool):
    before = pool.nodes()
    pool.create(many(*range(1, 40)))
    after = many(*range(7, 40), *range(50, 52))
    with conftest.fault(
        pool.cloud.control,
        '400-repeating',
        method='DELETE',
        path='/members',
        skip=4,
    ):
        pool.stack.update(pool.template(after), expect='UPDATE_FAILED')
    # Four members were removed by then.
    assert sorted(pool.members()) == names(*range(5, 40))
    pool.update(after)
    assert sorted(pool.members()) == names(*range(7, 40), 50, 51)
    pool.stack.check()
    pool.stack.delete()
    assert pool.nodes() == before


def test_members_that_others_changed_meanwhile(pool):
    """Then all of them are sent, as those of a short list are."""
    pool.create(many(*range(1, 40)))
    added = many(*range(1, 42))
    path = '/~Common~198.18.1.'
    assert pool.cloud.bigip.post(
        pool.uri + '/members', json={'name': '198.18.1.40:80'}
    ).ok
    assert pool.cloud.bigip.delete(pool.uri + '/members' + path + '1:80').ok
    pool.update(added)
    assert 'PATCH' in pool.writes
    assert sorted(pool.members()) == names(*range(1, 42))


@pytest.mark.parametrize(
    'fault', ['400-repeating', 'drop-after', 'drop-before', '500-mcpd-lost']
)
@pytest.mark.parametrize('number', [0, 4])
def test_nodes_of_items_go_whatever_became_of_their_requests(
    pool, fault, number
):
    """Those that the device made for members that were added one by one."""
    before = pool.nodes()
    pool.create(many(*range(1, 40)))
    after = many(*range(1, 40), *range(50, 56))
    pool.cloud.control.inject(
        fault, method='POST', path='/members', skip=number
    )
    pool.stack.update(
        pool.template(after), expect=('UPDATE_COMPLETE', 'UPDATE_FAILED')
    )
    pool.update(after)
    assert sorted(pool.members()) == names(*range(1, 40), *range(50, 56))
    pool.update(many(*range(1, 40)))
    assert pool.nodes() - before == {
        '198.18.1.%d' % one for one in range(1, 40)
    }
    pool.stack.delete()
    assert pool.nodes() == before
