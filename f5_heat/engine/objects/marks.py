# SPDX-License-Identifier: Apache-2.0

"""The mark of a resource on its object, and what follows from it."""

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.bridge import legacy
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


def claim(resource, found):
    """Mark an object as ours that was made by the replaced resource."""
    if is_ours(resource, found):
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
