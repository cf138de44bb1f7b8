# SPDX-License-Identifier: Apache-2.0

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
