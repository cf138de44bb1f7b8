# SPDX-License-Identifier: Apache-2.0

"""Stacks with objects of a row: what is done to them, and what is seen."""

import json
import re

from tests.functional.contract import row as rows


class Case:
    """Objects of one row in a stack: a plain one, and ``groups``.

    A group is the properties that an object has beside those that every
    object has; without it there is one of all properties that can stand
    together, and one for each of the others. A ``label`` begins the names of
    resources where those of other rows are in the stack.
    """

    def __init__(self, row, cloud, stack, groups=None, label=''):
        self.row = row
        self.cloud = cloud
        self.stack = stack
        self.label = label
        self.tag = (stack.name + '_' + label).replace('-', '_').rstrip('_')
        if groups is None:
            apart = [name for name in row.changes if row.stands_apart(name)]
            groups = {
                'plain': [],
                'all': [name for name in row.changes if name not in apart],
                **{name: [name] for name in apart},
            }
        self.groups = groups
        # Objects that cannot be told apart by name have a number.
        self.numbers = {
            key: number for number, key in enumerate(self.groups, 1)
        }

    def change(self, name):
        return self.row.changes.get(name) or self.row.fixed[name]

    def need(self, name):
        """The resource that a row needs; objects are called as properties."""
        return '%sneed_%s' % (self.label, name)

    def fill(self, value, key):
        """A value of the row, with the names of this case in it."""
        if isinstance(value, str):
            return (
                value.replace('<name>', '%s_%s' % (self.tag, key))
                .replace('<tag>', self.tag)
                .replace('<n>', str(self.numbers.get(key, 0)))
            )
        if isinstance(value, dict) and 'get_resource' in value:
            return {'get_resource': self.need(value['get_resource'])}
        if isinstance(value, dict):
            return {
                self.fill(name, key): self.fill(item, key)
                for name, item in value.items()
            }
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
        return self.fill(
            {
                name: value
                for name, value in properties.items()
                if value is not None
            },
            key,
        )

    def snippets(self, which=lambda change: None):
        """The resources; ``which`` chooses a value of each property."""
        snippets = {
            self.need(name): self.fill(snippet, name)
            for name, snippet in self.row.needs.items()
        }
        needs = sorted(snippets)
        for key in self.groups:
            snippets[self.label + key] = {
                'type': self.row.type,
                'depends_on': needs,
                'properties': self.properties(key, which),
            }
        return snippets

    def template(self, which=lambda change: None):
        return star(self.snippets(which))

    def ids(self):
        return {
            key: self.shown(key).physical_resource_id for key in self.groups
        }

    def shown(self, key):
        return self.stack.resource(self.label + key)

    def uri(self, key):
        return self.fill(self.row.uri, key)

    def read_marked(self, key):
        return self.cloud.bigip.read(
            self.uri(key) + '?expandSubcollections=true'
        )

    def read(self, key):
        """What the device holds, without our mark; None if nothing."""
        body = self.read_marked(key)
        return body and unmarked(body)

    def written(self, method):
        """Each object that a method was used on, as often as it was."""
        return sorted(
            key
            for key in self.groups
            for seen, path in self.requests
            if seen == method and path.endswith('/' + self.uri(key))
        )

    def collection(self):
        return '/' + self.uri('plain').rpartition('/')[0]

    def count(self, method):
        """How often a method was used on the collection of the type."""
        return sum(
            1
            for seen, path in self.requests
            if seen == method and path.endswith(self.collection())
        )

    def assert_holds(self, which):
        """Each object holds the chosen value of each of its properties."""
        plain = self.read('plain')
        for key, names in self.groups.items():
            body = self.read_marked(key)
            assert body is not None, self.uri(key)
            assert 'f5_heat' in json.dumps(body)
            body = unmarked(body)
            for name in names:
                change = self.change(name)
                expected = self.fill(which(change), key)
                if expected is rows.UNSET:
                    expected = self.fill(change.unset, key)
                if expected is rows.UNSET:
                    expected = rows.dig(plain, change.key)
                actual = rows.dig(body, change.key)
                assert rows.like(actual, expected), (
                    '%s of %s: %r is expected, the device has %r'
                    % (name, key, expected, actual)
                )

    def assert_differs_from_plain(self):
        """The first values are not those that an object has anyway."""
        plain = self.read('plain')
        for key, names in self.groups.items():
            body = self.read(key)
            for name in names:
                change = self.change(name)
                if change.sent_first is not rows.HIDDEN:
                    assert rows.dig(body, change.key) != (
                        rows.dig(plain, change.key)
                    ), name

    def drift(self):
        """Set the first values behind Heat's back; yield what was set."""
        for key, names in self.groups.items():
            body = {}
            for name in names:
                change = self.change(name)
                if change.drift is not rows.HIDDEN:
                    rows.bury(
                        body, change.drift_key, self.fill(change.drift, key)
                    )
                    yield key, name
            if body:
                self.patch(key, body)

    def patch(self, key, body):
        """Change the object of a group, as its administrator would."""
        there = self.read_marked(key) if self.row.always else {}
        answer = self.cloud.bigip.patch(
            self.uri(key),
            json={**{name: there[name] for name in self.row.always}, **body},
        )
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
        name: {
            **snippet,
            'depends_on': ['root', *snippet.get('depends_on', [])],
        }
        for name, snippet in snippets.items()
    }
    return hot(
        {
            'root': {'type': 'OS::Heat::None'},
            **below,
            'sink': {'type': 'OS::Heat::None', 'depends_on': sorted(below)},
        }
    )


