# SPDX-License-Identifier: Apache-2.0

"""The routing of requests below /mgmt."""

from __future__ import annotations

import itertools
import logging
import typing as t
import urllib.parse

from f5_heat.simulator.documents import queries
from f5_heat.simulator.documents import render
from f5_heat.simulator.documents import statistics
from f5_heat.simulator.documents import status_pages
from f5_heat.simulator.rest import authentication
from f5_heat.simulator.rest import commands
from f5_heat.simulator.rest import messages
from f5_heat.simulator.rest import options
from f5_heat.simulator.rest import shell
from f5_heat.simulator.rest import transactions
from f5_heat.simulator.rest import workers
from f5_heat.simulator.schema import errors
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import targets

_LOG = logging.getLogger(__name__)
# Seen for a request without credentials; for a wrong password it is
# unverified.
_CHALLENGE = (('WWW-Authenticate', 'Basic realm="Enterprise Manager"'),)
_NO_METHOD = 'The method {} is not supported on this URI.'


class Api:
    """The REST API of a device."""

    def __init__(
        self, device: bigip.Device, authenticator: authentication.Authenticator
    ):
        self.device = device
        self.authenticator = authenticator
        self._transactions = transactions.Transactions(device)
        self._operations = itertools.count(1310282)

    def answer(self, request: messages.Request) -> messages.Answer:
        """Answer a request; a bug of the simulator is a 500."""
        answer = self._any_answer(request)
        request.took = answer.status
        return answer

    def _any_answer(self, request: messages.Request) -> messages.Answer:
        try:
            return self._answer(request)
        except errors.Refused as refused:
            broken = refused.message.startswith('Found invalid JSON')
            challenged = isinstance(refused, authentication.NoCredentials)
            return messages.Answer(
                refused.status,
                refused.body(
                    self.device.tmos, request.client, next(self._operations)
                ),
                'application/json;charset=utf-8',
                close=broken,
                headers=_CHALLENGE if challenged else (),
            )
        except authentication.Unauthorized:
            return messages.html(
                401,
                'F5 Authorization Required',
                'This server could not verify that you are authorized to '
                'access the document requested.',
                _CHALLENGE,
            )
        except Exception as error:
            _LOG.exception('%s %s', request.method, request.path)
            return messages.Answer(
                500,
                {
                    'code': 500,
                    'message': 'the simulator failed: {!r}'.format(error),
                },
            )

    def _answer(self, request: messages.Request) -> messages.Answer:
        path = request.path.rstrip('/')
        if not path.startswith('/mgmt/'):
            return messages.html(404, 'Not Found', 'Not found.')
        if path == '/mgmt/shared/authn/login':
            return self._login(request)
        request.user, request.how = self.authenticator.authenticate(
            request.headers, request.method, path, request.client
        )
        if path.startswith('/mgmt/shared/authz/tokens'):
            return self._tokens(request, path[26:])
        with self.device.lock:
            found = workers.answer(self.device, request, path[6:])
        if found is not None:
            return messages.Answer(body=found)
        if path.startswith('/mgmt/tm/'):
            return self._tm(request, path[9:])
        raise errors.not_registered(path.removeprefix('/mgmt'))

    def _login(self, request: messages.Request) -> messages.Answer:
        if self.device.tmos <= (11, 6, 0):
            # Recorded for 11.5 and 11.6.0: there is no such worker.
            raise errors.worker(
                404, 'http://localhost:8100/mgmt/shared/authn/login'
            )
        if request.method != 'POST':
            raise errors.worker(400, _NO_METHOD.format(request.method))
        return messages.Answer(
            body=self.authenticator.login(request.json(), request.client)
        )

    def _tokens(self, request: messages.Request, name: str) -> messages.Answer:
        known = self.authenticator
        if not name:
            return self._own_tokens(request)
        token = known.token(request.user, urllib.parse.unquote(name))
        if request.method == 'PATCH':
            known.extend(token, request.json().get('timeout'))
        elif request.method == 'DELETE':
            # That the deleted token is echoed is unverified.
            known.revoke(token)
        elif request.method != 'GET':
            raise errors.worker(400, _NO_METHOD.format(request.method))
        return messages.Answer(body=token.json())

    def _own_tokens(self, request: messages.Request) -> messages.Answer:
        known = self.authenticator
        own = known.tokens(request.user)
        if request.method == 'POST':
            body = request.json()
            user = body.get('user')
            if isinstance(user, dict):
                user = str(user.get('link', '')).rpartition('/')[2]
            return messages.Answer(
                body=known.make(
                    str(user or request.user),
                    request.client,
                    body.get('timeout'),
                ).json()
            )
        if request.method == 'DELETE':
            for token in own:
                known.revoke(token)
        elif request.method != 'GET':
            raise errors.worker(400, _NO_METHOD.format(request.method))
        return messages.Answer(
            body={
                'items': [token.json() for token in own],
                'generation': 1,
                'kind': 'shared:authz:tokens:authtokencollectionstate',
                'lastUpdateMicros': 0,
                'selfLink': 'https://localhost/mgmt/shared/authz/tokens',
            }
        )

    # /mgmt/tm

    def _tm(self, request: messages.Request, path: str) -> messages.Answer:
        query = queries.Query(request.query, self.device.version)
        if path == 'transaction' or path.startswith('transaction/'):
            with self.device.lock:
                return messages.Answer(
                    body=self._transactions.answer(
                        request, path[12:], query, self._queued
                    )
                )
        number = request.headers.get(transactions.HEADER)
        if number and request.method != 'GET':
            request.json()
            return messages.Answer(
                body=self._transactions.queue(number, request, query)
            )
        with self.device.lock:
            return messages.Answer(body=self._run(request, path, query))

    def _queued(self, request: messages.Request) -> None:
        self._run(
            request,
            request.path.rstrip('/')[9:],
            queries.Query(request.query, self.device.version),
        )

    def _run(
        self, request: messages.Request, path: str, query: queries.Query
    ) -> t.Any:
        """Run a request on the configuration, and return its answer."""
        device = self.device
        if request.method == 'POST' and b'"command"' in request.body:
            answered = commands.run(device, path, request.json()) or shell.run(
                device, path, request.json()
            )
            if answered is not None:
                return answered
        target = device.target(path.split('/'))
        if request.method == 'GET':
            return self._get(target, path, query)
        if target is None:
            raise errors.not_registered('/tm/' + path)
        method = request.method
        whole = target.path is None
        if method == 'POST' and whole:
            return self._post(request, target, query)
        if method == 'DELETE' and not target.shape.singleton:
            if whole:
                options.delete_many(device, target, query)
            else:
                device.delete(target)
            return b''
        if method not in ('PUT', 'PATCH') or whole:
            # The device's own words are not recorded.
            raise errors.Refused(400, _NO_METHOD.format(method))
        if query.options:
            item = options.apply(device, target, query.options, request.json())
        else:
            item = device.modify(target, request.json(), method == 'PUT')
        return render.item_json(device, item, query, bare=target.bare)

    def _get(
        self, target: targets.Target | None, path: str, query: queries.Query
    ) -> t.Any:
        if target is None:
            below = self.device.organizing(path)
            found = status_pages.read(self.device, path, query) or (
                render.organizing_json(path, below, query) if below else None
            )
        elif target.tail:
            found = statistics.read(self.device, target, query)
        elif path == target.where + '/example':
            found = render.example_json(target.shape, query)
        else:
            found = render.read(self.device, target, query)
        if found is None:
            raise errors.not_registered('/tm/' + path)
        return found

    def _post(
        self,
        request: messages.Request,
        target: targets.Target,
        query: queries.Query,
    ) -> t.Any:
        device = self.device
        body = request.json()
        if query.options:
            item = options.create(device, target, query.options, body)
        else:
            item = device.create(target, body)
        collection = target.shape.collection
        if (
            collection == 'sys/application/service'
            and device.tmos < (12,)
            or collection == 'ltm/virtual/policies'
            and device.version in ('11.5.4', '12.1.1')
        ):
            raise errors.Refused(
                404,
                'The configuration was updated successfully but could '
                'not be retrieved.',
            )
        # Recorded on 11.6.0: what is created without a partition is
        # echoed without one; on 12.1.2 it is in Common.
        bare = (
            device.tmos < (12, 1)
            and bool(item.place.partition)
            and not {'partition', 'subPath'} & set(body)
            and not str(body.get('name', '')).startswith('/')
        )
        return render.item_json(device, item, query, bare=bare)
