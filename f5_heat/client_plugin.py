# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""Heat's client plugin "f5_bigip": finds the BIG-IP for a resource.

Heat loads this module before any resource type; it imports nothing heavy,
and makes Heat look for the package's types.
"""

import collections
import json
import os
import threading
import types

from heat.common import exception
from heat.engine import resources
from heat.engine.clients import client_plugin
from heat.objects import resource as resource_object
from heat.objects import resource_data as resource_data_object
from oslo_config import cfg

from f5_heat import config
from f5_heat import predecessor

config.register()

# Heat walks the directories of this path for modules with resource types,
# and after them those of plugin_dirs. The path works in a virtualenv and in
# forked workers, and whatever plugin_dirs says; but a directory that stands
# in both would be loaded twice.
cfg.CONF.import_opt('plugin_dirs', 'heat.common.config')
if not any(os.path.realpath(directory) == predecessor.PLUGIN_DIRECTORY
           for directory in (*resources.__path__, *cfg.CONF.plugin_dirs)):
    resources.__path__.append(predecessor.PLUGIN_DIRECTORY)
predecessor.keep_out(cfg.CONF.plugin_dirs)

#: The key of a Device resource's data that holds its connection.
CONNECTION = 'connection'

# A client plugin lives for one request of Heat's, so what outlives it is
# here: for each reference its connection and the session made with that,
# the one that was used last at the end.
_sessions = collections.OrderedDict()
_sessions_lock = threading.Lock()
_MAX_SESSIONS = 1000


def _keep(reference, connection, bigip):
    _sessions[reference] = (connection, bigip)
    if len(_sessions) > _MAX_SESSIONS:
        _sessions.popitem(last=False)


class F5BigIPClientPlugin(client_plugin.ClientPlugin):
    """Finds devices, keeps one session for each, and judges their errors."""

    def __init__(self, context):
        super().__init__(context)
        # Those of Device resources: each look-up is two queries, and a
        # request of Heat's would make it for every request to the device.
        self._stored = {}

    def _create(self, version=None):
        return self

    def bigip(self, reference=None):
        """The client of a device.

        :param reference: the id of an F5::BigIP::Device resource of the
            caller's project, the name of a device in heat.conf, or None for
            the default device.
        :raises UnknownDevice: if there is no such device.
        """
        from f5_heat import icontrol
        reference = reference or self.default_device()
        connection = self._connection(reference)
        with _sessions_lock:
            known, bigip = _sessions.pop(reference, (None, None))
            if known == connection:
                _sessions[reference] = (connection, bigip)
                return bigip
            fresh = icontrol.connect(**connection)
            _keep(reference, connection, fresh)
        if bigip is not None:
            bigip.close()
        return fresh

    def prove(self, reference, connection):
        """Reach a device; the session is then that of the reference.

        :param connection: the arguments of ``icontrol.connect``.
        """
        from f5_heat import icontrol
        with _sessions_lock:
            known, bigip = _sessions.get(reference, (None, None))
        if known == connection:
            bigip.read('sys')
            return
        bigip = icontrol.connect(**connection)
        try:
            bigip.read('sys')
        except icontrol.errors.IControlError:
            bigip.close()
            raise
        with _sessions_lock:
            _, before = _sessions.pop(reference, (None, None))
            _keep(reference, connection, bigip)
        if before is not None:
            before.close()

    def credentials(self, reference):
        """The user and the password of a device, for another device."""
        connection = self._connection(reference)
        return connection['username'], connection['password']

    def default_device(self):
        """The name of the device for resources that name none."""
        return config.default_device()

    def same_device(self, one, other):
        """Whether two references, or None for the default, are one."""
        return self.settled(one) == self.settled(other)

    def settled(self, reference):
        """A reference, or the name of the default device if there is one."""
        try:
            return reference or self.default_device()
        except config.UnknownDevice:
            return None

    def default_partition(self, reference=None):
        """The partition for resources that name none."""
        try:
            return config.device(
                reference or self.default_device()).partition
        except config.UnknownDevice:
            return 'Common'

    def _connection(self, reference):
        if config.is_device(reference):
            return self._configured_connection(reference)
        stored = self._stored.get(reference) or (
            self._stored_connection(reference))
        if stored is None:
            return self._configured_connection(reference)
        self._stored[reference] = stored
        return stored

    def forget(self, reference):
        """Look a Device resource up anew: its connection has changed."""
        self._stored.pop(reference, None)

    def _stored_connection(self, reference):
        """The connection that a Device resource keeps in its data.

        The resource is found by its physical id in Heat's database, where
        a query sees the caller's project only: Heat's own look-up in the
        stack finds it neither on delete nor from a nested stack.
        """
        rows = resource_object.Resource.get_all_by_physical_resource_id(
            self.context, reference)
        for row in rows:
            try:
                data = resource_data_object.ResourceData.get_all(
                    types.SimpleNamespace(context=self.context, id=row.id))
            except exception.NotFound:
                data = {}
            if CONNECTION in data:
                return json.loads(data[CONNECTION])
            stored = row.properties_data or {}
            if {'ip', 'username', 'password'} <= set(stored):
                return self._earlier_connection(stored)
        return None

    @staticmethod
    def _earlier_connection(stored):
        """The connection of a device that an earlier plugin made.

        It kept nothing but the properties, all of them in clear.
        """
        return {'address': stored['ip'], 'username': stored['username'],
                'password': stored['password'],
                'verify': config.verification()}

    @staticmethod
    def _configured_connection(name):
        section = config.device(name)
        return {
            'address': section.address,
            'username': section.username,
            'password': section.password,
            'verify': section.verify and (section.ca_file or True),
            'auth': section.auth,
            'login_provider': section.login_provider,
            'connect_timeout': section.connect_timeout,
            'read_timeout': section.read_timeout,
            'max_connections': section.max_connections,
        }

    def is_not_found(self, ex):
        from f5_heat.icontrol import errors
        return isinstance(ex, errors.NotFound)

    def is_conflict(self, ex):
        """Whether a delete can succeed later: the object is in use.

        A taken name is no conflict in Heat's sense: Heat would delete the
        object, which is somebody else's, and create it again.
        """
        from f5_heat.icontrol import errors
        return isinstance(ex, errors.InUse)

    def is_absent(self, ex):
        """Whether the device is not there: nothing can be done on it."""
        from f5_heat.icontrol import errors
        return isinstance(ex, (errors.NoConnection, config.NoSuchDevice))

    def may_forget(self):
        """Whether a delete may leave behind what is on such a device."""
        return cfg.CONF[config.GROUP].forget_unreachable

    def validates_on_device(self):
        """Whether the device is asked when a stack is validated."""
        return cfg.CONF[config.GROUP].validate_on_device

    def is_over_limit(self, ex):
        from f5_heat.icontrol import errors
        return isinstance(ex, errors.Busy)
