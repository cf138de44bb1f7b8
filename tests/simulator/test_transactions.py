# SPDX-License-Identifier: Apache-2.0

"""Transactions."""

import pytest


class Transaction:
    """One transaction of a client."""

    def __init__(self, rest):
        self.rest = rest
        self.began = rest.ok('POST', 'transaction', {})
        self.number = self.began['transId']
        self.path = 'transaction/{}'.format(self.number)

    def queue(self, method, path, body=None):
        return self.rest.ok(
            method,
            path,
            body,
            headers={'X-F5-REST-Coordination-Id': str(self.number)},
        )

    def commit(self, **rest):
        return self.rest('PATCH', self.path, {'state': 'VALIDATING', **rest})


@pytest.fixture
def transaction(rest):
    return Transaction(rest)


def test_its_first_answer(transaction):
    assert transaction.began == {
        'transId': transaction.number,
        'state': 'STARTED',
        'timeoutSeconds': 120,
        'asyncExecution': False,
        'validateOnly': False,
        'executionTimeout': 300,
        'executionTime': 0,
        'failureReason': '',
        'kind': 'tm:transactionstate',
        'selfLink': 'https://localhost/mgmt/tm/transaction/{}?ver=17.1.1'.format(
            transaction.number
        ),
    }


def test_requests_wait_for_the_commit(rest, transaction):
    queued = transaction.queue('POST', 'ltm/pool', {'name': 'web'})
    assert queued['kind'] == 'tm:transaction:commandsstate'
    assert (queued['commandId'], queued['evalOrder']) == (1, 1)
    assert queued['body'] == {'name': 'web'}
    transaction.queue(
        'POST',
        'ltm/virtual',
        {'name': 'vs', 'destination': '10.0.0.9:80', 'pool': 'web'},
    )
    assert rest('GET', 'ltm/pool/~Common~web').status_code == 404
    commands = rest.ok('GET', transaction.path + '/commands')['items']
    assert [one['commandId'] for one in commands] == [1, 2]
    committed = transaction.commit()
    assert committed.json()['state'] == 'COMPLETED'
    pool = rest.ok('GET', 'ltm/pool/~Common~web')
    virtual = rest.ok('GET', 'ltm/virtual/~Common~vs')
    assert pool['generation'] == virtual['generation']


def test_reads_are_done_at_once(rest, transaction):
    found = transaction.queue('GET', 'sys/db/setup.run')
    assert found['kind'] == 'tm:sys:db:dbstate'
    transaction.queue('PUT', 'sys/db/setup.run', {'value': True})
    transaction.commit()
    assert rest.ok('GET', 'sys/db/setup.run')['value'] == 'true'


def test_all_or_nothing(rest, bigip, transaction):
    rest.ok('POST', 'ltm/pool', {'name': 'x'})
    before = bigip.control.config()
    transaction.queue(
        'POST', 'ltm/pool', {'name': 'y', 'members': ['/Common/10.0.0.1:80']}
    )
    transaction.queue('POST', 'ltm/pool', {'name': 'x'})
    answer = transaction.commit()
    assert answer.status_code == 400
    assert answer.json() == {
        'code': 400,
        'message': 'transaction failed:01020066:3: The '
        'requested Pool (/Common/x) already exists in partition Common.',
        'errorStack': [],
        'apiError': 2,
    }
    assert bigip.control.config() == before


def test_validation_only(rest, transaction):
    transaction.queue('POST', 'ltm/pool', {'name': 'web'})
    assert transaction.commit(validateOnly=True).status_code == 200
    assert rest('GET', 'ltm/pool/~Common~web').status_code == 404


def test_nothing_to_commit(transaction):
    answer = transaction.commit()
    assert answer.status_code == 404
    assert answer.json()['message'] == (
        'there is no command to commit in the transaction.'
    )
    assert answer.json()['apiError'] == 1


def test_an_unknown_command(rest, transaction):
    assert rest.refused('GET', transaction.path + '/commands/3/members/') == (
        400,
        'Found invalid command id 3/members',
    )
    assert rest.refused('GET', 'transaction/commands') == (
        400,
        'Missing transaction ID for this call.',
    )


def test_a_command_is_taken_back(rest, transaction):
    transaction.queue('POST', 'ltm/pool', {'name': 'web'})
    rest.ok('DELETE', transaction.path + '/commands/1')
    assert transaction.commit().status_code == 404


def test_a_transaction_is_cancelled(rest, transaction):
    rest.ok('DELETE', transaction.path)
    assert rest('GET', transaction.path).status_code == 404
    assert (
        rest(
            'POST',
            'ltm/pool',
            {'name': 'x'},
            headers={
                'X-F5-REST-Coordination-Id': str(transaction.number),
            },
        ).status_code
        == 404
    )


def test_an_idle_transaction_is_gone(rest):
    began = rest.ok('POST', 'transaction', {'timeoutSeconds': -1})
    path = 'transaction/{}'.format(began['transId'])
    assert rest('GET', path).status_code == 404


def test_a_monitor_leaves_before_it_is_deleted(rest, transaction):
    rest.ok('POST', 'ltm/monitor/http', {'name': 'm'})
    rest.ok('POST', 'ltm/pool', {'name': 'web', 'monitor': 'm'})
    transaction.queue('PATCH', 'ltm/pool/~Common~web', {'monitor': ''})
    transaction.queue('DELETE', 'ltm/monitor/http/~Common~m')
    assert transaction.commit().json()['message'] == (
        'transaction failed:01070083:3: Monitor /Common/m is in use.'
    )
