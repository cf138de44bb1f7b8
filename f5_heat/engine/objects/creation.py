# SPDX-License-Identifier: Apache-2.0

"""The creation of an object, whatever became of a former attempt."""

from f5_heat.engine import ownership
from f5_heat.engine.bridge import storage
from f5_heat.engine.objects import adoption
from f5_heat.engine.objects import changes
from f5_heat.engine.objects import drift
from f5_heat.engine.objects import hooks
from f5_heat.engine.objects import marks
from f5_heat.engine.schema import barbican
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import errors
from f5_heat.icontrol import retry


def make(resource, values):
    """Create an object, or adopt it, or find the one of a former attempt."""
    hooks.tell(resource, 'before_create', values)
    if 'created' in resource.data():
        resource.data_delete('created')
    # The id is stored already if the answer to a POST was lost.
    is_first = resource.resource_id is None
    storage.settle(resource, values['bigip_server'], resource.path(values))
    own = resource.handle()
    body = resource.body(values, resource.folder())
    resource.ownership.add(body, ownership.sign(resource))
    try:
        hooks.tell(resource, 'before_write', body, values)
        made = own.create(body, values=values)
    except barbican.Unreadable:
        if is_first:
            resource.resource_id_set(None)
        raise
    except errors.IControlError as error:
        if adoption.adopt(resource, error, values):
            resource.data_set('created', '')
            return
        if not is_made_after_all(resource, error):
            if not retry.is_open(error) or (is_first and not error.sent):
                resource.resource_id_set(None)
            raise
        made = own.read(expand=True)
        marks.keep_adopted(resource, made)
        resource.claim(made)
        changes.bring_to(resource, values, made)
    else:
        marks.made_here(resource)
        changes.learn(resource, values, made)
    with resource.at_once():
        resource.data_set('created', str(made.get('generation', '')))
        hooks.tell(resource, 'keep_created', values, made)
    hooks.tell(resource, 'created', values, made)


def is_made_after_all(resource, error):
    """Return whether the object exists and is ours, though a POST failed.

    This happens if the answer to the POST was lost, if the engine died
    after a former POST, and if this resource replaces one that Heat has
    not deleted yet.
    """
    taken = isinstance(error, errors.Conflict)
    if not taken and not error.sent:
        return False
    own = resource.handle()
    try:
        found = own.read()
    except errors.NotFound:
        return False
    if marks.is_successor(resource, found):
        return True
    if taken:
        raise refusal.NameTaken(path=own.path, reason=error.message) from None
    return False


def finish(resource, after):
    """Finish an interrupted create."""
    if resource.resource_id is None or not marks.exists_as_ours(resource):
        resource.create_object(after)
    elif not drift.same_path(
        resource, resource.path(after), resource.resource_id
    ):
        resource.handle_delete()
        resource.create_object(after)
    else:
        changes.repair(resource, after)
        resource.data_set('created', '')
