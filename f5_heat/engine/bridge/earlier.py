# SPDX-License-Identifier: Apache-2.0

"""A Heat resource that F5's earlier plugins may have made.

What f5-openstack-heat-plugins 1.0 to 10.0 left of a resource in Heat's
database is its state and its properties. It has no data, its id is a name of
Heat's or missing, and the partition among its properties is the name of the
resource F5::Sys::Partition instead of the partition's own.
"""

from heat.objects import event
from heat.objects import resource as resource_object

from f5_heat.engine.bridge import keeping
from f5_heat.engine.bridge import sealing

#: The key of a resource's data that says on which device it is. Whatever
#: this package made has it, from before the first request on.
DEVICE = 'device'

#: The key that a resource of an earlier plugin has from the moment that it
#: is taken over until it has been updated.
TAKEN_OVER = 'taken_over'


class Resource(keeping.Resource, sealing.Resource):
    """A resource that knows whether an earlier plugin made it."""

    #: Whether the resource is as an earlier plugin left it.
    is_earlier = False

    def _load_data(self, resource):
        super()._load_data(resource)
        self.is_earlier = self._is_earlier()
        stored = self._stored_properties_data
        if self.is_earlier and stored and stored.get('partition'):
            self._stored_properties_data = {
                **stored,
                'partition': self._partition(stored['partition']),
            }

    def _update_stored_properties(self):
        super()._update_stored_properties()
        if self.is_earlier:
            # What is in the database is another partition.
            self._rsrc_prop_data_id = None

    def _is_earlier(self):
        if self.external_id is not None:
            return False
        data = self.data()
        if self._is_made_here(data):
            return TAKEN_OVER in data
        return self._was_created()

    def _is_made_here(self, data):
        """Whether this package has had the resource in its hands."""
        return DEVICE in data

    def _was_created(self):
        """Whether there has been an object: evidence for deleting one.

        A plugin that failed to create may have found an object of somebody
        else's in its way.
        """
        if self.action in (self.INIT, self.CREATE):
            return self.state == (self.CREATE, self.COMPLETE)
        if self.status == self.COMPLETE and self.replaced_by is None:
            return True
        # Heat lets a resource that is replaced be complete, whatever it was.
        # What takes its place has the same name; in events it has its id, or
        # where it has none, its physical name.
        return (self.resource_id or self.physical_resource_name()) in {
            created.physical_resource_id for created in self._creations()
        }

    def _creations(self):
        """The events of creations of this resource."""
        return event.Event.get_all_by_stack(
            self.context,
            self.stack.id,
            filters={
                'resource_name': self.name,
                'resource_type': self.type(),
                'resource_action': self.CREATE,
                'resource_status': self.COMPLETE,
            },
        )

    def earlier_resource(self, row_id):
        """Another resource of this name and type, by the id of its row.

        None if it is not as an earlier plugin left it.
        """
        row = resource_object.Resource.get_obj(self.context, row_id)
        if row.name != self.name or not self._creations():
            return None
        found = type(self)(self.name, self.t, self.stack)
        found._load_data(row)
        if not found.is_earlier:
            return None
        found.properties = found.frozen_definition().properties(
            found.properties_schema, found.context
        )
        return found

    # Going on with such a resource.

    def current_path(self):
        """The path of the object that the properties say."""
        raise NotImplementedError

    def locate(self):
        """Say, for this step, where the object of an earlier plugin lies."""
        if self.is_earlier and not self._is_made_here(self.data()):
            self.resource_id = self.current_path()

    def take_over(self):
        """Go on with an earlier plugin's resource as with one of ours.

        Where that is cut off it begins anew: the device comes last.
        """
        if not self.is_earlier or self._is_made_here(self.data()):
            return
        self.resource_id_set(self.current_path())
        self.taken_over()
        self.data_set('created', '')
        self.data_set(TAKEN_OVER, '')
        self._settle_device(self.properties['bigip_server'])

    def taken_over(self):
        """What is left to do for the resource to be one of ours."""

    def _partition(self, reference):
        """The name of the partition that a resource of the stack stands for.

        The earlier plugins took nothing else for a partition.
        """
        row = resource_object.Resource.get_by_name_and_stack(
            self.context, reference, self.stack.id
        )
        if row is None:
            return reference
        if row.physical_resource_id is not None:
            return row.physical_resource_id
        stored = row.properties_data or {}
        parts = [stored.get('subpath', ''), stored.get('name', reference)]
        path = '/'.join(filter(None, (part.strip('/') for part in parts)))
        return '/' + path if '/' in path else path
