# SPDX-License-Identifier: Apache-2.0

"""The forms of values: for each kind of property, what means the same.

Of a property a generator makes groups of values: those of a group mean the
same, those of two groups do not. The first of a group is the plain form. What
a property takes is read off its schema: its class, the words and the range
that its constraints allow, and the properties inside it.
"""

import ipaddress
import itertools
import json

from f5_heat.engine import schema
from f5_heat.engine.validation import constraints
from f5_heat.resources.ltm import health
from f5_heat.resources.ltm import inheritance
from f5_heat.resources.ltm import irule
from f5_heat.resources.ltm import listener
from f5_heat.resources.ltm import member
from f5_heat.resources.ltm import persistence
from f5_heat.resources.ltm import pool
from f5_heat.resources.ltm import snat_pool
from f5_heat.resources.ltm import target
from f5_heat.resources.ltm import virtual_address
from f5_heat.resources.ltm.profile import client_ssl
from f5_heat.resources.ltm.profile import tls
from f5_heat.resources.net import self_ip
from f5_heat.resources.net import vlan
from f5_heat.resources.sys import answers
from f5_heat.resources.sys import iapp_full_template
from f5_heat.resources.sys import iapp_service
from f5_heat.resources.sys import pairs

FINGERPRINT = ':'.join(['AB'] * 32)
CONTAINER = 'https://192.0.2.1/v1/containers/%s'
#: The texts that some constraints ask for.
SPECIAL = {
    constraints.Location: [['192.0.2.1', '192.0.2.1 '], ['192.0.2.2']],
    constraints.Fingerprints: [[FINGERPRINT], ['']],
    constraints.Certificates: [['']],
    constraints.Container: [
        [CONTAINER % '8b1f3c52-7a50-4b8e-9a0c-2d1b6f4e5a70'],
        [''],
    ],
}
YES = [True, 'true', 'True', 'yes', 'on', '1', 1]
NO = [False, 'false', 'No', 'off', '0', 0]
REFERENCES = [['/Common/one', 'one', ' one'], ['/Common/two', 'two']]
NOTHING = ['', 'none', ' ']


def constraint(prop, kind):
    return next((one for one in prop.constraints if type(one) is kind), None)


def words(prop):
    """The words that a property allows, or none if it allows any."""
    found = constraint(prop, constraints.AllowedValues)
    return list(found.allowed) if found else []


def strings(prop):
    if words(prop):
        return [[word] for word in words(prop)]
    for kind, found in SPECIAL.items():
        if constraint(prop, kind):
            return found
    if prop.secret:
        return [['first secret'], ['second secret']]
    if prop.wire is None:
        return [['one', ' one'], ['two']]
    # An object cannot be without what it has to have.
    nothing = [] if prop.required else [NOTHING]
    return [['one', ' one', 'one\n'], ['two'], *nothing]


def scripts(prop):
    return [['a\nb', ' a  \r\nb\n'], ['a'], ['b']]


def templates(prop):
    text = (
        'sys application template one { actions { definition { '
        'implementation { %s } presentation { section a { string b } } } } }'
    )
    return [
        [text % 'one', text.replace('} }', '}\n}') % 'one', text % ' one\n'],
        [text % 'two'],
    ]


def numbers(prop):
    allowed = constraint(prop, constraints.NumberOr)
    low, high = max(allowed.low, 1), allowed.high
    zero = [['0', 0, '00']] if allowed.low <= 0 else []
    if prop.zero and zero:
        zero[0].append(prop.zero)
    return [
        [str(low), low, '0%d' % low],
        [str(high), high],
        *zero,
        *(
            [word]
            for word in allowed.words
            if not (zero and word == prop.zero)
        ),
    ]


def integers(prop):
    allowed = constraint(prop, constraints.Range)
    low = allowed.min if allowed and allowed.min is not None else 0
    high = allowed.max if allowed and allowed.max is not None else low + 9
    return [
        [number, str(number), '0%d' % number]
        for number in sorted({low, low + 1, high})
    ]


