# SPDX-License-Identifier: Apache-2.0

"""Wide IPs and their pools, a kind for each type of DNS record."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.kinds import gtm_monitor
from f5_heat.simulator.schema import kind

TYPES = ('a', 'aaaa', 'cname', 'mx', 'naptr', 'srv')
# Those whose members are virtual servers, and not names.
_ADDRESSES = ('a', 'aaaa')
RCODES = ('formerr', 'notimpl', 'nxdomain', 'refused', 'servfail')


def limits(*names: str) -> dict[str, kind.Field]:
    return {
        **{'limit' + name: kind.integer(0, 0) for name in names},
        **{'limit{}Status'.format(name): kind.switch() for name in names},
    }


_PREFERRED = (
    'completion-rate',
    'cpu',
    'drop-packet',
    'fallback-ip',
    'fewest-hops',
    'global-availability',
    'kilobytes-per-second',
    'least-connections',
    'lowest-round-trip-time',
    'packet-rate',
    'quality-of-service',
    'ratio',
    'return-to-dns',
    'round-robin',
    'static-persistence',
    'topology',
    'virtual-server-capacity',
    'virtual-server-score',
)
_ALTERNATE = (
    'drop-packet',
    'fallback-ip',
    'global-availability',
    'none',
    'packet-rate',
    'ratio',
    'return-to-dns',
    'round-robin',
    'static-persistence',
    'topology',
    'virtual-server-capacity',
    'virtual-server-score',
)


def _one_of(default: str, words: tuple[str, ...]) -> kind.Field:
    return kind.choice(default, *(word for word in words if word != default))


_POOL = {
    **facts.DESCRIBED,
    **facts.METADATA,
    **facts.enabled(),
    'alternateMode': _one_of('round-robin', _ALTERNATE),
    'dynamicRatio': kind.switch(),
    'fallbackMode': _one_of('return-to-dns', (*_PREFERRED, 'none')),
    'loadBalancingMode': _one_of('round-robin', _PREFERRED),
    'manualResume': kind.switch(),
    'minMembersUpMode': kind.text(unverified=facts.DOCUMENTED),
    'minMembersUpValue': kind.integer(unverified=facts.DOCUMENTED),
    'qosHitRatio': kind.integer(5),
    'qosHops': kind.integer(0),
    'qosKilobytesSecond': kind.integer(3),
    'qosLcs': kind.integer(30),
    'qosPacketRate': kind.integer(1),
    'qosRtt': kind.integer(50),
    'qosTopology': kind.integer(0),
    'qosVsCapacity': kind.integer(0),
    'qosVsScore': kind.integer(0),
    'ttl': kind.integer(30, 0),
    'verifyMemberAvailability': kind.switch('enabled'),
}
_MONITOR = {
    'monitor': kind.Field(
        'monitor', 'default', refers=gtm_monitor.COLLECTIONS
    ),
}
_ADDRESS_POOL = {
    **limits('MaxBps', 'MaxConnections', 'MaxPps'),
    **_MONITOR,
    'fallbackIp': kind.address('any'),
}
_ANSWERS = {'maxAnswersReturned': kind.integer(1, 0)}
# Recorded on 16.0.0: pools of names have neither limits nor monitors.
_OTHERS = {
    'aaaa': {**_ADDRESS_POOL, **_ANSWERS},
    'cname': {},
    'mx': _ANSWERS,
    'naptr': _ANSWERS,
    'srv': _ANSWERS,
}

POOLS = (
    kind.Kind(
        'gtm/pool/a',
        'Pool',
        {**_POOL, **_ADDRESS_POOL, **_ANSWERS},
        source='recorded on 12.0.0, 12.1.2, 13.0.0 and 14.1.0',
        modules=('gtm',),
        since='12.0',
        unverified='the label in messages; pools had no types before 12.0',
    ),
    *(
        kind.Kind(
            'gtm/pool/' + name,
            'Pool',
            {**_POOL, **fields},
            source='recorded on 16.0.0',
            modules=('gtm',),
            since='12.0',
            unverified='the label in messages; the load balancing mode of a '
            'new pool',
        )
        for name, fields in _OTHERS.items()
    ),
)

_MEMBER = {
    **facts.DESCRIBED,
    **facts.enabled(),
    'memberOrder': kind.integer(0, 0),
    'ratio': kind.integer(1, 0),
}
_ADDRESS_MEMBER = {
    **_MEMBER,
    **limits('MaxBps', 'MaxConnections', 'MaxPps'),
    **_MONITOR,
    'dependsOn': kind.items(),
}

MEMBERS = (
    kind.Kind(
        'gtm/pool/a/members',
        'Pool Member',
        _ADDRESS_MEMBER,
        parent='gtm/pool/a',
        not_found='object',
        modules=('gtm',),
        since='12.0',
        source='recorded on 12.0.0, 13.0.0 and 14.1.0',
        unverified=facts.LABEL,
    ),
    *(
        kind.Kind(
            'gtm/pool/{}/members'.format(name),
            'Pool Member',
            fields,
            parent='gtm/pool/' + name,
            naming='partitioned' if name in _ADDRESSES else 'plain',
            not_found='object',
            modules=('gtm',),
            since='12.0',
            required=required,
            source=facts.TOOLS,
            unverified='all of it; that its name has no partition'
            if name not in _ADDRESSES
            else 'all of it',
        )
        for name, fields, required in (
            ('aaaa', _ADDRESS_MEMBER, ()),
            ('cname', {**_MEMBER, **facts.either('no', 'staticTarget')}, ()),
            ('mx', {**_MEMBER, 'priority': kind.integer(10, 0)}, ()),
            (
                'naptr',
                {
                    **_MEMBER,
                    'flags': kind.choice(None, 'a', 's'),
                    'order': kind.integer(10, 0),
                    'preference': kind.integer(10, 0),
                    'service': kind.text(),
                },
                ('flags', 'service'),
            ),
            (
                'srv',
                {
                    **_MEMBER,
                    'port': kind.integer(None, *facts.PORT),
                    'priority': kind.integer(10, 0),
                    'weight': kind.integer(10, 0),
                },
                ('port',),
            ),
        )
    ),
)

MEMBER_COLLECTIONS = tuple(row.collection for row in MEMBERS)

_LATER = 'the default on versions before 16.0'


def _pools(name: str, unverified: str = '') -> kind.Field:
    return kind.items(
        fields={
            'name': kind.reference('gtm/pool/' + name),
            'partition': kind.text(),
            'subPath': kind.text(),
            'order': kind.integer(0),
            'ratio': kind.integer(1),
        },
        unverified=unverified,
    )


def _wide_ip(name: str, source: str) -> kind.Kind:
    fields = {
        **facts.DESCRIBED,
        **facts.METADATA,
        **facts.enabled(),
        'aliases': kind.items(),
        'failureRcode': kind.choice('noerror', *RCODES, unverified=_LATER),
        'failureRcodeResponse': kind.switch(unverified=_LATER),
        'failureRcodeTtl': kind.integer(0, 0, unverified=_LATER),
        'lastResortPool': kind.text(''),
        'loadBalancingDecisionLogVerbosity': kind.items(
            choices=(
                'pool-member-selection',
                'pool-member-traversal',
                'pool-selection',
                'pool-traversal',
            )
        ),
        'minimalResponse': kind.switch('enabled'),
        'persistCidrIpv4': kind.integer(32, 0, 32, unverified=_LATER),
        'persistCidrIpv6': kind.integer(128, 0, 128, unverified=_LATER),
        'persistence': kind.switch(unverified=_LATER),
        'poolLbMode': kind.choice(
            'round-robin',
            'global-availability',
            'ratio',
            'topology',
            unverified=facts.OTHER_WORDS,
        ),
        'pools': _pools(name),
        'rules': kind.references('gtm/rule', unverified=facts.DOCUMENTED),
        'topologyPreferEdns0ClientSubnet': kind.switch(since='14.1'),
        'ttlPersistence': kind.integer(
            3600, 0, facts.MAX_INT, unverified=_LATER
        ),
    }
    if name != 'cname':
        fields['poolsCname'] = _pools('cname', unverified=facts.DOCUMENTED)
    return kind.Kind(
        'gtm/wideip/' + name,
        'WideIP',
        fields,
        source=source,
        modules=('gtm',),
        since='12.0',
        unverified=facts.LABEL,
    )


WIDE_IPS = tuple(
    _wide_ip(
        name,
        'recorded on 12.1.1 and 16.0.0'
        if name == 'a'
        else 'recorded on 16.0.0',
    )
    for name in TYPES
)

KINDS = (*POOLS, *MEMBERS, *WIDE_IPS)
