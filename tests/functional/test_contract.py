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

"""What every type promises, over HTTP, in a real Heat: one row for each.

A stack holds a plain object of the type, one with all the properties of the
row, and one for each property that must stand apart. It is created, updated
in place, checked, changed behind Heat's back, repaired, stripped of its
properties, and deleted; the requests that the device saw are counted.
"""

import pytest

from tests.functional import contract

ROWS = pytest.mark.parametrize(
    'row', contract.ROWS, ids=[row.type for row in contract.ROWS])


class Case:
    """A stack with the objects of one row."""

    def __init__(self, row, cloud, stack):
        self.row = row
        self.cloud = cloud
        self.stack = stack
        self.tag = stack.name.replace('-', '_')
        together = [name for name in row.changes if name not in row.apart]
        self.groups = {'plain': [], 'all': together,
                       **{name: [name] for name in row.apart}}
        # Rows whose objects cannot be told apart by name number them.
        self.numbers = {key: number
                        for number, key in enumerate(self.groups, 1)}

    def fill(self, value, key):
        """A value of the row, with the names of this case in it."""
        if isinstance(value, str):
            return (value.replace('<name>', '%s_%s' % (self.tag, key))
                    .replace('<tag>', self.tag)
                    .replace('<n>', str(self.numbers.get(key, 0))))
        if isinstance(value, dict):
            return {self.fill(name, key): self.fill(item, key)
                    for name, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item, key) for item in value]
        return value

    def template(self, which):
        """The template; ``which`` chooses a value of each property."""
        resources = {
            name: {'depends_on': 'root', **self.fill(snippet, name)}
            for name, snippet in self.row.needs.items()}
        needs = ['root', *resources]
        for key, names in self.groups.items():
            properties = dict(self.row.given)
            for name in names:
                value = which(self.row.changes[name])
                if value is not None:
                    properties[name] = value
            resources[key] = {
                'type': self.row.type, 'depends_on': needs,
                'properties': self.fill(properties, key)}
        resources['root'] = {'type': 'OS::Heat::None'}
        # Heat sleeps a second for each resource that nothing depends on.
        resources['sink'] = {'type': 'OS::Heat::None',
                             'depends_on': sorted(resources)}
        return {'heat_template_version': '2021-04-16',
                'resources': resources}

    def ids(self):
        return {key: self.stack.resource(key).physical_resource_id
                for key in self.groups}

    def uri(self, key):
        return self.fill(self.row.uri, key)

    def read(self, key):
        return self.cloud.bigip.read(
            self.uri(key) + '?expandSubcollections=true')

    def requests(self):
        """Method and object of each request since the last call."""
        seen = [(request['method'], request['path'])
                for request in self.cloud.control.requests()
                if not request['login']]
        self.cloud.control.clear()
        return seen

    def writes(self, method):
        """The objects of this case that a method was used on."""
        return sorted(
            key for key in self.groups for seen, path in self.requests_seen
            if seen == method
            and path.split('?')[0].endswith('/' + self.uri(key)))

    def act(self, action, *args, **kwargs):
        self.cloud.control.clear()
        result = action(*args, **kwargs)
        self.requests_seen = self.requests()
        return result

    def count(self, method):
        """How often a method was used on the collection of the type."""
        collection = self.uri('plain').rpartition('/')[0]
        return sum(
            1 for seen, path in self.requests_seen
            if seen == method and collection in path.split('?')[0])

    def assert_holds(self, which):
        """Each object holds the chosen value of each of its properties."""
        plain = self.read('plain')
        for key, names in self.groups.items():
            body = self.read(key)
            assert body is not None, self.uri(key)
            for name in names:
                change = self.row.changes[name]
                expected = self.fill(which(change), key)
                if expected is contract.UNSET:
                    expected = contract.dig(plain, change.key)
                actual = contract.dig(body, change.key)
                assert contract.like(actual, expected), (
                    '%s of %s: %r is expected, the device has %r' % (
                        name, key, expected, actual))


