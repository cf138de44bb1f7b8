# SPDX-License-Identifier: Apache-2.0

"""Create, replace, modify and delete, and what goes along with them."""

import concurrent.futures
import datetime

import pytest

from f5_heat.simulator.server import certificate as certificate_maker

POOL = 'ltm/pool/~Common~web'


def _names(answer):
    return [item['name'] for item in answer.get('items', ())]


@pytest.fixture
def pool(rest):
    return rest.ok(
        'POST', 'ltm/pool', {'name': 'web', 'members': ['/Common/10.0.0.1:80']}
    )


def test_delete_answers_nothing(rest, pool):
    answer = rest('DELETE', POOL)
    assert (answer.status_code, answer.content) == (200, b'')
    assert rest('GET', POOL).status_code == 404


# Properties.


def test_patch_merges_and_put_replaces(rest, pool):
    rest.ok('PATCH', POOL, {'description': 'a', 'slowRampTime': 20})
    patched = rest.ok('PATCH', POOL, {'minActiveMembers': 1})
    assert (patched['description'], patched['slowRampTime']) == ('a', 20)
    put = rest.ok('PUT', POOL, {'minActiveMembers': 2})
    assert 'description' not in put
    assert (put['slowRampTime'], put['minActiveMembers']) == (10, 2)


def test_put_of_what_get_answered(rest):
    made = rest.ok(
        'POST',
        'ltm/virtual',
        {
            'name': 'vs',
            'destination': '10.0.0.9:80',
            'persist': ['cookie'],
            'profiles': ['http', 'tcp'],
            'description': 'd',
        },
    )
    put = rest.ok('PUT', 'ltm/virtual/~Common~vs', made)
    for one in (made, put):
        del one['generation'], one['lastModifiedTime']
    assert put == made


@pytest.mark.parametrize('empty', ['', 'none', None])
def test_clearing_a_text(rest, pool, empty):
    rest.ok('PATCH', POOL, {'description': 'a'})
    assert 'description' not in rest.ok('PATCH', POOL, {'description': empty})


@pytest.mark.parametrize(
    'collection, name, body, expected',
    [
        ('ltm/pool', 'p', {'slowRampTime': '30'}, {'slowRampTime': 30}),
        (
            'ltm/pool',
            'p',
            {'load-balancing-mode': 'ratio-member'},
            {'loadBalancingMode': 'ratio-member'},
        ),
        (
            'ltm/node',
            'n',
            {'address': '10.0.0.1', 'rateLimit': 100},
            {'rateLimit': '100'},
        ),
        (
            'ltm/node',
            'n',
            {'address': '10.0.0.1', 'monitor': 'icmp'},
            {'monitor': '/Common/icmp'},
        ),
        (
            'ltm/node',
            'n',
            {'address': '2001:DB8:0::1'},
            {'address': '2001:db8::1'},
        ),
        (
            'ltm/node',
            'n',
            {'fqdn': {'tmName': 'www.x', 'interval': 60}},
            {
                'address': 'any6',
                'state': 'fqdn-up',
                'fqdn': {
                    'addressFamily': 'ipv4',
                    'autopopulate': 'disabled',
                    'downInterval': 5,
                    'interval': '60',
                    'tmName': 'www.x',
                },
            },
        ),
        (
            'ltm/profile/one-connect',
            'o',
            {'idleTimeoutOverride': 10},
            {'idleTimeoutOverride': '10'},
        ),
        (
            'ltm/rule',
            'r',
            {'apiAnonymous': '\n when RULE_INIT { }\n\n'},
            {'apiAnonymous': 'when RULE_INIT { }'},
        ),
        (
            'ltm/snat',
            's',
            {'automap': True, 'origins': ['2.2.2.2', '1.1.1.1']},
            {
                'automap': True,
                'origins': [{'name': '1.1.1.1/32'}, {'name': '2.2.2.2/32'}],
            },
        ),
        (
            'ltm/data-group/internal',
            'd',
            {'type': 'ip', 'records': ['10.1.0.0/16', '10.0.0.1']},
            {
                'records': [
                    {'name': '10.0.0.1/32', 'data': ''},
                    {'name': '10.1.0.0/16', 'data': ''},
                ]
            },
        ),
        (
            'ltm/policy',
            'p',
            {'subPath': 'Drafts', 'strategy': 'first-match'},
            {
                'strategy': '/Common/first-match',
                'status': 'draft',
                'fullPath': '/Common/Drafts/p',
            },
        ),
        (
            'net/route',
            'r',
            {'network': 'default', 'gw': '10.0.0.1'},
            {'network': 'default', 'gw': '10.0.0.1'},
        ),
        ('net/vlan', 'v', {}, {'tag': 4094, 'mtu': 1500}),
        (
            'auth/user',
            'u',
            {
                'password': 'x',
                'partitionAccess': [
                    {'name': 'all-partitions', 'role': 'guest'}
                ],
            },
            {
                'partitionAccess': [
                    {
                        'name': 'all-partitions',
                        'role': 'guest',
                        'nameReference': {
                            'link': 'https://localhost/mgmt/tm/auth/partition/'
                            'all-partitions?ver=17.1.1'
                        },
                    }
                ]
            },
        ),
    ],
)
def test_values_in_their_normal_form(rest, collection, name, body, expected):
    made = rest.ok('POST', collection, {'name': name, **body})
    assert expected.items() <= made.items()


