# SPDX-License-Identifier: Apache-2.0

"""Every kind: its objects are made, read, listed and deleted."""

import pathlib

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from f5_heat import simulator
from tests.simulator import objects

ROWS = objects.BY_COLLECTION
#: Kinds of which a device has what it has, and a client makes none.
FIXED = {*objects.OWN, 'cm/device-group/devices'} - {'sys/provision'}


@pytest.fixture(scope='module')
def world():
    """A device that has every module, and two files."""
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
        wire = objects.Wire(bigip)
        for module in ROWS['sys/provision'].builtins:
            wire.ok('PATCH', 'sys/provision/' + module, {'level': 'nominal'})
        yield objects.World(wire)
        wire.close()


def own(shown):
    """The URI of an object that a device showed."""
    return shown['selfLink'].partition('/mgmt/tm/')[2].partition('?')[0]


@pytest.mark.parametrize(
    'collection',
    [
        name
        for name, row in ROWS.items()
        if row.naming != 'singleton' and name not in FIXED
    ],
)
def test_an_object_is_made_read_and_deleted(world, collection):
    rest, where = world.rest, world.where(collection)
    made = rest.ok('POST', where, world.least(collection))
    path = own(made)
    shown = rest.ok('GET', path)
    assert shown['fullPath'] == made['fullPath']
    assert shown['kind'] == 'tm:%s:%sstate' % (
        collection.replace('/', ':'),
        collection.rpartition('/')[2],
    )
    if ROWS[collection].naming == 'plain':
        assert shown['fullPath'] == shown['name']
    assert made['fullPath'] in [
        item['fullPath'] for item in rest.ok('GET', where)['items']
    ]
    rest.ok('DELETE', path)
    status, _ = rest.refused('GET', path)
    assert status == 404


def other(field):
    """A value of a field that is not its default; None if it needs more."""
    if field.read_only or field.create_only or field.refers:
        return None
    if field.hidden or field.secret:
        return None
    if field.choices:
        return next(word for word in field.choices if word != field.default)
    if field.type == 'integer':
        value = (field.default or 0) + 1
        return value if field.high is None or value <= field.high else 0
    if field.type == 'string' and field.low is None:
        return 'other'
    return None


@pytest.mark.parametrize(
    'collection',
    [name for name, row in ROWS.items() if row.naming == 'singleton'],
)
def test_settings_are_read_and_changed(world, collection):
    rest, fields = world.rest, ROWS[collection].fields
    shown = rest.ok('GET', collection)
    assert 'name' not in shown
    for key, field in fields.items():
        if field.default is not None and not field.hidden:
            assert key in shown
    for key, field in fields.items():
        value = other(field)
        # The name of a host is more than a text.
        if value is not None and key != 'hostname':
            assert rest.ok('PATCH', collection, {key: value})[key] == value
            assert rest.ok('GET', collection)[key] == value


@pytest.mark.parametrize(
    'collection',
    [name for name, row in ROWS.items() if row.modules and not row.parent],
)
def test_a_module_that_is_not_provisioned_is_asked_for(rest, collection):
    assert rest.refused('GET', collection) == (
        400,
        'One of the following features must be licensed/provisioned for the '
        'URI %s : %s' % (collection, ', '.join(ROWS[collection].modules)),
    )


@pytest.mark.parametrize(
    'owner, companion',
    [(row.made_with, name) for name, row in ROWS.items() if row.made_with],
)
def test_what_is_made_with_another_goes_with_it(world, owner, companion):
    # Recorded on 14.1.2.1: a forwarding table for each VLAN and tunnel.
    rest = world.rest
    made = rest.ok('POST', owner, world.least(owner))
    table = objects.uri(companion, made['fullPath'])
    assert rest.ok('GET', table)['fullPath'] == made['fullPath']
    rest.ok('POST', table + '/records', {'name': '02:00:00:00:00:0a'})
    rest.ok('DELETE', own(made))
    assert rest.refused('GET', table)[0] == 404


def test_a_chassis_has_guests(rest):
    status, _ = rest.refused('GET', 'vcmp/guest')
    assert status == 400
    rest.ok('POST', 'sys/provision', {'name': 'vcmp', 'level': 'dedicated'})
    made = rest.ok(
        'POST', 'vcmp/guest', {'name': 'one', 'state': 'deployed', 'slots': 2}
    )
    assert made['fullPath'] == 'one' and made['slots'] == 2
    assert rest.ok('GET', 'vcmp/virtual-disk')['items'] == []
