# SPDX-License-Identifier: Apache-2.0

"""The monitors of ``gtm/monitor``, one kind for each protocol."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind


def _monitor(
    name: str,
    interval: int,
    timeout: int,
    fields: dict[str, kind.Field] | None = None,
    *,
    parent: str = '',
    probe: int | None = 5,
    destination: str = '*:*',
    builtins: kind.Builtins | None = None,
) -> kind.Kind:
    collection = 'gtm/monitor/' + name
    parent = '/Common/' + (parent or name.replace('-', '_'))
    shared = {
        **facts.DESCRIBED,
        'defaultsFrom': kind.reference(collection, create_only=True),
        'ignoreDownResponse': kind.switch(),
        'interval': kind.integer(interval, 0, 86400),
        'timeout': kind.integer(timeout, 0, 86400),
    }
    if destination:
        shared['destination'] = kind.text(destination)
    if probe is not None:
        shared['probeTimeout'] = kind.integer(probe, 0)
    return kind.Kind(
        collection,
        'monitor',
        {**shared, **(fields or {})},
        source=facts.RECORDED,
        inherits=parent,
        modules=('gtm',),
        not_found='object',
        in_use='01070083:3: Monitor {path} is in use.',
        builtins=facts.children(parent, builtins),
    )


_PROBES = {'probeAttempts': kind.integer(3), 'probeInterval': kind.integer(1)}
_DEBUG = {'debug': kind.choice('no', 'yes')}
_TRANSPARENT = {'transparent': kind.switch()}
_RECEIVE = {'recv': kind.text(), 'reverse': kind.switch(), **_TRANSPARENT}
_LOGIN = {
    'username': kind.text(unverified=facts.DOCUMENTED),
    'password': kind.text(secret=True, unverified=facts.DOCUMENTED),
}
_DATABASE = {
    **_DEBUG,
    **_LOGIN,
    'count': kind.number_text('0'),
    'database': kind.text(unverified=facts.DOCUMENTED),
    'recv': kind.text(unverified=facts.DOCUMENTED),
    'send': kind.text(unverified=facts.DOCUMENTED),
}
_AGENT = {
    'agent': kind.text('Mozilla/4.0 (compatible: MSIE 5.0; Windows NT)'),
    'password': kind.text(secret=True, unverified=facts.UNSOURCED),
    'username': kind.text(unverified=facts.UNSOURCED),
}
_SNMP = {
    'community': kind.text('public'),
    'port': kind.integer(161, *facts.PORT),
    'version': kind.choice('v1', 'v2c', unverified=facts.OTHER_WORDS),
}
_HEAD = {'recv': 'Server\\:', 'send': 'HEAD / HTTP/1.0\\r\\n\\r\\n'}

KINDS = (
    _monitor(
        'bigip',
        30,
        90,
        {
            'aggregateDynamicRatios': kind.choice(
                'none',
                'average-members',
                'average-nodes',
                'sum-members',
                'sum-nodes',
                unverified=facts.OTHER_WORDS,
            ),
        },
        probe=None,
    ),
    _monitor(
        'bigip-link', 10, 30, {'destination': kind.text('*')}, probe=None
    ),
    _monitor(
        'external',
        30,
        120,
        {
            'args': kind.text(),
            'run': kind.reference('sys/file/external-monitor'),
        },
    ),
    _monitor(
        'ftp',
        10,
        31,
        {
            **_DEBUG,
            **_LOGIN,
            'filename': kind.text(),
            'mode': kind.choice('passive', 'port'),
        },
    ),
    _monitor('gateway-icmp', 30, 120, {**_PROBES, **_TRANSPARENT}),
    _monitor('gtp', 30, 120, {**_PROBES, 'protocolVersion': kind.integer(1)}),
    _monitor(
        'http',
        30,
        120,
        {**_RECEIVE, **_LOGIN, 'send': kind.text('GET /')},
        builtins={'/Common/http_head_f5': _HEAD},
    ),
    _monitor(
        'https',
        30,
        120,
        {
            **_RECEIVE,
            **_LOGIN,
            'cert': kind.reference(facts.CERT),
            'cipherlist': kind.text('DEFAULT:!EXPORT'),
            'compatibility': kind.switch('enabled'),
            'key': kind.reference(facts.KEY),
            'send': kind.text('GET /'),
        },
        builtins={'/Common/https_head_f5': _HEAD},
    ),
    _monitor(
        'imap', 10, 31, {**_DEBUG, **_LOGIN, 'folder': kind.text('INBOX')}
    ),
    _monitor(
        'ldap',
        10,
        31,
        {**_DEBUG, **_LOGIN, 'chaseReferrals': kind.choice('yes', 'no')},
    ),
    _monitor('mssql', 30, 91, _DATABASE),
    _monitor('mysql', 30, 91, _DATABASE),
    _monitor('nntp', 30, 120, _DEBUG),
    _monitor(
        'none',
        0,
        0,
        {
            'destination': kind.text('*:6666'),
            'timeUntilUp': kind.integer(86500),
            'upInterval': kind.integer(0),
        },
        probe=0,
    ),
    _monitor('oracle', 30, 91, _DATABASE),
    _monitor('pop3', 30, 120, {**_DEBUG, **_LOGIN}),
    _monitor('postgresql', 30, 91, _DATABASE),
    _monitor('radius', 10, 31, {**_DEBUG, **_LOGIN}),
    _monitor('radius-accounting', 10, 31, _DEBUG),
    _monitor('scripted', 10, 31, _DEBUG),
    _monitor(
        'sip',
        30,
        120,
        {
            **_DEBUG,
            'compatibility': kind.switch('enabled'),
            'mode': kind.text('udp'),
        },
    ),
    _monitor('smtp', 30, 120, _DEBUG),
    _monitor('tcp', 30, 120, {**_RECEIVE, 'send': kind.text()}),
    _monitor('tcp-half-open', 30, 120, {**_PROBES, **_TRANSPARENT}),
    _monitor(
        'udp',
        30,
        120,
        {
            **_DEBUG,
            **_PROBES,
            **_RECEIVE,
            'send': kind.text('default send string'),
        },
    ),
    _monitor(
        'firepass',
        30,
        90,
        {
            'cipherlist': kind.text('HIGH:!ADH'),
            'concurrencyLimit': kind.integer(95),
            'maxLoadAverage': kind.integer(12),
            'password': kind.text(secret=True),
            'username': kind.text('gtmuser'),
        },
        parent='firepass_gtm',
    ),
    _monitor(
        'real-server',
        30,
        120,
        {
            **_AGENT,
            'metrics': kind.text(
                'ServerBandwidth:1.5, CPUPercentUsage, MemoryUsage, '
                'TotalClientCount'
            ),
            'method': kind.text('GET'),
            'tmCommand': kind.text('GetServerStats'),
        },
        destination='',
    ),
    _monitor('snmp', 90, 180, {**_PROBES, **_SNMP}, parent='snmp_gtm'),
    _monitor(
        'snmp-link',
        10,
        30,
        {**_PROBES, **_SNMP, 'destination': kind.text('*')},
    ),
    _monitor(
        'soap',
        30,
        120,
        {
            **_DEBUG,
            **_LOGIN,
            **facts.either('no', 'expectFault'),
            'protocol': kind.choice(
                'http', 'https', unverified=facts.OTHER_WORDS
            ),
        },
    ),
    _monitor(
        'wmi',
        30,
        120,
        {
            **_AGENT,
            'destination': kind.text('*:80'),
            'metrics': kind.text(
                'LoadPercentage, DiskUsage, PhysicalMemoryUsage:1.5, '
                'VirtualMemoryUsage:2.0'
            ),
            'method': kind.text('POST'),
            'post': kind.text('RespFormat=HTML'),
            'tmCommand': kind.text('GetCPUInfo, GetDiskInfo, GetOSInfo'),
            'url': kind.text('/scripts/F5Isapi.dll'),
        },
    ),
    _monitor('wap', 10, 31, _DEBUG),
)

COLLECTIONS = tuple(row.collection for row in KINDS)
