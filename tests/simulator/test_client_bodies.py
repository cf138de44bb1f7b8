# SPDX-License-Identifier: Apache-2.0

"""Bodies that F5's Ansible collection, Terraform provider and SDK send."""

import pytest

from tests.simulator import conftest

FASTL4 = 'ltm/profile/fastl4/~Common~f'
MEMBERS = 'ltm/pool/~Common~p/members'
FQDN = MEMBERS + '/~Common~www.example.com:443'


@pytest.fixture
def stocked(rest):
    """A device with an object of each kind that is changed."""
    for path, body in (
        ('ltm/pool', {'name': 'p'}),
        ('ltm/node', {'name': 'n', 'address': '10.0.0.2'}),
        ('ltm/profile/fastl4', {'name': 'f'}),
        ('ltm/monitor/https', {'name': 'm', 'interval': 60}),
        ('ltm/data-group/internal', {'name': 'd', 'type': 'string'}),
        ('ltm/virtual', {'name': 'v', 'destination': '10.0.0.3:80'}),
        ('net/vlan', {'name': 'one', 'interfaces': [{'name': '1.1'}]}),
        ('net/vlan', {'name': 'two'}),
        ('net/self', {'name': 's', 'address': '10.0.0.4/24', 'vlan': 'one'}),
        (
            MEMBERS,
            {
                'name': 'www.example.com:443',
                'fqdn': {
                    'autopopulate': 'enabled',
                    'tmName': 'www.example.com',
                },
            },
        ),
    ):
        rest.ok('POST', path, body)
    return rest


def virtual(**values):
    return (
        'POST',
        'ltm/virtual',
        {
            'name': 'v1',
            'destination': '/Common/10.0.0.1:80',
            **values,
        },
    )


def of(path, **values):
    return 'POST', path, {'name': 'x', **values}


