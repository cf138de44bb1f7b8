# SPDX-License-Identifier: Apache-2.0

"""A session for one of several tenants of a BIG-IP: it keeps to its folder.

Each request is judged before it leaves: its method, its URI, its parameters,
its headers and every text in its body. What is not known to be harmless is
not sent. A tenant writes to its own partition and to what is below it, and
reads there and in ``/Common``; of listings it sees no more than that.
"""

from __future__ import annotations

import collections.abc
import contextlib
import dataclasses
import re
import typing as t
import urllib.parse

from f5_heat.icontrol import device
from f5_heat.icontrol import errors
from f5_heat.icontrol import paths
from f5_heat.icontrol.transport import session as conversation
from f5_heat.tenancy import irule

COMMON = 'Common'

#: What a tenant can be granted beside the objects of its partition.
CLUSTERS = 'clusters'
EXTERNAL_MONITORS = 'external monitors'
IAPPS = 'iApps'
IRULES = 'iRules'
GRANTS = frozenset((CLUSTERS, EXTERNAL_MONITORS, IAPPS, IRULES))

#: The grants that an operator gives with options about resource types.
GRANTED_BY = {
    'allow_external_monitors': EXTERNAL_MONITORS,
    'allow_iapps': IAPPS,
    'allow_irules': IRULES,
}


@dataclasses.dataclass(frozen=True)
class Rules:
    """What tenants may make, change and delete.

    ``writable`` are collections, each with what has to be granted for it, or
    None. ``parts`` are their sub-collections that are written item by item.
    """

    writable: collections.abc.Mapping[str, str | None]
    parts: collections.abc.Mapping[str, collections.abc.Set[str]]


# Those of which a delete runs code, too.
_LIVING = ('sys/application/service',)

# What a tenant may look at: objects of its partition and of /Common in these
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
_READABLE_IF_GRANTED = {'cli/script': IAPPS}

# What holds for the device as a whole, and tells of no object.
_FACTS = ('sys', 'sys/mcp-state', 'sys/provision')

# The keys whose values are texts that no device takes for a name, and those
# that hold such keys only.
_FREE = frozenset(
    (
        'authenticateName',
        'badRequestMessage',
        'badResponseMessage',
        'basicAuthRealm',
        'c3dCaPassphrase',
        'c3dCertExtensionCustomOids',
        'cipherlist',
        'ciphers',
        'connectErrorMessage',
        'content',
        'cookieEncryptionPassphrase',
        'cookieName',
        'description',
        'dnsErrorMessage',
        'encryptCookieSecret',
        'encryptCookies',
        'fallbackHost',
        'fallbackStatusCodes',
        'headerErase',
        'headerInsert',
        'hostNames',
        'knownMethods',
        'lwsSeparator',
        'metadata',
        'passphrase',
        'password',
        'proxyCaPassphrase',
        'qname',
        'recv',
        'recvDisable',
        'responseHeadersPermitted',
        'send',
        'serverAgentName',
        'serverName',
        'tcpOptions',
        'tmName',
        'username',
        'viaHostName',
        'xffAlternativeNames',
    )
)
# Those of them in which the device runs what is in brackets, as an iRule.
_EXPANDED = frozenset(
    (
        'basicAuthRealm',
        'fallbackHost',
        'headerErase',
        'headerInsert',
        'serverAgentName',
        'viaHostName',
    )
)
# What lets an object act on more than itself: a key, the only value that does
# not, and what the others do.
_HARMFUL = {
    'minUpMembersChecking': (
        'disabled',
        'with this a pool may let the whole device fail over or restart, '
        'which others share.',
    ),
    **dict.fromkeys(
        ('matchAcrossPools', 'matchAcrossServices', 'matchAcrossVirtuals'),
        (
            'disabled',
            'with this the persistence of others would decide where clients '
            'go, and the persistence of this project where clients of others '
            'go.',
        ),
    ),
}
# The same, where something was granted that runs what is in them.
_FREE_IF_GRANTED = {
    'args': EXTERNAL_MONITORS,
    **dict.fromkeys(
        (
            'apiAnonymous',
            'htmlHelp',
            'implementation',
            'lists',
            'macro',
            'presentation',
            'tables',
            'variables',
        ),
        IAPPS,
    ),
}

