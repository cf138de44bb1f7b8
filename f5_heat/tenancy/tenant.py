# SPDX-License-Identifier: Apache-2.0

"""The client of a device, for one of several tenants."""

from __future__ import annotations

import contextlib
import typing as t

from f5_heat.icontrol import device
from f5_heat.icontrol import errors
from f5_heat.icontrol.transport import session as conversation
from f5_heat.tenancy import fence as fences
from f5_heat.tenancy import territory

_TRANSACTION = 'tm/transaction'


class FencedSession:
    """A session whose requests stay within a fence, at any unit.

    :param prepare: is called before an object is created, outside of any
        transaction, to create what it needs.
    """

    def __init__(
        self,
        session: conversation.Session,
        fence: fences.Fence,
        prepare: t.Callable[[], None] | None = None,
    ):
        self._session = session
        self.fence = fence
        self._prepare = prepare

    @property
    def url(self) -> str:
        return self._session.url

    @property
    def is_redundant(self) -> bool:
        return self._session.is_redundant

    @property
    def has_moved(self) -> bool:
        return self._session.has_moved

    def request(
        self,
        method: str,
        path: str,
        body: t.Any = None,
        params: dict | None = None,
        headers: dict | None = None,
        **options,
    ) -> t.Any:
        """Send a request within the fence; see ``Session.request``.

        :raises Forbidden: it is not; nothing was sent.
        """
        try:
            self.fence.judge(method, path, body, params, headers)
            if (
                method == 'POST'
                and self._prepare
                and (not path.startswith(_TRANSACTION) and not headers)
            ):
                self._prepare()
            if params and '$select' in params and '~' not in path:
                # Needed to judge the answer.
                params = {
                    **params,
                    '$select': ','.join(
                        dict.fromkeys(
                            [*params['$select'].split(','), 'fullPath']
                        )
                    ),
                }
            answer = self._session.request(
                method, path, body, params, headers, **options
            )
            if method == 'GET':
                answer = self.fence.cleared(path, answer)
        except territory.Refused as refusal:
            raise errors.Forbidden(
                refusal.reason, method, f'/mgmt/{path}', refusal.key
            ) from None
        return answer

    def unit(self) -> FencedSession:
        """Return the fenced conversation with one unit."""
        return FencedSession(self._session.unit(), self.fence, self._prepare)

    @contextlib.contextmanager
    def transacting(self, *owner) -> t.Iterator[None]:
        """Hold the turn of a transaction; see ``Session.transacting``."""
        if self._prepare:
            self._prepare()
        with self._session.transacting(*owner):
            yield

    def close(self) -> None:
        """Do nothing: others use the session, too."""


def fenced(
    bigip: device.BigIP,
    fence: fences.Fence,
    prepare: t.Callable[[], None] | None = None,
) -> device.BigIP:
    """Return the same BigIP for one of several tenants.

    Requests beyond the fence raise Forbidden, also those of its transactions,
    tasks and units.

    :param prepare: see ``FencedSession``.
    """
    return bigip.through(FencedSession(bigip.session, fence, prepare))
