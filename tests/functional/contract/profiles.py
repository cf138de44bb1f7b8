# SPDX-License-Identifier: Apache-2.0

"""Rows of the profiles."""

from tests.functional.contract import row

NAMED = {
    'description': row.DESCRIPTION,
    'app_service': row.APP_SERVICE,
}
TTL = {
    'ip_df_mode': row.Change('ipDfMode', 'set', 'clear'),
    'ip_ttl_mode': row.Change('ipTtlMode', 'set', 'preserve'),
    'ip_ttl_v4': row.Change('ipTtlV4', 100, 200),
    'ip_ttl_v6': row.Change('ipTtlV6', 100, 200),
}
TO_CLIENT = {
    'ip_tos_to_client': row.Change('ipTosToClient', '8', 'mimic'),
    'link_qos_to_client': row.Change('linkQosToClient', '1', '2'),
}


def profile(kind, collection, *groups, **changes):
    """The row of a profile."""
    merged = {}
    for group in (NAMED, *groups, changes):
        merged.update(group)
    return row.Row(
        'F5::LTM::Profile::' + kind,
        'ltm/profile/%s/~Common~<name>' % collection,
        given={'name': '<name>'},
        changes=merged,
    )


HTTP = profile(
    'HTTP',
    'http',
    defaults_from=row.reference(
        'defaultsFrom', 'contract_http_1', 'contract_http_2'
    ),
    # An explicit proxy needs a DNS resolver, which is in explicit_proxy.
    proxy_type=row.Change('proxyType', 'explicit', 'transparent'),
    accept_xff=row.on('acceptXff'),
    xff_alternative_names=row.Change(
        'xffAlternativeNames', ['X-Client'], ['X-Client', 'X-Real-IP']
    ),
    insert_xforwarded_for=row.on('insertXforwardedFor'),
    basic_auth_realm=row.Change('basicAuthRealm', 'one', 'two'),
    encrypt_cookies=row.Change('encryptCookies', ['a'], ['a', 'b']),
    encrypt_cookie_secret=row.secret('encryptCookieSecret'),
    fallback_host=row.Change(
        'fallbackHost', 'http://a.example.com/', 'http://b.example.com/'
    ),
    fallback_status_codes=row.Change(
        'fallbackStatusCodes', ['500'], ['500', '502-503']
    ),
    header_erase=row.Change('headerErase', 'X-One', 'X-Two'),
    header_insert=row.Change('headerInsert', 'X-One: 1', 'X-Two: 2'),
    response_headers_permitted=row.Change(
        'responseHeadersPermitted', ['Date'], ['Date', 'ETag']
    ),
    redirect_rewrite=row.Change('redirectRewrite', 'all', 'matching'),
    request_chunking=row.Change('requestChunking', 'rechunk', 'selective'),
    response_chunking=row.Change('responseChunking', 'rechunk', 'preserve'),
    server_agent_name=row.Change('serverAgentName', 'one', 'two'),
    via_host_name=row.Change('viaHostName', 'a.example.com', 'b.example.com'),
    via_request=row.Change('viaRequest', 'append', 'remove'),
    via_response=row.Change('viaResponse', 'append', 'remove'),
    lws_width=row.Change('lwsWidth', 100, 120),
    lws_separator=row.Change('lwsSeparator', 'a', 'b'),
    oneconnect_transformations=row.off('oneconnectTransformations'),
    oneconnect_status_reuse=row.Change(
        'oneconnectStatusReuse', '200', '200 304'
    ),
    enforcement=row.Change(
        'enforcement',
        {
            'excess_client_headers': 'pass-through',
            'excess_server_headers': 'pass-through',
            'oversize_client_headers': 'pass-through',
            'oversize_server_headers': 'pass-through',
            'known_methods': ['GET', 'POST'],
            'unknown_method': 'reject',
            'pipeline': 'reject',
            'truncated_redirects': True,
            'max_header_count': 100,
            'max_header_size': 65536,
            'max_requests': 1000,
        },
        {
            'excess_client_headers': 'reject',
            'excess_server_headers': 'reject',
            'oversize_client_headers': 'reject',
            'oversize_server_headers': 'reject',
            'known_methods': ['GET', 'HEAD', 'POST'],
            'unknown_method': 'pass-through',
            'pipeline': 'pass-through',
            'truncated_redirects': False,
            'max_header_count': 200,
            'max_header_size': 131072,
            'max_requests': 2000,
        },
        {
            'excessClientHeaders': 'pass-through',
            'excessServerHeaders': 'pass-through',
            'oversizeClientHeaders': 'pass-through',
            'oversizeServerHeaders': 'pass-through',
            'knownMethods': ['GET', 'POST'],
            'unknownMethod': 'reject',
            'pipeline': 'reject',
            'truncatedRedirects': 'enabled',
            'maxHeaderCount': 100,
            'maxHeaderSize': 65536,
            'maxRequests': 1000,
        },
        {
            'excessClientHeaders': 'reject',
            'excessServerHeaders': 'reject',
            'oversizeClientHeaders': 'reject',
            'oversizeServerHeaders': 'reject',
            'knownMethods': ['GET', 'HEAD', 'POST'],
            'unknownMethod': 'pass-through',
            'pipeline': 'pass-through',
            'truncatedRedirects': 'disabled',
            'maxHeaderCount': 200,
            'maxHeaderSize': 131072,
            'maxRequests': 2000,
        },
    ),
    explicit_proxy=row.Change(
        'explicitProxy',
        {
            'dns_resolver': '/Common/contract_1',
            'tunnel_name': '/Common/http-tunnel',
            'route_domain': '/Common/contract_1',
            'default_connect_handling': 'allow',
            'host_names': ['proxy-a'],
            'ipv6': True,
            'bad_request_message': 'a',
            'bad_response_message': 'b',
            'connect_error_message': 'c',
            'dns_error_message': 'd',
        },
        {
            'dns_resolver': 'contract_2',
            'tunnel_name': 'socks-tunnel',
            'route_domain': 'contract_2',
            'default_connect_handling': 'deny',
            'host_names': ['proxy-a', 'proxy-b'],
            'ipv6': False,
            'bad_request_message': 'e',
            'bad_response_message': 'f',
            'connect_error_message': 'g',
            'dns_error_message': 'h',
        },
        {
            'dnsResolver': '/Common/contract_1',
            'tunnelName': '/Common/http-tunnel',
            'routeDomain': '/Common/contract_1',
            'defaultConnectHandling': 'allow',
            'hostNames': ['proxy-a'],
            'ipv6': 'yes',
            'badRequestMessage': 'a',
            'badResponseMessage': 'b',
            'connectErrorMessage': 'c',
            'dnsErrorMessage': 'd',
        },
        {
            'dnsResolver': '/Common/contract_2',
            'tunnelName': '/Common/socks-tunnel',
            'routeDomain': '/Common/contract_2',
            'defaultConnectHandling': 'deny',
            'hostNames': ['proxy-a', 'proxy-b'],
            'ipv6': 'no',
            'badRequestMessage': 'e',
            'badResponseMessage': 'f',
            'connectErrorMessage': 'g',
            'dnsErrorMessage': 'h',
        },
    ),
    hsts=row.Change(
        'hsts',
        {
            'mode': True,
            'maximum_age': 3600,
            'include_subdomains': False,
            'preload': True,
        },
        {
            'mode': False,
            'maximum_age': 7200,
            'include_subdomains': True,
            'preload': False,
        },
        {
            'mode': 'enabled',
            'maximumAge': 3600,
            'includeSubdomains': 'disabled',
            'preload': 'enabled',
        },
        {
            'mode': 'disabled',
            'maximumAge': 7200,
            'includeSubdomains': 'enabled',
            'preload': 'disabled',
        },
    ),
    sflow=row.Change(
        'sflow',
        {
            'poll_interval': 10,
            'poll_interval_global': False,
            'sampling_rate': 1024,
            'sampling_rate_global': False,
        },
        {
            'poll_interval': 20,
            'poll_interval_global': True,
            'sampling_rate': 2048,
            'sampling_rate_global': True,
        },
        {
            'pollInterval': 10,
            'pollIntervalGlobal': 'no',
            'samplingRate': 1024,
            'samplingRateGlobal': 'no',
        },
        {
            'pollInterval': 20,
            'pollIntervalGlobal': 'yes',
            'samplingRate': 2048,
            'samplingRateGlobal': 'yes',
        },
    ),
)

