# SPDX-License-Identifier: Apache-2.0

"""What several values of a template decide together, before any device."""

import time

import pytest
from heat.common import context
from heat.common import exception
from heat.engine import stack
from heat.engine import template

from f5_heat.engine import schema
from f5_heat.engine.bridge import dependencies
from f5_heat.engine.bridge import heat_resource
from f5_heat.engine.validation import lists
from f5_heat.engine.validation import rules
from f5_heat.plugin import resource_types
from f5_heat.resources.ltm import compatibility
from f5_heat.simulator import kinds

TYPES = resource_types.resource_mapping()
ROWS = {row.collection: row for row in kinds.KINDS}
DEVICE, VLAN, SELF = 'F5::BigIP::Device', 'F5::Net::VLAN', 'F5::Net::SelfIP'
POOL, MEMBER, NODE = 'F5::LTM::Pool', 'F5::LTM::PoolMember', 'F5::LTM::Node'
VIRTUAL, ADDRESS = 'F5::LTM::VirtualServer', 'F5::LTM::VirtualAddress'
HTTP, TCP = 'F5::LTM::Profile::HTTP', 'F5::LTM::Profile::TCP'
FASTL4, UDP = 'F5::LTM::Profile::FastL4', 'F5::LTM::Profile::UDP'
CLIENT, SERVER = 'F5::LTM::Profile::ClientSSL', 'F5::LTM::Profile::ServerSSL'
REUSE = 'F5::LTM::Profile::OneConnect'
COOKIE = 'F5::LTM::Persistence::Cookie'
SOURCE = 'F5::LTM::Persistence::SourceAddress'
MONITOR = 'F5::LTM::Monitor::HTTP'
PARTITION, CLUSTER = 'F5::Sys::Partition', 'F5::Cm::Cluster'


def one(kind, **properties):
    """The snippet of a resource."""
    return {'type': kind, 'properties': properties}


def get(name):
    return {'get_resource': name}


def virtual(**properties):
    return one(VIRTUAL, **{'ip': '192.0.2.1', 'port': 80, **properties})


def cluster(name, devices, **rest):
    return one(CLUSTER, device_group_name=name, devices=devices, **rest)


def member(address='10.0.0.1', port=80, **rest):
    return {'member_ip': address, 'member_port': port, **rest}


@pytest.fixture(scope='module')
def made(heat_conf, registered):
    """A function that makes the stack of some resources."""
    heat_conf('lab', 'other', 'third')

    def make(snippets, **parameters):
        return stack.Stack(
            context.RequestContext(is_admin=False),
            'tested',
            template.Template(
                {
                    'heat_template_version': '2021-04-16',
                    'parameters': {
                        name: {
                            'type': 'string'
                            if isinstance(value, str)
                            else 'json',
                            'default': value,
                        }
                        for name, value in parameters.items()
                    },
                    'resources': snippets,
                }
            ),
        )

    return make


@pytest.fixture(scope='module')
def refused(made):
    """A function that says what is refused of some resources."""

    def refused(snippets, **parameters):
        of, found = made(snippets, **parameters), []
        # As Heat does before it validates the resources.
        of._update_all_resource_data(for_resources=True, for_outputs=False)
        for resource in of.values():
            try:
                resource.validate()
            except exception.StackValidationFailed as error:
                found.append(
                    str(error)
                    .removeprefix('Property error: resources.')
                    .replace('.properties.', '.', 1)
                )
        return found

    return refused


# The lists of all types.


def all_lists(prop, label):
    """Yield each list of a property, at any depth, with where it stands."""
    if hasattr(prop, 'key'):
        yield label, prop
    for name, child in (prop.schema or {}).items():
        yield from all_lists(child, '%s.%s' % (label, name))


LISTS = [
    (name, label, prop)
    for name, kind in sorted(TYPES.items())
    if name not in kind.aliases
    for first, top in kind.properties_schema.items()
    for label, prop in all_lists(top, first)
]


def an_item(prop, text):
    """An item of a list; another text makes another one of it."""
    item = getattr(prop, 'item', None)
    if item is None or item.type != item.MAP:
        return text
    return {
        name: text
        if name in ('name', 'cert')
        else {'member_ip': '192.0.2.%d' % len(text), 'member_port': '80'}.get(
            name, 'x'
        )
        for name, child in item.schema.items()
        if child.required
    }


