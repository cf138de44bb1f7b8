# SPDX-License-Identifier: Apache-2.0

"""Who logs in, when, and with what."""

import base64
import concurrent.futures
import threading

import pytest

from f5_heat.icontrol import errors
from f5_heat.icontrol.transport import auth
from f5_heat.icontrol.transport import pool
from f5_heat.icontrol.transport import session
from tests.unit import icontrol_device

reply = icontrol_device.reply
ITEM = {'name': 'web'}
BASIC = 'Basic ' + base64.b64encode(b'operator:canary-Pa55word').decode()


def refusal(message, status=401):
    return reply(
        {
            'code': status,
            'message': message,
            'referer': 'x',
            'restOperationId': 1,
            'kind': ':resterrorresponse',
        },
        status,
    )


RUNNING = icontrol_device.mcp_state('running')

PATIENCE = pool.Patience(5, 60, 10)

EXPIRED = refusal('X-F5-Auth-Token has expired.')


@pytest.fixture
def device():
    with icontrol_device.Device() as device:
        device.plan(reply(ITEM))
        yield device


@pytest.fixture
def bigip(device):
    with device.connect(auth='token', retry=None) as bigip:
        yield bigip


def tokens(device):
    return [
        request.headers.get('X-F5-Auth-Token') for request in device.requests
    ]


def test_a_token_is_fetched_once(device, bigip):
    assert device.logins == []
    bigip.read('ltm/pool')
    bigip.read('ltm/pool')
    (login,) = device.logins
    assert login.method == 'POST'
    assert login.json == {
        'username': 'operator',
        'password': 'canary-Pa55word',
        'loginProviderName': 'tmos',
    }
    assert 'Authorization' not in login.headers
    assert tokens(device) == ['CANARYTOKEN1'] * 2
    assert 'Authorization' not in device.requests[0].headers


def test_another_login_provider(device):
    with device.connect(auth='token', login_provider='radius1') as bigip:
        bigip.read('ltm/pool')
    assert device.logins[0].json['loginProviderName'] == 'radius1'


def test_basic_authentication(device):
    with device.connect(auth='basic') as bigip:
        bigip.read('ltm/pool')
    assert device.logins == []
    assert device.requests[0].headers['Authorization'] == BASIC
    assert len(device.requests) == 1


def test_basic_authentication_is_refused_once(device):
    device.plan(
        icontrol_device.html(
            '401 Unauthorized', 401, 'F5 Authorization Required'
        )
    )
    with (
        device.connect(auth='basic') as bigip,
        pytest.raises(errors.Unauthorized),
    ):
        bigip.read('ltm/pool')
    assert len(device.requests) == 1


def test_there_is_no_other_authentication(device):
    with pytest.raises(ValueError, match='token'):
        device.connect(auth='digest')


def test_a_password_beyond_latin_1():
    class Request:
        headers = {}

    auth.BasicAuth('jörg', 'pass€')(Request)
    credential = Request.headers['Authorization'].removeprefix('Basic ')
    assert base64.b64decode(credential).decode() == 'jörg:pass€'


@pytest.mark.parametrize(
    'message',
    ['X-F5-Auth-Token has expired.', 'X-F5-Auth-Token does not exist.'],
)
def test_a_token_that_is_refused_is_renewed_once(device, bigip, message):
    device.plan(refusal(message), reply(ITEM))
    assert bigip.create('ltm/pool', ITEM) == ITEM
    assert tokens(device) == ['CANARYTOKEN1', 'CANARYTOKEN2']
    device.plan(EXPIRED)
    with pytest.raises(errors.Unauthorized, match='has expired'):
        bigip.read('ltm/pool')
    assert tokens(device)[2:] == ['CANARYTOKEN2', 'CANARYTOKEN3']


def test_a_want_of_rights_costs_no_token(device, bigip):
    device.plan(
        refusal(
            'Authorization failed: user=https://localhost/mgmt/shared/authz/'
            'users/test resource=/mgmt/tm/net/self verb=GET'
        )
    )
    with pytest.raises(errors.Unauthorized):
        bigip.read('net/self')
    assert len(device.logins) == 1


