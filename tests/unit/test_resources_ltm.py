# SPDX-License-Identifier: Apache-2.0

"""The JSON of iRules, SNAT pools and virtual addresses."""

import pytest

from f5_heat.engine import schema
from f5_heat.engine.validation import constraints
from f5_heat.resources.ltm import irule
from f5_heat.resources.ltm import snat_pool
from f5_heat.resources.ltm import virtual_address
from f5_heat.resources.ltm import virtual_server
from f5_heat.resources.net import self_ip

MARK = '{0}/rule/{0}'.format('8b1f3c52-7a50-4b8e-9a0c-2d1b6f4e5a70')
RULE = 'when HTTP_REQUEST {\n    HTTP::redirect https://[HTTP::host]/\n}'


def wire(kind, **values):
    """The JSON for some values of an object in the partition web."""
    return kind.to_wire(
        {**dict.fromkeys(kind.properties_schema), **values}, '/web'
    )


def differences(kind, name, wanted, body):
    prop = kind.properties_schema[name]
    return list(
        prop.differences(name, wanted, prop.read(body), schema.Place('/web'))
    )


def test_script_of_an_irule():
    assert wire(irule.IRule, definition=RULE) == {'apiAnonymous': RULE}


def test_blanks_around_a_script_do_not_count():
    # Devices do not keep them.
    assert (
        differences(
            irule.IRule,
            'definition',
            RULE + '\n\n',
            {'apiAnonymous': '\n' + RULE},
        )
        == []
    )


def test_mark_of_an_irule_is_a_comment_behind_the_script():
    body = wire(irule.IRule, definition=RULE)
    irule.IRule.ownership.add(body, MARK)
    assert body['apiAnonymous'] == RULE + '\n# f5_heat ' + MARK
    assert irule.IRule.ownership.remove(body) == {'apiAnonymous': RULE}


def test_ignore_verification_is_a_text():
    assert wire(irule.IRule, ignore_verification=True) == {
        'ignoreVerification': 'true'
    }
    assert differences(irule.IRule, 'ignore_verification', False, {}) == []


def test_members_of_a_snat_pool():
    members = ['192.0.2.1', '/Common/192.0.2.2', '2001:db8::1']
    assert wire(snat_pool.SnatPool, members=members) == {
        'members': ['/web/192.0.2.1', '/Common/192.0.2.2', '/web/2001:db8::1']
    }
    assert (
        differences(
            snat_pool.SnatPool,
            'members',
            members,
            {
                'members': [
                    '/Common/192.0.2.2',
                    '/web/192.0.2.1',
                    '/web/2001:db8::1',
                ]
            },
        )
        == []
    )


def test_members_in_another_form():
    assert (
        differences(
            snat_pool.SnatPool,
            'members',
            ['192.0.2.1%0', '2001:DB8:0::1'],
            {'members': ['/web/192.0.2.1', '/web/2001:db8::1']},
        )
        == []
    )


def test_recorded_virtual_address():
    # 14.1.2.1, made by a virtual server.
    values = virtual_address.VirtualAddress.from_wire(
        {
            'address': '192.0.2.1',
            'arp': 'enabled',
            'autoDelete': 'true',
            'connectionLimit': 0,
            'enabled': 'yes',
            'floating': 'enabled',
            'icmpEcho': 'enabled',
            'inheritedTrafficGroup': 'false',
            'mask': '255.255.255.255',
            'routeAdvertisement': 'disabled',
            'serverScope': 'any',
            'spanning': 'disabled',
            'trafficGroup': '/Common/traffic-group-1',
            'unit': 1,
        }
    )
    assert {
        key: value for key, value in values.items() if value is not None
    } == {
        'address': '192.0.2.1',
        'arp': True,
        'auto_delete': True,
        'connection_limit': 0,
        'admin_state_up': True,
        'icmp_echo': 'enabled',
        'mask': '255.255.255.255',
        'route_advertisement': 'disabled',
        'server_scope': 'any',
        'spanning': False,
        'traffic_group': '/Common/traffic-group-1',
    }


def test_words_of_a_virtual_address():
    assert wire(
        virtual_address.VirtualAddress,
        admin_state_up=False,
        auto_delete=False,
        arp=False,
    ) == {'enabled': 'no', 'autoDelete': 'false', 'arp': 'disabled'}