def choices(prop):
    return [
        [
            word,
            word.upper(),
            word.title(),
            *(one for one, meant in prop.synonyms.items() if meant == word),
        ]
        for word in prop.choices
    ]


def booleans(prop):
    return [YES, NO]


def addresses(prop):
    if isinstance(prop.constraints and prop.constraints[0], target.Host):
        return [['*'], ['192.0.2.1', '192.0.2.1%0'], ['2001:db8::1']]
    return [
        ['192.0.2.1', '192.0.2.1%0', '192.0.2.1%00'],
        [
            '2001:db8::1',
            '2001:DB8::1',
            '2001:0db8:0:0:0:0:0:1',
            '2001:db8::1%0',
        ],
        ['192.0.2.1%5', '192.0.2.1%05'],
        ['::', '0:0::0'],
        ['0.0.0.0'],
    ]


def networks(prop):
    return [
        ['192.0.2.0/24', '192.0.2.0%0/24', '192.0.2.0/024'],
        ['192.0.2.0/25'],
        ['192.0.2.0%5/24'],
        ['2001:db8::/32', '2001:DB8:0::/32', '2001:db8::%0/32'],
        ['0.0.0.0/0', '0.0.0.0/00', '0.0.0.0%0/0'],
    ]


def ports(prop):
    return [['80', 80, '080', 'http'], ['0', 'any', 0], ['443', 'https']]


def destinations(prop):
    return [
        ['*:*'],
        ['*:80', '*:080'],
        ['192.0.2.1:80', '192.0.2.1%0:80', '192.0.2.1.80'],
        ['[2001:db8::1]:80', '2001:DB8::1.80', '[2001:0db8::1]:080'],
    ]


def destination_addresses(prop):
    return [
        ['192.0.2.1', '192.0.2.1%0', '/Common/192.0.2.1'],
        ['192.0.2.1%5'],
        ['2001:db8::1', '2001:DB8::1', '/Common/2001:db8:0::1'],
        ['/Common/named'],
        ['192.0.2.0/24', '192.0.2.0%0/24', '192.0.2.0/024'],
    ]


def references(prop):
    return [*REFERENCES, NOTHING]


def inner(prop):
    """The groups of a list's items, without what would be no item."""
    return [group for group in groups(prop.item) if group[0] not in ('', None)]


def lists(prop):
    if prop.item is None:
        return [[['one', 'two']], [['two']], [[]]]
    items = inner(prop)
    found = [[[form] for form in group] for group in items]
    first, second = items[0], items[1]
    both = [[one, other] for one in first for other in second]
    if not prop.ordered:
        both += [pair[::-1] for pair in both]
        return [*found, both, [[]]]
    return [*found, both, [[second[0], first[0]]], [[]]]


def required(props):
    return {
        name: groups(child)[0][0]
        for name, child in props.items()
        if child.required
    }


def maps(prop):
    """Each part in each of its forms; one at a time."""
    if prop.schema is None:
        return [[{'a': '1'}], [{'a': '2'}]]
    always = required(prop.schema)
    found = [[{**always}]]
    for name, child in prop.schema.items():
        for group in groups(child):
            if prop.schema[name].default == group[0]:
                found[0] += [{**always, name: form} for form in group]
                continue
            forms = [{**always, name: form} for form in group]
            unset = child.unset
            if name in always and group[0] == always[name]:
                found[0] += forms[1:]
            elif unset is not schema.INHERITED and any(
                form == unset or str(form) == str(unset) for form in group
            ):
                # What is not given is that.
                found[0] += forms
            else:
                found.append(forms)
    return found


def words_in_lists(prop):
    return [
        [['a', 'b'], ['a ', ' b'], *([] if prop.ordered else [['b', 'a ']])],
        [['a']],
        [['A']],
        [[]],
    ]


