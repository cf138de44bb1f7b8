# SPDX-License-Identifier: Apache-2.0

"""Which profiles a virtual server can have together, and for what protocol.

Where no source is named it is general knowledge.
"""

# The kinds of which each side of a virtual server has one, with the
# protocols that they are for; none stands for any.
TRANSPORTS: dict[str, tuple[str, ...]] = {
    'fasthttp': ('tcp',),
    'fastl4': (),
    'ipother': (),
    'sctp': ('sctp',),
    'tcp': ('tcp',),
    'udp': ('udp',),
}

# The profile that a device takes by itself for a protocol: that HTTP brings
# the one of TCP is reported.
OWN = {
    'sctp': '/Common/sctp',
    'tcp': '/Common/tcp',
    'udp': '/Common/udp',
}
ANY = '/Common/fastL4'

# These see packets, or do all by themselves: nothing that looks into a
# connection stands beside them. Recorded of tcp and fasthttp.
ALONE = ('fastl4', 'fasthttp', 'ipother')
NOT_BESIDE = ('client-ssl', 'http', 'one-connect', 'server-ssl')

# What the other kinds are carried by.
CARRIED_BY: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            'client-ldap',
            'fix',
            'ftp',
            'html',
            'http',
            'http-compression',
            'http-proxy-connect',
            'http2',
            'icap',
            'imap',
            'mqtt',
            'ntlm',
            'one-connect',
            'pop3',
            'pptp',
            'request-adapt',
            'request-log',
            'response-adapt',
            'rewrite',
            'rtsp',
            'server-ldap',
            'smtps',
            'socks',
            'stream',
            'web-acceleration',
            'websocket',
            'xml',
        ),
        ('tcp',),
    ),
    **dict.fromkeys(('client-ssl', 'dns', 'server-ssl'), ('tcp', 'udp')),
    **dict.fromkeys(('dhcpv4', 'dhcpv6', 'radius', 'tftp'), ('udp',)),
    'diameter': ('tcp', 'sctp'),
    'sip': ('tcp', 'udp', 'sctp'),
}
# HTTP/3 comes over UDP.
OVER_UDP = ('http3', 'quic')

# The kinds that see HTTP only after the profile of it; recorded of one of
# them, without its name.
OF_HTTP = (
    'html',
    'http-compression',
    'http2',
    'rewrite',
    'web-acceleration',
    'websocket',
)

# The kinds of which a side can have several, by server names.
MANY = ('client-ssl', 'server-ssl')
SIDES = {'client-ssl': 'clientside', 'server-ssl': 'serverside'}

# What events of iRules need, by how they begin: the kinds, and how messages
# name them. Recorded of HTTP on 17.0.
EVENTS = {
    'CLIENTSSL_': (('client-ssl',), 'CLIENTSSL'),
    'HTTP_': (('fasthttp', 'http'), 'HTTP or FASTHTTP'),
    'SERVERSSL_': (('server-ssl',), 'SERVERSSL'),
}
