# SPDX-License-Identifier: Apache-2.0

"""The rows of data, held against what devices were seen to hold."""

import re

import pytest

from f5_heat.simulator import kinds
from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

BY_COLLECTION = {row.collection: row for row in kinds.KINDS}

COLLECTIONS = [
    'auth/partition',
    'auth/user',
    'cm/device',
    'cm/device-group',
    'cm/device-group/devices',
    'cm/traffic-group',
    'cm/trust-domain',
    'gtm/datacenter',
    'gtm/pool/a',
    'gtm/pool/a/members',
    'gtm/server',
    'gtm/server/virtual-servers',
    'gtm/wideip/a',
    'ltm/cipher/group',
    'ltm/cipher/rule',
    'ltm/data-group/internal',
    'ltm/eviction-policy',
    'ltm/node',
    'ltm/policy',
    'ltm/policy/rules',
    'ltm/policy/rules/actions',
    'ltm/policy/rules/conditions',
    'ltm/policy-strategy',
    'ltm/pool',
    'ltm/pool/members',
    'ltm/rule',
    'ltm/snat',
    'ltm/snat-translation',
    'ltm/snatpool',
    'ltm/virtual',
    'ltm/virtual/policies',
    'ltm/virtual/profiles',
    'ltm/virtual-address',
    'net/interface',
    'net/route',
    'net/route-domain',
    'net/self',
    'net/tunnels/tunnel',
    'net/vlan',
    'net/vlan/interfaces',
    'sys/application/service',
    'sys/application/template',
    'sys/application/template/actions',
    'sys/db',
    'sys/file/external-monitor',
    'sys/file/ssl-cert',
    'sys/file/ssl-key',
    'sys/folder',
    'sys/global-settings',
    'sys/provision',
]

MONITORS = [
    'diameter',
    'dns',
    'external',
    'firepass',
    'ftp',
    'gateway-icmp',
    'http',
    'https',
    'icmp',
    'imap',
    'inband',
    'ldap',
    'module-score',
    'mqtt',
    'mssql',
    'mysql',
    'nntp',
    'none',
    'oracle',
    'pop3',
    'postgresql',
    'radius',
    'radius-accounting',
    'real-server',
    'rpc',
    'sasp',
    'scripted',
    'sip',
    'smb',
    'smtp',
    'snmp-dca',
    'snmp-dca-base',
    'soap',
    'tcp',
    'tcp-echo',
    'tcp-half-open',
    'udp',
    'virtual-location',
    'wap',
    'wmi',
]

# Profile kinds of a device with LTM, and their first built-in profile.
PROFILES = {
    'certificate-authority': 'certificateauthority',
    'client-ldap': 'clientldap',
    'client-ssl': 'clientssl',
    'connector': 'connector',
    'dhcpv4': 'dhcpv4',
    'dhcpv6': 'dhcpv6',
    'diameter': 'diameter',
    'dns': 'dns',
    'fasthttp': 'fasthttp',
    'fastl4': 'fastL4',
    'fix': 'fix',
    'ftp': 'ftp',
    'html': 'html',
    'http': 'http',
    'http-compression': 'httpcompression',
    'http-proxy-connect': 'http-proxy-connect',
    'http2': 'http2',
    'httprouter': 'httprouter',
    'icap': 'icap',
    'imap': 'imap',
    'ipother': 'ipother',
    'ipsecalg': 'ipsecalg',
    'mblb': 'mblb',
    'mqtt': 'mqtt',
    'netflow': 'netflow',
    'ntlm': 'ntlm',
    'one-connect': 'oneconnect',
    'pop3': 'pop3',
    'pptp': 'pptp',
    'qoe': 'qoe',
    'radius': 'radiusLB',
    'request-adapt': 'requestadapt',
    'request-log': 'request-log',
    'response-adapt': 'responseadapt',
    'rewrite': 'rewrite',
    'rtsp': 'rtsp',
    'sctp': 'sctp',
    'server-ldap': 'serverldap',
    'server-ssl': 'serverssl',
    'service': 'service',
    'sip': 'sip',
    'smtps': 'smtps',
    'socks': 'socks',
    'statistics': 'stats',
    'stream': 'stream',
    'tcp': 'tcp',
    'tcp-analytics': 'tcp-analytics',
    'tftp': 'tftp',
    'udp': 'udp',
    'web-acceleration': 'webacceleration',
    'websocket': 'websocket',
    'xml': 'xml',
}

