# SPDX-License-Identifier: Apache-2.0

"""Policies for retries: the failures worth another attempt, and when."""

from __future__ import annotations

import typing as t

import tenacity

from f5_heat.icontrol import errors


def passes(error: BaseException) -> t.TypeGuard[errors.IControlError]:
    """Return whether an error passes by itself, such as after a restart."""
    return isinstance(
        error, (errors.Unreachable, errors.Busy)
    ) and not isinstance(
        error,
        (
            errors.Untrusted,
            errors.OldTLS,
            errors.UnknownHost,
            errors.Blocked,
        ),
    )


def is_transient(error: BaseException) -> bool:
    """Return whether the same request may succeed in a moment.

    A write counts only if it certainly was not applied: one whose answer was
    lost is never repeated.
    """
    return passes(error) and (error.method == 'GET' or not error.sent)


def is_open(error: BaseException) -> bool:
    """Return whether to start over: read from the device, do what is left."""
    return (
        passes(error)
        or isinstance(error, errors.InvalidAnswer)
        or isinstance(error, errors.IControlError)
        and error.sent
    )


#: For a request, whose caller waits: a moment, 1.2 seconds in all.
TRANSIENT = tenacity.Retrying(
    retry=tenacity.retry_if_exception(is_transient),
    wait=tenacity.wait_random_exponential(multiplier=0.1, max=0.5),
    stop=tenacity.stop_after_attempt(5) | tenacity.stop_after_delay(2),
    reraise=True,
)

#: For an idempotent request.
HARMLESS = TRANSIENT.copy(retry=tenacity.retry_if_exception(is_open))

#: The seconds between attempts of a caller that starts over and has time.
PAUSES = tenacity.wait_random_exponential(multiplier=1, max=10)
