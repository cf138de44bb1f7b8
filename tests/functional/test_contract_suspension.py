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

"""What every type promises when its stack is suspended or put back."""

from tests.functional.contract import stacks

#: The types that take connections, and so are turned off.
GATED = {'F5::LTM::Pool', 'F5::LTM::PoolMember', 'F5::LTM::VirtualServer'}


def with_members(row):
    """A plain object, a full one, and a pool with members of its own."""
    apart = {name: [name] for name in row.apart if name == 'members'}
    return {**stacks.plain(row), **stacks.together(row), **apart}


def suspend(case):
    case.stack.heat.actions.suspend(case.stack.id)


def resume(case):
    case.stack.heat.actions.resume(case.stack.id)


def read(case):
    """What the device has of the case, but for the counts of changes."""
    return {key: without_generations(case.read(key)) for key in case.groups}


def without_generations(value):
    if isinstance(value, dict):
        return {key: without_generations(part)
                for key, part in value.items() if key != 'generation'}
    if isinstance(value, list):
        return [without_generations(part) for part in value]
    return value


def test_suspend_and_resume(cloud, alone):
    """What was suspended is as before; what takes no connections is left.

    A check in between finds no difference and does not hinder the resume.
    """
    cases = alone(with_members)
    stacks.create_at_once(cases, stacks.first)
    before = {case.row.type: read(case) for case in cases}
    requests = stacks.watch(
        cloud, stacks.at_once, cases, suspend, 'SUSPEND_COMPLETE')
    changed = {case.row.type for case in cases
               if read(case) != before[case.row.type]}
    assert changed == GATED
    for case in cases:
        if case.row.type not in GATED:
            case.requests = requests
            assert case.written('PATCH') == case.written('GET') == []
    stacks.check_at_once(cases)
    stacks.at_once(cases, resume, 'RESUME_COMPLETE')
    assert stacks.complaints(cases, lambda case: '' if (
        read(case) == before[case.row.type]) else read(case)) == {}


def test_snapshot_and_restore(cloud, alone):
    """A restore undoes what was done on the device and to the template."""
    cases = alone(stacks.together)
    stacks.create_at_once(cases, stacks.second)
    made = {case.row.type: read(case) for case in cases}
    first = snapshot_at_once(cases)
    for case in cases:
        assert list(case.drift())
    drifted = {case.row.type: read(case) for case in cases}
    second = snapshot_at_once(cases)

    restore_at_once(cases, first)
    assert stacks.complaints(cases, lambda case: differences(
        made[case.row.type], read(case))) == {}

    stacks.at_once(cases, lambda case: case.update(case.template()),
                   'UPDATE_COMPLETE')
    restore_at_once(cases, second)
    assert stacks.complaints(cases, lambda case: differences(
        drifted[case.row.type], read(case))) == {}
    stacks.check_at_once(cases)


def snapshot_at_once(cases):
    made = {}

    def snapshot(case):
        made[case] = case.stack.heat.stacks.snapshot(case.stack.id)['id']

    stacks.at_once(cases, snapshot, 'SNAPSHOT_COMPLETE')
    return made


def restore_at_once(cases, snapshots):
    stacks.at_once(
        cases, lambda case: case.stack.heat.stacks.restore(
            case.stack.id, snapshots[case]), 'RESTORE_COMPLETE')


def differences(expected, actual):
    return [(key, name, value, actual[key].get(name))
            for key, body in expected.items() for name, value in body.items()
            if actual[key].get(name) != value and name != 'selfLink']