@pytest.mark.parametrize(
    'prop',
    [prop for *_, prop in LISTS],
    ids=['%s %s' % (name, label) for name, label, _ in LISTS],
)
def test_no_list_has_an_item_twice(prop):
    place = schema.Place('/Common')
    first, second = an_item(prop, 'a'), an_item(prop, 'bb')
    assert list(lists.problems(prop, 'it', [first, second], place)) == []
    (problem,) = lists.problems(prop, 'it', [first, second, first], place)
    assert problem.startswith('it[0] and it[2] are the same')


def test_there_are_lists_of_all_sorts():
    assert len(LISTS) > 30
    assert {
        'F5::LTM::Pool members',
        'F5::LTM::Pool members.*.monitors',
        'F5::LTM::VirtualServer profiles',
        'F5::LTM::VirtualServer metadata',
        'F5::Net::VLAN interfaces',
        'F5::LTM::Profile::HTTP enforcement.known_methods',
        'F5::Cm::Cluster devices',
    } <= {'%s %s' % (name, label) for name, label, _ in LISTS}


@pytest.mark.parametrize(
    'name, label, prop',
    [
        row
        for row in LISTS
        if row[2].to is not None
        or getattr(getattr(row[2], 'item', None), 'to', None) is not None
    ],
)
@pytest.mark.parametrize(
    'text', ['', ' a', 'a, b', '/Common/a /Common/b', '{ a b }', '/Common//a']
)
def test_an_item_is_one_reference(name, label, prop, text):
    place = schema.Place('/Common')
    (problem,) = lists.problems(prop, 'it', ['x', text], place)
    assert problem.startswith('it[1]: ')
    assert list(lists.problems(prop, 'it', ['/Common/a/b', 'c'], place)) == []


TWICE = {
    'addresses in another form': (
        one(POOL, members=[member('2001:db8::1'), member('2001:db8:0::1')]),
        'it.members: members[0] and members[1] are the same, 2001:db8::1.80.',
    ),
    'name and path': (
        one(POOL, monitors=['http', '/Common/http']),
        'it.monitors: monitors[0] and monitors[1] are the same, /Common/http.',
    ),
    'inside an item': (
        one(POOL, members=[member(monitors=['tcp', 'http', 'tcp'])]),
        'it.members: members[0].monitors[0] and members[0].monitors[2] are '
        'the same, /Common/tcp.',
    ),
    'names of certificates': (
        one(
            CLIENT,
            cert_key_chain=[
                {'cert': 'a.crt', 'key': 'a'},
                {'cert': 'b.crt', 'key': 'b', 'name': 'a'},
            ],
        ),
        'it.cert_key_chain: cert_key_chain[0] and cert_key_chain[1] are the '
        'same, a.',
    ),
    'a profile with a context': (
        virtual(
            profiles=['tcp', {'name': '/Common/tcp', 'context': 'client'}]
        ),
        'it.profiles: profiles[0] and profiles[1] are the same, /Common/tcp.',
    ),
    'a profile in two lists': (
        virtual(client_profiles=['tcp'], server_profiles=['/Common/tcp']),
        'it.server_profiles: /Common/tcp (tcp) stands in client_profiles '
        'already: a virtual server has a profile once, for one side or, in '
        'profiles, for both.',
    ),
}


@pytest.mark.parametrize('snippet, words', TWICE.values(), ids=list(TWICE))
def test_twice_in_a_list(refused, snippet, words):
    assert refused({'it': snippet}) == [words]


# Numbers that depend on one another, as the parent has them, too.

PAIRS = [
    (name, rule)
    for name, kind in sorted(TYPES.items())
    if name not in kind.aliases
    for rule in kind.rules
    if isinstance(rule, rules.Below)
]


def of_type(kind):
    """The properties that a type needs, and those that pairs are of."""
    return {'qname': 'www.example.com'} if kind.endswith('DNS') else {}


