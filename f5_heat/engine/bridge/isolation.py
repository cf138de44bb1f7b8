# SPDX-License-Identifier: Apache-2.0

"""A Heat resource that keeps to what its project may use of a BIG-IP.

What the client refuses to send for an isolated project is refused here before
it comes to that, in the terms of the template. The client has the last word.
"""

import contextlib

from heat.common import exception
from oslo_log import log as logging

from f5_heat.engine import schema
from f5_heat.engine.bridge import deletion
from f5_heat.engine.bridge import earlier
from f5_heat.engine.bridge import patience
from f5_heat.engine.validation import preflight
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import fence
from f5_heat.icontrol import paths

LOG = logging.getLogger(__name__)

#: The properties that lead to a key of another name, for want of a key.
BEHIND = {
    'destination': ('ip',),
    'members': ('address', 'node', 'fqdn'),
    'name': ('name', 'partition'),
    'partition': ('partition', 'name'),
    'subPath': ('partition', 'subpath', 'name'),
}


class OutOfReach(exception.HeatException):
    """What is to be deleted lies where the project may do nothing."""

    msg_fmt = (
        '%(what)s cannot be deleted: %(reason)s To leave it on the BIG-IP: '
        'check the stack, update it with deletion_policy: Retain at this '
        'resource and nothing else changed, and delete it; or ask the '
        'operator to switch on forget_outside in the section [f5_bigip] of '
        'heat.conf.'
    )


class Resource(deletion.Resource):
    """A resource of a project that may be isolated from the others."""

    #: Whether it is an object in a partition.
    is_in_partition = False

    #: The option by which an operator allows isolated projects the type.
    allowed_by = None

    def client_plugin(self, name=None):
        plugin = super().client_plugin(name)
        if name not in (None, self.default_client_name):
            return plugin
        return plugin.acting_for(self.stack)

    def validate(self):
        super().validate()
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
        if self.allowed_by and not plugin.allows(self.allowed_by):
            raise refusal.invalid_type(
                self,
                '%s is not allowed in this project. The operator '
                'allows it with %s in the section [f5_bigip] of heat.conf.'
                % (self.type(), self.allowed_by),
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
        territory = plugin.fence()
        folder = '/' + territory.partition
        if path is not None:
            try:
                self.judge_place(territory, path)
            except ValueError as error:
                raise self._refusal(error, values) from None
            folder = self.folder_of(path)
        self._judge_values(territory, values, folder)

    def judge_place(self, territory, path):
        """Refuse a path at which the project may make nothing."""
        collection, full, _ = self.located(path)
        territory.judge('POST', 'tm/' + collection, self.identify(full))

    def _judge_values(self, territory, values, folder):
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
                self._judge_body(territory, kind, body, values, name)
        body = {}
        with contextlib.suppress(ValueError):
            body = self.to_wire(public, folder)
        self._judge_body(territory, kind, body, values)

    def _judge_body(self, territory, kind, body, values, name=None):
        try:
            territory.judge_body(kind, body)
        except fence.Refused as refused:
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

    # The end of what was made before there was a fence.

    def is_absence(self, error):
        return super().is_absence(error) or self._leads_out(error)

    def _leads_out(self, error):
        return self.client_plugin().is_outside(patience.cause(error) or error)

    def device_absent(self, error):
        if not self._leads_out(error):
            super().device_absent(error)
            return
        if not self.client_plugin().may_forget_outside():
            raise OutOfReach(
                what=self._what(), reason=patience.sentence(error)
            ) from None
        LOG.warning(
            '%s of the stack %s is deleted, and what it made is left behind '
            'as the project may not touch it: %s, on %s. %s',
            self.name,
            self.stack.name,
            self._what(),
            self.data().get(earlier.DEVICE) or 'the default device',
            patience.sentence(error),
        )

    def is_given_up(self, after, before_props, after_props):
        if super().is_given_up(after, before_props, after_props):
            return True
        if self.status != self.FAILED or (
            after.deletion_policy() != after.RETAIN
            or not self._is_out_of_reach()
        ):
            return False
        try:
            return before_props == after_props
        except ValueError:
            return False

    def _is_out_of_reach(self):
        """Whether the project may do nothing about the object."""
        try:
            territory = self.client_plugin().fence()
            if territory is None:
                return False
            self.bigip()
            if self.is_in_partition and self.resource_id is not None:
                territory.judge('DELETE', 'tm/' + paths.item(*self.place()))
        except ValueError:
            return True
        return False


def _sentence(refused):
    text = str(refused)
    return text[:1].upper() + text[1:]
