# SPDX-License-Identifier: Apache-2.0

"""The profiles that measure, classify and log traffic."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

# By what a virtual server's traffic is counted; so one object of 13.1.1.
_COLLECTED = {
    'disabled': (
        'capturedTrafficExternalLogging',
        'capturedTrafficInternalLogging',
        'collectGeo',
        'collectHttpTimingMetrics',
        'collectIp',
        'collectMaxTpsAndThroughput',
        'collectPageLoadTime',
        'collectSubnets',
        'collectUrl',
        'collectUserAgent',
        'collectUserSessions',
        'collectedStatsExternalLogging',
        'notificationByEmail',
        'notificationBySnmp',
        'notificationBySyslog',
        'publishIruleStatistics',
    ),
    'enabled': (
        'collectMethods',
        'collectOsAndBrowser',
        'collectResponseCodes',
        'collectedStatsInternalLogging',
        'sampling',
    ),
}

ANALYTICS = facts.row(
    'ltm/profile/analytics',
    {
        'appService': facts.or_none('sys/application/service'),
        'defaultsFrom': facts.or_none('ltm/profile/analytics'),
        'description': kind.text('none'),
        **{
            name: kind.switch(default)
            for default, names in _COLLECTED.items()
            for name in names
        },
        'countriesForStatCollection': kind.items(),
        'externalLoggingPublisher': facts.or_none(facts.PUBLISHER),
        'ipsForStatCollection': kind.items(),
        'notificationEmailAddresses': kind.items(),
        'samplingRatio': kind.integer(2),
        'sessionCookieSecurity': kind.choice(
            'ssl-only', 'always', 'disabled', unverified=facts.OTHER_WORDS
        ),
        'sessionTimeoutMinutes': kind.number_text('30', 5, 60),
        'smtpConfig': facts.or_none('sys/smtp-server'),
        'subnetsForStatCollection': kind.items(since='13.1.1'),
        'urlsForStatCollection': kind.items(since='13.1.1'),
    },
    'recorded on 13.1.1',
    'the defaults: they are the values of one object',
    inherits='/Common/analytics',
    modules=('avr',),
    builtins={'/Common/analytics': {}},
)

ALERTS = facts.row(
    'ltm/profile/analytics/alerts',
    {
        'granularity': kind.text('application'),
        'metric': kind.text('average-tps'),
        'samplePeriod': kind.integer(300),
        'threshold': kind.integer(),
        'thresholdRelation': kind.choice('below', 'above'),
    },
    facts.REFERENCE,
    parent='ltm/profile/analytics',
    naming='plain',
)

_PART = kind.choice(
    'none', 'headers', 'body', 'all', unverified=facts.OTHER_WORDS
)

TRAFFIC_CAPTURE = facts.row(
    'ltm/profile/analytics/traffic-capture',
    {
        'capturedProtocols': kind.choice(
            'all', 'http', 'https', unverified=facts.OTHER_WORDS
        ),
        'clientIps': kind.items(),
        'dosActivity': kind.text('any'),
        'methods': kind.items(),
        'requestCapturedParts': _PART,
        'requestContentFilterSearchPart': kind.text('none'),
        'requestContentFilterSearchString': kind.text(),
        'responseCapturedParts': _PART,
        'responseCodes': kind.items(),
        'responseContentFilterSearchPart': kind.text('none'),
        'responseContentFilterSearchString': kind.text(),
        'urlPathPrefixes': kind.items(),
        'userAgentSubstrings': kind.items(),
    },
    facts.REFERENCE,
    'the form of its lists',
    parent='ltm/profile/analytics',
    naming='plain',
)

_ON = kind.choice(None, 'on', 'off', unverified=facts.DOCUMENTED)

CLASSIFICATION = facts.row(
    'ltm/profile/classification',
    {
        'description': kind.text(),
        **dict.fromkeys(
            (
                'appDetection',
                'avrStatCollect',
                'iruleEvent',
                'logUnclassifiedDomain',
                'urlcat',
            ),
            _ON,
        ),
        'avrPublisher': kind.reference(
            facts.PUBLISHER, unverified=facts.DOCUMENTED
        ),
        'defaultsFrom': kind.reference('ltm/profile/classification'),
        'logPublisher': kind.reference(
            facts.PUBLISHER, unverified=facts.DOCUMENTED
        ),
        'preset': kind.text(unverified=facts.DOCUMENTED),
        'smtpServer': kind.reference('sys/smtp-server'),
    },
    facts.REFERENCE,
    inherits='/Common/classification',
    modules=('pem', 'afm'),
    builtins={'/Common/classification': {}},
)

DNS_LOGGING = facts.row(
    'ltm/profile/dns-logging',
    {
        **facts.DESCRIBED,
        **facts.either('yes', 'enableQueryLogging'),
        **facts.either('no', 'enableResponseLogging'),
        **facts.either('yes', 'includeCompleteAnswer'),
        **facts.either('no', 'includeQueryId'),
        **facts.either('yes', 'includeSource'),
        **facts.either('yes', 'includeTimestamp', 'includeView'),
        'logPublisher': kind.reference(facts.PUBLISHER),
    },
    facts.REFERENCE,
    required=('logPublisher',),
)

KINDS = (
    ANALYTICS,
    ALERTS,
    TRAFFIC_CAPTURE,
    CLASSIFICATION,
    DNS_LOGGING,
)
