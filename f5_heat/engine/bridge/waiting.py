# SPDX-License-Identifier: Apache-2.0

"""Actions that wait: Heat polls the rest of a generator.

The generator yields whenever it has to wait. What has to survive the engine
is in the resource's data by then.
"""

_OVER = object()


def begin(steps):
    """Run a generator to its first yield; return None if it has none."""
    steps = iter(steps)
    return None if next(steps, _OVER) is _OVER else steps


def is_over(steps):
    """Run a generator to its next yield, and return whether it has ended."""
    return steps is None or next(steps, _OVER) is _OVER