PERSISTENCE = {
    'cookie': 'cookie',
    'dest-addr': 'dest_addr',
    'hash': 'hash',
    'host': 'host',
    'msrdp': 'msrdp',
    'sip': 'sip_info',
    'source-addr': 'source_addr',
    'ssl': 'ssl',
    'universal': 'universal',
}

BUILTINS = {
    'auth/partition': ['Common'],
    'auth/user': ['admin'],
    'cm/device-group': ['/Common/device_trust_group', '/Common/gtm'],
    'cm/traffic-group': [
        '/Common/traffic-group-1',
        '/Common/traffic-group-local-only',
    ],
    'cm/trust-domain': ['/Common/Root'],
    'ltm/data-group/internal': [
        '/Common/aol',
        '/Common/images',
        '/Common/private_net',
        '/Common/sys_APM_MS_Office_OFBA_DG',
    ],
    'ltm/eviction-policy': ['/Common/default-eviction-policy'],
    'ltm/monitor/http': ['/Common/http', '/Common/http_head_f5'],
    'ltm/monitor/https': [
        '/Common/https',
        '/Common/https_443',
        '/Common/https_head_f5',
    ],
    'ltm/node': [],
    'ltm/policy': [],
    'ltm/policy-strategy': [
        '/Common/all-match',
        '/Common/best-match',
        '/Common/first-match',
    ],
    'ltm/pool': [],
    'ltm/profile/client-ssl': [
        '/Common/clientssl',
        '/Common/clientssl-insecure-compatible',
        '/Common/clientssl-secure',
        '/Common/crypto-server-default-clientssl',
        '/Common/splitsession-default-clientssl',
        '/Common/wom-default-clientssl',
    ],
    'ltm/profile/fastl4': [
        '/Common/apm-forwarding-fastL4',
        '/Common/fastL4',
        '/Common/full-acceleration',
    ],
    'ltm/profile/http': [
        '/Common/http',
        '/Common/http-explicit',
        '/Common/http-transparent',
    ],
    'ltm/profile/tcp': [
        '/Common/apm-forwarding-client-tcp',
        '/Common/apm-forwarding-server-tcp',
        '/Common/f5-tcp-lan',
        '/Common/f5-tcp-mobile',
        '/Common/f5-tcp-progressive',
        '/Common/f5-tcp-wan',
        '/Common/mptcp-mobile-optimized',
        '/Common/splitsession-default-tcp',
        '/Common/tcp',
        '/Common/tcp-lan-optimized',
        '/Common/tcp-legacy',
        '/Common/tcp-mobile-optimized',
        '/Common/tcp-wan-optimized',
        '/Common/wam-tcp-lan-optimized',
        '/Common/wam-tcp-wan-optimized',
        '/Common/wom-tcp-lan-optimized',
        '/Common/wom-tcp-wan-optimized',
    ],
    'ltm/profile/udp': [
        '/Common/udp',
        '/Common/udp_decrement_ttl',
        '/Common/udp_gtm_dns',
        '/Common/udp_preserve_ttl',
    ],
    'ltm/virtual': [],
    'ltm/virtual-address': [],
    'net/route': [],
    'net/route-domain': ['/Common/0'],
    'net/self': [],
    'net/tunnels/tunnel': ['/Common/http-tunnel', '/Common/socks-tunnel'],
    'net/vlan': [],
    'sys/file/ssl-cert': [
        '/Common/ca-bundle.crt',
        '/Common/default.crt',
        '/Common/f5-ca-bundle.crt',
        '/Common/f5-irule.crt',
    ],
    'sys/file/ssl-key': ['/Common/default.key'],
    'sys/folder': ['/', '/Common', '/Common/Drafts'],
    'gtm/monitor/firepass': ['/Common/firepass_gtm'],
    'gtm/monitor/real-server': ['/Common/real_server'],
    'gtm/monitor/snmp': ['/Common/snmp_gtm'],
    'gtm/monitor/snmp-link': ['/Common/snmp_link'],
    'gtm/monitor/soap': ['/Common/soap'],
    'gtm/monitor/wmi': ['/Common/wmi'],
    'ltm/message-routing/generic/protocol': ['/Common/genericmsg'],
    'ltm/message-routing/mqtt/profile/router': ['/Common/mqttrouter'],
    'ltm/message-routing/mqtt/profile/session': ['/Common/mqttsession'],
    'net/fdb/tunnel': ['/Common/http-tunnel', '/Common/socks-tunnel'],
    'net/ipsec/ike-daemon': ['/Common/ikedaemon'],
    'net/ipsec/ike-peer': ['/Common/anonymous'],
    'net/ipsec/ipsec-policy': [
        '/Common/default-ipsec-policy',
        '/Common/default-ipsec-policy-interface',
        '/Common/default-ipsec-policy-isession',
    ],
    'net/ipsec/traffic-selector': [
        '/Common/default-traffic-selector-interface'
    ],
    'net/port-list': [
        '/Common/_sys_self_allow_tcp_defaults',
        '/Common/_sys_self_allow_udp_defaults',
    ],
    'net/rate-shaping/drop-policy': [
        '/Common/fred',
        '/Common/red',
        '/Common/tail',
    ],
    'net/rate-shaping/queue': ['/Common/pfifo', '/Common/sfq'],
    'net/stp': ['/Common/cist'],
    'sys/crypto/ca-bundle-manager': ['/Common/ca-bundle'],
    'sys/disk/logical-disk': ['HD1'],
    'sys/feature-module': ['cgnat'],
    'sys/log-config/destination/alertd': ['/Common/alertd'],
    'sys/log-config/destination/local-database': ['/Common/local-db'],
    'sys/log-config/destination/local-syslog': ['/Common/local-syslog'],
    'sys/log-config/publisher': [
        '/Common/default-ipsec-log-publisher',
        '/Common/default-mgmt-acl-log-publisher',
        '/Common/local-db-publisher',
        '/Common/sys-db-access-publisher',
        '/Common/sys-sslo-publisher',
        '/Common/sys-sso-access-publisher',
    ],
    'sys/management-dhcp': ['/Common/sys-mgmt-dhcp-config'],
    'sys/software/volume': ['HD1.1'],
    'sys/url-db/url-category': [
        '/Common/Uncategorized',
        '/Common/User-Defined',
    ],
}