TCP = profile(
    'TCP',
    'tcp',
    TTL,
    TO_CLIENT,
    defaults_from=row.reference(
        'defaultsFrom', 'tcp-lan-optimized', 'tcp-wan-optimized'
    ),
    idle_timeout=row.number('idleTimeout', 400, 500),
    keep_alive_interval=row.Change('keepAliveInterval', 600, 900),
    close_wait_timeout=row.number('closeWaitTimeout', 10, 20),
    fin_wait_timeout=row.number('finWaitTimeout', 10, 20),
    fin_wait_2_timeout=row.number('finWait_2Timeout', 100, 200),
    time_wait_timeout=row.Change('timeWaitTimeout', '1000', 'immediate'),
    time_wait_recycle=row.off('timeWaitRecycle'),
    zero_window_timeout=row.number('zeroWindowTimeout', 10000, 30000),
    reset_on_timeout=row.off('resetOnTimeout'),
    receive_window_size=row.Change('receiveWindowSize', 131072, 262144),
    send_buffer_size=row.Change('sendBufferSize', 262144, 524288),
    proxy_buffer_high=row.Change('proxyBufferHigh', 131072, 262144),
    proxy_buffer_low=row.Change('proxyBufferLow', 65536, 98304),
    auto_receive_window_size=row.on('autoReceiveWindowSize'),
    auto_send_buffer_size=row.on('autoSendBufferSize'),
    auto_proxy_buffer_size=row.on('autoProxyBufferSize'),
    congestion_control=row.Change('congestionControl', 'woodside', 'illinois'),
    init_cwnd=row.Change('initCwnd', 4, 16),
    init_rwnd=row.Change('initRwnd', 4, 16),
    slow_start=row.off('slowStart'),
    abc=row.off('abc'),
    delay_window_control=row.on('delayWindowControl'),
    ecn=row.off('ecn'),
    cmetrics_cache=row.off('cmetricsCache'),
    cmetrics_cache_timeout=row.Change('cmetricsCacheTimeout', 300, 600),
    rate_pace=row.off('ratePace'),
    rate_pace_max_rate=row.Change('ratePaceMaxRate', 1000, 2000),
    pkt_loss_ignore_rate=row.Change('pktLossIgnoreRate', 10, 20),
    pkt_loss_ignore_burst=row.Change('pktLossIgnoreBurst', 1, 2),
    max_retrans=row.Change('maxRetrans', 6, 10),
    syn_max_retrans=row.Change('synMaxRetrans', 4, 5),
    syn_rto_base=row.Change('synRtoBase', 2000, 4000),
    minimum_rto=row.Change('minimumRto', 500, 2000),
    rexmt_thresh=row.Change('rexmtThresh', 4, 5),
    early_retransmit=row.off('earlyRetransmit'),
    tail_loss_probe=row.off('tailLossProbe'),
    limited_transmit=row.off('limitedTransmit'),
    enhanced_loss_recovery=row.off('enhancedLossRecovery'),
    selective_acks=row.off('selectiveAcks'),
    selective_nack=row.on('selectiveNack'),
    dsack=row.on('dsack'),
    nagle=row.Change('nagle', 'auto', 'enabled'),
    delayed_acks=row.off('delayedAcks'),
    ack_on_push=row.off('ackOnPush'),
    push_flag=row.Change('pushFlag', 'one', 'auto'),
    max_segment_size=row.Change('maxSegmentSize', 1400, 1300),
    timestamps=row.off('timestamps'),
    tcp_options=row.Change('tcpOptions', '{8 first}', '{28 last}'),
    proxy_mss=row.off('proxyMss'),
    proxy_options=row.on('proxyOptions'),
    deferred_accept=row.on('deferredAccept'),
    verified_accept=row.on('verifiedAccept'),
    fast_open=row.off('fastOpen'),
    fast_open_cookie_expiration=row.Change(
        'fastOpenCookieExpiration', 3600, 7200
    ),
    syn_cookie_enable=row.off('synCookieEnable'),
    syn_cookie_whitelist=row.on('synCookieWhitelist'),
    hardware_syn_cookie=row.off('hardwareSynCookie'),
    mptcp=row.Change('mptcp', 'enabled', 'passthrough'),
    mptcp_csum=row.on('mptcpCsum'),
    mptcp_csum_verify=row.on('mptcpCsumVerify'),
    mptcp_debug=row.on('mptcpDebug'),
    mptcp_fallback=row.Change('mptcpFallback', 'accept', 'retransmit'),
    mptcp_fastjoin=row.on('mptcpFastjoin'),
    mptcp_idle_timeout=row.Change('mptcpIdleTimeout', 400, 500),
    mptcp_join_max=row.Change('mptcpJoinMax', 3, 4),
    mptcp_makeafterbreak=row.on('mptcpMakeafterbreak'),
    mptcp_nojoindssack=row.on('mptcpNojoindssack'),
    mptcp_rtomax=row.Change('mptcpRtomax', 3, 4),
    mptcp_rxmitmin=row.Change('mptcpRxmitmin', 500, 800),
    mptcp_subflowmax=row.Change('mptcpSubflowmax', 3, 4),
    mptcp_timeout=row.Change('mptcpTimeout', 1800, 2400),
)

