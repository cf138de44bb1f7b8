# SPDX-License-Identifier: Apache-2.0

"""Whatever a client sends, the device answers as a device does."""

import hypothesis
import pytest
from hypothesis import strategies

from f5_heat.simulator import kinds
from f5_heat.simulator.schema import shapes
from tests.simulator import conftest

KINDS = [
    kind
    for kind in kinds.KINDS
    if not kind.parent and not kind.collection.startswith('gtm/')
]
WORDS = strategies.sampled_from(
    (
        'none',
        '',
        'enabled',
        '/Common/http',
        '10.0.0.1',
        '10.0.0.9:80',
        '/Common/10.0.0.1:80',
        'default',
        '1',
        '{',
        '::',
        '%',
        'a b',
    )
)
JSON = strategies.recursive(
    strategies.none()
    | strategies.booleans()
    | strategies.floats(allow_nan=False, allow_infinity=False)
    | strategies.integers()
    | strategies.text(max_size=5)
    | WORDS,
    lambda inner: (
        strategies.lists(inner, max_size=3)
        | strategies.dictionaries(
            strategies.sampled_from(('name', 'partition', 'type', 'pool')),
            inner,
            max_size=3,
        )
    ),
    max_leaves=5,
)


@strategies.composite
def _requests(draw):
    kind = draw(strategies.sampled_from(KINDS))
    keys = [
        *kind.fields,
        'members',
        'profiles',
        'rules',
        'partition',
        'subPath',
        'command',
    ]
    body = draw(
        strategies.dictionaries(
            strategies.sampled_from(keys), JSON, max_size=4
        )
    )
    body['name'] = draw(strategies.just('x') | JSON)
    method = draw(strategies.sampled_from(('POST', 'PATCH', 'PUT')))
    path = kind.collection
    if method != 'POST' and kind.naming != 'singleton':
        path += '/x'
    return method, path, body


PARTS = strategies.sampled_from(
    (
        '{',
        '}',
        '{ a }',
        '{ a { b { } } }',
        '{ { } }',
        'none',
        'add',
        'delete',
        'modify',
        'replace-all-with',
        '"a b"',
        "'",
        '10.0.0.1:80',
        '10.0.0.1',
        '/Common/http',
        'http',
        'min 1 of',
        'and',
        'enabled',
        '80',
        '*',
        '..',
        'recursive',
        'all-properties',
        'one-line',
        '\\',
    )
)


@strategies.composite
def _commands(draw):
    kind = draw(strategies.sampled_from(KINDS))
    keys = strategies.sampled_from(
        [*map(shapes.tmsh_name, kind.fields), 'members', 'profiles', 'rules']
    )
    words = draw(strategies.lists(keys | PARTS, max_size=7))
    verb = draw(
        strategies.sampled_from(
            ('create', 'modify', 'delete', 'list', 'get_config', 'get_name')
        )
    )
    name = draw(strategies.sampled_from(('x', '10.0.0.1', '/Common/x', '')))
    text = ' '.join((kind.collection.replace('/', ' '), name, *words))
    return verb, text


@pytest.fixture(scope='module')
def client(shared_bigip):
    client = conftest.Rest(shared_bigip)
    with client.session:
        yield client


@hypothesis.settings(deadline=None, max_examples=200)
@hypothesis.given(sent=strategies.lists(_requests(), max_size=3))
def test_any_body(shared_bigip, client, sent):
    shared_bigip.control.reset()
    for method, path, body in sent:
        before = shared_bigip.control.config()
        answer = client(method, path, body)
        assert answer.status_code in (200, 400, 404, 409), answer.text
        if answer.status_code == 200:
            assert answer.json()['kind'].startswith('tm:')
        else:
            assert answer.json()['message']
            assert shared_bigip.control.config() == before


@hypothesis.settings(deadline=None, max_examples=50)
@hypothesis.given(
    commands=strategies.lists(_commands(), min_size=20, max_size=40)
)
def test_any_command(shared_bigip, client, commands):
    shared_bigip.control.reset()
    iapp = conftest.Iapp(client, shared_bigip)
    iapp.make(
        'foreach {verb text} $::a__commands {\n'
        '    if {![catch {tmsh::$verb $text} said]} {\n'
        '        catch {tmsh::get_field_value [lindex $said 0] members}\n'
        '    }\n'
        '}',
        lists=[
            {
                'name': 'a__commands',
                'value': [word for command in commands for word in command],
            }
        ],
    )
    assert client('DELETE', iapp.uri).status_code in (200, 400)
