# SPDX-License-Identifier: Apache-2.0

"""What an isolated project may use of a BIG-IP, in terms of the template.

The client sends nothing that its fence refuses. This finds it earlier, when a
template is validated and before an action begins, and names the property.
"""

import contextlib

from oslo_log import log as logging

from f5_heat.engine import schema
from f5_heat.engine.validation import preflight
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import paths
from f5_heat.tenancy import territory

LOG = logging.getLogger(__name__)

#: The properties that a key of another name is made of.
BEHIND = {
    'destination': ('ip',),
    'members': ('address', 'node', 'fqdn'),
    'name': ('name', 'partition'),
    'partition': ('partition', 'name'),
    'subPath': ('partition', 'subpath', 'name'),
}


#: The options of heat.conf that allow isolated projects a type.
OPTIONS = frozenset(
    (*territory.GRANTED_BY, 'allow_clusters', 'template_devices')
)

#: What a class says as a tuple of names; a lone text would be its letters.
WORDS = (
    'aliases',
    'always',
    'cleared_first',
    'create_only',
    'exclusive',
    'further_collections',
    'parts',
    'subcollections',
)


class Isolated:
    """The resource of a project that may be isolated from the others."""

    #: Whether it is an object in a partition.
    is_in_partition = False

    #: Whether isolated projects may have the type: True, False, or the name
    #: of the option by which an operator allows it. Each type says it.
    tenants = None

    #: The collections that the type writes beside its own.
    further_collections = ()

    #: The sub-collections that are written item by item.
    parts = ()

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if not (cls.tenants in (None, True, False) or cls.tenants in OPTIONS):
            raise TypeError(
                '%s: tenants is True, False or one of %s, not %r.'
                % (cls.__name__, ', '.join(sorted(OPTIONS)), cls.tenants)
            )
        for word in WORDS:
            value = getattr(cls, word, ())
            if not isinstance(value, tuple) or not all(
                isinstance(one, str) for one in value
            ):
                raise TypeError(
                    '%s: %s is a tuple of names, not %r.'
                    % (cls.__name__, word, value)
                )

    def client_plugin(self, name=None):
        plugin = super().client_plugin(name)
        if name not in (None, self.default_client_name):
            return plugin
        return plugin.acting_for(self.stack)

    def validate_reach(self):
        """Refuse a template that leads out of the reach of the project."""
        try:
            if self.client_plugin().fence() is None:
                return
        except ValueError as error:
            raise refusal.invalid_type(self, str(error)) from None
        known = {
            name: self.properties[name]
            if refusal.is_known(self, name)
            else None
            for name in self.properties_schema
        }
        path = None
        if self.is_in_partition:
            try:
                # A name that Heat makes up is always plain.
                path = preflight.path_of(self).replace(
                    preflight.NAMELESS, 'unnamed'
                )
            except preflight.Unknown as unknown:
                LOG.debug(
                    'Where %s is going to be is not known: %s',
                    self.name,
                    unknown,
                )
        self._keep_inside(known, path)

    def judge(self, action, args):
        """Refuse an action whose values the project may not have."""
        # Heat only looks at an external resource, and the client shows
        # nothing of others'.
        if (
            self.external_id is not None
            or action not in (self.CREATE, self.ADOPT, self.UPDATE)
            or self.client_plugin().fence() is None
        ):
            return
        values = (
            self._after(args[0])
            if action == self.UPDATE
            else schema.given(self.properties)
        )
        self._keep_inside(
            values, self.path(values) if self.is_in_partition else None
        )

    def _keep_inside(self, values, path):
        """Refuse what leads out of the reach of the project.

        :param values: of the properties; None for what is not known.
        :param path: of the object, if that is known.
        """
        plugin = self.client_plugin()
        if self.tenants is False:
            raise refusal.invalid_type(
                self,
                '%s is not allowed in projects that are kept apart.'
                % self.type(),
            )
        if self.tenants in OPTIONS and not plugin.allows(self.tenants):
            raise refusal.invalid_type(
                self,
                '%s is not allowed in this project. The operator '
                'allows it with %s in the section [f5_bigip] of heat.conf.'
                % (self.type(), self.tenants),
            )
        if 'bigip_server' in values:
            try:
                plugin.check_device(values['bigip_server'])
            except ValueError as error:
                raise refusal.invalid(
                    self, 'bigip_server', str(error)
                ) from None
        if not self.is_in_partition:
            return
        own = plugin.fence()
        folder = '/' + own.partition
        if path is not None:
            try:
                self.judge_place(own, path)
            except ValueError as error:
                raise self._refusal(error, values) from None
            folder = self.folder_of(path)
        self._judge_values(own, values, folder)

    def judge_place(self, own, path):
        """Refuse a path at which the project may make nothing."""
        collection, full, _ = self.located(path)
        own.judge('POST', 'tm/' + collection, self.identify(full))

    def _judge_values(self, own, values, folder):
        kind = self.collection
        public = {
            name: None if prop.secret else values.get(name)
            for name, prop in self.properties_schema.items()
        }
        for name, prop in self.properties_schema.items():
            if public[name] is not None:
                body = {}
                with contextlib.suppress(ValueError):
                    # That a value makes no sense is said elsewhere.
                    prop.write(body, public[name], folder)
                self._judge_body(own, kind, body, values, name)
        body = {}
        with contextlib.suppress(ValueError):
            body = self.to_wire(public, folder)
        self._judge_body(own, kind, body, values)

    def _judge_body(self, own, kind, body, values, name=None):
        try:
            own.judge_body(kind, body)
        except territory.Refused as refused:
            raise self._refusal(refused, values, name) from None

    def _refusal(self, refused, values, name=None):
        names = (
            [name]
            if name
            else [
                one
                for one in BEHIND.get(
                    getattr(refused, 'key', ''), ('pool', 'name')
                )
                if values.get(one) is not None
            ]
        )
        if str(values.get('name')).startswith('/') and 'name' in names:
            names = ['name']
        if not names:
            return refusal.invalid_type(self, _sentence(refused))
        return refusal.invalid(self, names[0], _sentence(refused))

    def is_out_of_reach(self):
        """Return whether the project may do nothing about the object."""
        try:
            own = self.client_plugin().fence()
            if own is None:
                return False
            self.bigip()
            if self.is_in_partition and self.resource_id is not None:
                own.judge('DELETE', 'tm/' + paths.item(*self.place()))
        except ValueError:
            return True
        return False


def _sentence(refused):
    text = str(refused)
    return text[:1].upper() + text[1:]
