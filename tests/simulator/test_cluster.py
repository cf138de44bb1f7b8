# SPDX-License-Identifier: Apache-2.0

"""Several devices: trust, device groups, config-sync and failover."""

from concurrent import futures

import pytest
import requests

from f5_heat import simulator
from tests.simulator import conftest

BOTH = ['bigip1', 'bigip2']
GROUP = 'cm/device-group/~Common~dg'


@pytest.fixture(scope='module')
def network_of_three():
    network = simulator.Network()
    started = [
        simulator.Simulator(control=True, network=network) for _ in range(3)
    ]
    for one in started:
        one.start()
    yield started
    for one in started:
        one.stop()


@pytest.fixture
def bigips(network_of_three):
    for one in network_of_three:
        one.control.reset()
    return network_of_three


@pytest.fixture
def rests(bigips):
    found = [conftest.Rest(one) for one in bigips]
    yield found
    for one in found:
        one.session.close()


def _trust(rest, number, **rest_of_body):
    return rest(
        'POST',
        'cm/add-to-trust',
        {
            'command': 'run',
            'name': 'Root',
            'caDevice': True,
            'device': '192.0.2.{}'.format(number),
            'deviceName': 'bigip{}'.format(number),
            'username': 'admin',
            'password': 'admin',
            **rest_of_body,
        },
    )


def _untrust(rest, name):
    return rest.ok(
        'POST',
        'cm/remove-from-trust',
        {'command': 'run', 'name': 'Root', 'deviceName': name},
    )


def _sync(rest, group='dg', way='to-group'):
    return rest(
        'POST',
        'cm',
        {
            'command': 'run',
            'utilCmdArgs': 'config-sync {} {}'.format(way, group),
        },
    )


def _page(rest, path, camel):
    (page,) = rest.ok('GET', path)['entries'].values()
    entries = page['nestedStats']['entries']
    below = entries.pop(
        'https://localhost/mgmt/tm/cm/{}/0/details'.format(camel),
        {'nestedStats': {'entries': {}}},
    )
    found = {key: value['description'] for key, value in entries.items()}
    found['details'] = [
        line['nestedStats']['entries']['details']['description']
        for line in below['nestedStats']['entries'].values()
    ]
    return found


def _status(rest):
    return _page(rest, 'cm/sync-status', 'syncStatus')


def _short(rest):
    found = _status(rest)
    return found['status'], found['color']


def _names(rest, path):
    return [item['name'] for item in rest.ok('GET', path)['items']]


def _exists(rest, path):
    return rest('GET', path).status_code == 200


@pytest.fixture
def trusting(rests):
    """Two devices that trust each other."""
    assert _trust(rests[0], 2).status_code == 200
    return rests[:2]


@pytest.fixture
def pair(trusting):
    """Two devices of a synchronized failover group."""
    trusting[0].ok(
        'POST',
        'cm/device-group',
        {'name': 'dg', 'type': 'sync-failover', 'devices': BOTH},
    )
    assert _sync(trusting[0]).status_code == 200
    return trusting


# A network.


def test_each_device_is_somebody(rests):
    for number, rest in enumerate(rests, 1):
        (own,) = rest.ok('GET', 'cm/device')['items']
        name = 'bigip{}'.format(number)
        assert own['fullPath'] == '/Common/' + name
        assert own['hostname'] == name
        assert own['selfDevice'] == 'true'
        assert own['managementIp'] == '192.0.2.{}'.format(number)
        assert rest.ok('GET', 'cm/trust-domain/Root')['caDevices'] == [
            '/Common/' + name
        ]
        assert rest.ok('GET', 'sys/global-settings')['hostname'] == name
        assert (
            rest.ok(
                'POST',
                'util/bash',
                {'command': 'run', 'utilCmdArgs': "-c 'hostname'"},
            )['commandResult']
            == name + '\n'
        )
        info = rest.ok(
            'GET', '/mgmt/shared/identified-devices/config/device-info'
        )
        assert info['hostname'] == name
        assert info['managementAddress'] == own['managementIp']
    known = [rest.ok('GET', 'cm/device')['items'][0] for rest in rests]
    for key in ('baseMac', 'chassisId', 'configsyncIp'):
        assert len({one[key] for one in known}) == 3


def test_a_device_without_a_network_is_alone(rest):
    (own,) = rest.ok('GET', 'cm/device')['items']
    assert (own['name'], own['managementIp'], own['configsyncIp']) == (
        'bigip1',
        '192.0.2.1',
        'none',
    )
    assert _trust(rest, 2).status_code == 400


# Trust.


def test_trust(trusting):
    assert _trust(trusting[0], 2).json()['kind'] == (
        'tm:cm:add-to-trust:runstate'
    )
    for number, rest in enumerate(trusting):
        devices = rest.ok('GET', 'cm/device')['items']
        assert [one['name'] for one in devices] == BOTH
        assert [one['selfDevice'] for one in devices] == [
            'true' if index == number else 'false' for index in range(2)
        ]
        assert [one['managementIp'] for one in devices] == [
            '192.0.2.1',
            '192.0.2.2',
        ]
        domain = rest.ok('GET', 'cm/trust-domain/~Common~Root')
        assert domain['caDevices'] == ['/Common/bigip1', '/Common/bigip2']
        assert domain['status'] == 'initialized'
        assert (
            _names(rest, 'cm/device-group/device_trust_group/devices') == BOTH
        )
        peer = BOTH[1 - number]
        assert _status(rest) == {
            'color': 'green',
            'mode': 'high-availability',
            'status': 'In Sync',
            'summary': 'All devices in the device group are in sync',
            'details': [
                peer + ': connected',
                'device_trust_group (In Sync): All devices in the device '
                'group are in sync',
            ],
        }


