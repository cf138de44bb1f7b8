# SPDX-License-Identifier: Apache-2.0

"""F5::Sys::SSLCertificate: a certificate, and its private key."""

import datetime
import json

from cryptography import exceptions
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from oslo_log import log as logging

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.bridge import sealing
from f5_heat.engine.bridge import storage
from f5_heat.engine.objects import bigip
from f5_heat.engine.schema import barbican
from f5_heat.engine.traits import files
from f5_heat.engine.validation import constraints
from f5_heat.engine.validation import refusal
from f5_heat.resources.sys import pairs

LOG = logging.getLogger(__name__)

#: The key of the resource's data that has the checksums of what is known by
#: reference only.
CHECKSUMS = 'checksums'
PARTS = (barbican.CERTIFICATE, barbican.PRIVATE_KEY, barbican.PASSPHRASE)


class Contents(files.Contents):
    """Keeps track of contents that the device does not give back."""

    def created(self, resource, values, made):
        _note_checksums(resource, values)

    def modified(self, resource, values, changes, made):
        _note_checksums(resource, values)

    def update(self, resource, proceed, before, after):
        # A key that fits its seal need not travel again.
        hidden = {name: before[name] for name in ('private_key', 'passphrase')}
        fitting = sealing.unsealed(resource, hidden, after)
        return proceed({**before, **fitting}, after)


def _note_checksums(resource, values):
    """Keep by what the device shows to know a secret again.

    A check need not ask Barbican then, nor does it fail where a secret
    is gone that the device has.
    """
    references = [
        value
        for value in (values['certificate'], values['private_key'])
        if barbican.is_reference(value)
    ]
    noted = _noted(resource)
    storage.keep(
        resource,
        CHECKSUMS,
        references
        and json.dumps(
            {
                reference: noted.get(reference)
                or pairs.PEM.checksum(
                    resource.barbican.secret(reference, values)
                )
                for reference in references
            }
        ),
    )


def _noted(resource):
    return json.loads(resource.data().get(CHECKSUMS, '{}'))


