# SPDX-License-Identifier: Apache-2.0

"""Many stacks at the same time on one device."""

import pytest

from tests.functional import conftest
from tests.functional import labs

STACKS = 50
POOLS = 10
MAX_CONNECTIONS = 8


@pytest.fixture(scope='module')
def fresh():
    """A lab whose device nobody has talked to yet."""
    with labs.start() as running:
        yield running


def test_fifty_stacks_at_the_same_time(fresh, monkeypatch):
    """Each is complete, and the device was asked no more than it takes."""
    # The first of them may be the last to end.
    monkeypatch.setattr(conftest, 'TIMEOUT', 600)
    names = ['pool%d' % number for number in range(POOLS)]
    resources = {
        name: {'type': 'F5::LTM::Pool', 'depends_on': names[0]}
        for name in names[1:-1]
    }
    resources[names[0]] = {'type': 'F5::LTM::Pool'}
    resources[names[-1]] = {
        'type': 'F5::LTM::Pool',
        'depends_on': sorted(resources),
    }
    template = {'heat_template_version': '2021-04-16', 'resources': resources}
    stacks = [conftest.Stack(fresh.heat()) for _ in range(STACKS)]
    for stack in stacks:
        stack.id = stack.heat.stacks.create(
            stack_name=stack.name, template=template
        )['stack']['id']
    for stack in stacks:
        stack.wait('CREATE_COMPLETE')
    control = fresh.devices[0].control
    counts = control.counts()
    assert counts['requests'] == {'POST': STACKS * POOLS}
    assert counts['logins'] == 1
    assert counts['connections'] <= MAX_CONNECTIONS
    assert len(control.config()['ltm/pool']) == STACKS * POOLS
