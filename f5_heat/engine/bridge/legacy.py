# SPDX-License-Identifier: Apache-2.0

"""What F5's legacy plugins left of a resource in Heat's database.

Of f5-openstack-heat-plugins 1.0 to 10.0 that is the state of the resource
and its properties. It has no data, its id is a name of Heat's or missing, and
the partition among its properties is the name of the resource
F5::Sys::Partition instead of the partition's own.
"""

from heat.objects import event
from heat.objects import resource as resource_object

from f5_heat.engine.bridge import storage

#: The key that a resource of a legacy plugin has from the moment that it is
#: taken over until it has been updated.
TAKEN_OVER = 'taken_over'


def locate(resource):
    """Say, for this step, where the object of a legacy plugin lies."""
    if resource.is_legacy and not resource.is_made_here(resource.data()):
        resource.resource_id = resource.current_path()


def take_over(resource, taken_over):
    """Go on with a legacy plugin's resource as with one of ours.

    If the engine dies meanwhile, the next attempt begins with it again:
    the device is stored last.

    :param taken_over: is called before that is stored.
    """
    if not resource.is_legacy or resource.is_made_here(resource.data()):
        return
    resource.resource_id_set(resource.current_path())
    taken_over()
    resource.data_set('created', '')
    resource.data_set(TAKEN_OVER, '')
    storage.settle(resource, resource.properties['bigip_server'])


def is_legacy(resource):
    """Return whether a resource is as a legacy plugin left it."""
    if resource.external_id is not None:
        return False
    data = resource.data()
    if resource.is_made_here(data):
        return TAKEN_OVER in data
    return _was_created(resource)


def _was_created(resource):
    """Return whether there has been an object: evidence for deleting one.

    A plugin that failed to create may have found an object of somebody
    else's in its way.
    """
    if resource.action in (resource.INIT, resource.CREATE):
        return resource.state == (resource.CREATE, resource.COMPLETE)
    if resource.status == resource.COMPLETE and resource.replaced_by is None:
        return True
    # Heat lets a resource that is replaced be complete, whatever it was.
    # What takes its place has the same name; in events it has its id, or
    # where it has none, its physical name.
    physical = resource.resource_id or resource.physical_resource_name()
    return physical in {
        created.physical_resource_id for created in _creations(resource)
    }


def _creations(resource):
    """Return the events of creations of a resource."""
    return event.Event.get_all_by_stack(
        resource.context,
        resource.stack.id,
        filters={
            'resource_name': resource.name,
            'resource_type': resource.type(),
            'resource_action': resource.CREATE,
            'resource_status': resource.COMPLETE,
        },
    )


def replaced(resource):
    """Return the resource that another one replaces.

    None if it is not as a legacy plugin left it.
    """
    row = resource_object.Resource.get_obj(resource.context, resource.replaces)
    if row.name != resource.name or not _creations(resource):
        return None
    found = type(resource)(resource.name, resource.t, resource.stack)
    found._load_data(row)
    if not found.is_legacy:
        return None
    found.properties = found.frozen_definition().properties(
        found.properties_schema, found.context
    )
    return found


def partition(resource, reference):
    """Return the name of the partition that a resource refers to.

    Legacy plugins took nothing else for a partition.
    """
    row = resource_object.Resource.get_by_name_and_stack(
        resource.context, reference, resource.stack.id
    )
    if row is None:
        return reference
    if row.physical_resource_id is not None:
        return row.physical_resource_id
    stored = row.properties_data or {}
    parts = [stored.get('subpath', ''), stored.get('name', reference)]
    path = '/'.join(filter(None, (part.strip('/') for part in parts)))
    return '/' + path if '/' in path else path
