# SPDX-License-Identifier: Apache-2.0

"""The forms that the device gives to what it is sent."""

import pytest

from f5_heat.simulator import kinds
from f5_heat.simulator.schema import addresses

VIRTUAL = 'ltm/virtual/~Common~v'


def listening(**values):
    return {'name': 'v', 'destination': '192.0.2.1:80', **values}


def profiles(rest):
    return {
        one['name']: one['context']
        for one in rest.ok('GET', VIRTUAL + '/profiles')['items']
    }


# Profiles.


@pytest.mark.parametrize(
    'body, protocol, shown',
    [
        # Reported: HTTP brings the profile of TCP.
        (
            {'profiles': ['http'], 'ipProtocol': 'tcp'},
            'tcp',
            {'http': 'all', 'tcp': 'all'},
        ),
        ({'profiles': ['http']}, 'tcp', {'http': 'all', 'tcp': 'all'}),
        (
            {'profiles': ['dns'], 'ipProtocol': 'udp'},
            'udp',
            {'dns': 'all', 'udp': 'all'},
        ),
        ({'profiles': ['stats']}, 'any', {'stats': 'all', 'fastL4': 'all'}),
        # Recorded of 14.1.2.1 without profiles.
        ({}, 'any', {'fastL4': 'all'}),
        ({'ipProtocol': 'tcp'}, 'tcp', {'fastL4': 'all'}),
        # A TLS profile is shown on its side.
        (
            {
                'profiles': [
                    'tcp',
                    {'name': 'clientssl', 'context': 'all'},
                    {'name': 'serverssl', 'context': 'all'},
                ]
            },
            'tcp',
            {
                'tcp': 'all',
                'clientssl': 'clientside',
                'serverssl': 'serverside',
            },
        ),
    ],
)
def test_the_profiles_that_a_device_adds(rest, body, protocol, shown):
    made = rest.ok('POST', 'ltm/virtual', listening(**body))
    assert made['ipProtocol'] == protocol
    assert profiles(rest) == shown


@pytest.mark.parametrize(
    'before, after',
    [
        (['tcp', 'http'], 'tcp'),
        (['udp', 'dns'], 'udp'),
        (['sctp', 'sip'], 'sctp'),
        (['fastL4'], 'fastL4'),
    ],
)
def test_the_profile_that_stays(rest, before, after):
    rest.ok('POST', 'ltm/virtual', listening(profiles=before))
    for _ in range(2):
        # F5's client asserts that the second time changes nothing.
        rest.ok('PATCH', VIRTUAL, {'profiles': []})
        assert list(profiles(rest)) == [after]


def test_a_put_keeps_the_protocol_of_the_profiles(rest):
    rest.ok('POST', 'ltm/virtual', listening(profiles=['tcp', 'http']))
    body = {'destination': '192.0.2.1:80', 'description': 'x'}
    assert rest.ok('PUT', VIRTUAL, body)['ipProtocol'] == 'tcp'


# Monitors.


@pytest.mark.parametrize(
    'version, body, shown',
    [
        # Reported from 13.0.
        ('13.0.0', {'interval': 91, 'timeout': 30}, 29),
        ('15.1.5', {'interval': 30, 'timeout': 10}, 9),
        ('17.1.1', {'interval': 30}, 15),
        ('17.1.1', {'interval': 5, 'timeout': 16}, 5),
        ('12.1.2', {'interval': 91, 'timeout': 30}, 91),
    ],
)
def test_the_interval_below_the_timeout(release, version, body, shown):
    _, rest = release(version)
    made = rest.ok('POST', 'ltm/monitor/http', {'name': 'm', **body})
    assert made['interval'] == shown


def test_an_interval_is_lowered_with_its_timeout(rest):
    rest.ok('POST', 'ltm/monitor/tcp', {'name': 'm', 'interval': 12})
    changed = rest.ok('PATCH', 'ltm/monitor/tcp/~Common~m', {'timeout': 8})
    assert changed['interval'] == 7


@pytest.mark.parametrize(
    'sent, shown',
    [
        ('*:https', '*:443'),
        ('*.80', '*:80'),
        ('192.0.2.1:http', '192.0.2.1:80'),
        ('2001:DB8:0:0::1.80', '2001:db8::1.80'),
    ],
)
def test_the_destination_of_a_monitor(rest, sent, shown):
    body = {'name': 'm', 'destination': sent}
    assert rest.ok('POST', 'ltm/monitor/tcp', body)['destination'] == shown


# Addresses.

LONG = 'fd8d:0:0:0:0:0:0:1'


def address_fields():
    for row in kinds.KINDS:
        for key, field in row.fields.items():
            if field.form == 'address' and not field.read_only:
                yield pytest.param(field, id=row.collection + ' ' + key)


