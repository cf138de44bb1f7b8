# SPDX-License-Identifier: Apache-2.0

"""Global traffic: data centers, servers, pools, wide IPs and monitors."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_RECORDED = 'recorded on 14.1.2.1'


def _limits(*names: str) -> dict[str, kind.Field]:
    return {
        **{'limit' + name: kind.integer(0, 0) for name in names},
        **{'limit{}Status'.format(name): kind.switch() for name in names},
    }


def _monitor(
    name: str,
    interval: int,
    timeout: int,
    fields: dict[str, kind.Field] | None = None,
    *,
    parent: str = '',
    probe: int | None = 5,
    builtins: kind.Builtins | None = None,
) -> kind.Kind:
    collection = 'gtm/monitor/' + name
    parent = '/Common/' + (parent or name.replace('-', '_'))
    shared = {
        **facts.DESCRIBED,
        'defaultsFrom': kind.reference(collection, create_only=True),
        'destination': kind.text('*:*'),
        'ignoreDownResponse': kind.switch(),
        'interval': kind.integer(interval, 0, 86400),
        'timeout': kind.integer(timeout, 0, 86400),
    }
    if probe is not None:
        shared['probeTimeout'] = kind.integer(probe, 0)
    return kind.Kind(
        collection,
        'monitor',
        {**shared, **(fields or {})},
        source=_RECORDED,
        inherits=parent,
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
_HEAD = {'recv': 'Server\\:', 'send': 'HEAD / HTTP/1.0\\r\\n\\r\\n'}

MONITORS = (
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
    _monitor('wap', 10, 31, _DEBUG),
)
_COLLECTIONS = tuple(row.collection for row in MONITORS)

DATACENTER = kind.Kind(
    'gtm/datacenter',
    'data center',
    {
        **facts.DESCRIBED,
        **facts.enabled(),
        'contact': kind.text(),
        'location': kind.text(),
        'proberFallback': kind.text(unverified=facts.DOCUMENTED),
        'proberPreference': kind.text(unverified=facts.DOCUMENTED),
    },
    source='recorded on 12.1.2',
    unverified=facts.LABEL,
)

_DISCOVERY = kind.choice('disabled', 'enabled', 'enabled-no-delete')
_YES = kind.choice('yes', 'no')

SERVER = kind.Kind(
    'gtm/server',
    'server',
    {
        **facts.DESCRIBED,
        **facts.METADATA,
        **facts.enabled(),
        **_limits(
            'CpuUsage', 'MaxBps', 'MaxConnections', 'MaxPps', 'MemAvail'
        ),
        'addresses': kind.items(
            fields={
                'name': kind.text(),
                'deviceName': kind.text(),
                'translation': kind.text('none'),
            }
        ),
        'datacenter': kind.reference('gtm/datacenter'),
        'exposeRouteDomains': kind.choice('no', 'yes'),
        'iqAllowPath': _YES,
        'iqAllowServiceCheck': _YES,
        'iqAllowSnmp': _YES,
        'linkDiscovery': _DISCOVERY,
        'monitor': kind.Field('monitor', refers=_COLLECTIONS),
        'proberFallback': kind.choice(
            'inherit',
            'any',
            'inside-datacenter',
            'none',
            'outside-datacenter',
            'pool',
        ),
        'proberPool': kind.text(unverified=facts.DOCUMENTED),
        'proberPreference': kind.choice(
            'inherit', 'inside-datacenter', 'outside-datacenter', 'pool'
        ),
        'product': kind.choice(
            'bigip',
            'alteon-ace-director',
            'cacheflow',
            'cisco-css',
            'cisco-local-director-v2',
            'cisco-local-director-v3',
            'cisco-server-load-balancer',
            'extreme',
            'foundry-server-iron',
            'generic-host',
            'generic-load-balancer',
            'netapp',
            'radware-wsd',
            'sun-solaris',
            'windows-2000-server',
            'windows-nt-4.0',
        ),
        'virtualServerDiscovery': _DISCOVERY,
    },
    required=('datacenter',),
    not_found='object',
    source='recorded on 13.0.0 and 14.1.0',
    unverified=facts.LABEL,
)

_DEPENDS_ON = kind.items(
    fields={
        'name': kind.text(),
        'vsOrder': kind.integer(low=0, unverified=facts.UNSOURCED),
    },
    unverified=facts.DOCUMENTED,
)

SERVER_DEVICES = kind.Kind(
    'gtm/server/devices',
    'server device',
    {
        'addresses': kind.items(
            fields={
                'name': kind.text(),
                'translation': kind.text('none'),
            }
        ),
    },
    parent='gtm/server',
    naming='plain',
    source='its reference is recorded on 13.0.0',
    unverified='the items are not recorded',
)

VIRTUAL_SERVERS = kind.Kind(
    'gtm/server/virtual-servers',
    'virtual server',
    {
        **facts.DESCRIBED,
        **facts.enabled(),
        **_limits('MaxBps', 'MaxConnections', 'MaxPps'),
        'dependsOn': _DEPENDS_ON,
        'destination': kind.text(),
        'explicitLinkName': kind.text(unverified=facts.DOCUMENTED),
        'monitor': kind.Field('monitor', refers=_COLLECTIONS),
        'translationAddress': kind.address('none'),
        'translationPort': kind.integer(0, 0, 65535),
    },
    parent='gtm/server',
    naming='plain',
    not_found='object',
    required=('destination',),
    source='recorded on 13.0.0',
    unverified=facts.LABEL,
)

_PREFERRED = (
    'completion-rate',
    'cpu',
    'drop-packet',
    'fallback-ip',
    'fewest-hops',
    'global-availability',
    'kilobytes-per-second',
    'least-connections',
    'lowest-round-trip-time',
    'packet-rate',
    'quality-of-service',
    'ratio',
    'return-to-dns',
    'round-robin',
    'static-persistence',
    'topology',
    'virtual-server-capacity',
    'virtual-server-score',
)
_ALTERNATE = (
    'drop-packet',
    'fallback-ip',
    'global-availability',
    'none',
    'packet-rate',
    'ratio',
    'return-to-dns',
    'round-robin',
    'static-persistence',
    'topology',
    'virtual-server-capacity',
    'virtual-server-score',
)


def _one_of(default: str, words: tuple[str, ...]) -> kind.Field:
    return kind.choice(default, *(word for word in words if word != default))


POOL = kind.Kind(
    'gtm/pool/a',
    'Pool',
    {
        **facts.DESCRIBED,
        **facts.METADATA,
        **facts.enabled(),
        **_limits('MaxBps', 'MaxConnections', 'MaxPps'),
        'alternateMode': _one_of('round-robin', _ALTERNATE),
        'dynamicRatio': kind.switch(),
        'fallbackIp': kind.address('any'),
        'fallbackMode': _one_of('return-to-dns', (*_PREFERRED, 'none')),
        'loadBalancingMode': _one_of('round-robin', _PREFERRED),
        'manualResume': kind.switch(),
        'maxAnswersReturned': kind.integer(1, 0),
        'minMembersUpMode': kind.text(unverified=facts.DOCUMENTED),
        'minMembersUpValue': kind.integer(unverified=facts.DOCUMENTED),
        'monitor': kind.Field('monitor', 'default', refers=_COLLECTIONS),
        'qosHitRatio': kind.integer(5),
        'qosHops': kind.integer(0),
        'qosKilobytesSecond': kind.integer(3),
        'qosLcs': kind.integer(30),
        'qosPacketRate': kind.integer(1),
        'qosRtt': kind.integer(50),
        'qosTopology': kind.integer(0),
        'qosVsCapacity': kind.integer(0),
        'qosVsScore': kind.integer(0),
        'ttl': kind.integer(30, 0),
        'verifyMemberAvailability': kind.switch('enabled'),
    },
    source='recorded on 12.0.0, 12.1.2, 13.0.0 and 14.1.0',
    since='12.0',
    unverified='the label in messages; pools had no types before 12.0',
)

POOL_MEMBERS = kind.Kind(
    'gtm/pool/a/members',
    'Pool Member',
    {
        **facts.DESCRIBED,
        **facts.enabled(),
        **_limits('MaxBps', 'MaxConnections', 'MaxPps'),
        'dependsOn': _DEPENDS_ON,
        'memberOrder': kind.integer(0, 0),
        'monitor': kind.Field('monitor', 'default', refers=_COLLECTIONS),
        'ratio': kind.integer(1, 0),
    },
    parent='gtm/pool/a',
    not_found='object',
    since='12.0',
    source='recorded on 12.0.0, 13.0.0 and 14.1.0',
    unverified=facts.LABEL,
)

_UNRECORDED_SWITCH = kind.choice(
    None, 'enabled', 'disabled', unverified=facts.DOCUMENTED
)

WIDE_IP = kind.Kind(
    'gtm/wideip/a',
    'WideIP',
    {
        **facts.DESCRIBED,
        **facts.METADATA,
        **facts.enabled(),
        'aliases': kind.items(),
        'failureRcode': kind.text(unverified=facts.DOCUMENTED),
        'failureRcodeResponse': _UNRECORDED_SWITCH,
        'failureRcodeTtl': kind.integer(unverified=facts.DOCUMENTED),
        'lastResortPool': kind.text(''),
        'loadBalancingDecisionLogVerbosity': kind.items(
            choices=(
                'pool-member-selection',
                'pool-member-traversal',
                'pool-selection',
                'pool-traversal',
            )
        ),
        'minimalResponse': kind.switch('enabled'),
        'persistCidrIpv4': kind.integer(
            None, 0, 32, unverified=facts.DOCUMENTED
        ),
        'persistCidrIpv6': kind.integer(
            None, 0, 128, unverified=facts.DOCUMENTED
        ),
        'persistence': _UNRECORDED_SWITCH,
        'poolLbMode': kind.choice(
            'round-robin',
            'global-availability',
            'ratio',
            'topology',
            unverified=facts.OTHER_WORDS,
        ),
        'pools': kind.items(
            fields={
                'name': kind.reference('gtm/pool/a'),
                'partition': kind.text(),
                'subPath': kind.text(),
                'order': kind.integer(0),
                'ratio': kind.integer(1),
            }
        ),
        'rules': kind.items(unverified=facts.DOCUMENTED),
        'topologyPreferEdns0ClientSubnet': _UNRECORDED_SWITCH,
        'ttlPersistence': kind.integer(low=0, unverified=facts.DOCUMENTED),
    },
    source='asserted by tests that ran against devices',
    since='12.0',
    unverified=facts.LABEL,
)

KINDS = (
    DATACENTER,
    SERVER,
    SERVER_DEVICES,
    VIRTUAL_SERVERS,
    POOL,
    POOL_MEMBERS,
    WIDE_IP,
    *MONITORS,
)
