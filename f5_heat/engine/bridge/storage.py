# SPDX-License-Identifier: Apache-2.0

"""What Heat's database has of a resource: its physical id and its data."""

import contextlib

from heat.common import exception
from heat.db import api as db_api
from heat.db import models
from heat.engine import stk_defn
from heat.objects import resource as resource_object
from heat.objects import stack as stack_object

#: The key of a resource's data that says on which device it is. Whatever
#: this package made has it, from before the first request on.
DEVICE = 'device'

#: The key of a resource's data for the action that failed, where Heat has
#: forgotten that; it is there until an update has finished.
IN_DOUBT = 'in_doubt'


def settle(resource, reference, resource_id=None):
    """Store the device in a resource's data: it outlives the property.

    On delete and in nested stacks the property may not resolve.

    :param resource_id: the physical id of the resource on that device;
        there is none without one.
    :returns: the client of the device.
    """
    plugin = resource.client_plugin()
    settled, is_known = reference or '', False
    try:
        bigip = shared(resource, plugin.bigip(reference))
        settled, is_known = reference or plugin.default_device(), True
    finally:
        with resource.at_once():
            if is_known and resource_id is not None:
                resource.resource_id_set(resource_id)
            resource.data_set(DEVICE, settled)
    return bigip


def was_on(resource, reference):
    """Return whether the stack has the resource on a device already.

    A template is validated apart from the stack that it is to change.
    """
    context, stack = resource.context, resource.stack
    found = stack_object.Stack.get_by_name_and_owner_id(
        context, stack.name, stack.owner_id
    )
    row = found and resource_object.Resource.get_by_name_and_stack(
        context, resource.name, found.id
    )
    return row is not None and any(
        (one.key, one.value) == (DEVICE, reference) for one in row.data or ()
    )


def shared(resource, bigip):
    """Return a client as a stack uses it: stacks take turns to write."""
    return bigip.on_behalf_of(resource.stack.id)


def keep(resource, key, text):
    """Store a text in the data; delete the key if the text is empty."""
    if text:
        resource.data_set(key, text)
    elif key in resource.data():
        resource.data_delete(key)


def note_failure(resource):
    """Store that the last action failed, and why, as Heat forgets it."""
    if IN_DOUBT not in resource.data():
        keep(resource, IN_DOUBT, '%s: %s' % resource.failure)


def last_failure(resource):
    """Return the last action that failed, or None, and what Heat said."""
    action, _, reason = resource.data().get(IN_DOUBT, '').partition(': ')
    if reason:
        return action, reason
    return resource.failure or (None, 'no create has finished.')


def announce(resource):
    """Let what refers to a resource know the id that it adopted.

    Without convergence Heat does that for created resources only.
    """
    if not resource.stack.convergence:
        stk_defn.update_resource_data(
            resource.stack.defn, resource.name, resource.node_data()
        )


def store(resource, columns, before, after):
    """Store columns of a resource, and its data, in one transaction.

    :param before: the data as it is stored.
    :param after: the data as it is to be.
    """
    changed = {
        key: value
        for key, value in after.items()
        if key not in before or before[key] != value
    }
    with db_api.context_manager.writer.using(resource.context) as session:
        if columns:
            session.query(models.Resource).filter_by(id=resource.id).update(
                columns, synchronize_session=False
            )
        for key in before.keys() - after.keys():
            with contextlib.suppress(exception.NotFound):
                db_api.resource_data_delete(resource.context, resource.id, key)
        for key in changed.keys() & before.keys():
            db_api.resource_data_set(
                resource.context, resource.id, key, changed[key]
            )
        rows = [
            {
                'resource_id': resource.id,
                'key': key,
                'value': value,
                'redact': False,
                'decrypt_method': '',
            }
            for key, value in changed.items()
            if key not in before
        ]
        if rows:
            session.execute(models.ResourceData.__table__.insert(), rows)
