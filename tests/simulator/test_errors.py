# SPDX-License-Identifier: Apache-2.0

"""What the device refuses, in its own words: one row each."""

import pytest

POOL = 'ltm/pool/~Common~web'
NOT_FOUND = '01020036:3: The requested {} ({}) was not found.'
EXISTS = '01020066:3: The requested {} ({}) already exists in partition {}.'
IN_USE = (
    '01070265:3: The {} ({}) cannot be deleted because it is in use '
    'by a {} ({}).'
)
NOTHING = 'one or more properties must be specified'


@pytest.fixture
def stocked(rest):
    """A device with one of most things."""
    rest.ok('POST', 'auth/partition', {'name': 'T1'})
    rest.ok('POST', 'ltm/monitor/http', {'name': 'm'})
    rest.ok('POST', 'ltm/node', {'name': 'intra2', 'address': '10.0.3.110'})
    rest.ok(
        'POST',
        'ltm/pool',
        {
            'name': 'web',
            'monitor': '/Common/m',
            'members': ['/Common/intra2:80'],
        },
    )
    rest.ok(
        'POST',
        'ltm/rule',
        {'name': 'r', 'apiAnonymous': 'when RULE_INIT { }'},
    )
    rest.ok('POST', 'ltm/snatpool', {'name': 'sp', 'members': ['10.0.5.1']})
    rest.ok(
        'POST',
        'ltm/persistence/universal',
        {'name': 'uni', 'rule': '/Common/r'},
    )
    rest.ok(
        'POST',
        'ltm/virtual',
        {
            'name': 'vs',
            'destination': '10.0.0.9:443',
            'pool': 'web',
            'profiles': ['tcp', 'http'],
            'sourceAddressTranslation': {'type': 'snat', 'pool': 'sp'},
        },
    )
    rest.ok('POST', 'net/vlan', {'name': 'external'})
    rest.ok(
        'POST',
        'net/self',
        {
            'name': 'external-self',
            'address': '10.1.0.1/24',
            'vlan': 'external',
        },
    )
    rest.ok('POST', 'net/route-domain', {'name': '1', 'id': 1})
    rest.ok('POST', 'auth/partition', {'name': 'P', 'defaultRouteDomain': 1})
    return rest


