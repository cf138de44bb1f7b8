# SPDX-License-Identifier: Apache-2.0

"""Seals, which Heat keeps in the place of secret properties.

Heat stores the properties of a resource, shows them with its events and puts
them into its database in clear. Of a secret only a seal goes there, by which
the next update can tell whether the secret is still the same.
"""

import hashlib
import hmac
import re

from heat.common import crypt  # noqa: F401 (registers the key)
from oslo_config import cfg

from f5_heat.engine.schema import barbican

#: What a seal begins with.
HIDDEN = 'hidden:'


class Shown:
    """Property values to be shown, with seals in the place of secrets."""

    def __init__(self, properties, sealed):
        self._properties = properties
        self._sealed = sealed

    def __getitem__(self, name):
        return self._sealed({name: self._properties[name]})[name]


def seal(secret, *owner):
    """Return a text made of an owner's secret, which does not reveal it."""
    if re.fullmatch(
        HIDDEN + '[0-9a-f]{32}', str(secret)
    ) or barbican.is_reference(secret):
        return secret
    text = '/'.join(map(str, (*owner, secret)))
    key = cfg.CONF.auth_encryption_key.encode()
    digest = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return HIDDEN + digest[:32]


def sealed(schemas, data, seal):
    """Property values with seals in the place of secrets."""
    return {
        name: schemas[name].seal(value, seal) if name in schemas else value
        for name, value in data.items()
    }


def unsealed(before, after, sealed):
    """Values as they were, with the secrets of an update that fit a seal.

    :param before: values with seals.
    :param after: the properties after the update.
    :param sealed: puts seals into values.
    """
    fitting = {}
    for name, value in before.items():
        new = after.get(name) if name in after else None
        if new is not None and value == sealed({name: new})[name]:
            fitting[name] = new
    return {**before, **fitting}