@pytest.mark.parametrize(
    'request_, key, shown',
    [
        # Numbers for words.
        (virtual(ipProtocol=6), 'ipProtocol', 'tcp'),
        (virtual(ipProtocol='17'), 'ipProtocol', 'udp'),
        (virtual(ipProtocol=58), 'ipProtocol', 'ipv6-icmp'),
        (virtual(rateLimit=0), 'rateLimit', 'disabled'),
        (
            of('ltm/node', address='10.0.0.9', rateLimit=0),
            'rateLimit',
            'disabled',
        ),
        (
            ('POST', MEMBERS, {'name': '10.0.0.9:80', 'rateLimit': '0'}),
            'rateLimit',
            'disabled',
        ),
        (
            ('PATCH', FASTL4, {'ipTosToClient': 65534}),
            'ipTosToClient',
            'mimic',
        ),
        (
            ('PATCH', FASTL4, {'ipTosToServer': 65535}),
            'ipTosToServer',
            'pass-through',
        ),
        (
            ('PATCH', FASTL4, {'linkQosToClient': '65535'}),
            'linkQosToClient',
            'pass-through',
        ),
        (
            ('PATCH', FASTL4, {'keepAliveInterval': 0}),
            'keepAliveInterval',
            'disabled',
        ),
        (('PATCH', FASTL4, {'idleTimeout': 0}), 'idleTimeout', 'immediate'),
        (
            ('PATCH', FASTL4, {'clientTimeout': 4294967295}),
            'clientTimeout',
            'indefinite',
        ),
        (of('ltm/pool', ipTosToClient=65534), 'ipTosToClient', 'mimic'),
        # False for a flag.
        (virtual(enabled=False), 'disabled', True),
        (virtual(vlansDisabled='false'), 'vlansEnabled', True),
        (virtual(disabled=False), 'enabled', True),
        # Monitors.
        *(
            (of('ltm/monitor/' + kind, compatibility='enabled'), key, None)
            for kind, key in (
                ('http', 'compatibility'),
                ('ftp', 'compatibility'),
                ('smtp', 'compatibility'),
                ('mysql', 'compatibility'),
                ('postgresql', 'compatibility'),
            )
        ),
        (
            of('ltm/monitor/https', compatibility='disabled'),
            'compatibility',
            'disabled',
        ),
        (
            of('ltm/monitor/ldap', defaultsFrom='/Common/ldap', security=''),
            'security',
            'none',
        ),
        (
            (
                'PUT',
                'ltm/monitor/https/~Common~m',
                {
                    'name': '/Common/m',
                    'defaultsFrom': '/Common/https',
                    'interval': 50,
                    'timeout': 151,
                },
            ),
            'interval',
            50,
        ),
        # What cannot change, with the value that it has.
        (
            (
                'PATCH',
                FQDN,
                {
                    'fqdn': {
                        'autopopulate': 'enabled',
                        'tmName': 'www.example.com',
                    },
                    'session': 'user-enabled',
                },
            ),
            'session',
            'user-enabled',
        ),
        (
            (
                'PUT',
                'ltm/node/~Common~n',
                {'address': '10.0.0.2', 'ratio': 5},
            ),
            'address',
            '10.0.0.2',
        ),
        (
            ('PATCH', 'net/self/~Common~s', {'vlan': '/Common/two'}),
            'vlan',
            '/Common/two',
        ),
        (
            (
                'PATCH',
                'ltm/data-group/internal/~Common~d',
                {'records': [{'name': 'c', 'data': 'd'}]},
            ),
            'records',
            [{'name': 'c', 'data': 'd'}],
        ),
        # Lists for texts, and masks.
        *(
            (of('ltm/profile/' + kind, tmOptions=sent), 'tmOptions', shown)
            for kind in ('client-ssl', 'server-ssl')
            for sent, shown in (
                (
                    ['no-tlsv1.1', 'no-tlsv1.2'],
                    '{ no-tlsv1.1 no-tlsv1.2 }',
                ),
                ([], 'none'),
                ('{ no-tlsv1.1 }', '{ no-tlsv1.1 }'),
                ('none', 'none'),
            )
        ),
        (virtual(mask='0.0.0.0'), 'mask', 'any'),
        (
            of('ltm/virtual-address', address='10.0.0.9', mask='0.0.0.0'),
            'mask',
            'any',
        ),
        (
            of('ltm/profile/one-connect', sourceMask='255.255.255.0'),
            'sourceMask',
            '255.255.255.0',
        ),
    ],
)
def test_it_is_taken(stocked, request_, key, shown):
    assert stocked.ok(*request_).get(key) == shown


@pytest.mark.parametrize(
    'path, body',
    [
        (FQDN, {'fqdn': {'autopopulate': 'disabled'}}),
        (FQDN, {'fqdn': {'tmName': 'www.example.org'}}),
        ('ltm/node/~Common~n', {'address': '10.0.0.3'}),
        ('ltm/monitor/https/~Common~m', {'defaultsFrom': 'https_443'}),
        ('ltm/data-group/internal/~Common~d', {'type': 'ip'}),
        ('ltm/pool/~Common~p', {'partition': 'Other', 'description': 'x'}),
    ],
)
@pytest.mark.parametrize('verb', ['PATCH', 'PUT'])
def test_what_cannot_change_has_no_other_value(stocked, verb, path, body):
    status, message = stocked.refused(verb, path, body)
    assert status == 400
    assert 'may not be specified in the context' in message


def test_a_policy_of_terraform(rest):
    rest.ok('POST', 'ltm/pool', {'name': 'p'})
    rest.ok(
        'POST',
        'ltm/policy',
        {
            'name': 'one',
            'partition': 'Common',
            'subPath': 'Drafts',
            'strategy': 'first-match',
            'rulesReference': {
                'items': [
                    {
                        'name': 'r',
                        'ordinal': 0,
                        'conditionsReference': {},
                        'actionsReference': {
                            'items': [
                                {
                                    'name': '0',
                                    'forward': True,
                                    'pool': '/Common/p',
                                }
                            ]
                        },
                    }
                ]
            },
        },
    )
    rules = 'ltm/policy/~Common~Drafts~one/rules'
    [rule] = rest.ok('GET', rules)['items']
    assert (rule['name'], rule['ordinal']) == ('r', 0)
    [action] = rest.ok('GET', rules + '/r/actions')['items']
    assert (action['forward'], action['pool']) == (True, '/Common/p')
    assert rest.ok('GET', rules + '/r/conditions')['items'] == []


