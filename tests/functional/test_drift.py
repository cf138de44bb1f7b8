# SPDX-License-Identifier: Apache-2.0

"""Drift: what a check names, what it is not fooled by, what repairs it.

Each object is written in spellings that a device does not show, then in
others that mean the same, and then changed behind Heat's back.
"""

import dataclasses

import pytest

from tests.functional import conftest
from tests.functional.contract import furniture
from tests.functional.contract import stacks

RULE = 'when CLIENT_ACCEPTED {\n    drop\n}'


@dataclasses.dataclass
class Drifting:
    """An object, two ways to write it, and what becomes of it by hand.

    ``hand`` are bodies of PATCH requests, by what follows the URI of the
    object; ``named`` is what a check says then, exactly.
    """

    type: str
    uri: str
    written: dict
    other: dict
    hand: dict
    named: list
    needs: tuple = ()


OBJECTS = {
    'node': Drifting(
        'F5::LTM::Node',
        'ltm/node/~Common~drift_node',
        {
            'name': 'drift_node',
            'address': '2001:0DB8::00A1%0',
            'monitors': ['/Common/none'],
            'rate_limit': '0010',
            'ratio': '3',
            'description': 'a node ',
        },
        {
            'name': '/Common/drift_node',
            'address': '2001:db8:0::a1',
            'monitors': ['none'],
            'rate_limit': 10,
            'ratio': 3,
            'description': ' a node',
        },
        {
            '': {
                'ratio': 9,
                'rateLimit': 'disabled',
                'monitor': 'default',
                'description': 'by hand',
                'logging': 'enabled',
            }
        },
        [
            'ratio: expected 3, the device has 9',
            'rate_limit: expected {rate_limit}, the device has disabled',
            'monitors: expected {monitors}, the device has nothing',
            'description: expected {description}, the device has by hand',
        ],
    ),
    'offline': Drifting(
        'F5::LTM::Node',
        'ltm/node/~Common~drift_offline',
        {
            'name': 'drift_offline',
            'address': '10.7.0.2%0',
            'admin_state': 'enabled',
        },
        {
            'name': 'drift_offline',
            'address': '10.7.0.2',
            'admin_state': 'enabled',
        },
        {'': {'session': 'user-enabled', 'state': 'user-down'}},
        [
            'admin_state: expected enabled, the device has enabled and '
            'user-down'
        ],
    ),
    'pool': Drifting(
        'F5::LTM::Pool',
        'ltm/pool/~Common~drift_pool',
        {
            'name': 'drift_pool',
            'monitors': ['tcp', '/Common/http'],
            'service_down_action': 'Reject',
            'ip_tos_to_client': '008',
            'metadata': [{'name': 'b', 'value': 2}, {'name': 'a'}],
            'members': [
                {
                    'member_ip': '2001:DB8:0::7',
                    'member_port': 'any',
                    'monitors': ['gateway_icmp'],
                    'ratio': 5,
                    'description': 'one ',
                },
                {
                    'member_ip': '10.7.0.3%0',
                    'member_port': '080',
                    'monitors': ['http'],
                    'rate_limit': '7',
                    'admin_state': 'disabled',
                },
            ],
        },
        {
            'name': 'drift_pool',
            'monitors': ['/Common/http', '/Common/tcp'],
            'service_down_action': 'reset',
            'ip_tos_to_client': 8,
            'metadata': [{'name': 'a'}, {'name': 'b', 'value': '2'}],
            'members': [
                {
                    'member_ip': '10.7.0.3',
                    'member_port': 80,
                    'monitors': ['/Common/http'],
                    'rate_limit': 7,
                    'admin_state': 'disabled',
                },
                {
                    'member_ip': '2001:db8::7',
                    'member_port': 0,
                    'monitors': ['/Common/gateway_icmp'],
                    'ratio': 5,
                    'description': 'one',
                },
            ],
        },
        {
            '': {'monitor': '/Common/http', 'serviceDownAction': 'drop'},
            '/members/~Common~10.7.0.3:80': {
                'session': 'user-enabled',
                'monitor': 'default',
                'rateLimit': 'disabled',
            },
            '/members/~Common~2001:db8::7.0': {
                'ratio': 6,
                'description': 'two',
            },
        },
        [
            "monitors: expected {monitors}, the device has ['/Common/http']",
            'service_down_action: expected {service_down_action}, the device '
            'has drop',
            'members[10.7.0.3:80].admin_state: expected disabled, the device '
            'has enabled',
            "members[10.7.0.3:80].monitors: expected ['/Common/http'], the "
            'device has nothing',
            'members[10.7.0.3:80].rate_limit: expected 7, the device has '
            'disabled',
            'members[2001:db8::7.0].ratio: expected 5, the device has 6',
            'members[2001:db8::7.0].description: expected one, the device has '
            'two',
        ],
    ),
    'emptied': Drifting(
        'F5::LTM::Pool',
        'ltm/pool/~Common~drift_emptied',
        {
            'name': 'drift_emptied',
            'monitors': ['none'],
            'members': [{'member_ip': '10.7.0.4', 'member_port': 80}],
        },
        {
            'name': 'drift_emptied',
            'monitors': [],
            'members': [{'member_ip': '10.7.0.4', 'member_port': '80'}],
        },
        {'': {'members': ['10.7.0.5:80']}},
        [
            'members[10.7.0.4:80]: expected, the device does not have it',
            'members[10.7.0.5:80]: the device has it, not expected',
        ],
    ),
    'address': Drifting(
        'F5::LTM::VirtualAddress',
        'ltm/virtual-address/~Common~2001:db8::aa',
        {
            'address': '2001:DB8:0::AA%0',
            'mask': 'FFFF:ffff:ffff:ffff:ffff:ffff:ffff:FFFF',
            'traffic_group': 'traffic-group-1',
        },
        {
            'address': '2001:db8::aa',
            'mask': 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
            'traffic_group': '/Common/traffic-group-1',
        },
        {'': {'trafficGroup': '/Common/traffic-group-local-only'}},
        [
            'traffic_group: expected {traffic_group}, the device has '
            '/Common/traffic-group-local-only'
        ],
    ),
    'virtual': Drifting(
        'F5::LTM::VirtualServer',
        'ltm/virtual/~Common~drift_virtual',
        {
            'name': 'drift_virtual',
            'ip': '10.7.1.0%0/24',
            'port': 'any',
            'source': '10.0.0.0%0/8',
            'profiles': ['http', 'tcp'],
            'client_profiles': [{'name': 'clientssl', 'context': 'client'}],
            'vlans': ['contract_1', '/Common/contract_2'],
            'irules': ['drift_rule', '/Common/_sys_https_redirect'],
            'persistence_profile': 'cookie',
            'snat': 'automap',
            'rate_limit': '0',
            'default_pool': 'drift_pool',
        },
        {
            'name': 'drift_virtual',
            'ip': '10.7.1.0/24',
            'port': 0,
            'source': '10.0.0.0/8',
            'profiles': ['/Common/tcp', 'http'],
            'client_profiles': ['/Common/clientssl'],
            'vlans': ['/Common/contract_2', 'contract_1'],
            'irules': ['/Common/drift_rule', '_sys_https_redirect'],
            'persistence_profile': '/Common/cookie',
            'snat': 'automap',
            'rate_limit': 0,
            'default_pool': '/Common/drift_pool',
        },
        {
            '': {
                'destination': '/Common/10.7.1.0:443',
                'mask': '255.255.255.128',
                'source': '0.0.0.0/0',
                'vlansDisabled': True,
                'persist': 'source_addr',
                'rules': ['_sys_https_redirect', 'drift_rule'],
                'profiles': ['http', 'tcp', 'oneconnect', 'serverssl'],
                'sourceAddressTranslation': {'type': 'none'},
            }
        },
        [
            'ip: expected {ip}, the device has /Common/10.7.1.0/25',
            'port: expected {port}, the device has 443',
            'source: expected {source}, the device has 0.0.0.0/0',
            'persistence_profile: expected {persistence_profile}, the device '
            'has /Common/source_addr',
            'client_profiles: expected /Common/clientssl (clientside), the '
            'device does not have it',
            'profiles: the device has also /Common/oneconnect (all)',
            'profiles: the device has also /Common/serverssl (serverside)',
            'irules: expected {irules}, the device has '
            "['/Common/_sys_https_redirect', '/Common/drift_rule']",
            'snat: expected automap, the device has none',
            'vlans_disabled: expected False, the device has True',
        ],
        needs=('pool', 'rule'),
    ),
    'implicit': Drifting(
        'F5::LTM::VirtualServer',
        'ltm/virtual/~Common~drift_implicit',
        {
            'name': 'drift_implicit',
            'ip': '2001:0DB8::BB',
            'port': '0443',
            'profiles': [],
            'vlans_disabled': False,
            'source': '::/0',
            'description': '',
        },
        {
            'name': 'drift_implicit',
            'ip': '2001:db8::bb',
            'port': '443',
            'profiles': [],
            'vlans_disabled': False,
            'source': '0::0/00',
            'description': '',
        },
        {'': {'disabled': True, 'profiles': ['http', 'tcp']}},
        ['profiles: the device has also /Common/http (all)'],
    ),
    'any': Drifting(
        'F5::LTM::VirtualServer',
        'ltm/virtual/~Common~drift_any',
        {
            'name': 'drift_any',
            'ip': '0.0.0.0/0',
            'port': 'any',
            'type': 'forwarding-ip',
            'vlans': [],
        },
        {
            'name': 'drift_any',
            'ip': '0.0.0.0%0',
            'port': '0',
            'type': 'forwarding-ip',
            'vlans': [],
        },
        {'': {'vlansEnabled': True}},
        ["vlans: expected nothing, the device has ['none']"],
    ),
    'http_monitor': Drifting(
        'F5::LTM::Monitor::HTTP',
        'ltm/monitor/http/~Common~drift_http',
        {
            'name': 'drift_http',
            'defaults_from': 'http',
            'destination': '[2001:DB8:0::1]:080',
            'send': 'GET /\\r\\n ',
            'receive': 'none',
        },
        {
            'name': 'drift_http',
            'defaults_from': '/Common/http',
            'destination': '2001:db8::1.80',
            'send': 'GET /\\r\\n',
            'receive': '',
        },
        {'': {'destination': '*:80', 'recv': 'ok', 'interval': 6}},
        [
            'destination: expected {destination}, the device has *:80',
            'receive: expected nothing, the device has ok',
        ],
    ),
    'icmp_monitor': Drifting(
        'F5::LTM::Monitor::ICMP',
        'ltm/monitor/icmp/~Common~drift_icmp',
        {'name': 'drift_icmp', 'destination': '2001:DB8:0::1'},
        {'name': 'drift_icmp', 'destination': '2001:db8::1'},
        {'': {'destination': '*'}},
        ['destination: expected {destination}, the device has *'],
    ),
    'cookie': Drifting(
        'F5::LTM::Persistence::Cookie',
        'ltm/persistence/cookie/~Common~drift_cookie',
        {'name': 'drift_cookie', 'expiration': '0:1:00:0', 'timeout': '0180'},
        {'name': 'drift_cookie', 'expiration': '60:0', 'timeout': 180},
        {'': {'expiration': '2:0:0:0', 'timeout': 'indefinite'}},
        [
            'timeout: expected {timeout}, the device has indefinite',
            'expiration: expected {expiration}, the device has 2:0:0:0',
        ],
    ),
    'source_address': Drifting(
        'F5::LTM::Persistence::SourceAddress',
        'ltm/persistence/source-addr/~Common~drift_source',
        {'name': 'drift_source', 'mask': 'FFFF:ffff::0'},
        {'name': 'drift_source', 'mask': 'ffff:ffff::'},
        {'': {'mask': 'none'}},
        ['mask: expected {mask}, the device has nothing'],
    ),
    'one_connect': Drifting(
        'F5::LTM::Profile::OneConnect',
        'ltm/profile/one-connect/~Common~drift_connect',
        {'name': 'drift_connect', 'source_mask': '0.0.0.0'},
        {'name': 'drift_connect', 'source_mask': 'any'},
        {'': {'sourceMask': '255.0.0.0'}},
        ['source_mask: expected {source_mask}, the device has 255.0.0.0'],
    ),
    'http': Drifting(
        'F5::LTM::Profile::HTTP',
        'ltm/profile/http/~Common~drift_profile',
        {
            'name': 'drift_profile',
            'fallback_host': 'none',
            'encrypt_cookies': ['b', 'a'],
            'hsts': {'mode': True, 'maximum_age': '100'},
        },
        {
            'name': 'drift_profile',
            'fallback_host': '',
            'encrypt_cookies': ['a', 'b'],
            'hsts': {'mode': 'true', 'maximum_age': 100},
        },
        {'': {'encryptCookies': ['a'], 'hsts': {'maximumAge': 200}}},
        [
            'encrypt_cookies: expected {encrypt_cookies}, the device has '
            "['a']",
            'hsts.maximum_age: expected 100, the device has 200',
        ],
    ),
    'client_ssl': Drifting(
        'F5::LTM::Profile::ClientSSL',
        'ltm/profile/client-ssl/~Common~drift_ssl',
        {
            'name': 'drift_ssl',
            'cipher_group': 'none',
            'tm_options': ['no-tlsv1.3', 'no-sslv3'],
            'cert': 'default.crt',
            'key': 'default.key',
            'alert_timeout': '010',
        },
        {
            'name': 'drift_ssl',
            'cipher_group': '',
            'tm_options': ['no-sslv3', 'no-tlsv1.3'],
            'cert': '/Common/default.crt',
            'key': '/Common/default.key',
            'alert_timeout': 10,
        },
        {'': {'tmOptions': '{ no-sslv3 }', 'alertTimeout': 'immediate'}},
        [
            "tm_options: expected {tm_options}, the device has ['no-sslv3']",
            'alert_timeout: expected {alert_timeout}, the device has '
            'immediate',
        ],
    ),
    'rule': Drifting(
        'F5::LTM::IRule',
        'ltm/rule/~Common~drift_rule',
        {
            'name': 'drift_rule',
            'definition': '\n' + RULE.replace('\n', '  \r\n') + '\r\n\r\n',
        },
        {'name': 'drift_rule', 'definition': RULE},
        {'': {'apiAnonymous': RULE.replace('drop', 'reject')}},
        [
            'definition: expected {definition}, the device has '
            + RULE.replace('drop', 'reject')
        ],
    ),
    'snat_pool': Drifting(
        'F5::LTM::SnatPool',
        'ltm/snatpool/~Common~drift_snat',
        {
            'name': 'drift_snat',
            'members': ['10.7.0.9%0', '/Common/2001:DB8:0::9'],
        },
        {'name': 'drift_snat', 'members': ['2001:db8::9', '/Common/10.7.0.9']},
        {'': {'members': ['/Common/10.7.0.9']}},
        ["members: expected {members}, the device has ['/Common/10.7.0.9']"],
    ),
}


