# SPDX-License-Identifier: Apache-2.0

"""The mark that says which resource made an object."""

import types

import hypothesis
import pytest
from heat.common import exception
from heat.engine import properties
from hypothesis import strategies as st

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.plugin import resource_types

STACK = '8b1f3c52-7a50-4b8e-9a0c-2d1b6f4e5a70'
UUID = '0c9de5f1-4a1f-4c35-8f6e-91b7d2a3c4e5'
MARK = '%s/pool/%s' % (STACK, UUID)
#: Of a resource that is not there any more.
OTHER = '11111111-2222-4333-8444-555555555555/web/%s' % STACK

TEXTS = {
    'description': (ownership.DESCRIPTION, 'The web site.'),
    'comment': (ownership.COMMENT, 'when CLIENT_ACCEPTED {\n}'),
}
KINDS = {
    'metadata': (
        ownership.METADATA,
        [{'name': 'owner', 'value': 'ops', 'persist': 'true'}],
    ),
    **TEXTS,
}
#: What an author may write that looks like a mark.
UNMARKED = [
    'owner [f5_heat a/b/c]',
    '[f5_heat a/b/c]',
    'owner [f5_heat %s] [f5_heat a/b/c]' % OTHER,
    'owner[f5_heat %s]' % OTHER,
    'owner [f5_heat %s' % OTHER,
    '[f5_heat ' + '/' * 100 + '\nx',
    ' [f5_heat ',
    'Made for other objects. [f5_heat companion]',
    'drop\n# f5_heat a/b/c',
    'drop # f5_heat %s' % OTHER,
    '# f5_heat ',
    MARK,
    'made ',
    'made\n\n',
]
#: What is one, of another resource or of the same.
COPIED = [
    '[f5_heat %s]' % OTHER,
    'owner [f5_heat %s:adopted]' % OTHER,
    'owner [f5_heat %s] [f5_heat %s]' % (OTHER, OTHER),
    'owner [f5_heat %s]' % MARK,
    '# f5_heat %s' % OTHER,
    'drop\n# f5_heat %s:adopted' % OTHER,
    'drop\n# f5_heat %s\n# f5_heat %s' % (OTHER, OTHER),
    'drop\n# f5_heat %s' % MARK,
]
LOOKALIKES = UNMARKED + COPIED
NAMES = [
    'pool',
    'my pool',
    ' pool ',
    'a]b',
    'x [f5_heat y',
    '# f5_heat z',
    'Bär',
    ':adopted',
    'a.b_c~d',
]


def named(name='pool', stack=STACK, uuid=UUID):
    """What a mark says of a resource."""
    return types.SimpleNamespace(
        stack=types.SimpleNamespace(id=stack), name=name, uuid=uuid
    )


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def kind(request):
    return request.param


@pytest.fixture(params=TEXTS.values(), ids=TEXTS)
def text_kind(request):
    return request.param[0]


def marked(mark, text=None, value=MARK):
    body = {} if text is None else {mark.key: text}
    mark.add(body, value)
    return body


def test_a_mark_is_read_back(kind):
    mark, _ = kind
    assert mark.read(marked(mark)) == MARK


def test_what_a_user_wrote_stays_apart_from_the_mark(kind):
    mark, users = kind
    body = marked(mark, users)
    assert body[mark.key] != users
    assert mark.read(body) == MARK
    assert mark.remove(body)[mark.key] == users


def test_an_unmarked_object_has_no_owner(kind):
    mark, users = kind
    assert mark.read({}) is None
    assert mark.read({mark.key: users}) is None
    assert mark.remove({mark.key: users})[mark.key] == users


def test_the_marks_of_living_stacks():
    """As objects on devices have them."""
    for read, body, rest in (
        (
            ownership.DESCRIPTION,
            {'description': 'The web site. [f5_heat %s]' % MARK},
            {'description': 'The web site.'},
        ),
        (ownership.DESCRIPTION, {'description': '[f5_heat %s]' % MARK}, {}),
        (ownership.DESCRIPTION, {'description': ' [f5_heat %s]' % MARK}, {}),
        (
            ownership.COMMENT,
            {'apiAnonymous': 'drop\r\n# f5_heat %s\r\n' % MARK},
            {'apiAnonymous': 'drop\r'},
        ),
        (ownership.COMMENT, {'apiAnonymous': '# f5_heat %s' % MARK}, {}),
        (
            ownership.METADATA,
            {
                'metadata': [
                    {'name': 'f5_heat', 'persist': 'true', 'value': MARK},
                    {'name': 'owner', 'persist': 'true', 'value': 'ops'},
                ]
            },
            {
                'metadata': [
                    {'name': 'owner', 'persist': 'true', 'value': 'ops'}
                ]
            },
        ),
        (
            ownership.SOURCE,
            {
                'sourcePath': 'file:/var/config/rest/downloads/f5_heat.'
                '%s_2Fpool_2F%s.0123456789abcdef' % (STACK, UUID)
            },
            {},
        ),
    ):
        assert read.read(body) == MARK
        assert read.remove(body) == rest


def test_trailing_whitespace_that_a_device_strips_or_adds_does_not_matter():
    body = marked(ownership.COMMENT, 'when CLIENT_ACCEPTED {\n}')
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


@pytest.mark.parametrize('name', NAMES)
def test_the_name_of_the_resource_is_any(kind, name):
    mark, users = kind
    for is_adopted in False, True:
        value = ownership.sign(named(name), is_adopted)
        body = marked(mark, users, value)
        found = mark.read(body)
        assert found == value
        assert mark.remove(body)[mark.key] == users
        assert ownership.names(found, named(name))
        assert ownership.is_adopted(found) == is_adopted
        assert ownership.stack_and_uuid(found) == (STACK, UUID)


