# SPDX-License-Identifier: Apache-2.0

"""What is said of a device's refusal: property and remedy, in every type.

The messages are those of devices; a new property is tried by itself.
"""

import pytest

from f5_heat.engine import schema
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import errors
from f5_heat.plugin import resource_types

NOWHERE = '/Common/nowhere_4711'

#: What devices call the objects of collections, as recorded.
LABELS = {
    'ltm/pool': 'Pool',
    'ltm/virtual': 'Virtual Server',
    'ltm/virtual-address': 'Virtual Address',
    'ltm/node': 'Node',
    'ltm/policy': 'policy',
    'ltm/rule': 'iRule',
    'ltm/profile': 'profile',
    'ltm/monitor': 'monitor',
    'net/vlan': 'VLAN',
    'sys/file/ssl-cert': 'Certificate File',
    'sys/file/ssl-key': 'Certificate Key File',
    'sys/folder': 'folder',
}


def with_reference(prop, path):
    """Yield a value that has a path in it for each place of one."""
    if prop.schema:
        for key, child in prop.schema.items():
            for name, kind, value in with_reference(child, path):
                if prop.type == prop.MAP:
                    needed = {
                        other: 1 if one.type == one.INTEGER else '192.0.2.1'
                        for other, one in prop.schema.items()
                        if one.required
                    }
                    yield '.' + key + name, kind, {**needed, key: value}
                else:
                    index = '[0]' if prop.schema[0].schema else ''
                    yield index + name, kind, [value]
        if any(
            list(prop.names([path], '/Common'))
            if prop.type == prop.LIST
            else ()
        ):
            yield '', prop.to, [path]
    elif isinstance(prop, schema.Script) and prop.to is not None:
        yield '', prop.to, 'when CLIENT_ACCEPTED { pool %s }' % path
    elif prop.to is not None:
        yield '', prop.to, [path] if prop.type == prop.LIST else path


REFERENCES = [
    pytest.param(
        type, name, below, collection, value, id=type + ':' + name + below
    )
    for type, kind in resource_types.resource_mapping().items()
    for name, prop in kind.properties_schema.items()
    for below, collection, value in with_reference(prop, NOWHERE)
]


def told(type, values, message, folder='/Common', status=404):
    kind = resource_types.resource_mapping()[type]
    every = dict.fromkeys(kind.properties_schema)
    error = errors.from_answer(status, message, b'{', 'POST', '/mgmt/tm/x')
    return refusal.explained(
        error, kind.properties_schema, {**every, **values}, (), folder
    ).message


def test_there_are_many():
    assert len(REFERENCES) > 100


@pytest.mark.parametrize('type, name, below, collection, value', REFERENCES)
def test_a_reference_to_nothing(type, name, below, collection, value):
    root = (collection or 'ltm/pool').rstrip('/')
    label = LABELS.get(root, root.rpartition('/')[2])
    for message in (
        '01020036:3: The requested %s (%s) was not found.' % (label, NOWHERE),
        '01070712:3: Values (%s) specified for virtual server %s (/Common/v '
        '%s): foreign key index (vs_FK) do not point at an item that exists '
        'in the database.' % (NOWHERE, label, NOWHERE),
        'Object not found - ' + NOWHERE,
    ):
        said = told(type, {name: value, 'description': 'x'}, message)
        assert said.startswith(message)
        assert ' (property %s%s) ' % (name, below) in said, said
        assert 'get_resource' in said


@pytest.mark.parametrize('type, name, below, collection, value', REFERENCES)
def test_a_bare_name_in_a_folder(type, name, below, collection, value):
    """It was looked for in the folder, and in /Common in the end."""
    bare = _bare(value)
    message = '01020036:3: The requested thing (%s) was not found.' % NOWHERE
    said = told(type, {name: bare}, message, '/web/app')
    assert ' (property %s%s) ' % (name, below) in said, said


def _bare(value):
    if isinstance(value, dict):
        return {key: _bare(part) for key, part in value.items()}
    if isinstance(value, list):
        return list(map(_bare, value))
    return value.replace('/Common/', '') if isinstance(value, str) else value


TYPED = [
    (type, name, prop)
    for type, kind in resource_types.resource_mapping().items()
    for name, prop in kind.properties_schema.items()
    if isinstance(prop.wire, str) and not prop.schema
]


def test_a_value_that_a_device_does_not_like():
    """It names the key as tmsh does; two properties may have that key."""
    assert len(TYPED) > 500
    for one in TYPED:
        assert_named(*one)


