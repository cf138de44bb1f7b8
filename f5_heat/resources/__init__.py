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

"""The resource types, one module for a type or a family of types."""

import importlib
import pkgutil


def modules():
    """Every module of the package that says resource types."""
    for info in pkgutil.walk_packages(__path__, __name__ + '.'):
        if not info.ispkg:
            yield importlib.import_module(info.name)


def resource_mapping():
    """The classes of all resource types, by the type's name."""
    mapping = {}
    for module in modules():
        mapping.update(module.resource_mapping())
    return mapping
