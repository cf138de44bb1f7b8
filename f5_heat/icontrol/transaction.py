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
"""Changes that a BIG-IP applies together or not at all."""

from __future__ import annotations

import typing as t

from oslo_log import log as logging

from f5_heat.icontrol import errors
from f5_heat.icontrol import paths
from f5_heat.icontrol import session as conversation

LOG = logging.getLogger(__name__)

_PATH = 'tm/transaction'


class Transaction:
    """Collects changes; leaving its ``with`` block commits them.

    An exception in the block cancels the transaction. The device forgets one
    that is left alone: after 30 seconds on 11.x, after 120 from 12.0 on.

    :raises TransactionFailed: on leaving: the device refused a change, and
        none was applied.
    """

    def __init__(self, session: conversation.Session):
        self._session = session
        self._uri = ''
        self._headers: dict[str, str] = {}
        self._is_empty = True

    def __enter__(self) -> Transaction:
        answer = self._session.request('POST', _PATH, {})
        number = answer.get('transId') if isinstance(answer, dict) else None
        if not isinstance(number, int):
            raise errors.InvalidAnswer('There is no transId in the answer.',
                                       'POST', f'/mgmt/{_PATH}')
        self._uri = f'{_PATH}/{number}'
        self._headers = {'X-F5-REST-Coordination-Id': str(number)}
        return self

    def create(self, collection: str, body: dict) -> None:
        self._add('POST', paths.item(collection), body)

    def modify(self, collection: str, name: str | None,
               changes: dict) -> None:
        self._add('PATCH', paths.item(collection, name), changes)

    def replace(self, collection: str, name: str | None, body: dict) -> None:
        self._add('PUT', paths.item(collection, name), body)

    def delete(self, collection: str, name: str) -> None:
        self._add('DELETE', f'{collection}/{paths.quote(name)}', None)

    def _add(self, method: str, item: str, body: t.Any) -> None:
        self._session.request(method, f'tm/{item}', body,
                              headers=self._headers)
        self._is_empty = False

    def __exit__(self, kind, error, traceback) -> None:
        if kind is not None or self._is_empty:
            self._cancel()
            return
        try:
            answer = self._session.request('PATCH', self._uri,
                                           {'state': 'VALIDATING'})
        except (errors.BadRequest, errors.InUse, errors.NotFound,
                errors.Conflict) as refusal:
            raise errors.TransactionFailed(*refusal.args) from None
        if isinstance(answer, dict) and answer.get('state') == 'FAILED':
            raise errors.TransactionFailed(
                200, '', str(answer.get('failureReason')), 'PATCH',
                f'/mgmt/{self._uri}')

    def _cancel(self) -> None:
        try:
            self._session.request('DELETE', self._uri)
        except errors.IControlError as error:
            LOG.debug('The transaction was not cancelled: %s', error)
