# SPDX-License-Identifier: Apache-2.0

"""A walk through the commands of a script, and through those in them."""

from __future__ import annotations

import collections
import collections.abc
import dataclasses
import re
import typing as t

from f5_heat.tcl import expressions
from f5_heat.tcl import reader


@dataclasses.dataclass(frozen=True)
class Mention:
    """An object that a command names.

    :param kind: its collection, or the beginning of that, with a slash;
        ADDRESS for an address.
    :param text: its path, its bare name or its address.
    :param at: where it stands.
    """

    kind: str
    text: str
    at: int


ADDRESS = 'address'

#: What a command is: it judges its words in a walk.
Command = t.Callable[['Walk', list[reader.Word]], None]

_Read = t.Callable[[], t.Iterable[list[reader.Word]]]

#: What a word in no braces means to Tcl, and again to an expression.
_MEANINGFUL = re.compile(r'[][{}"$\\]')
_VARIABLE = re.compile(r'[A-Za-z0-9_]+(?P<index>\(.*\))?', re.DOTALL)
_OBJECT = re.compile(r'[A-Za-z0-9_./][A-Za-z0-9_./:%-]*')
_ADDRESS = re.compile(r'[A-Za-z0-9_.:/%]+')


class Walk:
    """A walk through a script, from which all names that it tells come back.

    :param source: the script.
    :param commands: the commands that are known.
    :param unknown: what is said of others.
    """

    def __init__(
        self,
        source: reader.Source,
        commands: collections.abc.Mapping[str, Command],
        unknown: str = 'it is not known whether the command {} names objects.',
    ):
        self._source = source
        self._commands = commands
        self._unknown_text = unknown
        self._names: list[Mention] = []
        # Nothing is read twice, or by recursion: scripts in braces wait here.
        self._left: collections.deque[tuple[_Read, int]] = collections.deque()
        self._depth = 0

    def of_script(self) -> list[Mention]:
        """Return what a script names, in its order.

        :raises reader.UnclearScript: that cannot be told for certain, and the
            source is strict.
        """
        self._left.append((reader.ScriptReader(self._source).commands, 0))
        return self._finish()

    def of_text(self) -> list[Mention]:
        """Return what is named in the brackets of a text."""
        self._left.append((reader.ScriptReader(self._source).pieces, 0))
        return self._finish()

    def _finish(self) -> list[Mention]:
        while self._left:
            read, self._depth = self._left.popleft()
            try:
                for words in read():
                    self._judge(words)
            except reader.UnclearScript:
                # Of a part that cannot be read the rest is left out.
                if self._source.is_strict:
                    raise
        return sorted(self._names, key=lambda name: name.at)

    def _judge(self, words: list[reader.Word]) -> None:
        for word in words:
            for inner in word.commands:
                self._judge(inner)
        first, *rest = words
        if first.is_computed:
            self.doubt(
                f'which command {first.text!r} is can only be told when the '
                f'iRule runs.'
            )
            return
        command = self._commands.get(first.text)
        try:
            if command is not None:
                command(self, rest)
            else:
                self._unknown(first.text, rest)
        except reader.UnclearScript:
            if self._source.is_strict:
                raise

    def _unknown(self, name: str, words: list[reader.Word]) -> None:
        self.doubt(self._unknown_text.format(name))
        for word in words:
            # It may be a script.
            if word.is_braced:
                self.script(word)

    def doubt(self, reason: str) -> None:
        """Refuse what is not certain, if the source is strict."""
        self._source.doubt(reason)

    def expects(
        self,
        name: str,
        words: list[reader.Word],
        least: int,
        most: int | None = None,
    ) -> bool:
        """Return whether a command has a number of words after its name."""
        if least <= len(words) and (most is None or len(words) <= most):
            return True
        self.doubt(
            f'this form of the command {name}, with {len(words)} words, is '
            f'not known.'
        )
        return False

    # The words of commands.

    def script(self, word: reader.Word) -> None:
        """Go through a word that is run as a script."""
        if not word.is_braced:
            self.doubt(f'the script {word.text!r} is not in braces.')
        else:
            inner = reader.ScriptReader(self._source, word.start, word.end)
            self._later(inner.commands)

    def expression(self, word: reader.Word) -> None:
        """Go through an expression, which Tcl itself substitutes once more."""
        if word.is_braced or not (
            word.is_computed or _MEANINGFUL.search(word.text)
        ):
            inner = expressions.Expression(self._source, word.start, word.end)
            self._later(inner.substituted)
        else:
            self.doubt(f'the expression {word.text!r} is not in braces.')

    def _later(self, read: _Read) -> None:
        if self._depth >= reader.DEEPEST_SCRIPT:
            raise reader.UnclearScript(
                f'more than {reader.DEEPEST_SCRIPT} scripts and expressions '
                f'stand in one another.'
            )
        self._left.append((read, self._depth + 1))

    def elements(self, word: reader.Word) -> list[reader.Word]:
        """Return the elements of a list that stands in the text."""
        if word.is_computed:
            self.doubt(
                f'the list {word.text!r} can only be told when the iRule runs.'
            )
            return []
        inner = reader.ScriptReader(self._source, word.start, word.end)
        return list(inner.elements())

    def variable(self, word: reader.Word) -> None:
        """Judge a word that names a variable: it must be the connection's."""
        found = _VARIABLE.fullmatch(word.text)
        index = found and found['index']
        if found is None or (
            word.is_computed
            # Only within the index may something be substituted.
            and not (
                index
                and word.substituted[0][0] >= word.end - len(index)
                and word.substituted[-1][1] < word.end
            )
        ):
            self.doubt(
                f'{word.text!r} is no plain variable of the connection.'
            )

    def object(self, kind: str, word: reader.Word) -> None:
        """Take a word for the name of an object."""
        if word.is_computed:
            self.doubt(
                f'what {word.text!r} names can only be told when the iRule '
                f'runs.'
            )
        elif not (
            _ADDRESS.fullmatch(word.text)
            if kind == ADDRESS
            else _OBJECT.fullmatch(word.text) and '::' not in word.text
        ):
            self.doubt(f'{word.text!r} is no plain name of an object.')
        else:
            self._names.append(Mention(kind, word.text, word.start))

    def literal(self, word: reader.Word | None) -> str:
        """Return the text of a word that says what the others mean."""
        if word is None:
            return ''
        if word.is_computed:
            self.doubt(
                f'what {word.text!r} means can only be told when the iRule '
                f'runs.'
            )
            return ''
        return word.text
