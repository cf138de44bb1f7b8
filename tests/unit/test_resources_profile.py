# SPDX-License-Identifier: Apache-2.0

"""The JSON of profiles, against what devices were recorded to send."""

import pytest

from f5_heat.engine import schema
from f5_heat.resources.ltm import persistence
from f5_heat.resources.ltm.profile import client_ssl
from f5_heat.resources.ltm.profile import fastl4
from f5_heat.resources.ltm.profile import http
from f5_heat.resources.ltm.profile import one_connect
from f5_heat.resources.ltm.profile import server_ssl
from f5_heat.resources.ltm.profile import tcp
from f5_heat.resources.ltm.profile import udp

SSL = (client_ssl.ClientSSL, server_ssl.ServerSSL)
OTHERS = (
    http.HTTP,
    tcp.TCP,
    udp.UDP,
    fastl4.FastL4,
    one_connect.OneConnect,
    persistence.Cookie,
    persistence.SourceAddress,
)


def wire(kind, **values):
    """The JSON for some values of a profile in the partition web."""
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


def differences(kind, name, wanted, body):
    prop = kind.properties_schema[name]
    return list(
        prop.differences(name, wanted, prop.read(body), schema.Place('/web'))
    )


def test_recorded_http_profile():
    # Part of /Common/http on 14.1.2.1.
    assert given(
        http.HTTP,
        {
            'acceptXff': 'disabled',
            'encryptCookies': [],
            'fallbackHost': 'none',
            'lwsWidth': 80,
            'proxyType': 'reverse',
            'hsts': {
                'includeSubdomains': 'enabled',
                'maximumAge': 16070400,
                'mode': 'disabled',
                'preload': 'disabled',
            },
            'serverAgentName': 'BigIP',
            'sflow': {
                'pollInterval': 0,
                'pollIntervalGlobal': 'yes',
                'samplingRate': 0,
                'samplingRateGlobal': 'yes',
            },
        },
    ) == {
        'accept_xff': False,
        'encrypt_cookies': [],
        'fallback_host': '',
        'lws_width': 80,
        'proxy_type': 'reverse',
        'hsts': {
            'include_subdomains': True,
            'maximum_age': 16070400,
            'mode': False,
            'preload': False,
        },
        'server_agent_name': 'BigIP',
        'sflow': {
            'poll_interval': 0,
            'poll_interval_global': True,
            'sampling_rate': 0,
            'sampling_rate_global': True,
        },
    }


def test_nested_objects_hold_what_is_given_alone():
    assert wire(
        http.HTTP,
        enforcement={
            'max_requests': 5,
            'known_methods': ['GET'],
            'truncated_redirects': True,
            'pipeline': None,
        },
        insert_xforwarded_for=True,
    ) == {
        'enforcement': {
            'maxRequests': 5,
            'knownMethods': ['GET'],
            'truncatedRedirects': 'enabled',
        },
        'insertXforwardedFor': 'enabled',
    }


def test_part_of_a_nested_object_that_is_dropped_comes_from_the_parent():
    prop = http.HTTP.properties_schema['hsts']
    parent = {'mode': False, 'maximum_age': 16070400, 'preload': False}
    filled = prop.fill(
        {'mode': True, 'maximum_age': 60},
        {'mode': True},
        schema.Place('/web', parent=lambda: parent),
    )
    assert wire(http.HTTP, hsts=filled) == {
        'hsts': {'mode': 'enabled', 'maximumAge': 16070400}
    }


@pytest.mark.parametrize('wanted', ['', 'none'])
def test_word_none_is_an_absent_text(wanted):
    assert (
        differences(
            http.HTTP, 'header_insert', wanted, {'headerInsert': 'none'}
        )
        == []
    )
    assert wire(http.HTTP, header_insert=wanted) == {'headerInsert': ''}


def test_difference_inside_a_nested_object_is_named():
    assert differences(
        http.HTTP,
        'hsts',
        {'mode': True},
        {'hsts': {'mode': 'disabled'}},
    ) == ['hsts.mode: expected True, the device has False']


def test_numbers_that_may_be_words():
    # 14.1.2.1 has a number for TCP and a text for UDP and FastL4.
    assert given(
        tcp.TCP,
        {
            'idleTimeout': 300,
            'finWait_2Timeout': 300,
            'timeWaitTimeout': '2000',
            'zeroWindowTimeout': 20000,
        },
    ) == {
        'idle_timeout': '300',
        'fin_wait_2_timeout': '300',
        'time_wait_timeout': '2000',
        'zero_window_timeout': '20000',
    }
    assert (
        differences(udp.UDP, 'idle_timeout', '60', {'idleTimeout': '60'}) == []
    )
    assert (
        differences(
            fastl4.FastL4,
            'keep_alive_interval',
            'disabled',
            {'keepAliveInterval': 'disabled'},
        )
        == []
    )


