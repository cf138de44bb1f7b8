# SPDX-License-Identifier: Apache-2.0

"""The monitors of ``ltm/monitor``, one kind for each protocol."""

import typing as t

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_SOURCE = 'recorded on 14.1.2.1'
_DAY = 86400

_NO_YES = ('no', 'yes')

_DESTINATION = {'destination': kind.text('*:*')}
_ADDRESS_ONLY = {'destination': kind.text('*')}
_MANUAL_RESUME = {'manualResume': kind.switch()}
_TRANSPARENT = {'transparent': kind.switch()}
_DEBUG = {'debug': kind.choice(*_NO_YES)}
_ADAPTIVE = {
    'adaptive': kind.switch(),
    'adaptiveDivergenceType': kind.choice('relative', 'absolute'),
    'adaptiveDivergenceValue': kind.integer(25),
    'adaptiveLimit': kind.integer(200),
    'adaptiveSamplingTimespan': kind.integer(300),
}
_DSCP = {'ipDscp': kind.integer(0, 0, 63, unverified='the upper bound')}
_LOGIN = {'username': kind.text(), 'password': kind.text(secret=True)}
_UNRECORDED_LOGIN = {
    'username': kind.text(unverified=facts.DOCUMENTED),
    'password': kind.text(secret=True, unverified=facts.DOCUMENTED),
}
_RECEIVE = {
    'recv': kind.text(),
    'recvDisable': kind.text(),
    'reverse': kind.switch(),
}
_TLS = {
    'cert': kind.reference(facts.CERT),
    'key': kind.reference(facts.KEY),
}


def _timing(interval: int = 5, timeout: int = 16) -> dict[str, kind.Field]:
    return {
        'interval': kind.integer(interval, 1, _DAY),
        'timeout': kind.integer(timeout, 1, _DAY),
        'timeUntilUp': kind.integer(0, 0, _DAY),
        'upInterval': kind.integer(0, 0),
    }


def _monitor(
    name: str,
    *groups: dict[str, kind.Field],
    builtins: kind.Builtins | None = None,
    source: str = _SOURCE,
    **rest: t.Any,
) -> kind.Kind:
    """Return a row of ``ltm/monitor``; its built-in parent bears its name."""
    collection = 'ltm/monitor/' + name
    parent = '/Common/' + name.replace('-', '_')
    fields = {
        'defaultsFrom': kind.reference(collection, create_only=True),
        'description': kind.text(),
        **facts.APP_SERVICE,
        # F5's Terraform provider sends it for every type of monitor, and
        # reads it for that of HTTPS only.
        'compatibility': kind.choice(
            None,
            'enabled',
            'disabled',
            hidden=True,
            unverified=facts.DOCUMENTED,
        ),
    }
    for group in groups:
        fields.update(group)
    return kind.Kind(
        collection,
        'monitor',
        fields,
        source=source,
        inherits=parent,
        not_found='object',
        in_use='01070083:3: Monitor {path} is in use.',
        builtins=facts.children(parent, builtins),
        **rest,
    )


_POLLED = _DESTINATION | _MANUAL_RESUME | _timing()
_SLOW = _DESTINATION | _MANUAL_RESUME | _DEBUG | _timing(10, 31)
_DATABASE = (
    _DESTINATION
    | _MANUAL_RESUME
    | _DEBUG
    | _timing(30, 91)
    | {
        'count': kind.number_text('0'),
        'database': kind.text(),
        'password': kind.text(secret=True),
        'recv': kind.text(),
        'recvColumn': kind.number_text(),
        'recvRow': kind.number_text(),
        'send': kind.text(),
        'username': kind.text(),
    }
)
_HEAD = {'recv': 'Server\\:', 'send': 'HEAD / HTTP/1.0\\r\\n\\r\\n'}
_CIPHERS = 'DEFAULT:+SHA:+3DES:+kEDH'
_AGENT = 'Mozilla/4.0 (compatible: MSIE 5.0; Windows NT)'