@pytest.mark.parametrize(
    'kind, rule',
    PAIRS,
    ids=['%s %s' % (kind, rule.lower) for kind, rule in PAIRS],
)
def test_a_number_is_below_another(refused, kind, rule):
    """Given, from a parent of the template, or from one of the device."""
    fields = ROWS[TYPES[kind].collection].fields
    default = fields[TYPES[kind].properties_schema[rule.higher].wire].default
    low, high = {rule.lower: default + 10}, {rule.higher: default + 5}
    own = TYPES[kind].root_parent
    given = {'it': one(kind, **low, **high, **of_type(kind))}
    (sentence,) = refused(given)
    assert (
        'it.%s: The %s, %d '
        % (
            rule.higher,
            rule.higher,
            default + 5,
        )
        in sentence
    )
    assert 'the %s, %d ' % (rule.lower, default + 10) in sentence
    (sentence,) = refused({'it': one(kind, **low, **of_type(kind))})
    assert (
        'it.%s: The %s, %d '
        % (
            rule.lower,
            rule.lower,
            default + 10,
        )
        in sentence
    )
    assert 'the %s, %d ' % (rule.higher, default) in sentence
    assert 'comes from %s: give %s as well' % (own, rule.higher) in sentence
    for parent in get('parent'), 'it_is':
        (sentence,) = refused(
            {
                'it': one(
                    kind, **low, defaults_from=get('between'), **of_type(kind)
                ),
                'between': one(kind, defaults_from=parent, **of_type(kind)),
                'parent': one(kind, **high, name='it_is', **of_type(kind)),
            }
        )
        assert 'the %s, %d ' % (rule.higher, default + 5) in sentence
        assert 'comes from the resource "parent"' in sentence
    fit = {
        'it': one(kind, **low, defaults_from=get('parent'), **of_type(kind)),
        'parent': one(kind, **{rule.higher: default + 11}, **of_type(kind)),
    }
    assert refused(fit) == []
    unknown = {
        'it': one(
            kind, **low, defaults_from='/Common/unknown', **of_type(kind)
        )
    }
    assert refused(unknown) == []


def test_each_monitor_has_the_pair():
    timed = {
        name
        for name, kind in TYPES.items()
        if 'timeout' in kind.properties_schema
        and 'interval' in kind.properties_schema
    }
    assert len(timed) == 9
    assert {kind for kind, rule in PAIRS if rule.higher == 'timeout'} == timed


@pytest.mark.parametrize(
    'name',
    [
        name
        for name, kind in sorted(TYPES.items())
        if hasattr(kind, 'root_values')
    ],
)
def test_what_the_parents_of_devices_have(name):
    kind = TYPES[name]
    row = ROWS[kind.collection]
    assert kind.root_parent in row.builtins
    for prop, value in kind.root_values.items():
        if prop in kind.properties_schema:
            wire = kind.properties_schema[prop].wire
            own = row.builtins[kind.root_parent]
            has = own.get(wire, row.fields[wire].default)
            has = {'disabled': False}.get(has, has)
            assert (has or 0) == (value or 0), prop


def test_what_a_monitor_of_the_device_expects(refused):
    needs = 'it.reverse: A monitor with reverse needs the property receive.'
    assert refused({'it': one(MONITOR, reverse=True)}) == [needs]
    parent = one(MONITOR, receive='up')
    it = one(MONITOR, reverse=True, defaults_from=get('parent'))
    assert refused({'it': it, 'parent': parent}) == []
    assert refused({'it': it, 'parent': one(MONITOR)}) == [needs]


# Monitors and how many of them have to succeed.

QUORUM = [
    ({'min_monitors': 1}, 'min_monitors', 'monitors has none'),
    ({'min_monitors': 1, 'monitors': []}, 'min_monitors', 'has none'),
    ({'min_monitors': 1, 'monitors': ['none']}, 'min_monitors', 'has none'),
    (
        {'min_monitors': 3, 'monitors': ['tcp', 'http']},
        'min_monitors',
        'has 2',
    ),
    ({'monitors': ['none', 'http']}, 'monitors', 'none stands for no'),
    ({'monitors': ['http and tcp']}, 'monitors', 'min_monitors'),
    ({'monitors': ['min 1 of http tcp']}, 'monitors', 'item of its own'),
]
OWNERS = {
    POOL: one(POOL),
    NODE: one(NODE, address='10.0.0.1'),
    MEMBER: one(MEMBER, pool='web', address='10.0.0.1', port=80),
}