@pytest.mark.parametrize('field', address_fields())
def test_every_address_is_shortened(field):
    assert addresses.normal(field, LONG, 0) == 'fd8d::1'
    assert addresses.normal(field, '::', 0) == 'any6'
    if field.default is not None:
        assert addresses.normal(field, field.default, 0) == field.default


@pytest.mark.parametrize(
    'collection, body, key, shown',
    [
        ('net/route', {'network': 'default-inet6', 'gw': LONG}, 'gw', None),
        ('ltm/node', {'address': LONG}, 'address', None),
        ('ltm/virtual-address', {'address': LONG}, 'address', None),
        ('ltm/snat-translation', {'address': LONG}, 'address', None),
        (
            'ltm/nat',
            {'originatingAddress': LONG, 'translationAddress': '2001:db8::1'},
            'originatingAddress',
            None,
        ),
        (
            'net/route',
            {'network': LONG + '/64', 'gw': 'fe80::1'},
            'network',
            'fd8d::1/64',
        ),
        (
            'ltm/virtual',
            {
                'destination': LONG + '.80',
                'source': '2001:db8:0:0:0:0:0:0/32',
            },
            'source',
            '2001:db8::/32',
        ),
        (
            'ltm/virtual',
            {'destination': '192.0.2.1:80', 'source': '10.0.0.1'},
            'source',
            '10.0.0.1/32',
        ),
        (
            'net/tunnels/tunnel',
            {'profile': 'ipip', 'localAddress': LONG},
            'localAddress',
            None,
        ),
    ],
)
def test_an_address(rest, collection, body, key, shown):
    made = rest.ok('POST', collection, {'name': 'o', **body})
    assert made[key] == (shown or 'fd8d::1')


def test_a_gateway_on_an_interface(rest):
    rest.ok('POST', 'net/vlan', {'name': 'net1'})
    made = rest.ok(
        'POST',
        'net/route',
        {
            'name': 'r1',
            'network': '2001:db8::/128',
            'gw': 'fe80::',
            'tmInterface': '/Common/net1',
        },
    )
    assert (made['gw'], made['tmInterface']) == ('fe80::', '/Common/net1')


@pytest.mark.parametrize(
    'spelling',
    [
        'fe80::12.80',
        'fe80:0:0:0:0:0:0:12.80',
        'FE80::12.80',
        'fe80::12.http',
    ],
)
def test_a_member_under_every_spelling_of_its_name(rest, spelling):
    rest.ok('POST', 'ltm/pool', {'name': 'p'})
    members = 'ltm/pool/~Common~p/members'
    rest.ok('POST', members, {'name': 'fe80:0:0:0:0:0:0:12.80'})
    path = '{}/~Common~{}'.format(members, spelling)
    assert rest.ok('GET', path)['name'] == 'fe80::12.80'
    assert rest.ok('PATCH', path, {'ratio': 3})['ratio'] == 3
    rest.ok('DELETE', path)
    assert rest.ok('GET', members)['items'] == []


def test_translation_addresses_by_name(rest):
    body = {'name': 'tr1', 'address': '192.0.2.7'}
    rest.ok('POST', 'ltm/snat-translation', body)
    made = rest.ok(
        'POST',
        'ltm/snatpool',
        {'name': 'sp', 'members': ['/Common/tr1', '192.0.2.8']},
    )
    assert made['members'] == ['/Common/tr1', '/Common/192.0.2.8']
    made = rest.ok(
        'POST',
        'ltm/snat',
        {'name': 's', 'origins': ['2.2.2.2'], 'translation': '136.1.1.1'},
    )
    assert made['translation'] == '/Common/136.1.1.1'
    path = 'ltm/snat-translation/~Common~136.1.1.1'
    assert rest.ok('GET', path)['address'] == '136.1.1.1'


def test_a_virtual_address_with_a_name_alone(rest):
    made = rest.ok('POST', 'ltm/virtual-address', {'name': 'va-1'})
    assert made['address'] == 'any6'


@pytest.mark.parametrize('sent', ['none', '/Common/none', '/Common/None'])
@pytest.mark.parametrize(
    'collection', ['ltm/virtual-address', 'ltm/snat-translation']
)
def test_no_traffic_group(rest, collection, sent):
    body = {'name': 'o', 'address': '192.0.2.1', 'trafficGroup': sent}
    assert rest.ok('POST', collection, body)['trafficGroup'] == 'none'


# Route domains and their VLANs.


