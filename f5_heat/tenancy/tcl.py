# SPDX-License-Identifier: Apache-2.0

"""A reader of Tcl: the commands of a script, and their words."""

from __future__ import annotations

import dataclasses
import re


class UnclearScript(ValueError):
    """A script whose text does not tell which objects it names."""


@dataclasses.dataclass(frozen=True)
class Word:
    """A word of a command; ``text`` is without its braces or quotes.

    ``is_computed`` is whether something in it is substituted, and
    ``commands`` are those in brackets in it.
    """

    text: str
    is_braced: bool = False
    is_computed: bool = False
    commands: tuple[list[Word], ...] = ()


class ScriptReader:
    """A position in a script, whose words are read as Tcl does."""

    def __init__(self, text: str):
        self._text = text
        self._at = 0

    def script(self, end: str = '') -> list[list[Word]]:
        """Return the commands up to a closing bracket, or to the end."""
        commands: list[list[Word]] = []
        words: list[Word] = []
        while True:
            self._skip_blanks()
            letter = self._letter()
            if letter == '' or letter == end or letter in '\n;':
                if words:
                    commands.append(words)
                words = []
                if letter == end:
                    self._at += 1
                    return commands
                if letter == '':
                    raise UnclearScript('a bracket is not closed.')
                self._at += 1
            elif letter == '#' and not words:
                self._skip_comment()
            else:
                words.append(self._word(end))

    def elements(self) -> list[Word]:
        """Return the elements of a list, in which nothing is substituted."""
        found: list[Word] = []
        while True:
            blanks = re.compile(r'\s*').match(self._text, self._at)
            self._at = blanks.end() if blanks else self._at
            if self._letter() == '':
                return found
            if self._letter() == '{':
                found.append(self._braced(''))
                continue
            plain = re.compile(r'"[^"\\]*"(?=\s|$)|[^\s"{}\\]+(?=\s|$)').match(
                self._text, self._at
            )
            if plain is None:
                raise UnclearScript('the branches of a switch are not plain.')
            found.append(Word(plain.group().strip('"')))
            self._at = plain.end()

    def substituted(self) -> list[list[Word]]:
        """Return the commands in brackets in an expression."""
        commands: list[list[Word]] = []
        while (letter := self._letter()) != '':
            self._at += 1
            if letter == '\\':
                self._at += 1
            elif letter == '[':
                commands += self.script(']')
        return commands

    def _letter(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip_blanks(self) -> None:
        found = re.compile(r'([ \t\r\f\v]|\\\r?\n)*').match(
            self._text, self._at
        )
        self._at = found.end() if found else self._at

    def _skip_comment(self) -> None:
        found = re.compile(r'([^\\\n]|\\.)*', re.DOTALL).match(
            self._text, self._at
        )
        self._at = found.end() if found else self._at

    def _word(self, end: str) -> Word:
        letter = self._letter()
        if letter == '{':
            return self._braced(end)
        if letter == '"':
            self._at += 1
            word = self._pieces('"', end)
            self._at += 1
            self._expect_end_of_word(end)
            return word
        return self._pieces('', end)

    def _braced(self, end: str) -> Word:
        depth, start = 0, self._at
        while (letter := self._letter()) != '':
            self._at += 1
            if letter == '\\':
                self._at += 1
            depth += {'{': 1, '}': -1}.get(letter, 0)
            if not depth:
                self._expect_end_of_word(end)
                return Word(self._text[start + 1 : self._at - 1], True)
        raise UnclearScript('a brace is not closed.')

    def _expect_end_of_word(self, end: str) -> None:
        following = self._letter()
        if following and following != end and following not in ' \t\r\n\f\v;':
            if self._text.startswith('\\\n', self._at):
                return
            raise UnclearScript(
                f'something follows a closing brace or quote: {following!r}.'
            )

    def _pieces(self, quote: str, end: str) -> Word:
        """Read up to a closing quote, or to the end of a bare word."""
        start, is_computed = self._at, False
        commands: list[list[Word]] = []
        while True:
            letter = self._letter()
            if letter == '' and quote:
                raise UnclearScript('a quote is not closed.')
            if (
                letter == quote
                if quote
                else letter == '' or letter == end or letter in ' \t\r\n\f\v;'
            ):
                break
            if (
                letter == '\\'
                and not quote
                and (self._text.startswith('\\\n', self._at))
            ):
                break
            self._at += 1
            if letter == '\\':
                is_computed = True
                self._at += 1
            elif letter == '$':
                is_computed = True
                if self._letter() == '{':
                    self._at = self._text.find('}', self._at) + 1
                    if not self._at:
                        raise UnclearScript('a brace is not closed.')
            elif letter == '[':
                is_computed = True
                commands += self.script(']')
        return Word(
            self._text[start : self._at], False, is_computed, tuple(commands)
        )
