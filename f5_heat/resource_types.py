# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

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
                package.__path__, package.__name__ + '.'):
            if not info.ispkg:
                yield importlib.import_module(info.name)


def resource_mapping():
    """The classes of all resource types, by the type's name."""
    mapping = {}
    for module in modules():
        mapping.update(module.resource_mapping())
    return mapping