_IDENTITY = ('fullPath', 'name', 'partition', 'subPath')
_IDENTITY_LOWER = tuple(map(str.lower, _IDENTITY))
_COMMANDS = (
    'command',
    'items',
    'kind',
    'link',
    'options',
    'selfLink',
    'target',
    'utilCmdArgs',
)

_KEY = re.compile(r'[a-z][A-Za-z0-9_]*', re.ASCII)
_SEGMENT = re.compile(r'[\w.~:%-]+', re.ASCII)
_PART = re.compile(r'[\w.:%-]([\w.:% -]*[\w.:%-])?', re.ASCII)
_NETWORK = re.compile(r'[0-9A-Fa-f.:]+(%\d+)?/\d{1,3}', re.ASCII)
_DOMAIN = re.compile(r'%(\d{1,5})(?=$|[:./](\d+|any)$)', re.ASCII)
_LOOKS_LIKE_ADDRESS = re.compile(r'[0-9A-Fa-fxX.:%]+|any6?', re.ASCII)
_BETWEEN = re.compile(r'[\s{}"\',;]+')
_SELECT = re.compile(r'[\w,]+', re.ASCII)

# What this package uploads: a file whose name nobody can guess.
_UPLOADS = 'shared/file-transfer/uploads/'
_UPLOAD = re.compile(r'f5_heat\.[\w.-]+', re.ASCII)
_DOWNLOADS = '/var/config/rest/downloads/'

_TRANSACTION = 'tm/transaction'

# What may be done with devices and their groups, where clusters are granted:
# the keys of a device group, and the words of each command, as patterns.
_GROUPS = 'cm/device-group'
_SYNC_STATUS = 'tm/cm/sync-status'
_GROUP_KEYS = frozenset(
    (
        'asmSync',
        'autoSync',
        'description',
        'fullLoadOnSync',
        'incrementalConfigSyncSizeMax',
        'name',
        'networkFailover',
        'partition',
        'saveOnAutoSync',
        'type',
    )
)
_DEVICE_NAME = r'[\w.:-]+'
_CLUSTER_COMMANDS: dict[str, dict[str, str]] = {
    'tm/cm': {
        'command': 'run',
        'utilCmdArgs': (
            r'config-sync( force-full-load-push)? (to|from)-group [\w.:-]+'
        ),
    },
    'tm/cm/add-to-trust': {
        'command': 'run',
        'name': 'Root',
        'caDevice': 'True',
        'device': r'[0-9A-Fa-f.:]+',
        'deviceName': _DEVICE_NAME,
        'username': r'[^\n]+',
        'password': r'[^\n]+',
    },
    'tm/cm/remove-from-trust': {
        'command': 'run',
        'name': 'Root',
        'caDevice': 'True',
        'deviceName': _DEVICE_NAME,
    },
}


