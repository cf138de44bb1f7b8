# SPDX-License-Identifier: Apache-2.0

"""Heat's client plugin "f5_bigip": finds the BIG-IP for a resource.

Heat loads this module before any resource type; it imports nothing heavy,
and makes Heat look for the package's types.
"""

import contextlib
import copy
import functools
import os

from heat.common import context as heat_context
from heat.engine import resources
from heat.engine.clients import client_plugin
from heat.objects import resource as resource_object
from heat.objects import stack as stack_object
from oslo_config import cfg
from oslo_log import log as logging

from f5_heat import config
from f5_heat.plugin import device_resources
from f5_heat.plugin import legacy_plugins
from f5_heat.plugin import partitions
from f5_heat.plugin import sessions

LOG = logging.getLogger(__name__)

config.register()

# Heat looks for resource types in the directories of this path, then in those
# of plugin_dirs. The path works in a virtualenv and in forked workers,
# whatever plugin_dirs says; but a directory in both would be loaded twice.
cfg.CONF.import_opt('plugin_dirs', 'heat.common.config')
if not any(
    os.path.realpath(directory) == legacy_plugins.PLUGIN_DIRECTORY
    for directory in (*resources.__path__, *cfg.CONF.plugin_dirs)
):
    resources.__path__.append(legacy_plugins.PLUGIN_DIRECTORY)
legacy_plugins.shut_out(cfg.CONF.plugin_dirs)
sessions.follow_engine()