def test_trust_is_not_partial(rests):
    _trust(rests[0], 2)
    _trust(rests[1], 3)
    for rest in rests:
        assert _names(rest, 'cm/device') == ['bigip1', 'bigip2', 'bigip3']
        assert len(rest.ok('GET', 'cm/trust-domain/Root')['caDevices']) == 3


@pytest.mark.parametrize(
    'body, text',
    [
        ({'device': '192.0.2.99'}, '192.0.2.99'),
        ({'password': 'wrong'}, 'failed for the user admin'),
        ({'username': 'nobody'}, 'failed for the user nobody'),
        (
            {'device': '192.0.2.1'},
            'The specified IP address is an address on this device.',
        ),
        (
            {'deviceName': 'bigip1'},
            '01020066:3: The requested system device '
            '(/Common/bigip1) already exists in partition Common.',
        ),
        ({'device': ''}, 'a device must be specified'),
        (
            {'name': 'Leaf'},
            'The requested trust domain (/Common/Leaf) was not found.',
        ),
    ],
)
def test_trust_is_refused(rests, body, text):
    answer = _trust(rests[0], 2, **body)
    assert answer.status_code >= 400
    assert text in answer.json()['message']
    assert 'wrong' not in answer.json()['message']
    for rest in rests[:2]:
        assert len(_names(rest, 'cm/device')) == 1
        assert _short(rest) == ('Standalone', 'green')


def test_a_quoted_password(rests):
    rests[1].ok('PATCH', 'auth/user/admin', {'password': 'a"b'})
    rests[1].session.auth = ('admin', 'a"b')
    assert _trust(rests[0], 2, password='"a\\"b"').status_code == 200


def test_a_device_takes_the_name_that_it_is_given(rests):
    assert _trust(rests[0], 2, deviceName='other').status_code == 200
    for rest in rests[:2]:
        assert _names(rest, 'cm/device') == ['bigip1', 'other']


@pytest.mark.parametrize('name', ['bigip2', 'two'])
def test_what_a_cluster_adds_to_a_fresh_device(bigips, rests, name):
    _trust(rests[0], 2, deviceName=name)
    names = ['bigip1', name]
    for one, peer in zip(bigips[:2], reversed(names), strict=True):
        path = '/Common/' + peer
        assert {
            where: set(found) for where, found in one.control.config().items()
        } == {
            'cm/device': {path},
            'cm/device-group/~Common~device_trust_group/devices': {path},
        }
    for rest, peer in zip(rests[:2], reversed(names), strict=True):
        _untrust(rest, peer)
    for one in bigips[:2]:
        assert one.control.config() == {}


def test_nothing_happens_to_a_device_with_a_peer(rests):
    _trust(rests[1], 3)
    assert _trust(rests[0], 2).status_code == 200
    assert _names(rests[0], 'cm/device') == ['bigip1']


@pytest.mark.parametrize('name', ['bigip2', 'two'])
def test_an_entry_that_has_stayed_is_not_in_the_way(trusting, name):
    _untrust(trusting[1], 'bigip1')
    assert _short(trusting[0])[0] == 'Disconnected'
    assert _trust(trusting[0], 2, deviceName=name).status_code == 200
    for rest in trusting:
        assert _names(rest, 'cm/device') == ['bigip1', name]
        assert _short(rest) == ('In Sync', 'green')


def test_trust_ends_on_both(trusting):
    _untrust(trusting[0], 'bigip2')
    assert _short(trusting[0]) == ('Standalone', 'green')
    assert _names(trusting[1], 'cm/device') == BOTH
    assert _short(trusting[1])[0] == 'Disconnected'
    _untrust(trusting[1], 'bigip1')
    for rest, name in zip(trusting, BOTH, strict=True):
        assert _short(rest) == ('Standalone', 'green')
        assert _names(rest, 'cm/device') == [name]
        domain = rest.ok('GET', 'cm/trust-domain/Root')
        assert domain['caDevices'] == ['/Common/' + name]
        assert domain['status'] == 'standalone'
    status, message = trusting[0].refused(
        'POST',
        'cm/remove-from-trust',
        {'command': 'run', 'name': 'Root', 'deviceName': 'bigip2'},
    )
    assert status == 404
    assert '(/Common/bigip2) was not found' in message


def test_who_stays_forgets_the_one_that_goes(rests):
    _trust(rests[0], 2)
    _trust(rests[0], 3)
    _untrust(rests[0], 'bigip2')
    for rest in (rests[0], rests[2]):
        assert _names(rest, 'cm/device') == ['bigip1', 'bigip3']
    assert len(_names(rests[1], 'cm/device')) == 3
    assert _trust(rests[0], 2).status_code == 200
    assert len(_names(rests[0], 'cm/device')) == 2
    for name in ('bigip1', 'bigip3'):
        _untrust(rests[1], name)
    _trust(rests[0], 2)
    assert len(_names(rests[2], 'cm/device')) == 3


def test_without_config_sync_addresses_they_stay_disconnected(rests):
    # As asserted by F5's test of these two commands.
    for rest, name in zip(rests[:2], BOTH, strict=True):
        rest.ok('PATCH', 'cm/device/' + name, {'configsyncIp': 'none'})
    _trust(rests[0], 2)
    for rest, peer in zip(rests[:2], reversed(BOTH), strict=True):
        assert _status(rest) == {
            'color': 'blue',
            'mode': 'high-availability',
            'status': 'Disconnected',
            'summary': ' ',
            'details': [peer + ': disconnected'],
        }
    rests[0].ok('POST', 'cm/device-group', {'name': 'dg', 'devices': BOTH})
    assert not _exists(rests[1], GROUP)
    for number, (rest, name) in enumerate(
        zip(rests[:2], BOTH, strict=True), 1
    ):
        rest.ok(
            'PATCH',
            'cm/device/' + name,
            {'configsyncIp': '198.51.100.{}'.format(number)},
        )
    assert _exists(rests[1], GROUP)
    assert _short(rests[1])[0] == 'Awaiting Initial Sync'


