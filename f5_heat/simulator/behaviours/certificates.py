# SPDX-License-Identifier: Apache-2.0

"""Certificates, keys and other files of a device."""

from __future__ import annotations

import datetime
import hashlib
import typing as t

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import types

from f5_heat.simulator.schema import errors
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import store

# The public key, by which a certificate and a private key are matched, and a
# private key that waits for its passphrase.
PUBLIC = '_public'
SEALED = '_sealed'
CERTIFICATES = 'sys/file/ssl-cert'
KEYS = 'sys/file/ssl-key'
_PROFILES = ('ltm/profile/client-ssl', 'ltm/profile/server-ssl')


def check_pairs(device: bigip.Device, touched: t.Iterable[store.Item]) -> None:
    """Refuse a profile whose certificate and key do not match.

    A pair in use must be replaced in one transaction, so this is checked
    when a change is complete. The content of shipped files is not known.
    """
    if not any(
        item.shape.collection in (CERTIFICATES, KEYS, *_PROFILES)
        for item in touched
    ):
        return
    for collection in _PROFILES:
        for profile in device.store.items(collection):
            for pair in (
                profile.values,
                *(profile.values.get('certKeyChain') or ()),
            ):
                public = {
                    _public_of(device, CERTIFICATES, pair.get('cert')),
                    _public_of(device, KEYS, pair.get('key'))
                    or _unsealed(device, profile.path, pair),
                }
                if len(public - {None}) > 1:
                    # General knowledge: no refusal of this is recorded.
                    raise errors.mcpd(
                        "01070317:3: profile {}'s key and certificate do "
                        'not match'.format(profile.path)
                    )


def _public_of(
    device: bigip.Device, collection: str, path: str | None
) -> str | None:
    item = device.store.get(collection, path or '')
    return None if item is None else item.values.get(PUBLIC)


def _unsealed(
    device: bigip.Device, profile: str, pair: dict[str, t.Any]
) -> str | None:
    """Return the public half of a key that is opened by its profile."""
    item = device.store.get(KEYS, pair.get('key') or '')
    sealed = None if item is None else item.values.get(SEALED)
    phrase = pair.get('passphrase') or ''
    if sealed is None or phrase.startswith('$M$'):
        return None
    try:
        key = serialization.load_pem_private_key(
            sealed.encode(), phrase.encode()
        )
    except (ValueError, TypeError, UnsupportedAlgorithm):
        # General knowledge: no refusal of this is recorded.
        raise errors.mcpd(
            '01070313:3: Error reading key PEM file {} for profile {}: '
            'bad password read'.format(pair['key'], profile)
        ) from None
    return _public(key.public_key())


def _public(key: types.PublicKeyTypes) -> str:
    return key.public_bytes(
        serialization.Encoding.PEM,
        serialization.PublicFormat.SubjectPublicKeyInfo,
    ).decode()


class File(bigip.Behaviour):
    """A file made from an upload; each ``sourcePath`` is a new revision."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        source = draft.given.get('sourcePath')
        if source is None:
            return
        path = '/' + source.partition(':')[2].lstrip('/')
        content = device.files.get(path)
        if content is None:
            # The device's own words are not recorded.
            raise errors.mcpd('Failed! exit_code (1). ' + source)
        now = datetime.datetime.now(datetime.timezone.utc).strftime(
            '%Y-%m-%dT%H:%M:%SZ'
        )
        values = {
            'checksum': 'SHA1:{}:{}'.format(
                len(content), hashlib.sha1(content).hexdigest()
            ),
            'size': len(content),
            'lastUpdateTime': now,
            'updatedBy': 'admin',
            'sourcePath': 'file://' + path,
            'revision': 1,
        }
        if draft.old is None:
            values.update(createTime=now, createdBy='admin')
        else:
            values['revision'] = 1 + draft.old.values.get('revision', 1)
        values.update(self._read(draft, content))
        draft.values.update(
            {
                key: value
                for key, value in values.items()
                if key in draft.shape.fields
            }
        )

        for key in (PUBLIC, SEALED):
            draft.values[key] = values.get(key)

    def _read(
        self, draft: lifecycle.Draft, content: bytes
    ) -> dict[str, t.Any]:
        return {}

    def add_derived(
        self, device: bigip.Device, item: t.Any, values: dict[str, t.Any]
    ) -> None:
        # Only for matching pairs: no device shows them.
        values.pop(PUBLIC, None)
        values.pop(SEALED, None)


class Certificate(File):
    """A certificate or a bundle of them, in PEM."""

    def _read(
        self, draft: lifecycle.Draft, content: bytes
    ) -> dict[str, t.Any]:
        try:
            found = x509.load_pem_x509_certificates(content)
        except ValueError:
            # The device's own words are not recorded.
            raise errors.mcpd(
                'unable to load certificate: ' + draft.path
            ) from None
        first = found[0]
        key = first.public_key()
        expires = first.not_valid_after_utc
        digest = first.fingerprint(hashes.SHA256()).hex(':').upper()
        return {
            'certificateKeySize': getattr(key, 'key_size', 0),
            'expirationDate': int(expires.timestamp()),
            'expirationString': expires.strftime('%b %e %H:%M:%S %Y GMT'),
            'fingerprint': 'SHA256/' + digest,
            'isBundle': 'true' if len(found) > 1 else 'false',
            'issuer': _name(first.issuer),
            'subject': _name(first.subject),
            'serialNumber': str(first.serial_number),
            'version': first.version.value + 1,
            PUBLIC: _public(key),
        }


def _name(name: x509.Name) -> str:
    return name.rfc4514_string()


class Key(File):
    """A private key in PEM, possibly encrypted with a passphrase."""

    def _read(
        self, draft: lifecycle.Draft, content: bytes
    ) -> dict[str, t.Any]:
        phrase = draft.values.get('passphrase')
        if not phrase and b'ENCRYPTED' in content:
            # F5's own tests do it, and name the passphrase in a profile.
            return {
                'securityType': 'password',
                SEALED: content.decode(errors='replace'),
            }
        try:
            key = serialization.load_pem_private_key(
                content, phrase.encode() if phrase else None
            )
        except (ValueError, TypeError, UnsupportedAlgorithm):
            # The device's own words are not recorded.
            raise errors.mcpd(
                'unable to load private key: ' + draft.path
            ) from None
        return {
            'keySize': getattr(key, 'key_size', 0),
            'securityType': 'password' if phrase else 'normal',
            PUBLIC: _public(key.public_key()),
        }

    def add_derived(
        self, device: bigip.Device, item: t.Any, values: dict[str, t.Any]
    ) -> None:
        super().add_derived(device, item, values)
        # The passphrase is write-only.
        values.pop('passphrase', None)
