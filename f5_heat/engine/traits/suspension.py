# SPDX-License-Identifier: Apache-2.0

"""The trait of taking no connections while the stack is suspended.

It remembers, in its data, the paths of the objects that it turned off
(``suspended``), from before the first request on: only those are turned on
again, and only if they are still as they were left.
"""

import json

from oslo_log import log as logging

from f5_heat.engine.objects import handle
from f5_heat.engine.objects import marks
from f5_heat.engine.traits import trait
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import errors

LOG = logging.getLogger(__name__)

SUSPENDED = 'suspended'


class Gate:
    """The keys by which a kind of object takes connections or does not."""

    on = {'enabled': True}
    off = {'disabled': True}

    @staticmethod
    def is_open(body):
        """Return whether the object takes connections."""
        return not body.get('disabled')

    @staticmethod
    def is_shut(body):
        """Return whether the object is as a suspension leaves it."""
        return bool(body.get('disabled'))

    def opened(self, body):
        """Return the object as it was before a suspension."""
        return {
            **{
                key: value
                for key, value in body.items()
                if key not in self.off
            },
            **self.on,
        }


def whole(resource, body, visit):
    """Return what ``visit`` makes of an object that is a gate itself."""
    return visit(*resource.place(), body)


class Suspend(trait.Trait):
    """Turns an object, or parts of it, off while its stack is suspended.

    :param gate: the keys by which that is done.
    :param each: gives the object's JSON with what a function makes of each
        gate in it: of the resource, the JSON, and the function, which takes
        the collection, the path and the JSON of a gate.
    """

    def __init__(self, gate, each=whole):
        self._gate = gate
        self._each = each

    def suspend(self, resource):
        if resource.external_id is not None:
            return
        resource.take_over()
        if resource.resource_id is None:
            return
        try:
            body = marks.own(resource)
        except (errors.NotFound, refusal.NameTaken, refusal.NeverMade):
            LOG.warning(
                '%s is not on the BIG-IP, or is not of this resource, which '
                'is suspended as it is',
                resource.place()[1],
            )
            gates = []
        else:
            gates = self._gates(
                resource, body, lambda path, part: self._gate.is_open(part)
            )
        noted = (suspended(resource) or set()) | {path for _, path in gates}
        resource.data_set(SUSPENDED, json.dumps(sorted(noted)))
        _turn(resource, gates, self._gate.off)

    def resume(self, resource):
        if suspended(resource) is None:
            return
        try:
            self._turn_on(resource)
        except errors.NotFound:
            if resource.handle().exists():
                raise
            resource.create_object(resource.meant(resource.values()))
        resource.data_delete(SUSPENDED)

    # A suspended resource is updated where Heat has forgotten that it is.

    def is_in_doubt(self, resource):
        return suspended(resource) is not None

    def before_update(self, resource):
        """Turn on what is turned off."""
        if suspended(resource) is None:
            return
        try:
            self._turn_on(resource)
        except (errors.NotFound, refusal.NameTaken, refusal.NeverMade):
            # The update recreates the object, or says whose it is.
            pass
        resource.data_delete(SUSPENDED)

    def as_meant(self, resource, body):
        noted = suspended(resource)
        if not noted:
            return body
        return self._each(
            resource,
            body,
            lambda collection, path, part: (
                self._gate.opened(part)
                if path in noted and self._gate.is_shut(part)
                else part
            ),
        )

    def _turn_on(self, resource):
        noted = suspended(resource)
        gates = self._gates(
            resource,
            marks.own(resource),
            lambda path, part: path in noted and self._gate.is_shut(part),
        )
        _turn(resource, gates, self._gate.on)

    def _gates(self, resource, body, chosen):
        """Return collection and path of each chosen object."""
        found = []

        def visit(collection, path, part):
            if chosen(path, part):
                found.append((collection, path))
            return part

        self._each(resource, body, visit)
        return found


def suspended(resource):
    """Return the paths of what a suspension turned off, or None."""
    noted = resource.data().get(SUSPENDED)
    return None if noted is None else set(json.loads(noted))


def _turn(resource, gates, body):
    for place in gates:
        handle.of(resource, *place).patch(body)
