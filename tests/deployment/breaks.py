# SPDX-License-Identifier: Apache-2.0

"""Actions on stacks that are broken off, and what becomes of the stacks.

A case is an action on a stack: its create, one of its changes, its delete, or
what else Heat does with stacks. A cell is a moment of it: before the k-th
request takes effect, before that is answered, or when Heat has the answer and
has not noted it. Something breaks then; the next update has to end with what
the template says, or the next delete with nothing. Many cells share a break;
each has a device of its own.
"""

import collections
import contextlib
import dataclasses
import itertools
import json
import operator
import re
import typing

import pytest
import requests
from heatclient import exc as heat_exc

from f5_heat.lab import lab
from tests.deployment import things
from tests.functional import conftest

ORDINARY = '^/mgmt/(?!shared/auth[nz]/)'
MOMENTS = {
    'before': 'before request %d took effect',
    'after': 'before request %d was answered',
    'answered': 'before Heat noted the answer to request %d',
}
# A choice takes each so-manieth case of an action, and of those each
# so-manieth cell. A number that has no divisor in common with that of a
# request's cells lets each combination come up.
STRIDES = {
    'create': (1, 5),
    'change': (1, 5),
    'delete': (1, 2),
    'check': (6, 11),
    'suspend': (2, 13),
    'resume': (2, 13),
    'snapshot': (6, 11),
    'restore': (4, 29),
    'signal': (1, 5),
}
# So many requests come whatever the time between two looks.
WATCHED = 3
# The mark on what the device made, and what is in use by others by now.
NOTE = 'Made for other objects. [f5_heat companion]'
VERSIONS = ('creationTime', 'generation', 'lastModifiedTime')


@dataclasses.dataclass(frozen=True, eq=False)
class Case:
    """An action: the step that is broken off, and those on the ``way`` to it.

    A step is a state that the stack is brought to, None for its delete, or
    the name of what else Heat does with a stack. ``then`` has the steps that
    an author can take afterwards, by the names of what they come to.
    """

    thing: things.Thing
    action: str
    way: tuple
    step: dict | str | None
    then: typing.Mapping[str, tuple]

    def __str__(self):
        return '%s, %s' % (self.thing.name, self.action)


@dataclasses.dataclass(frozen=True, eq=False)
class Cell:
    """A moment of a case, and what the author does afterwards."""

    case: Case
    number: int
    moment: str
    then: str

    def __str__(self):
        return '%s: broken off %s, then %s' % (
            self.case,
            MOMENTS[self.moment] % (self.number + 1),
            self.then,
        )

    @property
    def fault(self):
        return 'hold-before' if self.moment == 'before' else 'hold-after'


@dataclasses.dataclass
class Recording:
    """What happens where nothing is broken off."""

    count: int
    before: dict
    after: dict
    back: dict
    end: dict


class Site:
    """A device, and the stack that is on it."""

    def __init__(self, deployment, heat, name):
        self.deployment = deployment
        self.heat = heat
        self.name = name
        self.simulator = deployment.devices[name]
        self.control = self.simulator.control
        self.stack = None
        self.stacks = itertools.count(1)

    def furnish(self):
        """Put on it what others have made."""
        with requests.Session() as session:
            session.trust_env = False
            session.auth = lab.USERNAME, lab.PASSWORD
            session.verify = self.simulator.ca_file
            for collection, body in things.FOREIGN:
                answer = session.post(
                    '%s/mgmt/tm/%s' % (self.simulator.url, collection),
                    json=body,
                )
                assert answer.ok, answer.text
        self.snapshot = self.control.snapshot()
        self.foreign = self.control.config()

    def renew(self, thing):
        """Bring it back to the beginning, for another stack."""
        self.control.mend()
        self.control.restore(self.snapshot)
        if thing.busy:
            self.control.set_connections(*thing.busy, 1)
        self.stack = None
        self.stack_name = '%s-stack%d' % (self.name, next(self.stacks))

    def begin(self, step):
        """Let Heat begin with a step."""
        if isinstance(step, dict):
            self._bring_to(step)
        elif step is None:
            # An earlier delete may have gone on by itself.
            with contextlib.suppress(heat_exc.HTTPNotFound):
                self.heat.stacks.delete(self.stack)
        elif step == 'signal':
            for name in things.signalled(self.resources):
                self.heat.resources.signal(
                    self.stack, name, {'action': 'disable'}
                )
        elif step == 'snapshot':
            self._kept = self.heat.stacks.snapshot(self.stack)['id']
        elif step == 'restore':
            self.heat.stacks.restore(self.stack, self._kept)
        else:
            getattr(self.heat.actions, step)(self.stack)

    def _bring_to(self, resources):
        self.resources = resources
        template = things.template(resources, self.name, self.simulator)
        if self.stack is None:
            self.stack = self.heat.stacks.create(
                stack_name=self.stack_name, template=template
            )['stack']['id']
        else:
            self.heat.stacks.update(self.stack, template=template)

    def is_signalled(self):
        """Whether Heat has come to the end of a signal.

        That is no matter of the stack's state.
        """
        return self.deployment.database.select(
            "SELECT id FROM event WHERE resource_action = 'SIGNAL' "
            'AND stack_id = %s',
            self.stack,
        )

    def requests(self):
        return [
            (one['method'], one['path'])
            for one in self.control.requests()
            if re.match(ORDINARY, one['path'])
        ]

    def held(self):
        """What the device holds, marks and versions aside."""
        return clean(self.control.config(), self.stack_name)

    def touched(self):
        """Yield the objects of others that are not as they were."""
        now = self.control.config()
        for collection, objects in self.foreign.items():
            for path, body in objects.items():
                if now.get(collection, {}).get(path) != body:
                    yield 'touched: %s %s' % (collection, path)


