# SPDX-License-Identifier: Apache-2.0

"""tmsh's parser: the bodies of requests in the device's own form."""

from __future__ import annotations

import typing as t

from f5_heat.simulator.schema import addresses
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import kind
from f5_heat.simulator.schema import paths
from f5_heat.simulator.schema import scalars
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
_PLACE = ('name', 'partition', 'subPath')


class Parsed(t.NamedTuple):
    """The body of a request in the device's own form."""

    fields: dict[str, t.Any]
    children: dict[str, list[t.Any]]
    names: dict[str, t.Any]


# Clients have to leave the read-only properties of these kinds out of an
# update unless they have the value that the device shows.
_STRICT = ('ltm/node', 'ltm/pool/members', 'ltm/monitor/')
_LINK = 'Reference'


def parse(
    shape: shapes.Shape,
    body: t.Any,
    before: dict[str, t.Any] | None = None,
    extra_keys: t.Container[str] = (),
) -> Parsed:
    """Read the body of a POST, or of a PUT or PATCH.

    ``before`` is what a GET shows of an object that is changed: a property
    that cannot change may be given with that value. ``extra_keys`` are
    accepted and left to the caller. Raises ``errors.Refused`` as tmsh's
    parser does.
    """
    fields: dict[str, t.Any] = {}
    children: dict[str, list[t.Any]] = {}
    names = {key: body[key] for key in ENVELOPE if key in body}
    for written, value in body.items():
        key = _key(written, shape.fields, shape.keys)
        if key in shape.fields:
            if not _is_settled(shape, key, value, before):
                kept = shape.fields[key].kept_as or key
                fields[kept] = _value(shape, key, value, before)
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
    for key, value in body.items():
        stem = key.removesuffix(_LINK)
        if stem == key or not isinstance(value, dict) or 'items' not in value:
            continue
        # Items inside the link are what a GET of expanded sub-collections
        # shows, and what go-bigip sends, of lists as well.
        if stem in shape.child_keys:
            children.setdefault(
                shape.child_keys[stem], entries(stem, value['items'])
            )
        elif stem in shape.fields and shape.fields[stem].type == 'list':
            fields.setdefault(
                stem, _value(shape, stem, value['items'], before)
            )
    for key in fields:
        for other in shape.fields[key].excludes:
            if _is_set(fields[key]) and _is_set(fields.get(other)):
                raise errors.exclusive(
                    shapes.tmsh_name(key), shapes.tmsh_name(other)
                )
    return Parsed(fields, children, names)


def _key(written: str, fields: t.Container[str], keys: dict[str, str]) -> str:
    """Return the property that a key of a body names.

    Clients write it as in JSON, as in tmsh, or with a capital letter.
    """
    if written in fields:
        return written
    return keys.get(shapes.tmsh_name(written), written)


def _is_set(value: t.Any) -> bool:
    return value not in (None, [], 'none')


def _is_settled(
    shape: shapes.Shape,
    key: str,
    value: t.Any,
    before: dict[str, t.Any] | None,
) -> bool:
    """Return whether it is the device that sets this property.

    Raises Refused if a client must not even name it so.
    """
    field = shape.fields[key]
    if field.read_only:
        if (
            before is not None
            and value != before.get(key)
            and shape.collection.startswith(_STRICT)
        ):
            raise errors.not_modifiable(shapes.tmsh_name(key))
        return True
    if isinstance(value, str) and value in field.shown:
        # That a POST may have such a word is unverified: configuration
        # files have them.
        if before is not None and value != before.get(key):
            raise errors.invalid_value(shapes.tmsh_name(key), value)
        return True
    return False


def _is_reference(shape: shapes.Shape, key: str) -> bool:
    stem = key.removesuffix(_LINK)
    return stem != key and (
        stem in shape.kind.fields or stem in shape.child_keys
    )


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
    value: t.Any,
    before: dict[str, t.Any] | None,
) -> t.Any:
    field = shape.fields[key]
    words = field.choices + field.words
    if isinstance(value, str) and before and value == before.get(key):
        # What is shown is taken as it is.
        return value
    if value == '' and 'none' in words and field.default != '':
        return 'none'
    if (
        value is None
        or (value == '' and (not field.choices or field.default is None))
        or (value == 'none' and 'none' not in words and field.type != 'object')
    ):
        found = shape.cleared(key)
    else:
        found = normal(
            key, field, value, None if before is None else before.get(key, {})
        )
    if before is not None and field.create_only:
        _check_same(key, found, before.get(key))
    return found


