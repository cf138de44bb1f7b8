# SPDX-License-Identifier: Apache-2.0

"""A kind of living stack: the steps that each takes, and an application."""

import contextlib
import copy
import re

from tests.functional import conftest
from tests.functional.contract import stacks
from tests.functional.living import site as sites

MANY = 100_000

#: The classes that are kinds.
_found = []


def found():
    return list(_found)


def thing(type, **properties):
    return {'type': type, 'properties': properties}


def get(name):
    return {'get_resource': name}


def path(uri):
    """The full path of an object in Common, which its address ends with."""
    return '/Common/' + uri.rpartition('~')[2]


class Living:
    """A stack that the old code makes, and that today's goes on with.

    A subclass that is a kind has a ``label``.
    """

    label = None

    #: The device that its objects are on.
    server = 'lab'

    #: What else heatclient takes when the stack is created or updated.
    given = {}

    #: The keys that the data of its resources has when the old code is gone.
    keys = frozenset()

    #: How a check ends; None where there cannot be one before it is mended.
    checked = 'CHECK_COMPLETE'

    #: Method and path of the requests of an update for nothing, by device.
    asked = {}

    #: Whether the stack is gone before the last step.
    is_over = False

    def __init_subclass__(cls, label=None):
        cls.label = label
        if label is not None:
            _found.append(cls)

    def __init__(self, site, number):
        self.site = site
        self.bigip = site.rest(self.server)
        self.control = site.devices[self.server][0].control
        self.stack = sites.Stack(
            site, 'living-' + re.sub(r'\W+', '-', self.label).lower()
        )
        self.net = '10.%d' % number
        self.template = stacks.hot(self.resources())
        if self.given:
            self.template['parameters'] = {
                name: {'type': 'string', 'hidden': True}
                for name in self.given['parameters']
            }

    # What a kind says of itself.

    def resources(self):
        """The resources of the template."""
        raise NotImplementedError

    def changes(self):
        """Properties that change in place, by resource."""
        raise NotImplementedError

    def holds(self):
        """Keys of JSON that the device has then, by the object's address."""
        raise NotImplementedError

    def leave(self, pools):
        """Make of others' pools, by path, what the stack leaves of them."""

    # The steps.

    def place(self):
        pass

    def make(self):
        self.create()

    def break_off(self):
        pass

    def look(self):
        kept = self.site.data(self.stack).values()
        assert self.keys <= {key for data in kept for key in data}

    def check(self):
        if self.checked:
            self.stack.check(self.checked)

    def mend(self):
        pass

    def update_for_nothing(self):
        if not self.is_over:
            self.update()

    def change(self):
        if self.is_over:
            return
        ids, marks = self.site.ids(self.stack), self.marks()
        assert {mark.partition('/')[0] for mark in marks} == {self.stack.id}
        self.update(**self.changes())
        assert self.site.ids(self.stack) == ids
        assert self.marks() == marks
        self.assert_holds(self.holds())
        assert {
            method
            for _, method, where in self.site.requests()
            if method != 'GET' and self.name('') in where
        } == {'PATCH'}

    def delete(self):
        if not self.is_over:
            self.stack.delete()

    # What the steps of a kind are made of.

    def name(self, name):
        """The name of an object; all of a kind begin alike."""
        return '%s_%s' % (self.stack.name.replace('-', '_'), name)

    def uri(self, collection, name):
        return '%s/~Common~%s' % (collection, self.name(name))

    def altered(self, **resources):
        """The template with other properties; None takes one out."""
        template = copy.deepcopy(self.template)
        for name, changes in resources.items():
            properties = template['resources'][name]['properties']
            properties.update(changes)
            for key, value in changes.items():
                if value is None:
                    del properties[key]
        return template

    def create(self, expect='CREATE_COMPLETE', **resources):
        self.stack.create(self.altered(**resources), expect, **self.given)

    def update(self, expect='UPDATE_COMPLETE', converge=False, **resources):
        self.stack.update(
            self.altered(**resources),
            expect,
            converge=converge,
            **self.given,
        )

    def begin_update(self):
        self.stack.heat.stacks.update(
            self.stack.id, template=self.template, **self.given
        )

    def end(self):
        """Delete the stack before the other steps."""
        self.stack.delete()
        self.is_over = True

    def data(self, resource):
        return self.site.data(self.stack).get(resource, {})

    def marks(self):
        """The marks on the objects that are looked at."""
        return [sites.mark(self.bigip.read(uri)) for uri in self.holds()]

    def assert_holds(self, expected):
        for uri, values in expected.items():
            body = self.bigip.read(uri)
            assert {key: body.get(key) for key in values} == values, uri

    def post(self, collection, **body):
        """Make an object of somebody else's."""
        answer = self.bigip.post(
            collection, json={'partition': 'Common', **body}
        )
        assert answer.ok, answer.text

    def patch(self, uri, **body):
        """Change an object behind Heat's back."""
        answer = self.bigip.patch(uri, json=body)
        assert answer.ok, answer.text

    def fail(self, fault, method, where, body=''):
        """Let requests fail until every kind is made."""
        self.control.inject(
            fault, method=method, path=where, body=body, times=MANY
        )

    @contextlib.contextmanager
    def held(self, method, where, fault='hold-after', body=''):
        """Let a request that is made meanwhile be held, and wait for it."""
        self.control.inject(fault, method=method, path=where, body=body)
        yield
        conftest.until(
            lambda: any(
                held['method'] == method and re.search(where, held['path'])
                for held in self.control.wait_held(0)
            )
        )


