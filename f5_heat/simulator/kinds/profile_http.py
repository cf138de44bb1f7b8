# SPDX-License-Identifier: Apache-2.0

"""The profiles of HTTP: versions, compression, caching and WebSocket."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_ENFORCEMENT = facts.composed(
    {
        'allowWsHeaderName': kind.choice(
            None,
            'enabled',
            'disabled',
            since='16.1',
            unverified=facts.DOCUMENTED,
        ),
        'excessClientHeaders': kind.choice('reject', 'pass-through'),
        'excessServerHeaders': kind.choice('reject', 'pass-through'),
        'knownMethods': kind.items(
            [
                'CONNECT',
                'DELETE',
                'GET',
                'HEAD',
                'LOCK',
                'OPTIONS',
                'POST',
                'PROPFIND',
                'PUT',
                'TRACE',
                'UNLOCK',
            ]
        ),
        'maxHeaderCount': kind.integer(64, 0),
        'maxHeaderSize': kind.integer(32768, 0),
        'maxRequests': kind.integer(0, 0),
        'oversizeClientHeaders': kind.choice('reject', 'pass-through'),
        'oversizeServerHeaders': kind.choice('reject', 'pass-through'),
        'pipeline': kind.choice('allow', 'reject', 'pass-through'),
        'rfcCompliance': kind.choice(
            None,
            'enabled',
            'disabled',
            since='15.0',
            unverified=facts.DOCUMENTED,
        ),
        'truncatedRedirects': kind.switch(),
        'unknownMethod': kind.choice('allow', 'reject', 'pass-through'),
    }
)

_EXPLICIT_PROXY = facts.composed(
    {
        'badRequestMessage': kind.text('none'),
        'badResponseMessage': kind.text('none'),
        'connectErrorMessage': kind.text('none'),
        'defaultConnectHandling': kind.choice(
            'deny', 'allow', unverified=facts.OTHER_WORDS
        ),
        'dnsErrorMessage': kind.text('none'),
        'dnsResolver': facts.or_none('net/dns-resolver'),
        'hostNames': kind.items([]),
        'ipv6': kind.choice('no', 'yes'),
        'routeDomain': facts.or_none('net/route-domain'),
        'tunnelName': facts.or_none('net/tunnels/tunnel'),
    }
)

KINDS = (
    facts.profile(
        'http',
        '/Common/http',
        {
            'acceptXff': kind.switch(),
            'basicAuthRealm': kind.text('none'),
            'encryptCookieSecret': kind.text(
                secret=True, unverified=facts.DOCUMENTED
            ),
            'encryptCookies': kind.items([]),
            'enforcement': _ENFORCEMENT,
            'explicitProxy': _EXPLICIT_PROXY,
            'fallbackHost': kind.text('none'),
            'fallbackStatusCodes': kind.items([]),
            'headerErase': kind.text('none'),
            'headerInsert': kind.text('none'),
            'hsts': facts.composed(
                {
                    'includeSubdomains': kind.switch('enabled'),
                    'maximumAge': kind.integer(16070400, 0, facts.MAX_INT),
                    'mode': kind.switch(),
                    'preload': kind.switch(),
                }
            ),
            'insertXforwardedFor': kind.switch(),
            'lwsSeparator': kind.text('none'),
            'lwsWidth': kind.integer(80, 0),
            'oneconnectStatusReuse': kind.text('200 206'),
            'oneconnectTransformations': kind.switch('enabled'),
            'proxyType': kind.choice('reverse', 'transparent', 'explicit'),
            'redirectRewrite': kind.choice('none', 'all', 'matching', 'nodes'),
            'requestChunking': kind.choice(
                'preserve', 'rechunk', 'selective', 'sustain'
            ),
            'responseChunking': kind.choice(
                'selective',
                'preserve',
                'rechunk',
                'sustain',
                'unchunk',
                unverified='unchunk',
            ),
            'responseHeadersPermitted': kind.items([]),
            'serverAgentName': kind.text('BigIP'),
            'sflow': facts.composed(facts.sflow()),
            'viaHostName': kind.text('none'),
            'viaRequest': kind.choice(
                'preserve', 'append', 'remove', unverified=facts.OTHER_WORDS
            ),
            'viaResponse': kind.choice(
                'preserve', 'append', 'remove', unverified=facts.OTHER_WORDS
            ),
            'xffAlternativeNames': kind.items([]),
        },
        source='recorded on 13.1.0.6 and 14.1.2.1',
        builtins={
            '/Common/http-explicit': {
                'defaultsFrom': 'none',
                'explicitProxy': {
                    **_EXPLICIT_PROXY.default,
                    'routeDomain': '/Common/0',
                    'tunnelName': '/Common/http-tunnel',
                },
                'proxyType': 'explicit',
            },
            '/Common/http-transparent': {
                'defaultsFrom': 'none',
                'enforcement': {
                    **_ENFORCEMENT.default,
                    'excessClientHeaders': 'pass-through',
                    'excessServerHeaders': 'pass-through',
                    'maxHeaderCount': 32,
                    'maxHeaderSize': 16384,
                    'oversizeClientHeaders': 'pass-through',
                    'oversizeServerHeaders': 'pass-through',
                    'truncatedRedirects': 'enabled',
                },
                'proxyType': 'transparent',
            },
        },
    ),
    facts.profile(
        'http2',
        '/Common/http2',
        {
            'activationModes': kind.items(['alpn']),
            'concurrentStreamsPerConnection': kind.integer(10, 1, 256),
            'connectionIdleTimeout': kind.integer(300, 0),
            'enforceTlsRequirements': kind.switch('enabled'),
            'frameSize': kind.integer(2048, 1024, 16384),
            'headerTableSize': kind.integer(4096, 0, 65535),
            'includeContentLength': kind.switch(),
            'insertHeader': kind.switch(),
            'insertHeaderName': kind.text('X-HTTP2'),
            'receiveWindow': kind.integer(32, 16, 128),
            'writeSize': kind.integer(16384, 2048, 32768),
        },
        source='recorded on 13.1.0.8 and 14.1.2.1',
    ),
    facts.profile(
        'http-compression',
        '/Common/httpcompression',
        {
            'allowHttp_10': kind.switch(),
            'browserWorkarounds': kind.switch(),
            'bufferSize': kind.integer(4096, 0),
            'contentTypeExclude': kind.items([]),
            'contentTypeInclude': kind.items(
                ['text/', 'application/(xml|x-javascript)']
            ),
            'cpuSaver': kind.switch('enabled'),
            'cpuSaverHigh': kind.integer(90, 0, 100),
            'cpuSaverLow': kind.integer(75, 0, 100),
            'gzipLevel': kind.integer(1, 1, 9),
            'gzipMemoryLevel': kind.integer(8192),
            'gzipWindowSize': kind.integer(16384),
            'keepAcceptEncoding': kind.switch(),
            'methodPrefer': kind.choice(
                'gzip', 'deflate', unverified=facts.OTHER_WORDS
            ),
            'minSize': kind.integer(1024, 0),
            'selective': kind.switch(),
            'uriExclude': kind.items([]),
            'uriInclude': kind.items(['.*']),
            'varyHeader': kind.switch('enabled'),
        },
        source='recorded on 13.1.0.4 and 14.1.2.1',
        builtins={
            '/Common/wan-optimized-compression': {
                'allowHttp_10': 'enabled',
                'bufferSize': 131072,
                'gzipMemoryLevel': 16384,
                'gzipWindowSize': 65536,
            },
        },
    ),
    facts.profile(
        'http-proxy-connect',
        '/Common/http-proxy-connect',
        {
            'defaultState': kind.switch('enabled'),
        },
    ),
    facts.profile('httprouter', '/Common/httprouter', {}),
    facts.profile(
        'one-connect',
        '/Common/oneconnect',
        {
            'idleTimeoutOverride': kind.number_text(
                'disabled', 0, facts.MAX_INT, ('disabled', 'indefinite')
            ),
            'limitType': kind.choice('none', 'idle', 'strict'),
            'maxAge': kind.integer(86400, 0),
            'maxReuse': kind.integer(1000, 0),
            'maxSize': kind.integer(10000, 0),
            'sharePools': kind.switch(),
            'sourceMask': kind.mask('any'),
        },
        source='recorded on 13.1.0.4 and 14.1.2.1',
    ),
    facts.profile(
        'web-acceleration',
        '/Common/webacceleration',
        {
            'applications': kind.items([]),
            'cacheAgingRate': kind.integer(9),
            'cacheClientCacheControlMode': kind.choice(
                'all', 'max-age', 'none', unverified=facts.OTHER_WORDS
            ),
            'cacheInsertAgeHeader': kind.switch('enabled'),
            'cacheMaxAge': kind.integer(3600),
            'cacheMaxEntries': kind.integer(10000),
            'cacheObjectMaxSize': kind.integer(50000),
            'cacheObjectMinSize': kind.integer(500),
            'cacheSize': kind.integer(100),
            'cacheUriExclude': kind.items([]),
            'cacheUriInclude': kind.items(['.*']),
            'cacheUriIncludeOverride': kind.items([]),
            'cacheUriPinned': kind.items([]),
            'metadataCacheMaxSize': kind.integer(25),
        },
        described=False,
        builtins={
            '/Common/apm-enduser-if-cache': {
                'cacheMaxAge': 36000,
                'cacheMaxEntries': 1000,
                'cacheObjectMaxSize': 12000000,
                'cacheObjectMinSize': 5,
                'cacheSize': 50,
            },
            '/Common/optimized-acceleration': {
                'cacheObjectMaxSize': 67108864,
                'cacheObjectMinSize': 0,
                'cacheSize': 6144,
            },
            '/Common/optimized-caching': {
                'cacheMaxAge': 86400,
                'cacheObjectMaxSize': 2000000,
                'cacheObjectMinSize': 0,
                'cacheSize': 10,
            },
        },
    ),
    facts.profile(
        'websocket',
        '/Common/websocket',
        {
            'compressMode': kind.text(
                since='16.1', unverified=facts.DOCUMENTED
            ),
            'compression': kind.choice(
                None,
                'enabled',
                'disabled',
                since='16.1',
                unverified=facts.DOCUMENTED,
            ),
            'masking': kind.choice(
                'selective',
                'preserve',
                'unmask',
                'remask',
                unverified=facts.OTHER_WORDS,
            ),
            'noDelay': kind.choice(
                None,
                'enabled',
                'disabled',
                since='16.1',
                unverified=facts.DOCUMENTED,
            ),
            'windowBits': kind.integer(
                since='16.1', unverified=facts.DOCUMENTED
            ),
        },
    ),
)
