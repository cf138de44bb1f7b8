# SPDX-License-Identifier: Apache-2.0

"""The resource types, by their names in templates."""

import importlib
import pkgutil

#: The families of modules in ``f5_heat.resources``. F5's earlier plugins put
#: modules of their own there, so what lies there is not all ours; their
#: installation also replaces the package's ``__init__.py`` by an empty one.
FAMILIES = ('bigip', 'cm', 'ltm', 'sys')


def modules():
    """Every module that says resource types."""
    for family in FAMILIES:
        package = importlib.import_module('f5_heat.resources.' + family)
        for info in pkgutil.walk_packages(
            package.__path__, package.__name__ + '.'
        ):
            if not info.ispkg:
                yield importlib.import_module(info.name)


def resource_mapping():
    """The classes of all resource types, by the type's name."""
    mapping = {}
    for module in modules():
        mapping.update(module.resource_mapping())
    return mapping