def test_a_database_variable_is_text(rest):
    item = rest.ok('PUT', 'sys/db/setup.run', {'value': False})
    assert item['value'] == 'false'


@pytest.mark.parametrize(
    'written, shown',
    [
        ('http', '/Common/http'),
        ('/Common/http and tcp', '/Common/http and /Common/tcp'),
        ('min 1 of http tcp', 'min 1 of { /Common/http /Common/tcp }'),
        (
            'min 1 of { /Common/http /Common/tcp }',
            'min 1 of { /Common/http /Common/tcp }',
        ),
        ('', None),
        ('none', None),
    ],
)
def test_monitors_of_a_pool(rest, pool, written, shown):
    rest.ok('PATCH', POOL, {'monitor': 'gateway_icmp'})
    assert rest.ok('PATCH', POOL, {'monitor': written}).get('monitor') == shown


def test_flags_exclude_each_other(rest):
    path = 'ltm/virtual/~Common~vs'
    made = rest.ok(
        'POST', 'ltm/virtual', {'name': 'vs', 'destination': '10.0.0.9:80'}
    )
    assert made['enabled'] is True
    assert made['vlansDisabled'] is True
    changed = rest.ok('PATCH', path, {'disabled': True})
    assert changed['disabled'] is True
    assert 'enabled' not in changed
    assert 'disabled' not in rest.ok('PATCH', path, {'enabled': True})


def test_secrets_are_never_echoed(rest):
    made = rest.ok(
        'POST',
        'ltm/monitor/http',
        {'name': 'm', 'username': 'u', 'password': 'Secret-1'},
    )
    assert made['password'].startswith('$M$')
    again = rest.ok(
        'PUT',
        'ltm/monitor/http/~Common~m',
        {'username': 'u', 'password': made['password']},
    )
    assert again['password'] == made['password']
    user = rest('POST', 'auth/user', {'name': 'u', 'password': 'Secret-1'})
    assert 'Secret-1' not in user.text
    assert 'password' not in user.json()
    assert 'encryptedPassword' in user.json()


# Inheritance.


def test_a_profile_takes_what_it_is_not_given(rest):
    parent = rest.ok(
        'POST',
        'ltm/profile/http',
        {'name': 'a', 'insertXforwardedFor': 'enabled'},
    )
    assert parent['defaultsFrom'] == '/Common/http'
    rest.ok(
        'POST',
        'ltm/profile/http',
        {'name': 'b', 'defaultsFrom': 'a', 'serverAgentName': 'x'},
    )
    child = 'ltm/profile/http/~Common~b'
    assert rest.ok('GET', child)['insertXforwardedFor'] == 'enabled'
    rest.ok(
        'PATCH',
        'ltm/profile/http/~Common~a',
        {'insertXforwardedFor': 'disabled', 'serverAgentName': 'y'},
    )
    found = rest.ok('GET', child)
    assert found['insertXforwardedFor'] == 'disabled'
    assert found['serverAgentName'] == 'x'
    assert found['defaultsFrom'] == '/Common/a'
    assert rest('DELETE', 'ltm/profile/http/~Common~a').status_code == 400


def test_a_part_of_a_nested_object_is_inherited_too(rest):
    rest.ok('POST', 'ltm/profile/http', {'name': 'a'})
    rest.ok(
        'POST',
        'ltm/profile/http',
        {
            'name': 'b',
            'defaultsFrom': 'a',
            'enforcement': {'maxHeaderCount': 32},
        },
    )
    rest.ok(
        'PATCH',
        'ltm/profile/http/~Common~a',
        {'enforcement': {'maxRequests': 9, 'maxHeaderCount': 16}},
    )
    found = rest.ok('GET', 'ltm/profile/http/~Common~b')['enforcement']
    assert (found['maxRequests'], found['maxHeaderCount']) == (9, 32)
    # As recorded on 14.1.2.1.
    assert found['maxHeaderSize'] == 32768
    changed = rest.ok(
        'PATCH',
        'ltm/profile/http/~Common~b',
        {'enforcement': {'maxHeaderSize': 1000}},
    )['enforcement']
    assert (changed['maxHeaderCount'], changed['maxHeaderSize']) == (32, 1000)


