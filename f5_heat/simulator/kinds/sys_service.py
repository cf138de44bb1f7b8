# SPDX-License-Identifier: Apache-2.0

"""The services of a device itself: DNS, NTP, SSH, HTTP, syslog and mail."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

DNS = facts.row(
    'sys/dns',
    {
        **facts.texts('description', 'include'),
        'nameServers': kind.items(),
        'numberOfDots': kind.integer(0),
        'search': kind.items(),
    },
    facts.RECORDED,
    naming='singleton',
)

NTP = facts.row(
    'sys/ntp',
    {
        **facts.texts('description', 'include'),
        'servers': kind.items(),
        'timezone': kind.text('America/Los_Angeles'),
    },
    'recorded on 12.1.0 and 14.1.2.1',
    naming='singleton',
)

_ABLE = kind.choice(
    None, 'enabled', 'disabled', unverified='its values and its default'
)

NTP_RESTRICT = facts.row(
    'sys/ntp/restrict',
    {
        **facts.texts('address', 'description', 'mask'),
        **dict.fromkeys(
            (
                'defaultEntry',
                'ignore',
                'kod',
                'limited',
                'lowPriorityTrap',
                'noModify',
                'noPeer',
                'noQuery',
                'noServePackets',
                'noTrap',
                'noTrust',
                'nonNtpPort',
                'ntpPort',
                'version',
            ),
            _ABLE,
        ),
    },
    facts.REFERENCE,
    parent='sys/ntp',
    naming='plain',
)

SSHD = facts.row(
    'sys/sshd',
    {
        **facts.texts('bannerText', 'description', 'include'),
        'allow': kind.items(['ALL']),
        'banner': kind.switch(unverified='the default: it is one of a user'),
        'fipsCipherVersion': kind.integer(0),
        'inactivityTimeout': kind.integer(0, 0, facts.MAX_CONNECTIONS),
        'logLevel': kind.choice(
            'info',
            'debug',
            'debug1',
            'debug2',
            'debug3',
            'error',
            'fatal',
            'quiet',
            'verbose',
            unverified=facts.OTHER_WORDS,
        ),
        'login': kind.switch('enabled'),
        'port': kind.integer(22, *facts.PORT),
    },
    facts.RECORDED,
    naming='singleton',
)

# Each of these with the bulk algorithms AES128 and AES256.
_CIPHERS = ':'.join(
    '{}AES{}-{}'.format(exchange, bits, hashed)
    for exchange in ('ECDHE-RSA-', 'ECDHE-ECDSA-', '')
    for hashes in (
        ('GCM-SHA256', 'GCM-SHA384'),
        ('SHA', 'SHA'),
        ('SHA256', 'SHA384' if exchange else 'SHA256'),
    )
    for bits, hashed in zip((128, 256), hashes, strict=True)
)

HTTPD = facts.row(
    'sys/httpd',
    {
        **facts.texts(
            'description',
            'include',
            'sslCaCertFile',
            'sslCertchainfile',
            'sslInclude',
        ),
        'allow': kind.items(['All']),
        'authName': kind.text('BIG-IP'),
        **facts.either('off', 'authPamDashboardTimeout'),
        'authPamIdleTimeout': kind.integer(1200, 120, facts.MAX_CONNECTIONS),
        **facts.either('on', 'authPamValidateIp'),
        'fastcgiTimeout': kind.integer(300),
        'fipsCipherVersion': kind.integer(0),
        'hostnameLookup': kind.choice(
            'off', 'on', 'double', unverified=facts.OTHER_WORDS
        ),
        'logLevel': kind.choice(
            'warn',
            'alert',
            'crit',
            'debug',
            'emerg',
            'error',
            'info',
            'notice',
            unverified=facts.OTHER_WORDS,
        ),
        'maxClients': kind.integer(10, 10, 256),
        'redirectHttpToHttps': kind.switch(),
        'requestBodyMaxTimeout': kind.integer(0),
        'requestBodyMinRate': kind.integer(500),
        'requestBodyTimeout': kind.integer(60),
        'requestHeaderMaxTimeout': kind.integer(40),
        'requestHeaderMinRate': kind.integer(500),
        'requestHeaderTimeout': kind.integer(20),
        'sslCertfile': kind.text('/etc/httpd/conf/ssl.crt/server.crt'),
        'sslCertkeyfile': kind.text('/etc/httpd/conf/ssl.key/server.key'),
        'sslCiphersuite': kind.text(_CIPHERS),
        'sslOcspDefaultResponder': kind.text('http://127.0.0.1'),
        **facts.either('off', 'sslOcspEnable', 'sslOcspOverrideResponder'),
        'sslOcspResponderTimeout': kind.integer(300),
        'sslOcspResponseMaxAge': kind.integer(-1),
        'sslOcspResponseTimeSkew': kind.integer(300),
        'sslPort': kind.integer(443, *facts.PORT),
        'sslProtocol': kind.text('all -SSLv2 -SSLv3 -TLSv1'),
        'sslVerifyClient': kind.choice(
            'no',
            'require',
            'optional',
            'optional-no-ca',
            unverified=facts.OTHER_WORDS,
        ),
        'sslVerifyDepth': kind.integer(10),
    },
    'recorded on 12.1.2 and 14.1.2.1',
    naming='singleton',
)

_LEVELS = (
    'alert',
    'crit',
    'debug',
    'emerg',
    'err',
    'info',
    'notice',
    'warning',
)


def _level(default: str) -> kind.Field:
    return kind.Field(
        default=default, choices=_LEVELS, unverified=facts.OTHER_WORDS
    )


def _levels(
    facility: str, lowest: str, highest: str = 'emerg'
) -> dict[str, kind.Field]:
    return {
        facility + 'From': _level(lowest),
        facility + 'To': _level(highest),
    }


SYSLOG = facts.row(
    'sys/syslog',
    {
        **facts.texts('description', 'include'),
        **_levels('authPriv', 'notice'),
        'clusteredHostSlot': kind.switch('enabled'),
        'clusteredMessageSlot': kind.switch(),
        'consoleLog': kind.switch('enabled'),
        **_levels('cron', 'warning'),
        **_levels('daemon', 'notice'),
        'isoDate': kind.switch(),
        **_levels('kern', 'debug'),
        **_levels('local6', 'notice'),
        **_levels('mail', 'notice'),
        **_levels('messages', 'notice', 'warning'),
        'remoteServers': kind.items(
            fields={
                'name': kind.text(),
                'host': kind.text(),
                'localIp': kind.text('none'),
                'remotePort': kind.integer(514, *facts.PORT),
            }
        ),
        **_levels('userLog', 'notice'),
    },
    'recorded on 13.0.0, 13.1.0.7, 14.1.2.1 and 16.1.3.3',
    naming='singleton',
)

SMTP_SERVER = facts.row(
    'sys/smtp-server',
    {
        **facts.APP_SERVICE,
        'authenticationDisabled': kind.flag(
            True,
            excludes=('authenticationEnabled',),
            unverified='the default',
        ),
        'authenticationEnabled': kind.flag(
            excludes=('authenticationDisabled',)
        ),
        'encryptedConnection': kind.choice(
            'none', 'ssl', 'tls', unverified=facts.OTHER_WORDS
        ),
        **facts.texts(
            'fromAddress', 'localHostName', 'smtpServerHostName', 'username'
        ),
        **kind.password('password'),
        'smtpServerPort': kind.integer(25, *facts.PORT),
    },
    facts.EXAMPLES,
)

OUTBOUND_SMTP = facts.row(
    'sys/outbound-smtp',
    {
        'fromLineOverride': kind.switch(),
        'mailhub': kind.text('localhost'),
    },
    facts.RECORDED,
    naming='singleton',
)

SFLOW_RECEIVER = facts.row(
    'sys/sflow/receiver',
    {
        **facts.DESCRIBED,
        'address': kind.text(),
        'maxDatagramSize': kind.integer(1400),
        'port': kind.integer(6343, *facts.PORT),
        'state': kind.switch(),
    },
    facts.REFERENCE,
    required=('address',),
)

SFLOW_SETTINGS = tuple(
    facts.row(
        'sys/sflow/global-settings/' + source,
        {
            'description': kind.text(),
            'pollInterval': kind.integer(10),
            **facts.integers('samplingRate', default=rate),
        },
        facts.RECORDED if source == 'vlan' else facts.REFERENCE,
        weak,
        naming='singleton',
    )
    for source, rate, weak in (
        ('http', 1024, ''),
        ('interface', None, 'the values'),
        ('system', None, 'the values'),
        ('vlan', 2048, ''),
    )
)

KINDS = (
    DNS,
    NTP,
    NTP_RESTRICT,
    SSHD,
    HTTPD,
    SYSLOG,
    SMTP_SERVER,
    OUTBOUND_SMTP,
    SFLOW_RECEIVER,
    *SFLOW_SETTINGS,
)
