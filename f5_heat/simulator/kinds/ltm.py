# SPDX-License-Identifier: Apache-2.0

"""Nodes, pools and their members, iRules, data groups and SNATs."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.kinds import monitor
from f5_heat.simulator.schema import kind

_STATE = {
    'session': kind.choice('user-enabled', 'user-disabled', 'monitor-enabled'),
    'state': kind.choice(
        'unchecked',
        'checking',
        'up',
        'down',
        'user-up',
        'user-down',
        'unavailable',
        'fqdn-up',
        'fqdn-up-no-addr',
        'fqdn-down',
        'fqdn-checking',
    ),
}
_MEMBERSHIP = {
    **facts.DESCRIBED,
    **_STATE,
    'address': kind.text(create_only=True),
    'connectionLimit': kind.integer(0, 0, facts.MAX_CONNECTIONS),
    'dynamicRatio': kind.integer(1, 1, 100),
    'ephemeral': kind.choice('false', 'true', read_only=True),
    'logging': kind.switch(),
    'metadata': kind.items(
        fields=facts.METADATA['metadata'].fields, unverified=facts.DOCUMENTED
    ),
    'monitor': kind.Field('monitor', 'default', refers=monitor.COLLECTIONS),
    'rateLimit': facts.rate_limit(1, facts.MAX_CONNECTIONS),
    'ratio': kind.integer(1, 1, 100),
}

NODE = kind.Kind(
    'ltm/node',
    'Node',
    {
        **_MEMBERSHIP,
        'fqdn': facts.composed(
            {
                'addressFamily': kind.choice(
                    'ipv4', 'ipv6', 'all', create_only=True
                ),
                'autopopulate': kind.switch(create_only=True),
                'downInterval': kind.integer(5, 0),
                'interval': kind.number_text('3600', words=('ttl',)),
                'tmName': kind.text(
                    unverified='that it can be changed on a node in use'
                ),
            }
        ),
    },
    source='recorded on 12.0.0, 13.0.0, 14.1.2.1 and 14.1.4',
    in_use="01070110:3: Node address '{path}' is referenced by a member of "
    "pool '{user}'.",
)

POOL = kind.Kind(
    'ltm/pool',
    'Pool',
    {
        **facts.DESCRIBED,
        **facts.METADATA,
        'allowNat': kind.choice('yes', 'no'),
        'allowSnat': kind.choice('yes', 'no'),
        'gatewayFailsafeDevice': kind.reference('cm/device'),
        'ignorePersistedWeight': kind.switch(),
        'ipTosToClient': facts.tos('pass-through'),
        'ipTosToServer': facts.tos('pass-through'),
        'linkQosToClient': facts.qos('pass-through'),
        'linkQosToServer': facts.qos('pass-through'),
        'loadBalancingMode': kind.choice(
            'round-robin',
            'dynamic-ratio-member',
            'dynamic-ratio-node',
            'fastest-app-response',
            'fastest-node',
            'least-connections-member',
            'least-connections-node',
            'least-sessions',
            'observed-member',
            'observed-node',
            'predictive-member',
            'predictive-node',
            'ratio-least-connections-member',
            'ratio-least-connections-node',
            'ratio-member',
            'ratio-node',
            'ratio-session',
            'weighted-least-connections-member',
            'weighted-least-connections-node',
        ),
        'minActiveMembers': kind.integer(0, 0, 65535),
        'minUpMembers': kind.integer(0, 0, 65535),
        'minUpMembersAction': kind.choice('failover', 'reboot', 'restart-all'),
        'minUpMembersChecking': kind.switch(),
        'monitor': kind.Field('monitor', refers=monitor.COLLECTIONS),
        'queueDepthLimit': kind.integer(0, 0),
        'queueOnConnectionLimit': kind.switch(),
        'queueTimeLimit': kind.integer(0, 0),
        'reselectTries': kind.integer(0, 0, 65535),
        'serviceDownAction': kind.choice(
            'none', 'reset', 'drop', 'reselect', since='11.6.0'
        ),
        'slowRampTime': kind.integer(10, 0, 900),
    },
    source='recorded on 11.5.4, 11.6.0, 12.0.0, 14.1.0 and 14.1.2.1',
)

MEMBERS = kind.Kind(
    'ltm/pool/members',
    'Pool Member',
    {
        **_MEMBERSHIP,
        'fqdn': facts.composed(
            {
                'addressFamily': kind.choice(
                    None,
                    'ipv4',
                    'ipv6',
                    'all',
                    create_only=True,
                    unverified=facts.DOCUMENTED,
                ),
                'autopopulate': kind.switch(create_only=True),
                'downInterval': kind.integer(unverified=facts.DOCUMENTED),
                'interval': kind.number_text(
                    words=('ttl',), unverified=facts.DOCUMENTED
                ),
                'tmName': kind.text(create_only=True),
            }
        ),
        'inheritProfile': kind.switch('enabled'),
        'priorityGroup': kind.integer(0, 0, 65535),
        'profiles': kind.items(unverified=facts.DOCUMENTED),
    },
    parent='ltm/pool',
    not_found='object',
    source='recorded on 11.5.4, 11.6.1 and 13.1.3.4',
)

_SIGNED = {'apiRawValues': {'verificationStatus': 'signature-verified'}}


def _system_rule(event: str) -> dict:
    return {
        'apiAnonymous': 'nodelete nowrite \nwhen %s {\n    return\n}' % event,
        **_SIGNED,
    }


RULE = kind.Kind(
    'ltm/rule',
    'iRule',
    {
        **facts.APP_SERVICE,
        'apiAnonymous': kind.text(),
        'apiRawValues': kind.nested(
            {'verificationStatus': kind.text(read_only=True)}, read_only=True
        ),
        'ignoreVerification': kind.choice(None, 'true', 'false'),
    },
    source='recorded on 14.1.2.1',
    in_use='01070265:3: The rule ({path}) cannot be deleted because it is '
    'in use by a {user_label} ({user}).',
    builtins={
        '/Common/_sys_APM_ExchangeSupport_OA_BasicAuth': _system_rule(
            'ACCESS_SESSION_STARTED'
        ),
        '/Common/_sys_APM_ExchangeSupport_OA_NtlmAuth': _system_rule(
            'ACCESS_SESSION_STARTED'
        ),
        '/Common/_sys_APM_ExchangeSupport_helper': _system_rule(
            'HTTP_REQUEST'
        ),
        '/Common/_sys_APM_ExchangeSupport_main': _system_rule(
            'ACCESS_SESSION_STARTED'
        ),
        '/Common/_sys_APM_MS_Office_OFBA_Support': _system_rule(
            'ACCESS_SESSION_STARTED'
        ),
        '/Common/_sys_APM_Office365_SAML_BasicAuth': _system_rule(
            'ACCESS_SESSION_STARTED'
        ),
        '/Common/_sys_APM_activesync': _system_rule('ACCESS_SESSION_STARTED'),
        '/Common/_sys_auth_krbdelegate': _system_rule('HTTP_REQUEST'),
        '/Common/_sys_auth_ldap': _system_rule('HTTP_REQUEST'),
        '/Common/_sys_auth_radius': _system_rule('HTTP_REQUEST'),
        '/Common/_sys_auth_ssl_cc_ldap': _system_rule('CLIENTSSL_CLIENTCERT'),
        '/Common/_sys_auth_ssl_crldp': _system_rule('CLIENTSSL_CLIENTCERT'),
        '/Common/_sys_auth_ssl_ocsp': _system_rule('CLIENTSSL_CLIENTCERT'),
        '/Common/_sys_auth_tacacs': _system_rule('HTTP_REQUEST'),
        '/Common/_sys_https_redirect': _system_rule('HTTP_REQUEST'),
    },
)


def _pairs(values: dict[str, str]) -> list[dict[str, str]]:
    return [{'name': name, 'data': data} for name, data in values.items()]


def _records(*names: str) -> list[dict[str, str]]:
    return _pairs(dict.fromkeys(names, ''))


DATA_GROUP = kind.Kind(
    'ltm/data-group/internal',
    'value list',
    {
        **facts.DESCRIBED,
        'records': kind.items(
            fields={'name': kind.text(), 'data': kind.text('')}
        ),
        'type': kind.choice('string', 'ip', 'integer', create_only=True),
    },
    required=('type',),
    source='recorded on 13.1.1, 14.1.2.1 and 15.1.0',
    builtins={
        '/Common/aol': {
            'type': 'ip',
            'records': _records(
                '64.12.96.0/19',
                '195.93.16.0/20',
                '195.93.48.0/22',
                '195.93.64.0/19',
                '195.93.96.0/19',
                '198.81.0.0/22',
                '198.81.8.0/23',
                '198.81.16.0/20',
                '202.67.65.128/25',
                '205.188.112.0/20',
                '205.188.146.144/30',
                '205.188.192.0/20',
                '205.188.208.0/23',
                '207.200.112.0/21',
            ),
        },
        '/Common/images': {'records': _records('.bmp', '.gif', '.jpg')},
        '/Common/private_net': {
            'type': 'ip',
            'records': _records(
                '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'
            ),
        },
        '/Common/sys_APM_MS_Office_OFBA_DG': {
            'description': 'This internal data-group is used in '
            '_sys_APM_MS_Office_OFBA_Support irule',
            'records': _pairs(
                {
                    'ie_sp_session_sharing_enabled': '0',
                    'ie_sp_session_sharing_inactivity_timeout': '60',
                    'ofba_auth_dialog_size': '800x600',
                    'useragent1': 'microsoft data access internet publishing '
                    'provider',
                    'useragent2': 'office protocol discovery',
                    'useragent3': 'microsoft office',
                    'useragent4': 'non-browser',
                    'useragent5': 'msoffice 12',
                    'useragent6': 'microsoft-webdav-miniredir',
                    'useragent7': 'webdav-miniredir',
                    'useragent9': 'ms frontpage 1[23456789]',
                    'useragent10': 'onenote',
                }
            ),
        },
    },
)

_TRANSLATION_TIMEOUT = kind.number_text(
    'indefinite', 0, facts.MAX_INT, facts.INDEFINITE
)

SNAT_TRANSLATION = kind.Kind(
    'ltm/snat-translation',
    'SNAT Translation Address',
    {
        **facts.DESCRIBED,
        **facts.enabled(),
        'address': kind.text(create_only=True),
        'arp': kind.switch('enabled'),
        'connectionLimit': kind.integer(0, 0),
        'inheritedTrafficGroup': kind.choice('true', 'false', read_only=True),
        'ipIdleTimeout': _TRANSLATION_TIMEOUT,
        'tcpIdleTimeout': _TRANSLATION_TIMEOUT,
        'trafficGroup': kind.reference(
            facts.TRAFFIC_GROUP, default='/Common/traffic-group-1'
        ),
        'udpIdleTimeout': _TRANSLATION_TIMEOUT,
        'unit': kind.integer(1, read_only=True),
    },
    required=('address',),
    unverified=facts.LABEL,
    source='recorded on 11.6.0 and 17.0.0',
)

SNATPOOL = kind.Kind(
    'ltm/snatpool',
    'SNAT Pool',
    {
        **facts.DESCRIBED,
        'members': kind.references('ltm/snat-translation'),
    },
    required=('members',),
    unverified=facts.LABEL,
    source='recorded on 12.1.2',
    in_use='01070320:3: Snatpool {name} is still referenced by a virtual '
    'server.',
)

SNAT = kind.Kind(
    'ltm/snat',
    'SNAT',
    {
        **facts.DESCRIBED,
        **facts.METADATA,
        **facts.vlans(),
        'autoLasthop': kind.choice('default', 'enabled', 'disabled'),
        'automap': kind.flag(excludes=('snatpool', 'translation')),
        'mirror': kind.switch(),
        'origins': kind.items(
            fields={'name': kind.text(), 'appService': kind.text()}
        ),
        'snatpool': kind.reference(
            'ltm/snatpool', excludes=('automap', 'translation')
        ),
        'sourcePort': kind.choice('preserve', 'preserve-strict', 'change'),
        'translation': kind.reference(
            'ltm/snat-translation', excludes=('automap', 'snatpool')
        ),
    },
    required=('origins',),
    unverified=facts.LABEL,
    source='asserted by tests that ran against devices',
)

NAT = kind.Kind(
    'ltm/nat',
    'NAT',
    {
        **facts.DESCRIBED,
        **facts.enabled(),
        **facts.vlans(),
        'arp': kind.switch('enabled'),
        'autoLasthop': kind.choice('default', 'enabled', 'disabled'),
        'inheritedTrafficGroup': kind.choice('true', 'false', read_only=True),
        'originatingAddress': kind.text(create_only=True),
        'trafficGroup': kind.reference(
            facts.TRAFFIC_GROUP, default='/Common/traffic-group-1'
        ),
        'translationAddress': kind.text(create_only=True),
        'unit': kind.integer(1, read_only=True),
    },
    required=('originatingAddress', 'translationAddress'),
    unverified=facts.DOCUMENTED,
)


def _strategy(default: str, **rest: kind.Field) -> kind.Field:
    return facts.composed(
        {
            **rest,
            'enabled': kind.Field(default=default, choices=('true', 'false')),
        }
    )


_DELAYED = _strategy('false', delay=kind.integer(0))

EVICTION_POLICY = kind.Kind(
    'ltm/eviction-policy',
    'eviction policy',
    {
        **facts.DESCRIBED,
        'highWater': kind.integer(95, 0, 100),
        'lowWater': kind.integer(85, 0, 100),
        'slowFlow': facts.composed(
            {
                'enabled': kind.choice('false', 'true'),
                'evictionType': kind.choice(
                    'percent', 'absolute', unverified=facts.OTHER_WORDS
                ),
                'gracePeriod': kind.integer(10),
                'maximum': kind.integer(100),
                'thresholdBps': kind.integer(32),
                'throttling': kind.switch(),
            }
        ),
        'strategies': facts.composed(
            {
                'biasBytes': _DELAYED,
                'biasFast': _DELAYED,
                'biasIdle': _strategy('true'),
                'biasOldest': _strategy('true'),
                'biasSlow': _DELAYED,
                'lowPriorityGeographies': _strategy('false'),
                'lowPriorityPort': _strategy('false'),
                'lowPriorityRouteDomain': _strategy('false'),
                'lowPriorityVirtualServer': _strategy('false'),
            }
        ),
    },
    source='recorded on 14.1.2.1',
    unverified=facts.LABEL,
    builtins={'/Common/default-eviction-policy': {}},
)


def _cipher_rule(ciphers: str, description: str) -> dict[str, str]:
    return {'cipher': ciphers, 'description': description}


CIPHER_RULE = kind.Kind(
    'ltm/cipher/rule',
    'cipher rule',
    {
        **facts.DESCRIBED,
        'cipher': kind.text('DEFAULT'),
        'dhGroups': kind.text('DEFAULT', since='14.0'),
        'signatureAlgorithms': kind.text('DEFAULT', since='14.0'),
    },
    source='recorded on 14.1.2.1',
    unverified=facts.LABEL,
    builtins={
        '/Common/f5-aes': _cipher_rule(
            'AES-GCM:AES', 'Cipher suites that use the AES cipher.'
        ),
        '/Common/f5-default': _cipher_rule(
            'DEFAULT', 'The recommended default cipher suites.'
        ),
        '/Common/f5-ecc': _cipher_rule(
            'ECDHE:ECDHE_ECDSA',
            'Cipher suites that utilize Elliptical Curve Ephemeral '
            'Diffie-Hellman key exchange.',
        ),
        '/Common/f5-hw_keys': _cipher_rule(
            'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-SHA384:'
            'ECDHE-RSA-AES256-CBC-SHA:DHE-RSA-AES256-GCM-SHA384:'
            'DHE-RSA-AES256-SHA256:DHE-RSA-AES256-SHA:'
            'ECDH-RSA-AES256-GCM-SHA384:ECDH-RSA-AES256-SHA384:'
            'ECDH-RSA-AES256-SHA:AES256-GCM-SHA384:AES256-SHA256:'
            'AES256-SHA:ECDHE-RSA-DES-CBC3-SHA:DHE-RSA-DES-CBC3-SHA:'
            'ECDH-RSA-DES-CBC3-SHA:DES-CBC3-SHA:'
            'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA256:'
            'ECDHE-RSA-AES128-CBC-SHA:DHE-RSA-AES128-GCM-SHA256:'
            'DHE-RSA-AES128-SHA256:DHE-RSA-AES128-SHA:'
            'ECDH-RSA-AES128-GCM-SHA256:ECDH-RSA-AES128-SHA256:'
            'ECDH-RSA-AES128-SHA:AES128-GCM-SHA256:AES128-SHA256:'
            'AES128-SHA:RC4-SHA:RC4-MD5:DHE-RSA-DES-CBC-SHA:'
            'DHE-RSA-CAMELLIA256-SHA:CAMELLIA256-SHA:'
            'DHE-RSA-CAMELLIA128-SHA:!TLSv1:!TLSv1_1:!SSLv3:!DTLSv1',
            'Cipher suites eligible for use with a Hardware Security Module.',
        ),
        '/Common/f5-secure': _cipher_rule(
            'ECDHE:RSA:ECDHE_ECDSA:!SSLV3:!RC4:!EXP:!DES:!3DES',
            'Cipher suites that maximize regulatory compliance.',
        ),
    },
)

_CIPHER_RULES = kind.items(
    fields={
        'name': kind.reference('ltm/cipher/rule'),
        'partition': kind.text(),
        'subPath': kind.text(),
    }
)

CIPHER_GROUP = kind.Kind(
    'ltm/cipher/group',
    'cipher group',
    {
        **facts.DESCRIBED,
        'allow': _CIPHER_RULES,
        'exclude': _CIPHER_RULES,
        'ordering': kind.choice(
            'default',
            'speed',
            'strength',
            'fips',
            'hardware',
            unverified=facts.OTHER_WORDS,
        ),
        'require': _CIPHER_RULES,
    },
    source='recorded on 14.1.2.1',
    unverified=facts.LABEL,
    builtins={
        path: {
            'allow': [{'name': path.rpartition('/')[2], 'partition': 'Common'}]
        }
        for path in CIPHER_RULE.builtins
    },
)

KINDS = (
    NODE,
    POOL,
    MEMBERS,
    RULE,
    DATA_GROUP,
    SNAT_TRANSLATION,
    SNATPOOL,
    SNAT,
    NAT,
    EVICTION_POLICY,
    CIPHER_RULE,
    CIPHER_GROUP,
)
