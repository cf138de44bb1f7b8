# SPDX-License-Identifier: Apache-2.0

"""An asynchronous command of a BIG-IP, polled until it is done."""

from __future__ import annotations

import collections.abc

import tenacity

from f5_heat.icontrol import errors
from f5_heat.icontrol.transport import session as conversation


class Task:
    """A task that runs on the device."""

    def __init__(self, session: conversation.Session, uri: str):
        self._session = session
        self._uri = uri

    def is_done(self) -> bool:
        """Return whether the task has completed, asking once.

        :raises TaskFailed: it has failed.
        :raises NotFound: the device has lost it, as after a restart.
        """
        answer = self._session.request('GET', self._uri)
        state = answer.get('_taskState') if isinstance(answer, dict) else None
        if state in ('STARTED', 'VALIDATING'):
            return False
        if state == 'COMPLETED':
            return True
        reason = answer.get('failureReason') if state == 'FAILED' else None
        raise errors.TaskFailed(
            str(state), str(reason or 'no reason given'), f'/mgmt/{self._uri}'
        )

    def wait(self, timeout: float = 300.0) -> None:
        """Wait until the task has completed.

        :raises TaskFailed: it has failed, or runs still after ``timeout``
            seconds.
        """
        poll = tenacity.Retrying(
            retry=tenacity.retry_if_result(lambda done: not done),
            wait=tenacity.wait_exponential(multiplier=0.1, max=5),
            stop=tenacity.stop_after_delay(timeout),
            retry_error_callback=lambda state: False,
        )
        if not poll(self.is_done):
            raise errors.TaskFailed(
                'unfinished',
                f'it still ran after {timeout:g} seconds',
                f'/mgmt/{self._uri}',
            )


def start(
    session: conversation.Session,
    collection: str,
    body: dict,
    owner: collections.abc.Hashable = None,
) -> Task:
    """Start a task under ``/mgmt/tm/task`` and return it.

    :param owner: the owner of the requests, for their turns.
    """
    uri = f'tm/task/{collection}'
    answer = session.request('POST', uri, body, owner=owner)
    number = answer.get('_taskId') if isinstance(answer, dict) else None
    if not isinstance(number, int):
        raise errors.InvalidAnswer(
            'There is no _taskId in the answer.', 'POST', f'/mgmt/{uri}'
        )
    uri = f'{uri}/{number}'
    session.request('PUT', uri, {'_taskState': 'VALIDATING'}, owner=owner)
    return Task(session, uri)
