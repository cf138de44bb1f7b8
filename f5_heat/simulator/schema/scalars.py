# SPDX-License-Identifier: Apache-2.0

"""The forms of single values that a device takes, and the one it keeps."""

from __future__ import annotations

import typing as t

from f5_heat.simulator.schema import addresses
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import kind
from f5_heat.simulator.schema import paths
from f5_heat.simulator.schema import shapes


def text_of(value: t.Any) -> str:
    if isinstance(value, bool):
        return 'true' if value else 'false'
    # Clients send what they compute with: 70.0 for 70.
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole else value)


def _string(key: str, field: kind.Field, value: t.Any) -> str:
    text = text_of(value)
    if text in field.words or text in field.choices:
        return text
    if text.isdecimal() and (word := field.word(int(text))):
        return word
    if field.choices:
        raise errors.invalid_value(shapes.tmsh_name(key), text)
    if field.low is not None or field.high is not None:
        return str(_integer(key, field, text))
    return text


def braces(key: str, value: t.Any) -> str:
    """Return a list in the form that is recorded on 14.1.2.1."""
    if isinstance(value, str):
        value = value.strip('{} ').split()
    if not isinstance(value, list) or not all(
        isinstance(word, str) for word in value
    ):
        raise errors.invalid_value(shapes.tmsh_name(key), value)
    words = [word for word in value if word not in ('', 'none')]
    return '{{ {} }}'.format(' '.join(words)) if words else 'none'


def _mask(key: str, field: kind.Field, value: t.Any) -> str:
    text = text_of(value)
    found = addresses.ip(text)
    if found is None:
        # The device's own words for a bad mask are not recorded.
        raise errors.invalid_value(shapes.tmsh_name(key), text)
    if int(found) == 0:
        # Reported of 0.0.0.0 on 15.1.
        return 'any' if found.version == 4 else 'any6'
    return str(found)


def _integer(key: str, field: kind.Field, value: t.Any) -> int | str:
    if isinstance(value, str) and value in field.words:
        return value
    try:
        if isinstance(value, bool):
            raise ValueError
        number = int(text_of(value))
    except ValueError:
        raise errors.invalid_value(shapes.tmsh_name(key), value) from None
    word = field.word(number)
    if word is not None:
        return word
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
    # flag, and of a pair sets the other one.
    return _boolean(key, field, value) or None


def reference(key: str, field: kind.Field, value: t.Any) -> str:
    text = text_of(value)
    if text in field.words or text in field.choices or not field.refers:
        return text
    if text.lower() == '/common/none' and 'none' in field.words:
        # Clients that want a full path send it; the word is read back.
        return 'none'
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
    words = text_of(value).replace('{', ' { ').replace('}', ' } ').split()
    if words == ['default'] and field.default == 'default':
        return 'default'
    if words[:1] == ['require']:
        return _required(key, words)
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


def _required(key: str, words: list[str]) -> str:
    """Return the text of monitors by several probers, as GTM has it."""
    names = [word for word in words[4:] if word not in '{}']
    if (
        not names
        or words[2] != 'from'
        or not (words[1].isdigit() and words[3].isdigit())
    ):
        raise errors.invalid_value(shapes.tmsh_name(key), ' '.join(words))
    return 'require {} from {} {{ {} }}'.format(
        int(words[1]), int(words[3]), ' '.join(map(paths.absolute, names))
    )


BY_TYPE: dict[str, t.Callable[[str, kind.Field, t.Any], t.Any]] = {
    'string': _string,
    'integer': _integer,
    'boolean': _boolean,
    'flag': _flag,
    'mask': _mask,
    'reference': reference,
    'monitor': _monitor,
}
