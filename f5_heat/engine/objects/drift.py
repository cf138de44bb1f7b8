# SPDX-License-Identifier: Apache-2.0

"""An object that is compared with its template.

A check, an update with --converge and the repair of what failed all compare
in the same terms: those of the properties' schemas.
"""

from heat.common import exception

from f5_heat.engine import schema
from f5_heat.engine.bridge import heat_resource
from f5_heat.engine.bridge import legacy
from f5_heat.icontrol import errors


class ComparedObject(heat_resource.HeatResource):
    """A resource whose object can drift away from its template."""

    def compare(self, values, live):
        """Yield the name of a property and a sentence for each difference.

        :param values: what the properties say; None for what nobody gave.
        :param live: the values of the object on the device.
        """
        folder = self.folder()
        for name, prop in self.properties_schema.items():
            if values[name] is not None:
                for sentence in prop.differences(
                    name, values[name], live[name], folder
                ):
                    yield name, sentence

    def live(self, body):
        """The property values of an object, without our mark."""
        return self.from_wire(self.ownership.remove(body))

    def differences(self, body):
        """A sentence for each property that the device has otherwise."""
        return [
            sentence
            for _, sentence in self.compare(
                self.meant(schema.given(self.properties)),
                self.live(self.as_meant(body)),
            )
        ]

    def meant(self, values):
        """Property values, with what a signal set instead of them."""
        return values

    def as_meant(self, body):
        """The JSON of the object without what a suspension did to it."""
        return body

    def _read(self):
        """The object as the device has it, with what is inside it."""
        return self.handle().read(expand=True)

    # What Heat asks.

    def handle_check(self):
        legacy.locate(self)
        differences = self.differences(self._read())
        if differences:
            raise self.unlike(differences)

    def unlike(self, differences):
        """The error that says in what the object differs."""
        return exception.Error('; '.join(differences))

    def _show_resource(self):
        return schema.concealed(
            self.properties_schema, self.ownership.remove(self._read())
        )

    def get_live_state(self, resource_properties):
        """Note whether the object has drifted; the update then repairs it.

        Heat would take an object that is gone for one to replace, and one
        that cannot be read for one without differences.
        """
        try:
            with self.frozen_properties():
                self.has_drifted = bool(self.differences(self._read()))
        except errors.IControlError:
            self.has_drifted = True
        return {}
