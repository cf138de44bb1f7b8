# SPDX-License-Identifier: Apache-2.0

"""What an iRule names, as far as its text tells, in the grammar of Tcl.

A command is known to name nothing, or known to name objects in some of its
words, or refused. What is computed while the iRule runs is no name that
anybody could know before.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t

Judge = t.Callable[[str], None]

# Commands all of whose words may name objects.
_NAMING = frozenset(
    (
        'HSL::open',
        'HTTP::class',
        'LB::reselect',
        'LB::status',
        'SSL::profile',
        'active_members',
        'clone',
        'ifile',
        'members',
        'node',
        'nodes',
        'pool',
        'snat',
        'snatpool',
        'use',
        'virtual',
    )
)

# Commands that name nothing, and change nothing but their own connection.
_HARMLESS = frozenset(
    (
        'LB::detach',
        'LB::mode',
        'LB::server',
        'b64decode',
        'b64encode',
        'break',
        'clock',
        'concat',
        'continue',
        'crc32',
        'discard',
        'domain',
        'drop',
        'event',
        'findstr',
        'format',
        'forward',
        'getfield',
        'join',
        'lindex',
        'linsert',
        'list',
        'llength',
        'log',
        'lrange',
        'lreplace',
        'lsearch',
        'md5',
        'priority',
        'reject',
        'return',
        'sha1',
        'sha256',
        'sha384',
        'sha512',
        'split',
        'string',
        'substr',
        'timing',
    )
)
_HARMLESS_FAMILIES = (
    'AES',
    'COMPRESS',
    'CRYPTO',
    'HTTP',
    'HTTP2',
    'IP',
    'LINK',
    'SSL',
    'STREAM',
    'TCP',
    'UDP',
    'URI',
    'X509',
)

# Commands that set variables, with the number of the first word that names
# one, and whether all words after that do.
_SETTING = {
    'append': (1, False),
    'array': (2, False),
    'incr': (1, False),
    'lappend': (1, False),
    'lset': (1, False),
    'set': (1, False),
    'unset': (1, True),
}
_SCANNING = {'regexp': 2, 'regsub': 3, 'scan': 2, 'binary': 3}

_PERSISTENCES = frozenset(
    (
        'cookie',
        'dest_addr',
        'hash',
        'msrdp',
        'none',
        'simple',
        'sip',
        'source_addr',
        'ssl',
        'uie',
    )
)
_CLASS_VERBS = frozenset(
    ('element', 'exists', 'lookup', 'match', 'size', 'type')
)

_VARIABLE = re.compile(r'\w+(\(.*\))?', re.ASCII | re.DOTALL)


class UnclearScript(ValueError):
    """An iRule of which the text does not tell what it names."""


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


def check(text: str, refer: Judge, address: Judge) -> None:
    """Have everything judged that an iRule names.

    :param refer: is given each path.
    :param address: is given each other word that may be an address.
    :raises UnclearScript: it cannot be told.
    """
    if 'static::' in text:
        raise UnclearScript(
            'the variables in static:: belong to all iRules of the device.'
        )
    _Judgement(refer, address).of_script(text)


def check_expansions(text: str, refer: Judge, address: Judge) -> None:
    """Do the same for a text of which only what is in brackets is run.

    :raises UnclearScript: it cannot be told.
    """
    if '[' in text:
        judgement = _Judgement(refer, address)
        for command in _Reader(text).substituted():
            judgement.of_command(command)


class _Judgement:
    def __init__(self, refer: Judge, address: Judge):
        self._refer = refer
        self._address = address

    def of_script(self, text: str) -> None:
        for command in _Reader(text).script():
            self.of_command(command)

    def of_command(self, words: list[Word]) -> None:
        for word in words:
            for command in word.commands:
                self.of_command(command)
        first, *rest = words
        name = first.text
        if first.is_computed:
            raise UnclearScript(
                f'which command {name!r} is can only be told when '
                f'the iRule runs.'
            )
        judge = getattr(self, f'_{name}', None) if (name in _CONTROL) else None
        if judge is not None:
            judge(rest)
        elif name in _NAMING:
            self._all_named(name, rest)
        elif name in _SETTING:
            first_variable, is_all = _SETTING[name]
            found = rest[first_variable - 1 :]
            self._variables(found if is_all else found[:1])
        elif name in _SCANNING:
            options = [
                word
                for word in rest
                if not (word.text.startswith('-') and not word.is_computed)
            ]
            self._variables(options[_SCANNING[name] :])
        elif name not in _HARMLESS and (
            name.partition('::')[0] not in _HARMLESS_FAMILIES
            or '::' not in name
        ):
            raise UnclearScript(
                f'it is not known whether the command {name} names objects.'
            )

    # What is named.

    def _all_named(self, name: str, words: list[Word]) -> None:
        for number, word in enumerate(words):
            self._named(name, word)
            if word.text == 'member' and number == (
                1 if name in ('pool', 'snatpool') else 2
            ):
                # What comes now is one of that pool, or is none.
                break

    def _named(self, name: str, word: Word) -> None:
        if word.is_computed:
            raise UnclearScript(
                f'what {name} {word.text} names can only be told '
                f'when the iRule runs.'
            )
        for token in re.split(r'[\s{}"]+', word.text):
            if '/' in token:
                self._refer(token)
            elif token:
                self._address(token)

    def _variables(self, words: list[Word]) -> None:
        for word in words:
            if not _VARIABLE.fullmatch(word.text):
                raise UnclearScript(
                    f'{word.text!r} is no plain variable of the connection.'
                )

    def _call(self, words: list[Word]) -> None:
        for word in words[:1]:
            self._named('call', word)

    def _class(self, words: list[Word]) -> None:
        if len(words) < 2 or words[0].text not in _CLASS_VERBS:
            raise UnclearScript(
                'this form of the command class may name anything.'
            )
        self._named('class', words[-1])

    def _persist(self, words: list[Word]) -> None:
        kind = words[0] if words else Word('')
        if (
            kind.is_computed
            or kind.text not in _PERSISTENCES
            or any(
                re.search(r'\b(any|pool|virtual)\b', word.text)
                for word in words
            )
        ):
            raise UnclearScript(
                'this form of the command persist may concern others.'
            )

    # What holds scripts.

    def _body(self, word: Word) -> None:
        if not word.is_braced:
            raise UnclearScript(f'the script {word.text!r} is not in braces.')
        self.of_script(word.text)

    def _condition(self, word: Word) -> None:
        """Judge an expression, which Tcl itself substitutes once more."""
        if not word.is_braced:
            if word.is_computed:
                raise UnclearScript(
                    f'the expression {word.text!r} is not in braces.'
                )
            return
        for command in _Reader(word.text).substituted():
            self.of_command(command)

    def _when(self, words: list[Word]) -> None:
        if len(words) < 2 or any(word.is_computed for word in words[:-1]):
            raise UnclearScript('the command when has no event and script.')
        self._body(words[-1])

    def _if(self, words: list[Word]) -> None:
        is_condition = True
        for word in words:
            if word.text in ('then', 'else', 'elseif') and (
                not word.is_braced
            ):
                is_condition = word.text == 'elseif'
            elif is_condition:
                self._condition(word)
                is_condition = False
            else:
                self._body(word)

    def _while(self, words: list[Word]) -> None:
        for word in words[:1]:
            self._condition(word)
        for word in words[1:]:
            self._body(word)

    def _for(self, words: list[Word]) -> None:
        for number, word in enumerate(words):
            (self._condition if number == 1 else self._body)(word)

    def _foreach(self, words: list[Word]) -> None:
        for variables in words[:-1:2]:
            self._variables(list(map(Word, variables.text.split())))
        self._body(words[-1] if words else Word(''))

    def _catch(self, words: list[Word]) -> None:
        for word in words[:1]:
            self._body(word)
        self._variables(words[1:])

    def _proc(self, words: list[Word]) -> None:
        self._body(words[-1] if words else Word(''))

    def _expr(self, words: list[Word]) -> None:
        for word in words:
            self._condition(word)

    def _switch(self, words: list[Word]) -> None:
        while words and words[0].text.startswith('-'):
            is_last = words[0].text == '--'
            words = words[1:]
            if is_last:
                break
        pairs = words[1:]
        if len(pairs) == 1:
            if not pairs[0].is_braced:
                raise UnclearScript(
                    'the branches of a switch are not in braces.'
                )
            pairs = _Reader(pairs[0].text).elements()
        if len(pairs) % 2:
            raise UnclearScript('a switch has a branch without a script.')
        for body in pairs[1::2]:
            if body.text != '-':
                self._body(body)


_CONTROL = frozenset(
    (
        'call',
        'catch',
        'class',
        'expr',
        'for',
        'foreach',
        'if',
        'persist',
        'proc',
        'switch',
        'when',
        'while',
    )
)


class _Reader:
    """Reads the words of a script as Tcl does."""

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