class Fence:
    """Where the requests of a tenant have to stay.

    :param partition: the tenant's own one.
    :param rules: what tenants may write.
    :param write_common: whether it may write to ``/Common`` as well.
    :param route_domain: the number of its own route domain, which addresses
        may name; None if it has none.
    :param granted: what else it may do, of ``GRANTS``.
    :param any_irule: whether iRules may compute what they name.
    """

    def __init__(
        self,
        partition: str,
        rules: Rules,
        *,
        write_common: bool = False,
        route_domain: int | None = None,
        granted: t.Iterable[str] = (),
        any_irule: bool = False,
    ):
        self.partition = partition
        self._rules = rules
        self.route_domain = route_domain
        self.granted = frozenset(granted)
        self._any_irule = any_irule
        self._readable = partition, COMMON
        self._writable = self._readable if write_common else (partition,)

    @property
    def territory(self) -> str:
        """Where the tenant may be, in words."""
        if COMMON in self._writable:
            return f'/{self.partition} and /{COMMON}'
        return f'/{self.partition} and, read-only, /{COMMON}'

    # Paths.

    def may_read(self, path: str) -> bool:
        """Say whether a full path lies where the tenant may read."""
        return self._lies_in(path, self._readable)

    def may_write(self, path: str) -> bool:
        """Say whether a full path lies where the tenant may write."""
        return self._lies_in(path, self._writable)

    def _lies_in(self, path: str, partitions: tuple[str, ...]) -> bool:
        first, *parts = str(path).split('/')
        return (
            first == ''
            and len(parts) > 1
            and parts[0] in partitions
            and all(map(_is_part, parts))
        )

    def judge_reference(self, path: str, key: str = '') -> None:
        """Refuse a path that leads to what is another's."""
        if not self.may_read(path):
            raise Refused(
                f'{path!r} lies outside of {self.territory}, which '
                f'is all that may be used here.',
                key,
            )
        self._judge_domains(path, key)

    def judge_place(self, path: str, key: str = '') -> None:
        """Refuse a path at which the tenant may make nothing."""
        if not self.may_write(path):
            reason = f'{path!r} lies outside of {self._territory_to_write()}'
            raise Refused(
                f'{reason}, where alone objects may be made and changed here.',
                key,
            )
        self._judge_domains(path, key)

    def _territory_to_write(self) -> str:
        return ' and '.join('/' + one for one in self._writable)

    def _judge_domains(self, text: str, key: str) -> None:
        """Refuse an address with another route domain behind it."""
        if '%' not in text:
            return
        found = _DOMAIN.findall(text)
        allowed = 0 if self.route_domain is None else self.route_domain
        if len(found) != text.count('%') or any(
            int(number) != allowed for number, _ in found
        ):
            raise Refused(
                f'{text!r} names another route domain than the '
                + (
                    'default one'
                    if self.route_domain is None
                    else f'own one, %{self.route_domain}'
                )
                + ', which alone may be used here.',
                key,
            )

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

        :raises Refused: with the reason.
        """
        if not isinstance(uri, str) or not all(
            map(_is_segment, uri.split('/'))
        ):
            raise Refused('its URI is not plain.')
        _judge_headers(headers)
        if uri.startswith(_UPLOADS):
            self._judge_upload(method, uri, body, params)
            return
        if not uri.startswith('tm/') or isinstance(body, bytes):
            raise Refused('this is open to nobody who shares the device.')
        if self._is_for_clusters(uri):
            self._judge_cluster(method, uri, body, params)
            return
        if method == 'GET':
            self._judge_read(uri[3:], body, params)
            return
        if params:
            raise Refused('a change has no parameters.')
        special = _SPECIAL.get(
            _TRANSACTION if uri.startswith(_TRANSACTION + '/') else uri
        )
        if special is not None:
            special(self, method, uri, body)
            return
        self._judge_write(method, uri[3:], body)

    def _is_for_clusters(self, uri: str) -> bool:
        return CLUSTERS in self.granted and (
            uri == 'tm/cm' or uri.startswith('tm/cm/')
        )

    def _judge_cluster(
        self, method: str, uri: str, body: t.Any, params: t.Any
    ) -> None:
        """Judge a request about devices, their trust and their groups."""
        if method == 'GET':
            if body is not None:
                raise Refused('a read has no body.')
            self._judge_params(params or {})
            if uri != _SYNC_STATUS and _Place.of(uri[3:]).collection not in (
                'cm/device',
                _GROUPS,
                'cm/traffic-group',
            ):
                raise Refused('this is open to nobody who shares the device.')
            return
        if params:
            raise Refused('a change has no parameters.')
        if uri in _CLUSTER_COMMANDS:
            _judge_words(method, body, _CLUSTER_COMMANDS[uri])
            return
        place = _Place.of(uri[3:])
        if (
            place.collection != _GROUPS
            or place.part not in ('', 'devices')
            or place.is_statistics
        ):
            raise Refused('this is open to nobody who shares the device.')
        for path in filter(None, (place.name, place.part_name)):
            if not path.startswith(f'/{COMMON}/') or not self.may_read(path):
                raise Refused(f'{path!r} is no device group.', 'name')
        last = place.part_name if place.part else place.name
        if method not in ('POST', 'PATCH', 'DELETE') or (
            (method == 'POST') == bool(last)
        ):
            raise Refused('this is no change of one object.')
        if method == 'DELETE':
            if body is not None:
                raise Refused('a delete has no body.')
            return
        if not isinstance(body, dict):
            raise Refused('its body is no object.')
        for key, value in body.items():
            if key not in _GROUP_KEYS:
                raise Refused(f'{key} is no key of a device group.', str(key))
            if key == 'name' and not (
                isinstance(value, str) and paths.is_plain(value)
            ):
                raise Refused(f'the name {value!r} is not plain.', key)
            if key == 'partition' and value != COMMON:
                raise Refused(f'it lies elsewhere than in /{COMMON}.', key)

    @staticmethod
    def _judge_upload(
        method: str, uri: str, body: t.Any, params: t.Any
    ) -> None:
        name = uri.removeprefix(_UPLOADS)
        if (
            method != 'POST'
            or params
            or not isinstance(body, bytes)
            or not _UPLOAD.fullmatch(urllib.parse.unquote(name))
        ):
            raise Refused('only files of this package are uploaded here.')

    def _judge_read(self, uri: str, body: t.Any, params: t.Any) -> None:
        if body is not None:
            raise Refused('a read has no body.')
        self._judge_params(params or {})
        if uri in _FACTS:
            return
        place = _Place.of(uri)
        kind = place.collection
        if not self._is_readable(kind):
            raise Refused('this is open to nobody who shares the device.')
        if kind == 'auth/partition' and place.bare:
            if place.bare not in self._readable:
                raise Refused(
                    f'the partition {place.bare!r} is not among '
                    f'{self.territory}.'
                )
            return
        if place.is_statistics and not place.name:
            raise Refused(
                'the statistics of all objects show those of others.'
            )
        for path in filter(None, (place.name, place.part_name)):
            if kind == 'sys/folder' and path.strip('/') in self._readable:
                continue
            self.judge_reference(path)

    def _is_readable(self, kind: str) -> bool:
        if kind in _READABLE_IF_GRANTED:
            return _READABLE_IF_GRANTED[kind] in self.granted
        return kind in _READABLE or any(
            kind.startswith(root) for root in _READABLE if root.endswith('/')
        )

    def _judge_params(self, params: collections.abc.Mapping) -> None:
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
                raise Refused(f'its parameter {name} is not allowed here.')

    def _judge_write(self, method: str, uri: str, body: t.Any) -> None:
        place = _Place.of(uri)
        kind = place.collection
        if kind not in self._rules.writable or place.is_statistics:
            raise Refused('this is open to nobody who shares the device.')
        if method != 'DELETE' or kind in _LIVING:
            # What was made before it was forbidden may go.
            self.judge_kind(kind)
        if place.part and place.part not in (self._rules.parts.get(kind, ())):
            raise Refused('this is open to nobody who shares the device.')
        is_creation = method == 'POST'
        if place.name:
            if kind == 'sys/folder' and place.name.count('/') < 2:
                raise Refused('a partition is none of the objects in it.')
            self.judge_place(place.name)
        if place.part_name:
            self.judge_reference(place.part_name)
        last = place.part_name if place.part else place.name
        if method not in ('POST', 'PATCH', 'DELETE') or (
            is_creation == bool(last)
        ):
            raise Refused('this is no change of one object.')
        if method == 'DELETE':
            if body is not None:
                raise Refused('a delete has no body.')
            return
        if not isinstance(body, dict):
            raise Refused('its body is no object.')
        if place.part:
            self._judge_part(kind, place.part, body, is_creation)
            return
        if is_creation:
            self.judge_identity(kind, body)
            body = {
                key: value
                for key, value in body.items()
                if key not in _IDENTITY[1:]
            }
        self.judge_body(kind, body)

    def judge_kind(self, kind: str) -> None:
        """Refuse a collection whose objects the tenant may not have."""
        needed = self._rules.writable.get(kind)
        if needed is not None and needed not in self.granted:
            raise Refused(
                f'{needed} are not allowed here, as they run code '
                f'on a device that is shared with others.'
            )

    def judge_identity(self, kind: str, body: dict) -> None:
        """Refuse what says that a new object lies elsewhere."""
        name, below = body.get('name'), body.get('subPath', '')
        if (
            not isinstance(name, str)
            or '/' in name
            or not _is_part(name)
            or (not isinstance(below, str))
        ):
            raise Refused(
                f'the name {name!r} is not plain: it has other '
                f'characters than letters, digits and . _ - :, or '
                f'a path in it.',
                'name',
            )
        if kind == 'sys/folder':
            if 'partition' in body:
                raise Refused('a folder lies in another one.', 'partition')
            self.judge_place(f'/{below.strip("/")}/{name}', 'subPath')
            return
        folder = '/'.join(filter(None, (str(body.get('partition')), below)))
        self.judge_place(f'/{folder}/{name}', 'partition')
        if body['partition'] not in self._writable:
            raise Refused('its partition is not plain.', 'partition')

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

    # Bodies.

    def judge_body(self, kind: str, body: dict) -> None:
        """Refuse the JSON of an object, or of a change, by its values.

        :param kind: the collection of the object.
        :raises Refused: with the key that is at fault.
        """
        for key, value in body.items():
            if key == 'execute-action':
                if kind != 'sys/application/service' or (
                    value != 'definition'
                ):
                    raise Refused('this is no action of a service.', key)
            elif key in _IDENTITY or not _is_key(key):
                raise Refused(f'the key {key!r} is not plain.', str(key))
            elif key == 'members' and kind == 'ltm/pool':
                if not isinstance(value, list):
                    raise Refused('its members are no list.', key)
                for member in value:
                    self._judge_member(member, key)
            else:
                self._judge_value(kind, key, value)

    def _judge_member(self, member: t.Any, key: str) -> None:
        """Judge a member: with it the device makes a node where none is."""
        if (
            not isinstance(member, dict)
            or not isinstance(member.get('name'), str)
            or '/' in member['name']
            or (not isinstance(member.get('partition'), str))
        ):
            raise Refused('a member needs a plain name and a partition.', key)
        path = f'/{member["partition"]}/{member["name"]}'
        node = re.sub(r'[:.][^:.]*$', '', member['name'])
        if _LOOKS_LIKE_ADDRESS.fullmatch(node) or (
            {'address', 'fqdn'} & set(member)
        ):
            self.judge_place(path, key)
        else:
            self.judge_reference(path, key)
        self._judge_value(
            'ltm/pool',
            key,
            {
                name: value
                for name, value in member.items()
                if name not in ('name', 'partition')
            },
        )

    def _judge_value(self, kind: str, key: str, value: t.Any) -> None:
        """Judge a value of a key, whatever is in it."""
        harmless, reason = _HARMFUL.get(key, (value, ''))
        if value is not None and value != harmless:
            raise Refused(reason, key)
        if key in _EXPANDED and isinstance(value, str):
            self._judge_tcl(irule.check_expansions, value, key)
        if key in _FREE or (
            _FREE_IF_GRANTED.get(key) in self.granted
            and self._rules.writable.get(kind) == _FREE_IF_GRANTED[key]
        ):
            return
        if isinstance(value, dict):
            for name, part in value.items():
                if name in _IDENTITY and name != 'name' or not _is_key(name):
                    self._judge_locator(key, name, part)
                else:
                    self._judge_value(
                        kind, key if name == 'name' else name, part
                    )
        elif isinstance(value, list):
            for part in value:
                self._judge_value(kind, key, part)
        elif isinstance(value, str):
            self._judge_text(kind, key, value)
        elif value is not None and not isinstance(value, int | float):
            raise Refused('its value is not JSON.', key)

    def _judge_locator(self, key: str, name: t.Any, part: t.Any) -> None:
        if name != 'partition' or part not in self._readable:
            raise Refused(
                f'{name}: {part!r} leads elsewhere than to {self.territory}.',
                key,
            )

    def _judge_text(self, kind: str, key: str, text: str) -> None:
        if key == 'apiAnonymous' and kind == 'ltm/rule':
            self._judge_tcl(irule.check, text, key)
            return
        if key == 'sourcePath':
            if not _UPLOAD.fullmatch(
                text.removeprefix(f'file:{_DOWNLOADS}')
            ) or (not text.startswith('file:')):
                raise Refused('it is no file that was uploaded for it.', key)
            return
        for token in filter(None, _BETWEEN.split(text)):
            self._judge_token(kind, key, token)

    def _judge_token(self, kind: str, key: str, token: str) -> None:
        if not token.isascii() or '~' in token or '\\' in token:
            raise Refused(f'{token!r} is not plain.', key)
        if self._is_made(kind, key, token):
            self.judge_place(token, key)
        elif key == 'routeDomain' and token != 'none':
            self._judge_route_domain(token, key)
        elif '/' not in token or _NETWORK.fullmatch(token):
            # A bare name is that of an object in /Common.
            self._judge_domains(token, key)
        else:
            self.judge_reference(token, key)

    @staticmethod
    def _is_made(kind: str, key: str, token: str) -> bool:
        """Say whether an object is made, or changed, by being named."""
        if key == 'destination':
            # A virtual address, which also goes with the virtual server.
            return kind == 'ltm/virtual'
        if key == 'appService':
            return token != 'none'
        return (kind, key) == ('ltm/snatpool', 'members') and (
            _LOOKS_LIKE_ADDRESS.fullmatch(token.rpartition('/')[2]) is not None
        )

    def _judge_route_domain(self, path: str, key: str) -> None:
        # Whose a route domain is, its place in /Common does not tell.
        number = self.route_domain or 0
        if path != f'/{COMMON}/{number}':
            raise Refused(
                f'{path!r} is another route domain than /{COMMON}/'
                f'{number}, which alone may be used here.',
                key,
            )

    def _judge_tcl(
        self, check: t.Callable[..., None], text: str, key: str
    ) -> None:
        if self._any_irule and IRULES in self.granted:
            return
        try:
            check(
                text,
                lambda path: self.judge_reference(path, key),
                lambda text: self._judge_domains(text, key),
            )
        except irule.Unclear as error:
            raise Refused(str(error), key) from None

    # Answers.

    def cleared(self, uri: str, answer: t.Any) -> t.Any:
        """Return the answer to a read without what is others'.

        :raises Refused: it is about something of others altogether.
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
            raise Refused('the answer is about objects of others.')
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


