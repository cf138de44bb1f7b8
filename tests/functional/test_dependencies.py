# SPDX-License-Identifier: Apache-2.0

"""The order in which a device sees what names other things of its stack."""

import pytest

from tests.functional import conftest
from tests.functional.contract import stacks

POOL, VIRTUAL = 'F5::LTM::Pool', 'F5::LTM::VirtualServer'

#: Each line: what comes first, and what names it or lies in it.
ORDER = """
auth/partition/<p> sys/folder/~<p>~folder
auth/partition/<p> ltm/monitor/http/~<p>~parent
auth/partition/<p> ltm/node/~<p>~10.137.0.1
sys/folder/~<p>~folder ltm/pool/~<p>~folder~inner
ltm/monitor/http/~<p>~parent ltm/monitor/http/~<p>~alive
ltm/monitor/http/~<p>~alive ltm/pool/~<p>~pool
ltm/node/~<p>~10.137.0.1 ltm/pool/~<p>~pool
ltm/node/~<p>~named ltm/pool/~<p>~copy/members/~<p>~named:80
ltm/pool/~<p>~copy ltm/pool/~<p>~copy/members/~<p>~named:80
ltm/pool/~<p>~pool ltm/rule/~<p>~rule
ltm/data-group/internal/~<p>~hosts ltm/rule/~<p>~rule
ltm/rule/~<p>~library ltm/rule/~<p>~rule
ltm/pool/~<p>~pool ltm/virtual/~<p>~site
ltm/pool/~<p>~copy ltm/virtual/~<p>~site
ltm/profile/http/~<p>~web ltm/virtual/~<p>~site
ltm/profile/tcp/~<p>~wan ltm/virtual/~<p>~site
ltm/persistence/cookie/~<p>~cookie ltm/virtual/~<p>~site
ltm/persistence/source-addr/~<p>~source ltm/virtual/~<p>~site
ltm/rule/~<p>~rule ltm/virtual/~<p>~site
ltm/snatpool/~<p>~snat ltm/virtual/~<p>~site
ltm/virtual-address/~<p>~address ltm/virtual/~<p>~site
sys/application/template/~<p>~shop sys/application/service/~<p>~shop.app~shop
sys/application/service/~<p>~shop.app~shop ltm/virtual/~<p>~other
"""


#: An iRule that names a procedure of another, a data group and a pool.
CHOICE = """when HTTP_REQUEST {
    if { [call library::is_ours [HTTP::host]] &&
         [class match -- [HTTP::host] equals hosts] } {
        pool /%s/pool
    }
}"""


def one(kind, **properties):
    return {'type': kind, 'properties': properties}


def natural(partition):
    """One object of each kind, named by the others; nothing depends_on."""
    resources = {
        'site': one(
            VIRTUAL,
            name='site',
            ip='/%s/address' % partition,
            port=80,
            ip_protocol='tcp',
            default_pool='pool',
            irules=['rule'],
            profiles=[
                {'name': 'web'},
                {'name': '/%s/wan' % partition, 'context': 'all'},
            ],
            persistence_profile='cookie',
            snat='snat',
            fallback_persistence_profile='source',
            clone_pools=[
                {'name': '/%s/copy' % partition, 'context': 'serverside'}
            ],
        ),
        'other': one(
            VIRTUAL,
            name='other',
            ip='192.0.2.72',
            port=80,
            default_pool='/%s/shop.app/shop_pool' % partition,
        ),
        'service': one(
            'F5::Sys::iAppService', name='shop', template_name='shop'
        ),
        'template': one(
            'F5::Sys::iAppCompositeTemplate',
            name='shop',
            implementation='tmsh::create ltm pool shop_pool',
            presentation='section web { string address }',
        ),
        'rule': one(
            'F5::LTM::IRule',
            name='rule',
            definition=CHOICE % partition,
        ),
        # By their names these would come after the rule.
        'zone': one(
            'F5::LTM::DataGroup',
            name='hosts',
            type='string',
            records=[{'name': 'www.example.com'}],
        ),
        'verdict': one(
            'F5::LTM::IRule',
            name='library',
            definition='proc is_ours {host} { return [string length $host] }',
        ),
        'member': one(
            'F5::LTM::PoolMember', pool='copy', node='named', port=80
        ),
        'copy': one(POOL, name='copy'),
        'named': one('F5::LTM::Node', name='named', address='10.137.0.2'),
        'pool': one(
            POOL,
            name='pool',
            monitors=['alive'],
            members=[{'member_ip': '10.137.0.1', 'member_port': 80}],
        ),
        'node': one('F5::LTM::Node', name='10.137.0.1', address='10.137.0.1'),
        'alive': one(
            'F5::LTM::Monitor::HTTP', name='alive', defaults_from='parent'
        ),
        'parent': one('F5::LTM::Monitor::HTTP', name='parent'),
        'web': one('F5::LTM::Profile::HTTP', name='web'),
        'wan': one('F5::LTM::Profile::TCP', name='wan'),
        'cookie': one('F5::LTM::Persistence::Cookie', name='cookie'),
        'source': one('F5::LTM::Persistence::SourceAddress', name='source'),
        'snat': one('F5::LTM::SnatPool', name='snat', members=['10.137.0.9']),
        'address': one(
            'F5::LTM::VirtualAddress',
            name='address',
            address='192.0.2.71',
            auto_delete=False,
        ),
    }
    for snippet in resources.values():
        snippet['properties']['partition'] = partition
    return stacks.hot(
        {
            **resources,
            'inner': one(POOL, name='/%s/folder/inner' % partition),
            'folder': one(
                'F5::Sys::Partition', name='folder', subpath='/' + partition
            ),
            'partition': one('F5::Sys::Partition', name=partition),
            'save': one('F5::Sys::Save'),
        }
    )


