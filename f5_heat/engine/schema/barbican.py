# SPDX-License-Identifier: Apache-2.0

"""Secrets that a template has by reference: Barbican keeps them.

A reference is the address that Barbican gives a secret, or that of a
container of certificates with the name of a part of it behind a ``#``. It is
no secret itself. What it leads to never changes: Barbican takes the payload
of a secret once. So references are compared, and what they lead to is read
when it is about to be sent.
"""

import json
import re
import urllib.parse

from heat.common import exception
from keystoneauth1 import adapter
from keystoneauth1 import exceptions as keystone_exceptions

from f5_heat.icontrol import secret

_UUID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'
_REFERENCE = re.compile(
    r'(https?://[^\s#?]*?)/v1/(secrets|containers)/(%s)/?(?:#(\w+))?' % _UUID
)
_PORTS = {'http': 80, 'https': 443}

#: The parts of a container, and the names that Barbican has for them.
CERTIFICATE = 'certificate'
PRIVATE_KEY = 'private_key'
PASSPHRASE = 'passphrase'
_PARTS = {
    CERTIFICATE: ('certificate', 'intermediates'),
    PRIVATE_KEY: ('private_key',),
    PASSPHRASE: ('private_key_passphrase',),
}
_OPTIONAL = ('intermediates', 'private_key_passphrase')


class SecretReference(str):
    """A reference in the JSON of an object, in the place of a secret."""

    __slots__ = ()


def is_reference(value):
    """Return whether a value is the reference of a secret, and not the
    secret."""
    return isinstance(value, str) and bool(_REFERENCE.fullmatch(value))


def is_container(value):
    """Return whether a value is the reference of a container as a whole."""
    found = _REFERENCE.fullmatch(value)
    return bool(found) and found[2] == 'containers' and found[4] is None


def part_of(container, part):
    """Return the reference of a part of a container."""
    return SecretReference('%s#%s' % (container.rstrip('/'), part))


def marked(value):
    """Return the value as it stands in the JSON of an object."""
    return SecretReference(value) if is_reference(value) else value


class Unreadable(exception.HeatException):
    """What a reference leads to cannot be had."""

    msg_fmt = (
        'Property %(name)s: %(reference)s cannot be read from '
        'Barbican: %(reason)s'
    )


class _Refused(Exception):
    """The reason why something cannot be read."""


class Reader:
    """Reads secrets with the rights of a stack, each of them once.

    :param resource: the resource whose properties have the references.
    """

    def __init__(self, resource):
        self._resource = resource
        self._read = {}

    def filled(self, body, values):
        """Return the JSON of an object with secrets in the place of
        references.

        :param values: those of the properties: an error says which it is.
        """
        if isinstance(body, SecretReference):
            return self.secret(body, values)
        if isinstance(body, dict):
            filled = {
                key: self.filled(value, values) for key, value in body.items()
            }
            return {
                key: value
                for key, value in filled.items()
                if value is not None or body[key] is None
            }
        if isinstance(body, list):
            return [self.filled(value, values) for value in body]
        return body

    def secret(self, reference, values):
        """Return what a reference leads to; None for a part that is not
        there."""
        if reference not in self._read:
            try:
                self._read[reference] = self._payload(reference)
            except _Refused as refused:
                raise Unreadable(
                    name=_name(reference, values),
                    reason=refused,
                    reference=reference.partition('#')[0],
                ) from None
        return self._read[reference]

    def _payload(self, reference):
        prefix, kind, uuid, part = _REFERENCE.fullmatch(reference).groups()
        self._refuse_foreign(prefix)
        if kind == 'secrets':
            return self._secret(uuid)
        if part not in _PARTS:
            raise _Refused('It is a container, and not a secret.')
        found = self._json('containers/' + uuid)
        if found.get('type') != 'certificate':
            raise _Refused('It is no container of the type certificate.')
        held = {
            item['name']: item['secret_ref'] for item in found['secret_refs']
        }
        for name in _PARTS[part]:
            if name not in held and name not in _OPTIONAL:
                raise _Refused('The container has no %s.' % name)
        texts = [
            self._secret(held[name].rstrip('/').rpartition('/')[2])
            for name in _PARTS[part]
            if name in held
        ]
        if len(texts) > 1:
            return secret.Secret('\n'.join(text.strip() for text in texts))
        return texts[0] if texts else None

    def _secret(self, uuid):
        path = 'secrets/' + uuid
        types = self._json(path).get('content_types') or {}
        if 'default' not in types:
            raise _Refused('The secret has no payload.')
        payload = self._request(path + '/payload', types['default']).content
        try:
            return secret.Secret(payload.decode())
        except UnicodeDecodeError:
            raise _Refused('The payload is no text.') from None

    def _refuse_foreign(self, prefix):
        """Refuse a reference to another Barbican than that of the catalog.

        Only the id of a secret is used, so nothing is ever sent there; but
        what has that id here need not be what the author means.
        """
        own = {
            self._endpoint(interface)
            for interface in ('public', 'internal', 'admin')
        }
        if not own - {None}:
            raise _Refused('The catalog of Keystone has no key-manager.')
        if _place(prefix) not in {_place(url) for url in own - {None}}:
            raise _Refused(
                'It is not at the key-manager that is in the '
                'catalog of Keystone.'
            )

    @property
    def _plugin(self):
        return self._resource.client_plugin('barbican')

    def _endpoint(self, interface):
        return self._asked(
            lambda session: session.get_endpoint(
                service_type='key-manager',
                interface=interface,
                region_name=self._plugin._get_region_name(),
            )
        )

    def _json(self, path):
        try:
            return self._request(path, 'application/json').json()
        except ValueError:
            raise _Refused('The answer is not JSON.') from None

    def _request(self, path, accept):
        # Of an answer with a payload nothing may be logged; the client of
        # Barbican has no way to say so.
        def request(session):
            return adapter.Adapter(
                session,
                service_type='key-manager',
                version='v1',
                interface=self._plugin._get_client_option(
                    'barbican', 'endpoint_type'
                ),
                region_name=self._plugin._get_region_name(),
            ).get(path, headers={'Accept': accept}, raise_exc=False, log=False)

        answer = self._asked(request)
        if answer.status_code != 200:
            raise _Refused(_words(answer))
        return answer

    def _asked(self, question):
        try:
            return question(self._resource.context.keystone_session)
        except (
            keystone_exceptions.ClientException,
            exception.HeatException,
        ) as error:
            raise _Refused(str(error)) from None


def _name(reference, values):
    """Return the property that has a reference, or a part of the one it
    names."""
    text = reference.partition('#')[0]
    names = [
        name
        for name, value in values.items()
        if text in json.dumps(value, default=str)
    ]
    # A container stands for others too.
    return next(
        (name for name in names if name.endswith('_ref')),
        names[0] if names else '',
    )


def _place(url):
    """Scheme, host, port and path of an endpoint, without its version."""
    try:
        parts = urllib.parse.urlsplit(url)
        return (
            parts.scheme,
            parts.hostname,
            parts.port or _PORTS.get(parts.scheme),
            parts.path.rstrip('/').removesuffix('/v1'),
        )
    except ValueError:
        return url


def _words(answer):
    """Return what an answer says of itself."""
    try:
        said = answer.json()
    except ValueError:
        said = None
    said = said if isinstance(said, dict) else {}
    words = [
        str(said[key]) for key in ('title', 'description') if said.get(key)
    ]
    return '%s (%d)' % (': '.join(words) or answer.reason, answer.status_code)
