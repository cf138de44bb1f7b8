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

import json
import re

import pytest

from f5_heat import resource_types
from tests.functional import conftest
from tests.functional import contract
from tests.functional.contract import furniture
from tests.functional.contract import row as rows

ROWS = pytest.mark.parametrize(
    'row', contract.ROWS, ids=[row.type for row in contract.ROWS])
#: The properties by which objects are named and found.
NAMING = {'bigip_server', 'name', 'partition'}
#: The types that are no object on the device.
# Those that are no object of one device have tests of their own.
OTHERS = {'F5::BigIP::Device', 'F5::LTM::Member', 'F5::Sys::iAppTemplate',
          'F5::Cm::Cluster', 'F5::Cm::Sync', 'F5::Sys::Save'}


@pytest.fixture(scope='session', autouse=True)
def furnished(cloud):
    """The device holds what the rows refer to."""
    furniture.place(cloud.bigip)


class Case:
    """A stack with objects of one row: a plain one, and ``groups``.

    A group is the properties that an object has beside those that every
    object has; without it there is one of all properties that can stand
    together, and one for each of the others.
    """

    def __init__(self, row, cloud, stack, groups=None):
        self.row = row
        self.cloud = cloud
        self.stack = stack
        self.tag = stack.name.replace('-', '_')
        if groups is None:
            apart = [name for name in row.changes if row.stands_apart(name)]
            groups = {'plain': [],
                      'all': [name for name in row.changes
                              if name not in apart],
                      **{name: [name] for name in apart}}
        self.groups = groups
        # Objects that cannot be told apart by name have a number.
        self.numbers = {
            key: number for number, key in enumerate(self.groups, 1)}

    def change(self, name):
        return self.row.changes.get(name) or self.row.fixed[name]

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

    def properties(self, key, which=lambda change: None):
        """The properties of an object; ``which`` chooses their values."""
        properties = dict(self.row.given)
        for name in self.groups[key]:
            change = self.change(name)
            properties.update(change.along)
            if which(change) is not None:
                properties[name] = which(change)
        return self.fill({name: value for name, value in properties.items()
                          if value is not None}, key)

    def template(self, which=lambda change: None):
        """The template; ``which`` chooses a value of each property."""
        snippets = {name: self.fill(snippet, name)
                    for name, snippet in self.row.needs.items()}
        needs = sorted(snippets)
        for key in self.groups:
            snippets[key] = {
                'type': self.row.type, 'depends_on': needs,
                'properties': self.properties(key, which)}
        return star(snippets)

    def ids(self):
        return {key: self.shown(key).physical_resource_id
                for key in self.groups}

    def shown(self, key):
        return self.stack.resource(key)

    def uri(self, key):
        return self.fill(self.row.uri, key)

    def read_marked(self, key):
        return self.cloud.bigip.read(
            self.uri(key) + '?expandSubcollections=true')

    def read(self, key):
        """What the device holds, without our mark; None if nothing."""
        body = self.read_marked(key)
        return body and unmarked(body)

    def act(self, action, *args, **kwargs):
        """Do it, and keep the requests that the device sees meanwhile."""
        self.requests = watch(self.cloud, action, *args, **kwargs)

    def written(self, method):
        """Each object that a method was used on, as often as it was."""
        return sorted(
            key for key in self.groups for seen, path in self.requests
            if seen == method and path.endswith('/' + self.uri(key)))

    def collection(self):
        return '/' + self.uri('plain').rpartition('/')[0]

    def count(self, method):
        """How often a method was used on the collection of the type."""
        return sum(1 for seen, path in self.requests
                   if seen == method and path.endswith(self.collection()))

    def assert_holds(self, which):
        """Each object holds the chosen value of each of its properties."""
        plain = self.read('plain')
        for key, names in self.groups.items():
            assert self.read_marked(key) is not None, self.uri(key)
            assert 'f5_heat' in json.dumps(self.read_marked(key))
            body = self.read(key)
            for name in names:
                change = self.change(name)
                expected = self.fill(which(change), key)
                if expected is rows.UNSET:
                    expected = self.fill(change.unset, key)
                if expected is rows.UNSET:
                    expected = rows.dig(plain, change.key)
                actual = rows.dig(body, change.key)
                assert rows.like(actual, expected), (
                    '%s of %s: %r is expected, the device has %r' % (
                        name, key, expected, actual))

    def assert_differs_from_plain(self):
        """The first values are not those that an object has anyway."""
        plain = self.read('plain')
        for key, names in self.groups.items():
            body = self.read(key)
            for name in names:
                change = self.change(name)
                if change.sent_first is not rows.HIDDEN:
                    assert rows.dig(body, change.key) != (
                        rows.dig(plain, change.key)), name

    def drift(self):
        """Set the first values behind Heat's back; yield what was set."""
        for key, names in self.groups.items():
            body = {}
            for name in names:
                change = self.change(name)
                if change.drift is not rows.HIDDEN:
                    rows.bury(body, change.drift_key,
                              self.fill(change.drift, key))
                    yield key, name
            if body:
                answer = self.cloud.bigip.patch(self.uri(key), json=body)
                assert answer.status_code == 200, answer.text

    def reason(self, key):
        return self.shown(key).resource_status_reason


