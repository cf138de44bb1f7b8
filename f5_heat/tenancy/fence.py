# SPDX-License-Identifier: Apache-2.0

"""The fence around the requests of a tenant of a shared BIG-IP.

Each request is judged before it leaves: its method, its URI, its parameters,
its headers and every text in its body. It is sent only if it is known to be
harmless. A tenant writes to its own partition and below it, and reads there
and in ``/Common``; listings are cut down to that.
"""

from __future__ import annotations

import collections.abc
import re
import typing as t
import urllib.parse

from f5_heat.tenancy import bodies
from f5_heat.tenancy import clusters
from f5_heat.tenancy import target
from f5_heat.tenancy import territory

# The collections in which a delete runs code.
_LIVING = ('sys/application/service',)

# A tenant may read objects of its partition and of /Common in these
# collections, and in those below the ones with a slash.
_READABLE = (
    'ltm',
    'ltm/',
    'net/dns-resolver',
    'net/route',
    'net/route-domain',
    'net/self',
    'net/tunnels',
    'net/tunnels/',
    'net/vlan',
    'sys/application',
    'sys/application/',
    'sys/file',
    'sys/file/',
    'sys/folder',
    'auth/partition',
    'cm/traffic-group',
    'cm/device-group',
)
_READABLE_IF_GRANTED = {'cli/script': territory.IAPPS}

# Readable collections about the device as a whole, which show no object.
_FACTS = ('sys', 'sys/mcp-state', 'sys/provision')

_SELECT = re.compile(r'[\w,]+', re.ASCII)

_TRANSACTION = 'tm/transaction'


class Fence(bodies.Bodies):
    """The territory of a tenant, applied to its requests and their answers."""

    # Requests.

    def judge(
        self,
        method: str,
        uri: str,
        body: t.Any = None,
        params: collections.abc.Mapping | None = None,
        headers: collections.abc.Mapping | None = None,
    ) -> None:
        """Refuse a request that is not known to keep to the territory.

        :raises territory.Refused: with the reason.
        """
        if not isinstance(uri, str) or not all(
            map(target.is_segment, uri.split('/'))
        ):
            raise territory.Refused('its URI is not plain.')
        _judge_headers(headers)
        if uri.startswith(bodies.UPLOADS):
            self._judge_upload(method, uri, body, params)
            return
        if not uri.startswith('tm/') or isinstance(body, bytes):
            raise territory.Refused(
                'this is open to nobody who shares the device.'
            )
        if self._is_for_clusters(uri):
            clusters.judge(self, method, uri, body, params)
            return
        if method == 'GET':
            self._judge_read(uri[3:], body, params)
            return
        if params:
            raise territory.Refused('a change has no parameters.')
        special = _SPECIAL.get(
            _TRANSACTION if uri.startswith(_TRANSACTION + '/') else uri
        )
        if special is not None:
            special(self, method, uri, body)
            return
        self._judge_write(method, uri[3:], body)

    def _is_for_clusters(self, uri: str) -> bool:
        return territory.CLUSTERS in self.granted and (
            uri == 'tm/cm' or uri.startswith('tm/cm/')
        )

    @staticmethod
    def _judge_upload(
        method: str, uri: str, body: t.Any, params: t.Any
    ) -> None:
        name = uri.removeprefix(bodies.UPLOADS)
        if (
            method != 'POST'
            or params
            or not isinstance(body, bytes)
            or not bodies.UPLOAD.fullmatch(urllib.parse.unquote(name))
        ):
            raise territory.Refused(
                'only files of this package are uploaded here.'
            )

    def _judge_read(self, uri: str, body: t.Any, params: t.Any) -> None:
        if body is not None:
            raise territory.Refused('a read has no body.')
        self.judge_params(params or {})
        if uri in _FACTS:
            return
        at = target.Target.of(uri)
        kind = at.collection
        if not self._is_readable(kind):
            raise territory.Refused(
                'this is open to nobody who shares the device.'
            )
        if kind == 'auth/partition' and at.bare:
            if at.bare not in self._readable:
                raise territory.Refused(
                    f'the partition {at.bare!r} is not among {self.territory}.'
                )
            return
        if at.is_statistics and not at.name:
            raise territory.Refused(
                'the statistics of all objects show those of others.'
            )
        for path in filter(None, (at.name, at.part_name)):
            if kind == 'sys/folder' and path.strip('/') in self._readable:
                continue
            self.judge_reference(path)

    def _is_readable(self, kind: str) -> bool:
        if kind in _READABLE_IF_GRANTED:
            return _READABLE_IF_GRANTED[kind] in self.granted
        return kind in _READABLE or any(
            kind.startswith(root) for root in _READABLE if root.endswith('/')
        )

    def judge_params(self, params: collections.abc.Mapping) -> None:
        for name, value in params.items():
            if name == '$filter':
                fits = value in (
                    f'partition eq {one}' for one in self._readable
                )
            elif name == '$select':
                fits = isinstance(value, str) and (
                    _SELECT.fullmatch(value) is not None
                )
            else:
                fits = name == 'expandSubcollections' and value == 'true'
            if not fits:
                raise territory.Refused(
                    f'its parameter {name} is not allowed here.'
                )

    def _judge_write(self, method: str, uri: str, body: t.Any) -> None:
        at = target.Target.of(uri)
        kind = at.collection
        if kind not in self._rules.writable or at.is_statistics:
            raise territory.Refused(
                'this is open to nobody who shares the device.'
            )
        if method != 'DELETE' or kind in _LIVING:
            # Objects made before they were forbidden may be deleted.
            self.judge_kind(kind)
        if at.part and at.part not in (self._rules.parts.get(kind, ())):
            raise territory.Refused(
                'this is open to nobody who shares the device.'
            )
        is_creation = method == 'POST'
        if at.name:
            if kind == 'sys/folder' and at.name.count('/') < 2:
                raise territory.Refused(
                    'a partition is none of the objects in it.'
                )
            self.judge_place(at.name)
        if at.part_name:
            self.judge_reference(at.part_name)
        last = at.part_name if at.part else at.name
        if method not in ('POST', 'PATCH', 'DELETE') or (
            is_creation == bool(last)
        ):
            raise territory.Refused('this is no change of one object.')
        if method == 'DELETE':
            if body is not None:
                raise territory.Refused('a delete has no body.')
            return
        if not isinstance(body, dict):
            raise territory.Refused('its body is no object.')
        if at.part:
            self._judge_part(kind, at.part, body, is_creation)
            return
        if is_creation:
            self.judge_identity(kind, body)
            body = {
                key: value
                for key, value in body.items()
                if key not in bodies.IDENTITY[1:]
            }
        self.judge_body(kind, body)

    def judge_kind(self, kind: str) -> None:
        """Refuse a collection whose objects the tenant may not have."""
        needed = self._rules.writable.get(kind)
        if needed is not None and needed not in self.granted:
            raise territory.Refused(
                f'{needed} are not allowed here, as they run code '
                f'on a device that is shared with others.'
            )

    def judge_identity(self, kind: str, body: dict) -> None:
        """Refuse a body that puts a new object elsewhere."""
        name, below = body.get('name'), body.get('subPath', '')
        if (
            not isinstance(name, str)
            or '/' in name
            or not territory.is_part(name)
            or (not isinstance(below, str))
        ):
            raise territory.Refused(
                f'the name {name!r} is not plain: it has other '
                f'characters than letters, digits and . _ - :, or '
                f'a path in it.',
                'name',
            )
        if kind == 'sys/folder':
            if 'partition' in body:
                raise territory.Refused(
                    'a folder lies in another one.', 'partition'
                )
            self.judge_place(f'/{below.strip("/")}/{name}', 'subPath')
            return
        folder = '/'.join(filter(None, (str(body.get('partition')), below)))
        self.judge_place(f'/{folder}/{name}', 'partition')
        if body['partition'] not in self._writable:
            raise territory.Refused('its partition is not plain.', 'partition')

    def _judge_part(
        self, kind: str, part: str, body: dict, is_creation: bool
    ) -> None:
        if part == 'members' and is_creation:
            self._judge_member(body, 'members')
            body = {
                key: value
                for key, value in body.items()
                if key not in ('name', 'partition')
            }
        self.judge_body(kind, body)

    # Answers.

    def cleared(self, uri: str, answer: t.Any) -> t.Any:
        """Return the answer to a read without the objects of others.

        :raises territory.Refused: all of it is about an object of others.
        """
        if (
            not uri.startswith('tm/')
            or uri[3:] in _FACTS
            or (self._is_for_clusters(uri))
        ):
            return answer
        if '~' in uri or not isinstance(answer, dict):
            return answer
        if 'items' in answer:
            items = (
                answer['items'] if isinstance(answer['items'], list) else []
            )
            return {**answer, 'items': list(filter(self._is_shown, items))}
        if 'entries' in answer or (
            'fullPath' in answer and not self._is_shown(answer)
        ):
            raise territory.Refused('the answer is about objects of others.')
        return answer

    def _is_shown(self, item: t.Any) -> bool:
        if not isinstance(item, dict):
            return False
        path = item.get('fullPath')
        if isinstance(path, str):
            return (
                path.strip('/') in self._readable
                or bool(path.split('/')[1:2])
                and (path.split('/')[1] in self._readable)
            )
        # A collection of collections has links to them.
        return set(item) == {'reference'}


