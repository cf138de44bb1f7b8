# SPDX-License-Identifier: Apache-2.0

"""Stacks that the package made at an earlier commit go on with today's.

What they are and what is done with them is in ``living``. The old engine is
started once, and killed; today's goes on with its database and its devices.
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

#: Every key that the old code keeps something by in the data of a resource,
#: but for ``checksums``, for which a Barbican is needed.
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

#: What the device counts and dates by itself.
OWN = ('generation', 'lastModifiedTime')


class Lives:
    """The stacks, and what became of them.

    ``errors`` has the first one of each kind, and ``requests`` what the
    devices saw of each step; the devices held ``before`` and hold ``after``.
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
                self.site.mend()
                self.step('break_off')
        # The devices did what they were asked, or will never do it.
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
        """Let all take a step; what has failed is only deleted."""
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
    """All kinds; those that were chosen, where some of test_kind were."""
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
    """But for what has to be done with each update."""
    assert sorted(lives.requests['update_for_nothing']) == sorted(
        (name, *request)
        for kind in lives.kinds
        for name, requests in kind.asked.items()
        for request in requests
    )


def test_what_others_have_is_left(lives):
    """Just that, and as it was but for what stacks took over."""
    expected = copy.deepcopy(lives.before)
    pools = expected['lab', 0, 'ltm/pool']
    for kind in lives.kinds:
        kind.leave(pools)
    assert plain(lives.after) == plain(expected)


def plain(config):
    """What units hold, as far as they do not count it by themselves."""
    return {
        (*where, path): {
            key: value for key, value in body.items() if key not in OWN
        }
        for where, objects in config.items()
        for path, body in objects.items()
    }