def test_a_monitors_parent_is_fixed(rest):
    rest.ok('POST', 'ltm/monitor/http', {'name': 'a', 'interval': 9})
    rest.ok('POST', 'ltm/monitor/http', {'name': 'b', 'defaultsFrom': 'a'})
    path = 'ltm/monitor/http/~Common~b'
    assert rest.ok('PUT', path, {'timeout': 40})['interval'] == 9
    assert (
        rest('PATCH', path, {'defaultsFrom': '/Common/http'}).status_code
        == 400
    )


# Sub-collections.


def test_members_travel_in_their_pool(rest):
    rest.ok(
        'POST',
        'ltm/pool',
        {
            'name': 'web',
            'members': [
                '/Common/10.0.0.1:80',
                {'name': '10.0.0.2:http', 'ratio': 3},
                {
                    'name': 'app:80',
                    'partition': 'Common',
                    'address': '10.0.0.3',
                },
                '/Common/2001:db8::5.80',
            ],
        },
    )
    found = rest.ok('GET', POOL + '/members')['items']
    assert [(one['name'], one['address']) for one in found] == [
        ('10.0.0.1:80', '10.0.0.1'),
        ('10.0.0.2:80', '10.0.0.2'),
        ('2001:db8::5.80', '2001:db8::5'),
        ('app:80', '10.0.0.3'),
    ]
    assert found[1]['ratio'] == 3
    assert found[0]['kind'] == 'tm:ltm:pool:members:membersstate'
    assert _names(rest.ok('GET', 'ltm/node')) == [
        '10.0.0.1',
        '10.0.0.2',
        '2001:db8::5',
        'app',
    ]


def test_patch_replaces_the_list_and_put_keeps_it(rest, pool):
    rest.ok('PUT', POOL, {'description': 'x'})
    assert _names(rest.ok('GET', POOL + '/members')) == ['10.0.0.1:80']
    rest.ok('PATCH', POOL, {'members': ['/Common/10.0.0.2:80']})
    assert _names(rest.ok('GET', POOL + '/members')) == ['10.0.0.2:80']
    rest.ok('PATCH', POOL, {'members': []})
    assert rest.ok('GET', POOL + '/members')['items'] == []


def test_nodes_stay_when_their_pool_goes(rest, pool):
    rest.ok('DELETE', POOL)
    assert _names(rest.ok('GET', 'ltm/node')) == ['10.0.0.1']


def test_a_refused_list_changes_nothing(rest, pool):
    assert (
        rest(
            'PATCH',
            POOL,
            {
                'description': 'x',
                'members': ['/Common/10.0.0.7:80', '/wrong/10.0.0.8:80'],
            },
        ).status_code
        == 400
    )
    assert 'description' not in rest.ok('GET', POOL)
    assert _names(rest.ok('GET', POOL + '/members')) == ['10.0.0.1:80']
    assert _names(rest.ok('GET', 'ltm/node')) == ['10.0.0.1']


def test_profiles_of_a_virtual_server(rest):
    rest.ok('POST', 'ltm/profile/client-ssl', {'name': 'ssl'})
    rest.ok(
        'POST',
        'ltm/virtual',
        {
            'name': 'vs',
            'destination': '10.0.0.9:443',
            'profiles': [
                'ssl',
                {'name': 'tcp', 'context': 'clientside'},
                'http',
            ],
        },
    )
    path = 'ltm/virtual/~Common~vs'
    found = rest.ok('GET', path + '/profiles')['items']
    assert [(one['name'], one['context']) for one in found] == [
        ('http', 'all'),
        ('ssl', 'clientside'),
        ('tcp', 'clientside'),
    ]
    assert found[0]['nameReference'] == {
        'link': 'https://localhost/mgmt/tm/ltm/profile/http/~Common~http'
        '?ver=17.1.1'
    }
    rest.ok('PATCH', path, {'profiles': []})
    # The protocol's own stays, as F5's client asserts.
    assert _names(rest.ok('GET', path + '/profiles')) == ['tcp']
    rest.ok('DELETE', 'ltm/profile/client-ssl/~Common~ssl')


# What a device does by itself.


