# SPDX-License-Identifier: Apache-2.0

"""Addresses in route domains: with and without a default one of a partition.

Devices as a rule leave out the default route domain of a partition where they
show an address, and say any other, also 0 (as people report of partitions
with a default one).
"""

import pytest

from tests.functional.contract import stacks

PARTITION = 'domain_nine'

#: Properties of objects in a partition whose default route domain is 9: as
#: they are written first, then otherwise; and what the device has of them.
OBJECTS = {
    'node': (
        'F5::LTM::Node',
        {'address': '192.0.2.1'},
        {'address': '192.0.2.1%9'},
        'ltm/node/~{0}~node',
        {'address': '192.0.2.1'},
    ),
    'node_zero': (
        'F5::LTM::Node',
        {'address': '192.0.2.1%0'},
        {'address': '192.0.2.1%00'},
        'ltm/node/~{0}~node_zero',
        {'address': '192.0.2.1%0'},
    ),
    'address': (
        'F5::LTM::VirtualAddress',
        {'address': '2001:db8::1%9'},
        {'address': '2001:DB8:0::1'},
        'ltm/virtual-address/~{0}~address',
        {'address': '2001:db8::1'},
    ),
    'address_zero': (
        'F5::LTM::VirtualAddress',
        {'address': '2001:db8::1%0'},
        {'address': '2001:DB8:0::1%0'},
        'ltm/virtual-address/~{0}~address_zero',
        {'address': '2001:db8::1%0'},
    ),
    'pool': (
        'F5::LTM::Pool',
        {
            'members': [
                {'member_ip': '192.0.2.11', 'member_port': 80},
                {'member_ip': '192.0.2.12%0', 'member_port': 80},
                {'member_ip': '192.0.2.13%7', 'member_port': 80},
            ]
        },
        {
            'members': [
                {'member_ip': '192.0.2.13%07', 'member_port': '80'},
                {'member_ip': '192.0.2.11%9', 'member_port': '080'},
                {'member_ip': '192.0.2.12%0', 'member_port': '80'},
            ]
        },
        'ltm/pool/~{0}~pool/members/~{0}~192.0.2.12%250:80',
        {'address': '192.0.2.12%0'},
    ),
    'snat': (
        'F5::LTM::SnatPool',
        {'members': ['192.0.2.21', '192.0.2.22%0']},
        {'members': ['192.0.2.22%0', '192.0.2.21%9']},
        'ltm/snatpool/~{0}~snat',
        {'members': ['/{0}/192.0.2.21', '/{0}/192.0.2.22%0']},
    ),
    'server': (
        'F5::LTM::VirtualServer',
        {'ip': '192.0.2.31', 'port': 80},
        {'ip': '192.0.2.31%9', 'port': '80', 'source': '0.0.0.0%9/0'},
        'ltm/virtual/~{0}~server',
        {'destination': '/{0}/192.0.2.31:80', 'source': '0.0.0.0/0'},
    ),
    'server_zero': (
        'F5::LTM::VirtualServer',
        {'ip': '192.0.2.31%0', 'port': 80},
        {'ip': '192.0.2.31%0', 'port': 80, 'source': '0.0.0.0/0'},
        'ltm/virtual/~{0}~server_zero',
        {'destination': '/{0}/192.0.2.31%0:80', 'source': '0.0.0.0%0/0'},
    ),
    'server_seven': (
        'F5::LTM::VirtualServer',
        {'ip': '2001:db8::31%7', 'port': 80, 'source': '2001:db8::/32'},
        {'ip': '2001:DB8::31%7', 'port': 80, 'source': '2001:db8:0::%7/32'},
        'ltm/virtual/~{0}~server_seven',
        {
            'destination': '/{0}/2001:db8::31%7.80',
            'source': '2001:db8::%7/32',
        },
    ),
    'self': (
        'F5::Net::SelfIP',
        {'address': '203.0.113.41/24', 'vlan': '/Common/contract_1'},
        {'address': '203.0.113.41%9/24', 'vlan': '/Common/contract_1'},
        'net/self/~{0}~self',
        {'address': '203.0.113.41/24'},
    ),
    'self_zero': (
        'F5::Net::SelfIP',
        {'address': '203.0.113.42%0/24', 'vlan': '/Common/contract_2'},
        {'address': '203.0.113.42%0/024', 'vlan': '/Common/contract_2'},
        'net/self/~{0}~self_zero',
        {'address': '203.0.113.42%0/24'},
    ),
    'member': (
        'F5::LTM::PoolMember',
        {'pool': 'other', 'address': '192.0.2.51', 'port': 80},
        {'pool': 'other', 'address': '192.0.2.51%9', 'port': 80},
        'ltm/pool/~{0}~other/members/~{0}~192.0.2.51:80',
        {'address': '192.0.2.51'},
    ),
    'member_zero': (
        'F5::LTM::PoolMember',
        {'pool': 'other', 'address': '192.0.2.51%0', 'port': 80},
        {'pool': 'other', 'address': '192.0.2.51%0', 'port': '80'},
        'ltm/pool/~{0}~other/members/~{0}~192.0.2.51%250:80',
        {'address': '192.0.2.51%0'},
    ),
}


