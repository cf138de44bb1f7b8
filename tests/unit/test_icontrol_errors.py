# SPDX-License-Identifier: Apache-2.0

"""What a BIG-IP's refusals become."""

import pickle

import pytest

from f5_heat.icontrol import errors
from tests.unit import icontrol_device

html = icontrol_device.html
reply = icontrol_device.reply


@pytest.fixture
def bigip(device):
    with device.connect(retry=None) as bigip:
        yield bigip


def icrd(status, message, api_error=3):
    return reply(
        {
            'code': status,
            'message': message,
            'errorStack': [],
            'apiError': api_error,
        },
        status,
    )


def restjavad(status, message):
    return reply(
        {
            'code': status,
            'message': message,
            'referer': '192.0.2.9',
            'restOperationId': 7945916,
            'originalRequestBody': '{"password":"canary"}',
            'kind': ':resterrorresponse',
        },
        status,
    )


# The device's answer, the error, the daemon's code, whether a write may have
# been applied: as recorded on 11.6 to 17.1.
@pytest.mark.parametrize(
    'answer, kind, code, sent',
    [
        (
            icrd(400, 'one or more properties must be specified', 26214401),
            errors.BadRequest,
            '',
            False,
        ),
        (
            icrd(
                400,
                '01070734:3: Configuration error: A monitor may not default '
                'from itself "/Common/http"',
            ),
            errors.BadRequest,
            '01070734',
            False,
        ),
        (
            icrd(
                404,
                '01020036:3: The requested Pool (/Common/web) was not found.',
            ),
            errors.NotFound,
            '01020036',
            False,
        ),
        (
            icrd(404, 'Object not found - /Common/wrong:80', 1),
            errors.NotFound,
            '',
            False,
        ),
        (
            icrd(
                409,
                '01020066:3: The requested value list (/Common/dg) already '
                'exists in partition Common.',
            ),
            errors.Conflict,
            '01020066',
            False,
        ),
        (
            icrd(
                400,
                '01070265:3: The Pool (/Common/p) cannot be deleted because '
                'it is in use by a Virtual Server (/Common/v).',
            ),
            errors.InUse,
            '01070265',
            False,
        ),
        (
            icrd(400, '01070083:3: Monitor /Common/m is in use.'),
            errors.InUse,
            '01070083',
            False,
        ),
        (
            icrd(
                400,
                "01070110:3: Node address '/Common/intra2' is referenced by "
                "a member of pool '/Common/intraPool'.",
            ),
            errors.InUse,
            '01070110',
            False,
        ),
        (
            icrd(
                400,
                '01070320:3: Snatpool mysnatpool is still referenced by a '
                'virtual server.',
            ),
            errors.InUse,
            '01070320',
            False,
        ),
        (
            icrd(
                400,
                '0107097c:3: The specified route domain (1) is the default '
                'route domain for one or more partitions (P) and cannot be '
                'deleted.',
            ),
            errors.InUse,
            '0107097c',
            False,
        ),
        (
            icrd(
                400,
                '0107082a:3: You must remove all objects from a partition '
                'before removing the partition (T1), type ID (4032)',
            ),
            errors.InUse,
            '0107082a',
            False,
        ),
        (
            restjavad(
                401,
                'Authorization failed: user=https://localhost/mgmt/'
                'shared/authz/users/test resource=/mgmt/tm/net/self '
                'verb=GET',
            ),
            errors.Unauthorized,
            '',
            False,
        ),
        (
            html(
                '401 Authorization Required', 401, 'F5 Authorization Required'
            ),
            errors.Unauthorized,
            '',
            False,
        ),
        (
            restjavad(404, 'Public URI path not registered: /tm/ltm/pool'),
            errors.Busy,
            '',
            False,
        ),
        (
            restjavad(
                404,
                'URI path /mgmt/tm/ltm/pool not registered.  Please '
                'verify URI is supported and wait for /available suffix to '
                'be responsive.',
            ),
            errors.Busy,
            '',
            False,
        ),
        (
            html('Configuration Utility restarting...', 503),
            errors.Busy,
            '',
            False,
        ),
        (
            icrd(
                503,
                'There is an active asynchronous task executing.',
                32964609,
            ),
            errors.Busy,
            '',
            False,
        ),
        (
            icrd(
                500,
                'The connection to mcpd has been lost, try again.',
                32768001,
            ),
            errors.Busy,
            '',
            True,
        ),
        (
            restjavad(400, 'remoteSender:Unknown, method:GET '),
            errors.Busy,
            '',
            True,
        ),
        (
            restjavad(
                500,
                'java.net.ConnectException: Connection refused '
                '(Connection refused)',
            ),
            errors.Busy,
            '',
            False,
        ),
        (
            restjavad(
                400,
                'java.util.concurrent.TimeoutException: remoteSender:'
                '127.0.0.1, uri:http://localhost:8110/tm/ltm, method:GET ',
            ),
            errors.Busy,
            '',
            True,
        ),
        (html('AsyncContext timeout', 500), errors.Busy, '', True),
        (
            reply(
                b'<html><h2>HTTP ERROR 500 AsyncContext timeout</h2></html>',
                500,
            ),
            errors.Busy,
            '',
            True,
        ),
        (html('502 Proxy Error', 502), errors.Busy, '', True),
        (reply(b'', 429, 'Too Many Requests'), errors.Busy, '', False),
        (
            icrd(
                404,
                'The configuration was updated successfully but could not '
                'be retrieved.',
            ),
            errors.HTTPError,
            '',
            True,
        ),
        (
            restjavad(
                406, 'Auth-token absolute timeout (36000 seconds) exceeded'
            ),
            errors.HTTPError,
            '',
            False,
        ),
        (reply(b'', 500, 'Internal Server Error'), errors.HTTPError, '', True),
    ],
)
def test_a_refusal(device, bigip, answer, kind, code, sent):
    device.plan(answer)
    with pytest.raises(errors.HTTPError) as caught:
        bigip.modify('ltm/pool', '/Common/web', {'minActiveMembers': 1})
    error = caught.value
    assert type(error) is kind
    assert (error.code, error.sent) == (code, sent)
    assert (error.method, error.path) == (
        'PATCH',
        '/mgmt/tm/ltm/pool/~Common~web',
    )


