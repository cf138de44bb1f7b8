# SPDX-License-Identifier: Apache-2.0

"""LTM policies with their rules, conditions and actions."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_EVENTS = (
    'classificationDetected',
    'clientAccepted',
    'proxyConnect',
    'proxyRequest',
    'proxyResponse',
    'request',
    'response',
    'serverConnected',
    'sslClientHello',
    'sslServerHandshake',
    'sslServerHello',
    'wsRequest',
    'wsResponse',
)


def _events() -> dict[str, kind.Field]:
    return {
        event: kind.flag(
            event == 'request',
            tuple(other for other in _EVENTS if other != event),
        )
        for event in _EVENTS
    }


def _flags(*names: str, unverified: str = '') -> dict[str, kind.Field]:
    return {name: kind.flag(unverified=unverified) for name in names}


def _texts(*names: str) -> dict[str, kind.Field]:
    return {name: kind.text(unverified=facts.DOCUMENTED) for name in names}


def _pair(default: str, other: str) -> dict[str, kind.Field]:
    return {
        default: kind.flag(True, (other,)),
        other: kind.flag(excludes=(default,)),
    }


POLICY = kind.Kind(
    'ltm/policy',
    'Policy',
    {
        **facts.DESCRIBED,
        'controls': kind.items(),
        'publishedCopy': kind.text(
            since='12.1', unverified='that it is echoed as it was given'
        ),
        'lastModified': kind.text(
            read_only=True, since='16.0', unverified=facts.SINCE
        ),
        'references': kind.nested({}, {}, read_only=True),
        'requires': kind.items(),
        'status': kind.choice(
            'published', 'draft', 'legacy', read_only=True, since='12.1'
        ),
        'strategy': kind.reference('ltm/policy-strategy'),
    },
    required=('strategy',),
    source='recorded on 13.0.0 and 16.1.2',
)

RULES = kind.Kind(
    'ltm/policy/rules',
    'policy rule',
    {
        **facts.DESCRIBED,
        'ordinal': kind.integer(0, 0),
    },
    parent='ltm/policy',
    naming='plain',
    source='recorded on 13.0.0',
    unverified=facts.LABEL,
)

CONDITIONS = kind.Kind(
    'ltm/policy/rules/conditions',
    'policy condition',
    {
        **facts.APP_SERVICE,
        **_events(),
        **_pair('caseInsensitive', 'caseSensitive'),
        **_pair('external', 'internal'),
        **_pair('present', 'missing'),
        **_pair('remote', 'local'),
        **_flags(
            'all',
            'contains',
            'endsWith',
            'equals',
            'host',
            'httpHost',
            'httpStatus',
            'httpUri',
            'path',
            'port',
            'startsWith',
            'text',
        ),
        **_flags(
            'address',
            'browserType',
            'browserVersion',
            'cipher',
            'cipherBits',
            'clientSsl',
            'code',
            'commonName',
            'continent',
            'countryCode',
            'countryName',
            'cpuUsage',
            'deviceMake',
            'deviceModel',
            'domain',
            'exists',
            'expiry',
            'extension',
            'geoip',
            'greater',
            'greaterOrEqual',
            'httpBasicAuth',
            'httpCookie',
            'httpHeader',
            'httpMethod',
            'httpReferer',
            'httpSetCookie',
            'httpUserAgent',
            'httpVersion',
            'isp',
            'last_15secs',
            'last_1min',
            'last_5mins',
            'less',
            'lessOrEqual',
            'major',
            'matches',
            'minor',
            'mss',
            'not',
            'org',
            'password',
            'pathSegment',
            'protocol',
            'queryParameter',
            'queryString',
            'regionCode',
            'regionName',
            'routeDomain',
            'rtt',
            'scheme',
            'serverName',
            'sslCert',
            'sslExtension',
            'tcp',
            'unnamedQueryParameter',
            'userAgentToken',
            'username',
            'value',
            'version',
            'vlan',
            'vlanId',
            unverified=facts.DOCUMENTED,
        ),
        'datagroup': kind.reference('ltm/data-group/internal'),
        'index': kind.integer(0),
        'tmName': kind.text(),
        'values': kind.items(),
    },
    parent='ltm/policy/rules',
    naming='plain',
    source='recorded on 13.0.0 and 16.1.2',
    unverified=facts.LABEL,
)

ACTIONS = kind.Kind(
    'ltm/policy/rules/actions',
    'policy action',
    {
        **facts.APP_SERVICE,
        **_events(),
        **{
            number: kind.integer(0)
            for number in (
                'code',
                'expirySecs',
                'length',
                'offset',
                'port',
                'status',
                'timeout',
                'vlanId',
            )
        },
        **_flags(
            'botDefense',
            'disable',
            'enable',
            'forward',
            'httpUri',
            'l7dos',
            'replace',
            'select',
        ),
        **_flags(
            'asm',
            'avr',
            'cache',
            'carp',
            'classify',
            'compress',
            'cookieHash',
            'cookieInsert',
            'cookiePassive',
            'cookieRewrite',
            'decompress',
            'defer',
            'destinationAddress',
            'hash',
            'http',
            'httpBasicAuth',
            'httpCookie',
            'httpHeader',
            'httpHost',
            'httpReferer',
            'httpReply',
            'httpSetCookie',
            'insert',
            'log',
            'ltmPolicy',
            'pem',
            'persist',
            'pin',
            'redirect',
            'remove',
            'requestAdapt',
            'reset',
            'responseAdapt',
            'serverSsl',
            'setVariable',
            'shutdown',
            'sourceAddress',
            'sslSessionId',
            'tcl',
            'tcpNagle',
            'uie',
            'universal',
            'wam',
            'write',
            unverified=facts.DOCUMENTED,
        ),
        **_texts(
            'application',
            'category',
            'content',
            'domain',
            'expiry',
            'expression',
            'extension',
            'facility',
            'host',
            'ifile',
            'ipAddress',
            'key',
            'location',
            'member',
            'message',
            'netmask',
            'nexthop',
            'path',
            'policy',
            'priority',
            'profile',
            'protocol',
            'queryString',
            'rateclass',
            'scheme',
            'script',
            'text',
            'tmName',
        ),
        'clonePool': kind.reference('ltm/pool', unverified=facts.DOCUMENTED),
        'fromProfile': kind.text(),
        'internalVirtual': kind.reference(
            'ltm/virtual', unverified=facts.DOCUMENTED
        ),
        'node': kind.text(),
        'pool': kind.reference('ltm/pool'),
        'snat': kind.text(),
        'snatpool': kind.reference(
            'ltm/snatpool', unverified=facts.DOCUMENTED
        ),
        'value': kind.text(),
        'virtual': kind.reference('ltm/virtual', unverified=facts.DOCUMENTED),
        'vlan': kind.reference(*facts.VLANS),
    },
    parent='ltm/policy/rules',
    naming='plain',
    source='recorded on 13.0.0 and 16.1.2',
    unverified=facts.LABEL,
)

STRATEGY = kind.Kind(
    'ltm/policy-strategy',
    'policy strategy',
    {
        **facts.DESCRIBED,
        'strategy': kind.choice(
            None, 'all-match', 'best-match', 'first-match', create_only=True
        ),
    },
    source='recorded on 14.1.2.1',
    unverified=facts.LABEL,
    builtins={
        '/Common/' + word: {'strategy': word}
        for word in ('all-match', 'best-match', 'first-match')
    },
)

OPERANDS = kind.Kind(
    'ltm/policy-strategy/operands',
    'policy operand',
    {},
    parent='ltm/policy-strategy',
    naming='plain',
    source='its reference is recorded on 14.1.2.1',
    unverified='the operands themselves are not recorded',
)

KINDS = (POLICY, RULES, CONDITIONS, ACTIONS, STRATEGY, OPERANDS)
