# SPDX-License-Identifier: Apache-2.0

"""Steps of a lifecycle that wait: Heat polls what is left of them.

Steps are a generator, which yields where it has to wait. What has to outlive
an engine is in the resource's data by then.
"""

_OVER = object()


def begin(steps):
    """Go on to the first wait; None if there is none."""
    steps = iter(steps)
    return None if next(steps, _OVER) is _OVER else steps


def is_over(steps):
    """Go on to the next wait, and say whether there is none."""
    return steps is None or next(steps, _OVER) is _OVER
