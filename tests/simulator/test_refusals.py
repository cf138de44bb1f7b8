# SPDX-License-Identifier: Apache-2.0

"""What the device refuses because of the sense of a request."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from f5_heat.simulator.kinds import irule_words

VIRTUAL = 'ltm/virtual/~Common~v'
DISALLOWED = (
    '01070734:3: Configuration error: Found disallowed profile on /Common/v: '
    'Not Any Of (FastL4 Profile, FastHTTP Profile)'
)
INCOMPATIBLE = (
    '01070095:3: Virtual server /Common/v lists profiles incompatible with '
    'its protocol.'
)
DUPLICATE = '01070097:3: Virtual server /Common/v lists duplicate profiles.'


def invalid(path):
    return '01070088:3: The requested object name ({}) is invalid.'.format(
        path
    )


def listening(**values):
    return {'name': 'v', 'destination': '192.0.2.1:80', **values}


def refuses(rest, bigip, method, path, body):
    """The message, of a request that has changed nothing."""
    before = bigip.control.config()
    status, message = rest.refused(method, path, body)
    assert status in (400, 404, 409)
    assert bigip.control.config() == before
    return message


# Names.


@pytest.mark.parametrize(
    'collection, body',
    [
        # Recorded on 13.x, 14.1 and 15.1.
        ('ltm/virtual', listening(name='246project_vip')),
        ('ltm/virtual', listening(name='10.10.10.10_virtual_dup')),
        (
            'ltm/node',
            {'name': '6abcdef.x', 'fqdn': {'tmName': '6abcdef.x'}},
        ),
        ('ltm/pool', {'name': '1pool'}),
        ('ltm/pool', {'name': 'test##'}),
        ('ltm/profile/http', {'name': 'test##'}),
        ('ltm/pool', {'name': 'p' * 300}),
    ],
)
def test_a_name(rest, bigip, collection, body):
    assert refuses(rest, bigip, 'POST', collection, body) == invalid(
        '/Common/' + body['name']
    )


@pytest.mark.parametrize(
    'collection, body',
    [
        ('ltm/virtual', listening(name='10.10.10.10')),
        ('ltm/virtual', listening(name='10.10.10.10:80')),
        ('ltm/node', {'name': '2001:db8::1', 'address': '2001:db8::1'}),
        ('ltm/node', {'name': '10.0.0.1%3', 'address': '10.0.0.1%3'}),
        ('net/route-domain', {'name': '7', 'id': 7}),
        ('ltm/pool', {'name': 'a b'}),
    ],
)
def test_a_name_that_looks_like_a_bad_one(rest, collection, body):
    rest.ok('POST', collection, body)


@pytest.mark.parametrize('version', ['11.5.4', '12.1.2'])
def test_a_blank_in_a_name(release, version):
    # Recorded on 11.5.4 and 12.1.
    _, rest = release(version)
    assert rest.refused('POST', 'ltm/pool', {'name': 'Pool 3'}) == (
        400,
        invalid('/Common/Pool 3'),
    )


def test_the_member_that_brings_a_node_with_a_bad_name(rest, bigip):
    rest.ok('POST', 'ltm/pool', {'name': 'p'})
    member = {'name': '6a.x:80', 'fqdn': {'tmName': '6a.x'}}
    assert refuses(
        rest, bigip, 'POST', 'ltm/pool/~Common~p/members', member
    ) == invalid('/Common/6a.x')


def test_monitors_of_all_types_share_their_names(rest, bigip):
    rest.ok('POST', 'ltm/monitor/http', {'name': 'm'})
    assert refuses(rest, bigip, 'POST', 'ltm/monitor/tcp', {'name': 'm'}) == (
        '01020066:3: The requested monitor (/Common/m) already exists in '
        'partition Common.'
    )


# Monitors.

OF_HTTP = {'recv': 'x', 'reverse': 'enabled'}
DNS = {'qname': 'foo'}


@pytest.mark.parametrize(
    'kind, body',
    [
        ('http', {'reverse': 'enabled'}),
        ('https', {'reverse': 'enabled'}),
        ('tcp', {'reverse': 'enabled'}),
        ('http', {**OF_HTTP, 'timeUntilUp': 20}),
        ('https', {**OF_HTTP, 'timeUntilUp': 20}),
        ('dns', {**DNS, 'recv': '1.2.3.4', 'qtype': 'aaaa'}),
        ('dns', {**DNS, 'recv': '::1', 'qtype': 'a'}),
        ('dns', {**DNS, 'recv': '1.2.3.4', 'acceptRcode': 'anything'}),
        ('http', {'destination': '*:nonesuch'}),
        ('http', {'destination': '1.2.3:80'}),
    ],
)
def test_properties_of_a_monitor_that_do_not_fit(rest, bigip, kind, body):
    path = 'ltm/monitor/' + kind
    refuses(rest, bigip, 'POST', path, {'name': 'm', **body})


@pytest.mark.parametrize(
    'kind, body',
    [
        ('http', OF_HTTP),
        ('dns', {**DNS, 'recv': '1.2.3.4'}),
        ('dns', {**DNS, 'recv': '::1', 'qtype': 'aaaa'}),
        ('dns', {**DNS, 'acceptRcode': 'anything'}),
    ],
)
def test_properties_of_a_monitor_that_fit(rest, kind, body):
    rest.ok('POST', 'ltm/monitor/' + kind, {'name': 'm', **body})


def test_what_a_monitor_inherits_counts(rest, bigip):
    rest.ok('POST', 'ltm/monitor/http', {'name': 'a', 'recv': 'x'})
    body = {'name': 'b', 'defaultsFrom': 'a', 'reverse': 'enabled'}
    rest.ok('POST', 'ltm/monitor/http', body)
    refuses(rest, bigip, 'PATCH', 'ltm/monitor/http/~Common~b', {'recv': ''})


def test_the_kind_of_address_of_a_monitor_in_use(rest, bigip):
    path = 'ltm/monitor/http/~Common~m'
    rest.ok('POST', 'ltm/monitor/http', {'name': 'm'})
    rest.ok('PATCH', path, {'destination': '*:80'})
    rest.ok('POST', 'ltm/pool', {'name': 'p', 'monitor': 'm'})
    rest.ok('PATCH', path, {'destination': '*:8080'})
    for other in ('*:*', '192.0.2.1:80'):
        message = refuses(rest, bigip, 'PATCH', path, {'destination': other})
        assert 'Cannot modify the address type of monitor' in message
    rest.ok('PATCH', 'ltm/pool/~Common~p', {'monitor': ''})
    rest.ok('PATCH', path, {'destination': '*:*'})


ZERO = (
    'has a wildcard destination service and cannot be associated with a '
    'node that has a zero service.'
)


def test_a_monitor_that_needs_a_service(rest, bigip):
    rest.ok('POST', 'ltm/pool', {'name': 'p', 'members': ['192.0.2.1:0']})
    pool = 'ltm/pool/~Common~p'
    assert ZERO in refuses(rest, bigip, 'PATCH', pool, {'monitor': 'tcp'})
    assert ZERO in refuses(
        rest,
        bigip,
        'PATCH',
        pool + '/members/~Common~192.0.2.1:0',
        {'monitor': 'http and tcp'},
    )
    assert ZERO in refuses(
        rest,
        bigip,
        'PATCH',
        'ltm/node/~Common~192.0.2.1',
        {'monitor': 'http'},
    )
    # These need none, or say which.
    for monitor in ('gateway_icmp', 'https_443', 'tcp_echo'):
        rest.ok('PATCH', pool, {'monitor': monitor})
    rest.ok('POST', 'ltm/pool', {'name': 'q', 'monitor': 'tcp'})
    members = 'ltm/pool/~Common~q/members'
    assert ZERO in refuses(
        rest, bigip, 'POST', members, {'name': '192.0.2.2:any'}
    )
    rest.ok('POST', members, {'name': '192.0.2.2:80'})


def test_a_transparent_monitor_of_a_host_name(rest, bigip):
    # Recorded on 17.1.1.2.
    rest.ok(
        'POST',
        'ltm/monitor/tcp',
        {'name': 't', 'transparent': 'enabled', 'destination': '*:80'},
    )
    node = {'name': 'n', 'fqdn': {'tmName': 'www.x'}, 'monitor': 't'}
    assert refuses(rest, bigip, 'POST', 'ltm/node', node) == (
        '01070734:3: Configuration error: Transparent monitors are not '
        'currently available for FQDN nodes.'
    )


# Profiles of virtual servers.


@pytest.mark.parametrize(
    'body, message',
    [
        # Recorded.
        ({'profiles': ['tcp', 'fasthttp']}, DISALLOWED),
        ({'profiles': ['fastL4', 'http']}, DISALLOWED),
        ({'profiles': ['fastL4', 'clientssl']}, DISALLOWED),
        ({'profiles': ['tcp', 'tcp-lan-optimized']}, DUPLICATE),
        ({'profiles': ['http', 'http-transparent']}, DUPLICATE),
        ({'profiles': ['tcp'], 'ipProtocol': 'udp'}, INCOMPATIBLE),
        ({'profiles': ['tcp', 'udp']}, INCOMPATIBLE),
        ({'profiles': ['udp', 'http']}, INCOMPATIBLE),
        ({'profiles': ['http'], 'ipProtocol': 'udp'}, INCOMPATIBLE),
        ({'profiles': ['radiusLB', 'tcp']}, INCOMPATIBLE),
        (
            {'profiles': ['tcp', {'name': 'f5-tcp-wan', 'context': 'all'}]},
            DUPLICATE,
        ),
    ],
)
def test_profiles_that_do_not_fit(rest, bigip, body, message):
    rest.ok('POST', 'ltm/virtual', listening())
    assert refuses(rest, bigip, 'PATCH', VIRTUAL, body) == message
    rest.ok('DELETE', VIRTUAL)
    refused = refuses(rest, bigip, 'POST', 'ltm/virtual', listening(**body))
    assert refused == message


@pytest.mark.parametrize(
    'profiles',
    [
        ['tcp', 'http', 'clientssl', 'serverssl'],
        ['udp', 'dns'],
        ['udp', 'clientssl'],
        ['fastL4', 'stats'],
        ['fasthttp'],
        ['ipother'],
        ['sctp', 'sip'],
        ['tcp', 'http', 'http2', 'clientssl', 'oneconnect', 'websocket'],
        [
            {'name': 'f5-tcp-wan', 'context': 'clientside'},
            {'name': 'f5-tcp-lan', 'context': 'serverside'},
        ],
    ],
)
def test_profiles_that_fit(rest, profiles):
    rest.ok('POST', 'ltm/virtual', listening(profiles=profiles))


def test_fastl4_that_binds_late_sees_http(rest):
    body = {'name': 'f', 'lateBinding': 'enabled'}
    rest.ok('POST', 'ltm/profile/fastl4', body)
    body = listening(profiles=['f', 'http'], ipProtocol='tcp')
    rest.ok('POST', 'ltm/virtual', body)


def test_a_tls_profile_on_the_other_side(rest, bigip):
    body = listening(profiles=[{'name': 'clientssl', 'context': 'serverside'}])
    refuses(rest, bigip, 'POST', 'ltm/virtual', body)


@pytest.mark.parametrize('profile', ['httpcompression', 'http2', 'websocket'])
def test_a_profile_that_sees_http(rest, bigip, profile):
    body = listening(profiles=['tcp', profile])
    message = refuses(rest, bigip, 'POST', 'ltm/virtual', body)
    assert message.endswith('Required profile profile_http not present')


# iRules.


def rule(text):
    return {'name': 'r', 'apiAnonymous': text}


@pytest.mark.parametrize(
    'text, line, words',
    [
        (
            'when HTTP_REQUEST {\n  nonesuch $name\n}',
            2,
            '[undefined procedure: nonesuch][nonesuch $name]',
        ),
        (
            'when HTTP_REQUEST { if { [HTTP::url] eq "/" } { drop } }',
            1,
            '[undefined procedure: HTTP::url][HTTP::url]',
        ),
        (
            'when HTTP_REQUEST {\n log local0. "a [nonesuch::b c] d"\n}',
            2,
            '[undefined procedure: nonesuch::b][nonesuch::b c]',
        ),
        (
            'when HTTP_REQUEST {\n switch [HTTP::uri] {\n'
            '  "/a" -\n  "/b" { reject }\n  default { nope }\n }\n}',
            5,
            '[undefined procedure: nope][nope]',
        ),
        (
            'when HTTP_REQUEST {\n foreach a { b c } {\n  exec $a\n }\n}',
            3,
            '[undefined procedure: exec][exec $a]',
        ),
        # Reported of HTTP::uri.
        (
            'when HTTP_RESPONSE { log local0. [HTTP::uri] }',
            1,
            '[command is not valid in current event context '
            '(HTTP_RESPONSE)][HTTP::uri]',
        ),
        ('when NONE_SUCH { drop }', 1, '[unknown event (NONE_SUCH)]['),
        ('\nlog local0. x', 1, '[command is not valid in the current scope]['),
        ('drop', 1, '[command is not valid in the current scope][drop]'),
        ('when HTTP_REQUEST', 1, '[wrong # args][when HTTP_REQUEST]'),
        ('proc p { } { nope }', 1, '[undefined procedure: nope][nope]'),
    ],
)
def test_an_irule_that_does_not_compile(rest, bigip, text, line, words):
    message = refuses(rest, bigip, 'POST', 'ltm/rule', rule(text))
    assert message.startswith(
        '01070151:3: Rule [/Common/r] error: /Common/r:{}: error: {}'.format(
            line, words
        )
    )


@pytest.mark.parametrize(
    'text',
    [
        '',
        '# a comment\nwhen HTTP_REQUEST priority 100 timing on { }',
        'timing on\nwhen RULE_INIT { set static::a [list 1 2] }',
        'proc p { a } { return [string length $a] }\n'
        'when CLIENT_ACCEPTED { set n [call p "x"] }',
        'when HTTP_REQUEST {\n'
        '  # when [nonesuch]\n'
        '  if { [HTTP::host] starts_with "www" and not ($a > 1) } {\n'
        '    HTTP::respond 200 content {<a>[not a command]</a>} noserver\n'
        '  } elseif { [class match -- [IP::client_addr] equals dg] } {\n'
        '    pool web; return\n'
        '  } else {\n'
        '    catch { [$command x] } said\n'
        '    log local0. "\\[nonesuch\\] $said"\n'
        '  }\n'
        '  switch -glob -- [string tolower [HTTP::uri]] {\n'
        '    "/a*" -\n    "/b*" { HTTP::redirect "https://[HTTP::host]/" }\n'
        '    default { for {set i 0} {$i < 3} {incr i} { table incr k } }\n'
        '  }\n'
        '}\n'
        'when LB_FAILED { LB::reselect \\\n    pool other }',
    ],
)
def test_an_irule_that_compiles(rest, text):
    rest.ok('POST', 'ltm/rule', rule(text))


@pytest.mark.parametrize(
    'event, version, status',
    [
        ('WS_REQUEST', '12.0.0', 400),
        ('WS_REQUEST', '12.1.0', 200),
        ('MQTT_CLIENT_INGRESS', '12.1.2', 400),
        ('MQTT_CLIENT_INGRESS', '13.1.0', 200),
        ('HTTP_REQUEST', '11.6.0', 200),
    ],
)
def test_the_events_of_a_version(release, event, version, status):
    _, rest = release(version)
    body = rule('when {} {{ }}'.format(event))
    assert rest('POST', 'ltm/rule', body).status_code == status


def test_the_events_are_named_once_and_in_capitals():
    assert all(event == event.upper() for event in irule_words.EVENTS)
    assert not irule_words.TCL & irule_words.COMMANDS


@pytest.mark.parametrize(
    'event, profiles, more, what',
    [
        ('HTTP_REQUEST', ['tcp'], ['http'], 'HTTP or FASTHTTP'),
        ('CLIENTSSL_HANDSHAKE', ['tcp'], ['clientssl'], 'CLIENTSSL'),
        ('SERVERSSL_HANDSHAKE', ['tcp'], ['serverssl'], 'SERVERSSL'),
    ],
)
def test_an_event_that_needs_a_profile(
    rest, bigip, event, profiles, more, what
):
    rest.ok('POST', 'ltm/rule', rule('when %s { }' % event))
    body = listening(profiles=profiles, rules=['r'])
    # Recorded of HTTP on 17.0.
    assert refuses(rest, bigip, 'POST', 'ltm/virtual', body) == (
        '01071912:3: {} event in rule (/Common/r) requires an associated {} '
        'profile on the virtual-server (/Common/v).'.format(event, what)
    )
    body['profiles'] = profiles + more
    rest.ok('POST', 'ltm/virtual', body)
    gone = '{}/profiles/~Common~{}'.format(VIRTUAL, more[0])
    refuses(rest, bigip, 'DELETE', gone, None)


def test_an_irule_in_use_that_gets_another_event(rest, bigip):
    rest.ok('POST', 'ltm/rule', rule('when CLIENT_ACCEPTED { }'))
    body = listening(profiles=['tcp'], rules=['r'])
    rest.ok('POST', 'ltm/virtual', body)
    change = {'apiAnonymous': 'when HTTP_REQUEST { }'}
    assert refuses(
        rest, bigip, 'PATCH', 'ltm/rule/~Common~r', change
    ).startswith('01071912:3: ')


# References, and other properties that rule each other out.

GRE = {'profile': '/Common/gre', 'localAddress': '10.1.1.1'}


@pytest.mark.parametrize(
    'collection, body',
    [
        ('net/route-domain', {'id': 7, 'bwcPolicy': '/Common/nope'}),
        ('net/route-domain', {'id': 7, 'servicePolicy': '/Common/nope'}),
        ('ltm/virtual', listening(bwcPolicy='/Common/nope')),
        ('ltm/virtual', listening(lastHopPool='/Common/nope')),
        ('ltm/virtual', listening(fallbackPersistence='/Common/nope')),
        ('ltm/virtual', listening(vlans=['/Common/nope'])),
        ('net/route', {'network': '10.0.0.0/8', 'pool': '/Common/nope'}),
        (
            'net/route',
            {'network': 'default', 'gw': '10.0.0.1', 'blackhole': True},
        ),
        (
            'ltm/virtual-address',
            {'address': '6.6.6.6', 'arp': 'enabled', 'spanning': 'enabled'},
        ),
        (
            'net/tunnels/tunnel',
            {**GRE, 'remoteAddress': '10.2.2.2', 'transparent': 'enabled'},
        ),
        ('net/tunnels/tunnel', {'profile': '/Common/gre'}),
        ('ltm/virtual', listening(destination=':0')),
    ],
)
def test_properties_that_cannot_be(rest, bigip, collection, body):
    refuses(rest, bigip, 'POST', collection, {'name': 'o', **body})


def test_two_ways_of_a_snat_are_not_dropped(rest, bigip):
    rest.ok('POST', 'ltm/snatpool', {'name': 'p', 'members': ['192.0.2.9']})
    body = {'name': 's', 'origins': ['10.0.0.0/8'], 'automap': True}
    message = refuses(
        rest, bigip, 'POST', 'ltm/snat', {**body, 'snatpool': 'p'}
    )
    assert 'may not be specified with' in message


@pytest.mark.parametrize('key', ['fwEnforcedPolicy', 'fwStagedPolicy'])
def test_a_policy_of_a_module_that_is_not_provisioned(rest, bigip, key):
    # Recorded of the enforced policy of a virtual server.
    words = {
        'fwEnforcedPolicy': 'fw-enforced-policy',
        'fwStagedPolicy': 'fw-staged-policy',
    }
    body = listening(**{key: '/Common/x'})
    assert refuses(rest, bigip, 'POST', 'ltm/virtual', body) == (
        'One of the following features must be licensed/provisioned for the '
        'URI ltm/virtual/{} : afm'.format(words[key])
    )
    rest.ok('PATCH', 'sys/provision/afm', {'level': 'nominal'})
    refuses(rest, bigip, 'POST', 'ltm/virtual', body)
    rest.ok('POST', 'security/firewall/policy', {'name': 'x'})
    rest.ok('POST', 'ltm/virtual', body)


def test_a_member_and_its_node_are_one_address(rest, bigip):
    rest.ok('POST', 'ltm/node', {'name': 'n', 'address': '192.0.2.1'})
    rest.ok('POST', 'ltm/node', {'name': 'w', 'fqdn': {'tmName': 'www.x'}})
    rest.ok('POST', 'ltm/pool', {'name': 'p'})
    members = 'ltm/pool/~Common~p/members'
    for other in (
        {'name': 'n:80', 'address': '192.0.2.2'},
        {'name': 'w:80', 'fqdn': {'tmName': 'www.y'}},
        {'name': 'n:80', 'fqdn': {'tmName': 'www.x'}},
    ):
        refuses(rest, bigip, 'POST', members, other)
    rest.ok('POST', members, {'name': 'n:80', 'address': '192.0.2.1'})
    rest.ok('POST', members, {'name': 'w:80', 'fqdn': {'tmName': 'www.x'}})


@pytest.mark.parametrize('name', ['foo', 'foo.'])
def test_a_hostname_without_a_domain(rest, bigip, name):
    body = {'hostname': name}
    refuses(rest, bigip, 'PATCH', 'sys/global-settings', body)
    rest.ok('PATCH', 'sys/global-settings', {'hostname': 'foo.example.net'})


# What looks as if it were refused.


def test_a_vlan_of_a_route_domain_can_be_deleted(rest):
    rest.ok('POST', 'net/vlan', {'name': 'a'})
    rest.ok('POST', 'net/vlan', {'name': 'b'})
    body = {'name': 'd', 'id': 100, 'vlans': ['a', 'b']}
    rest.ok('POST', 'net/route-domain', body)
    rest.ok('DELETE', 'net/vlan/~Common~a')
    domain = 'net/route-domain/~Common~d'
    assert rest.ok('GET', domain)['vlans'] == ['/Common/b']
    rest.ok('POST', 'net/vlan', {'name': 'a'})
    assert rest.ok('GET', domain)['vlans'] == ['/Common/b']


@pytest.fixture
def sealed(rest):
    """A private key that is uploaded with its passphrase on it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    content = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.BestAvailableEncryption(b'secret'),
    )
    assert b'Proc-Type: 4,ENCRYPTED' in content
    rest.session.post(
        rest.url + '/mgmt/shared/file-transfer/uploads/k.key',
        data=content,
        headers={
            'Content-Type': 'application/octet-stream',
            'Content-Range': '0-{}/{}'.format(len(content) - 1, len(content)),
        },
        timeout=60,
    ).raise_for_status()
    return {'sourcePath': 'file:///var/config/rest/downloads/k.key'}


