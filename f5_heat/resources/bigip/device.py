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

"""F5::BigIP::Device: a BIG-IP that a template brings along."""

import json
import uuid

from heat.common import exception

from f5_heat import client_plugin
from f5_heat import config
from f5_heat.engine import constraints
from f5_heat.engine import device
from f5_heat.engine import schema
from f5_heat.icontrol import errors


class ConnectionFailed(exception.HeatException):
    """The device did not answer, or did not accept the user.

    The phrases are those of F5's earlier plugins: tests look for them.
    """

    msg_fmt = 'BigIPConnectionFailed: %(phrase)s: %(reason)s'

    PHRASES = (
        (errors.Untrusted, 'The certificate of the BIG-IP is not trusted; '
         'give its certificates in the property ca_cert, or ask the operator '
         'to name them as ca_file in the section [f5_bigip] of heat.conf'),
        (errors.Unreachable, 'Failed to establish a new connection'),
        (errors.Unauthorized, 'F5 Authorization Required for uri'),
    )

    @classmethod
    def explaining(cls, error):
        for kind, phrase in cls.PHRASES:
            if isinstance(error, kind):
                return cls(phrase=phrase, reason=error)
        return error


class Device(device.Resource):
    """A BIG-IP, by its management address and a user on it.

    Other resources name it as their bigip_server. Creating it proves that
    the device answers and accepts the user; deleting it does nothing on the
    device. Operators can describe devices in the configuration of Heat
    instead, so that no template has to carry a password.
    """

    properties_schema = {
        'ip': schema.String(
            'The management address: an address or a host name, with :PORT '
            'behind it if it is not the one in the property port.',
            required=True),
        'port': schema.Integer(
            'The port of iControl REST.', default=443,
            constraints=[constraints.Range(1, 65535)]),
        'username': schema.String(
            'The user for iControl REST.', required=True),
        'password': schema.String(
            'The password of the user. It is kept encrypted and never '
            'shown.', required=True, secret=True),
        'auth_type': schema.String(
            'How requests are authenticated: with a token from a login, or '
            'with user and password in each.', default='token',
            constraints=[
                constraints.AllowedValues(['token', 'basic'])]),
        'auth_provider': schema.String(
            'The login provider for tokens, as the device names it.',
            default='tmos'),
        'validate_certs': schema.Boolean(
            "Whether the device's certificate is verified. Without it "
            'anybody on the way can read the password. By default as in '
            'the configuration of Heat, where it is on unless the operator '
            'turned it off.'),
        'ca_cert': schema.String(
            "The certificates, in PEM form, that the device's certificate "
            'is verified with. By default those of the system that Heat '
            'runs on. Giving them switches the verification on.',
            constraints=[constraints.Certificates()]),
        'timeout': schema.Integer(
            'The seconds to wait for an answer of the device.', default=60,
            constraints=[constraints.Range(1, 3600)]),
    }

    attributes_schema = {
        'version': schema.Attribute(
            'The version of TMOS that the device runs.',
            type=schema.Attribute.STRING),
        'hostname': schema.Attribute(
            "The device's host name.", type=schema.Attribute.STRING),
        'failover_state': schema.Attribute(
            'The failover state: active, standby, offline or '
            'forced-offline.', type=schema.Attribute.STRING),
        'sync_status': schema.Attribute(
            'The state of the configuration sync, such as In Sync or '
            'Standalone.', type=schema.Attribute.STRING),
    }

    def bigip(self):
        return self.client_plugin().bigip(self.resource_id)

    def data(self):
        """The resource's data without the connection.

        Heat puts the data into snapshots and into what it shows of an
        abandoned stack.
        """
        return {key: value for key, value in super().data().items()
                if key != client_plugin.CONNECTION}

    def _is_made_here(self, data):
        return client_plugin.CONNECTION in super().data()

    def handle_adopt(self, resource_data=None):
        super().handle_adopt(resource_data)
        self._keep_connection(schema.given(self.properties))
        self._announce()

    def handle_create(self):
        # The id is what other stacks find the device by, so it cannot be
        # guessed and is nobody else's.
        self.resource_id_set('bigip-%s' % uuid.uuid4())
        self._keep_connection(schema.given(self.properties))

    def handle_update(self, json_snippet, tmpl_diff, prop_diff):
        if self.resource_id is None:
            self.resource_id_set('bigip-%s' % uuid.uuid4())
        self._keep_connection(self._after(json_snippet))

    def _keep_connection(self, values):
        """Keep a connection that works.

        Where it does not, the one that did is there still: without it
        nobody could delete what the other resources made.
        """
        connection = self._connection(values)
        try:
            self.client_plugin().prove(self.resource_id, connection)
        except errors.IControlError as error:
            raise ConnectionFailed.explaining(error) from None
        self.data_set(client_plugin.CONNECTION, json.dumps(connection),
                      redact=True)
        self.client_plugin().forget(self.resource_id)

    @staticmethod
    def _connection(values):
        address = values['ip']
        if not constraints.has_port(address):
            address = '%s:%d' % (constraints.bracketed(address),
                                 values['port'])
        return {
            'address': address,
            'username': values['username'],
            'password': values['password'],
            'verify': values['ca_cert'] or config.verification(
                values['validate_certs']),
            'auth': values['auth_type'],
            'login_provider': values['auth_provider'],
            'read_timeout': values['timeout'],
        }

    def handle_check(self):
        self.bigip().read('sys')

    def handle_delete(self):
        """Nothing: the device itself is not Heat's to delete."""

    def _show_resource(self):
        return {name: self._resolve_attribute(name)
                for name in self.attributes_schema if name != 'show'}

    def _resolve_attribute(self, name):
        if self.resource_id is None:
            return None
        bigip = self.bigip()
        if name == 'sync_status':
            return bigip.stats('cm/sync-status').get('status')
        own = next((item for item in bigip.list('cm/device')
                    if item.get('selfDevice') == 'true'), {})
        return own.get(
            {'failover_state': 'failoverState'}.get(name, name))


def resource_mapping():
    return {'F5::BigIP::Device': Device}
