# SPDX-License-Identifier: Apache-2.0

"""Interfaces and trunks, and what is learned and decided on the wire."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_INTERFACE = {
    'mediaFixed': '10000T-FD',
    'mediaMax': 'auto',
    'mediaActive': '10000T-FD',
}

INTERFACE = kind.Kind(
    'net/interface',
    'interface',
    {
        **facts.enabled(),
        'bundle': kind.text('not-supported'),
        'bundleSpeed': kind.text('not-supported'),
        'description': kind.text(),
        'flowControl': kind.choice(
            'tx-rx', 'none', 'rx', 'tx', unverified=facts.OTHER_WORDS
        ),
        'forceGigabitFiber': kind.switch(),
        'forwardErrorCorrection': kind.text('not-supported'),
        'ifIndex': kind.integer(read_only=True),
        'lldpAdmin': kind.choice(
            'txonly', 'disable', 'rxonly', 'txrx', unverified=facts.OTHER_WORDS
        ),
        'lldpTlvmap': kind.integer(130943),
        'macAddress': kind.text(read_only=True),
        'mediaActive': kind.text(read_only=True),
        'mediaFixed': kind.text('auto'),
        'mediaMax': kind.text(read_only=True),
        'mediaSfp': kind.text('auto'),
        # Of a port with an optical module.
        **facts.texts(
            'moduleDescription',
            'serial',
            'vendor',
            'vendorOui',
            'vendorPartnum',
            'vendorRevision',
            read_only=True,
        ),
        'mtu': kind.integer(1500, read_only=True),
        'portFwdMode': kind.text('l3'),
        'preferPort': kind.text('sfp'),
        'qinqEthertype': kind.text('0x8100'),
        'sflow': facts.composed(
            {
                'pollInterval': kind.integer(0),
                'pollIntervalGlobal': kind.choice('yes', 'no'),
            }
        ),
        'stp': kind.switch('enabled'),
        'stpAutoEdgePort': kind.switch('enabled'),
        'stpEdgePort': kind.choice('true', 'false'),
        'stpLinkType': kind.choice(
            'auto', 'p2p', 'shared', unverified=facts.OTHER_WORDS
        ),
    },
    naming='plain',
    source='recorded on 14.1.2.1',
    unverified=facts.LABEL,
    builtins={
        '1.1': {
            **_INTERFACE,
            'ifIndex': 48,
            'macAddress': '02:00:00:00:01:01',
        },
        '1.2': {
            **_INTERFACE,
            'ifIndex': 64,
            'macAddress': '02:00:00:00:01:02',
        },
        '1.3': {
            **_INTERFACE,
            'ifIndex': 80,
            'macAddress': '02:00:00:00:01:03',
        },
        'mgmt': {
            'ifIndex': 32,
            'macAddress': '02:00:00:00:00:01',
            'mediaActive': '100TX-FD',
        },
    },
)

TRUNK = facts.row(
    'net/trunk',
    {
        **facts.DESCRIBED,
        'bandwidth': kind.integer(0, read_only=True),
        'cfgMbrCount': kind.integer(0, read_only=True),
        'distributionHash': kind.choice(
            'src-dst-ipport',
            'dst-mac',
            'src-dst-mac',
            unverified=facts.OTHER_WORDS,
        ),
        'id': kind.integer(read_only=True),
        'interfaces': kind.references('net/interface'),
        'lacp': kind.switch(),
        'lacpMode': kind.choice(
            'active', 'passive', unverified=facts.OTHER_WORDS
        ),
        'lacpTimeout': kind.choice(
            'long', 'short', unverified=facts.OTHER_WORDS
        ),
        'linkSelectPolicy': kind.choice(
            'auto', 'maximum-bandwidth', unverified=facts.OTHER_WORDS
        ),
        'macAddress': kind.text(read_only=True),
        'media': kind.text(read_only=True),
        'qinqEthertype': kind.text('0x8100'),
        'stp': kind.switch('enabled'),
        'stpReset': kind.flag(),
        'type': kind.text('normal', read_only=True),
        'workingMbrCount': kind.integer(0, read_only=True),
    },
    facts.EXAMPLES,
    'whether its name has a partition',
    naming='plain',
)

VLAN_GROUP = facts.row(
    'net/vlan-group',
    {
        **facts.DESCRIBED,
        'autoLasthop': kind.choice('default', 'enabled', 'disabled'),
        'bridgeInStandby': kind.switch(),
        'bridgeMulticast': kind.switch('enabled'),
        'bridgeTraffic': kind.switch(),
        'ifIndex': kind.integer(read_only=True),
        'members': kind.references('net/vlan', unverified=facts.UNSOURCED),
        'migrationKeepalive': kind.switch(),
        'mode': kind.choice(
            'translucent',
            'opaque',
            'transparent',
            unverified=facts.OTHER_WORDS,
        ),
    },
    facts.REFERENCE,
)

_NEIGHBOUR = {
    **facts.DESCRIBED,
    'ipAddress': kind.address(create_only=True),
    'macAddress': kind.text(),
}

NEIGHBOURS = tuple(
    facts.row(
        collection,
        _NEIGHBOUR,
        facts.REFERENCE,
        'that the address cannot change',
        required=('ipAddress', 'macAddress'),
    )
    for collection in ('net/arp', 'net/ndp')
)

FDB_TUNNEL = facts.row(
    'net/fdb/tunnel',
    facts.APP_SERVICE,
    'recorded on 11.6.0 and 14.1.2.1',
    made_with='net/tunnels/tunnel',
    builtins={'/Common/http-tunnel': {}, '/Common/socks-tunnel': {}},
)

FDB_TUNNEL_RECORDS = facts.row(
    'net/fdb/tunnel/records',
    {
        'description': kind.text(),
        'endpoint': kind.text(),
        'replicators': kind.items(unverified='its form'),
    },
    facts.REFERENCE,
    parent='net/fdb/tunnel',
    naming='plain',
)

FDB_VLAN = facts.row(
    'net/fdb/vlan',
    facts.APP_SERVICE,
    facts.RECORDED,
    made_with='net/vlan',
)

FDB_VLAN_RECORDS = facts.row(
    'net/fdb/vlan/records',
    {
        'description': kind.text(),
        'tmInterface': kind.reference('net/interface'),
        'trunk': kind.reference('net/trunk'),
    },
    facts.REFERENCE,
    parent='net/fdb/vlan',
    naming='plain',
)

PORT_MIRROR = facts.row(
    'net/port-mirror',
    {**facts.APP_SERVICE, 'interfaces': kind.references('net/interface')},
    facts.REFERENCE,
    'the interfaces',
    naming='plain',
)

_COST = {
    'externalPathCost': kind.integer(200000),
    'internalPathCost': kind.integer(200000),
    'priority': kind.integer(128),
}

STP = facts.row(
    'net/stp',
    {
        **facts.DESCRIBED,
        'instanceId': kind.integer(0),
        'interfaces': kind.items(
            fields={'name': kind.reference('net/interface'), **_COST}
        ),
        'priority': kind.integer(61440),
        'vlans': kind.references('net/vlan'),
    },
    facts.RECORDED,
    builtins={
        '/Common/cist': {
            'interfaces': [
                {
                    'name': name,
                    'externalPathCost': 200000,
                    'internalPathCost': 200000,
                    'priority': 128,
                }
                for name in ('1.1', '1.2', '1.3')
            ]
        }
    },
)

STP_GLOBALS = facts.row(
    'net/stp-globals',
    {
        **facts.texts('configName', 'description'),
        'configRevision': kind.integer(0),
        'fwdDelay': kind.integer(15),
        'helloTime': kind.integer(2),
        'maxAge': kind.integer(20),
        'maxHops': kind.integer(20),
        'mode': kind.choice(
            'passthru',
            'disabled',
            'mstp',
            'rstp',
            'stp',
            unverified=facts.OTHER_WORDS,
        ),
        'transmitHold': kind.integer(6),
    },
    facts.RECORDED,
    naming='singleton',
)

LLDP_GLOBALS = facts.row(
    'net/lldp-globals',
    {
        'disabled': kind.flag(True, excludes=('enabled',)),
        'enabled': kind.flag(excludes=('disabled',)),
        'maxNeighborsPerPort': kind.integer(10),
        'reinitDelay': kind.integer(2),
        'txDelay': kind.integer(2),
        'txHold': kind.integer(4),
        'txInterval': kind.integer(30),
    },
    facts.RECORDED,
    naming='singleton',
)

DAG_GLOBALS = facts.row(
    'net/dag-globals',
    {
        'dagIpv6PrefixLen': kind.integer(128, 0, 128),
        'icmpHash': kind.choice(
            'icmp', 'ipicmp', unverified=facts.OTHER_WORDS
        ),
        'roundRobinMode': kind.choice(
            'global', 'local', unverified=facts.OTHER_WORDS
        ),
    },
    facts.RECORDED,
    naming='singleton',
)

MULTICAST_GLOBALS = facts.row(
    'net/multicast-globals',
    {
        'maxPendingPackets': kind.integer(16),
        'maxPendingRoutes': kind.integer(256),
        'rateLimit': kind.switch('enabled'),
        'routeLookupTimeout': kind.integer(2),
    },
    facts.RECORDED,
    naming='singleton',
)

ROUTER_ADVERTISEMENT = facts.row(
    'net/router-advertisement',
    {
        **facts.DESCRIBED,
        **facts.enabled(),
        'currentHopLimit': kind.integer(),
        'managed': kind.flag(excludes=('unmanaged',)),
        'maxInterval': kind.integer(600),
        'minInterval': kind.integer(200),
        'mtu': kind.integer(0),
        'noOtherConfig': kind.flag(excludes=('otherConfig',)),
        'otherConfig': kind.flag(excludes=('noOtherConfig',)),
        'reachableTime': kind.integer(0),
        'retransmitTimer': kind.integer(0),
        'routerLifetime': kind.number_text('65535'),
        'unmanaged': kind.flag(excludes=('managed',)),
        'vlan': kind.reference('net/vlan', 'net/tunnels/tunnel'),
    },
    facts.REFERENCE,
)

WCCP = facts.row(
    'net/wccp',
    {**facts.DESCRIBED, 'cacheTimeout': kind.integer(10)},
    facts.REFERENCE,
)

KINDS = (
    INTERFACE,
    TRUNK,
    VLAN_GROUP,
    *NEIGHBOURS,
    FDB_TUNNEL,
    FDB_TUNNEL_RECORDS,
    FDB_VLAN,
    FDB_VLAN_RECORDS,
    PORT_MIRROR,
    STP,
    STP_GLOBALS,
    LLDP_GLOBALS,
    DAG_GLOBALS,
    MULTICAST_GLOBALS,
    ROUTER_ADVERTISEMENT,
    WCCP,
)
