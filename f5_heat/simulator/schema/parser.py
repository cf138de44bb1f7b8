# SPDX-License-Identifier: Apache-2.0

"""tmsh's parser: the bodies of requests in the device's own form."""

from __future__ import annotations

import typing as t

from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import kind
from f5_heat.simulator.schema import paths
from f5_heat.simulator.schema import shapes

# Keys of every answer, which are accepted in a body and ignored.
ENVELOPE = frozenset(
    (
        'kind',
        'name',
        'partition',
        'subPath',
        'fullPath',
        'generation',
        'selfLink',
    )
)
EMPTY = (None, '', 'none')


class Parsed(t.NamedTuple):
    """The body of a request in the device's own form."""

    fields: dict[str, t.Any]
    children: dict[str, list[t.Any]]
    names: dict[str, t.Any]


# Clients have to leave create-only properties out of these kinds' updates
# even if they do not change. That the others' may stay while they are
# equal follows from what clients send, and is not recorded.
_STRICT = ('ltm/node', 'ltm/pool/members', 'ltm/monitor/')


def parse(
    shape: shapes.Shape,
    body: t.Any,
    before: dict[str, t.Any] | None = None,
    extra_keys: t.Container[str] = (),
) -> Parsed:
    """Read the body of a POST, or of a PUT or PATCH.

    ``before`` are the values of an object that is changed. ``extra_keys`` are
    accepted and left to the caller. Raises ``errors.Refused`` as tmsh's
    parser does.
    """
    modify = before is not None
    fields: dict[str, t.Any] = {}
    children: dict[str, list[t.Any]] = {}
    names = {key: body[key] for key in ENVELOPE if key in body}
    for written, value in body.items():
        key = shape.keys.get(written, written)
        if key in shape.fields:
            field = shape.fields[key]
            strict = before is not None and shape.collection.startswith(
                _STRICT
            )
            if field.read_only:
                if strict:
                    raise errors.not_modifiable(shapes.tmsh_name(key))
                continue
            found = _value(shape, key, field, value, modify)
            if (
                before is not None
                and field.create_only
                and (strict or found != before.get(key))
            ):
                raise errors.not_modifiable(shapes.tmsh_name(key))
            fields[key] = found
        elif key in shape.child_keys:
            children[shape.child_keys[key]] = entries(key, value)
        elif (
            key in ENVELOPE
            or written in extra_keys
            or key in extra_keys
            or _is_reference(shape, key)
        ):
            continue
        else:
            raise errors.unexpected(shapes.tmsh_name(key))
    for key in fields:
        for other in shape.fields[key].excludes:
            if fields[key] is True and fields.get(other) is True:
                raise errors.exclusive(
                    shapes.tmsh_name(key), shapes.tmsh_name(other)
                )
    return Parsed(fields, children, names)


def _is_reference(shape: shapes.Shape, key: str) -> bool:
    stem = key.removesuffix('Reference')
    return stem != key and (stem in shape.fields or stem in shape.child_keys)


def entries(key: str, value: t.Any) -> list[dict[str, t.Any]]:
    """Return the items of a sub-collection in the body of their parent."""
    if value in EMPTY:
        return []
    if isinstance(value, dict):
        if 'items' in value and isinstance(value['items'], list):
            value = value['items']
        else:
            value = _by_name(key, value)
    if isinstance(value, str):
        value = value.split()
    if not isinstance(value, list):
        raise errors.invalid_value(shapes.tmsh_name(key), value)
    found = []
    for entry in value:
        if isinstance(entry, (str, int)) and not isinstance(entry, bool):
            entry = {'name': str(entry)}
        if not isinstance(entry, dict):
            raise errors.invalid_value(shapes.tmsh_name(key), entry)
        found.append(entry)
    return found


def _by_name(key: str, value: dict[str, t.Any]) -> list[dict[str, t.Any]]:
    """Return the items of a list that was written as an object."""
    if not all(isinstance(rest, dict) for rest in value.values()):
        raise errors.invalid_value(shapes.tmsh_name(key), value)
    return [{'name': name, **rest} for name, rest in value.items()]


def _value(
    shape: shapes.Shape,
    key: str,
    field: kind.Field,
    value: t.Any,
    modify: bool,
) -> t.Any:
    if (
        value is None
        or value == ''
        and not field.choices
        or (
            value == 'none'
            and 'none' not in field.choices + field.words
            and field.type != 'object'
        )
    ):
        return shape.cleared(key)
    return normal(key, field, value, modify)


