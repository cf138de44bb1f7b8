# SPDX-License-Identifier: Apache-2.0

"""The verbs, as they reach the device and as they answer."""

import pytest

from f5_heat.icontrol import errors
from tests.unit import icontrol_device

reply = icontrol_device.reply

POOL = {
    'kind': 'tm:ltm:pool:poolstate',
    'name': 'web',
    'partition': 'Common',
    'fullPath': '/Common/web',
    'generation': 7,
}


@pytest.fixture
def device():
    with icontrol_device.Device() as device:
        device.plan(reply(POOL))
        yield device


@pytest.fixture
def bigip(device):
    with device.connect(retry=None) as bigip:
        yield bigip


@pytest.mark.parametrize(
    'verb, arguments, method, path, body',
    [
        (
            'create',
            ('ltm/pool', {'name': 'web'}),
            'POST',
            'ltm/pool',
            {'name': 'web'},
        ),
        (
            'read',
            ('ltm/pool', '/Common/web'),
            'GET',
            'ltm/pool/~Common~web',
            None,
        ),
        ('read', ('sys/global-settings',), 'GET', 'sys/global-settings', None),
        (
            'modify',
            ('ltm/pool', '/Common/web', {'minActiveMembers': 1}),
            'PATCH',
            'ltm/pool/~Common~web',
            {'minActiveMembers': 1},
        ),
        (
            'modify',
            ('sys/global-settings', None, {'guiSetup': 'disabled'}),
            'PATCH',
            'sys/global-settings',
            {'guiSetup': 'disabled'},
        ),
        (
            'replace',
            ('ltm/pool', 'web', {'name': 'web'}),
            'PUT',
            'ltm/pool/web',
            {'name': 'web'},
        ),
        (
            'run',
            ('sys/config', 'save'),
            'POST',
            'sys/config',
            {'command': 'save'},
        ),
    ],
)
def test_a_verb_is_one_request(
    device, bigip, verb, arguments, method, path, body
):
    assert getattr(bigip, verb)(*arguments) == POOL
    (request,) = device.requests
    assert (request.method, request.path) == (method, f'/mgmt/tm/{path}')
    assert (request.json if request.body else None) == body
    assert request.headers['Content-Type'] == 'application/json'
    assert request.headers['Accept'] == 'application/json'


def test_delete_has_an_answer_without_a_body(device, bigip):
    device.plan(reply())
    assert bigip.delete('ltm/pool', '/Common/web') is None
    assert device.requests[0].method == 'DELETE'


def test_an_answer_without_an_object_is_not_taken_for_one(device, bigip):
    for body in (b'', [], 'text', 7, None):
        device.plan(reply(body))
        with pytest.raises(errors.InvalidAnswer):
            bigip.read('ltm/pool', '/Common/web')


def test_a_command_has_arguments(device, bigip):
    bigip.run('sys/config', 'save', partitions=['Tenant'])
    bigip.run('cm/device', 'mv', name='a', target='b')
    assert [request.json for request in device.requests] == [
        {'command': 'save', 'partitions': ['Tenant']},
        {'command': 'mv', 'name': 'a', 'target': 'b'},
    ]


def test_expansion_and_selection(device, bigip):
    bigip.read(
        'ltm/pool', '/Common/web', expand=True, select=['name', 'monitor']
    )
    assert device.requests[0].path == (
        '/mgmt/tm/ltm/pool/~Common~web'
        '?expandSubcollections=true&%24select=name%2Cmonitor'
    )


@pytest.mark.parametrize(
    'answer, items',
    [
        ({'kind': 'x'}, []),
        ({'kind': 'x', 'items': []}, []),
        ({'kind': 'x', 'items': [POOL]}, [POOL]),
    ],
)
def test_a_list(device, bigip, answer, items):
    device.plan(reply(answer))
    assert bigip.list('ltm/pool') == items


def test_a_list_of_a_partition(device, bigip):
    device.plan(reply({'items': []}))
    bigip.list('ltm/pool', partition='Tenant', select=['name'])
    assert device.requests[0].path == (
        '/mgmt/tm/ltm/pool?%24select=name&%24filter=partition+eq+Tenant'
    )


def test_a_list_in_pages(device, bigip):
    names = [{'name': str(number)} for number in range(5)]
    link = 'https://localhost/mgmt/tm/ltm/pool?%24top=2&%24skip=2&ver=17.1.1'
    device.plan(
        reply({'items': names[:2], 'nextLink': link}),
        reply({'items': names[2:4], 'nextLink': link}),
        reply({'items': names[4:]}),
    )
    assert bigip.list('ltm/pool', page=2) == names
    assert [request.path for request in device.requests] == [
        f'/mgmt/tm/ltm/pool?%24top=2&%24skip={skip}' for skip in (0, 2, 4)
    ]


