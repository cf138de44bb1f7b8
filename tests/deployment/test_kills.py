# SPDX-License-Identifier: Apache-2.0

"""heat-engine is killed before, between and after all requests.

That is done in whatever Heat does with stacks, see breaks.py.
"""

import contextlib
import os
import re

import pytest

from tests.deployment import breaks
from tests.functional import conftest

# What is killed together. The actions that change everything have kills of
# their own; one has to do for the cells of the others that are chosen.
GROUPS = {
    'create': ('create',),
    'change': ('change',),
    'delete': ('delete',),
    'rest': ('check', 'suspend', 'resume', 'snapshot', 'restore', 'signal'),
}
# 'all' cells, or a regular expression that is found in their names. Without it
# there is a choice.
WANTED = os.environ.get('F5_HEAT_KILLS')


class Kill(breaks.Break):
    """The engine is killed, as by SIGKILL, and another is started."""

    def fall(self):
        with contextlib.ExitStack() as locks:
            self._stop_before_noting(locks)
            self.deployment.kill_engine()
        self.release(drop=True)
        self.deployment.start_engine()

    def _stop_before_noting(self, locks):
        """Let Heat wait for its own tables, with an answer in its hands."""
        database = self.deployment.database
        count = sum(cell.moment == 'answered' for cell in self.cells.values())
        if count:
            locks.enter_context(database.locked('resource', 'resource_data'))
            self.release(False, 'answered')
            conftest.until(lambda: database.waiting() >= count)


def chosen(items, stride):
    return items if WANTED else items[::stride]


def is_wanted(cell):
    return WANTED in (None, 'all') or re.search(WANTED, str(cell))


@pytest.mark.parametrize('group', GROUPS)
def test_killed(deployment, sites, group, record_property):
    cases, cells = {}, []
    for action in GROUPS[group]:
        cases[action] = chosen(
            list(breaks.cases(action)), breaks.STRIDES[action][0]
        )
    recordings = breaks.record(deployment, sites, sum(cases.values(), []))
    for action, of_it in cases.items():
        made = breaks.everything({case: recordings[case] for case in of_it})
        made = chosen(made, breaks.STRIDES[action][1])
        made = list(filter(is_wanted, made))
        print('%d cells of %s' % (len(made), action))
        cells += made
    breaks.judge(deployment, sites, Kill, cells, recordings)
    record_property('kills', len(cells))
