# SPDX-License-Identifier: Apache-2.0

"""The replacement of an object by a new one, and by whom.

Heat creates the new object first, and deletes the old one once nothing refers
to it. That is impossible if both have the same name or the same address: they
are exchanged on the device, in one transaction.
"""

import json

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.bridge import sealing
from f5_heat.engine.bridge import storage
from f5_heat.engine.objects import changes
from f5_heat.engine.objects import drift
from f5_heat.engine.objects import hooks
from f5_heat.engine.objects import marks
from f5_heat.engine.validation import previews
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import errors
from f5_heat.icontrol import retry

#: The key of a resource's data that says where its object goes.
MOVING = 'moving'


# Whether there is to be a new object, and who makes it.


def stays_in_place(resource, before, after):
    """Return whether Heat's own replacement would get in its own way.

    It would where the author names the object and names it the same.
    """
    if not resource.client_plugin().same_device(
        before['bigip_server'], after['bigip_server']
    ):
        return False
    if _is_exclusive(resource, before, after):
        return True
    paths = resource.path(before), resource.path(after)
    return drift.same_path(resource, *paths) and (
        after['name'] is not None or not resource.recreates(before, after)
    )


def _is_exclusive(resource, before, after):
    """Return whether the device cannot hold both objects at once."""
    return bool(resource.exclusive) and all(
        before[name] == after[name]
        or None not in (before[name], after[name])
        and not any(
            resource.properties_schema[name].differences(
                name, before[name], after[name], drift.site_of(resource)
            )
        )
        for name in resource.exclusive
    )


def recreates(resource, before, after):
    """Return whether a property changes that only a new object takes."""
    return bool(
        {*fixed(resource, before, after)}
        - {'bigip_server', 'name', *resource.locators}
    )


def fixed(resource, before, after):
    """Return the properties that change and that only a new object takes."""
    site = drift.site_of(resource).moved(
        adopted=marks.ADOPTED in resource.data()
    )
    changing = [
        name
        for name, prop in resource.properties_schema.items()
        if schema.recreates(prop, before[name], after[name], site)
    ]
    # A name may be another word for a path, which only the device knows.
    schemas = resource.properties_schema
    wanted = {
        name: schemas[name].unset if after[name] is None else after[name]
        for name in changing
        if schemas[name].wire is not None
    }
    unsure = {
        name
        for name, value in wanted.items()
        if value not in (None, '', schema.INHERITED)
        and schema.may_be_same(schemas[name], before[name], value, site)
    }
    if unsure:
        unsure -= drift.differing(resource, {**after, **wanted})
    return [name for name in changing if name not in unsure]


def needs_recreation(resource, before, after):
    """Return whether an update makes a new object."""
    return resource.recreates(before, after) or not drift.same_path(
        resource, resource.path(before), resource.path(after)
    )


def foresee(resource, before, after):
    """Say that an update makes a new object in the place of the old one."""
    is_there = resource.resource_id is not None and (
        'created' in resource.data() or resource.is_legacy
    )
    if is_there and needs_recreation(resource, before, after):
        raise previews.MadeAnewInPlace(
            resource, fixed(resource, before, after)
        )


def announce(resource, names):
    """Say in an event that there is a new object, and what asks for it."""
    if names:
        resource._add_event(
            resource.action,
            resource.IN_PROGRESS,
            str(previews.MadeAnewInPlace(resource, names)),
        )


# Making it.


def recreate(resource, after):
    """Delete and recreate an object, in one transaction if possible."""
    if resource.no_transaction:
        _recreate_apart(resource, after)
        return
    own = resource.handle()
    if resource.needs_repair:
        # A former attempt may have done it, and its answer got lost.
        if is_recreated(resource, after):
            _move(resource, resource.path(after))
            _moved(resource, resource.path(after))
            changes.repair(resource, after)
            return
        if not own.exists():
            resource.create_object(after)
            return
    place = resource.path(after)
    _, _, folder = resource.located(place)
    body = resource.body(after, folder)
    resource.ownership.add(body, ownership.sign(resource))
    _move(resource, place)
    try:
        hooks.tell(resource, 'before_write', body, after)
        own.exchange(resource.handle(place), body, values=after)
    except errors.IControlError as error:
        if error.sent and is_recreated(resource, after):
            _moved(resource, place)
            return
        if error.sent:
            raise
        _end_move(resource)
        if getattr(error, 'code', None) not in errors.IN_USE:
            raise
        raise _still_used(resource, error, after) from None
    _moved(resource, place)


def _recreate_apart(resource, after):
    """Delete and recreate an object, if no transaction can do both."""
    before = resource.values()
    resource.handle_delete()
    try:
        resource.create_object(after)
    except errors.HTTPError as error:
        # Of a former secret only the seal may be known.
        if not retry.is_open(error) and (
            sealing.HIDDEN not in json.dumps(before)
        ):
            resource.create_object(before)
        raise


def is_recreated(resource, values):
    """Return whether the object is there, ours, and made with values."""
    before, resource.resource_id = resource.resource_id, resource.path(values)
    try:
        return _is_made_with(resource, values)
    finally:
        resource.resource_id = before


def _is_made_with(resource, values):
    try:
        found = resource.handle().read(expand=True)
    except errors.NotFound:
        return False
    return marks.is_ours(resource, found) and not any(
        drift.fixed(resource, values, drift.live(resource, found))
    )


def _still_used(resource, error, after):
    before = resource.values()
    return refusal.StillUsed(
        path=resource.resource_id,
        reason=error.message,
        names=', '.join(fixed(resource, before, after)),
        advice=refusal.StillUsed.NO_ROOM % ' and '.join(resource.exclusive)
        if _is_exclusive(resource, before, after)
        else refusal.StillUsed.ANOTHER_NAME,
    )


# A move to another path, which may be cut off.


def _move(resource, place):
    if place != resource.resource_id:
        resource.data_set(MOVING, place)


def _moved(resource, place):
    # MOVING stays until Heat has stored the new properties.
    if place != resource.resource_id:
        resource.resource_id_set(place)


def _end_move(resource):
    storage.keep(resource, MOVING, None)


def settle_move(resource):
    """Find out where an object is after an interrupted move."""
    place = resource.data().get(MOVING)
    if place is None:
        return
    if place != resource.resource_id:
        before, resource.resource_id = resource.resource_id, place
        try:
            moved = marks.exists_as_ours(resource)
        finally:
            resource.resource_id = before
        if moved:
            _moved(resource, place)
    elif resource.path(resource.values()) == place:
        moved = False
    else:
        moved = True
    if moved and 'created' in resource.data():
        # It may differ from the properties.
        resource.data_delete('created')
    _end_move(resource)