def test_a_reset_of_trust(pair):
    assert pair[1]('DELETE', 'cm/trust-domain').status_code == 200
    assert _names(pair[1], 'cm/device') == ['bigip2']
    assert not _exists(pair[1], GROUP)
    assert _short(pair[1]) == ('Standalone', 'green')
    assert _short(pair[0])[0] == 'Disconnected'


def test_a_reset_of_trust_before_13():
    network = simulator.Network()
    started = [
        simulator.Simulator(tmos_version='12.1.2', network=network)
        for _ in range(2)
    ]
    with started[0] as one, started[1] as two:
        rests = [conftest.Rest(one), conftest.Rest(two)]
        _trust(rests[0], 2)
        assert rests[0]('DELETE', 'cm/trust-domain').status_code == 400
        rests[0].ok('DELETE', 'cm/trust-domain/Root')
        assert _short(rests[0]) == ('Standalone', 'green')
        assert rests[0].ok('GET', 'cm/trust-domain/Root')['caDevices'] == [
            '/Common/bigip1'
        ]
        for rest in rests:
            rest.session.close()


def test_a_change_of_the_entry_of_another(trusting):
    trusting[0].ok('PATCH', 'cm/device/bigip2', {'description': 'x'})
    for rest in trusting:
        assert rest.ok('GET', 'cm/device/bigip2')['description'] == 'x'
    trusting[1].ok('PATCH', 'cm/device/bigip2', {'description': 'y'})
    assert trusting[0].ok('GET', 'cm/device/bigip2')['description'] == 'y'


def test_a_device_keeps_its_trust_when_it_is_renamed(pair):
    pair[1].ok(
        'POST',
        'cm/device',
        {'command': 'mv', 'name': 'bigip2', 'target': 'two'},
    )
    for rest in pair:
        assert _names(rest, 'cm/device') == ['bigip1', 'two']
        assert _names(rest, GROUP + '/devices') == ['bigip1', 'two']
        assert rest.ok('GET', 'cm/trust-domain/Root')['caDevices'] == [
            '/Common/bigip1',
            '/Common/two',
        ]
    pair[1].ok('PATCH', 'sys/global-settings', {'hostname': 'two.x'})
    assert pair[0].ok('GET', 'cm/device/two')['hostname'] == 'two.x'


@pytest.mark.parametrize(
    'target, word',
    [
        ('bigip2', 'already exists'),
        ('', 'target'),
        ('/Common/', 'target'),
        ('/nowhere/one', 'target'),
    ],
)
def test_a_device_is_not_renamed(pair, target, word):
    status, message = pair[0].refused(
        'POST',
        'cm/device',
        {'command': 'mv', 'name': 'bigip1', 'target': target},
    )
    assert status in (400, 409)
    assert word in message
    for rest in pair:
        assert _names(rest, 'cm/device') == BOTH
        assert _short(rest) == ('In Sync', 'green')


@pytest.mark.parametrize('version', ['11.6.0', '12.1.2', '13.1.1', '17.1.1'])
def test_tmsh(version):
    network = simulator.Network()
    with (
        simulator.Simulator(tmos_version=version, network=network) as one,
        simulator.Simulator(tmos_version=version, network=network) as two,
    ):
        rests = [conftest.Rest(one), conftest.Rest(two)]
        assert _trust(rests[0], 2, password='x').status_code == (
            404 if version < '12' else 400
        )
        for command, count in (
            (
                'ca-devices add { 192.0.2.2 } name bigip2 username admin '
                'password admin',
                2,
            ),
            ('ca-devices delete { bigip2 }', 1),
        ):
            rests[0].ok(
                'POST',
                'util/bash',
                {
                    'command': 'run',
                    'utilCmdArgs': "-c 'tmsh modify cm "
                    "trust-domain Root {}'".format(command),
                },
            )
            assert len(_names(rests[0], 'cm/device')) == count
        for rest in rests:
            rest.session.close()


# Device groups.


def test_groups_are_the_same_everywhere(trusting):
    one, two = trusting
    one.ok('POST', 'cm/device-group', {'name': 'dg'})
    assert two.ok('GET', GROUP)['type'] == 'sync-only'
    member = two.ok('POST', GROUP + '/devices', {'name': 'bigip1'})
    assert (member['name'], member['fullPath']) == ('bigip1', '/Common/bigip1')
    assert _names(one, GROUP + '/devices') == ['bigip1']
    one.ok('PATCH', GROUP, {'devices': BOTH, 'description': 'x'})
    assert two.ok('GET', GROUP)['description'] == 'x'
    assert _names(two, GROUP + '/devices') == BOTH
    two.ok('DELETE', GROUP + '/devices/~Common~bigip2')
    assert _names(one, GROUP + '/devices') == ['bigip1']
    one.ok('DELETE', GROUP)
    assert not _exists(two, GROUP)


@pytest.mark.parametrize(
    'version, name',
    [
        ('11.5.4', '/Common/bigip1'),
        ('11.6.0', 'bigip1'),
        ('11.6.1', '/Common/bigip1'),
        ('12.0.0', 'bigip1'),
    ],
)
def test_the_names_of_members(release, version, name):
    _, rest = release(version)
    rest.ok('POST', 'cm/device-group', {'name': 'dg'})
    made = rest.ok(
        'POST', GROUP + '/devices', {'name': name, 'partition': 'Common'}
    )
    assert made['name'] == name
    assert made['fullPath'] == '/Common/bigip1'
    assert _names(rest, GROUP + '/devices') == [name]
    rest.ok('DELETE', GROUP + '/devices/~Common~bigip1')


