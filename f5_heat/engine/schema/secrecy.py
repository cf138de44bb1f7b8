# SPDX-License-Identifier: Apache-2.0

"""What is done about the secrets in the values of properties."""

import copy
import json

from f5_heat.engine.schema import barbican
from f5_heat.engine.schema import keys
from f5_heat.engine.schema import leaves


def has_secret(prop):
    """Return whether a value of a property may have a secret in it."""
    return any(one.secret for one in leaves.within(prop))


def secrets(prop, value):
    """Yield the texts in a value that nobody may see."""
    found = []
    for leaf, part in leaves.leaves(prop, value):
        try:
            leaf.replaced(part, found.append)
        except ValueError:
            # It makes no sense, and is never sent.
            continue
    for secret in found:
        if secret and not barbican.is_reference(secret):
            # A yes without quotes is a boolean in YAML.
            yield 'yes' if secret is True else str(secret)


def seal(prop, value, make):
    """Return a value with its secrets replaced by what ``make`` makes."""
    parts = prop.parts(value)
    if parts is None:
        return _sealed(prop, value, make)
    sealed = {key: seal(child, part, make) for key, child, part in parts}
    if isinstance(value, dict):
        return {**value, **sealed}
    return list(sealed.values())


def _sealed(leaf, value, make):
    try:
        sealed = leaf.replaced(value, make)
    except ValueError:
        # Nobody can tell where the secrets are in it.
        return make(value)
    if not leaf.secret and not any(secrets(leaf, value)):
        return value
    # What has secrets among other things is sealed as its JSON text.
    return json.dumps(sealed) if isinstance(sealed, (dict, list)) else sealed


def concealed(schemas, body):
    """Return the JSON of an object without what schemas call secret."""
    body = copy.deepcopy(body)
    for prop in schemas.values():
        _conceal(prop, body)
    return body


def _conceal(prop, body):
    wire = prop.wire if isinstance(prop.wire, str) else None
    if prop.secret and wire is not None:
        keys.drop(body, wire)
        return
    value = body if wire is None else keys.get(body, wire)
    if prop.schema:
        for part in value if isinstance(value, list) else [value]:
            for child in prop.schema.values():
                if isinstance(part, dict):
                    _conceal(child, part)
    elif wire is not None and value is not None:
        keys.put(body, wire, prop.replaced(value, lambda _: '***'))
