# SPDX-License-Identifier: Apache-2.0

"""Regular expressions take time that grows with a text's length, not faster.

Authors of templates, devices and clients choose their texts: one that takes
a minute stands in the way of everybody else's stacks. Each expression of the
package is found by what its source says, and is measured on the worst texts
that follow from its form.
"""

import ast
import collections
import dataclasses
import importlib
import pathlib
import re

import pytest

from f5_heat.icontrol import errors
from f5_heat.resources.sys.iapp import template_text
from f5_heat.tenancy import clusters
from tests.unit import growth

try:
    from re import _parser as parser
except ImportError:
    # Python 3.10.
    import sre_parse as parser

PACKAGE = pathlib.Path(__file__).parents[2] / 'f5_heat'

FUNCTIONS = (
    'compile',
    'findall',
    'finditer',
    'fullmatch',
    'match',
    'search',
    'split',
    'sub',
    'subn',
)


@dataclasses.dataclass(frozen=True)
class Use:
    """A regular expression, and a way in which the package uses it."""

    where: str
    pattern: str
    flags: int
    method: str

    @property
    def read(self):
        compiled = re.compile(self.pattern, self.flags)
        if self.method in ('sub', 'subn'):
            return lambda text: compiled.sub('', text)
        if self.method == 'finditer':
            return lambda text: collections.deque(compiled.finditer(text), 0)
        return getattr(compiled, self.method)

    def __str__(self):
        return '%s-%s' % (self.where, self.method)


#: What the expressions are that are made while the package runs, by the
#: function that makes them.
MADE = {
    'engine/objects/drift.py:beyond': [r'%9(?!\d)'],
    'engine/objects/handle.py:_with_common': [r'(?<![\w/.-])a\-b(?![\w/.-])'],
    'engine/schema/fields.py:__init__': ['(?i)^(none|drop|reset-all)$'],
    'icontrol/errors.py:from_answer': [text for text, *_ in errors._TEXTS],
    'tenancy/fence.py:_judge_headers': [r'\d+', r'\d+-\d+/\d+', '(?!)'],
    'resources/sys/iapp/template_reader.py:read': [
        section + r'\s*\{' for section in template_text.REQUIRED
    ],
    # Who lets a device fail says at which requests.
    'simulator/control/control.py:inject': [],
    # Who runs grep on a device says what it looks for.
    'simulator/rest/programs.py:_grep': [],
    # The words of commands about device trust and groups.
    'tenancy/clusters.py:_judge_words': [
        pattern
        for words in clusters._CLUSTER_COMMANDS.values()
        for pattern in words.values()
    ],
}


class Finder(ast.NodeVisitor):
    """Finds the regular expressions of a module, and how they are used."""

    def __init__(self, path):
        self.path = str(path.relative_to(PACKAGE))
        self.found = []
        #: Those that are made while the package runs: where, and unknown.
        self.made, self.unknown = set(), set()
        self._chained = {}
        name = '.'.join(path.relative_to(PACKAGE.parent).with_suffix('').parts)
        self._module = vars(
            importlib.import_module(name.removesuffix('.__init__'))
        )
        self._function = ''
        self._name = None
        self.visit(ast.parse(path.read_text()))

    def visit_FunctionDef(self, node):
        before, self._function = self._function, node.name
        self.generic_visit(node)
        self._function = before

    def visit_Assign(self, node):
        target = node.targets[0]
        self._name = getattr(target, 'id', getattr(target, 'attr', None))
        self.generic_visit(node)
        self._name = None

    def visit_ImportFrom(self, node):
        assert node.module not in ('re', 'regex'), self.path

    def visit_Import(self, node):
        for alias in node.names:
            assert alias.name != 'regex', self.path
            assert alias.name != 're' or not alias.asname, self.path

    def visit_Call(self, node):
        function = node.func
        if isinstance(function, ast.Attribute):
            # It may be compiled and used in one expression.
            self._chained[function.value] = function.attr
        self.generic_visit(node)
        if not isinstance(function, ast.Attribute):
            return
        owner = getattr(function.value, 'id', None)
        given = {one.arg: one.value for one in node.keywords}
        if function.attr == 'AllowedPattern':
            self._add(node.args[0], 0, 'match')
        elif 'regex' in given:
            self._add(given['regex'], 0, 'search')
        elif owner == 're' and function.attr != 'escape':
            assert function.attr in FUNCTIONS, self.path
            place = {'compile': 1, 'sub': 4, 'subn': 4, 'split': 3}
            rest = node.args[place.get(function.attr, 2) :]
            flags = given.get('flags') or (rest[0] if rest else None)
            methods = [function.attr]
            if function.attr == 'compile':
                chained = self._chained.get(node)
                methods = [chained] if chained else used(self._name)
            self._add(
                node.args[0],
                0 if flags is None else int(self._value(flags)),
                *methods,
            )

    def _add(self, pattern, flags, *methods):
        place = '%s:%s' % (self.path, self._function)
        try:
            patterns = [self._value(pattern)]
        except NameError:
            (self.made if place in MADE else self.unknown).add(place)
            patterns = MADE.get(place, [])
        where = '%s:%s' % (self.path, self._function or self._name)
        self.found += [
            Use(where, one, flags, way) for one in patterns for way in methods
        ]

    def _value(self, node):
        code = compile(ast.Expression(node), self.path, 'eval')
        return eval(code, dict(self._module))


