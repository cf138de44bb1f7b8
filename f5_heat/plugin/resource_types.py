# SPDX-License-Identifier: Apache-2.0

"""The resource types, by their names in templates."""

import ast
import collections
import functools
import importlib
import pathlib
import pkgutil

from heat.engine import support

from f5_heat import resources
from f5_heat.tenancy import territory

#: The beginning of the docstring of a package of types. F5's legacy plugins
#: put modules and packages of their own into ``f5_heat.resources``, which must
#: not be imported, and empty its ``__init__.py``.
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


@functools.cache
def _mapping():
    mapping = {}
    for module in modules():
        for name, kind in getattr(module, 'resource_mapping', dict)().items():
            if kind.tenants is None:
                raise TypeError(
                    '%s does not say whether tenants may have it.' % name
                )
            mapping[name] = kind
            for alias in kind.aliases:
                mapping[alias] = _alias(alias, name, kind)
    return mapping


def _alias(alias, name, kind):
    """Make the hidden class for another name of a type."""
    return type(
        alias.rpartition('::')[2],
        (kind,),
        {
            '__doc__': 'Another name of %s.' % name,
            '__module__': kind.__module__,
            'support_status': support.SupportStatus(
                status=support.HIDDEN,
                message='Use %s instead.' % name,
                previous_status=support.SupportStatus(),
                substitute_class=kind,
            ),
        },
    )


def resource_mapping():
    """Return the classes of all resource types, by the type's name."""
    return dict(_mapping())


def listed():
    """Return the classes that Heat lists, by the type's name."""
    return {
        name: kind
        for name, kind in _mapping().items()
        if kind.support_status.status != support.HIDDEN
    }


@functools.cache
def rules():
    """Return the rules of the types for isolated projects, for the fence."""
    writable = {}
    parts, free = (collections.defaultdict(set) for _ in range(2))
    for name, kind in _mapping().items():
        if not kind.is_in_partition or kind.tenants is False:
            continue
        granted = territory.GRANTED_BY.get(kind.tenants)
        for one in (kind.collection, *kind.further_collections):
            if writable.setdefault(one, granted) != granted:
                raise TypeError(
                    '%s lets tenants write %s otherwise than another type.'
                    % (name, one)
                )
        parts[kind.collection] |= {*kind.parts, *kind.subcollections}
        free[kind.collection] |= {*kind.free_text}
    return territory.Rules(writable, dict(parts), dict(free))
