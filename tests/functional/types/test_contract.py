# SPDX-License-Identifier: Apache-2.0

"""What every type promises, over HTTP, in a real Heat: one row for each.

A stack holds for each type of a family a plain object, one with all the
properties of the row, and one for each property that must stand apart. It is
created, updated in place, checked, changed behind Heat's back, repaired,
stripped of its properties, and deleted; the requests that the device saw are
counted.
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


@pytest.mark.parametrize('family', contract.FAMILIES)
def test_lifecycle(family, cloud, crowd):
    all_of_it = crowd(rows=contract.FAMILIES[family])
    stack = all_of_it.stack
    changing = {
        case: sorted(key for key, names in case.groups.items() if names)
        for case in all_of_it
    }
    before = stacks.held(cloud)

    all_of_it.act(stack.create, all_of_it.template(stacks.first))
    for case in all_of_it:
        case.assert_holds(lambda change: change.sent_first)
        case.assert_differs_from_plain()
        assert case.count('POST') == all_of_it.made(case.collection())
        assert case.written('PATCH') == case.written('PUT') == []
    ids = all_of_it.ids()

    all_of_it.act(stack.update, all_of_it.template(stacks.first))
    assert all_of_it.requests == []

    all_of_it.act(stack.update, all_of_it.template(stacks.second))
    for case in all_of_it:
        case.assert_holds(lambda change: change.sent_second)
        assert case.written('PATCH') == changing[case]
        assert case.count('POST') == 0
        assert case.written('PUT') == case.written('DELETE') == []
    assert all_of_it.ids() == ids

    all_of_it.act(stack.check)
    assert {method for method, _ in all_of_it.requests} == {'GET'}

    ours = stacks.held(cloud)
    drifted = {case: list(case.drift()) for case in all_of_it}
    others = stacks.held(cloud) - ours
    stack.check(expect='CHECK_FAILED')
    reasons = all_of_it.reasons()
    for case, changed in drifted.items():
        for key, name in changed:
            reason = reasons[case, key]
            assert names_drift(reason, name, case.change(name)), (
                '%s of %s of %s is not in %r'
                % (name, key, case.row.type, reason)
            )
    all_of_it.act(stack.update, all_of_it.template(stacks.second))
    for case, changed in drifted.items():
        case.assert_holds(lambda change: change.sent_second)
        assert case.written('PATCH') == sorted({key for key, _ in changed})

    all_of_it.act(stack.update, all_of_it.template())
    for case in all_of_it:
        case.assert_holds(lambda change: rows.UNSET)
        assert case.written('PATCH') == [
            key
            for key in changing[case]
            if not set(case.groups[key]) <= set(case.row.ends_plain)
        ]
    assert all_of_it.ids() == ids

    all_of_it.act(stack.delete)
    for case in all_of_it:
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


def test_deleted_behind_heats_back(cloud, crowd):
    """A check says what is gone; the next update makes it again."""
    plain = crowd(stacks.plain)
    plain.stack.create(plain.template())
    ids = plain.ids()
    for case in plain:
        assert cloud.bigip.delete(case.uri('plain')).status_code == 200
    plain.stack.check('CHECK_FAILED')
    reasons = plain.reasons()
    assert (
        stacks.complaints(
            plain,
            lambda case: (
                ''
                if re.search('(?i)not found', reasons[case, 'plain'])
                else reasons[case, 'plain']
            ),
        )
        == {}
    )
    plain.act(plain.stack.update, plain.template())
    # Types may have a collection in common.
    shared = [case.collection() for case in plain]
    assert (
        stacks.complaints(
            plain,
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
    assert plain.ids() == ids
    plain.stack.check()


def test_converge(crowd):
    """An update with --converge repairs drift that no check has seen.

    More of it, and what depends on others, is in test_drift.py.
    """
    full = crowd(stacks.together)
    full.stack.create(full.template(stacks.second))
    full.act(full.stack.update, full.template(stacks.second), converge=True)
    assert {method for method, _ in full.requests} == {'GET'}
    for case in full:
        assert list(case.drift())
    full.act(full.stack.update, full.template(stacks.second), converge=True)
    assert (
        stacks.complaints(
            full,
            lambda case: (
                ''
                if (case.written('PATCH') == ['all'])
                else 'PATCH: %s' % case.written('PATCH')
            ),
        )
        == {}
    )
    full.stack.check()


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


def test_attributes(cloud, crowd):
    """What the object says of itself, and what its statistics say."""
    plain = crowd(stacks.plain)
    plain.stack.create(plain.template())
    for case in plain:
        schema = resource_types.resource_mapping()[
            case.row.type
        ].attributes_schema
        found = cloud.heat.resources.get(
            case.stack.id,
            case.label + 'plain',
            with_attr=[*schema, 'show'],
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


def drifting(row):
    """The name of one property that a person may change on the device."""
    return [
        name
        for name, change in row.changes.items()
        if not row.stands_apart(name)
        and rows.HIDDEN not in (change.drift, change.sent_second)
        and change.drift_key == change.key
    ][:1]


def test_create_only_properties(cloud, crowd):
    """An object whose create-only property changes is made anew.

    That it has drifted, and that a check has said so, changes nothing.
    """
    fixed = crowd(
        lambda row: {
            **stacks.plain(row),
            **{name: [name, *drifting(row)] for name in row.fixed},
        }
    )
    before = stacks.held(cloud)
    fixed.stack.create(fixed.template(stacks.first))
    ids = fixed.ids()
    drifted = [
        (case, name, other)
        for case in fixed
        for name in case.row.fixed
        for other in drifting(case.row)
    ]
    assert len(drifted) > 5
    for case, name, other in drifted:
        change, body = case.change(other), {}
        rows.bury(body, change.key, case.fill(change.sent_second, name))
        case.patch(name, body)
    fixed.stack.check('CHECK_FAILED')
    assert {
        which
        for which, resource in fixed.shown().items()
        if resource.resource_status == 'CHECK_FAILED'
    } == {(case, name) for case, name, _ in drifted}
    named = [case for case in fixed if '<name>' in case.row.uri]
    template = fixed.template(stacks.second)
    for case in named:
        plain = template['resources'][case.label + 'plain']
        plain['properties']['name'] += '_new'
    fixed.stack.update(template)
    now = fixed.ids()
    for case in fixed:
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
        assert (now.pop((case, 'plain')) != ids.pop((case, 'plain'))) == (
            case in named
        )
    assert now == ids
    fixed.stack.delete()
    assert stacks.held(cloud) == before


NOT_OURS = 'does not belong to this resource'


def assert_told(cases, words):
    """The reason of each case has the words."""
    assert (
        stacks.complaints(
            cases,
            lambda case: (
                '' if words in case.reason('plain') else case.reason('plain')
            ),
        )
        == {}
    )


def test_what_others_own_is_left_to_them(cloud, crowd, alone, make_stack):
    """With external_id an object is read and shown, and never touched.

    Without it the create is refused, as the name is taken.
    """
    owners = crowd(stacks.plain)
    owners.stack.create(owners.template())
    before = [owner.read_marked('plain') for owner in owners]
    ids = owners.ids()
    # What is external may depend on nothing.
    external = {
        owner.label + 'plain': {
            'type': owner.row.type,
            'properties': owner.properties('plain'),
            'external_id': ids[owner, 'plain'],
        }
        for owner in owners
    }
    sink = {'type': 'OS::Heat::None', 'depends_on': sorted(external)}
    reader = make_stack()
    reader.create(stacks.hot({**external, 'sink': sink}))
    for owner in owners:
        adopted = cloud.heat.resources.get(
            reader.id, owner.label + 'plain', with_attr=['full_path']
        )
        assert adopted.physical_resource_id == ids[owner, 'plain']
        assert (
            adopted.attributes['full_path']
            == (owner.read_marked('plain')['fullPath'])
        )
    reader.delete()

    guests = dict(zip(alone(stacks.plain), owners, strict=True))

    def template(guest):
        found = guest.template()
        owner = guests[guest]
        found['resources']['plain']['properties'] = owner.properties('plain')
        return found

    def create(guest):
        guest.create(template(guest))

    def update(guest):
        guest.update(template(guest))

    stacks.at_once(guests, create, 'CREATE_FAILED')
    assert_told(guests, NOT_OURS)
    stacks.check_at_once(guests, 'CHECK_FAILED')
    assert_told(guests, NOT_OURS)
    stacks.at_once(guests, update, 'UPDATE_FAILED')
    assert_told(guests, NOT_OURS)
    stacks.delete_at_once(guests)
    assert before == [owner.read_marked('plain') for owner in owners]


def test_what_others_have_made_anew_is_left_to_them(
    cloud, crowd, make_stack, furnished
):
    """An object was deleted, and another stack made one of its name."""
    former = crowd(
        stacks.plain, [row for row in contract.ROWS if not row.needs]
    )
    assert len(list(former)) > 20
    former.stack.create(former.template())
    ids = former.ids()
    for case in former:
        assert cloud.bigip.delete(case.uri('plain')).status_code == 200
    latter = make_stack()
    latter.create(
        stacks.star(
            {
                case.label + 'plain': {
                    'type': case.row.type,
                    'properties': case.properties('plain'),
                }
                for case in former
            }
        )
    )
    before = [case.read_marked('plain') for case in former]
    former.stack.update(former.template(), 'UPDATE_FAILED', converge=True)
    former.stack.check('CHECK_FAILED')
    reasons = former.reasons()
    assert (
        stacks.complaints(
            former,
            lambda case: (
                ''
                if NOT_OURS in reasons[case, 'plain']
                else reasons[case, 'plain']
            ),
        )
        == {}
    )
    assert former.ids() == ids
    former.stack.delete()
    assert before == [case.read_marked('plain') for case in former]
