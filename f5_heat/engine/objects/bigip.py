# SPDX-License-Identifier: Apache-2.0

"""A Heat resource that is one named object on a BIG-IP."""

import re

from oslo_log import log as logging

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.bridge import heat_resource
from f5_heat.engine.bridge import legacy
from f5_heat.engine.bridge import storage
from f5_heat.engine.bridge import waiting
from f5_heat.engine.objects import adoption
from f5_heat.engine.objects import handle
from f5_heat.engine.objects import replacement
from f5_heat.engine.objects import snapshots
from f5_heat.engine.schema import barbican
from f5_heat.engine.validation import constraints
from f5_heat.engine.validation import preflight
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import errors
from f5_heat.icontrol import paths
from f5_heat.icontrol import retry

LOG = logging.getLogger(__name__)

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
    """The attributes for the connections on a side of the BIG-IP."""
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


class BigIPObject(
    snapshots.SnapshotObject,
    adoption.AdoptedObject,
    replacement.ReplacedObject,
):
    """One object of a collection, described by its properties' schemas.

    A subclass says its ``collection``, its ``ownership`` if the mark is not
    in the description, and with its words what is odd about
    writing it. It overrides ``to_wire`` and ``from_wire`` where the object is
    more than the sum of its properties.
    """

    collection = None

    #: The keys that go along with each change of the properties; those of a
    #: mark or of a signal go without them.
    along = {}

    #: What reads and writes the object.
    handle_class = handle.Handle

    is_in_partition = True
    ownership = ownership.DESCRIPTION
    properties_schema = NAMING
    attributes_schema = IDENTITY

    # The two pure functions between a template and the device.

    @classmethod
    def to_wire(cls, values, folder):
        """The JSON of an object in a folder with these property values."""
        body = {}
        for name, prop in cls.properties_schema.items():
            if values.get(name) is not None:
                prop.write(body, values[name], folder)
        return body

    @classmethod
    def from_wire(cls, body):
        """The property values of an object with this JSON."""
        return {
            name: prop.read(body)
            for name, prop in cls.properties_schema.items()
        }

    # Where the object lies.

    def path(self, values):
        """Return the full path, from name and partition."""
        name = values['name'] or self._automatic_name()
        partition = values['partition'] or (
            self.client_plugin().default_partition(values['bigip_server'])
        )
        return paths.full(name, partition)

    def _automatic_name(self):
        """Return the physical name, in characters that the device takes.

        It is empty until Heat has made one.
        """
        return re.sub(r'[^\w.-]', '_', self.physical_resource_name() or '')

    def current_path(self):
        return self.path(schema.given(self.properties))

    # What a legacy plugin made.

    def take_over(self):
        """Go on with a legacy plugin's resource as with one of ours."""
        legacy.take_over(self)

    def taken_over(self):
        """Hook: called while a legacy resource is taken over."""

    def judge_place(self, own, path):
        """Refuse a path at which the project may make nothing.

        :param own: the fence around the project.
        """
        collection, full, _ = self.located(path)
        own.judge('POST', 'tm/' + collection, self.identify(full))

    def place(self):
        """Return collection and full path of the object that exists."""
        return self.collection, self.resource_id

    def located(self, path):
        """Return collection, full path and folder for a new path."""
        before, self.resource_id = self.resource_id, path
        try:
            return *self.place(), self.folder()
        finally:
            self.resource_id = before

    def folder(self):
        """Return the folder of the object, where bare names are looked up."""
        return self.folder_of(self.resource_id)

    def handle(self, path=None):
        """Return the handle of the object, or of a new one at a path."""
        place = self.place() if path is None else self.located(path)[:2]
        return self.handle_class(self.bigip(), *place, self)

    def handle_of(self, collection, path):
        """Return the handle of any object on the device."""
        if (collection, path) == self.place():
            return self.handle()
        return handle.Handle(self.bigip(), collection, path)

    # What Heat asks.

    def validate(self):
        super().validate()
        if 'bigip_server' in self.properties_schema:
            preflight.check(self)

    def check_conflicts(self, survey, path, own):
        """Refuse an object that conflicts with another one on the device.

        :param survey: what the device holds.
        :param path: the path of the object to be.
        :param own: the physical ids of the resources of the stack.
        """

    def handle_create(self):
        return waiting.begin(self.creating(schema.given(self.properties)))

    def creating(self, values):
        """Create the object; a generator that yields to wait.

        What has to survive the engine is stored before each yield.
        """
        self._create(values)
        return ()

    def check_create_complete(self, steps):
        return waiting.is_over(steps)

    def check_update_complete(self, steps):
        return waiting.is_over(steps)

    def check_delete_complete(self, steps):
        return waiting.is_over(steps)

    def _create(self, values):
        if 'created' in self.data():
            self.data_delete('created')
        # The id is stored already if the answer to a POST was lost.
        is_first = self.resource_id is None
        storage.settle(self, values['bigip_server'], self.path(values))
        own = self.handle()
        body = self.to_wire(values, self.folder())
        self.ownership.add(body, ownership.sign(self))
        try:
            self.before_write(body, values)
            made = own.create(body, values=values)
        except barbican.Unreadable:
            if is_first:
                self.resource_id_set(None)
            raise
        except errors.IControlError as error:
            if self._adopt(error, values):
                self.data_set('created', '')
                return
            if not self._made_after_all(error):
                if not retry.is_open(error) or (is_first and not error.sent):
                    self.resource_id_set(None)
                raise
            made = own.read(expand=True)
            self._keep_adopted(made)
            self._claim(made)
            self._bring_to(values, made)
        else:
            self._made_here()
        with self.at_once():
            self.keep_created(values, made)
        self.created(values, made)

    def keep_created(self, values, made):
        """Store that the object exists, and its generation."""
        self.data_set('created', str(made.get('generation', '')))

    def created(self, values, made):
        """Hook: called after the object was created."""

    def _made_after_all(self, error):
        """Return whether the object exists and is ours, though a POST failed.

        This happens if the answer to the POST was lost, if the engine died
        after a former POST, and if this resource replaces one that Heat has
        not deleted yet.
        """
        taken = isinstance(error, errors.Conflict)
        if not taken and not error.sent:
            return False
        own = self.handle()
        try:
            found = own.read()
        except errors.NotFound:
            return False
        if self._is_successor(found):
            return True
        if taken:
            raise refusal.NameTaken(
                path=own.path, reason=error.message
            ) from None
        return False

    def _claim(self, found):
        """Mark an object as ours that was made by the replaced resource."""
        if self.is_ours(found):
            return
        key = self.ownership.key
        body = {
            key: value
            for key, value in self.ownership.remove(found).items()
            if key == self.ownership.key
        }
        self.ownership.add(body, self.mark())
        self.handle().patch({key: body[key]}, found=found)

    def _is_successor(self, found):
        """Return whether the object is ours or the replaced resource's."""
        return ownership.is_of(
            self.ownership.read(found), self
        ) or self._replaces_legacy(found)

    def _replaces_legacy(self, found):
        """Return whether a legacy resource that this replaces made it.

        Legacy plugins could change nothing: each update began by creating a
        replacement, which failed because the name was taken.
        """
        if self.replaces is None or self.ownership.read(found) is not None:
            return False
        replaced = legacy.replaced(self)
        return replaced is not None and self.resource_id == replaced.path(
            schema.given(replaced.properties)
        )

    def handle_update(self, json_snippet, tmpl_diff, prop_diff):
        before = self.meant(schema.given(self.properties))
        given = self.values_after(json_snippet)
        after = self.meant(given)
        self._definition = json_snippet
        # If the engine dies before Heat commits, the next update repairs.
        self._keep_tried(
            self._newly_given(before, after)
            | {name for name in self._tried() if before.get(name) is None}
        )
        return waiting.begin(self._update_steps(before, after, given))

    def _update_steps(self, before, after, given):
        self.before_update()
        yield from self.updating(before, after)
        self._keep_tried(self._newly_given(before, after))
        if legacy.TAKEN_OVER in self.data():
            self.data_delete(legacy.TAKEN_OVER)
        self.updated(given)

    def before_update(self):
        """Hook: called before an update changes anything."""

    def updated(self, values):
        """Hook: called after an update has finished."""

    def updating(self, before, after):
        """Update the object; a generator that yields to wait.

        :param before: the values of the properties as Heat remembers them.
        :param after: the values of the properties after the update.
        """
        self.take_over()
        self._settle_move()
        if self.resource_id is None or 'created' not in self.data():
            self._finish_creation(after)
        elif self._is_made_anew(before, after):
            self._refuse_recreation(self._fixed(before, after))
            self._recreate(after)
            self._made_here()
        elif self.needs_repair:
            self._repair_object(after)
        else:
            self._modify(before, after)
        return ()

    @staticmethod
    def _newly_given(before, after):
        return {
            name
            for name, value in after.items()
            if value is not None and before[name] is None
        }

    def _keep_tried(self, names):
        """Store which properties an update sets, as Heat forgets them.

        The device may have applied part of an update that fails.
        """
        if names != self._tried():
            storage.keep(self, 'tried', ' '.join(sorted(names)))

    def _tried(self):
        """Return the properties set by unfinished updates."""
        return set(self.data().get('tried', '').split())

    def _finish_creation(self, after):
        """Finish an interrupted create."""
        if self.resource_id is None or not self._exists_as_ours():
            self._create(after)
        elif self.path(after) != self.resource_id:
            self.handle_delete()
            self._create(after)
        else:
            self._repair_object(after)
            self.data_set('created', '')

    def _exists_as_ours(self):
        try:
            found = self.handle().read()
        except errors.NotFound:
            return False
        return self.is_ours(found) or (
            self.is_legacy and self.ownership.read(found) is None
        )

    def _repair_object(self, after):
        try:
            found = self.handle().read(expand=True)
        except errors.NotFound:
            self._create(after)
        else:
            before = schema.given(self.properties)
            for name in self._tried():
                if before[name] is None and after[name] is None:
                    before[name] = self.properties_schema[name].whole()
            if self.is_legacy:
                self._claim(found)
            self._bring_to(self._filled(before, after), found)

    def _modify(self, before, after):
        """One PATCH of the keys in which two sets of values differ."""
        folder = self.folder()
        filled = self._filled(before, after)
        was = self.to_wire(before, folder)
        self._patch(
            {
                key: value
                for key, value in self.to_wire(filled, folder).items()
                if key not in was or was[key] != value
            },
            after,
        )

    def _filled(self, before, after):
        """Return the values after an update, dropped properties unset."""
        folder = self.folder()
        filled = {
            name: before[name]
            if prop.alike(before[name], after[name], folder)
            else prop.fill(before[name], after[name])
            for name, prop in self.properties_schema.items()
        }
        schemas = self.properties_schema.items()
        if any(prop.inherits(filled[name]) for name, prop in schemas):
            parent = self._parent(after)
            return {
                name: prop.inherit(filled[name], parent[name])
                for name, prop in schemas
            }
        return filled

    def _parent(self, values):
        """Return the values of the parent, which the defaults come from."""
        folder = self.folder()
        reference = schema.resolve(
            values.get('defaults_from') or self.root_parent, folder
        )
        bigip = self.bigip()
        try:
            return self.from_wire(bigip.read(self.collection, reference))
        except errors.NotFound:
            if not isinstance(reference, schema.Bare):
                raise
        return self.from_wire(bigip.read(self.collection, reference.common))

    def _bring_to(self, values, found):
        """One PATCH of the keys in which the device differs from values."""
        folder = self.folder()
        live = self.live(found)
        differing = {name for name, _ in self.compare(values, live)}
        fixed = [
            name
            for name in differing
            if not self.properties_schema[name].update_allowed
        ]
        if fixed and self.is_ours(found):
            self._refuse_recreation(fixed)
            self._recreate(values)
            self._made_here()
            return
        differing |= {
            name
            for name, prop in self.properties_schema.items()
            if prop.secret and values[name] is not None
        }
        wanted = self.to_wire(values, folder)
        found = self.to_wire(
            {**values, **{name: live[name] for name in differing}}, folder
        )
        self._patch(
            {
                key: value
                for key, value in wanted.items()
                if key not in found or found[key] != value
            },
            values,
        )

    def _patch(self, changes, values):
        changes = self._with_claim(changes)
        if not changes:
            return
        if self.ownership.key in changes:
            self.ownership.add(changes, self.mark())
        own = self.handle()
        self.before_write(changes, values)
        try:
            made = own.patch({**changes, **self.along}, values=values)
        except errors.NotFound:
            if own.exists():
                raise
            self._create(values)
        else:
            self._unclaimed = None
            self.modified(changes, made)

    def before_write(self, body, values):
        """Hook: called before property values are sent.

        :param body: the JSON that is about to be sent.
        """

    def modified(self, changes, made):
        """Hook: called after the object was changed."""

    def handle_adopt(self, resource_data=None):
        if self.external_id is not None:
            # Heat only looks at it.
            super().handle_adopt(resource_data)
        else:
            self._adopt_by_id(resource_data or {})
            storage.announce(self)

    def handle_delete(self):
        self.take_over()
        self._settle_move()
        # The replacement of this resource may own the object by now.
        if (
            self.resource_id is None
            or ('created' not in self.data() or self.replaced_by is not None)
            and not self._exists_as_ours()
        ):
            self.vanished()
            return None
        if self._is_kept():
            self._release()
            return None
        return waiting.begin(self.deleting())

    def deleting(self):
        """Delete the object; a generator that yields to wait."""
        try:
            self.handle().delete()
        except errors.NotFound:
            LOG.info('%s was already gone from the BIG-IP', self.place()[1])
        except errors.IControlError as error:
            if error.sent and 'created' in self.data():
                # The next attempt must not delete another's new object.
                self.data_delete('created')
            if isinstance(error, errors.InUse):
                raise self.still_in_use(error) from None
            raise
        self.deleted()
        return ()

    def still_in_use(self, error):
        """Hook: return the error to raise if the object is in use."""
        return error

    def deleted(self):
        """Hook: called after the object was deleted."""

    def vanished(self):
        """Hook: called if there was no object to delete."""

    # Attributes.

    def _resolve_attribute(self, name):
        if self.resource_id is None:
            return None
        attribute = self.attributes_schema[name]
        collection, path = self.place()
        if name == 'full_path':
            return path
        if attribute.statistic is not None:
            return (
                self.bigip().stats(collection, path).get(attribute.statistic)
            )
        return schema.get(self.handle().read(), attribute.wire)
