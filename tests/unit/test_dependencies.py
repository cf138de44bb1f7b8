# SPDX-License-Identifier: Apache-2.0

"""What a resource waits for because it names it, in Heat's graph."""

import pytest

from f5_heat.engine import schema
from f5_heat.engine.bridge import dependencies
from f5_heat.engine.objects import bigip
from f5_heat.plugin import resource_types
from f5_heat.simulator import kinds

POOL, VIRTUAL = 'F5::LTM::Pool', 'F5::LTM::VirtualServer'
MEMBER, NODE, RULE = 'F5::LTM::PoolMember', 'F5::LTM::Node', 'F5::LTM::IRule'
PARTITION, SERVICE = 'F5::Sys::Partition', 'F5::Sys::iAppService'
HTTP, TCP = 'F5::LTM::Profile::HTTP', 'F5::LTM::Profile::TCP'
MONITOR, COOKIE = 'F5::LTM::Monitor::HTTP', 'F5::LTM::Persistence::Cookie'
ADDRESS, SNAT = 'F5::LTM::VirtualAddress', 'F5::LTM::SnatPool'
FULL, COMPOSITE = 'F5::Sys::iAppFullTemplate', 'F5::Sys::iAppCompositeTemplate'
CLUSTER = 'F5::Cm::Cluster'
GROUP = 'F5::LTM::DataGroup'

ROWS = {row.collection: row for row in kinds.KINDS}
OBJECTS = {
    name: kind
    for name, kind in resource_types.resource_mapping().items()
    if issubclass(kind, bigip.BigIPObject)
}


def one(kind, after=None, **properties):
    """The snippet of a resource."""
    made = {'type': kind, 'properties': properties}
    return {**made, 'depends_on': after} if after else made


def virtual(**properties):
    return one(VIRTUAL, ip='192.0.2.1', port=80, **properties)


def get(name):
    return {'get_resource': name}


POOLS = (
    'if {1} {pool x}',
    'pool x member 10.0.0.1 80',
    'if {1} {} else {log "[pool x]"}',
    'switch -- $a {b {pool /Common/x}}',
    'LB::reselect pool x',
    'set hsl [HSL::open -proto UDP -pool x]',
    'if {[active_members x] < 1} {drop}',
    'clone pool x',
    'after 100 {pool x}',
)
GROUPS = (
    'if {[class match $a equals x]} {drop}',
    'set b [class match -value -- $a equals /Common/x]',
    'set b [class lookup $a x]',
    'set b [class search x equals $a]',
    'set b [class element 0 x]',
    'set b [class names -nocase x a*]',
    'set b [class size x]',
    'if {[matchclass $a equals x]} {drop}',
    'set b [findclass $a x " "]',
)
RULES = ('call x::one a', 'set b [call /Common/x::one]')

