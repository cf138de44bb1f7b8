# SPDX-License-Identifier: Apache-2.0

"""Transactions, tasks and uploads."""

import pytest

from f5_heat.icontrol import errors
from tests.unit import icontrol_device

reply = icontrol_device.reply
STARTED = reply(
    {
        'transId': 1389812351,
        'state': 'STARTED',
        'timeoutSeconds': 120,
        'kind': 'tm:transactionstate',
    }
)
QUEUED = reply(
    {
        'method': 'POST',
        'evalOrder': 1,
        'commandId': 1,
        'kind': 'tm:transaction:commandsstate',
    }
)
COMPLETED = reply({'transId': 1389812351, 'state': 'COMPLETED'})
RUNNING = icontrol_device.mcp_state('running')
URI = '/mgmt/tm/transaction/1389812351'
HEADER = 'X-F5-REST-Coordination-Id'


@pytest.fixture
def bigip(device):
    with device.connect(retry=None) as bigip:
        yield bigip


def test_a_transaction_is_committed(device, bigip):
    device.plan(STARTED, QUEUED, QUEUED, QUEUED, QUEUED, COMPLETED)
    with bigip.transaction() as change:
        change.create('ltm/pool', {'name': 'web'})
        change.modify('ltm/virtual', '/Common/v', {'pool': 'web'})
        change.replace('ltm/node', '/Common/n', {'name': 'n'})
        change.delete('ltm/pool', '/Common/old')
    assert [
        (request.method, request.path, request.headers.get(HEADER))
        for request in device.requests
    ] == [
        ('POST', '/mgmt/tm/transaction', None),
        ('POST', '/mgmt/tm/ltm/pool', '1389812351'),
        ('PATCH', '/mgmt/tm/ltm/virtual/~Common~v', '1389812351'),
        ('PUT', '/mgmt/tm/ltm/node/~Common~n', '1389812351'),
        ('DELETE', '/mgmt/tm/ltm/pool/~Common~old', '1389812351'),
        ('PATCH', URI, None),
    ]
    assert device.requests[0].json == {}
    assert device.requests[-1].json == {'state': 'VALIDATING'}


def test_after_an_exception_nothing_is_sent(device, bigip):
    with pytest.raises(KeyError), bigip.transaction() as change:
        change.create('ltm/pool', {'name': 'web'})
        raise KeyError('the caller')
    assert device.requests == []


@pytest.mark.parametrize(
    'answers, writes',
    [
        ((icontrol_device.drop,), ['POST']),
        (
            (STARTED, icontrol_device.drop, RUNNING, reply({})),
            ['POST', 'POST', 'DELETE'],
        ),
        (
            (STARTED, QUEUED, icontrol_device.drop, icontrol_device.drop),
            ['POST'] * 3,
        ),
    ],
)
def test_what_is_lost_before_the_commit_changes_nothing(
    device, bigip, answers, writes
):
    device.plan(*answers)
    with (
        pytest.raises(errors.Unreachable) as caught,
        bigip.transaction() as change,
    ):
        change.create('ltm/pool', {'name': 'web'})
        change.create('ltm/pool', {'name': 'other'})
    assert not caught.value.sent
    # What cannot be reached for the moment is asked whether it has loaded.
    assert [
        request.method
        for request in device.requests
        if request.method != 'GET'
    ] == writes


def test_a_change_that_is_refused_cancels_a_transaction(device, bigip):
    device.plan(STARTED, reply({'message': 'no'}, 400), reply({}))
    with (
        pytest.raises(errors.BadRequest, match='no'),
        bigip.transaction() as change,
    ):
        change.create('ltm/pool', {'name': 'web'})
    assert (device.requests[-1].method, device.requests[-1].path) == (
        'DELETE',
        URI,
    )


def test_a_transaction_without_changes_is_none(device, bigip):
    with bigip.transaction():
        pass
    assert device.requests == []


def refused(message, status=400, layer=2):
    return reply(
        {
            'code': status,
            'message': message,
            'errorStack': [],
            'apiError': layer,
        },
        status,
    )


CONFLICT = refused('transaction failed:')
GONE = refused('Transaction not found - ID: 1389812351', 404, 1)


@pytest.mark.parametrize(
    'attempt',
    [
        (STARTED, QUEUED, CONFLICT),
        (STARTED, QUEUED, GONE, RUNNING),
        (STARTED, GONE, RUNNING, GONE, reply({})),
        (STARTED, QUEUED, reply({'state': 'FAILED', 'failureReason': 'x'})),
    ],
)
def test_a_conflict_makes_the_whole_transaction_anew(device, bigip, attempt):
    device.plan(*attempt, *attempt, STARTED, QUEUED, COMPLETED)
    with bigip.transaction() as change:
        change.create('ltm/pool', {'name': 'web'})
    assert len(device.requests) == 2 * len(attempt) + 3
    assert device.requests[-2].json == {'name': 'web'}


def test_a_conflict_that_does_not_end(device, bigip):
    device.plan(*[STARTED, QUEUED, CONFLICT] * 4, reply({}))
    with (
        pytest.raises(errors.TransactionFailed, match='failed') as caught,
        bigip.transaction() as change,
    ):
        change.create('ltm/pool', {'name': 'web'})
    assert not caught.value.sent
    assert len(device.requests) == 12


