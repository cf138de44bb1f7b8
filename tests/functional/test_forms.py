# SPDX-License-Identifier: Apache-2.0

"""All properties of a type at once, in other forms: a device sees no write.

The function-level tests of every form are in ``tests/unit/test_forms.py``.
"""

import pytest

from f5_heat.engine import schema
from f5_heat.plugin import resource_types
from f5_heat.resources.ltm import inheritance
from f5_heat.resources.ltm import listener
from f5_heat.resources.ltm import member
from f5_heat.resources.ltm import virtual_address
from tests.functional import contract
from tests.functional.contract import stacks
from tests.unit import forms

TYPES = resource_types.resource_mapping()
#: What names an object, and what one at least of its properties needs.
AS_IT_IS = {'name'}


def writes(crowd):
    """The last requests that changed something, with what they sent."""
    return [
        (request['method'], request['path'], request.get('body'))
        for request in crowd.cloud.control.requests()
        if request['method'] != 'GET' and not request['login']
    ]


def in_other_forms(crowd, template):
    """The template with all values in other forms; how many there are."""
    changed = {}
    for case in crowd:
        properties = TYPES[case.row.type].properties_schema
        for key in case.groups:
            given = template['resources'][case.label + key]['properties']
            for name, value in given.items():
                if name in AS_IT_IS:
                    continue
                given[name] = forms.another(properties[name], value)
                if given[name] != value:
                    changed.setdefault(case.row.type, set()).add(name)
    return template, changed


@pytest.mark.parametrize('family', contract.FAMILIES)
def test_other_forms_write_nothing(family, crowd):
    rows = contract.FAMILIES[family]
    full = crowd(rows=rows)
    full.stack.create(full.template(stacks.second))
    template, changed = in_other_forms(full, full.template(stacks.second))
    # Of each type most properties have another form; words have none.
    assert set(changed) == {row.type for row in rows}
    full.act(full.stack.update, template)
    assert writes(full) == []
    full.act(full.stack.check)
    full.act(full.stack.update, template, converge=True)
    assert writes(full) == []


@pytest.mark.parametrize('family', contract.FAMILIES)
def test_what_an_object_has_is_written_down_and_dropped(family, crowd):
    plain = crowd(stacks.together, rows=contract.FAMILIES[family])
    plain.stack.create(plain.template())
    template = plain.template()
    for case in plain:
        kind = TYPES[case.row.type]
        found = kind.from_wire(case.read('all'))
        given = template['resources'][case.label + 'all']['properties']
        for name in case.groups['all']:
            prop = kind.properties_schema[name]
            value = without_nothing(found[name])
            if schema.has_secret(prop) or not takes(kind, name, value):
                continue
            given.setdefault(name, value)
    plain.act(plain.stack.update, template)
    assert writes(plain) == []
    plain.stack.check()
    plain.act(plain.stack.update, template, converge=True)
    assert writes(plain) == []
    plain.act(plain.stack.update, plain.template())
    assert writes(plain) == []


#: The classes of texts and names that the word none takes away.
CLEARED = (
    schema.String,
    schema.Reference,
    inheritance.Text,
    listener.Persistence,
    member.Encapsulation,
    virtual_address.TrafficGroup,
)
#: Where none is no text that is missing.
ASKED_FOR = {
    'defaults_from': 'an object has a parent',
    'name': 'the name',
    'partition': 'the path',
    'ciphers': 'TLS needs some, or a cipher group',
}


def is_cleared(prop):
    return (
        type(prop) in CLEARED
        and prop.wire is not None
        and not (prop.required or prop.secret or prop.constraints)
    )


@pytest.mark.parametrize('nothing', ['none', ''])
@pytest.mark.parametrize('family', contract.FAMILIES)
def test_none_takes_away_as_in_tmsh(family, nothing, crowd):
    """Nothing is on the device then, and a check is content."""
    plain = crowd(stacks.together, rows=contract.FAMILIES[family])
    template = plain.template()
    tried = 0
    for case in plain:
        properties = TYPES[case.row.type].properties_schema
        given = template['resources'][case.label + 'all']['properties']
        for name in case.groups['all']:
            if name not in ASKED_FOR and is_cleared(properties[name]):
                given[name] = nothing
                tried += 1
    assert tried >= len(plain.cases)
    plain.act(plain.stack.create, template)
    for case in plain:
        body = case.read('all')
        assert 'none [f5_heat' not in str(case.read_marked('all'))
        if 'description' in case.groups['all']:
            assert not body.get('description'), case.row.type
    plain.stack.check()
    plain.act(plain.stack.update, template, converge=True)
    assert writes(plain) == []


