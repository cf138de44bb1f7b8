# SPDX-License-Identifier: Apache-2.0

"""The profiles that read, log, adapt or rewrite HTTP messages."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.kinds import html_rule
from f5_heat.simulator.schema import kind

_URI = kind.nested(
    {
        part: kind.text()
        for part in ('domain', 'host', 'path', 'port', 'scheme')
    }
)
_URIS = {'client': _URI, 'server': _URI}

KINDS = (
    facts.profile(
        'html',
        '/Common/html',
        {
            'contentDetection': kind.switch(),
            'contentSelection': kind.items(['text/html', 'text/xhtml']),
            'rules': kind.references(*html_rule.COLLECTIONS),
        },
        source='recorded on 14.1.2 and 14.1.2.1',
    ),
    facts.profile(
        'rewrite',
        '/Common/rewrite',
        {
            'bypassList': kind.items([]),
            'clientCachingType': kind.choice(
                'cache-css-js',
                'cache-all',
                'no-cache',
                'cache-img-css-js',
                unverified=facts.OTHER_WORDS,
            ),
            'javaCaFile': kind.reference(
                facts.CERT, default='/Common/ca-bundle.crt'
            ),
            'javaCrl': kind.text('none'),
            'javaSignKey': kind.reference(
                facts.KEY, default='/Common/default.key'
            ),
            'javaSignKeyPassphrase': kind.text(
                secret=True, unverified=facts.DOCUMENTED
            ),
            'javaSigner': kind.reference(
                facts.CERT, default='/Common/default.crt'
            ),
            'locationSpecific': kind.choice('false', 'true'),
            'request': facts.composed(
                {
                    'insertXforwardedFor': kind.switch('enabled'),
                    'insertXforwardedHost': kind.switch(),
                    'insertXforwardedProto': kind.switch(),
                    'rewriteHeaders': kind.switch('enabled'),
                }
            ),
            'response': facts.composed(
                {
                    'rewriteContent': kind.switch('enabled'),
                    'rewriteHeaders': kind.switch('enabled'),
                }
            ),
            'rewriteList': kind.items([]),
            'rewriteMode': kind.choice('portal', 'uri-translation'),
            'setCookieRules': kind.items(
                fields={'name': kind.text(), **_URIS},
                unverified=facts.DOCUMENTED,
            ),
            'splitTunneling': kind.choice('false', 'true'),
        },
        described=False,
        builtins={
            '/Common/rewrite-portal': {},
            '/Common/rewrite-uri-translation': {
                'rewriteMode': 'uri-translation'
            },
        },
    ),
    kind.Kind(
        'ltm/profile/rewrite/uri-rules',
        'rewrite URI rule',
        {
            **_URIS,
            'type': kind.choice('both', 'request', 'response'),
        },
        parent='ltm/profile/rewrite',
        naming='plain',
        source='its reference is recorded on 14.1.2.1',
        unverified='the fields are documented by client tools, not recorded',
    ),
    facts.profile(
        'request-log',
        '/Common/request-log',
        {
            'logRequestLoggingErrors': kind.choice('no', 'yes'),
            'logResponseByDefault': kind.choice('yes', 'no'),
            'logResponseLoggingErrors': kind.switch(),
            'proxyCloseOnError': kind.choice('no', 'yes'),
            'proxyRespondOnLoggingError': kind.choice('no', 'yes'),
            'proxyResponse': kind.text('none'),
            'requestLogErrorPool': facts.or_none('ltm/pool'),
            'requestLogErrorProtocol': kind.choice(
                'mds-udp', 'mds-tcp', unverified=facts.OTHER_WORDS
            ),
            'requestLogErrorTemplate': kind.text('none'),
            'requestLogPool': facts.or_none('ltm/pool'),
            'requestLogProtocol': kind.choice(
                'mds-udp', 'mds-tcp', unverified=facts.OTHER_WORDS
            ),
            'requestLogTemplate': kind.text('none'),
            'requestLogging': kind.switch(),
            'responseLogErrorPool': facts.or_none('ltm/pool'),
            'responseLogErrorProtocol': kind.choice(
                'mds-udp', 'mds-tcp', unverified=facts.OTHER_WORDS
            ),
            'responseLogErrorTemplate': kind.text('none'),
            'responseLogPool': facts.or_none('ltm/pool'),
            'responseLogProtocol': kind.choice(
                'mds-udp', 'mds-tcp', unverified=facts.OTHER_WORDS
            ),
            'responseLogTemplate': kind.text('none'),
            'responseLogging': kind.switch(),
        },
    ),
    facts.profile(
        'request-adapt',
        '/Common/requestadapt',
        {
            'allowHttp_10': kind.choice('no', 'yes'),
            'enabled': kind.choice('yes', 'no'),
            'internalVirtual': facts.or_none('ltm/virtual'),
            'previewSize': kind.integer(1024),
            'serviceDownAction': kind.choice(
                'ignore', 'reset', 'drop', unverified=facts.OTHER_WORDS
            ),
            'timeout': kind.integer(0),
        },
        described=False,
    ),
    facts.profile(
        'response-adapt',
        '/Common/responseadapt',
        {
            'allowHttp_10': kind.choice('no', 'yes'),
            'enabled': kind.choice('yes', 'no'),
            'internalVirtual': facts.or_none('ltm/virtual'),
            'previewSize': kind.integer(1024),
            'serviceDownAction': kind.choice(
                'ignore', 'reset', 'drop', unverified=facts.OTHER_WORDS
            ),
            'timeout': kind.integer(0),
        },
        described=False,
    ),
    facts.profile(
        'icap',
        '/Common/icap',
        {
            'headerFrom': kind.text('none'),
            'host': kind.text('none'),
            'previewLength': kind.integer(0),
            'referer': kind.text('none'),
            'uri': kind.text('none'),
            'userAgent': kind.text('none'),
        },
        described=False,
    ),
    facts.profile(
        'ntlm',
        '/Common/ntlm',
        {
            'insertCookieDomain': kind.text('none'),
            'insertCookieName': kind.text('NTLMconnpool'),
            'insertCookiePassphrase': kind.text('mypassphrase'),
            'keyByCookie': kind.switch(),
            'keyByCookieName': kind.text('mycookie'),
            'keyByDomain': kind.switch(),
            'keyByIpAddress': kind.switch(),
            'keyByTarget': kind.switch(),
            'keyByUser': kind.switch('enabled'),
            'keyByWorkstation': kind.switch(),
        },
    ),
    facts.profile(
        'stream',
        '/Common/stream',
        {
            'chunkSize': kind.integer(4096),
            'chunking': kind.switch(),
            'source': kind.text('none'),
            'tmTarget': kind.text('none'),
        },
    ),
    facts.profile(
        'xml',
        '/Common/xml',
        {
            'multipleQueryMatches': kind.switch(),
            'namespaceMappings': kind.items([]),
            'xpathQueries': kind.items([]),
        },
    ),
    facts.profile(
        'json',
        '/Common/json',
        {
            'maximumBytes': kind.integer(65536, 0, 10485760),
            'maximumEntries': kind.integer(2048, 0, 2048),
            'maximumNonJsonBytes': kind.integer(32768, 0, 32768),
        },
        source=facts.TOOLS,
        since='21.0',
    ),
    facts.profile(
        'sse',
        '/Common/sse',
        {
            'maxBufferedMsgBytes': kind.integer(65536, 0, 10485760),
            'maxFieldNameSize': kind.integer(1024, 0, 1024),
        },
        source=facts.TOOLS,
        since='21.0',
    ),
)