def template(spelling):
    return stacks.star(
        {
            name: {
                'type': one.type,
                'properties': getattr(one, spelling),
                'depends_on': list(one.needs),
            }
            for name, one in OBJECTS.items()
        }
    )


def change_by_hand(bigip, objects=tuple(OBJECTS)):
    for one in map(OBJECTS.get, objects):
        for where, body in one.hand.items():
            answer = bigip.patch(one.uri + where, json=body)
            assert answer.status_code == 200, (one.uri, answer.text)


def writes(cloud, act, *args, **kwargs):
    """The URI of each object that an action changes, with the method."""
    return sorted(
        (method, path.removeprefix('/mgmt/tm/'))
        for method, path in stacks.watch(cloud, act, *args, **kwargs)
        if method != 'GET'
    )


FIRST = [name for name, one in OBJECTS.items() if not one.needs]


def expected(one, spelling='other'):
    """What a check has to name, with the values that the template has."""
    values = getattr(one, spelling)
    for sentence in one.named:
        for name, value in values.items():
            sentence = sentence.replace('{%s}' % name, str(value))
        yield sentence


def named(stack, name):
    """What the check of a resource named."""
    reason = stack.resource(name).resource_status_reason
    return (
        reason.partition('Error: ')[2]
        .removeprefix('resources.%s: ' % name)
        .split('; ')
    )


