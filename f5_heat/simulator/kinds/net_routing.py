# SPDX-License-Identifier: Apache-2.0

"""Dynamic routing: BGP, and the lists that choose routes."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_ROUTE_DOMAIN = {'routeDomain': kind.reference('net/route-domain')}
_ACTION = kind.choice(None, 'permit', 'deny')
_ACCESS = 'net/routing/access-list'
_AS_PATH = 'net/routing/as-path'
_PREFIX = 'net/routing/prefix-list'
_MAP = 'net/routing/route-map'

BGP = facts.row(
    'net/routing/bgp',
    {
        'addressFamily': kind.items(
            fields={
                'name': kind.text(),
                'redistribute': kind.items(
                    fields={
                        'name': kind.text(),
                        'routeMap': kind.reference(_MAP),
                    }
                ),
            },
            unverified=facts.DOCUMENTED,
        ),
        'gracefulRestart': kind.nested(
            {
                'gracefulReset': kind.choice(None, 'enabled', 'disabled'),
                'restartTime': kind.integer(),
                'stalepathTime': kind.integer(),
            },
            unverified=facts.DOCUMENTED,
        ),
        **facts.integers('holdTime', 'keepAlive', unverified=facts.DOCUMENTED),
        'localAs': kind.integer(None, 1, facts.MAX_INT),
        'routeDomain': kind.reference(
            'net/route-domain', unverified=facts.DOCUMENTED
        ),
        'routerId': kind.text(unverified=facts.DOCUMENTED),
    },
    'recorded on 13.1.1.2',
    'the fields beside the autonomous system',
    required=('localAs',),
)

NEIGHBOR = facts.row(
    'net/routing/bgp/neighbor',
    {
        'remoteAs': kind.integer(None, 1, facts.MAX_INT),
        **facts.texts('description', 'peerGroup', unverified=facts.UNSOURCED),
    },
    'recorded on 13.1.1.2',
    parent='net/routing/bgp',
    naming='plain',
)

PEER_GROUP = facts.row(
    'net/routing/bgp/peer-group',
    {
        'remoteAs': kind.integer(None, 1, facts.MAX_INT),
        'addressFamily': kind.items(
            fields={
                'name': kind.text(),
                'routeMap': kind.nested(
                    {
                        'in': kind.reference(_MAP),
                        'out': kind.reference(_MAP),
                    }
                ),
            }
        ),
    },
    facts.TOOLS,
    parent='net/routing/bgp',
    naming='plain',
)


def _list(
    collection: str, fields: dict[str, kind.Field], since: str = ''
) -> tuple[kind.Kind, kind.Kind]:
    """Return a list and its entries."""
    return (
        facts.row(
            collection,
            {'description': kind.text(), **_ROUTE_DOMAIN},
            facts.TOOLS,
            since=since,
        ),
        facts.row(
            collection + '/entries',
            fields,
            facts.TOOLS,
            parent=collection,
            naming='plain',
            since=since,
        ),
    )


_FAMILY = kind.nested(
    {
        part: kind.nested(
            {
                'accessList': kind.reference(_ACCESS),
                'prefixList': kind.reference(_PREFIX),
            }
        )
        for part in ('address', 'nextHop')
    }
)

LISTS = (
    *_list(
        _ACCESS,
        {
            'action': _ACTION,
            **facts.texts('destination', 'source', default='::'),
            'exactMatch': kind.choice(None, 'enabled', 'disabled'),
        },
        since='14.0',
    ),
    *_list(_AS_PATH, {'action': _ACTION, 'regex': kind.text()}),
    *_list(
        _PREFIX,
        {
            'action': _ACTION,
            'prefix': kind.text('::/0'),
            'prefixLenRange': kind.text('0'),
        },
    ),
    *_list(
        _MAP,
        {
            'action': _ACTION,
            'match': kind.nested(
                {
                    'asPath': kind.reference(_AS_PATH),
                    'ipv4': _FAMILY,
                    'ipv6': _FAMILY,
                }
            ),
            'set': kind.nested(facts.texts('asPath', 'metric')),
        },
    ),
)

KINDS = (BGP, NEIGHBOR, PEER_GROUP, *LISTS)