@pytest.mark.parametrize(
    'method, path, body, status, message',
    [
        # Not there.
        (
            'GET',
            'ltm/pool/~Common~no',
            None,
            404,
            NOT_FOUND.format('Pool', '/Common/no'),
        ),
        (
            'PUT',
            'ltm/pool/~Common~no',
            {'description': 'x'},
            404,
            NOT_FOUND.format('Pool', '/Common/no'),
        ),
        (
            'PATCH',
            'ltm/pool/~Common~no',
            {'description': 'x'},
            404,
            NOT_FOUND.format('Pool', '/Common/no'),
        ),
        (
            'DELETE',
            'ltm/pool/~Common~no',
            None,
            404,
            NOT_FOUND.format('Pool', '/Common/no'),
        ),
        (
            'GET',
            'ltm/virtual/~Common~no',
            None,
            404,
            NOT_FOUND.format('Virtual Server', '/Common/no'),
        ),
        (
            'GET',
            'ltm/virtual-address/~Common~no',
            None,
            404,
            NOT_FOUND.format('Virtual Address', '/Common/no'),
        ),
        (
            'GET',
            'ltm/node/~Common~no',
            None,
            404,
            NOT_FOUND.format('Node', '/Common/no'),
        ),
        (
            'GET',
            'ltm/rule/~Common~no',
            None,
            404,
            NOT_FOUND.format('iRule', '/Common/no'),
        ),
        (
            'GET',
            'ltm/data-group/internal/~Common~no',
            None,
            404,
            NOT_FOUND.format('value list', '/Common/no'),
        ),
        (
            'GET',
            'ltm/profile/client-ssl/~Common~no',
            None,
            404,
            NOT_FOUND.format('ClientSSL Profile', '/Common/no'),
        ),
        (
            'GET',
            'sys/file/ssl-cert/~Common~no',
            None,
            404,
            NOT_FOUND.format('Certificate File', '/Common/no'),
        ),
        ('GET', 'auth/user/no', None, 404, NOT_FOUND.format('user', 'no')),
        (
            'GET',
            'ltm/monitor/http/~Common~no',
            None,
            404,
            'Object not found - /Common/no',
        ),
        (
            'GET',
            POOL + '/members/~Common~wrong:80',
            None,
            404,
            'Object not found - /Common/wrong:80',
        ),
        (
            'GET',
            'net/route/~Common~no',
            None,
            404,
            'route not found: /Common/no',
        ),
        (
            'POST',
            'ltm/pool/~Common~wrong/members',
            {'name': '10.0.0.1:80', 'partition': 'Common'},
            404,
            NOT_FOUND.format('pool', '/Common/wrong'),
        ),
        (
            'GET',
            'ltm/nonesuch/~Common~x',
            None,
            404,
            'Public URI path not registered: /tm/ltm/nonesuch/?Common?x',
        ),
        # What it refers to is not there.
        (
            'PATCH',
            'ltm/virtual/~Common~vs',
            {'pool': '/Common/x'},
            404,
            NOT_FOUND.format('Pool', '/Common/x'),
        ),
        (
            'PATCH',
            'ltm/virtual/~Common~vs',
            {'profiles': ['bad_pol']},
            404,
            NOT_FOUND.format('profile', '/Common/bad_pol'),
        ),
        (
            'PATCH',
            POOL,
            {'monitor': 'nomon'},
            404,
            NOT_FOUND.format('monitor', '/Common/nomon'),
        ),
        (
            'PATCH',
            POOL,
            {'monitor': 'min 1 of http nomon'},
            404,
            NOT_FOUND.format('monitor', '/Common/nomon'),
        ),
        (
            'POST',
            'ltm/pool',
            {'name': 'x', 'partition': 'nonExistent'},
            404,
            NOT_FOUND.format('folder', '/nonExistent'),
        ),
        # The name is taken.
        (
            'POST',
            'ltm/pool',
            {'name': 'web'},
            409,
            EXISTS.format('Pool', '/Common/web', 'Common'),
        ),
        (
            'POST',
            'ltm/data-group/internal',
            {'name': 'aol', 'type': 'ip'},
            409,
            EXISTS.format('value list', '/Common/aol', 'Common'),
        ),
        (
            'POST',
            POOL + '/members',
            {'name': 'intra2:80'},
            409,
            EXISTS.format(
                'Pool Member', '/Common/web /Common/intra2 80', 'Common'
            ),
        ),
        (
            'POST',
            'ltm/profile/tcp',
            {'name': 'http'},
            400,
            '01070293:3: The profile name (/Common/http) is already assigned '
            'to another profile.',
        ),
        # The parser.
        ('PATCH', POOL, {}, 400, NOTHING),
        ('PATCH', POOL, {'generation': 34}, 400, NOTHING),
        (
            'PATCH',
            POOL,
            {'loadBalancingMode': 'leastconnection'},
            400,
            'invalid property value "load-balancing-mode":"leastconnection"',
        ),
        (
            'PATCH',
            POOL,
            {'minActiveMembers': 'many'},
            400,
            'invalid property value "min-active-members":"many"',
        ),
        (
            'PATCH',
            POOL,
            {'slowRampTime': 901},
            400,
            'invalid property value "slow-ramp-time":"901"',
        ),
        ('PATCH', POOL, {'node': 'x'}, 400, '"node" unexpected argument'),
        (
            'POST',
            'ltm/pool',
            {'name': 'x', 'serviceDown': 'x'},
            400,
            '"service-down" unexpected argument',
        ),
        (
            'POST',
            'ltm/pool',
            {'partition': 'Common'},
            400,
            'one or more configuration identifiers must be provided',
        ),
        (
            'PATCH',
            'ltm/node/~Common~intra2',
            {'address': '10.0.3.111'},
            400,
            '"address" may not be specified in the context of the "modify" '
            'command. "address" may be specified using the following '
            'commands: create, list',
        ),
        (
            'PATCH',
            'ltm/node/~Common~intra2',
            {'state': 'down'},
            400,
            'invalid property value "state":"down"',
        ),
        (
            'PATCH',
            'ltm/virtual/~Common~vs',
            {'enabled': True, 'disabled': True},
            400,
            '"enabled" may not be specified with "disabled"',
        ),
        (
            'POST',
            'ltm/snat',
            {'name': 's', 'automap': True, 'origins': []},
            400,
            'one of the following must be specified:\n'
            'add, delete, modify, replace-all-with',
        ),
        (
            'POST',
            'net/self',
            {'name': 's', 'address': '10.0.0.1', 'vlan': 'external'},
            400,
            'a netmask must be specified',
        ),
        (
            'POST',
            'util/bash',
            {'command': 'run', 'utilCmdArgs': "-c 'x"},
            400,
            'quotes are not balanced',
        ),
        # mcpd: in use.
        (
            'DELETE',
            POOL,
            None,
            400,
            IN_USE.format(
                'Pool', '/Common/web', 'Virtual Server', '/Common/vs'
            ),
        ),
        (
            'DELETE',
            'ltm/rule/~Common~r',
            None,
            400,
            IN_USE.format(
                'rule', '/Common/r', 'persistence profile', '/Common/uni'
            ),
        ),
        (
            'DELETE',
            'net/vlan/~Common~external',
            None,
            400,
            IN_USE.format(
                'VLAN', '/Common/external', 'self IP', '/Common/external-self'
            ),
        ),
        (
            'DELETE',
            'ltm/monitor/http/~Common~m',
            None,
            400,
            '01070083:3: Monitor /Common/m is in use.',
        ),
        (
            'DELETE',
            'ltm/node/~Common~intra2',
            None,
            400,
            "01070110:3: Node address '/Common/intra2' is referenced by a "
            "member of pool '/Common/web'.",
        ),
        (
            'DELETE',
            'ltm/snatpool/~Common~sp',
            None,
            400,
            '01070320:3: Snatpool sp is still referenced by a virtual server.',
        ),
        (
            'DELETE',
            'net/route-domain/~Common~1',
            None,
            400,
            '0107097c:3: The specified route domain (1) is the default route '
            'domain for one or more partitions (P) and cannot be deleted.',
        ),
        (
            'DELETE',
            'auth/partition/Common',
            None,
            400,
            '0107082a:3: You must remove all objects from a partition before '
            'removing the partition (Common), type ID (4032)',
        ),
        # mcpd: other rules.
        (
            'POST',
            'ltm/virtual',
            {
                'name': 'vs2',
                'destination': '10.0.0.9:443',
                'ipProtocol': 'tcp',
            },
            400,
            '01070333:3: Virtual Server /Common/vs2 illegally shares '
            'destination address, source address, service port, ip-protocol, '
            'and vlan with Virtual Server /Common/vs.',
        ),
        (
            'POST',
            'ltm/virtual-address',
            {'name': 'va', 'address': '10.0.0.9'},
            400,
            '0107176c:3: Invalid Virtual Address, the IP address 10.0.0.9 '
            'already exists.',
        ),
        (
            'POST',
            'ltm/virtual',
            {'name': 'x', 'destination': '10.3.5.143:80', 'source': '::/0'},
            400,
            '0107028c:3: The source (::) and destination (10.3.5.143) '
            'addresses for virtual server (/Common/x) must be be the same '
            'type (IPv4 or IPv6).',
        ),
        (
            'POST',
            'ltm/node',
            {'name': '10.0.3.110', 'partition': 'T1', 'address': '10.0.3.110'},
            400,
            '0107003a:3: Pool member node (/T1/10.0.3.110) and existing node '
            '(/Common/intra2) cannot use the same IP Address (10.0.3.110).',
        ),
        (
            'POST',
            'ltm/pool',
            {'name': 'test', 'members': ['/wrong/10.200.1.137:80']},
            400,
            "01070734:3: Configuration error: Can't associate Pool Member "
            '(/Common/test /wrong/10.200.1.137 http) folder does not exist',
        ),
        (
            'POST',
            'ltm/monitor/http',
            {'name': 'me', 'defaultsFrom': '/Common/me'},
            400,
            '01070734:3: Configuration error: A monitor may not default from '
            'itself "/Common/me"',
        ),
        (
            'POST',
            'cm/device-group',
            {'name': 'dg', 'partition': 'T1'},
            400,
            '01070712:3: Internal error, object is not in a folder: type: '
            'devicegroup id: ',
        ),
        (
            'PATCH',
            'ltm/virtual/~Common~vs',
            {'policies': ['x']},
            400,
            '01070712:3: Values (/Common/x) specified for virtual server '
            'policy (/Common/vs /Common/x): foreign key index (vs_FK) do not '
            'point at an item that exists in the database.',
        ),
        (
            'PATCH',
            'ltm/virtual/~Common~vs',
            {'profiles': ['tcp'], 'persist': 'cookie'},
            400,
            '01070309:3: Cookie persistence requires an HTTP or FastHTTP '
            'profile to be associated with the virtual server',
        ),
        (
            'POST',
            'ltm/rule',
            {
                'name': 'x',
                'apiAnonymous': 'when RULE_INIT {\n  log [list a\n}',
            },
            400,
            '01070151:3: Rule [/Common/x] error: /Common/x:3: error: [parse '
            'error: missing close-bracket][}]',
        ),
        (
            'POST',
            'cm',
            {'command': 'run', 'utilCmdArgs': 'config-sync to-group G'},
            400,
            '01070734:3: Configuration error: Device group (G) not found in '
            'device group sync',
        ),
        # icrd.
        (
            'POST',
            'gtm/pool/a',
            {'name': 'x'},
            400,
            'One of the following features must be licensed/provisioned for '
            'the URI gtm/pool/a : gtm',
        ),
    ],
)
def test_refusals(stocked, bigip, method, path, body, status, message):
    before = bigip.control.config()
    assert stocked.refused(method, path, body) == (status, message)
    # Whatever was refused has changed nothing.
    assert bigip.control.config() == before


