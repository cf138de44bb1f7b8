# SPDX-License-Identifier: Apache-2.0

"""A reader of Tcl: the commands of a script, and their words.

A BIG-IP runs iRules in a Tcl 8.4 of its own. What that and a Tcl 8.6 do not
read alike is in doubt, and so is what only few would read right: letters
that look like blanks, or control characters.
"""

from __future__ import annotations

import collections.abc
import dataclasses
import re

#: The letters of a script at most, and how deep brackets and indices of
#: arrays may stand in one another, and scripts in scripts.
LONGEST = 256 * 1024
DEEPEST = 40
DEEPEST_SCRIPT = 200

_CONTROL = re.compile(r'[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]|\r(?!\n)|\\\r')
_CONTINUED = re.compile(r'(\\[^\n])|\\\n[ \t]*', re.DOTALL)
_BRACE = re.compile(r'\\.|[{}]', re.DOTALL)

_BLANKS = re.compile(r'[ \t]*')
_COMMENT = re.compile(r'(?:[^\\\n]|\\.)*', re.DOTALL)
_ENDS_OF_WORDS = ' \t\n;'
#: Letters that mean nothing in a word, by what ends it.
_IN_WORD = re.compile(r'[^\\$\[ \t\n;]*')
_IN_WORD_IN_BRACKETS = re.compile(r'[^\\$\[ \t\n;\]]*')
_IN_QUOTES = re.compile(r'[^\\$\["]*')
_IN_INDEX = re.compile(r'[^\\$\[)]*')
_PLAIN = {
    _ENDS_OF_WORDS: _IN_WORD,
    _ENDS_OF_WORDS + ']': _IN_WORD_IN_BRACKETS,
    '"': _IN_QUOTES,
    ')': _IN_INDEX,
}
#: Escapes whose ends Tcl 8.4 and 8.6 see at different places.
_DISPUTED = re.compile(r'\\(?:x[0-9A-Fa-f]{3}|U[0-9A-Fa-f]|[4-7][0-7]{2})')

_NAME = re.compile(r'(?:[A-Za-z0-9_]|::+)*')
_NAME_IN_BRACES = re.compile(r'[A-Za-z0-9_]+(?:\([A-Za-z0-9_ ,.:/-]*\))?')

_LIST_BLANKS = re.compile(r'[ \t\n]*')
_ELEMENT = re.compile(
    r'"(?P<quoted>(?:[^"\\]|\\.)*)"(?=[ \t\n]|\Z)'
    r'|(?:[!#-\[\]-z|~]|\\.)(?:[!#-\[\]-z|~]|\\.)*(?=[ \t\n]|\Z)',
    re.DOTALL,
)


class UnclearScript(ValueError):
    """A script whose text does not tell which objects it names."""


class Source:
    """The text of a script, whose parts are read by their positions.

    :param text: the script.
    :param is_strict: whether a doubt is an error. Without it, what is in
        doubt is read as Tcl 8.6 does.
    """

    def __init__(self, text: str, is_strict: bool = True):
        self.is_strict = is_strict
        if len(text) > LONGEST:
            raise UnclearScript(
                f'a script of more than {LONGEST} letters is not read.'
            )
        found = _CONTROL.search(text)
        if found:
            self.doubt(
                f'the control character {found.group()!r} is not read alike '
                f'everywhere.'
            )
        text = text.replace('\r\n', '\n')
        # A newline behind a backslash is a blank wherever it stands.
        self.text = _CONTINUED.sub(lambda one: one[1] or ' ', text)
        self._closing = self._match_braces()

    def _match_braces(self) -> dict[int, int]:
        """Return the position of the closing brace of each opening one.

        Tcl counts the braces from an opening one on, whatever stands between
        them; so all can be told in one pass.
        """
        closing, opened = {}, []
        for brace in _BRACE.finditer(self.text):
            if brace.group() == '{':
                opened.append(brace.start())
            elif brace.group() == '}' and opened:
                closing[opened.pop()] = brace.start()
        return closing

    def doubt(self, reason: str) -> None:
        """Refuse what is not certain, if this is strict."""
        if self.is_strict:
            raise UnclearScript(reason)

    def closing(self, start: int, end: int) -> int:
        """Return where the brace at a position is closed."""
        found = self._closing.get(start, end)
        if found >= end:
            raise UnclearScript('a brace is not closed.')
        return found


@dataclasses.dataclass(frozen=True)
class Word:
    """A word of a command, or an element of a list.

    :param start: where its text begins, without brace or quote.
    :param end: where its text ends.
    :param is_braced: whether it stands in braces.
    :param substituted: where something in it is substituted, from and to.
    :param commands: the commands in brackets in it.
    """

    source: Source
    start: int
    end: int
    is_braced: bool = False
    substituted: tuple[tuple[int, int], ...] = ()
    commands: tuple[list[Word], ...] = ()

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def is_computed(self) -> bool:
        """Whether its value is only known when the script runs."""
        return bool(self.substituted)


