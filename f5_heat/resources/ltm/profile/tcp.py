# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::Profile::TCP: how a virtual server treats TCP."""

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.engine.validation import rules
from f5_heat.resources.ltm import inheritance
from f5_heat.resources.ltm.inheritance import MAX
from f5_heat.resources.ltm.profile import transport

CONGESTION_CONTROLS = (
    'none',
    'bbr',
    'cdg',
    'chd',
    'cubic',
    'high-speed',
    'illinois',
    'new-reno',
    'reno',
    'scalable',
    'vegas',
    'westwood',
    'woodside',
)

BUFFER = (64, 33554432)


def timeouts():
    """Return the timeouts of TCP."""
    return {
        'idle_timeout': inheritance.number_or(
            'The seconds after which a connection without traffic is closed, '
            'or indefinite.',
            'idleTimeout',
            1,
            MAX,
            'indefinite',
        ),
        'keep_alive_interval': inheritance.number(
            'The seconds between two probes of an idle connection.',
            'keepAliveInterval',
            0,
            MAX,
        ),
        'close_wait_timeout': inheritance.number_or(
            'The seconds that a connection stays in CLOSE-WAIT; immediate or '
            'indefinite.',
            'closeWaitTimeout',
            0,
            3600,
            'immediate',
            'indefinite',
        ),
        'fin_wait_timeout': inheritance.number_or(
            'The seconds that a connection stays in FIN-WAIT-1 or CLOSING; '
            'immediate or indefinite.',
            'finWaitTimeout',
            0,
            3600,
            'immediate',
            'indefinite',
        ),
        'fin_wait_2_timeout': inheritance.number_or(
            'The seconds that a connection stays in FIN-WAIT-2; immediate or '
            'indefinite.',
            'finWait_2Timeout',
            0,
            3600,
            'immediate',
            'indefinite',
        ),
        'time_wait_timeout': inheritance.number_or(
            'The milliseconds that a connection stays in TIME-WAIT; immediate '
            'or indefinite.',
            'timeWaitTimeout',
            0,
            600000,
            'immediate',
            'indefinite',
        ),
        'time_wait_recycle': inheritance.Boolean(
            'Whether a new connection may take the place of one in TIME-WAIT.',
            'timeWaitRecycle',
        ),
        'zero_window_timeout': inheritance.number_or(
            'The milliseconds that a connection survives with a closed '
            'window; immediate or indefinite.',
            'zeroWindowTimeout',
            0,
            MAX,
            'immediate',
            'indefinite',
        ),
        'reset_on_timeout': inheritance.Boolean(
            'Whether a connection that is closed as idle is reset.',
            'resetOnTimeout',
        ),
    }


def buffers():
    """Return the buffers of TCP."""
    return {
        'receive_window_size': inheritance.number(
            'The largest receive window, in bytes.',
            'receiveWindowSize',
            *BUFFER,
        ),
        'send_buffer_size': inheritance.number(
            'The size of the buffer for what is not yet acknowledged, in '
            'bytes.',
            'sendBufferSize',
            *BUFFER,
        ),
        'proxy_buffer_high': inheritance.number(
            'The number of bytes that wait for one side at which the window '
            'of the other side closes.',
            'proxyBufferHigh',
            *BUFFER,
        ),
        'proxy_buffer_low': inheritance.number(
            'The number of bytes that wait for one side at which the window '
            'of the other side opens again.',
            'proxyBufferLow',
            *BUFFER,
        ),
        'auto_receive_window_size': inheritance.Boolean(
            'Whether the device adapts the receive window.',
            'autoReceiveWindowSize',
        ),
        'auto_send_buffer_size': inheritance.Boolean(
            'Whether the device adapts the send buffer.', 'autoSendBufferSize'
        ),
        'auto_proxy_buffer_size': inheritance.Boolean(
            'Whether the device adapts the proxy buffer.',
            'autoProxyBufferSize',
        ),
    }