UDP = profile(
    'UDP',
    'udp',
    TTL,
    TO_CLIENT,
    defaults_from=row.reference(
        'defaultsFrom', 'contract_udp_1', 'contract_udp_2'
    ),
    idle_timeout=row.Change('idleTimeout', '120', 'immediate'),
    datagram_load_balancing=row.on('datagramLoadBalancing'),
    allow_no_payload=row.on('allowNoPayload'),
    no_checksum=row.on('noChecksum'),
    proxy_mss=row.on('proxyMss'),
    buffer_max_bytes=row.Change('bufferMaxBytes', 131072, 262144),
    buffer_max_packets=row.Change('bufferMaxPackets', 10, 20),
    send_buffer_size=row.Change('sendBufferSize', 131072, 262144),
)

FASTL4 = profile(
    'FastL4',
    'fastl4',
    TTL,
    TO_CLIENT,
    defaults_from=row.reference(
        'defaultsFrom', 'contract_fastl4_1', 'contract_fastl4_2'
    ),
    idle_timeout=row.Change('idleTimeout', '600', 'indefinite'),
    client_timeout=row.number('clientTimeout', 40, 50),
    keep_alive_interval=row.Change('keepAliveInterval', '10', '20'),
    tcp_handshake_timeout=row.Change('tcpHandshakeTimeout', '10', 'disabled'),
    tcp_close_timeout=row.Change('tcpCloseTimeout', '10', 'immediate'),
    tcp_time_wait_timeout=row.Change('tcpTimeWaitTimeout', 100, 200),
    reset_on_timeout=row.off('resetOnTimeout'),
    loose_initialization=row.on('looseInitialization'),
    loose_close=row.on('looseClose'),
    late_binding=row.on('lateBinding'),
    explicit_flow_migration=row.on('explicitFlowMigration'),
    timeout_recovery=row.Change('timeoutRecovery', 'fallback', 'disconnect'),
    receive_window_size=row.Change('receiveWindowSize', 65536, 131072),
    mss_override=row.Change('mssOverride', 1400, 1300),
    syn_cookie_enable=row.off('synCookieEnable'),
    syn_cookie_mss=row.Change('synCookieMss', 1400, 1300),
    syn_cookie_whitelist=row.on('synCookieWhitelist'),
    hardware_syn_cookie=row.on('hardwareSynCookie'),
    software_syn_cookie=row.on('softwareSynCookie'),
    tcp_generate_isn=row.on('tcpGenerateIsn'),
    tcp_strip_sack=row.on('tcpStripSack'),
    tcp_timestamp_mode=row.Change('tcpTimestampMode', 'rewrite', 'strip'),
    tcp_wscale_mode=row.Change('tcpWscaleMode', 'rewrite', 'strip'),
    server_sack=row.on('serverSack'),
    server_timestamp=row.on('serverTimestamp'),
    rtt_from_client=row.on('rttFromClient'),
    rtt_from_server=row.on('rttFromServer'),
    reassemble_fragments=row.on('reassembleFragments'),
    ip_tos_to_server=row.Change('ipTosToServer', '8', 'mimic'),
    link_qos_to_server=row.Change('linkQosToServer', '1', '2'),
    priority_to_client=row.Change('priorityToClient', '1', '2'),
    priority_to_server=row.Change('priorityToServer', '1', '2'),
    pva_acceleration=row.Change('pvaAcceleration', 'partial', 'none'),
    pva_offload_dynamic=row.off('pvaOffloadDynamic'),
    pva_offload_state=row.Change('pvaOffloadState', 'establish', 'embryonic'),
    pva_dynamic_client_packets=row.Change('pvaDynamicClientPackets', 2, 3),
    pva_dynamic_server_packets=row.Change('pvaDynamicServerPackets', 1, 2),
    pva_flow_aging=row.off('pvaFlowAging'),
    pva_flow_evict=row.off('pvaFlowEvict'),
)