# What an object has when it is created with nothing but what is asked for.
DEFAULTS = {
    'auth/partition': {'defaultRouteDomain': 0},
    'ltm/node': {
        'connectionLimit': 0,
        'dynamicRatio': 1,
        'ephemeral': 'false',
        'fqdn': {
            'addressFamily': 'ipv4',
            'autopopulate': 'disabled',
            'downInterval': 5,
            'interval': '3600',
        },
        'logging': 'disabled',
        'monitor': 'default',
        'rateLimit': 'disabled',
        'ratio': 1,
        'session': 'user-enabled',
        'state': 'unchecked',
    },
    'ltm/pool': {
        'allowNat': 'yes',
        'allowSnat': 'yes',
        'ignorePersistedWeight': 'disabled',
        'ipTosToClient': 'pass-through',
        'ipTosToServer': 'pass-through',
        'linkQosToClient': 'pass-through',
        'linkQosToServer': 'pass-through',
        'loadBalancingMode': 'round-robin',
        'minActiveMembers': 0,
        'minUpMembers': 0,
        'minUpMembersAction': 'failover',
        'minUpMembersChecking': 'disabled',
        'queueDepthLimit': 0,
        'queueOnConnectionLimit': 'disabled',
        'queueTimeLimit': 0,
        'reselectTries': 0,
        'serviceDownAction': 'none',
        'slowRampTime': 10,
    },
    'ltm/pool/members': {
        'connectionLimit': 0,
        'dynamicRatio': 1,
        'ephemeral': 'false',
        'fqdn': {'autopopulate': 'disabled'},
        'inheritProfile': 'enabled',
        'logging': 'disabled',
        'monitor': 'default',
        'priorityGroup': 0,
        'rateLimit': 'disabled',
        'ratio': 1,
        'session': 'user-enabled',
        'state': 'unchecked',
    },
    'ltm/monitor/http': {
        'adaptive': 'disabled',
        'adaptiveDivergenceType': 'relative',
        'adaptiveDivergenceValue': 25,
        'adaptiveLimit': 200,
        'adaptiveSamplingTimespan': 300,
        'destination': '*:*',
        'interval': 5,
        'ipDscp': 0,
        'manualResume': 'disabled',
        'reverse': 'disabled',
        'send': 'GET /\\r\\n',
        'timeUntilUp': 0,
        'timeout': 16,
        'transparent': 'disabled',
        'upInterval': 0,
    },
    'ltm/monitor/icmp': {
        'adaptive': 'disabled',
        'adaptiveDivergenceType': 'relative',
        'adaptiveDivergenceValue': 25,
        'adaptiveLimit': 200,
        'adaptiveSamplingTimespan': 300,
        'destination': '*',
        'interval': 5,
        'manualResume': 'disabled',
        'timeUntilUp': 0,
        'timeout': 16,
        'transparent': 'disabled',
        'upInterval': 0,
    },
    'ltm/persistence/source-addr': {
        'appService': 'none',
        'defaultsFrom': 'none',
        'description': 'none',
        'hashAlgorithm': 'default',
        'mapProxies': 'enabled',
        'mapProxyAddress': 'none',
        'mapProxyClass': 'none',
        'mask': 'none',
        'matchAcrossPools': 'disabled',
        'matchAcrossServices': 'disabled',
        'matchAcrossVirtuals': 'disabled',
        'mirror': 'disabled',
        'overrideConnectionLimit': 'disabled',
        'timeout': '180',
    },
    'ltm/profile/one-connect': {
        'appService': 'none',
        'defaultsFrom': 'none',
        'description': 'none',
        'idleTimeoutOverride': 'disabled',
        'limitType': 'none',
        'maxAge': 86400,
        'maxReuse': 1000,
        'maxSize': 10000,
        'sharePools': 'disabled',
        'sourceMask': 'any',
    },
    'ltm/virtual-address': {
        'arp': 'enabled',
        'autoDelete': 'true',
        'connectionLimit': 0,
        'enabled': 'yes',
        'floating': 'enabled',
        'icmpEcho': 'enabled',
        'inheritedTrafficGroup': 'false',
        'mask': '255.255.255.255',
        'routeAdvertisement': 'disabled',
        'serverScope': 'any',
        'spanning': 'disabled',
        'trafficGroup': '/Common/traffic-group-1',
        'unit': 1,
    },
    'sys/folder': {
        'deviceGroup': 'none',
        'hidden': 'false',
        'inheritedDevicegroup': 'true',
        'inheritedTrafficGroup': 'true',
        'noRefCheck': 'false',
        'trafficGroup': '/Common/traffic-group-1',
    },
}

