# SPDX-License-Identifier: Apache-2.0

"""F5::BigIP::Device: a BIG-IP that a template brings along."""

import json
import urllib.parse
import uuid

from heat.common import exception

from f5_heat import config
from f5_heat.engine import schema
from f5_heat.engine.bridge import heat_resource
from f5_heat.engine.bridge import storage
from f5_heat.engine.schema import addresses
from f5_heat.engine.schema import barbican
from f5_heat.engine.validation import constraints
from f5_heat.engine.validation import rules
from f5_heat.icontrol import errors
from f5_heat.resources.cm import sync

#: The key of the data that holds the connection, encrypted. The client plugin
#: reads it from Heat's database.
CONNECTION = 'connection'


class ConnectionFailed(exception.HeatException):
    """The device did not answer, or did not accept the user.

    ``error`` is the error of the client.

    The phrases are those of F5's legacy plugins: tests look for them.
    """

    msg_fmt = 'BigIPConnectionFailed: %(phrase)s: %(reason)s'

    PHRASES = (
        (
            errors.Untrusted,
            'The certificate of the BIG-IP is not trusted; '
            'give its certificates in the property ca_cert or its fingerprint '
            'in the property fingerprint, or ask the operator to name the '
            'certificates as ca_file in the section [f5_bigip] of heat.conf',
        ),
        (
            errors.Blocked,
            'The operator keeps devices that templates bring along from this '
            'address, with the option blocked_networks in the section '
            '[f5_bigip] of heat.conf',
        ),
        (errors.NotActive, 'No unit of the BIG-IP can be used'),
        (errors.Unreachable, 'Failed to establish a new connection'),
        (errors.Unauthorized, 'F5 Authorization Required for uri'),
    )

    @classmethod
    def explaining(cls, error):
        for kind, phrase in cls.PHRASES:
            if isinstance(error, kind):
                found = cls(phrase=phrase, reason=error)
                found.error = error
                return found
        return error


def units(values):
    """Return the addresses of the units, each with its port."""
    return [
        _location(address, values['port'])
        for address in (values['ip'], *(values['peers'] or ()))
    ]


class Units(rules.Rule):
    """Each unit of a redundant BIG-IP has an address of its own."""

    def refusals(self, case):
        names = 'ip', 'port', 'peers'
        if not case.knows(*names) or not (case.value('peers')):
            return
        first, *others = map(
            str.lower, units({name: case.value(name) for name in names})
        )
        if first in others:
            yield (
                'peers',
                'peers[%d] and ip are the same, %s: peers has the other units '
                'alone.' % (others.index(first), first),
            )


