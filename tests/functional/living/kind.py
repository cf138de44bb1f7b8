# SPDX-License-Identifier: Apache-2.0

"""The steps that each kind of living stack takes, and an application."""

import contextlib
import copy
import re

from tests.functional import conftest
from tests.functional.contract import stacks
from tests.functional.living import site as sites

MANY = 100_000

#: Keys in the data of resources that an update deletes: what they are about
#: is over then.
PASSING = {
    'before',
    'brought',
    'converge',
    'draining',
    'expected_companions',
    'moving',
    'signalling',
    'suspended',
    'taken_over',
    'unsynced',
}

#: The kinds, by their labels.
KINDS = {}


def thing(type, **properties):
    return {'type': type, 'properties': properties}


def get(name):
    return {'get_resource': name}


def path(uri):
    """Return the full path of an object in Common from its address."""
    return '/Common/' + uri.rpartition('~')[2]


class Living:
    """A stack that the old code makes and that today's code goes on with.

    A subclass with a ``label`` is a kind.
    """

    label = None

    #: The device on which its objects are.
    server = 'lab'

    #: Further arguments of heatclient's create and update.
    given = {}

    #: Keys that the old code leaves in the data of its resources.
    keys = frozenset()

    #: How a check ends; None if the stack has to be mended before a check.
    checked = 'CHECK_COMPLETE'

    #: The requests of an update for nothing: method and path, by device.
    asked = {}

    #: Whether the stack is only checked and deleted, from ``change`` on.
    is_leaving = False

    def __init_subclass__(cls, label=None):
        cls.label = label
        if label is not None:
            KINDS[label] = cls

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
        """Return the resources of the template."""
        raise NotImplementedError

    def changes(self):
        """Return new values of properties that change in place."""
        raise NotImplementedError

    def holds(self):
        """Return what the device then has: keys of JSON, by address."""
        raise NotImplementedError

    def leave(self, pools):
        """Change others' pools, by path, to what the stack leaves of them."""

    # The steps.

    def place(self):
        pass

    def make(self):
        self.create()

    def break_off(self):
        pass

    def look(self):
        assert self.keys <= self.kept()

    def check(self):
        if self.checked:
            self.stack.check(self.checked)

    def mend(self):
        pass

    def update_for_nothing(self):
        if not self.is_leaving:
            self.update()

    def change(self):
        if self.is_leaving:
            # Heat takes long to find that a dead engine is not at it.
            self.stack.heat.stacks.delete(self.stack.id)
            return
        ids, marks = self.site.ids(self.stack), self.marks()
        assert {mark.partition('/')[0] for mark in marks} == {self.stack.id}
        self.update(**self.changes())
        assert self.site.ids(self.stack) == ids
        assert self.marks() == marks
        self.assert_holds(self.holds())
        assert self.kept() & PASSING == set()
        assert {
            method
            for _, method, where in self.site.requests()
            if method != 'GET' and self.name('') in where
        } == {'PATCH'}

    def delete(self):
        if self.is_leaving:
            self.stack.wait('DELETE_COMPLETE')
        else:
            self.stack.delete()

    # What the steps of a kind are made of.

    def name(self, name):
        """Return the name of an object; up to the dot it names the kind."""
        return '%s.%s' % (self.stack.name.replace('-', '_'), name)

    def uri(self, collection, name):
        return '%s/~Common~%s' % (collection, self.name(name))

    def altered(self, **resources):
        """Return the template with other properties; None drops one."""
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

    def begin_update(self, **resources):
        self.stack.heat.stacks.update(
            self.stack.id, template=self.altered(**resources), **self.given
        )

    def kept(self):
        """Return all keys of the data of the stack's resources."""
        return {
            key for data in self.site.data(self.stack).values() for key in data
        }

    def data(self, resource):
        return self.site.data(self.stack).get(resource, {})

    def marks(self):
        """Return the marks of the objects that change."""
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
        """Let requests fail until the ``make`` of all kinds is over."""
        self.control.inject(
            fault, method=method, path=where, body=body, times=MANY
        )

    @contextlib.contextmanager
    def held(self, method, where, fault='hold-after', body=''):
        """Hold a request that is made inside, and wait until it is held."""
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

    #: The resources that a kind has of these.
    parts = ('pool', 'apart', 'member', 'web')

    #: The property ``drain``, if members and servers have it.
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

    def change(self):
        super().change()
        is_smaller = 'members' in self.changes().get('pool', ())
        if is_smaller and not self.is_leaving:
            assert self.are('gone', 'first')

    def states(self):
        """Return what takes connections: enabled, disabled or gone."""
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
    """An application that another update with its template repairs."""

    def mend(self):
        self.update()
