# SPDX-License-Identifier: Apache-2.0

"""F5::BigIP::Device: a BIG-IP that a template brings along."""

import hashlib
import pathlib
import re
import ssl

import pytest
from heatclient import exc as heat_exc

from f5_heat.lab import lab


@pytest.fixture
def template(cloud):
    """Makes a template with the lab's second device, and a pool on it."""
    device = cloud.lab.devices[1]

    def make(**properties):
        return {
            'heat_template_version': '2021-04-16',
            'resources': {
                'bigip': {
                    'type': 'F5::BigIP::Device',
                    'properties': {
                        'ip': device.address,
                        'username': lab.USERNAME,
                        'password': lab.PASSWORD,
                        'ca_cert': pathlib.Path(device.ca_file).read_text(),
                        **properties,
                    },
                },
                'pool': {
                    'type': 'F5::LTM::Pool',
                    'properties': {
                        'bigip_server': {'get_resource': 'bigip'},
                        'name': 'on_the_second',
                    },
                },
            },
            'outputs': {
                name: {'value': {'get_attr': ['bigip', name]}}
                for name in (
                    'version',
                    'hostname',
                    'failover_state',
                    'sync_status',
                )
            },
        }

    return make


def test_lifecycle(cloud, stack, template):
    stack.create(template())
    assert cloud.bigips[1].read('ltm/pool/~Common~on_the_second')
    assert cloud.bigips[0].read('ltm/pool/~Common~on_the_second') is None
    reference = stack.resource('bigip').physical_resource_id
    stack.check()
    stack.update(template(timeout=30, auth_type='basic'))
    assert stack.resource('bigip').physical_resource_id == reference
    stack.delete()
    assert cloud.bigips[1].read('ltm/pool/~Common~on_the_second') is None


def test_attributes(cloud, stack, template):
    stack.create(template())
    assert stack.output('version') == '17.1.1'
    assert stack.output('failover_state') == 'active'
    assert stack.output('sync_status') == 'Standalone'
    assert (
        stack.output('hostname')
        == cloud.bigips[1].read('cm/device')['items'][0]['hostname']
    )


def test_wrong_password_is_refused(stack, template):
    stack.create(template())
    reference = stack.resource('bigip').physical_resource_id
    stack.update(template(password='wrong'), expect='UPDATE_FAILED')
    reason = stack.resource('bigip').resource_status_reason
    assert '401' in reason
    assert 'wrong' not in reason
    stack.update(template())
    assert stack.resource('bigip').physical_resource_id == reference
    stack.check()


@pytest.mark.parametrize('where', ['127.0.0.2', '[::ffff:127.0.0.2]'])
def test_a_network_that_the_operator_blocks(stack, template, where):
    stack.create(template(ip=where + ':443'), expect='CREATE_FAILED')
    reason = stack.resource('bigip').resource_status_reason
    assert 'blocked_networks' in reason
    assert '127.0.0.2 is blocked here' in reason


@pytest.mark.parametrize(
    'ip', ['127.0.0.1 x', ';x', 'https://192.0.2.1', 'a/b', '127.1']
)
def test_what_is_no_host(stack, template, ip):
    with pytest.raises(heat_exc.HTTPBadRequest) as refused:
        stack.create(template(ip=ip))
    assert 'bigip.properties.ip: ' in str(refused.value)
    assert 'is not a host name or an address' in str(refused.value)


def test_fingerprint(cloud, stack, template):
    """It is enough, and it is what counts."""
    another, device = cloud.lab.devices[:2]
    shown = (
        hashlib.sha256(
            ssl.PEM_cert_to_DER_cert(pathlib.Path(device.ca_file).read_text())
        )
        .hexdigest()
        .upper()
    )
    shown = ':'.join(re.findall('..', shown))
    wrong = 'ab' * 32
    certificate = pathlib.Path(another.ca_file).read_text()

    def pinned(fingerprint):
        return template(ca_cert=certificate, fingerprint=fingerprint)

    stack.create(pinned(wrong), expect='CREATE_FAILED')
    reason = stack.resource('bigip').resource_status_reason
    assert 'its SHA-256 fingerprint %s is none of' % shown in reason
    assert 'in the property fingerprint' in reason
    stack.update(pinned('%s, %s' % (wrong, shown)))
    assert cloud.bigips[1].read('ltm/pool/~Common~on_the_second')
    stack.update(pinned(shown.replace(':', '').lower()))
    stack.check()
    with pytest.raises(
        heat_exc.HTTPBadRequest, match=('fingerprint.*64 hexadecimal digits')
    ):
        stack.update(pinned('ab:cd'))


def test_new_password(cloud, stack, template):
    user = 'auth/user/' + lab.USERNAME
    stack.create(template())
    try:
        answer = cloud.bigips[1].patch(user, json={'password': 'Fresh-1'})
        assert answer.status_code == 200, answer.text
        cloud.bigips[1].auth = (lab.USERNAME, 'Fresh-1')
        cloud.controls[1].expire_tokens()
        stack.check(expect='CHECK_FAILED')
        stack.update(template(password='Fresh-1'))
        stack.check()
        assert 'Fresh-1' not in seen(cloud, stack)
    finally:
        cloud.bigips[1].patch(user, json={'password': lab.PASSWORD})
        cloud.bigips[1].auth = (lab.USERNAME, lab.PASSWORD)
    stack.update(template())


def seen(cloud, stack):
    """What Heat shows of the device, and logs."""
    resource = stack.resource('bigip')
    return '\n'.join(
        [
            resource.physical_resource_id,
            str(resource.to_dict()),
            *(
                str(event.to_dict())
                for event in cloud.heat.events.list(stack.id)
            ),
            cloud.log_file.read_text(errors='replace'),
        ]
    )


def test_delete_contacts_nobody(cloud, stack, template):
    alone = template()
    del alone['resources']['pool']
    stack.create(alone)
    cloud.controls[1].clear()
    stack.delete()
    assert cloud.controls[1].requests() == []


def test_unreachable_device_is_deleted_all_the_same(stack, template):
    alone = template(ip='127.0.0.1:1')
    del alone['resources']['pool'], alone['outputs']
    stack.create(alone, expect='CREATE_FAILED')
    stack.delete()
