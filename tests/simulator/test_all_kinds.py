# SPDX-License-Identifier: Apache-2.0

"""Every kind: its objects are made, read, listed and deleted."""

import pathlib

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from f5_heat import simulator
from tests.simulator import conftest
from tests.simulator import least

SINGLETONS = [
    name for name, row in least.ROWS.items() if row.naming == 'singleton'
]
MADE = [
    name
    for name, row in least.ROWS.items()
    if row.naming != 'singleton' and name not in least.OWN
]


@pytest.fixture(scope='module')
def client():
    """A client of a device that has every module, and two files."""
    with simulator.Simulator() as bigip:
        files = bigip.device.files
        files['/var/tmp/x.crt'] = pathlib.Path(bigip.ca_file).read_bytes()
        files['/var/tmp/x.key'] = ec.generate_private_key(
            ec.SECP256R1()
        ).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        client = conftest.Rest(bigip)
        with client.session:
            # Of a chassis: a virtual edition does not have it.
            client.ok('POST', 'sys/provision', {'name': 'vcmp'})
            for module in least.MODULES:
                client.ok(
                    'PATCH', 'sys/provision/' + module, {'level': 'nominal'}
                )
            yield client


@pytest.mark.parametrize('collection', MADE)
def test_an_object_is_made_read_and_deleted(client, collection):
    maker = least.Maker(client)
    where = maker.where(collection)
    made = client.ok('POST', where, maker.body(collection))
    path = least.own(made)
    shown = client.ok('GET', path)
    assert shown['fullPath'] == made['fullPath']
    row = least.ROWS[collection]
    assert shown['kind'] == 'tm:%s:%sstate' % (
        collection.replace('/', ':'),
        collection.rpartition('/')[2],
    )
    assert ('partition' in shown) == (
        row.naming == 'partitioned' and collection != 'sys/folder'
    )
    assert made['fullPath'] in [
        item['fullPath'] for item in client.ok('GET', where)['items']
    ]
    client.ok('DELETE', path)
    status, _ = client.refused('GET', path)
    assert status == 404


def _other(field):
    """A value of a field that is not its default; None if it needs more."""
    if field.read_only or field.create_only or field.refers:
        return None
    if field.choices:
        return next(word for word in field.choices if word != field.default)
    if field.type == 'integer':
        value = (field.default or 0) + 1
        return value if field.high is None or value <= field.high else 0
    if field.type == 'string' and field.low is None:
        return 'other'
    return None


@pytest.mark.parametrize('collection', SINGLETONS)
def test_settings_are_read_and_changed(client, collection):
    shown = client.ok('GET', collection)
    assert 'name' not in shown
    fields = least.ROWS[collection].fields
    for key, field in fields.items():
        if field.default is not None and not field.read_only:
            assert key in shown
    for key, field in fields.items():
        value = _other(field)
        if value is None:
            continue
        changed = client.ok('PATCH', collection, {key: value})
        assert changed[key] == value
        assert client.ok('GET', collection)[key] == value
        return
    # There is nothing to change but lists and references.
    assert not any(_other(field) for field in fields.values())


@pytest.mark.parametrize(
    'collection',
    [
        name
        for name, row in least.ROWS.items()
        if row.modules and not row.parent
    ],
)
def test_a_module_that_is_not_provisioned_is_asked_for(rest, collection):
    assert rest.refused('GET', collection) == (
        400,
        'One of the following features must be licensed/provisioned for the '
        'URI %s : %s'
        % (collection, ', '.join(least.ROWS[collection].modules)),
    )
