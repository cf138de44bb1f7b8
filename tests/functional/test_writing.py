# SPDX-License-Identifier: Apache-2.0

"""Every write for an object follows the way of its type.

The type needs a key in each PATCH: devices from 14.1.0.1 on want it with the
records of a data group, as f5-sdk has it.
"""

import json
import pathlib

import pytest

from tests.functional import conftest
from tests.functional import labs

TYPES = pathlib.Path(__file__).parent / 'own_types'


@pytest.fixture(scope='module')
def cloud(tmp_path_factory):
    """A Heat with the types of the tests, and a BIG-IP."""
    log_file = tmp_path_factory.mktemp('lab') / 'heat.log'
    conf = {
        **conftest.SOON,
        'DEFAULT': {
            'plugin_dirs': str(TYPES),
            'enable_stack_abandon': True,
            'enable_stack_adopt': True,
        },
    }
    with labs.start(conf=conf, log_file=log_file) as running:
        yield conftest.Cloud(running)


class Group:
    """A stack of one data group, and what the device sees of it."""

    def __init__(self, cloud, stack):
        self.bigip = cloud.bigip
        self.control = cloud.control
        self.stack = stack
        self.name = stack.name.replace('-', '_')
        self.uri = 'ltm/data-group/internal/~Common~' + self.name
        self.control.clear()

    def template(self, policy=None, **properties):
        snippet = {
            'type': 'Test::DataGroup',
            'properties': {'name': self.name, 'type': 'string', **properties},
        }
        if policy:
            snippet['deletion_policy'] = policy
        return {
            'heat_template_version': '2021-04-16',
            'resources': {'group': snippet},
        }

    def create_foreign(self):
        """Let the device have the object before Heat does."""
        answer = self.bigip.post(
            'ltm/data-group/internal',
            json={
                'name': self.name,
                'partition': 'Common',
                'type': 'string',
                'description': 'theirs',
            },
        )
        assert answer.ok, answer.text
        self.control.clear()

    def read(self):
        return self.bigip.read(self.uri)

    def names(self):
        return [one['name'] for one in self.read().get('records', [])]

    def is_marked(self):
        return 'f5_heat' in self.read().get('description', '')

    def patches(self):
        """How many PATCHes there were since the last look, all with the key.

        None was refused.
        """
        found = [
            request
            for request in self.control.requests()
            if request['method'] == 'PATCH'
        ]
        self.control.clear()
        for request in found:
            assert json.loads(request['body'])['type'] == 'string'
            assert request['status'] == 200
        return len(found)


@pytest.fixture
def group(cloud, stack):
    return Group(cloud, stack)


def test_lifecycle(group):
    group.stack.create(group.template())
    assert group.is_marked() and group.patches() == 0
    group.stack.update(group.template(description='changed'))
    assert group.patches() == 1
    group.stack.check()
    group.stack.delete()
    assert group.read() is None and group.patches() == 0


def test_repair(group):
    group.stack.create(group.template(admin_state='disabled'))
    body = {'type': 'string', 'records': []}
    assert group.bigip.patch(group.uri, json=body).ok
    group.control.clear()
    group.stack.check('CHECK_FAILED')
    group.stack.update(group.template(admin_state='disabled'))
    assert group.names() == ['disabled'] and group.patches() == 1


@pytest.mark.parametrize('policy', [None, 'Delete'])
def test_adopted_by_name(group, policy):
    group.create_foreign()
    group.stack.create(group.template(policy, on_conflict='adopt'))
    assert group.is_marked() and group.patches() == 1
    group.stack.delete()
    if policy == 'Delete':
        assert group.read() is None
        return
    assert group.read()['description'] == 'theirs'
    assert group.patches() == 1
    assert group.bigip.delete(group.uri).ok


def test_adopted_from_an_abandoned_stack(group, make_stack):
    group.stack.create(group.template())
    data = conftest.abandon(group.stack)
    group.control.clear()
    successor = make_stack()
    conftest.adopt(successor, data)
    assert group.is_marked() and group.patches() == 1
    successor.delete()
    assert group.read() is None


def test_external(group):
    """Heat looks at it, and nothing else."""
    group.create_foreign()
    template = group.template()
    template['resources']['group']['external_id'] = '/Common/' + group.name
    group.stack.create(template)
    group.stack.check()
    group.stack.delete()
    assert group.read()['description'] == 'theirs'
    assert group.patches() == 0
    assert group.bigip.delete(group.uri).ok


def test_signal(group):
    group.stack.create(group.template())
    group.control.clear()
    group.stack.heat.resources.signal(
        group.stack.id, 'group', {'action': 'disable'}
    )
    conftest.until(lambda: group.names() == ['disabled'])
    assert group.patches() == 1


def test_suspension(group):
    group.stack.create(group.template())
    group.control.clear()
    group.stack.suspend()
    assert group.names() == ['closed'] and group.patches() == 1
    group.stack.resume()
    assert group.names() == [] and group.patches() == 1
