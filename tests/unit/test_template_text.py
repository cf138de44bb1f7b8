# SPDX-License-Identifier: Apache-2.0

"""The text of an iApp template, read as BIG-IP and as F5's SDK read it."""

import warnings

import hypothesis
import pytest
from hypothesis import strategies as st

from f5_heat.resources.sys.iapp import template_reader
from f5_heat.resources.sys.iapp import template_text

with warnings.catch_warnings():
    warnings.simplefilter('ignore', SyntaxWarning)
    from f5.utils import iapp_parser

TEXT = """\
#TMSH-VERSION: 11.6.0
cli admin-partitions {
    update-partition Common
}
cli script /Common/shared.proc-1 {
# It greets.
proc script::run {} {
    puts "hello {"
}
    description greeting
    script-checksum 0123456789abcdef
    total-signing-status not-all-signed
}
sys application template /Common/lb.v1-2 {
    actions replace-all-with {
        definition {
            html-help {
                <p>Choose "an" address.</p>
            }
            # A comment with a { in it.
            implementation {
                set cleaned [string map {\\" ""} $::pool__name]
                foreach one $list {
                    puts \\{
                }
                # it's 5" wide
            }
            macro { }
            presentation {
                section pool {
                    string name required
                }
            }
            role-acl { admin manager }
            run-as none
        }
    }
    description "The \\"old\\" one"
    ignore-verification true
    partition Common
    prerequisite-errors none
    requires-bigip-version-max none
    requires-bigip-version-min 11.5.0
    requires-modules { ltm
        gtm }
    signing-key /Common/f5-irule
    tmpl-checksum 0123456789abcdef
    tmpl-signature XVoL9U+hNt0==
    total-signing-status not-all-signed
    verification-status none
}
cli script late { proc late {} { } }
"""


def key(word):
    return {word: key for key, word in template_text.PARTS.items()}[word]


def test_all_that_a_text_can_have():
    found = template_reader.read(TEXT)
    assert (found.name, found.folder) == ('lb.v1-2', '/Common')
    assert found.parts == {
        key('html-help'): '<p>Choose "an" address.</p>',
        key(
            'implementation'
        ): 'set cleaned [string map {\\" ""} $::pool__name]\n'
        '                foreach one $list {\n'
        '                    puts \\{\n'
        '                }\n'
        '                # it\'s 5" wide',
        key('presentation'): 'section pool {\n'
        '                    string name required\n'
        '                }',
        key('role-acl'): ['admin', 'manager'],
        key('description'): 'The "old" one',
        key('ignore-verification'): 'true',
        key('requires-bigip-version-min'): '11.5.0',
        key('requires-modules'): ['ltm', 'gtm'],
    }
    assert found.scripts == (
        template_text.Script(
            'shared.proc-1',
            '/Common',
            '# It greets.\nproc script::run {} {\n    puts "hello {"\n}',
        ),
        template_text.Script('late', '', 'proc late {} { }'),
    )


def test_line_ends_do_not_matter():
    assert template_reader.read(TEXT.replace('\n', '\r\n')) == (
        template_reader.read(TEXT)
    )


def test_what_is_written_reads_the_same():
    found = template_reader.read(TEXT)
    assert template_reader.read(template_text.write(found)) == found


def whole(
    name='lb',
    definition='implementation { i } presentation { p }',
    attributes='',
):
    return (
        'sys application template %s { actions { definition { %s } } %s }'
        % (name, definition, attributes)
    )


@pytest.mark.parametrize(
    'text, expected',
    [
        (whole('/Common/a/b'), ('b', '/Common/a')),
        (whole('lb', attributes='partition web'), ('lb', '/web')),
        # F5's SDK takes the attribute.
        (whole('/Common/lb', attributes='partition web'), ('lb', '/web')),
        (whole('/web/a/lb', attributes='partition web'), ('lb', '/web/a')),
        (whole('lb').replace(' {', '{', 1), ('lb', '')),
        ('create ' + whole('lb') + ' # done', ('lb', '')),
        (whole('one') + '\n' + whole('two'), ('one', '')),
        ('Our template: {\n' + whole('lb'), ('lb', '')),
        (whole('lb')[:-4], ('lb', '')),
        (whole('lb') + ' }', ('lb', '')),
    ],
)
def test_name_and_place(text, expected):
    found = template_reader.read(text)
    assert (found.name, found.folder) == expected
    assert found.parts == {
        key('implementation'): 'i',
        key('presentation'): 'p',
    }


