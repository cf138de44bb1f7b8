# SPDX-License-Identifier: Apache-2.0

"""Where the words in braces of a text of tmsh end."""

from __future__ import annotations

import collections
import re
import typing as t

_TCL = re.compile(r'\\.|[{}]', re.DOTALL)
_QUOTES = re.compile(r'\\.|[{}"]', re.DOTALL)
_LIKE_SDK = re.compile(r'[\\{}"]')

# The index of an opening brace at which no word begins in a reading.
_NOWHERE = -1

# A brace: its index, which it is, and the count that it belongs to.
_Brace = tuple[int, str, t.Hashable]


class Braces:
    """The braces of a text, each of which is looked at once.

    Tcl counts every brace but one behind a backslash, also in quotes and in
    comments. Where that makes no sense of a text, its author may have meant
    a brace in quotes as a character; and F5's SDK leaves these out of the
    count too, but from a backslash to the next takes quotes for characters
    and braces for braces.
    """

    def __init__(self, text: str):
        self._readings = (
            _pairs(_tcl(text)),
            _pairs(_quotes(text)),
            _pairs(_like_sdk(text)),
        )

    def ends(self, start: int) -> t.Iterator[int]:
        """Yield the indexes at which a word may end, the likeliest first.

        :param start: the index of the opening brace.
        """
        found = (reading.get(start) for reading in self._readings)
        yield from dict.fromkeys(end for end in found if end is not None)


def _pairs(braces: t.Iterable[_Brace]) -> dict[int, int]:
    """Return the index of each closing brace by that of its opening one."""
    left: dict[t.Hashable, list[int]] = collections.defaultdict(list)
    ends = {}
    for index, brace, count in braces:
        if brace == '{':
            left[count].append(index)
        elif left[count]:
            ends[left[count].pop()] = index
    return ends


def _tcl(text: str) -> t.Iterator[_Brace]:
    for match in _TCL.finditer(text):
        if match.group() in ('{', '}'):
            yield match.start(), match.group(), None


def _quotes(text: str) -> t.Iterator[_Brace]:
    # A word begins outside of quotes, wherever the text has some: those that
    # are behind as many quotes as it, but for an even number, count for it.
    quoted = False
    for match in _QUOTES.finditer(text):
        if match.group() == '"':
            quoted = not quoted
        elif match.group() in ('{', '}'):
            yield match.start(), match.group(), quoted


def _like_sdk(text: str) -> t.Iterator[_Brace]:
    # The same holds for backslashes. The quotes behind an odd number of them
    # are those that count for a word that begins behind an odd number.
    escaped, quoted = False, [False, False]
    for match in _LIKE_SDK.finditer(text):
        if match.group() == '\\':
            escaped = not escaped
        elif match.group() == '"':
            quoted[escaped] = not quoted[escaped]
        else:
            for phase in (False, True):
                begins = match.group() == '}' or phase == escaped
                yield (
                    match.start() if begins else _NOWHERE,
                    match.group(),
                    (phase, quoted[phase]),
                )