def test_a_token_that_many_threads_see_refused_is_renewed_once(device):
    gate = threading.Barrier(8)
    stale = 'CANARYTOKEN1'

    def answer(handler):
        if handler.headers['X-F5-Auth-Token'] == stale:
            gate.wait(30)
            EXPIRED(handler)
        else:
            reply(ITEM)(handler)

    with device.connect(auth='token', max_connections=8) as bigip:
        bigip.read('ltm/pool')
        device.plan(answer)
        with concurrent.futures.ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(bigip.read, ['ltm/pool'] * 8))
    assert answers == [ITEM] * 8
    assert len(device.logins) == 2


@pytest.fixture
def short(device):
    """A device whose first token is to come near its end."""
    device.plan_login(
        reply(icontrol_device.token_answer('SHORT')),
        reply(icontrol_device.token_answer('LONG')),
    )
    return device


def pass_by(token, seconds):
    """Let time pass by moving the login into the past."""
    token._began -= seconds
    token._renewal -= seconds


def use_near_its_end(bigip):
    bigip.read('ltm/pool')
    pass_by(bigip.session._login._current, 1150)
    bigip.read('ltm/pool')
    bigip.read('ltm/pool')


def test_a_token_near_its_end_is_extended(short, bigip):
    short.plan(reply(ITEM), reply({'timeout': 2351}), reply(ITEM))
    use_near_its_end(bigip)
    assert tokens(short) == ['SHORT'] * 4
    change = short.requests[1]
    assert (change.method, change.path, change.json) == (
        'PATCH',
        '/mgmt/shared/authz/tokens/SHORT',
        {'timeout': 1150 + 1200 + 1},
    )
    assert len(short.logins) == 1


@pytest.mark.parametrize(
    'answer',
    [
        refusal('Auth-token absolute timeout (36000 seconds) exceeded', 406),
        refusal('X-F5-Auth-Token has expired.'),
        refusal('https://localhost/mgmt/shared/authz/tokens/SHORT', 404),
        reply({}),
        reply({'timeout': 'long'}),
    ],
)
def test_a_token_that_cannot_be_extended_is_replaced(short, bigip, answer):
    short.plan(reply(ITEM), answer, reply(ITEM))
    use_near_its_end(bigip)
    assert tokens(short) == ['SHORT', 'SHORT', 'LONG', 'LONG']
    assert len(short.logins) == 2


@pytest.mark.parametrize(
    'answer',
    [
        icontrol_device.drop,
        reply({}, 503),
        refusal('Authorization failed: no user named operator found. Uri:x'),
    ],
)
def test_a_token_is_used_up_where_extending_fails(short, bigip, answer):
    short.plan(reply(ITEM), answer, reply(ITEM))
    use_near_its_end(bigip)
    assert tokens(short) == ['SHORT'] * 4
    pass_by(bigip.session._login._current, 60)
    bigip.read('ltm/pool')
    assert tokens(short)[-1] == 'LONG'


def test_a_token_lives_no_longer_than_the_device_allows():
    """Ten hours in all, at whatever pace it is used."""
    asked = []

    def exchange(method, path, body=None, **kwargs):
        if method == 'POST':
            return icontrol_device.token_answer('T')
        asked.append(body['timeout'])
        return {'timeout': body['timeout']}

    login = auth.Login(
        'a', 'b', 'token', 'tmos', None, exchange, lambda _: [30.0]
    )
    token = login.auth(PATIENCE)
    for _ in range(31):
        pass_by(token, 1150)
        assert login.auth(PATIENCE) is token
    assert asked[0] == 1150 + 1200 + 1
    assert asked[-1] == 36000
    assert len(asked) == 31
    pass_by(token, 330)
    assert login.auth(PATIENCE) is not token
    assert len(asked) == 31


def test_a_user_that_is_reloaded_is_waited_for(device):
    """The user is unknown for a moment; the password is not wrong."""
    reloaded = refusal(
        'Authorization failed: no user named operator found. '
        'Uri:http://localhost:8100/mgmt/tm/ltm/pool'
    )
    device.plan_login(reloaded, reply(icontrol_device.token_answer('READY')))
    device.plan(reloaded, RUNNING, reply(ITEM))
    with device.connect(auth='token') as bigip:
        assert bigip.create('ltm/pool', ITEM) == ITEM
        assert set(tokens(device)) == {'READY'}
    assert len(device.logins) == 2
    device.plan(reloaded)
    with (
        device.connect(auth='basic', retry=None) as bigip,
        pytest.raises(errors.Busy),
    ):
        bigip.create('ltm/pool', ITEM)


