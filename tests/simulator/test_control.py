# SPDX-License-Identifier: Apache-2.0

"""The control interface: counters, faults, states, snapshots."""

import concurrent.futures

import pytest
import requests

from f5_heat import simulator
from f5_heat.simulator.control import faults

LOST = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


def test_counts(rest, bigip):
    rest.ok('GET', 'ltm/pool')
    rest(
        'POST',
        '/mgmt/shared/authn/login',
        {'username': 'admin', 'password': 'admin'},
    )
    assert bigip.control.counts() == {
        'requests': {'GET': 1},
        'logins': 1,
        'connections': 1,
    }
    first, second = bigip.control.requests()
    assert first == {
        'method': 'GET',
        'path': '/mgmt/tm/ltm/pool',
        'query': '',
        'status': 200,
        'auth': 'basic',
        'connection': first['connection'],
        'login': False,
        'fault': '',
        'took': 200,
        'body': '',
    }
    assert second['login'] is True
    assert second['body'] == ''
    assert second['connection'] == first['connection']
    bigip.control.clear()
    assert bigip.control.counts() == {
        'requests': {},
        'logins': 0,
        'connections': 0,
    }


def test_a_connection_from_before_is_not_counted(bigip):
    """Its handshake may end when another test has begun."""
    before = bigip.control.cleared
    bigip.control.clear()
    bigip.control.connected(before)
    assert bigip.control.counts()['connections'] == 0
    bigip.control.connected(bigip.control.cleared)
    assert bigip.control.counts()['connections'] == 1


@pytest.mark.parametrize(
    'fault, status, text',
    [
        ('503-restarting', 503, 'Configuration Utility restarting...'),
        (
            '404-not-registered',
            404,
            'Public URI path not registered: /tm/ltm/pool/?Common?x',
        ),
        (
            '404-not-available',
            404,
            'Please verify URI is supported and wait for /available suffix to '
            'be responsive.',
        ),
        (
            '500-mcpd-lost',
            500,
            '{"code":500,"message":"The connection to mcpd has been lost, try '
            'again.","errorStack":[],"apiError":32768001}',
        ),
        (
            '503-task-active',
            503,
            '{"code":503,"message":"There is an active asynchronous task '
            'executing.","errorStack":[],"apiError":32964609}',
        ),
        ('400-icrd-timeout', 400, 'remoteSender:Unknown, method:GET '),
        (
            '400-connection-refused',
            400,
            'java.net.ConnectException: Connection refused (Connection '
            'refused)',
        ),
        (
            '500-connection-refused',
            500,
            'java.net.ConnectException: Connection refused (Connection '
            'refused)',
        ),
        (
            '500-timeout',
            500,
            'java.util.concurrent.TimeoutException: '
            'remoteSender:127.0.0.1, uri:http://localhost:8110/tm/',
        ),
        ('500-async-context', 500, 'AsyncContext timeout'),
        ('502-proxy-error', 502, 'Proxy Error'),
        ('expired-token', 401, 'X-F5-Auth-Token has expired.'),
        ('html', 200, '<html>'),
        ('broken-json', 200, '{"kind":"tm:ltm:'),
        ('400-repeating', 400, '01070734:3: Configuration error: '),
        ('html-repeating', 200, '<title></title>'),
        ('list-repeating', 200, '[""]'),
    ],
)
def test_answers_of_an_unwell_device(rest, bigip, fault, status, text):
    bigip.control.inject(fault)
    answer = rest('GET', 'ltm/pool/~Common~x')
    assert answer.status_code == status
    assert text in answer.text
    assert rest('GET', 'ltm/pool').status_code == 200


def test_every_fault_has_a_test():
    covered = test_answers_of_an_unwell_device.pytestmark[0].args[1]
    assert {row[0] for row in covered} | {
        'drop-before',
        'drop-after',
        'drop-body',
        'slow',
        'hold-before',
        'hold-after',
    } == set(faults.FAULTS)