def hot(snippets):
    return {'heat_template_version': '2021-04-16', 'resources': snippets}


def star(snippets):
    """A template with a root and a sink.

    Heat sleeps a second for each resource that nothing depends on.
    """
    below = {
        name: {**snippet,
               'depends_on': ['root', *snippet.get('depends_on', [])]}
        for name, snippet in snippets.items()}
    return hot({
        'root': {'type': 'OS::Heat::None'}, **below,
        'sink': {'type': 'OS::Heat::None', 'depends_on': sorted(below)}})


def watch(cloud, action, *args, **kwargs):
    """Method and path of each request that the device sees meanwhile."""
    cloud.control.clear()
    action(*args, **kwargs)
    return [(request['method'], request['path'].partition('?')[0])
            for request in cloud.control.requests() if not request['login']]


def unmarked(body):
    """The JSON of an object without the mark that says whose it is."""
    body = dict(body)
    body.pop('generation')
    body.pop('lastModifiedTime', None)
    if 'metadata' in body:
        body['metadata'] = [entry for entry in body['metadata']
                            if entry['name'] != 'f5_heat']
    for key, mark in (('description', r' ?\[f5_heat \S+\]$'),
                      ('apiAnonymous', r'\n# f5_heat \S+$')):
        if key in body:
            body[key] = re.sub(mark, '', body[key])
    return body


def first(change):
    return change.first


def second(change):
    return change.second


def held(cloud):
    """The paths of all objects on the device."""
    return {(collection, path)
            for collection, objects in cloud.control.config().items()
            for path in objects}


def test_every_type_has_a_row():
    assert {row.type for row in contract.ROWS} == (
        set(resource_types.resource_mapping()) - OTHERS)


@ROWS
def test_every_property_is_in_the_row(row):
    schema = resource_types.resource_mapping()[row.type].properties_schema
    assert set(row.changes) == {
        name for name, prop in schema.items()
        if prop.update_allowed and name not in row.exempt}
    assert {*row.fixed, *row.exempt} - set(row.changes) == (
        set(schema) - set(row.changes) - NAMING)


@ROWS
def test_values_differ(row):
    for name, change in [*row.changes.items(), *row.fixed.items()]:
        assert change.first != change.second, name


