# SPDX-License-Identifier: Apache-2.0

"""Keys of an object's JSON, with dots for nested objects."""


def put(body, key, value):
    """Set a key, with dots for nested objects, of a JSON object."""
    *parents, last = key.split('.')
    for parent in parents:
        body = body.setdefault(parent, {})
    body[last] = value


def get(body, key):
    """Return the value of a key, with dots for nested objects, or None."""
    for part in key.split('.'):
        if not isinstance(body, dict):
            return None
        body = body.get(part)
    return body


def drop(body, key):
    """Remove a key, with dots for nested objects, of a JSON object."""
    parent, _, last = key.rpartition('.')
    body = get(body, parent) if parent else body
    if isinstance(body, dict):
        body.pop(last, None)