@pytest.mark.parametrize(
    'fault, took_effect',
    [('drop-before', False), ('drop-after', True), ('drop-body', True)],
)
def test_dropped_connections(rest, bigip, fault, took_effect):
    bigip.control.inject(fault, method='POST')
    with pytest.raises(LOST):
        rest('POST', 'ltm/pool', {'name': 'web'})
    found = rest('GET', 'ltm/pool/~Common~web').status_code
    assert found == (200 if took_effect else 404)


def test_a_fault_after_the_write(rest, bigip):
    bigip.control.inject('500-mcpd-lost', when='after', method='POST')
    assert rest('POST', 'ltm/pool', {'name': 'web'}).status_code == 500
    rest.ok('GET', 'ltm/pool/~Common~web')


def test_which_requests_fail(rest, bigip):
    bigip.control.inject(
        '503-task-active', method='GET', path='/node$', times=2, skip=1
    )
    statuses = [
        rest('GET', path).status_code
        for path in (
            'ltm/pool',
            'ltm/node',
            'ltm/node',
            'ltm/pool',
            'ltm/node',
            'ltm/node',
        )
    ]
    assert statuses == [200, 200, 503, 200, 503, 200]


def test_which_bodies_fail(rest, bigip):
    bigip.control.inject('503-task-active', body='"name": *"b"')
    bigip.control.inject('drop-after', method='PATCH')
    statuses = [
        rest('POST', 'ltm/pool', {'name': name}).status_code
        for name in ('a', 'b', 'b')
    ]
    assert statuses == [200, 503, 200]
    assert bigip.control.fired() == [1, 0]
    assert [
        (one['status'], one['took'], one['fault'])
        for one in bigip.control.requests()
    ] == [(200, 200, ''), (503, None, '503-task-active'), (200, 200, '')]
    assert '"b"' in bigip.control.requests()[1]['body']
    bigip.control.mend()
    assert bigip.control.fired() == []


def test_what_a_fault_keeps_from_the_client(rest, bigip):
    bigip.control.inject('html', when='after')
    bigip.control.inject('html')
    for name in 'ab':
        rest('POST', 'ltm/pool', {'name': name})
    assert [
        (one['status'], one['took']) for one in bigip.control.requests()
    ] == [(200, 200), (200, None)]
    assert bigip.control.fired() == [1, 1]


def test_slow_answers(rest, bigip):
    bigip.control.inject('slow', seconds=5)
    with pytest.raises(requests.ReadTimeout):
        rest.session.get(rest.url + '/mgmt/tm/ltm/pool', timeout=0.2)
    bigip.control.set_latency(5)
    with pytest.raises(requests.ReadTimeout):
        rest.session.get(rest.url + '/mgmt/tm/ltm/pool', timeout=0.2)


def test_an_unknown_fault(bigip):
    with pytest.raises(ValueError):
        bigip.control.inject('nonesuch')


def test_config_is_empty_on_the_first_day(rest, bigip):
    assert bigip.control.config() == {}
    rest.ok('PATCH', 'ltm/profile/tcp/~Common~tcp', {'idleTimeout': 400})
    rest.ok(
        'POST', 'ltm/pool', {'name': 'web', 'members': ['/Common/10.0.0.1:80']}
    )
    found = bigip.control.config()
    assert sorted(found) == [
        'ltm/node',
        'ltm/pool',
        'ltm/pool/~Common~web/members',
    ]
    assert found['ltm/pool']['/Common/web']['slowRampTime'] == 10


def test_snapshots(rest, bigip):
    rest.ok('POST', 'ltm/pool', {'name': 'web'})
    kept = bigip.control.snapshot()
    rest.ok('DELETE', 'ltm/pool/~Common~web')
    bigip.control.restore(kept)
    rest.ok('GET', 'ltm/pool/~Common~web')
    bigip.control.reset()
    assert rest('GET', 'ltm/pool/~Common~web').status_code == 404


def test_it_is_off_by_default():
    with simulator.Simulator() as bigip:
        with pytest.raises(AttributeError):
            _ = bigip.control
        with pytest.raises(AttributeError):
            _ = bigip.control_url