def clean(value, stack):
    """An object without what differs from one device to another."""
    if isinstance(value, dict):
        return {
            clean(key, stack): clean(item, stack)
            for key, item in value.items()
            if key not in VERSIONS and item != NOTE
        }
    if isinstance(value, list):
        return [
            clean(item, stack)
            for item in value
            if not isinstance(item, dict) or item.get('name') != 'f5_heat'
        ]
    if isinstance(value, str):
        value = re.sub(r'\s*(?:# |\[)f5_heat \S+/\S+/\S+?(?:\]|$)', '', value)
        # A name that Heat makes ends with characters drawn by lot.
        value = re.sub(stack + r'-(\w+)-\w{12}\b', r'stack-\1', value)
    return value


def differences(found, wanted):
    """Yield a line for each object that is not as it is to be."""
    for collection in sorted({*found, *wanted}):
        is_there = found.get(collection, {})
        is_wanted = wanted.get(collection, {})
        for path in sorted({*is_there, *is_wanted}):
            if path not in is_there:
                yield '%s %s is missing' % (collection, path)
            elif path not in is_wanted:
                yield '%s %s is left' % (collection, path)
            elif is_there[path] != is_wanted[path]:
                yield '%s %s differs: %s' % (
                    collection,
                    path,
                    different(is_there[path], is_wanted[path]),
                )


def different(one, other):
    return ', '.join(
        '%s is %s instead of %s'
        % (key, json.dumps(one.get(key)), json.dumps(other.get(key)))
        for key in sorted({*one, *other})
        if one.get(key) != other.get(key)
    )


def sites(deployment):
    """A site on each device, with what others have made."""
    heat = deployment.heat()
    made = [Site(deployment, heat, name) for name in deployment.devices]
    for site in made:
        site.furnish()
    return made


def perform(deployment, doings):
    """Let Heat take steps at sites, those of a site in turn, all at once.

    Returns Heat's reasons by the sites where it did not.
    """
    failed = {}
    doings = [(site, list(steps)) for site, steps in doings]
    while doings := [(site, steps) for site, steps in doings if steps]:
        begun = {site: steps.pop(0) for site, steps in doings}
        for site, step in begun.items():
            site.begin(step)
        states = deployment.wait([site.stack for site in begun])
        for site, step in begun.items():
            if step == 'signal':
                conftest.until(site.is_signalled)
            if not states[site.stack].endswith('COMPLETE'):
                failed[site] = deployment.reasons([site.stack])
    return failed


def batches(items, size):
    for start in range(0, len(items), size):
        yield items[start : start + size]


def record(deployment, sites, cases):
    """The recordings of cases in which nothing is broken off."""
    recordings = {}
    for batch in batches(cases, len(sites)):
        pairs = list(zip(sites, batch, strict=False))
        for site, case in pairs:
            site.renew(case.thing)
        assert not perform(
            deployment, [(site, case.way) for site, case in pairs]
        )
        before = {}
        for site, _ in pairs:
            before[site] = site.held()
            site.control.clear()
        assert not perform(
            deployment, [(site, [case.step]) for site, case in pairs]
        )
        seen = {site: (site.requests(), site.held()) for site, _ in pairs}
        assert not perform(
            deployment,
            [(site, case.then.get('back', ())) for site, case in pairs],
        )
        back = {site: site.held() for site, _ in pairs}
        assert not perform(
            deployment,
            [(site, [None]) for site, case in pairs if case.step is not None],
        )
        for site, case in pairs:
            made, after = seen[site]
            count = min(len(made), WATCHED) if case.thing.busy else len(made)
            recordings[case] = Recording(
                count, before[site], after, back[site], site.held()
            )
            if case.action in ('check', 'suspend', 'snapshot'):
                # Nothing of that is left on the device.
                assert back[site] == before[site], case
            if not case.thing.stays:
                assert site.control.config() == site.foreign, case
    return recordings