def _judge_headers(headers: collections.abc.Mapping | None) -> None:
    for name, value in (headers or {}).items():
        if not re.fullmatch(
            {
                'X-F5-REST-Coordination-Id': r'\d+',
                'Content-Type': 'application/octet-stream',
                'Content-Range': r'\d+-\d+/\d+',
            }.get(name, '(?!)'),
            str(value),
        ):
            raise territory.Refused(f'its header {name} is not allowed here.')


def _judge_transaction(
    fence: Fence, method: str, uri: str, body: t.Any
) -> None:
    number = uri.removeprefix(_TRANSACTION).removeprefix('/')
    if (
        (method, body) != ('POST', {})
        if not number
        else (
            not number.isdigit()
            or (method, body)
            not in (('PATCH', {'state': 'VALIDATING'}), ('DELETE', None))
        )
    ):
        raise territory.Refused('this is no step of a transaction.')


def _judge_save(fence: Fence, method: str, uri: str, body: t.Any) -> None:
    # A save would also save the changes of others.
    if method != 'POST' or body != {
        'command': 'save',
        'partitions': [fence.partition],
    }:
        raise territory.Refused(
            f'of a configuration that is shared only the partition '
            f'{fence.partition} may be saved here.',
            'partitions',
        )


def _judge_removal(fence: Fence, method: str, uri: str, body: t.Any) -> None:
    """Allow the deletion of files that this package has uploaded."""
    names = body.get('utilCmdArgs') if isinstance(body, dict) else None
    if (
        method != 'POST'
        or not isinstance(names, str)
        or body != {'command': 'run', 'utilCmdArgs': names}
        or not all(
            name.startswith(bodies.DOWNLOADS)
            and bodies.UPLOAD.fullmatch(name.removeprefix(bodies.DOWNLOADS))
            for name in names.split(' ')
        )
    ):
        raise territory.Refused('only files of this package are removed here.')


_SPECIAL: dict[str, t.Callable] = {
    _TRANSACTION: _judge_transaction,
    'tm/sys/config': _judge_save,
    'tm/util/unix-rm': _judge_removal,
}