NAMED = {
    'default_pool': (one(POOL, name='x'), virtual(default_pool='x')),
    'path': (one(POOL, name='x'), virtual(default_pool='/Common/x')),
    'full name': (one(POOL, name='/Common/x'), virtual(default_pool='x')),
    'monitors': (one(MONITOR, name='x'), one(POOL, monitors=['tcp', 'x'])),
    'monitor of a member': (
        one(MONITOR, name='x'),
        one(
            POOL,
            members=[
                {'member_ip': '10.0.0.1', 'member_port': 80, 'monitors': ['x']}
            ],
        ),
    ),
    'profiles': (one(HTTP, name='x'), virtual(profiles=['tcp', 'x'])),
    'profiles with a context': (
        one(TCP, name='x'),
        virtual(profiles=[{'name': '/Common/x', 'context': 'client'}]),
    ),
    'client_profiles': (one(TCP, name='x'), virtual(client_profiles=['x'])),
    'persistence': (one(COOKIE, name='x'), virtual(persistence_profile='x')),
    'fallback': (
        one('F5::LTM::Persistence::SourceAddress', name='x'),
        virtual(fallback_persistence_profile='x'),
    ),
    'irules': (one(RULE, name='x', definition=''), virtual(irules=['x'])),
    'clone_pools': (
        one(POOL, name='x'),
        virtual(clone_pools=[{'name': 'x', 'context': 'clientside'}]),
    ),
    'snat': (one(SNAT, name='x', members=['10.0.0.1']), virtual(snat='x')),
    'ip by path': (
        one(ADDRESS, name='x', address='192.0.2.9'),
        one(VIRTUAL, ip='/Common/x', port=80),
    ),
    'ip by address': (one(ADDRESS, address='192.0.2.1'), virtual()),
    'defaults_from': (one(MONITOR, name='x'), one(MONITOR, defaults_from='x')),
    'ssl_profile': (
        one('F5::LTM::Profile::ServerSSL', name='x'),
        one('F5::LTM::Monitor::HTTPS', ssl_profile='x'),
    ),
    'pool of a member': (
        one(POOL, name='x'),
        one(MEMBER, pool='x', address='10.0.0.1', port=80),
    ),
    'node of a member': (
        one(NODE, name='x', address='10.0.0.1'),
        one(MEMBER, pool='web', node='x', port=80),
    ),
    'address of a member': (
        one(NODE, name='10.0.0.1', address='10.0.0.1'),
        one(POOL, members=[{'member_ip': '10.0.0.1', 'member_port': 80}]),
    ),
    'template': (
        one(
            COMPOSITE,
            name='x',
            partition='Common',
            implementation='',
            presentation='',
        ),
        one(SERVICE, name='shop', template_name='x'),
    ),
    'template in one text': (
        one(
            FULL,
            partition='Common',
            full_template=(
                'sys application template x { actions { definition { '
                'implementation { } presentation { } } } }'
            ),
        ),
        one(SERVICE, name='shop', template_name='x'),
    ),
    'app_service': (
        one(SERVICE, name='x', template_name='y'),
        one(HTTP, app_service='/Common/x.app/x'),
    ),
    'object of a service': (
        one(SERVICE, name='x', template_name='y'),
        virtual(default_pool='/Common/x.app/x_pool'),
    ),
    'partition': (one(PARTITION, name='x'), one(POOL, partition='x')),
    'partition of a full name': (
        one(PARTITION, name='x'),
        one(POOL, name='/x/web'),
    ),
    'folder': (
        one(PARTITION, name='x', subpath='/Common'),
        one(POOL, partition='/Common/x'),
    ),
    'folder of a full name': (
        one(PARTITION, name='x', subpath='/Common'),
        one(POOL, name='/Common/x/y/web'),
    ),
    'folder in a partition': (
        one(PARTITION, name='x'),
        one(PARTITION, name='y', subpath='/x'),
    ),
    'partition of a reference': (
        one(PARTITION, name='x'),
        virtual(irules=['/x/rule']),
    ),
    'partition of a service': (
        one(PARTITION, name='x'),
        one(SERVICE, name='shop', partition='x', template_name='y'),
    ),
    'pool in a script': (
        one(POOL, name='x'),
        one(RULE, definition='when HTTP_REQUEST {\n  pool x\n}'),
    ),
    'snatpool in a script': (
        one(SNAT, name='x', members=['10.0.0.1']),
        one(RULE, definition='when CLIENT_ACCEPTED { snatpool /Common/x }'),
    ),
    **{
        '%s in a script' % command: (
            made,
            one(RULE, name='rule', definition='when A {\n  %s\n}' % command),
        )
        for made, commands in (
            (one(POOL, name='x'), POOLS),
            (one(GROUP, name='x', type='string'), GROUPS),
            (one(RULE, name='x', definition=''), RULES),
            (one(HTTP, name='x'), ['SSL::profile /Common/x']),
            (virtual(name='x'), ['virtual x', 'LB::reselect virtual x']),
            (one(PARTITION, name='x'), ['ifile get /x/file']),
        )
        for command in commands
    },
    'own device': (
        one(POOL, name='x', bigip_server='lab'),
        virtual(default_pool='x', bigip_server='lab'),
    ),
    'device_group': (
        one(CLUSTER, device_group_name='x', devices=['lab', 'other']),
        one(
            SERVICE,
            name='shop',
            template_name='y',
            device_group='x',
            bigip_server='lab',
        ),
    ),
}


