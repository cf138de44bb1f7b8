# SPDX-License-Identifier: Apache-2.0

"""The differences between an object and its template.

A check, an update with --converge and the repair of what failed all compare
in the same terms: those of the properties' schemas.
"""

import contextlib

from f5_heat.engine import schema
from f5_heat.engine.objects import hooks
from f5_heat.engine.objects import marks
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import errors


def compare(resource, values, live):
    """Yield the name of a property and a sentence for each difference.

    :param values: what the properties say; None for what nobody gave.
    :param live: the values of the object on the device.
    """
    site = site_of(resource)
    for name, prop in resource.properties_schema.items():
        if values[name] is not None:
            for sentence in prop.differences(
                name, values[name], live[name], site
            ):
                yield name, sentence


def fixed(resource, values, live):
    """Yield the same for what only a new object takes, at any depth."""
    site = site_of(resource)
    for name, prop in resource.properties_schema.items():
        if values[name] is not None:
            for below, part, *both in schema.pairs(
                prop, name, values[name], live[name]
            ):
                if not (prop.update_allowed and part.update_allowed):
                    for sentence in part.differences(below, *both, site):
                        yield name, sentence


def site_of(resource):
    """Return the place of an object, which tells what its values mean."""
    folder = resource.folder() if resource.resource_id else '/'
    with contextlib.suppress(ValueError):
        own = resource.client_plugin().fence()
        if own is not None and folder.split('/')[1] == own.partition:
            return schema.Place(folder, own.route_domain or 0)
    return schema.Place(folder)


def live(resource, body):
    """Return the property values of an object, without our mark."""
    return resource.from_wire(resource.ownership.remove(body))


def differences(resource, body):
    """Return a sentence for each property that differs."""
    return [
        sentence
        for _, sentence in resource.compare(
            resource.meant(resource.values()),
            live(resource, hooks.passed(resource, 'as_meant', body)),
        )
    ]


def differing(resource, values):
    """Return the names of the properties that an object has otherwise.

    All of them, if it cannot be read.
    """
    try:
        found = live(resource, resource.as_meant(resource.read()))
    except errors.IControlError:
        return set(values)
    return {name for name, _ in resource.compare(values, found)}


def has_drifted(resource):
    """Return whether an object has drifted; an update then repairs it.

    Heat would take an object that is gone for one to replace, and one
    that cannot be read for one without differences.
    """
    try:
        with resource.frozen_properties():
            return bool(resource.differences(marks.own(resource)))
    except (errors.IControlError, refusal.NameTaken, refusal.NeverMade):
        return True