def test_a_member_must_be_known(rests):
    status, message = rests[0].refused(
        'POST', 'cm/device-group', {'name': 'dg', 'devices': BOTH}
    )
    assert status == 404
    assert message == (
        '01020036:3: The requested system device '
        '(/Common/bigip2) was not found.'
    )
    assert not _exists(rests[0], GROUP)


@pytest.mark.parametrize(
    'method, path, body',
    [
        ('DELETE', '', None),
        ('PATCH', '', {'devices': []}),
        ('POST', '/devices', {'name': 'bigip1'}),
        ('DELETE', '/devices/~Common~bigip2', None),
    ],
)
def test_the_trust_group_stays(trusting, method, path, body):
    path = 'cm/device-group/device_trust_group' + path
    status, message = trusting[0].refused(method, path, body)
    assert status in (400, 409)
    assert '/Common/device_trust_group' in message or (
        'already exists' in message
    )
    assert (
        _names(trusting[0], 'cm/device-group/device_trust_group/devices')
        == BOTH
    )


def test_a_device_is_in_one_failover_group(pair):
    status, message = pair[0].refused(
        'POST',
        'cm/device-group',
        {'name': 'more', 'type': 'sync-failover', 'devices': ['bigip2']},
    )
    assert status == 400
    assert '/Common/dg' in message
    pair[0].ok('POST', 'cm/device-group', {'name': 'more', 'devices': BOTH})


def test_a_device_leaves_its_groups_with_the_trust(pair):
    _untrust(pair[0], 'bigip2')
    assert _names(pair[0], GROUP + '/devices') == ['bigip1']


# Config-sync.


def test_a_new_group(trusting):
    trusting[0].ok(
        'POST',
        'cm/device-group',
        {'name': 'dg', 'type': 'sync-failover', 'devices': BOTH},
    )
    for rest in trusting:
        found = _status(rest)
        assert (found['status'], found['color']) == (
            'Awaiting Initial Sync',
            'blue',
        )
        peer, group, action = found['details']
        assert peer.endswith(': connected')
        assert group.startswith('dg (Awaiting Initial Sync): ')
        assert action.startswith(' - Recommended action: Synchronize ')
        assert action.endswith(' to group dg')
    status, message = trusting[0].refused(
        'POST',
        'cm',
        {'command': 'run', 'utilCmdArgs': 'config-sync from-group dg'},
    )
    assert status == 400
    assert message.endswith('is not allowed until a push has been done first')
    command = {'command': 'run', 'utilCmdArgs': 'config-sync to-group dg'}
    assert trusting[0].ok('POST', 'cm', command) == {
        'kind': 'tm:cm:runstate',
        **command,
    }
    for rest in trusting:
        assert _status(rest)['details'][1:] == [
            'device_trust_group (In Sync): All devices in the device group '
            'are in sync',
            'dg (In Sync): All devices in the device group are in sync',
        ]
        assert _short(rest) == ('In Sync', 'green')


def test_an_unknown_group(pair):
    status, message = pair[0].refused(
        'POST',
        'cm',
        {'command': 'run', 'utilCmdArgs': 'config-sync to-group test_group'},
    )
    assert (status, message) == (
        400,
        '01070734:3: Configuration error: Device group (test_group) '
        'not found in device group sync',
    )


@pytest.mark.parametrize(
    'words',
    [
        'to-group dg',
        'to-group dg force-full-load-push',
        ' to-group dg ',
        'force-full-load-push to-group dg',
    ],
)
def test_configuration_is_copied(pair, words):
    one, two = pair
    one.ok('POST', 'auth/partition', {'name': 'T1'})
    one.ok(
        'POST',
        'ltm/pool',
        {
            'name': 'web',
            'partition': 'T1',
            'members': ['/T1/10.0.0.1:80', '/T1/10.0.0.2:80'],
        },
    )
    one.ok(
        'POST',
        'ltm/virtual',
        {
            'name': 'web',
            'destination': '/Common/10.9.0.1:80',
            'pool': '/T1/web',
            'profiles': ['http', 'tcp'],
        },
    )
    for rest in pair:
        assert _short(rest) == ('Changes Pending', 'yellow')
        assert _status(rest)['details'][-1] == (
            ' - Recommended action: Synchronize bigip1 to group dg'
        )
    assert not _exists(two, 'ltm/pool/~T1~web')
    one.ok(
        'POST', 'cm', {'command': 'run', 'utilCmdArgs': 'config-sync ' + words}
    )
    for rest in pair:
        assert _short(rest) == ('In Sync', 'green')
    assert _names(two, 'ltm/pool/~T1~web/members') == [
        '10.0.0.1:80',
        '10.0.0.2:80',
    ]
    assert _exists(two, 'ltm/node/~T1~10.0.0.1')
    assert _exists(two, 'ltm/virtual-address/10.9.0.1')
    mine, theirs = (
        rest.ok('GET', 'ltm/virtual/web?expandSubcollections=true')
        for rest in pair
    )
    for found in (mine, theirs):
        found.pop('generation')
        for item in found['profilesReference']['items']:
            item.pop('generation')
    assert mine == theirs
    one.ok('DELETE', 'ltm/virtual/web')
    one.ok('DELETE', 'ltm/pool/~T1~web')
    _sync(one)
    assert not _exists(two, 'ltm/virtual/web')
    assert not _exists(two, 'ltm/pool/~T1~web')


