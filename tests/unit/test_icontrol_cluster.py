# SPDX-License-Identifier: Apache-2.0

"""Trust, device groups and their sync, as they reach the device."""

import logging

import pytest

from f5_heat.icontrol import cluster
from f5_heat.icontrol import errors
from tests.unit import icontrol_device

reply = icontrol_device.reply

SYS = reply({'selfLink': 'https://localhost/mgmt/tm/sys?ver=14.1.2'})
MISSING = reply({'code': 404, 'message': 'not found'}, 404)
# It is asked whether it has loaded its configuration, and then once more.
GONE = MISSING, icontrol_device.mcp_state('running'), MISSING
PEER = {'name': 'bigip2.example.com', 'managementIp': '192.0.2.2'}


@pytest.fixture
def bigip(device):
    with device.connect(retry=None) as bigip:
        yield bigip


def status(name, color, *details, summary=' '):
    """An answer of cm/sync-status, in the shape recorded on 14.1.2.1."""
    root = 'https://localhost/mgmt/tm/cm/'
    lines = {
        '%ssyncStatus/0/details/%d' % (root, number): {
            'nestedStats': {'entries': {'details': {'description': line}}}
        }
        for number, line in enumerate(details)
    }
    return reply(
        {
            'kind': 'tm:cm:sync-status:sync-statusstats',
            'entries': {
                root + 'sync-status/0': {
                    'nestedStats': {
                        'entries': {
                            'color': {'description': color},
                            root + 'syncStatus/0/details': {
                                'nestedStats': {'entries': lines}
                            },
                            'mode': {'description': 'high-availability'},
                            'status': {'description': name},
                            'summary': {'description': summary},
                        }
                    }
                }
            },
        }
    )


def test_a_device_on_its_own(device, bigip):
    device.plan(
        status(
            'Standalone',
            'green',
            'Optional action: Add a device to the trust domain',
        )
    )
    found = cluster.sync_status(bigip)
    assert (found.status, found.color, found.groups) == (
        'Standalone',
        'green',
        {},
    )
    assert found.of('web') == 'Standalone'
    assert found.is_broken('web')
    assert str(found) == (
        'Standalone; Optional action: Add a device to the trust domain'
    )


def test_groups_that_are_in_sync(device, bigip):
    device.plan(
        status(
            'In Sync',
            'green',
            'bigip46.example.com: connected',
            'deviceGroup1 (In Sync): All devices in the device group are in '
            'sync',
            'device_trust_group (In Sync): All devices in the device group '
            'are in sync',
        )
    )
    found = cluster.sync_status(bigip)
    assert found.groups == {
        'deviceGroup1': 'In Sync',
        'device_trust_group': 'In Sync',
    }
    assert found.of('/Common/deviceGroup1') == 'In Sync'
    assert not found.is_broken('deviceGroup1')


def test_a_group_of_its_own_counts(device, bigip):
    words = (
        'There is a possible change conflict between bigip2.example.com '
        'and bigip1.example.com.'
    )
    device.plan(
        status(
            'Changes Pending',
            'red',
            'bigip2.example.com: connected',
            'blue (Changes Pending): ' + words,
            ' - Recommended action: Synchronize bigip1.example.com to group '
            'blue',
            summary=words,
        )
    )
    found = cluster.sync_status(bigip)
    assert found.of('blue') == 'Changes Pending'
    # Only what is not in sync is listed then.
    assert found.of('green') == 'In Sync'
    assert found.advice('/Common/blue') == 'bigip1.example.com'
    assert found.advice('green') is None
    assert not found.is_broken('blue')


def test_groups_without_words(device, bigip):
    device.plan(status('Changes Pending', 'yellow', 'blue (Changes Pending)'))
    assert cluster.sync_status(bigip).groups == {'blue': 'Changes Pending'}


@pytest.mark.parametrize(
    'name, details, broken',
    [
        ('Disconnected', ['bigip2: disconnected'], True),
        ('Sync Failure', [], True),
        (
            'Not All Devices Synced',
            ['bigip2: disconnected', 'bigip3: connected'],
            True,
        ),
        ('Not All Devices Synced', ['bigip2: connected'], False),
        ('Awaiting Initial Sync', ['bigip2: connected'], False),
        ('Syncing', [], False),
    ],
)
def test_what_does_not_pass_by_itself(device, bigip, name, details, broken):
    device.plan(status(name, 'red', *details))
    assert cluster.sync_status(bigip).is_broken('web') is broken


def test_the_lines_are_in_their_order(device, bigip):
    lines = ['line %d' % number for number in range(12)]
    device.plan(status('In Sync', 'green', *lines))
    assert list(cluster.sync_status(bigip).details) == lines


@pytest.mark.parametrize(
    'answer',
    [
        {},
        {'entries': {}},
        {'entries': []},
        {'entries': {'a': {}}},
        {'entries': {'a': {'nestedStats': {'entries': {'status': 7}}}}},
    ],
)
def test_a_status_of_another_shape(device, bigip, answer):
    device.plan(reply(answer))
    with pytest.raises(errors.InvalidAnswer):
        cluster.sync_status(bigip)


def test_the_device_among_others(device, bigip):
    own = {'name': 'bigip1', 'selfDevice': 'true'}
    device.plan(
        reply({'items': [{'name': 'bigip2', 'selfDevice': 'false'}, own]})
    )
    assert cluster.own_device(bigip) == own
    assert cluster.trusted(bigip) == {'bigip1', 'bigip2'}
    device.plan(reply({'items': []}))
    with pytest.raises(errors.InvalidAnswer):
        cluster.own_device(bigip)


