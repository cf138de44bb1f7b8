# SPDX-License-Identifier: Apache-2.0

"""DNS: resolvers, caches, zones, name servers and keys."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_PEERS = 'documented by client tools, the default by one object'


def _count(default: int, low: int = 0) -> kind.Field:
    return kind.integer(default, low, facts.MAX_INT)


def _cache(
    name: str,
    fields: dict[str, kind.Field] | None = None,
    source: str = facts.REFERENCE,
) -> kind.Kind:
    return facts.row(
        'ltm/dns/cache/' + name,
        {
            **facts.APP_SERVICE,
            **facts.either('no', 'answerDefaultZones'),
            'description': kind.text(since='14.0', unverified='since when'),
            'localZones': kind.items(
                fields={
                    'tmName': kind.text(),
                    'records': kind.items(),
                    'type': kind.text(),
                },
                unverified='its form',
            ),
            'msgCacheSize': _count(1048576),
            'rrsetCacheSize': _count(10485760, 1),
            'rrsetRotate': kind.choice('none', 'query-id', unverified=_PEERS),
            **(fields or {}),
        },
        source,
    )


_RESOLVER = {
    'allowedQueryTime': _count(200),
    'forwardZones': kind.items(
        fields={'name': kind.text(), 'nameservers': facts.names()},
        unverified='its form',
    ),
    'maxConcurrentQueries': _count(1024),
    'maxConcurrentTcp': _count(20),
    'maxConcurrentUdp': _count(8192),
    'nameserverCacheCount': _count(16536),
    **facts.either('yes', 'randomizeQueryNameCase'),
    'rootHints': kind.items(unverified='its form'),
    'routeDomain': kind.reference(
        'net/route-domain', default='/Common/0', unverified=facts.EXAMPLE
    ),
    'unwantedQueryReplyThreshold': _count(0),
    **facts.either('yes', 'useIpv4', 'useIpv6', 'useTcp', 'useUdp'),
}

CACHES = (
    _cache('resolver', _RESOLVER, facts.EXAMPLES),
    _cache('transparent'),
    _cache(
        'validating-resolver',
        {
            **_RESOLVER,
            'dlvAnchors': kind.items(unverified='its form'),
            **facts.either('no', 'ignoreCd'),
            'keyCacheSize': _count(1048576),
            **facts.either('yes', 'prefetchKey'),
            'trustAnchors': kind.items(unverified='its form'),
        },
    ),
)

TSIG_KEY = facts.row(
    'ltm/dns/tsig-key',
    {
        **facts.APP_SERVICE,
        'algorithm': kind.choice('hmacmd5', 'hmacsha1', 'hmacsha256'),
        'secret': kind.text(secret=True),
    },
    facts.REFERENCE,
)

NAMESERVER = facts.row(
    'ltm/dns/nameserver',
    {
        **facts.APP_SERVICE,
        'address': kind.text('127.0.0.1'),
        'port': kind.integer(53, *facts.PORT),
        'routeDomain': kind.reference(
            'net/route-domain', default='/Common/0', unverified=facts.EXAMPLE
        ),
        'tsigKey': kind.reference('ltm/dns/tsig-key'),
    },
    facts.EXAMPLES,
)

ZONE = facts.row(
    'ltm/dns/zone',
    {
        **facts.APP_SERVICE,
        'dnsExpressAllowNotify': kind.items(),
        **facts.either('yes', 'dnsExpressEnabled'),
        'dnsExpressNotifyAction': kind.choice(
            'consume', 'bypass', 'repeat', unverified=facts.OTHER_WORDS
        ),
        **facts.either('yes', 'dnsExpressNotifyTsigVerify'),
        'dnsExpressServer': kind.reference('ltm/dns/nameserver'),
        **facts.either('no', 'responsePolicy'),
        'serverTsigKey': kind.reference('ltm/dns/tsig-key'),
        'transferClients': kind.references('ltm/dns/nameserver'),
    },
    facts.EXAMPLES,
)

DNSSEC_KEY = facts.row(
    'ltm/dns/dnssec/key',
    {
        **facts.DESCRIBED,
        **facts.enabled(),
        'algorithm': kind.text('rsasha1'),
        'bitWidth': kind.integer(1024),
        'certificateFile': kind.reference(facts.CERT),
        'expirationPeriod': kind.number_text('0'),
        'keyFile': kind.reference(facts.KEY),
        'keyType': kind.choice('zsk', 'ksk', unverified=facts.OTHER_WORDS),
        'rolloverPeriod': kind.number_text('0'),
        'signaturePubPeriod': kind.number_text('403200'),
        'signatureValidPeriod': kind.number_text('604800'),
        'ttl': kind.integer(86400, 0),
        'useFips': kind.choice(
            'none', 'internal', 'external', unverified=facts.OTHER_WORDS
        ),
    },
    facts.REFERENCE,
)

DNSSEC_ZONE = facts.row(
    'ltm/dns/dnssec/zone',
    {
        **facts.DESCRIBED,
        **facts.enabled(),
        'dsAlgorithm': kind.text('sha1'),
        'keys': kind.references(
            'ltm/dns/dnssec/key', unverified=facts.UNSOURCED
        ),
        'nsec3Algorithm': kind.text('sha1'),
        'nsec3Iterations': kind.integer(1),
        'seps': kind.text(read_only=True),
        'xfrPrimarySoaSerial': kind.text('-1', read_only=True),
        'xfrSoaSerial': kind.text('-1', read_only=True),
    },
    facts.REFERENCE,
)

ANALYTICS = facts.row(
    'ltm/dns/analytics/global-settings',
    facts.switches('enabled', 'collectClientIp', 'collectQueryName'),
    facts.RECORDED,
    naming='singleton',
)

RESOLVER = kind.Kind(
    'net/dns-resolver',
    'DNS resolver',
    {
        **facts.DESCRIBED,
        **facts.either('no', 'answerDefaultZones'),
        'cacheSize': kind.integer(
            5767168, 10, 9437184, unverified='the lower bound'
        ),
        'forwardZones': kind.items(
            fields={'name': kind.text(), 'nameservers': facts.names()},
            unverified=facts.DOCUMENTED,
        ),
        **facts.either('yes', 'randomizeQueryNameCase'),
        'routeDomain': kind.reference('net/route-domain', default='/Common/0'),
        **facts.either('yes', 'useIpv4', 'useIpv6', 'useTcp', 'useUdp'),
    },
    source='recorded on 13.1.0.8',
    unverified=facts.LABEL,
)

KINDS = (
    RESOLVER,
    *CACHES,
    TSIG_KEY,
    NAMESERVER,
    ZONE,
    DNSSEC_KEY,
    DNSSEC_ZONE,
    ANALYTICS,
)
