# SPDX-License-Identifier: Apache-2.0

"""What the fence of a tenant lets through, over real HTTP, and what not."""

import posixpath
import re
import urllib.parse

import hypothesis
import pytest
from hypothesis import strategies as st

from f5_heat.icontrol import errors
from f5_heat.plugin import resource_types
from f5_heat.tenancy import fence
from f5_heat.tenancy import tenant
from f5_heat.tenancy import territory
from tests.unit import icontrol_device

# What tenants may write, as an operator is told.
RULES = territory.Rules(
    {
        'cli/script': territory.IAPPS,
        'ltm/monitor/dns': None,
        'ltm/monitor/external': territory.EXTERNAL_MONITORS,
        'ltm/monitor/gateway-icmp': None,
        'ltm/monitor/http': None,
        'ltm/monitor/https': None,
        'ltm/monitor/icmp': None,
        'ltm/monitor/tcp': None,
        'ltm/monitor/tcp-half-open': None,
        'ltm/monitor/udp': None,
        'ltm/node': None,
        'ltm/persistence/cookie': None,
        'ltm/persistence/source-addr': None,
        'ltm/pool': None,
        'ltm/profile/client-ssl': None,
        'ltm/profile/fastl4': None,
        'ltm/profile/http': None,
        'ltm/profile/one-connect': None,
        'ltm/profile/server-ssl': None,
        'ltm/profile/tcp': None,
        'ltm/profile/udp': None,
        'ltm/rule': territory.IRULES,
        'ltm/snat-translation': None,
        'ltm/snatpool': None,
        'ltm/virtual': None,
        'ltm/virtual-address': None,
        'sys/application/service': territory.IAPPS,
        'sys/application/template': territory.IAPPS,
        'sys/file/ssl-cert': None,
        'sys/file/ssl-key': None,
        'sys/folder': None,
    },
    {
        'ltm/pool': {'members'},
        'ltm/virtual': {'policies', 'profiles'},
        'sys/application/template': {'actions'},
    },
)
OWN = fence.Fence('Own', RULES)
EVERYTHING = fence.Fence('Own', RULES, granted=territory.GRANTS)
# Who may have clusters has the device as a whole.
MUCH = fence.Fence(
    'Own', RULES, granted=territory.GRANTS - {territory.CLUSTERS}
)
PLACE = {'name': 'it', 'partition': 'Own'}


@pytest.fixture
def bigip(device):
    """The client of a device, for the tenant."""
    return tenant.fenced(device.connect(), OWN)


def test_what_the_tenant_does(device, bigip):
    bigip.create(
        'ltm/pool',
        {
            **PLACE,
            'monitor': 'min 1 of /Common/http /Own/own',
            'description': 'not /Other/it',
            'members': [
                {'name': '10.0.0.1:80', 'partition': 'Own'},
                {'name': 'server:80', 'partition': 'Common'},
            ],
        },
    )
    bigip.create(
        'ltm/virtual',
        {
            **PLACE,
            'subPath': 'folder',
            'destination': '/Own/10.0.0.1:80',
            'source': '10.0.0.0/8',
            'profiles': [{'name': '/Common/http', 'context': 'all'}],
            'persist': [{'name': 'cookie', 'partition': 'Common'}],
        },
    )
    bigip.modify('ltm/pool', '/Own/it', {'loadBalancingMode': 'ratio-node'})
    bigip.modify(
        'ltm/pool/~Own~it/members',
        '/Own/10.0.0.1:80',
        {'session': 'user-disabled'},
    )
    bigip.create('sys/folder', {'name': 'folder', 'subPath': '/Own'})
    bigip.delete('ltm/pool', '/Own/folder/it')
    bigip.modify(
        'ltm/profile/http',
        '/Own/it',
        {
            'headerInsert': 'X-Client: [IP::client_addr]',
            'appService': 'none',
            'explicitProxy': {'routeDomain': '/Common/0'},
        },
    )
    bigip.read('ltm/profile/http', '/Common/http', expand=True)
    bigip.read('auth/partition', 'Own')
    device.plan(icontrol_device.mcp_state('running'))
    bigip.check_loaded()
    bigip.run('sys/config', 'save', partitions=['Own'])
    assert len(device.requests) == 11


