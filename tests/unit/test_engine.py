# SPDX-License-Identifier: Apache-2.0

"""What holds for each module of the engine and of the resource types."""

import ast
import pathlib

import pytest

PACKAGE = pathlib.Path(__file__).parents[2] / 'f5_heat'

MODULES = [
    path
    for room in ('engine', 'resources')
    for path in sorted((PACKAGE / room).rglob('*.py'))
]


def nodes(path, kind):
    return [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, kind)
    ]


@pytest.mark.parametrize(
    'path', MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES]
)
def test_waiting_is_a_loop(path):
    """Retries by tenacity are for the client alone."""
    imported = {
        name.name for node in nodes(path, ast.Import) for name in node.names
    } | {node.module for node in nodes(path, ast.ImportFrom)}
    assert 'tenacity' not in imported


def test_each_class_of_the_engine_has_a_name_of_its_own():
    """An MRO, a log or a debugger shows no more of a class than its name."""
    found = [
        (node.name, str(path.relative_to(PACKAGE)))
        for path in sorted((PACKAGE / 'engine').rglob('*.py'))
        for node in nodes(path, ast.ClassDef)
    ]
    assert not [path for name, path in found if name == 'Resource']
    # What Heat makes resources of lies in these rooms.
    names = [
        name
        for name, path in found
        if path.split('/')[1] in ('bridge', 'objects', 'traits')
    ]
    assert len(names) == len({*names})


def test_one_class_surrounds_the_actions():
    found = [
        str(path.relative_to(PACKAGE))
        for path in MODULES
        for node in nodes(path, ast.FunctionDef)
        if node.name == 'action_handler_task'
    ]
    assert found == ['engine/bridge/heat_resource.py']