def monitors(prop):
    nothing = [[], [prop.none]] if prop.none else [[], ['none']]
    return [
        [['one'], ['/Common/one']],
        [
            list(pair)
            for names in (('one', 'two'), ('/Common/one', 'two'))
            for pair in itertools.permutations(names)
        ],
        nothing,
        *([[['none'], ['/Common/none']]] if prop.none else []),
    ]


def masks(prop):
    return [
        ['255.255.255.0', ' 255.255.255.0'],
        ['ffff::', 'FFFF:0::'],
        ['any', '0.0.0.0'],
        NOTHING,
    ]


def profiles(prop):
    side = prop.context
    if side is not None:
        return [
            [
                ['one'],
                ['/Common/one'],
                [{'name': 'one'}],
                [{'name': '/Common/one', 'context': side}],
                [{'name': 'one', 'context': side.removesuffix('side')}],
            ],
            [['one', 'two'], ['two', 'one'], ['two', {'name': 'one'}]],
            [[]],
        ]
    return [
        [['one'], ['/Common/one'], [{'name': 'one'}]],
        [
            [{'name': 'one', 'context': 'client'}],
            [{'name': '/Common/one', 'context': 'clientside'}],
        ],
        [[{'name': 'one', 'context': 'all'}]],
        [['one', 'two'], ['two', '/Common/one']],
        [[]],
    ]


def members(prop):
    plain = {'member_ip': '192.0.2.1', 'member_port': '80'}
    found = maps(prop.item)
    whole = [[[item] for item in group] for group in found]
    other = {'member_ip': '2001:db8::1', 'member_port': 'any'}
    longer = {'member_ip': '2001:DB8:0::1', 'member_port': 0}
    return [
        *whole,
        [[plain, other], [other, plain], [longer, plain]],
        [[]],
    ]


def interfaces(prop):
    one, other = {'name': '1.1'}, {'name': '1.2', 'tagged': True}
    return [
        *([[item] for item in group] for group in maps(prop.item)),
        [[one, other], [other, one], [{**other, 'tagged': 'yes'}, one]],
        [[]],
    ]


def chains(prop):
    entry = {'cert': '/Common/one.crt', 'key': '/Common/one.key'}
    named = {**entry, 'name': 'one'}
    return [
        [
            [entry],
            [named],
            [{'cert': 'one.crt', 'key': 'one.key'}],
            [{**entry, 'chain': 'none'}],
            [{**named, 'chain': ''}],
        ],
        [[{**entry, 'passphrase': 'secret'}]],
        [[{**entry, 'chain': 'two.crt'}], [{**named, 'chain': 'two.crt'}]],
        [[{**entry, 'name': 'two'}]],
        [[]],
    ]


def clone_pools(prop):
    return lists(prop)


def clone_pool(prop):
    return [
        [{'name': name, 'context': context} for name in group]
        for group in REFERENCES
        for context in ['clientside']
    ] + [[{'name': 'one', 'context': 'serverside'}]]


def metadata(prop):
    plain = [{'name': 'a', 'value': 'b'}, {'name': 'c'}]
    return [
        [
            plain,
            plain[::-1],
            [{'name': 'c', 'persist': 'yes'}, {'name': 'a', 'value': 'b '}],
            [{'name': 'c', 'value': ''}, {'name': 'a', 'value': 'b'}],
        ],
        [[{'name': 'a', 'persist': False}], [{'name': 'a', 'persist': 'no'}]],
        [[{'name': 'a'}]],
        [[]],
    ]


def services(prop):
    return [
        [['tcp:443', 'default'], ['default', 'tcp:443']],
        [['all'], ['all', 'tcp:22']],
        [[], ['none']],
    ]


