# SPDX-License-Identifier: Apache-2.0

"""The parts of the package import one another in one direction only."""

import ast
import graphlib
import importlib
import pathlib

import pytest

PACKAGE = pathlib.Path(__file__).parents[2] / 'f5_heat'

# What each part of the package may import of the others.
ALLOWED = {
    'icontrol': set(),
    'simulator': set(),
    'config': {'icontrol'},
    'tcl': set(),
    'tenancy': {'icontrol', 'tcl'},
    'saving': {'icontrol'},
    'engine': {'icontrol', 'tenancy'},
    'resources': {'config', 'engine', 'icontrol', 'tcl', 'tenancy'},
    'plugin': {'config', 'icontrol', 'resources', 'saving', 'tenancy'},
    'heat_plugin': {'config', 'plugin'},
    'lab': {'simulator'},
    'cmd': {'lab', 'simulator', 'config', 'icontrol', 'plugin'},
}


# The rooms of a part that is divided into packages, from the lowest up, and
# what each may import of the others. Modules beside the rooms stand here too.
ROOMS = {
    'config': {
        'forms': set(),
        'sections': {'forms'},
        'reading': {'sections'},
        'devices': {'reading', 'sections'},
        'isolation': {'devices', 'reading', 'sections'},
        'checks': {'devices', 'isolation', 'reading', 'sections'},
        'reloading': {'checks', 'reading', 'sections'},
        '__init__': {
            'checks',
            'devices',
            'forms',
            'isolation',
            'reading',
            'reloading',
            'sections',
        },
    },
    'icontrol': {
        'errors': set(),
        'paths': set(),
        'secret': set(),
        'retry': {'errors'},
        'transport': {'errors', 'secret'},
        'task': {'errors', 'paths', 'transport'},
        'transaction': {'errors', 'paths', 'retry', 'secret', 'transport'},
        'upload': {'errors', 'paths', 'transport'},
        'device': {
            'errors',
            'paths',
            'task',
            'transaction',
            'transport',
            'upload',
        },
        'cluster': {'device', 'errors', 'paths', 'secret', 'transport'},
        'active_unit': {'cluster', 'device', 'errors', 'retry', 'transport'},
        'redundancy': {'active_unit', 'errors', 'transport'},
        '__init__': {
            'cluster',
            'device',
            'errors',
            'paths',
            'redundancy',
            'retry',
            'transport',
        },
    },
    'tcl': {
        'reader': set(),
        'expressions': {'reader'},
        'walk': {'expressions', 'reader'},
        'language': {'reader', 'walk'},
        'irules': {'language', 'reader', 'walk'},
        'expansions': {'irules', 'language', 'reader', 'walk'},
        '__init__': set(),
    },
    'tenancy': {
        'irule': set(),
        'territory': set(),
        'target': {'territory'},
        'bodies': {'irule', 'territory'},
        'clusters': {'target', 'territory'},
        'fence': {'bodies', 'clusters', 'target', 'territory'},
        'tenant': {'fence', 'territory'},
        '__init__': set(),
    },
    'engine': {
        'ownership': set(),
        'schema': {'ownership'},
        'validation': {'schema'},
        'bridge': {'schema', 'validation'},
        'objects': {'bridge', 'ownership', 'schema', 'validation'},
        'traits': {'bridge', 'objects', 'ownership', 'schema', 'validation'},
        '__init__': set(),
    },
    'simulator': {
        'schema': set(),
        'kinds': {'schema'},
        'tcl': {'schema'},
        'state': {'schema', 'tcl'},
        'ha': {'schema', 'state'},
        'tmsh': {'schema', 'state', 'ha'},
        'behaviours': {'schema', 'kinds', 'tcl', 'state', 'ha', 'tmsh'},
        'factory': {'schema', 'kinds', 'state', 'ha', 'behaviours'},
        'documents': {'schema', 'state', 'ha', 'behaviours'},
        'rest': {'schema', 'state', 'ha', 'tmsh', 'documents'},
        'control': {'schema', 'state', 'ha', 'documents', 'rest'},
        'server': {'rest', 'control'},
        'simulator': {'state', 'factory', 'rest', 'control', 'server'},
        '__init__': {'state', 'simulator'},
        '__main__': {'state', 'simulator'},
    },
}
# As many modules as a reader takes in at a glance; rows of data may be more.
MODULES_OF_A_ROOM = 12
OF_ANY_SIZE = {'simulator/kinds'}


