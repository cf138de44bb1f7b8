# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::Profile::FastL4: fast treatment of connections as packets."""

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.resources.ltm import inheritance
from f5_heat.resources.ltm.inheritance import MAX
from f5_heat.resources.ltm.profile import transport

PACKET_SETTINGS = ('preserve', 'rewrite', 'strip')


class FastL4(bigip.BigIPObject):
    """Settings for a virtual server that only looks at packets.

    It is faster than one with a TCP profile, and hardware can take over
    its connections.
    """

    collection = 'ltm/profile/fastl4'
    tenants = True
    root_parent = '/Common/fastL4'

    @schema.deferred
    def properties_schema(cls):
        return {
            **inheritance.identity('profile', cls.root_parent),
            'idle_timeout': inheritance.number_or(
                'The seconds after which a connection without packets is '
                'forgotten; immediate or indefinite.',
                'idleTimeout',
                0,
                MAX,
                'immediate',
                'indefinite',
            ),
            'client_timeout': inheritance.number_or(
                'The seconds that a client has for the data that late binding '
                'waits for; immediate or indefinite.',
                'clientTimeout',
                0,
                MAX,
                'immediate',
                'indefinite',
            ),
            'keep_alive_interval': inheritance.number_or(
                'The seconds between two probes of an idle connection, or '
                'disabled.',
                'keepAliveInterval',
                0,
                MAX,
                'disabled',
            ),
            'tcp_handshake_timeout': inheritance.number_or(
                'The seconds that the opening of a TCP connection may take; '
                'immediate, indefinite or disabled.',
                'tcpHandshakeTimeout',
                0,
                MAX,
                'immediate',
                'indefinite',
                'disabled',
            ),
            'tcp_close_timeout': inheritance.number_or(
                'The seconds that the closing of a TCP connection may take; '
                'immediate or indefinite.',
                'tcpCloseTimeout',
                0,
                MAX,
                'immediate',
                'indefinite',
            ),
            'tcp_time_wait_timeout': inheritance.number(
                'The milliseconds that a closed TCP connection is remembered.',
                'tcpTimeWaitTimeout',
            ),
            'reset_on_timeout': inheritance.Boolean(
                'Whether a TCP connection that is closed as idle is reset.',
                'resetOnTimeout',
            ),
            'loose_initialization': inheritance.Boolean(
                'Whether a TCP connection may begin with any packet, not with '
                'a SYN alone.',
                'looseInitialization',
            ),
            'loose_close': inheritance.Boolean(
                'Whether a TCP connection is closed upon the first FIN.',
                'looseClose',
            ),
            'late_binding': inheritance.Boolean(
                'Whether a server is chosen only when data came from the '
                'client.',
                'lateBinding',
            ),
            'explicit_flow_migration': inheritance.Boolean(
                'Whether an iRule says when late binding hands a connection '
                'over to hardware.',
                'explicitFlowMigration',
            ),
            'timeout_recovery': inheritance.choice(
                'What late binding does when client_timeout is over: '
                'disconnect, or fallback to a connection without it.',
                'timeoutRecovery',
                'disconnect',
                'fallback',
            ),
            'receive_window_size': inheritance.number(
                'The largest receive window for late binding, in bytes; 0 for '
                'what the device says.',
                'receiveWindowSize',
            ),
            'mss_override': inheritance.number(
                'The largest segment that is offered to both sides, 256 to '
                '9162 bytes; 0 to leave it alone.',
                'mssOverride',
                0,
                9162,
            ),
            'syn_cookie_enable': inheritance.Boolean(
                'Whether SYN cookies are used when there are too many SYNs.',
                'synCookieEnable',
            ),
            'syn_cookie_mss': inheritance.number(
                'The segment size that SYN cookies offer, in bytes; 0 for '
                'what the device says.',
                'synCookieMss',
            ),
            'syn_cookie_whitelist': inheritance.Boolean(
                'Whether a client that answered one SYN cookie gets no more '
                'of them for a while.',
                'synCookieWhitelist',
            ),
            'hardware_syn_cookie': inheritance.Boolean(
                'Whether hardware makes the SYN cookies where there is some.',
                'hardwareSynCookie',
            ),
            'software_syn_cookie': inheritance.Boolean(
                'Whether software makes the SYN cookies.', 'softwareSynCookie'
            ),
            'tcp_generate_isn': inheritance.Boolean(
                'Whether the BIG-IP chooses the initial sequence numbers.',
                'tcpGenerateIsn',
            ),
            'tcp_strip_sack': inheritance.Boolean(
                'Whether the option for selective acknowledgements is '
                'removed.',
                'tcpStripSack',
            ),
            'tcp_timestamp_mode': inheritance.choice(
                'What happens to TCP timestamps: preserve, rewrite or strip.',
                'tcpTimestampMode',
                *PACKET_SETTINGS,
            ),
            'tcp_wscale_mode': inheritance.choice(
                'What happens to the scale of TCP windows: preserve, rewrite '
                'or strip.',
                'tcpWscaleMode',
                *PACKET_SETTINGS,
            ),
            'server_sack': inheritance.Boolean(
                'Whether late binding offers selective acknowledgements to '
                'servers.',
                'serverSack',
            ),
            'server_timestamp': inheritance.Boolean(
                'Whether late binding offers timestamps to servers.',
                'serverTimestamp',
            ),
            'rtt_from_client': inheritance.Boolean(
                'Whether the round-trip time to clients is measured.',
                'rttFromClient',
            ),
            'rtt_from_server': inheritance.Boolean(
                'Whether the round-trip time to servers is measured.',
                'rttFromServer',
            ),
            'reassemble_fragments': inheritance.Boolean(
                'Whether fragments are put together before they are passed '
                'on.',
                'reassembleFragments',
            ),
            **transport.ttl(),
            'ip_tos_to_client': transport.tos('client'),
            'ip_tos_to_server': transport.tos('server'),
            'link_qos_to_client': transport.qos('client'),
            'link_qos_to_server': transport.qos('server'),
            'priority_to_client': inheritance.number_or(
                'The internal priority of packets to clients: a number or '
                'pass-through.',
                'priorityToClient',
                0,
                7,
                'pass-through',
            ),
            'priority_to_server': inheritance.number_or(
                'The internal priority of packets to servers: a number or '
                'pass-through.',
                'priorityToServer',
                0,
                7,
                'pass-through',
            ),
            'pva_acceleration': inheritance.choice(
                'How much of a connection hardware takes over: full, partial, '
                'dedicated or none.',
                'pvaAcceleration',
                'full',
                'partial',
                'dedicated',
                'none',
            ),
            'pva_offload_dynamic': inheritance.Boolean(
                'Whether hardware takes over connections as their packets '
                'come.',
                'pvaOffloadDynamic',
            ),
            'pva_offload_state': inheritance.choice(
                'When hardware takes a connection over: at its first packet, '
                'embryonic, or when it is established, establish.',
                'pvaOffloadState',
                'embryonic',
                'establish',
            ),
            'pva_dynamic_client_packets': inheritance.number(
                'The number of packets from the client after which hardware '
                'takes over.',
                'pvaDynamicClientPackets',
            ),
            'pva_dynamic_server_packets': inheritance.number(
                'The number of packets from the server after which hardware '
                'takes over.',
                'pvaDynamicServerPackets',
            ),
            'pva_flow_aging': inheritance.Boolean(
                'Whether idle connections leave the hardware.', 'pvaFlowAging'
            ),
            'pva_flow_evict': inheritance.Boolean(
                'Whether a connection leaves the hardware when another needs '
                'its place.',
                'pvaFlowEvict',
            ),
        }


def resource_mapping():
    return {'F5::LTM::Profile::FastL4': FastL4}
