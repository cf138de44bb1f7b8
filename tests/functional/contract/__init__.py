# SPDX-License-Identifier: Apache-2.0

"""One row of data for each type: what the contract test does with it.

A class of properties that only one type has brings forms of its values along:
an example of the class, forms that mean the same, and forms that differ.
"""

import importlib
import pkgutil

_MODULES = [
    importlib.import_module(info.name)
    for info in pkgutil.iter_modules(__path__, __name__ + '.')
]
ROWS = [row for module in _MODULES for row in getattr(module, 'ROWS', ())]
FORMS = {
    kind: forms
    for module in _MODULES
    for kind, forms in getattr(module, 'FORMS', {}).items()
}