@pytest.mark.parametrize(
    'body, destination, mask',
    [
        (
            {'destination': '10.0.0.9:80'},
            '/Common/10.0.0.9:80',
            '255.255.255.255',
        ),
        (
            {'destination': '/Common/10.0.0.9:https'},
            '/Common/10.0.0.9:443',
            '255.255.255.255',
        ),
        (
            {'destination': '10.0.0.9%2:0'},
            '/Common/10.0.0.9%2:0',
            '255.255.255.255',
        ),
        (
            {'destination': '2001:db8::1.443'},
            '/Common/2001:db8::1.443',
            'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
        ),
        (
            {'destination': '10.0.0.0:any', 'mask': '255.255.255.0'},
            '/Common/10.0.0.0:0',
            '255.255.255.0',
        ),
        ({}, '/Common/0.0.0.0:0', 'any'),
    ],
)
def test_destinations(rest, body, destination, mask):
    made = rest.ok('POST', 'ltm/virtual', {'name': 'vs', **body})
    assert (made['destination'], made['mask']) == (destination, mask)
    address = destination.removeprefix('/Common/')
    address = address[: max(address.rfind(':'), address.rfind('.'))]
    assert _names(rest.ok('GET', 'ltm/virtual-address')) == [address]


def test_forwarding_everything(rest):
    made = rest.ok(
        'POST',
        'ltm/virtual',
        {'name': 'vs', 'destination': '0.0.0.0:0', 'ipForward': True},
    )
    assert made['translateAddress'] == 'disabled'
    assert made['translatePort'] == 'disabled'


def test_a_virtual_address_comes_and_goes(rest):
    for name, port in (('a', 80), ('b', 443)):
        rest.ok(
            'POST',
            'ltm/virtual',
            {'name': name, 'destination': '10.0.0.9:{}'.format(port)},
        )
    path = 'ltm/virtual-address/~Common~10.0.0.9'
    assert rest.ok('GET', path)['autoDelete'] == 'true'
    assert rest('DELETE', path).status_code == 400
    rest.ok('DELETE', 'ltm/virtual/~Common~a')
    rest.ok('GET', path)
    rest.ok('PATCH', 'ltm/virtual/~Common~b', {'destination': '10.0.0.8:1'})
    assert _names(rest.ok('GET', 'ltm/virtual-address')) == ['10.0.0.8']
    rest.ok('DELETE', 'ltm/virtual/~Common~b')
    assert rest.ok('GET', 'ltm/virtual-address')['items'] == []


def test_a_named_virtual_address(rest):
    rest.ok(
        'POST',
        'ltm/virtual-address',
        {'name': 'va', 'address': '10.0.0.9', 'autoDelete': 'false'},
    )
    made = rest.ok(
        'POST', 'ltm/virtual', {'name': 'vs', 'destination': '/Common/va:80'}
    )
    assert made['destination'] == '/Common/va:80'
    rest.ok('DELETE', 'ltm/virtual/~Common~vs')
    assert _names(rest.ok('GET', 'ltm/virtual-address')) == ['va']


def test_persistence_given_as_a_word(rest):
    made = rest.ok(
        'POST',
        'ltm/virtual',
        {'name': 'vs', 'destination': '10.0.0.9:80', 'persist': 'source_addr'},
    )
    assert made['persist'] == [
        {
            'name': 'source_addr',
            'partition': 'Common',
            'tmDefault': 'yes',
            'nameReference': {
                'link': 'https://localhost/mgmt/tm/ltm/persistence/source-addr/'
                '~Common~source_addr?ver=17.1.1'
            },
        }
    ]
    assert 'persist' not in rest.ok(
        'PATCH', 'ltm/virtual/~Common~vs', {'persist': []}
    )


def test_source_address_translation(rest):
    rest.ok('POST', 'ltm/snatpool', {'name': 'sp', 'members': ['10.0.5.1']})
    made = rest.ok(
        'POST',
        'ltm/virtual',
        {
            'name': 'vs',
            'destination': '10.0.0.9:80',
            'sourceAddressTranslation': {'type': 'snat', 'pool': 'sp'},
        },
    )
    assert made['sourceAddressTranslation'] == {
        'type': 'snat',
        'pool': '/Common/sp',
        'poolReference': {
            'link': 'https://localhost/mgmt/tm/ltm/snatpool/~Common~sp'
            '?ver=17.1.1'
        },
    }
    changed = rest.ok(
        'PATCH',
        'ltm/virtual/~Common~vs',
        {'sourceAddressTranslation': {'type': 'automap'}},
    )
    assert changed['sourceAddressTranslation'] == {'type': 'automap'}
    rest.ok('DELETE', 'ltm/snatpool/~Common~sp')