class Application(Living):
    """A server with a pool of two members, and a pool with one of its own."""

    #: Those of its resources that a kind has.
    parts = ('pool', 'apart', 'member', 'web')

    #: Properties of all that drains.
    drain = {}

    def __init__(self, site, number):
        super().__init__(site, number)
        self.uris = {
            'web': self.uri('ltm/virtual', 'web'),
            'pool': self.uri('ltm/pool', 'pool'),
            'apart': self.uri('ltm/pool', 'apart'),
        }
        for key, pool, number in (
            ('first', 'pool', 1),
            ('second', 'pool', 2),
            ('member', 'apart', 3),
        ):
            self.uris[key] = '%s/members/~Common~%s:80' % (
                self.uris[pool],
                self.host(number),
            )

    def host(self, number):
        return '%s.0.%d' % (self.net, number)

    def members(self, *numbers):
        return [
            {'member_ip': self.host(number), 'member_port': 80, **self.drain}
            for number in numbers
        ]

    def of_parts(self, every):
        return {name: every[name] for name in self.parts if name in every}

    def resources(self):
        there = {} if self.server == 'lab' else {'bigip_server': self.server}
        return self.of_parts(
            {
                'pool': thing(
                    'F5::LTM::Pool',
                    name=self.name('pool'),
                    description='web',
                    monitors=['http'],
                    members=self.members(1, 2),
                    **there,
                ),
                'apart': thing(
                    'F5::LTM::Pool', name=self.name('apart'), **there
                ),
                'member': thing(
                    'F5::LTM::PoolMember',
                    pool=get('apart'),
                    address=self.host(3),
                    port=80,
                    ratio=2,
                    **there,
                    **self.drain,
                ),
                'web': thing(
                    'F5::LTM::VirtualServer',
                    name=self.name('web'),
                    ip='%s.1.1' % self.net,
                    port=80,
                    default_pool=get('pool'),
                    profiles=['tcp'],
                    **there,
                    **self.drain,
                ),
            }
        )

    def changes(self):
        return self.of_parts(
            {
                'pool': {'slow_ramp_time': 20, 'members': self.members(2)},
                'member': {'ratio': 3},
                'web': {'connection_limit': 7},
            }
        )

    def holds(self):
        every = {
            'pool': {'slowRampTime': 20, 'monitor': '/Common/http'},
            'member': {'ratio': 3},
            'web': {'connectionLimit': 7, 'pool': path(self.uris['pool'])},
        }
        return {
            self.uris[name]: values
            for name, values in self.of_parts(every).items()
        }

    def states(self):
        """What is enabled, disabled or gone of all that takes connections."""
        gates = {
            'pool': ['first', 'second'],
            'member': ['member'],
            'web': ['web'],
        }
        return {
            key: self._state(self.uris[key])
            for keys in self.of_parts(gates).values()
            for key in keys
        }

    def _state(self, uri):
        body = self.bigip.read(uri)
        if body is None:
            return 'gone'
        off = body.get('disabled') or body.get('session') == 'user-disabled'
        return 'disabled' if off else 'enabled'

    def are(self, state, *keys):
        states = self.states()
        return {states[key] for key in keys or states} == {state}


class Unfinished(Application):
    """An application that an update with the same template puts right."""

    def mend(self):
        self.update()