def watch(cloud, action, *args, **kwargs):
    """Method and path of each request that the device sees meanwhile."""
    cloud.control.clear()
    action(*args, **kwargs)
    return [
        (request['method'], request['path'].partition('?')[0])
        for request in cloud.control.requests()
        if not request['login']
    ]


def unmarked(body):
    """The JSON of an object without the mark that says whose it is."""
    body = dict(body)
    body.pop('generation')
    body.pop('lastModifiedTime', None)
    if 'metadata' in body:
        body['metadata'] = [
            entry for entry in body['metadata'] if entry['name'] != 'f5_heat'
        ]
    if 'sourcePath' in body:
        # A file takes and loses its mark with a new upload of the same.
        for key in ('sourcePath', 'revision', 'lastUpdateTime'):
            body.pop(key)
    for key, mark in (
        ('description', r' ?\[f5_heat \S+\]$'),
        ('apiAnonymous', r'\n# f5_heat \S+$'),
    ):
        if key in body:
            body[key] = re.sub(mark, '', body[key])
    return body


def first(change):
    return change.first


def second(change):
    return change.second


def held(cloud):
    """The paths of all objects on the device."""
    return {
        (collection, path)
        for collection, objects in cloud.control.config().items()
        for path in objects
    }


class Crowd:
    """A stack with objects of many rows, and with what they need.

    A resource costs Heat less than half of what a stack does. Only where
    one failure keeps Heat from what is left do rows need stacks of their own.
    """

    def __init__(self, cloud, stack, rows, groups=None):
        self.cloud = cloud
        self.stack = stack
        self.cases = [
            Case(row, cloud, stack, groups and groups(row), 'r%d_' % number)
            for number, row in enumerate(rows)
        ]

    def __iter__(self):
        return iter(self.cases)

    def snippets(self, which=lambda change: None):
        return {
            name: snippet
            for case in self
            for name, snippet in case.snippets(which).items()
        }

    def template(self, which=lambda change: None):
        return star(self.snippets(which))

    def act(self, action, *args, **kwargs):
        """Do it, and let cases have the requests that the device sees."""
        self.requests = watch(self.cloud, action, *args, **kwargs)
        for case in self:
            case.requests = self.requests

    def shown(self):
        """The resources as Heat shows them, by case and key."""
        found = {
            resource.resource_name: resource
            for resource in self.stack.heat.resources.list(self.stack.id)
        }
        return {
            (case, key): found[case.label + key]
            for case in self
            for key in case.groups
        }

    def ids(self):
        return {
            which: resource.physical_resource_id
            for which, resource in self.shown().items()
        }

    def reasons(self):
        return {
            which: resource.resource_status_reason
            for which, resource in self.shown().items()
        }

    def made(self, collection):
        """How many resources are objects of a collection."""
        types = {
            case.row.type for case in self if case.collection() == collection
        }
        return sum(
            snippet['type'] in types
            for snippet in self.template()['resources'].values()
        )


class Alone(Case):
    """A stack of objects of one row only: what they need is elsewhere."""

    def fill(self, value, key):
        if isinstance(value, dict) and 'get_resource' in value:
            value = '/Common/<tag>_' + value['get_resource']
        return super().fill(value, key)

    def template(self, which=lambda change: None):
        return hot(
            {
                key: {
                    'type': self.row.type,
                    'properties': self.properties(key, which),
                }
                for key in self.groups
            }
        )

    def create(self, template):
        self.stack.id = self.stack.heat.stacks.create(
            stack_name=self.stack.name, template=template
        )['stack']['id']

    def update(self, template, **rest):
        self.stack.heat.stacks.update(self.stack.id, template=template, **rest)


def at_once(cases, begin, expect):
    """Begin something with the stack of each case, then wait for all."""
    for case in cases:
        begin(case)
    for case in cases:
        case.stack.wait(expect)


def create_at_once(cases, which=lambda change: None):
    at_once(
        cases,
        lambda case: case.create(case.template(which)),
        'CREATE_COMPLETE',
    )


def check_at_once(cases, expect='CHECK_COMPLETE'):
    at_once(
        cases,
        lambda case: case.stack.heat.actions.check(case.stack.id),
        expect,
    )


def delete_at_once(cases):
    at_once(
        cases,
        lambda case: case.stack.heat.stacks.delete(case.stack.id),
        'DELETE_COMPLETE',
    )


def complaints(cases, judge):
    """The types with a complaint, which is a text."""
    found = {case.row.type: judge(case) for case in cases}
    return {name: complaint for name, complaint in found.items() if complaint}


def plain(row):
    return {'plain': []}


def together(row):
    return {
        'all': [name for name in row.changes if not row.stands_apart(name)]
    }