def test_what_belongs_to_one_device_stays_there(pair):
    one, two = pair
    one.ok('POST', 'net/vlan', {'name': 'inside'})
    one.ok(
        'POST',
        'net/self',
        {
            'name': 'own',
            'address': '10.1.0.1/24',
            'vlan': 'inside',
            'trafficGroup': 'traffic-group-local-only',
        },
    )
    one.ok('PATCH', 'sys/provision/gtm', {'level': 'nominal'})
    one.ok('PATCH', 'sys/global-settings', {'guiSetup': 'enabled'})
    one.ok('POST', 'auth/user', {'name': 'kim', 'password': 'Secret-1'})
    assert _short(one) == ('In Sync', 'green')
    one.ok('POST', 'ltm/pool', {'name': 'web'})
    _sync(one)
    assert _exists(two, 'ltm/pool/web')
    assert not _exists(two, 'net/vlan/inside')
    assert not _exists(two, 'net/self/own')
    assert not _exists(two, 'auth/user/kim')
    assert two.ok('GET', 'sys/provision/gtm')['level'] == 'none'
    assert [
        one['selfDevice'] for one in two.ok('GET', 'cm/device')['items']
    ] == ['false', 'true']


def test_a_floating_self_ip_goes_with_the_group(pair):
    for rest in pair:
        rest.ok('POST', 'net/vlan', {'name': 'inside'})
    pair[0].ok(
        'POST',
        'net/self',
        {
            'name': 'floats',
            'address': '10.1.0.1/24',
            'vlan': 'inside',
            'trafficGroup': 'traffic-group-1',
        },
    )
    _sync(pair[0])
    assert pair[1].ok('GET', 'net/self/floats')['floating'] == 'enabled'


def test_the_group_of_a_folder(pair):
    one, two = pair
    for path in ('~', '~Common', '~Common~Drafts'):
        assert (
            two.ok('GET', 'sys/folder/' + path)['deviceGroup'] == '/Common/dg'
        )
    one.ok(
        'POST',
        'sys/folder',
        {
            'name': '/Common/mine',
            'deviceGroup': 'none',
            'trafficGroup': '/Common/traffic-group-local-only',
        },
    )
    one.ok('POST', 'cm/device-group', {'name': 'rules', 'devices': BOTH})
    one.ok(
        'POST',
        'sys/folder',
        {
            'name': '/Common/rules',
            'deviceGroup': '/Common/rules',
            'trafficGroup': '/Common/traffic-group-local-only',
        },
    )
    for path in ('mine', 'rules'):
        one.ok('POST', 'ltm/pool', {'name': '/Common/{}/p'.format(path)})
    assert _sync(one).status_code == 200
    assert not _exists(two, 'ltm/pool/~Common~mine~p')
    assert not _exists(two, 'ltm/pool/~Common~rules~p')
    assert _short(one)[0] == 'Awaiting Initial Sync'
    _sync(one, 'rules')
    assert not _exists(two, 'ltm/pool/~Common~mine~p')
    assert _exists(two, 'ltm/pool/~Common~rules~p')
    assert _short(one) == ('In Sync', 'green')


def test_a_group_of_a_folder_is_in_use(pair):
    pair[0].ok('PATCH', 'sys/folder/~Common', {'deviceGroup': '/Common/dg'})
    status, message = pair[0].refused('DELETE', GROUP)
    assert (status, message) == (
        400,
        '01070265:3: The device group (/Common/dg) cannot be deleted '
        'because it is in use by a folder (/Common).',
    )


def test_a_conflict(pair):
    one, two = pair
    two.ok('POST', 'ltm/pool', {'name': 'theirs'})
    one.ok('POST', 'ltm/pool', {'name': 'mine'})
    conflict = 'There is a possible change conflict between bigip2 and bigip1.'
    assert _status(one) == {
        'color': 'red',
        'mode': 'high-availability',
        'status': 'Changes Pending',
        'summary': conflict,
        'details': [
            'bigip2: connected',
            'dg (Changes Pending): ' + conflict,
            ' - Recommended action: Synchronize bigip1 to group dg',
        ],
    }
    _sync(one)
    assert _short(two) == ('In Sync', 'green')
    assert _names(two, 'ltm/pool') == ['mine']


def test_a_pull(pair):
    one, two = pair
    one.ok('POST', 'ltm/pool', {'name': 'web'})
    assert _sync(two, way='from-group').status_code == 200
    assert _exists(two, 'ltm/pool/web')
    assert _short(one) == ('In Sync', 'green')


def test_a_pull_of_what_is_older(pair):
    pair[1].ok('POST', 'ltm/pool', {'name': 'web'})
    _sync(pair[1], way='from-group')
    assert _exists(pair[1], 'ltm/pool/web')
    assert _short(pair[1])[0] == 'Changes Pending'


def test_a_push_of_what_is_older(pair):
    one, two = pair
    two.ok('POST', 'ltm/pool', {'name': 'theirs'})
    _sync(one)
    assert _short(one) == _short(two) == ('In Sync', 'green')
    assert not _exists(two, 'ltm/pool/theirs')


def test_what_the_other_cannot_load(pair):
    one, two = pair
    one.ok('POST', 'net/vlan', {'name': 'inside'})
    one.ok(
        'POST',
        'ltm/virtual',
        {
            'name': 'web',
            'destination': '10.0.0.9:80',
            'vlansEnabled': True,
            'vlans': ['inside'],
        },
    )
    assert _sync(one).status_code == 200
    for rest in pair:
        found = _status(rest)
        assert (found['status'], found['color']) == ('Sync Failure', 'red')
        assert found['details'][1].startswith('dg (Sync Failure): ')
        assert found['details'][2] == (
            ' - Sync error on bigip2: Load failed from /Common/bigip1 '
            '01020036:3: The requested VLAN (/Common/inside) was not '
            'found.'
        )
    assert not _exists(two, 'ltm/virtual/web')
    assert not _exists(two, 'ltm/virtual-address/10.0.0.9')
    two.ok('POST', 'net/vlan', {'name': 'inside'})
    _sync(one)
    assert _short(one) == _short(two) == ('In Sync', 'green')
    assert _exists(two, 'ltm/virtual/web')