def test_an_error_is_a_sentence_with_the_words_of_the_device(device, bigip):
    device.plan(icrd(400, '01070083:3: Monitor /Common/m is in use.'))
    with pytest.raises(errors.InUse) as caught:
        bigip.delete('ltm/monitor/http', '/Common/m')
    assert str(caught.value) == (
        'DELETE /mgmt/tm/ltm/monitor/http/~Common~m was answered 400: '
        '01070083:3: Monitor /Common/m is in use.'
    )
    assert caught.value.message == ('01070083:3: Monitor /Common/m is in use.')


@pytest.mark.parametrize(
    'body, words',
    [
        (
            b'<html><head><TITLE>\n Configuration &amp; '
            b'Utility\n</TITLE></head>'
            b'<body>markup</body></html>',
            'Configuration & Utility',
        ),
        (b'<html><body>no title</body></html>', 'The Reason'),
        (b'<title lang="en">a<title>b</title>', 'a<title>b'),
        (
            b'<title>a &#' + b'9' * 5000 + b';</title>',
            'a &#' + '9' * 3996,
        ),
        (b'<title<title></title>', 'The Reason'),
        (b'</title><title>a', 'The Reason'),
        (b'<title><b>', 'The Reason'),
        (b'', 'The Reason'),
        (b'\xff\xfe\x00', 'The Reason'),
        (b'[]', 'The Reason'),
        (b'[' * 100000, 'The Reason'),
        (b'"text"', 'The Reason'),
        (b'null', 'The Reason'),
        (b'{}', 'The Reason'),
        (b'{"message": null}', 'The Reason'),
        (b'{"message": {"a": 1}, "code": "x"}', 'The Reason'),
        (b'{"message": "", "errors": 7}', 'The Reason'),
        (b'{"code": [], "message": "its words"}', 'its words'),
        (
            b'{"code": 422, "errors": ["/A: should be B", 7],'
            b' "message": "declaration is invalid"}',
            'declaration is invalid /A: should be B',
        ),
    ],
)
def test_an_error_of_any_shape(device, bigip, body, words):
    device.plan(reply(body, 422, 'The Reason'))
    with pytest.raises(errors.HTTPError) as caught:
        bigip.read('ltm/pool', '/Common/web')
    assert (caught.value.status, caught.value.message) == (422, words)


def test_a_message_without_end_is_cut(device, bigip):
    device.plan(icrd(400, 'x' * 1000000))
    with pytest.raises(errors.BadRequest) as caught:
        bigip.read('ltm/pool')
    assert len(str(caught.value)) < 5000


@pytest.mark.parametrize(
    'error',
    [
        errors.Unreachable('dropped', 'GET', '/mgmt/tm/sys', True),
        errors.Untrusted('self-signed', 'GET', '/mgmt/tm/sys', False),
        errors.InvalidAnswer('no JSON', 'GET', '/mgmt/tm/sys'),
        errors.InUse(400, '01070265', 'The Pool', 'DELETE', '/mgmt/x'),
        errors.TaskFailed('FAILED', 'it did', '/mgmt/tm/task/1'),
    ],
)
def test_an_error_can_be_handed_to_another_process(error):
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)
