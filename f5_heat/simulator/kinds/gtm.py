# SPDX-License-Identifier: Apache-2.0

"""Global traffic: where servers are, how they are watched and chosen."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.kinds import gtm_monitor
from f5_heat.simulator.kinds import gtm_pool
from f5_heat.simulator.kinds import persistence
from f5_heat.simulator.kinds import profile
from f5_heat.simulator.schema import kind

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
    modules=('gtm',),
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
        **gtm_pool.limits(
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
        'monitor': kind.Field('monitor', refers=gtm_monitor.COLLECTIONS),
        'proberFallback': kind.choice(
            'inherit',
            'any',
            'inside-datacenter',
            'none',
            'outside-datacenter',
            'pool',
        ),
        'proberPool': kind.reference(
            'gtm/prober-pool', unverified=facts.DOCUMENTED
        ),
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
    modules=('gtm',),
    source='recorded on 13.0.0 and 14.1.0',
    unverified=facts.LABEL,
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
    modules=('gtm',),
    source='its reference is recorded on 13.0.0',
    unverified='the items are not recorded',
)

VIRTUAL_SERVERS = kind.Kind(
    'gtm/server/virtual-servers',
    'virtual server',
    {
        **facts.DESCRIBED,
        **facts.enabled(),
        **gtm_pool.limits('MaxBps', 'MaxConnections', 'MaxPps'),
        'dependsOn': kind.items(
            fields={'name': kind.text()}, unverified=facts.DOCUMENTED
        ),
        'explicitLinkName': kind.reference(
            'gtm/link', words=('none',), unverified=facts.DOCUMENTED
        ),
        'destination': kind.text(),
        'monitor': kind.Field('monitor', refers=gtm_monitor.COLLECTIONS),
        'translationAddress': kind.address('none'),
        'translationPort': kind.integer(0, 0, 65535),
    },
    parent='gtm/server',
    naming='plain',
    not_found='object',
    required=('destination',),
    modules=('gtm',),
    source='recorded on 13.0.0',
    unverified=facts.LABEL,
)

LINK = facts.row(
    'gtm/link',
    {
        **facts.DESCRIBED,
        **facts.enabled(),
        'datacenter': kind.reference('gtm/datacenter'),
        'duplexBilling': kind.choice(None, 'enabled', 'disabled'),
        **gtm_pool.limits('MaxInboundBps', 'MaxOutboundBps', 'MaxTotalBps'),
        **facts.integers('linkRatio', 'prepaidSegment'),
        'monitor': kind.Field('monitor', refers=gtm_monitor.COLLECTIONS),
        'routerAddresses': kind.items(
            fields={'name': kind.text(), 'translation': kind.text('none')}
        ),
        **facts.texts('uplinkAddress', 'weighting'),
    },
    facts.TOOLS,
    modules=('gtm', 'lc'),
    required=('datacenter',),
)

PROBER_POOL = facts.row(
    'gtm/prober-pool',
    {
        **facts.DESCRIBED,
        **facts.enabled(),
        'loadBalancingMode': kind.choice('global-availability', 'round-robin'),
    },
    facts.TOOLS,
    modules=('gtm',),
)

PROBER_MEMBERS = facts.row(
    'gtm/prober-pool/members',
    {
        **facts.enabled(),
        'name': kind.reference('gtm/server'),
        'description': kind.text(),
        'order': kind.integer(0, 0),
    },
    facts.TOOLS,
    parent='gtm/prober-pool',
    modules=('gtm',),
)

LISTENER = facts.row(
    'gtm/listener',
    {
        **facts.DESCRIBED,
        **facts.enabled(),
        **facts.vlans(),
        'address': kind.text(),
        **facts.either('no', 'advertise'),
        'autoLasthop': kind.choice('default', 'enabled', 'disabled'),
        'fallbackPersistence': kind.reference(*persistence.COLLECTIONS),
        'ipProtocol': kind.choice('udp', 'tcp'),
        'lastHopPool': kind.reference('ltm/pool'),
        'mask': kind.text('ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'),
        'persist': kind.reference(*persistence.COLLECTIONS),
        'pool': kind.reference('ltm/pool'),
        'port': kind.integer(53, *facts.PORT),
        'rules': kind.references('ltm/rule'),
        'sourceAddressTranslation': kind.nested(
            {
                'pool': kind.reference('ltm/snatpool'),
                'type': kind.choice('none', 'automap', 'snat'),
            }
        ),
        'sourcePort': kind.choice('preserve', 'preserve-strict', 'change'),
        'translateAddress': kind.switch(),
        'translatePort': kind.switch(),
    },
    facts.TOOLS,
    'that no virtual server appears with it',
    modules=('gtm',),
    required=('address',),
)

LISTENER_PROFILES = facts.row(
    'gtm/listener/profiles',
    {'name': kind.reference(*profile.COLLECTIONS)},
    facts.TOOLS,
    parent='gtm/listener',
    modules=('gtm',),
)

REGION = facts.row(
    'gtm/region',
    {
        'description': kind.text(unverified=facts.DOCUMENTED),
        'regionMembers': facts.names(),
    },
    facts.EXAMPLES,
    modules=('gtm',),
)

RULE = facts.row(
    'gtm/rule',
    {'apiAnonymous': kind.text()},
    facts.EXAMPLES,
    modules=('gtm',),
    required=('apiAnonymous',),
)

TOPOLOGY = facts.row(
    'gtm/topology',
    {
        'description': kind.text(),
        'order': kind.integer(),
        'score': kind.integer(1, 0, facts.MAX_INT),
    },
    facts.TOOLS,
    'that its name has no partition',
    naming='plain',
    modules=('gtm',),
)

DISTRIBUTED_APP = facts.row(
    'gtm/distributed-app',
    {
        'dependencyLevel': kind.text(),
        **facts.integers(
            'persistCidrIpv4', 'persistCidrIpv6', 'ttlPersistence'
        ),
        'persistence': kind.choice(None, 'enabled', 'disabled'),
        'wideips': facts.names(),
    },
    facts.TOOLS,
    modules=('gtm',),
)


def _global(name: str, fields: dict[str, kind.Field]) -> kind.Kind:
    return facts.row(
        'gtm/global-settings/' + name,
        fields,
        facts.RECORDED,
        naming='singleton',
        modules=('gtm',),
    )


GLOBAL_SETTINGS = (
    _global(
        'general',
        {
            **facts.either(
                'yes',
                'autoDiscovery',
                'cacheLdnsServers',
                'drainPersistentRequests',
                'virtualsDependOnServerState',
            ),
            **facts.either(
                'no',
                'gtmSetsRecursion',
                'monitorDisabledObjects',
                'synchronization',
                'synchronizeZoneFiles',
            ),
            **facts.switches(
                'disabled',
                'forwardStatus',
                'nsec3TypesBitmapStrict',
                'sendWildcardRrs',
            ),
            'autoDiscoveryInterval': kind.integer(30),
            'automaticConfigurationSaveTimeout': kind.integer(15),
            'domainNameCheck': kind.choice(
                'allow-underscore',
                'idn-compatible',
                'none',
                'strict',
                unverified=facts.OTHER_WORDS,
            ),
            'heartbeatInterval': kind.integer(10),
            'iqueryCipherList': kind.text(
                'AESGCM:AES:!ADH:!AECDH:!PSK:!aECDH:!DSS:!ECDSA:!AES128:'
                '-SHA1:AES256-SHA'
            ),
            'iqueryMinimumTlsVersion': kind.text('TLSv1'),
            'nethsmTimeout': kind.integer(20),
            'staticPersistCidrIpv4': kind.integer(32, 0, 32),
            'staticPersistCidrIpv6': kind.integer(128, 0, 128),
            'synchronizationGroupName': kind.text('default'),
            'synchronizationTimeTolerance': kind.integer(10),
            'synchronizationTimeout': kind.integer(180),
            'synchronizeZoneFilesTimeout': kind.integer(300),
            'wideipZoneNameserver': kind.text('this.name.is.invalid.'),
        },
    ),
    _global(
        'load-balancing',
        {
            'failureRcode': kind.choice('noerror', *gtm_pool.RCODES),
            'failureRcodeResponse': kind.switch(),
            'failureRcodeTtl': kind.integer(0, 0),
            **facts.either('no', 'ignorePathTtl', 'respectFallbackDependency'),
            **facts.either(
                'yes',
                'topologyAllowZeroScores',
                'topologyLongestMatch',
                'verifyVsAvailability',
            ),
            'qosFactorBps': kind.integer(1000000),
            'qosFactorHitRatio': kind.integer(10000),
            'qosFactorHops': kind.integer(25),
            'qosFactorLinkCapacity': kind.integer(1),
            'qosFactorPacketRate': kind.integer(10000),
            'qosFactorRtt': kind.integer(10000),
            'qosFactorTopology': kind.integer(10),
            'qosFactorVsCapacity': kind.integer(1),
            'qosFactorVsScore': kind.integer(1),
            'topologyPreferEdns0ClientSubnet': kind.switch(),
        },
    ),
    _global(
        'metrics',
        {
            'defaultProbeLimit': kind.integer(12),
            'hopsPacketLength': kind.integer(64),
            'hopsSampleCount': kind.integer(3),
            'hopsTimeout': kind.integer(3),
            'hopsTtl': kind.integer(604800),
            'inactiveLdnsTtl': kind.integer(2419200),
            'inactivePathsTtl': kind.integer(604800),
            'ldnsUpdateInterval': kind.integer(20),
            'maxSynchronousMonitorRequests': kind.integer(20),
            'metricsCaching': kind.integer(3600),
            'metricsCollectionProtocols': kind.items(['icmp']),
            'pathTtl': kind.integer(2400),
            'pathsRetry': kind.integer(120),
        },
    ),
    _global(
        'metrics-exclusions', {'addresses': kind.items(unverified='its form')}
    ),
)

KINDS = (
    DATACENTER,
    SERVER,
    SERVER_DEVICES,
    VIRTUAL_SERVERS,
    LINK,
    PROBER_POOL,
    PROBER_MEMBERS,
    LISTENER,
    LISTENER_PROFILES,
    REGION,
    RULE,
    TOPOLOGY,
    DISTRIBUTED_APP,
    *GLOBAL_SETTINGS,
    *gtm_pool.KINDS,
    *gtm_monitor.KINDS,
)
