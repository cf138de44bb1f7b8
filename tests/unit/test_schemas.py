# SPDX-License-Identifier: Apache-2.0

"""What holds for the schema of every resource type."""

import ipaddress
import json

import hypothesis
import pytest
from heat.engine import constraints as heat_constraints
from hypothesis import strategies as st

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.engine.schema import addresses
from f5_heat.engine.validation import constraints
from f5_heat.plugin import resource_types
from f5_heat.resources.ltm import health
from f5_heat.resources.ltm import inheritance
from f5_heat.resources.ltm import listener
from f5_heat.resources.ltm import persistence
from f5_heat.resources.ltm import target
from f5_heat.resources.sys import answers
from f5_heat.resources.sys import iapp_full_template
from f5_heat.resources.sys.iapp import template_text
from f5_heat.simulator import kinds

PROMISED = {
    'F5::BigIP::Device',
    'F5::Sys::Partition',
    'F5::LTM::Node',
    'F5::LTM::Pool',
    'F5::LTM::PoolMember',
    'F5::LTM::Member',
    'F5::LTM::VirtualServer',
    'F5::LTM::VirtualAddress',
    'F5::LTM::Monitor::HTTP',
    'F5::LTM::Monitor::HTTPS',
    'F5::LTM::Monitor::TCP',
    'F5::LTM::Monitor::UDP',
    'F5::LTM::Monitor::ICMP',
    'F5::LTM::Monitor::GatewayICMP',
    'F5::LTM::Monitor::TCPHalfOpen',
    'F5::LTM::Monitor::External',
    'F5::LTM::Monitor::DNS',
    'F5::LTM::IRule',
    'F5::LTM::SnatPool',
    'F5::LTM::Persistence::Cookie',
    'F5::LTM::Persistence::SourceAddress',
    'F5::LTM::Profile::HTTP',
    'F5::LTM::Profile::TCP',
    'F5::LTM::Profile::UDP',
    'F5::LTM::Profile::FastL4',
    'F5::LTM::Profile::ClientSSL',
    'F5::LTM::Profile::ServerSSL',
    'F5::LTM::Profile::OneConnect',
    'F5::Sys::iAppCompositeTemplate',
    'F5::Sys::iAppFullTemplate',
    'F5::Sys::iAppTemplate',
    'F5::Sys::iAppService',
    'F5::Sys::Save',
    'F5::Cm::Sync',
    'F5::Cm::Cluster',
    'F5::Sys::SSLCertificate',
}

TYPES = resource_types.resource_mapping()
OBJECTS = {
    name: kind
    for name, kind in TYPES.items()
    if issubclass(kind, bigip.BigIPObject)
}
MEMBERS = ('F5::LTM::PoolMember', 'F5::LTM::Member')
COLLECTIONS = {
    'F5::Sys::Partition': 'auth/partition',
    **dict.fromkeys(MEMBERS, 'ltm/pool/members'),
}
ROWS = {row.collection: row for row in kinds.KINDS}

every_type = pytest.mark.parametrize('name', sorted(TYPES))
every_object = pytest.mark.parametrize('name', sorted(OBJECTS))


def nested(prop):
    """The properties inside one, by name: of a map, or of a list's items."""
    item = getattr(prop, 'item', None)
    return (item.schema if item is not None else prop.schema) or {}


def flat(properties, where=''):
    """Every property with its name, and those inside it with dots."""
    for name, prop in properties.items():
        yield where + name, prop
        if isinstance(nested(prop), dict):
            yield from flat(nested(prop), where + name + '.')


def test_every_promised_type_is_there():
    assert set(TYPES) >= PROMISED


def test_the_names_of_the_hot_repository_are_left_alone():
    assert [name for name in TYPES if name.startswith('F5::BigIP::')] == [
        'F5::BigIP::Device'
    ]


@every_type
def test_descriptions_are_sentences(name):
    kind = TYPES[name]
    described = [
        *flat(kind.properties_schema),
        *kind.attributes_schema.items(),
    ]
    assert [
        key
        for key, one in described
        if not (one.description or '').endswith('.')
    ] == []
    assert kind.__doc__.strip().endswith('.')


@every_type
def test_template_of_the_type(name):
    for language in ('hot', 'cfn'):
        template = TYPES[name].resource_to_template(name, language)
        assert name in json.dumps(template)


def without_unset(properties):
    for name, prop in properties.items():
        if prop.type == prop.MAP and prop.schema:
            yield from without_unset(prop.schema)
        elif (
            prop.wire
            and not prop.required
            and not prop.assigned
            and prop.update_allowed
            and (prop.unset is None)
        ):
            yield name