def test_a_lifetime_can_be_asked_for(device):
    device.plan(reply({'timeout': 3600}), reply(ITEM))
    with device.connect(auth='token', token_timeout=3600) as bigip:
        bigip.read('ltm/pool')
    change = device.requests[0]
    assert (change.method, change.path, change.json) == (
        'PATCH',
        '/mgmt/shared/authz/tokens/CANARYTOKEN1',
        {'timeout': 3600},
    )
    assert change.headers['X-F5-Auth-Token'] == 'CANARYTOKEN1'


def test_a_lifetime_that_is_refused(device):
    device.plan(
        refusal('Auth-token absolute timeout (36000 seconds) exceeded', 406),
        reply(ITEM),
    )
    with device.connect(auth='token', token_timeout=40000) as bigip:
        assert bigip.read('ltm/pool') == ITEM


def test_a_device_without_a_login(device, bigip):
    device.plan_login(
        reply(
            {
                'code': 404,
                'message': 'http://localhost:8100/mgmt/shared/authn/login',
                'errorStack': [],
            },
            404,
        )
    )
    bigip.read('ltm/pool')
    bigip.read('ltm/pool')
    assert [
        request.headers['Authorization'] for request in device.requests
    ] == [BASIC] * 2
    assert len(device.logins) == 1


def test_a_login_that_is_not_ready_is_waited_for(device):
    device.plan_login(
        refusal('Public URI path not registered: /shared/authn/login', 404),
        reply(icontrol_device.token_answer('READY')),
    )
    device.plan(RUNNING, reply(ITEM))
    with device.connect(auth='token') as bigip:
        bigip.create('ltm/pool', ITEM)
    assert device.requests[0].headers['X-F5-Auth-Token'] == 'READY'


def test_too_many_tokens(device, bigip, caplog):
    device.plan_login(
        refusal('user operator has reached maximum active login tokens', 400)
    )
    bigip.read('ltm/pool')
    bigip.read('ltm/pool')
    assert [
        request.headers['Authorization'] for request in device.requests
    ] == [BASIC] * 2
    assert len(device.logins) == 1
    assert [
        record.levelname
        for record in caplog.records
        if 'limit of login tokens' in record.message
    ] == ['WARNING']


LIMIT = refusal('user operator has reached maximum active login tokens', 400)


def test_a_login_is_tried_again_after_a_while(device, bigip):
    device.plan_login(
        LIMIT, LIMIT, reply(icontrol_device.token_answer('FREE'))
    )
    for _ in range(2):
        bigip.read('ltm/pool')
        bigip.read('ltm/pool')
        bigip.session._login._current._end -= 61
    bigip.read('ltm/pool')
    assert [
        request.headers.get('Authorization') for request in device.requests
    ] == [*[BASIC] * 4, None]
    assert tokens(device)[-1] == 'FREE'
    assert len(device.logins) == 3
    assert not [
        request for request in device.requests if request.method == 'DELETE'
    ]


@pytest.mark.parametrize(
    'answer',
    [
        icontrol_device.html(
            '401 Unauthorized', 401, 'F5 Authorization Required'
        ),
        refusal(
            'Authorization failed: user=https://localhost/mgmt/shared/authz/'
            'users/operator resource=/mgmt/tm/ltm/pool verb=GET'
        ),
    ],
)
def test_too_many_tokens_and_no_other_way(device, answer):
    """Nobody tries in vain while there is no token; then all go on."""
    device.plan_login(LIMIT, reply(icontrol_device.token_answer('FREE')))
    device.plan(answer, RUNNING, reply(ITEM))
    with device.connect(auth='token', retry=None) as bigip:
        for _ in range(5):
            with pytest.raises(
                errors.Busy, match='limit of login tokens'
            ) as caught:
                bigip.create('ltm/pool', ITEM)
            assert not caught.value.sent
        assert len(device.logins) == len(device.requests) == 1
        bigip.session._login._refused_at -= 11
        assert bigip.create('ltm/pool', ITEM) == ITEM
        assert tokens(device) == [None, 'FREE', 'FREE']


