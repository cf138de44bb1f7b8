# SPDX-License-Identifier: Apache-2.0

"""The lexer of tmsh commands: words, quotes and braces."""

from __future__ import annotations

import dataclasses
import functools
import re

from f5_heat.simulator.schema import errors

# A brace, or a character that a backslash makes a plain one.
_BRACES = re.compile(r'\\.|[{}]', re.DOTALL)
_ESCAPED = frozenset('{}"\'\\ #;$[]')
# Far more than any command of tmsh needs.
_DEEPEST = 100


@dataclasses.dataclass(frozen=True)
class Block:
    """A block in braces, which may hold a script in another language."""

    raw: str

    @functools.cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes within; raises Refused if they are unbalanced."""
        return parse(self.raw)


class Quoted(str):
    """A word in quotes, which is never a keyword."""


Node = str | Block


class Scanner:
    """Reads the nodes of a command one by one."""

    def __init__(self, text: str):
        self._text = text
        self._at = 0

    def rest(self) -> str:
        """Return the raw text that was not read yet."""
        return self._text[self._at :]

    def past_comments(self) -> bool:
        """Skip lines of comment; return whether anything follows them."""
        self._skip()
        while self._text.startswith('#', self._at):
            end = self._text.find('\n', self._at)
            self._at = len(self._text) if end < 0 else end
            self._skip()
        return self._at < len(self._text)

    def enter(self) -> None:
        """Continue inside the next block, ignoring what follows it."""
        self._skip()
        self._text = unbraced(self.rest())
        self._at = 0

    def peek(self) -> Node | None:
        before = self._at
        found = self.next()
        self._at = before
        return found

    def next(self) -> Node | None:
        """Return the next word or block; None at the end."""
        self._skip()
        if self._at >= len(self._text):
            return None
        mark = self._text[self._at]
        if mark == '{':
            return self._block()
        if mark == '}':
            raise errors.parser('braces are not balanced')
        if mark in '"\'':
            return self._quoted(mark)
        return self._word()

    def nodes(self) -> tuple[Node, ...]:
        """Return all remaining nodes."""
        found: list[Node] = []
        while (node := self.next()) is not None:
            found.append(node)
        return tuple(found)

    def _skip(self) -> None:
        while self._at < len(self._text) and (
            self._text[self._at].isspace()
            or self._text.startswith('\\\n', self._at)
        ):
            self._at += 1

    def _block(self) -> Block:
        start = self._at + 1
        depth = 0
        for found in _BRACES.finditer(self._text, self._at):
            depth += {'{': 1, '}': -1}.get(found.group(), 0)
            if depth > _DEEPEST:
                raise errors.parser('braces are nested too deeply')
            if depth == 0 and found.group() == '}':
                self._at = found.end()
                return Block(self._text[start : found.start()])
        raise errors.parser('braces are not balanced')

    def _quoted(self, mark: str) -> Quoted:
        found: list[str] = []
        self._at += 1
        while self._at < len(self._text):
            char = self._text[self._at]
            self._at += 1
            if char == mark:
                return Quoted(''.join(found))
            if (
                char == '\\'
                and self._text[self._at : self._at + 1] in _ESCAPED
            ):
                char = self._text[self._at : self._at + 1]
                self._at += 1
            found.append(char)
        raise errors.parser('quotes are not balanced')

    def _word(self) -> str:
        found: list[str] = []
        while self._at < len(self._text):
            char = self._text[self._at]
            if char.isspace() or char in '{}':
                break
            self._at += 1
            if (
                char == '\\'
                and self._text[self._at : self._at + 1] in _ESCAPED
            ):
                char = self._text[self._at : self._at + 1]
                self._at += 1
            found.append(char)
        return ''.join(found)


def parse(text: str) -> tuple[Node, ...]:
    """Return all nodes of a text; raises Refused if it is unbalanced."""
    return Scanner(text).nodes()


def unbraced(text: str) -> str:
    """Return a text without the braces around all of it."""
    text = text.strip()
    if not text.startswith('{') or not text.endswith('}'):
        return text
    depth = 0
    escaped = False
    for position, char in enumerate(text):
        if escaped:
            escaped = False
        elif char == '\\':
            escaped = True
        elif char == '{':
            depth += 1
        elif char == '}':
            depth -= 1
            if depth == 0 and position < len(text) - 1:
                return text
    return text[1:-1]


def quoted(text: str) -> str:
    """Return a value as one word of tmsh, or one element of a Tcl list."""
    if text and not any(
        char.isspace() or char in '{}"\\;$[]#' for char in text
    ):
        return text
    return '"{}"'.format(
        text.replace('\\', '\\\\')
        .replace('"', '\\"')
        .replace('{', '\\{')
        .replace('}', '\\}')
        .replace('$', '\\$')
        .replace('[', '\\[')
    )
