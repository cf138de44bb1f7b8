# SPDX-License-Identifier: Apache-2.0

"""F5's legacy Heat plugins on this host, which Heat must not load.

Their distribution installs the import package ``f5_heat`` as well, and their
installation guide has it linked into a directory that Heat loads plugins
from. Heat would load each module of this package a second time through such
a link, and would not start when one of theirs cannot be imported.
"""

import importlib.metadata
import os
import pkgutil
import sys
import types

DISTRIBUTION = 'f5-openstack-heat-plugins'
# Not from f5_heat/__init__.py: removing theirs deletes that file.
PACKAGE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
PLUGIN_DIRECTORY = os.path.join(PACKAGE, 'heat_plugin')

#: The package into which Heat loads the modules of plugin_dirs.
_HEAT_PACKAGE = 'heat.engine.plugins'


def _misleading(directory):
    """Return the modules in a plugin directory that Heat must not load."""
    real = os.path.realpath(directory)
    if real == PLUGIN_DIRECTORY:
        return set()
    found = {info.name for info in pkgutil.iter_modules([directory])}
    if real != PACKAGE and not real.startswith(PACKAGE + os.sep):
        found &= {'f5_heat'}
    return found


def shut_out(plugin_dirs):
    """Replace the modules that Heat must not load by empty ones."""
    for directory in plugin_dirs:
        for name in _misleading(directory):
            module = types.ModuleType('%s.%s' % (_HEAT_PACKAGE, name))
            module.__path__ = []
            sys.modules[module.__name__] = module


def leftovers(plugin_dirs):
    """Yield a sentence for each thing that an operator should remove."""
    try:
        version = importlib.metadata.version(DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError:
        pass
    else:
        yield (
            'The distribution %s %s is installed beside f5-heat and owns '
            'files of the same package. Remove it with "pip uninstall '
            '%s", then install f5-heat again with "pip install '
            '--force-reinstall --no-deps".'
            % (DISTRIBUTION, version, DISTRIBUTION)
        )
    for directory in plugin_dirs:
        if not _misleading(directory):
            continue
        link = os.path.join(directory, 'f5_heat')
        if os.path.isdir(link):
            yield (
                '%s leads Heat to the resource types of F5 by a second '
                'path, which is ignored. Remove it.' % link
            )
        else:
            yield (
                'The directory %s in plugin_dirs of heat.conf leads Heat '
                'to the resource types of F5 by a second path, which is '
                'ignored. Take it out.' % directory
            )