@ROWS
def test_lifecycle(row, cloud, stack):
    case = Case(row, cloud, stack)
    changing = sorted(key for key, names in case.groups.items() if names)
    before = held(cloud)

    case.act(stack.create, case.template(first))
    case.assert_holds(lambda change: change.sent_first)
    case.assert_differs_from_plain()
    assert case.count('POST') == len(case.groups)
    assert case.written('PATCH') == case.written('PUT') == []
    ids = case.ids()

    case.act(stack.update, case.template(first))
    assert case.requests == []

    case.act(stack.update, case.template(second))
    case.assert_holds(lambda change: change.sent_second)
    assert case.written('PATCH') == changing
    assert case.count('POST') == 0
    assert case.written('PUT') == case.written('DELETE') == []
    assert case.ids() == ids

    case.act(stack.check)
    assert {method for method, _ in case.requests} == {'GET'}

    ours = held(cloud)
    drifted = list(case.drift())
    others = held(cloud) - ours
    stack.check(expect='CHECK_FAILED')
    for key, name in drifted:
        assert names_drift(case.reason(key), name, case.change(name)), (
            '%s of %s is not in %r' % (name, key, case.reason(key)))
    case.act(stack.update, case.template(second))
    case.assert_holds(lambda change: change.sent_second)
    assert case.written('PATCH') == sorted({key for key, _ in drifted})

    case.act(stack.update, case.template())
    case.assert_holds(lambda change: rows.UNSET)
    assert case.written('PATCH') == changing
    assert case.ids() == ids

    case.act(stack.delete)
    assert case.written('DELETE') == sorted(case.groups)
    left = held(cloud) - before
    assert left <= others
    for collection, path in left:
        cloud.bigip.delete('%s/%s' % (collection, path.replace('/', '~')))


def names_drift(reason, name, change):
    """Whether a reason names a property, and each part of a map."""
    parts = (['%s.%s:' % (name, part) for part in change.first]
             if isinstance(change.first, dict)
             and 'get_resource' not in change.first else [name])
    return 'the device' in reason and all(part in reason for part in parts)


class Alone(Case):
    """A stack of objects of one row only: what they need is elsewhere."""

    def fill(self, value, key):
        if isinstance(value, dict) and 'get_resource' in value:
            value = '/Common/<tag>_' + value['get_resource']
        return super().fill(value, key)

    def template(self, which=lambda change: None):
        return hot({key: {'type': self.row.type,
                          'properties': self.properties(key, which)}
                    for key in self.groups})

    def create(self, template):
        self.stack.id = self.stack.heat.stacks.create(
            stack_name=self.stack.name, template=template)['stack']['id']

    def update(self, template, **rest):
        self.stack.heat.stacks.update(
            self.stack.id, template=template, **rest)


@pytest.fixture
def alone(cloud, stack):
    """Makes a case of each row with its own stack; what it needs is there."""
    made = []

    def make(groups):
        cases = [Alone(row, cloud, conftest.Stack(cloud.heat), groups(row))
                 for row in contract.ROWS]
        if not made:
            stack.create(star({
                name: case.fill(snippet, name) for case in cases
                for name, snippet in case.row.needs.items()}))
        made.extend(cases)
        return cases

    yield make
    delete_at_once([
        case for case in made
        if case.stack.id
        and case.stack.show().stack_status != 'DELETE_COMPLETE'])


def at_once(cases, begin, expect):
    """Begin something with the stack of each case, then wait for all."""
    for case in cases:
        begin(case)
    for case in cases:
        case.stack.wait(expect)


def create_at_once(cases, which=lambda change: None):
    at_once(cases, lambda case: case.create(case.template(which)),
            'CREATE_COMPLETE')


def check_at_once(cases, expect='CHECK_COMPLETE'):
    at_once(cases,
            lambda case: case.stack.heat.actions.check(case.stack.id), expect)


def delete_at_once(cases):
    at_once(cases,
            lambda case: case.stack.heat.stacks.delete(case.stack.id),
            'DELETE_COMPLETE')


def complaints(cases, judge):
    """The types with a complaint, which is a text."""
    found = {case.row.type: judge(case) for case in cases}
    return {name: complaint for name, complaint in found.items() if complaint}


def plain(row):
    return {'plain': []}


def together(row):
    return {'all': [name for name in row.changes
                    if not row.stands_apart(name)]}


