# SPDX-License-Identifier: Apache-2.0

"""What changes only with a new object, while others use the old one."""

import pytest

from tests.functional.contract import stacks

POOL = 'F5::LTM::Pool'
SERVER = 'F5::LTM::VirtualServer'
WORDS = 'Nothing was changed. Leave out name, or choose another one'


@pytest.fixture
def name(stack):
    return stack.name.replace('-', '_')


@pytest.fixture
def ends(cloud):
    """Sees to it that the device holds in the end what it held before."""
    before = cloud.control.config()
    yield
    after = cloud.control.config()
    assert {key: set(objects) for key, objects in after.items()} == {
        key: set(objects) for key, objects in before.items()
    }


def hot(**resources):
    return {
        'heat_template_version': '2021-04-16',
        'resources': {
            key: {'type': type, 'properties': properties}
            for key, (type, properties) in resources.items()
        },
    }


def get(name):
    return {'get_resource': name}


def server(address, **properties):
    return SERVER, {'ip': address, 'port': 80, **properties}


def held(cloud, stack, key):
    """The object of a resource; all objects here lie in collections."""
    found = stack.resource(key)
    uris = {
        POOL: 'ltm/pool',
        SERVER: 'ltm/virtual',
        'F5::LTM::Node': 'ltm/node',
        'F5::LTM::VirtualAddress': 'ltm/virtual-address',
        'F5::LTM::Monitor::HTTP': 'ltm/monitor/http',
        'F5::LTM::Profile::TCP': 'ltm/profile/tcp',
        'F5::LTM::Profile::ClientSSL': 'ltm/profile/client-ssl',
        'F5::LTM::Persistence::Cookie': 'ltm/persistence/cookie',
    }
    return cloud.bigip.read(
        '%s/%s'
        % (
            uris[found.resource_type],
            found.physical_resource_id.replace('/', '~'),
        )
    )


# Each makes a template of a state, 1 or 2, and of what the object that is
# made anew has for a name.


def monitor(state, own):
    return hot(
        parent_1=('F5::LTM::Monitor::HTTP', {'interval': 7, 'timeout': 22}),
        parent_2=('F5::LTM::Monitor::HTTP', {'interval': 8, 'timeout': 25}),
        object=(
            'F5::LTM::Monitor::HTTP',
            {**own, 'defaults_from': get('parent_%d' % state)},
        ),
        user=(POOL, {'monitors': [get('object')]}),
    )


def profile(state, own):
    return hot(
        parent_1=('F5::LTM::Profile::TCP', {'idle_timeout': 70}),
        parent_2=('F5::LTM::Profile::TCP', {'idle_timeout': 80}),
        object=(
            'F5::LTM::Profile::TCP',
            {**own, 'defaults_from': get('parent_%d' % state)},
        ),
        user=server('203.0.113.31', profiles=[get('object')]),
    )


def persistence(state, own):
    return hot(
        parent_1=('F5::LTM::Persistence::Cookie', {'cookie_name': 'a'}),
        parent_2=('F5::LTM::Persistence::Cookie', {'cookie_name': 'b'}),
        object=(
            'F5::LTM::Persistence::Cookie',
            {**own, 'defaults_from': get('parent_%d' % state)},
        ),
        user=server(
            '203.0.113.32',
            profiles=['http', 'tcp'],
            persistence_profile=get('object'),
        ),
    )


def node(state, own):
    return hot(
        pool=(POOL, {}),
        object=(
            'F5::LTM::Node',
            {**own, 'address': '198.51.100.%d' % (30 + state)},
        ),
        user=(
            'F5::LTM::PoolMember',
            {'pool': get('pool'), 'node': get('object'), 'port': 80},
        ),
    )


IN_USE = {'monitor': (monitor, 'defaults_from'), 'node': (node, 'address')}
KEYS = {'defaults_from': 'defaultsFrom', 'address': 'address'}


@pytest.mark.parametrize('case', IN_USE)
@pytest.mark.parametrize('named', [False, True], ids=['unnamed', 'named'])
@pytest.mark.usefixtures('ends')
def test_in_use(cloud, stack, name, case, named):
    """Heat's own replacement works; where it cannot, that is said."""
    template, key = IN_USE[case]
    own = {'name': name} if named else {}
    stack.create(template(1, own))
    before = held(cloud, stack, 'object')
    config = cloud.control.config()
    if named:
        stack.update(template(2, own), expect='UPDATE_FAILED')
        assert key in stack.reasons() and WORDS in stack.reasons()
        assert cloud.control.config() == config
        stack.update(template(1, own))
        assert cloud.control.config() == config
    stack.update(template(2, {'name': name + '_2'} if named else {}))
    after = held(cloud, stack, 'object')
    assert after[KEYS[key]] != before[KEYS[key]]
    assert after['fullPath'] != before['fullPath']
    stack.check()
    stack.delete()


@pytest.mark.parametrize('template', [profile, persistence])
@pytest.mark.usefixtures('ends')
def test_a_parent_that_changes_in_place(cloud, stack, template):
    stack.create(template(1, {}))
    before = held(cloud, stack, 'object')
    stack.update(template(2, {}))
    after = held(cloud, stack, 'object')
    assert after['fullPath'] == before['fullPath']
    assert (
        after['defaultsFrom'] == (held(cloud, stack, 'parent_2')['fullPath'])
    )
    stack.delete()