class Device(heat_resource.HeatResource):
    """A BIG-IP, by its management address and a user on it.

    Other resources name it as their bigip_server. Creating it proves that
    the device answers and accepts the user; deleting it does nothing on the
    device. Operators can describe devices in the configuration of Heat
    instead, so that no template has to carry a password.
    """

    tenants = 'template_devices'
    rules = (Units(),)

    @schema.deferred
    def properties_schema(cls):
        return {
            'ip': schema.String(
                'The management address: an address or a host name, with '
                ':PORT behind it if it is not the one in the property port.',
                required=True,
                constraints=[constraints.Location()],
            ),
            'port': schema.Integer(
                'The port of iControl REST.',
                default=443,
                constraints=[constraints.Range(1, 65535)],
            ),
            'username': schema.String(
                'The user for iControl REST.', required=True
            ),
            'password': schema.String(
                'The password of the user. It is kept encrypted and never '
                'shown.',
                required=True,
                secret=True,
            ),
            'auth_type': schema.String(
                'How requests are authenticated: with a token from a login, '
                'or with user and password in each.',
                default='token',
                constraints=[constraints.AllowedValues(['token', 'basic'])],
            ),
            'auth_provider': schema.String(
                'The login provider for tokens, as the device names it.',
                default='tmos',
            ),
            'validate_certs': schema.Boolean(
                "Whether the device's certificate is verified. Without it "
                'anybody on the way can read the password. By default as in '
                'the configuration of Heat, where it is on unless the '
                'operator turned it off.'
            ),
            'ca_cert': schema.String(
                "The certificates, in PEM form, that the device's certificate "
                'is verified with. By default those of the system that Heat '
                'runs on. Giving them switches the verification on.',
                constraints=[constraints.Certificates()],
            ),
            'fingerprint': schema.String(
                "The SHA-256 fingerprint of the device's certificate, with or "
                'without colons. A device whose certificate has it is '
                'trusted, whoever signed that, and no other. Several have '
                'commas between them, for the units of a redundant BIG-IP or '
                'while the certificate is exchanged. It comes before ca_cert '
                'and validate_certs.',
                constraints=[constraints.Fingerprints()],
            ),
            'timeout': schema.Integer(
                'The seconds to wait for an answer of the device; the values '
                'of attributes are waited for no longer than 5 seconds.',
                default=60,
                constraints=[constraints.Range(1, 600)],
            ),
            'peers': schema.List(
                'The management addresses of the other units of a redundant '
                'BIG-IP, each like ip. All units take the same user, and '
                'requests go to the one that is active. There are seven at '
                'most.',
                schema=schema.String(
                    'The management address of another unit: an address or a '
                    'host name, with :PORT behind it if it is not the one in '
                    'the property port.',
                    constraints=[constraints.Location()],
                ),
                constraints=[constraints.Length(max=7)],
            ),
            'standby': schema.String(
                'What is done where the active unit of a redundant BIG-IP is '
                'at none of the addresses: refuse lets the request fail, and '
                'forward sends it to the management address at which the '
                'units know the active one, with the same user, certificates '
                'and port. Without it several addresses are taken as with '
                'refuse, and what is at a single one is used whatever its '
                'state.',
                constraints=[constraints.AllowedValues(['refuse', 'forward'])],
            ),
            'save': schema.Boolean(
                'Whether the configuration of the BIG-IP is saved, so that it '
                'outlives a restart, a few seconds after stacks have changed '
                'it, and before the resource is deleted.',
                default=False,
            ),
            'sync_group': schema.String(
                'A device group that the BIG-IP is synced to a few seconds '
                'after stacks have changed it, and before the resource is '
                'deleted. By default nothing is synced.',
                constraints=[sync.GroupName()],
            ),
        }

    @schema.deferred
    def attributes_schema(cls):
        return {
            'ip': schema.Attribute(
                'The host name or address of the management, without port.',
                type=schema.Attribute.STRING,
            ),
            'port': schema.Attribute(
                'The number of the port of iControl REST.',
                type=schema.Attribute.INTEGER,
            ),
            'url': schema.Attribute(
                'The URL of the management, such as https://192.0.2.1:443.',
                type=schema.Attribute.STRING,
            ),
            'version': schema.Attribute(
                'The version of TMOS that the device runs.',
                type=schema.Attribute.STRING,
            ),
            'hostname': schema.Attribute(
                "The device's host name.", type=schema.Attribute.STRING
            ),
            'failover_state': schema.Attribute(
                'The failover state: active, standby, offline or '
                'forced-offline.',
                type=schema.Attribute.STRING,
            ),
            'sync_status': schema.Attribute(
                'The state of the configuration sync, such as In Sync or '
                'Standalone.',
                type=schema.Attribute.STRING,
            ),
        }

    def references(self):
        return [self.resource_id]

    def bigip(self):
        return self.client_plugin().brought(self.resource_id)

    def data(self):
        """Return the resource's data without the connection.

        Heat puts the data into snapshots, and shows it for an abandoned
        stack.
        """
        return {
            key: value
            for key, value in super().data().items()
            if key != CONNECTION
        }

    def is_made_here(self, data):
        return CONNECTION in super().data()

    def handle_adopt(self, resource_data=None):
        reference = (resource_data or {}).get('resource_id')
        if reference and self.client_plugin().is_anothers(
            reference, self.stack
        ):
            raise exception.Error(
                '%s is the id of another device, and is not adopted.'
                % reference
            )
        super().handle_adopt(resource_data)
        self._store_connection(schema.given(self.properties))
        storage.announce(self)

    def handle_create(self):
        # Other stacks find the device by its id, which must be unique and
        # impossible to guess.
        if self.resource_id is None:
            self.resource_id_set('bigip-%s' % uuid.uuid4())
        self._store_connection(schema.given(self.properties))

    def handle_update(self, json_snippet, tmpl_diff, prop_diff):
        if self.resource_id is None:
            self.resource_id_set('bigip-%s' % uuid.uuid4())
        self._store_connection(self.values_after(json_snippet))

    def _store_connection(self, values):
        """Store a connection that works.

        If it does not work, the former one stays: without it nobody could
        delete the objects of other resources.
        """
        connection = self._connection(values)
        self.is_first_contact = self._is_new(connection['address'])
        try:
            self.client_plugin().prove(self.resource_id, connection)
        except errors.IControlError as error:
            raise ConnectionFailed.explaining(error) from None
        self.data_set(CONNECTION, json.dumps(connection), redact=True)
        self.client_plugin().forget(self.resource_id)

    def _is_new(self, address):
        """Return whether a wrong address is likelier than a device that is
        down.

        One that the template makes may take its time to come up.
        """
        known = json.loads(super().data().get(CONNECTION) or '{}')
        return known.get('address') != address and not any(
            self.t.required_resource_names()
        )

    def _connection(self, values):
        hosts = units(values)
        return {
            'address': hosts if len(hosts) > 1 else hosts[0],
            'username': values['username'],
            'password': self._password(values),
            'verify': values['ca_cert']
            or config.verification(values['validate_certs']),
            'fingerprint': (
                values['fingerprint'].split(',')
                if values['fingerprint']
                else []
            ),
            'auth': values['auth_type'],
            'login_provider': values['auth_provider'],
            'read_timeout': values['timeout'],
            'standby': values['standby'],
            'save': values['save'],
            'sync_group': values['sync_group'],
        }

    def _password(self, values):
        """Return the password as text, read from Barbican for a reference."""
        return str(
            self.barbican.filled(barbican.marked(values['password']), values)
        )

    def handle_check(self):
        self.bigip().check_loaded()

    def handle_delete(self):
        """Run the pending save and sync; the device itself stays.

        Nobody can do it later: the credentials go with the resource.
        """
        if CONNECTION in super().data() and (
            self.client_plugin().allows(self.tenants)
        ):
            self.client_plugin().flush(self.resource_id)

    def _show_resource(self):
        return {
            name: self._resolve_attribute(name)
            for name in self.attributes_schema
            if name != 'show'
        }

    def attribute(self, name):
        url = 'https://' + _location(
            self.properties['ip'], self.properties['port']
        )
        if name == 'url':
            return url
        if name in ('ip', 'port'):
            parts = urllib.parse.urlsplit(url)
            return parts.port if name == 'port' else parts.hostname
        client = self.bigip()
        if name == 'sync_status':
            return client.stats('cm/sync-status').get('status')
        own = next(
            (
                item
                for item in client.list('cm/device')
                if item.get('selfDevice') == 'true'
            ),
            {},
        )
        return own.get({'failover_state': 'failoverState'}.get(name, name))


def _location(address, port):
    """Return host and port, of an address that may have its port."""
    if addresses.has_port(address):
        return address
    return '%s:%d' % (addresses.bracketed(address), port)


def resource_mapping():
    return {'F5::BigIP::Device': Device}