def pairs(partition):
    return [
        line.replace('<p>', partition).split()
        for line in ORDER.split('\n')
        if line
    ]


def deleted(requests):
    """What was deleted, in this order."""
    return [
        path.removeprefix('/mgmt/tm/')
        for method, path in requests
        if method == 'DELETE'
    ]


@pytest.fixture(params=['convergence', 'legacy'])
def engine(request):
    return request.getfixturevalue(
        'cloud' if request.param == 'convergence' else 'legacy_cloud'
    )


@pytest.fixture
def made(engine):
    """A stack in one of the engines, which is deleted at the end."""
    stack = conftest.Stack(engine.heat)
    yield stack
    if stack.show().stack_status != 'DELETE_COMPLETE':
        stack.delete()


def test_each_kind_of_reference(engine, made):
    partition = made.name.replace('-', '_')
    requests = stacks.watch(engine, made.create, natural(partition))
    assert requests[-1] == ('POST', '/mgmt/tm/sys/config')
    generation = {
        uri: engine.bigip.read(uri)['generation']
        for pair in pairs(partition)
        for uri in pair
    }
    for first, naming in pairs(partition):
        # A monitor has none; a device refuses what names a missing one.
        if 'monitor' not in first + naming:
            assert generation[first] < generation[naming], (first, naming)
    order = deleted(stacks.watch(engine, made.delete))
    for first, naming in pairs(partition):
        assert order.index(naming) < order.index(first), (first, naming)
    assert [path for _, path in stacks.held(engine) if partition in path] == []


def test_references_that_an_update_adds_and_removes(engine, made):
    pool, site = (
        'ltm/pool/~Common~%s_%%s' % made.name,
        ('ltm/virtual/~Common~%s_site' % made.name),
    )

    def template(*pools, to=None):
        resources = {
            'pool_' + name: one(POOL, name='%s_%s' % (made.name, name))
            for name in pools
        }
        if to:
            resources['a_site'] = one(
                VIRTUAL,
                name=made.name + '_site',
                ip='192.0.2.73',
                port=80,
                default_pool='%s_%s' % (made.name, to),
            )
        return stacks.hot({**resources, 'root': one('OS::Heat::None')})

    def sent(*args, **kwargs):
        return [
            (method, path.removeprefix('/mgmt/tm/'))
            for method, path in stacks.watch(
                engine, made.update, template(*args, **kwargs)
            )
        ]

    made.create(template('one', to='one'))
    # The new pool is there before it is used, the old one goes after that.
    assert sent('two', to='two') == [
        ('POST', 'ltm/pool'),
        ('PATCH', site),
        ('DELETE', pool % 'one'),
    ]
    # Both go at once.
    assert sent() == [('DELETE', site), ('DELETE', pool % 'two')]
    assert sent('one', to='one') == [
        ('POST', 'ltm/pool'),
        ('POST', 'ltm/virtual'),
    ]
    # What names nothing any more holds nothing back.
    assert sent('one') == [('DELETE', site)]
    assert sent() == [('DELETE', pool % 'one')]


def test_the_template_has_the_last_word(cloud, stack):
    """The rule names the pool, which the template makes later."""
    name = stack.name.replace('-', '_')
    requests = stacks.watch(
        cloud,
        stack.create,
        stacks.hot(
            {
                'rule': one(
                    'F5::LTM::IRule',
                    name=name,
                    definition='when HTTP_REQUEST { pool %s }' % name,
                ),
                'pool': {**one(POOL, name=name), 'depends_on': 'rule'},
            }
        ),
    )
    assert [path for _, path in requests] == [
        '/mgmt/tm/ltm/rule',
        '/mgmt/tm/ltm/pool',
    ]
    assert deleted(stacks.watch(cloud, stack.delete)) == [
        'ltm/pool/~Common~' + name,
        'ltm/rule/~Common~' + name,
    ]


def test_nothing_is_known_of_what_is_invalid(cloud, stack):
    with pytest.raises(Exception, match='site.properties.irules'):
        stack.create(
            stacks.hot(
                {
                    'pool': one(POOL, name='x'),
                    'site': one(
                        VIRTUAL,
                        ip='192.0.2.74',
                        port=80,
                        default_pool='x',
                        irules={'not': 'a list'},
                    ),
                }
            )
        )
