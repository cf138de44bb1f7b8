# SPDX-License-Identifier: Apache-2.0

"""The JSON of iApp templates and services."""

import json

import pytest

from f5_heat.engine import schema
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import errors
from f5_heat.resources.sys import iapp_composite_template
from f5_heat.resources.sys import iapp_full_template
from f5_heat.resources.sys import iapp_service

Template = iapp_composite_template.iAppCompositeTemplate
Service = iapp_service.iAppService

VARIABLES = [
    {'name': 'pool__addr', 'encrypted': 'no', 'value': '192.0.2.1'},
    {'name': 'pool__port', 'encrypted': 'no', 'value': ''},
]
LISTS = '[{"name": "irules__irules", "encrypted": "no"}]'
TABLES = [
    {
        'name': 'pool__members',
        'columnNames': ['addr', 'port'],
        'rows': [{'row': ['192.0.2.2', 80]}],
    }
]


def wire(kind, **values):
    """The JSON for some values of an object in the partition web."""
    return kind.to_wire(
        {**dict.fromkeys(kind.properties_schema), **values}, '/web'
    )


def differences(name, wanted, body):
    prop = Service.properties_schema[name]
    return list(
        prop.differences(name, wanted, prop.read(body), schema.Place('/web'))
    )


def test_parts_of_a_template():
    assert wire(
        Template,
        implementation='tmsh::create ltm pool p',
        presentation='section s {}',
        help='<p>Help</p>',
        role_acl=['admin'],
        requires_modules=['ltm'],
        requires_bigip_version_min='11.5.0',
    ) == {
        'actions': {
            'definition': {
                'implementation': 'tmsh::create ltm pool p',
                'presentation': 'section s {}',
                'htmlHelp': '<p>Help</p>',
                'roleAcl': ['admin'],
            }
        },
        'requiresModules': ['ltm'],
        'requiresBigipVersionMin': '11.5.0',
    }


@pytest.mark.parametrize(
    'values, sent',
    [
        ({'role-acl': ['admin']}, ['admin']),
        ({'role_acl': ['admin']}, ['admin']),
        ({'role-acl': [], 'role_acl': ['admin']}, ['admin']),
        ({'role_acl': [], 'role-acl': ['admin']}, ['admin']),
        ({'role_acl': []}, []),
        ({'role-acl': []}, []),
    ],
)
def test_roles_under_both_names(values, sent):
    assert wire(Template, **values) == {
        'actions': {'definition': {'roleAcl': sent}}
    }


def test_template_is_read_from_its_subcollection():
    # 13.0.0 has the actions there alone.
    values = Template.from_wire(
        {
            'actionsReference': {
                'link': 'https://localhost/mgmt/tm/sys/application/template/'
                '~Common~t/actions?ver=13.0.0',
                'isSubcollection': True,
                'items': [
                    {
                        'name': 'definition',
                        'implementation': 'i',
                        'presentation': 'p',
                        'roleAcl': ['admin'],
                    }
                ],
            }
        }
    )
    assert values['implementation'] == 'i'
    assert values['presentation'] == 'p'
    assert values['role_acl'] == ['admin'] == values['role-acl']


def test_answers_as_text_and_as_lists():
    assert wire(Service, lists=LISTS, tables=TABLES, variables=VARIABLES) == {
        'lists': [{'name': 'irules__irules', 'encrypted': 'no'}],
        'tables': [
            {
                'name': 'pool__members',
                'columnNames': ['addr', 'port'],
                'rows': [{'row': ['192.0.2.2', '80']}],
            }
        ],
        'variables': VARIABLES,
    }


def test_yes_and_no_without_quotes():
    assert wire(
        Service, variables=[{'name': 'a', 'encrypted': False, 'value': True}]
    ) == {'variables': [{'name': 'a', 'encrypted': 'no', 'value': 'yes'}]}


@pytest.mark.parametrize(
    'text, reason',
    [
        ('[{', 'The text of variables is not valid JSON: '),
        (
            '{"name": ["a"]}',
            'The value of name in variables has to be a single '
            'value, not a list.',
        ),
        ('7', 'The value of variables has to be a list of maps'),
        (
            '[{"value": "a"}]',
            'The value of variables has to be a list of maps',
        ),
        ('["a"]', 'The value of variables has to be a list of maps'),
    ],
)
def test_bad_answers_are_refused_with_the_name_of_the_property(text, reason):
    with pytest.raises(ValueError, match=reason):
        wire(Service, variables=text)


