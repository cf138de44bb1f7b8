# SPDX-License-Identifier: Apache-2.0

"""The one traversal of properties: what lies in lists and maps, at any depth.

What concerns single values is said here, or in terms of this, once.
"""

#: Any value of a property.
WHOLE = object()


def within(prop):
    """Yield a property and those inside it."""
    yield prop
    for child in (prop.schema or {}).values():
        yield from within(child)


def leaves(prop, value):
    """Yield each property inside one that has no parts, with its value."""
    parts = prop.parts(value)
    if parts is None:
        yield prop, value
        return
    for _, child, part in parts:
        yield from leaves(child, part)


def names(prop, value, folder):
    """Yield collection and path of each object that a value names."""
    for leaf, part in leaves(prop, value):
        yield from leaf.names(part, folder)


def may_name(prop):
    """Return whether there are values that name an object."""
    return any(one.to is not None for one in within(prop))


def is_nested(prop):
    """Return whether a property is a map of others."""
    return prop.type == prop.MAP and bool(prop.schema)


def pairs(prop, name, wanted, actual):
    """Yield name, property and both values of what is wanted, map by map."""
    if not is_nested(prop):
        yield name, prop, wanted, actual
        return
    for key, child in prop.schema.items():
        if wanted.get(key) is not None:
            below = '.'.join(filter(None, (name, key)))
            had = (actual or {}).get(key)
            yield from pairs(child, below, wanted[key], had)


def whole(prop):
    """Return something that stands for any value of a property."""
    if not is_nested(prop):
        return WHOLE
    return {name: whole(child) for name, child in prop.schema.items()}