def test_another_version():
    network = simulator.Network()
    with (
        simulator.Simulator(network=network) as one,
        simulator.Simulator(network=network, tmos_version='16.1.2') as two,
    ):
        rests = [conftest.Rest(one), conftest.Rest(two)]
        _trust(rests[0], 2)
        assert [
            item['version']
            for item in rests[0].ok('GET', 'cm/device')['items']
        ] == ['17.1.1', '16.1.2']
        rests[0].ok(
            'POST',
            'cm/device-group',
            {'name': 'dg', 'devices': BOTH, 'type': 'sync-failover'},
        )
        _sync(rests[0])
        assert _short(rests[0]) == ('Sync Failure', 'red')
        assert '16.1.2' in _status(rests[0])['details'][2]
        for rest in rests:
            rest.session.close()


def test_auto_sync(pair):
    one, two = pair
    two.ok('PATCH', GROUP, {'autoSync': 'enabled', 'saveOnAutoSync': 'true'})
    one.ok('POST', 'ltm/pool', {'name': 'web'})
    assert _short(one) == ('In Sync', 'green')
    assert _exists(two, 'ltm/pool/web')
    two.ok('POST', 'sys/config', {'command': 'load'})
    assert _exists(two, 'ltm/pool/web')


def test_auto_sync_is_not_the_first_sync(trusting):
    trusting[0].ok(
        'POST',
        'cm/device-group',
        {
            'name': 'dg',
            'type': 'sync-failover',
            'devices': BOTH,
            'autoSync': 'enabled',
        },
    )
    trusting[0].ok('POST', 'ltm/pool', {'name': 'web'})
    assert _short(trusting[0])[0] == 'Awaiting Initial Sync'
    assert not _exists(trusting[1], 'ltm/pool/web')


def test_a_third_member(pair, rests):
    one, two, three = rests
    _trust(one, 3)
    assert _short(three) == ('In Sync', 'green')
    one.ok('POST', GROUP + '/devices', {'name': 'bigip3'})
    for rest in rests:
        assert _short(rest)[0] == 'Awaiting Initial Sync'
    one.ok('POST', 'ltm/pool', {'name': 'web'})
    _sync(one)
    for rest in rests:
        assert _short(rest) == ('In Sync', 'green')
        assert _exists(rest, 'ltm/pool/web')


def test_a_transaction_is_one_change(pair):
    one, two = pair
    number = one.ok('POST', 'transaction', {})['transId']
    headers = {'X-F5-REST-Coordination-Id': str(number)}
    one.ok('POST', 'ltm/pool', {'name': 'web'}, headers=headers)
    assert _short(two) == ('In Sync', 'green')
    one.ok('PATCH', 'transaction/{}'.format(number), {'state': 'VALIDATING'})
    assert _short(two)[0] == 'Changes Pending'


def test_devices_that_push_at_the_same_time(bigips, pair):
    def work(number):
        rest = conftest.Rest(bigips[number])
        for turn in range(10):
            rest.ok(
                'POST', 'ltm/pool', {'name': 'p{}-{}'.format(number, turn)}
            )
            assert _sync(rest).status_code == 200
            _status(rest)
        rest.session.close()

    with futures.ThreadPoolExecutor(2) as pool:
        done, running = futures.wait(
            [pool.submit(work, number) for number in range(2)], timeout=60
        )
    assert not running
    assert [one.result() for one in done] == [None, None]
    _sync(pair[0])
    assert _short(pair[0]) == _short(pair[1]) == ('In Sync', 'green')
    assert _names(pair[0], 'ltm/pool') == _names(pair[1], 'ltm/pool')


def test_trust_that_is_taken_back(rests):
    one, two = rests[:2]
    number = one.ok('POST', 'transaction', {})['transId']
    headers = {'X-F5-REST-Coordination-Id': str(number)}
    one.ok(
        'POST',
        'cm/add-to-trust',
        {
            'command': 'run',
            'name': 'Root',
            'device': '192.0.2.2',
            'deviceName': 'bigip2',
            'username': 'admin',
            'password': 'admin',
        },
        headers=headers,
    )
    one.ok('POST', 'ltm/pool', {'name': 'a', 'monitor': 'no'}, headers=headers)
    one.refused(
        'PATCH', 'transaction/{}'.format(number), {'state': 'VALIDATING'}
    )
    for rest in (one, two):
        assert len(_names(rest, 'cm/device')) == 1


# What tests may do.


def test_a_peer_that_is_out_of_reach(bigips, pair):
    one, two = pair
    bigips[0].control.disconnect('bigip2')
    assert _short(one) == _short(two) == ('Disconnected', 'blue')
    one.ok('POST', 'ltm/pool', {'name': 'web'})
    _sync(one)
    assert not _exists(two, 'ltm/pool/web')
    assert one.ok('GET', 'cm/device/bigip2')['failoverState'] == 'unknown'
    assert _trust(one, 3).status_code == 200
    assert _names(two, 'cm/device') == BOTH
    bigips[0].control.reconnect('bigip2')
    assert _short(two)[0] == 'Changes Pending'
    assert len(_names(two, 'cm/device')) == 3
    with pytest.raises(ValueError):
        bigips[0].control.disconnect('nobody')