REFUSED = {
    'another partition': (
        'POST',
        'tm/ltm/pool',
        {'name': 'it', 'partition': 'Other'},
    ),
    'common': ('POST', 'tm/ltm/pool', {'name': 'it', 'partition': 'Common'}),
    'no partition': ('POST', 'tm/ltm/pool', {'name': 'it'}),
    'a path as the name': (
        'POST',
        'tm/ltm/pool',
        {'name': '/Other/it', 'partition': 'Own'},
    ),
    'a folder that leads out': (
        'POST',
        'tm/ltm/pool',
        {**PLACE, 'subPath': '../Other'},
    ),
    'a partition that leads out': (
        'POST',
        'tm/ltm/pool',
        {'name': 'it', 'partition': 'Own/../Other'},
    ),
    'another spelling': (
        'POST',
        'tm/ltm/pool',
        {**PLACE, 'Partition': 'Other'},
    ),
    'a full path': ('POST', 'tm/ltm/pool', {**PLACE, 'fullPath': '/Other/it'}),
    'a copy': (
        'POST',
        'tm/ltm/pool',
        {**PLACE, 'command': 'cp', 'target': '/Other/it'},
    ),
    'a move': ('PATCH', 'tm/ltm/pool/~Own~it', {'partition': 'Other'}),
    'a new name': ('PATCH', 'tm/ltm/pool/~Own~it', {'name': 'x'}),
    'a link': (
        'PATCH',
        'tm/ltm/pool/~Own~it',
        {
            'membersReference': {
                'items': [{'name': '10.0.0.1:80', 'partition': 'Other'}]
            }
        },
    ),
    'a replacement': ('PUT', 'tm/ltm/pool/~Own~it', {}),
    "another's object": ('PATCH', 'tm/ltm/pool/~Other~it', {}),
    'a shared object': ('DELETE', 'tm/ltm/pool/~Common~it', None),
    'a bare name': ('DELETE', 'tm/ltm/pool/it', None),
    'a part of another': (
        'DELETE',
        'tm/ltm/pool/~Other~it/members/~Own~10.0.0.1:80',
        None,
    ),
    'a path that leads out': ('DELETE', 'tm/ltm/pool/~Own~..~Other~it', None),
    'dots': ('DELETE', 'tm/ltm/pool/../pool/~Own~it', None),
    'escaped dots': ('DELETE', 'tm/ltm/pool/%2e%2e/pool/~Own~it', None),
    'an escaped slash': (
        'DELETE',
        'tm/ltm/pool/~Own~x%2f..%2f~Other~it',
        None,
    ),
    'escaped twice': ('DELETE', 'tm/ltm/pool/~Own~%252e%252e~Other', None),
    'an escaped tilde': ('DELETE', 'tm/ltm/pool/~Own%7E..%7EOther', None),
    'two slashes': ('DELETE', 'tm/ltm//pool/~Own~it', None),
    'a leading slash': ('DELETE', '/tm/ltm/pool/~Own~it', None),
    'a query in the path': (
        'GET',
        'tm/ltm/pool?$filter=partition eq Other',
        None,
    ),
    'another filter': (
        'GET',
        'tm/ltm/pool',
        None,
        {'$filter': 'partition eq Other'},
    ),
    'a filter with more': (
        'GET',
        'tm/ltm/pool',
        None,
        {'$filter': 'partition eq Own or partition eq Other'},
    ),
    'a page': ('GET', 'tm/ltm/pool', None, {'$skip': 1}),
    'statistics of all': ('GET', 'tm/ltm/pool/stats', None),
    'statistics of another': ('GET', 'tm/ltm/pool/~Other~it/stats', None),
    'another partition itself': ('GET', 'tm/auth/partition/Other', None),
    'the own partition': ('DELETE', 'tm/auth/partition/Own', None),
    'its folder': ('DELETE', 'tm/sys/folder/~Own', None),
    'a new partition': ('POST', 'tm/auth/partition', {'name': 'Other'}),
    'a folder of another': (
        'POST',
        'tm/sys/folder',
        {'name': 'folder', 'subPath': '/Other'},
    ),
    'users': ('GET', 'tm/auth/user', None),
    'a shell': (
        'POST',
        'tm/util/bash',
        {'command': 'run', 'utilCmdArgs': '-c ls'},
    ),
    'a script': ('POST', 'tm/cli/script', {**PLACE, 'apiAnonymous': ''}),
    'another file': (
        'POST',
        'tm/util/unix-rm',
        {
            'command': 'run',
            'utilCmdArgs': '/var/config/rest/downloads/f5_heat.x -rf /config',
        },
    ),
    'a file that leads out': (
        'POST',
        'tm/util/unix-rm',
        {
            'command': 'run',
            'utilCmdArgs': '/var/config/rest/downloads/f5_heat./../../x',
        },
    ),
    'an upload of that name': (
        'POST',
        'shared/file-transfer/uploads/image.iso',
        b'x',
    ),
    'a download': ('GET', 'shared/file-transfer/uploads/f5_heat.x', None),
    'the rest of the REST': ('POST', 'shared/appsvcs/declare', {}),
    'the whole configuration': ('POST', 'tm/sys/config', {'command': 'save'}),
    'a load': (
        'POST',
        'tm/sys/config',
        {'command': 'load', 'partitions': ['Own']},
    ),
    'a task': ('POST', 'tm/task/sys/config', {'command': 'save'}),
    'a transaction of another kind': (
        'PATCH',
        'tm/transaction/1',
        {'state': 'VALIDATING', 'validateOnly': True},
    ),
    'a device': ('GET', 'tm/cm/device', None),
    'a sync': (
        'POST',
        'tm/cm',
        {'command': 'run', 'utilCmdArgs': 'config-sync to-group x'},
    ),
    'settings': ('PATCH', 'tm/sys/global-settings', {'hostname': 'x'}),
    'a network': ('POST', 'tm/net/vlan', PLACE),
    'an iRule': ('POST', 'tm/ltm/rule', {**PLACE, 'apiAnonymous': ''}),
    'a program': ('POST', 'tm/ltm/monitor/external', PLACE),
    'a service': ('POST', 'tm/sys/application/service', PLACE),
    'a reference': ('PATCH', 'tm/ltm/virtual/~Own~it', {'pool': '/Other/it'}),
    'a reference deep inside': (
        'PATCH',
        'tm/ltm/virtual/~Own~it',
        {'sourceAddressTranslation': {'type': 'snat', 'pool': '/Other/x'}},
    ),
    'a reference among others': (
        'PATCH',
        'tm/ltm/pool/~Own~it',
        {'monitor': '/Common/http and /Other/it'},
    ),
    'a reference in braces': (
        'PATCH',
        'tm/ltm/pool/~Own~it',
        {'monitor': 'min 1 of {/Other/it}'},
    ),
    'a reference on a line': (
        'PATCH',
        'tm/ltm/pool/~Own~it',
        {'monitor': '/Common/http\n/Other/it'},
    ),
    'a reference that is relative': (
        'PATCH',
        'tm/ltm/virtual/~Own~it',
        {'pool': '../Other/it'},
    ),
    'a reference with tildes': (
        'PATCH',
        'tm/ltm/virtual/~Own~it',
        {'pool': '~Other~it'},
    ),
    'a reference in parts': (
        'PATCH',
        'tm/ltm/virtual/~Own~it',
        {'persist': [{'name': 'it', 'partition': 'Other'}]},
    ),
    'a reference in a folder': (
        'PATCH',
        'tm/ltm/virtual/~Own~it',
        {
            'persist': [
                {'name': 'it', 'partition': 'Own', 'subPath': '../Other'}
            ]
        },
    ),
    'persistence across pools': (
        'POST',
        'tm/ltm/persistence/source-addr',
        {**PLACE, 'matchAcrossPools': 'enabled'},
    ),
    'persistence across virtual servers': (
        'PATCH',
        'tm/ltm/persistence/cookie/~Own~it',
        {'matchAcrossVirtuals': 'enabled'},
    ),
    'persistence across services': (
        'PATCH',
        'tm/ltm/persistence/cookie/~Own~it',
        {'matchAcrossServices': 'enabled'},
    ),
    'persistence across pools by another word': (
        'PATCH',
        'tm/ltm/persistence/cookie/~Own~it',
        {'matchAcrossPools': True},
    ),
    'an unknown key': (
        'PATCH',
        'tm/ltm/virtual/~Own~it',
        {'somethingNew': {'deep': ['/Other/it']}},
    ),
    'a key that is a path': (
        'PATCH',
        'tm/ltm/virtual/~Own~it',
        {'profiles': {'/Other/http': {}}},
    ),
    'an address of others': (
        'PATCH',
        'tm/ltm/virtual/~Own~it',
        {'destination': '/Common/10.0.0.1:80'},
    ),
    'an address of nobody': (
        'PATCH',
        'tm/ltm/virtual/~Own~it',
        {'destination': '10.0.0.1:80'},
    ),
    'a node of others': (
        'POST',
        'tm/ltm/pool/~Own~it/members',
        {'name': '10.0.0.1:80', 'partition': 'Other'},
    ),
    'a new node for all': (
        'POST',
        'tm/ltm/pool/~Own~it/members',
        {'name': '10.0.0.1:80', 'partition': 'Common'},
    ),
    'a new node by its address': (
        'POST',
        'tm/ltm/pool/~Own~it/members',
        {'name': 'x:80', 'partition': 'Common', 'address': '10.0.0.1'},
    ),
    'members as text': (
        'PATCH',
        'tm/ltm/pool/~Own~it',
        {'members': ['/Other/10.0.0.1:80']},
    ),
    'a translation for all': (
        'PATCH',
        'tm/ltm/snatpool/~Own~it',
        {'members': ['/Common/10.0.0.1']},
    ),
    'a translation for all by its address': (
        'PATCH',
        'tm/ltm/snatpool/~Own~it',
        {'members': ['10.0.0.1']},
    ),
    'a service for all': (
        'PATCH',
        'tm/ltm/monitor/http/~Own~it',
        {'appService': 'it'},
    ),
    'a route domain by a bare name': (
        'PATCH',
        'tm/ltm/profile/http/~Own~it',
        {'explicitProxy': {'routeDomain': 'rd7'}},
    ),
    'a route domain': (
        'PATCH',
        'tm/ltm/virtual/~Own~it',
        {'source': '10.0.0.0%7/8'},
    ),
    'a route domain in a URI': (
        'DELETE',
        'tm/ltm/node/~Own~10.0.0.1%257',
        None,
    ),
    'a route domain by name': (
        'PATCH',
        'tm/ltm/profile/http/~Own~it',
        {'explicitProxy': {'routeDomain': '/Common/rd7'}},
    ),
    'a file of the device': (
        'POST',
        'tm/sys/file/ssl-key',
        {**PLACE, 'sourcePath': 'file:/config/ssl/ssl.key/default.key'},
    ),
    'a file of the network': (
        'POST',
        'tm/sys/file/ssl-cert',
        {**PLACE, 'sourcePath': 'https://192.0.2.1/x'},
    ),
    'a header that is run': (
        'PATCH',
        'tm/ltm/profile/http/~Own~it',
        {'headerInsert': 'X: [pool /Other/it]'},
    ),
    'a host that is computed': (
        'PATCH',
        'tm/ltm/profile/http/~Own~it',
        {'fallbackHost': '[eval $x]'},
    ),
    'a loop in a header': (
        'PATCH',
        'tm/ltm/profile/http/~Own~it',
        {'headerInsert': 'X: [while 1 {}]'},
    ),
    'a header that sets something': (
        'PATCH',
        'tm/ltm/profile/http/~Own~it',
        {'headerInsert': 'X: [HTTP::uri /x]'},
    ),
    'a pool by an option that is computed': (
        'PATCH',
        'tm/ltm/profile/http/~Own~it',
        {
            'headerInsert': 'X: [switch [list --] log {log {pool /Other/it}}]',
        },
    ),
    'a variable of all in a realm': (
        'PATCH',
        'tm/ltm/profile/http/~Own~it',
        {'basicAuthRealm': '$static::password'},
    ),
    'a restart of the device': (
        'PATCH',
        'tm/ltm/pool/~Own~it',
        {'minUpMembersChecking': 'enabled'},
    ),
    'an action': (
        'PATCH',
        'tm/ltm/pool/~Own~it',
        {'execute-action': 'definition'},
    ),
}


