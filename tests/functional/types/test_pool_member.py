# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::PoolMember beside the pool's own resource."""

import pytest


@pytest.fixture
def members(cloud, stack):
    return Members(cloud, stack)


class Members:
    """A stack with a pool and members of it, and what a device has."""

    def __init__(self, cloud, stack):
        self.cloud = cloud
        self.stack = stack
        self.pool = stack.name.replace('-', '_')
        self.uri = 'ltm/pool/~Common~%s/members' % self.pool

    def template(self, *members, type='F5::LTM::PoolMember'):
        resources = {
            'member%d' % number: {
                'type': type,
                'properties': {'pool': {'get_resource': 'pool'}, **member},
            }
            for number, member in enumerate(members)
        }
        resources['pool'] = {
            'type': 'F5::LTM::Pool',
            'properties': {'name': self.pool},
        }
        return {'heat_template_version': '2021-04-16', 'resources': resources}

    def held(self):
        items = self.cloud.bigip.read(self.uri)['items']
        return {item['name']: item for item in items}

    def nodes(self):
        return {
            item['name'] for item in self.cloud.bigip.read('ltm/node')['items']
        }


def test_members_come_and_go_by_themselves(members):
    before = members.nodes()
    one = {'address': '192.0.2.1', 'port': 80}
    two = {'address': '2001:db8::1', 'port': 'any'}
    members.stack.create(members.template(one, two))
    assert sorted(members.held()) == ['192.0.2.1:80', '2001:db8::1.0']
    assert members.stack.resource('member1').physical_resource_id == (
        '/Common/%s/members/Common/2001:db8::1.0' % members.pool
    )
    members.stack.check()
    members.stack.update(members.template(one))
    assert list(members.held()) == ['192.0.2.1:80']
    members.stack.delete()
    assert members.nodes() == before


@pytest.mark.parametrize(
    'change',
    [
        {'port': 8080},
        {'address': '192.0.2.2'},
        {'port': 8080, 'address': '192.0.2.2'},
    ],
)
def test_another_address_or_port_is_another_member(members, change):
    before = members.nodes()
    one = {'address': '192.0.2.1', 'port': 80}
    members.stack.create(members.template(one))
    members.stack.update(members.template({**one, **change}))
    expected = '%(address)s:%(port)s' % {**one, **change}
    assert list(members.held()) == [expected]
    members.stack.delete()
    assert members.nodes() == before


def test_deleted_by_hand_and_then_replaced(members):
    before = members.nodes()
    one = {'address': '192.0.2.1', 'port': 80}
    members.stack.create(members.template(one))
    assert members.cloud.bigip.delete(members.uri + '/~Common~192.0.2.1:80').ok
    members.stack.update(members.template({**one, 'address': '192.0.2.2'}))
    assert list(members.held()) == ['192.0.2.2:80']
    assert members.nodes() == before | {'192.0.2.2'}
    assert members.cloud.bigip.delete(members.uri + '/~Common~192.0.2.2:80').ok
    members.stack.update(
        members.template({**one, 'address': '192.0.2.2', 'port': 8080})
    )
    members.stack.delete()
    assert members.nodes() == before


def test_node_of_the_authors_own(members, cloud):
    template = members.template(
        {'node': members.pool, 'address': '192.0.2.1', 'port': 80}
    )
    template['resources']['node'] = {
        'type': 'F5::LTM::Node',
        'properties': {'name': members.pool, 'address': '192.0.2.1'},
    }
    template['resources']['member0']['depends_on'] = 'node'
    members.stack.create(template)
    held = members.held()[members.pool + ':80']
    assert held['address'] == '192.0.2.1'
    del template['resources']['member0']
    members.stack.update(template)
    assert members.held() == {}
    assert members.pool in members.nodes()


def test_host_name(members, cloud):
    before = members.nodes()
    members.stack.create(
        members.template(
            {
                'fqdn': {'name': 'www.example.com', 'autopopulate': True},
                'port': 80,
            }
        )
    )
    held = members.held()['www.example.com:80']
    assert held['fqdn']['tmName'] == 'www.example.com'
    assert held['fqdn']['autopopulate'] == 'enabled'
    members.stack.check()
    members.stack.delete()
    assert members.nodes() == before


def test_other_name_of_the_type(members):
    one = {'address': '192.0.2.1', 'port': 80}
    members.stack.create(members.template(one, type='F5::LTM::Member'))
    path = members.stack.resource('member0').physical_resource_id
    members.stack.update(members.template(one))
    assert members.stack.resource('member0').physical_resource_id == path
    assert list(members.held()) == ['192.0.2.1:80']


def test_pool_that_is_gone_takes_its_members_along(members, cloud):
    members.stack.create(
        members.template({'address': '192.0.2.1', 'port': 80})
    )
    answer = cloud.bigip.delete('ltm/pool/~Common~' + members.pool)
    assert answer.status_code == 200, answer.text
    members.stack.check(expect='CHECK_FAILED')
    members.stack.delete()


def test_a_node_can_be_preserved(members):
    before = members.nodes()
    one = {'address': '192.0.2.31', 'port': 80, 'preserve_node': True}
    two = {'address': '192.0.2.32', 'port': 80, 'preserve_node': True}
    members.stack.create(members.template(one, two))
    # What counts is what the template says in the end.
    members.stack.update(
        members.template(one, {**two, 'preserve_node': False})
    )
    members.stack.delete()
    assert members.nodes() - before == {'192.0.2.31'}
    assert (
        members.cloud.bigip.delete('ltm/node/~Common~192.0.2.31').status_code
        == 200
    )