def test_spellings_are_no_drift(cloud, stack, furnished):
    stack.create(template('written'))
    stack.check()
    assert writes(cloud, stack.update, template('other')) == []
    stack.check()


def test_each_difference_is_named(cloud, stack, furnished):
    """Heat does not check what depends on something that has drifted."""
    stack.create(template('other'))
    for objects in FIRST, [name for name in OBJECTS if name not in FIRST]:
        change_by_hand(cloud.bigip, objects)
        stack.check(expect='CHECK_FAILED')
        assert {name: sorted(named(stack, name)) for name in objects} == {
            name: sorted(expected(OBJECTS[name])) for name in objects
        }
        assert writes(cloud, stack.update, template('other')) == sorted(
            ('PATCH', OBJECTS[name].uri) for name in objects
        )
    stack.check()


def test_converge_reaches_the_members_of_a_group(cloud, stack):
    made = stacks.hot(
        {
            'pool': {
                'type': 'F5::LTM::Pool',
                'properties': {'name': 'drift_group'},
            },
            'group': {
                'type': 'OS::Heat::ResourceGroup',
                'properties': {
                    'count': 2,
                    'resource_def': {
                        'type': 'F5::LTM::PoolMember',
                        'properties': {
                            'pool': {'get_resource': 'pool'},
                            'address': '10.7.2.1%index%',
                            'port': 80,
                            'ratio': 2,
                        },
                    },
                },
            },
        }
    )
    stack.create(made)
    uri = 'ltm/pool/~Common~drift_group/members/~Common~10.7.2.11:80'
    assert cloud.bigip.patch(uri, json={'ratio': 7}).status_code == 200
    assert writes(cloud, stack.update, made, converge=True) == [('PATCH', uri)]