@pytest.mark.parametrize('made, naming', NAMED.values(), ids=list(NAMED))
def test_what_is_named_comes_first(graph, made, naming):
    assert graph({'made': made, 'naming': naming}) == {
        'made': set(),
        'naming': {'made'},
    }
    assert graph({'z': made, 'a': naming})['a'] == {'z'}


UNNAMED = {
    'another name': (one(POOL, name='x'), virtual(default_pool='y')),
    'another kind': (one(POOL, name='x'), virtual(irules=['x'])),
    'another device': (
        one(POOL, name='x', bigip_server='lab'),
        virtual(default_pool='x', bigip_server='other'),
    ),
    'another partition': (
        one(POOL, name='x', partition='web'),
        virtual(default_pool='x'),
    ),
    'a name that Heat makes': (one(POOL), virtual(default_pool='/Common/')),
    'the name of the resource': (one(POOL), virtual(default_pool='first')),
    'words for none': (
        one(POOL, name='none'),
        virtual(default_pool='none', snat='none'),
    ),
    **{
        '%r in a script' % text: (
            one(POOL, name='x'),
            one(RULE, name='rule', definition='when A { %s }' % text),
        )
        for text in (
            'pool $x',
            'pool [x]',
            'pool /Common/$x',
            '\n# pool x\n',
            'log "pool x"',
            'log {pool x}',
            'set text {pool x}',
            'log local0. x',
            'call x',
            'class match x equals y',
            'node x 80',
            'x',
        )
    },
    'a script that is too long to be read': (
        one(POOL, name='x'),
        one(RULE, definition='pool x\n' + '#' * 300000),
    ),
}


@pytest.mark.parametrize('first, other', UNNAMED.values(), ids=list(UNNAMED))
def test_what_is_not_named_does_not(graph, first, other):
    assert graph({'first': first, 'other': other}) == {
        'first': set(),
        'other': set(),
    }


def test_the_own_folder_comes_before_common(graph):
    own = one(POOL, name='x', partition='web')
    common = one(POOL, name='x')
    naming = virtual(default_pool='x', partition='web')
    assert graph({'own': own, 'common': common, 'naming': naming})[
        'naming'
    ] == {'own'}
    assert graph({'common': common, 'naming': naming})['naming'] == {'common'}


def test_names_made_of_what_other_resources_are_going_to_be(graph):
    """What get_resource gives is not known to Heat at that time."""
    found = graph(
        {
            'first': one(PARTITION, name='web'),
            'second': one(
                PARTITION,
                name='shop',
                subpath={'list_join': ['', ['/', get('first')]]},
            ),
            'third': one(POOL, name='x', partition=get('second')),
            'fourth': one(MONITOR, name='alive', partition='web'),
            'naming': virtual(
                default_pool='/web/shop/x', partition='/web/shop'
            ),
            'pool': one(POOL, partition=get('first'), monitors=['alive']),
        }
    )
    assert found == {
        'first': set(),
        'second': {'first'},
        'third': {'second'},
        'fourth': {'first'},
        'naming': {'second', 'third'},
        'pool': {'first', 'fourth'},
    }


def test_a_reference_to_a_resource_is_no_name_of_another(graph):
    found = graph(
        {
            'web': one(POOL),
            'other': one(POOL, name='web'),
            'naming': virtual(default_pool=get('web')),
        }
    )
    assert found['naming'] == {'web'}


def test_the_template_has_the_last_word(graph):
    pool, site = one(POOL, name='x'), virtual(default_pool='x')
    assert graph({'pool': {**pool, 'depends_on': 'site'}, 'site': site}) == {
        'pool': {'site'},
        'site': set(),
    }
    assert (
        graph(
            {
                'pool': {**pool, 'depends_on': 'between'},
                'site': site,
                'between': one('OS::Heat::None', after='site'),
            }
        )['site']
        == set()
    )


