# SPDX-License-Identifier: Apache-2.0

"""Fields, ranges and notes on evidence that many rows share."""

import typing as t

from f5_heat.simulator.schema import kind

DOCUMENTED = 'documented by client tools, not recorded'
UNSOURCED = 'general knowledge, no source at hand'
LABEL = 'the label in messages'
OTHER_WORDS = 'words other than the default'
EXAMPLE = 'the default: it is the value of one object that somebody made'

SINCE = 'since when: it is recorded on 16.0.0, and not on 14.1.2.1'

# Where a row is from.
RECORDED = 'recorded on 14.1.2.1'
EXAMPLES = 'objects that users made, recorded'
REFERENCE = "F5's reference for 12.0"
TOOLS = 'client tools'

MAX_INT = 4294967295
MAX_CONNECTIONS = 2147483647
INDEFINITE = ('indefinite',)
TIMES = ('immediate', 'indefinite')

PORT = (0, 65535)

CERT = 'sys/file/ssl-cert'
KEY = 'sys/file/ssl-key'
PUBLISHER = 'sys/log-config/publisher'
TRAFFIC_GROUP = 'cm/traffic-group'
VLANS = ('net/vlan', 'net/tunnels/tunnel')

APP_SERVICE = {
    'appService': kind.reference(
        'sys/application/service', unverified=DOCUMENTED
    ),
}
DESCRIBED = {'description': kind.text(), **APP_SERVICE}

# As F5's Ansible collection numbers them when it sends them, but for any.
_PROTOCOLS = {
    0: 'any',
    1: 'icmp',
    4: 'ipencap',
    6: 'tcp',
    17: 'udp',
    18: 'mux',
    41: 'ipv6',
    47: 'gre',
    49: 'bna',
    50: 'esp',
    51: 'ah',
    58: 'ipv6-icmp',
    80: 'isp-ip',
    89: 'ospf',
    97: 'etherip',
    132: 'sctp',
    136: 'udplite',
}

METADATA = {
    'metadata': kind.items(
        fields={
            'name': kind.text(),
            'persist': kind.choice('true', 'false'),
            'value': kind.text(),
        }
    ),
}


def row(
    collection: str,
    fields: dict[str, kind.Field],
    source: str,
    unverified: str = '',
    **rest: t.Any,
) -> kind.Kind:
    """Return a row of a kind whose label in messages is not recorded."""
    weak = [unverified] if unverified else []
    if source == TOOLS:
        weak.append('all of it')
    return kind.Kind(
        collection,
        collection.rpartition('/')[2].replace('-', ' '),
        fields,
        source=source,
        unverified='; '.join([*weak, LABEL]),
        **rest,
    )


def texts(*names: str, **rest: t.Any) -> dict[str, kind.Field]:
    return {name: kind.text(**rest) for name in names}


def integers(*names: str, **rest: t.Any) -> dict[str, kind.Field]:
    return {name: kind.integer(**rest) for name in names}


def switches(default: str, *names: str) -> dict[str, kind.Field]:
    return {name: kind.switch(default) for name in names}


def either(default: str, *names: str, **rest: t.Any) -> dict[str, kind.Field]:
    """Return fields of two words, of which ``default`` is one."""
    for pair in _PAIRS:
        if default in pair:
            other = pair[pair[0] == default]
            return {
                name: kind.choice(default, other, **rest) for name in names
            }
    raise ValueError(default)


_PAIRS = (('yes', 'no'), ('true', 'false'), ('on', 'off'))


def named(
    *collections: str, fields: dict[str, kind.Field] | None = None
) -> kind.Field:
    """Return a list of objects that are named after what they refer to."""
    return kind.items(
        fields={
            'name': kind.reference(*collections),
            'partition': kind.text(),
            'subPath': kind.text(),
            **(fields or {}),
        }
    )


def names() -> kind.Field:
    """Return a list of objects that have a name only."""
    return kind.items(fields={'name': kind.text()})


def composed(fields: dict[str, kind.Field]) -> kind.Field:
    """Return an object that is always echoed, with the defaults of its
    fields."""
    return kind.nested(
        fields,
        {
            name: field.default
            for name, field in fields.items()
            if field.default is not None
        },
    )


def children(parent: str, builtins: kind.Builtins | None) -> kind.Builtins:
    """Return the built-in objects of a kind that inherits, the first one
    first."""
    return {
        parent: {},
        **{
            path: {'defaultsFrom': parent, **values}
            for path, values in (builtins or {}).items()
        },
    }


def protocol() -> kind.Field:
    return kind.choice(
        *_PROTOCOLS.values(),
        'ipv6-auth',
        'ipv6-crypt',
        numbers=_PROTOCOLS,
        unverified='the number of any',
    )


def tos(default: str) -> kind.Field:
    return kind.number_text(default, high=255, words=('pass-through', 'mimic'))


def qos(default: str) -> kind.Field:
    return kind.number_text(default, high=7, words=('pass-through',))


def false_true(**rest: t.Any) -> kind.Field:
    return kind.choice('false', 'true', **rest)


def firewall_policies() -> dict[str, kind.Field]:
    return {
        key: kind.reference(
            'security/firewall/policy', module='afm', unverified=DOCUMENTED
        )
        for key in ('fwEnforcedPolicy', 'fwStagedPolicy')
    }


def enabled() -> dict[str, kind.Field]:
    return {
        'enabled': kind.flag(True, excludes=('disabled',)),
        'disabled': kind.flag(excludes=('enabled',)),
    }


def vlans() -> dict[str, kind.Field]:
    return {
        'vlans': kind.references(*VLANS),
        'vlansDisabled': kind.flag(True, excludes=('vlansEnabled',)),
        'vlansEnabled': kind.flag(excludes=('vlansDisabled',)),
    }


def rate_limit(low: int, high: int) -> kind.Field:
    return kind.number_text('disabled', low, high, ('disabled',))


def sflow() -> dict[str, kind.Field]:
    return {
        'pollInterval': kind.integer(0),
        'pollIntervalGlobal': kind.choice('yes', 'no'),
        'samplingRate': kind.integer(0),
        'samplingRateGlobal': kind.choice('yes', 'no'),
    }


def or_none(*collections: str, **rest: t.Any) -> kind.Field:
    """Return a reference that is echoed as the word ``none`` while it is
    unset."""
    return kind.reference(
        *collections, default='none', words=('none',), **rest
    )


def timeout(default: str) -> kind.Field:
    return kind.number_text(default, 0, MAX_INT, TIMES)


def profile(
    name: str,
    parent: str,
    fields: dict[str, kind.Field],
    *,
    label: str = '',
    described: bool = True,
    inherits: bool = True,
    builtins: kind.Builtins | None = None,
    source: str = RECORDED,
    since: str = '',
) -> kind.Kind:
    """Return a row of ``ltm/profile``; ``parent`` is its first built-in
    object.

    From 13.x on a profile echoes every property: what is not set is the
    word ``none``.
    """
    collection = 'ltm/profile/' + name
    shared = {'appService': or_none('sys/application/service')}
    if inherits:
        shared['defaultsFrom'] = or_none(collection)
    if described:
        shared['description'] = kind.text('none')
    return kind.Kind(
        collection,
        label or 'profile',
        {**shared, **fields},
        source=source,
        inherits=parent if inherits else '',
        unverified='' if label else LABEL,
        since=since,
        builtins=children(parent, builtins)
        if inherits
        else {parent: {}, **(builtins or {})},
    )