def test_converge_fails_where_the_device_cannot_be_read(legacy_cloud):
    stack = conftest.Stack(legacy_cloud.heat)
    made = stacks.hot(
        {
            'pool': {
                'type': 'F5::LTM::Pool',
                'properties': {'name': 'drift_unread'},
            }
        }
    )
    stack.create(made)
    legacy_cloud.control.inject(
        'drop-before', method='GET', path='drift_unread', times=1000
    )
    stack.update(made, converge=True, expect='UPDATE_FAILED')
    assert 'was not answered' in stack.resource('pool').resource_status_reason
    stack.delete()


def texts(nodes, rule):
    """Nodes and an iRule whose texts look like marks."""
    return stacks.star(
        {
            'rule': {
                'type': 'F5::LTM::IRule',
                'properties': {'name': 'mark_rule', 'definition': rule},
            },
            **{
                name: {
                    'type': 'F5::LTM::Node',
                    'properties': {
                        'name': 'mark_' + name,
                        'address': '10.7.3.%d' % number,
                        'description': text,
                        'on_conflict': 'adopt',
                    },
                }
                for number, (name, text) in enumerate(nodes.items(), 1)
            },
        }
    )


def test_a_text_that_looks_like_a_mark_is_text(cloud, stack):
    """Also the very mark of an object, and one of an object that is taken."""
    uris = {
        name: 'ltm/node/~Common~mark_' + name
        for name in ('like', 'long', 'copied', 'taken')
    }
    rule = 'ltm/rule/~Common~mark_rule'

    def held():
        return {
            name: cloud.bigip.read(uri)['description']
            for name, uri in uris.items()
        }

    copied = 'owner [f5_heat {0}/x/{0}]'.format(
        '8b1f3c52-7a50-4b8e-9a0c-2d1b6f4e5a70'
    )
    written = {
        'like': 'owner [f5_heat a/b/c]',
        'long': '[f5_heat ' + '/' * 1000 + '\nx',
        'copied': copied,
        'taken': copied + ' ',
    }
    answer = cloud.bigip.post(
        'ltm/node',
        json={
            'name': 'mark_taken',
            'address': '10.7.3.4',
            'description': 'theirs [f5_heat d/e/f]',
        },
    )
    assert answer.ok, answer.text
    template = texts(written, RULE + '\n# f5_heat a/b/c')
    stack.create(template)
    stack.check()
    assert writes(cloud, stack.update, template) == []
    assert writes(cloud, stack.update, template, converge=True) == []
    for name, text in held().items():
        assert text.startswith(written[name] + ' [f5_heat ' + stack.id)

    # Each of them as a whole is what the author writes now.
    template = texts(held(), cloud.bigip.read(rule)['apiAnonymous'])
    assert writes(cloud, stack.update, template) == sorted(
        ('PATCH', uri) for uri in (*uris.values(), rule)
    )
    stack.check()
    assert writes(cloud, stack.update, template, converge=True) == []
    left = template['resources']['taken']['properties']['description']
    stack.delete()
    assert cloud.bigip.read(uris['taken'])['description'] == left
    assert not any(map(cloud.bigip.read, (*list(uris.values())[:-1], rule)))
    cloud.bigip.delete(uris['taken'])


@pytest.mark.parametrize('engine', ['cloud', 'legacy_cloud'])
def test_converge(engine, request, furnished):
    """Whatever a resource depends on, and whatever Heat remembers."""
    cloud = request.getfixturevalue(engine)
    stack = conftest.Stack(cloud.heat)
    furniture.place(cloud.bigip) if engine == 'legacy_cloud' else None
    stack.create(template('written'))
    assert (
        writes(cloud, stack.update, template('written'), converge=True) == []
    )
    change_by_hand(cloud.bigip)
    cloud.bigip.delete(OBJECTS['implicit'].uri)
    assert writes(
        cloud, stack.update, template('written'), converge=True
    ) == sorted(
        ('POST', 'ltm/virtual')
        if one is OBJECTS['implicit']
        else ('PATCH', one.uri)
        for one in OBJECTS.values()
    )
    stack.check()
    stack.delete()
