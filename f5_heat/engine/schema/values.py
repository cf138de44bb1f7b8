# SPDX-License-Identifier: Apache-2.0

"""The values of all properties of a resource together."""


def given(props):
    """Return the values of Heat's Properties; None for what nobody gave.

    Heat reads an explicit null as zero, an empty text or an empty list;
    here it is the same as a property that is not there.
    """
    return {name: value(props, name) for name in props}


def value(props, name):
    """Return the value of one of Heat's Properties, as ``given`` does."""
    if name not in props.data:
        return props[name]
    return _without_nulls(
        props.props[name].schema,
        props.resolve(props.data[name]),
        props[name],
    )


def _without_nulls(prop, raw, value):
    if raw is None:
        return prop.default
    if not prop.schema:
        return value
    if isinstance(raw, dict) and isinstance(value, dict):
        return {
            name: _without_nulls(prop.schema[name], raw[name], part)
            if name in raw
            else part
            for name, part in value.items()
        }
    if isinstance(raw, list) and isinstance(value, list):
        return [
            _without_nulls(prop.schema[number], *both)
            for number, both in enumerate(zip(raw, value, strict=True))
        ]
    return value