KINDS = (
    _monitor(
        'http',
        _POLLED,
        _ADAPTIVE,
        _DSCP,
        _TRANSPARENT,
        _RECEIVE,
        _LOGIN,
        {'send': kind.text('GET /\\r\\n')},
        builtins={'/Common/http_head_f5': _HEAD},
        source='recorded on 13.0.0 and 14.1.2.1',
    ),
    _monitor(
        'https',
        _POLLED,
        _ADAPTIVE,
        _DSCP,
        _TRANSPARENT,
        _RECEIVE,
        _LOGIN,
        _TLS,
        {
            'send': kind.text('GET /\\r\\n'),
            'cipherlist': kind.text(
                unverified='13.0.0 echoes a default, 14.1.2.1 does not'
            ),
            'compatibility': kind.choice(
                None,
                'enabled',
                'disabled',
                unverified='13.0.0 echoes a default, 14.1.2.1 does not',
            ),
            'sslProfile': kind.reference(
                'ltm/profile/server-ssl', since='13.1'
            ),
        },
        builtins={
            '/Common/https_443': {'destination': '*:443'},
            '/Common/https_head_f5': _HEAD,
        },
        source='recorded on 13.0.0 and 14.1.2.1',
    ),
    _monitor(
        'tcp',
        _POLLED,
        _ADAPTIVE,
        _DSCP,
        _TRANSPARENT,
        _RECEIVE,
        {'send': kind.text()},
        source='recorded on 12.1.0 and 14.1.2.1',
    ),
    _monitor(
        'tcp-echo',
        _ADDRESS_ONLY,
        _MANUAL_RESUME,
        _timing(),
        _ADAPTIVE,
        _TRANSPARENT,
        source='recorded on 13.0.0 and 14.1.2.1',
    ),
    _monitor(
        'tcp-half-open',
        _POLLED,
        _TRANSPARENT,
        source='recorded on 13.0.0 and 14.1.2.1',
    ),
    _monitor(
        'udp',
        _POLLED,
        _ADAPTIVE,
        _DEBUG,
        _TRANSPARENT,
        _RECEIVE,
        {'send': kind.text('default send string')},
        source='recorded on 13.0.0 and 14.1.2.1',
    ),
    _monitor(
        'icmp',
        _ADDRESS_ONLY,
        _MANUAL_RESUME,
        _timing(),
        _ADAPTIVE,
        _TRANSPARENT,
    ),
    _monitor('gateway-icmp', _POLLED, _ADAPTIVE, _TRANSPARENT),
    _monitor(
        'dns',
        _POLLED,
        _ADAPTIVE,
        _TRANSPARENT,
        {
            'acceptRcode': kind.choice('no-error', 'anything'),
            'answerContains': kind.choice(
                'query-type', 'any-type', 'anything'
            ),
            'qname': kind.text(),
            'qtype': kind.choice('a', 'aaaa'),
            'recv': kind.text(unverified=facts.DOCUMENTED),
            'reverse': kind.switch(),
        },
        required=('qname',),
    ),
    _monitor(
        'external',
        _POLLED,
        {
            'args': kind.text(),
            'run': kind.reference('sys/file/external-monitor'),
            'userDefined': kind.text(unverified=facts.DOCUMENTED),
        },
    ),
    _monitor(
        'ftp',
        _SLOW,
        _UNRECORDED_LOGIN,
        {
            'filename': kind.text(unverified=facts.DOCUMENTED),
            'mode': kind.choice('passive', 'port'),
        },
        source='recorded on 14.1.0.3 and 14.1.2.1',
    ),
    _monitor('imap', _SLOW, _UNRECORDED_LOGIN, {'folder': kind.text('INBOX')}),
    _monitor('pop3', _POLLED, _DEBUG, _UNRECORDED_LOGIN),
    _monitor(
        'smtp',
        _POLLED,
        _DEBUG,
        {'domain': kind.text(unverified=facts.DOCUMENTED)},
        source='recorded on 14.1.0.3 and 14.1.2.1',
    ),
    _monitor(
        'ldap',
        _SLOW,
        _UNRECORDED_LOGIN,
        {
            'base': kind.text(unverified=facts.DOCUMENTED),
            'chaseReferrals': kind.choice('yes', 'no'),
            'filter': kind.text(unverified=facts.DOCUMENTED),
            'mandatoryAttributes': kind.choice(
                None, 'yes', 'no', unverified=facts.DOCUMENTED
            ),
            'security': kind.choice(
                None, 'none', 'ssl', 'tls', unverified=facts.DOCUMENTED
            ),
        },
    ),
    _monitor(
        'radius',
        _SLOW,
        _UNRECORDED_LOGIN,
        {
            'nasIpAddress': kind.address(unverified=facts.DOCUMENTED),
            'secret': kind.text(secret=True, unverified=facts.DOCUMENTED),
        },
    ),
    _monitor(
        'radius-accounting',
        _SLOW,
        {
            'nasIpAddress': kind.address(unverified=facts.UNSOURCED),
            'secret': kind.text(secret=True, unverified=facts.UNSOURCED),
            'username': kind.text(unverified=facts.UNSOURCED),
        },
    ),
    _monitor(
        'sip',
        _POLLED,
        _DEBUG,
        _TLS,
        {
            'cipherlist': kind.text(_CIPHERS),
            'compatibility': kind.switch('enabled'),
            'filter': kind.text(unverified=facts.DOCUMENTED),
            'filterNeg': kind.text(unverified=facts.DOCUMENTED),
            'headers': kind.text(unverified=facts.DOCUMENTED),
            'mode': kind.choice(
                'udp', 'tcp', 'tls', 'sips', unverified=facts.OTHER_WORDS
            ),
            'request': kind.text(unverified=facts.DOCUMENTED),
        },
    ),
    _monitor(
        'inband',
        {
            'failureInterval': kind.integer(30),
            'failures': kind.integer(3),
            'responseTime': kind.integer(10),
            'retryTime': kind.integer(300),
        },
    ),
    _monitor('mysql', _DATABASE, source='recorded on 14.1.2.1 and 15.1.0.1'),
    _monitor('mssql', _DATABASE),
    _monitor(
        'oracle', _DATABASE, {'database': kind.text('%node_ip%:%node_port%:')}
    ),
    _monitor('postgresql', _DATABASE),
    _monitor(
        'diameter',
        _MANUAL_RESUME,
        _timing(10, 31),
        {
            'originRealm': kind.text('f5.com'),
            'productName': kind.text('F5 BIGIP Diameter Health Monitoring'),
            'vendorId': kind.number_text('3375'),
        },
    ),
    _monitor(
        'firepass',
        _DESTINATION,
        _timing(),
        {
            'cipherlist': kind.text('HIGH:!ADH'),
            'concurrencyLimit': kind.integer(95),
            'maxLoadAverage': kind.integer(12),
            'password': kind.text(secret=True, unverified=facts.UNSOURCED),
            'username': kind.text('gtmuser'),
        },
    ),
    _monitor(
        'module-score',
        _DEBUG,
        _timing(10, 30),
        {
            'pool': kind.reference('ltm/pool', unverified=facts.UNSOURCED),
            'snmpCommunity': kind.text('public'),
            'snmpIpAddress': kind.address(),
            'snmpPort': kind.integer(161, 0, 65535),
            'snmpVersion': kind.text('v2c'),
        },
        required=('snmpIpAddress',),
    ),
    _monitor('mqtt', _POLLED, _DEBUG, {'mqttVersion': kind.text('3.1.1')}),
    _monitor(
        'nntp',
        _POLLED,
        _DEBUG,
        {'newsgroup': kind.text(unverified=facts.UNSOURCED)},
    ),
    _monitor(
        'none',
        {
            'destination': kind.text('*:6666'),
            'ignoreDownResponse': kind.switch(),
            'interval': kind.integer(0),
            'probeTimeout': kind.integer(0),
            'timeUntilUp': kind.integer(86500),
            'timeout': kind.integer(0),
            'upInterval': kind.integer(0),
        },
    ),
    _monitor(
        'real-server',
        {
            'agent': kind.text(_AGENT),
            'interval': kind.integer(5, 1, _DAY),
            'method': kind.text('GET'),
            'metrics': kind.text(
                'ServerBandwidth:1.5, CPUPercentUsage, '
                'MemoryUsage, TotalClientCount'
            ),
            'timeUntilUp': kind.integer(0, 0, _DAY),
            'timeout': kind.integer(16, 1, _DAY),
            'tmCommand': kind.text('GetServerStats'),
        },
    ),
    _monitor('rpc', _SLOW, {'mode': kind.text('tcp')}),
    _monitor(
        'sasp',
        {
            'interval': kind.number_text('auto', 1, _DAY, ('auto',)),
            'mode': kind.choice('push', 'pull', unverified=facts.OTHER_WORDS),
            'primaryAddress': kind.text(),
            'protocol': kind.choice(
                'tcp', 'udp', unverified=facts.OTHER_WORDS
            ),
            'secondaryAddress': kind.text(unverified=facts.UNSOURCED),
            'service': kind.number_text('3860', 0, 65535),
            'timeUntilUp': kind.integer(0, 0, _DAY),
        },
        required=('primaryAddress',),
    ),
    _monitor(
        'scripted', _SLOW, {'filename': kind.text(unverified=facts.UNSOURCED)}
    ),
    _monitor('smb', _SLOW, _UNRECORDED_LOGIN),
    _monitor(
        'snmp-dca',
        {
            'agentType': kind.text('UCD'),
            'community': kind.text('public'),
            'cpuCoefficient': kind.text('1.5'),
            'cpuThreshold': kind.number_text('80'),
            'diskCoefficient': kind.text('2.0'),
            'diskThreshold': kind.number_text('90'),
            'interval': kind.integer(10, 1, _DAY),
            'memoryCoefficient': kind.text('1.0'),
            'memoryThreshold': kind.number_text('70'),
            'timeUntilUp': kind.integer(0, 0, _DAY),
            'timeout': kind.integer(30, 1, _DAY),
            'version': kind.text('v1'),
        },
    ),
    _monitor(
        'snmp-dca-base',
        {
            'community': kind.text('public'),
            'interval': kind.integer(10, 1, _DAY),
            'timeUntilUp': kind.integer(0, 0, _DAY),
            'timeout': kind.integer(30, 1, _DAY),
            'version': kind.text('v1'),
        },
    ),
    _monitor(
        'soap',
        _POLLED,
        _DEBUG,
        _UNRECORDED_LOGIN,
        {
            'expectFault': kind.choice(*_NO_YES),
            'protocol': kind.choice(
                'http', 'https', unverified=facts.OTHER_WORDS
            ),
        },
    ),
    _monitor(
        'virtual-location',
        _DEBUG,
        _timing(),
        {'pool': kind.reference('ltm/pool')},
        required=('pool',),
    ),
    _monitor('wap', _SLOW),
    _monitor(
        'wmi',
        _DESTINATION,
        {
            'agent': kind.text(_AGENT),
            'destination': kind.text('*:80'),
            'interval': kind.integer(5, 1, _DAY),
            'method': kind.text('POST'),
            'metrics': kind.text(
                'LoadPercentage, DiskUsage, PhysicalMemoryUsage:1.5, '
                'VirtualMemoryUsage:2.0'
            ),
            'post': kind.text('RespFormat=HTML'),
            'timeUntilUp': kind.integer(0, 0, _DAY),
            'timeout': kind.integer(16, 1, _DAY),
            'tmCommand': kind.text('GetCPUInfo, GetDiskInfo, GetOSInfo'),
            'url': kind.text('/scripts/F5Isapi.dll'),
        },
    ),
    _monitor(
        'http2',
        _POLLED,
        _ADAPTIVE,
        _DSCP,
        _TRANSPARENT,
        _RECEIVE,
        _LOGIN,
        {
            'send': kind.text('GET /\\r\\n\\r\\n'),
            'sslProfile': facts.or_none('ltm/profile/server-ssl'),
        },
        source=facts.TOOLS,
        since='15.1',
        unverified='all of it',
    ),
)

COLLECTIONS = tuple(row.collection for row in KINDS)
