# SPDX-License-Identifier: Apache-2.0

"""What a trait is: hooks that an object's actions call."""

from f5_heat.engine import schema


class Trait:
    """What a type adds to its objects, and lists in ``traits``.

    All resources of a type share the trait, and many threads: what it has to
    remember is in the data of the resource, or in the resource.

    The hooks are called in the order of the list. One that is given
    ``proceed`` stands around the rest, and calls that; the first trait is the
    outermost. ``create``, ``update`` and ``delete`` are generators, which
    yield to wait; before that they store what has to survive the engine.
    """

    def check(self, kind):
        """Refuse a class that the trait does not fit.

        :raises TypeError: says what the class lacks.
        """

    # What is meant.

    def meant(self, resource, values):
        """Return property values, with what holds instead of them."""
        return values

    def as_meant(self, resource, body):
        """Return the object's JSON without what an action did to it."""
        return body

    def filled(self, resource, values):
        """Return the values that an update brings about."""
        return values

    def to_send(self, resource, values, live):
        """Return the values to send to an object that has ``live`` ones."""
        return values

    def is_in_doubt(self, resource):
        """Return whether the device may differ from what Heat remembers."""
        return False

    # Create and update.

    def create(self, resource, proceed, values):
        """Create the object."""
        return proceed(values)

    def before_create(self, resource, values):
        """Called before the first request of a create."""

    def before_write(self, resource, body, values):
        """Called before property values are sent.

        :param body: the JSON that is about to be sent.
        """

    def keep_created(self, resource, values, made):
        """Called with what the device made, to store it at once."""

    def created(self, resource, values, made):
        """Called after the object was created."""

    def before_update(self, resource):
        """Called before an update changes anything."""

    def update(self, resource, proceed, before, after):
        """Update the object.

        :param before: the values of the properties as Heat remembers them.
        :param after: the values of the properties after the update.
        """
        return proceed(before, after)

    def modified(self, resource, values, changes, made):
        """Called after a PATCH of the object."""

    def changed(self, resource, before, after):
        """Called when the object has new values."""

    def repaired(self, resource, found, values):
        """Called when an object that was read has what is wanted."""

    def recreate(self, resource, proceed, after):
        """Delete the object and create it with other values."""
        proceed(after)

    def updated(self, resource, values):
        """Called after an update has finished."""

    # What else happens to the object.

    def adopted(self, resource):
        """Called after the object came from an abandoned stack."""

    def taken_over(self, resource):
        """Called while the resource of a legacy plugin is taken over."""

    #: Suspends the object, of a resource, and undoes that; one trait of a type
    #: does it at most.
    suspend = resume = None

    # The end.

    def before_delete(self, resource):
        """Called before a delete."""

    def delete(self, resource, proceed):
        """Delete the object."""
        return proceed()

    def deleted(self, resource):
        """Called after the object was deleted."""

    def vanished(self, resource):
        """Called if there was no object to delete."""

    def released(self, resource):
        """Called after the mark was taken off an object that stays."""

    def left(self, resource):
        """Called when a delete has ended, or begins to wait."""


def demand(kind, trait, *names):
    """Refuse a class that lacks properties which a trait needs."""

    def check(properties):
        for name in names:
            if name not in properties:
                raise TypeError(
                    '%s: the trait %s needs a property %s.'
                    % (kind.__name__, type(trait).__name__, name)
                )

    schema.when_built(kind, 'properties_schema', check)