@pytest.mark.parametrize('given, name, words', QUORUM)
@pytest.mark.parametrize('kind', OWNERS)
def test_a_quorum_has_its_monitors(refused, kind, given, name, words):
    it = one(kind, **OWNERS[kind]['properties'], **given)
    (sentence,) = refused({'it': it})
    assert sentence.startswith('it.%s: ' % name)
    assert words in sentence


@pytest.mark.parametrize('given, name, words', QUORUM)
def test_a_quorum_of_an_item(refused, given, name, words):
    (sentence,) = refused({'it': one(POOL, members=[member(**given)])})
    assert sentence.startswith('it.members: members[0].' + name)
    assert words in sentence


@pytest.mark.parametrize('kind', [NODE, MEMBER])
def test_default_is_a_word_of_nodes_and_members(refused, kind):
    it = one(kind, **OWNERS[kind]['properties'], monitors=['default', 'tcp'])
    assert 'default stands for no' in refused({'it': it})[0]
    it['properties']['monitors'] = ['default']
    assert refused({'it': it}) == []


def test_a_quorum_that_can_be_met(refused):
    given = {'min_monitors': 2, 'monitors': ['tcp', 'http']}
    for kind, owner in OWNERS.items():
        it = one(kind, **owner['properties'], **given)
        assert refused({'it': it}) == []
    late = {'get_attr': ['other', 'value']}
    other = one('OS::Heat::Value', value=['http'])
    it = one(POOL, monitors=late, min_monitors=1)
    assert refused({'it': it, 'other': other}) == []


# Profiles, protocol and persistence.

APART = {
    'http alone': ({'profiles': ['http']}, 'profiles', 'transport protocol'),
    'TLS alone': (
        {'client_profiles': ['clientssl']},
        'client_profiles',
        'ip_protocol',
    ),
    'http for another protocol': (
        {'profiles': ['http'], 'ip_protocol': 'icmp'},
        'profiles',
        'transport protocol',
    ),
    'two protocols': ({'profiles': ['udp', 'tcp']}, 'profiles', 'exclude'),
    'two protocols on a side': (
        {'profiles': ['tcp'], 'server_profiles': ['udp']},
        'server_profiles',
        'exclude',
    ),
    'two of TCP': (
        {'profiles': ['tcp', 'tcp-lan-optimized']},
        'profiles',
        'client_profiles',
    ),
    'protocol and profile': (
        {'profiles': ['tcp'], 'ip_protocol': 'udp'},
        'profiles',
        'ip_protocol is udp',
    ),
    'udp and tcp': (
        {'profiles': ['udp'], 'ip_protocol': 'tcp'},
        'profiles',
        'ip_protocol is tcp',
    ),
    'packets and http': (
        {'profiles': ['fastL4', 'http']},
        'profiles',
        '/Common/tcp in its place',
    ),
    'packets and tcp': (
        {'profiles': ['fastL4', 'tcp']},
        'profiles',
        'exclude',
    ),
    'fasthttp and tcp': (
        {'profiles': ['tcp', 'fasthttp']},
        'profiles',
        'exclude',
    ),
    'two of HTTP': (
        {'profiles': ['tcp', 'http', 'http-explicit']},
        'profiles',
        'exclude',
    ),
    'the side of servers': (
        {'profiles': ['tcp'], 'client_profiles': ['serverssl']},
        'client_profiles',
        'belongs into server_profiles',
    ),
    'the side of clients': (
        {'profiles': ['tcp', {'name': 'clientssl', 'context': 'server'}]},
        'profiles',
        'belongs into client_profiles',
    ),
    'compression': (
        {'profiles': ['tcp', 'httpcompression']},
        'profiles',
        'needs a profile of HTTP',
    ),
    'a cache': (
        {'profiles': ['tcp', 'webacceleration']},
        'profiles',
        'needs a profile of HTTP',
    ),
    'cookies': (
        {'profiles': ['tcp'], 'persistence_profile': 'cookie'},
        'persistence_profile',
        '/Common/http',
    ),
    'cookies without profiles': (
        {'persistence_profile': '/Common/cookie'},
        'persistence_profile',
        '/Common/http',
    ),
    'cookies in the second place': (
        {'profiles': ['tcp'], 'fallback_persistence_profile': 'cookie'},
        'fallback_persistence_profile',
        '/Common/http',
    ),
    'cookies of the template': (
        {'profiles': [get('tcp')], 'persistence_profile': get('cookie')},
        'persistence_profile',
        'the resource "cookie"',
    ),
    'TLS of the template': (
        {'profiles': [get('tcp')], 'server_profiles': [get('client')]},
        'server_profiles',
        'the resource "client"',
    ),
    'packets and TLS of the template': (
        {'profiles': [get('fastl4')], 'client_profiles': [get('client')]},
        'client_profiles',
        'leaves no room',
    ),
    'reuse of the template alone': (
        {'profiles': [get('reuse')]},
        'profiles',
        'transport protocol',
    ),
    'two defaults for server names': (
        {
            'profiles': ['tcp'],
            'client_profiles': [get('client'), get('second')],
        },
        'client_profiles',
        'sni_default',
    ),
    'http that is forwarded': (
        {'type': 'forwarding-ip', 'profiles': ['tcp', 'http']},
        'profiles',
        'the type forwarding-ip',
    ),
    'families': (
        {'source': '2001:db8::/32'},
        'source',
        'of the same family',
    ),
    'route domains': (
        {'ip': '192.0.2.1%7', 'source': '10.0.0.0%3/8'},
        'source',
        'in the same route domain',
    ),
    'the route domain of Common': (
        {'source': '10.0.0.0%3/8'},
        'source',
        'in the same route domain',
    ),
    'families of a resource': (
        {'ip': get('address'), 'source': '2001:db8::/32'},
        'source',
        'of the same family',
    ),
}
FURNITURE = {
    'tcp': one(TCP),
    'fastl4': one(FASTL4),
    'reuse': one(REUSE),
    'cookie': one(COOKIE),
    'client': one(CLIENT, sni_default=True),
    'second': one(CLIENT, sni_default=True),
    'address': one(ADDRESS, name='va', address='192.0.2.7'),
}


