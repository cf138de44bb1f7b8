# SPDX-License-Identifier: Apache-2.0

"""Changes that a BIG-IP applies together or not at all."""

from __future__ import annotations

import collections.abc
import typing as t

import tenacity
from oslo_log import log as logging

from f5_heat.icontrol import errors
from f5_heat.icontrol import paths
from f5_heat.icontrol import secret
from f5_heat.icontrol.transport import session as conversation

LOG = logging.getLogger(__name__)

_PATH = 'tm/transaction'


def _is_conflict(error: BaseException) -> bool:
    """Return whether a transaction may succeed when it is repeated as a whole.

    A refusal with a code of the configuration daemon is about the changes,
    and would be repeated. One without a code is about the transaction:
    another one came in between, or the device has lost this one. The
    messages of both are not recorded.
    """
    return isinstance(error, errors.TransactionFailed) and not error.code


_CONFLICT = tenacity.Retrying(
    retry=tenacity.retry_if_exception(_is_conflict),
    wait=tenacity.wait_random_exponential(multiplier=0.1, max=0.5),
    stop=tenacity.stop_after_attempt(4),
    reraise=True,
)


class Transaction:
    """Changes that are collected, and made at the end of a ``with`` block.

    Nothing is sent before that, and nothing at all after an exception in
    the block. The transactions of a session never overlap: those of several
    clients are known to disturb each other.

    :raises TransactionFailed: on leaving: the device refused a change, and
        none was applied.
    """

    def __init__(
        self,
        session: conversation.Session,
        owner: collections.abc.Hashable = None,
    ):
        self._session = session
        self._owner = owner
        self._changes: list[tuple[str, str, t.Any]] = []

    def __enter__(self) -> Transaction:
        return self

    def create(self, collection: str, body: dict) -> None:
        self._changes.append(('POST', paths.item(collection), body))

    def modify(self, collection: str, name: str | None, changes: dict) -> None:
        self._changes.append(('PATCH', paths.item(collection, name), changes))

    def replace(self, collection: str, name: str | None, body: dict) -> None:
        self._changes.append(('PUT', paths.item(collection, name), body))

    def delete(self, collection: str, name: str) -> None:
        self._changes.append(
            ('DELETE', f'{collection}/{paths.quote(name)}', None)
        )

    def __exit__(self, kind, error, traceback) -> None:
        if kind is None and self._changes:
            _CONFLICT.copy()(self._make)

    def _make(self) -> None:
        secrets = tuple(secret.found_in(self._changes))
        with self._session.transacting(self._owner):
            number = self._begin()
            uri = f'{_PATH}/{number}'
            self._queue(uri, {'X-F5-REST-Coordination-Id': str(number)})
            try:
                answer = self._session.request(
                    'PATCH',
                    uri,
                    secret.About({'state': 'VALIDATING'}, secrets),
                    owner=self._owner,
                )
            except (
                errors.BadRequest,
                errors.InUse,
                errors.NotFound,
                errors.Conflict,
            ) as refusal:
                raise errors.TransactionFailed(*refusal.args) from None
        if isinstance(answer, dict) and answer.get('state') == 'FAILED':
            reason = secret.hide(str(answer.get('failureReason')), secrets)
            raise errors.TransactionFailed(
                200, errors.code_of(reason), reason, 'PATCH', f'/mgmt/{uri}'
            )

    def _begin(self) -> int:
        try:
            answer = self._session.request(
                'POST', _PATH, {}, owner=self._owner
            )
        except errors.IControlError as error:
            error.sent = False
            raise
        number = answer.get('transId') if isinstance(answer, dict) else None
        if not isinstance(number, int):
            raise errors.InvalidAnswer(
                'There is no transId in the answer.',
                'POST',
                f'/mgmt/{_PATH}',
                sent=False,
            )
        return number

    def _queue(self, uri: str, headers: dict[str, str]) -> None:
        """Send the changes, which the device only queues."""
        is_complete = False
        try:
            for method, item, body in self._changes:
                # After a lost answer it would be there twice, and the device
                # would refuse the transaction.
                self._session.request(
                    method,
                    f'tm/{item}',
                    body,
                    headers=headers,
                    owner=self._owner,
                    again=False,
                )
            is_complete = True
        except errors.NotFound as error:
            # Changes are not judged before the commit: the transaction is
            # gone.
            raise errors.TransactionFailed(*error.args) from None
        except errors.IControlError as error:
            error.sent = False
            raise
        finally:
            if not is_complete:
                self._cancel(uri)

    def _cancel(self, uri: str) -> None:
        try:
            self._session.request('DELETE', uri, owner=self._owner)
        except errors.IControlError as error:
            LOG.debug('The transaction was not cancelled: %s', error)
