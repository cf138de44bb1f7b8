# SPDX-License-Identifier: Apache-2.0

"""A Heat resource that talks to a BIG-IP, and the property that says which."""

import math

from heat.engine import stk_defn
from oslo_log import log as logging

from f5_heat.engine import schema
from f5_heat.engine.bridge import converging
from f5_heat.engine.bridge import dependencies
from f5_heat.engine.bridge import earlier
from f5_heat.engine.bridge import isolation
from f5_heat.engine.bridge import patience

LOG = logging.getLogger(__name__)

SERVER = {
    'bigip_server': schema.String(
        'The BIG-IP: an F5::BigIP::Device resource, or the name of a device '
        'in the configuration of Heat. Without it the default device of '
        'that configuration is used.',
        update_allowed=False,
    ),
}


class Resource(converging.Resource, dependencies.Resource, isolation.Resource):
    """A resource that talks to a BIG-IP."""

    default_client_name = 'f5_bigip'
    always_replace_on_check_failed = False

    #: Set when the last action failed, or was another plugin's, when an
    #: action begins anew, and when a snapshot is restored: the device is
    #: then compared with the template, whatever Heat remembers of the
    #: properties.
    _repair = False

    #: Set when the object turns out to be other than the template says, or
    #: gone, when Heat asks for its live state.
    _has_drifted = False

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
        if self.is_given_up(after, before_props, after_props):
            return False
        self._repair = self.is_in_doubt()
        return (
            super()._needs_update(
                after,
                before,
                after_props,
                before_props,
                prev_resource,
                check_init_complete,
            )
            or self._repair
        )

    def is_in_doubt(self):
        """Whether the device may have something else than Heat remembers."""
        return (
            self.status == self.FAILED
            or self._has_drifted
            or self.is_earlier
            or self.stack.action == self.stack.RESTORE
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

    # The pipeline around every action.

    def action_handler_task(self, action, args=None, action_prefix=None):
        """Run an action: judge it, wait for the device, end every delete.

        Whatever the device does not take on that passes by itself is tried
        again, until the device has had its time. A check does not wait: it
        is to tell how things are.
        """
        self.judge(action, args)
        outage = patience.Outage(action == self.CHECK)
        while True:
            task = super().action_handler_task(action, args, action_prefix)
            try:
                for polls, period in enumerate(task):
                    if polls:
                        # With its second poll it has come further.
                        self._end(action, outage)
                    yield period
                self._end(action, outage)
                return
            except Exception as problem:
                pause = outage.pause_after(problem, self.retry_timeout)
                if pause is None:
                    outcome = outage.outcome(problem)
                    if action == self.DELETE and self.is_absence(outcome):
                        self.device_absent(outcome)
                        return
                    if outcome is problem:
                        raise
                    raise outcome from None
                if pause:
                    self._tell(action, outage, problem)
            self.begin_anew()
            # One by one: Heat looks at the timeout of the stack in between.
            for _ in range(math.ceil(pause)):
                yield

    def _tell(self, action, outage, problem):
        """Say, once in an outage, that the action waits."""
        if outage.is_told:
            return
        outage.is_told = True
        LOG.warning(
            '%s of %s waits for its BIG-IP, %s: %s',
            action,
            self,
            ', '.join(filter(None, self.references())) or 'the default device',
            patience.sentence(problem),
        )
        self._add_event(
            action,
            self.IN_PROGRESS,
            'It waits for the BIG-IP: ' + patience.sentence(problem),
        )

    def _end(self, action, outage):
        if outage.is_told:
            LOG.info(
                '%s of %s goes on after %d seconds',
                action,
                self,
                outage.seconds,
            )
        outage.end()

    def begin_anew(self):
        """Forget what an attempt of an action knew that came to nothing."""
        self._repair = True

    def retry_timeout(self):
        """The seconds for which the device is waited for."""
        plugin = self.client_plugin()
        return max(map(plugin.retry_timeout, self.references()))

    def references(self):
        """What names the devices that the resource is on."""
        return [
            self.data().get(earlier.DEVICE) or self.properties['bigip_server']
        ]

    def bigip(self):
        """The BIG-IP that the resource was made on, or will be made on."""
        (reference,) = self.references()
        return self._shared(self.client_plugin().bigip(reference))

    def _shared(self, bigip):
        """A client as the stack uses it: stacks take turns to write."""
        return bigip.on_behalf_of(self.stack.id)

    def _settle_device(self, reference, resource_id=None):
        """Keep the device in the resource's data: it outlives the property.

        On delete and in nested stacks the property may not resolve.

        :param resource_id: the physical id of the resource on that device;
            there is none without one.
        :returns: the client of the device.
        """
        plugin = self.client_plugin()
        settled, is_known = reference or '', False
        try:
            bigip = self._shared(plugin.bigip(reference))
            settled, is_known = reference or plugin.default_device(), True
        finally:
            with self.at_once():
                if is_known and resource_id is not None:
                    self.resource_id_set(resource_id)
                self.data_set(earlier.DEVICE, settled)
        return bigip

    def _announce(self):
        """Let what refers to the resource know the id that it adopted.

        Without convergence Heat does that for created resources only.
        """
        if not self.stack.convergence:
            stk_defn.update_resource_data(
                self.stack.defn, self.name, self.node_data()
            )

    def gives(self, *names):
        """Those of the properties that the template gives, as a set.

        What a template takes from an attribute has no value yet when the
        template is validated, but it is given.
        """
        return {
            name
            for name in names
            if self.properties.data.get(name) is not None
        }

    def _after(self, definition):
        """The values of the properties after an update."""
        return schema.given(
            definition.properties(self.properties_schema, self.context)
        )
