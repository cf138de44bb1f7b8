# SPDX-License-Identifier: Apache-2.0

"""What every type promises, over HTTP, in a real Heat: one row for each.

A stack holds a plain object of the type, one with all the properties of the
row, and one for each property that must stand apart. It is created, updated
in place, checked, changed behind Heat's back, repaired, stripped of its
properties, and deleted; the requests that the device saw are counted.
"""

import json
import re

import pytest

from f5_heat.plugin import resource_types
from tests.functional import contract
from tests.functional.contract import row as rows
from tests.functional.contract import stacks

ROWS = pytest.mark.parametrize(
    'row', contract.ROWS, ids=[row.type for row in contract.ROWS]
)
#: The properties by which objects are named and found, in any type.
NAMING = {'bigip_server', 'name', 'partition', 'on_conflict'}
#: The types that are no object on the device.
# Those that are no object of one device have tests of their own.
OTHERS = {
    'F5::BigIP::Device',
    'F5::LTM::Member',
    'F5::Sys::iAppTemplate',
    'F5::Cm::Cluster',
    'F5::Cm::Sync',
    'F5::Sys::Save',
}


def test_every_type_has_a_row():
    assert {row.type for row in contract.ROWS} == (
        set(resource_types.resource_mapping()) - OTHERS
    )


@ROWS
def test_every_property_is_in_the_row(row):
    schema = resource_types.resource_mapping()[row.type].properties_schema
    assert set(row.changes) == {
        name
        for name, prop in schema.items()
        if prop.update_allowed and name not in {*row.exempt, *NAMING}
    }
    assert {*row.fixed, *row.exempt} - set(row.changes) == (
        set(schema) - set(row.changes) - NAMING
    )


@ROWS
def test_values_differ(row):
    for name, change in [*row.changes.items(), *row.fixed.items()]:
        assert change.first != change.second, name


@ROWS
@pytest.mark.usefixtures('furnished')
def test_lifecycle(row, cloud, stack):
    case = stacks.Case(row, cloud, stack)
    changing = sorted(key for key, names in case.groups.items() if names)
    before = stacks.held(cloud)

    case.act(stack.create, case.template(stacks.first))
    case.assert_holds(lambda change: change.sent_first)
    case.assert_differs_from_plain()
    assert case.count('POST') == len(case.groups)
    assert case.written('PATCH') == case.written('PUT') == []
    ids = case.ids()

    case.act(stack.update, case.template(stacks.first))
    assert case.requests == []

    case.act(stack.update, case.template(stacks.second))
    case.assert_holds(lambda change: change.sent_second)
    assert case.written('PATCH') == changing
    assert case.count('POST') == 0
    assert case.written('PUT') == case.written('DELETE') == []
    assert case.ids() == ids

    case.act(stack.check)
    assert {method for method, _ in case.requests} == {'GET'}

    ours = stacks.held(cloud)
    drifted = list(case.drift())
    others = stacks.held(cloud) - ours
    stack.check(expect='CHECK_FAILED')
    for key, name in drifted:
        assert names_drift(case.reason(key), name, case.change(name)), (
            '%s of %s is not in %r' % (name, key, case.reason(key))
        )
    case.act(stack.update, case.template(stacks.second))
    case.assert_holds(lambda change: change.sent_second)
    assert case.written('PATCH') == sorted({key for key, _ in drifted})

    case.act(stack.update, case.template())
    case.assert_holds(lambda change: rows.UNSET)
    assert case.written('PATCH') == changing
    assert case.ids() == ids

    case.act(stack.delete)
    assert case.written('DELETE') == sorted(case.groups)
    left = stacks.held(cloud) - before
    assert left <= others
    for collection, path in left:
        cloud.bigip.delete('%s/%s' % (collection, path.replace('/', '~')))


def names_drift(reason, name, change):
    """Whether a reason names a property, and each part of a map."""
    parts = (
        ['%s.%s:' % (name, part) for part in change.first]
        if isinstance(change.first, dict)
        and 'get_resource' not in change.first
        else [name]
    )
    return 'the device' in reason and all(part in reason for part in parts)


def test_deleted_behind_heats_back(cloud, alone):
    """A check says what is gone; the next update makes it again."""
    cases = alone(stacks.plain)
    stacks.create_at_once(cases)
    ids = [case.ids() for case in cases]
    for case in cases:
        assert cloud.bigip.delete(case.uri('plain')).status_code == 200
    stacks.check_at_once(cases, 'CHECK_FAILED')
    assert (
        stacks.complaints(
            cases,
            lambda case: (
                ''
                if re.search('(?i)not found', case.reason('plain'))
                else case.reason('plain')
            ),
        )
        == {}
    )
    requests = stacks.watch(
        cloud,
        stacks.at_once,
        cases,
        lambda case: case.update(case.template()),
        'UPDATE_COMPLETE',
    )
    for case in cases:
        case.requests = requests
    # Types may have a collection in common.
    shared = [case.collection() for case in cases]
    assert (
        stacks.complaints(
            cases,
            lambda case: (
                ''
                if (
                    case.count('POST') == shared.count(case.collection())
                    and case.read('plain')
                )
                else 'is not made again'
            ),
        )
        == {}
    )
    assert [case.ids() for case in cases] == ids
    stacks.check_at_once(cases)