@pytest.mark.usefixtures('ends')
def test_a_member_of_a_node_that_goes_elsewhere(cloud, stack, name):
    """A member that names its node, and the address of that, by hand."""

    def template(address):
        made = hot(
            pool=(POOL, {}),
            node=('F5::LTM::Node', {'name': name, 'address': address}),
            member=(
                'F5::LTM::PoolMember',
                {
                    'pool': get('pool'),
                    'node': name,
                    'address': address,
                    'port': 80,
                },
            ),
        )
        made['resources']['member']['depends_on'] = 'node'
        return made

    stack.create(template('198.51.100.41'))
    config = cloud.control.config()
    stack.update(template('198.51.100.42'), expect='UPDATE_FAILED')
    assert 'address' in stack.reasons() and WORDS in stack.reasons()
    assert cloud.control.config() == config
    stack.update(template('198.51.100.41'))
    assert cloud.control.config() == config
    stack.delete()


@pytest.mark.parametrize('change', ['address', 'mask'])
@pytest.mark.usefixtures('ends')
def test_a_virtual_address_in_use(cloud, stack, name, change):
    def template(address, mask, **own):
        made = hot(
            address=(
                'F5::LTM::VirtualAddress',
                {
                    **own,
                    'address': address,
                    'mask': mask,
                    'auto_delete': False,
                },
            ),
            web=server(address, mask=mask),
        )
        made['resources']['web']['depends_on'] = 'address'
        return made

    new = {
        'address': ('203.0.113.192', '255.255.255.192'),
        'mask': ('203.0.113.128', '255.255.255.128'),
    }[change]
    stack.create(template('203.0.113.128', '255.255.255.192'))
    config = cloud.control.config()
    if change == 'mask':
        stack.update(template(*new), expect='UPDATE_FAILED')
        assert 'A change of mask' in stack.reasons()
        assert 'There is no room for a second' in stack.reasons()
        assert cloud.control.config() == config
        stack.update(template('203.0.113.128', '255.255.255.192'))
        assert cloud.control.config() == config
    else:
        stack.update(template(*new))
        assert held(cloud, stack, 'address')['address'] == '203.0.113.192'
        assert held(cloud, stack, 'web')['destination'] == (
            '/Common/203.0.113.192:80'
        )
    stack.delete()


def forwarding(name, type, **more):
    return hot(
        web=(
            SERVER,
            {
                'name': name,
                'ip': '203.0.113.33',
                'port': 80,
                'type': type,
                **more,
            },
        )
    )


def lone(name, address):
    return hot(node=('F5::LTM::Node', {'name': name, 'address': address}))


@pytest.fixture
def taken(cloud):
    """A node of somebody else, whose address no other can have."""
    body = {'name': 'taken', 'address': '198.51.100.51'}
    assert cloud.bigip.post('ltm/node', json=body).ok
    yield
    assert cloud.bigip.delete('ltm/node/~Common~taken').ok


def service(name, template):
    return hot(
        service=(
            'F5::Sys::iAppService',
            {'name': name, 'template_name': template, 'variables': {'a': 'b'}},
        )
    )


@pytest.mark.parametrize(
    'good, bad',
    [
        (
            lambda name: forwarding(name, 'standard'),
            lambda name: forwarding(
                name, 'forwarding-ip', irules=['/Common/none_such']
            ),
        ),
        (
            lambda name: lone(name, '198.51.100.52'),
            lambda name: lone(name, '198.51.100.51'),
        ),
        (
            lambda name: service(name, 'f5.http'),
            lambda name: service(name, '/Common/none_such'),
        ),
    ],
    ids=['virtual-server', 'node', 'iapp-service'],
)
@pytest.mark.usefixtures('ends', 'furnished', 'taken')
def test_nothing_is_lost_where_the_new_object_is_refused(
    cloud, stack, name, good, bad
):
    def config():
        return {
            key: {
                path: {
                    k: v
                    for k, v in body.items()
                    if k not in ('generation', 'lastModifiedTime')
                }
                for path, body in objects.items()
            }
            for key, objects in cloud.control.config().items()
        }

    stack.create(good(name))
    before = config()
    stack.update(bad(name), expect='UPDATE_FAILED')
    assert config() == before
    stack.update(good(name))
    assert config() == before
    stack.check()
    stack.delete()


MANY = 100_000
#: What the device makes by itself, and a resource deletes.
COMPANIONS = ('/ltm/node', '/ltm/snat-translation')
#: By these a certificate is changed.
ASIDE = ('/file-transfer/', '/tm/transaction', '/util/unix-rm')


def test_what_failed_is_repaired(cloud, alone):
    """The next update heals in place, every type and from every failure."""
    cases = alone(stacks.together)

    def update(which, expect='UPDATE_COMPLETE'):
        requests = stacks.watch(
            cloud,
            stacks.at_once,
            cases,
            lambda case: case.update(case.template(which)),
            expect,
        )
        return {
            method
            for method, path in requests
            if not path.rpartition('/')[0].endswith(COMPANIONS)
            and not any(part in path for part in ASIDE)
        }

    def refuse(method):
        cloud.control.inject(
            'html', method=method, path='^/mgmt/tm/', times=MANY
        )

    def assert_holds():
        for case in cases:
            case.assert_holds(lambda change: change.sent_second)
        assert [case.ids() for case in cases] == ids

    refuse('POST')
    stacks.at_once(
        cases,
        lambda case: case.create(case.template(stacks.first)),
        'CREATE_FAILED',
    )
    cloud.control.mend()
    assert 'DELETE' not in update(stacks.first)
    ids = [case.ids() for case in cases]

    refuse('PATCH')
    update(stacks.second, 'UPDATE_FAILED')
    cloud.control.mend()
    assert update(stacks.second) == {'GET', 'PATCH'}
    assert_holds()

    for case in cases:
        assert list(case.drift())
        cloud.heat.resources.mark_unhealthy(
            case.stack.id, 'all', True, 'It looks ill.'
        )
    assert update(stacks.second) == {'GET', 'PATCH'}
    assert_holds()