def _check_same(key: str, found: t.Any, before: t.Any) -> None:
    """Refuse another value of a property that cannot change."""
    if found != before and not addresses.same(found, before):
        raise errors.not_modifiable(shapes.tmsh_name(key))


def normal(
    key: str, field: kind.Field, value: t.Any, before: t.Any = None
) -> t.Any:
    """Return a value in the form in which the device stores it.

    Scalars are coerced between text, number and boolean, as recorded.
    ``before`` is the value of an object that is changed.
    """
    if field.type == 'braces':
        return scalars.braces(key, value)
    if field.type in scalars.BY_TYPE:
        if isinstance(value, (dict, list)):
            if field.type == 'reference' and isinstance(value, dict):
                value = _full_path(key, value)
            else:
                raise errors.invalid_value(shapes.tmsh_name(key), value)
        return scalars.BY_TYPE[field.type](key, field, value)
    if field.type == 'object':
        if not isinstance(value, dict):
            raise errors.invalid_value(shapes.tmsh_name(key), value)
        return _object(field, value, before)
    if isinstance(value, str):
        value = value.strip('{} ').split()
    if isinstance(value, dict):
        value = _by_name(key, value)
    if not isinstance(value, list):
        raise errors.invalid_value(shapes.tmsh_name(key), value)
    if field.type == 'references':
        return [
            scalars.reference(key, field, _full_path(key, one))
            for one in value
        ]
    return [_entry(key, field, one) for one in value]


def monitors(text: str | None) -> list[str]:
    """Return the paths in the text of a ``monitor`` property."""
    return [word for word in (text or '').split() if word.startswith('/')]


def place(names: dict[str, t.Any], plain: bool = False) -> paths.Place:
    """Return the place that the name keys of a body give.

    ``plain`` objects only have a name.
    """
    for key in _PLACE:
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
    before: dict[str, t.Any] | None,
    listed: bool = False,
) -> dict[str, t.Any]:
    """Parse a nested object, or an entry that is ``listed``."""
    found: dict[str, t.Any] = {}
    keys = {shapes.tmsh_name(key): key for key in field.fields}
    for written, part in value.items():
        key = _key(written, field.fields, keys)
        if key.removesuffix(_LINK) != key and (
            key.removesuffix(_LINK) in field.fields
        ):
            continue
        if key not in field.fields:
            raise errors.unexpected(shapes.tmsh_name(key))
        below = field.fields[key]
        if below.read_only:
            continue
        if part == '' and 'none' in below.choices + below.words:
            found[key] = 'none'
        elif _is_empty(below, part, listed):
            found[key] = below.default
        else:
            found[key] = normal(
                key,
                below,
                part,
                None if before is None else before.get(key, {}),
            )
        if before is not None and below.create_only:
            _check_same(key, found[key], before.get(key))
    return found


def _is_empty(field: kind.Field, part: t.Any, listed: bool) -> bool:
    """Return whether a value clears a part of an object.

    The texts of an entry, as those of a variable, are any texts.
    """
    if (
        listed
        and part is not None
        and field.type == 'string'
        and not (field.choices or field.secret)
        and field.low is None
    ):
        return False
    return part in EMPTY and part not in field.choices + field.words


def _entry(key: str, field: kind.Field, value: t.Any) -> t.Any:
    if not field.fields:
        if isinstance(value, (dict, list)):
            raise errors.invalid_value(shapes.tmsh_name(key), value)
        text = scalars.text_of(value)
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
    elif (
        'name' in field.fields
        and field.fields['name'].refers
        and (value.get('partition'))
    ):
        rest = {key: value[key] for key in value if key not in _PLACE}
        value = {**rest, 'name': place(value).path}
    if 'name' in field.fields and value.get('name') in (None, ''):
        raise errors.parser(
            'one or more configuration identifiers must be provided'
        )
    defaults = {
        name: below.default
        for name, below in field.fields.items()
        if below.default is not None
    }
    given = _object(field, value, None, True)
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
        if field is not None and field.type == 'object' and value is not None:
            found[key] = {**(below.get(key) or {}), **value}
    return found


def exclude(
    shape: shapes.Shape, values: dict[str, t.Any], given: dict[str, t.Any]
) -> None:
    """Remove the other of two exclusive properties when one is set."""
    for key, value in given.items():
        excludes = shape.fields[key].excludes
        if _is_set(value):
            values.update(dict.fromkeys(excludes))
        elif not any(values.get(other) for other in excludes):
            for name in (key, *excludes):
                if shape.fields[name].type == 'flag':
                    values.pop(name, None)
            if len(excludes) == 1 and shape.fields[key].default is True:
                # What is not enabled is disabled.
                values.update({key: None, excludes[0]: True})