ONE_CONNECT = profile(
    'OneConnect',
    'one-connect',
    defaults_from=row.reference(
        'defaultsFrom', 'contract_one-connect_1', 'contract_one-connect_2'
    ),
    idle_timeout_override=row.Change(
        'idleTimeoutOverride', '100', 'indefinite'
    ),
    limit_type=row.Change('limitType', 'idle', 'strict'),
    max_age=row.Change('maxAge', 3600, 7200),
    max_reuse=row.Change('maxReuse', 100, 200),
    max_size=row.Change('maxSize', 100, 200),
    share_pools=row.on('sharePools'),
    source_mask=row.Change('sourceMask', '255.255.255.255', '255.255.0.0'),
)

TLS = {
    'mode': row.off('mode'),
    'ciphers': row.Change('ciphers', 'ECDHE', 'HIGH:!SSLv3'),
    'tm_options': row.Change(
        'tmOptions',
        ['no-tlsv1'],
        ['no-tlsv1', 'no-tlsv1.1'],
        '{ no-tlsv1 }',
        '{ no-tlsv1 no-tlsv1.1 }',
    ),
    'mod_ssl_methods': row.on('modSslMethods'),
    'server_name': row.Change('serverName', 'a.example.com', 'b.example.com'),
    'sni_default': row.true_false('sniDefault'),
    'sni_require': row.true_false('sniRequire'),
    'cache_size': row.Change('cacheSize', 0, 1000),
    'cache_timeout': row.Change('cacheTimeout', 600, 900),
    'session_ticket': row.on('sessionTicket'),
    'session_mirroring': row.on('sessionMirroring'),
    'strict_resume': row.on('strictResume'),
    'unclean_shutdown': row.off('uncleanShutdown'),
    'alert_timeout': row.Change('alertTimeout', '10', 'immediate'),
    'generic_alert': row.off('genericAlert'),
    'handshake_timeout': row.Change('handshakeTimeout', '20', 'indefinite'),
    'max_active_handshakes': row.Change('maxActiveHandshakes', '100', '200'),
    'renegotiation': row.off('renegotiation'),
    'renegotiate_period': row.Change('renegotiatePeriod', '600', '900'),
    'renegotiate_size': row.Change('renegotiateSize', '10', '20'),
    'ssl_sign_hash': row.Change('sslSignHash', 'sha256', 'sha384'),
    'retain_certificate': row.true_false('retainCertificate', False),
    'proxy_ssl': row.on('proxySsl'),
    'proxy_ssl_passthrough': row.on('proxySslPassthrough'),
    'ssl_forward_proxy': row.on('sslForwardProxy'),
    'ssl_forward_proxy_bypass': row.on('sslForwardProxyBypass'),
    'ssl_c3d': row.on('sslC3d'),
    'authenticate': row.Change('authenticate', 'always', 'once'),
    'authenticate_depth': row.Change('authenticateDepth', 5, 7),
    'ca_file': row.reference('caFile', 'ca-bundle.crt', 'f5-ca-bundle.crt'),
    'crl_file': row.reference('crlFile', 'one.crl', 'two.crl'),
    'allow_expired_crl': row.on('allowExpiredCrl'),
    # It excludes ciphers.
    'cipher_group': row.reference(
        'cipherGroup', 'f5-secure', 'f5-ecc', along={'ciphers': 'none'}
    ),
    'chain': row.reference('chain', 'ca-bundle.crt', 'f5-ca-bundle.crt'),
    'passphrase': row.secret('passphrase'),
}

