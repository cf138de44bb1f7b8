# SPDX-License-Identifier: Apache-2.0

"""Which hosts can be a device, and where a device may not be."""

import socket

import pytest

from f5_heat import config
from f5_heat import icontrol
from f5_heat.icontrol import errors
from f5_heat.icontrol.transport import hosts
from tests.unit import icontrol_device


@pytest.mark.parametrize(
    'text',
    [
        '192.0.2.1',
        '192.0.2.1:8443',
        '2001:db8::1',
        '[2001:db8::1]',
        '[2001:db8::1]:8443',
        'bigip',
        'bigip-1.example.com',
        'bigip_1.example.com:8443',
        'BIGIP.example.com.',
        '4.example.com',
    ],
)
def test_what_a_host_is(text):
    assert hosts.is_location(text)
    assert icontrol.connect(text, 'user', 'password')


@pytest.mark.parametrize(
    'text',
    [
        '',
        '127.0.0.1 x',
        ';x',
        'a;b',
        'a b',
        'a\nb',
        'a\r\nX: y',
        'a\tb',
        'a\x00b',
        'a/b',
        'a?b',
        'a#b',
        'a@b',
        'user:password@host',
        'a\\b',
        'a%00',
        '-a',
        'a-',
        'a..b',
        '.a',
        'a' * 64,
        'a.' * 130,
        'bücher.example.com',
        '127.1',
        '2130706433',
        '0x7f000001',
        '0x7f.1',
        '192.0.2.1.',
        '192.0.2.256',
        '192.0.2.1:0',
        '192.0.2.1:65536',
        '192.0.2.1:port',
        '192.0.2.1:',
        '[192.0.2.1]:443',
        '2001:db8::1:99999',
        'fe80::1%eth0',
        '$(x)',
        '`x`',
        "a'b",
        'a"b',
        'a,b',
        '*',
    ],
)
def test_what_no_host_is(text):
    assert not hosts.is_location(text)
    with pytest.raises(ValueError):
        config.LocationOption()(text)
    with pytest.raises(ValueError):
        icontrol.connect(text, 'user', 'password')


@pytest.mark.parametrize(
    'address',
    [
        '127.0.0.1',
        '127.255.255.254',
        '0.0.0.0',
        '169.254.169.254',
        '224.0.0.1',
        '100.100.100.200',
        '192.0.0.192',
        '::',
        '::1',
        '::127.0.0.1',
        '::ffff:127.0.0.1',
        '::ffff:a9fe:a9fe',
        '64:ff9b::7f00:1',
        'fe80::1',
        'fd00:ec2::254',
        'ff02::1',
    ],
)
def test_where_no_device_of_a_template_is(address):
    assert hosts.lies_in(address, hosts.networks(config.BLOCKED))


@pytest.mark.parametrize(
    'address',
    ['192.0.2.1', '10.0.0.1', '172.16.0.1', '2001:db8::1', 'fd00::1'],
)
def test_where_a_device_of_a_template_may_be(address):
    assert not hosts.lies_in(address, hosts.networks(config.BLOCKED))


@pytest.mark.parametrize(
    'name', ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]']
)
def test_a_blocked_device_is_sent_nothing(device, name):
    port = device.address.rpartition(':')[2]
    bigip = icontrol.connect(
        '%s:%s' % (name, port),
        icontrol_device.USERNAME,
        icontrol_device.PASSWORD,
        verify=False,
        blocked_networks=config.BLOCKED,
    )
    with pytest.raises(errors.Blocked, match='is blocked here') as caught:
        bigip.read('ltm/pool', '/Common/web')
    assert not caught.value.sent
    assert device.connections == 0


def test_a_name_that_leads_elsewhere_later_is_blocked(device, monkeypatch):
    """What answers for a name may tell another address each time."""
    port = int(device.address.rpartition(':')[2])
    asked = []

    resolve = socket.getaddrinfo

    def getaddrinfo(host, *args, **kwargs):
        if host != 'rebinding.example.com':
            return resolve(host, *args, **kwargs)
        asked.append(host)
        address = '192.0.2.1' if len(asked) == 1 else '127.0.0.1'
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, '', (address, port))]

    monkeypatch.setattr(socket, 'getaddrinfo', getaddrinfo)
    bigip = icontrol.connect(
        'rebinding.example.com:%d' % port,
        icontrol_device.USERNAME,
        icontrol_device.PASSWORD,
        verify=False,
        auth='basic',
        retry=None,
        connect_timeout=0.2,
        blocked_networks=config.BLOCKED,
    )
    # What was judged is what is connected to.
    with pytest.raises(errors.NoConnection):
        bigip.read('ltm/pool', '/Common/web')
    assert len(asked) == 1
    with pytest.raises(errors.Blocked):
        bigip.read('ltm/pool', '/Common/web')
    assert device.connections == 0


def test_a_unit_that_others_tell_of_is_blocked_too(device):
    """A device may tell that the active unit is at any address."""
    port = device.address.rpartition(':')[2]
    other = {
        'name': 'b',
        'failoverState': 'active',
        'managementIp': '127.0.0.2',
    }
    device.plan(
        icontrol_device.reply(
            {
                'items': [
                    {
                        'name': 'a',
                        'selfDevice': 'true',
                        'failoverState': 'standby',
                    },
                    other,
                ]
            }
        )
    )
    bigip = device.connect(
        standby='forward',
        retry=None,
        blocked_networks=['127.0.0.2/32'],
    )
    with pytest.raises(errors.Blocked, match='127.0.0.2 is blocked here'):
        bigip.read('ltm/pool', '/Common/web')
    assert port in bigip.session.url
    for wrong in ('127.0.0.2:1', 'localhost', 'x@127.0.0.2', None, 7):
        other['managementIp'] = wrong
        device.plan(
            icontrol_device.reply(
                {
                    'items': [
                        {
                            'name': 'a',
                            'selfDevice': 'true',
                            'failoverState': 'standby',
                        },
                        other,
                    ]
                }
            )
        )
        bigip = device.connect(standby='forward', retry=None)
        with pytest.raises(errors.NotActive, match='no unit is active'):
            bigip.read('ltm/pool', '/Common/web')
        assert bigip.session._active_unit._forwarded == {}