@pytest.mark.parametrize('given, name, words', APART.values(), ids=list(APART))
def test_what_cannot_work_together(refused, given, name, words):
    (sentence,) = refused({**FURNITURE, 'it': virtual(**given)})
    assert sentence.startswith('it.%s: ' % name)
    assert words in sentence


TOGETHER = [
    {},
    {'ip': '192.0.2.1%7', 'source': '10.0.0.0%7/8'},
    {'ip': '192.0.2.1%7', 'source': '10.0.0.0/8'},
    {'source': '10.0.0.0%0/8'},
    {'source': '10.0.0.0%3/8', 'name': '/web/it'},
    {'ip_protocol': 'udp'},
    {'profiles': ['tcp', 'http']},
    {'profiles': ['http'], 'ip_protocol': 'tcp'},
    {'profiles': ['udp'], 'ip_protocol': 'udp'},
    {'profiles': ['udp', 'http']},
    {
        'profiles': [
            'tcp',
            'http',
            'httpcompression',
            'webacceleration',
            'oneconnect',
            'clientssl',
            'serverssl',
        ]
    },
    {
        'profiles': ['http'],
        'client_profiles': ['tcp-wan-optimized', 'clientssl', get('client')],
        'server_profiles': ['tcp-lan-optimized', 'serverssl'],
    },
    {'profiles': ['tcp', 'unknown', '/Common/other']},
    {'profiles': ['unknown', 'clientssl']},
    {'profiles': ['unknown'], 'persistence_profile': 'cookie'},
    {'profiles': ['tcp', 'http'], 'persistence_profile': 'cookie'},
    {'profiles': ['fasthttp'], 'persistence_profile': get('cookie')},
    {'profiles': ['tcp'], 'persistence_profile': 'source_addr'},
    {'profiles': ['fastL4'], 'persistence_profile': 'source_addr'},
    {'type': 'forwarding-ip', 'profiles': ['fastL4']},
    {'source': '10.0.0.0/8'},
    {'ip': get('address'), 'source': '10.0.0.0/8'},
    {'ip': '/Common/unknown', 'source': '2001:db8::/32'},
]


@pytest.mark.parametrize('given', TOGETHER)
def test_what_works_together(refused, given):
    assert refused({**FURNITURE, 'it': virtual(**given)}) == []


