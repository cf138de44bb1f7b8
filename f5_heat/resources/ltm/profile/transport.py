# SPDX-License-Identifier: Apache-2.0

"""What the profiles of transport protocols say about IP packets."""

from f5_heat.resources.ltm import inheritance


def ttl():
    """Return the properties of the time to live."""
    return {
        'ip_df_mode': inheritance.choice(
            'The bit against fragmentation of outgoing packets: pmtu, to find '
            'the size that fits the path; preserve, set or clear.',
            'ipDfMode',
            'pmtu',
            'preserve',
            'set',
            'clear',
        ),
        'ip_ttl_mode': inheritance.choice(
            'The time to live of outgoing packets: proxy, as for packets of '
            'the BIG-IP itself; preserve, decrement, or set.',
            'ipTtlMode',
            'proxy',
            'preserve',
            'decrement',
            'set',
        ),
        'ip_ttl_v4': inheritance.number(
            'The time to live of IPv4 packets when ip_ttl_mode is set.',
            'ipTtlV4',
            0,
            255,
        ),
        'ip_ttl_v6': inheritance.number(
            'The hop limit of IPv6 packets when ip_ttl_mode is set.',
            'ipTtlV6',
            0,
            255,
        ),
    }


def tos(side, high=255):
    """Return the type of service of packets to clients, or to servers."""
    return inheritance.number_or(
        'The type of service of packets to %ss: a number, pass-through or '
        'mimic.' % side,
        'ipTosTo' + side.capitalize(),
        0,
        high,
        'pass-through',
        'mimic',
    )


def qos(side):
    """Return the link priority of packets to clients, or to servers."""
    return inheritance.number_or(
        'The link priority of packets to %ss: a number or pass-through.'
        % side,
        'linkQosTo' + side.capitalize(),
        0,
        7,
        'pass-through',
    )


def resource_mapping():
    return {}
