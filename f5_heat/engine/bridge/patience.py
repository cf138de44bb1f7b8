# SPDX-License-Identifier: Apache-2.0

"""How long an action waits for a BIG-IP that restarts, or is busy.

Heat polls meanwhile. The action then begins again: it finds out what the
device has, and does what is left.
"""

import random
import time

from heat.common import exception

from f5_heat.icontrol import errors
from f5_heat.icontrol import retry

#: The attempts in a row of an action that meets a device which seems to be
#: well: of a check, or of a write whose outcome is not known.
ATTEMPTS = 3

#: The longest pause between two attempts, in seconds.
LONGEST = 10


class GivenUp(exception.HeatException):
    """The device did not come back in time.

    ``problem`` is what went wrong last, and ``error`` the client's part of it.
    """

    msg_fmt = '%(reason)s This was tried for %(seconds)d seconds.'

    def __init__(self, problem, seconds):
        super().__init__(reason=sentence(problem), seconds=seconds)
        self.problem = problem
        self.error = cause(problem)


class NoPlace(exception.HeatException):
    """Too many actions wait for devices already.

    ``problem`` is what went wrong, and ``error`` the client's part of it.
    """

    msg_fmt = (
        '%(reason)s It was not tried again, as too many actions wait for '
        'devices that templates bring along.'
    )

    def __init__(self, problem):
        super().__init__(reason=sentence(problem))
        self.problem = problem
        self.error = cause(problem)


class Outage:
    """The failures of an action in a row, from the first of them on."""

    def __init__(self, is_check):
        self._is_check = is_check
        self._attempts = 0
        self.end()

    def end(self):
        """Begin to count again, as the action has come further."""
        self._failures = 0
        # The last of them, as far as the device seemed to be well.
        self._unexplained = 0
        self._since = None
        self.is_told = False

    @property
    def seconds(self):
        """Return the seconds since the first failure."""
        return time.monotonic() - self._since

    def pause_after(self, problem, limit):
        """Count a failure, and say how long to wait for the next attempt.

        :param limit: gives the seconds for which the device is waited for.
        :returns: seconds; None if there is no use in another attempt.
        """
        if not _may_pass(problem):
            return None
        error = cause(problem)
        self._attempts += 1
        self._failures += 1
        if self._since is None:
            self._since = time.monotonic()
        is_unexplained = self._is_check or not retry.passes(error)
        self._unexplained = self._unexplained + 1 if is_unexplained else 0
        if self._unexplained >= ATTEMPTS or self.seconds >= limit():
            return None
        if self._failures == 1 and error.sent and error.method != 'GET':
            # Most often it is an answer that got lost, and nothing else.
            return 0
        return random.uniform(0, min(LONGEST, 2 ** (self._attempts - 1)))

    def outcome(self, problem, is_over=True):
        """Return the error that ends an action which met a problem last.

        :param is_over: whether it had all of its attempts.
        """
        if not is_over:
            return NoPlace(problem)
        if not _may_pass(problem) or self.seconds < 1:
            return problem
        return GivenUp(problem, self.seconds)


def _may_pass(problem):
    error = cause(problem)
    return error is not None and retry.is_open(error)


def cause(problem):
    """Return the client's error that an error is or wraps, or None."""
    found = getattr(problem, 'error', problem)
    return found if isinstance(found, errors.IControlError) else None


def sentence(problem):
    """Return what an error says, with a full stop."""
    text = str(problem)
    return text if text.endswith('.') else text + '.'