CREATE_ONLY = {
    'ltm/data-group/internal': ['type'],
    'ltm/monitor/http': ['defaultsFrom'],
    'ltm/node': ['address'],
    'ltm/pool': [],
    'ltm/pool/members': ['address'],
    'ltm/profile/http': [],
    'ltm/profile/tcp': [],
    'ltm/snat-translation': ['address'],
    'ltm/virtual': [],
    'ltm/virtual-address': ['address', 'mask'],
    'cm/device-group': ['type'],
    'sys/application/service': ['template'],
}

LABELS = {
    'ltm/pool': 'Pool',
    'ltm/virtual': 'Virtual Server',
    'ltm/virtual-address': 'Virtual Address',
    'ltm/node': 'Node',
    'ltm/policy': 'Policy',
    'ltm/rule': 'iRule',
    'ltm/data-group/internal': 'value list',
    'ltm/profile/client-ssl': 'ClientSSL Profile',
    'ltm/profile/server-ssl': 'ServerSSL Profile',
    'ltm/profile/dns': 'DNS Profile',
    'sys/folder': 'folder',
    'net/vlan': 'VLAN',
    'auth/user': 'user',
    'sys/file/ssl-cert': 'Certificate File',
    'sys/file/ssl-key': 'Certificate Key File',
    'ltm/pool/members': 'Pool Member',
}


def fields_of(fields, path):
    """Every field at every depth, with the path to it."""
    for name, field in fields.items():
        yield '{} {}'.format(path, name), field
        yield from fields_of(field.fields, '{} {}'.format(path, name))


def every_field():
    for row in kinds.KINDS:
        yield from fields_of(row.fields, row.collection)


def objects():
    for row in kinds.KINDS:
        for path, values in row.builtins.items():
            yield row, path, values


def subcollections(row):
    return {
        child.collection.rpartition('/')[2]
        for child in kinds.KINDS
        if child.parent == row.collection
    }