@pytest.mark.parametrize('name', REFUSED)
def test_what_is_not_sent(device, bigip, name):
    with pytest.raises(errors.Forbidden) as raised:
        bigip.request(*REFUSED[name])
    assert device.requests == []
    assert not raised.value.sent
    assert REFUSED[name][1] in str(raised.value)


def test_headers(device, bigip):
    for headers in (
        {'X-HTTP-Method-Override': 'DELETE'},
        {'X-F5-REST-Coordination-Id': '1\r\nX: y'},
    ):
        with pytest.raises(errors.Forbidden):
            bigip.session.request('POST', 'tm/ltm/pool', PLACE, None, headers)
    assert device.requests == []


def test_whatever_comes_from_it_keeps_the_fence(device, bigip):
    device.plan(icontrol_device.reply({'transId': 1, 'items': []}))
    for one in (
        bigip.on_behalf_of('stack'),
        bigip.at_one_unit(),
        bigip.on_behalf_of('a').at_one_unit(),
    ):
        with pytest.raises(errors.Forbidden):
            one.delete('ltm/pool', '/Other/it')
    with pytest.raises(errors.Forbidden):
        bigip.start('sys/config', 'load')
    with pytest.raises(errors.Forbidden):
        bigip.upload('image.iso', b'x')
    assert device.requests == []
    with pytest.raises(errors.Forbidden), bigip.transaction() as change:
        change.create('ltm/pool', PLACE)
        change.delete('ltm/pool', '/Other/it')
    assert [request.path for request in device.requests] == [
        '/mgmt/tm/transaction',
        '/mgmt/tm/ltm/pool',
        '/mgmt/tm/transaction/1',
    ]
    assert device.requests[-1].method == 'DELETE'


