# SPDX-License-Identifier: Apache-2.0

"""What an update would do to a resource, for a preview of it.

Heat previews an update with a new stack that is never stored. To what refers
to a resource in there Heat gives its name, and no attributes; here it is given
what the resource of the stack has, unless the update replaces it.
"""

import contextlib
import weakref

from heat.engine import resource as heat_resource
from heat.engine import stk_defn
from oslo_log import log as logging

from f5_heat.engine import schema

LOG = logging.getLogger(__name__)

#: What stands for a value that there is not yet, by the type of the property.
UNKNOWN = {
    schema.Property.STRING: '(unknown)',
    schema.Property.INTEGER: 0,
    schema.Property.NUMBER: 0,
    schema.Property.BOOLEAN: False,
    schema.Property.LIST: [],
    schema.Property.MAP: {},
}

#: The definitions of new stacks in which references lead where they would.
_filled = weakref.WeakSet()


class MadeAnew(heat_resource.UpdateReplace):
    """An update makes a new object; the message says what asks for it."""

    def __init__(self, resource, names):
        super().__init__(resource.name)
        if names:
            self.args = (
                'A change of %s needs a new object.' % ', '.join(names),
            )

    def __str__(self):
        return str(self.args[0])


def replaced(resource, after_props, before_props):
    """Return the error by which Heat replaces a resource."""
    before, after = map(schema.given, (before_props, after_props))
    place = schema.Place(resource.folder_of(resource.resource_id or '/'))
    return MadeAnew(
        resource,
        [
            name
            for name, prop in resource.properties_schema.items()
            if schema.recreates(prop, before[name], after[name], place)
        ],
    )


def noted(resource, definition):
    """Return a definition that remembers the stack that is never stored."""
    if resource.id is None and resource.stack.id is None:
        definition.previewed = resource.stack
    return definition


def is_preview(definition):
    """Return whether a definition is of a stack that is never stored."""
    return hasattr(definition, 'previewed')


@contextlib.contextmanager
def looking(resource, definition):
    """Tell a resource meanwhile that an update is foreseen, or restricted.

    An operator who forbids replacements means those in place too. The preview
    of an update shows why there is a new object.
    """
    restricted = resource.stack.env.registry.get_rsrc_restricted_actions(
        resource.name
    )
    # What refers to the resource may ask it while it is asked itself.
    was_foreseen = resource.is_foreseen
    resource.is_foreseen = is_preview(definition) or 'replace' in restricted
    try:
        yield
    except MadeAnew as error:
        if is_preview(definition):
            definition.previewed[resource.name].status_reason = str(error)
        raise
    finally:
        resource.is_foreseen = was_foreseen


def foreseen(resource, definition):
    """Return the definition of an update, with references as they would be.

    :param definition: that of a stack that is never stored.
    """
    new_stack = definition.previewed
    if new_stack.defn not in _filled:
        _filled.add(new_stack.defn)
        _fill(resource.stack, new_stack)
    known = new_stack[resource.name].frozen_definition()
    data = known.properties(resource.properties_schema).data
    definition = known.freeze(
        properties=_filled_in(resource.properties_schema, data)
    )
    definition.previewed = new_stack
    return definition


def _filled_in(schemas, data):
    """Return values of properties, none of which lacks what it needs.

    What is required and comes from a resource that is replaced has no value.
    """
    filled = {
        name: _with_parts(schemas[name], value) if name in schemas else value
        for name, value in data.items()
    }
    for name, prop in schemas.items():
        if prop.required and filled.get(name) is None:
            filled[name] = UNKNOWN.get(prop.type)
    return filled


def _with_parts(prop, value):
    if prop.parts(value) is None:
        return value
    if isinstance(value, dict):
        return _filled_in(prop.schema, value)
    return [_with_parts(item, one) for _, item, one in prop.parts(value)]


def _fill(old_stack, new_stack):
    needed = {
        name
        for one in new_stack.values()
        for name in one.t.required_resource_names()
    }
    for new in new_stack.dependencies:
        if new.name not in needed or new.name not in old_stack:
            continue
        old = old_stack[new.name]
        try:
            if _stays(old, new):
                stk_defn.update_resource_data(
                    new_stack.defn, new.name, _data(old)
                )
        except Exception as error:
            # A preview says then what Heat's own would.
            LOG.info('%s is not known for a preview: %s', new, error)


def _stays(old, new):
    """Return whether an update leaves a resource its id."""
    if type(old) is not type(new) or old.resource_id is None:
        return False
    before, after = old.frozen_definition(), new.frozen_definition()
    try:
        old.preview_update(
            after,
            before,
            after.properties(new.properties_schema, new.context),
            before.properties(old.properties_schema, old.context),
            None,
        )
    except MadeAnewInPlace:
        return True
    except heat_resource.UpdateReplace:
        return False
    return True


def _data(old):
    # Heat's own: ours waits longer, as for an action.
    return heat_resource.Resource.node_data(old)


class MadeAnewInPlace(MadeAnew):
    """An update makes a new object, in the place of the old one."""