def translations(prop):
    return [
        ['/Common/192.0.2.1', '192.0.2.1', '192.0.2.1%0'],
        ['/Common/2001:db8::1', '2001:DB8:0::1'],
        ['192.0.2.1%5', '/Common/192.0.2.1%5'],
        ['named'],
    ]


def host_masks(prop):
    return [
        [
            '255.255.255.255',
            'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
            'FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF',
        ],
        ['255.255.255.0'],
        ['ffff::', 'FFFF:0::'],
    ]


def snats(prop):
    return [['automap'], ['none'], ['/Common/one', 'one']]


def vlans_disabled(prop):
    return [NO, YES]


def persistence_periods(prop):
    return [['1:0:0:0', '24:0:0', '86400', '086400'], ['0', '0:0'], ['1']]


def records(prop):
    return [
        [
            {'a': 1, 'b': None},
            [{'name': 'b'}, {'name': 'a', 'data': '1'}],
            '["b", {"name": "a", "data": 1}]',
        ],
        [{'a': ''}, ['a'], '["a"]', {'a': None}],
        [{}, [], ''],
    ]


def variables(prop):
    return [
        [
            {'a': 'b', 'c': True},
            [{'name': 'c', 'value': 'yes'}, {'name': 'a', 'value': 'b'}],
            '[{"name": "a", "value": "b"}, {"name": "c", "value": "yes"}]',
        ],
        [{'a': 'c'}],
        [[], {}],
    ]


def answer_lists(prop):
    return [
        [{'a': ['b', 1]}, '[{"name": "a", "value": ["b", "1"]}]'],
        [{'a': [1, 'b']}],
        [[], {}],
    ]


def tables(prop):
    return [
        [
            {'a': [{'b': 'c'}]},
            '[{"name": "a", "columnNames": ["b"], "rows": [["c"]]}]',
        ],
        [{'a': [{'b': 'd'}]}],
        [[], {}],
    ]


def pems(prop):
    return [['a', 'a\n', ' a'], ['b']]


def vlans(prop):
    return [
        [['one'], ['/Common/one']],
        [['one', 'two'], ['/Common/two', 'one']],
        [[]],
    ]


#: How the groups of a class are made.
MAKERS = {
    schema.String: strings,
    schema.Number: numbers,
    schema.Script: scripts,
    schema.Choice: choices,
    schema.Integer: integers,
    schema.Boolean: booleans,
    schema.Switch: booleans,
    schema.Reference: references,
    schema.IPAddress: addresses,
    schema.IPNetwork: networks,
    schema.ServicePort: ports,
    schema.List: lists,
    schema.References: lists,
    schema.Map: maps,
    schema.Metadata: metadata,
    health.Monitors: monitors,
    health.MinMonitors: integers,
    health.AdminState: strings,
    inheritance.Text: strings,
    inheritance.Mask: masks,
    inheritance.Strings: words_in_lists,
    irule.Script: scripts,
    listener.ClonePool: clone_pool,
    listener.Ip: destination_addresses,
    listener.Persistence: references,
    listener.Policies: lists,
    listener.Profiles: profiles,
    listener.Snat: snats,
    listener.Type: strings,
    listener.Vlans: vlans,
    listener.VlansDisabled: vlans_disabled,
    member.Encapsulation: references,
    target.Destination: destinations,
    persistence.Expiration: persistence_periods,
    pool.Members: members,
    client_ssl.CertKeyChain: chains,
    tls.Options: words_in_lists,
    snat_pool.Translation: translations,
    virtual_address.Mask: host_masks,
    virtual_address.TrafficGroup: references,
    answers.Variables: variables,
    answers.Lists: answer_lists,
    answers.Tables: tables,
    iapp_full_template.TemplateText: templates,
    iapp_service.Inheritable: references,
    pairs.PEM: pems,
    self_ip.Services: services,
    vlan.Interfaces: interfaces,
}