def test_a_listing_shows_nothing_of_others(device, bigip):
    shown = [
        {'fullPath': '/Own/it'},
        {'fullPath': '/Common/it'},
        {'fullPath': '/Own/folder/it'},
    ]
    device.plan(
        icontrol_device.reply(
            {
                'items': [
                    *shown,
                    {'fullPath': '/Other/it'},
                    {'fullPath': '/Owner/it'},
                    {'name': 'it'},
                    {'fullPath': '/own/it'},
                    'it',
                    {'fullPath': '/Other/../Own/it'},
                ]
            }
        )
    )
    assert bigip.list('ltm/pool', select=['name']) == shown
    query = urllib.parse.parse_qs(
        urllib.parse.urlsplit(device.requests[-1].path).query
    )
    assert query == {'$select': ['name,fullPath']}
    device.plan(icontrol_device.reply({'fullPath': '/Other/it', 'x': 1}))
    with pytest.raises(errors.Forbidden):
        bigip.read('ltm/pool', 'it')
    device.plan(icontrol_device.reply({'entries': {}}))
    with pytest.raises(errors.Forbidden):
        bigip.read('ltm/persistence/persist-records')
    device.plan(
        icontrol_device.reply(
            {'items': [{'fullPath': 'Other'}, {'fullPath': 'Own'}]}
        )
    )
    assert bigip.list('auth/partition') == [{'fullPath': 'Own'}]