@ROWS
def test_lifecycle(row, cloud, stack):
    case = Case(row, cloud, stack)
    objects = len(case.groups)

    first = case.template(lambda change: change.first)
    case.act(stack.create, first)
    case.assert_holds(lambda change: change.sent_first)
    assert case.count('POST') == objects
    assert case.count('PATCH') == case.count('PUT') == 0
    ids = case.ids()

    case.act(stack.update, first)
    assert case.requests_seen == []

    second = case.template(lambda change: change.second)
    case.act(stack.update, second)
    case.assert_holds(lambda change: change.sent_second)
    assert case.writes('PATCH') == sorted(
        key for key, names in case.groups.items() if names)
    assert case.count('POST') == case.count('DELETE') == 0
    assert case.ids() == ids

    case.act(stack.check)
    assert {method for method, _ in case.requests_seen} == {'GET'}

    drifted = []
    for key, names in case.groups.items():
        body = {}
        for name in names:
            change = row.changes[name]
            if change.drift is not contract.UNSEEN:
                contract.bury(body, change.key,
                              case.fill(change.drift, key))
                drifted.append((key, name))
        if body:
            answer = cloud.bigip.patch(case.uri(key), json=body)
            assert answer.status_code == 200, answer.text
    if drifted:
        stack.check(expect='CHECK_FAILED')
        for key, name in drifted:
            reason = stack.resource(key).resource_status_reason
            assert '%s' % name in reason and 'device has' in reason, (
                '%s of %s is not in %r' % (name, key, reason))
    case.act(stack.update, second)
    case.assert_holds(lambda change: change.sent_second)
    assert len(case.writes('PATCH')) == len({key for key, _ in drifted})

    case.act(stack.update, case.template(lambda change: None))
    case.assert_holds(lambda change: contract.UNSET)
    assert len(case.writes('PATCH')) == sum(
        1 for names in case.groups.values() if names)
    assert case.ids() == ids

    case.act(stack.delete)
    assert len(case.writes('DELETE')) == objects
    for key in case.groups:
        assert case.read(key) is None
    left = [path for objects in cloud.control.config().values()
            for path in objects if case.tag in path]
    assert left == []


@ROWS
def test_create_only_properties(row, cloud, stack):
    """An object whose create-only property changes is made anew."""
    if not row.fixed:
        pytest.skip('%s has no create-only property' % row.type)
    case = Case(row, cloud, stack)
    case.groups = {name: [] for name in row.fixed}
    case.numbers = {key: number
                    for number, key in enumerate(case.groups, 1)}

    def template(which):
        made = case.template(lambda change: None)
        for name, change in row.fixed.items():
            made['resources'][name]['properties'][name] = case.fill(
                which(change), name)
        return made

    stack.create(template(lambda change: change.first))
    stack.update(template(lambda change: change.second))
    for name, change in row.fixed.items():
        body = case.read(name)
        assert contract.like(contract.dig(body, change.key),
                             case.fill(change.sent_second, name))
    stack.delete()
    for name in row.fixed:
        assert case.read(name) is None


@ROWS
def test_adoption_leaves_the_object_to_its_owner(row, cloud, make_stack):
    """With external_id the object is read and shown, and never touched."""
    owner = Case(row, cloud, make_stack())
    owner.groups = {'plain': []}
    owner.stack.create(owner.template(lambda change: None))
    path = owner.ids()['plain']
    before = owner.read('plain')

    guest = make_stack()
    guest.create({
        'heat_template_version': '2021-04-16',
        'resources': {'adopted': {
            'type': row.type, 'external_id': path,
            'properties': owner.fill(row.given, 'plain')}},
        'outputs': {'path': {
            'value': {'get_attr': ['adopted', 'full_path']}}}})
    assert guest.resource('adopted').physical_resource_id == path
    assert guest.output('path') == before['fullPath']
    guest.delete()
    assert owner.read('plain') == before
    owner.stack.delete()


@ROWS
def test_a_taken_name_is_refused_and_left_alone(row, cloud, make_stack):
    owner = Case(row, cloud, make_stack())
    owner.groups = {'plain': []}
    owner.stack.create(owner.template(lambda change: None))
    before = owner.read('plain')

    other = Case(row, cloud, make_stack())
    template = owner.template(lambda change: None)
    template['resources'] = {'plain': {
        **template['resources']['plain'], 'depends_on': []}}
    other.stack.create(template, expect='CREATE_FAILED')
    assert 'already exists' in (
        other.stack.resource('plain').resource_status_reason)
    other.stack.delete()
    assert owner.read('plain') == before
    owner.stack.delete()
