# SPDX-License-Identifier: Apache-2.0

"""Virtual servers, what is attached to them, and their addresses."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.kinds import message_routing
from f5_heat.simulator.kinds import persistence
from f5_heat.simulator.kinds import profile
from f5_heat.simulator.schema import kind

_TYPES = (
    'dhcpRelay',
    'internal',
    'ipForward',
    'l2Forward',
    'reject',
    'stateless',
)

VIRTUAL = kind.Kind(
    'ltm/virtual',
    'Virtual Server',
    {
        **facts.DESCRIBED,
        **facts.METADATA,
        **facts.enabled(),
        **facts.firewall_policies(),
        **facts.vlans(),
        **{
            flag: kind.flag(
                excludes=tuple(other for other in _TYPES if other != flag)
            )
            for flag in _TYPES
        },
        'addressStatus': kind.choice('yes', 'no'),
        'autoLasthop': kind.choice('default', 'enabled', 'disabled'),
        'bwcPolicy': kind.reference(
            'net/bwc/policy', unverified=facts.DOCUMENTED
        ),
        'clonePools': kind.items(
            fields={
                'name': kind.reference('ltm/pool'),
                'partition': kind.text(),
                'subPath': kind.text(),
                'context': kind.choice('clientside', 'serverside'),
            }
        ),
        'cmpEnabled': kind.choice('yes', 'no'),
        'connectionLimit': kind.integer(0, 0),
        'creationTime': kind.text(read_only=True, since='14.0'),
        'destination': kind.text(
            '/Common/0.0.0.0:0',
            unverified='how a virtual without destination is echoed',
        ),
        'evictionProtected': kind.switch(
            since='15.1',
            unverified='recorded on 17.1.0.1 and absent on '
            '14.1.2.1: first version unknown',
        ),
        'fallbackPersistence': kind.reference(*persistence.COLLECTIONS),
        'flowEvictionPolicy': kind.reference(
            'ltm/eviction-policy', unverified=facts.DOCUMENTED
        ),
        'gtmScore': kind.integer(0),
        'ipIntelligencePolicy': kind.text(unverified=facts.DOCUMENTED),
        'ipProtocol': facts.protocol(),
        'lastHopPool': kind.reference('ltm/pool', unverified=facts.DOCUMENTED),
        'lastModifiedTime': kind.text(read_only=True, since='14.0'),
        'mask': kind.mask('255.255.255.255'),
        'mirror': kind.switch(),
        'mobileAppTunnel': kind.switch(),
        'nat64': kind.switch(),
        'perFlowRequestAccessPolicy': kind.text(unverified=facts.DOCUMENTED),
        'persist': kind.items(
            fields={
                'name': kind.reference(*persistence.COLLECTIONS),
                'partition': kind.text(),
                'subPath': kind.text(),
                'tmDefault': kind.choice('yes', 'no'),
            }
        ),
        'pool': kind.reference('ltm/pool'),
        'rateLimit': facts.rate_limit(0, facts.MAX_INT),
        'rateLimitDstMask': kind.integer(0, 0, 128),
        'rateLimitMode': kind.choice(
            'object',
            'object-source',
            'object-destination',
            'object-source-destination',
            'source',
            'destination',
            'source-destination',
        ),
        'rateLimitSrcMask': kind.integer(0, 0, 128),
        'rules': kind.references('ltm/rule'),
        'securityLogProfiles': kind.items(unverified=facts.DOCUMENTED),
        'securityNatPolicy': kind.nested(
            {
                'policy': kind.text(),
                'useDevicePolicy': kind.choice(None, 'yes', 'no'),
                'useRouteDomainPolicy': kind.choice(None, 'yes', 'no'),
            },
            unverified=facts.DOCUMENTED,
        ),
        'serversslUseSni': kind.switch(
            since='15.1',
            unverified='recorded on 17.1.0.1 and absent on '
            '14.1.2.1: first version unknown',
        ),
        'servicePolicy': kind.reference(
            'net/service-policy', unverified=facts.DOCUMENTED
        ),
        'serviceDownImmediateAction': kind.choice(
            'none', 'drop', 'reset', since='12.0'
        ),
        'source': kind.address('0.0.0.0/0', 'network'),
        'sourceAddressTranslation': facts.composed(
            {
                'type': kind.choice('none', 'automap', 'snat', 'lsn'),
                'pool': kind.reference('ltm/snatpool'),
            }
        ),
        'sourcePort': kind.choice('preserve', 'preserve-strict', 'change'),
        'synCookieStatus': kind.text('not-activated', read_only=True),
        'throughputCapacity': kind.number_text(
            None, words=('infinite',), unverified=facts.DOCUMENTED
        ),
        'trafficMatchingCriteria': kind.reference(
            'ltm/traffic-matching-criteria', unverified=facts.DOCUMENTED
        ),
        'translateAddress': kind.switch('enabled'),
        'translatePort': kind.switch('enabled'),
        'vsIndex': kind.integer(read_only=True),
    },
    names='letters',
    source='recorded on 12.0.0, 12.1.2, 14.1.2.1 and 17.1.0.1',
)

# A name in an item of these lists is a reference, echoed with a
# nameReference.
PROFILES = kind.Kind(
    'ltm/virtual/profiles',
    'profile',
    {
        'name': kind.reference(
            *profile.COLLECTIONS, *message_routing.PROFILES
        ),
        'context': kind.choice('all', 'clientside', 'serverside'),
    },
    parent='ltm/virtual',
    source='recorded on 11.6.0 and 12.0.0',
)

POLICIES = kind.Kind(
    'ltm/virtual/policies',
    'policy',
    {'name': kind.reference('ltm/policy')},
    parent='ltm/virtual',
    source='recorded on 12.0.0',
)

VIRTUAL_ADDRESS = kind.Kind(
    'ltm/virtual-address',
    'Virtual Address',
    {
        **facts.DESCRIBED,
        **facts.METADATA,
        'address': kind.address(create_only=True),
        'arp': kind.switch('enabled'),
        'autoDelete': kind.choice('true', 'false'),
        'connectionLimit': kind.integer(0, 0),
        'enabled': kind.choice('yes', 'no'),
        'floating': kind.switch('enabled', read_only=True),
        'icmpEcho': kind.choice(
            'enabled',
            'disabled',
            'selective',
            'any',
            'all',
            'always',
            unverified='any, all and always',
        ),
        'inheritedTrafficGroup': kind.choice('false', 'true', read_only=True),
        'mask': kind.mask('255.255.255.255', create_only=True),
        'routeAdvertisement': kind.choice(
            'disabled', 'enabled', 'always', 'selective', 'any', 'all'
        ),
        'serverScope': kind.choice('any', 'all', 'none'),
        'spanning': kind.switch(unverified='not seen on 11.6.0'),
        # That the word is read back is reported.
        'trafficGroup': kind.reference(
            facts.TRAFFIC_GROUP,
            default='/Common/traffic-group-1',
            words=('none',),
        ),
        'unit': kind.integer(1, read_only=True),
    },
    source='recorded on 11.6.0, 12.1.2, 13.1.0.4 and 14.1.2.1',
)

KINDS = (VIRTUAL, PROFILES, POLICIES, VIRTUAL_ADDRESS)
