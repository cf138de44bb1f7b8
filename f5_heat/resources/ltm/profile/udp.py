# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::Profile::UDP: how a virtual server treats UDP."""

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.resources.ltm import inheritance
from f5_heat.resources.ltm.inheritance import MAX
from f5_heat.resources.ltm.profile import transport


class UDP(bigip.BigIPObject):
    """Settings for the UDP traffic of a virtual server."""

    collection = 'ltm/profile/udp'
    tenants = True
    root_parent = '/Common/udp'

    @schema.deferred
    def properties_schema(cls):
        return {
            **inheritance.identity('profile', cls.root_parent),
            'idle_timeout': inheritance.number_or(
                'The seconds after which a connection without datagrams is '
                'forgotten; immediate or indefinite.',
                'idleTimeout',
                0,
                MAX,
                'immediate',
                'indefinite',
            ),
            'datagram_load_balancing': inheritance.Boolean(
                'Whether each datagram is balanced by itself.',
                'datagramLoadBalancing',
            ),
            'allow_no_payload': inheritance.Boolean(
                'Whether datagrams without content are passed on.',
                'allowNoPayload',
            ),
            'no_checksum': inheritance.Boolean(
                'Whether the checksums of IPv4 datagrams are left out.',
                'noChecksum',
            ),
            'proxy_mss': inheritance.Boolean(
                'Whether the segment size of one side is used on the other.',
                'proxyMss',
            ),
            'buffer_max_bytes': inheritance.number(
                'The number of bytes that wait for a virtual server at most.',
                'bufferMaxBytes',
            ),
            'buffer_max_packets': inheritance.number(
                'The number of datagrams that wait for a virtual server at '
                'most.',
                'bufferMaxPackets',
            ),
            'send_buffer_size': inheritance.number(
                'The number of bytes that wait to be sent at most.',
                'sendBufferSize',
            ),
            **transport.ttl(),
            'ip_tos_to_client': transport.tos('client'),
            'link_qos_to_client': transport.qos('client'),
        }


def resource_mapping():
    return {'F5::LTM::Profile::UDP': UDP}