def without_nothing(value):
    """A value that a device has, without the parts that it does not show."""
    if isinstance(value, dict):
        return {
            name: without_nothing(part)
            for name, part in value.items()
            if part is not None
        }
    if isinstance(value, list):
        return list(map(without_nothing, value))
    return value


def takes(kind, name, value):
    """Whether a template may give a property this value."""
    return value is not None


OWN = 'forms_own'
#: In a partition: bare names first, which tmsh looks up there and in Common,
#: then what they stand for, and other words with the same meaning.
NAMED = {
    'own': ('F5::LTM::Pool', {}, {}),
    'monitor': (
        'F5::LTM::Monitor::HTTP',
        {'defaults_from': 'http'},
        {'defaults_from': '/Common/http'},
    ),
    'plain': (
        'F5::LTM::Monitor::TCP',
        {},
        # The parent that it has anyway.
        {'defaults_from': 'tcp', 'interval': 5},
    ),
    'pool': (
        'F5::LTM::Pool',
        {
            'monitors': ['monitor', 'http'],
            'members': [
                {
                    'member_ip': '192.0.2.80',
                    'member_port': 80,
                    'monitors': ['plain'],
                }
            ],
        },
        {
            'monitors': ['/Common/http', '/forms_own/monitor'],
            'members': [
                {
                    'member_ip': '192.0.2.80',
                    'member_port': 'http',
                    'monitors': ['/forms_own/plain'],
                    'ratio': 1,
                    'admin_state': 'enabled',
                }
            ],
        },
    ),
    'server': (
        'F5::LTM::VirtualServer',
        {
            'ip': '192.0.2.81',
            'port': 'https',
            'default_pool': 'own',
            'profiles': ['tcp', 'http', 'clientssl'],
            'persistence_profile': 'cookie',
            'snat': 'automap',
        },
        {
            'ip': '192.0.2.81/32',
            'port': 443,
            'mask': '255.255.255.255',
            'source': '0.0.0.0/0',
            'ip_protocol': 'tcp',
            'default_pool': '/forms_own/own',
            'profiles': [
                {'name': '/Common/clientssl', 'context': 'clientside'},
                {'name': '/Common/http', 'context': 'all'},
                '/Common/tcp',
            ],
            'persistence_profile': '/Common/cookie',
        },
    ),
    'address': (
        'F5::LTM::VirtualAddress',
        {'address': '192.0.2.82'},
        # What a device has makes nothing anew either.
        {'address': '192.0.2.82%0', 'mask': '255.255.255.255'},
    ),
}


def test_a_bare_name_is_written_out(cloud, stack):
    """Also where only a new object takes another value, and in use."""

    def template(which):
        snippets = {
            name: {
                'type': kind,
                'properties': {
                    'name': name,
                    'partition': {'get_resource': 'partition'},
                    **values[which],
                },
            }
            for name, (kind, *values) in NAMED.items()
        }
        snippets['partition'] = {
            'type': 'F5::Sys::Partition',
            'properties': {'name': OWN},
        }
        return stacks.star(snippets)

    def act(action, *args, **kwargs):
        return [
            request
            for request in stacks.watch(cloud, action, *args, **kwargs)
            if request[0] != 'GET'
        ]

    stack.create(template(0))
    for again in (template(1), template(0), template(1)):
        assert act(stack.update, again) == []
        assert act(stack.check) == []
        assert act(stack.update, again, converge=True) == []
    # A name for another thing is no other word.
    changed = template(1)
    changed['resources']['server']['properties']['default_pool'] = 'pool'
    assert act(stack.update, changed) == [
        ('PATCH', '/mgmt/tm/ltm/virtual/~%s~server' % OWN)
    ]
