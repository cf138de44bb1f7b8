# SPDX-License-Identifier: Apache-2.0

"""The profiles of other application protocols and services."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_CACHES = tuple(
    'ltm/dns/cache/' + name
    for name in ('resolver', 'transparent', 'validating-resolver')
)

KINDS = (
    facts.profile(
        'connector',
        '/Common/connector',
        {
            'connectionTimeout': kind.integer(0),
            'entryVirtualServer': facts.or_none('ltm/virtual'),
            'serviceDownAction': kind.choice(
                'ignore', 'reset', 'drop', unverified=facts.OTHER_WORDS
            ),
        },
        described=False,
        inherits=False,
        builtins={
            '/Common/access-logonpage-protection-connector': {},
        },
    ),
    facts.profile(
        'dhcpv4',
        '/Common/dhcpv4',
        {
            'authentication': facts.composed(
                {
                    'enabled': kind.choice('false', 'true'),
                    'userName': facts.composed(
                        {
                            'format': kind.text('mac-address'),
                            'separator1': kind.text('@'),
                            'separator2': kind.text('@'),
                            'suboptionId1': kind.integer(1),
                            'suboptionId2': kind.integer(2),
                            'tcl': kind.text('none'),
                        }
                    ),
                    'virtual': facts.or_none('ltm/virtual'),
                }
            ),
            'defaultLeaseTime': kind.integer(86400),
            'idleTimeout': facts.timeout('60'),
            'leaseQueryMaxRetry': kind.integer(3),
            'leaseQueryOnly': kind.choice('false', 'true'),
            'maxHops': kind.integer(4),
            'mode': kind.choice('relay', 'forwarding'),
            'relayAgentId': facts.composed(
                {
                    'add': kind.choice('false', 'true'),
                    'remove': kind.choice('false', 'true'),
                    'suboptions': facts.composed(
                        {
                            'id1': kind.integer(1),
                            'id2': kind.integer(0),
                            'value1': kind.text('2'),
                            'value2': kind.text('none'),
                        }
                    ),
                }
            ),
            'subscriberDiscovery': facts.composed(
                {
                    'enabled': kind.choice('false', 'true'),
                    'subscriberId': facts.composed(
                        {
                            'format': kind.text('mac-address'),
                            'separator1': kind.text('@'),
                            'separator2': kind.text('@'),
                            'suboptionId1': kind.integer(1),
                            'suboptionId2': kind.integer(2),
                            'tcl': kind.text('none'),
                        }
                    ),
                }
            ),
            'transactionTimeout': kind.integer(30),
            'ttlDecValue': kind.text('by-1'),
            'ttlValue': kind.integer(0),
        },
        builtins={
            '/Common/dhcpv4_fwd': {'mode': 'forwarding'},
        },
    ),
    facts.profile(
        'dhcpv6',
        '/Common/dhcpv6',
        {
            'authentication': facts.composed(
                {
                    'enabled': kind.choice('false', 'true'),
                    'userName': facts.composed(
                        {
                            'format': kind.text('mac-address'),
                            'separator1': kind.text('@'),
                            'separator2': kind.text('@'),
                            'tcl': kind.text('none'),
                        }
                    ),
                    'virtual': facts.or_none('ltm/virtual'),
                }
            ),
            'defaultLeaseTime': kind.integer(86400),
            'idleTimeout': facts.timeout('60'),
            'leaseQueryMaxRetry': kind.integer(3),
            'leaseQueryOnly': kind.choice('false', 'true'),
            'mode': kind.choice('relay', 'forwarding'),
            'remoteIdOption': facts.composed(
                {
                    'add': kind.choice('false', 'true'),
                    'enterpriseNumber': kind.integer(0),
                    'remove': kind.choice('false', 'true'),
                    'value': kind.text('none'),
                }
            ),
            'subscriberDiscovery': facts.composed(
                {
                    'enabled': kind.choice('false', 'true'),
                    'subscriberId': facts.composed(
                        {
                            'format': kind.text('mac-address'),
                            'separator1': kind.text('@'),
                            'separator2': kind.text('@'),
                            'tcl': kind.text('none'),
                        }
                    ),
                }
            ),
            'subscriberIdOption': facts.composed(
                {
                    'add': kind.choice('false', 'true'),
                    'remove': kind.choice('false', 'true'),
                    'value': kind.text('none'),
                }
            ),
            'transactionTimeout': kind.integer(30),
        },
        builtins={
            '/Common/dhcpv6_fwd': {'mode': 'forwarding'},
        },
    ),
    facts.profile(
        'diameter',
        '/Common/diameter',
        {
            'connectionPrime': kind.switch(),
            'destinationRealm': kind.text('none'),
            'handshakeTimeout': kind.integer(10),
            'hostIpRewrite': kind.switch('enabled'),
            'maxRetransmitAttempts': kind.integer(1),
            'maxWatchdogFailure': kind.integer(10),
            'originHostToClient': kind.text('none'),
            'originHostToServer': kind.text('none'),
            'originRealmToClient': kind.text('none'),
            'originRealmToServer': kind.text('none'),
            'parentAvp': kind.text('none'),
            'persistAvp': kind.text('Session-Id'),
            'resetOnTimeout': kind.switch('enabled'),
            'retransmitTimeout': kind.integer(10),
            'watchdogTimeout': kind.integer(0),
        },
    ),
    facts.profile(
        'dns',
        '/Common/dns',
        {
            'avrDnsstatSampleRate': kind.integer(0),
            'cache': facts.or_none(*_CACHES),
            'dns64': kind.switch(),
            'dns64AdditionalSectionRewrite': kind.switch(),
            'dns64Prefix': kind.address('any6'),
            'dnsSecurity': kind.text('none'),
            'edns0ClientSubnetInsert': kind.switch(),
            'enableCache': kind.choice('no', 'yes'),
            'enableDnsExpress': kind.choice('yes', 'no'),
            'enableDnsFirewall': kind.choice('no', 'yes'),
            'enableDnssec': kind.choice('yes', 'no'),
            'enableGtm': kind.choice('yes', 'no'),
            'enableHardwareQueryValidation': kind.choice('no', 'yes'),
            'enableHardwareResponseCache': kind.choice('no', 'yes'),
            'enableLogging': kind.choice('no', 'yes'),
            'enableRapidResponse': kind.choice('no', 'yes'),
            'logProfile': facts.or_none('ltm/profile/dns-logging'),
            'processRd': kind.choice('yes', 'no'),
            'processXfr': kind.choice('no', 'yes'),
            'rapidResponseLastAction': kind.choice(
                'drop',
                'allow',
                'noerror',
                'nxdomain',
                'refuse',
                'truncate',
                unverified=facts.OTHER_WORDS,
            ),
            'unhandledQueryAction': kind.choice(
                'allow',
                'drop',
                'reject',
                'hint',
                'noerror',
                unverified=facts.OTHER_WORDS,
            ),
            'useLocalBind': kind.choice('yes', 'no'),
        },
        label='DNS Profile',
        source='recorded on 13.1.0.4 and 14.1.2.1',
    ),
    facts.profile(
        'fix',
        '/Common/fix',
        {
            'errorAction': kind.text('dont-forward'),
            'fullLogonParsing': kind.choice('true', 'false'),
            'messageLogPublisher': facts.or_none(facts.PUBLISHER),
            'quickParsing': kind.choice('false', 'true'),
            'reportLogPublisher': facts.or_none(facts.PUBLISHER),
            'responseParsing': kind.choice('false', 'true'),
            'senderTagClass': kind.items([]),
            'statisticsSampleInterval': kind.integer(20),
        },
    ),
    facts.profile(
        'ftp',
        '/Common/ftp',
        {
            'allowActiveMode': kind.switch('enabled'),
            'allowFtps': kind.switch(),
            'enforceTlsSessionReuse': kind.switch(),
            'ftpsMode': kind.choice(
                'disallow', 'allow', 'require', since='14.0'
            ),
            'inheritParentProfile': kind.switch(),
            'inheritVlanList': kind.switch(),
            'logProfile': facts.or_none('ltm/alg-log-profile'),
            'logPublisher': facts.or_none(facts.PUBLISHER),
            'port': kind.integer(20, 0, 65535),
            'security': kind.switch(),
            'translateExtended': kind.switch('enabled'),
        },
        source='recorded on 12.1.4 and 14.1.2.1',
    ),
    facts.profile(
        'gtp',
        '/Common/gtp',
        {
            'ingressMax': kind.integer(0),
        },
    ),
    facts.profile(
        'ipsecalg',
        '/Common/ipsecalg',
        {
            'idleTimeout': facts.timeout('3600'),
            'initialConnectionTimeout': kind.integer(3),
            'logProfile': facts.or_none('ltm/alg-log-profile'),
            'logPublisher': facts.or_none(facts.PUBLISHER),
            'pendingIkeConnectionLimit': kind.integer(5),
        },
    ),
    facts.profile('mqtt', '/Common/mqtt', {}),
    facts.profile(
        'netflow',
        '/Common/netflow',
        {
            'netflowVersion': kind.text('version-5'),
        },
    ),
    facts.profile(
        'pptp',
        '/Common/pptp',
        {
            'csvFormat': kind.switch(),
            'includeDestinationIp': kind.switch(),
            'publisherName': kind.text('none'),
        },
    ),
    facts.profile(
        'qoe',
        '/Common/qoe',
        {
            'video': kind.choice('false', 'true'),
        },
    ),
    facts.profile(
        'radius',
        '/Common/radiusLB',
        {
            'clients': kind.items([]),
            'persistAvp': kind.text('none'),
        },
        builtins={
            '/Common/radiusLB-subscriber-aware': {},
        },
    ),
    facts.profile(
        'rtsp',
        '/Common/rtsp',
        {
            'checkSource': kind.switch('enabled'),
            'idleTimeout': facts.timeout('300'),
            'logProfile': facts.or_none('ltm/alg-log-profile'),
            'logPublisher': facts.or_none(facts.PUBLISHER),
            'maxHeaderSize': kind.integer(4096),
            'maxQueuedData': kind.integer(32768),
            'multicastRedirect': kind.switch(),
            'proxy': kind.text('none'),
            'proxyHeader': kind.text('none'),
            'realHttpPersistence': kind.switch('enabled'),
            'rtcpPort': kind.integer(0),
            'rtpPort': kind.integer(0),
            'sessionReconnect': kind.switch(),
            'unicastRedirect': kind.switch(),
        },
    ),
    facts.profile(
        'service',
        '/Common/service',
        {
            'type': kind.choice('inline', 'f5-module'),
        },
        described=False,
        inherits=False,
        builtins={
            '/Common/access-logonpage-protection-service': {
                'type': 'f5-module'
            },
        },
    ),
    facts.profile(
        'sip',
        '/Common/sip',
        {
            'algEnable': kind.switch(),
            'community': kind.text('none'),
            'dialogAware': kind.switch(),
            'dialogEstablishmentTimeout': kind.integer(10),
            'enableSipFirewall': kind.choice('no', 'yes'),
            'insertRecordRouteHeader': kind.switch(),
            'insertViaHeader': kind.switch(),
            'logProfile': facts.or_none('ltm/alg-log-profile'),
            'logPublisher': facts.or_none(facts.PUBLISHER),
            'maxMediaSessions': kind.integer(6),
            'maxRegistrations': kind.integer(100),
            'maxSessionsPerRegistration': kind.integer(50),
            'maxSize': kind.integer(65535),
            'registrationTimeout': kind.integer(3600),
            'rtpProxyStyle': kind.choice(
                'symmetric',
                'restricted-by-ip',
                'restricted-by-ip-port',
                unverified=facts.OTHER_WORDS,
            ),
            'secureViaHeader': kind.switch(),
            'security': kind.switch(),
            'sipSessionTimeout': kind.integer(300),
            'terminateOnBye': kind.switch('enabled'),
            'userViaHeader': kind.text('none'),
        },
        source='recorded on 14.1.0.3 and 14.1.2.1',
    ),
    facts.profile(
        'socks',
        '/Common/socks',
        {
            'defaultConnectHandling': kind.choice(
                'deny', 'allow', unverified=facts.OTHER_WORDS
            ),
            'dnsResolver': facts.or_none('net/dns-resolver'),
            'ipv6': kind.choice('no', 'yes'),
            'protocolVersions': kind.items(['socks4', 'socks4a', 'socks5']),
            'routeDomain': kind.reference(
                'net/route-domain', default='/Common/0'
            ),
            'tunnelName': kind.reference(
                'net/tunnels/tunnel', default='/Common/socks-tunnel'
            ),
        },
    ),
    facts.profile(
        'splitsessionclient',
        '/Common/splitsessionclient',
        {
            'httpHeader': kind.text('none'),
            'localPeer': kind.choice('false', 'true'),
            'peerIp': kind.address('any6'),
            'peerPort': kind.integer(0),
            'sessionLookupType': kind.text('flow'),
        },
    ),
    facts.profile(
        'splitsessionserver',
        '/Common/splitsessionserver',
        {
            'httpHeader': kind.text('none'),
            'listenIp': kind.address('any6'),
            'listenPort': kind.integer(0),
            'localPeer': kind.choice('false', 'true'),
            'sessionLookupType': kind.text('flow'),
            'splitsessionclient': facts.or_none(
                'ltm/profile/splitsessionclient'
            ),
        },
    ),
    facts.profile(
        'statistics',
        '/Common/stats',
        {
            'field1': kind.text('none'),
            'field10': kind.text('none'),
            'field11': kind.text('none'),
            'field12': kind.text('none'),
            'field13': kind.text('none'),
            'field14': kind.text('none'),
            'field15': kind.text('none'),
            'field16': kind.text('none'),
            'field17': kind.text('none'),
            'field18': kind.text('none'),
            'field19': kind.text('none'),
            'field2': kind.text('none'),
            'field20': kind.text('none'),
            'field21': kind.text('none'),
            'field22': kind.text('none'),
            'field23': kind.text('none'),
            'field24': kind.text('none'),
            'field25': kind.text('none'),
            'field26': kind.text('none'),
            'field27': kind.text('none'),
            'field28': kind.text('none'),
            'field29': kind.text('none'),
            'field3': kind.text('none'),
            'field30': kind.text('none'),
            'field31': kind.text('none'),
            'field32': kind.text('none'),
            'field4': kind.text('none'),
            'field5': kind.text('none'),
            'field6': kind.text('none'),
            'field7': kind.text('none'),
            'field8': kind.text('none'),
            'field9': kind.text('none'),
        },
    ),
    facts.profile(
        'tftp',
        '/Common/tftp',
        {
            'idleTimeout': facts.timeout('30'),
            'logProfile': facts.or_none('ltm/alg-log-profile'),
            'logPublisher': facts.or_none(facts.PUBLISHER),
        },
    ),
)