class F5BigIPClientPlugin(client_plugin.ClientPlugin):
    """Finds devices, keeps one session for each, and judges their errors."""

    def __init__(self, context):
        super().__init__(context)
        # The connections of Device resources, cached: each look-up is a query
        # or more, and every request to a device needs it.
        self._stored = {}
        # The project of the stack, if projects are isolated.
        self.project = None
        self._acting = {}
        self._projects = {}
        # The seconds that a request to a device may take, for quick reads.
        self._within = None

    def _create(self, version=None):
        return self

    def bigip(self, reference=None):
        """Return the client of a device; of an isolated project it is fenced.

        :param reference: the id of an F5::BigIP::Device resource of the
            caller's project, the name of a device in heat.conf, or None for
            the default device.
        :raises UnknownDevice: if there is no such device.
        """
        reference = reference or self.default_device()
        bigip = self._client(reference)
        if not config.is_isolated():
            return bigip
        from f5_heat.tenancy import tenant

        return tenant.fenced(
            bigip,
            self.fence(),
            functools.partial(
                partitions.prepare, self.project, reference, bigip
            ),
        )

    def brought(self, reference):
        """Return the client of a device of a template, without fence.

        It is for the state of the device itself, not for objects on it.
        """
        if config.is_isolated() and config.is_device(reference):
            raise config.NotAllowed(
                '%s is no F5::BigIP::Device of this project.' % reference
            )
        return self._client(reference)

    def within(self, seconds):
        """Return the plugin for a caller who has little time.

        :param seconds: that each request to a device may take.
        """
        hurried = copy.copy(self)
        hurried._within = seconds
        return hurried

    def _client(self, reference):
        bigip = sessions.session(reference, self._connection(reference))
        return bigip if self._within is None else bigip.quick(self._within)

    # Isolated projects.

    def acting_for(self, stack):
        """Return the plugin as it acts for the project of a stack.

        That is not always the caller's: an administrator may update the
        stack of another project, and a signal comes from a user of Heat's.
        """
        if not config.is_isolated():
            return self
        project = self._project_of(stack.owner_id, stack.tenant_id)
        if project not in self._acting:
            acting = self._acting[project] = copy.copy(self)
            acting.project = project
        return self._acting[project]

    def _project_of(self, owner_id, project):
        """Return the project of a stack; of a nested one, that of its root.

        Heat takes the caller's for it.
        """
        if owner_id is None:
            return project
        if owner_id not in self._projects:
            admin = heat_context.get_admin_context(show_deleted=True)
            root = stack_object.Stack.get_root_id(admin, owner_id)
            found = root and stack_object.Stack.get_by_id(admin, root)
            # The owner is gone, and with it the project.
            self._projects[owner_id] = found.tenant if found else ''
        return self._projects[owner_id]

    def fence(self):
        """Return the fence of the project; None if there is no isolation."""
        if not config.is_isolated():
            return None
        from f5_heat.plugin import resource_types
        from f5_heat.tenancy import fence
        from f5_heat.tenancy import territory

        section = config.section()
        granted = {
            territory.CLUSTERS: section.allow_clusters,
            territory.EXTERNAL_MONITORS: section.allow_external_monitors,
            territory.IAPPS: section.allow_iapps,
            territory.IRULES: section.allow_irules != 'no',
        }
        return fence.Fence(
            config.partition_of(self.project),
            resource_types.rules(),
            write_common=section.common == 'write',
            route_domain=config.route_domain_of(self.project),
            granted=[one for one, is_granted in granted.items() if is_granted],
            any_irule=section.allow_irules == 'any',
        )

    def allows(self, option):
        """Return whether an option lets isolated projects do something."""
        return not config.is_isolated() or (
            config.section()[option] not in (False, 'no')
        )

    def is_anothers(self, reference, stack):
        """Return whether a device belongs to another project than a stack.

        An adopted stack brings ids along.
        """
        if config.is_device(reference):
            return True
        admin = heat_context.get_admin_context()
        own = self._project_of(stack.owner_id, stack.tenant_id)
        for row in resource_object.Resource.get_all_by_physical_resource_id(
            admin, reference
        ):
            found = stack_object.Stack.get_by_id(admin, row.stack_id)
            if found is not None and own != self._project_of(
                found.owner_id, found.tenant
            ):
                return True
        return False

    def own_partition(self):
        """Return the partition of an isolated project; None for any other."""
        return (
            config.partition_of(self.project)
            if (config.is_isolated())
            else None
        )

    def check_device(self, reference):
        """Refuse a device that an isolated project may not use.

        :raises NotAllowed: it may not.
        """
        if config.is_isolated():
            try:
                self._connection(reference or self.default_device())
            except (config.NotAllowed, config.Unclear):
                raise
            except config.UnknownDevice:
                # The use of the device fails, and says so.
                pass

    def seek(self, reference):
        """Refuse a device that neither heat.conf nor any template has.

        :raises UnknownDevice: there is none, or the project may not use it.
        """
        self._connection(reference or self.default_device())

    def prove(self, reference, connection):
        """Verify a connection to a device, and keep its session.

        :param connection: the arguments of ``icontrol.connect``, and whether
            changes are saved and synced.
        """
        self._check_brought()
        if config.is_device(reference):
            raise config.NotAllowed(
                '%s is a device of heat.conf, which no template describes.'
                % reference
            )
        sessions.prove(reference, self._bounded(connection))

    def flush(self, reference):
        """Run the pending save and sync of a device before it is deleted.

        :raises IControlError, OutOfSync: that failed.
        """
        sessions.flush(reference, self._connection(reference))

    def check_domain(self, references, brought=()):
        """Refuse devices of heat.conf together with devices of templates.

        Devices that trust one another are given each other's credentials,
        and each other's configuration with all keys in it.

        :param references: of the devices.
        :param brought: the names of further devices of a template.
        :raises NotAllowed: there are some of both.
        """
        own = [one for one in references if config.is_device(one)]
        others = [
            *(one for one in references if not config.is_device(one)),
            *brought,
        ]
        if own and others:
            raise config.NotAllowed(
                'A device of heat.conf (%s) never trusts a device that a '
                'template brings along (%s), nor shares its configuration '
                'and its credentials with it. Ask the operator to describe '
                'all of them in heat.conf, or bring all of them along as '
                'F5::BigIP::Device.' % (', '.join(own), ', '.join(others))
            )

    def check_group(self, reference, path):
        """Refuse a device group with devices of both kinds, made earlier.

        :param reference: of a device in it.
        :param path: the path of the group.
        :raises NotAllowed: a cluster of any project has joined both in it.
        """
        for references in device_resources.clusters(self.context, path):
            if self.settled(reference) in references:
                self.check_domain(references)

    def credentials(self, reference, recipient):
        """Return user and password of a device, for a body sent to another.

        Nothing else gives them away to another device than their own.

        :param recipient: the reference of the device that gets the body.
        :raises NotAllowed: heat.conf describes one of the two alone.
        """
        self.check_domain([reference, recipient])
        connection = self._connection(reference)
        return connection['username'], connection['password']

    def default_device(self):
        """Return the name of the device for resources that name none."""
        return config.default_device(project=self._isolated_project())

    def _isolated_project(self):
        if not config.is_isolated():
            return None
        if not self.project:
            raise config.Unclear('It is not known whose stack this is.')
        return self.project

    def same_device(self, one, other):
        """Return whether two references, or None for the default, are one."""
        return self.settled(one) == self.settled(other)

    def settled(self, reference):
        """Return a reference, by default that of the default device."""
        try:
            return reference or self.default_device()
        except config.UnknownDevice:
            return None

    def default_partition(self, reference=None):
        """Return the partition for resources that name none."""
        if config.is_isolated():
            return self.own_partition()
        try:
            return config.device(reference or self.default_device()).partition
        except config.UnknownDevice:
            return 'Common'

    def _connection(self, reference):
        project = self._isolated_project()
        if config.is_device(reference):
            if project is not None and not config.may_use(project, reference):
                raise config.NotAllowed(self._not_usable(reference))
            return sessions.configured(reference)
        stored = self._stored.get((project, reference))
        if stored is None and project is None:
            stored = device_resources.own_connection(self.context, reference)
        if stored is None:
            stored = device_resources.connection(
                self.context,
                reference,
                self._is_own_row if config.is_isolated() else None,
            )
        if stored is None:
            if project is not None:
                raise config.NoSuchDevice(self._not_usable(reference))
            return sessions.configured(reference)
        self._check_brought()
        stored = self._bounded(stored)
        self._stored[project, reference] = stored
        return stored

    def _bounded(self, connection):
        return sessions.brought(
            connection, self.project or self.context.project_id
        )

    def _not_usable(self, reference):
        usable = config.devices_of(self.project)
        return (
            '%s is neither an F5::BigIP::Device of this project nor a '
            'device in heat.conf that it may use (%s).%s'
            % (
                reference,
                ', '.join(usable) or 'none',
                config.question(reference, usable),
            )
        )

    def _check_brought(self):
        if not self.allows('template_devices'):
            raise config.NotAllowed(
                'This project may use no devices that a template brings '
                'along. The operator allows it with template_devices in the '
                'section [%s] of heat.conf.' % config.GROUP
            )

    def forget(self, reference):
        """Forget a cached Device resource: its connection has changed."""
        self._stored.pop((self._isolated_project(), reference), None)

    def _is_own_row(self, row, caller):
        """Return whether a resource is in a stack of the project."""
        found = stack_object.Stack.get_by_id(caller, row.stack_id)
        return found is not None and self.project == self._project_of(
            found.owner_id, found.tenant
        )

    def is_not_found(self, ex):
        from f5_heat.icontrol import errors

        return isinstance(ex, errors.NotFound)

    def is_conflict(self, ex):
        """Return whether a delete can succeed later: the object is in use.

        A taken name is no conflict in Heat's sense: Heat would delete the
        object, which is somebody else's, and create it again.
        """
        from f5_heat.icontrol import errors

        return isinstance(ex, errors.InUse)

    def is_absent(self, ex):
        """Return whether an error is that the device is gone."""
        from f5_heat.icontrol import errors

        return isinstance(ex, (errors.NoConnection, config.NoSuchDevice))

    def is_outside(self, ex):
        """Return whether an error is that a project may not do something."""
        from f5_heat.icontrol import errors

        return isinstance(ex, config.NotAllowed) or (
            isinstance(ex, errors.Forbidden)
            and not isinstance(ex, errors.NoPartition)
        )

    def may_forget_outside(self):
        """Return whether a delete may orphan objects out of its reach."""
        return config.section().forget_outside

    def retry_timeout(self, reference=None):
        """Return the seconds for which a device is waited for."""
        try:
            return config.retry_timeout(self.settled(reference))
        except config.UnknownDevice:
            return 0

    @contextlib.contextmanager
    def waiting(self):
        """Yield a function that takes a place among the waiting actions.

        It is given the references of the devices to wait for, and returns
        whether there is a place. Devices of heat.conf need none.
        """
        with sessions.waiting() as take_place:

            def take(references):
                settled = map(self.settled, references)
                return all(map(config.is_device, settled)) or take_place()

            yield take

    def may_forget(self):
        """Return whether a delete may orphan objects on such a device."""
        return config.section().forget_unreachable

    def validates_on_device(self):
        """Return whether the device is asked when a stack is validated."""
        return config.section().validate_on_device

    def is_over_limit(self, ex):
        from f5_heat.icontrol import errors

        return isinstance(ex, errors.Busy)
