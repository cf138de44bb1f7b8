# SPDX-License-Identifier: Apache-2.0

"""The mark that says which resource made an object."""

import pytest

from f5_heat.engine import ownership

MARK = 'stack-id/pool/uuid'

KINDS = {
    'metadata': (
        ownership.METADATA,
        'metadata',
        [{'name': 'owner', 'value': 'ops', 'persist': 'true'}],
    ),
    'description': (ownership.DESCRIPTION, 'description', 'The web site.'),
    'comment': (
        ownership.COMMENT,
        'apiAnonymous',
        'when CLIENT_ACCEPTED {\n}',
    ),
}


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def kind(request):
    return request.param


def test_a_mark_is_read_back(kind):
    mark, _, _ = kind
    body = {}
    mark.add(body, MARK)
    assert mark.read(body) == MARK


def test_what_a_user_wrote_stays_apart_from_the_mark(kind):
    mark, key, users = kind
    body = {key: users}
    mark.add(body, MARK)
    assert body[key] != users
    assert mark.read(body) == MARK
    assert mark.remove(body)[key] == users


def test_an_unmarked_object_has_no_owner(kind):
    mark, key, users = kind
    assert mark.read({}) is None
    assert mark.read({key: users}) is None
    assert mark.remove({key: users})[key] == users


def test_trailing_whitespace_that_a_device_strips_or_adds_does_not_matter():
    body = {'apiAnonymous': 'when CLIENT_ACCEPTED {\n}'}
    ownership.COMMENT.add(body, MARK)
    assert (
        ownership.COMMENT.read({'apiAnonymous': body['apiAnonymous'] + '\n'})
        == MARK
    )


def test_a_mark_elsewhere_in_a_text_is_no_mark():
    assert (
        ownership.DESCRIPTION.read(
            {'description': 'copied from [f5_heat %s] in May' % MARK}
        )
        is None
    )
