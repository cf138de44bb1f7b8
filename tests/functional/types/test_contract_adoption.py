# SPDX-License-Identifier: Apache-2.0

"""Objects that were on the device before the resource, for every type."""

import json

from tests.functional.contract import furniture
from tests.functional.contract import row as rows
from tests.functional.contract import stacks

#: Somebody else's certificate.
FILE = 'file:%scontract_1.cert' % furniture.DOWNLOADS


def adopting(owner, which, **rest):
    """The template of another stack for the objects of a case."""
    template = owner.template(which)
    for resource in template['resources'].values():
        resource['properties']['on_conflict'] = 'adopt'
        resource.update(rest)
    return template


def together(owners, resource):
    """The template of one stack with a resource for each of the cases."""
    return stacks.star(
        {
            'of_%d' % number: resource(owner)['resources']['all']
            for number, owner in enumerate(owners)
        }
    )


def retained(owner):
    template = owner.template(stacks.first)
    for resource in template['resources'].values():
        resource['deletion_policy'] = 'Retain'
    return template


def unmark(case):
    """Take the mark off the object, as its administrator would."""
    body = case.read_marked('all')
    marked = [
        key
        for key in ('metadata', 'description', 'apiAnonymous', 'sourcePath')
        if 'f5_heat' in json.dumps(body.get(key, ''))
    ]
    assert len(marked) == 1, body
    without = {**stacks.unmarked(body), 'sourcePath': FILE}
    case.patch('all', {key: without[key] for key in marked})


def seen(case, requests, method):
    return [
        path
        for seen, path in requests
        if seen == method and path.endswith('/' + case.uri('all'))
    ]


def assert_holds(case, which):
    body = case.read('all')
    for name in case.groups['all']:
        change = case.change(name)
        assert rows.like(
            rows.dig(body, change.key), case.fill(which(change), 'all')
        ), name


def test_adoption(cloud, alone, make_stack):
    """What nobody of Heat's owns is adopted, and stays afterwards."""
    owners = alone(stacks.together)
    before_them = make_stack()
    before_them.create(together(owners, retained))
    before = [owner.read_marked('all') for owner in owners]
    guests = dict(zip(alone(stacks.together), owners, strict=True))

    def update(guest, **rest):
        guest.update(adopting(guests[guest], stacks.second, **rest))

    def watched(**rest):
        return stacks.watch(
            cloud,
            stacks.at_once,
            guests,
            lambda guest: update(guest, **rest),
            'UPDATE_COMPLETE',
        )

    def complaints(judge):
        return stacks.complaints(guests, judge)

    # The owners are there.
    stacks.at_once(
        guests,
        lambda guest: guest.create(adopting(guests[guest], stacks.second)),
        'CREATE_FAILED',
    )
    assert (
        complaints(
            lambda guest: (
                ''
                if ('belongs to the resource' in guest.reason('all'))
                else guest.reason('all')
            )
        )
        == {}
    )
    assert [owner.read_marked('all') for owner in owners] == before

    # They are gone, and somebody else has the objects.
    before_them.delete()
    for owner in owners:
        unmark(owner)
    requests = watched()
    for owner in owners:
        assert_holds(owner, lambda change: change.sent_second)
        assert 'f5_heat' in json.dumps(owner.read_marked('all'))
    assert (
        complaints(
            lambda guest: (
                ''
                if (
                    len(seen(guests[guest], requests, 'PATCH')) == 1
                    and not seen(guests[guest], requests, 'DELETE')
                )
                else str(requests)
            )
        )
        == {}
    )
    assert watched() == []

    # What changed stays changed; the mark goes.
    after = [owner.read('all') for owner in owners]
    requests = stacks.watch(cloud, stacks.delete_at_once, list(guests))
    assert (
        complaints(
            lambda guest: (
                ''
                if not seen(guests[guest], requests, 'DELETE')
                else 'is deleted'
            )
        )
        == {}
    )
    assert [owner.read('all') for owner in owners] == after
    for owner in owners:
        assert 'f5_heat' not in json.dumps(owner.read_marked('all'))

    # With the word in the template they are deleted.
    last = make_stack()
    last.create(
        together(
            owners,
            lambda owner: adopting(
                owner, stacks.second, deletion_policy='Delete'
            ),
        )
    )
    last.delete()
    assert (
        stacks.complaints(
            owners,
            lambda owner: '' if (owner.read('all') is None) else 'is there',
        )
        == {}
    )