@every_object
def test_what_can_be_dropped_has_a_value_for_then(name):
    assert list(without_unset(OBJECTS[name].properties_schema)) == []


def field_of(fields, collection, key):
    """The simulator's field for a key, with dots for nested ones."""
    first, _, rest = key.partition('.')
    below = '%s/%s' % (collection, first)
    if first in fields:
        return (
            field_of(fields[first].fields, below, rest)
            if rest
            else fields[first]
        )
    if below in ROWS:
        # A dotted key into a sub-collection begins with an item's name.
        return (
            field_of(ROWS[below].fields, below, rest.partition('.')[2])
            if rest
            else ROWS[below]
        )
    return None


def differing(properties, fields, collection, where=''):
    """What the simulator does not know, or would not take."""
    for name, prop in properties.items():
        keys = prop.wire if isinstance(prop.wire, tuple) else [prop.wire]
        for key in filter(None, keys):
            field = field_of(fields, collection, key)
            if field is None:
                yield '%s%s: no %s' % (where, name, key)
                continue
            if not isinstance(field, type(ROWS['ltm/pool'])):
                yield from unfit(where + name, prop, field)
            yield from differing(
                nested(prop) if isinstance(nested(prop), dict) else {},
                field.fields,
                '',
                where + name + '.',
            )


FITTING = {
    schema.Property.STRING: {
        'string',
        'reference',
        'integer',
        'monitor',
        'list',
        'mask',
    },
    schema.Property.INTEGER: {'integer', 'string', 'reference'},
    schema.Property.BOOLEAN: {'string', 'flag'},
    schema.Property.LIST: {'list', 'references', 'monitor', 'braces'},
    schema.Property.MAP: {'object', 'list'},
}


def unfit(name, prop, field):
    if field.type not in FITTING[prop.type]:
        yield '%s: %s for %s' % (name, prop.type, field.type)
    words = set(field.choices) | set(field.words)
    if prop.type == prop.BOOLEAN and field.type == 'string':
        if not set(prop.words) <= words:
            yield '%s: %s for %s' % (name, prop.words, words)
    elif field.read_only or field.create_only and prop.update_allowed:
        yield '%s: cannot be changed' % name
    for limit in prop.constraints:
        if isinstance(limit, constraints.AllowedValues) and (
            field.choices and not set(limit.allowed) <= words
        ):
            yield '%s: %s' % (name, set(limit.allowed) - words)
        if isinstance(limit, constraints.NumberOr):
            if not set(limit.words) <= words:
                yield '%s: %s' % (name, set(limit.words) - words)
            yield from outside(name, limit.low, limit.high, field)
        if isinstance(limit, constraints.Range):
            yield from outside(name, limit.min, limit.max, field)


def outside(name, low, high, field):
    if field.low is not None and (low is None or low < field.low):
        yield '%s: %s below %s' % (name, low, field.low)
    if field.high is not None and high is not None and high > field.high:
        yield '%s: %s above %s' % (name, high, field.high)


@pytest.mark.parametrize(
    'name',
    sorted(
        # The contents of files do not travel in JSON.
        set(OBJECTS) - {'F5::Sys::SSLCertificate'}
    ),
)
def test_the_device_knows_what_is_sent(name):
    kind = OBJECTS[name]
    row = ROWS[COLLECTIONS.get(name, kind.collection)]
    assert (
        list(differing(kind.properties_schema, row.fields, row.collection))
        == []
    )


PLACE = schema.Place('/web')
PATHS = st.from_regex(r'/(Common|web)/[a-z][a-z0-9_.-]{0,8}', fullmatch=True)
ADDRESSES = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)).map(str)
PORTS = st.integers(1, 65535).map(str)
#: A list with the word none alone is an empty one to a device.
TEXTS = st.text(
    st.characters(codec='ascii', categories=['L', 'N', 'P']), min_size=1
).filter(lambda text: text != 'none')
NUMBERS = st.integers(0, 2**31)
ANSWERS = st.lists(
    st.fixed_dictionaries(
        {'name': TEXTS}, optional={'value': TEXTS | st.lists(TEXTS)}
    )
)
WORDS = st.from_regex(r'[a-z]{1,8}', fullmatch=True)
TEMPLATES = st.builds(
    lambda parts: template_text.write(template_text.Template('a', '', parts)),
    st.fixed_dictionaries(
        dict.fromkeys(
            map(template_text.SECTIONS.get, template_text.REQUIRED), WORDS
        ),
        optional={
            key: st.lists(WORDS, min_size=1)
            if word in template_text.LISTS
            else WORDS
            for key, word in template_text.PARTS.items()
            if word not in template_text.REQUIRED
        },
    ),
)
FORMS = {
    constraints.Address: ADDRESSES,
    constraints.Destination: ADDRESSES,
    constraints.Folder: st.just('web'),
    constraints.Name: PATHS,
    constraints.Network: ADDRESSES.map(
        lambda one: str(ipaddress.ip_network(one))
    ),
    constraints.Port: PORTS,
    target.Endpoint: st.builds(
        '{}:{}'.format, ADDRESSES.map(addresses.bracketed), PORTS
    ),
    target.Host: ADDRESSES | st.just('*'),
    persistence.Period: st.just('1:2:3:4'),
    listener.ProfileItems: st.lists(PATHS, min_size=1),
}


