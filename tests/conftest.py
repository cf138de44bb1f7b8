# SPDX-License-Identifier: Apache-2.0

"""The order of all tests, and a line of what they counted."""

import collections
import os

import pytest

#: The files that take longest. Who waits for the last of them waits the less
#: the earlier it begins; what needs no Heat fills the gaps at the end.
LONGEST = (
    'clients/test_ansible.py',
    'test_sequences.py',
    'faults/test_matrix.py',
    'legacy/test_stacks.py',
    'types/test_contract.py',
    'faults/test_hanging_device.py',
    'deployment/test_kills.py',
    'deployment/test_cloud.py',
    'legacy/test_templates.py',
    'types/test_contract_delete.py',
    'living/test_stacks.py',
    'test_install.py',
)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: _turn(item.path))


def _turn(path):
    for turn, name in enumerate(LONGEST):
        if path.match(name):
            return turn
    return len(LONGEST) + (path.parent.name in ('unit', 'simulator'))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Let a test that is skipped fail if ``CI=true``."""
    report = yield
    is_skipped = report.skipped and not hasattr(report, 'wasxfail')
    if is_skipped and os.environ.get('CI') == 'true':
        report.outcome = 'failed'
        report.longrepr = 'Skipped: %s' % (report.longrepr[2],)
    return report


def pytest_terminal_summary(terminalreporter):
    """Tell what tests counted with ``record_property``, in all processes."""
    counted = collections.Counter()
    for report in terminalreporter.stats.get('passed', []):
        for what, number in report.user_properties:
            counted[what] += number
    for what, number in sorted(counted.items()):
        terminalreporter.write_line('%d %s passed' % (number, what))
