# SPDX-License-Identifier: Apache-2.0

"""The resource types, by their names in templates."""

import ast
import importlib
import pathlib
import pkgutil

from f5_heat import resources

#: How the docstring of a package of types begins. F5's legacy plugins put
#: modules and packages of their own into ``f5_heat.resources``, which are not
#: to be imported; their installation also empties its ``__init__.py``.
_OURS = 'The types F5::'


def modules():
    """Yield every module below the packages of resource types."""
    for family in pkgutil.iter_modules(resources.__path__):
        folder = pathlib.Path(family.module_finder.path, family.name)
        if not family.ispkg or not _is_ours(folder / '__init__.py'):
            continue
        name = '%s.%s' % (resources.__name__, family.name)
        for info in pkgutil.walk_packages([str(folder)], name + '.'):
            if not info.ispkg:
                yield importlib.import_module(info.name)


def _is_ours(path):
    try:
        text = ast.get_docstring(ast.parse(path.read_text()))
    except (OSError, SyntaxError, ValueError):
        return False
    return (text or '').startswith(_OURS)


def resource_mapping():
    """Return the classes of all resource types, by the type's name."""
    mapping = {}
    for module in modules():
        mapping.update(getattr(module, 'resource_mapping', dict)())
    return mapping
