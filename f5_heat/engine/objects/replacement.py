# SPDX-License-Identifier: Apache-2.0

"""An object that may have to be recreated, and by whom.

Heat creates the new object first, and deletes the old one once nothing refers
to it. That is impossible if both have the same name or the same address: they
are exchanged on the device, in one transaction.
"""

import json

from heat.engine import resource

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.bridge import sealing
from f5_heat.engine.objects import drift
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import errors
from f5_heat.icontrol import retry

#: The key of a resource's data that says where its object goes.
MOVING = 'moving'


class ReplacedObject(drift.ComparedObject):
    """A resource some of whose properties a new object alone can have."""

    # Whether there is to be a new object, and who makes it.

    def update_template_diff_properties(self, after_props, before_props):
        try:
            return super().update_template_diff_properties(
                after_props, before_props
            )
        except resource.UpdateReplace:
            if not self._stays_in_place(
                schema.given(before_props), schema.given(after_props)
            ):
                raise
        return {
            name: after_props[name]
            for name in after_props
            if before_props[name] != after_props[name]
        }

    def _stays_in_place(self, before, after):
        """Whether Heat's own replacement would get in its own way.

        It would where the author names the object and names it the same.
        """
        if not self.client_plugin().same_device(
            before['bigip_server'], after['bigip_server']
        ):
            return False
        if self._is_exclusive(before, after):
            return True
        return self.path(before) == self.path(after) and (
            after['name'] is not None or not self._recreates(before, after)
        )

    def _is_exclusive(self, before, after):
        """Return whether the device cannot hold both objects at once."""
        return bool(self.exclusive) and all(
            before[name] == after[name]
            or None not in (before[name], after[name])
            and self.properties_schema[name].same(
                before[name], after[name], '/Common'
            )
            for name in self.exclusive
        )

    def _recreates(self, before, after):
        """Whether a property changes that the device takes once only."""
        return bool(
            {*self._fixed(before, after)}
            - {'bigip_server', 'name', *self.locators}
        )

    def _fixed(self, before, after):
        """The properties that change and that a new object takes only."""
        folder = self.folder() if self.resource_id else ''
        return [
            name
            for name, prop in self.properties_schema.items()
            if prop.recreates(before[name], after[name], folder)
        ]

    def _is_made_anew(self, before, after):
        return self._recreates(before, after) or (
            self.path(before) != self.path(after)
        )

    # Making it.

    def _recreate(self, after):
        """Delete and recreate the object in one transaction."""
        if self.no_transaction:
            self._recreate_apart(after)
            return
        own = self.handle()
        if self.needs_repair:
            # A former attempt may have done it, and its answer got lost.
            if self._is_recreated(after):
                self._move(self.path(after))
                self._moved(self.path(after))
                self._repair_object(after)
                return
            if not own.exists():
                self._create(after)
                return
        place = self.path(after)
        _, _, folder = self.located(place)
        body = self.to_wire(after, folder)
        self.ownership.add(body, ownership.sign(self))
        self._move(place)
        try:
            self.before_write(body, after)
            own.exchange(self.handle(place), body, values=after)
        except errors.IControlError as error:
            if error.sent and self._is_recreated(after):
                self._moved(place)
                return
            if error.sent:
                raise
            self._end_move()
            if getattr(error, 'code', None) not in errors.IN_USE:
                raise
            raise self._still_used(error, after) from None
        self._moved(place)

    def _move(self, place):
        if place != self.resource_id:
            self.data_set(MOVING, place)

    def _moved(self, place):
        # MOVING stays until Heat has stored the new properties.
        if place != self.resource_id:
            self.resource_id_set(place)

    def _end_move(self):
        if MOVING in self.data():
            self.data_delete(MOVING)

    def _settle_move(self):
        """Find out where the object is after an interrupted move."""
        place = self.data().get(MOVING)
        if place is None:
            return
        if place != self.resource_id:
            before, self.resource_id = self.resource_id, place
            try:
                moved = self._exists_as_ours()
            finally:
                self.resource_id = before
            if moved:
                self._moved(place)
        elif self.path(schema.given(self.properties)) == place:
            moved = False
        else:
            moved = True
        if moved and 'created' in self.data():
            # It may differ from the properties.
            self.data_delete('created')
        self._end_move()

    def _is_recreated(self, values):
        """Whether the object is there, ours, and made with these values."""
        before, self.resource_id = self.resource_id, self.path(values)
        try:
            return self._is_made_with(values)
        finally:
            self.resource_id = before

    def _is_made_with(self, values):
        try:
            found = self.handle().read(expand=True)
        except errors.NotFound:
            return False
        return self.is_ours(found) and all(
            self.properties_schema[name].update_allowed
            for name, _ in self.compare(values, self.live(found))
        )

    def _still_used(self, error, after):
        before = schema.given(self.properties)
        return refusal.StillUsed(
            path=self.resource_id,
            reason=error.message,
            names=', '.join(self._fixed(before, after)),
            advice=refusal.StillUsed.NO_ROOM % ' and '.join(self.exclusive)
            if self._is_exclusive(before, after)
            else refusal.StillUsed.ANOTHER_NAME,
        )

    def _recreate_apart(self, after):
        """Delete and recreate the object, if no transaction can do both."""
        before = schema.given(self.properties)
        self.handle_delete()
        try:
            self._create(after)
        except errors.HTTPError as error:
            # Of a former secret only the seal may be known.
            if not retry.is_open(error) and (
                sealing.HIDDEN not in json.dumps(before)
            ):
                self._create(before)
            raise
