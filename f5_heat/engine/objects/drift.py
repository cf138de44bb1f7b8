# SPDX-License-Identifier: Apache-2.0

"""The differences between an object and its template.

A check, an update with --converge and the repair of what failed all compare
in the same terms: those of the properties' schemas.
"""

import contextlib
import re

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
    return schema.Place(folder, _own_domain(resource, folder))


def _own_domain(resource, path):
    """Return the route domain of the project, in its own partition; None
    elsewhere."""
    own = resource.client_plugin().fence()
    if own is None or path.split('/')[1:2] != [own.partition]:
        return None
    return own.route_domain


def folder_named(resource, path):
    """Return the folder of an object that is to be.

    A path is asked for before there is an action, too, and then nobody asks
    the device.
    """
    return folder_at(resource, path, resource.status == resource.IN_PROGRESS)


def folder_at(resource, path, may_ask=True):
    """Return a folder, whose default route domain its device tells."""

    def ask():
        partition = path.partition('/')[2].partition('/')[0]
        own = _own_domain(resource, path)
        if own is not None or not partition or not may_ask:
            return own or 0
        with contextlib.suppress(errors.NotFound):
            found = resource.bigip().read(
                'auth/partition', partition, select=['defaultRouteDomain']
            )
            return found.get('defaultRouteDomain', 0)
        # It is made without one of its own, if it ever is.
        return 0

    return schema.OwnFolder(path, ask)


def same_path(resource, one, other):
    """Return whether two paths are one, as the default route domain is said
    or not."""
    return one == other or not beyond(resource, {one}, {other})


def beyond(resource, some, others):
    """Return those of some paths that are none of the others."""
    left = some - others
    if not left or not any('%' in path for path in left | others):
        return left
    folder = (
        resource.folder()
        if resource.resource_id
        # A member stands below its pool, in the partition of that.
        else folder_at(resource, next(iter(left)))
    )
    plain = re.compile(r'%%%d(?!\d)' % folder.route_domain)
    known = {plain.sub('', path) for path in others}
    return {path for path in left if plain.sub('', path) not in known}


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
        body = hooks.passed(resource, 'as_meant', resource.read())
        found = live(resource, body)
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