def constrained(limit):
    """Values that a constraint allows, or None."""
    if isinstance(limit, constraints.AllowedValues):
        return st.sampled_from(limit.allowed)
    if type(limit) is constraints.Range:
        return st.integers(
            limit.min or 0, 2**31 if limit.max is None else limit.max
        )
    if isinstance(limit, constraints.NumberOr):
        return st.one_of(
            st.integers(limit.low, limit.high).map(str),
            *map(st.just, limit.words),
        )
    if isinstance(limit, heat_constraints.AllowedPattern):
        return st.from_regex(limit.pattern, fullmatch=True)
    return FORMS.get(type(limit))


def values_of(prop):
    """Values of a property that its schema allows."""
    for limit in prop.constraints:
        found = constrained(limit)
        if found is not None:
            return found
    if isinstance(prop, answers.Answers):
        return ANSWERS
    if isinstance(prop, iapp_full_template.TemplateText):
        return TEMPLATES
    if isinstance(prop, schema.Reference):
        return PATHS
    if prop.type == prop.LIST:
        item = getattr(prop, 'item', None)
        if isinstance(prop, health.Monitors):
            return st.lists(PATHS, min_size=1)
        return st.lists(TEXTS if item is None else values_of(item), max_size=3)
    if prop.type == prop.MAP:
        return some(prop.schema) if prop.schema else st.just({})
    return {prop.BOOLEAN: st.booleans(), prop.INTEGER: NUMBERS}.get(
        prop.type, TEXTS
    )


def some(properties):
    """Values for some of the properties, and for all required ones."""
    return st.fixed_dictionaries(
        {
            name: values_of(prop)
            if prop.required
            else st.none() | values_of(prop)
            for name, prop in properties.items()
        }
    )


@every_object
@hypothesis.settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    phases=[hypothesis.Phase.generate, hypothesis.Phase.shrink],
    suppress_health_check=[
        hypothesis.HealthCheck.too_slow,
        hypothesis.HealthCheck.large_base_example,
    ],
)
@hypothesis.given(data=st.data())
def test_what_is_read_back_is_what_was_sent(name, data):
    kind = OBJECTS[name]
    values = data.draw(some(kind.properties_schema))
    values.update(dict.fromkeys(READ_ELSEWHERE & values.keys()))
    sent = json.loads(json.dumps(kind.to_wire(values, '/web')))
    read = kind.from_wire(shown(sent, COLLECTIONS.get(name, kind.collection)))
    assert kind.to_wire(read, '/web') == sent
    # A device that shows what it was sent has not drifted.
    for key, prop in kind.properties_schema.items():
        # Whether VLANs are disabled is compared together with the VLANs.
        if values[key] is not None and key != 'vlans_disabled':
            assert (
                list(prop.differences(key, values[key], read[key], PLACE))
                == []
            )
            assert schema.same(prop, values[key], values[key], PLACE)


SPELLINGS = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)).flatmap(
    lambda address: st.tuples(
        *[
            st.builds(
                lambda text, domain, change: change(text) + domain,
                st.sampled_from([address.compressed, address.exploded]),
                st.sampled_from(['', '%0']),
                st.sampled_from([str.lower, str.upper]),
            )
        ]
        * 2
    )
)


@hypothesis.given(SPELLINGS, st.integers(0, 32))
def test_spellings_of_an_address_are_alike(spellings, length):
    one, other = spellings
    address = schema.IPAddress('An address.')
    assert schema.same(address, one, other, PLACE)
    assert not schema.same(address, one, other + '1', PLACE)
    assert schema.same(
        schema.IPNetwork('A network.'),
        '%s/%d' % (one, length),
        '%s/%02d' % (other, length),
        PLACE,
    )
    ip = listener.Ip('An ip.')
    assert schema.same(ip, one, '/web/%s' % other, PLACE)
    assert not schema.same(ip, one, '/Common/%s' % other, PLACE)
    assert schema.same(
        target.Destination('A destination.'),
        '%s:80' % addresses.bracketed(one),
        '%s%s80' % (other, '.' if ':' in other else ':'),
        PLACE,
    )


