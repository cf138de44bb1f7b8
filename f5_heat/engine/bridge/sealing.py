# SPDX-License-Identifier: Apache-2.0

"""Seals, which Heat keeps in the place of secret properties.

Heat stores the properties of a resource, shows them with its events and puts
them into its database in clear. Of a secret only a seal goes there, by which
the next update can tell whether the secret is still the same.
"""

import functools
import hashlib
import hmac
import re

from heat.common import crypt  # noqa: F401 (registers the key)
from oslo_config import cfg

from f5_heat.engine import schema
from f5_heat.engine.schema import barbican

#: What a seal begins with.
HIDDEN = 'hidden:'


class Shown:
    """The properties of a resource as they are shown, without secrets."""

    def __init__(self, resource):
        self._resource = resource
        self._properties = resource.properties

    def __getitem__(self, name):
        return sealed(self._resource, {name: self._properties[name]})[name]


def seal(resource, secret):
    """Return a text made of a resource's secret, which does not reveal it."""
    if re.fullmatch(
        HIDDEN + '[0-9a-f]{32}', str(secret)
    ) or barbican.is_reference(secret):
        return secret
    text = '/'.join(map(str, (resource.stack.id, resource.name, secret)))
    key = cfg.CONF.auth_encryption_key.encode()
    digest = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return HIDDEN + digest[:32]


def sealed(resource, data):
    """Return property values with seals in the place of secrets."""
    schemas = resource.properties_schema
    with_owner = functools.partial(seal, resource)
    return {
        name: schema.seal(schemas[name], value, with_owner)
        if name in schemas
        else value
        for name, value in data.items()
    }


def unsealed(resource, before, after):
    """Return values as they were, with an update's secrets that fit a seal.

    :param before: values with seals.
    :param after: the properties after the update.
    """
    schemas = resource.properties_schema
    place = schema.Place(resource.folder_of(resource.resource_id or '/'))
    fitting = {}
    for name, value in before.items():
        new = after.get(name) if name in after else None
        if new is None:
            continue
        prop, secrets = schemas[name], {}
        hidden = schema.seal(
            prop, new, functools.partial(_note, resource, secrets)
        )
        if not secrets:
            continue
        if schema.same(prop, value, hidden, place):
            fitting[name] = new
        else:
            fitting[name] = schema.seal(
                prop, value, functools.partial(_reveal, secrets)
            )
    return {**before, **fitting}


def _note(resource, secrets, secret):
    """Return the seal of a secret, and note which one it stands for."""
    hidden = seal(resource, secret)
    secrets[hidden] = secret
    return hidden


def _reveal(secrets, sealed):
    """Return the secret that a seal stands for; what fits none as it is."""
    return secrets.get(sealed, sealed) if isinstance(sealed, str) else sealed


def settled(resource, definition, before_props):
    """Return a definition with the seals that its secrets fit, for a preview.

    The properties of that definition come with it.

    :param before_props: the properties as they were, with seals.
    """
    schemas = resource.properties_schema
    after = definition.properties(schemas, resource.context)
    place = schema.Place(resource.folder_of(resource.resource_id or '/'))
    fitting = {}
    for name, before in before_props.data.items():
        new = after.get(name) if name in after.data else None
        hidden = sealed(resource, {name: new})[name]
        if hidden != new and schema.same(schemas[name], before, hidden, place):
            fitting[name] = before
    if not fitting:
        return definition, after
    settled = definition.freeze(properties={**after.data, **fitting})
    settled.previewed = definition.previewed
    return settled, settled.properties(schemas, resource.context)