class Refused(ValueError):
    """Why something is not sent; ``key`` is the key of the body at fault."""

    def __init__(self, reason: str, key: str = ''):
        super().__init__(reason)
        self.reason = reason
        self.key = key


class _Place(t.NamedTuple):
    """What a URI below ``tm`` is about.

    ``bare`` is the last word of it: perhaps a name without a partition.
    """

    collection: str
    name: str
    part: str
    part_name: str
    is_statistics: bool
    bare: str

    @classmethod
    def of(cls, uri: str) -> _Place:
        segments = uri.split('/')
        is_statistics = len(segments) > 1 and segments[-1] == 'stats'
        if is_statistics:
            segments.pop()
        names = [
            number
            for number, segment in enumerate(segments)
            if segment.startswith('~')
        ]
        first = names[0] if names else len(segments)
        words, rest = segments[:first], segments[first:]
        bare = ''
        if words[:2] == ['auth', 'partition'] and len(words) == 3:
            bare = urllib.parse.unquote(words.pop())
        if (
            len(rest) > 3
            or rest[1:2]
            and rest[1].startswith('~')
            or (len(rest) == 3 and not rest[2].startswith('~'))
            or any('~' in word or '%' in word for word in (*words, *rest[1:2]))
        ):
            raise Refused('its URI is not plain.')
        name, part, part_name = [*map(paths.unquote, rest), '', '', ''][:3]
        return cls('/'.join(words), name, part, part_name, is_statistics, bare)