@pytest.mark.parametrize(
    'attributes, expected',
    [
        ('description none', {}),
        ('description plain', {'description': 'plain'}),
        ('description a plain text\n', {'description': 'a plain text'}),
        ('description {in braces}', {'description': 'in braces'}),
        ('description "two\nlines"', {'description': 'two\nlines'}),
        ('description none partition Common requires-modules none', {}),
        ('#description "left out"\n', {}),
        ('ignore-verification false', {}),
        ('requires-modules none', {}),
        ('requires-modules { }', {}),
        ('requires-modules add { ltm }', {'requires-modules': ['ltm']}),
        ('metadata { a { value "}" } } app-service none', {}),
    ],
)
def test_attributes(attributes, expected):
    found = template_reader.read(whole(attributes=attributes + '\n'))
    assert {
        template_text.PARTS[key]: value
        for key, value in found.parts.items()
        if not key.startswith('actions')
    } == expected


@pytest.mark.parametrize(
    'part, expected',
    [
        ('role-acl none', {}),
        ('role-acl { }', {}),
        ('role-acl admin', {'role-acl': ['admin']}),
        (
            'role-acl replace-all-with { admin guest }',
            {'role-acl': ['admin', 'guest']},
        ),
        ('run-as admin', {'run-as': 'admin'}),
        ('html-help none', {}),
        ('macro { tmsh::list }', {'macro': 'tmsh::list'}),
    ],
)
def test_parts_of_a_definition(part, expected):
    found = template_reader.read(
        whole(definition='%s\nimplementation { } presentation { }' % part)
    )
    assert found.parts == {
        key('implementation'): '',
        key('presentation'): '',
        **{key(word): value for word, value in expected.items()},
    }


@pytest.mark.parametrize(
    'text',
    [
        '',
        'puts "one { brace"',
        'puts "one } brace"',
        'puts "{}{{}}}}}" ; puts "{{{{}}"',
        'puts "} } } } } }"',
        'set a [string map {\\" ""} $b]\nputs "}"\\\n',
        'regexp {\\{} $text',
        'puts \\"\nputs {"}',
        'set open \\{\nset close \\}',
        '# {\nputs a\n# }',
    ],
)
def test_braces_in_quotes_comments_and_behind_backslashes(text):
    for order in (
        'implementation { %s } presentation { p { } }',
        'presentation { p { } } implementation { %s }',
    ):
        found = template_reader.read(whole(definition=order % text))
        assert found.parts[key('implementation')] == text.strip()
        assert found.parts[key('presentation')] == 'p { }'


@pytest.mark.parametrize(
    'text, message',
    [
        (' \n', 'EmptyTemplateException: The text of the template is empty.'),
        (
            'sys application template {\n}',
            'NonextantTemplateNameException: Template name not found: ',
        ),
        ('\nsys application template a#b {\n}', '(line 2).'),
        (
            'sys application template lb {\n    {}{{{{{\n}',
            'NonextantSectionException: Section implementation not found in '
            'template: ',
        ),
        (
            whole(definition='implementation { }'),
            'NonextantSectionException: Section presentation not found in '
            'template: ',
        ),
        (
            whole(definition='\nimplementation none presentation { }'),
            'NonextantSectionException: Section implementation not found in '
            'template: its definition needs "implementation { ... }" (line 1).'
            '',
        ),
        (
            'sys application template lb {\nactions {\ndefinition {\n'
            'implementation {\n if {1} {\n}\npresentation {\n}\n}\n}\n}',
            'CurlyBraceMismatchException: Curly braces mismatch in section '
            'implementation: each { needs a } (line 4).',
        ),
        (
            whole() + '\ncli script s {',
            'CurlyBraceMismatchException: Curly braces mismatch in the script '
            's: each { needs a } (line 2).',
        ),
        (
            whole(attributes='\nrequires-modules ltm'),
            'MalformedTCLListException: TCL list for "requires-modules" is '
            'malformed: it has to be none, or words in braces such as { ltm '
            'gtm } (line 2).',
        ),
        (
            whole(attributes='requires-modules { { ltm } }'),
            'MalformedTCLListException: ',
        ),
        (
            whole(attributes='\n\nrequires-module { ltm }'),
            'There is no "requires-module" in this part of an application '
            'template; there is actions, app-service, description, ',
        ),
        (
            whole(definition='help { } implementation { } presentation { }'),
            'There is no "help" in this part',
        ),
        (
            whole(
                definition='macro { } macro { } implementation { } '
                'presentation { }'
            ),
            'The section macro is there twice',
        ),
        (
            whole(attributes='\nactions { definition { } }'),
            'The section actions is there twice (line 2).',
        ),
    ],
)
def test_what_is_no_template(text, message):
    with pytest.raises(template_text.TemplateError) as refused:
        template_reader.read(text)
    assert message in str(refused.value)


