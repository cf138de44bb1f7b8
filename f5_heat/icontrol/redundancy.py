# SPDX-License-Identifier: Apache-2.0

"""The units of a redundant BIG-IP, of which the active one takes requests."""

from __future__ import annotations

import collections
import contextlib
import threading
import time
import typing as t
import urllib.parse

import tenacity

from f5_heat.icontrol import active_unit
from f5_heat.icontrol import errors
from f5_heat.icontrol.transport import session as conversation

_UPLOADS = 'shared/file-transfer/uploads/'
_MOST_UPLOADS = 1000


class Units:
    """A conversation with the active one of several units.

    :param sessions: one for each unit, and none of them with a policy for
        failed requests.
    :param forward: makes the session for the management address of a unit
        that the others name as the active one; None keeps to ``sessions``.
    :param retry: the policy for failed requests, or None for one attempt.
    :param sync_group: the device group that is synchronized whenever
        something has changed: changes that a unit lacks when it becomes
        active are fetched from the former one.
    """

    is_redundant = True

    def __init__(
        self,
        sessions: t.Sequence[conversation.Session],
        forward: t.Callable[[str], conversation.Session] | None,
        retry: tenacity.Retrying | None,
        sync_group: str | None = None,
    ):
        self._active_unit = active_unit.ActiveUnit(
            sessions, forward, sync_group
        )
        self._attempt = self._once
        if retry is not None:
            self._attempt = retry.copy(reraise=True).wraps(self._once)
        self._lock = threading.Lock()
        self._uploads: collections.OrderedDict[str, conversation.Session] = (
            collections.OrderedDict()
        )

    @property
    def url(self) -> str:
        return self._active_unit.url

    @property
    def has_moved(self) -> bool:
        return self._active_unit.has_moved

    def request(
        self, method: str, path: str, body: t.Any = None, *rest, **options
    ) -> t.Any:
        """Send a request to the active unit; see ``Session.request``.

        :raises NotActive: no unit can take it at the moment.
        :raises Standby: an active unit is there, but is none of these.
        """
        return self._send(None, method, path, body, *rest, **options)

    def _send(self, *request, again: bool = True, **options) -> t.Any:
        is_once = not again or options.get('within') is not None
        send = self._once if is_once else self._attempt
        return send(*request, **options)

    def unit(self) -> Unit:
        """Return a conversation with the unit that takes the first request.

        Only this unit knows of a transaction, a task, or the pieces of a
        file.
        """
        return Unit(self._send, self._active_unit.find)

    def close(self) -> None:
        """Revoke the tokens and close the connections that are not in use."""
        for one in self._active_unit.all():
            one.close()

    def _once(
        self,
        only: Unit | None,
        method: str,
        path: str,
        body: t.Any,
        *rest,
        **options,
    ) -> t.Any:
        # A unit that is gone took nothing, so the next one gets the request.
        # If none is left, the search says so.
        left = active_unit.countdown(options.get('within'))
        for _ in range(len(self._active_unit.all()) + 1):
            unit = self._active_unit.find(method, path, left())
            if only is not None and only.session not in (None, unit):
                raise errors.NotActive(
                    f'{only.session.url} is no longer active, and what was '
                    f'begun there cannot go on at {unit.url}',
                    method,
                    f'/mgmt/{path}',
                )
            self._follow_upload(unit, method, path, body)
            started = time.monotonic()
            try:
                answer = unit.request(
                    method, path, body, *rest, **{**options, 'within': left()}
                )
            except errors.NoConnection as error:
                self._active_unit.doubt(unit)
                self._active_unit.note_failure(unit, error, started)
                failure = error
            except (errors.Unreachable, errors.Busy):
                self._active_unit.doubt(unit)
                raise
            else:
                if only is not None:
                    only.session = unit
                return answer
        raise errors.NotActive(failure.reason, method, f'/mgmt/{path}')

    def _follow_upload(
        self, unit: conversation.Session, method: str, path: str, body: t.Any
    ) -> None:
        """Refuse to use an uploaded file on another unit than its own."""
        if path.startswith(_UPLOADS):
            with self._lock:
                self._uploads[path.removeprefix(_UPLOADS)] = unit
                if len(self._uploads) > _MOST_UPLOADS:
                    self._uploads.popitem(last=False)
            return
        source = body.get('sourcePath') if isinstance(body, dict) else None
        if isinstance(source, str):
            name = urllib.parse.quote(source.rpartition('/')[2])
            there = self._uploads.get(name, unit)
            if there is not unit:
                raise errors.NotActive(
                    f'its file was uploaded to {there.url}, and {unit.url} '
                    f'has become active',
                    method,
                    f'/mgmt/{path}',
                )


class Unit:
    """A conversation with one unit, as long as that is the active one.

    ``session`` is the unit's own, from the first answer on.
    """

    is_redundant = has_moved = False

    def __init__(
        self,
        attempt: t.Callable[..., t.Any],
        choose: t.Callable[[str, str], conversation.Session],
    ):
        self.session: conversation.Session | None = None
        self._attempt = attempt
        self._choose = choose

    def request(
        self, method: str, path: str, body: t.Any = None, *rest, **options
    ) -> t.Any:
        """Send a request to the unit; see ``Session.request``.

        :raises NotActive: the unit is no longer active; nothing was sent.
        """
        return self._attempt(self, method, path, body, *rest, **options)

    def unit(self) -> Unit:
        return self

    @contextlib.contextmanager
    def transacting(self, *owner) -> t.Iterator[None]:
        """Hold the turn of a transaction; see ``Session.transacting``."""
        unit = self.session or self._choose('POST', 'tm/transaction')
        with unit.transacting(*owner):
            yield
