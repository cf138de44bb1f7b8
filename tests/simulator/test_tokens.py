# SPDX-License-Identifier: Apache-2.0

"""Users, passwords and tokens."""

import base64

import pytest

LOGIN = '/mgmt/shared/authn/login'
TOKENS = '/mgmt/shared/authz/tokens'
CHALLENGE = 'Basic realm="Enterprise Manager"'


def _bare(rest, method, path, body=None, **headers):
    """A request without the session's own credentials."""
    rest.session.auth = lambda request: request
    return rest(method, path, body, headers=headers)


def _login(rest, username='admin', password='admin'):
    return rest(
        'POST',
        LOGIN,
        {
            'username': username,
            'password': password,
            'loginProviderName': 'tmos',
        },
    )


def _user(rest, role='manager'):
    rest.ok(
        'POST',
        'auth/user',
        {
            'name': 'joe',
            'password': 'Secret-1',
            'partitionAccess': [{'name': 'all-partitions', 'role': role}],
        },
    )


def test_login(rest):
    answer = _login(rest).json()
    token = answer['token']
    assert answer['loginReference']['link'].endswith(
        '/providers/tmos/1f44a60e-11a7-3c51-a49f-82983026b41b/login'
    )
    assert len(token['token']) == 26
    assert token['name'] == token['token']
    assert token['timeout'] == 1200
    lasts = token['expirationMicros'] - token['lastUpdateMicros']
    assert abs(lasts - 1200e6) < 1e6
    assert token['kind'] == 'shared:authz:tokens:authtokenitemstate'
    assert (
        _bare(
            rest, 'GET', 'ltm/pool', **{'X-F5-Auth-Token': token['token']}
        ).status_code
        == 200
    )


def test_a_wrong_password(rest):
    answer = _login(rest, password='no')
    assert answer.status_code == 401
    assert 'Authentication failed.' in answer.json()['message']
    rest.session.auth = ('admin', 'no')
    basic = rest('GET', 'ltm/pool')
    assert (basic.status_code, basic.reason) == (
        401,
        'F5 Authorization Required',
    )
    assert basic.headers['Content-Type'].startswith('text/html')
    assert basic.headers['WWW-Authenticate'] == CHALLENGE


def test_no_credentials(rest):
    answer = _bare(rest, 'GET', 'ltm/virtual')
    assert answer.status_code == 401
    assert answer.json()['message'] == (
        'Authorization failed: no user authentication header or token '
        'detected. Uri:http://localhost:8100/mgmt/tm/ltm/virtual '
        'Referrer:127.0.0.1 Sender:127.0.0.1'
    )
    # Clients that wait for it send no password before.
    assert answer.headers['WWW-Authenticate'] == CHALLENGE


@pytest.mark.parametrize(
    'header',
    ['Basic', 'Basic !', 'Basic ' + base64.b64encode(b'admin').decode()],
)
def test_broken_basic_credentials(rest, header):
    answer = _bare(rest, 'GET', 'ltm/pool', Authorization=header)
    assert answer.status_code == 401


def test_a_token_that_is_unknown(rest):
    answer = _bare(rest, 'GET', 'ltm/pool', **{'X-F5-Auth-Token': 'X'})
    assert answer.status_code == 401
    assert answer.json()['message'] == 'X-F5-Auth-Token does not exist.'


def test_a_token_that_has_expired(rest, bigip):
    name = _login(rest).json()['token']['token']
    bigip.control.expire_tokens()
    answer = _bare(rest, 'GET', 'ltm/pool', **{'X-F5-Auth-Token': name})
    assert answer.status_code == 401
    assert answer.json()['message'] == 'X-F5-Auth-Token has expired.'


def test_a_longer_life(rest):
    name = _login(rest).json()['token']['token']
    path = '{}/{}'.format(TOKENS, name)
    token = rest.ok('PATCH', path, {'timeout': 36000})
    assert token['timeout'] == 36000
    assert rest.refused('PATCH', path, {'timeout': 36001}) == (
        406,
        'Auth-token absolute timeout (36000 seconds) exceeded',
    )
    assert rest.ok('GET', path)['timeout'] == 36000
    assert rest.ok('DELETE', path)['token'] == name
    assert rest('GET', path).status_code == 404


def test_a_token_without_a_login(rest):
    made = rest.ok(
        'POST',
        TOKENS,
        {
            'user': {
                'link': 'https://localhost/mgmt/shared/authz/users/admin'
            },
            'timeout': 60,
        },
    )
    assert (made['userName'], made['timeout']) == ('admin', 60)
    assert (
        _bare(
            rest, 'GET', 'ltm/pool', **{'X-F5-Auth-Token': made['token']}
        ).status_code
        == 200
    )


def test_the_limit_of_100(rest):
    _user(rest)
    for _ in range(100):
        assert _login(rest, 'joe', 'Secret-1').status_code == 200
    refused = _login(rest, 'joe', 'Secret-1')
    assert refused.status_code == 400
    assert refused.json()['message'] == (
        'user joe has reached maximum active login tokens'
    )
    rest.session.auth = ('joe', 'Secret-1')
    rest.ok('DELETE', TOKENS)
    assert _login(rest, 'joe', 'Secret-1').status_code == 200


def test_admin_has_no_limit(rest):
    for _ in range(101):
        assert _login(rest).status_code == 200


def test_somebody_elses_token(rest):
    _user(rest)
    name = _login(rest).json()['token']['token']
    rest.session.auth = ('joe', 'Secret-1')
    status, message = rest.refused('GET', '{}/{}'.format(TOKENS, name))
    assert status == 401
    assert message.startswith('Authorization failed')


def test_a_role_that_may_only_read(rest):
    _user(rest, 'guest')
    rest.session.auth = ('joe', 'Secret-1')
    rest.ok('GET', 'ltm/pool')
    status, message = rest.refused('POST', 'ltm/pool', {'name': 'x'})
    assert status == 401
    assert message.startswith(
        'Authorization failed: user=https://localhost/mgmt/shared/authz/'
        'users/joe resource=/mgmt/tm/ltm/pool verb=POST '
    )


def test_a_changed_password(rest):
    _user(rest)
    rest.ok('PATCH', 'auth/user/joe', {'password': 'Secret-2'})
    assert _login(rest, 'joe', 'Secret-1').status_code == 401
    assert _login(rest, 'joe', 'Secret-2').status_code == 200
