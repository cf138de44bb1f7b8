# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::Monitor types: what a row of the contract has no room for."""

import pytest


def template(kind, **properties):
    return {
        'heat_template_version': '2021-04-16',
        'resources': {
            'monitor': {
                'type': 'F5::LTM::Monitor::' + kind,
                'properties': properties,
            }
        },
    }


@pytest.mark.parametrize(
    'destination, shown',
    [
        ('*:*', '*:*'),
        ('*:8080', '*:8080'),
        ('192.0.2.1:80', '192.0.2.1:80'),
        ('[2001:db8::1]:80', '2001:db8::1.80'),
        ('2001:db8::1.80', '2001:db8::1.80'),
    ],
)
def test_destination(cloud, stack, destination, shown):
    name = stack.name.replace('-', '_')
    stack.create(template('HTTP', name=name, destination=destination))
    monitor = cloud.bigip.read('ltm/monitor/http/~Common~' + name)
    assert monitor['destination'] == shown
    stack.check()


def test_a_dropped_property_is_the_parents(cloud, stack):
    """The value comes from the parent of the monitor, not from its kind."""
    name = stack.name.replace('-', '_')
    parent = {
        'name': name + '_parent',
        'partition': 'Common',
        'interval': 20,
        'timeout': 61,
        'send': 'GET /parent',
    }
    assert cloud.bigip.post('ltm/monitor/http', json=parent).status_code == 200
    child = {'name': name, 'defaults_from': name + '_parent'}
    stack.create(
        template('HTTP', **child, interval=5, timeout=16, send='GET /child')
    )
    uri = 'ltm/monitor/http/~Common~' + name
    assert cloud.bigip.read(uri)['send'] == 'GET /child'
    stack.update(template('HTTP', **child))
    monitor = cloud.bigip.read(uri)
    assert (monitor['interval'], monitor['timeout'], monitor['send']) == (
        20,
        61,
        'GET /parent',
    )
    stack.delete()
    cloud.bigip.delete(uri + '_parent')


def test_a_monitor_in_use_is_deleted_after_its_pool(cloud, stack):
    name = stack.name.replace('-', '_')
    made = template('HTTP', name=name)
    made['resources']['pool'] = {
        'type': 'F5::LTM::Pool',
        'properties': {
            'name': name,
            'monitors': [{'get_resource': 'monitor'}],
        },
    }
    stack.create(made)
    assert (
        cloud.bigip.read('ltm/pool/~Common~' + name)['monitor'].strip()
        == '/Common/' + name
    )
    stack.check()
    stack.delete()
    assert cloud.bigip.read('ltm/monitor/http/~Common~' + name) is None
