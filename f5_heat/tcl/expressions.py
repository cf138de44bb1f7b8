# SPDX-License-Identifier: Apache-2.0

"""A reader of the expressions of Tcl, with the operators of iRules."""

from __future__ import annotations

import re

from f5_heat.tcl import reader

_TOKEN = re.compile(
    r'[ \t\n]+'
    r'|(?:0[xX][0-9A-Fa-f]+|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)'
    r'(?:[eE][+-]?[0-9]+)?)(?![A-Za-z0-9_.])'
    r'|&&|\|\||<<|>>|[<>=!]=|\*(?!\*)|[-+/%<>&^|?:~!(),]'
)
_WORD = re.compile(r'[A-Za-z_][A-Za-z0-9_]*(?P<call>[ \t\n]*\()?')
_OTHER = re.compile(r'[A-Za-z0-9_.]+|.')

_WORDS = frozenset(
    (
        # Tcl 8.4 has eq and ne, but neither in nor ni.
        'eq',
        'ne',
        'and',
        'contains',
        'ends_with',
        'equals',
        'matches',
        'matches_glob',
        'matches_regex',
        'not',
        'or',
        'starts_with',
        'true',
        'false',
        'yes',
        'no',
        'on',
        'off',
    )
)
#: Those of Tcl 8.4, but for srand, which others would notice.
_FUNCTIONS = frozenset(
    (
        'abs',
        'acos',
        'asin',
        'atan',
        'atan2',
        'ceil',
        'cos',
        'cosh',
        'double',
        'exp',
        'floor',
        'fmod',
        'hypot',
        'int',
        'log',
        'log10',
        'pow',
        'rand',
        'round',
        'sin',
        'sinh',
        'sqrt',
        'tan',
        'tanh',
        'wide',
    )
)


class Expression(reader.ScriptReader):
    """A position in an expression, from which its tokens are read."""

    def substituted(self) -> list[list[reader.Word]]:
        """Return the commands in brackets in it.

        :raises reader.UnclearScript: a token is none of an expression.
        """
        commands: list[list[reader.Word]] = []
        while (letter := self._letter()) != '':
            if letter == '{':
                self._braced()
            elif letter == '"':
                commands += self._quoted().commands
            elif letter == '[':
                self._at += 1
                commands += self.commands(']')
            elif letter == '$':
                if not self._variable(commands):
                    self._unclear()
            elif not self._skip(_TOKEN):
                self._named()
        return commands

    def _named(self) -> None:
        """Skip an operator, a truth value or a function."""
        found = _WORD.match(self._text, self._at, self._end)
        if found is None:
            self._unclear()
            self._skip(_OTHER)
            return
        name = found.group().removesuffix('(').rstrip()
        if name not in _WORDS and not (found['call'] and name in _FUNCTIONS):
            self._unclear()
        self._at += len(name)

    def _unclear(self) -> None:
        self._source.doubt(
            f'{self._excerpt()!r} is nothing that an expression has.'
        )
