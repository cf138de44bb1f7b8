# SPDX-License-Identifier: Apache-2.0

"""Who may log in: passwords, remote users and the servers that know them."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

PASSWORD_POLICY = facts.row(
    'auth/password-policy',
    {
        'expirationWarning': kind.integer(7),
        'lockoutDuration': kind.integer(unverified=facts.DOCUMENTED),
        'maxDuration': kind.integer(99999),
        'maxLoginFailures': kind.integer(0),
        'minDuration': kind.integer(0),
        'minimumLength': kind.integer(6),
        'passwordMemory': kind.integer(0),
        'policyEnforcement': kind.switch('enabled'),
        'requiredLowercase': kind.integer(0),
        'requiredNumeric': kind.integer(0),
        'requiredSpecial': kind.integer(0),
        'requiredUppercase': kind.integer(0),
    },
    facts.RECORDED,
    naming='singleton',
)

SOURCE = facts.row(
    'auth/source',
    {
        **facts.either('false', 'fallback'),
        'type': kind.choice(
            'local',
            'active-directory',
            'cert-ldap',
            'ldap',
            'radius',
            'tacacs',
            unverified=facts.OTHER_WORDS,
        ),
    },
    facts.RECORDED,
    naming='singleton',
)

REMOTE_USER = facts.row(
    'auth/remote-user',
    {
        'defaultPartition': kind.reference(
            'auth/partition', default='all', words=('all',)
        ),
        'defaultRole': kind.text('no-access'),
        'description': kind.text(unverified=facts.DOCUMENTED),
        'remoteConsoleAccess': kind.switch(),
    },
    facts.RECORDED,
    naming='singleton',
)

REMOTE_ROLE = facts.row(
    'auth/remote-role',
    {'description': kind.text(unverified=facts.UNSOURCED)},
    facts.RECORDED,
    naming='singleton',
)

ROLE_INFO = facts.row(
    'auth/remote-role/role-info',
    {
        'attribute': kind.text(),
        'console': kind.text('disable', unverified=facts.EXAMPLE),
        'deny': kind.switch(unverified='the default'),
        'lineOrder': kind.integer(low=0),
        'role': kind.text(unverified='the words'),
        'userPartition': kind.reference(
            'auth/partition',
            default='Common',
            words=('All', 'all', 'Common'),
            unverified='the default',
        ),
    },
    facts.EXAMPLES,
    parent='auth/remote-role',
    required=('attribute', 'lineOrder'),
)

_ABLE = kind.choice(None, 'enabled', 'disabled')

RADIUS_SERVER = facts.row(
    'auth/radius-server',
    {
        'description': kind.text(unverified=facts.DOCUMENTED),
        'port': kind.integer(1812, *facts.PORT, unverified=facts.EXAMPLE),
        'secret': kind.text(secret=True),
        'server': kind.text(),
        'timeout': kind.integer(3, 1, 60, unverified=facts.EXAMPLE),
    },
    facts.EXAMPLES,
)

RADIUS = facts.row(
    'auth/radius',
    {
        'accountingBug': kind.switch(unverified=facts.EXAMPLE),
        'debug': kind.switch(unverified=facts.EXAMPLE),
        'retries': kind.integer(3, unverified=facts.EXAMPLE),
        'servers': kind.references('auth/radius-server'),
        'serviceType': kind.choice(
            'authenticate-only',
            'login',
            'default',
            'framed',
            'callback-login',
            'callback-framed',
            'outbound',
            'administrative',
            'nas-prompt',
            'callback-nas-prompt',
            'call-check',
            'callback-administrative',
            unverified=facts.EXAMPLE,
        ),
    },
    facts.EXAMPLES,
)

TACACS = facts.row(
    'auth/tacacs',
    {
        'accounting': kind.choice(
            'send-to-first-server',
            'send-to-all-servers',
            unverified=facts.EXAMPLE,
        ),
        'authentication': kind.choice(
            'use-first-server', 'use-all-servers', unverified=facts.EXAMPLE
        ),
        'debug': kind.switch(unverified=facts.EXAMPLE),
        'encryption': kind.switch('enabled', unverified=facts.EXAMPLE),
        'protocol': kind.text(unverified='the words'),
        'secret': kind.text(secret=True),
        'servers': kind.items(),
        'service': kind.text(unverified='the words'),
        'timeout': kind.integer(10, unverified=facts.EXAMPLE),
    },
    facts.EXAMPLES,
)

# What auth/ldap and auth/cert-ldap share.
_DIRECTORY = {
    **facts.texts(
        'bindDn',
        'filter',
        'loginAttribute',
        'searchBaseDn',
        'sslCaCertFile',
        'sslCiphers',
        'sslClientCert',
        'sslClientKey',
    ),
    **facts.integers('idleTimeout', 'port', 'searchTimeout'),
    'bindPw': kind.text(secret=True),
    'bindTimeout': kind.integer(30, unverified='the default'),
    'checkHostAttr': kind.switch(),
    'checkRolesGroup': kind.switch(),
    'ignoreAuthInfoUnavail': kind.choice(None, 'yes', 'no'),
    'ignoreUnknownUser': _ABLE,
    'referrals': kind.choice(None, 'yes', 'no'),
    'scope': kind.choice(None, 'sub', 'one', 'base'),
    'servers': kind.items(),
    'sslCheckPeer': _ABLE,
}

LDAP = facts.row(
    'auth/ldap',
    {
        **_DIRECTORY,
        **facts.texts('groupDn', 'groupMemberAttribute', 'userTemplate'),
        'ssl': kind.choice(None, 'enabled', 'disabled', 'start-tls'),
        'version': kind.integer(),
    },
    facts.TOOLS,
)

CERT_LDAP = facts.row(
    'auth/cert-ldap',
    {
        **_DIRECTORY,
        **facts.texts('description', 'loginFilter', 'loginName'),
        'debug': kind.switch(),
        'ssl': _ABLE,
        'sslCnameField': kind.text(),
    },
    facts.REFERENCE,
)

KINDS = (
    PASSWORD_POLICY,
    SOURCE,
    REMOTE_USER,
    REMOTE_ROLE,
    ROLE_INFO,
    RADIUS_SERVER,
    RADIUS,
    TACACS,
    LDAP,
    CERT_LDAP,
)
