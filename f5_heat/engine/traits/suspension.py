# SPDX-License-Identifier: Apache-2.0

"""The trait of taking no connections while the stack is suspended.

It remembers, in its data, the paths of the objects that it turned off
(``suspended``), from before the first request on: only those are turned on
again, and only if they are still as they were left.
"""

import json

from oslo_log import log as logging

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.icontrol import errors

LOG = logging.getLogger(__name__)

SUSPENDED = 'suspended'


class Gate:
    """The keys by which a kind of object takes connections or does not."""

    on = {'enabled': True}
    off = {'disabled': True}

    @staticmethod
    def is_open(body):
        """Whether the object takes connections."""
        return not body.get('disabled')

    @staticmethod
    def is_shut(body):
        """Whether the object is as a suspension leaves it."""
        return bool(body.get('disabled'))

    def opened(self, body):
        """The object as it was before a suspension."""
        return {
            **{
                key: value
                for key, value in body.items()
                if key not in self.off
            },
            **self.on,
        }


class Suspendable(bigip.BigIPObject):
    """A resource whose object, or parts of it, can be turned off.

    A subclass says the ``gate``; where the parts have it, ``each_gate``.
    """

    gate = None

    def each_gate(self, body, visit):
        """The object's JSON with what ``visit`` makes of each gate.

        It is given the collection, the path and the JSON of each object
        that takes connections.
        """
        return visit(*self.place(), body)

    def _gates(self, body, chosen):
        """Collection and path of each chosen object."""
        found = []

        def visit(collection, path, part):
            if chosen(path, part):
                found.append((collection, path))
            return part

        self.each_gate(body, visit)
        return found

    def _suspended(self):
        """The paths of what a suspension turned off, or None."""
        noted = self.data().get(SUSPENDED)
        return None if noted is None else set(json.loads(noted))

    def _turn(self, gates, body):
        for place in gates:
            self.handle_of(*place).patch(body)

    def handle_suspend(self):
        if self.gate is None or self.external_id is not None:
            return
        self.take_over()
        if self.resource_id is None:
            return
        try:
            body = self._read()
        except errors.NotFound:
            LOG.warning(
                '%s is not on the BIG-IP, so it is suspended as it is',
                self.place()[1],
            )
            gates = []
        else:
            gates = self._gates(
                body, lambda path, part: self.gate.is_open(part)
            )
        noted = (self._suspended() or set()) | {path for _, path in gates}
        self.data_set(SUSPENDED, json.dumps(sorted(noted)))
        self._turn(gates, self.gate.off)

    def handle_resume(self):
        if self._suspended() is None:
            return
        try:
            self._turn_on()
        except errors.NotFound:
            if self.handle().exists():
                raise
            self._create(self.meant(schema.given(self.properties)))
        self.data_delete(SUSPENDED)

    def _turn_on(self):
        noted = self._suspended()
        self._turn(
            self._gates(
                self._read(),
                lambda path, part: path in noted and self.gate.is_shut(part),
            ),
            self.gate.on,
        )

    # A suspended resource is updated where Heat has forgotten that it is.

    def is_in_doubt(self):
        return super().is_in_doubt() or self._suspended() is not None

    def before_update(self):
        """Turn on what is turned off."""
        super().before_update()
        if self._suspended() is None:
            return
        try:
            self._turn_on()
        except errors.NotFound:
            # The update recreates the object.
            pass
        self.data_delete(SUSPENDED)

    def as_meant(self, body):
        noted = self._suspended()
        if not noted:
            return body
        return self.each_gate(
            body,
            lambda collection, path, part: (
                self.gate.opened(part)
                if path in noted and self.gate.is_shut(part)
                else part
            ),
        )
