# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""Whatever a client sends, the device answers as a device does."""

import hypothesis
import pytest
from hypothesis import strategies

from f5_heat.simulator import kinds
from tests.simulator import conftest

KINDS = [kind for kind in kinds.KINDS
         if not kind.parent and not kind.collection.startswith('gtm/')]
WORDS = strategies.sampled_from((
    'none', '', 'enabled', '/Common/http', '10.0.0.1', '10.0.0.9:80',
    '/Common/10.0.0.1:80', 'default', '1', '{', '::', '%', 'a b'))
JSON = strategies.recursive(
    strategies.none() | strategies.booleans() | strategies.floats(
        allow_nan=False, allow_infinity=False)
    | strategies.integers() | strategies.text(max_size=5) | WORDS,
    lambda inner: strategies.lists(inner, max_size=3)
    | strategies.dictionaries(
        strategies.sampled_from(('name', 'partition', 'type', 'pool')),
        inner, max_size=3),
    max_leaves=5)


@strategies.composite
def _requests(draw):
    kind = draw(strategies.sampled_from(KINDS))
    keys = [*kind.fields, 'members', 'profiles', 'rules', 'partition',
            'subPath', 'command']
    body = draw(strategies.dictionaries(
        strategies.sampled_from(keys), JSON, max_size=4))
    body['name'] = draw(strategies.just('x') | JSON)
    method = draw(strategies.sampled_from(('POST', 'PATCH', 'PUT')))
    path = kind.collection
    if method != 'POST' and kind.naming != 'singleton':
        path += '/x'
    return method, path, body


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