def test_what_a_virtual_address_has_when_it_is_not_given():
    schemas = virtual_address.VirtualAddress.properties_schema
    unset = {
        name: prop.unset
        for name, prop in schemas.items()
        if prop.wire and prop.update_allowed
    }
    assert unset == {
        'description': '',
        'admin_state_up': True,
        'arp': True,
        'icmp_echo': 'enabled',
        'route_advertisement': 'disabled',
        'server_scope': 'any',
        'auto_delete': True,
        'spanning': False,
        'connection_limit': 0,
        'traffic_group': '/Common/traffic-group-1',
    }


def test_traffic_groups_lie_in_common():
    assert wire(
        virtual_address.VirtualAddress,
        traffic_group='traffic-group-local-only',
    ) == {'trafficGroup': '/Common/traffic-group-local-only'}


@pytest.mark.parametrize('name', ['address', 'mask'])
def test_address_and_mask_are_create_only(name):
    prop = virtual_address.VirtualAddress.properties_schema[name]
    assert not prop.update_allowed
    assert [type(one) for one in prop.constraints] == [constraints.Address]


@pytest.mark.parametrize(
    'command',
    [
        'class match $host equals hosts',
        'class match [string tolower [HTTP::host]] ends_with hosts ',
        'class lookup [HTTP::host] /Common/hosts',
        'class exists hosts',
    ],
)
def test_an_irule_names_the_data_groups_that_it_looks_up(command):
    script = irule.Script('A script.')
    text = 'when HTTP_REQUEST { if { [%s] } { pool web } }' % command
    assert {
        ('ltm/pool', '/Common/web'),
        ('ltm/data-group/', '/Common/hosts'),
    } <= set(script.names(text, '/Common'))
    assert set(script.names('pool [LB::server pool]', '/Common')) == set()


# The side of a profile.

PROFILE = {'fullPath': '/Common/clientssl'}


def profiles_shown(*contexts):
    return {
        'profilesReference': {
            'items': [{**PROFILE, 'context': one} for one in contexts]
        }
    }


@pytest.mark.parametrize('context', ['all', 'clientside', 'serverside'])
def test_a_bare_name_leaves_the_side_of_a_profile_to_the_device(context):
    kind = virtual_server.VirtualServer
    body = wire(kind, profiles=['/Common/clientssl'])
    assert body['profiles'] == [{'name': '/Common/clientssl'}]
    for wanted in ['/Common/clientssl', 'clientssl', {'name': 'clientssl'}]:
        assert not differences(
            kind, 'profiles', [wanted], profiles_shown(context)
        )


def test_a_side_that_is_named_is_sent_and_compared():
    kind = virtual_server.VirtualServer
    for name, context in [
        ('profiles', 'serverside'),
        ('server_profiles', None),
    ]:
        wanted = [{'name': '/Common/clientssl', 'context': context}]
        assert wire(kind, **{name: wanted})['profiles'] == [
            {'name': '/Common/clientssl', 'context': 'serverside'}
        ]
        assert differences(kind, name, wanted, profiles_shown('clientside'))
        assert not differences(
            kind, name, wanted, profiles_shown('serverside')
        )


# What a device without a key has.


@pytest.mark.parametrize('shown', [{}, {'trafficGroup': 'none'}])
@pytest.mark.parametrize(
    'kind', [virtual_address.VirtualAddress, self_ip.SelfIP]
)
def test_no_traffic_group_is_none_and_not_the_default(kind, shown):
    # The word is recorded; other references have no key then.
    for nothing in ('none', ''):
        assert not differences(kind, 'traffic_group', nothing, shown)
    for group in ('traffic-group-1', '/Common/traffic-group-local-only'):
        (told,) = differences(kind, 'traffic_group', group, shown)
        assert told.endswith(
            'the device has %s' % (shown and 'none' or 'nothing')
        )


@pytest.mark.parametrize('nothing', ['', 'none', ' none'])
def test_the_word_none_clears_a_text_as_in_tmsh(nothing):
    kind = virtual_address.VirtualAddress
    body = wire(kind, description=nothing)
    kind.ownership.add(body, MARK)
    assert kind.ownership.remove(body).get('description') is None
    for shown in ({}, {'description': 'none'}):
        assert not differences(kind, 'description', nothing, shown)
    assert differences(kind, 'description', nothing, {'description': 'x'})
