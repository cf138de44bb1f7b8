# SPDX-License-Identifier: Apache-2.0

"""VLANs, tunnels, self IPs, routes and route domains."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_LAST_HOP = kind.choice('default', 'enabled', 'disabled')

VLAN = kind.Kind(
    'net/vlan',
    'VLAN',
    {
        **facts.DESCRIBED,
        'autoLasthop': _LAST_HOP,
        'cmpHash': kind.choice('default', 'src-ip', 'dst-ip'),
        'customerTag': kind.number_text(
            None, 1, 4094, ('none',), unverified=facts.DOCUMENTED
        ),
        'dagRoundRobin': kind.switch(),
        'dagTunnel': kind.choice('outer', 'inner'),
        'failsafe': kind.switch(),
        'failsafeAction': kind.choice(
            'failover-restart-tm', 'reboot', 'restart-all'
        ),
        'failsafeTimeout': kind.integer(90, 0),
        'fwdMode': kind.text('l3'),
        'hardwareSyncookie': kind.switch(),
        'ifIndex': kind.integer(read_only=True),
        'learning': kind.choice(
            'enable-forward',
            'disable-forward',
            'disable-drop',
            unverified=facts.OTHER_WORDS,
        ),
        'mtu': kind.integer(1500, 576, 9198),
        'sflow': facts.composed(facts.sflow()),
        'sourceChecking': kind.switch(),
        'synFloodRateLimit': kind.integer(1000, 0),
        'syncacheThreshold': kind.integer(6000, 0),
        'tag': kind.integer(low=1, high=4094),
    },
    source='recorded on 12.1.0 and 14.1.2.1',
)

VLAN_INTERFACES = kind.Kind(
    'net/vlan/interfaces',
    'VLAN member',
    {
        'name': kind.reference('net/interface', 'net/trunk'),
        'tagMode': kind.choice(
            'none',
            'service',
            'customer',
            'double',
            unverified=facts.OTHER_WORDS,
        ),
        'tagged': kind.flag(excludes=('untagged',)),
        'untagged': kind.flag(excludes=('tagged',)),
    },
    parent='net/vlan',
    naming='plain',
    source='asserted by tests that ran against devices',
    unverified=facts.LABEL,
)

SELF = kind.Kind(
    'net/self',
    'self IP',
    {
        **facts.DESCRIBED,
        **facts.firewall_policies(),
        'address': kind.text(),
        'addressSource': kind.text('from-user'),
        'allowService': kind.items(),
        'floating': kind.switch(read_only=True),
        'inheritedTrafficGroup': kind.choice('false', 'true', read_only=True),
        'trafficGroup': kind.reference(
            facts.TRAFFIC_GROUP, default='/Common/traffic-group-local-only'
        ),
        'unit': kind.integer(0, read_only=True),
        'vlan': kind.reference(*facts.VLANS),
    },
    required=('address', 'vlan'),
    source='recorded on 13.0.0 and 14.1.2.1',
)

ROUTE = kind.Kind(
    'net/route',
    'route',
    {
        **facts.DESCRIBED,
        # A gateway with an address of the link needs its interface too.
        'blackhole': kind.flag(excludes=('gw', 'pool', 'tmInterface')),
        'gw': kind.address(excludes=('blackhole', 'pool')),
        'mtu': kind.integer(0, 0),
        'network': kind.address(
            form='network',
            words=('default', 'default-inet6'),
            create_only=True,
            unverified='one client tool lists it among what it changes',
        ),
        'pool': kind.reference(
            'ltm/pool', excludes=('blackhole', 'gw', 'tmInterface')
        ),
        'tmInterface': kind.reference(
            *facts.VLANS, excludes=('blackhole', 'pool')
        ),
    },
    required=('network',),
    source='recorded on 12.1.0 and 14.1.2.1',
    unverified=facts.LABEL,
)

ROUTE_DOMAIN = kind.Kind(
    'net/route-domain',
    'route domain',
    {
        **facts.DESCRIBED,
        'bwcPolicy': kind.reference(
            'net/bwc/policy', unverified=facts.DOCUMENTED
        ),
        'connectionLimit': kind.integer(0, 0),
        'flowEvictionPolicy': kind.reference(
            'ltm/eviction-policy', unverified=facts.DOCUMENTED
        ),
        'fwEnforcedPolicy': kind.reference(
            'security/firewall/policy',
            module='afm',
            unverified=facts.DOCUMENTED,
        ),
        'id': kind.integer(
            None,
            0,
            65534,
            create_only=True,
            unverified='one client tool lists it among what it changes',
        ),
        'parent': kind.reference(
            'net/route-domain', unverified=facts.DOCUMENTED
        ),
        'routingProtocol': kind.items(
            choices=(
                'BFD',
                'BGP',
                'IS-IS',
                'OSPFv2',
                'OSPFv3',
                'PIM',
                'RIP',
                'RIPng',
            ),
            unverified=facts.DOCUMENTED,
        ),
        'servicePolicy': kind.reference(
            'net/service-policy', unverified=facts.DOCUMENTED
        ),
        'strict': kind.switch('enabled'),
        'throughputCapacity': kind.number_text(
            'infinite',
            words=('infinite',),
            since='12.0',
            unverified='13.1.0 echoes the number 0',
        ),
        'vlans': kind.references(*facts.VLANS, weak=True),
    },
    required=('id',),
    source='recorded on 11.6.0, 13.1.0 and 14.1.2.1',
    unverified=facts.LABEL,
    in_use='0107097c:3: The specified route domain ({name}) is the default '
    'route domain for one or more partitions ({user}) and cannot be '
    'deleted.',
    builtins={
        '/Common/0': {
            'id': 0,
            'vlans': ['/Common/http-tunnel', '/Common/socks-tunnel'],
        }
    },
)

TUNNEL = kind.Kind(
    'net/tunnels/tunnel',
    'tunnel',
    {
        **facts.DESCRIBED,
        'autoLasthop': _LAST_HOP,
        'idleTimeout': kind.integer(300, 0),
        'ifIndex': kind.integer(read_only=True),
        'key': kind.integer(0, 0, facts.MAX_INT),
        'localAddress': kind.address('any6'),
        'mode': kind.choice('bidirectional', 'inbound', 'outbound'),
        'mtu': kind.integer(0, 0, 65515),
        'profile': kind.reference(
            *(
                'net/tunnels/' + name
                for name in (
                    'etherip',
                    'fec',
                    'geneve',
                    'gre',
                    'ipip',
                    'ipsec',
                    'lw4o6',
                    'map',
                    'ppp',
                    'tcp-forward',
                    'v6rd',
                    'vxlan',
                    'wccp',
                )
            )
        ),
        'remoteAddress': kind.address('any6'),
        'secondaryAddress': kind.address('any6'),
        'tos': kind.number_text('preserve', 0, 255, ('preserve',)),
        'trafficGroup': kind.reference(
            facts.TRAFFIC_GROUP, unverified=facts.DOCUMENTED
        ),
        'transparent': kind.switch(),
        'usePmtu': kind.switch('enabled'),
    },
    required=('profile',),
    source='recorded on 13.1.0.7 and 14.1.2.1',
    unverified=facts.LABEL,
    builtins={
        '/Common/http-tunnel': {
            'description': 'Tunnel for http-explicit profile',
            'ifIndex': 112,
            'profile': '/Common/tcp-forward',
        },
        '/Common/socks-tunnel': {
            'description': 'Tunnel for socks profile',
            'ifIndex': 128,
            'profile': '/Common/tcp-forward',
        },
    },
)


def _encapsulation(
    name: str,
    fields: dict[str, kind.Field],
    parent: str = '',
    builtins: kind.Builtins | None = None,
) -> kind.Kind:
    """Return a profile of tunnels; its built-in parent mostly bears its
    name."""
    collection = 'net/tunnels/' + name
    parent = '/Common/' + (parent or name)
    return kind.Kind(
        collection,
        'tunnel profile',
        {
            'defaultsFrom': kind.reference(collection),
            'description': kind.text(),
            **fields,
        },
        source='recorded on 14.1.2.1',
        unverified=facts.LABEL,
        inherits=parent,
        builtins=facts.children(parent, builtins),
    )


_CHECKSUMS = {'rxCsum': kind.switch(), 'txCsum': kind.switch()}

ENCAPSULATIONS = (
    _encapsulation('etherip', {}),
    _encapsulation(
        'fec',
        {
            'decodeIdleTimeout': kind.integer(1500),
            'decodeMaxPackets': kind.integer(512),
            'decodeQueues': kind.integer(32),
            'encodeMaxDelay': kind.integer(500),
            'keepaliveInterval': kind.integer(5),
            'lzo': kind.switch('enabled'),
            'repairAdaptive': kind.switch('enabled'),
            'repairPackets': kind.integer(15),
            'sourceAdaptive': kind.switch('enabled'),
            'sourcePackets': kind.integer(15),
            'udpPort': kind.integer(8288, 0, 65535),
        },
    ),
    _encapsulation(
        'geneve',
        {
            'floodingType': kind.text('multipoint'),
            'port': kind.integer(6081, 0, 65535),
        },
    ),
    _encapsulation(
        'gre',
        {
            **_CHECKSUMS,
            'encapsulation': kind.choice('standard', 'nvgre'),
            'floodingType': kind.text('none'),
        },
        builtins={'/Common/nvgre': {'encapsulation': 'nvgre'}},
    ),
    _encapsulation(
        'ipip',
        {
            'dsLite': kind.switch(),
            'proto': kind.choice('IPv4', 'IPv6'),
        },
        builtins={
            '/Common/dslite': {
                'defaultsFrom': '/Common/ip4ip6',
                'dsLite': 'enabled',
                'description': 'Dual-stack lite IPv4 in IPv6',
            },
            '/Common/ip4ip4': {'description': 'IPv4 in IPv4'},
            '/Common/ip4ip6': {'description': 'IPv4 in IPv6'},
            '/Common/ip6ip4': {'description': 'IPv6 in IPv4', 'proto': 'IPv6'},
            '/Common/ip6ip6': {'description': 'IPv6 in IPv6', 'proto': 'IPv6'},
        },
    ),
    _encapsulation(
        'ipsec',
        {
            'trafficSelector': kind.text(
                '/Common/default-traffic-selector-interface'
            ),
        },
    ),
    _encapsulation(
        'lw4o6',
        {
            'allProtocolsPass': kind.switch(),
            'psidLength': kind.integer(0),
        },
    ),
    _encapsulation(
        'map',
        {
            'eaBitsLength': kind.integer(32),
            'ip4Prefix': kind.text('0.0.0.0/8'),
            'ip6Prefix': kind.text('::/48'),
            'portOffset': kind.integer(6),
        },
    ),
    _encapsulation(
        'ppp',
        {
            'ipcp': kind.switch('enabled'),
            'ipv6cp': kind.switch('enabled'),
            'lcpEchoFailure': kind.integer(4),
            'lcpEchoInterval': kind.integer(30),
            'vj': kind.switch(),
        },
    ),
    _encapsulation(
        'tcp-forward',
        {
            'description': kind.text('TCP forwarding without encapsulation'),
        },
    ),
    _encapsulation(
        'v6rd',
        {
            'ipv4prefix': kind.text('any'),
            'ipv4prefixlen': kind.integer(0),
            'v6rdprefix': kind.text('any6'),
            'v6rdprefixlen': kind.integer(56),
        },
    ),
    _encapsulation(
        'vxlan',
        {
            'encapsulationType': kind.choice('vxlan', 'vxlan-gpe'),
            'floodingType': kind.choice(
                'multicast', 'multipoint', 'none', 'replicator'
            ),
            'port': kind.integer(4789, 0, 65535),
        },
        builtins={
            '/Common/vxlan-gpe': {
                'encapsulationType': 'vxlan-gpe',
                'floodingType': 'multipoint',
                'port': 4790,
            },
            '/Common/vxlan-multipoint': {'floodingType': 'multipoint'},
            '/Common/vxlan-ovsdb': {'floodingType': 'replicator'},
            '/Common/vxlan-ovsdb-multipoint': {'floodingType': 'multipoint'},
            '/Common/vxlan-ovsdb-no-flooding': {'floodingType': 'none'},
        },
    ),
    _encapsulation(
        'wccp',
        {
            **_CHECKSUMS,
            'wccpVersion': kind.number_text('2'),
        },
        parent='wccpgre',
    ),
)

KINDS = (
    VLAN,
    VLAN_INTERFACES,
    SELF,
    ROUTE,
    ROUTE_DOMAIN,
    TUNNEL,
    *ENCAPSULATIONS,
)