def named(name, prop):
    """Yield a property and those inside it, with their names."""
    yield name, prop
    inner = getattr(prop, 'item', None)
    if inner is not None:
        yield from named(name + '[]', inner)
    elif isinstance(prop.schema, dict):
        for below, child in prop.schema.items():
            yield from named('%s.%s' % (name, below), child)


def groups(prop):
    """The groups of the values of a property."""
    from tests.functional.contract import FORMS

    if type(prop) in MAKERS:
        return MAKERS[type(prop)](prop)
    _, same, different = FORMS[type(prop)]
    return [same]


# Another form of a value at hand.


def another(prop, value):
    """Another form of a value; the same where there is none."""
    kind = type(prop)
    if value is None or isinstance(value, dict) and 'get_resource' in value:
        return value
    if kind in ANOTHER:
        return ANOTHER[kind](prop, value)
    if isinstance(prop, schema.Map) and isinstance(value, dict):
        return {
            name: another((prop.schema or {}).get(name, prop), part)
            if (prop.schema or {}).get(name)
            else part
            for name, part in value.items()
        }
    if isinstance(prop, schema.List) and isinstance(value, list):
        found = [another(prop.item, part) for part in value]
        return found if prop.ordered else found[::-1]
    return value


def spaced(prop, value):
    if prop.to is not None:
        return other_name(prop, value)
    return value if prop.constraints or prop.secret else ' %s ' % value


def digits(prop, value):
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return '0%s' % value if value.isdigit() else value


def other_name(prop, value):
    """A bare name for a path in /Common, and the path for a bare name."""
    head, slash, name = value.rpartition('/')
    return name if head == '/Common' else value if slash else '/Common/' + name


def longer(prop, value):
    """An address in long, with the route domain that it is in."""
    address, slash, length = value.partition('/')
    if '%' in address or not constraints.Address().fits(address):
        return value
    if ':' in address:
        address = ipaddress.ip_address(address).exploded.upper()
    return '%s%%0%s%s' % (address, slash, '0' + length if length else '')


def longer_destination(prop, value):
    address, port = target.split(value)
    if not constraints.Address().fits(address):
        return value
    return '%s.%s' % (longer(prop, address), port)


def other_profiles(prop, value):
    return [
        {**item, 'name': other_name(prop, item['name'])}
        if isinstance(item, dict)
        else {'name': other_name(prop, item)}
        for item in value
    ][::-1]


def as_text(prop, value):
    return value if isinstance(value, str) else json.dumps(value)


ANOTHER = {
    schema.String: spaced,
    schema.Number: digits,
    schema.Script: lambda prop, value: '\n%s \n' % value,
    schema.Choice: lambda prop, value: value.upper(),
    schema.Integer: digits,
    schema.Boolean: lambda prop, value: str(value).lower(),
    schema.Switch: lambda prop, value: str(value).lower(),
    schema.Reference: other_name,
    schema.IPAddress: longer,
    schema.IPNetwork: longer,
    schema.ServicePort: digits,
    health.MinMonitors: digits,
    inheritance.Text: spaced,
    inheritance.Mask: spaced,
    irule.Script: lambda prop, value: value + ' \r\n',
    listener.Ip: longer,
    listener.Persistence: other_name,
    listener.Profiles: other_profiles,
    listener.Snat: lambda prop, value: (
        value if value in ('automap', 'none') else other_name(prop, value)
    ),
    listener.VlansDisabled: lambda prop, value: str(value).lower(),
    member.Encapsulation: other_name,
    target.Destination: longer_destination,
    snat_pool.Translation: lambda prop, value: (
        value if '/' in value else longer(prop, value)
    ),
    virtual_address.TrafficGroup: other_name,
    iapp_service.Inheritable: other_name,
    answers.Variables: as_text,
    answers.Lists: as_text,
    answers.Tables: as_text,
    iapp_full_template.TemplateText: lambda prop, value: value + '\n',
    pairs.PEM: lambda prop, value: value + '\n',
}
