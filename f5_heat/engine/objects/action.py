# SPDX-License-Identifier: Apache-2.0

"""A command on a BIG-IP, which every update runs again.

It concerns what the other resources of the stack made on the device, so it
depends on them by itself.
"""

from heat.engine.resources import stack_resource

from f5_heat.engine import schema
from f5_heat.engine.bridge import dependencies
from f5_heat.engine.bridge import heat_resource
from f5_heat.engine.bridge import storage

SERVER = {
    'bigip_server': schema.String(
        'The BIG-IP: an F5::BigIP::Device resource, or the name of a device '
        'in the configuration of Heat. Without it the default device of '
        'that configuration is used.'
    ),
}


class Command(heat_resource.HeatResource):
    """A command, which leaves nothing that could be deleted.

    A subclass says ``run`` and, if the device goes on after that,
    ``is_done``; both get the values of the properties.
    """

    properties_schema = SERVER

    #: Commands on the same device run in this order, after all else.
    stage = 1

    #: Whether the command changes other devices as well.
    reaches_others = False

    def run(self, values):
        """Make the request that starts the command."""
        raise NotImplementedError

    def is_done(self, values):
        """Return whether the command has finished."""
        return True

    # What Heat asks.

    def handle_create(self):
        return self._run(schema.given(self.properties))

    def handle_update(self, json_snippet, tmpl_diff, prop_diff):
        return self._run(self.values_after(json_snippet))

    def _run(self, values):
        self.resource_id_set(self.physical_resource_name())
        storage.settle(self, values['bigip_server'])
        self.run(values)
        return values

    def check_create_complete(self, values):
        return self.is_done(values)

    def check_update_complete(self, values):
        return self.is_done(values)

    def _needs_update(self, *args, **kwargs):
        super()._needs_update(*args, **kwargs)
        return True

    def get_live_state(self, resource_properties):
        """Nothing: there is no object whose state could be compared."""
        return {}

    def handle_check(self):
        """Nothing: there is no object that could have changed."""

    def handle_delete(self):
        """Nothing: what was done is not undone."""

    # What the command waits for.

    def predecessors(self, foreseen):
        return {
            name for name, other in self.stack.items() if self.follows(other)
        }

    def follows(self, other):
        """Return whether the command has to run after another resource."""
        if isinstance(other, Command):
            return other.stage < self.stage and self.is_beside(other)
        if isinstance(other, heat_resource.HeatResource):
            return self.is_beside(other)
        # A nested stack, if it was given the device of this stack.
        return isinstance(other, stack_resource.StackResource) and bool(
            references(self) & references(other)
        )

    def is_beside(self, other):
        """Return whether another resource is on the same device."""
        plugin = self.client_plugin()
        return any(
            plugin.same_device(own, one)
            for own in dependencies.devices(self.properties)
            for one in dependencies.devices(other.properties)
        )


def references(resource):
    """Return the names of the devices in the template that a resource refers
    to."""
    stack = resource.stack
    return {
        name
        for name in resource.t.required_resource_names()
        if name in stack
        and isinstance(stack[name], heat_resource.HeatResource)
        and not dependencies.devices(stack[name].properties)
    }
