# SPDX-License-Identifier: Apache-2.0

"""The profiles of transport protocols other than TCP."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

KINDS = (
    facts.profile(
        'udp',
        '/Common/udp',
        {
            'allowNoPayload': kind.switch(),
            'bufferMaxBytes': kind.integer(655350, 0),
            'bufferMaxPackets': kind.integer(0, 0),
            'datagramLoadBalancing': kind.switch(),
            'idleTimeout': facts.timeout('60'),
            'ipDfMode': kind.choice('pmtu', 'preserve', 'set', 'clear'),
            'ipTosToClient': facts.tos('0'),
            'ipTtlMode': kind.choice('proxy', 'preserve', 'decrement', 'set'),
            'ipTtlV4': kind.integer(255, 0, 255),
            'ipTtlV6': kind.integer(64, 0, 255),
            'linkQosToClient': facts.qos('0'),
            'noChecksum': kind.switch(),
            'proxyMss': kind.switch(),
            'sendBufferSize': kind.integer(655350, 0),
        },
        source='recorded on 13.1.0.4 and 14.1.2.1',
        builtins={
            '/Common/udp_decrement_ttl': {'ipTtlMode': 'decrement'},
            '/Common/udp_gtm_dns': {
                'datagramLoadBalancing': 'enabled',
                'idleTimeout': '5',
            },
            '/Common/udp_preserve_ttl': {'ipTtlMode': 'preserve'},
        },
    ),
    facts.profile(
        'fastl4',
        '/Common/fastL4',
        {
            'clientTimeout': kind.integer(
                30, 0, facts.MAX_INT, words=facts.TIMES
            ),
            'explicitFlowMigration': kind.switch(),
            'hardwareSynCookie': kind.switch(),
            'idleTimeout': facts.timeout('300'),
            'ipDfMode': kind.choice('preserve', 'pmtu', 'set', 'clear'),
            'ipTosToClient': facts.tos('pass-through'),
            'ipTosToServer': facts.tos('pass-through'),
            'ipTtlMode': kind.choice('decrement', 'proxy', 'preserve', 'set'),
            'ipTtlV4': kind.integer(255, 0, 255),
            'ipTtlV6': kind.integer(64, 0, 255),
            'keepAliveInterval': kind.number_text(
                'disabled', 0, facts.MAX_INT, ('disabled',)
            ),
            'lateBinding': kind.switch(),
            'linkQosToClient': facts.qos('pass-through'),
            'linkQosToServer': facts.qos('pass-through'),
            'looseClose': kind.switch(),
            'looseInitialization': kind.switch(),
            'mssOverride': kind.integer(
                0, 0, 9162, unverified='1 to 255 are refused by a client tool'
            ),
            'otherPvaClientpktsThreshold': kind.integer(2),
            'otherPvaOffloadDirection': kind.text('bidirectional'),
            'otherPvaServerpktsThreshold': kind.integer(1),
            'otherPvaWhentoOffload': kind.text('after-packets-per-direction'),
            'priorityToClient': facts.qos('pass-through'),
            'priorityToServer': facts.qos('pass-through'),
            'pvaAcceleration': kind.choice(
                'full', 'partial', 'dedicated', 'none'
            ),
            'pvaDynamicClientPackets': kind.integer(1),
            'pvaDynamicServerPackets': kind.integer(0),
            'pvaFlowAging': kind.switch('enabled'),
            'pvaFlowEvict': kind.switch('enabled'),
            'pvaOffloadDynamic': kind.switch('enabled'),
            'pvaOffloadDynamicPriority': kind.switch(
                since='16.0', unverified=facts.SINCE
            ),
            'pvaOffloadInitialPriority': kind.text(
                'medium', since='16.0', unverified=facts.SINCE
            ),
            'pvaOffloadState': kind.choice(
                'embryonic', 'establish', unverified=facts.OTHER_WORDS
            ),
            'reassembleFragments': kind.switch(),
            'receiveWindowSize': kind.integer(0),
            'resetOnTimeout': kind.switch('enabled'),
            'rttFromClient': kind.switch(),
            'rttFromServer': kind.switch(),
            'serverSack': kind.switch(),
            'serverTimestamp': kind.switch(),
            'softwareSynCookie': kind.switch(),
            'synCookieDsrFlowResetBy': kind.text(
                'none', since='16.0', unverified=facts.SINCE
            ),
            'synCookieEnable': kind.switch('enabled'),
            'synCookieMss': kind.integer(0),
            'synCookieWhitelist': kind.switch(),
            'tcpCloseTimeout': facts.timeout('5'),
            'tcpGenerateIsn': kind.switch(),
            'tcpHandshakeTimeout': kind.number_text(
                '5', 0, facts.MAX_INT, ('disabled', 'immediate', 'indefinite')
            ),
            'tcpPvaOffloadDirection': kind.choice(
                'bidirectional',
                'server-to-client-only',
                'client-to-server-only',
                since='16.0',
                unverified=facts.SINCE,
            ),
            'tcpPvaWhentoOffload': kind.choice(
                'embryonic', 'establish', unverified=facts.OTHER_WORDS
            ),
            'tcpStripSack': kind.switch(),
            'tcpTimeWaitTimeout': kind.integer(0),
            'tcpTimestampMode': kind.choice('preserve', 'rewrite', 'strip'),
            'tcpWscaleMode': kind.choice('preserve', 'rewrite', 'strip'),
            'timeoutRecovery': kind.choice('disconnect', 'fallback'),
        },
        source='recorded on 13.1.0.8 and 14.1.2.1',
        builtins={
            '/Common/apm-forwarding-fastL4': {'idleTimeout': '7200'},
            '/Common/full-acceleration': {},
        },
    ),
    facts.profile(
        'sctp',
        '/Common/sctp',
        {
            'clientSideMultihoming': kind.switch(),
            'cookieExpiration': kind.integer(60),
            'heartbeatInterval': kind.integer(30),
            'heartbeatMaxBurst': kind.integer(1),
            'idleTimeout': kind.integer(300),
            'inStreams': kind.integer(2),
            'initMaxRetries': kind.integer(8),
            'ipTos': facts.tos('0'),
            'linkQos': facts.qos('0'),
            'maxBurst': kind.integer(4),
            'maxCommunicationPaths': kind.integer(16),
            'maxPathRetransmitLimit': kind.integer(5),
            'outStreams': kind.integer(2),
            'proxyBufferHigh': kind.integer(16384),
            'proxyBufferLow': kind.integer(4096),
            'receiveChunks': kind.integer(256),
            'receiveOrdered': kind.switch('enabled'),
            'receiveWindowSize': kind.integer(65535),
            'resetOnTimeout': kind.switch('enabled'),
            'rtoInitial': kind.integer(3000),
            'rtoMax': kind.integer(60000),
            'rtoMin': kind.integer(1000),
            'sackTimeout': kind.integer(200),
            'secret': kind.text(
                secret=True,
                unverified="recorded with a value of each device's own",
            ),
            'sendBufferSize': kind.integer(65536),
            'sendMaxRetries': kind.integer(10),
            'sendPartial': kind.switch(),
            'serverSideMultihoming': kind.switch(),
            'tcpShutdown': kind.switch(),
            'transmitChunks': kind.integer(256),
        },
    ),
    facts.profile(
        'ipother',
        '/Common/ipother',
        {
            'idleTimeout': facts.timeout('60'),
        },
    ),
    facts.profile(
        'fasthttp',
        '/Common/fasthttp',
        {
            'clientCloseTimeout': kind.integer(5),
            'connpoolIdleTimeoutOverride': kind.integer(0),
            'connpoolMaxReuse': kind.integer(0),
            'connpoolMaxSize': kind.integer(2048),
            'connpoolMinSize': kind.integer(0),
            'connpoolReplenish': kind.switch('enabled'),
            'connpoolStep': kind.integer(4),
            'forceHttp_10Response': kind.switch(),
            'hardwareSynCookie': kind.switch(),
            'headerInsert': kind.text('none'),
            'http_11CloseWorkarounds': kind.switch(),
            'idleTimeout': kind.integer(300),
            'insertXforwardedFor': kind.switch(),
            'layer_7': kind.switch('enabled'),
            'maxHeaderSize': kind.integer(32768),
            'maxRequests': kind.integer(0),
            'mssOverride': kind.integer(0),
            'receiveWindowSize': kind.integer(0),
            'resetOnTimeout': kind.switch('enabled'),
            'serverCloseTimeout': kind.integer(5),
            'serverSack': kind.switch(),
            'serverTimestamp': kind.switch(),
            'uncleanShutdown': kind.switch(),
        },
    ),
    facts.profile(
        'mblb',
        '/Common/mblb',
        {
            'egressHigh': kind.integer(50),
            'egressLow': kind.integer(5),
            'ingressHigh': kind.integer(50),
            'ingressLow': kind.integer(5),
            'isolateAbort': kind.switch('enabled'),
            'isolateClient': kind.switch(),
            'isolateExpire': kind.switch('enabled'),
            'isolateServer': kind.switch('enabled'),
            'minConn': kind.integer(0),
            'shutdownTimeout': kind.integer(5),
            'tagTtl': kind.integer(60),
        },
    ),
    facts.profile(
        'tcp-analytics',
        '/Common/tcp-analytics',
        {
            'collectCity': kind.switch(),
            'collectContinent': kind.switch('enabled'),
            'collectCountry': kind.switch('enabled'),
            'collectNexthop': kind.switch(),
            'collectPostCode': kind.switch(),
            'collectRegion': kind.switch(),
            'collectRemoteHostIp': kind.switch(),
            'collectRemoteHostSubnet': kind.switch('enabled'),
            'collectedByClientSide': kind.switch('enabled'),
            'collectedByServerSide': kind.switch(),
            'collectedStatsExternalLogging': kind.switch(),
            'collectedStatsInternalLogging': kind.switch('enabled'),
            'externalLoggingPublisher': facts.or_none(facts.PUBLISHER),
        },
    ),
)