def name_of(path):
    """f5_heat/simulator/ha/__init__.py is f5_heat.simulator.ha."""
    parts = path.relative_to(PACKAGE.parent).with_suffix('').parts
    return '.'.join(parts).removesuffix('.__init__')


def imported(path):
    """The names that a module imports of the package, wherever it does.

    Under TYPE_CHECKING and in functions too: a circle is one all the same.
    """
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, '%s: relative import' % path
            names = ['%s.%s' % (node.module, one.name) for one in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.startswith('f5_heat.'))


def part(path):
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix('.py')


def room(path, own):
    """The room of a module in its part, or the module that is in none."""
    return path.relative_to(PACKAGE / own).parts[0].removesuffix('.py')


MODULES = {
    name_of(path): path
    for path in sorted(PACKAGE.rglob('*.py'))
    if path.parent != PACKAGE or path.stem != '__init__'
}


def modules_below(path):
    """The modules of the package that a module imports."""
    for name in imported(path):
        yield name if name in MODULES else name.rpartition('.')[0]


def those_in(own):
    return {name: path for name, path in MODULES.items() if part(path) == own}


@pytest.mark.parametrize(
    'path',
    MODULES.values(),
    ids=[str(path.relative_to(PACKAGE)) for path in MODULES.values()],
)
def test_a_part_imports_only_what_lies_below_it(path):
    own = part(path)
    assert own in ALLOWED, 'no rule for f5_heat/%s' % own
    others = {name.split('.')[1] for name in imported(path)} - {own}
    assert others <= ALLOWED[own]


@pytest.mark.parametrize('own', ROOMS)
def test_a_room_imports_only_what_lies_below_it(own):
    inside = those_in(own)
    for path in inside.values():
        mine = room(path, own)
        assert mine in ROOMS[own], 'no rule for %s/%s' % (own, mine)
        others = {
            room(inside[name], own)
            for name in modules_below(path)
            if name in inside
        }
        assert others - {mine} <= ROOMS[own][mine], path


@pytest.mark.parametrize('own', ROOMS)
def test_each_room_lies_above_what_it_imports(own):
    below = set()
    for mine, others in ROOMS[own].items():
        assert others <= below, mine
        below.add(mine)
    assert below == {room(path, own) for path in those_in(own).values()}


@pytest.mark.parametrize('own', ROOMS)
def test_no_modules_import_each_other_in_a_circle(own):
    graph = {
        name: set(modules_below(path)) for name, path in those_in(own).items()
    }
    # Raises CycleError, with the circle.
    graphlib.TopologicalSorter(graph).prepare()


@pytest.mark.parametrize(
    'directory',
    [
        path
        for own in ROOMS
        for path in sorted((PACKAGE / own).iterdir())
        if (path / '__init__.py').exists()
    ],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_a_room_is_small_and_says_what_lies_in_it(directory):
    entrance = directory / '__init__.py'
    assert ast.get_docstring(ast.parse(entrance.read_text()))
    modules = [path for path in directory.glob('*.py') if path != entrance]
    name = str(directory.relative_to(PACKAGE))
    assert len(modules) <= MODULES_OF_A_ROOM or name in OF_ANY_SIZE


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


def hidden(path):
    """Yield what is asked of a variable that hides a module which has it.

    Linters do not see that the module was meant.
    """
    tree = ast.parse(path.read_text())
    modules = {
        alias.asname or alias.name: '%s.%s' % (node.module, alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        inside = [node for part in function.body for node in ast.walk(part)]
        bound = {
            node.arg
            for node in ast.walk(function)
            if isinstance(node, ast.arg)
        } | {
            node.id
            for node in inside
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        for node in inside:
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id in bound & set(modules)
                and modules[node.value.id] in MODULES
                and hasattr(
                    importlib.import_module(modules[node.value.id]), node.attr
                )
            ):
                yield '%s:%d %s.%s' % (
                    path.name,
                    node.lineno,
                    node.value.id,
                    node.attr,
                )


def test_no_variable_hides_a_module_that_is_meant():
    assert [found for path in MODULES.values() for found in hidden(path)] == []