def test_the_kinds_of_the_profiles_of_devices():
    shown = {
        path: collection.rpartition('/')[2]
        for collection, row in ROWS.items()
        if collection.startswith('ltm/profile/')
        for path in row.builtins
    }
    known = compatibility.KINDS
    assert {path: shown.get(path) for path in known if path in shown} == {
        path: kind for path, kind in known.items() if path in shown
    }
    assert {*known.values()} == {
        shown[path] for path in known if path in shown
    }


# What two resources take.

TAKEN = {
    'a name': (one(POOL, name='x'), one(POOL, name='x'), 'name'),
    'a name and a path': (
        one(POOL, name='x', partition='web'),
        one(POOL, name='/web/x'),
        'name',
    ),
    'a device by its name': (
        one(POOL, name='x'),
        one(POOL, name='x', bigip_server='lab'),
        'name',
    ),
    'a name of the family': (
        one(MONITOR, name='x'),
        one('F5::LTM::Monitor::TCP', name='x'),
        'name',
    ),
    'a name of profiles': (one(TCP, name='x'), one(HTTP, name='x'), 'name'),
    'a partition': (
        one(PARTITION, name='web'),
        one(PARTITION, name='/web'),
        'name',
    ),
    'a member': (
        one(MEMBER, pool='web', address='10.0.0.1', port=80),
        one(MEMBER, pool='/Common/web', address='10.0.0.1', port='80'),
        'address',
    ),
    'the address of a node': (
        one(NODE, name='a', address='2001:db8::1'),
        one(NODE, name='b', address='2001:db8:0::1'),
        'address',
    ),
    'the address of a member and of a node with a name': (
        one(NODE, name='a', address='10.0.0.1'),
        one(MEMBER, pool='web', address='10.0.0.1', port=80),
        'address',
    ),
    'the address of an item and of a node with a name': (
        one(NODE, name='a', address='2001:db8::1'),
        one(POOL, members=[member('2001:db8:0::1')]),
        ('address', 'members'),
    ),
    'the address of a virtual address': (
        one(ADDRESS, name='a', address='192.0.2.1'),
        one(ADDRESS, name='b', address='192.0.2.1'),
        'address',
    ),
    'the address of a self IP': (
        one(SELF, name='a', address='192.0.2.1/24', vlan='v'),
        one(SELF, name='b', address='192.0.2.1/25', vlan='v'),
        'address',
    ),
    'an untagged interface': (
        one(VLAN, interfaces=[{'name': '1.1'}]),
        one(VLAN, interfaces=[{'name': '1.1', 'tagged': False}]),
        'interfaces',
    ),
    'address and port': (virtual(), virtual(port='80'), 'ip'),
    'address, port and protocol': (
        virtual(profiles=['tcp']),
        virtual(ip_protocol='tcp'),
        'ip',
    ),
    'all ports': (virtual(port='any'), virtual(port=0), 'ip'),
    'address in another form': (
        virtual(ip='2001:db8::1', source='::/0'),
        virtual(ip='2001:db8:0::1'),
        'ip',
    ),
    'address, port and source': (
        virtual(source='0.0.0.0/0'),
        virtual(),
        'ip',
    ),
    'address, port and VLANs': (
        virtual(vlans=['a', 'b']),
        virtual(vlans=['b', '/Common/a']),
        'ip',
    ),
    'members of a pool': (
        one(POOL, name='x', members=[]),
        one(MEMBER, pool='x', address='10.0.0.1', port=80),
        ('members', 'pool'),
    ),
    'members by path': (
        one(POOL, name='/web/x', members=[member()]),
        one(MEMBER, pool='x', partition='web', address='10.0.0.2', port=80),
        ('members', 'pool'),
    ),
    'a device that fails over to others': (
        cluster('a', ['lab', 'other']),
        cluster('b', ['other', 'third']),
        'devices',
    ),
}


@pytest.mark.parametrize(
    'first, other, names', TAKEN.values(), ids=list(TAKEN)
)
def test_what_is_taken(refused, first, other, names):
    """Each is refused, and names the other one."""
    said = refused({'a': first, 'b': other})
    assert len(said) == 2
    for own, another, sentence in zip('ab', 'ba', sorted(said), strict=True):
        where = sentence.partition(': ')[0].split('.')
        assert where[0] == own
        assert where[1] in (names if isinstance(names, tuple) else (names,))
        assert '"%s"' % another in sentence