@pytest.fixture
def partition(cloud):
    """A partition with a default route domain of its own."""
    for number in (7, 9):
        cloud.bigip.post(
            'net/route-domain', json={'name': 'rd%d' % number, 'id': number}
        )
    answer = cloud.bigip.post(
        'auth/partition', json={'name': PARTITION, 'defaultRouteDomain': 9}
    )
    assert answer.status_code == 200, answer.text
    yield PARTITION
    cloud.bigip.delete('auth/partition/' + PARTITION)


def template(which, partition):
    snippets = {
        'other': {
            'type': 'F5::LTM::Pool',
            'properties': {'name': 'other', 'partition': partition},
        }
    }
    for name, (kind, *values, _, _) in OBJECTS.items():
        named = {} if kind == 'F5::LTM::PoolMember' else {'name': name}
        snippets[name] = {
            'type': kind,
            'properties': {
                **named,
                'partition': partition,
                **values[which],
            },
        }
    return stacks.star(snippets)


def written(cloud, act, *args, **kwargs):
    """What an action changes on the device."""
    return [
        request
        for request in stacks.watch(cloud, act, *args, **kwargs)
        if request[0] != 'GET'
    ]


def test_in_a_partition_with_a_default_route_domain(
    cloud, stack, partition, furnished
):
    stack.create(template(0, partition))
    for name, (_, _, _, uri, shown) in OBJECTS.items():
        found = cloud.bigip.read(uri.format(partition))
        assert found is not None, name
        for key, value in shown.items():
            expected = (
                [one.format(partition) for one in value]
                if isinstance(value, list)
                else value.format(partition)
            )
            assert found[key] == expected, (name, key)
    stack.check()
    again = template(0, partition)
    assert written(cloud, stack.update, again, converge=True) == []
    # Other words for the same addresses.
    others = template(1, partition)
    assert written(cloud, stack.update, others) == []
    stack.check()
    assert written(cloud, stack.update, others, converge=True) == []
    # What is another address is told from it, and moved.
    moved = template(1, partition)
    moved['resources']['server']['properties'].update(
        ip='192.0.2.33%0', source='0.0.0.0%0/0'
    )
    assert written(cloud, stack.update, moved)
    found = cloud.bigip.read('ltm/virtual/~%s~server' % partition)
    assert found['destination'] == '/%s/192.0.2.33%%0:80' % partition
    stack.check()
    stack.delete()


def test_the_source_is_in_the_route_domain_of_the_address(cloud, stack):
    """As recorded on 11.6: 0.0.0.0%6/0 beside an address with %6."""

    def servers(**sources):
        return stacks.star(
            {
                name: {
                    'type': 'F5::LTM::VirtualServer',
                    'properties': {
                        'name': 'source_' + name,
                        'ip': '192.0.2.6%d%%7' % number,
                        'port': 443,
                        **given,
                    },
                }
                for number, (name, given) in enumerate(sources.items())
            }
        )

    stack.create(servers(a={}, b={'source': '10.0.0.0/8'}))
    for name, source in [('a', '0.0.0.0%7/0'), ('b', '10.0.0.0%7/8')]:
        found = cloud.bigip.read('ltm/virtual/~Common~source_' + name)
        assert found['source'] == source
    stack.check()
    other = servers(a={'source': '0.0.0.0/0'}, b={'source': '10.0.0.0%7/8'})
    assert written(cloud, stack.update, other) == []
    stack.check()
    assert written(cloud, stack.update, servers(a={}, b={})) == [
        ('PATCH', '/mgmt/tm/ltm/virtual/~Common~source_b')
    ]


def test_the_partition_is_asked_only_where_it_matters(cloud, stack):
    """Addresses that say no route domain cost no request more."""

    def node(address):
        return {
            'heat_template_version': '2021-04-16',
            'resources': {
                'node': {
                    'type': 'F5::LTM::Node',
                    'properties': {'name': 'asked', 'address': address},
                }
            },
        }

    uri = '/mgmt/tm/ltm/node'
    asked = ('GET', '/mgmt/tm/auth/partition/Common')
    assert stacks.watch(cloud, stack.create, node('192.0.2.71')) == [
        ('POST', uri)
    ]
    assert stacks.watch(cloud, stack.check) == [
        ('GET', uri + '/~Common~asked')
    ]
    found = stacks.watch(cloud, stack.update, node('192.0.2.71%0'))
    assert set(found) <= {asked}
    found = stacks.watch(cloud, stack.check)
    assert sorted(found) == [asked, ('GET', uri + '/~Common~asked')]
