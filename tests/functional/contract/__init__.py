# SPDX-License-Identifier: Apache-2.0

"""One row of data for each type: what the contract test does with it."""

from tests.functional.contract import ltm
from tests.functional.contract import monitors
from tests.functional.contract import persistence
from tests.functional.contract import profiles
from tests.functional.contract import sys

#: The rows by the modules that have them.
FAMILIES = {
    'ltm': ltm.ROWS,
    'monitors': monitors.ROWS,
    'profiles': profiles.ROWS,
    'persistence': persistence.ROWS,
    'sys': sys.ROWS,
}
ROWS = [row for rows in FAMILIES.values() for row in rows]