def fits(field, value):
    """Whether a value is one that its own field allows."""
    if field.type == 'object':
        return all(
            fits(field.fields[name], part) for name, part in value.items()
        )
    if field.type == 'list' and field.fields:
        return all(
            fits(field.fields[name], part)
            for entry in value
            for name, part in entry.items()
        )
    if field.type in ('list', 'references'):
        return isinstance(value, list)
    if field.type == 'flag':
        return value is True
    if value in field.words:
        return True
    if field.choices:
        return value in field.choices
    if field.type == 'integer' and not isinstance(value, int):
        return False
    if field.low is not None and int(value) < field.low:
        return False
    return field.high is None or int(value) <= field.high


def test_each_collection_has_one_row():
    assert len(BY_COLLECTION) == len(kinds.KINDS)


@pytest.mark.parametrize(
    'collection',
    [
        *COLLECTIONS,
        *('ltm/monitor/' + name for name in MONITORS),
        *('ltm/persistence/' + name for name in PERSISTENCE),
        *('ltm/profile/' + name for name in PROFILES),
    ],
)
def test_the_collection_is_there(collection):
    assert collection in BY_COLLECTION


def test_parents_are_kinds():
    assert {row.parent for row in kinds.KINDS if row.parent} <= set(
        BY_COLLECTION
    )


def test_subcollections_lie_below_their_parents():
    for row in kinds.KINDS:
        if row.parent:
            assert row.collection.rpartition('/')[0] == row.parent


def test_references_name_kinds():
    for path, field in every_field():
        assert set(field.refers) <= set(BY_COLLECTION), path


def test_references_say_what_they_refer_to():
    for path, field in every_field():
        if field.type in ('reference', 'references', 'monitor'):
            assert field.refers, path


def test_types_are_known():
    for path, field in every_field():
        assert field.type in (
            'string',
            'integer',
            'boolean',
            'flag',
            'reference',
            'references',
            'monitor',
            'mask',
            'braces',
            'list',
            'object',
        ), path


def test_defaults_are_allowed_by_their_own_fields():
    for path, field in every_field():
        if field.default is not None:
            assert fits(field, field.default), path


def test_what_was_never_recorded_is_absent_until_set():
    for path, field in every_field():
        if field.unverified in (facts.DOCUMENTED, facts.UNSOURCED):
            assert field.default is None, path


def test_excluded_fields_exist():
    for row in kinds.KINDS:
        for field in row.fields.values():
            assert set(field.excludes) <= set(row.fields), row.collection


def test_required_fields_exist():
    for row in kinds.KINDS:
        assert set(row.required) <= set(row.fields), row.collection


def test_builtins_hold_fields_of_their_kind():
    for row, path, values in objects():
        known = set(row.fields) | subcollections(row)
        assert set(values) <= known, (row.collection, path)


def test_builtins_hold_allowed_values():
    for row, path, values in objects():
        for name, value in values.items():
            if name in row.fields:
                assert fits(row.fields[name], value), (
                    row.collection,
                    path,
                    name,
                )


def test_builtins_refer_to_builtins():
    for row, path, values in objects():
        resolved = {
            name: field.default for name, field in row.fields.items()
        } | values
        for name, field in row.fields.items():
            value = resolved[name]
            if (
                field.type == 'reference'
                and value not in (None, 'none')
                and name != 'signingKey'
            ):
                assert any(
                    value in BY_COLLECTION[other].builtins
                    for other in field.refers
                ), (path, name, value)


def test_what_inherits_has_its_parent():
    for row in kinds.KINDS:
        if row.inherits:
            assert row.builtins[row.inherits] == {}
            assert 'defaultsFrom' in row.fields


def test_partitioned_builtins_have_full_paths():
    for row, path, _ in objects():
        assert path.startswith('/') == (row.naming == 'partitioned'), path


@pytest.mark.parametrize('collection', BUILTINS)
def test_the_builtins_of_a_fresh_device(collection):
    assert sorted(BY_COLLECTION[collection].builtins) == BUILTINS[collection]


@pytest.mark.parametrize('name', PROFILES)
def test_each_profile_kind_has_its_first_profile(name):
    assert (
        '/Common/' + PROFILES[name]
        in BY_COLLECTION['ltm/profile/' + name].builtins
    )


@pytest.mark.parametrize('name', PERSISTENCE)
def test_each_method_has_its_persistence_profile(name):
    row = BY_COLLECTION['ltm/persistence/' + name]
    assert row.inherits == '/Common/' + PERSISTENCE[name]