def test_a_refusal_is_neither_repeated_nor_taken_for_gone(device, bigip):
    with pytest.raises(errors.Forbidden):
        bigip.exists('ltm/pool', '/Other/it')
    assert not issubclass(errors.Forbidden, errors.HTTPError)


def test_what_is_granted():
    for uri, body in (
        ('tm/ltm/rule', {**PLACE, 'apiAnonymous': 'when X { drop }'}),
        ('tm/ltm/monitor/external', {**PLACE, 'args': '/x/y'}),
        (
            'tm/sys/application/service',
            {**PLACE, 'variables': [{'name': 'a', 'value': '/Other/x'}]},
        ),
        (
            'tm/cm',
            {'command': 'run', 'utilCmdArgs': 'config-sync to-group pair'},
        ),
    ):
        EVERYTHING.judge('POST', uri, body)
        with pytest.raises(territory.Refused):
            OWN.judge('POST', uri, body)
    for uri in 'tm/ltm/rule/~Own~it', 'tm/ltm/monitor/external/~Own~it':
        # What was made before is no longer allowed, and may go.
        OWN.judge('DELETE', uri)
    common = fence.Fence('Own', RULES, write_common=True)
    common.judge('DELETE', 'tm/ltm/pool/~Common~it')
    with pytest.raises(territory.Refused):
        common.judge('DELETE', 'tm/ltm/pool/~Other~it')
    domain = fence.Fence('Own', RULES, route_domain=7)
    domain.judge(
        'PATCH',
        'tm/ltm/virtual/~Own~it',
        {'destination': '/Own/10.0.0.1%7:80'},
    )
    with pytest.raises(territory.Refused):
        domain.judge(
            'PATCH',
            'tm/ltm/virtual/~Own~it',
            {'destination': '/Own/10.0.0.1%8:80'},
        )


CLUSTERS = fence.Fence('Own', RULES, granted=[territory.CLUSTERS])
JOIN = {
    'command': 'run',
    'name': 'Root',
    'caDevice': True,
    'device': '192.0.2.2',
    'deviceName': 'bigip2',
    'username': 'admin',
    'password': 'secret',
}
LEAVE = {
    'command': 'run',
    'name': 'Root',
    'caDevice': True,
    'deviceName': 'bigip2',
}