@pytest.mark.parametrize(
    'path, body, envelope',
    [
        ('ltm/pool/~Common~no', None, {'code': 404, 'apiError': 3}),
        ('ltm/monitor/http/~Common~no', None, {'code': 404, 'apiError': 1}),
    ],
)
def test_icrd_envelope(rest, path, body, envelope):
    answer = rest('GET', path, body).json()
    message = answer.pop('message')
    assert message
    assert answer == {**envelope, 'errorStack': []}


def test_parser_and_mcpd_are_told_apart(rest):
    assert (
        rest('POST', 'ltm/pool', {'name': 'x', 'no': 1}).json()['apiError']
        == 26214401
    )
    assert (
        rest('POST', 'ltm/pool', {'name': 'x', 'monitor': 'no'}).json()[
            'apiError'
        ]
        == 3
    )


def test_restjavad_envelope(rest):
    answer = rest('GET', 'ltm/nonesuch').json()
    assert list(answer) == [
        'code',
        'message',
        'referer',
        'restOperationId',
        'kind',
    ]
    assert answer['kind'] == ':resterrorresponse'
    assert answer['referer'] == '127.0.0.1'


def test_the_folder_of_a_partition_must_exist(rest):
    status, message = rest.refused(
        'POST', 'sys/folder', {'name': 'x', 'subPath': '/BadSubPath'}
    )
    assert status == 400
    assert message.endswith('(/BadSubPath) folder does not exist')


