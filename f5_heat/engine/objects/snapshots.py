# SPDX-License-Identifier: Apache-2.0

"""Snapshots of an object, which have what the device holds.

A snapshot has the object's configuration, for people, and what of it differs
from the template, for a restore. No secret is in either. Heat takes both from
the resource's data right after the snapshot; they are not stored there.
"""

from heat.engine import function

from f5_heat.engine import schema
from f5_heat.engine.bridge import legacy
from f5_heat.engine.objects import drift
from f5_heat.engine.objects import hooks
from f5_heat.engine.objects import marks

#: The keys in the data of a snapshot.
CONFIGURATION = 'configuration'
DIFFERING = 'differing'

#: What Heat keeps of a user who may signal the resource.
CREDENTIALS = ('password', 'access_key', 'secret_key')


def take(resource):
    """Return what a snapshot adds to the data of a resource, or None."""
    legacy.locate(resource)
    if resource.resource_id is None:
        return None
    body = hooks.passed(
        resource,
        'as_meant',
        resource.ownership.remove(marks.own(resource)),
    )
    values = resource.meant(resource.values())
    configuration = resource.configuration(body)
    shown = {
        name: _shown(resource.properties_schema[name], value)
        for name, value in configuration.items()
    }
    differing = {
        name: _as_given(
            resource.properties_schema[name],
            values[name],
            configuration[name],
            drift.site_of(resource),
        )
        for name, _ in resource.compare(values, drift.live(resource, body))
        if not schema.has_secret(resource.properties_schema[name])
    }
    return {
        CONFIGURATION: {
            name: value for name, value in shown.items() if value is not None
        },
        DIFFERING: differing,
    }


def added(snapshot, data):
    """Return the data of a resource as a snapshot has it."""
    kept = {
        key: value for key, value in data.items() if key not in CREDENTIALS
    }
    return {**kept, **snapshot}


def restored(resource, definition, restore_data):
    """Return the definition, with the values that the device had.

    Heat asks for it too when it merely deletes the snapshot. Where
    nothing differed the functions of the template stay.
    """
    data = (restore_data or {}).get('resource_data') or {}
    if not data.get(DIFFERING):
        return definition
    given = dict(definition._properties)
    for name, value in data[DIFFERING].items():
        if schema.is_nested(resource.properties_schema[name]):
            parts = given[name]
            if not isinstance(parts, dict):
                parts = function.resolve(parts)
            value = {**parts, **value}
        given[name] = value
    return definition.freeze(
        properties={
            name: value for name, value in given.items() if value is not None
        }
    )


def _shown(prop, value):
    """Return a value without its secrets."""
    if value is None or prop.secret:
        return None
    if schema.is_nested(prop):
        return {
            name: _shown(part, value.get(name))
            for name, part in prop.schema.items()
            if not part.secret
        }
    if isinstance(prop, schema.List) and prop.item is not None:
        return [_shown(prop.item, item) for item in value]
    return value


def _as_given(prop, wanted, live, site):
    """Return what a template says for a device to hold the live value.

    Of a map it is the parts that differ. None is for what it leaves out.
    """
    if live is None:
        return None if prop.unset is schema.INHERITED else prop.unset
    if live == prop.unset and prop.default is None and not prop.required:
        return None
    if schema.is_nested(prop):
        return {
            name: _as_given(part, wanted[name], live.get(name), site)
            for name, part in prop.schema.items()
            if wanted.get(name) is not None
            and any(part.differences(name, wanted[name], live.get(name), site))
        }
    if isinstance(prop, schema.List) and (
        prop.item is not None and schema.is_nested(prop.item)
    ):
        return [_trimmed(prop.item, item, site) for item in live]
    return live


def _trimmed(prop, item, site):
    """Return an item without the parts that it would have anyway."""
    return {
        name: value
        for name, value in item.items()
        if value is not None
        and (
            prop.schema[name].required
            or prop.schema[name].unset in (None, schema.INHERITED)
            or not schema.fits(prop.schema[name], None, value, site)
        )
    }
