# SPDX-License-Identifier: Apache-2.0

"""The judgement of JSON that may name, make or run objects of others."""

from __future__ import annotations

import re
import typing as t

from f5_heat.tcl import reader
from f5_heat.tenancy import irule
from f5_heat.tenancy import territory

# The keys whose values are texts that no device takes for names, and the keys
# of such keys only.
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
# Those of them in which the device runs the text in brackets, as an iRule.
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
# The keys that let an object act on more than itself, each with its only safe
# value and the effect of all others.
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
# The keys whose values are run, with the grant that allows any value.
_FREE_IF_GRANTED = {
    'args': territory.EXTERNAL_MONITORS,
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
        territory.IAPPS,
    ),
}

IDENTITY = ('fullPath', 'name', 'partition', 'subPath')
_IDENTITY_LOWER = tuple(map(str.lower, IDENTITY))
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
_NETWORK = re.compile(r'[0-9A-Fa-f.:]+(%\d+)?/\d{1,3}', re.ASCII)
_LOOKS_LIKE_ADDRESS = re.compile(r'[0-9A-Fa-fxX.:%]+|any6?', re.ASCII)
_BETWEEN = re.compile(r'[\s{}"\',;]+')

# The uploads of this package: files with names that nobody can guess.
UPLOADS = 'shared/file-transfer/uploads/'
UPLOAD = re.compile(r'f5_heat\.[\w.-]+', re.ASCII)
DOWNLOADS = '/var/config/rest/downloads/'


class Bodies(territory.Territory):
    """The territory of a tenant, applied to the JSON of its own objects."""

    def judge_body(self, kind: str, body: dict) -> None:
        """Refuse the JSON of an object, or of a change, by its values.

        :param kind: the collection of the object.
        :raises territory.Refused: with the key that is at fault.
        """
        for key, value in body.items():
            if key == 'execute-action':
                if kind != 'sys/application/service' or (
                    value != 'definition'
                ):
                    raise territory.Refused(
                        'this is no action of a service.', key
                    )
            elif key in IDENTITY or not is_key(key):
                raise territory.Refused(
                    f'the key {key!r} is not plain.', str(key)
                )
            elif key == 'members' and kind == 'ltm/pool':
                if not isinstance(value, list):
                    raise territory.Refused('its members are no list.', key)
                for member in value:
                    self._judge_member(member, key)
            elif key not in self._rules.free.get(kind, ()):
                self._judge_value(kind, key, value)

    def _judge_member(self, member: t.Any, key: str) -> None:
        """Judge a pool member, for which the device may create a node."""
        if (
            not isinstance(member, dict)
            or not isinstance(member.get('name'), str)
            or '/' in member['name']
            or (not isinstance(member.get('partition'), str))
        ):
            raise territory.Refused(
                'a member needs a plain name and a partition.', key
            )
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
        """Judge the value of a key, at any depth."""
        harmless, reason = _HARMFUL.get(key, (value, ''))
        if value is not None and value != harmless:
            raise territory.Refused(reason, key)
        if key in _EXPANDED and isinstance(value, str):
            self._judge_tcl(irule.check_expansions, value, key)
        if key in _FREE or (
            _FREE_IF_GRANTED.get(key) in self.granted
            and self._rules.writable.get(kind) == _FREE_IF_GRANTED[key]
        ):
            return
        if isinstance(value, dict):
            for name, part in value.items():
                if name in IDENTITY and name != 'name' or not is_key(name):
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
            raise territory.Refused('its value is not JSON.', key)

    def _judge_locator(self, key: str, name: t.Any, part: t.Any) -> None:
        if name != 'partition' or part not in self._readable:
            raise territory.Refused(
                f'{name}: {part!r} leads elsewhere than to {self.territory}.',
                key,
            )

    def _judge_text(self, kind: str, key: str, text: str) -> None:
        if key == 'apiAnonymous' and kind == 'ltm/rule':
            self._judge_tcl(irule.check, text, key)
            return
        if key == 'sourcePath':
            if not UPLOAD.fullmatch(
                text.removeprefix(f'file:{DOWNLOADS}')
            ) or (not text.startswith('file:')):
                raise territory.Refused(
                    'it is no file that was uploaded for it.', key
                )
            return
        for token in filter(None, _BETWEEN.split(text)):
            self._judge_token(kind, key, token)

    def _judge_token(self, kind: str, key: str, token: str) -> None:
        if not token.isascii() or '~' in token or '\\' in token:
            raise territory.Refused(f'{token!r} is not plain.', key)
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
        """Return whether a reference creates or changes its object."""
        if key == 'destination':
            # A virtual address, which is deleted with the virtual server.
            return kind == 'ltm/virtual'
        if key == 'appService':
            return token != 'none'
        return (kind, key) == ('ltm/snatpool', 'members') and (
            _LOOKS_LIKE_ADDRESS.fullmatch(token.rpartition('/')[2]) is not None
        )

    def _judge_route_domain(self, path: str, key: str) -> None:
        # All route domains lie in /Common, whoever owns them.
        number = self.route_domain or 0
        if path != f'/{territory.COMMON}/{number}':
            raise territory.Refused(
                f'{path!r} is another route domain than /{territory.COMMON}/'
                f'{number}, which alone may be used here.',
                key,
            )

    def _judge_tcl(
        self, check: t.Callable[..., None], text: str, key: str
    ) -> None:
        if self._any_irule and territory.IRULES in self.granted:
            return
        try:
            check(
                text,
                lambda path: self.judge_reference(path, key),
                lambda text: self._judge_domains(text, key),
            )
        except reader.UnclearScript as error:
            raise territory.Refused(str(error), key) from None


def is_key(key: t.Any) -> bool:
    """Return whether a key has a value: it is no command, link or identity."""
    return (
        isinstance(key, str)
        and _KEY.fullmatch(key) is not None
        and key not in _COMMANDS
        and not key.endswith('Reference')
        and (key in IDENTITY or key.lower() not in _IDENTITY_LOWER)
    )
