# SPDX-License-Identifier: Apache-2.0

"""One row of data for each type: what the contract test does with it."""

from tests.functional.contract import ltm
from tests.functional.contract import monitors
from tests.functional.contract import persistence
from tests.functional.contract import profiles
from tests.functional.contract import sys

ROWS = [
    *ltm.ROWS,
    *monitors.ROWS,
    *profiles.ROWS,
    *persistence.ROWS,
    *sys.ROWS,
]
