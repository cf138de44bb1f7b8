# SPDX-License-Identifier: Apache-2.0

"""The requests of go-bigip, the client of F5's Terraform provider.

The bodies are as it sends them: a field of a Go structure without
``omitempty`` is there whatever it holds, and sub-collections are in
``...Reference``.
"""

import pytest


def _items(rest, path):
    return rest.ok('GET', path)['items']


@pytest.fixture
def pool(rest):
    rest.ok('POST', 'ltm/pool', {'name': '/Common/pp'})


POLICY = {
    'name': 'Drafts/pol1',
    'partition': 'Common',
    'publishedCopy': '',
    'controls': ['forwarding'],
    'requires': ['http'],
    'strategy': '/Common/first-match',
    'rulesReference': {
        'items': [
            {
                'name': 'rule1',
                'fullPath': 'rule1',
                'ordinal': 0,
                'conditionsReference': {
                    'items': [
                        {
                            'name': '0',
                            'httpUri': True,
                            'path': True,
                            'startsWith': True,
                            'request': True,
                            'values': ['/shop'],
                        }
                    ]
                },
                'actionsReference': {
                    'items': [
                        {
                            'name': '0',
                            'forward': True,
                            'select': True,
                            'request': True,
                            'pool': '/Common/pp',
                        }
                    ]
                },
            }
        ]
    },
}


def test_the_life_of_a_policy(rest, pool):
    rest.ok('POST', 'ltm/policy', POLICY)
    draft = 'ltm/policy/~Common~Drafts~pol1'
    (action,) = _items(rest, draft + '/rules/rule1/actions')
    assert action['pool'] == '/Common/pp'
    publish = {'name': '/Common/Drafts/pol1', 'command': 'publish'}
    rest.ok('POST', 'ltm/policy', publish)
    uri = 'ltm/policy/~Common~pol1'
    assert rest.ok('GET', uri)['status'] == 'published'
    rest.ok('PATCH', uri + '?options=create-draft', {})
    (rule,) = POLICY['rulesReference']['items']
    body = {
        **POLICY,
        'name': 'pol1',
        'rulesReference': {'items': [rule, {'name': 'rule2', 'ordinal': 1}]},
    }
    rest.ok('PUT', draft, body)
    rest.ok('POST', 'ltm/policy', publish)
    assert [one['name'] for one in _items(rest, uri + '/rules')] == [
        'rule1',
        'rule2',
    ]
    (condition,) = _items(rest, uri + '/rules/rule1/conditions')
    assert condition['values'] == ['/shop']
    rest.ok('DELETE', 'ltm/policy/~~Common~pol1')
    assert rest('GET', uri).status_code == 404


def test_a_snat_makes_its_address(rest):
    rest.ok(
        'POST',
        'ltm/snat',
        {
            'name': '/Common/ts',
            'partition': 'Common',
            'autoLasthop': 'default',
            'mirror': 'disabled',
            'sourcePort': 'preserve',
            'translation': '/Common/136.1.1.1',
            'vlansDisabled': True,
            'originsReference': {'items': [{'name': '2.2.2.2'}]},
        },
    )
    assert rest.ok('GET', 'ltm/snat/~Common~ts')['origins'][0]['name'] == (
        '2.2.2.2/32'
    )
    rest.ok('GET', 'ltm/snat-translation/~Common~136.1.1.1')


@pytest.mark.parametrize(
    'kind, more',
    [
        ('http', {'send': 'GET /some/path\r\n'}),
        ('https', {'send': 'GET /some/path\r\n', 'cipherlist': 'DEFAULT'}),
        ('ftp', {'filename': 'somefile', 'mode': 'passive'}),
        ('smtp', {'domain': 'example.net'}),
        ('tcp', {}),
        ('ldap', {'base': 'dc=x', 'security': ''}),
        ('mysql', {'database': 'd', 'send': 'SELECT 1', 'recv': '1'}),
        ('postgresql', {'database': 'd'}),
        ('gateway-icmp', {}),
    ],
)
def test_a_monitor(rest, kind, more):
    body = {
        'name': '/Common/m',
        'defaultsFrom': '/Common/' + kind.replace('-', '_'),
        'interval': 999,
        'upInterval': 0,
        'timeout': 1000,
        'reverse': 'disabled',
        'transparent': 'disabled',
        'manualResume': 'disabled',
        'timeUntilUp': 0,
        'destination': '1.2.3.4:1234',
        'compatibility': 'enabled',
        **more,
    }
    if kind in ('ftp', 'smtp', 'ldap', 'mysql', 'postgresql'):
        # Fields with omitempty, which these types leave empty.
        del body['reverse'], body['transparent']
    if kind == 'gateway-icmp':
        del body['reverse']
    rest.ok('POST', 'ltm/monitor/' + kind, body)
    uri = 'ltm/monitor/{}/~Common~m'.format(kind)
    read = rest.ok('GET', uri)
    assert (read['interval'], read['destination']) == (999, '1.2.3.4:1234')
    rest.ok('PUT', uri, {**body, 'interval': 60})
    assert rest.ok('GET', uri)['interval'] == 60
    rest.ok('DELETE', uri)


