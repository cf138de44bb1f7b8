# SPDX-License-Identifier: Apache-2.0

"""The mark of a resource on its object, and what follows from it."""

from heat.common import context
from heat.objects import resource as resource_object

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.bridge import legacy
from f5_heat.engine.bridge import storage
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import errors

#: The key of a resource's data that an adopted object has.
ADOPTED = 'adopted'


def mark(resource):
    """Return the mark of a resource on its object."""
    return ownership.sign(resource, ADOPTED in resource.data())


def is_ours(resource, body):
    """Return whether an object carries the mark of a resource."""
    return ownership.names(resource.ownership.read(body), resource)


def is_successor(resource, found):
    """Return whether an object is ours or the replaced resource's."""
    return ownership.is_of(
        resource.ownership.read(found), resource
    ) or replaces_legacy(resource, found)


def replaces_legacy(resource, found):
    """Return whether a legacy resource that this replaces made an object.

    Legacy plugins could change nothing: each update began by creating a
    replacement, which failed because the name was taken.
    """
    if resource.replaces is None or resource.ownership.read(found) is not None:
        return False
    replaced = legacy.replaced(resource)
    return replaced is not None and resource.resource_id == replaced.path(
        schema.given(replaced.properties)
    )


def exists_as_ours(resource):
    """Return whether the object of a resource is there, and its own."""
    try:
        found = resource.handle().read()
    except errors.NotFound:
        return False
    return is_ours(resource, found) or (
        resource.is_legacy and resource.ownership.read(found) is None
    )


def own(resource):
    """Return the JSON of the object of a resource, which is its own.

    :raises refusal.NeverMade: there has been none.
    :raises refusal.NameTaken: somebody else's is in its place; a delete of
        the resource now leaves that.
    """
    failed, reason = storage.last_failure(resource)
    if resource.resource_id is None:
        raise refusal.NeverMade(reason=reason)
    try:
        found = resource.read()
    except errors.NotFound:
        # After a delete that failed it may be gone.
        if failed == resource.CREATE and 'created' not in resource.data():
            raise refusal.NeverMade(reason=reason) from None
        raise
    if resource.external_id is None and is_foreign(resource, found):
        storage.keep(resource, 'created', None)
        raise refusal.NameTaken(
            path=resource.place()[1],
            reason='it carries the mark of another resource.'
            if resource.ownership.read(found)
            else 'it does not carry the mark of this resource.',
        )
    return found


def is_foreign(resource, found):
    """Return whether an object is somebody else's than the resource's.

    A person who writes another description, or other metadata, takes a mark
    away with the former ones. What a file was made from goes on naming the
    stack that it was adopted from.
    """
    if (
        resource.is_shared()
        or is_successor(resource, found)
        or is_ours(resource, found)
    ):
        return False
    found_mark = resource.ownership.read(found)
    if found_mark is None:
        return not (resource.is_legacy or 'created' in resource.data())
    return (
        'created' not in resource.data()
        or resource.ownership is not ownership.SOURCE
        or is_alive(found_mark, resource.resource_id)
    )


def claim(resource, found):
    """Mark an object as ours that was made by the replaced resource."""
    if resource.is_shared() or is_ours(resource, found):
        return
    key = resource.ownership.key
    body = {
        key: value
        for key, value in resource.ownership.remove(found).items()
        if key == resource.ownership.key
    }
    resource.ownership.add(body, mark(resource))
    resource.handle().patch({key: body[key]}, found=found)


def with_claim(resource, changes):
    """Return changes of an object, with our mark if it does not carry it."""
    if resource.unclaimed is None:
        return changes
    key = resource.ownership.key
    kept = resource.ownership.remove(resource.unclaimed).get(key, '')
    return {key: kept, **changes}


def keep_adopted(resource, found):
    """Store whether the mark says that the object was adopted."""
    if ownership.is_adopted(resource.ownership.read(found)):
        resource.data_set(ADOPTED, '')
    else:
        made_here(resource)


def made_here(resource):
    """Forget an adoption, as the object has been recreated."""
    if ADOPTED in resource.data():
        resource.data_delete(ADOPTED)


def is_alive(mark, path):
    """Return whether the resource that a mark names is there, in any
    project."""
    stack, uuid = ownership.stack_and_uuid(mark)
    admin, rows = context.get_admin_context(), resource_object.Resource
    # Without convergence a replaced resource is in a stack of its own.
    return any(
        row.uuid == uuid and (row.action, row.status) != ('DELETE', 'COMPLETE')
        for row in [
            *rows.get_all_active_by_stack(admin, stack).values(),
            *rows.get_all_by_physical_resource_id(admin, path),
        ]
    )
