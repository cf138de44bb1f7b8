# SPDX-License-Identifier: Apache-2.0

"""What reads foreign text takes time that grows with its length, not faster.

Each function that takes a text of an author, of a device or of a client
apart is measured on what is worst for it.
"""

import contextlib
import re
import time

import pytest

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.validation import constraints
from f5_heat.icontrol import cluster
from f5_heat.icontrol import errors
from f5_heat.icontrol import secret
from f5_heat.plugin import resource_types
from f5_heat.resources.ltm import health
from f5_heat.resources.ltm import irule
from f5_heat.resources.ltm import listener
from f5_heat.resources.ltm import node
from f5_heat.resources.sys.iapp import braces
from f5_heat.resources.sys.iapp import template_reader
from f5_heat.simulator.documents import queries
from f5_heat.simulator.schema import addresses as simulated_addresses
from f5_heat.simulator.schema import errors as simulated_errors
from f5_heat.simulator.tmsh import lexer
from f5_heat.simulator.tmsh import naming
from f5_heat.simulator.tmsh import properties
from f5_heat.simulator.tmsh import script_objects
from f5_heat.tenancy import fence
from f5_heat.tenancy import irule as judging
from f5_heat.tenancy import territory
from tests.unit import growth


def test_what_is_not_linear_is_found():
    run = [('', 'a', '')]
    assert growth.slow(re.compile('a*b').search, run)
    assert growth.slow(re.compile('(a+)+b').match, run)
    assert growth.slow(lambda text: [text.count('b') for _ in text], run)
    assert growth.slow(re.compile('b*a').search, run) is None
    assert growth.slow(sorted, run) is None


#: The longest runs of a letter, alone and between others, and of two of them.
PLAIN = [
    shape
    for letter in growth.LETTERS
    for shape in (('', letter, ''), ('a', letter, '!'), ('', letter + 'a', ''))
]

ID = '8b1f3c52-7a50-4b8e-9a0c-2d1b6f4e5a70'
MARK = '%s/web/%s' % (ID, ID)
MARKS = [
    (begin + before, part, after + end)
    for begin, end in (('[f5_heat ', ']'), ('x\n# f5_heat ', ''))
    for before, part, after in [
        ('', '/', '\nx'),
        ('', '/', ''),
        ('', ' ', ''),
        ('', begin, ''),
        ('', begin + MARK + end, ''),
        (MARK + end, ' ', ''),
        (MARK + end, ' ', 'x'),
        (MARK + end, '\n', ''),
        (ID + '/', 'a', '/' + ID),
        (ID + '/', begin, '/' + ID),
        (ID, '-', '/web/' + ID),
    ]
]
UPLOADS = [
    (before, part, after)
    for before in ('', 'file:/var/f5_heat.')
    for part in ('/', '.', '_', '/f5_heat.', '_2F', '%')
    for after in ('', '.x', '\n')
]

HEAD = 'sys application template a {'
ACTIONS = HEAD + ' actions { definition {'
WHOLE = ACTIONS + ' implementation { } presentation { } } }'
ANYWHERE = (' ', '\n', '#', '{', '}', '"', '\\', '{}', '"{', '\\{')
TEMPLATES = [
    *(('', part, '') for part in ANYWHERE),
    *((HEAD, part, '') for part in ANYWHERE),
    *((ACTIONS, part, '}}}') for part in ANYWHERE),
    *((WHOLE, part, '') for part in ('}', '}#', ' {"', HEAD, WHOLE)),
    *(
        ('', part, WHOLE)
        for part in (
            'a/',
            'sys ',
            'cli script a {',
            'cli script a { }',
            '\npartition ',
            HEAD,
            HEAD + '{"}"} X',
            HEAD + '{{"}"} X',
        )
    ),
    *(
        (HEAD, part, WHOLE.removeprefix(HEAD))
        for part in (
            ' description a',
            ' description {"{"}',
            ' description {{"}"}',
            ' description "\\"',
            ' description\n',
            ' partition add\n',
            ' requires-modules {{"}"}\n',
            ' actions { definition { } }',
            ' actions { definition { macro {"}"} } } "}',
        )
    ),
    *(
        (ACTIONS, part, WHOLE.removeprefix(ACTIONS))
        for part in (
            ' role-acl { a }',
            ' run-as add\n',
            ' implementation {',
            ' macro { {"{" }',
        )
    ),
    ('cli script a {', '\npartition a', '\n}' + WHOLE),
    ('cli script a {', '\n', '}' + WHOLE),
    ('sys application template ', '/a', ''),
    ('sys application template ', 'a', ''),
]
BRACES = [
    ('', part, after)
    for part in ('{', '{}', '{"', '{"}', '{{"}"}', '{\\"}', '"{}')
    for after in ('', '"')
]

