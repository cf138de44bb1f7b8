# SPDX-License-Identifier: Apache-2.0

"""The one place that writes, and the words for how a type is written."""

import ast
import pathlib

import pytest

from f5_heat.engine.bridge import heat_resource
from f5_heat.engine.objects import handle
from f5_heat.icontrol import errors
from tests.unit import icontrol_device

reply = icontrol_device.reply

PACKAGE = pathlib.Path(__file__).parents[2] / 'f5_heat'
WRITER = PACKAGE / 'engine' / 'objects' / 'handle.py'

#: The verbs of the client that change a device, with the number of arguments
#: that a call of something else by the name has at most.
VERBS = {
    'create': 1,
    'modify': -1,
    'replace': 2,
    'delete': 0,
    'transaction': -1,
    'run': 1,
    'start': -1,
    'upload': -1,
    'request': -1,
}

#: What is no write to an object of a resource: a module, a verb and why.
ALLOWED = {
    # A command, which is all that the resource is.
    ('resources/sys/save.py', 'run'),
    # A file takes its contents from an upload, which is deleted after that.
    ('engine/traits/files.py', 'upload'),
    ('engine/traits/files.py', 'run'),
}


def writes(source):
    """The verbs of the client that a module uses, or hands to others."""
    tree = ast.parse(source)
    calls = {id(node.func): node for node in ast.walk(tree) if _is_call(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or node.attr not in VERBS:
            continue
        call = calls.get(id(node))
        if call is None or _count(call) > VERBS[node.attr]:
            yield node.attr


def _is_call(node):
    return isinstance(node, ast.Call)


def _count(call):
    """The number of arguments by position; ``*several`` are two or more."""
    return sum(
        2 if isinstance(argument, ast.Starred) else 1 for argument in call.args
    )


MODULES = [
    path
    for room in ('engine', 'resources')
    for path in sorted((PACKAGE / room).rglob('*.py'))
    # The iApp parser speaks to no device.
    if path != WRITER and path.parent.name != 'iapp'
]


def test_nothing_else_writes():
    found = {
        (str(path.relative_to(PACKAGE)), verb)
        for path in MODULES
        for verb in writes(path.read_text())
    }
    assert found == ALLOWED


@pytest.mark.parametrize(
    'source',
    [
        'self.bigip().modify(collection, path, {})',
        'retry(self.bigip().modify, path)',
        'bigip.delete(*self.place())',
        "bigip.create('ltm/pool', body)",
        'with device.transaction() as change: pass',
        'bigip.replace(collection, path, body)',
    ],
)
def test_a_write_is_found(source):
    assert list(writes(source))


@pytest.mark.parametrize(
    'source',
    ["text.replace('a', 'b')", 'own.create(body)', 'own.delete()'],
)
def test_what_is_no_write_is_not(source):
    assert not list(writes(source))


# The words.

COLLECTION = 'ltm/virtual'
PATH = '/Common/web'


@pytest.fixture
def bigip(device):
    with device.connect(retry=None) as bigip:
        yield bigip


def requests(device):
    """What reached the device: method, path below the collection, body."""
    return [
        (
            one.method,
            one.path.partition('/mgmt/tm/')[2],
            one.json if one.body else None,
        )
        for one in device.requests
        if one.path != icontrol_device.LOGIN
    ]


def handle_of(bigip, **said):
    way = type('Way', (heat_resource.HeatResource,), said)
    return handle.Handle(bigip, COLLECTION, PATH, way)


ITEM = 'ltm/virtual/~Common~web'


def test_a_plain_patch_is_one_request(device, bigip):
    device.plan(reply({'fullPath': PATH}))
    made = handle_of(bigip).patch({'mask': 'any'})
    assert made == [({'mask': 'any'}, {'fullPath': PATH})]
    assert requests(device) == [('PATCH', ITEM, {'mask': 'any'})]


def test_what_always_goes_along_is_read_once(device, bigip):
    device.plan(reply({'type': 'ip', 'other': 1}), reply({}))
    handle_of(bigip, always=('type',)).patch({'mask': 'any'})
    assert requests(device) == [
        ('GET', ITEM, None),
        ('PATCH', ITEM, {'type': 'ip', 'mask': 'any'}),
    ]


def test_what_always_goes_along_is_known(device, bigip):
    device.plan(reply({}), reply({}))
    own = handle_of(bigip, always=('type',))
    own.patch({'mask': 'any'}, found={'type': 'ip'})
    own.patch({'type': 'string'})
    assert requests(device) == [
        ('PATCH', ITEM, {'type': 'ip', 'mask': 'any'}),
        ('PATCH', ITEM, {'type': 'string'}),
    ]


def test_what_no_patch_may_carry(device, bigip):
    device.plan(reply({}))
    own = handle_of(bigip, create_only=('mask', 'fqdn.tmName'))
    own.patch({'mask': 'any', 'fqdn': {'tmName': 'a', 'interval': '5'}})
    assert requests(device) == [('PATCH', ITEM, {'fqdn': {'interval': '5'}})]


@pytest.mark.parametrize('always', [(), ('type',)])
def test_nothing_to_say_is_not_said(device, bigip, always):
    own = handle_of(bigip, always=always, create_only=('mask', 'fqdn.tmName'))
    assert own.patch({'mask': 'any', 'fqdn': {'tmName': 'a'}}) == []
    assert requests(device) == []


REFUSED = reply(
    {'code': 400, 'message': 'one or more properties must be specified'}, 400
)


def test_a_subcollection_that_is_not_taken_empty(device, bigip):
    items = [{'fullPath': '/Common/a:80'}, {'fullPath': '/Common/b:80'}]
    device.plan(
        REFUSED, reply({'items': items}), reply(), reply(), reply({'a': 1})
    )
    own = handle_of(bigip, subcollections=('members',))
    changes = {'members': [], 'mask': 'any'}
    assert own.patch(changes) == [(changes, {'a': 1})]
    assert [(method, path) for method, path, _ in requests(device)] == [
        ('PATCH', ITEM),
        ('GET', ITEM + '/members?%24select=fullPath'),
        ('DELETE', ITEM + '/members/~Common~a:80'),
        ('DELETE', ITEM + '/members/~Common~b:80'),
        ('PATCH', ITEM),
    ]
    assert requests(device)[-1][2] == {'mask': 'any'}


def test_another_refusal_is_a_refusal(device, bigip):
    device.plan(REFUSED)
    own = handle_of(bigip, subcollections=('members',))
    with pytest.raises(errors.BadRequest):
        own.patch({'members': [{'name': 'a:80'}]})
    assert len(requests(device)) == 1


def interfaces(*numbers, **settings):
    return [{'name': '1.%d' % number, **settings} for number in numbers]


def test_few_of_many_items_are_written_one_by_one(device, bigip):
    """Also of items that lie in no partition."""
    device.plan(reply({}))
    had = interfaces(*range(40), tagged=True, mode='none')
    changes = {
        'mtu': 9000,
        'interfaces': [
            *interfaces(1, tagged=True, mode='double'),
            *had[2:],
            *interfaces(40, tagged=True),
        ],
    }
    own = handle_of(bigip, subcollections=('interfaces',))
    made = own.patch(changes, had={'interfaces': had})
    items = ITEM + '/interfaces'
    assert requests(device) == [
        ('PATCH', ITEM, {'mtu': 9000}),
        ('DELETE', items + '/1.0', None),
        ('PATCH', items + '/1.1', {'mode': 'double'}),
        ('POST', items, {'name': '1.40', 'tagged': True}),
    ]
    assert [sent for sent, _ in made] == [
        {'mtu': 9000},
        {'interfaces': had[:1]},
        {'interfaces': [{'mode': 'double'}]},
        {'interfaces': interfaces(40, tagged=True)},
    ]


@pytest.mark.parametrize('length, differing', [(32, 1), (40, 9)])
def test_other_lists_are_written_as_a_whole(device, bigip, length, differing):
    device.plan(reply({}))
    changes = {'interfaces': interfaces(*range(differing, length + differing))}
    had = {'interfaces': interfaces(*range(differing, length))}
    handle_of(bigip, subcollections=('interfaces',)).patch(changes, had=had)
    assert requests(device) == [('PATCH', ITEM, changes)]


def test_what_is_cleared_before_a_delete(device, bigip):
    device.plan(
        REFUSED, reply({'metadata': [1], 'type': 'ip'}), reply({}), reply()
    )
    handle_of(bigip, cleared_first=('metadata',), always=('type',)).delete()
    assert requests(device) == [
        ('DELETE', ITEM, None),
        ('GET', ITEM, None),
        ('PATCH', ITEM, {'type': 'ip', 'metadata': []}),
        ('DELETE', ITEM, None),
    ]


def test_a_delete_that_nothing_has_to_be_cleared_for(device, bigip):
    device.plan(REFUSED, reply({'metadata': []}))
    with pytest.raises(errors.BadRequest):
        handle_of(bigip, cleared_first=('metadata',)).delete()


def test_exchange_is_one_transaction(device, bigip):
    device.plan(
        reply({'transId': 5}),
        reply({}),
        reply({}),
        reply({'state': 'COMPLETED'}),
    )
    new = handle.Handle(bigip, COLLECTION, '/Common/new')
    handle_of(bigip).exchange(new, {'mask': 'any'})
    assert [
        (method, path, body) for method, path, body in requests(device)[1:3]
    ] == [
        ('DELETE', ITEM, None),
        (
            'POST',
            COLLECTION,
            {'name': 'new', 'partition': 'Common', 'mask': 'any'},
        ),
    ]