def test_the_control_port():
    with (
        simulator.Simulator(control_port=0) as bigip,
        requests.Session() as session,
    ):
        session.trust_env = False

        def call(name, **arguments):
            return session.post(
                '{}/{}'.format(bigip.control_url, name),
                json=arguments,
                timeout=10,
            )

        assert call('counts').json() == {
            'requests': {},
            'logins': 0,
            'connections': 0,
        }
        assert call('inject', fault='html', times=2).json() == 0
        assert call('fired').json() == [0]
        assert call('mend').status_code == 200
        assert call('fired').json() == []
        assert call('inject', fault='nonesuch').status_code == 400
        assert call('nonesuch').status_code == 400
        assert call('config').json() == {}
        kept = call('snapshot').json()
        assert call('restore', snapshot=kept).status_code == 200


def test_two_devices_share_nothing(release):
    one, to_one = release('17.1.1')
    _, to_other = release('16.1.2')
    to_one.ok('POST', 'ltm/pool', {'name': 'web'})
    assert to_other('GET', 'ltm/pool/~Common~web').status_code == 404
    assert one.control.counts()['requests'] == {'POST': 1}


def test_a_restart(rest, bigip):
    for name in 'saved', 'lost':
        rest.ok('POST', 'ltm/pool', {'name': name})
        if name == 'saved':
            rest.ok('POST', 'sys/config', {'command': 'save'})
    token = requests.post(
        bigip.url + '/mgmt/shared/authn/login',
        verify=bigip.ca_file,
        json={'username': 'admin', 'password': 'admin'},
    ).json()['token']['token']

    def status(path='ltm/pool/~Common~saved'):
        try:
            return rest('GET', path).status_code
        except LOST:
            return None

    def phase():
        (entry,) = rest.ok('GET', 'sys/mcp-state')['entries'].values()
        return entry['nestedStats']['entries']['phase']['description']

    number = rest.ok('POST', 'transaction', {})['transId']
    bigip.control.reboot()
    assert status() is None
    bigip.control.boot_phase('restarting')
    assert (
        'Configuration Utility restarting...' in rest('GET', 'ltm/pool').text
    )
    bigip.control.boot_phase('registering')
    assert status('sys') == 404
    assert 'not registered' in rest('GET', 'sys').text
    bigip.control.boot_phase('mcpd-lost')
    assert status('sys') == 500
    assert 'connection to mcpd has been lost' in rest('GET', 'sys').text
    bigip.control.boot_phase('loading')
    assert phase() != 'running'
    assert status('sys') == 200
    assert status() == status('ltm/pool/~Common~lost') == 404
    bigip.control.boot_phase('running')
    assert phase() == 'running'
    assert status() == 200
    assert status('ltm/pool/~Common~lost') == 404
    assert status('transaction/%d' % number) == 404
    answer = requests.get(
        bigip.url + '/mgmt/tm/sys',
        verify=bigip.ca_file,
        headers={'X-F5-Auth-Token': token},
    )
    assert answer.status_code == 401
    with pytest.raises(ValueError, match='does not restart'):
        bigip.control.boot_phase('loading')
    bigip.control.reboot()
    with pytest.raises(ValueError, match='unknown phase'):
        bigip.control.boot_phase('soon')
    bigip.control.reset()
    assert status('sys') == 200


@pytest.mark.parametrize(
    'moment, drop, made',
    [
        ('before', True, False),
        ('before', False, True),
        ('after', True, True),
        ('after', False, True),
    ],
)
def test_a_request_is_held(bigip, rest, moment, drop, made):
    bigip.control.inject('hold-' + moment, method='POST')
    with concurrent.futures.ThreadPoolExecutor() as pool:
        answer = pool.submit(rest, 'POST', 'ltm/pool', {'name': 'held'})
        assert bigip.control.wait_held() == [
            {'method': 'POST', 'path': '/mgmt/tm/ltm/pool'}
        ]
        assert not answer.done()
        applied = 'ltm/pool' in bigip.control.config()
        assert applied == (moment == 'after')
        bigip.control.release(drop)
        if drop:
            with pytest.raises(LOST):
                answer.result()
        else:
            assert answer.result().status_code == 200
    assert ('ltm/pool' in bigip.control.config()) == made


def test_nothing_is_held(bigip):
    assert bigip.control.wait_held(seconds=0) == []
    bigip.control.release()