@pytest.mark.parametrize(
    'request_',
    [
        ('GET', 'tm/cm/device'),
        ('GET', 'tm/cm/sync-status'),
        ('GET', 'tm/cm/device-group/~Common~pair/devices'),
        ('POST', 'tm/cm/add-to-trust', JOIN),
        ('POST', 'tm/cm/remove-from-trust', LEAVE),
        (
            'POST',
            'tm/cm',
            {
                'command': 'run',
                'utilCmdArgs': (
                    'config-sync force-full-load-push to-group pair'
                ),
            },
        ),
        (
            'POST',
            'tm/cm/device-group',
            {
                'name': 'pair',
                'partition': 'Common',
                'type': 'sync-failover',
                'description': 'ours [f5_heat a/b/c]',
                'autoSync': 'enabled',
            },
        ),
        (
            'POST',
            'tm/cm/device-group/~Common~pair/devices',
            {'name': 'bigip2', 'partition': 'Common'},
        ),
        (
            'PATCH',
            'tm/cm/device-group/~Common~pair',
            {'networkFailover': 'enabled'},
        ),
        ('DELETE', 'tm/cm/device-group/~Common~pair/devices/~Common~bigip2'),
        ('DELETE', 'tm/cm/device-group/~Common~pair'),
    ],
)
def test_what_a_cluster_is_made_with(request_):
    CLUSTERS.judge(*request_)
    # Everybody may look which groups there are.
    if request_[:2] != ('GET', 'tm/cm/device-group/~Common~pair/devices'):
        with pytest.raises(territory.Refused):
            OWN.judge(*request_)


@pytest.mark.parametrize(
    'request_',
    [
        # A change of a device, or of the traffic groups of all.
        ('PATCH', 'tm/cm/device/~Common~bigip1', {'hostname': 'x'}),
        ('POST', 'tm/cm/device', {'command': 'mv', 'name': 'a'}),
        ('DELETE', 'tm/cm/traffic-group/~Common~traffic-group-1'),
        ('POST', 'tm/cm/traffic-group', {'name': 'x', 'partition': 'Common'}),
        ('GET', 'tm/cm/cert/~Common~dtca.crt'),
        ('GET', 'tm/cm/trust-domain/~Common~Root'),
        ('DELETE', 'tm/cm/trust-domain/~Common~Root'),
        ('POST', 'tm/cm/sniff-updates', {'command': 'run'}),
        ('POST', 'tm/cm/config-sync', {'command': 'run'}),
        # A command with more in it than the one that is known.
        ('POST', 'tm/cm', {'command': 'run', 'utilCmdArgs': 'failover'}),
        (
            'POST',
            'tm/cm',
            {
                'command': 'run',
                'utilCmdArgs': 'config-sync to-group pair; delete sys x',
            },
        ),
        (
            'POST',
            'tm/cm',
            {'command': 'run', 'utilCmdArgs': 'config-sync to-group a\nb'},
        ),
        ('POST', 'tm/cm/add-to-trust', {**JOIN, 'device': 'bigip2 x'}),
        ('POST', 'tm/cm/add-to-trust', {**JOIN, 'deviceName': 'a b'}),
        ('POST', 'tm/cm/add-to-trust', {**JOIN, 'name': 'Other'}),
        ('POST', 'tm/cm/add-to-trust', {**JOIN, 'sha1Fingerprint': 'x'}),
        ('POST', 'tm/cm/add-to-trust', [JOIN]),
        ('PATCH', 'tm/cm/add-to-trust', JOIN),
        ('POST', 'tm/cm/remove-from-trust', {**LEAVE, 'deviceName': '*'}),
        # A group with more than a group has, or elsewhere.
        (
            'POST',
            'tm/cm/device-group',
            {'name': 'pair', 'partition': 'Other'},
        ),
        (
            'POST',
            'tm/cm/device-group',
            {'name': 'a b', 'partition': 'Common'},
        ),
        (
            'PATCH',
            'tm/cm/device-group/~Common~pair',
            {'devicesReference': {'link': 'x'}},
        ),
        ('PATCH', 'tm/cm/device-group/~Other~pair', {'autoSync': 'enabled'}),
        ('PATCH', 'tm/cm/device-group', {'autoSync': 'enabled'}),
        ('PUT', 'tm/cm/device-group/~Common~pair', {'autoSync': 'enabled'}),
        ('GET', 'tm/cm/device-group', None, {'$filter': 'name eq x'}),
    ],
)
def test_what_a_cluster_is_not_made_with(request_):
    with pytest.raises(territory.Refused):
        CLUSTERS.judge(*request_)