@pytest.mark.parametrize(
    'answer',
    [
        refused(
            'transaction failed:01020066:3: The requested Pool (/Common/x) '
            'already exists in partition Common.'
        ),
        refused('transaction failed:01070083:3: Monitor /Common/m is in use.'),
        reply({'state': 'FAILED', 'failureReason': '01020066:3: x'}),
    ],
)
def test_a_refusal_of_the_changes_is_final(device, bigip, answer):
    device.plan(STARTED, QUEUED, answer)
    with (
        pytest.raises(errors.TransactionFailed) as caught,
        bigip.transaction() as change,
    ):
        change.create('ltm/pool', {'name': 'x'})
    assert caught.value.code in ('01020066', '01070083')
    assert len(device.requests) == 3


def test_a_transaction_that_is_refused(device, bigip):
    device.plan(
        STARTED,
        QUEUED,
        reply(
            {
                'code': 400,
                'message': 'transaction failed:01020066:3: The '
                'requested Pool (/Common/x) already exists in partition '
                'Common.',
                'errorStack': [],
                'apiError': 2,
            },
            400,
        ),
    )
    with (
        pytest.raises(
            errors.TransactionFailed, match='already exists'
        ) as caught,
        bigip.transaction() as change,
    ):
        change.create('ltm/pool', {'name': 'x'})
    assert caught.value.code == '01020066'
    assert caught.value.status == 400
    assert not caught.value.sent


def test_a_commit_whose_answer_is_lost(device, bigip):
    device.plan(STARTED, QUEUED, icontrol_device.drop)
    with (
        pytest.raises(errors.Unreachable) as caught,
        bigip.transaction() as change,
    ):
        change.create('ltm/pool', {'name': 'x'})
    assert caught.value.sent


def test_a_transaction_without_a_number(device, bigip):
    device.plan(reply([]))
    with (
        pytest.raises(errors.InvalidAnswer, match='no transId'),
        bigip.transaction() as change,
    ):
        change.create('ltm/pool', {'name': 'x'})


def test_a_task(device, bigip):
    running = {'_taskId': 1640, '_taskState': 'STARTED', 'command': 'load'}
    done = {**running, '_taskState': 'COMPLETED'}
    device.plan(
        reply(running),
        reply(
            {
                'code': 202,
                'message': 'Task will execute asynchronously.',
                'errorStack': [],
            },
            202,
        ),
        reply({**running, '_taskState': 'VALIDATING'}),
        reply(done),
    )
    task = bigip.start('sys/config', 'load', name='default')
    assert not task.is_done()
    assert task.is_done()
    task.wait()
    assert [
        (request.method, request.path) for request in device.requests[:3]
    ] == [
        ('POST', '/mgmt/tm/task/sys/config'),
        ('PUT', '/mgmt/tm/task/sys/config/1640'),
        ('GET', '/mgmt/tm/task/sys/config/1640'),
    ]
    assert device.requests[0].json == {'command': 'load', 'name': 'default'}
    assert device.requests[1].json == {'_taskState': 'VALIDATING'}


def test_a_task_is_waited_for(device, bigip):
    running = {'_taskId': 1640, '_taskState': 'STARTED'}
    device.plan(
        reply(running),
        reply({}, 202),
        reply(running),
        reply({**running, '_taskState': 'COMPLETED'}),
    )
    bigip.start('sys/ucs', 'save').wait()
    assert len(device.requests) == 4


def test_a_task_that_fails(device, bigip):
    device.plan(
        reply({'_taskId': 1640}),
        reply({}, 202),
        reply({'_taskId': 1640, '_taskState': 'FAILED'}),
    )
    with pytest.raises(errors.TaskFailed, match='FAILED') as caught:
        bigip.start('sys/ucs', 'save').wait()
    assert caught.value.path == '/mgmt/tm/task/sys/ucs/1640'


def test_a_task_that_does_not_end(device, bigip):
    device.plan(reply({'_taskId': 1640, '_taskState': 'STARTED'}))
    with pytest.raises(errors.TaskFailed, match='unfinished'):
        bigip.start('sys/ucs', 'save').wait(timeout=0.2)


def test_a_task_that_is_lost(device, bigip):
    device.plan(
        reply({'_taskId': 1640}),
        reply({}, 202),
        reply(
            {
                'code': 404,
                'message': 'Task not found - ID: 1640 user: admin',
                'apiError': 1,
            },
            404,
        ),
    )
    with pytest.raises(errors.NotFound, match='Task not found'):
        bigip.start('sys/ucs', 'save').wait()


def test_an_upload_goes_in_pieces(device, bigip):
    content = bytes(range(256)) * 5000
    path = '/var/config/rest/downloads/a b.crt'
    device.plan(reply({'remainingByteCount': 0, 'localFilePath': path}))
    assert bigip.upload('a b.crt', content) == path
    assert [
        request.headers['Content-Range'] for request in device.requests
    ] == [
        '0-524287/1280000',
        '524288-1048575/1280000',
        '1048576-1279999/1280000',
    ]
    assert {
        (request.method, request.path, request.headers['Content-Type'])
        for request in device.requests
    } == {
        (
            'POST',
            '/mgmt/shared/file-transfer/uploads/a%20b.crt',
            'application/octet-stream',
        )
    }
    assert b''.join(request.body for request in device.requests) == content


@pytest.mark.parametrize(
    'name, content', [('', b'x'), ('a/b', b'x'), ('..', b'x'), ('a', b'')]
)
def test_an_upload_needs_a_name_and_content(device, bigip, name, content):
    with pytest.raises(ValueError):
        bigip.upload(name, content)
    assert device.requests == []


def test_an_upload_that_ended_nowhere(device, bigip):
    with pytest.raises(errors.InvalidAnswer, match='localFilePath'):
        bigip.upload('a', b'x')