def test_a_key_without_its_passphrase(rest, bigip, sealed):
    path = 'sys/file/ssl-key'
    made = rest.ok('POST', path, {'name': 'k.key', **sealed})
    assert made['securityType'] == 'password'
    assert not [name for name in made if name.startswith('_')]
    rest.ok('PUT', path + '/~Common~k.key', sealed)
    refuses(
        rest,
        bigip,
        'PATCH',
        path + '/~Common~k.key',
        {**sealed, 'passphrase': 'wrong'},
    )
    chain = {'name': 'c', 'cert': 'default.crt', 'key': 'k.key'}
    for phrase in ({}, {'passphrase': 'wrong'}):
        body = {'name': 'p', 'certKeyChain': [{**chain, **phrase}]}
        refuses(rest, bigip, 'POST', 'ltm/profile/client-ssl', body)
    body = {
        'name': 'p',
        'certKeyChain': [{**chain, 'passphrase': 'secret'}],
    }
    rest.ok('POST', 'ltm/profile/client-ssl', body)


def test_a_self_ip_in_the_management_network(rest, bigip):
    rest.ok('POST', 'sys/management-ip', {'name': '198.51.100.9/24'})
    rest.ok('POST', 'net/vlan', {'name': 'a'})
    rest.ok('POST', 'net/route-domain', {'name': '5', 'id': 5})
    body = {'name': 's', 'vlan': 'a', 'address': '198.51.100.10/24'}
    refuses(rest, bigip, 'POST', 'net/self', body)
    body['address'] = '198.51.100.10%5/24'
    rest.ok('POST', 'net/self', body)