class ScriptReader:
    """A position in a part of a script, from which Tcl is read."""

    def __init__(self, source: Source, start: int = 0, end: int | None = None):
        self._source = source
        self._text = source.text
        self._at = start
        self._end = len(source.text) if end is None else end
        self._depth = 0

    def commands(
        self, closer: str = ''
    ) -> collections.abc.Iterator[list[Word]]:
        """Yield the words of each command, up to a bracket or the end."""
        words: list[Word] = []
        while True:
            self._skip(_BLANKS)
            letter = self._letter()
            if letter in ('', '\n', ';', closer):
                if words:
                    yield words
                if letter == '' and closer:
                    raise UnclearScript('a bracket is not closed.')
                if letter == '':
                    return
                self._at += 1
                if letter == closer:
                    return
                words = []
            elif letter == '#' and not words:
                self._skip(_COMMENT)
            else:
                words.append(self._word(closer))

    def elements(self) -> collections.abc.Iterator[Word]:
        """Yield the elements of a list, in which nothing is substituted."""
        while True:
            self._skip(_LIST_BLANKS)
            letter = self._letter()
            if letter == '':
                return
            if letter == '{':
                yield self._braced()
                if self._letter() not in ('', ' ', '\t', '\n'):
                    raise UnclearScript(
                        f'something follows a closing brace in a list: '
                        f'{self._letter()!r}.'
                    )
                continue
            found = _ELEMENT.match(self._text, self._at, self._end)
            if found is None:
                raise UnclearScript(
                    f'the list {self._excerpt()!r} is not plain.'
                )
            start, end = found.span('quoted')
            if start < 0:
                start, end = found.span()
            is_escaped = '\\' in found.group()
            yield Word(
                self._source,
                start,
                end,
                substituted=((start, end),) if is_escaped else (),
            )
            self._at = found.end()

    def pieces(self) -> list[list[Word]]:
        """Return the commands in brackets in a text that is substituted."""
        commands: list[list[Word]] = []
        while self._at < self._end:
            # A quote means nothing here.
            commands += self._pieces('"').commands
            self._at += 1
        return commands

    def _letter(self) -> str:
        return self._text[self._at] if self._at < self._end else ''

    def _excerpt(self) -> str:
        return self._text[self._at : min(self._end, self._at + 20)]

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at, self._end)
        if found is None:
            return ''
        self._at = found.end()
        return found.group()

    def _word(self, closer: str) -> Word:
        letter = self._letter()
        if letter == '{':
            word = self._braced()
        elif letter == '"':
            word = self._quoted()
        else:
            return self._pieces(_ENDS_OF_WORDS + closer)
        following = self._letter()
        if following not in ('', ' ', '\t', '\n', ';', closer):
            raise UnclearScript(
                f'something follows a closing brace or quote: {following!r}.'
            )
        return word

    def _braced(self) -> Word:
        start = self._at + 1
        end = self._source.closing(self._at, self._end)
        self._at = end + 1
        return Word(self._source, start, end, is_braced=True)

    def _quoted(self) -> Word:
        self._at += 1
        word = self._pieces('"')
        if self._letter() != '"':
            raise UnclearScript('a quote is not closed.')
        self._at += 1
        return word

    def _pieces(self, ends: str) -> Word:
        """Read a text in which something may be substituted, to its end."""
        start = self._at
        substituted: list[tuple[int, int]] = []
        commands: list[list[Word]] = []
        while True:
            plain = self._skip(_PLAIN[ends])
            if ends.startswith(_ENDS_OF_WORDS) and not plain.isascii():
                self._source.doubt(
                    f'{plain!r} has letters outside of ASCII, and stands in '
                    f'no quotes.'
                )
            begin, letter = self._at, self._letter()
            if letter == '' or letter in ends:
                return Word(
                    self._source,
                    start,
                    self._at,
                    substituted=tuple(substituted),
                    commands=tuple(commands),
                )
            if letter == '\\':
                self._escape()
            elif letter == '[':
                self._at += 1
                self._deepen()
                commands += self.commands(']')
                self._depth -= 1
            elif not self._variable(commands):
                continue
            substituted.append((begin, self._at))

    def _deepen(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise UnclearScript(
                f'more than {DEEPEST} brackets stand in one another.'
            )

    def _escape(self) -> None:
        if self._at + 2 > self._end:
            raise UnclearScript('it ends in a backslash.')
        found = _DISPUTED.match(self._text, self._at, self._end)
        if found:
            self._source.doubt(
                f'the escape {found.group()!r} is not read alike everywhere.'
            )
        self._at += 2

    def _variable(self, commands: list[list[Word]]) -> bool:
        """Skip a variable, and return whether there is one."""
        self._at += 1
        if self._letter() == '{':
            start = self._at + 1
            end = self._text.find('}', start, self._end)
            if end < 0:
                raise UnclearScript('a brace is not closed.')
            name = self._text[start:end]
            if not _NAME_IN_BRACES.fullmatch(name):
                self._foreign(name)
            self._at = end + 1
            return True
        name = self._skip(_NAME)
        if '::' in name:
            self._foreign(name)
        letter = self._letter()
        if not name and letter != '(':
            return False
        if not name or not letter.isascii():
            # A Tcl 8.4 takes some letters for those of a name.
            self._source.doubt(
                f'which variable ${name}{letter} is, is not read alike '
                f'everywhere.'
            )
        if letter == '(':
            self._at += 1
            self._deepen()
            commands += self._pieces(')').commands
            self._depth -= 1
            if self._letter() != ')':
                raise UnclearScript('the index of an array is not closed.')
            self._at += 1
        return True

    def _foreign(self, name: str) -> None:
        self._source.doubt(f'{name!r} is no plain variable of the connection.')