FREE = {
    'another partition': (one(POOL, name='x'), one(POOL, name='/web/x')),
    'another device': (
        one(POOL, name='x'),
        one(POOL, name='x', bigip_server='other'),
    ),
    'another kind': (one(POOL, name='x'), one(SOURCE, name='x')),
    'names that Heat makes': (one(POOL), one(POOL)),
    'members of pools without names': (
        one(MEMBER, pool=get('none'), address='10.0.0.1', port=80),
        one(MEMBER, pool=get('none'), address='10.0.0.2', port=80),
    ),
    'a node that is called as its address': (
        one(NODE, name='10.0.0.1', address='10.0.0.1'),
        one(POOL, members=[member(), member(port=81)]),
    ),
    'a node that a member names': (
        one(NODE, name='a', address='10.0.0.1'),
        one(MEMBER, pool='web', node='a', address='10.0.0.1', port=80),
    ),
    'members of two pools': (
        one(POOL, members=[member()]),
        one(POOL, members=[member()]),
    ),
    'nodes of partitions': (
        one(NODE, name='/web/a', address='10.0.0.1'),
        one(NODE, name='/shop/a', address='10.0.0.1'),
    ),
    'nodes of route domains': (
        one(NODE, name='a', address='10.0.0.1'),
        one(NODE, name='b', address='10.0.0.1%7'),
    ),
    'another port': (virtual(), virtual(port=81)),
    'another source': (virtual(), virtual(source='10.0.0.0/8')),
    'another protocol': (virtual(profiles=['tcp']), virtual(profiles=['udp'])),
    'protocols that nobody knows': (
        virtual(profiles=['unknown']),
        virtual(profiles=['unknown']),
    ),
    'other VLANs': (virtual(vlans=['a']), virtual(vlans=['b'])),
    'the other VLANs': (
        virtual(vlans=['a']),
        virtual(vlans=['a'], vlans_disabled=True),
    ),
    'another route domain': (virtual(), virtual(ip='192.0.2.1%3')),
    'tagged interfaces': (
        one(VLAN, interfaces=[{'name': '1.1', 'tagged': True}]),
        one(VLAN, interfaces=[{'name': '1.1', 'tagged': True}]),
    ),
    'a pool that leaves its members alone': (
        one(POOL, name='x'),
        one(MEMBER, pool='x', address='10.0.0.1', port=80),
    ),
    'a device in groups of which one fails over': (
        cluster('a', ['lab', 'other']),
        cluster('b', ['lab', 'third'], device_group_type='sync-only'),
    ),
    'the members of another pool': (
        one(POOL, name='y', members=[member()]),
        one(MEMBER, pool='x', address='10.0.0.1', port=80),
    ),
}


@pytest.mark.parametrize('first, other', FREE.values(), ids=list(FREE))
def test_what_is_free(refused, first, other):
    assert refused({'a': first, 'b': other, 'none': one(POOL)}) == []


def test_ciphers_and_a_group_of_them(refused):
    for kind in CLIENT, SERVER:
        given = {'ciphers': 'DEFAULT', 'cipher_group': 'f5-secure'}
        (sentence,) = refused({'it': one(kind, **given)})
        assert 'cipher_group and ciphers exclude each other' in sentence
        for name in given:
            assert refused({'it': one(kind, **{**given, name: 'none'})}) == []


def test_a_certificate_comes_with_its_key(refused):
    for kind in CLIENT, SERVER:
        (sentence,) = refused({'it': one(kind, cert='a.crt')})
        assert sentence.startswith('it.cert: ') and 'give key' in sentence
        (sentence,) = refused({'it': one(kind, key='a.key')})
        assert sentence.startswith('it.key: ') and 'give cert' in sentence
        for given in (
            {'cert': 'a.crt', 'key': 'a.key'},
            {'cert': '/Common/default.crt'},
            {'cert': 'none'},
            # The key of the parent may be that of a certificate made anew.
            {'cert': 'a.crt', 'defaults_from': 'own'},
        ):
            assert refused({'it': one(kind, **given)}) == []