class SSLCertificate(bigip.BigIPObject):
    """A certificate on a BIG-IP, and the private key that belongs to it.

    Both have the same name; the key of web.crt is web.key. A change of both
    reaches the device at once, also while profiles use them: a certificate
    is renewed without an interruption, and never stands beside a key that
    does not fit. Without a private key it is the certificate of an
    authority, or a chain or bundle of them.

    A profile refers to the certificate by get_resource, and to the key by
    the attribute key. The BIG-IP lets nobody read a private key; Heat keeps
    none either, but shows the template's parameters unless these are hidden.
    Barbican can keep all of it, as single secrets or as a container. What it
    keeps never changes: a renewed certificate is another secret or container,
    and a template that refers to that.
    """

    collection = pairs.CERTIFICATES
    tenants = True
    further_collections = (pairs.KEYS,)
    ownership = ownership.SOURCE
    handle_class = pairs.Pair
    uploads = 'content'
    no_transaction = True
    traits = (Contents(),)

    @schema.deferred
    def properties_schema(cls):
        return {
            **bigip.NAMING,
            'certificate': pairs.PEM(
                'The certificate, in PEM. Those of the authorities between it '
                'and its root may follow it. Without it container_ref is '
                'needed.',
                'content',
                by_reference=True,
            ),
            'private_key': pairs.PEM(
                'The private key of the certificate, in PEM.',
                'privateKey.content',
                secret=True,
            ),
            'passphrase': schema.String(
                'The passphrase of the private key, if that is encrypted.',
                'privateKey.passphrase',
                secret=True,
            ),
            'container_ref': schema.String(
                'The reference of a container of Barbican, of the type '
                'certificate: its certificate with the intermediates, its '
                'private key and the passphrase of that. It excludes '
                'certificate, private_key and passphrase.',
                constraints=[constraints.Container()],
            ),
        }

    @schema.deferred
    def attributes_schema(cls):
        return {
            **bigip.IDENTITY,
            'key': schema.Attribute(
                'The full path of the private key, if there is one.',
                type=schema.Attribute.STRING,
            ),
            'subject': schema.Attribute(
                'The subject of the certificate.',
                'subject',
                type=schema.Attribute.STRING,
            ),
            'issuer': schema.Attribute(
                'The issuer of the certificate.',
                'issuer',
                type=schema.Attribute.STRING,
            ),
            'serial_number': schema.Attribute(
                'The serial number of the certificate.',
                'serialNumber',
                type=schema.Attribute.STRING,
            ),
            'fingerprint': schema.Attribute(
                'The fingerprint of the certificate. Not every version of the '
                'BIG-IP shows it.',
                'fingerprint',
                type=schema.Attribute.STRING,
            ),
            'expiration': schema.Attribute(
                'When the certificate expires, in words.',
                'expirationString',
                type=schema.Attribute.STRING,
            ),
            'expiration_timestamp': schema.Attribute(
                'When the certificate expires, in seconds since 1970.',
                'expirationDate',
                type=schema.Attribute.INTEGER,
            ),
            'checksum': schema.Attribute(
                'The checksum of the file on the device.',
                'checksum',
                type=schema.Attribute.STRING,
            ),
        }

    def makes(self, path):
        made = super().makes(path)
        if self.gives('private_key', 'container_ref'):
            made.append((pairs.KEYS, pairs.key_path(path)))
        return made

    def has_key(self):
        """Return whether the template has a private key; an empty text is
        none."""
        return bool(
            self.properties['private_key'] or self.properties['container_ref']
        )

    # What is refused before a device is asked.

    def validate(self):
        super().validate()
        if self.gives('container_ref'):
            for name in PARTS:
                if self.gives(name):
                    raise refusal.invalid(
                        self, name, 'The property container_ref excludes it.'
                    )
            return
        if not self.gives('certificate'):
            raise refusal.invalid(
                self,
                'certificate',
                'It is missing, and so is '
                'container_ref; one of the two is needed.',
            )
        if self.properties['passphrase'] and not self.gives('private_key'):
            raise refusal.invalid(
                self, 'passphrase', 'There is no private key for it.'
            )
        if not self._is_readable('certificate'):
            return
        try:
            found = x509.load_pem_x509_certificates(
                self.properties['certificate'].encode()
            )
        except ValueError:
            raise refusal.invalid(
                self, 'certificate', 'It is no certificate in PEM.'
            ) from None
        if found[0].not_valid_after_utc < datetime.datetime.now(
            datetime.timezone.utc
        ):
            LOG.warning(
                'The certificate of %s in the stack %s expired at %s',
                self.name,
                self.stack.name,
                found[0].not_valid_after_utc,
            )
        self._validate_key(found[0])

    def _validate_key(self, certificate):
        if not (self._is_readable('private_key') and self.has_key()):
            return
        if self.gives('passphrase') and not self._is_readable('passphrase'):
            return
        key = self._load_key()
        if _public(key.public_key()) != _public(certificate.public_key()):
            raise refusal.invalid(
                self,
                'private_key',
                'It does not belong to the certificate, '
                'which is the first one in the property certificate.',
            )

    def _is_readable(self, name):
        """Return whether the template has the text itself."""
        return refusal.is_known(self, name) and not barbican.is_reference(
            self.properties[name]
        )

    def _load_key(self):
        phrase = self.properties['passphrase'] or None
        try:
            return serialization.load_pem_private_key(
                self.properties['private_key'].encode(),
                phrase and phrase.encode(),
            )
        except TypeError:
            # One of the key and the passphrase is there without the other.
            name, message = (
                (
                    'private_key',
                    'It is encrypted, and there is no passphrase for it.',
                )
                if phrase is None
                else ('passphrase', 'The private key is not encrypted.')
            )
        except (ValueError, exceptions.UnsupportedAlgorithm):
            name, message = (
                'private_key',
                (
                    'It is no private key in PEM.'
                    if phrase is None
                    else (
                        'It is no private key in PEM, or has another '
                        'passphrase.'
                    )
                ),
            )
        raise refusal.invalid(self, name, message)

    # What Barbican keeps.

    def values(self):
        return _by_part(super().values())

    def values_after(self, definition):
        return _by_part(super().values_after(definition))

    def compare(self, values, live):
        """Compare what is known by reference by its checksum."""
        noted = _noted(self)
        return super().compare(
            {
                name: noted.get(value, value)
                if barbican.is_reference(value)
                else value
                for name, value in values.items()
            },
            live,
        )

    # What Heat asks.

    def attribute(self, name):
        if name != 'key':
            return super().attribute(name)
        return pairs.key_path(self.resource_id) if self.has_key() else None


def _by_part(values):
    """Return property values with references to the parts of a container."""
    if not values['container_ref']:
        return values
    return {
        **values,
        **{
            name: barbican.part_of(values['container_ref'], name)
            for name in PARTS
        },
    }


def _public(key):
    return key.public_bytes(
        serialization.Encoding.DER,
        serialization.PublicFormat.SubjectPublicKeyInfo,
    )


def resource_mapping():
    return {'F5::Sys::SSLCertificate': SSLCertificate}