def test_profiles_inside_their_link(rest):
    rest.ok(
        *virtual(
            profilesReference={'items': [{'name': 'http'}, {'name': 'tcp'}]}
        )
    )
    path = 'ltm/virtual/~Common~v1/profiles'
    assert [one['name'] for one in rest.ok('GET', path)['items']] == [
        'http',
        'tcp',
    ]


def test_the_link_of_a_list(rest):
    """Terraform has no other way to send the origins of a SNAT."""
    made = rest.ok(
        'POST',
        'ltm/snat',
        {
            'name': 's',
            'automap': True,
            'originsReference': {'items': [{'name': '10.0.0.2'}]},
        },
    )
    assert made['origins'] == [{'name': '10.0.0.2/32'}]


def test_the_list_wins_over_what_was_read(stocked):
    read = stocked.ok('GET', 'ltm/pool/~Common~p?expandSubcollections=true')
    [kept] = read['membersReference']['items']
    stocked.ok('PUT', 'ltm/pool/~Common~p', {**read, 'members': []})
    assert stocked.ok('GET', MEMBERS)['items'] == []
    stocked.ok('PATCH', 'ltm/pool/~Common~p', read)
    [found] = stocked.ok('GET', MEMBERS)['items']
    assert found['fqdn'] == kept['fqdn']


def test_the_interfaces_of_a_vlan_sent_back(stocked):
    path = 'net/vlan/~Common~one/interfaces/1.1'
    read = stocked.ok('GET', path)
    assert 'nameReference' in read
    for verb in 'PATCH', 'PUT':
        assert stocked.ok(verb, path, {**read, 'untagged': True})['untagged']


def test_a_user_sent_back_keeps_the_password(rest, bigip):
    rest.ok('POST', 'auth/user', {'name': 'u', 'password': 'Pa55word!'})
    rest.ok(
        'PATCH',
        'auth/user/u',
        {'partitionAccess': [{'name': 'all-partitions', 'role': 'admin'}]},
    )
    read = rest.ok('GET', 'auth/user/u')
    rest.ok('PUT', 'auth/user/u', {**read, 'description': 'x'})
    own = conftest.Rest(bigip, 'u', 'Pa55word!')
    with own.session:
        assert own.ok('GET', 'auth/user/u')['description'] == 'x'
    rest.ok('PATCH', 'auth/user/u', {'password': 'An0ther!'})
    assert (
        rest.ok('GET', 'auth/user/u')['encryptedPassword']
        != read['encryptedPassword']
    )


def test_a_refusal_spells_a_list_as_tmsh_does(rest):
    status, message = rest.refused(*virtual(sourcePort=['preserve', 'change']))
    assert (status, message) == (
        400,
        'invalid property value "source-port":"{ preserve change }"',
    )


@pytest.mark.parametrize('name', ['hostname', 'failover.state'])
def test_a_derived_variable_is_not_set(rest, name):
    """It would be taken with a 200, and the old value be shown."""
    read = rest.ok('GET', 'sys/db/' + name)
    rest.ok('PATCH', 'sys/db/' + name, read)
    status, message = rest.refused(
        'PATCH', 'sys/db/' + name, {'value': 'standby'}
    )
    assert (status, 'read-only' in message) == (400, True)


def test_the_word_none_is_a_value_of_a_variable(rest):
    path = 'sys/db/ui.advisory.text'
    for value in 'none', '', 'text':
        assert rest.ok('PATCH', path, {'value': value})['value'] == value
        assert rest.ok('GET', path)['value'] == value


def test_a_data_group_keeps_the_order_of_numbers(stocked):
    path = 'ltm/data-group/internal/~Common~d'
    shown = stocked.ok('PATCH', path, {'records': ['x10', 'x9', 'a']})
    assert [one['name'] for one in shown['records']] == ['a', 'x9', 'x10']
