# SPDX-License-Identifier: Apache-2.0

"""The parts of the package import one another in one direction only."""

import ast
import pathlib

import pytest

PACKAGE = pathlib.Path(__file__).parents[2] / 'f5_heat'

# What each part of the package may import of the others.
ALLOWED = {
    'icontrol': set(),
    'simulator': set(),
    'config': {'icontrol'},
    'engine': {'icontrol'},
    'client_plugin': {
        'config',
        'engine_process',
        'icontrol',
        'ledger',
        'predecessor',
        'write_behind',
    },
    'engine_process': set(),
    'ledger': set(),
    'write_behind': {'icontrol', 'ledger'},
    'policies': {'resource_types'},
    'predecessor': set(),
    'resource_types': {'resources'},
    'resources': {'engine', 'icontrol', 'client_plugin', 'config'},
    'heat_plugin': {'config', 'policies', 'predecessor', 'resource_types'},
    'lab': {'simulator'},
    'cmd': {
        'lab',
        'simulator',
        'config',
        'icontrol',
        'client_plugin',
        'predecessor',
        'resource_types',
    },
}


def part(path):
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix('.py')


def imported(path):
    """The parts of the package that a module imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, '%s: relative import' % path
            names = (
                ['%s.%s' % (node.module, alias.name) for alias in node.names]
                if node.module == 'f5_heat'
                else [node.module]
            )
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            if name.startswith('f5_heat.'):
                yield name.split('.')[1]


MODULES = sorted(
    path
    for path in PACKAGE.rglob('*.py')
    if path.parent != PACKAGE or path.stem != '__init__'
)


@pytest.mark.parametrize(
    'path', MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES]
)
def test_a_part_imports_only_what_lies_below_it(path):
    own = part(path)
    assert own in ALLOWED, 'no rule for f5_heat/%s' % own
    others = set(imported(path)) - {own}
    assert others <= ALLOWED[own]


def test_the_client_knows_neither_heat_nor_configuration():
    foreign = {'heat', 'oslo_config'}
    for path in (PACKAGE / 'icontrol').rglob('*.py'):
        for node in ast.walk(ast.parse(path.read_text())):
            names = (
                [node.module]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            assert not {name.split('.')[0] for name in names} & foreign, path