def test_one_of_three_is_out_of_reach(bigips, pair, rests):
    one, two, three = rests
    _trust(one, 3)
    one.ok('POST', GROUP + '/devices', {'name': 'bigip3'})
    _sync(one)
    bigips[2].control.disconnect()
    assert _status(one)['details'][:2] == [
        'bigip2: connected',
        'bigip3: disconnected',
    ]
    one.ok('POST', 'ltm/pool', {'name': 'web'})
    _sync(one)
    assert _short(one) == _short(two) == ('Not All Devices Synced', 'red')
    assert 'bigip3' in _status(one)['summary']
    assert _short(three)[0] == 'Disconnected'
    bigips[2].control.reconnect()
    _sync(one)
    for rest in rests:
        assert _short(rest) == ('In Sync', 'green')


def test_auto_sync_after_a_while(bigips, pair):
    one, two = pair
    one.ok('PATCH', GROUP, {'autoSync': 'enabled'})
    bigips[1].control.disconnect()
    one.ok('POST', 'ltm/pool', {'name': 'web'})
    bigips[1].control.reconnect()
    assert _exists(two, 'ltm/pool/web')
    assert _short(one) == ('In Sync', 'green')


def test_a_status_that_is_set(bigips, pair):
    bigips[0].control.set_sync_status('dg', 'Sync Failure', 'disk is full')
    _sync(pair[0])
    for rest in pair:
        found = _status(rest)
        assert (found['status'], found['color'], found['summary']) == (
            'Sync Failure',
            'red',
            'disk is full',
        )
        assert found['details'][1] == 'dg (Sync Failure): disk is full'
    bigips[0].control.set_sync_status('dg')
    assert _short(pair[1]) == ('In Sync', 'green')
    with pytest.raises(ValueError):
        bigips[0].control.set_sync_status('dg', 'Fine')


def test_a_sync_that_takes_its_time(bigips, pair):
    bigips[0].control.set_sync_polls(2)
    pair[0].ok('POST', 'ltm/pool', {'name': 'web'})
    _sync(pair[0])
    for rest in pair:
        assert [_short(rest)[0] for _ in range(3)] == [
            'Syncing',
            'Syncing',
            'In Sync',
        ]
    bigips[0].control.set_sync_polls(1, 'Not All Devices Synced')
    _sync(pair[0])
    assert [_short(pair[0])[0] for _ in range(2)] == [
        'Not All Devices Synced',
        'In Sync',
    ]


def test_a_reset_takes_a_device_out(bigips, pair):
    bigips[1].control.reset()
    for rest in pair:
        assert _short(rest) == ('Standalone', 'green')
        assert len(_names(rest, 'cm/device')) == 1
    assert _names(pair[0], GROUP + '/devices') == ['bigip1']
    assert not _exists(pair[1], GROUP)
    assert bigips[1].control.config() == {}
    pair[0].ok('DELETE', GROUP)
    assert bigips[0].control.config() == {}
    assert _trust(pair[0], 2).status_code == 200


def test_a_snapshot_of_a_cluster(bigips, pair):
    kept = [one.control.snapshot() for one in bigips[:2]]
    pair[0].ok('POST', 'ltm/pool', {'name': 'web'})
    _untrust(pair[0], 'bigip2')
    for one, name in zip(bigips, kept, strict=False):
        one.control.restore(name)
    for rest in pair:
        assert _short(rest) == ('In Sync', 'green')
    assert not _exists(pair[0], 'ltm/pool/web')


def test_a_stopped_device_is_out_of_reach():
    network = simulator.Network()
    with simulator.Simulator(network=network) as one:
        rest = conftest.Rest(one)
        with simulator.Simulator(network=network):
            assert _trust(rest, 2).status_code == 200
            assert _short(rest)[0] == 'In Sync'
        assert _short(rest)[0] == 'Disconnected'
        rest.session.close()


def test_statistics_of_a_group(pair):
    where = 'https://localhost/mgmt/tm/cm/device-group/~Common~dg'
    pair[0].ok('POST', 'ltm/pool', {'name': 'web'})
    _sync(pair[0])
    for rest in pair:
        found = rest.ok('GET', GROUP + '/stats')
        assert found['kind'] == 'tm:cm:device-group:device-groupstats'
        assert found['selfLink'] == where + '/stats?ver=17.1.1'
        assert list(found['entries']) == [
            '{}/~Common~dg:~Common~{}/stats'.format(where, name)
            for name in BOTH
        ]
        rows = [
            {
                key: value['description']
                for key, value in row['nestedStats']['entries'].items()
            }
            for row in found['entries'].values()
        ]
        for row in rows:
            assert row['devicegroup'] == '/Common/dg'
            assert row['lssTime'] == row['commitIdTime']
            assert row['lssOriginator'] == '/Common/bigip1'
        assert [row['device'] for row in rows] == [
            '/Common/bigip1',
            '/Common/bigip2',
        ]
        assert rows[0]['lastSyncType'] == 'none'
        assert rows[0]['timeSinceLastSync'] == '-'
        assert int(rows[1]['timeSinceLastSync']) < 60


# Failover.


def _states(rests):
    """What each says of itself, and of the others."""
    for rest in rests:
        found = [
            one['failoverState']
            for one in rest.ok('GET', 'cm/device')['items']
        ]
        yield found


def test_one_is_active(pair):
    assert list(_states(pair)) == [['active', 'standby']] * 2
    assert _page(pair[0], 'cm/failover-status', 'failoverStatus') == {
        'color': 'green',
        'status': 'ACTIVE',
        'summary': '1/1 active',
        'details': ['active for /Common/traffic-group-1'],
    }
    found = _page(pair[1], 'cm/failover-status', 'failoverStatus')
    assert (found['status'], found['summary'], found['details']) == (
        'STANDBY',
        '1/1 standby',
        [],
    )


