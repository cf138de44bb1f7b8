# SPDX-License-Identifier: Apache-2.0

"""Settings of local traffic as a whole, and what selects traffic."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.kinds import monitor
from f5_heat.simulator.schema import kind

_RATE = (0, 300)


def _global(name: str, fields: dict[str, kind.Field]) -> kind.Kind:
    return facts.row(
        'ltm/global-settings/' + name,
        fields,
        facts.RECORDED,
        naming='singleton',
    )


GLOBAL_SETTINGS = (
    _global(
        'connection',
        {
            'adaptiveReaperHiwater': kind.integer(95, 0, 100),
            'adaptiveReaperLowater': kind.integer(85, 0, 100),
            'autoLastHop': kind.switch('enabled'),
            'defaultVsSynChallengeThreshold': kind.number_text(
                'infinite', words=('infinite',)
            ),
            'globalFlowEvictionPolicy': kind.reference(
                'ltm/eviction-policy',
                default='/Common/default-eviction-policy',
            ),
            'globalSynChallengeThreshold': kind.number_text(
                '64000', words=('infinite',)
            ),
            'syncookiesThreshold': kind.integer(16384),
            'vlanKeyedConn': kind.switch('enabled'),
            'vlanSynCookie': kind.switch('enabled'),
        },
    ),
    _global(
        'general',
        {
            'gratuitousArpRate': kind.integer(0),
            'l2CacheTimeout': kind.integer(300),
            'maintenanceMode': kind.switch(),
            'mgmtAutoLastHop': kind.switch('enabled'),
            'shareSingleMac': kind.choice(
                'vmw-compat', 'unique', 'global', unverified=facts.OTHER_WORDS
            ),
            'snatPacketForward': kind.switch(),
        },
    ),
    _global('rule', {'ruleAbortedLogRatio': kind.integer(1)}),
    _global(
        'traffic-control',
        {
            'acceptIpOptions': kind.switch(),
            'acceptIpSourceRoute': kind.switch(),
            'allowIpSourceRoute': kind.switch(),
            'continueMatching': kind.switch(),
            'maxIcmpRate': kind.integer(100, 0, facts.MAX_CONNECTIONS),
            'maxRejectRate': kind.integer(250, 1, 1000),
            'maxRejectRateTimeout': kind.integer(30, *_RATE),
            'minPathMtu': kind.integer(296, 68, 1500),
            'pathMtuDiscovery': kind.switch('enabled'),
            'portFindLinear': kind.integer(16, 0, 61439),
            'portFindRandom': kind.integer(16, 0, 1024),
            'portFindThresholdTimeout': kind.integer(30, *_RATE),
            'portFindThresholdTrigger': kind.integer(8, 1, 12),
            'portFindThresholdWarning': kind.switch('enabled'),
            'rejectUnmatched': kind.switch('enabled'),
        },
    ),
)

DEFAULT_NODE_MONITOR = facts.row(
    'ltm/default-node-monitor',
    {'rule': kind.Field('monitor', refers=monitor.COLLECTIONS)},
    facts.RECORDED,
    'its form: only a device without one is recorded',
    naming='singleton',
)

PERSISTENCE_SETTINGS = facts.row(
    'ltm/persistence/global-settings',
    {
        'description': kind.text('none'),
        'destAddrLimitMode': kind.choice(
            'timeout', 'maxcount', unverified=facts.OTHER_WORDS
        ),
        'destAddrMax': kind.integer(2048),
        'proxyGroup': kind.reference(
            'ltm/data-group/internal',
            'ltm/data-group/external',
            default='/Common/aol',
        ),
    },
    'recorded on 11.6.0 and 14.1.2.1',
    naming='singleton',
)

TRAFFIC_MATCHING_CRITERIA = facts.row(
    'ltm/traffic-matching-criteria',
    {
        **facts.DESCRIBED,
        'destinationAddressInline': kind.text('0.0.0.0'),
        'destinationAddressList': kind.reference('net/address-list'),
        'destinationPortInline': kind.text('0'),
        'destinationPortList': kind.reference('net/port-list'),
        'protocol': kind.text(),
        'routeDomain': kind.reference(
            'net/route-domain', default='any', words=('any',)
        ),
        'sourceAddressInline': kind.text('0.0.0.0'),
        'sourceAddressList': kind.reference('net/address-list'),
        'sourcePortInline': kind.integer(0, *facts.PORT),
    },
    facts.TOOLS,
    required=('protocol',),
    since='14.1',
)

TRAFFIC_CLASS = facts.row(
    'ltm/traffic-class',
    {
        **facts.DESCRIBED,
        **facts.texts(
            'classification',
            'destinationAddress',
            'destinationMask',
            'protocol',
            'sourceAddress',
            'sourceMask',
        ),
        **facts.integers('destinationPort', 'sourcePort'),
    },
    facts.RECORDED,
    'the fields: no item is recorded',
)

LSN_LOG_PROFILE = facts.row(
    'ltm/lsn-log-profile',
    {
        **facts.DESCRIBED,
        'defaultsFrom': kind.reference('ltm/lsn-log-profile'),
    },
    facts.REFERENCE,
    'more fields; its parent',
)

_DISABLED = ('egressInterfacesDisabled', 'egressInterfacesEnabled')

LSN_POOL = facts.row(
    'ltm/lsn-pool',
    {
        **facts.DESCRIBED,
        'backupMembers': kind.items(),
        'clientConnectionLimit': kind.integer(0, 0, facts.MAX_INT),
        'egressInterfaces': kind.references('net/vlan', 'net/tunnels/tunnel'),
        'egressInterfacesDisabled': kind.flag(True, excludes=_DISABLED[1:]),
        'egressInterfacesEnabled': kind.flag(excludes=_DISABLED[:1]),
        'hairpinMode': kind.switch(),
        'icmpEcho': kind.switch(),
        'inboundConnections': kind.choice(
            'disabled', 'explicit', 'automatic', unverified=facts.OTHER_WORDS
        ),
        'logProfile': kind.reference('ltm/lsn-log-profile'),
        'logPublisher': kind.reference(facts.PUBLISHER),
        'members': kind.items(),
        'mode': kind.choice(
            'napt', 'deterministic', 'pba', unverified=facts.OTHER_WORDS
        ),
        'persistence': facts.composed(
            {
                'mode': kind.choice('none', 'address', 'address-port'),
                'timeout': kind.integer(300, 0, 31536000),
            }
        ),
        'portBlockAllocation': facts.composed(
            {
                'blockIdleTimeout': kind.integer(3600),
                'blockLifetime': kind.integer(0),
                'blockSize': kind.integer(64),
                'clientBlockLimit': kind.integer(1),
                'zombieTimeout': kind.integer(0),
            }
        ),
        'routeAdvertisement': kind.switch(),
        'translationPortRange': kind.text(
            '1025-65535', unverified='the default'
        ),
    },
    facts.EXAMPLES,
    'that it is there while the feature module cgnat is disabled',
)

_LOGGED = kind.nested(
    {
        'action': kind.choice(
            None, 'enabled', 'disabled', 'backup-allocation-only'
        ),
        'elements': kind.items(),
    },
    unverified=facts.DOCUMENTED,
)

ALG_LOG_PROFILE = facts.row(
    'ltm/alg-log-profile',
    {
        **facts.DESCRIBED,
        'csvFormat': kind.choice(
            None, 'enabled', 'disabled', unverified=facts.DOCUMENTED
        ),
        'defaultsFrom': kind.reference('ltm/alg-log-profile'),
        **dict.fromkeys(
            (
                'endControlChannel',
                'endDataChannel',
                'inboundTransaction',
                'startControlChannel',
                'startDataChannel',
            ),
            _LOGGED,
        ),
    },
    facts.REFERENCE,
    'its parent',
)

KINDS = (
    *GLOBAL_SETTINGS,
    DEFAULT_NODE_MONITOR,
    PERSISTENCE_SETTINGS,
    TRAFFIC_MATCHING_CRITERIA,
    TRAFFIC_CLASS,
    LSN_LOG_PROFILE,
    LSN_POOL,
    ALG_LOG_PROFILE,
)