# Against what makes and reads such texts.

WORDS = st.text(
    st.characters(
        codec='utf-8',
        exclude_characters='{}"\\\r#',
        exclude_categories=['C', 'Z'],
    ),
    min_size=1,
)
ATOMS = st.one_of(
    WORDS,
    st.sampled_from(
        [
            '\\{',
            '\\}',
            '\\"',
            '\\\\',
            '"',
            ' ',
            '\n',
            '# x\n',
            '$::a__b',
            '[set c]',
            ';',
        ]
    ),
)
TCL = st.recursive(
    st.lists(ATOMS, max_size=4).map(''.join),
    lambda inner: st.lists(
        st.one_of(inner, inner.map('{{{}}}'.format)), max_size=4
    ).map(''.join),
    max_leaves=12,
).map(str.strip)
#: As a quoted text has them, without words that could be sections.
QUOTED = st.text(alphabet='{} ', max_size=8).map('"{}"'.format)


@hypothesis.given(
    implementation=TCL,
    presentation=TCL,
    help=TCL,
    script=TCL,
    description=st.text(
        st.characters(codec='utf-8', exclude_characters='\r'), max_size=9
    ),
    roles=st.lists(st.from_regex('[a-z]{1,5}', fullmatch=True)),
)
@hypothesis.settings(deadline=None)
def test_any_balanced_tcl_comes_through(
    implementation, presentation, help, script, description, roles
):
    hypothesis.assume(description not in ('', 'none'))
    parts = {
        key('implementation'): implementation,
        key('presentation'): presentation,
        key('html-help'): help,
        key('description'): description,
        key('role-acl'): roles,
    }
    scripts = (
        template_text.Script('s', '/Common', 'proc s {} {\n%s\n}' % script),
    )
    found = template_reader.read(
        template_text.write(
            template_text.Template(
                'lb',
                '/Common',
                {
                    name: part
                    for name, part in parts.items()
                    if part not in ([], '')
                },
                scripts,
            )
        )
    )
    assert found.parts == {
        name: part
        for name, part in parts.items()
        if part not in ([], '', 'none')
        or name in (key('implementation'), key('presentation'))
    }
    assert found.scripts == scripts


@hypothesis.given(
    pieces=st.lists(
        st.one_of(
            WORDS.filter(str.isalnum), QUOTED, st.just('{ a }'), st.just('\n')
        ),
        max_size=8,
    )
)
@hypothesis.settings(deadline=None)
def test_what_the_sdk_reads_is_read_alike(pieces):
    text = whole(
        definition='presentation { p { } } implementation { %s } '
        'role-acl { admin }' % ' '.join(pieces),
        attributes='\npartition Common\nrequires-modules { ltm }\n',
    )
    read = iapp_parser.IappParser(text).parse_template()
    found = template_reader.read(text)
    assert found.parts == {
        key('implementation'): read['actions']['definition']['implementation'],
        key('presentation'): read['actions']['definition']['presentation'],
        key('role-acl'): read['actions']['definition']['roleAcl'],
        key('requires-modules'): read['requiresModules'],
    }
    assert found.folder == '/' + read['partition']
    assert found.name == read['name']