# The types say what tenants may write.

TYPES = resource_types.resource_mapping()


def test_the_types_say_what_tenants_may_write():
    found = resource_types.rules()
    assert found.writable.items() >= RULES.writable.items()
    assert {
        kind: parts
        for kind, parts in found.parts.items()
        if parts and kind in RULES.writable
    } == RULES.parts


@pytest.mark.parametrize('name', TYPES)
def test_every_type_says_who_may_have_it(name):
    kind = TYPES[name]
    assert kind.tenants in (True, False) or isinstance(kind.tenants, str)
    if not kind.is_in_partition and name != 'F5::Sys::Save':
        # It concerns devices as a whole.
        assert kind.tenants in ('allow_clusters', 'template_devices')


@pytest.mark.parametrize(
    'words, complaint',
    [
        ({'tenants': 'allow_everything'}, 'tenants is True, False or one of'),
        ({'tenants': 7}, 'tenants is True, False or one of'),
        ({'always': 'type'}, 'always is a tuple of names'),
        ({'aliases': ['F5::X']}, 'aliases is a tuple of names'),
        ({'create_only': (1,)}, 'create_only is a tuple of names'),
    ],
)
def test_a_type_that_contradicts_itself_is_refused(words, complaint):
    with pytest.raises(TypeError, match=complaint):
        type('Wrong', (TYPES['F5::LTM::Pool'],), words)


def secrets(prop):
    """The keys of a property's secrets; there is none without a key."""
    if prop.secret:
        yield prop.wire
    for part in (prop.schema or {}).values():
        yield from secrets(part)


@pytest.mark.parametrize('name', TYPES)
def test_no_error_shows_a_secret(name):
    if not TYPES[name].is_in_partition:
        return
    for prop in TYPES[name].properties_schema.values():
        for key in secrets(prop):
            OWN.judge_body(
                'ltm/profile/http',
                {key.rpartition('.')[2]: 'canary /Other/~x%2e'},
            )


# Whatever is asked for: what is let through touches nothing of Other.

PIECES = st.lists(
    st.sampled_from(
        [
            'Own',
            'Other',
            'Common',
            'it',
            '/',
            '~',
            '..',
            '%2e',
            '%2f',
            '%7e',
            '%252f',
            '%',
            '7',
            '10.0.0.1',
            ':80',
            ' ',
            '\\',
            '{',
            '\n',
            '"',
            '\uff0f',
            '?',
            '#',
            ';',
            '$',
        ]
    ),
    min_size=1,
    max_size=5,
).map(''.join)
TEXTS = (
    st.sampled_from(
        [
            'it',
            '/Own/it',
            '/Common/it',
            '/Own/folder/it',
            'Own',
            'Common',
            '/Own/10.0.0.1:80',
            '10.0.0.0/8',
            '~Own~it',
            '~Own~folder~it',
            'members',
            'Other',
            '/Other/it',
            '~Other~it',
            '/Own/../Other/it',
            '/Other',
            '/Common/a and /Other/b',
            '~Own~..~Other~it',
        ]
    )
    | PIECES
)
KEYS = st.sampled_from(
    [
        'pool',
        'monitor',
        'destination',
        'rules',
        'members',
        'sourcePath',
        'name',
        'partition',
        'subPath',
        'fullPath',
        'Partition',
        'command',
        'membersReference',
        'target',
        'address',
        'appService',
    ]
)
VALUES = (
    TEXTS
    | st.lists(TEXTS, max_size=2)
    | (st.dictionaries(KEYS, TEXTS | st.lists(TEXTS, max_size=1), max_size=2))
)
REQUESTS = st.sampled_from(
    [
        ('GET', 'tm/ltm/pool/~Own~it/members', None),
        ('GET', 'tm/ltm/pool', None),
        ('GET', 'tm/auth/partition/Own', None),
        ('DELETE', 'tm/ltm/pool/~Own~it', None),
        ('DELETE', 'tm/ltm/pool/~Own~it/members/~Own~10.0.0.1:80', None),
        ('POST', 'tm/sys/folder', {'name': 'it', 'subPath': '/Own/folder'}),
        (
            'POST',
            'tm/ltm/pool',
            {
                **PLACE,
                'subPath': 'folder',
                'monitor': '/Common/a and /Own/b',
                'members': [
                    {
                        'name': '10.0.0.1:80',
                        'partition': 'Own',
                        'monitor': 'http',
                    }
                ],
            },
        ),
        (
            'POST',
            'tm/ltm/pool/~Own~it/members',
            {'name': '10.0.0.1:80', 'partition': 'Own'},
        ),
        (
            'POST',
            'tm/ltm/virtual',
            {
                **PLACE,
                'destination': '/Own/10.0.0.1:80',
                'source': '10.0.0.0/8',
                'profiles': [{'name': '/Common/http', 'context': 'all'}],
                'persist': [{'name': 'it', 'partition': 'Common'}],
            },
        ),
        (
            'PATCH',
            'tm/ltm/virtual/~Own~it',
            {'rules': ['/Common/a', '/Own/b'], 'pool': '/Own/it'},
        ),
        ('PATCH', 'tm/ltm/snatpool/~Own~it', {'members': ['/Own/10.0.0.1']}),
        (
            'POST',
            'tm/sys/file/ssl-key',
            {
                **PLACE,
                'sourcePath': 'file:/var/config/rest/downloads/f5_heat.x',
            },
        ),
    ]
)
CHANGES = st.lists(st.tuples(st.integers(0, 30), KEYS, VALUES), max_size=2)


