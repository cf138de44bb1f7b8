# SPDX-License-Identifier: Apache-2.0

"""Heat's Resource, with all that is changed of it for a BIG-IP."""

import contextlib
import functools
import math

from heat.engine import resource

from f5_heat.engine import schema
from f5_heat.engine.bridge import converging
from f5_heat.engine.bridge import deletion
from f5_heat.engine.bridge import dependencies
from f5_heat.engine.bridge import isolation
from f5_heat.engine.bridge import legacy
from f5_heat.engine.bridge import patience
from f5_heat.engine.bridge import permission
from f5_heat.engine.bridge import sealing
from f5_heat.engine.bridge import storage
from f5_heat.engine.bridge import words
from f5_heat.engine.schema import barbican
from f5_heat.engine.validation import previews
from f5_heat.engine.validation import rules
from f5_heat.engine.validation import suggestions
from f5_heat.icontrol import paths

SERVER = {
    'bigip_server': schema.String(
        'The BIG-IP: an F5::BigIP::Device resource, or the name of a device '
        'in the configuration of Heat. Without it the default device of '
        'that configuration is used.',
        update_allowed=False,
    ),
}

#: The actions that change nothing, after which Heat takes a resource for well.
FORGETTING = (resource.Resource.CHECK, resource.Resource.SNAPSHOT)

#: The seconds for which each value of an attribute is waited for: who looks at
#: a resource holds a thread that serves all projects.
LOOK = 5