def test_a_login_that_is_refused_for_another_reason(device, bigip):
    device.plan_login(refusal('Found invalid JSON body in the request.', 400))
    with pytest.raises(errors.BadRequest):
        bigip.read('ltm/pool')
    assert device.requests == []


def test_wrong_credentials_are_not_tried_by_every_thread(device, bigip):
    """Five failures lock an account."""
    device.plan_login(refusal('Authentication failed.'))

    def read(number):
        with pytest.raises(errors.Unauthorized, match='Authentication failed'):
            bigip.read('ltm/pool')

    with concurrent.futures.ThreadPoolExecutor(32) as threads:
        list(threads.map(read, range(64)))
    assert len(device.logins) == 1
    assert device.requests == []


@pytest.mark.parametrize(
    'answer',
    [
        reply({}),
        reply([]),
        reply({'token': 'text'}),
        reply({'token': {'token': 7}}),
        reply({'token': {'token': ''}}),
        reply({'token': {'token': 'a\r\nb'}}),
        reply(b''),
    ],
)
def test_a_login_without_a_token(device, bigip, answer):
    device.plan_login(answer)
    with pytest.raises(errors.InvalidAnswer, match='no token') as caught:
        bigip.create('ltm/pool', ITEM)
    assert not caught.value.sent
    assert device.requests == []


def test_a_login_that_is_lost_leaves_the_write_unsent(device, bigip):
    device.plan_login(icontrol_device.drop)
    with pytest.raises(errors.Unreachable) as caught:
        bigip.create('ltm/pool', ITEM)
    assert not caught.value.sent
    assert device.requests == []


def test_a_login_that_is_lost_is_repeated(device):
    device.plan_login(
        icontrol_device.drop, reply(icontrol_device.token_answer('SECOND'))
    )
    device.plan(RUNNING, reply(ITEM))
    with device.connect(auth='token') as bigip:
        assert bigip.create('ltm/pool', ITEM) == ITEM


def test_a_thread_that_is_stopped_in_a_login_stops_no_other(device):
    class Stopped(BaseException):
        pass

    entered, leave = threading.Event(), threading.Event()

    def exchange(method, path, *args, **kwargs):
        if not entered.is_set():
            entered.set()
            leave.wait(30)
            raise Stopped()
        return icontrol_device.token_answer('SECOND')

    login = auth.Login(
        'a', 'b', 'token', 'tmos', None, exchange, lambda _: [30.0]
    )
    with concurrent.futures.ThreadPoolExecutor(2) as threads:
        first = threads.submit(login.auth, PATIENCE)
        entered.wait(30)
        second = threads.submit(login.auth, PATIENCE)
        leave.set()
        assert second.result(30).token == 'SECOND'
        with pytest.raises(Stopped):
            first.result(30)


def test_closing_revokes_the_token(device):
    with device.connect(auth='token') as bigip:
        bigip.read('ltm/pool')
    request = device.requests[-1]
    assert (request.method, request.path) == (
        'DELETE',
        '/mgmt/shared/authz/tokens/CANARYTOKEN1',
    )
    assert request.headers['X-F5-Auth-Token'] == 'CANARYTOKEN1'


def test_closing_does_not_wait_for_others(device, monkeypatch):
    """Neither for their connections nor for a device that hangs."""
    monkeypatch.setattr(session, '_HURRY', 0.3)
    bigip = device.connect(auth='token', max_connections=1, retry=None)
    bigip.read('ltm/pool')
    arrived, revoked = threading.Event(), threading.Event()

    def hang(handler):
        (arrived if handler.command == 'POST' else revoked).set()
        device.wait(handler)

    device.plan(hang)
    with concurrent.futures.ThreadPoolExecutor(1) as threads:
        busy = threads.submit(bigip.create, 'ltm/pool', ITEM)
        assert arrived.wait(30)
        bigip.close()
        assert revoked.is_set()
        assert not busy.done()
        device.released.set()
        assert isinstance(busy.exception(30), errors.Unreachable)


def test_closing_raises_nothing(device):
    bigip = device.connect(auth='token')
    bigip.read('ltm/pool')
    device.plan(icontrol_device.drop)
    bigip.close()
    bigip.close()
    assert len(device.requests) == 2
