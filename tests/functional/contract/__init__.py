# SPDX-License-Identifier: Apache-2.0

"""One row of data for each type: what the contract test does with it.

A class of properties that only one type has brings forms of its values along:
an example of the class, forms that mean the same, and forms that differ.
"""

import importlib
import pkgutil

_MODULES = {
    info.name: importlib.import_module('%s.%s' % (__name__, info.name))
    for info in pkgutil.iter_modules(__path__)
}
#: The rows by the modules that have them.
FAMILIES = {
    name: module.ROWS
    for name, module in _MODULES.items()
    if hasattr(module, 'ROWS')
}
ROWS = [row for rows in FAMILIES.values() for row in rows]
FORMS = {
    kind: forms
    for module in _MODULES.values()
    for kind, forms in getattr(module, 'FORMS', {}).items()
}