SOURCES = {path: path.read_text() for path in sorted(PACKAGE.rglob('*.py'))}


def used(name):
    """The methods of what has a name, in any module; a search is the worst."""
    found = {
        method
        for text in SOURCES.values()
        for method in re.findall(r'\b%s\.(\w+)' % name, text)
        if method in FUNCTIONS
    }
    return sorted(found or {'search'})


FOUND = [Finder(path) for path in SOURCES]
USES = sorted(
    {use for finder in FOUND for use in finder.found},
    key=dataclasses.astuple,
)


def test_every_regular_expression_is_known():
    unknown = {place for finder in FOUND for place in finder.unknown}
    assert not unknown, 'MADE has to say what they are made to'
    assert {place for finder in FOUND for place in finder.made} == set(MADE)
    assert len({use.where for use in USES}) > 50


# What a regular expression consists of.

REPEATS = ('MAX_REPEAT', 'MIN_REPEAT', 'POSSESSIVE_REPEAT')
CATEGORIES = {
    'CATEGORY_DIGIT': str.isdigit,
    'CATEGORY_SPACE': str.isspace,
    'CATEGORY_WORD': lambda letter: letter.isalnum() or letter == '_',
}
ENDS = ('', '\0', '\n', ' ')


def inside(kind, value):
    """The expressions within a part of an expression."""
    if kind in REPEATS:
        return [value[2]]
    if kind == 'BRANCH':
        return value[1]
    if kind == 'SUBPATTERN':
        return [value[3]]
    if kind in ('ASSERT', 'ASSERT_NOT'):
        return [value[1]]
    return [value] if kind == 'ATOMIC_GROUP' else []


def takes(part, letter):
    """Whether a part of an expression for one letter takes that letter."""
    kind, value = str(part[0]), part[1]
    if kind == 'LITERAL':
        return letter == chr(value)
    if kind == 'NOT_LITERAL':
        return letter != chr(value)
    if kind == 'ANY':
        return True
    if kind == 'RANGE':
        return chr(value[0]) <= letter <= chr(value[1])
    if kind == 'CATEGORY':
        name = str(value)
        fits = CATEGORIES[name.replace('_NOT_', '_')](letter)
        return fits != ('_NOT_' in name)
    if kind == 'IN':
        negated = str(value[0][0]) == 'NEGATE'
        return negated != any(takes(one, letter) for one in value[negated:])
    return False


def example(parts):
    """A short text that an expression fits, but for what it looks at."""
    text = ''
    for part in parts:
        kind, value = str(part[0]), part[1]
        if kind in ('ASSERT', 'ASSERT_NOT'):
            continue
        nested = inside(kind, value)
        if kind in REPEATS:
            text += example(nested[0]) * max(value[0], min(value[1], 1))
        elif nested:
            text += example(nested[0])
        else:
            letters = (chr(value),) if kind == 'LITERAL' else growth.LETTERS
            text += next((one for one in letters if takes(part, one)), '')
    return text


def endless(parts, before=''):
    """Yield each part that is repeated without end, and what leads there."""
    for part in parts:
        kind, value = str(part[0]), part[1]
        if kind in REPEATS and value[1] == parser.MAXREPEAT:
            yield before, value[2]
        for nested in inside(kind, value):
            yield from endless(nested, before)
        before += example([part])


def letters(parts):
    """Yield what the parts of an expression take, of the usual letters."""
    for part in parts:
        kind, value = str(part[0]), part[1]
        yield from (one for one in growth.LETTERS if takes(part, one))
        if kind == 'LITERAL':
            yield chr(value)
        for nested in inside(kind, value):
            yield from letters(nested)


def shapes(use):
    """Texts that may be the worst for an expression.

    Behind what leads to a part that is repeated comes a run of what such a
    part takes, or of what leads to one, and then what does not fit.
    """
    whole = parser.parse(use.pattern, use.flags)
    found = list(endless(whole))
    prefixes = {'', *(before for before, _ in found)}
    runs = {example(whole), *prefixes}
    for before, part in found:
        runs |= {*letters(part), example(part), before + example(part)}
    return [
        (prefix, run, end)
        for prefix in sorted(prefixes)
        for run in sorted(runs - {''})
        for end in ENDS
    ]


@pytest.mark.parametrize(
    'pattern, method',
    [
        (r'\s*\[mark (\S+/.+/\S+)\]\s*$', 'search'),
        (r'/mark\.(.+)\.[^.]+$', 'search'),
        ('one .*two', 'search'),
        (r'(?s)<title[^>]*>(.*?)</title', 'search'),
        (r'(?m)^\s*partition\s+(\S+)', 'search'),
        (r'(.*:.*:.*)\.(\w+)|(any6)\.(\w+)', 'fullmatch'),
        (r'\s+and\s+', 'split'),
        (r'(.+?) \(([^()]+)\)', 'search'),
        (r'([^\\]|\\.|\s)*"', 'match'),
    ],
)
def test_a_bad_regular_expression_is_found(pattern, method):
    use = Use('', pattern, 0, method)
    assert growth.slow(use.read, shapes(use))


@pytest.mark.parametrize('use', USES, ids=str)
def test_a_regular_expression_is_linear(use):
    assert growth.slow(use.read, shapes(use)) is None