def normal(key: str, field: kind.Field, value: t.Any, modify: bool) -> t.Any:
    """Return a value in the form in which the device stores it.

    Scalars are coerced between text, number and boolean, as recorded.
    """
    if field.type in (
        'string',
        'integer',
        'boolean',
        'flag',
        'reference',
        'monitor',
    ):
        if isinstance(value, (dict, list)):
            if field.type == 'reference' and isinstance(value, dict):
                value = _full_path(key, value)
            else:
                raise errors.invalid_value(shapes.tmsh_name(key), value)
        return _SCALARS[field.type](key, field, value)
    if field.type == 'object':
        if not isinstance(value, dict):
            raise errors.invalid_value(shapes.tmsh_name(key), value)
        return _object(field, value, modify, EMPTY)
    if isinstance(value, str):
        value = value.strip('{} ').split()
    if isinstance(value, dict):
        value = _by_name(key, value)
    if not isinstance(value, list):
        raise errors.invalid_value(shapes.tmsh_name(key), value)
    if field.type == 'references':
        return [_reference(key, field, _full_path(key, one)) for one in value]
    return [_entry(key, field, one) for one in value]


def _text(value: t.Any) -> str:
    if isinstance(value, bool):
        return 'true' if value else 'false'
    return str(value)


def _string(key: str, field: kind.Field, value: t.Any) -> str:
    text = _text(value)
    if text in field.words or text in field.choices:
        return text
    if field.choices:
        raise errors.invalid_value(shapes.tmsh_name(key), text)
    if field.low is not None or field.high is not None:
        return str(_integer(key, field, text))
    return text


def _integer(key: str, field: kind.Field, value: t.Any) -> int | str:
    if isinstance(value, str) and value in field.words:
        return value
    try:
        if isinstance(value, (bool, float)):
            raise ValueError
        number = int(value)
    except ValueError:
        raise errors.invalid_value(shapes.tmsh_name(key), value) from None
    if (
        field.low is not None
        and number < field.low
        or field.high is not None
        and number > field.high
    ):
        raise errors.invalid_value(shapes.tmsh_name(key), value)
    return number


def _boolean(key: str, field: kind.Field, value: t.Any) -> bool:
    if value in (True, 'true'):
        return True
    if value in (False, 'false'):
        return False
    raise errors.invalid_value(shapes.tmsh_name(key), value)


def _flag(key: str, field: kind.Field, value: t.Any) -> bool | None:
    # What ``false`` does to a flag is not recorded: here it removes the
    # flag, and of a pair the default one is set again.
    return _boolean(key, field, value) or None


def _reference(key: str, field: kind.Field, value: t.Any) -> str:
    text = _text(value)
    if text in field.words or text in field.choices or not field.refers:
        return text
    if text.startswith('/') or all(kind in _PLAIN for kind in field.refers):
        return text
    return paths.absolute(text)


# Kinds whose names have no partition.
_PLAIN = (
    'auth/partition',
    'auth/user',
    'net/interface',
    'net/trunk',
    'sys/db',
    'sys/provision',
)