@pytest.mark.parametrize(
    'password, sent',
    [
        ('secret-1', 'secret-1'),
        # tmsh reads the command: what it would take apart stands in quotes.
        ('two words', '"two words"'),
        ('a"b\\c', '"a\\"b\\\\c"'),
        ('{brace}', '"{brace}"'),
        ('', '""'),
    ],
)
def test_trust_is_asked_for_once(device, bigip, password, sent):
    device.plan(SYS, reply({'kind': 'tm:cm:add-to-trust:runstate'}))
    cluster.add_to_trust(bigip, PEER, 'admin', password)
    request = device.requests[-1]
    assert (request.method, request.path) == (
        'POST',
        '/mgmt/tm/cm/add-to-trust',
    )
    assert request.json == {
        'command': 'run',
        'name': 'Root',
        'caDevice': True,
        'device': '192.0.2.2',
        'deviceName': 'bigip2.example.com',
        'username': 'admin',
        'password': sent,
    }


@pytest.mark.parametrize('shown', ['se"cret 7', '"se\\"cret 7"'])
def test_a_password_is_in_no_error_and_no_log(device, bigip, caplog, shown):
    caplog.set_level(logging.DEBUG)
    device.plan(
        SYS,
        reply(
            {'code': 400, 'message': '01070734:3: %s is wrong' % shown}, 400
        ),
    )
    with pytest.raises(errors.BadRequest) as refused:
        cluster.add_to_trust(bigip, PEER, 'admin', 'se"cret 7')
    assert refused.value.message == '01070734:3: *** is wrong'
    assert refused.value.code == '01070734'
    assert refused.value.__cause__ is None
    assert 'cret 7' not in caplog.text


@pytest.mark.parametrize(
    'call',
    [
        lambda bigip: cluster.add_to_trust(bigip, PEER, 'admin', 'x'),
        lambda bigip: cluster.remove_from_trust(bigip, 'bigip2'),
    ],
)
def test_older_devices_have_no_command_for_trust(device, bigip, call):
    device.plan(
        reply({'selfLink': 'https://localhost/mgmt/tm/sys?ver=11.6.5'})
    )
    with pytest.raises(errors.Unsupported, match='version 11.6.5 cannot'):
        call(bigip)
    assert [request.method for request in device.requests] == ['GET']


def test_trust_is_removed(device, bigip):
    device.plan(SYS, reply({}))
    cluster.remove_from_trust(bigip, 'bigip2')
    request = device.requests[-1]
    assert (request.path, request.json) == (
        '/mgmt/tm/cm/remove-from-trust',
        {
            'command': 'run',
            'name': 'Root',
            'caDevice': True,
            'deviceName': 'bigip2',
        },
    )


def requests(device):
    return [
        (request.method, request.path.removeprefix('/mgmt/tm/'))
        for request in device.requests
    ]


MEMBERS = 'cm/device-group/~Common~web/devices'


def test_the_members_of_a_group(device, bigip):
    device.plan(
        reply(
            {
                'items': [
                    {'name': 'bigip1', 'fullPath': '/Common/bigip1'},
                    # 11.6.0 has the path as the name.
                    {'name': '/Common/bigip2'},
                ]
            }
        ),
        reply({'name': 'bigip3'}),
        reply(),
    )
    cluster.set_members(bigip, 'web', ['bigip1', 'bigip3'])
    assert requests(device) == [
        ('GET', MEMBERS),
        ('POST', MEMBERS),
        ('DELETE', MEMBERS + '/~Common~bigip2'),
    ]
    assert device.requests[1].json == {'name': 'bigip3', 'partition': 'Common'}


def test_members_that_come_or_go_meanwhile(device, bigip):
    device.plan(
        reply({'items': [{'name': 'bigip2', 'fullPath': '/Common/bigip2'}]}),
        reply({'code': 409, 'message': 'exists'}, 409),
        *GONE,
    )
    cluster.set_members(bigip, '/Common/web', ['bigip1'])
    assert len(device.requests) == 5


def test_a_group_goes_after_its_members(device, bigip):
    device.plan(
        reply({'items': [{'name': 'bigip1', 'fullPath': '/Common/bigip1'}]}),
        reply(),
        reply(),
    )
    cluster.delete_group(bigip, 'web')
    assert requests(device)[1:] == [
        ('DELETE', MEMBERS + '/~Common~bigip1'),
        ('DELETE', 'cm/device-group/~Common~web'),
    ]


def test_a_group_that_is_gone(device, bigip):
    device.plan(*GONE)
    cluster.delete_group(bigip, 'web')
    assert len(device.requests) == 3


@pytest.mark.parametrize(
    'arguments, words',
    [
        (('web',), 'config-sync to-group web'),
        (('/Common/web',), 'config-sync to-group web'),
        (('web', 'from-group'), 'config-sync from-group web'),
        (
            ('web', 'to-group', True),
            'config-sync force-full-load-push to-group web',
        ),
    ],
)
def test_sync(device, bigip, arguments, words):
    cluster.sync(bigip, *arguments)
    (request,) = device.requests
    assert (request.path, request.json) == (
        '/mgmt/tm/cm',
        {'command': 'run', 'utilCmdArgs': words},
    )


@pytest.mark.parametrize(
    'name',
    ['', 'a b', 'web force-full-load-push', '/Tenant/web', 'a;b', 'a\nb'],
)
def test_what_is_no_name_of_a_group(device, bigip, name):
    assert not cluster.is_group_name(name)
    with pytest.raises(ValueError, match='name of a device group'):
        cluster.sync(bigip, name)
    assert device.requests == []