def test_units_have_addresses_of_their_own(refused):
    it = one(DEVICE, ip='A.example', username='a', password='b')
    it['properties']['peers'] = ['b.example', 'a.example:443']
    (sentence,) = refused({'it': it})
    assert 'it.peers: peers[1] and ip are the same, a.example:443' in sentence
    it['properties']['port'] = 8443
    assert refused({'it': it}) == []


def test_the_address_of_a_device_is_no_url(refused):
    it = one(DEVICE, ip='https://192.0.2.1:8443', username='a', password='b')
    (sentence,) = refused({'it': it})
    assert 'give 192.0.2.1:8443, without the scheme' in sentence


def test_members_of_a_pool_without_a_name(refused):
    joining = one(MEMBER, pool=get('a'), address='10.0.0.2', port=80)
    pool, sentence = sorted(
        refused({'a': one(POOL, members=[member()]), 'b': joining})
    )
    assert pool.startswith('a.members: The resource "b" is a member')
    assert sentence.startswith('b.pool: The pool is the resource "a"')
    assert refused({'a': one(POOL), 'b': joining}) == []
    other = one(POOL, members=[member()])
    assert refused({'a': one(POOL), 'b': joining, 'c': other}) == []


def test_an_address_by_its_resource(refused):
    found = refused(
        {
            'a': virtual(),
            'b': virtual(ip=get('address')),
            'address': one(ADDRESS, name='va', address='192.0.2.1'),
        }
    )
    assert len(found) == 2
    assert 'listens on the same address and port' in found[0]


def test_devices_of_the_template(refused):
    """Two of them are apart, and what is on one of them is together."""
    devices = {
        name: one(DEVICE, ip='192.0.2.%d' % number, username='a', password='b')
        for number, name in enumerate(('first', 'second'), 1)
    }
    pools = {
        'a': one(POOL, name='x', bigip_server=get('first')),
        'b': one(POOL, name='x', bigip_server=get('second')),
    }
    assert refused({**devices, **pools}) == []
    pools['b']['properties']['bigip_server'] = get('first')
    assert len(refused({**devices, **pools})) == 2


def test_values_of_parameters_are_known(refused):
    (sentence,) = refused(
        {'it': one(POOL, monitors={'get_param': 'all'}, min_monitors=2)},
        all=['http'],
    )
    assert 'monitors has 1' in sentence


def test_what_is_known_later_is_no_reason(refused):
    late = {'get_attr': ['late', 'value']}
    assert (
        refused(
            {
                'late': one('OS::Heat::Value', value='x'),
                'a': virtual(ip=late),
                'b': virtual(ip=late),
                'c': one(MEMBER, pool='x', address=late, port=80),
                'd': one(MEMBER, pool='x', address=late, port=80),
                'e': one(POOL, name=late),
                'f': one(POOL, name=late),
                'g': one(POOL, name='x', partition=late),
                'h': one(POOL, name='x', bigip_server=late),
                'i': one(POOL, name='x', members=late, bigip_server=late),
                'k': one(NODE, name='k', address=late),
                'l': one(NODE, name='l', address=late),
                'm': one(MONITOR, interval=late),
                'n': virtual(profiles=[late, 'http'], port=81),
                'o': one(POOL, members=[member(late), member(late)]),
                'p': one(MONITOR, interval=30, defaults_from=late),
            }
        )
        == []
    )


def test_other_resources_that_are_wrong_are_no_reason(refused):
    (sentence,) = refused({'a': one(POOL, name=['x']), 'b': one(POOL)})
    assert sentence.startswith('a.name')


def test_a_thousand_resources_take_linear_time(made):
    """Twice as many take twice the time, and not four times."""

    def seconds(count):
        of = made(
            {
                'm%d' % number: one(
                    MEMBER,
                    pool='x',
                    address='10.0.%d.%d' % divmod(number, 250),
                    port=80,
                )
                for number in range(count)
            }
        )
        foreseen = _foreseen(of)
        begin = time.process_time()
        for resource in of.values():
            rules.check(resource, foreseen)
        return time.process_time() - begin

    seconds(10)
    few, many = seconds(250), seconds(1000)
    assert many < 9 * few


def _foreseen(of):
    return dependencies.foreseen(
        of, of.dependencies, heat_resource.HeatResource
    )
