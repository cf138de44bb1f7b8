# SPDX-License-Identifier: Apache-2.0

"""Names as paths in bodies and URIs, and commands in the query."""

import pytest

DRAFT = 'ltm/policy/~Common~Drafts~p'


def test_a_tilde_too_many(rest, bigip):
    """The form ``~~Common~x`` is what a full path after a tilde becomes."""
    asked = 0
    for item in list(bigip.device.store.everything()):
        if item.parent is None and item.place.partition and item.place.name:
            name = item.path.replace('/', '~')
            one = rest('GET', '{}/{}'.format(item.where, name))
            if one.status_code == 200:
                again = rest.ok('GET', '{}/~{}'.format(item.where, name))
                assert again == one.json()
                asked += 1
    assert asked > 200


def test_a_tilde_too_many_in_each_verb(rest):
    body = {'name': 'web', 'members': [{'name': '10.0.0.1:80'}]}
    rest.ok('POST', 'ltm/pool', body)
    pool = 'ltm/pool/~~Common~web'
    rest.ok('PATCH', pool, {'description': 'a'})
    assert rest.ok('PUT', pool, {'slowRampTime': 1})['slowRampTime'] == 1
    member = pool + '/members/~~Common~10.0.0.1:80'
    rest.ok('PATCH', member, {'ratio': 3})
    assert rest.ok('GET', pool + '/members')['items'][0]['ratio'] == 3
    assert rest.ok('GET', member + '/stats')
    rest.ok('POST', pool + '/members', {'name': '10.0.0.2:80'})
    rest.ok('DELETE', member)
    rest.ok('DELETE', pool)
    assert rest('GET', 'ltm/pool/~Common~web').status_code == 404


@pytest.mark.parametrize(
    'body',
    [
        {'name': 'Drafts/p'},
        {'name': 'Drafts/p', 'partition': 'Common'},
        {'name': '/Common/Drafts/p'},
        {'name': 'p', 'subPath': 'Drafts'},
    ],
)
@pytest.mark.parametrize('published', [{}, {'publishedCopy': ''}])
def test_a_draft_has_one_path(rest, body, published):
    rest.ok(
        'POST',
        'ltm/policy',
        {**body, **published, 'strategy': '/Common/first-match'},
    )
    made = rest.ok('GET', DRAFT)
    assert (made['name'], made['subPath']) == ('p', 'Drafts')
    assert made['status'] == 'draft'


def test_a_name_in_a_folder(rest):
    rest.ok('POST', 'sys/folder', {'name': '/Common/f'})
    rest.ok('POST', 'sys/folder', {'name': 'f/g'})
    made = rest.ok('POST', 'ltm/pool', {'name': 'g/web', 'subPath': 'f'})
    assert made['fullPath'] == '/Common/f/g/web'
    assert rest('POST', 'ltm/pool', {'name': 'no/web'}).status_code == 404


def test_a_draft_by_an_option(rest):
    body = {'name': 'Drafts/p', 'strategy': 'first-match'}
    rest.ok('POST', 'ltm/policy', body)
    publish = {'command': 'publish', 'name': 'Drafts/p'}
    rest.ok('POST', 'ltm/policy', publish)
    uri = 'ltm/policy/~Common~p'
    assert 'publishedCopy' not in rest.ok('GET', uri)
    rest.ok('PATCH', uri + '?options=create-draft', {})
    drafted = rest.ok('GET', DRAFT)
    assert drafted['status'] == 'draft'
    assert drafted['publishedCopy'] == '/Common/p'
    rest.ok('POST', 'ltm/policy', publish)
    assert rest('GET', DRAFT).status_code == 404
    rest.ok('DELETE', 'ltm/policy/~~Common~p')


def test_an_option_completes_a_new_object(rest):
    made = rest.ok(
        'POST',
        'ltm/policy?options=legacy',
        {'name': 'p', 'strategy': 'first-match'},
    )
    assert made['status'] == 'legacy'
    options = 'description+one+monitor+http'
    made = rest.ok('POST', 'ltm/pool?options=' + options, {'name': 'web'})
    assert (made['description'], made['monitor']) == ('one', '/Common/http')
    assert rest.refused('POST', 'ltm/pool?options=no', {'name': 'x'}) == (
        400,
        '"no" unexpected argument',
    )


def test_an_option_runs_an_application_again(rest, iapp):
    iapp.make('puts ran')
    rest.ok('PATCH', iapp.uri + '?options=execute-action+definition', {})
    assert iapp.said == ['ran', 'ran']


def test_the_collections_below_an_application(rest):
    assert [
        one['reference']['link'].partition('?')[0].rpartition('/')[2]
        for one in rest.ok('GET', 'sys/application')['items']
    ] == ['apl-script', 'custom-stat', 'service', 'template']
