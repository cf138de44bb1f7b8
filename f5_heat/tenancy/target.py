# SPDX-License-Identifier: Apache-2.0

"""The target of a request by its URI: a collection, an object or a part."""

from __future__ import annotations

import re
import typing as t
import urllib.parse

from f5_heat.icontrol import paths
from f5_heat.tenancy import territory

_SEGMENT = re.compile(r'[\w.~:%-]+', re.ASCII)


class Target(t.NamedTuple):
    """The target of a URI below ``tm``.

    ``bare`` is the last word of it: perhaps a name without a partition.
    """

    collection: str
    name: str
    part: str
    part_name: str
    is_statistics: bool
    bare: str

    @classmethod
    def of(cls, uri: str) -> Target:
        segments = uri.split('/')
        is_statistics = len(segments) > 1 and segments[-1] == 'stats'
        if is_statistics:
            segments.pop()
        names = [
            number
            for number, segment in enumerate(segments)
            if segment.startswith('~')
        ]
        first = names[0] if names else len(segments)
        words, rest = segments[:first], segments[first:]
        bare = ''
        if words[:2] == ['auth', 'partition'] and len(words) == 3:
            bare = urllib.parse.unquote(words.pop())
        if (
            len(rest) > 3
            or rest[1:2]
            and rest[1].startswith('~')
            or (len(rest) == 3 and not rest[2].startswith('~'))
            or any('~' in word or '%' in word for word in (*words, *rest[1:2]))
        ):
            raise territory.Refused('its URI is not plain.')
        name, part, part_name = [*map(paths.unquote, rest), '', '', ''][:3]
        return cls('/'.join(words), name, part, part_name, is_statistics, bare)


def is_segment(segment: str) -> bool:
    """Return whether a segment of a URI is unambiguous, however unquoted."""
    if not _SEGMENT.fullmatch(segment) or not segment.strip('.'):
        return False
    try:
        text = urllib.parse.unquote(segment, errors='strict')
    except UnicodeDecodeError:
        return False
    return urllib.parse.quote(text, safe=':~') == segment and not re.search(
        r'[/\\?#\x00-\x1f]', text
    )
