# SPDX-License-Identifier: Apache-2.0

"""A Heat resource that waits for a BIG-IP which restarts, or is busy.

Heat polls meanwhile. The action then begins anew: it finds out what the
device has, and does what is left.
"""

import math
import time

import tenacity
from heat.common import exception
from oslo_log import log as logging

from f5_heat.engine import earlier
from f5_heat.icontrol import errors
from f5_heat.icontrol import retry

LOG = logging.getLogger(__name__)

#: So often, in a row, it is looked what came of a write where the device
#: itself seems to be well, and what a device has in a check.
LOOKS = 3


class GivenUp(exception.HeatException):
    """A device was waited for in vain.

    ``problem`` is what was wrong last, and ``error`` the client's part of it.
    """

    msg_fmt = '%(reason)s This was tried for %(seconds)d seconds.'

    def __init__(self, problem, seconds):
        super().__init__(reason=sentence(problem), seconds=seconds)
        self.problem = problem
        self.error = cause(problem)


class Resource(earlier.Resource):
    """A resource whose actions wait out what passes by itself.

    Only a check does not, beyond a few looks: it is to tell how things are.
    """

    def action_handler_task(self, action, *args, **kwargs):
        outage = _Outage(self, action)
        for attempt in outage.attempts():
            # One by one: Heat looks at the timeout of the stack in between.
            for _ in range(outage.polls):
                yield
            with attempt:
                yield from outage.watched(
                    super().action_handler_task(action, *args, **kwargs)
                )

    def begin_anew(self):
        """Forget what an attempt of an action knew that came to nothing."""

    def retry_timeout(self):
        """The seconds for which the device is waited for."""
        plugin = self.client_plugin()
        return max(map(plugin.retry_timeout, self.references()))

    def references(self):
        """What names the devices that the resource is on."""
        return [self.data().get(earlier.DEVICE)]


class _Outage:
    """The failures of an action in a row, since the first of them.

    ``polls`` is the number of Heat's polls before the next attempt.
    """

    def __init__(self, owner, action):
        self.polls = 0
        self._owner = owner
        self._action = action
        self._since = None
        self._failures = 0
        # Those of them, since the last that passes by itself, of a device
        # that seems to be well.
        self._looks = 0
        self._is_told = False

    def attempts(self):
        """The attempts: contexts, of which the last raises what it will."""
        return tenacity.Retrying(
            retry=tenacity.retry_if_exception(self._is_failure),
            stop=self._is_enough,
            retry_error_callback=self._give_up,
            wait=self._pause,
            before_sleep=self._begin_anew,
            sleep=self._keep,
        )

    def watched(self, task):
        """An attempt; with its second poll it has come further."""
        for polls, period in enumerate(task):
            if polls:
                self._end()
            yield period
        self._end()

    def _is_failure(self, problem):
        error = cause(problem)
        if error is None or not retry.is_open(error):
            return False
        self._failures += 1
        if self._since is None:
            self._since = time.monotonic()
        is_look = self._action == self._owner.CHECK or (
            not retry.passes(error)
        )
        self._looks = self._looks + 1 if is_look else 0
        return True

    def _pause(self, state):
        error = cause(state.outcome.exception())
        if self._failures == 1 and error.sent and error.method != 'GET':
            # An answer that is lost alone is the usual case.
            return 0
        return retry.PAUSES(state)

    def _is_enough(self, state):
        return (
            self._looks >= LOOKS
            or self._elapsed() >= self._owner.retry_timeout()
        )

    def _elapsed(self):
        return time.monotonic() - self._since

    def _begin_anew(self, state):
        if state.next_action.sleep and not self._is_told:
            self._is_told = True
            problem = sentence(state.outcome.exception())
            LOG.warning(
                '%s of %s waits for its BIG-IP, %s: %s',
                self._action,
                self._owner,
                self._device(),
                problem,
            )
            self._owner._add_event(
                self._action,
                self._owner.IN_PROGRESS,
                'It waits for the BIG-IP: ' + problem,
            )
        self._owner.begin_anew()

    def _device(self):
        return ', '.join(filter(None, self._owner.references())) or (
            'the default device'
        )

    def _keep(self, seconds):
        self.polls = math.ceil(seconds)

    def _end(self):
        if self._is_told:
            LOG.info(
                '%s of %s goes on after %d seconds',
                self._action,
                self._owner,
                self._elapsed(),
            )
        self._since, self._is_told = None, False
        self._failures = self._looks = 0

    def _give_up(self, state):
        problem = state.outcome.exception()
        seconds = self._elapsed()
        if seconds < 1:
            raise problem
        raise GivenUp(problem, seconds) from None


def cause(error):
    """The error of the client that is, or is inside, an error; or None."""
    found = getattr(error, 'error', error)
    return found if isinstance(found, errors.IControlError) else None


def sentence(error):
    """What an error says, with a full stop."""
    text = str(error)
    return text if text.endswith('.') else text + '.'