RULES = [
    ('when X {\n', part, '\n}')
    for part in (
        ' ',
        '\n',
        ';',
        '#',
        '\\\n',
        '# \\\n',
        'log "a b"\n',
        'log [IP::client_addr]\n',
        'log $a',
        'log ${a}',
        'set a(b) c;',
        'pool a\n',
        'pool a/',
        'pool ',
        'if { $a } { log b }\n',
        'switch a { b { log c } }\n',
        'class match a equals b;',
        'set a(b c) $a(b c);',
        'log "[a]";',
        'if { "a" eq {b} || 1 } {};',
        'if { 1',
        'switch a { "b" - ',
        'regexp -- a b c;',
        '\r\n',
        '[',
        '$a(',
        '${',
        '{',
        '"',
        '}',
    )
]

ANSWERS = [
    (before, part, after)
    for before in ('', '{"message": "', '<html>')
    for part in (
        'URI path ',
        'URI path a ',
        '<title',
        '<title>',
        '<title>a',
        '</title',
        '&#',
        '&amp;',
        '&a',
        '9',
        '0107',
        '[',
        '{"a":',
        ' ',
    )
    for after in ('', '"}', '</title>')
]
STATUSES = [
    (before, part, after)
    for before in ('', '/Common/a (', 'Synchronize ', 'Synchronize a to group')
    for part in (' (', '(', ')', ' ', 'a', '/', ' to group ', 'Synchronize ')
    for after in ('', ')', ' (In Sync)', ': disconnected')
]
MONITORS = [
    (before, part, after)
    for before in ('', 'min 1 of ', 'min ')
    for part in (' ', '1', '{ ', ' and ', '/Common/a ', 'min 1 of ')
    for after in ('', '!')
]
COMMANDS = [
    (before, part, after)
    for before, after in (('', ''), ('a {', '}'), ('a "', '"'), ('a {', '!'))
    for part in (' ', '\\\n', 'a', 'a ', '{} ', '{ a } ', '"a" ', '\\"')
]

PLACE = schema.Place('/Common')
TENANT = fence.Fence('web', resource_types.rules())
NAME = {'name': 'a', 'partition': 'web'}


def read_mark(kind):
    def read(text):
        body = {kind.key: text}
        kind.read(body)
        kind.remove(body)

    return read


def read_entry(text):
    body = {'metadata': [{'name': 'f5_heat', 'value': text}]}
    ownership.METADATA.read(body)
    ownership.METADATA.remove(body)


def drift(kind, key):
    """What a check makes of a text of an object."""

    def read(text):
        live = kind.from_wire(kind.ownership.remove({key: text}))
        for name, prop in kind.properties_schema.items():
            if live[name] is not None:
                list(prop.differences(name, 'a', live[name], PLACE))

    return read


def read_braces(text):
    found = braces.Braces(text)
    for start, letter in enumerate(text):
        if letter == '{':
            list(found.ends(start))


def read_answer(text):
    body = text.encode()
    message = errors.message(body, text)
    errors.title(body)
    str(errors.from_answer(400, message, body, 'GET', '/mgmt/tm/ltm/pool'))


def read_status(text):
    status = cluster.SyncStatus(text, text, text, (text, 'a'))
    status.is_broken('a')
    status.advice('a')
    str(status)


def judge(text):
    TENANT.judge('POST', 'tm/ltm/pool', {**NAME, 'description': text})


def judge_member(text):
    member = {'name': text, 'partition': 'web'}
    TENANT.judge('POST', 'tm/ltm/pool', {**NAME, 'members': [member]})


def hide(text):
    secret.hide(text, [text + 'b', text[1:] + 'c'])


def judge_rule(text):
    judging.check(text, len, len)


def judge_text(text):
    judging.check_expansions(text, len, len)


def every_property():
    """The properties of all types, and those inside them."""
    left = [
        prop
        for kind in resource_types.resource_mapping().values()
        for prop in kind.properties_schema.values()
    ]
    while left:
        prop = left.pop()
        yield prop
        item = getattr(prop, 'item', None)
        left += [item] if item else (prop.schema or {}).values()