def test_converge(cloud, alone):
    """An update with --converge repairs drift that no check has seen.

    More of it, and what depends on others, is in test_drift.py.
    """

    def converge(case):
        case.update(case.template(stacks.second), converge=True)

    cases = alone(stacks.together)
    stacks.create_at_once(cases, stacks.second)
    requests = stacks.watch(
        cloud, stacks.at_once, cases, converge, 'UPDATE_COMPLETE'
    )
    assert {method for method, _ in requests} == {'GET'}
    for case in cases:
        assert list(case.drift())
    requests = stacks.watch(
        cloud, stacks.at_once, cases, converge, 'UPDATE_COMPLETE'
    )
    for case in cases:
        case.requests = requests
    assert (
        stacks.complaints(
            cases,
            lambda case: (
                ''
                if (case.written('PATCH') == ['all'])
                else 'PATCH: %s' % case.written('PATCH')
            ),
        )
        == {}
    )
    stacks.check_at_once(cases)


#: Where the statistics of an object have an attribute.
STATISTICS = {
    'availability_state': ('status.availabilityState',),
    'enabled_state': ('status.enabledState',),
    'status_reason': ('status.statusReason',),
    'current_connections': ('clientside.curConns', 'serverside.curConns'),
    'total_connections': ('clientside.totConns', 'serverside.totConns'),
    'active_member_count': ('activeMemberCnt',),
    'available_member_count': ('availableMemberCnt',),
    'member_count': ('memberCnt',),
}
#: The types whose objects have statistics, beside those without attributes.
MEASURED = {
    'F5::LTM::Node',
    'F5::LTM::Pool',
    'F5::LTM::PoolMember',
    'F5::LTM::VirtualServer',
    'F5::LTM::VirtualAddress',
}


def test_attributes(cloud, alone):
    """What the object says of itself, and what its statistics say."""
    cases = alone(stacks.plain)
    stacks.create_at_once(cases)
    for case in cases:
        schema = resource_types.resource_mapping()[
            case.row.type
        ].attributes_schema
        found = cloud.heat.resources.get(
            case.stack.id, 'plain', with_attr=[*schema, 'show']
        ).attributes
        body = case.read_marked('plain')
        assert found['full_path'] == body['fullPath']
        assert (
            found['self_link'].partition('?')[0]
            == (body['selfLink'].partition('?')[0])
        )
        assert found['show']['fullPath'] == body['fullPath']
        assert 'f5_heat' not in json.dumps(found['show'])
        measured = STATISTICS.keys() & schema.keys()
        assert bool(measured) == (case.row.type in MEASURED)
        if measured:
            entries = cloud.bigip.read(case.uri('plain') + '/stats')['entries']
            (entry,) = entries.values()
            entries = entry['nestedStats']['entries']
            for name in measured:
                (shown,) = (
                    entries[key] for key in STATISTICS[name] if key in entries
                )
                assert found[name] in shown.values(), name


def test_create_only_properties(cloud, alone):
    """An object whose create-only property changes is made anew."""
    cases = alone(
        lambda row: {
            **stacks.plain(row),
            **{name: [name] for name in row.fixed},
        }
    )
    before = stacks.held(cloud)
    stacks.create_at_once(cases, stacks.first)
    ids = [case.ids() for case in cases]
    named = [case for case in cases if '<name>' in case.row.uri]

    def update(case):
        template = case.template(stacks.second)
        if case in named:
            template['resources']['plain']['properties']['name'] += '_new'
        case.update(template)

    stacks.at_once(cases, update, 'UPDATE_COMPLETE')
    for case, old in zip(cases, ids, strict=True):
        if case in named:
            assert case.read('plain') is None
            assert cloud.bigip.read(
                case.fill(
                    case.row.uri.replace('<name>', '<name>_new'), 'plain'
                )
            )
        for name, change in case.row.fixed.items():
            body = case.read(name)
            assert rows.like(
                rows.dig(body, change.key), case.fill(change.sent_second, name)
            ), body
        now = case.ids()
        assert (now.pop('plain') != old.pop('plain')) == (case in named)
        assert now == old
    stacks.delete_at_once(cases)
    assert stacks.held(cloud) == before


def test_what_others_own_is_left_to_them(cloud, alone):
    """With external_id an object is read and shown, and never touched.

    Without it the create is refused, as the name is taken.
    """
    cases = alone(stacks.plain)
    stacks.create_at_once(cases)
    before = [case.read_marked('plain') for case in cases]
    guests = dict(zip(alone(stacks.plain), cases, strict=True))

    def create(guest):
        template = guests[guest].template()
        plain = template['resources']['plain']
        template['resources']['adopted'] = {
            **plain,
            'external_id': guests[guest].ids()['plain'],
        }
        plain['depends_on'] = 'adopted'
        guest.create(template)

    stacks.at_once(guests, create, 'CREATE_FAILED')
    for guest, owner in guests.items():
        adopted = cloud.heat.resources.get(
            guest.stack.id, 'adopted', with_attr=['full_path']
        )
        assert adopted.physical_resource_id == owner.ids()['plain']
        assert (
            adopted.attributes['full_path']
            == (owner.read_marked('plain')['fullPath'])
        )
    assert (
        stacks.complaints(
            guests,
            lambda guest: (
                ''
                if (
                    'does not belong to this resource' in guest.reason('plain')
                )
                else guest.reason('plain')
            ),
        )
        == {}
    )
    stacks.delete_at_once(guests)
    assert before == [case.read_marked('plain') for case in cases]