def congestion():
    """Return how TCP controls congestion."""
    return {
        'congestion_control': inheritance.choice(
            'The algorithm of congestion control. BIG-IP has bbr since '
            'version 15.',
            'congestionControl',
            *CONGESTION_CONTROLS,
        ),
        'init_cwnd': inheritance.number(
            'The initial congestion window, in segments.', 'initCwnd', 0, 64
        ),
        'init_rwnd': inheritance.number(
            'The initial receive window, in segments.', 'initRwnd', 0, 64
        ),
        'slow_start': inheritance.Boolean(
            'Whether the congestion window grows from its initial size.',
            'slowStart',
        ),
        'abc': inheritance.Boolean(
            'Whether the congestion window grows by the bytes that are '
            'acknowledged, rather than by the acknowledgements.',
            'abc',
        ),
        'delay_window_control': inheritance.Boolean(
            'Whether delay counts as a sign of congestion beside loss.',
            'delayWindowControl',
        ),
        'ecn': inheritance.Boolean(
            'Whether explicit congestion notification is used.', 'ecn'
        ),
        'cmetrics_cache': inheritance.Boolean(
            'Whether what was learned about the path to a peer is kept for '
            'its next connection.',
            'cmetricsCache',
        ),
        'cmetrics_cache_timeout': inheritance.number(
            'The seconds for which it is kept; 0 for what the device says.',
            'cmetricsCacheTimeout',
        ),
        'rate_pace': inheritance.Boolean(
            'Whether segments are sent at an even rate, not in bursts.',
            'ratePace',
        ),
        'rate_pace_max_rate': inheritance.number(
            'The highest such rate, in bytes a second; 0 for no limit.',
            'ratePaceMaxRate',
        ),
        'pkt_loss_ignore_rate': inheritance.number(
            'The number of lost packets in a million that are not taken as '
            'congestion.',
            'pktLossIgnoreRate',
        ),
        'pkt_loss_ignore_burst': inheritance.number(
            'The number of packets lost in a row that are not taken as '
            'congestion.',
            'pktLossIgnoreBurst',
        ),
    }


def retransmission():
    """Return when TCP sends again."""
    return {
        'max_retrans': inheritance.number(
            'The number of times that a segment is sent again at most.',
            'maxRetrans',
            0,
            12,
        ),
        'syn_max_retrans': inheritance.number(
            'The number of times that a SYN is sent again at most.',
            'synMaxRetrans',
            0,
            12,
        ),
        'syn_rto_base': inheritance.number(
            'The milliseconds before a SYN is first sent again.',
            'synRtoBase',
            0,
            5000,
        ),
        'minimum_rto': inheritance.number(
            'The milliseconds before a segment is sent again, at least.',
            'minimumRto',
            1,
            5000,
        ),
        'rexmt_thresh': inheritance.number(
            'The number of duplicate acknowledgements after which a segment '
            'is sent again.',
            'rexmtThresh',
        ),
        'early_retransmit': inheritance.Boolean(
            'Whether fewer of them do when little is under way.',
            'earlyRetransmit',
        ),
        'tail_loss_probe': inheritance.Boolean(
            'Whether the loss of the last segments is probed for.',
            'tailLossProbe',
        ),
        'limited_transmit': inheritance.Boolean(
            'Whether new segments are sent upon the first duplicate '
            'acknowledgements.',
            'limitedTransmit',
        ),
        'enhanced_loss_recovery': inheritance.Boolean(
            'Whether lost segments are found by selective acknowledgements in '
            'more cases.',
            'enhancedLossRecovery',
        ),
        'selective_acks': inheritance.Boolean(
            'Whether selective acknowledgements are used.', 'selectiveAcks'
        ),
        'selective_nack': inheritance.Boolean(
            'Whether selective negative acknowledgements are used.',
            'selectiveNack',
        ),
        'dsack': inheritance.Boolean(
            'Whether selective acknowledgements tell of duplicates.', 'dsack'
        ),
    }


def segments():
    """Return the properties of segments."""
    return {
        'nagle': inheritance.choice(
            "Whether small segments wait, by Nagle's algorithm: enabled, "
            'disabled or auto.',
            'nagle',
            'enabled',
            'disabled',
            'auto',
        ),
        'delayed_acks': inheritance.Boolean(
            'Whether acknowledgements wait for others.', 'delayedAcks'
        ),
        'ack_on_push': inheritance.Boolean(
            'Whether a segment with the PSH flag is acknowledged at once.',
            'ackOnPush',
        ),
        'push_flag': inheritance.choice(
            'Which segments have the PSH flag: default, none, one for the '
            'last of a transfer, or auto.',
            'pushFlag',
            'default',
            'none',
            'one',
            'auto',
        ),
        'max_segment_size': inheritance.number(
            'The largest segment, in bytes; 0 to derive it from the '
            'interface.',
            'maxSegmentSize',
        ),
        'timestamps': inheritance.Boolean(
            'Whether timestamps are used.', 'timestamps'
        ),
        'tcp_options': inheritance.Text(
            'The TCP options that iRules can read, as {NUMBER first} or '
            '{NUMBER last}.',
            'tcpOptions',
        ),
        'proxy_mss': inheritance.Boolean(
            'Whether the segment size of the client is offered to the server.',
            'proxyMss',
        ),
        'proxy_options': inheritance.Boolean(
            'Whether the options of the client are offered to the server.',
            'proxyOptions',
        ),
    }


