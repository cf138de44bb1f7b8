# SPDX-License-Identifier: Apache-2.0

"""The conversation: connections, failures and hostile answers."""

import concurrent.futures
import hashlib
import logging
import re
import socket
import ssl
import sys
import threading
import time
import traceback
import warnings

import pytest
import tenacity
import urllib3

from f5_heat import icontrol
from f5_heat.icontrol import errors
from tests.unit import icontrol_device

reply = icontrol_device.reply
ITEM = {'name': 'web'}


@pytest.fixture
def device():
    with icontrol_device.Device() as device:
        device.plan(reply(ITEM))
        yield device


@pytest.fixture
def impatient():
    """The usual policy without the pauses."""
    return icontrol.retry.TRANSIENT.copy(wait=tenacity.wait_none())


def call(bigip, method):
    return bigip.request(method, 'tm/ltm/pool/~Common~web')


@pytest.mark.parametrize(
    'answer, words',
    [
        (icontrol_device.html('BIG-IP login', 200), 'BIG-IP login'),
        (reply(b'not JSON'), 'not JSON'),
        (reply(b'{"a": ' * 100000), 'not JSON'),
        (reply(b'{"name": "\xff\xfe"}'), 'not JSON'),
        (icontrol_device.endless, 'larger than'),
    ],
)
def test_what_is_not_icontrol_rest(device, answer, words):
    device.plan(answer)
    with (
        device.connect() as bigip,
        pytest.raises(errors.InvalidAnswer, match=words) as caught,
    ):
        call(bigip, 'PATCH')
    assert caught.value.sent
    assert '<' not in str(caught.value)
    assert len(device.requests) == 1


def test_another_content_type_does_not_matter(device):
    device.plan(reply(ITEM, Content_Type='text/html'))
    with device.connect() as bigip:
        assert call(bigip, 'GET') == ITEM


