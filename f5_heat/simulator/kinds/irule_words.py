# SPDX-License-Identifier: Apache-2.0

"""The events and the commands of iRules, with the versions that brought them.

Names are those of F5's public reference. Versions are there where the
reference or general knowledge tells one; what has none is in 11.5 already.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BY_VERSION = {
    '': """
        ACCESS_ACL_ALLOWED ACCESS_ACL_DENIED ACCESS_POLICY_AGENT_EVENT
        ACCESS_POLICY_COMPLETED ACCESS_SESSION_CLOSED ACCESS_SESSION_STARTED
        ADAPT_REQUEST_HEADERS ADAPT_REQUEST_RESULT ADAPT_RESPONSE_HEADERS
        ADAPT_RESPONSE_RESULT ANTIFRAUD_ALERT ANTIFRAUD_LOGIN
        ASM_REQUEST_BLOCKING ASM_REQUEST_DONE ASM_REQUEST_VIOLATION
        ASM_RESPONSE_LOGIN ASM_RESPONSE_VIOLATION AUTH_ERROR AUTH_FAILURE
        AUTH_RESULT AUTH_SUCCESS AUTH_WANTCREDENTIAL AVR_CSPM_INJECTION
        CACHE_REQUEST CACHE_RESPONSE CACHE_UPDATE CATEGORY_MATCHED
        CLASSIFICATION_DETECTED CLIENTSSL_CLIENTCERT CLIENTSSL_CLIENTHELLO
        CLIENTSSL_DATA CLIENTSSL_HANDSHAKE CLIENTSSL_SERVERHELLO_SEND
        CLIENT_ACCEPTED CLIENT_CLOSED CLIENT_DATA DIAMETER_EGRESS
        DIAMETER_INGRESS DIAMETER_RETRANSMISSION DNS_REQUEST DNS_RESPONSE
        ECA_REQUEST_ALLOWED ECA_REQUEST_DENIED EPI_NA_CHECK_HTTP_REQUEST
        FIX_HEADER FIX_MESSAGE FLOW_INIT GENERICMESSAGE_EGRESS
        GENERICMESSAGE_INGRESS GTP_GPDU_EGRESS GTP_GPDU_INGRESS
        GTP_PRIME_EGRESS GTP_PRIME_INGRESS GTP_SIGNALLING_EGRESS
        GTP_SIGNALLING_INGRESS HTML_COMMENT_MATCHED HTML_TAG_MATCHED
        HTTP_CLASS_FAILED HTTP_CLASS_SELECTED HTTP_DISABLED
        HTTP_PROXY_REQUEST HTTP_REJECT HTTP_REQUEST HTTP_REQUEST_DATA
        HTTP_REQUEST_RELEASE HTTP_REQUEST_SEND HTTP_RESPONSE
        HTTP_RESPONSE_CONTINUE HTTP_RESPONSE_DATA HTTP_RESPONSE_RELEASE
        ICAP_REQUEST ICAP_RESPONSE IN_DOSL7_ATTACK IVS_ENTRY_REQUEST
        IVS_ENTRY_RESPONSE L7CHECK_CLIENT_DATA L7CHECK_SERVER_DATA LB_FAILED
        LB_QUEUED LB_SELECTED MR_DATA MR_EGRESS MR_FAILED MR_INGRESS
        NAME_RESOLVED PCP_REQUEST PCP_RESPONSE PEM_POLICY
        PEM_SUBS_SESS_CREATED PEM_SUBS_SESS_DELETED PEM_SUBS_SESS_UPDATED
        PERSIST_DOWN QOE_PARSE_DONE RADIUS_AAA_ACCT_REQUEST
        RADIUS_AAA_ACCT_RESPONSE RADIUS_AAA_AUTH_REQUEST
        RADIUS_AAA_AUTH_RESPONSE REWRITE_REQUEST REWRITE_REQUEST_DONE
        REWRITE_RESPONSE REWRITE_RESPONSE_DONE RTSP_REQUEST
        RTSP_REQUEST_DATA RTSP_RESPONSE RTSP_RESPONSE_DATA RULE_INIT
        SA_PICKED SERVERSSL_CLIENTHELLO_SEND SERVERSSL_DATA
        SERVERSSL_HANDSHAKE SERVERSSL_SERVERCERT SERVERSSL_SERVERHELLO
        SERVER_CLOSED SERVER_CONNECTED SERVER_DATA SERVER_INIT SIP_REQUEST
        SIP_REQUEST_SEND SIP_RESPONSE SIP_RESPONSE_SEND SOCKS_REQUEST
        STREAM_MATCHED TDS_REQUEST TDS_RESPONSE USER_REQUEST USER_RESPONSE
        XML_BEGIN_DOCUMENT XML_BEGIN_ELEMENT XML_CDATA
        XML_CONTENT_BASED_ROUTING XML_END_DOCUMENT XML_END_ELEMENT XML_EVENT
    """,
    '12.1': """
        BOTDEFENSE_ACTION BOTDEFENSE_REQUEST WS_CLIENT_DATA WS_CLIENT_FRAME
        WS_CLIENT_FRAME_DONE WS_REQUEST WS_RESPONSE WS_SERVER_DATA
        WS_SERVER_FRAME WS_SERVER_FRAME_DONE
    """,
    '13.0': """
        ACCESS_PER_REQUEST_AGENT_EVENT CLIENTSSL_PASSTHROUGH
        HTTP_PROXY_CONNECT HTTP_PROXY_RESPONSE MQTT_CLIENT_DATA
        MQTT_CLIENT_EGRESS MQTT_CLIENT_INGRESS MQTT_CLIENT_SHUTDOWN
        MQTT_SERVER_DATA MQTT_SERVER_EGRESS MQTT_SERVER_INGRESS
        PING_REQUEST_READY PING_RESPONSE_READY
    """,
    '14.0': """
        ACCESS2_POLICY_EXPRESSION_EVAL ACCESS_SAML_ASSERTION
        ACCESS_SAML_AUTHN ACCESS_SAML_SLO_REQ ACCESS_SAML_SLO_RESP
        CONNECTOR_OPEN PROTOCOL_INSPECTION_MATCH TAP_REQUEST
    """,
}
EVENTS = {
    event: since
    for since, events in _BY_VERSION.items()
    for event in _words(events)
}

# The commands of Tcl that an iRule can use; many others are disabled.
TCL = _words(
    """
        after append array binary break catch clock concat continue error eval
        expr for foreach format global if incr info join lappend lindex linsert
        list llength lrange lreplace lsearch lset lsort parray proc regexp
        regsub return scan set split string subst switch trace unset uplevel
        upvar variable while
    """
)

# The commands without a namespace.
COMMANDS = _words(
    """
        NAME::lookup RESOLV::lookup accumulate active_members active_nodes
        b64decode b64encode call class client_addr client_port clientside clone
        cpu crc32 decode_uri discard domain drop event findclass findstr
        forward getfield hash htonl htons http_cookie http_header http_host
        http_method http_uri http_version ifile imid ip_protocol ip_tos ip_ttl
        lasthop link_qos listen llookup local_addr local_port log matchclass
        matchregion md4 md5 members members_node nexthop node nodes nodes_up
        ntohl ntohs peer persist pool priority rateclass redirect reject
        relate_client relate_server remote_addr remote_port rmd160 server_addr
        server_port serverside session sha1 sha256 sha384 sha512 sharedvar snat
        snatpool substr table tcl_platform tcpdump tcpdump_filter timing
        traffic_group translate use vdi_host virtual vlan_id when whereis
    """
)

_UNLISTED = """
    AAA ACCESS ACCESS2 ACL ADAPT ADM AES ANTIFRAUD ASM ASN1 AUTH AVR BIGPROTO
    BIGTCP BOTDEFENSE BWC CACHE CATEGORY CLASSIFICATION CLASSIFY CLIENT
    COMPRESS CONNECTOR CRYPTO DATAGRAM DECOMPRESS DEMANGLE DHCP DHCPv4 DHCPv6
    DIAMETER DNS DNSMSG DOSL7 DSLITE ECA FIX FLOW FLOWTABLE FTP GENERICMESSAGE
    GTP HA HTML HTTP2 HTTPLOG ICAP IKE ILX IMAP IPFIX ISESSION ISTATS IVS_ENTRY
    L7CHECK LDAP LINE LINK LSN MESSAGE MQTT MR NAME NSH NTLM OFFBOX ONECONNECT
    PCP PEM PLUGIN POLICY POP3 PROFILE PROTOCOL_INSPECTION PSC PSM QOE RADIUS
    RESOLV RESOLVER REST REWRITE ROUTE RTSP SCTP SDP SIP SIPALG SMTPS SOCKS
    STATS STREAM TAP TDS TMM UDP URL VALIDATE VDI WAM WEBSSO WS X509 XLAT XML