def test_deleted_behind_heats_back(cloud, alone):
    """A check says what is gone; the next update makes it again."""
    cases = alone(plain)
    create_at_once(cases)
    ids = [case.ids() for case in cases]
    for case in cases:
        assert cloud.bigip.delete(case.uri('plain')).status_code == 200
    check_at_once(cases, 'CHECK_FAILED')
    assert complaints(cases, lambda case: '' if re.search(
        '(?i)not found', case.reason('plain')) else case.reason('plain')
    ) == {}
    requests = watch(
        cloud, at_once, cases, lambda case: case.update(case.template()),
        'UPDATE_COMPLETE')
    for case in cases:
        case.requests = requests
    # Types may have a collection in common.
    shared = [case.collection() for case in cases]
    assert complaints(cases, lambda case: '' if (
        case.count('POST') == shared.count(case.collection())
        and case.read('plain')
    ) else 'is not made again') == {}
    assert [case.ids() for case in cases] == ids
    check_at_once(cases)


def test_converge(cloud, alone):
    """An update with --converge repairs drift that no check has seen.

    Heat reads the live state only of resources that depend on no other.
    """
    def converge(case):
        case.update(case.template(second), converge=True)

    cases = alone(together)
    create_at_once(cases, second)
    requests = watch(cloud, at_once, cases, converge, 'UPDATE_COMPLETE')
    assert {method for method, _ in requests} == {'GET'}
    for case in cases:
        assert list(case.drift())
    requests = watch(cloud, at_once, cases, converge, 'UPDATE_COMPLETE')
    for case in cases:
        case.requests = requests
    assert complaints(cases, lambda case: '' if case.written('PATCH') == [
        'all'] else 'PATCH: %s' % case.written('PATCH')) == {}
    check_at_once(cases)


def test_create_only_properties(cloud, alone):
    """An object whose create-only property changes is made anew."""
    cases = alone(lambda row: {
        **plain(row), **{name: [name] for name in row.fixed}})
    before = held(cloud)
    create_at_once(cases, first)
    ids = [case.ids() for case in cases]
    named = [case for case in cases if '<name>' in case.row.uri]

    def update(case):
        template = case.template(second)
        if case in named:
            template['resources']['plain']['properties']['name'] += '_new'
        case.update(template)

    at_once(cases, update, 'UPDATE_COMPLETE')
    for case, old in zip(cases, ids, strict=True):
        if case in named:
            assert case.read('plain') is None
            assert cloud.bigip.read(case.fill(
                case.row.uri.replace('<name>', '<name>_new'), 'plain'))
        for name, change in case.row.fixed.items():
            body = case.read(name)
            assert rows.like(rows.dig(body, change.key),
                             case.fill(change.sent_second, name)), body
        now = case.ids()
        assert (now.pop('plain') != old.pop('plain')) == (case in named)
        assert now == old
    delete_at_once(cases)
    assert held(cloud) == before


def test_what_others_own_is_left_to_them(cloud, alone):
    """With external_id an object is read and shown, and never touched.

    Without it the create is refused, as the name is taken.
    """
    cases = alone(plain)
    create_at_once(cases)
    before = [case.read_marked('plain') for case in cases]
    guests = dict(zip(alone(plain), cases, strict=True))

    def create(guest):
        template = guests[guest].template()
        plain = template['resources']['plain']
        template['resources']['adopted'] = {
            **plain, 'external_id': guests[guest].ids()['plain']}
        plain['depends_on'] = 'adopted'
        guest.create(template)

    at_once(guests, create, 'CREATE_FAILED')
    for guest, owner in guests.items():
        adopted = cloud.heat.resources.get(
            guest.stack.id, 'adopted', with_attr=['full_path'])
        assert adopted.physical_resource_id == owner.ids()['plain']
        assert adopted.attributes['full_path'] == (
            owner.read_marked('plain')['fullPath'])
    assert complaints(guests, lambda guest: '' if (
        'does not belong to this resource' in guest.reason('plain'))
        else guest.reason('plain')) == {}
    delete_at_once(guests)
    assert before == [case.read_marked('plain') for case in cases]