@pytest.mark.parametrize('status', [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(device, status):
    with icontrol_device.Device() as other:
        device.plan(
            reply(
                status=status, Location=f'https://{other.address}/mgmt/tm/sys'
            )
        )
        with (
            device.connect() as bigip,
            pytest.raises(errors.InvalidAnswer, match='127.0.0.1'),
        ):
            call(bigip, 'GET')
        assert other.connections == 0


def test_a_redirect_without_end(device):
    def redirect(handler):
        handler.send_response(302)
        handler.send_header('Location', 'https://elsewhere/')
        icontrol_device.send_for_ever(handler)

    device.plan(redirect)
    with (
        device.connect() as bigip,
        pytest.raises(errors.InvalidAnswer, match='to elsewhere is not'),
    ):
        call(bigip, 'GET')


@pytest.mark.parametrize('location', ['', '//[', '/tmui/login.jsp'])
def test_a_redirect_to_nowhere(device, location):
    device.plan(reply(status=302, Location=location))
    with device.connect() as bigip, pytest.raises(errors.InvalidAnswer):
        call(bigip, 'GET')


def no_http(handler):
    handler.wfile.write(b'SSH-2.0-OpenSSH\r\n\r\n')
    handler.close_connection = True


@pytest.mark.parametrize(
    'failure', [icontrol_device.drop, no_http, icontrol_device.truncate]
)
def test_a_read_is_repeated(device, impatient, failure):
    device.plan(failure, reply({}, 503), reply(ITEM))
    with device.connect(retry=impatient) as bigip:
        assert call(bigip, 'GET') == ITEM
    assert len(device.requests) == 3


def test_a_read_is_not_repeated_for_ever(device, impatient):
    device.plan(icontrol_device.drop)
    with (
        device.connect(retry=impatient) as bigip,
        pytest.raises(errors.Unreachable),
    ):
        call(bigip, 'GET')
    assert len(device.requests) == 5


@pytest.mark.parametrize('method', ['POST', 'PATCH', 'PUT', 'DELETE'])
@pytest.mark.parametrize(
    'failure', [icontrol_device.drop, no_http, icontrol_device.truncate]
)
def test_a_write_whose_answer_is_lost_is_not_repeated(
    device, impatient, method, failure
):
    device.plan(failure)
    with (
        device.connect(retry=impatient) as bigip,
        pytest.raises(errors.Unreachable, match='ended') as caught,
    ):
        call(bigip, method)
    assert caught.value.sent
    assert not isinstance(caught.value, errors.NoConnection)
    assert len(device.requests) == 1


RUNNING = icontrol_device.mcp_state('running')
LOADING = icontrol_device.mcp_state('base')
MISSING = {
    'message': '01020036:3: The requested Pool (/Common/web) was not found.'
}


@pytest.mark.parametrize(
    'answer',
    [
        icontrol_device.html('Configuration Utility restarting...', 503),
        reply({'message': 'Public URI path not registered: /tm/ltm'}, 404),
        reply(
            {
                'message': 'java.net.ConnectException: Connection refused '
                '(Connection refused)'
            },
            500,
        ),
    ],
)
def test_what_did_not_reach_the_configuration_is_repeated(
    device, impatient, answer
):
    device.plan(answer, answer, reply(ITEM))
    with device.connect(retry=impatient) as bigip:
        assert call(bigip, 'GET') == ITEM
    # What changes something comes after the question if the device runs.
    for method in 'POST', 'PATCH', 'DELETE':
        device.plan(answer, RUNNING, reply(ITEM))
        with device.connect(retry=impatient) as bigip:
            assert call(bigip, method) == ITEM


def paths_of(device):
    return [
        '%s %s' % (one.method, one.path.removeprefix('/mgmt/tm/'))
        for one in device.requests
    ]


def test_a_device_that_starts_is_not_told_anything(device):
    device.plan(
        reply({}, 503), LOADING, LOADING, RUNNING, reply(ITEM), reply(ITEM)
    )
    with device.connect(retry=None) as bigip:
        with pytest.raises(errors.Busy):
            call(bigip, 'PATCH')
        for _ in range(2):
            with pytest.raises(errors.Loading, match='phase is base') as (
                caught
            ):
                call(bigip, 'PATCH')
            assert not caught.value.sent
            assert 'PATCH /mgmt/tm/ltm/pool/~Common~web has to wait' in str(
                caught.value
            )
        for _ in range(2):
            assert call(bigip, 'PATCH') == ITEM
    pool = 'PATCH ltm/pool/~Common~web'
    assert paths_of(device) == [
        pool,
        'GET sys/mcp-state',
        'GET sys/mcp-state',
        'GET sys/mcp-state',
        pool,
        pool,
    ]


@pytest.mark.parametrize('method', ['GET', 'PATCH', 'DELETE'])
def test_a_device_that_starts_misses_nothing(device, method):
    """It is asked once more when it runs, and believed then."""
    missing = reply(MISSING, 404)
    device.plan(
        missing,
        LOADING,
        missing,
        RUNNING,
        reply(ITEM),
        missing,
        RUNNING,
        missing,
    )
    with device.connect(retry=None) as bigip:
        with pytest.raises(errors.Loading):
            call(bigip, method)
        if method != 'GET':
            # After that it is asked before something is changed.
            device.plan(RUNNING, reply(ITEM), missing, RUNNING, missing)
        assert call(bigip, method) == ITEM
        with pytest.raises(errors.NotFound):
            call(bigip, method)
    assert paths_of(device)[-3:] == [
        method + ' ltm/pool/~Common~web',
        'GET sys/mcp-state',
        method + ' ltm/pool/~Common~web',
    ]


@pytest.mark.parametrize(
    'answers, expected',
    [
        (
            [
                reply(
                    {
                        'message': 'Authorization failed: user=https://localhost/mgmt/'
                        'shared/authz/users/x resource=/mgmt/tm/sys/mcp-state '
                        'verb=GET'
                    },
                    401,
                )
            ],
            None,
        ),
        (
            [
                reply(
                    {
                        'message': (
                            'Public URI path not registered: /tm/sys/mcp-state'
                        )
                    },
                    404,
                ),
                reply(ITEM),
            ],
            None,
        ),
        (
            [
                reply(
                    {
                        'message': (
                            'Public URI path not registered: /tm/sys/mcp-state'
                        )
                    },
                    404,
                ),
                reply(
                    {'message': 'Public URI path not registered: /tm/sys'}, 404
                ),
            ],
            errors.Busy,
        ),
        (
            [
                reply(
                    {
                        'message': (
                            'Authorization failed: no user named admin found.'
                        )
                    },
                    401,
                )
            ],
            errors.Busy,
        ),
    ],
)
def test_who_cannot_say_whether_it_has_loaded(device, answers, expected):
    device.plan(*answers)
    with device.connect(auth='basic', retry=None) as bigip:
        if expected is None:
            bigip.check_loaded()
        else:
            with pytest.raises(expected):
                bigip.check_loaded()


@pytest.mark.skipif(sys.platform != 'linux', reason='It has other names.')
def test_who_is_gone_without_a_word_is_noticed(device):
    with device.connect() as bigip:
        call(bigip, 'GET')
        one = bigip.session._pool._idle[-1]
        sock = one._adapter.made.sock
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        assert [
            sock.getsockopt(socket.IPPROTO_TCP, option)
            for option in (
                socket.TCP_KEEPIDLE,
                socket.TCP_KEEPINTVL,
                socket.TCP_KEEPCNT,
                socket.TCP_USER_TIMEOUT,
                socket.TCP_NODELAY,
            )
        ] == [10, 5, 3, 25000, 1]


def test_a_name_that_leads_nowhere(impatient):
    attempts = []
    bigip = icontrol.connect(
        'bigip.invalid',
        'admin',
        'secret',
        auth='basic',
        retry=impatient.copy(before=attempts.append),
    )
    try:
        call(bigip, 'GET')
    except errors.UnknownHost:
        assert len(attempts) == 1
    except errors.Unreachable:
        pytest.skip('no name server answers here')


def test_a_write_that_may_have_been_applied_is_not_repeated(device, impatient):
    device.plan(
        reply(
            {'message': 'The connection to mcpd has been lost, try again.'},
            500,
        ),
        reply(ITEM),
    )
    with device.connect(retry=impatient) as bigip:
        with pytest.raises(errors.Busy) as caught:
            call(bigip, 'POST')
        assert caught.value.sent
        assert call(bigip, 'GET') == ITEM


def test_repeating_can_be_switched_off(device):
    device.plan(reply({}, 503))
    with device.connect(retry=None) as bigip, pytest.raises(errors.Busy):
        call(bigip, 'GET')
    assert len(device.requests) == 1


def test_a_refusal_is_not_repeated(device):
    device.plan(reply({'message': 'no'}, 400))
    with device.connect() as bigip, pytest.raises(errors.BadRequest):
        call(bigip, 'GET')
    assert len(device.requests) == 1


def test_nobody_listens(impatient):
    with socket.socket() as unused:
        unused.bind(('127.0.0.1', 0))
        address = '127.0.0.1:%d' % unused.getsockname()[1]
        bigip = icontrol.connect(
            address, 'admin', 'secret', auth='basic', retry=impatient
        )
        with pytest.raises(errors.NoConnection) as caught:
            call(bigip, 'POST')
    assert not caught.value.sent
    assert 'refused' in str(caught.value)
    assert address in str(caught.value)


def test_one_attempt_is_enough_while_nobody_listens(device, impatient):
    """Until somebody does: then a request is repeated as before."""
    attempts = []
    policy = impatient.copy(before=attempts.append)
    bigip = device.connect(retry=policy)
    url = bigip.session.url
    with socket.socket() as unused:
        unused.bind(('127.0.0.1', 0))
        bigip.session.url = 'https://127.0.0.1:%d' % unused.getsockname()[1]
        for expected in (5, 5):
            with pytest.raises(errors.NoConnection):
                call(bigip, 'GET')
            assert len(attempts) == expected
    bigip.session.url = url
    assert call(bigip, 'GET') == ITEM
    device.plan(icontrol_device.drop, reply(ITEM))
    assert call(bigip, 'GET') == ITEM
    assert len(attempts) == 7


def test_those_who_wait_for_a_connection_fail_together():
    """They need not try in vain, one after the other."""
    with (
        socket.socket() as full,
        concurrent.futures.ThreadPoolExecutor(20) as threads,
    ):
        full.bind(('127.0.0.1', 0))
        full.listen(0)
        # The queue is full with one: who comes next gets no answer at all.
        queued = [socket.socket() for _ in range(2)]
        for one in queued:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        bigip = icontrol.connect(
            '127.0.0.1:%d' % full.getsockname()[1],
            'admin',
            'secret',
            auth='basic',
            retry=None,
            connect_timeout=0.5,
            max_connections=1,
        )
        began = time.monotonic()
        calls = [threads.submit(call, bigip, 'DELETE') for _ in range(20)]
        for one in calls:
            assert isinstance(one.exception(), errors.NoConnection)
            assert not one.exception().sent
        assert time.monotonic() - began < 5
        for one in queued:
            one.close()


def test_nobody_listens_any_more():
    with icontrol_device.Device() as device:
        device.plan(reply(ITEM, Connection='close'))
        bigip = device.connect(retry=None)
        call(bigip, 'POST')
        assert device.ended.acquire(timeout=30)
    with pytest.raises(errors.Unreachable, match='refused') as caught:
        call(bigip, 'POST')
    assert not caught.value.sent


def test_no_such_host():
    bigip = icontrol.connect(
        'bigip.invalid', 'admin', 'secret', auth='basic', retry=None
    )
    with pytest.raises(errors.Unreachable) as caught:
        call(bigip, 'POST')
    assert not caught.value.sent


def test_a_host_that_accepts_but_never_speaks():
    with socket.create_server(('127.0.0.1', 0)) as silent:
        bigip = icontrol.connect(
            '127.0.0.1:%d' % silent.getsockname()[1],
            'admin',
            'secret',
            auth='basic',
            retry=None,
            connect_timeout=0.2,
            read_timeout=0.2,
        )
        with pytest.raises(errors.Unreachable, match='in time') as caught:
            call(bigip, 'POST')
    assert not caught.value.sent
    assert not isinstance(caught.value, errors.NoConnection)


def test_a_slow_answer(device):
    device.plan(device.wait)
    with (
        device.connect(read_timeout=0.2) as bigip,
        pytest.raises(errors.Unreachable, match='in time') as caught,
    ):
        call(bigip, 'POST')
    assert caught.value.sent
    assert len(device.requests) == 1


def test_a_host_that_does_not_speak_tls():
    with socket.create_server(('127.0.0.1', 0)) as plain:

        def answer():
            connection, _ = plain.accept()
            with connection:
                connection.recv(1024)
                connection.sendall(b'HTTP/1.1 400 Bad Request\r\n\r\n')

        thread = threading.Thread(target=answer)
        thread.start()
        bigip = icontrol.connect(
            '127.0.0.1:%d' % plain.getsockname()[1],
            'admin',
            'secret',
            auth='basic',
            retry=None,
        )
        with pytest.raises(errors.Unreachable) as caught:
            call(bigip, 'POST')
        thread.join()
    assert not caught.value.sent


def test_a_certificate_is_verified(device):
    with device.connect(verify=True) as bigip:
        with pytest.raises(errors.Untrusted, match='not trusted') as caught:
            call(bigip, 'POST')
        assert not caught.value.sent
    assert device.requests == []
    assert device.connections == 1


def test_verification_can_be_turned_off(device):
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        with device.connect(verify=False) as bigip:
            assert call(bigip, 'GET') == ITEM


def test_a_file_of_authorities_that_does_not_exist(device):
    with (
        device.connect(verify='/nonexistent/ca.pem') as bigip,
        pytest.raises(errors.Untrusted, match='/nonexistent/') as caught,
    ):
        call(bigip, 'GET')
    assert not caught.value.sent


def fingerprint(device):
    with open(device.ca_file) as file:
        return hashlib.sha256(
            ssl.PEM_cert_to_DER_cert(file.read())
        ).hexdigest()


OTHER = 'ab' * 32


@pytest.mark.parametrize('auth', ['token', 'basic'])
@pytest.mark.parametrize('verify', [True, False])
def test_a_certificate_is_pinned(device, verify, auth):
    """Neither its name nor who signed it is asked for, in all its forms."""
    digits = fingerprint(device)
    colons = ':'.join(re.findall('..', digits.upper()))
    # The certificate is for 127.0.0.1.
    port = device.address.partition(':')[2]
    for form in digits, colons, [OTHER, digits.upper()]:
        with (
            warnings.catch_warnings(),
            icontrol.connect(
                'localhost:' + port,
                'admin',
                'secret',
                verify=verify,
                fingerprint=form,
                auth=auth,
            ) as bigip,
        ):
            # It tells of a certificate that nobody looked at.
            warnings.simplefilter(
                'error', urllib3.exceptions.InsecureRequestWarning
            )
            assert call(bigip, 'GET') == ITEM
    device.requests.clear()
    device.logins.clear()

    with (
        device.connect(
            verify=verify, fingerprint=[OTHER, OTHER], auth=auth
        ) as bigip,
        pytest.raises(errors.Untrusted) as caught,
    ):
        call(bigip, 'POST')
    assert 'its SHA-256 fingerprint %s is none of' % colons in str(
        caught.value
    )
    assert not caught.value.sent
    assert device.requests == device.logins == []


@pytest.mark.parametrize(
    'wrong', ['', 'ab', OTHER[2:], OTHER + 'ab', 'ab:' * 32, 'g' * 64]
)
def test_a_fingerprint_is_sha_256(device, wrong):
    with pytest.raises(ValueError, match='64 hexadecimal digits'):
        device.connect(fingerprint=wrong)


def test_the_environment_does_not_matter(device, monkeypatch, tmp_path):
    (tmp_path / '.netrc').write_text('machine 127.0.0.1 login a password b')
    monkeypatch.setenv('HOME', str(tmp_path))
    monkeypatch.setenv('HTTPS_PROXY', 'http://127.0.0.1:9')
    monkeypatch.setenv('REQUESTS_CA_BUNDLE', '/nonexistent')
    with device.connect() as bigip:
        assert call(bigip, 'GET') == ITEM


def test_one_connection_serves_many_requests(device):
    with device.connect() as bigip:
        for method in ('GET', 'POST', 'PATCH', 'DELETE') * 5:
            call(bigip, method)
        device.plan(reply({'message': 'no'}, 404))
        with pytest.raises(errors.NotFound):
            call(bigip, 'GET')
        device.plan(reply(b''))
        call(bigip, 'DELETE')
    assert device.connections == 1


def test_a_connection_that_the_device_has_closed_is_replaced(device):
    closed = threading.Event()

    def answer_and_close(handler):
        reply(ITEM)(handler)
        handler.wfile.flush()
        icontrol_device.drop(handler)
        closed.set()

    device.plan(answer_and_close, reply(ITEM))
    with device.connect(retry=None) as bigip:
        call(bigip, 'POST')
        closed.wait(30)
        assert call(bigip, 'POST') == ITEM
    assert device.connections == 2


def test_a_session_needs_a_connection(device):
    with pytest.raises(ValueError, match='connection'):
        device.connect(max_connections=0)


@pytest.mark.parametrize('trust', ['ca', 'fingerprint', 'nothing'])
@pytest.mark.parametrize(
    'version, is_enough',
    [('TLSv1', False), ('TLSv1.1', False), ('TLSv1.2', True)],
)
def test_tls_is_1_2_at_least(device, version, is_enough, trust):
    server = device.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(
        device.ca_file, device.ca_file.replace('ca.pem', 'key.pem')
    )
    server.set_ciphers('ALL:@SECLEVEL=0')
    with warnings.catch_warnings():
        # Of the old versions, and of what is not verified.
        warnings.simplefilter('ignore')
        server.minimum_version = ssl.TLSVersion.TLSv1
        server.maximum_version = ssl.TLSVersion[version.replace('.', '_')]
        assert served(device) == version
        with device.connect(
            **{
                'ca': {},
                'nothing': {'verify': False},
                'fingerprint': {'fingerprint': fingerprint(device)},
            }[trust]
        ) as bigip:
            if is_enough:
                assert call(bigip, 'GET') == ITEM
                return
            with pytest.raises(
                errors.OldTLS, match=('neither TLS 1.2 nor a later version')
            ) as caught:
                call(bigip, 'POST')
    assert not caught.value.sent
    assert device.requests == []


def served(device):
    """The version of TLS that a client gets which takes any."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
    client.set_ciphers('ALL:@SECLEVEL=0')
    client.minimum_version = ssl.TLSVersion.TLSv1
    host, port = device.address.split(':')
    with (
        socket.create_connection((host, int(port))) as plain,
        client.wrap_socket(plain) as connection,
    ):
        return connection.version()


def test_cookies_are_not_kept(device):
    device.plan(
        reply(
            ITEM, Set_Cookie='BIGIPAuthCookie=CANARY; path=/; Secure; HttpOnly'
        )
    )
    with device.connect() as bigip:
        call(bigip, 'GET')
        call(bigip, 'GET')
    assert 'Cookie' not in device.requests[1].headers


def test_many_threads_share_a_few_connections(device):
    with device.connect(auth='token', max_connections=4) as bigip:
        barrier = threading.Barrier(32)

        def work(number):
            barrier.wait()
            return [call(bigip, 'GET') for _ in range(3)]

        with concurrent.futures.ThreadPoolExecutor(32) as threads:
            answers = list(threads.map(work, range(32)))
    assert answers == [[ITEM] * 3] * 32
    assert len(device.logins) == 1
    assert len(device.requests) == 32 * 3 + 1
    assert device.connections <= 4


def test_a_failure_does_not_cost_a_connection(device):
    device.plan(icontrol_device.drop)
    with device.connect(max_connections=1, retry=None) as bigip:
        for _ in range(3):
            with pytest.raises(errors.Unreachable):
                call(bigip, 'GET')
        device.plan(reply(ITEM))
        assert call(bigip, 'GET') == ITEM


def test_closing_closes_all_connections(device):
    barrier = threading.Barrier(4)

    def together(handler):
        barrier.wait(30)
        reply(ITEM)(handler)

    device.plan(together)
    bigip = device.connect()
    with concurrent.futures.ThreadPoolExecutor(4) as threads:
        list(threads.map(call, [bigip] * 4, ['GET'] * 4))
    assert device.connections == 4
    bigip.close()
    assert all(device.ended.acquire(timeout=30) for _ in range(4))


def test_a_closed_device_can_be_used_again(device):
    with device.connect(auth='token') as bigip:
        call(bigip, 'GET')
        bigip.close()
        assert call(bigip, 'GET') == ITEM
    assert len(device.logins) == 2


@pytest.mark.parametrize('auth', ['token', 'basic'])
def test_nothing_secret_gets_out(device, caplog, auth):
    """Every failure, at the lowest log level, searched for the secrets."""
    caplog.set_level(logging.DEBUG)
    password = icontrol_device.PASSWORD
    shown = [repr(device.connect(auth=auth))]

    def tell(handler):
        headers = handler.headers
        secrets = [
            headers.get('X-F5-Auth-Token', ''),
            headers.get('Authorization', ''),
        ]
        reply({'message': f'{secrets} {handler.path}'}, 400)(handler)

    def tell_body(handler):
        reply({'message': f'Refused: {password}'}, 401)(handler)

    login = icontrol_device.reply(icontrol_device.token_answer('CANARYTOKEN'))
    for plan_login, plan in [
        (login, reply(ITEM)),
        (login, tell),
        (login, reply({}, 401)),
        (login, icontrol_device.drop),
        (login, icontrol_device.endless),
        (login, reply(status=302, Location='https://x/')),
        (login, reply(b'text')),
        (tell_body, reply(ITEM)),
        (icontrol_device.drop, reply({}, 401)),
        (reply({'token': {'token': 'CANARY TOKEN\r\n'}}), reply({})),
    ]:
        device.plan_login(plan_login)
        device.plan(plan)
        bigip = device.connect(auth=auth, token_timeout=3600, retry=None)
        try:
            bigip.create('auth/user', {'name': 'u', 'password': password})
        except errors.IControlError as error:
            assert error.__cause__ is None
            assert error.__context__ is None or isinstance(
                error.__context__, errors.IControlError
            )
            shown += [str(error), repr(error), repr(error.args)]
            shown += traceback.format_exception(error)
        bigip.close()
        shown += [repr(bigip), repr(bigip.session)]
    shown.append(caplog.text)
    assert '/mgmt/tm/auth/user' in caplog.text
    for text in shown:
        for secret in (
            password,
            'CANARY',
            'Authorization',
            'Auth-Token',
            'b3BlcmF0b3I6',
        ):
            assert secret not in text
