# SPDX-License-Identifier: Apache-2.0

"""A Heat resource that is one named object on a BIG-IP."""

import copy
import functools
import re

from heat.common import exception
from heat.engine import resource

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.bridge import dependencies
from f5_heat.engine.bridge import heat_resource
from f5_heat.engine.bridge import legacy
from f5_heat.engine.bridge import storage
from f5_heat.engine.bridge import waiting
from f5_heat.engine.objects import adoption
from f5_heat.engine.objects import changes
from f5_heat.engine.objects import creation
from f5_heat.engine.objects import drift
from f5_heat.engine.objects import handle
from f5_heat.engine.objects import hooks
from f5_heat.engine.objects import lifecycle
from f5_heat.engine.objects import marks
from f5_heat.engine.objects import replacement
from f5_heat.engine.objects import snapshots
from f5_heat.engine.validation import constraints
from f5_heat.engine.validation import preflight
from f5_heat.engine.validation import rules
from f5_heat.icontrol import paths

NAMING = {
    **heat_resource.SERVER,
    'name': schema.String(
        'The name of the object. A full path such as /Common/web or '
        '/Common/folder/web is accepted too. By default the name is made '
        'of the names of the stack and of the resource.',
        update_allowed=False,
        constraints=[constraints.Name()],
    ),
    'partition': schema.String(
        'The partition or folder that the object lies in: a name, a path, '
        'or an F5::Sys::Partition resource. By default it is the default '
        'partition of the device, Common.',
        update_allowed=False,
        constraints=[constraints.Folder()],
    ),
    **adoption.ON_CONFLICT,
}

DESCRIPTION = {
    'description': schema.String(
        'A description of the object, for people.', wire='description'
    ),
}

IDENTITY = {
    'full_path': schema.Attribute(
        'The full path of the object.', type=schema.Attribute.STRING
    ),
    'self_link': schema.Attribute(
        'The address of the object in iControl REST.',
        'selfLink',
        type=schema.Attribute.STRING,
    ),
}

STATUS = {
    'availability_state': schema.Attribute(
        'The availability that the device reports: available, offline, '
        'unknown or unavailable.',
        statistic='status.availabilityState',
        type=schema.Attribute.STRING,
    ),
    'enabled_state': schema.Attribute(
        'Whether the object is enabled: enabled, disabled or '
        'disabled-by-parent.',
        statistic='status.enabledState',
        type=schema.Attribute.STRING,
    ),
    'status_reason': schema.Attribute(
        "The device's reason for the state.",
        statistic='status.statusReason',
        type=schema.Attribute.STRING,
    ),
}


def connections(side):
    """Return the attributes for the connections on a side of the BIG-IP."""
    return {
        'current_connections': schema.Attribute(
            'The number of connections at present.',
            statistic=side + '.curConns',
            type=schema.Attribute.INTEGER,
        ),
        'total_connections': schema.Attribute(
            'The number of connections since the statistics were reset.',
            statistic=side + '.totConns',
            type=schema.Attribute.INTEGER,
        ),
    }


