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

"""One row of data for each type: what the contract test does with it."""

from tests.functional.contract import ltm
from tests.functional.contract import monitors
from tests.functional.contract import persistence
from tests.functional.contract import profiles
from tests.functional.contract import sys

ROWS = [*ltm.ROWS, *monitors.ROWS, *profiles.ROWS, *persistence.ROWS,
        *sys.ROWS]
