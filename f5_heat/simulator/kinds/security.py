# SPDX-License-Identifier: Apache-2.0

"""The network firewall: rules, lists, schedules and translation."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_AFM = ('afm',)
_ADDRESSES = 'security/firewall/address-list'
_PORTS = 'security/firewall/port-list'
_RULE_LIST = 'security/firewall/rule-list'
_POLICY = 'security/firewall/policy'
_SOURCES = 'security/nat/source-translation'
_DESTINATIONS = 'security/nat/destination-translation'
_PORT_LISTS = (_PORTS, 'net/port-list')
_ADDRESS_LISTS = (_ADDRESSES, 'net/address-list')

ADDRESS_LIST = facts.row(
    _ADDRESSES,
    {
        'addressLists': facts.named(_ADDRESSES),
        'addresses': facts.names(),
        'description': kind.text(unverified=facts.DOCUMENTED),
        'fqdns': facts.names(),
        'geo': facts.names(),
    },
    'recorded on 12.1.2 and 15.1.1',
    modules=_AFM,
)

PORT_LIST = facts.row(
    _PORTS,
    {
        'description': kind.text(),
        'portLists': facts.named(_PORTS),
        'ports': facts.names(),
    },
    'recorded on 12.1.0',
    modules=_AFM,
)

SCHEDULE = facts.row(
    'security/firewall/schedule',
    {
        **facts.texts(
            'dailyHourEnd',
            'dailyHourStart',
            'dateValidEnd',
            'dateValidStart',
            'description',
        ),
        'daysOfWeek': kind.items(
            choices=(
                'sunday',
                'monday',
                'tuesday',
                'wednesday',
                'thursday',
                'friday',
                'saturday',
            )
        ),
    },
    'recorded on 12.1.4',
    modules=_AFM,
)

_SIDE = {
    'addressLists': kind.references(*_ADDRESS_LISTS),
    'addresses': facts.names(),
    'fqdns': facts.names(),
    'geo': facts.names(),
    'portLists': kind.references(*_PORT_LISTS),
    'ports': facts.names(),
}
_PLACE = kind.text(hidden=True, unverified='that it moves no rule here')
_ACTIONS = ('accept', 'accept-decisively', 'drop', 'reject')
_RULE = {
    'action': kind.choice(None, *_ACTIONS),
    'description': kind.text(unverified=facts.DOCUMENTED),
    'destination': kind.nested(_SIDE, unverified=facts.DOCUMENTED),
    'icmp': kind.items(
        fields=facts.texts('name', 'description'),
        unverified=facts.DOCUMENTED,
    ),
    'ipProtocol': kind.text('any', unverified=facts.EXAMPLE),
    'irule': kind.reference('ltm/rule', unverified=facts.DOCUMENTED),
    'iruleSampleRate': kind.integer(1, 0, unverified=facts.EXAMPLE),
    **facts.either('no', 'log'),
    'placeAfter': _PLACE,
    'placeBefore': _PLACE,
    'ruleList': kind.reference(_RULE_LIST, unverified=facts.DOCUMENTED),
    'schedule': kind.reference(
        'security/firewall/schedule', unverified=facts.DOCUMENTED
    ),
    'source': kind.nested(
        {**_SIDE, 'vlans': kind.references(*facts.VLANS)},
        unverified=facts.DOCUMENTED,
    ),
    'status': kind.choice(
        'enabled', 'disabled', 'scheduled', unverified=facts.OTHER_WORDS
    ),
    'uuid': kind.text(unverified=facts.DOCUMENTED),
}


def _rules(
    parent: str, source: str, name: str = 'rules', **rest: tuple[str, ...]
) -> kind.Kind:
    return facts.row(
        '{}/{}'.format(parent, name),
        _RULE,
        source,
        'the order of rules that are not made at once',
        parent=parent,
        naming='plain',
        modules=_AFM,
        **rest,
    )


FIREWALL_POLICY = facts.row(
    _POLICY,
    {'description': kind.text()},
    'recorded on 13.1.0.7',
    modules=_AFM,
)

RULE_LIST = facts.row(
    _RULE_LIST, {'description': kind.text()}, facts.TOOLS, modules=_AFM
)

GLOBAL_RULES = facts.row(
    'security/firewall/global-rules',
    {
        'description': kind.text(unverified=facts.DOCUMENTED),
        'enforcedPolicy': kind.reference(_POLICY),
        'servicePolicy': kind.reference('net/service-policy'),
        'stagedPolicy': kind.reference(_POLICY),
    },
    'recorded on 13.1.0.7',
    naming='singleton',
    modules=_AFM,
)

MANAGEMENT_RULES = facts.row(
    'security/firewall/management-ip-rules',
    {'description': kind.text()},
    facts.TOOLS,
    naming='singleton',
    modules=_AFM,
    since='14.1',
)

IP_INTELLIGENCE = facts.row(
    'security/ip-intelligence/policy',
    {
        'blacklistCategories': kind.items(
            fields={
                'name': kind.text(),
                'action': kind.text(),
                'logBlacklistHitOnly': kind.text(),
                'logBlacklistWhitelistHit': kind.text(),
                'matchDirectionOverride': kind.text(),
            }
        ),
        'defaultAction': kind.choice('drop', 'accept'),
        'defaultLogBlacklistHitOnly': kind.choice('no', 'yes', 'limited'),
        'defaultLogBlacklistWhitelistHit': kind.choice('no', 'yes'),
        'description': kind.text(),
        'feedLists': kind.items(),
    },
    facts.TOOLS,
    modules=_AFM,
)

NAT_POLICY = facts.row(
    'security/nat/policy',
    {'description': kind.text()},
    facts.TOOLS,
    modules=_AFM,
)

NAT_RULES = facts.row(
    'security/nat/policy/rules',
    {
        'description': kind.text(),
        'destination': kind.nested(_SIDE),
        'ipProtocol': kind.text('any'),
        'logProfile': kind.reference('security/log/profile'),
        'placeAfter': _PLACE,
        'placeBefore': _PLACE,
        'source': kind.nested(
            {**_SIDE, 'vlans': kind.references(*facts.VLANS)}
        ),
        'status': kind.choice('enabled', 'disabled', 'scheduled'),
        'translation': kind.nested(
            {
                'destination': kind.reference(_DESTINATIONS),
                'source': kind.reference(_SOURCES),
            }
        ),
    },
    facts.TOOLS,
    parent='security/nat/policy',
    naming='plain',
    modules=_AFM,
)

_TRANSLATED = {
    'addresses': facts.names(),
    'description': kind.text(),
    'ports': facts.names(),
}
_EGRESS = ('egressInterfacesDisabled', 'egressInterfacesEnabled')

SOURCE_TRANSLATION = facts.row(
    _SOURCES,
    {
        **_TRANSLATED,
        'backupAddresses': facts.names(),
        'clientConnectionLimit': kind.integer(0, 0, facts.MAX_CONNECTIONS),
        'egressInterfaces': kind.references(*facts.VLANS),
        _EGRESS[0]: kind.flag(excludes=_EGRESS[1:]),
        _EGRESS[1]: kind.flag(excludes=_EGRESS[:1]),
        'excludeAddressLists': facts.named(*_ADDRESS_LISTS),
        'excludeAddresses': facts.names(),
        'hairpinMode': kind.switch(),
        'icmpEcho': kind.switch(),
        'inboundMode': kind.choice(
            'none', 'explicit', 'endpoint-independent-filtering'
        ),
        'mapping': kind.nested(
            {
                'mode': kind.choice(
                    None,
                    'address-pooling-paired',
                    'endpoint-independent-mapping',
                    'none',
                ),
                'timeout': kind.integer(),
            }
        ),
        'patMode': kind.choice('napt', 'deterministic', 'pba'),
        'portBlockAllocation': kind.nested(
            facts.integers(
                'blockIdleTimeout',
                'blockLifetime',
                'blockSize',
                'clientBlockLimit',
                'zombieTimeout',
            )
        ),
        'proxyArp': kind.choice(None, 'enabled', 'disabled'),
        'routeAdvertisement': kind.switch(),
        'type': kind.choice(None, 'dynamic-pat', 'static-nat', 'static-pat'),
    },
    facts.TOOLS,
    required=('type',),
    modules=_AFM,
)

DESTINATION_TRANSLATION = facts.row(
    _DESTINATIONS,
    {**_TRANSLATED, 'type': kind.choice(None, 'static-nat', 'static-pat')},
    facts.TOOLS,
    required=('type',),
    modules=_AFM,
)

KINDS = (
    ADDRESS_LIST,
    PORT_LIST,
    SCHEDULE,
    FIREWALL_POLICY,
    _rules(_POLICY, 'recorded on 13.1.0.7', required=('action',)),
    RULE_LIST,
    _rules(_RULE_LIST, facts.TOOLS),
    GLOBAL_RULES,
    _rules(GLOBAL_RULES.collection, facts.TOOLS, 'enforced-policy-rules'),
    MANAGEMENT_RULES,
    _rules(MANAGEMENT_RULES.collection, facts.TOOLS),
    IP_INTELLIGENCE,
    NAT_POLICY,
    NAT_RULES,
    SOURCE_TRANSLATION,
    DESTINATION_TRANSLATION,
)
