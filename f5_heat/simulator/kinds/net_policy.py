# SPDX-License-Identifier: Apache-2.0

"""Lists of addresses and ports, filters, and policies for bandwidth."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

ADDRESS_LIST = facts.row(
    'net/address-list',
    {
        'addressLists': facts.named('net/address-list'),
        'addresses': facts.names(),
        'description': kind.text(),
    },
    facts.TOOLS,
    since='14.0',
)

PORT_LIST = facts.row(
    'net/port-list',
    {
        'description': kind.text(unverified=facts.DOCUMENTED),
        'portLists': facts.named('net/port-list'),
        'ports': facts.names(),
    },
    facts.RECORDED,
    since='14.0',
    builtins={
        '/Common/_sys_self_allow_tcp_defaults': {
            'ports': [
                {'name': port}
                for port in ('22', '53', '161', '443', '1029-1043', '4353')
            ]
        },
        '/Common/_sys_self_allow_udp_defaults': {
            'ports': [
                {'name': port} for port in ('53', '161', '520', '1026', '4353')
            ]
        },
    },
)

SELF_ALLOW = facts.row(
    'net/self-allow',
    {
        'defaults': kind.items(
            [
                'igmp:0',
                'ospf:0',
                'pim:0',
                'tcp:161',
                'tcp:22',
                'tcp:4353',
                'tcp:443',
                'tcp:53',
                'udp:1026',
                'udp:161',
                'udp:4353',
                'udp:520',
                'udp:53',
            ]
        )
    },
    facts.RECORDED,
    naming='singleton',
)

PACKET_FILTER = facts.row(
    'net/packet-filter',
    {
        **facts.DESCRIBED,
        'action': kind.choice(
            'accept', 'continue', 'discard', 'reject', unverified='the words'
        ),
        'bwcPolicy': kind.reference('net/bwc/policy'),
        'logging': kind.switch(),
        'order': kind.integer(0, 0),
        'rateClass': kind.reference('net/rate-shaping/class'),
        'rule': kind.text(),
        'vlan': kind.reference('net/vlan', 'net/tunnels/tunnel'),
    },
    facts.REFERENCE,
    required=('action', 'order'),
)

PACKET_FILTER_TRUSTED = facts.row(
    'net/packet-filter-trusted',
    {
        'description': kind.text(),
        'ipAddresses': kind.items(),
        'macAddresses': kind.items(),
        'vlans': kind.references('net/vlan'),
    },
    facts.RECORDED,
    'its fields, of which none is recorded',
    naming='singleton',
)

_MARKS = {
    'ipTos': facts.tos('pass-through'),
    'linkQos': facts.qos('pass-through'),
}
_RATE = kind.integer(0, 0)

BWC_POLICY = facts.row(
    'net/bwc/policy',
    {
        **facts.DESCRIBED,
        **_MARKS,
        'dynamic': kind.switch(),
        'logPeriod': kind.integer(2048, 0),
        'logPublisher': kind.reference(facts.PUBLISHER),
        'maxRate': _RATE,
        'maxUserRate': _RATE,
        'maxUserRatePps': _RATE,
        'measure': kind.switch(),
        'trafficPriorityMap': kind.text(),
    },
    facts.REFERENCE,
)

BWC_CATEGORIES = facts.row(
    'net/bwc/policy/categories',
    {
        **facts.DESCRIBED,
        **_MARKS,
        'maxCatRate': kind.integer(low=0),
        'maxCatRatePercentage': kind.integer(None, 0, 100),
        'trafficPriorityMap': kind.text(),
    },
    facts.REFERENCE,
    parent='net/bwc/policy',
    naming='plain',
)

TIMER_POLICY = facts.row(
    'net/timer-policy',
    {
        **facts.DESCRIBED,
        'rules': kind.items(
            fields={
                'name': kind.text(),
                'description': kind.text(),
                'destinationPorts': facts.names(),
                'ipProtocol': kind.text('any', unverified='the default'),
                'timers': kind.items(fields=facts.texts('name', 'value')),
            }
        ),
    },
    'recorded on 13.1.0.4',
)

SERVICE_POLICY = facts.row(
    'net/service-policy',
    {
        **facts.DESCRIBED,
        'portMisusePolicy': kind.text(),
        'timerPolicy': kind.reference('net/timer-policy'),
    },
    'recorded on 13.1.0.4',
)

_DROP = 'net/rate-shaping/drop-policy'
_QUEUE = 'net/rate-shaping/queue'


def _drop(*values: int | str) -> kind.Values:
    return dict(
        zip(
            (
                'averagePacketSize',
                'fredMaxActive',
                'fredMaxDrop',
                'fredMinDrop',
                'inverseWeight',
                'maxProbability',
                'maxThreshold',
                'minThreshold',
                'redHardLimit',
                'type',
            ),
            values,
            strict=True,
        )
    )


RATE_SHAPING = (
    facts.row(
        _DROP,
        {
            'averagePacketSize': kind.integer(0),
            'description': kind.text(unverified=facts.UNSOURCED),
            'fredMaxActive': kind.integer(0),
            'fredMaxDrop': kind.integer(0),
            'fredMinDrop': kind.integer(0),
            'inverseWeight': kind.integer(0),
            'maxProbability': kind.integer(0),
            'maxThreshold': kind.integer(0),
            'minThreshold': kind.integer(0),
            'redHardLimit': kind.integer(0),
            'type': kind.choice('tail', 'fred', 'red'),
        },
        facts.RECORDED,
        'the defaults of a new one',
        builtins={
            '/Common/fred': _drop(
                1024, 0, 100, 0, 128, 100, 9216, 3072, 0, 'fred'
            ),
            '/Common/red': _drop(1024, 100, 0, 0, 512, 10, 15, 5, 60, 'red'),
            '/Common/tail': {},
        },
    ),
    facts.row(
        _QUEUE,
        {
            'description': kind.text(unverified=facts.UNSOURCED),
            'pfifoMaxSize': kind.integer(0),
            'pfifoMinSize': kind.integer(0),
            'sfqBucketCount': kind.integer(0),
            'sfqBucketSize': kind.integer(0),
            'sfqPerturbation': kind.integer(10),
            'type': kind.choice('sfq', 'pfifo'),
        },
        facts.RECORDED,
        'the defaults of a new one',
        builtins={
            '/Common/pfifo': {
                'pfifoMaxSize': 4194304,
                'pfifoMinSize': 65536,
                'type': 'pfifo',
            },
            '/Common/sfq': {'sfqBucketCount': 256},
        },
    ),
    facts.row(
        'net/rate-shaping/shaping-policy',
        {
            **facts.DESCRIBED,
            'ceilingPercentage': kind.integer(0, 0, 100),
            'dropPolicy': kind.reference(_DROP),
            'maxBurst': kind.integer(0, 0),
            'queue': kind.reference(_QUEUE),
            'ratePercentage': kind.integer(0, 0, 100),
        },
        facts.REFERENCE,
    ),
    facts.row(
        'net/rate-shaping/class',
        {
            'description': kind.text(),
            **facts.integers('burst', 'ceiling', 'maxBurst', 'rate'),
            'direction': kind.text(),
            'dropPolicy': kind.reference(_DROP),
            'parent': kind.reference('net/rate-shaping/class'),
            'queue': kind.reference(_QUEUE),
            'shapingPolicy': kind.reference('net/rate-shaping/shaping-policy'),
        },
        facts.RECORDED,
        'the fields: no item is recorded',
    ),
)

COS = facts.row(
    'net/cos/global-settings',
    {
        'featureDisabled': kind.flag(True, excludes=('featureEnabled',)),
        'featureEnabled': kind.flag(
            excludes=('featureDisabled',), unverified=facts.UNSOURCED
        ),
        'precedence': kind.choice(
            '8021p-only',
            'dscp-only',
            'l3-l2',
            unverified=facts.OTHER_WORDS,
        ),
    },
    facts.RECORDED,
    naming='singleton',
)

KINDS = (
    COS,
    ADDRESS_LIST,
    PORT_LIST,
    SELF_ALLOW,
    PACKET_FILTER,
    PACKET_FILTER_TRUSTED,
    BWC_POLICY,
    BWC_CATEGORIES,
    TIMER_POLICY,
    SERVICE_POLICY,
    *RATE_SHAPING,
)