@pytest.mark.parametrize('name', NAMES)
def test_the_name_of_an_upload_has_any_name_of_a_resource(name):
    value = ownership.sign(named(name))
    body = marked(ownership.SOURCE, value=value)
    path = 'file:/var/config/rest/downloads/%s.secret' % body['sourcePath']
    assert ownership.SOURCE.read({'sourcePath': path}) == value


@pytest.mark.parametrize('text', LOOKALIKES)
def test_what_looks_like_a_mark_is_text(text_kind, text):
    for shown in (lambda text: text, lambda text: text + ' \n'):
        body = marked(text_kind, text)
        body = {text_kind.key: shown(body[text_kind.key])}
        assert text_kind.read(body) == MARK
        assert text_kind.remove(body)[text_kind.key] == text


@pytest.mark.parametrize('text', UNMARKED)
def test_what_looks_like_a_mark_is_none(text_kind, text):
    body = {text_kind.key: text}
    assert text_kind.read(body) is None
    assert text_kind.remove(body) == body


def test_a_mark_that_was_copied_belongs_to_nobody_else():
    """It tells of the resource that it names, and of no other."""
    found = ownership.DESCRIPTION.read(
        {'description': 'owner [f5_heat %s]' % OTHER}
    )
    assert not ownership.names(found, named())
    assert not ownership.is_of(found, named())


@hypothesis.given(
    st.sampled_from([kind for kind, _ in TEXTS.values()]),
    st.text(),
    st.text(st.characters(exclude_characters='/'), min_size=1),
)
def test_nothing_but_the_mark_is_taken_away(mark, text, name):
    body = marked(mark, text, ownership.sign(named(name)))
    assert mark.read(body) == ownership.sign(named(name))
    assert mark.remove(body).get(mark.key, '') == text
    stripped = {mark.key: body[mark.key].strip()}
    assert mark.read(stripped) == ownership.sign(named(name))
    assert mark.remove(stripped).get(mark.key, '').strip() == text.strip()


@pytest.mark.parametrize('value', [None, 5, [], {'a': 1}])
def test_what_a_device_has_instead_of_a_text_is_no_mark(text_kind, value):
    body = {text_kind.key: value}
    assert text_kind.read(body) is None
    assert ownership.SOURCE.read({'sourcePath': value}) is None
    assert (
        ownership.METADATA.read(
            {'metadata': [{'name': 'f5_heat', 'value': value}]}
        )
        is None
    )


@pytest.mark.parametrize(
    'path',
    [
        'file:/var/config/rest/downloads/f5_heat.a_2Fb_2Fc.secret',
        'file:/var/config/rest/downloads/f5_heat.%s' % MARK,
        'file:/f5_heat.x/%s_2Fpool_2F%s.x' % (STACK, UUID),
        '/f5_heat..',
        '/f5_heat.',
    ],
)
def test_what_looks_like_the_mark_of_an_upload_is_none(path):
    assert ownership.SOURCE.read({'sourcePath': path}) is None


# An entry of metadata.


def test_an_entry_of_the_name_that_is_no_mark_stays():
    """Whoever made it, it does not say whose the object is."""
    body = {'metadata': [{'name': 'f5_heat', 'value': 'a/b/c'}]}
    assert ownership.METADATA.read(body) is None
    assert ownership.METADATA.remove(body) == body


def test_an_object_has_one_entry_of_a_name():
    body = {'metadata': [{'name': 'f5_heat', 'value': 'a/b/c'}]}
    ownership.METADATA.add(body, MARK)
    assert [entry['value'] for entry in body['metadata']] == [MARK]


OBJECTS = {
    name: kind
    for name, kind in resource_types.resource_mapping().items()
    if issubclass(kind, bigip.BigIPObject)
}


@pytest.mark.parametrize(
    'name',
    [
        name
        for name in OBJECTS
        if 'metadata' in OBJECTS[name].properties_schema
    ],
)
def test_an_author_makes_no_entry_of_the_name(name):
    schema = {'metadata': OBJECTS[name].properties_schema['metadata']}

    def validate(entry):
        properties.Properties(
            schema, {'metadata': [{'name': entry, 'value': 'x'}]}
        ).validate()

    validate('f5_heat2')
    with pytest.raises(exception.StackValidationFailed) as raised:
        validate('f5_heat')
    assert 'says which resource the object belongs to' in str(raised.value)


# Every type whose authors write into the text that carries its mark.


def writable(kind):
    """The property that an author writes the text with, or None."""
    return next(
        (
            name
            for name, prop in kind.properties_schema.items()
            if prop.wire == kind.ownership.key and prop.type == prop.STRING
        ),
        None,
    )


WRITABLE = sorted(
    name
    for name, kind in OBJECTS.items()
    if isinstance(kind.ownership, ownership.TextMark) and writable(kind)
)


def test_both_kinds_of_text_are_tried():
    assert {OBJECTS[name].ownership for name in WRITABLE} == {
        ownership.DESCRIPTION,
        ownership.COMMENT,
    }
    assert len(WRITABLE) > 20


@pytest.mark.parametrize('name', WRITABLE)
def test_what_looks_like_a_mark_is_no_drift(name):
    kind = OBJECTS[name]
    key = writable(kind)
    prop = kind.properties_schema[key]
    place = schema.Place('/Common')
    for text in LOOKALIKES:
        body = {}
        prop.write(body, text, '/Common')
        kind.ownership.add(body, MARK)
        for shown in body, {kind.ownership.key: body[prop.wire].strip()}:
            live = kind.from_wire(kind.ownership.remove(shown))
            assert list(prop.differences(key, text, live[key], place)) == []
            assert not schema.recreates(prop, text, live[key], place)
