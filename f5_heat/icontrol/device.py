# SPDX-License-Identifier: Apache-2.0

"""The configuration of a BIG-IP as collections of named JSON objects."""

from __future__ import annotations

import collections.abc
import typing as t
import urllib.parse

from f5_heat.icontrol import errors
from f5_heat.icontrol import paths
from f5_heat.icontrol import task
from f5_heat.icontrol import transaction
from f5_heat.icontrol import upload
from f5_heat.icontrol.transport import loading

# Within BigIP list is a method.
_Objects = list[dict]


class BigIP:
    """A BIG-IP, to be used by any number of threads at once.

    A collection is a path below ``/mgmt/tm`` such as ``ltm/pool``; a
    sub-collection is one too (see ``paths.within``). A name is a full path
    such as ``/Common/web`` or a bare name, and None for a singleton such as
    ``sys/global-settings``. Every verb raises the errors of the tree in
    ``errors``, and ValueError for a name that no URL can address.
    """

    def __init__(
        self,
        # A session.Session, or a fence or redundancy.Units around it.
        session: t.Any,
        owner: collections.abc.Hashable = None,
        facts: dict[str, str] | None = None,
        within: float | None = None,
    ):
        self.session = session
        self._owner = owner
        self._within = within
        # Answers that are read once, for all owners.
        self._facts = {} if facts is None else facts

    def __repr__(self) -> str:
        return f'<BigIP {self.session.url}>'

    def __enter__(self) -> BigIP:
        return self

    def __exit__(self, *exception) -> None:
        self.close()

    def close(self) -> None:
        """Revoke the token and close the connections."""
        self.session.close()

    def on_behalf_of(self, owner: collections.abc.Hashable) -> BigIP:
        """Return the same BigIP for one of several owners.

        Owners that wait to write get their turns one after the other, however
        much each of them has to do.
        """
        return BigIP(self.session, owner, self._facts, self._within)

    def quick(self, seconds: float) -> BigIP:
        """Return the same BigIP for a caller who has little time.

        Each request is tried once, and fails after so many seconds; at once
        where others wait for an answer of the device already.
        """
        return BigIP(self.session, self._owner, self._facts, seconds)

    def through(self, session: t.Any) -> BigIP:
        """Return the same BigIP with another session.

        :param session: a session, or a wrapper of one that takes the same
            requests.
        """
        return BigIP(session, self._owner, self._facts, self._within)

    @property
    def is_redundant(self) -> bool:
        """Whether requests may go to different units.

        Units do not agree on generations, nor on times.
        """
        return self.session.is_redundant

    @property
    def has_moved(self) -> bool:
        """Whether requests have gone to more than one unit."""
        return self.session.has_moved

    def at_one_unit(self) -> BigIP:
        """Return a BigIP whose requests all go to one unit.

        They fail with NotActive once another one is active.
        """
        return BigIP(
            self.session.unit(), self._owner, self._facts, self._within
        )

    @property
    def version(self) -> str:
        """The version of TMOS, such as ``17.1.1``, read once."""
        if 'version' not in self._facts:
            uri = 'tm/sys'
            answer = self._object('GET', uri)
            link = urllib.parse.urlsplit(str(answer.get('selfLink')))
            version = urllib.parse.parse_qs(link.query).get('ver')
            if not version:
                raise errors.InvalidAnswer(
                    'There is no version in it.', 'GET', f'/mgmt/{uri}'
                )
            self._facts['version'] = version[0]
        return self._facts['version']

    def request(
        self,
        method: str,
        uri: str,
        body: t.Any = None,
        params: dict | None = None,
    ) -> t.Any:
        """Send any request and return the JSON of its answer, or None.

        :param uri: the URI below ``/mgmt``, quoted: ``shared/echo``.
        """
        return self.session.request(
            method,
            uri,
            body,
            params,
            owner=self._owner,
            within=self._within,
        )

    def create(self, collection: str, body: dict) -> dict:
        """Create an object and return it as the device has it."""
        return self._object('POST', f'tm/{paths.item(collection)}', body)

    def read(
        self,
        collection: str,
        name: str | None = None,
        *,
        expand: bool = False,
        select: t.Iterable[str] | None = None,
    ) -> dict:
        """Return an object.

        :param expand: with the items of its sub-collections.
        :param select: only these keys.
        """
        uri = f'tm/{paths.item(collection, name)}'
        answer = self._object('GET', uri, None, _query(expand, select))
        # 11.x answers for a pool member that does not exist, but knows no
        # address.
        if (
            select is None
            and name is not None
            and 'address' not in answer
            and collection.startswith('ltm/pool/')
        ):
            raise errors.NotFound(
                404, '', f'Object not found - {name}', 'GET', f'/mgmt/{uri}'
            )
        return answer

    def list(
        self,
        collection: str,
        *,
        partition: str | None = None,
        select: t.Iterable[str] | None = None,
        expand: bool = False,
        page: int | None = None,
    ) -> list[dict]:
        """Return the objects of a collection.

        :param partition: only those of this partition.
        :param page: ask for so many at a time; all are returned.
        """
        uri = f'tm/{paths.item(collection)}'
        query = _query(expand, select)
        if partition is not None:
            query['$filter'] = f'partition eq {partition}'
        items: list[dict] = []
        while True:
            if page is not None:
                query.update({'$top': page, '$skip': len(items)})
            answer = self._object('GET', uri, None, query)
            found = answer.get('items', [])
            if not isinstance(found, list) or not all(
                isinstance(item, dict) for item in found
            ):
                raise errors.InvalidAnswer(
                    'Its items are no list of objects.', 'GET', f'/mgmt/{uri}'
                )
            items += found
            if page is None or not found or 'nextLink' not in answer:
                return items

    def modify(self, collection: str, name: str | None, changes: dict) -> dict:
        """Change some keys of an object and return the object."""
        return self._object(
            'PATCH', f'tm/{paths.item(collection, name)}', changes
        )

    def replace(self, collection: str, name: str | None, body: dict) -> dict:
        """Replace an object: keys that are not given take their defaults."""
        return self._object('PUT', f'tm/{paths.item(collection, name)}', body)

    def delete(self, collection: str, name: str) -> None:
        """Delete an object.

        :raises NotFound: it does not exist.
        :raises InUse: another object refers to it.
        """
        self.request('DELETE', f'tm/{collection}/{paths.quote(name)}')

    def run(self, collection: str, command: str, /, **arguments) -> dict:
        """Run a command, as in ``run('sys/config', 'save')``."""
        return self._object(
            'POST',
            f'tm/{paths.item(collection)}',
            {'command': command, **arguments},
        )

    def stats(self, collection: str, name: str | None = None) -> dict:
        """Return the statistics of an object as one flat dictionary.

        Numbers are numbers, and the rest is text:
        ``{'status.availabilityState': 'available', 'curSessions': 0, ...}``.

        :param name: None for a collection of statistics only, such as
            ``cm/sync-status``.
        """
        uri = 'tm/' + (
            paths.item(collection)
            if name is None
            else paths.within(collection, name, 'stats')
        )
        return self._stats(uri, _flat)

    def all_stats(self, collection: str) -> _Objects:
        """Return the statistics of each object of a collection."""
        return self._stats(f'tm/{paths.item(collection)}/stats', _all_flat)

    def _stats(self, uri: str, read: t.Callable[[dict], t.Any]) -> t.Any:
        answer = self._object('GET', uri)
        try:
            return read(answer)
        except (AttributeError, KeyError, TypeError):
            pass
        raise errors.InvalidAnswer(
            'Its statistics have an unknown shape.', 'GET', f'/mgmt/{uri}'
        )

    def exists(self, collection: str, name: str) -> bool:
        """Return whether there is such an object."""
        try:
            self.read(collection, name)
        except errors.NotFound:
            return False
        return True

    def check_loaded(self) -> None:
        """Raise an error unless the device has loaded its configuration.

        While it starts it answers 404 for objects that exist.
        """
        loading.check(self.request)

    def transaction(self) -> transaction.Transaction:
        """Return a context whose changes are applied together or not."""
        return transaction.Transaction(self.session.unit(), self._owner)

    def start(
        self, collection: str, command: str, /, **arguments
    ) -> task.Task:
        """Start a command that takes long, such as ``sys/config`` ``load``.

        :returns: the running task.
        """
        return task.start(
            self.session.unit(),
            collection,
            {'command': command, **arguments},
            self._owner,
        )

    def upload(self, name: str, content: bytes) -> str:
        """Upload a file and return its path on the device."""
        return upload.send(self.session.unit(), name, content, self._owner)

    def _object(
        self,
        method: str,
        uri: str,
        body: t.Any = None,
        params: dict | None = None,
    ) -> dict:
        answer = self.request(method, uri, body, params)
        if not isinstance(answer, dict):
            raise errors.InvalidAnswer(
                'There is no object in it.', method, f'/mgmt/{uri}'
            )
        return answer


def _query(expand: bool, select: t.Iterable[str] | None) -> dict[str, t.Any]:
    query: dict[str, t.Any] = {}
    if expand:
        query['expandSubcollections'] = 'true'
    if select is not None:
        query['$select'] = ','.join(select)
    return query


def _flat(answer: dict) -> dict[str, t.Any]:
    entries: t.Any = answer.get('entries')
    # The key of the only entry varies with the version, and 11.5 has the
    # statistics without an entry around them.
    for entry in entries.values():
        entries = entry.get('nestedStats', answer).get('entries')
        break
    return _values(entries)


def _all_flat(answer: dict) -> list[dict[str, t.Any]]:
    # A collection without objects may have no entries at all.
    return [
        _values(entry['nestedStats']['entries'])
        for entry in answer.get('entries', {}).values()
    ]


def _values(entries: dict) -> dict[str, t.Any]:
    return {
        key: entry.get('value', entry.get('description'))
        for key, entry in entries.items()
        if 'nestedStats' not in entry
    }