class BigIPObject(heat_resource.HeatResource):
    """One object of a collection, described by its properties' schemas.

    A type says its ``collection``, its ``ownership`` if the mark is not in
    the description, its ``traits``, and with the words of ``HeatResource``
    what is odd about it. Where the object is more than the sum of its
    properties, it overrides ``to_wire`` and ``from_wire``, or one of the
    other methods down to what Heat asks. What is to happen beside the steps
    of an action is a trait.
    """

    collection = None

    #: What a type adds to its objects, from the outermost on.
    traits = ()

    #: The keys that go along with each change of the properties; those of a
    #: mark or of a signal go without them.
    along = {}

    #: What reads and writes the object.
    handle_class = handle.Handle

    is_in_partition = True
    ownership = ownership.DESCRIPTION
    properties_schema = NAMING
    attributes_schema = IDENTITY

    #: The object that is being adopted, until it carries our mark.
    unclaimed = None

    #: What an update makes of the definition of the resource.
    definition_after = None

    #: The folder, which has asked for its route domain perhaps.
    folder_made = None

    #: Property values with a folder, and the JSON that was made of them.
    body_made = None

    #: The values that an action brings to the device.
    wanted = None

    #: What a snapshot adds to the data.
    snapshot_data = None

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        hooks.check(cls)

    # The two pure functions between a template and the device.

    @classmethod
    def to_wire(cls, values, folder):
        """Return the JSON of an object in a folder with property values."""
        body = {}
        for name, prop in cls.properties_schema.items():
            if values.get(name) is not None:
                prop.write(body, values[name], folder)
        return body

    def body(self, values, folder):
        """Return the JSON of the object with these property values.

        It is made once for all that ask for it one after another.
        """
        if self.body_made is None or self.body_made[0] != (values, folder):
            made = self.to_wire(values, folder)
            self.body_made = (copy.copy(values), folder), made
        return dict(self.body_made[1])

    @classmethod
    def from_wire(cls, body):
        """Return the property values of an object with this JSON."""
        return {
            name: prop.read(body)
            for name, prop in cls.properties_schema.items()
        }

    # The property values.

    def values(self):
        """Return the values of the properties."""
        return schema.given(self.properties)

    def meant(self, values):
        """Return property values, with what a signal set instead of them."""
        return hooks.passed(self, 'meant', values)

    def configuration(self, body):
        """Return the property values in the template's terms."""
        return self.from_wire(body)

    # Where the object lies.

    def path(self, values):
        """Return the full path, from name and partition."""
        if self.singleton:
            return paths.full(self.collection.rpartition('/')[2])
        # The physical name, in characters that the device takes; it is empty
        # until Heat has made one.
        name = values['name'] or re.sub(
            r'[^\w.-]', '_', self.physical_resource_name() or ''
        )
        partition = values['partition'] or (
            self.client_plugin().default_partition(values['bigip_server'])
        )
        return paths.full(name, partition)

    def current_path(self):
        """Return the path that the properties say."""
        return self.path(self.values())

    def place(self):
        """Return collection and full path of the object that exists.

        A singleton has no path: it is its own collection.
        """
        return self.collection, None if self.singleton else self.resource_id

    def located(self, path):
        """Return collection, full path and folder for a new path."""
        before, self.resource_id = self.resource_id, path
        try:
            return *self.place(), self.folder()
        finally:
            self.resource_id = before

    def folder(self):
        """Return the folder of the object, where bare names are looked up."""
        path = self.folder_of(self.resource_id)
        if self.folder_made is None or self.folder_made != path:
            self.folder_made = drift.folder_at(self, path)
        return self.folder_made

    def handle(self, path=None):
        """Return the handle of the object, or of a new one at a path."""
        place = self.place() if path is None else self.located(path)[:2]
        return self.handle_class(self.bigip(), *place, self)

    def read(self):
        """Return the object as the device has it, with what is inside it."""
        return self.handle().read(expand=True)

    # What is refused.

    def check_conflicts(self, survey, path, own):
        """Refuse an object that conflicts with another one on the device.

        :param survey: what the device holds.
        :param path: the path of the object to be.
        :param own: the physical ids of the resources of the stack.
        """

    def judge_place(self, own, path):
        """Refuse a path at which the project may make nothing.

        :param own: the fence around the project.
        """
        collection, full, _ = self.located(path)
        own.judge('POST', 'tm/' + collection, self.identify(full))

    # How the object differs from the template.

    def compare(self, values, live):
        """Yield the name of a property and a sentence for each difference."""
        return drift.compare(self, values, live)

    def differences(self, body):
        """Return a sentence for each property that differs."""
        return drift.differences(self, body)

    def unlike(self, differences):
        """Return the error that says in what the object differs."""
        return exception.Error('; '.join(differences))

    def recreates(self, before, after):
        """Return whether a property changes that only a new object takes."""
        return replacement.recreates(self, before, after)

    def stays_in_place(self, before, after):
        """Return whether Heat's own replacement would get in its own way."""
        return replacement.stays_in_place(self, before, after)

    # What is done to the object.

    def create_object(self, values):
        """Create the object."""
        creation.make(self, values)

    def recreate(self, names, after):
        """Delete the object and create it with other values.

        :param names: the properties that ask for it.
        """
        adoption.refuse_recreation(self, names)
        replacement.announce(self, names)
        recreate = functools.partial(replacement.recreate, self)
        hooks.around(self, 'recreate', recreate)(after)
        marks.made_here(self)

    def is_shared(self):
        """Return whether the object is there without the resource, too."""
        return self.singleton

    def claim(self, found):
        """Mark an object that was there before the resource."""
        marks.claim(self, found)

    def take_over(self):
        """Go on with a legacy plugin's resource as with one of ours."""
        taken_over = functools.partial(hooks.tell, self, 'taken_over')
        legacy.take_over(self, taken_over)

    def attribute(self, name):
        collection, path = self.place()
        found = self.attributes_schema[name]
        if name == 'full_path':
            return path or self.resource_id
        if found.statistic is not None:
            return self.bigip().stats(collection, path).get(found.statistic)
        if found.made is not None:
            return found.made(self)
        return schema.get(self.handle().read(), found.wire)

    # What Heat asks.

    def validate(self):
        super().validate()
        if 'bigip_server' in self.properties_schema:
            preflight.check(
                self,
                lambda: dependencies.of(self, heat_resource.HeatResource),
            )

    def handle_create(self):
        values = self.values()
        rules.judge(self, values)
        return lifecycle.begin_create(self, values)

    def check_create_complete(self, steps):
        return waiting.is_over(steps)

    def handle_update(self, json_snippet, tmpl_diff, prop_diff):
        before = self.meant(self.values())
        given = self.values_after(json_snippet)
        rules.judge(self, given)
        after = self.meant(given)
        self.definition_after = json_snippet
        # If the engine dies before Heat commits, the next update repairs.
        changes.keep_tried(
            self,
            changes.newly_given(before, after)
            | {
                name
                for name in changes.tried(self)
                if before.get(name) is None
            },
        )
        return waiting.begin(lifecycle.update(self, before, after, given))

    def check_update_complete(self, steps):
        return waiting.is_over(steps)

    def update_template_diff_properties(self, after_props, before_props):
        before, after = map(schema.given, (before_props, after_props))
        try:
            changed = super().update_template_diff_properties(
                after_props, before_props
            )
        except resource.UpdateReplace:
            # What was never begun may have no values.
            is_begun = self.state != (self.INIT, self.COMPLETE)
            if is_begun and not self.stays_in_place(before, after):
                raise
            changed = {
                name: after_props[name]
                for name in after_props
                if before_props[name] != after_props[name]
            }
        if self.is_foreseen:
            replacement.foresee(self, before, after)
        return changed

    def is_in_doubt(self):
        return super().is_in_doubt() or any(
            trait.is_in_doubt(self) for trait in self.traits
        )

    def handle_delete(self):
        hooks.tell(self, 'before_delete')
        steps = lifecycle.begin_delete(self)
        hooks.tell(self, 'left')
        return steps

    def check_delete_complete(self, steps):
        return waiting.is_over(steps)

    def handle_adopt(self, resource_data=None):
        if self.external_id is not None:
            # Heat only looks at it.
            super().handle_adopt(resource_data)
            return
        data = resource_data or {}
        super().handle_adopt({**data, 'resource_data': {}})
        adoption.adopt_by_id(self, data)
        storage.announce(self)

    def handle_check(self):
        legacy.locate(self)
        differences = self.differences(marks.own(self))
        if differences:
            raise self.unlike(differences)

    def get_live_state(self, resource_properties):
        self.has_drifted = drift.has_drifted(self)
        return {}

    def _show_resource(self):
        return schema.concealed(
            self.properties_schema, self.ownership.remove(marks.own(self))
        )

    def handle_snapshot(self):
        self.snapshot_data = snapshots.take(self)

    def handle_restore(self, defn, restore_data):
        if self.uploads:
            # No device gives the content of a file back.
            return defn
        return snapshots.restored(self, defn, restore_data)

    def data(self):
        data = super().data()
        return (
            snapshots.added(self.snapshot_data, data)
            if self.snapshot_data
            else data
        )

    @property
    def handle_suspend(self):
        return hooks.handler(self, 'suspend')

    @property
    def handle_resume(self):
        return hooks.handler(self, 'resume')