class HeatResource(resource.Resource):
    """A resource that talks to a BIG-IP."""

    default_client_name = 'f5_bigip'
    always_replace_on_check_failed = False

    # The words of a type. Keys of nested objects have dots: ``fqdn.tmName``.

    #: The other names of the type; Heat does not list them.
    aliases = ()

    #: Whether isolated projects may have the type: True, False, or the name
    #: of the option by which an operator allows it. Each type says it.
    tenants = None

    #: Whether it is an object in a partition.
    is_in_partition = False

    #: The properties that say, with the name, where the object lies.
    locators = ('partition',)

    #: The properties that two objects on a device cannot have alike.
    exclusive = ()

    #: The collections that the type writes beside its own.
    further_collections = ()

    #: The sub-collections that are written item by item.
    parts = ()

    #: The keys whose values name no objects, whatever they look like.
    free_text = ()

    #: The keys that every PATCH has to carry, with the value that they have.
    always = ()

    #: The keys that no PATCH may carry.
    create_only = ()

    #: The sub-collections that some versions do not take empty: their items
    #: are deleted one by one instead.
    subcollections = ()

    #: The lists without which alone the device deletes the object.
    cleared_first = ()

    #: Whether it is what a device always has, as in ``restoration.Restore``.
    singleton = False

    #: The key whose text travels as an upload, as in ``files.Contents``.
    uploads = None

    #: What its values decide together, as ``validation.rules``.
    rules = ()

    #: Whether the device creates no such object within a transaction.
    no_transaction = False

    #: Of two that would wait for each other the one with the lower does.
    stage = 0

    # The state of a resource.

    #: Whether the resource is as a legacy plugin left it.
    is_legacy = False

    #: Set when the last action failed, or was another plugin's, when an
    #: action begins again, and when a snapshot is restored: the device is
    #: then compared with the template, whatever Heat remembers of the
    #: properties.
    needs_repair = False

    #: Set when Heat asks for the live state, and the object differs from the
    #: template, or is gone.
    has_drifted = False

    #: Set while an address is tried at which no device was found before.
    is_first_contact = False

    #: Set while Heat asks for what an action has brought, which may take as
    #: long as the action.
    _is_acting = False

    #: Set while somebody looks at the resource.
    _is_shown = False

    #: Set while Heat asks whether an update makes the object anew.
    is_foreseen = False

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        words.check(cls)

    # What Heat validates.

    def validate(self):
        permission.ask(self)
        super().validate()
        isolation.validate(self)
        if self.stack.strict_validate:
            rules.check(self, dependencies.of(self, HeatResource))

    def validate_template(self):
        suggestions.refuse_unknown(self)
        return super().validate_template()

    def validate_external(self):
        permission.ask(self)
        super().validate_external()

    def gives(self, *names):
        """Return those of the properties that the template gives, as a set.

        What a template takes from an attribute has no value yet when the
        template is validated, but it is given.
        """
        given = self.properties.data
        return {name for name in names if given.get(name) is not None}

    # What Heat stores. Its physical id and each key of its data are a
    # transaction each, in which Heat reads what it is about to write, and
    # again after that.

    _is_at_once = _has_new_id = False

    @contextlib.contextmanager
    def at_once(self):
        """Store in one transaction what is stored inside.

        If the block fails, nothing is.
        """
        super().data()
        resource_id, data = self.resource_id, self._data or {}
        self._is_at_once, self._data = True, data
        try:
            yield
            stored, columns = self._data, {}
            if self._has_new_id:
                columns['physical_resource_id'] = self.resource_id
            storage.store(self, columns, data, stored)
            # It need not be read again.
            self._data = stored
        except BaseException:
            self.resource_id, self._data = resource_id, data
            raise
        finally:
            self._is_at_once = self._has_new_id = False

    def resource_id_set(self, inst):
        if self._is_at_once:
            self.resource_id, self._has_new_id = inst, True
        else:
            super().resource_id_set(inst)

    def data_set(self, key, value, redact=False):
        if self._is_at_once and not redact:
            self._data = {**self._data, key: value}
        else:
            super().data_set(key, value, redact)

    def data_delete(self, key):
        if not self._is_at_once:
            return super().data_delete(key)
        before, self._data = (
            self._data,
            {name: value for name, value in self._data.items() if name != key},
        )
        return key in before

    # Of a secret property Heat stores and shows a seal.

    @functools.cached_property
    def barbican(self):
        """Return the reader of the secrets that the template refers to."""
        return barbican.Reader(self)

    def preview(self):
        """Return the resource with what a preview shows of its properties."""
        self.properties = sealing.Shown(self)
        return self

    def frozen_definition(self):
        return previews.noted(self, super().frozen_definition())

    def preview_update(
        self, after, before, after_props, before_props, *rest, **more
    ):
        with previews.looking(self, after):
            if previews.is_preview(after):
                after = previews.foreseen(self, after)
                after, after_props = sealing.settled(self, after, before_props)
            return super().preview_update(
                after, before, after_props, before_props, *rest, **more
            )

    def update_template_diff_properties(self, after_props, before_props):
        try:
            return super().update_template_diff_properties(
                after_props, before_props
            )
        except resource.UpdateReplace:
            raise previews.replaced(self, after_props, before_props) from None

    def _update_stored_properties(self):
        stored = self._stored_properties_data, self._rsrc_prop_data_id
        super()._update_stored_properties()
        self._stored_properties_data = sealing.sealed(
            self, self._stored_properties_data
        )
        is_same = self._stored_properties_data == stored[0]
        # What is in the database of a legacy plugin is another partition.
        self._rsrc_prop_data_id = (
            stored[1] if is_same and not self.is_legacy else None
        )

    def _prepare_update_props(self, after, before):
        """Return what Heat compares: a secret equals a seal that fits it."""
        converging.go_on(self)
        after_props, before_props = super()._prepare_update_props(
            after, before
        )
        before_props.data = sealing.unsealed(
            self, before_props.data, after_props
        )
        return after_props, before_props

    # What was there before the action.

    #: The last action, if it failed, and why.
    failure = None

    def _load_data(self, resource):
        super()._load_data(resource)
        self.failure = (
            (self.action, self.status_reason)
            if self.status == self.FAILED
            else None
        )
        self.is_legacy = legacy.is_legacy(self)
        stored = self._stored_properties_data
        if self.is_legacy and stored and stored.get('partition'):
            self._stored_properties_data = {
                **stored,
                'partition': legacy.partition(self, stored['partition']),
            }

    def is_made_here(self, data):
        """Return whether the data is of this package."""
        return storage.DEVICE in data

    # The graph of a stack.

    def add_dependencies(self, deps):
        super().add_dependencies(deps)
        converging.note(self)
        for name in dependencies.found(self.stack, deps, HeatResource)[
            self.name
        ]:
            deps += (self, self.stack[name])

    def path(self, values):
        """Return the full path, from the properties; None if there is none."""
        return None

    @staticmethod
    def folder_of(path):
        """Return the folder in which the object looks bare names up."""
        return path.rpartition('/')[0]

    @staticmethod
    def identify(path):
        """Return the keys of a POST that say where the new object lies."""
        partition, folder, name = paths.split(path)
        return {
            'name': name,
            'partition': partition,
            **({'subPath': folder} if folder else {}),
        }

    def makes(self, path):
        """Return the collections and the paths of all that an object makes."""
        return [(self.collection, path)]

    def predecessors(self, foreseen):
        """Return the names of the resources to wait for."""
        return foreseen.makers(self)

    # The pipeline around every action.

    def action_handler_task(self, action, args=None, action_prefix=None):
        """Run an action: judge it, wait for the device, end every delete.

        A device that restarts or is busy is waited for, as long as its
        retry_timeout says. A check does not wait: it is to tell how things
        are. A delete may end without its device, or outside of the reach of
        the project, if the operator allows it.
        """
        isolation.judge(self, action, args)
        if (
            self.failure
            and action in FORGETTING
            and self.failure[0] not in (action, self.SNAPSHOT)
        ):
            storage.note_failure(self)
        outage = patience.Outage(self, action)
        with self.client_plugin().waiting() as take_place:
            while True:
                task = super().action_handler_task(action, args, action_prefix)
                try:
                    for polls, period in enumerate(task):
                        if polls:
                            # With its second poll it has come further.
                            outage.end()
                        yield period
                    outage.end()
                    if action == self.UPDATE:
                        storage.keep(self, storage.IN_DOUBT, '')
                    return
                except Exception as problem:
                    pause = outage.pause_after(problem)
                    may_wait = pause is not None and take_place(
                        self.references()
                    )
                    if not may_wait:
                        outcome = outage.outcome(problem, pause is None)
                        if action == self.DELETE and self.is_absence(outcome):
                            self.device_absent(outcome)
                            return
                        if outcome is problem:
                            raise
                        raise outcome from None
                    if pause:
                        outage.tell(problem)
                self.begin_again()
                # One by one: Heat looks at its stack's timeout in between.
                for _ in range(math.ceil(pause)):
                    yield

    def begin_again(self):
        """Forget what a failed attempt of an action knew."""
        self.needs_repair = True

    def is_absence(self, error):
        """Return whether a delete failed as its object is out of reach."""
        cause = patience.cause(error) or error
        plugin = self.client_plugin()
        return plugin.is_absent(cause) or plugin.is_outside(cause)

    def device_absent(self, error):
        """End a delete without its object: forget that, or say why not."""
        deletion.forget(self, error)

    # Updates.

    def needs_replace_failed(self):
        return False

    def _needs_update(
        self,
        after,
        before,
        after_props,
        before_props,
        prev_resource,
        check_init_complete=True,
    ):
        if deletion.is_given_up(self, after, before_props, after_props):
            return False
        self.needs_repair = self.is_in_doubt()
        return (
            super()._needs_update(
                after,
                before,
                after_props,
                before_props,
                prev_resource,
                check_init_complete,
            )
            or self.needs_repair
        )

    def is_in_doubt(self):
        """Return whether the device may differ from what Heat remembers."""
        return (
            self.status == self.FAILED
            or self.has_drifted
            or self.is_legacy
            or storage.IN_DOUBT in self.data()
            or self.stack.action == self.stack.RESTORE
        )

    def values_after(self, definition):
        """Return the values of the properties after an update."""
        return schema.given(
            definition.properties(self.properties_schema, self.context)
        )

    def resume(self):
        """Resume, whatever has become of a suspension.

        Heat's own refuses it after a check or a snapshot of what is
        suspended, and where a suspension or a resume was cut off.
        """
        is_there = self.action not in (self.INIT, self.DELETE)
        if is_there and (
            self.status == self.COMPLETE
            or self.action in (self.SUSPEND, self.RESUME)
        ):
            with self.frozen_properties():
                yield from self._do_action(self.RESUME)
        else:
            yield from super().resume()

    # Attributes.

    def attribute(self, name):
        """Return the value of an attribute of what has been made."""
        raise NotImplementedError

    def _resolve_attribute(self, name):
        return None if self.resource_id is None else self.attribute(name)

    def node_data(self, stk_defn=None, for_resources=True, for_outputs=False):
        # Outputs are asked for by whoever looks at a stack.
        self._is_acting = not for_outputs
        try:
            return super().node_data(stk_defn, for_resources, for_outputs)
        finally:
            self._is_acting = False

    def _resolve_any_attribute(self, attr):
        self._is_shown = not self._is_acting
        try:
            return super()._resolve_any_attribute(attr)
        finally:
            self._is_shown = False

    # The device.

    def client_plugin(self, name=None):
        plugin = super().client_plugin(name)
        if name not in (None, self.default_client_name):
            return plugin
        plugin = plugin.acting_for(self.stack)
        return plugin.within(LOOK) if self._is_shown else plugin

    def references(self):
        """Return the references to the devices that the resource is on."""
        return [
            self.data().get(storage.DEVICE) or self.properties['bigip_server']
        ]

    def bigip(self):
        """Return the client of the BIG-IP that the resource is on."""
        (reference,) = self.references()
        return storage.shared(self, self.client_plugin().bigip(reference))
