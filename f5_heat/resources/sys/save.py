# SPDX-License-Identifier: Apache-2.0

"""F5::Sys::Save: the configuration of a BIG-IP, written to its disk."""

from f5_heat.engine import schema
from f5_heat.engine.objects import action
from f5_heat.engine.validation import constraints


class Save(action.Command):
    """Saves the configuration of a BIG-IP, so that it outlives a restart.

    It is saved when the stack is created and with every update, after all
    other resources of the template that are on the same device, and before
    an F5::Cm::Sync of that device. What a sync brings to other devices of
    the template is saved there after the sync. Deleting the resource does
    nothing on the device.
    """

    tenants = True

    @schema.deferred
    def properties_schema(cls):
        return {
            **action.SERVER,
            'partitions': schema.List(
                'The partitions to save: names, or F5::Sys::Partition '
                'resources. By default all of them are saved; by a project '
                'that is kept apart from the others its own one, and no '
                'other.',
                ordered=False,
                schema=schema.String(
                    'A partition.', constraints=[constraints.Folder()]
                ),
            ),
        }

    stage = 2

    def run(self, values):
        own = self.client_plugin().own_partition()
        partitions = values['partitions'] or ([own] if own else None)
        what = {'partitions': partitions} if partitions else {}
        self.bigip().run('sys/config', 'save', **what)

    def follows(self, other):
        return super().follows(other) or (
            isinstance(other, action.Command)
            and other.reaches_others
            and not self.is_beside(other)
        )


def resource_mapping():
    return {'F5::Sys::Save': Save}
