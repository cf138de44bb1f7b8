# SPDX-License-Identifier: Apache-2.0

"""Authentication of those whose traffic passes: servers and profiles."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_FIELDS = 'the fields: no item is recorded'
_AUTH = 'ltm/auth/'


def _row(
    name: str, fields: dict[str, kind.Field], *required: str
) -> kind.Kind:
    return facts.row(
        _AUTH + name,
        {**facts.DESCRIBED, **fields},
        facts.RECORDED,
        _FIELDS,
        required=required,
    )


_ABLE = kind.choice(None, 'enabled', 'disabled')
_SECRET = {'secret': kind.text(secret=True)}
_DIRECTORY = {
    'bindPw': kind.text(secret=True),
    'servers': kind.items(),
}

CONFIGURATIONS = (
    _row(
        'kerberos-delegation',
        {
            **facts.texts('clientPrincipal', 'serverPrincipal'),
            'debugLogging': _ABLE,
            'protocolTransition': _ABLE,
        },
        'serverPrincipal',
        'clientPrincipal',
    ),
    _row(
        'ldap',
        {
            **_DIRECTORY,
            **facts.texts(
                'bindDn',
                'filter',
                'groupDn',
                'groupMemberAttribute',
                'loginAttribute',
                'searchBaseDn',
                'userTemplate',
            ),
            **facts.integers('port', 'searchTimeout'),
            'debug': _ABLE,
        },
        'servers',
    ),
    _row(
        'radius',
        {
            'debug': _ABLE,
            'retries': kind.integer(),
            'servers': kind.references(_AUTH + 'radius-server'),
            'serviceType': kind.text(),
        },
    ),
    _row(
        'ssl-cc-ldap',
        {
            **_DIRECTORY,
            **facts.texts(
                'adminDn',
                'groupBase',
                'groupKey',
                'userBase',
                'userClass',
                'userKey',
            ),
            'adminPassword': kind.text(secret=True),
            'searchType': kind.text(),
        },
        'servers',
        'userKey',
    ),
    _row(
        'ssl-crldp',
        {
            **facts.integers(
                'cacheTimeout', 'connectionTimeout', 'updateInterval'
            ),
            'servers': kind.references(_AUTH + 'crldp-server'),
            'useIssuer': _ABLE,
        },
    ),
    _row(
        'ssl-ocsp', {'responders': kind.references(_AUTH + 'ocsp-responder')}
    ),
    _row(
        'tacacs',
        {
            **_SECRET,
            **facts.texts('accounting', 'authentication', 'protocol'),
            'debug': _ABLE,
            'encryption': _ABLE,
            'servers': kind.items(),
            'service': kind.text(),
        },
        'secret',
        'servers',
        'service',
    ),
)

SERVERS = (
    _row(
        'crldp-server',
        {
            **facts.texts('baseDn', 'host'),
            'port': kind.integer(None, *facts.PORT),
            'reverseDn': _ABLE,
        },
        'host',
    ),
    _row(
        'ocsp-responder',
        {
            'caFile': kind.reference(facts.CERT),
            'signHash': kind.text(),
            'url': kind.text(),
        },
    ),
    _row(
        'radius-server',
        {
            **_SECRET,
            'port': kind.integer(None, *facts.PORT),
            'server': kind.text(),
            'timeout': kind.integer(),
        },
        'secret',
        'server',
    ),
)

# The rule that a profile of each type calls; Kerberos has none.
_RULES = {
    'krbdelegate': None,
    'ldap': 'ldap',
    'radius': 'radius',
    'ssl-cc-ldap': 'ssl_cc_ldap',
    'ssl-crldp': 'ssl_crldp',
    'ssl-ocsp': 'ssl_ocsp',
    'tacacs': 'tacacs',
}


def _builtin(type_: str, rule: str | None) -> kind.Values:
    return {
        'fileName': 'tmm_common{}1'.format(type_.replace('-', '')),
        'rule': rule and '/Common/_sys_auth_' + rule,
        'type': type_,
    }


PROFILE = facts.row(
    _AUTH + 'profile',
    {
        **facts.DESCRIBED,
        'configuration': kind.reference(
            *(row.collection for row in CONFIGURATIONS),
            unverified=facts.DOCUMENTED,
        ),
        'cookieKey': kind.text('abc123'),
        'cookieName': kind.text('f5auth'),
        'credentialSource': kind.choice('http-basic-auth'),
        'defaultsFrom': kind.reference(
            _AUTH + 'profile', unverified=facts.DOCUMENTED
        ),
        **facts.either('yes', 'enabled'),
        'fileName': kind.text(read_only=True),
        'idleTimeout': kind.integer(300),
        'rule': kind.reference('ltm/rule'),
        'type': kind.choice(None, *_RULES, read_only=True),
    },
    facts.RECORDED,
    'what a new one inherits',
    builtins={
        '/Common/' + type_.replace('-', '_'): _builtin(type_, rule)
        for type_, rule in _RULES.items()
    },
)

KINDS = (*SERVERS, *CONFIGURATIONS, PROFILE)