def test_partitions_and_folders_are_made_together(rest):
    rest.ok('POST', 'auth/partition', {'name': 'T1'})
    folder = rest.ok('GET', 'sys/folder/~T1')
    assert (folder['name'], folder['subPath']) == ('T1', '/')
    assert 'partition' not in folder
    rest.ok('POST', 'sys/folder', {'name': 'T2', 'subPath': '/'})
    assert rest.ok('GET', 'auth/partition/T2')['defaultRouteDomain'] == 0
    below = rest.ok('POST', 'sys/folder', {'name': '/T1/app'})
    assert (below['fullPath'], below['partition']) == ('/T1/app', 'T1')
    assert rest('DELETE', 'auth/partition/T1').status_code == 400
    rest.ok('DELETE', 'sys/folder/~T1~app')
    rest.ok('DELETE', 'auth/partition/T1')
    rest.ok('DELETE', 'sys/folder/~T2')
    assert rest('GET', 'auth/partition/T2').status_code == 404
    assert rest('GET', 'sys/folder/~T1').status_code == 404


def test_the_root_folder(rest):
    root = rest.ok('GET', 'sys/folder/~')
    assert (root['name'], root['fullPath']) == ('/', '/')
    assert root['selfLink'] == (
        'https://localhost/mgmt/tm/sys/folder/~?ver=17.1.1'
    )
    assert root['inheritedTrafficGroup'] == 'false'


def test_objects_in_a_folder(rest):
    rest.ok('POST', 'sys/folder', {'name': 'sub', 'partition': 'Common'})
    made = rest.ok(
        'POST',
        'ltm/pool',
        {'name': 'web', 'partition': 'Common', 'subPath': 'sub'},
    )
    assert made['subPath'] == 'sub'
    assert made['fullPath'] == '/Common/sub/web'
    assert rest.ok('GET', 'ltm/pool/~Common~sub~web') == made


# Health.


def test_states_of_members(rest, bigip):
    rest.ok(
        'POST', 'ltm/pool', {'name': 'web', 'members': ['/Common/10.0.0.1:80']}
    )
    path = POOL + '/members/~Common~10.0.0.1:80'

    def state():
        found = rest.ok('GET', path)
        return found['session'], found['state']

    assert state() == ('user-enabled', 'unchecked')
    rest.ok('PATCH', POOL, {'monitor': 'http'})
    assert state() == ('monitor-enabled', 'up')
    bigip.control.set_member_state(
        '/Common/web', '/Common/10.0.0.1:80', 'down'
    )
    assert state() == ('monitor-enabled', 'down')
    rest.ok('PATCH', path, {'session': 'user-disabled', 'state': 'user-up'})
    assert state() == ('user-disabled', 'down')
    rest.ok('PATCH', path, {'session': 'user-disabled', 'state': 'user-down'})
    assert state() == ('user-disabled', 'user-down')
    rest.ok('PATCH', path, {'session': 'user-enabled', 'state': 'user-up'})
    assert state() == ('monitor-enabled', 'down')


def _status(rest, path):
    found = rest.ok('GET', path + '/stats')
    assert found['selfLink'].endswith('/stats?ver=17.1.1')
    (entry,) = found['entries'].values()
    entries = entry['nestedStats']['entries']
    return tuple(
        entries['status.' + key]['description']
        for key in ('availabilityState', 'enabledState', 'statusReason')
    ), entries


def test_statistics(rest, bigip, pool):
    member = POOL + '/members/~Common~10.0.0.1:80'
    unchecked = (
        "The children pool member(s) either don't have service checking "
        'enabled, or service check results are not available yet'
    )
    assert _status(rest, POOL)[0] == ('unknown', 'enabled', unchecked)
    assert _status(rest, member)[0] == (
        'unknown',
        'enabled',
        'Pool member does not have service checking enabled',
    )
    rest.ok('PATCH', POOL, {'monitor': 'http'})
    assert _status(rest, member)[0] == (
        'available',
        'enabled',
        'Pool member is available',
    )
    bigip.control.set_connections('/Common/web', '/Common/10.0.0.1:80', 5)
    entries = _status(rest, member)[1]
    assert entries['serverside.curConns'] == {'value': 5}
    assert entries['port'] == {'value': 80}
    rest.ok('PATCH', 'ltm/node/~Common~10.0.0.1', {'session': 'user-disabled'})
    assert _status(rest, member)[0][1] == 'disabled-by-parent'
    bigip.control.set_member_state(
        '/Common/web', '/Common/10.0.0.1:80', 'down'
    )
    assert _status(rest, POOL)[0][0] == 'offline'
    every = rest.ok('GET', POOL + '/members/stats')
    assert every['kind'] == 'tm:ltm:pool:members:memberscollectionstats'