def test_a_list_that_is_none(device, bigip):
    device.plan(reply({'items': {'a': 1}}))
    with pytest.raises(errors.InvalidAnswer, match='no list'):
        bigip.list('ltm/pool')


def test_statistics_are_flat(device, bigip):
    entries = {
        'status.availabilityState': {'description': 'available'},
        'serverside.curConns': {'value': 0},
    }
    link = 'https://localhost/mgmt/tm/ltm/pool/~Common~web/~Common~web/stats'
    nested = {'entries': {link: {'nestedStats': {'entries': entries}}}}
    for answer in (nested, {'entries': entries}):
        device.plan(reply(answer))
        assert bigip.stats('ltm/pool', '/Common/web') == {
            'status.availabilityState': 'available',
            'serverside.curConns': 0,
        }
    assert device.requests[0].path == '/mgmt/tm/ltm/pool/~Common~web/stats'


def test_statistics_of_a_collection(device, bigip):
    members = 'ltm/pool/~Common~web/members'
    entries = {
        'https://localhost/mgmt/tm/%s/~Common~%s/stats' % (members, name): {
            'nestedStats': {
                'entries': {
                    'nodeName': {'description': '/Common/' + name},
                    'serverside.curConns': {'value': count},
                }
            }
        }
        for name, count in (('a', 0), ('b', 2))
    }
    device.plan(reply({'entries': entries}))
    assert bigip.all_stats(members) == [
        {'nodeName': '/Common/a', 'serverside.curConns': 0},
        {'nodeName': '/Common/b', 'serverside.curConns': 2},
    ]
    assert device.requests[0].path == '/mgmt/tm/%s/stats' % members
    device.plan(reply({'kind': 'tm:ltm:pool:members:memberscollectionstats'}))
    assert bigip.all_stats(members) == []


@pytest.mark.parametrize(
    'answer',
    [{'entries': None}, {'entries': {'a': 1}}, {'entries': {'a': {}}}],
)
def test_statistics_of_a_collection_of_another_shape(device, bigip, answer):
    device.plan(reply(answer))
    with pytest.raises(errors.InvalidAnswer):
        bigip.all_stats('ltm/pool/~Common~web/members')


@pytest.mark.parametrize(
    'answer',
    [
        {},
        {'entries': None},
        {'entries': []},
        {'entries': {'a': 1}},
        {'entries': {'a': {'nestedStats': 1}}},
    ],
)
def test_statistics_of_another_shape(device, bigip, answer):
    device.plan(reply(answer))
    with pytest.raises(errors.InvalidAnswer):
        bigip.stats('ltm/pool', 'web')


def test_exists(device, bigip):
    assert bigip.exists('ltm/pool', '/Common/web')
    device.plan(
        reply(
            {
                'code': 404,
                'message': '01020036:3: The requested '
                'Pool (/Common/web) was not found.',
            },
            404,
        )
    )
    assert not bigip.exists('ltm/pool', '/Common/web')


def test_exists_does_not_take_a_failure_for_no(device, bigip):
    device.plan(
        reply(
            {
                'code': 404,
                'message': 'Public URI path not '
                'registered: /tm/ltm/pool/?Common?web',
            },
            404,
        )
    )
    with pytest.raises(errors.Busy):
        bigip.exists('ltm/pool', '/Common/web')


def test_a_member_that_11_x_makes_up(device, bigip):
    members = 'ltm/pool/~Common~web/members'
    device.plan(
        reply(
            {'kind': 'tm:ltm:pool:members:membersstate', 'name': '10.0.0.1:80'}
        )
    )
    assert not bigip.exists(members, '/Common/10.0.0.1:80')
    device.plan(reply({'name': '10.0.0.1:80', 'address': '10.0.0.1'}))
    assert bigip.exists(members, '/Common/10.0.0.1:80')


def test_the_version_is_read_once(device, bigip):
    device.plan(
        reply(
            {
                'kind': 'tm:sys:syscollectionstate',
                'selfLink': 'https://localhost/mgmt/tm/sys?ver=14.1.2.1',
            }
        )
    )
    assert [bigip.version, bigip.version] == ['14.1.2.1'] * 2
    assert [request.path for request in device.requests] == ['/mgmt/tm/sys']


def test_no_version(device, bigip):
    device.plan(reply({'selfLink': None}))
    with pytest.raises(errors.InvalidAnswer, match='no version'):
        assert bigip.version


def test_any_request(device, bigip):
    device.plan(reply([1, 2]))
    assert bigip.request('GET', 'shared/echo', params={'a': 'b'}) == [1, 2]
    assert device.requests[0].path == '/mgmt/shared/echo?a=b'
    device.plan(reply(status=204))
    assert bigip.request('GET', 'shared/appsvcs/declare') is None


def test_a_body_that_is_no_json_is_not_sent(device, bigip):
    for value in (float('nan'), object()):
        with pytest.raises((TypeError, ValueError)):
            bigip.create('ltm/pool', {'name': value})
    assert device.requests == []