@pytest.mark.parametrize('name', MONITORS)
def test_each_monitor_inherits_from_its_namesake(name):
    row = BY_COLLECTION['ltm/monitor/' + name]
    assert row.inherits == '/Common/' + name.replace('-', '_')
    assert row.not_found == 'object'
    assert row.in_use == '01070083:3: Monitor {path} is in use.'


def test_http_is_a_monitor_and_a_profile():
    assert '/Common/http' in BY_COLLECTION['ltm/monitor/http'].builtins
    assert '/Common/http' in BY_COLLECTION['ltm/profile/http'].builtins


@pytest.mark.parametrize('collection', DEFAULTS)
def test_the_values_of_a_new_object(collection):
    fields = BY_COLLECTION[collection].fields
    assert {
        name: field.default
        for name, field in fields.items()
        if field.default is not None
    } == DEFAULTS[collection]


@pytest.mark.parametrize('collection', CREATE_ONLY)
def test_what_cannot_be_changed(collection):
    fields = BY_COLLECTION[collection].fields
    assert [
        name for name, field in fields.items() if field.create_only
    ] == CREATE_ONLY[collection]


@pytest.mark.parametrize('collection', LABELS)
def test_the_label_in_messages(collection):
    assert BY_COLLECTION[collection].label == LABELS[collection]


@pytest.mark.parametrize(
    ('collection', 'text'),
    [
        (
            'ltm/node',
            "01070110:3: Node address '/Common/intra2' is referenced "
            "by a member of pool '/Common/intraPool'.",
        ),
        (
            'ltm/pool',
            '01070265:3: The Pool (/Common/intra2) cannot be deleted '
            'because it is in use by a Virtual Server '
            '(/Common/intraPool).',
        ),
        (
            'ltm/rule',
            '01070265:3: The rule (/Common/intra2) cannot be deleted '
            'because it is in use by a Virtual Server '
            '(/Common/intraPool).',
        ),
        (
            'ltm/snatpool',
            '01070320:3: Snatpool intra2 is still referenced by a '
            'virtual server.',
        ),
        (
            'net/route-domain',
            '0107097c:3: The specified route domain (intra2) '
            'is the default route domain for one or more '
            'partitions (/Common/intraPool) and cannot be '
            'deleted.',
        ),
    ],
)
def test_the_message_of_a_refused_delete(collection, text):
    row = BY_COLLECTION[collection]
    assert (
        row.in_use.format(
            label=row.label,
            path='/Common/intra2',
            name='intra2',
            user_label='Virtual Server',
            user='/Common/intraPool',
        )
        == text
    )


def test_secrets_are_marked():
    for path, field in every_field():
        last = path.rpartition(' ')[2].lower()
        if field.type == 'string' and (
            last.endswith('passphrase')
            and last != ('insertcookiepassphrase')
            or last == 'password'
        ):
            assert field.secret, path


def test_only_ltm_is_provisioned():
    assert {
        module
        for module, values in BY_COLLECTION['sys/provision'].builtins.items()
        if values.get('level', 'none') != 'none'
    } == {'ltm'}


def test_system_rules_are_signed():
    for path, values in BY_COLLECTION['ltm/rule'].builtins.items():
        assert path.startswith('/Common/_sys_')
        assert values['apiRawValues'] == {
            'verificationStatus': 'signature-verified'
        }


def test_sources_are_given():
    for row in kinds.KINDS:
        assert row.source or row.unverified, row.collection


def test_rows_are_kinds():
    assert all(isinstance(row, kind.Kind) for row in kinds.KINDS)


# Route domains.


@pytest.fixture
def nine(rest):
    """A partition whose default route domain is 9."""
    rest.ok('POST', 'net/route-domain', {'name': 'nine', 'id': 9})
    rest.ok('POST', 'auth/partition', {'name': 'p9', 'defaultRouteDomain': 9})
    return 'p9'