def test_statistics_of_a_virtual_server(rest, pool):
    rest.ok(
        'POST',
        'ltm/virtual',
        {
            'name': 'vs',
            'destination': '10.0.0.9:80',
            'pool': 'web',
            'disabled': True,
        },
    )
    status, entries = _status(rest, 'ltm/virtual/~Common~vs')
    assert status[:2] == ('unknown', 'disabled')
    assert entries['destination'] == {'description': '10.0.0.9:80'}


# Policies.


def test_a_policy_is_drafted_and_published(rest):
    rest.ok(
        'POST',
        'ltm/policy',
        {
            'name': 'p',
            'subPath': 'Drafts',
            'strategy': 'first-match',
            'rules': [
                {
                    'name': 'r',
                    'actions': [
                        {'name': '0', 'forward': True, 'select': True}
                    ],
                }
            ],
        },
    )
    draft = 'ltm/policy/~Common~Drafts~p'
    published = 'ltm/policy/~Common~p'
    rest.ok(
        'POST',
        'ltm/policy',
        {'command': 'publish', 'name': '/Common/Drafts/p'},
    )
    assert rest('GET', draft).status_code == 404
    assert rest.ok('GET', published)['status'] == 'published'
    action = rest.ok('GET', published + '/rules/r/actions/0')
    assert action['kind'] == 'tm:ltm:policy:rules:actions:actionsstate'
    assert rest('PATCH', published, {'description': 'x'}).status_code == 400
    assert rest('POST', published + '/rules', {'name': 's'}).status_code == 400
    rest.ok('PATCH', published, {'createDraft': True})
    rest.ok('POST', draft + '/rules', {'name': 's', 'ordinal': 1})
    assert _names(rest.ok('GET', published + '/rules')) == ['r']
    rest.ok(
        'POST',
        'ltm/policy',
        {'command': 'publish', 'name': '/Common/Drafts/p'},
    )
    assert _names(rest.ok('GET', published + '/rules')) == ['r', 's']


def test_the_name_of_a_condition_is_not_that_of_a_header(rest):
    """``tmName`` is the name of what the condition looks at."""
    rest.ok(
        'POST',
        'ltm/policy',
        {
            'name': 'p',
            'subPath': 'Drafts',
            'strategy': 'first-match',
            'rules': [
                {
                    'name': 'r',
                    'conditions': [
                        {
                            'name': '0',
                            'httpHost': True,
                            'host': True,
                            'values': ['a'],
                        },
                        {
                            'name': '1',
                            'httpHeader': True,
                            'tmName': 'X-A',
                            'values': ['b'],
                        },
                    ],
                }
            ],
        },
    )
    uri = 'ltm/policy/~Common~Drafts~p/rules/r/conditions/'
    assert 'tmName' not in rest.ok('GET', uri + '0')
    assert rest.ok('GET', uri + '1')['tmName'] == 'X-A'


def test_a_legacy_policy(rest):
    made = rest.ok(
        'POST',
        'ltm/policy',
        {'name': 'p', 'strategy': 'best-match', 'legacy': True},
    )
    assert made['status'] == 'legacy'
    rest.ok('PATCH', 'ltm/policy/~Common~p', {'description': 'x'})


# iApps.


def test_an_application_lives_in_its_folder(rest, bigip):
    rest.ok(
        'POST',
        'sys/application/template',
        {
            'name': 't',
            'actions': {
                'definition': {'implementation': 'set x 1', 'presentation': ''}
            },
        },
    )
    action = rest.ok(
        'GET', 'sys/application/template/~Common~t/actions/definition'
    )
    assert action['implementation'] == 'set x 1'
    made = rest.ok(
        'POST',
        'sys/application/service',
        {
            'name': 'app',
            'template': 't',
            'strictUpdates': 'disabled',
            'variables': [{'name': 'a__b', 'value': '1'}],
            'tables': [
                {
                    'name': 'pool__hosts',
                    'columnNames': ['name'],
                    'rows': [{'row': ['a']}],
                }
            ],
        },
    )
    assert made['fullPath'] == '/Common/app.app/app'
    assert made['subPath'] == 'app.app'
    assert made['variables'] == [
        {'name': 'a__b', 'encrypted': 'no', 'value': '1'}
    ]
    assert made['tables'] == [
        {
            'name': 'pool__hosts',
            'columnNames': ['name'],
            'rows': [{'row': ['a']}],
        }
    ]
    path = 'sys/application/service/~Common~app.app~app'
    assert (
        rest('DELETE', 'sys/application/template/~Common~t').status_code == 400
    )
    changed = rest.ok(
        'PATCH',
        path,
        {
            'execute-action': 'definition',
            'variables': [{'name': 'a__b', 'value': '2'}],
        },
    )
    assert changed['variables'][0]['value'] == '2'
    rest.ok(
        'POST',
        'ltm/pool',
        {'name': 'web', 'partition': 'Common', 'subPath': 'app.app'},
    )
    rest.ok('DELETE', path)
    rest.ok('DELETE', 'sys/application/template/~Common~t')
    assert bigip.control.config() == {}