def _is_segment(segment: str) -> bool:
    """Say whether a segment of a URI has one meaning, however often it is
    unquoted."""
    if not _SEGMENT.fullmatch(segment) or not segment.strip('.'):
        return False
    try:
        text = urllib.parse.unquote(segment, errors='strict')
    except UnicodeDecodeError:
        return False
    return urllib.parse.quote(text, safe=':~') == segment and not re.search(
        r'[/\\?#\x00-\x1f]', text
    )


def _is_key(key: t.Any) -> bool:
    """Say whether a key is that of a value, and neither a command nor a
    link, nor another way to write where an object lies."""
    return (
        isinstance(key, str)
        and _KEY.fullmatch(key) is not None
        and key not in _COMMANDS
        and not key.endswith('Reference')
        and (key in _IDENTITY or key.lower() not in _IDENTITY_LOWER)
    )


def _is_part(part: str) -> bool:
    return _PART.fullmatch(part) is not None and bool(part.strip('.'))


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
            raise Refused(f'its header {name} is not allowed here.')


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
        raise Refused('this is no step of a transaction.')


def _judge_save(fence: Fence, method: str, uri: str, body: t.Any) -> None:
    # What others have not saved yet is theirs to save.
    if method != 'POST' or body != {
        'command': 'save',
        'partitions': [fence.partition],
    }:
        raise Refused(
            f'of a configuration that is shared only the partition '
            f'{fence.partition} may be saved here.',
            'partitions',
        )