@pytest.mark.parametrize(
    'sent, shown',
    [
        ('192.0.2.1', '192.0.2.1'),
        ('192.0.2.1%9', '192.0.2.1'),
        ('192.0.2.1%0', '192.0.2.1%0'),
        ('192.0.2.1%7', '192.0.2.1%7'),
    ],
)
def test_a_default_route_domain_is_not_shown(rest, nine, sent, shown):
    # As people report; a BIG-IP does so as a rule, and not always.
    node = rest.ok(
        'POST', 'ltm/node', {'name': 'n', 'partition': nine, 'address': sent}
    )
    assert node['address'] == shown
    server = rest.ok(
        'POST',
        'ltm/virtual',
        {
            'name': 'v',
            'partition': nine,
            'destination': '/%s/%s:80' % (nine, sent),
        },
    )
    assert server['destination'] == '/%s/%s:80' % (nine, shown)
    # Recorded on 11.6: 0.0.0.0%6/0 beside a destination with %6.
    domain = shown.partition('%')[2]
    assert server['source'] == '0.0.0.0%s/0' % (domain and '%' + domain)
    pool = rest.ok(
        'POST',
        'ltm/snatpool',
        {'name': 's', 'partition': nine, 'members': ['/p9/' + sent]},
    )
    assert pool['members'] == ['/p9/' + shown]


def test_one_address_in_two_route_domains_is_two(rest, nine):
    for name, place, address in [
        ('a', nine, '192.0.2.1'),
        ('b', nine, '192.0.2.1%0'),
        ('c', 'Common', '192.0.2.1%7'),
    ]:
        body = {'name': name, 'partition': place, 'address': address}
        rest.ok('POST', 'ltm/node', body)
    status, message = rest.refused(
        'POST',
        'ltm/node',
        {'name': 'd', 'partition': 'Common', 'address': '192.0.2.1'},
    )
    assert status == 400 and '/p9/b' in message


def test_a_source_of_another_route_domain_is_refused(rest):
    body = {'name': 'v', 'destination': '/Common/192.0.2.1%7:80'}
    status, _ = rest.refused(
        'POST', 'ltm/virtual', {**body, 'source': '0.0.0.0/0'}
    )
    assert status == 400
    made = rest.ok('POST', 'ltm/virtual', {**body, 'source': '10.0.0.0%7/8'})
    assert made['source'] == '10.0.0.0%7/8'
    status, _ = rest.refused(
        'PATCH', 'ltm/virtual/~Common~v', {'source': '10.0.0.0/8'}
    )
    assert status == 400


def test_no_traffic_group_of_a_virtual_address_is_a_word(rest):
    body = {'name': 'a', 'address': '192.0.2.1', 'trafficGroup': 'none'}
    assert rest.ok('POST', 'ltm/virtual-address', body)['trafficGroup'] == (
        'none'
    )


# Database variables.


def test_a_fresh_device_has_all_variables():
    assert len(BY_COLLECTION['sys/db'].builtins) == 2257


@pytest.mark.parametrize(
    'name, value, allowed, saved',
    [
        # Recorded on 14.1.2.1, one of each form.
        ('bigd.numprocs', '0', 'integer min:0 max:99', 'true'),
        ('config.auditing', 'enable', 'all disable enable verbose', 'false'),
        ('connection.vlankeyed', 'enable', 'disable enable', 'false'),
        ('dhclient.mgmt', 'disable', 'dhcpv4 dhcpv6 disable enable', 'false'),
        ('failover.linksup', 'true', 'false true', 'false'),
        ('keyboard.type', 'US - Standard 101 key', 'string', 'false'),
        ('license.operational', 'true', 'false true', 'false'),
        ('provision.extramb', '0', 'integer min:0 max:8192', 'true'),
        ('systemauth.primaryadminuser', 'admin', 'string', 'true'),
        (
            'iptunnel.configsync',
            'enable',
            'disable enable',
            'true',
        ),
    ],
)
def test_a_variable(name, value, allowed, saved):
    found = BY_COLLECTION['sys/db'].builtins[name]
    assert found['value'] == value
    assert found['valueRange'] == allowed
    assert found['scfConfig'] == saved


def test_defaults_of_variables_are_allowed_by_their_own_ranges():
    for name, found in BY_COLLECTION['sys/db'].builtins.items():
        default, allowed = found['defaultValue'], found['valueRange']
        limits = re.fullmatch(
            r'(?:unsigned )?integer(?: min:(-?\d+))?(?: max:(-?\d+))?', allowed
        )
        if limits:
            low, high = limits.groups()
            assert low is None or int(default) >= int(low), name
            assert high is None or int(default) <= int(high), name
        elif allowed in ('disable enable', 'false true'):
            assert default in allowed.split(), name