@hypothesis.given(
    st.lists(st.text('ab', min_size=1), min_size=1),
    st.sampled_from(['\n', '\r\n', ' \n', '\t\r\n']),
)
def test_ends_of_lines_mean_nothing(lines, end):
    script = schema.Script('A script.')
    text = '\n'.join(lines)
    assert schema.same(script, text, end.join([*lines, '']), PLACE)
    assert not schema.same(script, text, end.join(lines) + 'a', PLACE)


@pytest.mark.parametrize(
    'prop, one, other',
    [
        (schema.Number('A number.'), '010', '10'),
        (schema.Number('A number.', zero='disabled'), '0', 'disabled'),
        (persistence.Expiration('A time.'), '1:0:0:0', '24:0:0'),
        (schema.Reference('A name.'), 'none', ''),
        (schema.References('Names.', ordered=False), ['a', 'b'], ['b', 'a']),
    ],
)
def test_alike(prop, one, other):
    assert schema.same(prop, one, other, PLACE)
    assert list(prop.differences('name', one, other, PLACE)) == []


@pytest.mark.parametrize(
    'prop, one, other',
    [
        (schema.Number('A number.'), '10', 'indefinite'),
        (schema.Reference('A name.'), 'a', '/web/a'),
        (schema.Reference('A name.'), 'a', '/Common/a'),
        (schema.References('Names.'), ['a', 'b'], ['b', 'a']),
        (schema.String('A text.', secret=True), 'a', 'a '),
        (schema.Boolean('A truth.'), True, None),
    ],
)
def test_not_alike(prop, one, other):
    assert not schema.same(prop, one, other, PLACE)


@pytest.mark.parametrize(
    'prop, sent, value',
    [
        (schema.Boolean('A truth.'), True, True),
        (schema.Boolean('A truth.'), 'no', False),
        (schema.Boolean('A truth.', words=('yes', 'no')), 'enabled', True),
        (schema.Boolean('A truth.'), 'selective', 'selective'),
        (schema.Integer('A number.'), '10', 10),
        (schema.Integer('A number.'), 'indefinite', 'indefinite'),
        (schema.Number('A number.'), 10, '10'),
        (schema.References('Names.'), 'none', []),
        (schema.References('Names.'), '/Common/a', ['/Common/a']),
        (inheritance.Strings('Words.', 'words'), '{ a b }', ['a', 'b']),
        (inheritance.Strings('Words.', 'words'), 'none', []),
        (
            health.Monitors('Monitors.'),
            '/Common/a and /Common/b ',
            ['/Common/a', '/Common/b'],
        ),
        (health.Monitors('Monitors.'), 'none', []),
        (health.Monitors('Monitors.', 'default'), 'default', []),
        (health.Monitors('Monitors.', 'default'), '/Common/none', ['none']),
    ],
)
def test_forms_of_other_versions(prop, sent, value):
    assert prop.decode(sent) == value


#: A member's node is in its name; profiles of one side are with the others.
READ_ELSEWHERE = {'node', 'client_profiles', 'server_profiles', 'role-acl'}


def shown(sent, collection):
    """What was sent, with what is inside it as a device shows that."""
    body = {}
    for key, value in sent.items():
        if '%s/%s' % (collection, key) in ROWS:
            body[key + 'Reference'] = {'items': list(items_of(value))}
        elif key == 'persist' and value:
            body[key] = [{'name': value}]
        else:
            body[key] = value
    return body


def items_of(value):
    if isinstance(value, dict):
        value = [{'name': name, **item} for name, item in value.items()]
    for item in value:
        item = item if isinstance(item, dict) else {'name': item}
        yield {'fullPath': item['name'], **item}


@pytest.mark.parametrize('name', sorted(resource_types.resource_mapping()))
def test_name_and_partition_are_optional_everywhere(name):
    """As the manual says; a partition has no name but one that is given."""
    schemas = resource_types.resource_mapping()[name].properties_schema
    needed = {own for own in ('name', 'partition') if own in schemas} & {
        own for own, prop in schemas.items() if prop.required
    }
    assert needed == ({'name'} if name == 'F5::Sys::Partition' else set())
