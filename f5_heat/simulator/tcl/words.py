# SPDX-License-Identifier: Apache-2.0

"""Tcl scripts as commands and words, read without running them."""

from __future__ import annotations

import dataclasses
import typing as t

_CLOSES = {'{': '}', '[': ']'}


@dataclasses.dataclass(frozen=True)
class Word:
    """A word of a command: its text, without braces or quotes.

    ``mark`` is ``{``, ``"`` or nothing; ``line`` is where it begins.
    """

    text: str
    mark: str
    line: int

    def scripts(self) -> t.Iterator[tuple[str, int]]:
        """Yield the scripts in brackets that are run to get the word."""
        if self.mark != '{':
            yield from bracketed(self.text, self.line)


Command = list[Word]


def commands(text: str, line: int = 1) -> t.Iterator[Command]:
    """Yield the commands of a script, of which ``line`` is the first.

    What is left open is taken as closed at the end.
    """
    found: Command = []
    at = 0
    while at < len(text):
        mark = text[at]
        if text.startswith('\\\n', at):
            at, line = at + 2, line + 1
        elif mark in '\n;':
            if found:
                yield found
            found = []
            at, line = at + 1, line + (mark == '\n')
        elif mark.isspace():
            at += 1
        elif mark == '#' and not found:
            end = _comment(text, at)
            at, line = end, line + text.count('\n', at, end)
        else:
            word, end = _word(text, at, line)
            found.append(word)
            at, line = end, line + text.count('\n', at, end)
    if found:
        yield found


def bracketed(text: str, line: int) -> t.Iterator[tuple[str, int]]:
    """Yield the scripts in brackets within a text, and their lines."""
    at = 0
    while at < len(text):
        if text[at] == '\\':
            at += 2
        elif text[at] == '[':
            end = _closed(text, at)
            yield text[at + 1 : end - 1], line + text.count('\n', 0, at)
            at = end
        else:
            at += 1


def _comment(text: str, at: int) -> int:
    while at < len(text) and text[at] != '\n':
        at += 2 if text[at] == '\\' else 1
    return at


def _word(text: str, at: int, line: int) -> tuple[Word, int]:
    mark = text[at]
    if mark == '{':
        end = _closed(text, at)
        return Word(text[at + 1 : end - 1], '{', line), end
    if mark == '"':
        end = _quoted(text, at + 1)
        return Word(text[at + 1 : end], '"', line), end + 1
    end = at
    while end < len(text) and not (
        text[end].isspace() or text[end] == ';' or text.startswith('\\\n', end)
    ):
        if text[end] == '\\':
            end += 2
        elif text[end] == '[':
            end = _closed(text, end)
        else:
            end += 1
    return Word(text[at:end], '', line), end


def _quoted(text: str, at: int) -> int:
    while at < len(text) and text[at] != '"':
        if text[at] == '\\':
            at += 2
        elif text[at] == '[':
            at = _closed(text, at)
        else:
            at += 1
    return at


def _closed(text: str, at: int) -> int:
    """Return the place after the mark that closes the one at a place."""
    opens, closes = text[at], _CLOSES[text[at]]
    depth = 0
    while at < len(text):
        mark = text[at]
        if mark == '\\':
            at += 2
            continue
        depth += (mark == opens) - (mark == closes)
        at += 1
        if depth == 0:
            return at
    # The end is taken as the mark that lacks.
    return at + 1
