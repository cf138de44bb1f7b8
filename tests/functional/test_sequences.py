# SPDX-License-Identifier: Apache-2.0

"""Whatever is done to stacks, in any order: the device holds what they say.

Several stacks live beside each other. In each round something is done with
each of them, chosen by hypothesis; after it the device has exactly the
objects of the stacks' templates, with exactly their values, but for what was
changed by hand since; and nothing that is somebody else's was touched.
"""

import contextlib
import os
import uuid

import hypothesis
import pytest
import requests
from heatclient import exc as heat_exc
from hypothesis import strategies

from tests.functional import conftest
from tests.functional import labs
from tests.functional import sequences

#: 4 runs of 5 examples of 12 rounds with 4 stacks are 960 steps; the deletes
#: of what is left in the end are more than 40.
RUNS = 4
EXAMPLES = int(os.environ.get('F5_HEAT_EXAMPLES', 5))
ROUNDS = 12
STACKS = 4
#: Another number makes other sequences.
SEED = int(os.environ.get('F5_HEAT_SEED', 0))


class Life:
    """A stack, what it should be, and what was done to it by hand."""

    def __init__(self, cloud, number, draw, note):
        self.cloud = cloud
        self.number = number
        self.draw = draw
        self.note = note
        self.stack = None
        self.partition = 'S' + uuid.uuid4().hex[:8]
        self.wishes = sequences.Wishes({}, self.partition, number)
        self.state = 'absent'
        self.settle()

    def settle(self):
        """The device is as the template says, as far as that says it."""
        self.changed = {}
        self.missing = set()
        self.failed = set()

    # What can be done.

    def actions(self):
        if self.state == 'absent':
            return [self.create, self.create, self.create_in_vain]
        if self.state == 'broken':
            return [self.update, self.delete]
        if self.state == 'suspended':
            if self.failed:
                # Heat resumes nothing whose check has failed.
                return [self.update, self.nothing, self.delete]
            return [
                self.resume,
                self.resume,
                self.check,
                self.delete,
                self.edit,
            ]
        return [
            self.update,
            self.update,
            self.update_in_vain,
            self.nothing,
            self.check,
            self.converge,
            self.edit,
            self.remove,
            self.suspend,
            self.snapshot,
            self.restore,
            self.delete,
        ]

    def begin(self):
        """Begin one of the actions; returns what ends it, if anything."""
        action = self.draw(strategies.sampled_from(self.actions()))
        if self.stack:
            self.note(
                '%s is %s: %s' % (self.stack.name, self.state, action.__name__)
            )
        return action()

    def cleanup(self):
        with contextlib.suppress(heat_exc.HTTPNotFound):
            self.cloud.heat.stacks.delete(self.stack.id)
            self.stack.wait('DELETE_COMPLETE')

    def create(self):
        self.wishes = self.wishes.redrawn_whole(self.draw)
        self.snapshots = []
        self.stack = conftest.Stack(self.cloud.heat)
        self._begin_create(self.wishes.template())
        self.note('%s: created' % self.stack.name)

        def end():
            self.stack.wait('CREATE_COMPLETE')
            self.state = 'whole'

        return end

    def _begin_create(self, template, **rest):
        self.stack.id = self.cloud.heat.stacks.create(
            stack_name=self.stack.name, template=template, **rest
        )['stack']['id']

    def create_in_vain(self):
        self.wishes = self.wishes.redrawn_whole(self.draw)
        self.snapshots = []
        self.stack = conftest.Stack(self.cloud.heat)
        rolls_back = self.draw(strategies.booleans())
        self._begin_create(
            self.wishes.template(self._obstacle()),
            disable_rollback=not rolls_back,
        )
        self.note(
            '%s: created in vain%s'
            % (self.stack.name, ', rolls back' if rolls_back else '')
        )

        def end():
            if rolls_back:
                self._roll_back('CREATE_FAILED')
                self.state = 'broken'
                self.tried = [{}]
            else:
                self.stack.wait('CREATE_FAILED')
                self.state = 'broken'
                self.tried = [self.wishes.objects()]

        return end

    def _roll_back(self, passing):
        """Wait for a rollback; False if Heat stumbled at its very end.

        It may come to the end twice where it caught a resource in the act,
        and fails if it then throws a template away that is still used, or
        looks for a resource that is gone.
        """
        stack = self.stack.wait(
            ['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED'], [passing]
        )
        complete = stack.stack_status == 'ROLLBACK_COMPLETE'
        assert complete or any(
            words in stack.stack_status_reason
            for words in ('FOREIGN KEY constraint failed', 'resource with id')
        )
        return complete

    def _obstacle(self):
        if self.draw(strategies.booleans()):
            return 'unknown'
        return self.draw(
            strategies.lists(
                strategies.sampled_from(['server', 'member', 'pool'])
            )
        )

    def _begin_update(self, template, **rest):
        self.cloud.heat.stacks.update(self.stack.id, template=template, **rest)

    def update(self):
        earlier = self.wishes
        self.wishes = earlier.redrawn(self.draw)
        self._begin_update(self.wishes.template())

        def end():
            self.stack.wait('UPDATE_COMPLETE')
            if self.state == 'broken':
                self.settle()
            else:
                self._updated(earlier)
            # An update of what is suspended resumes it.
            self.state = 'whole'

        return end

    def _updated(self, earlier):
        """An update sends what differs, and repairs what a check found."""
        before, after = earlier.objects(), self.wishes.objects()
        for resource in {*before, *after}:
            was, now = before.get(resource), after.get(resource)
            if (
                was is None
                or now is None
                or sequences.replaced(resource, earlier, self.wishes)
            ):
                self._forget(resource)
            elif resource in self.failed:
                self._repaired(resource)
            elif was != now:
                if resource in self.missing:
                    self._forget(resource)
                    continue
                for place, values in list(
                    self.changed.get(resource, {}).items()
                ):
                    if place not in now:
                        del self.changed[resource][place]
                        continue
                    for key in list(values):
                        if sequences.is_sent(resource, place, key, was, now):
                            del values[key]
        self.failed = set()

    def _forget(self, resource):
        self.changed.pop(resource, None)
        self.missing.discard(resource)

    def _repaired(self, resource):
        """What the template gives is back; the rest is the hand's."""
        if resource in self.missing:
            self._forget(resource)
            return
        for values in self.changed.get(resource, {}).values():
            for key in list(values):
                if key not in sequences.UNTOLD:
                    del values[key]

    def update_in_vain(self):
        if self.changed or self.missing:
            return self.check()
        wanted = self.wishes.redrawn(self.draw)
        rolls_back = self.draw(strategies.booleans())
        self._begin_update(
            wanted.template(self._obstacle()), disable_rollback=not rolls_back
        )

        def end():
            if not rolls_back:
                self.stack.wait('UPDATE_FAILED')
                self.state = 'broken'
                self.tried = [self.wishes.objects(), wanted.objects()]
                self.wishes = wanted
            elif not self._roll_back('UPDATE_FAILED'):
                self._begin_update(self.wishes.template())
                self.stack.wait('UPDATE_COMPLETE')

        return end

    def nothing(self):
        self._begin_update(self.wishes.template())

        def end():
            self.stack.wait('UPDATE_COMPLETE')
            self._updated(self.wishes)
            self.state = 'whole'

        return end

    def converge(self):
        self._begin_update(self.wishes.template(), converge=True)

        def end():
            self.stack.wait('UPDATE_COMPLETE')
            for resource in [*self.changed, *self.missing]:
                self._repaired(resource)
            self.failed = set()

        return end

    def check(self):
        self.cloud.heat.actions.check(self.stack.id)

        def end():
            drifted = self.missing | {
                resource
                for resource, places in self.changed.items()
                if any(
                    set(values) - sequences.UNTOLD
                    for values in places.values()
                )
            }
            self.stack.wait('CHECK_FAILED' if drifted else 'CHECK_COMPLETE')
            shown = {
                resource.resource_name: resource
                for resource in self.cloud.heat.resources.list(self.stack.id)
            }
            failed = {
                name
                for name, resource in shown.items()
                if resource.resource_status.endswith('_FAILED')
            }
            # Heat does not check what depends on what has failed.
            assert self._first(drifted) <= failed <= drifted | self.failed
            self.failed = failed
            for resource in failed & drifted:
                reason = shown[resource].resource_status_reason
                for word in self._words(resource):
                    assert word in reason

        return end

    def _first(self, drifted):
        """Those of some resources that depend on none of them."""
        requires = self.wishes.requires()

        def depends(resource):
            return any(
                one in drifted or depends(one)
                for one in requires.get(resource, ())
            )

        return {resource for resource in drifted if not depends(resource)}

    def _words(self, resource):
        if resource in self.missing:
            return ['not found']
        return [
            sequences.PROPERTIES[key]
            for values in self.changed[resource].values()
            for key in values
            if key not in sequences.UNTOLD
        ]

    def edit(self):
        """Change a value of an object by hand."""
        edits = [
            (resource, place, key)
            for resource, objects in self.wishes.objects().items()
            if resource not in self.missing
            for place in objects
            for key in sequences.EDITS.get(place[0].rpartition('/')[2], ())
            if key in sequences.UNTOLD
            or self.wishes.tells(resource, place, key)
        ]
        if self.state == 'suspended':
            edits = [edit for edit in edits if edit[2] not in ('up', 'admin')]
        resource, place, key = self.draw(strategies.sampled_from(edits))
        value, body = self.draw(
            strategies.sampled_from(
                sequences.EDITS[place[0].rpartition('/')[2]][key]
            )
        )
        answer = self.cloud.bigip.patch(
            '%s/%s' % (place[0], place[1].replace('/', '~')), json=body
        )
        assert answer.status_code == requests.codes.ok, answer.text
        values = self.changed.setdefault(resource, {}).setdefault(place, {})
        values[key] = value
        if self.wishes.objects()[resource][place].get(key) == value:
            del values[key]
        self._prune()
        self.note('%s of %s is %s' % (key, place[1], value))

    def _prune(self):
        for resource, places in list(self.changed.items()):
            places = {
                place: values for place, values in places.items() if values
            }
            if places:
                self.changed[resource] = places
            else:
                del self.changed[resource]

    def remove(self):
        """Delete an object by hand."""
        leaves = {'server': 'ltm/virtual', 'member': None}
        here = [
            name
            for name in leaves
            if self.wishes.parts[name] and name not in self.missing
        ]
        if not here:
            return self.edit()
        resource = self.draw(strategies.sampled_from(here))
        place = next(
            place
            for place in self.wishes.objects()[resource]
            if place[0] == leaves[resource] or place[0].endswith('/members')
        )
        answer = self.cloud.bigip.delete(
            '%s/%s' % (place[0], place[1].replace('/', '~'))
        )
        assert answer.status_code == requests.codes.ok, answer.text
        self._forget(resource)
        self.missing.add(resource)
        self.note('%s is deleted by hand' % place[1])

    def suspend(self):
        if self.missing or self.failed:
            return self.nothing()
        self.cloud.heat.actions.suspend(self.stack.id)

        def end():
            self.stack.wait('SUSPEND_COMPLETE')
            self.state = 'suspended'
            self.failed = set()

        return end

    def resume(self):
        self.cloud.heat.actions.resume(self.stack.id)

        def end():
            self.stack.wait('RESUME_COMPLETE')
            self.state = 'whole'

        return end

    def snapshot(self):
        if self.changed or self.missing or self.failed:
            return self.nothing()
        number = self.stack.snapshot()
        self.snapshots.append((number, self.wishes))
        return None

    def restore(self):
        if not self.snapshots:
            return self.snapshot()
        number, wishes = self.draw(strategies.sampled_from(self.snapshots))
        self.cloud.heat.stacks.restore(self.stack.id, number)

        def end():
            self.stack.wait('RESTORE_COMPLETE')
            earlier, self.wishes = self.wishes, wishes
            self.failed = {*wishes.objects()}
            self._updated(earlier)

        return end

    def delete(self):
        self.cloud.heat.stacks.delete(self.stack.id)

        def end():
            self.stack.wait('DELETE_COMPLETE')
            self.state = 'absent'
            self.settle()

        return end

    # What has to be true after it.

    def expected(self):
        """The objects that the device has to have: {place: values}."""
        objects = self.wishes.objects()
        found = {}
        for resource, places in objects.items():
            if resource in self.missing:
                continue
            for place, values in places.items():
                values = {
                    **values,
                    **self.changed.get(resource, {}).get(place, {}),
                }
                if self.state == 'suspended':
                    values = sequences.suspended(values)
                found.setdefault(place, {}).update(values)
        return found

    def assert_as_expected(self, config, plain):
        actual = {
            (collection, path): body
            for collection, bodies in config.items()
            for path, body in bodies.items()
            if self.wishes.is_here(collection, path)
        }
        if self.state == 'absent':
            assert actual == {}
            return
        if self.state == 'broken':
            assert set(actual) <= {
                place
                for tried in self.tried
                for objects in tried.values()
                for place in objects
            }
            return
        expected = self.expected()
        optional = {
            place
            for resource in self.missing
            for place in self.wishes.objects()[resource]
            if place[0] in ('ltm/node', 'ltm/virtual-address')
        }
        assert set(actual) - optional == set(expected) - optional
        for place, values in expected.items():
            collection = place[0]
            kind = collection.rpartition('/')[2]
            body = sequences.seen(collection, actual[place])
            wanted = {**plain.get(kind, {}), **values}
            if kind in plain:
                assert body == {
                    key: value
                    for key, value in wanted.items()
                    if value is not None or key in body
                }, place


