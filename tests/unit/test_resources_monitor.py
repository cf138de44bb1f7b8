# SPDX-License-Identifier: Apache-2.0

"""The JSON of monitors, against what devices were recorded to send."""

import pytest

from f5_heat.engine import schema
from f5_heat.resources.ltm import monitor
from f5_heat.resources.ltm import target

KINDS = monitor.resource_mapping().values()


def wire(kind, **values):
    """The JSON for some values of a monitor in the partition web."""
    return kind.to_wire(
        {**dict.fromkeys(kind.properties_schema), **values}, '/web'
    )


def given(kind, body):
    """The values in some JSON that are there at all."""
    return {
        name: value
        for name, value in kind.from_wire(body).items()
        if value is not None
    }


def test_recorded_http_monitor():
    # 13.0.0, without the adaptive properties.
    assert given(
        monitor.HTTP,
        {
            'kind': 'tm:ltm:monitor:http:httpstate',
            'name': 'foo',
            'partition': 'Common',
            'fullPath': '/Common/foo',
            'generation': 0,
            'defaultsFrom': '/Common/http',
            'description': 'a description',
            'destination': '*:*',
            'interval': 5,
            'ipDscp': 0,
            'manualResume': 'disabled',
            'password': '$M$7T$DpzEUVHt5rKkAfqr',
            'recv': 'hello world',
            'reverse': 'disabled',
            'send': 'GET /\\r\\n',
            'timeUntilUp': 0,
            'timeout': 16,
            'transparent': 'disabled',
            'upInterval': 0,
            'username': 'john',
        },
    ) == {
        'defaults_from': '/Common/http',
        'description': 'a description',
        'destination': '*:*',
        'interval': 5,
        'ip_dscp': 0,
        'manual_resume': False,
        'password': '$M$7T$DpzEUVHt5rKkAfqr',
        'receive': 'hello world',
        'reverse': False,
        'send': 'GET /\\r\\n',
        'time_until_up': 0,
        'timeout': 16,
        'transparent': False,
        'up_interval': 0,
        'username': 'john',
    }


def test_names_on_the_wire():
    assert wire(
        monitor.HTTPS,
        defaults_from='/Common/https',
        receive='ok',
        receive_disable='busy',
        adaptive=True,
        compatibility=False,
        ssl_profile='/Common/serverssl',
        time_until_up=30,
    ) == {
        'defaultsFrom': '/Common/https',
        'recv': 'ok',
        'recvDisable': 'busy',
        'adaptive': 'enabled',
        'compatibility': 'disabled',
        'sslProfile': '/Common/serverssl',
        'timeUntilUp': 30,
    }


def test_debug_is_yes_or_no():
    assert wire(monitor.UDP, debug=True) == {'debug': 'yes'}


def test_program_is_looked_up_in_the_partition_of_the_monitor_first():
    run = wire(monitor.External, run='check.sh', args='-v')['run']
    assert (run, run.common) == ('/web/check.sh', '/Common/check.sh')


@pytest.mark.parametrize(
    'destination, sent',
    [
        ('*:*', '*:*'),
        ('*:80', '*:80'),
        ('192.0.2.1:80', '192.0.2.1:80'),
        ('192.0.2.1%2:80', '192.0.2.1%2:80'),
        ('[2001:db8::1]:80', '2001:db8::1.80'),
        ('2001:db8::1.80', '2001:db8::1.80'),
    ],
)
def test_destination(destination, sent):
    assert target.Endpoint().fits(destination)
    assert wire(monitor.TCP, destination=destination) == {'destination': sent}
    prop = monitor.TCP.properties_schema['destination']
    assert (
        list(
            prop.differences(
                'destination',
                destination,
                prop.read({'destination': sent}),
                schema.Place('/web'),
            )
        )
        == []
    )


@pytest.mark.parametrize(
    'destination',
    [
        '',
        '*',
        '80',
        '*:http',
        '*:65536',
        '192.0.2.1',
        '192.0.2.1:*',
        '192.0.2.1:0',
        'www.example.com:80',
        '[2001:db8::1]',
        '2001:db8::1',
    ],
)
def test_bad_destination(destination):
    assert not target.Endpoint().fits(destination)


def test_ping_has_no_port():
    assert target.Host().fits('*')
    assert target.Host().fits('2001:db8::1')
    assert not target.Host().fits('*:*')
    assert wire(monitor.ICMP, destination='192.0.2.1') == {
        'destination': '192.0.2.1'
    }


def test_absent_text_is_no_difference_from_none():
    # A monitor has no key for a text that is not set (13.0.0, 14.1.2.1).
    prop = monitor.HTTP.properties_schema['receive']
    for nothing in ('', 'none'):
        assert (
            list(
                prop.differences(
                    'receive', nothing, None, schema.Place('/web')
                )
            )
            == []
        )
    assert list(
        prop.differences('receive', 'ok', None, schema.Place('/web'))
    ) == ['receive: expected ok, the device has nothing']


@pytest.mark.parametrize('kind', KINDS)
def test_parent_is_create_only_and_what_is_dropped_comes_from_it(kind):
    properties = kind.properties_schema
    assert not properties['defaults_from'].update_allowed
    # The parent of 14.1.2.1 does not show its compatibility.
    own = {
        'defaults_from',
        'description',
        'app_service',
        'qname',
        'compatibility',
    }
    assert {
        name
        for name, prop in properties.items()
        if prop.wire and prop.unset is not schema.INHERITED
    } <= own


def test_parents_of_a_fresh_device():
    assert {kind.root_parent for kind in KINDS} == {
        '/Common/http',
        '/Common/https',
        '/Common/tcp',
        '/Common/udp',
        '/Common/icmp',
        '/Common/gateway_icmp',
        '/Common/tcp_half_open',
        '/Common/external',
        '/Common/dns',
    }