def _judge_removal(fence: Fence, method: str, uri: str, body: t.Any) -> None:
    """Let the files go that this package has uploaded."""
    names = body.get('utilCmdArgs') if isinstance(body, dict) else None
    if (
        method != 'POST'
        or not isinstance(names, str)
        or body != {'command': 'run', 'utilCmdArgs': names}
        or not all(
            name.startswith(_DOWNLOADS)
            and _UPLOAD.fullmatch(name.removeprefix(_DOWNLOADS))
            for name in names.split(' ')
        )
    ):
        raise Refused('only files of this package are removed here.')


def _judge_words(method: str, body: t.Any, words: dict[str, str]) -> None:
    """Refuse a command that has other words than these patterns take."""
    if (
        method != 'POST'
        or not isinstance(body, dict)
        or set(body) != set(words)
    ):
        raise Refused('this is no command that is known here.')
    for key, pattern in words.items():
        if not re.fullmatch(pattern, str(body[key]), re.ASCII):
            raise Refused(f'its {key} is not plain.', key)


_SPECIAL: dict[str, t.Callable] = {
    _TRANSACTION: _judge_transaction,
    'tm/sys/config': _judge_save,
    'tm/util/unix-rm': _judge_removal,
}


class Session:
    """A session whose requests keep to a fence, at whichever unit.

    :param prepare: is called before something is made, outside of any
        transaction: what has to be there for it may be made then.
    """

    def __init__(
        self,
        session: conversation.Session,
        fence: Fence,
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
        """Send a request that keeps to the fence; see ``Session.request``.

        :raises Forbidden: it does not; nothing was sent.
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
                # By it an answer is judged.
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
        except Refused as refusal:
            raise errors.Forbidden(
                refusal.reason, method, f'/mgmt/{path}', refusal.key
            ) from None
        return answer

    def unit(self) -> Session:
        """Return the fenced conversation with one unit."""
        return Session(self._session.unit(), self.fence, self._prepare)

    @contextlib.contextmanager
    def transacting(self, *owner) -> t.Iterator[None]:
        """Hold the turn of a transaction; see ``Session.transacting``."""
        if self._prepare:
            self._prepare()
        with self._session.transacting(*owner):
            yield

    def close(self) -> None:
        """Leave the session as it is: others use it too."""


def fenced(
    bigip: device.BigIP,
    fence: Fence,
    prepare: t.Callable[[], None] | None = None,
) -> device.BigIP:
    """Return the same BigIP for one of several tenants.

    Whatever is asked of it, and of what comes from it, keeps to the fence;
    the rest raises Forbidden.

    :param prepare: see ``Session``.
    """
    return bigip.through(Session(bigip.session, fence, prepare))
