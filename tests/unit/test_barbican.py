# SPDX-License-Identifier: Apache-2.0

"""A reference to Barbican does for a secret wherever there is one."""

import pytest

from f5_heat.engine import schema
from f5_heat.engine.schema import barbican
from f5_heat.plugin import resource_types
from f5_heat.resources.sys import iapp_service

UUID = '0d1f9f1c-7a0e-4b0a-9d55-6a3f0b7f2c11'
REFERENCE = 'https://barbican.example.com:9311/v1/secrets/' + UUID


def secrets(name, schemas):
    """Yield each secret property, also those inside of others."""
    for key, prop in schemas.items():
        path = '%s.%s' % (name, key)
        if getattr(prop, 'secret', False):
            yield path, prop
        item = getattr(prop, 'item', None)
        yield from secrets(path, getattr(item or prop, 'schema', None) or {})


SECRETS = dict(
    found
    for name, cls in resource_types.resource_mapping().items()
    for found in secrets(name, cls.properties_schema)
)


def test_there_are_secrets():
    assert {
        'F5::BigIP::Device.password',
        'F5::LTM::Monitor::HTTP.password',
        'F5::Sys::SSLCertificate.private_key',
        'F5::LTM::Profile::ClientSSL.cert_key_chain.passphrase',
    } <= {*SECRETS}


@pytest.mark.parametrize('path', SECRETS)
def test_a_secret_may_be_a_reference(path):
    prop = SECRETS[path]
    assert prop.description.endswith(schema.BY_REFERENCE)
    assert schema.seal(prop, REFERENCE, lambda secret: 'sealed') in (
        REFERENCE,
        'sealed',
    )
    assert list(schema.secrets(prop, REFERENCE)) == []
    if prop.wire is not None:
        body = {}
        prop.write(body, REFERENCE, '/Common')
        assert isinstance(
            schema.get(body, prop.wire), barbican.SecretReference
        )


def test_an_encrypted_answer_may_be_a_reference():
    prop = iapp_service.iAppService.properties_schema['variables']
    secret, plain = prop.encode(
        {'one': {'value': REFERENCE, 'encrypted': True}, 'two': REFERENCE},
        '/Common',
    )
    assert isinstance(secret['value'], barbican.SecretReference)
    assert not isinstance(plain['value'], barbican.SecretReference)


@pytest.mark.parametrize(
    'value',
    [
        REFERENCE + '/',
        REFERENCE.replace('https', 'http'),
        REFERENCE.replace('/v1', '/key-manager/v1'),
        'http://[2001:db8::1]:9311/v1/containers/%s#private_key' % UUID,
    ],
)
def test_references(value):
    assert barbican.is_reference(value)


@pytest.mark.parametrize(
    'value',
    [
        UUID,
        '',
        None,
        1,
        'secret',
        REFERENCE[:-1],
        REFERENCE + 'x',
        'ftp' + REFERENCE[5:],
        ' ' + REFERENCE,
        REFERENCE.replace('secrets', 'orders'),
    ],
)
def test_what_is_a_secret_itself(value):
    assert not barbican.is_reference(value)


def test_containers():
    container = REFERENCE.replace('secrets', 'containers')
    assert barbican.is_container(container)
    for other in (REFERENCE, container + '#private_key', 'web', ''):
        assert not barbican.is_container(other)