def test_no_text_is_no_answers():
    assert wire(Service, variables='') == {'variables': []}


def test_answers_as_the_device_completes_them():
    assert (
        differences(
            'lists',
            LISTS,
            {'lists': [{'name': 'irules__irules', 'encrypted': 'no'}]},
        )
        == []
    )
    assert (
        differences(
            'variables',
            [{'name': 'a', 'value': 1}],
            {'variables': [{'name': 'a', 'encrypted': 'no', 'value': '1'}]},
        )
        == []
    )
    assert (
        differences(
            'variables',
            [{'name': 'a', 'encrypted': 'yes', 'value': 'secret'}],
            {
                'variables': [
                    {
                        'name': 'a',
                        'encrypted': 'yes',
                        'value': '$M$7T$DpzEUVHt5rKkAfqr',
                    }
                ]
            },
        )
        == []
    )


def test_other_answers():
    assert differences(
        'variables',
        {'a': '1', 'b': '1', 'c': '1'},
        {
            'variables': [
                {'name': 'a', 'encrypted': 'no', 'value': '2'},
                {'name': 'c', 'encrypted': 'no', 'value': '1'},
                {'name': 'd', 'encrypted': 'no', 'value': '1'},
            ]
        },
    ) == [
        'variables: the device has another answer a',
        'variables: the device has no answer b',
        'variables: the device has also an answer d',
    ]


def test_answers_that_have_turned_invalid_are_a_difference():
    assert differences('variables', '[', {'variables': []})[0].startswith(
        'variables: The text of variables is not valid JSON: '
    )


@pytest.mark.parametrize(
    'name, native, sent',
    [
        (
            'variables',
            {'port': 80, 'on': True, 'none': None},
            [
                {'name': 'port', 'value': '80'},
                {'name': 'on', 'value': 'yes'},
                {'name': 'none', 'value': ''},
            ],
        ),
        (
            'variables',
            {'key': {'value': 'k', 'encrypted': True}},
            [{'name': 'key', 'value': 'k', 'encrypted': 'yes'}],
        ),
        (
            'lists',
            {'rules': ['a', 'b'], 'empty': []},
            [
                {'name': 'rules', 'value': ['a', 'b']},
                {'name': 'empty', 'value': []},
            ],
        ),
        (
            'tables',
            {
                'members': [
                    {'addr': '192.0.2.1', 'port': 80},
                    {'addr': '192.0.2.2', 'limit': 5},
                ]
            },
            [
                {
                    'name': 'members',
                    'columnNames': ['addr', 'port', 'limit'],
                    'rows': [
                        {'row': ['192.0.2.1', '80', '']},
                        {'row': ['192.0.2.2', '', '5']},
                    ],
                }
            ],
        ),
        (
            'tables',
            {
                'members': {
                    'columnNames': ['addr', 'port'],
                    'rows': [['192.0.2.1', 80]],
                }
            },
            [
                {
                    'name': 'members',
                    'columnNames': ['addr', 'port'],
                    'rows': [{'row': ['192.0.2.1', '80']}],
                }
            ],
        ),
        (
            'tables',
            [
                {
                    'name': 'members',
                    'columnNames': ['port', 'addr'],
                    'rows': [{'addr': '192.0.2.1'}, ['80', '192.0.2.2']],
                }
            ],
            [
                {
                    'name': 'members',
                    'columnNames': ['port', 'addr'],
                    'rows': [
                        {'row': ['', '192.0.2.1']},
                        {'row': ['80', '192.0.2.2']},
                    ],
                }
            ],
        ),
        ('tables', [{'name': 'members'}], [{'name': 'members'}]),
    ],
)
def test_native_answers(name, native, sent):
    assert wire(Service, **{name: native}) == {name: sent}
    assert wire(Service, **{name: json.dumps(native)}) == {name: sent}
    assert differences(name, native, {name: sent}) == []


@pytest.mark.parametrize(
    'table, reason',
    [
        (
            {'columnNames': ['a'], 'rows': [{'b': '1'}]},
            'There is no column b in the table t of tables.',
        ),
        ({'rows': ['a']}, 'The rows of t in tables have to be a list of'),
        ('a', 'The value of t in tables has to be a list of rows.'),
    ],
)
def test_bad_tables(table, reason):
    with pytest.raises(ValueError, match=reason):
        wire(Service, tables={'t': table})