@pytest.fixture
def heat(tmp_path):
    """A Heat of its own: an engine endures only so many events."""
    with labs.start(log_file=tmp_path / 'heat.log') as running:
        cloud = conftest.Cloud(running)
        answer = cloud.bigip.post(
            'ltm/pool',
            json={
                'name': sequences.FOREIGN.rpartition('/')[2],
                'partition': 'Common',
                'members': ['10.99.0.1:80'],
            },
        )
        assert answer.status_code == requests.codes.ok, answer.text
        yield cloud


def foreign(config):
    return {
        (collection, path): body
        for collection, bodies in config.items()
        for path, body in bodies.items()
        if path.startswith('/Common/') and '~S' not in collection
    }


@pytest.fixture
def plain(heat):
    """What objects are that nobody said anything of, by kind."""
    return sequences.plain(heat.bigip)


def steps(heat, plain, draw, trail):
    """One example: rounds of steps, and the end of all stacks.

    :param trail: a list, for what is done.
    :returns: the number of steps.
    """
    before = foreign(heat.control.config())
    heat.control.clear()
    lives = [
        Life(heat, number, draw, trail.append)
        for number in range(1, STACKS + 1)
    ]
    try:
        for _ in range(ROUNDS):
            step(lives, Life.begin)
            assert_as_expected(heat, lives, plain, before)
        left = [life for life in lives if life.state != 'absent']
        step(left, lambda life: life.delete())
        assert_as_expected(heat, lives, plain, before)
    finally:
        for life in lives:
            if life.state != 'absent':
                life.cleanup()
    name = sequences.FOREIGN.rpartition('/')[2]
    assert not [
        request
        for request in heat.control.requests()
        if request['method'] in ('PATCH', 'PUT', 'DELETE')
        and name in request['path']
    ]
    return ROUNDS * STACKS + len(left)


def step(lives, begin):
    """Begin something with each of the stacks, then wait for all."""
    ends = [begin(life) for life in lives]
    for end in ends:
        if end is not None:
            end()


def assert_as_expected(heat, lives, plain, before):
    config = heat.control.config()
    for life in lives:
        life.assert_as_expected(config, plain)
    assert foreign(config) == before


@pytest.mark.parametrize('number', range(RUNS))
def test_any_sequence(heat, plain, number, record_property):
    examples, failed, counts = [], [], []

    # A failure ends it: hypothesis would try what failed again, in a Heat
    # and on a device that it failed in.
    @hypothesis.seed(SEED + number)
    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(strategies.data())
    def run(data):
        if failed:
            return
        examples.append(data)
        trail = []
        try:
            counts.append(steps(heat, plain, data.draw, trail))
        except (Exception, pytest.fail.Exception) as error:
            print('\n'.join(trail))
            failed.append(error)

    try:
        run()
    finally:
        if failed:
            raise failed[0]
    assert len(examples) == EXAMPLES
    record_property('lifecycle steps', sum(counts))
