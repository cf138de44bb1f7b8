# SPDX-License-Identifier: Apache-2.0

"""Whatever fault is at whatever request: the end is the same."""

import os

import pytest

from tests.functional import conftest
from tests.functional import labs
from tests.functional.contract import furniture
from tests.functional.faults import matrix

EVERYTHING = os.environ.get('F5_HEAT_MATRIX') == 'all'


@pytest.fixture(scope='module')
def cloud(tmp_path_factory):
    """A lab of its own, whose Heat does not wait for a slow answer."""
    log_file = tmp_path_factory.mktemp('lab') / 'heat.log'
    conf = {
        'f5_bigip_device:' + name: {'read_timeout': matrix.READ_TIMEOUT}
        for name in ('lab', 'lab2', 'lab3')
    }
    with labs.start(devices=3, conf=conf, log_file=log_file) as running:
        found = conftest.Cloud(running)
        furniture.place(found.bigip)
        answer = found.bigip.post(
            'ltm/pool',
            json={'name': 'bystander', 'members': ['100.64.1.254:80']},
        )
        assert answer.ok, answer.text
        yield found


@pytest.fixture
def fresh(cloud):
    """The second and the third device know nothing of each other."""
    for control in cloud.controls[1:]:
        control.reset()


@pytest.mark.parametrize('group', matrix.GROUPS)
@pytest.mark.usefixtures('fresh')
def test_every_request(cloud, make_stack, group, record_property):
    scenes = matrix.GROUPS[group]
    if group == 'sync':
        conftest.join(cloud.bigips[1], 2, 3)
    before = cloud.control.config()
    plain = matrix.Run(
        cloud, make_stack(), [matrix.Thing(scene) for scene in scenes]
    )
    plain.place()
    sites, states, applied = set(), {}, {}
    for action in matrix.ACTIONS:
        plain.act(action)
        sites |= plain.sites(action)
        states[action] = plain.by_scene(plain.state())
        applied[action] = plain.by_scene(plain.applied())
    plain.remove()
    assert cloud.control.config() == before

    cells = matrix.cells(sites, EVERYTHING)
    passed = 0
    for things, anybody in matrix.batches(scenes, cells):
        run = matrix.Run(cloud, make_stack(), things)
        run.place()
        others = run.state()[None]
        for action in matrix.ACTIONS:
            passed += run.act(
                action,
                [cell for cell in anybody if cell.site.action == action],
            )
            found = run.state()
            assert found.pop(None) == others
            counts = run.applied()
            for key, thing in run.things.items():
                cell = thing.cells.get(action)
                scene = thing.scene
                assert found[key] == states[action][scene.name], str(cell)
                if not scene.atomic:
                    assert counts[key] == applied[action][scene.name], str(
                        cell
                    )
        run.remove()
        assert cloud.control.config() == before
    assert passed == len(cells)
    record_property('cells of the fault matrix', passed)


@pytest.mark.usefixtures('fresh')
def test_a_cluster(cloud, make_stack, record_property):
    """There are lives until each cell has happened."""
    # What Heat asks a device once only, it has asked in a life before.
    before, plain = (matrix.Pair(cloud, make_stack()) for _ in range(2))
    for action in matrix.ACTIONS:
        before.act(action)
    states, left = {}, []
    for action in matrix.ACTIONS:
        plain.act(action)
        for turn, site in enumerate(plain.sites(action)):
            faults = matrix.faults_at(site)
            if not EVERYTHING:
                # Its requests wait for each other, and fail in a row.
                faults = [faults[turn % len(matrix.BROKEN)]]
            left += [matrix.Cell(site, *fault) for fault in faults]
        states[action] = plain.state()
    count = len(left)
    while left:
        run = matrix.Pair(cloud, make_stack())
        happened = []
        for action in matrix.ACTIONS:
            happened += run.act(
                action,
                run.at_once(
                    cell for cell in left if cell.site.action == action
                ),
            )
            assert run.state() == states[action]
        assert happened, '\n'.join(map(str, left))
        left = [cell for cell in left if cell not in happened]
    record_property('cells of the fault matrix', count)