CLIENT_SSL = profile(
    'ClientSSL',
    'client-ssl',
    TLS,
    secure_renegotiation=row.Change(
        'secureRenegotiation', 'request', 'require-strict'
    ),
    cert=row.reference('cert', 'contract_1.crt', 'contract_2.crt'),
    key=row.reference('key', 'contract_1.key', 'contract_2.key'),
    # It excludes cert, key, chain and passphrase.
    cert_key_chain=row.Change(
        'certKeyChain',
        [{'cert': 'contract_1.crt', 'key': 'contract_1.key'}],
        [
            {
                'name': 'two',
                'cert': '/Common/contract_2.crt',
                'key': '/Common/contract_2.key',
                'chain': 'ca-bundle.crt',
                'passphrase': 'secret',
            }
        ],
        [
            {
                'name': 'contract_1',
                'cert': '/Common/contract_1.crt',
                'key': '/Common/contract_1.key',
            }
        ],
        [
            {
                'name': 'two',
                'cert': '/Common/contract_2.crt',
                'key': '/Common/contract_2.key',
                'chain': '/Common/ca-bundle.crt',
                'passphrase': row.HIDDEN,
            }
        ],
    ),
    inherit_certkeychain=row.true_false('inheritCertkeychain'),
    allow_non_ssl=row.on('allowNonSsl'),
    peer_cert_mode=row.Change('peerCertMode', 'request', 'require'),
    client_cert_ca=row.reference(
        'clientCertCa', 'ca-bundle.crt', 'f5-ca-bundle.crt'
    ),
    max_renegotiations_per_minute=row.Change(
        'maxRenegotiationsPerMinute', 10, 20
    ),
    maximum_record_size=row.Change('maximumRecordSize', 8192, 4096),
    allow_dynamic_record_sizing=row.on('allowDynamicRecordSizing'),
    session_ticket_timeout=row.Change('sessionTicketTimeout', 600, 900),
    ocsp_stapling=row.on('ocspStapling'),
    proxy_ca_cert=row.reference(
        'proxyCaCert', 'default.crt', 'contract_1.crt'
    ),
    proxy_ca_key=row.reference('proxyCaKey', 'default.key', 'contract_1.key'),
    proxy_ca_passphrase=row.secret('proxyCaPassphrase'),
    cert_extension_includes=row.Change(
        'certExtensionIncludes',
        ['basic-constraints'],
        ['basic-constraints', 'key-usage'],
    ),
    cert_lifespan=row.Change('certLifespan', 10, 20),
    cert_lookup_by_ipaddr_port=row.on('certLookupByIpaddrPort'),
    forward_proxy_bypass_default_action=row.Change(
        'forwardProxyBypassDefaultAction', 'bypass', 'intercept'
    ),
    c3d_client_fallback_cert=row.reference(
        'c3dClientFallbackCert', 'default.crt', 'contract_1.crt'
    ),
    c3d_drop_unknown_ocsp_status=row.Change(
        'c3dDropUnknownOcspStatus', 'ignore', 'drop'
    ),
    c3d_ocsp=row.reference('c3dOcsp', 'ocsp_1', 'ocsp_2'),
)
CLIENT_SSL.apart = ('cert_key_chain',)
CLIENT_SSL.fixed = {
    'defaults_from': row.reference(
        'defaultsFrom', 'clientssl', 'clientssl-secure'
    )
}