READERS = {
    'mark in a description': (read_mark(ownership.DESCRIPTION), MARKS),
    'mark in a comment': (read_mark(ownership.COMMENT), MARKS),
    'mark in the name of an upload': (read_mark(ownership.SOURCE), UPLOADS),
    'mark in metadata': (read_entry, MARKS),
    'drift of a node': (drift(node.Node, 'description'), MARKS),
    'drift of an iRule': (drift(irule.IRule, 'apiAnonymous'), MARKS),
    'iApp template': (template_reader.read, TEMPLATES),
    'name of an iApp template': (template_reader.place, TEMPLATES),
    'braces': (read_braces, BRACES),
    'judge of iRules': (judge_rule, RULES),
    'judge of a text with brackets': (
        judge_text,
        [
            *PLAIN,
            ('', '[HTTP::host]', ''),
            ('[', 'HTTP::host ;', ']'),
            ('[', '{a} ', ']'),
            ('[string tolower ', '[HTTP::host]', ']'),
        ],
    ),
    'names in an iRule': (
        lambda text: list(irule.Script('Tcl.').names(text, '/Common')),
        RULES,
    ),
    'answer of a device': (read_answer, ANSWERS),
    'status of a sync': (read_status, STATUSES),
    'monitors': (health._required, MONITORS),
    'secret in a message': (
        hide,
        [('', part, '') for part in ('a', 'ab', 'aaaab', ' ', '"', 'a\n')],
    ),
    'fence around a text': (judge, PLAIN),
    'fence around a member': (judge_member, PLAIN),
    'fence around a reference': (
        TENANT.judge_reference,
        [(before + '/web/a', part, after) for before, part, after in PLAIN],
    ),
    'address of a virtual server': (
        lambda text: listener.place_of(text, '/Common'),
        PLAIN,
    ),
    'command of tmsh': (lexer.parse, COMMANDS),
    'object in the simulator': (
        lambda text: list(script_objects._fields(text, None)),
        [('a {', 'b c ', '}'), ('a {', 'b { c d } ', '}')],
    ),
    'items in the simulator': (
        lambda text: list(properties.Reader(lexer.parse(text), None)._named()),
        [('', 'a ', ''), ('', 'a { b c } ', '')],
    ),
    'port in the simulator': (simulated_addresses.split_port, PLAIN),
    'filter in the simulator': (
        queries._filters,
        [*PLAIN, ('', 'a eq b and ', ''), ('', 'a eq b and ', 'a eq b')],
    ),
    'name in the simulator': (
        naming.FolderNames(None, '/Common/a').absolute,
        [*PLAIN, ('', '../', ''), ('', '../', '..'), ('', '../a/', '')],
    ),
}

#: What a property is given or a device shows, by the class of the property.
PROPERTIES = {
    type(prop): prop for prop in every_property() if prop.type == prop.STRING
}
FORMS = {
    type(one): one
    for prop in every_property()
    for one in prop.constraints
    if isinstance(one, constraints.Form)
}


def tolerant(read):
    """The same, for a text that is refused."""

    def reads(text):
        with contextlib.suppress(
            ValueError, territory.Refused, simulated_errors.Refused
        ):
            read(text)

    return reads


@pytest.mark.parametrize('name', READERS)
def test_a_reader_is_linear(name):
    read, shapes = READERS[name]
    assert growth.slow(tolerant(read), shapes) is None


@pytest.mark.parametrize('kind', FORMS, ids=lambda kind: kind.__name__)
def test_a_constraint_is_linear(kind):
    assert growth.slow(tolerant(FORMS[kind].fits), PLAIN) is None


@pytest.mark.parametrize('kind', PROPERTIES, ids=lambda kind: kind.__name__)
def test_a_property_is_linear(kind):
    prop = PROPERTIES[kind]

    def read(text):
        for step in (
            lambda: prop.encode(text, '/Common'),
            lambda: prop.decode(text),
            lambda: prop.canonical(text, PLACE),
            lambda: list(prop.names(text, '/Common')),
        ):
            with contextlib.suppress(ValueError):
                step()

    assert growth.slow(read, PLAIN) is None


@pytest.mark.parametrize('name', ['/a', 'a/', '../', 'a', '~'])
def test_the_graph_of_a_stack_is_linear(graph, name):
    def read(text):
        graph(
            {
                'rule': {
                    'type': 'F5::LTM::IRule',
                    'properties': {'definition': 'pool ' + text},
                },
                'folder': {
                    'type': 'F5::Sys::Partition',
                    'properties': {'name': 'a'},
                },
                'pool': {
                    'type': 'F5::LTM::Pool',
                    'properties': {'name': text, 'monitors': [text]},
                },
            }
        )

    assert growth.slow(read, [('', name, ''), ('/', name, '')]) is None


def test_a_script_in_scripts_is_read_once():
    """The time does not grow with the depth."""
    line = 'log local0. "[HTTP::host] $a(b) [expr {$c + 1}]"\n'

    def nested(depth):
        return 'if { 1 } {' * depth + line * 2000 + '}' * depth

    def taken(text):
        begin = time.thread_time()
        judge_rule(text)
        return time.thread_time() - begin

    flat, deep = nested(1), nested(100)
    assert min(taken(deep) for _ in range(3)) < 2 * max(
        taken(flat) for _ in range(3)
    )