def test_a_data_groups_record_that_is_too_long(rest):
    status, message = rest.refused(
        'POST',
        'ltm/data-group/internal',
        {
            'name': 'x',
            'type': 'string',
            'records': [{'name': 'a', 'data': 'x' * 65529}],
        },
    )
    assert (status, message) == (
        400,
        '01070712:3: Max string size exceeded during update of '
        'attribute:data type:class_value_item max:65520 received:65529',
    )


def test_a_floating_traffic_group_of_a_folder(rest):
    status, message = rest.refused(
        'POST',
        'sys/folder',
        {
            'name': 'testfolder',
            'subPath': '/',
            'deviceGroup': 'none',
            'inheritedDevicegroup': 'false',
            'trafficGroup': '/Common/traffic-group-1',
        },
    )
    assert status == 400
    assert message == (
        'The floating traffic-group: /Common/traffic-group-1 can only be '
        'set on /testfolder if its device-group is inherited from the root '
        'folder'
    )


def test_a_profile_that_another_needs(rest):
    rest.ok(
        'POST',
        'ltm/virtual',
        {
            'name': 'v',
            'destination': '10.0.0.1:80',
            'profiles': ['tcp', 'http', 'httpcompression'],
        },
    )
    status, message = rest.refused(
        'DELETE', 'ltm/virtual/~Common~v/profiles/~Common~http'
    )
    assert status == 400
    assert message.startswith('01070734:3: Configuration error: ')
    assert message.split(')')[-1].strip() == (
        'Required profile profile_http not present'
    )


def test_two_profiles_that_are_default_for_sni(rest):
    for name in ('a', 'b'):
        rest.ok(
            'POST',
            'ltm/profile/client-ssl',
            {'name': name, 'sniDefault': 'true'},
        )
    status, message = rest.refused(
        'POST',
        'ltm/virtual',
        {
            'name': 'v',
            'destination': '10.0.0.1:443',
            'profiles': ['tcp', 'a', 'b'],
        },
    )
    assert (status, message) == (
        400,
        '01071809:3: Virtual Server /Common/v has more than one '
        'clientssl/serverssl profile that is default for SNI.',
    )


@pytest.mark.parametrize(
    'name, wrong, right',
    [
        ('bigd.numprocs', '100', '2'),
        ('bigd.numprocs', 'x', '99'),
        ('connection.vlankeyed', 'on', 'disable'),
        ('log.mcpd.level', 'loud', 'debug'),
        ('tm.continuematching', 'enable', 'true'),
    ],
)
def test_a_variable_takes_what_its_range_allows(rest, name, wrong, right):
    # As the range says that a GET shows; the words are not recorded.
    path = 'sys/db/' + name
    status, _ = rest.refused('PATCH', path, {'value': wrong})
    assert status == 400
    assert rest.ok('PATCH', path, {'value': right})['value'] == right


def test_a_variable_of_texts_takes_any(rest):
    path = 'sys/db/ui.advisory.text'
    for value in ('a b', '', '7'):
        assert rest.ok('PATCH', path, {'value': value})['value'] == value
