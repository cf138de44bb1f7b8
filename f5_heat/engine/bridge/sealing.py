# SPDX-License-Identifier: Apache-2.0

"""A Heat resource whose secret properties Heat keeps sealed.

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

from f5_heat.engine.bridge import permission
from f5_heat.engine.schema import barbican

#: What a seal begins with.
HIDDEN = 'hidden:'


class _Shown:
    """Property values to be shown, with seals in the place of secrets."""

    def __init__(self, properties, seal):
        self._properties = properties
        self._seal = seal

    def __getitem__(self, name):
        return self._seal({name: self._properties[name]})[name]


class Resource(permission.Resource):
    """A resource that hands Heat seals in the place of secrets."""

    @functools.cached_property
    def barbican(self):
        """The reader of what the template has by reference."""
        return barbican.Reader(self)

    def _seal(self, secret):
        """A text that is made of the secret, and tells nothing of it."""
        if re.fullmatch(
            HIDDEN + '[0-9a-f]{32}', str(secret)
        ) or barbican.is_reference(secret):
            return secret
        text = '%s/%s/%s' % (self.stack.id, self.name, secret)
        key = cfg.CONF.auth_encryption_key.encode()
        return (
            HIDDEN
            + hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]
        )

    def _sealed(self, data):
        """Property values with seals in the place of secrets."""
        return {
            name: self.properties_schema[name].seal(value, self._seal)
            if name in self.properties_schema
            else value
            for name, value in data.items()
        }

    def preview(self):
        """The resource for a preview, of which Heat shows the properties."""
        self.properties = _Shown(self.properties, self._sealed)
        return self

    def _update_stored_properties(self):
        stored = self._stored_properties_data, self._rsrc_prop_data_id
        super()._update_stored_properties()
        self._stored_properties_data = self._sealed(
            self._stored_properties_data
        )
        same = self._stored_properties_data == stored[0]
        self._rsrc_prop_data_id = stored[1] if same else None

    def _prepare_update_props(self, after, before):
        """What Heat compares: a secret that fits its seal is the same."""
        after_props, before_props = super()._prepare_update_props(
            after, before
        )
        fitting = {}
        for name, value in before_props.data.items():
            new = after_props.get(name) if name in after_props else None
            if new is not None and value == self._sealed({name: new})[name]:
                fitting[name] = new
        before_props.data = {**before_props.data, **fitting}
        return after_props, before_props
