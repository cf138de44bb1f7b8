# SPDX-License-Identifier: Apache-2.0

"""Where a word in braces ends, in a text of tmsh."""

from __future__ import annotations

import re
import typing as t

_TCL = re.compile(r'\\.|[{}]', re.DOTALL)
_QUOTES = re.compile(r'\\.|[{}"]', re.DOTALL)
_LIKE_SDK = re.compile(r'[\\{}"]')


def ends(text: str, start: int) -> t.Iterator[int]:
    """Yield the indexes at which a braced word may end, the likeliest first.

    Tcl counts every brace but one behind a backslash, also in quotes and in
    comments. Where that makes no sense of a text, its author may have meant
    a brace in quotes as a character; and F5's SDK leaves these out of the
    count too, but from a backslash to the next takes quotes for characters
    and braces for braces.

    :param start: the index of the opening brace.
    """
    found = (_tcl(text, start), _quotes(text, start), _like_sdk(text, start))
    yield from dict.fromkeys(end for end in found if end is not None)


def _tcl(text: str, start: int) -> int | None:
    depth = 0
    for match in _TCL.finditer(text, start):
        depth += {'{': 1, '}': -1}.get(match.group(), 0)
        if not depth:
            return match.start()
    return None


def _quotes(text: str, start: int) -> int | None:
    depth, quoted = 0, False
    for match in _QUOTES.finditer(text, start):
        if match.group() == '"':
            quoted = not quoted
        elif not quoted:
            depth += {'{': 1, '}': -1}.get(match.group(), 0)
            if not depth:
                return match.start()
    return None


def _like_sdk(text: str, start: int) -> int | None:
    depth, quoted, escaped = 0, False, False
    for match in _LIKE_SDK.finditer(text, start):
        if match.group() == '\\':
            escaped = not escaped
        elif match.group() == '"':
            quoted = quoted != (not escaped)
        elif not quoted:
            depth += 1 if match.group() == '{' else -1
            if not depth:
                return match.start()
    return None