"""
# The namespaces; None stands for one whose commands are not listed here.
_NAMESPACES: dict[str, str | None] = {
    **dict.fromkeys(_words(_UNLISTED)),
    'HSL': 'open send',
    'HTTP': """
        class close collect cookie disable enable fallback has_responded
        header host hsts is_keepalive is_redirect method passthrough_reason
        password path payload proxy query redirect reject_reason release
        request request_num respond response retry status uri username
        version
    """,
    'IP': """
        addr client_addr hops idle_timeout ingress_drop_rate
        ingress_rate_limit intelligence local_addr protocol remote_addr
        reputation server_addr stats tos ttl version
    """,
    'LB': """
        bias class command connect connlimit context_id detach down dst_tag
        enable_decisionlog mode persist prime queue reselect select server
        snat src_tag status up
    """,
    'SSL': """
        allow_dynamic_record_sizing allow_nonssl alpn authenticate c3d cert
        cert_constraint cipher clientrandom collect disable enable
        extensions forward_proxy handshake is_renegotiation_secure
        maximum_record_size mode modssl_sessionid_headers nextproto payload
        profile release renegotiate respond secure_renegotiation session
        sessionid sessionsecret sessionticket sni tls13_secret
        unclean_shutdown verify_result
    """,
    'TCP': """
        abc analytics autowin bandwidth client_port close collect congestion
        delayed_ack dsack earlyrxmit ecn enhanced_loss_recovery idletime
        keepalive limxmit local_port lossfilter lossfilterburst
        lossfilterrate mss nagle naglemode naglestate notify offset option
        pacing payload proxybuffer proxybufferhigh proxybufferlow push_flag
        rcv_scale rcv_size recvwnd release remote_port respond rexmt_thresh
        rt_metrics_timeout rto rtt rttvar sendbuf server_port setmss
        snd_cwnd snd_scale snd_ssthresh snd_wnd unused_port
    """,
    'URI': """
        basename compare decode encode host path port protocol query
    """,
    # Documented; the version is general knowledge.
    'JSON': None,
}
NAMESPACES = {
    name: None if words is None else _words(words)
    for name, words in _NAMESPACES.items()
}
NAMESPACES_SINCE = {'JSON': '17.5', 'MQTT': '13.0', 'WS': '12.1'}

# Commands that are not there during an event; recorded of HTTP::uri.
OUT_OF_PLACE = {
    'HTTP_RESPONSE': ('HTTP::host', 'HTTP::path', 'HTTP::query', 'HTTP::uri'),
}
