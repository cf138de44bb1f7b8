# SPDX-License-Identifier: Apache-2.0

"""The SNMP agent: communities, users and where traps go."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind


def _process(name: str, most: str = 'infinity') -> kind.Values:
    return {
        'name': '/Common/' + name,
        'maxProcesses': most,
        'minProcesses': 1,
        'process': name,
    }


SNMP = facts.row(
    'sys/snmp',
    {
        **facts.texts('description', 'include', 'l2forwardVlan'),
        'agentAddresses': kind.items(['tcp6:161', 'udp6:161']),
        'agentTrap': kind.switch('enabled'),
        'allowedAddresses': kind.items(['127.0.0.0/8']),
        'authTrap': kind.switch(),
        'bigipTraps': kind.switch('enabled'),
        'diskMonitors': kind.items(
            [
                {
                    'name': '/Common/root',
                    'minspace': 2000,
                    'minspaceType': 'size',
                    'path': '/',
                },
                {
                    'name': '/Common/var',
                    'minspace': 10000,
                    'minspaceType': 'size',
                    'path': '/var',
                },
            ],
            {
                'name': kind.text(),
                'minspace': kind.integer(),
                'minspaceType': kind.text(),
                'path': kind.text(),
            },
        ),
        'loadMax1': kind.integer(12),
        'loadMax15': kind.integer(12),
        'loadMax5': kind.integer(12),
        'processMonitors': kind.items(
            [
                _process('bigd'),
                _process('chmand', '1'),
                _process('httpd'),
                _process('mcpd', '1'),
                _process('sod', '1'),
                _process('tmm'),
            ],
            {
                'name': kind.text(),
                'maxProcesses': kind.text(),
                'minProcesses': kind.integer(),
                'process': kind.text(),
            },
        ),
        'snmpv1': kind.choice(
            'enable', 'disable', unverified=facts.OTHER_WORDS
        ),
        'snmpv2c': kind.choice(
            'enable', 'disable', unverified=facts.OTHER_WORDS
        ),
        'sysContact': kind.text('Customer Name <admin@customer.com>'),
        'sysLocation': kind.text('Network Closet 1'),
        'sysServices': kind.integer(78),
        'trapCommunity': kind.text('public'),
        'trapSource': kind.text('none'),
    },
    facts.RECORDED,
    naming='singleton',
)

_ACCESS = kind.choice('ro', 'rw', unverified=facts.OTHER_WORDS)

COMMUNITIES = facts.row(
    'sys/snmp/communities',
    {
        'access': _ACCESS,
        **facts.texts('communityName', 'description', 'oidSubset', 'source'),
        'ipv6': kind.switch(unverified='the default'),
    },
    facts.EXAMPLES,
    parent='sys/snmp',
    required=('communityName',),
)

_SECRETS = {
    **kind.password('authPassword'),
    **kind.password('privacyPassword'),
}
_AUTH = kind.choice(
    None, 'none', 'md5', 'sha', 'sha256', 'sha512', unverified='the words'
)
_PRIVACY = kind.choice(
    None,
    'none',
    'aes',
    'des',
    'aes192',
    'aes192c',
    'aes256',
    'aes256c',
    unverified='the words',
)
_SECURITY = kind.choice(
    None,
    'auth-privacy',
    'auth-no-privacy',
    'no-auth-no-privacy',
    unverified='the words',
)

USERS = facts.row(
    'sys/snmp/users',
    {
        **_SECRETS,
        'access': _ACCESS,
        'authProtocol': _AUTH,
        'description': kind.text(),
        'oidSubset': kind.text('.1', unverified=facts.EXAMPLE),
        'privacyProtocol': _PRIVACY,
        'securityLevel': _SECURITY,
        'username': kind.text(),
    },
    facts.EXAMPLES,
    parent='sys/snmp',
    required=('username',),
)

TRAPS = facts.row(
    'sys/snmp/traps',
    {
        **_SECRETS,
        **facts.texts('description', 'engineId', 'host', 'securityName'),
        'authProtocol': _AUTH,
        'community': kind.text(),
        'network': kind.choice(
            None,
            'default',
            'management',
            'mgmt',
            'other',
            unverified=facts.DOCUMENTED,
        ),
        'port': kind.integer(162, *facts.PORT, unverified='the default'),
        'privacyProtocol': _PRIVACY,
        'securityLevel': _SECURITY,
        'version': kind.choice('2c', '1', '3', unverified='the default'),
    },
    facts.REFERENCE,
    parent='sys/snmp',
    required=('host',),
)

KINDS = (SNMP, COMMUNITIES, USERS, TRAPS)