class Break:
    """Cells that one break is enough for, each on a site of its own.

    ``cells`` are the cells by their sites. A subclass says what breaks.
    """

    def __init__(self, deployment, cells, recordings):
        self.deployment = deployment
        self.cells = cells
        self.recordings = recordings
        self.complaints = collections.defaultdict(list)

    def run(self):
        """Yield a text for each cell that does not end well."""
        for site, cell in self.cells.items():
            site.renew(cell.case.thing)
        self._perform(
            (site, cell.case.way) for site, cell in self.cells.items()
        )
        self._interrupt()
        self._perform(
            (site, cell.case.then[cell.then])
            for site, cell in self.cells.items()
        )
        for site, cell in self.cells.items():
            self._compare(site, cell, *self._ends(cell))
        left = {
            site: cell
            for site, cell in self.cells.items()
            if cell.then != 'delete'
        }
        self._perform((site, [None]) for site in left)
        for site, cell in left.items():
            self._compare(site, cell, self.recordings[cell.case].end)
        for site, complaints in filter(
            operator.itemgetter(1), self.complaints.items()
        ):
            yield '\n  '.join([str(self.cells[site]), *complaints])

    def _interrupt(self):
        for site, cell in self.cells.items():
            site.control.inject(cell.fault, path=ORDINARY, skip=cell.number)
            site.begin(cell.case.step)
        for site in self.cells:
            if not site.control.wait_held():
                self.complaints[site].append('the request never came')
            site.control.mend()
        self.fall()

    def fall(self):
        """Let something break, and mend it, while requests are held."""
        raise NotImplementedError

    def release(self, drop, *moments):
        """Let the requests that are held go on, or drop them.

        All of them, or those of the cells with some ``moments``.
        """
        for site, cell in self.cells.items():
            if cell.moment in (moments or MOMENTS):
                site.control.release(drop)

    def _ends(self, cell):
        """What the device may hold once the author has come to it."""
        recording = self.recordings[cell.case]
        if cell.then in ('update', 'again'):
            return [recording.after]
        if cell.then == 'back':
            # As it was, or as it is after a way there and back: what the
            # device makes by itself may be kept for the delete.
            return [recording.before, recording.back]
        if cell.case.thing.stays:
            # Whether it was changed before the kill or not: it is theirs.
            return [recording.before, recording.end]
        return [recording.end]

    def _compare(self, site, cell, *ends):
        found = site.held()
        if found not in ends:
            self.complaints[site] += differences(found, ends[0])
        if not cell.case.thing.stays:
            self.complaints[site] += site.touched()

    def _perform(self, doings):
        for site, reasons in perform(self.deployment, doings).items():
            self.complaints[site].append(reasons)


def cases(action):
    """The cases of an action."""
    for thing in things.THINGS:
        for name, way, step, then in ACTIONS[action](thing):
            yield Case(thing, name, way, step, {**then, 'delete': (None,)})


# Each yields names of cases, with the steps on the way and the one that is
# broken off, and the steps that can be taken then. A delete can always.


def create(thing):
    yield 'create', (), thing.state, {'update': (thing.state,)}


def change(thing):
    for name, state in thing.changes.items():
        yield (
            'change of ' + name,
            (thing.state,),
            state,
            {'update': (state,), 'back': (thing.state,)},
        )


def delete(thing):
    # Heat takes no update of a stack whose delete has begun.
    yield 'delete', (thing.state,), None, {}


def check(thing):
    yield 'check', (thing.state,), 'check', {'update': (thing.state,)}


def suspend(thing):
    if things.suspended(thing.state):
        yield (
            'suspend',
            (thing.state,),
            'suspend',
            # Heat takes no update before a resume.
            {'back': ('resume', thing.state), 'again': ('suspend',)},
        )


def resume(thing):
    if things.suspended(thing.state):
        yield (
            'resume',
            (thing.state, 'suspend'),
            'resume',
            {'update': (thing.state,), 'again': ('resume',)},
        )


def snapshot(thing):
    yield 'snapshot', (thing.state,), 'snapshot', {'update': (thing.state,)}


def restore(thing):
    for name, state in thing.changes.items():
        yield (
            'restore of ' + name,
            (thing.state, 'snapshot', state),
            'restore',
            {'update': (thing.state,), 'back': (state,)},
        )


def signal(thing):
    if things.signalled(thing.state):
        yield (
            'signal',
            (thing.state,),
            'signal',
            # It lasts until an update gives another state.
            {
                'update': (thing.state,),
                'back': (things.enabled(thing.state),),
            },
        )


ACTIONS = {
    action.__name__: action
    for action in (
        create,
        change,
        delete,
        check,
        suspend,
        resume,
        snapshot,
        restore,
        signal,
    )
}


def judge(deployment, sites, make, cells, recordings):
    """Fail with what went wrong; ``make`` makes a break of some cells."""
    found = []
    for batch in batches(cells, len(sites)):
        found += make(
            deployment, dict(zip(sites, batch, strict=False)), recordings
        ).run()
    if found:
        pytest.fail(
            '\n'.join(['%d of %d cells:' % (len(found), len(cells)), *found]),
            pytrace=False,
        )


def everything(recordings):
    """The cells of all requests of recorded cases."""
    return [
        Cell(case, number, moment, then)
        for case, recording in recordings.items()
        for number in range(recording.count)
        for moment in MOMENTS
        for then in case.then
    ]
