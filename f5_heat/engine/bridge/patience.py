# SPDX-License-Identifier: Apache-2.0

"""How long an action waits for a BIG-IP that restarts, or is busy.

Heat polls meanwhile. The action then begins again: it finds out what the
device has, and does what is left.
"""

import random
import time

from heat.common import exception
from oslo_log import log as logging

from f5_heat.icontrol import errors
from f5_heat.icontrol import retry

LOG = logging.getLogger(__name__)

#: The attempts in a row of an action that meets a device which seems to be
#: well: of a check, or of a write whose outcome is not known.
ATTEMPTS = 3

#: The longest pause between two attempts, in seconds.
LONGEST = 10

#: The seconds for which nobody may be at an address that was never used.
FIRST_CONTACT = 40


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
    """The failures of an action in a row, from the first of them on.

    A check does not wait for long: it is to tell how things are.
    """

    def __init__(self, resource, action):
        self._resource = resource
        self._action = action
        self._attempts = 0
        self._forget()

    def _forget(self):
        self._failures = 0
        # The last of them, as far as the device seemed to be well.
        self._unexplained = 0
        self._since = None
        self._is_told = False

    def end(self):
        """Begin to count again, as the action has come further."""
        if self._is_told:
            LOG.info(
                '%s of %s goes on after %d seconds',
                self._action,
                self._resource,
                self.seconds,
            )
        self._forget()

    def tell(self, problem):
        """Say, once in an outage, that the action waits."""
        if self._is_told:
            return
        self._is_told = True
        resource = self._resource
        LOG.warning(
            '%s of %s waits for its BIG-IP, %s: %s',
            self._action,
            resource,
            ', '.join(filter(None, resource.references()))
            or 'the default device',
            sentence(problem),
        )
        resource._add_event(
            self._action,
            resource.IN_PROGRESS,
            'It waits for the BIG-IP: ' + sentence(problem),
        )

    @property
    def seconds(self):
        """Return the seconds since the first failure."""
        return time.monotonic() - self._since

    def _limit(self, error):
        """Return the seconds for which the device is waited for."""
        plugin = self._resource.client_plugin()
        limit = max(map(plugin.retry_timeout, self._resource.references()))
        if self._resource.is_first_contact and isinstance(
            error, errors.NoConnection
        ):
            return min(limit, FIRST_CONTACT)
        return limit

    def pause_after(self, problem):
        """Count a failure, and say how long to wait for the next attempt.

        :returns: seconds; None if there is no use in another attempt.
        """
        if not _may_pass(problem):
            return None
        error = cause(problem)
        self._attempts += 1
        self._failures += 1
        if self._since is None:
            self._since = time.monotonic()
        is_check = self._action == self._resource.CHECK
        is_unexplained = is_check or not retry.passes(error)
        self._unexplained = self._unexplained + 1 if is_unexplained else 0
        if self._unexplained >= ATTEMPTS or self.seconds >= self._limit(error):
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
