# SPDX-License-Identifier: Apache-2.0

"""Transactions: queued requests that are committed together."""

from __future__ import annotations

import dataclasses
import itertools
import json
import threading
import time
import typing as t
import urllib.parse

from f5_heat.simulator.documents import queries
from f5_heat.simulator.documents import render
from f5_heat.simulator.rest import messages
from f5_heat.simulator.schema import errors
from f5_heat.simulator.state import bigip

Json = dict[str, t.Any]
Run = t.Callable[[messages.Request], t.Any]
HEADER = 'X-F5-REST-Coordination-Id'


class _OnlyValidated(Exception):
    """Rolls back what ``validateOnly`` did."""


@dataclasses.dataclass
class Transaction:
    """An open transaction."""

    number: int
    timeout: int
    touched: float
    validate_only: bool = False
    requests: dict[int, messages.Request] = dataclasses.field(
        default_factory=dict
    )
    numbers: t.Iterator[int] = dataclasses.field(
        default_factory=lambda: itertools.count(1)
    )


def _timeout(value: t.Any) -> int:
    if not isinstance(value, int):
        raise errors.invalid_value('timeout-seconds', value)
    return value


class Transactions:
    """The open transactions of a device; an idle one expires.

    All of them end when the device restarts: general knowledge, without a
    source at hand.
    """

    def __init__(self, device: bigip.Device):
        self.device = device
        self._lock = threading.Lock()
        self._open: dict[int, Transaction] = {}
        self._numbers = itertools.count(1389812351)

    def _found(self, text: str) -> Transaction:
        now = time.monotonic()
        with self._lock:
            for one in list(self._open.values()):
                if (
                    now - one.touched > one.timeout
                    or one.touched < self.device.started
                ):
                    del self._open[one.number]
            if not text.isdigit() or int(text) not in self._open:
                # The device's own words are not recorded.
                raise errors.Refused(
                    404, 'Transaction not found - ID: ' + text
                )
            found = self._open[int(text)]
            found.touched = now
        return found

    def queue(
        self, number: str, request: messages.Request, query: queries.Query
    ) -> Json:
        """Queue a request with the coordination header."""
        found = self._found(number)
        command = next(found.numbers)
        found.requests[command] = request
        return self._command(found, command, query)

    def answer(
        self,
        request: messages.Request,
        path: str,
        query: queries.Query,
        run: Run,
    ) -> t.Any:
        """Answer a request for /mgmt/tm/transaction/<path>."""
        words = [word for word in path.split('/') if word]
        method = request.method
        if words[:1] == ['commands']:
            raise errors.Refused(400, 'Missing transaction ID for this call.')
        if not words:
            if method == 'POST':
                return self._json(self._begin(request.json()), query)
            return self._all(query)
        found = self._found(words[0])
        if len(words) > 1:
            return self._commands(found, words[2:], method, query)
        if method == 'DELETE':
            self._forget(found)
            return b''
        if method == 'PATCH':
            return self._patch(found, request.json(), query, run)
        return self._json(found, query)

    def _begin(self, body: Json) -> Transaction:
        default = 30 if self.device.tmos < (12,) else 120
        found = Transaction(
            next(self._numbers),
            _timeout(body.get('timeoutSeconds', default)),
            time.monotonic(),
            bool(body.get('validateOnly', False)),
        )
        with self._lock:
            self._open[found.number] = found
        return found

    def _forget(self, found: Transaction) -> None:
        with self._lock:
            self._open.pop(found.number, None)

    def _patch(
        self, found: Transaction, body: Json, query: queries.Query, run: Run
    ) -> Json:
        if 'timeoutSeconds' in body:
            found.timeout = _timeout(body['timeoutSeconds'])
        if 'validateOnly' in body:
            found.validate_only = bool(body['validateOnly'])
        if body.get('state') == 'VALIDATING':
            self._commit(found, run)
            # That the answer says COMPLETED is unverified.
            return self._json(found, query, 'COMPLETED')
        return self._json(found, query)

    def _commit(self, found: Transaction, run: Run) -> None:
        if not found.requests:
            raise errors.Refused(
                404, 'there is no command to commit in the transaction.'
            )
        self._forget(found)
        try:
            with self.device.change():
                self._check(found)
                for request in found.requests.values():
                    run(request)
                if found.validate_only:
                    raise _OnlyValidated
        except _OnlyValidated:
            pass
        except errors.Refused as refused:
            raise errors.Refused(
                400,
                'transaction failed:' + refused.message,
                errors.TRANSACTION,
            ) from None

    def _check(self, found: Transaction) -> None:
        for request in found.requests.values():
            path = request.path.removeprefix('/mgmt/tm/').rstrip('/')
            if request.method == 'POST' and path.startswith(
                'sys/application/'
            ):
                # That it fails is known, the words are not recorded.
                raise errors.mcpd(
                    'an application cannot be created in a transaction'
                )
            target = self.device.target(path.split('/'))
            if (
                request.method == 'DELETE'
                and target is not None
                and target.shape.is_monitor
                and target.path
            ):
                # A monitor that was in use before the transaction cannot
                # be deleted in it, even if no longer used.
                item = self.device.item(target)
                if any(self.device.users(item)):
                    self.device.remove(item)

    # Answers.

    def _json(
        self, found: Transaction, query: queries.Query, state: str = 'STARTED'
    ) -> Json:
        answer: Json = {
            'transId': found.number,
            'state': state,
            'timeoutSeconds': found.timeout,
        }
        if self.device.tmos >= (12,):
            answer.update(
                asyncExecution=False,
                validateOnly=found.validate_only,
                executionTimeout=300,
                executionTime=0,
                failureReason='',
            )
        answer['kind'] = 'tm:transactionstate'
        answer['selfLink'] = render.link(
            'transaction/{}'.format(found.number), query.version
        )
        return answer

    def _all(self, query: queries.Query) -> Json:
        with self._lock:
            every = list(self._open.values())
        return {
            'kind': 'tm:transactioncollectionstate',
            'selfLink': render.link('transaction', query.version),
            'items': [self._json(one, query) for one in every],
        }

    def _commands(
        self,
        found: Transaction,
        words: list[str],
        method: str,
        query: queries.Query,
    ) -> t.Any:
        if not words:
            return {
                'kind': 'tm:transaction:commandscollectionstate',
                'selfLink': render.link(
                    'transaction/{}/commands'.format(found.number),
                    query.version,
                ),
                'items': [
                    self._command(found, number, query)
                    for number in found.requests
                ],
            }
        number = int(words[0]) if words[0].isdigit() else 0
        if number not in found.requests or words[1:]:
            raise errors.Refused(
                400, 'Found invalid command id {}'.format('/'.join(words))
            )
        if method == 'DELETE':
            del found.requests[number]
            return b''
        return self._command(found, number, query)

    def _command(
        self, found: Transaction, number: int, query: queries.Query
    ) -> Json:
        request = found.requests[number]
        return {
            'method': request.method,
            'uri': 'https://localhost' + urllib.parse.unquote(request.path),
            'body': json.loads(request.body or b'{}'),
            'evalOrder': list(found.requests).index(number) + 1,
            'commandId': number,
            'kind': 'tm:transaction:commandsstate',
            'selfLink': render.link(
                'transaction/{}/commands/{}'.format(found.number, number),
                query.version,
            ),
        }
