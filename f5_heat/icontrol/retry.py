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
"""Which failures are worth another attempt, and when, as a policy."""

from __future__ import annotations

import typing as t

import tenacity

from f5_heat.icontrol import errors


def is_transient(error: BaseException) -> bool:
    """Say whether the same request may succeed in a moment.

    A write counts only if it certainly was not applied: one whose answer was
    lost is never repeated.
    """
    return (isinstance(error, (errors.Unreachable, errors.Busy))
            and not isinstance(error, errors.Untrusted)
            and (error.method == 'GET' or not error.sent))


TRANSIENT = tenacity.Retrying(
    retry=tenacity.retry_if_exception(is_transient),
    wait=tenacity.wait_random_exponential(multiplier=0.25, max=2),
    stop=tenacity.stop_after_attempt(5) | tenacity.stop_after_delay(10),
    reraise=True)


def surely(request: t.Callable[[], t.Any]) -> t.Any:
    """Make a request, and once more if nobody knows what came of it.

    For what does no harm when it is done twice.
    """
    try:
        return request()
    except errors.IControlError as error:
        if not error.sent:
            raise
    return request()