def test_the_default_route_domain_has_the_other_vlans(rest):
    default = 'net/route-domain/~Common~0'
    rest.ok('POST', 'net/vlan', {'name': 'a'})
    # Recorded on 14.1.2.1.
    assert set(rest.ok('GET', default)['vlans']) == {
        '/Common/a',
        '/Common/http-tunnel',
        '/Common/socks-tunnel',
    }
    body = {'name': 'd', 'id': 9, 'vlans': ['a', 'http-tunnel']}
    rest.ok('POST', 'net/route-domain', body)
    assert rest.ok('GET', default)['vlans'] == ['/Common/socks-tunnel']


@pytest.mark.parametrize('profile', ['ppp', 'tcp-forward'])
def test_a_tunnel_without_a_local_address(rest, profile):
    body = {'name': 't', 'profile': profile}
    assert rest.ok('POST', 'net/tunnels/tunnel', body)['localAddress'] == (
        'any6'
    )


# Objects within objects.


def test_a_destination_that_its_criteria_have(rest):
    body = {'name': 'c', 'protocol': 'tcp'}
    rest.ok('POST', 'ltm/traffic-matching-criteria', body)
    body = listening(destination=':0', trafficMatchingCriteria='c')
    made = rest.ok('POST', 'ltm/virtual', body)
    assert made['destination'] == '/Common/0.0.0.0:0'


def test_an_empty_object_changes_nothing(rest):
    body = {'name': 'n', 'fqdn': {'tmName': 'www.x', 'downInterval': 9}}
    before = rest.ok('POST', 'ltm/node', body)['fqdn']
    changed = rest.ok('PATCH', 'ltm/node/~Common~n', {'fqdn': {}})
    assert changed['fqdn'] == before


def test_names_that_begin_with_a_capital_letter(rest):
    made = rest.ok(
        'POST',
        'ltm/profile/http',
        {
            'name': 'h',
            'enforcement': {'ExcessClientHeaders': '', 'MaxRequests': 7},
        },
    )
    assert made['enforcement']['maxRequests'] == 7


def test_what_a_dns_profile_does_with_other_queries(rest):
    body = {'name': 'd', 'unhandledQueryAction': 'noerror'}
    made = rest.ok('POST', 'ltm/profile/dns', body)
    assert made['unhandledQueryAction'] == 'noerror'


# GTM.


@pytest.fixture
def gtm(rest):
    rest.ok('PATCH', 'sys/provision/gtm', {'level': 'nominal'})
    rest.ok('POST', 'gtm/datacenter', {'name': 'dc'})
    rest.ok('POST', 'gtm/server', {'name': 'gs', 'datacenter': 'dc'})
    for name in ('foo', 'baz'):
        rest.ok(
            'POST',
            'gtm/server/~Common~gs/virtual-servers',
            {'name': name, 'destination': '192.0.2.1:80'},
        )
    rest.ok('POST', 'gtm/pool/a', {'name': 'p'})
    return rest


def test_a_virtual_server_of_gtm(gtm):
    path = 'gtm/server/~Common~gs/virtual-servers/foo'
    changed = gtm.ok(
        'PATCH',
        path,
        {
            'dependsOn': [{'name': '/Common/gs:baz'}],
            'monitor': 'require 10 from 20  /Common/gateway_icmp',
        },
    )
    assert changed['dependsOn'] == [{'name': '/Common/gs:baz'}]
    assert changed['monitor'] == (
        'require 10 from 20 { /Common/gateway_icmp }'
    )
    again = {'monitor': changed['monitor']}
    assert gtm.ok('PATCH', path, again)['monitor'] == changed['monitor']
    status, _ = gtm.refused('PATCH', path, {'monitor': 'require 1 of x'})
    assert status == 400


def test_members_of_gtm_are_numbered_in_turn(gtm):
    members = 'gtm/pool/a/~Common~p/members'
    # Recorded: 1 for one.
    assert [
        gtm.ok('POST', members, {'name': name})['memberOrder']
        for name in ('gs:foo', 'gs:baz')
    ] == [1, 2]


# The device.


@pytest.mark.parametrize(
    'version, year', [('14.1.2.1', '2019'), ('17.1.1', '2023')]
)
def test_when_a_version_was_built(release, version, year):
    _, rest = release(version)
    entries = rest.ok('GET', 'sys/version')['entries']
    shown = next(iter(entries.values()))['nestedStats']['entries']
    assert shown['Date']['description'].endswith(year)


def test_the_word_for_a_device_that_is_forced_offline(rest):
    body = {'command': 'run', 'utilCmdArgs': 'offline'}
    rest.ok('POST', 'sys/failover', body)
    said = rest.ok('GET', 'sys/failover')['apiRawValues']['apiAnonymous']
    assert 'Failover forced_offline' in said
