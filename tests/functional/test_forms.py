# SPDX-License-Identifier: Apache-2.0

"""All properties of a type at once, in other forms: a device sees no write.

The function-level tests of every form are in ``tests/unit/test_forms.py``.
"""

import pytest

from f5_heat.engine import schema
from f5_heat.plugin import resource_types
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