def opening():
    """Return how connections are opened."""
    return {
        'deferred_accept': inheritance.Boolean(
            'Whether a connection takes resources only when its first data '
            'came.',
            'deferredAccept',
        ),
        'verified_accept': inheritance.Boolean(
            "Whether a client's connection is accepted only when the server "
            'accepted one.',
            'verifiedAccept',
        ),
        'fast_open': inheritance.Boolean(
            'Whether data may come with a SYN, by TCP Fast Open.', 'fastOpen'
        ),
        'fast_open_cookie_expiration': inheritance.number(
            'The seconds for which the cookie of a fast open is valid.',
            'fastOpenCookieExpiration',
        ),
        'syn_cookie_enable': inheritance.Boolean(
            'Whether SYN cookies are used when there are too many SYNs.',
            'synCookieEnable',
        ),
        'syn_cookie_whitelist': inheritance.Boolean(
            'Whether a client that answered one SYN cookie gets no more of '
            'them for a while.',
            'synCookieWhitelist',
        ),
        'hardware_syn_cookie': inheritance.Boolean(
            'Whether hardware makes the SYN cookies where there is some.',
            'hardwareSynCookie',
        ),
    }


def multipath():
    """Return the properties of Multipath TCP."""
    return {
        'mptcp': inheritance.choice(
            'Whether connections can use several paths: enabled, disabled or '
            'passthrough.',
            'mptcp',
            'enabled',
            'disabled',
            'passthrough',
        ),
        'mptcp_csum': inheritance.Boolean(
            'Whether checksums of what comes by several paths are asked for.',
            'mptcpCsum',
        ),
        'mptcp_csum_verify': inheritance.Boolean(
            'Whether these checksums are verified.', 'mptcpCsumVerify'
        ),
        'mptcp_debug': inheritance.Boolean(
            'Whether the use of several paths is logged.', 'mptcpDebug'
        ),
        'mptcp_fallback': inheritance.choice(
            'What happens when several paths are not possible: accept, '
            'active-accept, reset or retransmit.',
            'mptcpFallback',
            'accept',
            'active-accept',
            'reset',
            'retransmit',
        ),
        'mptcp_fastjoin': inheritance.Boolean(
            'Whether data may come with the SYN of a further path.',
            'mptcpFastjoin',
        ),
        'mptcp_idle_timeout': inheritance.number(
            'The seconds for which a connection stays without any path.',
            'mptcpIdleTimeout',
        ),
        'mptcp_join_max': inheritance.number(
            'The number of paths that a client may add at most.',
            'mptcpJoinMax',
        ),
        'mptcp_makeafterbreak': inheritance.Boolean(
            'Whether a path may be added when none is left.',
            'mptcpMakeafterbreak',
        ),
        'mptcp_nojoindssack': inheritance.Boolean(
            'Whether a further path is not acknowledged with data.',
            'mptcpNojoindssack',
        ),
        'mptcp_rtomax': inheritance.number(
            'The number of retransmissions after which a path is given up.',
            'mptcpRtomax',
        ),
        'mptcp_rxmitmin': inheritance.number(
            'The milliseconds before data is sent again by another path, at '
            'least.',
            'mptcpRxmitmin',
        ),
        'mptcp_subflowmax': inheritance.number(
            'The number of paths of a connection at most.', 'mptcpSubflowmax'
        ),
        'mptcp_timeout': inheritance.number(
            'The seconds for which a path stays without traffic.',
            'mptcpTimeout',
        ),
    }


class TCP(bigip.BigIPObject):
    """Settings for the TCP traffic of a virtual server.

    A virtual server can have one of these for clients and another for
    servers.
    """

    collection = 'ltm/profile/tcp'
    tenants = True
    root_parent = '/Common/tcp'
    rules = (
        rules.Below(
            'proxy_buffer_low',
            'proxy_buffer_high',
            'bytes',
            ('smaller', 'larger'),
            equal=True,
        ),
    )
    #: Recorded on 13.1.0.4 and 14.1.2.1.
    root_values = {'proxy_buffer_high': 65535, 'proxy_buffer_low': 32768}

    @schema.deferred
    def properties_schema(cls):
        return {
            **inheritance.identity('profile', cls.root_parent),
            **timeouts(),
            **buffers(),
            **congestion(),
            **retransmission(),
            **segments(),
            **opening(),
            **transport.ttl(),
            'ip_tos_to_client': transport.tos('client', 252),
            'link_qos_to_client': transport.qos('client'),
            **multipath(),
        }


def resource_mapping():
    return {'F5::LTM::Profile::TCP': TCP}
