# SPDX-License-Identifier: Apache-2.0

"""Rows of the monitors."""

from tests.functional.contract import row

TIMING = {
    'description': row.DESCRIPTION,
    'app_service': row.APP_SERVICE,
    'interval': row.Change('interval', 7, 8),
    'timeout': row.Change('timeout', 22, 25),
    'up_interval': row.Change('upInterval', 10, 20),
    'time_until_up': row.Change('timeUntilUp', 30, 60),
    'manual_resume': row.on('manualResume'),
}
ENDPOINT = {
    'destination': row.Change('destination', '*:8080', '192.0.2.1:8081'),
    # A destination in IPv6 is in test_monitor.py.
}
TRANSPARENT = {'transparent': row.on('transparent')}
ADAPTIVE = {
    'adaptive': row.on('adaptive'),
    'adaptive_divergence_type': row.Change(
        'adaptiveDivergenceType', 'absolute', 'relative'
    ),
    'adaptive_divergence_value': row.Change('adaptiveDivergenceValue', 30, 40),
    'adaptive_limit': row.Change('adaptiveLimit', 300, 400),
    'adaptive_sampling_timespan': row.Change(
        'adaptiveSamplingTimespan', 600, 900
    ),
}
DSCP = {'ip_dscp': row.Change('ipDscp', 10, 20)}
#: A device asks for receive beside it, and has no time_until_up then.
REVERSE = {
    'reverse': row.Change(
        'reverse',
        True,
        False,
        'enabled',
        'disabled',
        along={'receive': '192.0.2.1'},
    )
}
CONVERSATION = {
    # The device keeps these texts with their backslashes.
    'send': row.Change('send', 'GET /a HTTP/1.0\\r\\n\\r\\n', 'GET /b\\r\\n'),
    'receive': row.Change('recv', '200 OK', 'Server\\:'),
    'receive_disable': row.Change('recvDisable', 'busy', 'closed'),
    **REVERSE,
}
LOGIN = {
    'username': row.Change('username', 'john', 'jane'),
    'password': row.secret('password'),
}


def monitor(kind, collection, *groups, given=None, **changes):
    """The row of a monitor; its other parent is on the device before."""
    merged = {}
    for group in (TIMING, *groups, changes):
        merged.update(group)
    return row.Row(
        'F5::LTM::Monitor::' + kind,
        'ltm/monitor/%s/~Common~<name>' % collection,
        given={'name': '<name>', **(given or {})},
        changes=merged,
        ends_plain=('accept_rcode', 'qtype', 'reverse'),
        fixed={
            'defaults_from': row.reference(
                'defaultsFrom',
                collection.replace('-', '_'),
                'contract_%s_1' % collection,
            )
        },
    )


ROWS = [
    monitor(
        'HTTP',
        'http',
        ENDPOINT,
        CONVERSATION,
        LOGIN,
        TRANSPARENT,
        ADAPTIVE,
        DSCP,
    ),
    monitor(
        'HTTPS',
        'https',
        ENDPOINT,
        CONVERSATION,
        LOGIN,
        TRANSPARENT,
        ADAPTIVE,
        DSCP,
        ssl_profile=row.reference(
            'sslProfile', 'serverssl', 'apm-default-serverssl'
        ),
        cipherlist=row.Change(
            'cipherlist', 'DEFAULT:+SHA:+3DES:+kEDH', 'DEFAULT'
        ),
        compatibility=row.Change(
            'compatibility',
            False,
            True,
            'disabled',
            'enabled',
            unset='enabled',
        ),
        cert=row.reference('cert', 'default.crt', 'contract_1.crt'),
        key=row.reference('key', 'default.key', 'contract_1.key'),
    ),
    monitor('TCP', 'tcp', ENDPOINT, CONVERSATION, TRANSPARENT, ADAPTIVE, DSCP),
    monitor(
        'UDP',
        'udp',
        ENDPOINT,
        CONVERSATION,
        TRANSPARENT,
        ADAPTIVE,
        debug=row.yes_no('debug'),
    ),
    monitor(
        'ICMP',
        'icmp',
        TRANSPARENT,
        ADAPTIVE,
        destination=row.Change('destination', '192.0.2.1', '2001:db8::1'),
    ),
    monitor('GatewayICMP', 'gateway-icmp', ENDPOINT, TRANSPARENT, ADAPTIVE),
    monitor('TCPHalfOpen', 'tcp-half-open', ENDPOINT, TRANSPARENT),
    monitor(
        'External',
        'external',
        ENDPOINT,
        run=row.reference('run', 'arg_example', 'sample_monitor'),
        args=row.Change('args', '-v', '-v -x'),
    ),
    monitor(
        'DNS',
        'dns',
        ENDPOINT,
        TRANSPARENT,
        ADAPTIVE,
        REVERSE,
        given={'qname': 'www.example.com'},
        qname=row.Change(
            'qname', 'a.example.com', 'b.example.com', unset='www.example.com'
        ),
        qtype=row.Change('qtype', 'aaaa', 'a', along={'receive': None}),
        answer_contains=row.Change('answerContains', 'any-type', 'anything'),
        accept_rcode=row.Change(
            'acceptRcode', 'anything', 'no-error', along={'receive': None}
        ),
        receive=row.Change('recv', '192.0.2.1', '192.0.2.2'),
    ),
]
