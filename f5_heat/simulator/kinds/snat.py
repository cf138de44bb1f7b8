# SPDX-License-Identifier: Apache-2.0

"""Translation of source addresses: SNATs, SNAT pools and NATs."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_TRANSLATION_TIMEOUT = kind.number_text(
    'indefinite', 0, facts.MAX_INT, facts.INDEFINITE
)

SNAT_TRANSLATION = kind.Kind(
    'ltm/snat-translation',
    'SNAT Translation Address',
    {
        **facts.DESCRIBED,
        **facts.enabled(),
        'address': kind.address(create_only=True),
        'arp': kind.switch('enabled'),
        'connectionLimit': kind.integer(0, 0),
        'inheritedTrafficGroup': kind.choice('true', 'false', read_only=True),
        'ipIdleTimeout': _TRANSLATION_TIMEOUT,
        'tcpIdleTimeout': _TRANSLATION_TIMEOUT,
        'trafficGroup': kind.reference(
            facts.TRAFFIC_GROUP,
            default='/Common/traffic-group-1',
            words=('none',),
        ),
        'udpIdleTimeout': _TRANSLATION_TIMEOUT,
        'unit': kind.integer(1, read_only=True),
    },
    required=('address',),
    unverified=facts.LABEL,
    source='recorded on 11.6.0 and 17.0.0',
)

SNATPOOL = kind.Kind(
    'ltm/snatpool',
    'SNAT Pool',
    {
        **facts.DESCRIBED,
        'members': kind.references('ltm/snat-translation'),
    },
    required=('members',),
    unverified=facts.LABEL,
    source='recorded on 12.1.2',
    in_use='01070320:3: Snatpool {name} is still referenced by a virtual '
    'server.',
)

SNAT = kind.Kind(
    'ltm/snat',
    'SNAT',
    {
        **facts.DESCRIBED,
        **facts.METADATA,
        **facts.vlans(),
        'autoLasthop': kind.choice('default', 'enabled', 'disabled'),
        'automap': kind.flag(excludes=('snatpool', 'translation')),
        'mirror': kind.switch(),
        'origins': kind.items(
            fields={'name': kind.text(), 'appService': kind.text()}
        ),
        'snatpool': kind.reference(
            'ltm/snatpool', excludes=('automap', 'translation')
        ),
        'sourcePort': kind.choice('preserve', 'preserve-strict', 'change'),
        'translation': kind.reference(
            'ltm/snat-translation', excludes=('automap', 'snatpool')
        ),
    },
    required=('origins',),
    unverified=facts.LABEL,
    source='asserted by tests that ran against devices',
)

NAT = kind.Kind(
    'ltm/nat',
    'NAT',
    {
        **facts.DESCRIBED,
        **facts.enabled(),
        **facts.vlans(),
        'arp': kind.switch('enabled'),
        'autoLasthop': kind.choice('default', 'enabled', 'disabled'),
        'inheritedTrafficGroup': kind.choice('true', 'false', read_only=True),
        'originatingAddress': kind.address(create_only=True),
        'trafficGroup': kind.reference(
            facts.TRAFFIC_GROUP,
            default='/Common/traffic-group-1',
            words=('none',),
        ),
        'translationAddress': kind.address(create_only=True),
        'unit': kind.integer(1, read_only=True),
    },
    required=('originatingAddress', 'translationAddress'),
    unverified=facts.DOCUMENTED,
)

KINDS = (
    SNAT_TRANSLATION,
    SNATPOOL,
    SNAT,
    NAT,
)
