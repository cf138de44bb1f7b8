# SPDX-License-Identifier: Apache-2.0

"""The options of a request."""

import pytest

from f5_heat.simulator import kinds

ROOT = 'https://localhost/mgmt/tm/'


@pytest.fixture
def pools(rest):
    rest.ok('POST', 'auth/partition', {'name': 'T1'})
    for name in ('a', 'b', 'c'):
        rest.ok('POST', 'ltm/pool', {'name': name})
    rest.ok(
        'POST',
        'ltm/pool',
        {'name': 'd', 'partition': 'T1', 'members': ['/T1/10.0.0.1:80']},
    )
    return rest


def _paths(answer):
    return [item['fullPath'] for item in answer['items']]


def test_a_collection_is_sorted(pools):
    assert _paths(pools.ok('GET', 'ltm/pool')) == [
        '/Common/a',
        '/Common/b',
        '/Common/c',
        '/T1/d',
    ]


@pytest.mark.parametrize(
    'options, found',
    [
        ('$filter=partition eq T1', ['/T1/d']),
        ('$filter=partition+eq+T1', ['/T1/d']),
        ('$filter=partition eq Common and name eq b', ['/Common/b']),
        ('$filter=partition eq No', []),
    ],
)
def test_filter(pools, options, found):
    assert _paths(pools.ok('GET', 'ltm/pool?' + options)) == found


@pytest.mark.parametrize(
    'collection',
    [
        one.collection
        for one in kinds.KINDS
        if one.naming == 'plain' and not one.parent and one.builtins
    ],
)
def test_what_is_in_no_partition_is_in_each(rest, collection):
    everything = _paths(rest.ok('GET', collection))
    assert everything
    for options in ("partition+eq+'Common'", 'partition eq Common'):
        found = rest.ok('GET', '{}?$filter={}'.format(collection, options))
        assert _paths(found) == everything
    assert (
        _paths(
            rest.ok(
                'GET',
                "{}?$filter=partition eq Common and name eq '{}'".format(
                    collection, everything[0]
                ),
            )
        )
        == everything[:1]
    )


def test_filter_knows_eq_only(pools):
    assert pools('GET', 'ltm/pool?$filter=name gt b').status_code == 400


def test_select(pools):
    answer = pools.ok('GET', 'ltm/pool?$select=name,monitor,selfLink')
    assert answer['selfLink'] == (
        ROOT + 'ltm/pool?$select=name%2Cmonitor%2CselfLink&ver=17.1.1'
    )
    assert answer['items'][0] == {
        'name': 'a',
        'selfLink': ROOT + 'ltm/pool/~Common~a?ver=17.1.1',
    }
    assert pools.ok('GET', 'ltm/pool/~Common~a?$select=name') == {'name': 'a'}


def test_paging(pools):
    first = pools.ok('GET', 'ltm/pool?$top=3')
    assert _paths(first) == ['/Common/a', '/Common/b', '/Common/c']
    assert first['nextLink'] == (
        ROOT + 'ltm/pool?%24top=3&%24skip=3&ver=17.1.1'
    )
    second = pools.ok('GET', 'ltm/pool?%24top=3&%24skip=3')
    assert _paths(second) == ['/T1/d']
    assert 'nextLink' not in second


def test_expansion(pools):
    item = pools.ok('GET', 'ltm/pool/~T1~d?expandSubcollections=true')
    assert item['selfLink'] == (
        ROOT + 'ltm/pool/~T1~d?expandSubcollections=true&ver=17.1.1'
    )
    reference = item['membersReference']
    assert reference['isSubcollection'] is True
    assert _paths(reference) == ['/T1/10.0.0.1:80']
    every = pools.ok('GET', 'ltm/pool?expandSubcollections=true')['items']
    assert every[0]['selfLink'] == ROOT + 'ltm/pool/~Common~a?ver=17.1.1'
    assert _paths(every[3]['membersReference']) == ['/T1/10.0.0.1:80']


def test_a_filter_is_echoed_as_recorded(pools):
    answer = pools.ok('GET', 'ltm/pool?$filter=partition eq T1')
    assert answer['selfLink'] == (
        ROOT + 'ltm/pool?$filter=partition+eq+T1&ver=17.1.1'
    )


def test_versions_asked_for(rest):
    assert rest.ok('GET', 'ltm/pool?ver=14.1.0')['selfLink'] == (
        ROOT + 'ltm/pool?ver=14.1.0'
    )
    answer = rest('GET', 'ltm/pool?ver=11.5.0')
    assert answer.status_code == 400
    assert answer.json()['message'] == 'Version 11.5.0 is not supported.'


def test_the_tail_of_a_command(rest):
    rest.ok(
        'POST',
        'ltm/data-group/internal',
        {'name': 'dg', 'type': 'string', 'records': ['a']},
    )
    path = 'ltm/data-group/internal/~Common~dg?options='

    def records():
        found = rest.ok('GET', path[:-9])
        return {one['name']: one['data'] for one in found['records']}

    changed = rest.ok('PATCH', path + 'records add { key4 { data v } }', {})
    assert 'options=records+add+%7B+key4' in changed['selfLink']
    assert records() == {'a': '', 'key4': 'v'}
    rest.ok('PATCH', path + 'records delete { a }', {})
    rest.ok('PATCH', path + 'records modify { key4 { data w } }', {})
    assert records() == {'key4': 'w'}
    status, message = rest.refused('PATCH', path + 'records delete { no }', {})
    assert (status, message) == (
        404,
        '01020036:3: The requested class string item (/Common/dg no) '
        'was not found.',
    )


def test_the_tail_for_members(rest):
    rest.ok(
        'POST', 'ltm/pool', {'name': 'web', 'members': ['/Common/10.0.0.1:80']}
    )
    path = 'ltm/pool/~Common~web'
    rest.ok('PATCH', path + '?options=members add { /Common/10.0.0.2:80 }', {})
    assert _paths(rest.ok('GET', path + '/members')) == [
        '/Common/10.0.0.1:80',
        '/Common/10.0.0.2:80',
    ]


def test_deleting_many(pools):
    pools.ok('DELETE', 'ltm/pool?options=[ab]&$filter=partition eq Common')
    assert _paths(pools.ok('GET', 'ltm/pool')) == ['/Common/c', '/T1/d']
    pools.ok('DELETE', 'ltm/pool?options=*&$filter=partition eq T1')
    assert _paths(pools.ok('GET', 'ltm/pool')) == ['/Common/c']
