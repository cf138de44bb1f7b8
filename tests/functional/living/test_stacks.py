# SPDX-License-Identifier: Apache-2.0

"""Stacks that an earlier commit of the package made go on with today's code.

The package ``living`` has their kinds. One engine with the old code makes them
all and is killed; one with today's code goes on with its database.
"""

import collections
import concurrent.futures
import copy

import pytest

from tests.functional import living
from tests.functional.contract import furniture
from tests.functional.living import old_code
from tests.functional.living import site as sites
from tests.functional.living import types

#: All keys that the old code writes into the data of resources, except for
#: ``checksums``, which needs a Barbican.
KEYS = {
    'adopted',
    'before',
    'brought',
    'companions',
    'connection',
    'converge',
    'created',
    'device',
    'draining',
    'expected_companions',
    'generations',
    'joined',
    'members',
    'moving',
    'nodes',
    'scripts',
    'signalled',
    'signalling',
    'suspended',
    'synced',
    'taken_over',
    'tried',
    'unsynced',
}

#: Keys of JSON that a device counts or dates by itself.
OWN = ('generation', 'lastModifiedTime')


class Lives:
    """The stacks, and their steps.

    ``errors`` has the first error of each kind, ``requests`` has those of
    each step, ``before`` and ``after`` are the devices' configurations.
    """

    def __init__(self, site, labels):
        self.site = site
        self.kinds = [
            living.KINDS[label](site, number)
            for number, label in enumerate(labels, 1)
        ]
        self.errors = {}
        self.requests = {}

    def live(self, directory):
        furniture.place(self.site.rest('lab'))
        self.step('place')
        self.before = self.site.config()
        with old_code.checked_out(directory) as tree:
            self.tree = tree
            with self.site.old_heat(tree) as heat:
                self.hand_to(heat)
                self.step('make')
                self.site.end_faults()
                self.step('break_off')
        self.site.release()
        self.step('look')
        with self.site.new_heat() as heat:
            self.hand_to(heat)
            self.step('check')
            self.step('mend')
            self.step('update_for_nothing')
            self.step('change')
            self.step('delete')
        self.after = self.site.config()

    def hand_to(self, heat):
        for kind in self.kinds:
            kind.stack.heat = heat.heat()

    def step(self, name):
        """Let all kinds take a step; one that has failed is only deleted."""
        self.site.clear()
        with concurrent.futures.ThreadPoolExecutor(len(self.kinds)) as pool:
            steps = {
                kind.label: pool.submit(getattr(kind, name))
                for kind in self.kinds
                if kind.label not in self.errors or name == 'delete'
            }
        for label, future in steps.items():
            if future.exception():
                self.errors.setdefault(label, future.exception())
        self.requests[name] = self.site.requests()


@pytest.fixture(scope='module')
def lives(request, tmp_path_factory):
    """All kinds, or only those whose test is to run, if there are any."""
    chosen = [
        item.callspec.params['label']
        for item in request.session.items
        if getattr(item, 'function', None) is test_kind
    ]
    directory = tmp_path_factory.mktemp('living')
    with sites.Site(directory) as site:
        lives = Lives(site, sorted(chosen) or living.KINDS)
        lives.live(directory)
        yield lives


@pytest.mark.parametrize('label', living.KINDS)
def test_kind(lives, label):
    if label in lives.errors:
        raise lives.errors[label]


def test_each_code_ran_when_it_should(lives):
    old = old_code.sources(lives.site.old_log)
    new = old_code.sources(lives.site.new_log)
    assert old and new
    assert {lives.tree in source.parents for source in old} == {True}
    assert {lives.tree in source.parents for source in new} == {False}


def test_every_key_is_left_by_a_kind():
    assert set().union(*(kind.keys for kind in living.KINDS.values())) == KEYS


def test_every_type_is_a_kind():
    assert set(types.TYPES) <= set(living.KINDS)


def test_a_check_reads_each_object_once(lives):
    requests = collections.Counter(lives.requests['check'])
    assert {method for _, method, _ in requests} == {'GET'}
    assert {
        request: count
        for request, count in requests.items()
        if count > 1 and 'living' in request[2]
    } == {}


def test_an_update_for_nothing_asks_for_nothing(lives):
    """Except for what every update has to do."""
    assert sorted(lives.requests['update_for_nothing']) == sorted(
        (name, *request)
        for kind in lives.kinds
        for name, requests in kind.asked.items()
        for request in requests
    )


def test_what_others_have_is_left(lives):
    """And nothing else; what stacks took over is as they left it."""
    expected = copy.deepcopy(lives.before)
    pools = expected.setdefault(('lab', 0, 'ltm/pool'), {})
    for kind in lives.kinds:
        kind.leave(pools)
    assert plain(lives.after) == plain(expected)


def plain(config):
    """Return each object without the keys in OWN."""
    return {
        (*where, path): {
            key: value for key, value in body.items() if key not in OWN
        }
        for where, objects in config.items()
        for path, body in objects.items()
    }
