# SPDX-License-Identifier: Apache-2.0

"""F5::Sys::Partition: a partition, or a folder in one."""

from f5_heat.engine import schema
from f5_heat.engine.bridge import dependencies
from f5_heat.engine.bridge import heat_resource
from f5_heat.engine.bridge import legacy
from f5_heat.engine.bridge import storage
from f5_heat.engine.objects import adoption
from f5_heat.engine.objects import bigip
from f5_heat.engine.traits import trait
from f5_heat.engine.validation import constraints
from f5_heat.engine.validation import inventory
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import errors
from f5_heat.tenancy import territory

#: As many of the objects in it are named when a partition cannot go.
NAMED = 20

#: What a resource would change of a partition.
CHANGES = ('route_domain', 'description')


class Contents(trait.Trait):
    """What is in a partition or folder, and keeps it from being deleted."""

    def delete(self, resource, proceed):
        try:
            return proceed()
        except errors.InUse as error:
            raise type(error)(
                error.status,
                error.code,
                error.message + self._left(resource),
                error.method,
                error.path,
                error.sent,
            ) from None

    def _left(self, resource):
        """Return a sentence about what is in it."""
        try:
            left = [
                '%s %s' % found
                for found in inventory.inside(
                    resource.bigip(), '/' + resource.resource_id.lstrip('/')
                )
            ]
        except errors.IControlError:
            # The device's own words have to do.
            return ''
        if not left:
            return ''
        more = (
            ' and %d more' % (len(left) - NAMED) if (len(left) > NAMED) else ''
        )
        return ' In it are: %s%s.' % (', '.join(left[:NAMED]), more)


class Partition(bigip.BigIPObject):
    """An administrative partition, or with a subpath a folder.

    Other resources name it as their partition. The partition Common is
    always there: a resource of that name neither creates nor deletes it, and
    has no other properties.
    The same holds for the own partition of a project that is kept apart from
    the others, in which it may make folders.
    """

    collection = dependencies.FOLDERS
    tenants = True
    traits = (Contents(),)

    @schema.deferred
    def properties_schema(cls):
        return {
            **heat_resource.SERVER,
            'name': schema.String(
                'The name of the partition or folder.',
                required=True,
                update_allowed=False,
                constraints=[constraints.Folder()],
            ),
            'subpath': schema.String(
                'The folder that the new folder lies in. At the top, /, it '
                'is a partition.',
                default='/',
                update_allowed=False,
            ),
            'route_domain': schema.Integer(
                'The number of the default route domain of the partition.',
                wire='defaultRouteDomain',
                unset=0,
                constraints=[constraints.Range(0, 65534)],
            ),
            **bigip.DESCRIPTION,
            **adoption.ON_CONFLICT,
        }

    locators = ('subpath',)

    def path(self, values):
        name, parent = values['name'].strip('/'), values['subpath'].strip('/')
        return '/%s/%s' % (parent, name) if parent else name

    def place(self):
        if self.resource_id.startswith('/'):
            return 'sys/folder', self.resource_id
        return 'auth/partition', self.resource_id

    @staticmethod
    def folder_of(path):
        return '/Common'

    def makes(self, path):
        return [(dependencies.FOLDERS, '/' + path.strip('/'))]

    @staticmethod
    def identify(path):
        parent, _, name = path.rpartition('/')
        return {'name': name, **({'subPath': parent} if parent else {})}

    def validate(self):
        super().validate()
        if self.properties['route_domain'] is not None and self.properties[
            'subpath'
        ].strip('/'):
            raise refusal.invalid(
                self,
                'route_domain',
                'A folder has no route domain of its own: only a partition, '
                'which has no subpath, can have one.',
            )
        if (
            all(
                refusal.is_known(self, name)
                for name in ('name', 'subpath')
                if name in self.properties.data
            )
            and self.is_shared()
        ):
            self._leave_as_it_is(
                name for name in CHANGES if refusal.is_known(self, name)
            )

    def _leave_as_it_is(self, names):
        """Refuse what would have to be changed of what is not ours."""
        for name in names:
            if self.properties[name] is not None:
                raise refusal.invalid(
                    self,
                    name,
                    'The partition %s is there without this resource, which '
                    'changes nothing of it. Leave out %s.'
                    % (self.properties['name'].strip('/'), name),
                )

    def judge_place(self, own, path):
        if path in ('Common', own.partition):
            return
        if not path.startswith('/'):
            raise territory.Refused(
                'a project that is kept apart from the others makes no '
                'partition. It may make folders in its own one, with '
                'subpath: %s.' % own.partition,
                'name',
            )
        super().judge_place(own, path)

    def is_shared(self):
        return self.path(self.properties) in (
            'Common',
            self.client_plugin().own_partition(),
        )

    def handle_create(self):
        if not self.is_shared():
            return super().handle_create()
        self._leave_as_it_is(CHANGES)
        storage.settle(self, self.properties['bigip_server'])
        self.resource_id_set(self.path(self.properties))
        return None

    def handle_update(self, json_snippet, tmpl_diff, prop_diff):
        if not self.is_shared():
            return super().handle_update(json_snippet, tmpl_diff, prop_diff)
        self._leave_as_it_is(CHANGES)
        self.take_over()
        self.resource_id_set(self.path(self.properties))
        if legacy.TAKEN_OVER in self.data():
            self.data_delete(legacy.TAKEN_OVER)
        return None

    def handle_check(self):
        if not self.is_shared():
            super().handle_check()

    def handle_delete(self):
        return None if self.is_shared() else super().handle_delete()


def resource_mapping():
    return {'F5::Sys::Partition': Partition}