def test_a_member_with_a_host_name(rest, pool):
    members = 'ltm/pool/~Common~pp/members'
    rest.ok(
        'POST',
        members,
        {
            'name': '/Common/www.example.net:443',
            'fqdn': {'autopopulate': 'enabled', 'tmName': 'www.example.net'},
        },
    )
    uri = members + '/~Common~www.example.net:443'
    body = {
        'name': '/Common/www.example.net:443',
        'fqdn': {'autopopulate': 'enabled', 'tmName': 'www.example.net'},
        'session': 'user-enabled',
    }
    rest.ok('PATCH', uri, body)
    assert rest.ok('GET', uri)['fqdn']['autopopulate'] == 'enabled'
    rest.ok('DELETE', uri)


def test_a_node(rest):
    body = {
        'name': '/Common/n1',
        'address': '10.10.10.10',
        'connectionLimit': 0,
        'dynamicRatio': 1,
        'monitor': '/Common/icmp',
        'rateLimit': 'disabled',
        'ratio': 1,
        'session': 'user-enabled',
        'state': 'user-up',
    }
    rest.ok('POST', 'ltm/node', body)
    uri = 'ltm/node/~Common~n1'
    rest.ok('PUT', uri, {**body, 'monitor': '/Common/gateway_icmp'})
    assert rest.ok('GET', uri)['monitor'] == '/Common/gateway_icmp'
    rest.ok('DELETE', uri)


def test_a_virtual_server(rest, pool):
    rest.ok(
        'POST',
        'ltm/virtual',
        {
            'name': '/Common/vs',
            'destination': '/Common/10.255.255.254:9999',
            'ipProtocol': 'tcp',
            'mask': '255.255.255.255',
            'pool': '/Common/pp',
            'source': '0.0.0.0/0',
            'translateAddress': 'enabled',
            'translatePort': 'enabled',
            'sourceAddressTranslation': {'type': 'automap'},
            'profilesReference': {
                'items': [
                    {'name': '/Common/tcp', 'context': 'clientside'},
                    {
                        'name': '/Common/tcp-lan-optimized',
                        'context': 'serverside',
                    },
                    {'name': '/Common/http', 'context': 'all'},
                ]
            },
        },
    )
    profiles = _items(rest, 'ltm/virtual/~Common~vs/profiles')
    assert [(one['name'], one['context']) for one in profiles] == [
        ('http', 'all'),
        ('tcp', 'clientside'),
        ('tcp-lan-optimized', 'serverside'),
    ]


def test_a_profile_of_http(rest):
    body = {
        'name': '/Common/h1',
        'defaultsFrom': '/Common/http',
        'encryptCookies': [],
        'enforcement': {'ExcessClientHeaders': '', 'MaxRequests': 0},
    }
    rest.ok('POST', 'ltm/profile/http', body)
    rest.ok('DELETE', 'ltm/profile/http/~Common~h1')


@pytest.mark.parametrize('kind', ['client-ssl', 'server-ssl'])
def test_a_profile_of_tls(rest, kind):
    rest.ok(
        'POST',
        'ltm/profile/' + kind,
        {
            'name': '/Common/c1',
            'defaultsFrom': '/Common/' + kind.replace('-', ''),
            'tmOptions': ['dont-insert-empty-fragments', 'no-tlsv1.3'],
        },
    )
    read = rest.ok('GET', 'ltm/profile/{}/~Common~c1'.format(kind))
    assert read['tmOptions'] == ('{ dont-insert-empty-fragments no-tlsv1.3 }')


def test_an_internal_data_group(rest):
    body = {
        'name': '/Common/dg',
        'fullPath': '/Common/dg',
        'type': 'string',
        'records': [{'name': 'a', 'data': 'b'}],
    }
    rest.ok('POST', 'ltm/data-group/internal', body)
    uri = 'ltm/data-group/internal/~Common~dg'
    rest.ok('PUT', uri, {**body, 'records': [{'name': 'c', 'data': ''}]})
    assert [one['name'] for one in rest.ok('GET', uri)['records']] == ['c']