def test_other_pages_about_failover(pair):
    for rest, state in zip(pair, ('active', 'standby'), strict=True):
        assert (
            rest.ok('GET', '/mgmt/tm/shared/bigip-failover-state')[
                'failoverState'
            ]
            == state
        )
        assert rest.ok('GET', 'sys/db/failover.state')['value'] == state
        text = rest.ok('GET', 'sys/failover')['apiRawValues']['apiAnonymous']
        assert text.startswith('Failover {} for 0d 00:0'.format(state))
        rows = rest.ok('GET', 'cm/traffic-group/stats')['entries']
        assert [
            rows[
                'https://localhost/mgmt/tm/cm/traffic-group/~Common~'
                'traffic-group-1:~Common~{}/stats'.format(name)
            ]['nestedStats']['entries']['failoverState']['description']
            for name in BOTH
        ] == ['active', 'standby']


def test_the_order_of_a_traffic_group(pair):
    pair[0].ok(
        'PATCH',
        'cm/traffic-group/traffic-group-1',
        {'haOrder': ['bigip2', 'bigip1']},
    )
    assert list(_states(pair)) == [['standby', 'active']] * 2
    _untrust(pair[0], 'bigip2')
    assert pair[0].ok('GET', 'cm/traffic-group/traffic-group-1')[
        'haOrder'
    ] == ['/Common/bigip1']


def test_all_are_active_without_a_failover_group(trusting):
    assert list(_states(trusting)) == [['active', 'active']] * 2
    trusting[0].ok('POST', 'cm/device-group', {'name': 'dg', 'devices': BOTH})
    assert list(_states(trusting)) == [['active', 'active']] * 2


@pytest.mark.parametrize(
    'body',
    [
        {'standby': True},
        {'utilCmdArgs': 'standby'},
        {'standby': True, 'trafficGroup': 'traffic-group-1'},
        {
            'standby': True,
            'trafficGroup': '/Common/traffic-group-1',
            'device': '/Common/bigip2',
        },
    ],
)
def test_standby(pair, body):
    body = {'command': 'run', **body}
    assert pair[0].ok('POST', 'sys/failover', body) == {
        'kind': 'tm:sys:failover:runstate',
        **body,
    }
    assert list(_states(pair)) == [['standby', 'active']] * 2
    pair[0].ok('POST', 'sys/failover', body)
    assert list(_states(pair)) == [['standby', 'active']] * 2
    assert _short(pair[0]) == ('In Sync', 'green')


def test_standby_is_refused(pair):
    assert (
        pair[0].refused(
            'POST',
            'sys/failover',
            {'command': 'run', 'standby': True, 'trafficGroup': 'no'},
        )[0]
        == 404
    )
    assert (
        pair[0].refused(
            'POST',
            'sys/failover',
            {'command': 'run', 'standby': True, 'device': 'no'},
        )[0]
        == 404
    )
    assert (
        pair[0].refused('POST', 'sys/failover', {'command': 'run'})[0] == 400
    )
    # f5-sdk sends a word that has no value as null.
    body = {'command': 'run', 'standby': None, 'traffic-group': 'no'}
    assert pair[0].refused('POST', 'sys/failover', body)[0] == 404


def test_offline_and_online(pair):
    pair[0].ok('POST', 'sys/failover', {'command': 'run', 'offline': True})
    assert list(_states(pair)) == [['forced-offline', 'active']] * 2
    said = pair[0].ok('GET', 'sys/failover')['apiRawValues']['apiAnonymous']
    assert said.startswith('Failover forced_offline for 0d ')
    pair[0].ok('POST', 'sys/failover', {'command': 'run', 'online': True})
    assert 'active' in next(_states(pair))


def test_who_is_alone_becomes_active(bigips, pair):
    bigips[0].control.disconnect()
    assert list(_states(pair)) == [
        ['active', 'unknown'],
        ['unknown', 'active'],
    ]
    bigips[0].control.reconnect()
    assert list(_states(pair)) == [['active', 'standby']] * 2


def test_failover_by_the_control_interface(bigips, pair):
    assert bigips[0].control.fail_over() == 'bigip2'
    assert list(_states(pair)) == [['standby', 'active']] * 2
    assert bigips[0].control.fail_over(device='bigip1') == 'bigip1'
    with pytest.raises(ValueError):
        bigips[2].control.fail_over()
    with pytest.raises(ValueError):
        bigips[0].control.fail_over('no')


def test_the_control_port(trusting):
    network = simulator.Network()
    with (
        simulator.Simulator(control_port=0, network=network) as one,
        simulator.Simulator(network=network),
    ):
        rest = conftest.Rest(one)
        _trust(rest, 2)
        rest.ok(
            'POST',
            'cm/device-group',
            {'name': 'dg', 'type': 'sync-failover', 'devices': BOTH},
        )
        answer = requests.post(
            one.control_url + '/fail_over', json={}, timeout=10
        )
        assert answer.json() == 'bigip2'
        assert next(_states([rest])) == ['standby', 'active']
        for method, arguments in (
            ('fail_over', {'device': 5}),
            ('fail_over', {'traffic_group': 5}),
            ('set_sync_status', {'group': 5}),
            ('set_sync_polls', {'polls': 'x'}),
            ('disconnect', {'device': 5}),
        ):
            answer = requests.post(
                '{}/{}'.format(one.control_url, method),
                json=arguments,
                timeout=10,
            )
            assert answer.status_code == 400
            assert answer.json()['error']
        rest.session.close()
