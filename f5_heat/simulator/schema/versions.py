# SPDX-License-Identifier: Apache-2.0

"""Versions of TMOS."""

from __future__ import annotations

import functools


@functools.cache
def numbers(version: str) -> tuple[int, ...]:
    """Return '14.1.2.1' as (14, 1, 2, 1)."""
    return tuple(int(part) for part in version.split('.'))


def known(version: str, since: str, until: str = '') -> bool:
    """Return whether a version lies between ``since`` and ``until``."""
    if since and numbers(version) < numbers(since):
        return False
    return not until or numbers(version) <= numbers(until)