def test_two_that_name_each_other(graph):
    """They can only be made by an update; then the graph has no circle."""
    found = graph(
        {
            'a': one(MONITOR, name='a', defaults_from='b'),
            'b': one(MONITOR, name='b', defaults_from='a'),
            'own': one(MONITOR, name='own', defaults_from='own'),
            'save': one('F5::Sys::Save'),
        }
    )
    assert found == {
        'a': {'b'},
        'b': set(),
        'own': set(),
        'save': {'a', 'own'},
    }


@pytest.mark.parametrize('names', [('a', 'b'), ('b', 'a')])
def test_a_virtual_server_waits_for_an_irule_that_names_it(graph, names):
    rule, site = names
    found = graph(
        {
            rule: one(RULE, name='rule', definition='virtual site'),
            site: virtual(name='site', irules=['rule']),
        }
    )
    assert found == {rule: set(), site: {rule}}


def test_what_waits_for_a_save_is_not_saved_by_it(graph):
    found = graph(
        {
            'save': one('F5::Sys::Save'),
            'pool': one(POOL, name='x', after='save'),
            'site': virtual(default_pool='x'),
        }
    )
    assert found == {'save': set(), 'pool': {'save'}, 'site': {'pool'}}


@pytest.mark.parametrize('kind', sorted(OBJECTS))
@pytest.mark.parametrize(
    'value',
    [
        None,
        7,
        'text',
        {'name': 7},
        {'a': {}},
        [None],
        [7],
        [{'name': None}],
        [{}],
        [[]],
        '',
        {'get_attr': ['pool', 'full_path']},
    ],
    ids=str,
)
def test_no_value_of_a_property_breaks_the_graph(graph, kind, value):
    found = graph(
        {
            'pool': one(POOL, name='x'),
            'it': one(
                kind,
                **dict.fromkeys(
                    [*OBJECTS[kind].properties_schema, 'unknown'], value
                ),
            ),
        }
    )
    assert found['pool'] <= {'it'}


@pytest.mark.parametrize('kind', sorted(OBJECTS))
def test_an_empty_resource_does_not_break_it_either(graph, kind):
    assert graph({'it': one(kind)}) == {'it': set()}


def test_an_external_resource_waits_for_nothing(graph):
    found = graph(
        {
            'pool': one(POOL, name='x'),
            'site': {
                **virtual(default_pool='x'),
                'external_id': '/Common/site',
            },
        }
    )
    assert found['site'] == set()


def test_each_path_is_made_once(graph, monkeypatch):
    made = []
    path = bigip.BigIPObject.path

    def counted(self, values):
        made.append(self.name)
        return path(self, values)

    monkeypatch.setattr(bigip.BigIPObject, 'path', counted)

    sites = {
        'site%d' % number: virtual(
            partition='web', default_pool='x%d' % number
        )
        for number in range(20)
    }
    pools = {
        'pool%d' % number: one(POOL, partition='web', name='x%d' % number)
        for number in range(20)
    }
    found = graph({'partition': one(PARTITION, name='web'), **sites, **pools})
    assert found['site7'] == {'partition', 'pool7'}
    assert sorted(made) == sorted([*sites, *pools])


def flat(properties):
    """Every property, and those inside it."""
    for prop in properties.values():
        yield prop
        inside = getattr(getattr(prop, 'item', None), 'schema', None) or (
            prop.schema
        )
        if isinstance(inside, dict):
            yield from flat(inside)


@pytest.mark.parametrize('name', sorted(OBJECTS))
def test_references_lead_where_the_device_looks(name):
    kind = OBJECTS[name]
    row = ROWS.get(kind.collection)
    for prop in flat(kind.properties_schema):
        if isinstance(prop, schema.Reference):
            assert prop.to, prop.description
        field = row and row.fields.get(prop.wire)
        for collection in field.refers if field else ():
            to = getattr(prop, 'item', None) or prop
            assert dependencies.leads_to(to.to, collection), prop.description
