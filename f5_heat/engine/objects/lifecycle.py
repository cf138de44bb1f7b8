# SPDX-License-Identifier: Apache-2.0

"""The steps of create, update and delete, which yield to wait.

What has to survive the engine is stored before each yield.
"""

import functools

from oslo_log import log as logging

from f5_heat.engine.bridge import legacy
from f5_heat.engine.bridge import waiting
from f5_heat.engine.objects import adoption
from f5_heat.engine.objects import changes
from f5_heat.engine.objects import creation
from f5_heat.engine.objects import hooks
from f5_heat.engine.objects import marks
from f5_heat.engine.objects import replacement
from f5_heat.icontrol import errors

LOG = logging.getLogger(__name__)


def begin_create(resource, values):
    """Begin a create, and return the rest of its steps."""
    create = functools.partial(_create, resource)
    return waiting.begin(hooks.around(resource, 'create', create)(values))


def _create(resource, values):
    resource.create_object(values)
    return ()


def update(resource, before, after, given):
    """Update an object, and what the traits have beside it.

    :param before: the values of the properties as Heat remembers them.
    :param after: the values of the properties after the update.
    :param given: the same, as the template gives them.
    """
    hooks.tell(resource, 'before_update')
    update = functools.partial(_update, resource)
    yield from hooks.around(resource, 'update', update)(before, after)
    changes.keep_tried(resource, changes.newly_given(before, after))
    if legacy.TAKEN_OVER in resource.data():
        resource.data_delete(legacy.TAKEN_OVER)
    hooks.tell(resource, 'updated', given)


def _update(resource, before, after):
    resource.take_over()
    replacement.settle_move(resource)
    if resource.resource_id is None or 'created' not in resource.data():
        creation.finish(resource, after)
    elif replacement.needs_recreation(resource, before, after):
        resource.recreate(replacement.fixed(resource, before, after), after)
    elif resource.needs_repair:
        changes.repair(resource, after)
    else:
        changes.alter(resource, before, after)
    return ()


def begin_delete(resource):
    """Begin a delete, and return the rest of its steps."""
    resource.take_over()
    replacement.settle_move(resource)
    # The replacement of this resource may own the object by now.
    if (
        resource.resource_id is None
        or (
            'created' not in resource.data()
            or resource.replaced_by is not None
        )
        and not marks.exists_as_ours(resource)
    ):
        hooks.tell(resource, 'vanished')
        return None
    if adoption.is_kept(resource):
        adoption.release(resource)
        return None
    delete = functools.partial(_delete, resource)
    return waiting.begin(hooks.around(resource, 'delete', delete)())


def _delete(resource):
    try:
        resource.handle().delete()
    except errors.NotFound:
        LOG.info('%s was already gone from the BIG-IP', resource.place()[1])
    except errors.IControlError as error:
        if error.sent and 'created' in resource.data():
            # The next attempt must not delete another's new object.
            resource.data_delete('created')
        raise
    hooks.tell(resource, 'deleted')
    return ()