# Files.


def _upload(rest, name, content, size=1000):
    for start in range(0, len(content), size):
        chunk = content[start : start + size]
        answer = rest.session.post(
            rest.url + '/mgmt/shared/file-transfer/uploads/' + name,
            data=chunk,
            timeout=10,
            headers={
                'Content-Type': 'application/octet-stream',
                'Content-Range': '{}-{}/{}'.format(
                    start, start + len(chunk) - 1, len(content)
                ),
            },
        )
        assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_certificate_from_an_upload(rest, bigip):
    with open(bigip.ca_file, 'rb') as file:
        content = file.read()
    done = _upload(rest, 'x.crt', content, 300)
    assert done['localFilePath'] == '/var/config/rest/downloads/x.crt'
    assert done['remainingByteCount'] == 0
    source = {'sourcePath': 'file:/var/config/rest/downloads/x.crt'}
    made = rest.ok('POST', 'sys/file/ssl-cert', {'name': 'x.crt', **source})
    assert made['checksum'].startswith('SHA1:{}:'.format(len(content)))
    assert (made['revision'], made['mode']) == (1, 33188)
    assert made['subject'] == 'CN=localhost.localdomain'
    changed = rest.ok('PATCH', 'sys/file/ssl-cert/~Common~x.crt', source)
    assert changed['revision'] == 2
    assert (
        rest(
            'POST',
            'sys/file/ssl-cert',
            {'name': 'y', 'sourcePath': 'file:/no'},
        ).status_code
        == 400
    )


def test_an_upload_without_a_range(rest):
    assert (
        rest.session.post(
            rest.url + '/mgmt/shared/file-transfer/uploads/x',
            data=b'x',
            timeout=10,
        ).status_code
        == 400
    )


def test_writers_at_the_same_time(bigip, rest):
    def work(number):
        client = type(rest)(bigip)
        with client.session:
            return [
                client.ok(
                    'POST',
                    'ltm/pool',
                    {
                        'name': 'p{}-{}'.format(number, each),
                        'members': [
                            '/Common/10.0.{}.{}:80'.format(number, each)
                        ],
                    },
                )['generation']
                for each in range(5)
            ]

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        generations = sum(pool.map(work, range(8)), [])
    assert len(set(generations)) == 40
    assert len(rest.ok('GET', 'ltm/pool')['items']) == 40
    assert len(rest.ok('GET', 'ltm/node')['items']) == 40


# Commands and status.


def test_saving(rest):
    assert rest.ok('POST', 'sys/config', {'command': 'save'}) == {
        'kind': 'tm:sys:config:savestate',
        'command': 'save',
    }


def test_loading_what_was_saved(rest, pool):
    rest.ok('POST', 'sys/config', {'command': 'save'})
    rest.ok('DELETE', POOL)
    rest.ok('POST', 'sys/config', {'command': 'load'})
    assert rest.ok('GET', POOL)['generation'] == pool['generation']


def test_bash(rest):
    said = rest.ok(
        'POST',
        'util/bash',
        {'command': 'run', 'utilCmdArgs': "-c 'echo hello'"},
    )
    assert said == {
        'kind': 'tm:util:bash:runstate',
        'command': 'run',
        'utilCmdArgs': "-c 'echo hello'",
        'commandResult': 'hello\n',
    }
    silent = rest.ok(
        'POST',
        'util/bash',
        {'command': 'run', 'utilCmdArgs': "-c 'rm -f /no'"},
    )
    assert 'commandResult' not in silent


def test_moving_a_device(rest):
    rest.ok(
        'POST',
        'cm/device',
        {'command': 'mv', 'name': 'bigip1', 'target': 'bigip2'},
    )
    assert _names(rest.ok('GET', 'cm/device')) == ['bigip2']


def test_version_and_readiness(rest):
    (page,) = rest.ok('GET', 'sys/version')['entries'].values()
    assert page['nestedStats']['entries']['Version'] == {
        'description': '17.1.1'
    }
    (page,) = rest.ok('GET', 'sys/ready')['entries'].values()
    assert page['nestedStats']['entries']['configReady'] == {
        'description': 'yes'
    }
    info = rest.ok('GET', '/mgmt/shared/identified-devices/config/device-info')
    assert (info['product'], info['version']) == ('BIG-IP', '17.1.1')