SECRETS = {
    'variables': [
        [
            {'name': 'a', 'value': 'SECRET', 'encrypted': 'yes'},
            {'name': 'b', 'value': 'plain', 'encrypted': 'no'},
        ],
        {'a': {'value': 'SECRET', 'encrypted': True}, 'b': 'plain'},
    ],
    'lists': [
        [
            {'name': 'a', 'value': ['SECRET', 'SECRET'], 'encrypted': 'yes'},
            {'name': 'b', 'value': ['plain']},
        ]
    ],
    'tables': [
        [
            {
                'name': 'a',
                'columnNames': ['open', 'key'],
                'encryptedColumns': ['key'],
                'rows': [{'row': ['plain', 'SECRET']}, ['plain', 'SECRET']],
            }
        ],
        {
            'a': {
                'encryptedColumns': ['key'],
                'rows': [{'open': 'plain', 'key': 'SECRET'}],
            }
        },
        {
            'a': {
                'encrypted_columns': ['key'],
                'rows': [{'open': 'plain', 'key': 'SECRET'}],
            }
        },
    ],
}


@pytest.mark.parametrize(
    'name, value',
    [
        (name, form)
        for name, values in SECRETS.items()
        for value in values
        for form in (value, json.dumps(value))
    ],
)
def test_secrets_among_the_answers(name, value):
    prop = Service.properties_schema[name]
    assert set(schema.secrets(prop, value)) == {'SECRET'}
    sealed = schema.seal(
        prop, value, lambda secret: 'sealed ' + secret.lower()
    )
    assert 'SECRET' not in sealed and 'sealed secret' in sealed
    assert 'plain' in sealed
    assert prop.encode(sealed, '/web') == [
        json.loads(json.dumps(entry).replace('SECRET', 'sealed secret'))
        for entry in prop.encode(value, '/web')
    ]


def test_no_half_of_a_secret_at_the_end_of_a_message_that_was_cut():
    error = errors.BadRequest(
        400,
        '',
        'script failed: set key TOPSEC',
        'POST',
        '/mgmt/tm/sys/application/service',
    )
    told = refusal.explained(
        error,
        Service.properties_schema,
        {
            'variables': [
                {'name': 'key', 'value': 'TOPSECRET', 'encrypted': 'yes'}
            ]
        },
    )
    assert told.message == 'script failed: set key ***'


@pytest.mark.parametrize(
    'name, value',
    [
        ('variables', VARIABLES),
        ('lists', LISTS),
        ('tables', TABLES),
        ('variables', {'a': 'b'}),
    ],
)
def test_answers_without_secrets_are_stored_as_they_are(name, value):
    prop = Service.properties_schema[name]
    assert schema.seal(prop, value, str.upper) is value


def test_a_text_that_nobody_can_read_is_sealed_as_a_whole():
    prop = Service.properties_schema['variables']
    broken = '[{"value": "SECRET"'
    assert schema.seal(prop, broken, lambda _: 'sealed') == 'sealed'
    assert list(schema.secrets(prop, broken)) == []


def test_traffic_group_is_inherited_unless_it_is_given():
    given = {
        'trafficGroup': '/Common/traffic-group-local-only',
        'inheritedTrafficGroup': 'false',
    }
    assert (
        wire(Service, traffic_group='/Common/traffic-group-local-only')
        == given
    )
    assert wire(Service, traffic_group='') == {'inheritedTrafficGroup': 'true'}
    prop = Service.properties_schema['traffic_group']
    assert prop.read(given) == '/Common/traffic-group-local-only'
    # As recorded on 13.0.0.
    assert (
        prop.read(
            {
                'trafficGroup': '/Common/traffic-group-1',
                'inheritedTrafficGroup': 'true',
            }
        )
        is None
    )


def test_place_of_a_new_service():
    assert Service.identify('/web/shop.app/shop') == {
        'name': 'shop',
        'partition': 'web',
    }
    assert Service.identify('/web/f/shop.app/shop') == {
        'name': 'shop',
        'partition': 'web',
        'subPath': 'f',
    }


def test_template_by_its_bare_name():
    template = wire(Service, template_name='lb')['template']
    assert (template, template.common) == ('/web/lb', '/Common/lb')


def test_a_text_is_another_one_where_parts_are_dropped():
    update = iapp_full_template.Update('text', {'actions'})
    assert update != 'text'
    assert {'full_template': update} != {'full_template': 'text'}
    assert iapp_full_template.Update('text', set()) == 'text'