def assert_named(type, name, prop):
    value = {'integer': 1, 'boolean': True, 'list': ['x'], 'map': {}}.get(
        prop.type.lower(), 'odd'
    )
    key = prop.wire.rpartition('.')[2]
    kebab = ''.join('-' + c.lower() if c.isupper() else c for c in key)
    message = 'invalid property value "%s":"%s"' % (kebab, value)
    said = told(type, {name: value}, message, status=400)
    assert ' (property %s) Give it a value' % name in said, said


@pytest.mark.parametrize(
    'type, values, message, expected',
    [
        (
            'F5::LTM::Pool',
            {'partition': 'nowhere'},
            'The requested folder (/nowhere) was not found.',
            '(property partition) Name a partition',
        ),
        (
            'F5::LTM::Pool',
            {'name': '/nowhere/web'},
            'The requested folder (/nowhere) was not found.',
            '(property name) Name a partition',
        ),
        (
            'F5::LTM::PoolMember',
            {'pool': '/wrong/test_5679', 'address': '10.200.1.137'},
            "01070734:3: Configuration error: Can't associate Pool Member "
            '(/wrong/test_5679 /wrong/10.200.1.137 http) folder does not '
            'exist',
            '(property pool) Name a partition',
        ),
        (
            'F5::LTM::PoolMember',
            {'partition': 'Common', 'pool': '/wrong/p', 'node': 'n'},
            'The requested folder (/wrong) was not found.',
            '(property pool) Name a partition',
        ),
        (
            'F5::LTM::VirtualServer',
            {'ip': '192.0.2.1', 'port': '80'},
            '01070333:3: Virtual Server /Common/server2 illegally shares '
            'destination address, source address, service port, ip-protocol, '
            'and vlan with Virtual Server /Common/server1.',
            '(property ip or port) Choose another ip or port',
        ),
        (
            'F5::LTM::VirtualAddress',
            {'address': '192.0.2.1'},
            '0107176c:3: Invalid Virtual Address, the IP address 192.0.2.1 '
            'already exists.',
            '(property address) Choose another address',
        ),
        (
            'F5::LTM::PoolMember',
            {'pool': 'web', 'address': '10.0.3.110'},
            '0107003a:3: Pool member node (/P/10.0.3.110) and existing node '
            '(/Common/10.0.3.110) cannot use the same IP Address '
            '(10.0.3.110).',
            '(property address) Choose another address',
        ),
        (
            'F5::LTM::VirtualServer',
            {'ip': '10.3.5.143', 'source': '::/0'},
            '0107028c:3: The source (::) and destination (10.3.5.143) '
            'addresses for virtual server (/Common/x) must be be the same '
            'type (IPv4 or IPv6).',
            'source',
        ),
        (
            'F5::LTM::VirtualServer',
            {'ip': '10.3.5.143', 'persistence_profile': 'cookie'},
            '01070309:3: Cookie persistence requires an HTTP or FastHTTP '
            'profile to be associated with the virtual server',
            '(property persistence_profile) Give the virtual server an HTTP',
        ),
        (
            'F5::LTM::IRule',
            {'definition': 'when X {}'},
            '01070151:3: Rule [/Common/x] error: /Common/x:4: error: [parse '
            'error: missing close-bracket][[list FAILED]',
            '(property definition) Mend the script',
        ),
        (
            'F5::LTM::VirtualServer',
            {'firewall_enforced_policy': '/Common/p'},
            'One of the following features must be licensed/provisioned for '
            'the URI ltm/virtual/fw-enforced-policy : afm',
            '(property firewall_enforced_policy) Have the module',
        ),
        (
            'F5::LTM::Monitor::HTTP',
            {'defaults_from': '/Common/m'},
            '01070734:3: Configuration error: A monitor may not default from '
            'itself "/Common/m"',
            '(property defaults_from) Choose another parent',
        ),
        (
            'F5::LTM::VirtualAddress',
            {'address': '192.0.2.0', 'mask': '255.255.255.0'},
            'a netmask must be specified',
            '(property mask or address) Give an address',
        ),
    ],
)
def test_other_refusals(type, values, message, expected):
    assert expected in told(type, values, message, status=400)


def test_of_two_properties_the_one_of_the_kind():
    """A pool and a rule of the same path are told apart by the label."""
    values = {'default_pool': '/Common/app', 'irules': ['/Common/app']}
    for message, name in (
        ('The requested Pool (/Common/app) was not found.', 'default_pool'),
        ('The requested iRule (/Common/app) was not found.', 'irules'),
    ):
        said = told('F5::LTM::VirtualServer', values, message)
        assert '(property %s)' % name in said


def test_a_message_about_nothing_of_the_template():
    said = told('F5::LTM::Pool', {'description': 'x'}, 'Out of memory')
    assert said == 'Out of memory'