def changed(request, changes):
    """A request in which some texts are others, or keys are added."""
    method, uri, body = request
    for spot, key, value in changes:
        segments = uri.split('/')
        if spot < len(segments) and isinstance(value, str):
            segments[spot] = value
            uri = '/'.join(segments)
        elif body is not None and spot > 25:
            body = {**body, key: value}
        elif body is not None:
            body, _ = replaced(body, spot - len(segments), value)
    return method, uri, body


def replaced(part, spot, value):
    """A part of a body with another value at the text of a number."""
    if isinstance(part, str):
        return (value if spot == 0 else part), spot - 1
    found = []
    for one in part.values() if isinstance(part, dict) else part:
        one, spot = replaced(one, spot, value)
        found.append(one)
    return (
        dict(zip(part, found, strict=True))
        if isinstance(part, dict)
        else found
    ), spot


def leads_to(text):
    """The partitions that a text may lead to, however it is read."""
    found = set()
    for _ in range(4):
        for token in re.split(r'[\s{}"\';,$]+', text):
            path = (
                token.replace('~', '/')
                .replace('\\', '/')
                .replace('\uff0f', '/')
            )
            parts = path.split('/')
            if parts[:2] == ['', 'Own'] and '..' not in parts:
                # What has the name of another partition is not in that.
                found.add('Own')
            elif '/' in path:
                found.add(
                    posixpath.normpath('/' + path.partition('/')[2]).split(
                        '/'
                    )[1]
                )
                found |= {part for part in parts if part in ('Other', '..')}
        text = urllib.parse.unquote(text)
    return found


def texts(value, key=''):
    if isinstance(value, dict):
        for name, part in value.items():
            yield '', name
            yield from texts(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part, key)
    elif isinstance(value, str):
        yield key, value


def test_the_judge_of_the_judge():
    for text in (
        '/Other/x',
        '~Other~x',
        '/Own/../Other/x',
        '%2fOther%2fx',
        'a and {/Other/x}',
        '%252fOther',
    ):
        assert leads_to(text) & {'Other', '..'}, text
    assert leads_to('tm/ltm/pool/~Own~it') <= {'ltm', 'Own'}
    assert leads_to('~Own~Other') == {'Own'}


def test_what_is_changed_was_let_through():
    for method, uri, body in REQUESTS.elements:
        OWN.judge(method, uri, body)


@hypothesis.settings(deadline=None, max_examples=800)
@hypothesis.given(
    st.builds(changed, REQUESTS, CHANGES), st.sampled_from([OWN, MUCH])
)
def test_whatever_is_let_through(wanted, fenced):
    method, uri, body = wanted
    try:
        fenced.judge(method, uri, body)
    except territory.Refused:
        return
    for segment in uri.split('/'):
        assert not leads_to(segment) & {'Other', '..'}, segment
    for key, text in texts(body):
        assert not leads_to(text) & {'Other', '..'}, (key, text)
        assert 'Other' not in text or key != 'partition'
        if key == 'subPath':
            # It is relative; a folder may well be called Other.
            assert not leads_to('/Own/' + text) & {'Other', '..'}, text
    if method != 'GET':
        assert '/~Own~' in uri or (
            body['subPath'].strip('/').split('/')[0] == 'Own'
            if uri == 'tm/sys/folder'
            else body['partition'] == 'Own'
        )