def _monitor(key: str, field: kind.Field, value: t.Any) -> str:
    words = _text(value).replace('{', ' { ').replace('}', ' } ').split()
    if words == ['default'] and field.default == 'default':
        return 'default'
    if words[:1] == ['min']:
        names = [word for word in words[3:] if word not in '{}']
        if (
            len(words) < 4
            or not words[1].isdigit()
            or words[2] != 'of'
            or not names
        ):
            raise errors.invalid_value(shapes.tmsh_name(key), value)
        return 'min {} of {{ {} }}'.format(
            int(words[1]), ' '.join(map(paths.absolute, names))
        )
    if (
        not words
        or words[1::2] != ['and'] * (len(words) // 2)
        or (len(words) % 2 == 0)
    ):
        raise errors.invalid_value(shapes.tmsh_name(key), value)
    return ' and '.join(map(paths.absolute, words[::2]))


def monitors(text: str | None) -> list[str]:
    """Return the paths in the text of a ``monitor`` property."""
    return [word for word in (text or '').split() if word.startswith('/')]


def place(names: dict[str, t.Any], plain: bool = False) -> paths.Place:
    """Return the place that the name keys of a body give.

    ``plain`` objects only have a name.
    """
    for key in ('name', 'partition', 'subPath'):
        value = names.get(key) or ''
        if (
            not isinstance(value, (str, int))
            or isinstance(value, bool)
            or (any(mark in str(value) for mark in '\n\t{}"'))
        ):
            # The device's own words for a bad name are not recorded.
            raise errors.invalid_value(shapes.tmsh_name(key), value)
    name = str(names.get('name', ''))
    if plain:
        return paths.Place('', '', name)
    return paths.place(
        name,
        str(names.get('partition') or ''),
        str(names.get('subPath') or ''),
    )


def _full_path(key: str, value: t.Any) -> t.Any:
    if not isinstance(value, dict):
        return value
    if not value.get('name'):
        raise errors.invalid_value(shapes.tmsh_name(key), value)
    return place(value).path


def _object(
    field: kind.Field,
    value: dict[str, t.Any],
    modify: bool,
    empty: tuple[t.Any, ...],
) -> dict[str, t.Any]:
    """Parse a nested object; a value in ``empty`` clears a part."""
    found: dict[str, t.Any] = {}
    keys = {shapes.tmsh_name(key): key for key in field.fields}
    for written, part in value.items():
        key = keys.get(written, written)
        if key.endswith('Reference'):
            continue
        if key not in field.fields:
            raise errors.unexpected(shapes.tmsh_name(key))
        below = field.fields[key]
        if below.read_only:
            continue
        if modify and below.create_only:
            raise errors.not_modifiable(shapes.tmsh_name(key))
        if part in empty and part not in below.choices + below.words:
            found[key] = below.default if below.default == 'none' else None
        else:
            found[key] = normal(key, below, part, modify)
    return found


def _entry(key: str, field: kind.Field, value: t.Any) -> t.Any:
    if not field.fields:
        if isinstance(value, (dict, list)):
            raise errors.invalid_value(shapes.tmsh_name(key), value)
        text = _text(value)
        if field.choices and text not in field.choices + field.words:
            raise errors.invalid_value(shapes.tmsh_name(key), text)
        return text
    if not isinstance(value, dict):
        first = 'name' if 'name' in field.fields else next(iter(field.fields))
        value = {first: value}
    if 'partition' in field.fields:
        # Stored as name and partition, whichever form was given.
        where = place(value)
        value = {**value, 'name': where.path if where.name else ''}
    if 'name' in field.fields and value.get('name') in (None, ''):
        raise errors.parser(
            'one or more configuration identifiers must be provided'
        )
    defaults = {
        name: below.default
        for name, below in field.fields.items()
        if below.default is not None
    }
    given = _object(field, value, False, (None,))
    merged = {
        name: part
        for name, part in {**defaults, **given}.items()
        if part is not None
    }
    if 'partition' in field.fields:
        merged.update(name=where.name, partition=where.partition)
        if where.sub_path:
            merged['subPath'] = where.sub_path
    return {name: merged[name] for name in field.fields if name in merged}


def entry_path(value: dict[str, t.Any]) -> str:
    """Return the path of an entry of a list."""
    if 'partition' in value:
        return place(value).path
    name: str = value['name']
    return name


def overlay(
    shape: shapes.Shape, above: dict[str, t.Any], below: dict[str, t.Any]
) -> dict[str, t.Any]:
    """Merge values over others, nested objects part by part."""
    found = {**below, **above}
    for key, value in above.items():
        field = shape.fields.get(key)
        if field is not None and field.type == 'object' and value:
            found[key] = {**(below.get(key) or {}), **value}
    return found


def exclude(
    shape: shapes.Shape, values: dict[str, t.Any], given: dict[str, t.Any]
) -> None:
    """Remove the other of two exclusive properties when one is set."""
    for key, value in given.items():
        excludes = shape.fields[key].excludes
        if value not in (None, [], 'none'):
            values.update(dict.fromkeys(excludes))
        elif not any(values.get(other) for other in excludes):
            for name in (key, *excludes):
                if shape.fields[name].type == 'flag':
                    values.pop(name, None)


_SCALARS: dict[str, t.Callable[[str, kind.Field, t.Any], t.Any]] = {
    'string': _string,
    'integer': _integer,
    'boolean': _boolean,
    'flag': _flag,
    'reference': _reference,
    'monitor': _monitor,
}
