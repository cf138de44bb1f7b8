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

"""The order of TMOS versions."""

from __future__ import annotations

import functools


@functools.cache
def numbers(version: str) -> tuple[int, ...]:
    """'14.1.2.1' as (14, 1, 2, 1)."""
    return tuple(int(part) for part in version.split('.'))


def known(version: str, since: str, until: str = '') -> bool:
    """Whether a TMOS has what came with ``since`` and went after ``until``."""
    if since and numbers(version) < numbers(since):
        return False
    return not until or numbers(version) <= numbers(until)