def test_recorded_one_connect_profile():
    # /Common/oneconnect on 13.1.0.4.
    assert given(
        one_connect.OneConnect,
        {
            'idleTimeoutOverride': 'disabled',
            'limitType': 'none',
            'maxAge': 86400,
            'maxReuse': 1000,
            'maxSize': 10000,
            'sharePools': 'disabled',
            'sourceMask': 'any',
        },
    ) == {
        'idle_timeout_override': 'disabled',
        'limit_type': 'none',
        'max_age': 86400,
        'max_reuse': 1000,
        'max_size': 10000,
        'share_pools': False,
        'source_mask': 'any',
    }


@pytest.mark.parametrize(
    'sent',
    [
        '{ dont-insert-empty-fragments no-tlsv1.3 }',
        ['dont-insert-empty-fragments', 'no-tlsv1.3'],
    ],
)
def test_options_in_both_forms(sent):
    assert given(client_ssl.ClientSSL, {'tmOptions': sent}) == {
        'tm_options': ['dont-insert-empty-fragments', 'no-tlsv1.3']
    }
    assert (
        differences(
            client_ssl.ClientSSL,
            'tm_options',
            ['no-tlsv1.3', 'dont-insert-empty-fragments'],
            {'tmOptions': sent},
        )
        == []
    )


def test_options_are_sent_as_one_text():
    assert wire(server_ssl.ServerSSL, tm_options=['no-ssl']) == {
        'tmOptions': '{ no-ssl }'
    }
    assert wire(server_ssl.ServerSSL, tm_options=[]) == {'tmOptions': 'none'}


def test_certificates():
    chain = [
        {
            'name': None,
            'cert': '/Common/www.crt',
            'key': '/Common/www.key',
            'chain': None,
            'passphrase': 's',
        },
        {
            'name': 'ec',
            'cert': 'ec.crt',
            'key': 'ec.key',
            'chain': '/Common/ca.crt',
            'passphrase': None,
        },
    ]
    assert wire(client_ssl.ClientSSL, cert_key_chain=chain) == {
        'certKeyChain': [
            {
                'name': 'www',
                'cert': '/Common/www.crt',
                'key': '/Common/www.key',
                'passphrase': 's',
            },
            {
                'name': 'ec',
                'cert': '/web/ec.crt',
                'key': '/web/ec.key',
                'chain': '/Common/ca.crt',
            },
        ]
    }
    shown = {
        'certKeyChain': [
            {
                'name': 'ec',
                'appService': 'none',
                'cert': '/Common/ec.crt',
                'chain': '/Common/ca.crt',
                'key': '/Common/ec.key',
                'usage': 'SERVER',
            },
            {
                'name': 'www',
                'appService': 'none',
                'cert': '/Common/www.crt',
                'chain': 'none',
                'key': '/Common/www.key',
                'usage': 'SERVER',
            },
        ]
    }
    assert (
        differences(client_ssl.ClientSSL, 'cert_key_chain', chain, shown) == []
    )
    shown['certKeyChain'].pop()
    assert (
        differences(client_ssl.ClientSSL, 'cert_key_chain', chain, shown) != []
    )


def test_secrets_are_not_compared():
    # They are shown encrypted, or not at all.
    assert differences(client_ssl.ClientSSL, 'passphrase', 's', {}) == []
    assert differences(http.HTTP, 'encrypt_cookie_secret', 's', {}) == []
    assert (
        differences(
            persistence.Cookie, 'cookie_encryption_passphrase', 's', {}
        )
        == []
    )


def test_recorded_cookie_persistence():
    # Part of /Common/cookie on 13.1.0.7.
    assert given(
        persistence.Cookie,
        {
            'cookieName': 'none',
            'encryptCookiePoolname': 'disabled',
            'expiration': '0',
            'hashLength': 0,
            'httponly': 'enabled',
            'method': 'insert',
            'secure': 'enabled',
            'timeout': '180',
        },
    ) == {
        'cookie_name': '',
        'encrypt_cookie_poolname': False,
        'expiration': '0',
        'hash_length': 0,
        'httponly': True,
        'method': 'insert',
        'secure': True,
        'timeout': '180',
    }


@pytest.mark.parametrize(
    'expiration, fits',
    [
        ('0', True),
        ('1:12:0:0', True),
        ('1:2:3:4:5', False),
        ('1d', False),
        ('', False),
    ],
)
def test_expiration(expiration, fits):
    assert persistence.Period().fits(expiration) == fits


@pytest.mark.parametrize('kind', [*SSL, *OTHERS])
def test_parent(kind):
    prop = kind.properties_schema['defaults_from']
    assert prop.update_allowed == (kind not in SSL)
    assert prop.unset == kind.root_parent
    own = {'description', 'defaults_from', 'app_service'}
    assert {
        name
        for name, prop in kind.properties_schema.items()
        if prop.wire and prop.unset is not schema.INHERITED
    } == own
