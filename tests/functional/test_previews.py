# SPDX-License-Identifier: Apache-2.0

"""What a preview of an update says is what the update does."""

import pytest

from tests.functional import conftest
from tests.functional import contract
from tests.functional.contract import furniture
from tests.functional.contract import stacks

POOL = 'F5::LTM::Pool'
MEMBER = 'F5::LTM::PoolMember'
SERVER = 'F5::LTM::VirtualServer'
CLIENT_SSL = 'F5::LTM::Profile::ClientSSL'


@pytest.fixture(params=['cloud', 'legacy_cloud'])
def engine(request):
    """The lab, with each of Heat's two engines."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def stack(engine):
    made = conftest.Stack(engine.heat)
    yield made
    if made.id:
        made.delete()


def foreseen(stack, template, **rest):
    """What a preview says of each resource, and why it is replaced."""
    changes = stack.heat.stacks.preview_update(
        stack.id, template=template, **rest
    )['resource_changes']
    return {
        shown['resource_name']: (
            (what, shown['resource_status_reason'])
            if what == 'replaced'
            else what
        )
        for what, resources in changes.items()
        for shown in resources
    }


def hot(**resources):
    return stacks.hot(
        {
            name: {'type': type, 'properties': properties}
            for name, (type, properties) in resources.items()
        }
    )


def needs_new(name):
    return 'replaced', 'A change of %s needs a new object.' % name


def reasons(stack, name):
    return {
        event.resource_status_reason
        for event in stack.heat.events.list(
            stack.id, resource_name=name, limit=1000
        )
    }


def test_create_only_properties(engine, stack):
    """Of every type: in place where the name stays, by Heat elsewhere."""
    furniture.place(engine.bigip)
    crowd = stacks.Crowd(
        engine,
        stack,
        contract.ROWS,
        lambda row: {
            **stacks.plain(row),
            **{name: [name] for name in row.fixed},
        },
    )
    stack.create(crowd.template(stacks.first))
    template = crowd.template(stacks.second)
    expected = dict.fromkeys(template['resources'], 'unchanged')
    assert foreseen(stack, crowd.template(stacks.first)) == expected
    asking = {}
    for case in crowd:
        if '<name>' in case.row.uri:
            own = case.label + 'plain'
            template['resources'][own]['properties']['name'] += '_new'
            asking[own] = 'name'
        for name in case.row.fixed:
            asking[case.label + name] = name
    for key, name in asking.items():
        expected[key] = needs_new(name)
    assert len(asking) > 2 * len(contract.ROWS) - 20
    assert foreseen(stack, template) == expected
    stack.update(template)
    told = {key: needs_new(name)[1] for key, name in asking.items()}
    events = stack.heat.events.list(stack.id, limit=10_000)
    assert {
        event.resource_name: event.resource_status_reason
        for event in events
        if 'needs a new object' in event.resource_status_reason
    } == told
    assert set(foreseen(stack, template).values()) == {'unchanged'}


def test_what_others_depend_on_is_asked_first(engine, stack):
    """It is the only one of ours, whatever the order in which Heat asks."""

    def template(**changes):
        server = {'name': 'asked_first', 'ip': '192.0.2.79', 'port': 80}
        found = hot(server=(SERVER, {**server, **changes}))
        found['resources']['sink'] = {
            'type': 'OS::Heat::None',
            'depends_on': 'server',
        }
        return found

    stack.create(template())
    assert foreseen(stack, template(type='reject')) == {
        'server': needs_new('type'),
        'sink': 'unchanged',
    }


def application(**changes):
    """A template; changes are of properties, by name of the resource."""
    resources = {
        'pool': (POOL, {}),
        'member': (
            MEMBER,
            {
                'pool': {'get_attr': ['pool', 'full_path']},
                'address': '192.0.2.77',
                'port': 80,
            },
        ),
        'server': (
            SERVER,
            {
                'name': 'foreseen',
                'ip': '192.0.2.78',
                'port': 80,
                'default_pool': {'get_resource': 'pool'},
                'profiles': [{'get_resource': 'tls'}, 'tcp'],
            },
        ),
        'plain': (
            SERVER,
            {'name': 'foreseen_2', 'ip': '192.0.2.79', 'port': 80},
        ),
        'tls': (
            CLIENT_SSL,
            {
                'cert_key_chain': [
                    {
                        'cert': 'default.crt',
                        'key': 'default.key',
                        'passphrase': 'of the key',
                    }
                ]
            },
        ),
    }
    return hot(
        **{
            name: (type, {**properties, **changes.get(name, {})})
            for name, (type, properties) in resources.items()
        }
    )


def test_references_and_secrets(stack):
    """What others refer to, and a secret of which Heat has a seal."""
    stack.create(application())
    unchanged = dict.fromkeys(
        ['pool', 'member', 'server', 'plain', 'tls'], 'unchanged'
    )
    assert foreseen(stack, application()) == unchanged
    assert foreseen(stack, application(pool={'description': 'another'})) == {
        **unchanged,
        'pool': 'updated',
    }
    # Another pool has another id, for those that refer to it.
    assert foreseen(stack, application(pool={'name': 'other'})) == {
        **unchanged,
        'pool': needs_new('name'),
        'member': needs_new('pool'),
        'server': 'updated',
    }
    # A new virtual server in the place of the old one has the same id.
    assert foreseen(stack, application(plain={'type': 'reject'})) == {
        **unchanged,
        'plain': needs_new('type'),
    }
    other = {'cert': 'default.crt', 'key': 'default.key', 'passphrase': 'new'}
    assert foreseen(stack, application(tls={'cert_key_chain': [other]})) == {
        **unchanged,
        'tls': 'updated',
    }


def test_other_words_make_no_new_object(stack):
    template = application()
    stack.create(template)
    changed = application(
        server={'partition': 'Common', 'type': 'standard'},
        member={'bigip_server': 'lab'},
    )
    assert foreseen(stack, changed) == {
        'pool': 'unchanged',
        'member': 'updated',
        'server': 'updated',
        'plain': 'unchanged',
        'tls': 'unchanged',
    }


def test_forbidden_replacements(stack):
    """Who forbids to replace a resource forbids to do so in its place too."""
    stack.create(application())
    forbidding = {
        'resource_registry': {
            'resources': {'plain': {'restricted_actions': 'replace'}}
        }
    }
    stack.update(
        application(plain={'type': 'reject'}),
        'UPDATE_FAILED',
        environment=forbidding,
    )
    assert 'replace is restricted for resource.' in ''.join(
        reasons(stack, 'plain')
    )
    stack.update(
        application(plain={'description': 'another'}), environment=forbidding
    )


def test_what_was_never_made_is_made(stack):
    """A create that failed left no object of which there could be another."""
    broken = application(plain={'irules': ['/Common/no_such_rule']})
    stack.create(broken, 'CREATE_FAILED')
    mended = application(plain={'type': 'reject'})
    assert foreseen(stack, mended)['plain'] == 'updated'


def test_preview_of_a_stack(engine):
    """Nothing is made, and no secret shown."""
    template = application()
    shown = engine.heat.stacks.preview(stack_name='seen', template=template)
    found = {one['resource_name']: one for one in shown.resources}
    assert set(found) == set(template['resources'])
    assert found['server']['properties']['ip'] == '192.0.2.78'
    assert found['server']['properties']['default_pool'] == 'pool'
    (pair,) = found['tls']['properties']['cert_key_chain']
    assert pair['passphrase'].startswith('hidden:')
    assert engine.bigip.read('ltm/virtual/~Common~foreseen') is None