def test_the_clock(rest, bigip):
    def now():
        return datetime.datetime.now(datetime.timezone.utc).replace(
            microsecond=0
        )

    def told():
        answer = rest.ok('GET', 'sys/clock')
        assert answer['kind'] == 'tm:sys:clock:clockstats'
        page = answer['entries']['https://localhost/mgmt/tm/sys/clock/0']
        return datetime.datetime.strptime(
            page['nestedStats']['entries']['fullDate']['description'],
            '%Y-%m-%dT%H:%M:%SZ',
        ).replace(tzinfo=datetime.timezone.utc)

    for seconds in (0, 3600):
        bigip.control.set_clock(seconds)
        ahead = datetime.timedelta(seconds=seconds)
        assert now() + ahead <= told() <= now() + ahead


@pytest.mark.parametrize(
    'path',
    [
        'shared/echo',
        'tm/sys',
        'tm/cm',
        'shared/identified-devices/config/device-info',
    ],
)
def test_available(rest, path):
    assert rest.ok('GET', '/mgmt/{}/available'.format(path)) == {}


@pytest.mark.parametrize('command', ['save', 'load'])
@pytest.mark.parametrize('name', [None, 5, []])
def test_the_file_of_a_configuration_is_text(rest, command, name):
    status, message = rest.refused(
        'POST', 'sys/config', {'command': command, 'options': [{'file': name}]}
    )
    assert status == 400
    assert message.startswith('invalid property value "file"')


def _pair(rest, name):
    """Upload a certificate and its key; their sources."""
    certificate, key = certificate_maker.make('127.0.0.1')
    for kind, content in (('crt', certificate), ('key', key)):
        _upload(rest, '%s.%s' % (name, kind), content, 4096)
    return [
        {'sourcePath': 'file:/var/config/rest/downloads/%s.%s' % (name, kind)}
        for kind in ('crt', 'key')
    ]


def test_a_pair_in_use_is_replaced_in_a_transaction(rest):
    pairs = [_pair(rest, 'old'), _pair(rest, 'new')]
    for kind, source in zip(('cert', 'key'), pairs[0], strict=True):
        assert '_public' not in rest.ok(
            'POST', 'sys/file/ssl-' + kind, {'name': 'pair', **source}
        )
    profile = 'ltm/profile/client-ssl'
    rest.ok(
        'POST',
        profile,
        {'name': 'tls', 'cert': '/Common/pair', 'key': '/Common/pair'},
    )
    for kind, source in zip(('cert', 'key'), pairs[1], strict=True):
        answer = rest('PATCH', 'sys/file/ssl-%s/~Common~pair' % kind, source)
        assert answer.status_code == 400
        assert answer.json()['message'] == (
            "01070317:3: profile /Common/tls's key and certificate do not "
            'match'
        )
        assert (
            rest('DELETE', 'sys/file/ssl-%s/~Common~pair' % kind)
            .json()['message']
            .startswith('01070265:3: ')
        )
    number = rest.ok('POST', 'transaction', {})['transId']
    rest.session.headers['X-F5-REST-Coordination-Id'] = str(number)
    for kind, source in zip(('cert', 'key'), pairs[1], strict=True):
        rest.ok('PATCH', 'sys/file/ssl-%s/~Common~pair' % kind, source)
    del rest.session.headers['X-F5-REST-Coordination-Id']
    rest.ok('PATCH', 'transaction/%d' % number, {'state': 'VALIDATING'})
    assert rest.ok('GET', 'sys/file/ssl-key/~Common~pair')['revision'] == 2
    for where in (
        profile + '/~Common~tls',
        'sys/file/ssl-cert/~Common~pair',
        'sys/file/ssl-key/~Common~pair',
    ):
        assert rest('DELETE', where).status_code == 200


@pytest.mark.parametrize(
    'path, body, key',
    [
        ('sys/smtp-server', {}, 'password'),
        ('sys/snmp/users', {'username': 'u'}, 'authPassword'),
        ('net/ipsec/ike-peer', {'remoteAddress': '10.0.0.1'}, 'presharedKey'),
    ],
)
def test_a_password_is_shown_encrypted_under_another_name(
    rest, path, body, key
):
    # Recorded on 13.0.0 of mail servers and of users of SNMP.
    made = rest.ok('POST', path, {'name': 'one', **body, key: 'Secret-1'})
    assert key not in made
    assert made[key + 'Encrypted'].startswith('$M$')
    own = made['selfLink'].partition('/mgmt/tm/')[2].partition('?')[0]
    again = rest.ok('PUT', own, made)
    assert again[key + 'Encrypted'] == made[key + 'Encrypted']
