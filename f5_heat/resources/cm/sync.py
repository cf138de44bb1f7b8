# SPDX-License-Identifier: Apache-2.0

"""F5::Cm::Sync: the configuration of a BIG-IP, copied to a device group."""

from f5_heat.engine import schema
from f5_heat.engine.objects import action
from f5_heat.engine.validation import constraints
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import cluster
from f5_heat.resources.cm import syncing


class GroupName(constraints.Form):
    """The name of a device group, with or without ``/Common``."""

    expected = (
        'the name of a device group: letters, digits and . _ - :, '
        'with or without /Common/ in front'
    )

    def fits(self, value):
        return cluster.is_group_name(value)


class Sync(action.Command):
    """Synchronizes the configuration of a BIG-IP with its device group.

    That happens when the stack is created and with every update, after all
    other resources of the template that are on the same device. The
    resource is complete when the device group is in sync; it fails when
    the device reports that the sync failed or that a device is
    disconnected. Deleting the resource does nothing on the device.
    """

    tenants = 'allow_clusters'

    @schema.deferred
    def properties_schema(cls):
        return {
            **action.SERVER,
            'device_group': schema.String(
                'The device group: its name, or an F5::Cm::Cluster resource.',
                required=True,
                constraints=[GroupName()],
            ),
            'device_group_partition': schema.String(
                'The partition of the device group. A BIG-IP keeps all device '
                'groups in Common.',
                default='Common',
                constraints=[constraints.Folder()],
            ),
            'direction': schema.String(
                'Which way the configuration goes: to-group, from the device '
                'to the others of the group; or from-group, from the others '
                'to the device.',
                default='to-group',
                constraints=[
                    constraints.AllowedValues(['to-group', 'from-group'])
                ],
            ),
            'force_full_load_push': schema.Boolean(
                'Whether the others get the whole configuration, whatever has '
                'changed there. Without it they get what has changed here.',
                default=False,
            ),
        }

    @schema.deferred
    def attributes_schema(cls):
        return {
            'sync_status': schema.Attribute(
                'The state of the device group, such as In Sync or Changes '
                'Pending.',
                type=schema.Attribute.STRING,
            ),
        }

    @property
    def stage(self):
        return 3 if self.reaches_others else 1

    @property
    def reaches_others(self):
        try:
            return self.properties['direction'] != 'from-group'
        except (TypeError, ValueError):
            return True

    def validate(self):
        super().validate()
        if self.properties['force_full_load_push'] and not self.reaches_others:
            raise refusal.invalid(
                self,
                'force_full_load_push',
                'Only a sync with the direction to-group can push.',
            )

    def run(self, values):
        (reference,) = self.references()
        self.client_plugin().check_group(
            reference, '/Common/' + values['device_group'].rpartition('/')[2]
        )
        cluster.sync(
            self.bigip(),
            values['device_group'],
            values['direction'],
            values['force_full_load_push'],
        )

    def is_done(self, values):
        status = cluster.sync_status(self.bigip())
        return syncing.is_in_sync(status, values['device_group'])

    def attribute(self, name):
        return cluster.sync_status(self.bigip()).of(
            self.properties['device_group']
        )


def resource_mapping():
    return {'F5::Cm::Sync': Sync}
