# SPDX-License-Identifier: Apache-2.0

"""What the author of a template sees of a device that is no BIG-IP."""

import contextlib
import gzip

import pytest

from tests.functional import conftest
from tests.unit import icontrol_device

reply = icontrol_device.reply
EXPECTED = {
    'page': 'something that is not iControl REST: A page with the title '
    '"Log in here".',
    'endless': 'The body is larger than',
    'redirect': 'A redirect to localhost is not followed.',
    'compressed': 'The body is compressed, which was not asked for.',
    'untrusted': 'the certificate is not trusted: ',
}


def test_each_fails_with_its_reason(cloud):
    """And nobody else gets to see the password."""
    with contextlib.ExitStack() as started:
        devices = {
            name: started.enter_context(icontrol_device.Device())
            for name in (*EXPECTED, 'elsewhere')
        }
        port = devices['elsewhere'].address.rpartition(':')[2]
        devices['page'].plan(icontrol_device.html('Log in here', 200))
        devices['endless'].plan(icontrol_device.endless)
        devices['redirect'].plan(
            reply(status=307, Location=f'https://localhost:{port}/mgmt/tm/sys')
        )
        devices['compressed'].plan(
            reply(gzip.compress(b'{}'), Content_Encoding='gzip')
        )
        with open(devices['page'].ca_file) as file:
            ca_cert = file.read()
        stacks = {}
        for name in EXPECTED:
            stacks[name] = conftest.Stack(cloud.heat)
            stacks[name].id = cloud.heat.stacks.create(
                stack_name=stacks[name].name,
                template={
                    'heat_template_version': '2021-04-16',
                    'resources': {
                        'device': {
                            'type': 'F5::BigIP::Device',
                            'properties': {
                                'ip': devices[name].address,
                                'username': icontrol_device.USERNAME,
                                'password': icontrol_device.PASSWORD,
                                **(
                                    {}
                                    if name == 'untrusted'
                                    else {'ca_cert': ca_cert}
                                ),
                            },
                        }
                    },
                },
            )['stack']['id']
        for name, words in EXPECTED.items():
            stack = stacks[name]
            stack.wait('CREATE_FAILED')
            reason = stack.resource('device').resource_status_reason
            assert words in reason
            assert icontrol_device.PASSWORD not in reason
            stack.delete()
        assert devices['elsewhere'].connections == 0
        assert devices['untrusted'].requests == []


@pytest.mark.parametrize(
    'fault, words',
    [
        ('html', 'A page with the title "200 OK".'),
        ('broken-json', 'The body is not JSON.'),
    ],
)
def test_a_read_of_a_device_that_lost_its_senses(cloud, stack, fault, words):
    stack.create(
        {
            'heat_template_version': '2021-04-16',
            'resources': {'pool': {'type': 'F5::LTM::Pool'}},
        }
    )
    cloud.control.inject(fault, method='GET', path='/ltm/pool/', times=10)
    try:
        stack.check('CHECK_FAILED')
        assert words in stack.resource('pool').resource_status_reason
    finally:
        cloud.control.mend()
    stack.check()