SERVER_SSL = profile(
    'ServerSSL',
    'server-ssl',
    TLS,
    secure_renegotiation=row.Change(
        'secureRenegotiation', 'request', 'require'
    ),
    cert=row.reference('cert', 'default.crt', 'contract_1.crt'),
    key=row.reference('key', 'default.key', 'contract_1.key'),
    peer_cert_mode=row.Change('peerCertMode', 'require', 'ignore'),
    authenticate_name=row.Change(
        'authenticateName', 'a.example.com', 'b.example.com'
    ),
    expire_cert_response_control=row.Change(
        'expireCertResponseControl', 'ignore', 'mask'
    ),
    untrusted_cert_response_control=row.Change(
        'untrustedCertResponseControl', 'ignore', 'mask'
    ),
    ocsp=row.reference('ocsp', 'ocsp_1', 'ocsp_2'),
    c3d_ca_cert=row.reference('c3dCaCert', 'default.crt', 'contract_1.crt'),
    c3d_ca_key=row.reference('c3dCaKey', 'default.key', 'contract_1.key'),
    c3d_ca_passphrase=row.secret('c3dCaPassphrase'),
    c3d_cert_extension_custom_oids=row.Change(
        'c3dCertExtensionCustomOids', ['1.2.3.4'], ['1.2.3.4', '1.2.3.5']
    ),
    c3d_cert_extension_includes=row.Change(
        'c3dCertExtensionIncludes',
        ['key-usage'],
        ['basic-constraints', 'key-usage'],
    ),
    c3d_cert_lifespan=row.Change('c3dCertLifespan', 12, 36),
)
SERVER_SSL.fixed = {
    'defaults_from': row.reference(
        'defaultsFrom', 'serverssl', 'apm-default-serverssl'
    )
}

ROWS = [HTTP, TCP, UDP, FASTL4, ONE_CONNECT, CLIENT_SSL, SERVER_SSL]
