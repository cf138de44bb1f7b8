# SPDX-License-Identifier: Apache-2.0

"""What every type promises when its stack is suspended or put back."""

from tests.functional import contract
from tests.functional.contract import stacks

#: The types that take connections, and so are turned off.
GATED = {'F5::LTM::Pool', 'F5::LTM::PoolMember', 'F5::LTM::VirtualServer'}

#: So many types are in a stack.
AT_ONCE = 6

#: The types whose contents no device gives back: a restore brings those of
#: the template.
OPAQUE = {'F5::Sys::SSLCertificate'}


def with_members(row):
    """A full object, and a pool with members of its own."""
    apart = {name: [name] for name in row.apart if name == 'members'}
    return {**stacks.together(row), **apart}


def test_suspend_resume_snapshot_and_restore(cloud, crowd):
    """What a suspension turns off, a resume turns on: just that.

    A check in between finds no difference and does not hinder the resume. A
    restore puts back what the device had, where it was not the template's.
    """
    # Heat takes a second for each resource of a stack, one after the other.
    crowds = [
        crowd(with_members, contract.ROWS[start : start + AT_ONCE])
        for start in range(0, len(contract.ROWS), AT_ONCE)
    ]
    cases = [case for one in crowds for case in one]
    actions = cloud.heat.actions
    stacks.at_once(
        crowds,
        lambda one: one.stack.begin(template(one, stacks.second)),
        'CREATE_COMPLETE',
    )
    made = read(cases)
    requests = stacks.watch(
        cloud,
        stacks.at_once,
        crowds,
        lambda one: actions.suspend(one.stack.id),
        'SUSPEND_COMPLETE',
    )
    changed = read(cases)
    assert {name for name in made if made[name] != changed[name]} == GATED
    for case in cases:
        if case.row.type not in GATED:
            case.requests = requests
            assert case.written('PATCH') == case.written('GET') == []
    stacks.at_once(
        crowds, lambda one: actions.check(one.stack.id), 'CHECK_COMPLETE'
    )
    stacks.at_once(
        crowds, lambda one: actions.resume(one.stack.id), 'RESUME_COMPLETE'
    )
    assert_holds(cases, made)

    for case in cases:
        assert list(case.drift())
    drifted = read(cases)
    snapshots = {}

    def snapshot(one):
        snapshots[one] = cloud.heat.stacks.snapshot(one.stack.id)['id']

    stacks.at_once(crowds, snapshot, 'SNAPSHOT_COMPLETE')
    stacks.at_once(
        crowds,
        lambda one: cloud.heat.stacks.update(
            one.stack.id, template=template(one)
        ),
        'UPDATE_COMPLETE',
    )
    stacks.at_once(
        crowds,
        lambda one: cloud.heat.stacks.restore(one.stack.id, snapshots[one]),
        'RESTORE_COMPLETE',
    )
    assert_holds(cases, {**drifted, **{name: made[name] for name in OPAQUE}})


def template(crowd, *which):
    """The template, without Heat's own types: it resumes none after a check.

    A pool comes last, as Heat sleeps a second for each that does.
    """
    snippets = crowd.snippets(*which)
    sink = {'type': 'F5::LTM::Pool', 'depends_on': sorted(snippets)}
    return stacks.hot({**snippets, 'sink': sink})


def read(cases):
    """What the device has of each case, but for the counts of changes."""
    return {
        case.row.type: {
            key: without_generations(case.read(key)) for key in case.groups
        }
        for case in cases
    }


def without_generations(value):
    if isinstance(value, dict):
        return {
            key: without_generations(part)
            for key, part in value.items()
            if key != 'generation'
        }
    if isinstance(value, list):
        return [without_generations(part) for part in value]
    return value


def assert_holds(cases, expected):
    actual = read(cases)
    assert [
        (name, key, part, value, actual[name][key].get(part))
        for name, bodies in expected.items()
        for key, body in bodies.items()
        for part, value in body.items()
        if actual[name][key].get(part) != value
    ] == []
