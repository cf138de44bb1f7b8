# SPDX-License-Identifier: Apache-2.0

"""Where a device logs to, and how much its daemons log."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_PLACE = 'sys/log-config/destination/'
_FORWARD = {
    **facts.DESCRIBED,
    'forwardTo': kind.reference(
        _PLACE + 'ipfix',
        _PLACE + 'management-port',
        _PLACE + 'remote-high-speed-log',
        _PLACE + 'remote-syslog',
    ),
}
_PROTOCOL = kind.choice('tcp', 'udp')
_FACILITY = kind.choice('local0', *('local%d' % n for n in range(1, 8)))
_SEVERITY = kind.choice(
    'info',
    'emerg',
    'alert',
    'crit',
    'err',
    'warn',
    'notice',
    'debug',
    unverified=facts.OTHER_WORDS,
)
_SYSLOG = {'defaultFacility': _FACILITY, 'defaultSeverity': _SEVERITY}

DESTINATIONS = (
    facts.row(
        _PLACE + 'alertd',
        {'description': kind.text()},
        facts.RECORDED,
        builtins={'/Common/alertd': {}},
    ),
    facts.row(
        _PLACE + 'arcsight', _FORWARD, facts.REFERENCE, required=('forwardTo',)
    ),
    facts.row(
        _PLACE + 'ipfix',
        {
            **facts.DESCRIBED,
            'poolName': kind.reference('ltm/pool'),
            'protocolVersion': kind.choice('ipfix', 'netflow-9'),
            'serversslProfile': kind.reference('ltm/profile/server-ssl'),
            'templateDeleteDelay': kind.integer(5),
            'templateRetransmitInterval': kind.integer(30),
            'transportProfile': kind.reference(
                'ltm/profile/udp',
                'ltm/profile/tcp',
                default='/Common/udp',
                unverified='the form of the default',
            ),
        },
        facts.REFERENCE,
        required=('poolName',),
    ),
    facts.row(
        _PLACE + 'local-database',
        {'description': kind.text()},
        facts.RECORDED,
        builtins={'/Common/local-db': {}},
    ),
    facts.row(
        _PLACE + 'local-syslog',
        {'description': kind.text(), **_SYSLOG},
        facts.RECORDED,
        builtins={'/Common/local-syslog': {}},
    ),
    facts.row(
        _PLACE + 'management-port',
        {
            **facts.DESCRIBED,
            'ipAddress': kind.text(),
            'port': kind.integer(None, *facts.PORT),
            'protocol': _PROTOCOL,
        },
        facts.REFERENCE,
        required=('ipAddress', 'port'),
    ),
    facts.row(
        _PLACE + 'remote-high-speed-log',
        {
            **facts.DESCRIBED,
            'distribution': kind.choice('adaptive', 'balanced', 'replicated'),
            'poolName': kind.reference('ltm/pool'),
            'protocol': _PROTOCOL,
        },
        facts.REFERENCE,
        required=('poolName',),
    ),
    facts.row(
        _PLACE + 'remote-syslog',
        {
            **facts.DESCRIBED,
            **_SYSLOG,
            'format': kind.choice('rfc3164', 'rfc5424', 'legacy-bigip'),
            'remoteHighSpeedLog': kind.reference(
                _PLACE + 'remote-high-speed-log', _PLACE + 'management-port'
            ),
        },
        facts.EXAMPLES,
        required=('remoteHighSpeedLog',),
    ),
    facts.row(
        _PLACE + 'splunk', _FORWARD, facts.REFERENCE, required=('forwardTo',)
    ),
)


def _to(*names: str) -> kind.Values:
    return {
        'destinations': [
            {'name': name, 'partition': 'Common'} for name in names
        ]
    }


PUBLISHER = facts.row(
    facts.PUBLISHER,
    {
        **facts.DESCRIBED,
        'destinations': facts.named(*(row.collection for row in DESTINATIONS)),
    },
    'recorded on 13.1.0.4 and 14.1.2.1',
    builtins={
        '/Common/default-ipsec-log-publisher': _to('local-syslog'),
        '/Common/default-mgmt-acl-log-publisher': {},
        '/Common/local-db-publisher': _to('local-db'),
        '/Common/sys-db-access-publisher': _to('local-db', 'local-syslog'),
        '/Common/sys-sslo-publisher': _to('local-syslog'),
        '/Common/sys-sso-access-publisher': _to('local-syslog'),
    },
)

FILTER = facts.row(
    'sys/log-config/filter',
    {
        **facts.DESCRIBED,
        'level': kind.choice(
            'debug',
            'emerg',
            'alert',
            'crit',
            'err',
            'error',
            'warn',
            'notice',
            'info',
            unverified=facts.OTHER_WORDS,
        ),
        'messageId': kind.text(),
        'publisher': kind.reference(facts.PUBLISHER),
        'source': kind.text('all'),
    },
    facts.REFERENCE,
    required=('publisher',),
)

_DAEMON_LEVELS = (
    'emergency',
    'alert',
    'critical',
    'error',
    'warning',
    'notice',
    'informational',
    'debug',
)


def _level(default: str) -> kind.Field:
    return kind.Field(
        default=default, choices=_DAEMON_LEVELS, unverified=facts.OTHER_WORDS
    )


def _daemon(name: str, fields: dict[str, kind.Field]) -> kind.Kind:
    return facts.row(
        'sys/daemon-log-settings/' + name,
        fields,
        facts.RECORDED,
        naming='singleton',
    )


DAEMONS = (
    *(
        _daemon(name, {'logLevel': _level('notice')})
        for name in ('clusterd', 'csyncd', 'icr-eventd', 'lind')
    ),
    _daemon(
        'icrd',
        {
            'audit': kind.choice(
                'modifications', 'all', 'none', unverified=facts.OTHER_WORDS
            )
        },
    ),
    _daemon(
        'mcpd',
        {
            'audit': kind.choice(
                'enabled',
                'disabled',
                'all',
                'verbose',
                unverified=facts.OTHER_WORDS,
            ),
            'logLevel': _level('notice'),
        },
    ),
    _daemon(
        'tmm',
        {
            'arpLogLevel': _level('warning'),
            'httpCompressionLogLevel': _level('error'),
            'httpLogLevel': _level('error'),
            'ipLogLevel': _level('warning'),
            'iruleLogLevel': _level('informational'),
            'layer4LogLevel': _level('notice'),
            'netLogLevel': _level('warning'),
            'osLogLevel': _level('notice'),
            'pvaLogLevel': _level('informational'),
            'sslLogLevel': _level('warning'),
        },
    ),
)

LOG_ROTATE = facts.row(
    'sys/log-rotate',
    {
        'commonBacklogs': kind.integer(24),
        'description': kind.text(),
        'ilxRotations': kind.number_text('10'),
        'ilxSchedule': kind.text('daily'),
        'ilxSize': kind.number_text('10240'),
        'maxFileSize': kind.integer(1024000),
    },
    facts.RECORDED,
    naming='singleton',
)

KINDS = (*DESTINATIONS, PUBLISHER, FILTER, *DAEMONS, LOG_ROTATE)
