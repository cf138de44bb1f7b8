# SPDX-License-Identifier: Apache-2.0

"""The judgement of the objects that an iRule names in its text.

A command is known to name nothing, or known to name objects in some of its
words, or refused. A name that is computed while the iRule runs cannot be known
before.
"""

from __future__ import annotations

import re
import typing as t

from f5_heat.tenancy import tcl

Judge = t.Callable[[str], None]

# Commands of which all words may name objects.
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


def check(text: str, refer: Judge, address: Judge) -> None:
    """Judge every object and address that an iRule names.

    :param refer: is given each path.
    :param address: is given each other word that may be an address.
    :raises tcl.UnclearScript: the text does not show it.
    """
    if 'static::' in text:
        raise tcl.UnclearScript(
            'the variables in static:: belong to all iRules of the device.'
        )
    _Judgement(refer, address).of_script(text)


def check_expansions(text: str, refer: Judge, address: Judge) -> None:
    """Do the same for a text that is run only inside its brackets.

    :raises tcl.UnclearScript: it cannot be told.
    """
    if '[' in text:
        judgement = _Judgement(refer, address)
        for command in tcl.ScriptReader(text).substituted():
            judgement.of_command(command)


class _Judgement:
    """A walk through the commands of a script, and of those in them."""

    def __init__(self, refer: Judge, address: Judge):
        self._refer = refer
        self._address = address

    def of_script(self, text: str) -> None:
        for command in tcl.ScriptReader(text).script():
            self.of_command(command)

    def of_command(self, words: list[tcl.Word]) -> None:
        for word in words:
            for command in word.commands:
                self.of_command(command)
        first, *rest = words
        name = first.text
        if first.is_computed:
            raise tcl.UnclearScript(
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
            raise tcl.UnclearScript(
                f'it is not known whether the command {name} names objects.'
            )

    # Commands that name objects.

    def _all_named(self, name: str, words: list[tcl.Word]) -> None:
        for number, word in enumerate(words):
            self._named(name, word)
            if word.text == 'member' and number == (
                1 if name in ('pool', 'snatpool') else 2
            ):
                # The next word is a member of that pool, or none.
                break

    def _named(self, name: str, word: tcl.Word) -> None:
        if word.is_computed:
            raise tcl.UnclearScript(
                f'what {name} {word.text} names can only be told '
                f'when the iRule runs.'
            )
        for token in re.split(r'[\s{}"]+', word.text):
            if '/' in token:
                self._refer(token)
            elif token:
                self._address(token)

    def _variables(self, words: list[tcl.Word]) -> None:
        for word in words:
            if not _VARIABLE.fullmatch(word.text):
                raise tcl.UnclearScript(
                    f'{word.text!r} is no plain variable of the connection.'
                )

    def _call(self, words: list[tcl.Word]) -> None:
        for word in words[:1]:
            self._named('call', word)

    def _class(self, words: list[tcl.Word]) -> None:
        if len(words) < 2 or words[0].text not in _CLASS_VERBS:
            raise tcl.UnclearScript(
                'this form of the command class may name anything.'
            )
        self._named('class', words[-1])

    def _persist(self, words: list[tcl.Word]) -> None:
        kind = words[0] if words else tcl.Word('')
        if (
            kind.is_computed
            or kind.text not in _PERSISTENCES
            or any(
                re.search(r'\b(any|pool|virtual)\b', word.text)
                for word in words
            )
        ):
            raise tcl.UnclearScript(
                'this form of the command persist may concern others.'
            )

    # Commands that hold scripts.

    def _body(self, word: tcl.Word) -> None:
        if not word.is_braced:
            raise tcl.UnclearScript(
                f'the script {word.text!r} is not in braces.'
            )
        self.of_script(word.text)

    def _condition(self, word: tcl.Word) -> None:
        """Judge an expression, which Tcl itself substitutes once more."""
        if not word.is_braced:
            if word.is_computed:
                raise tcl.UnclearScript(
                    f'the expression {word.text!r} is not in braces.'
                )
            return
        for command in tcl.ScriptReader(word.text).substituted():
            self.of_command(command)

    def _when(self, words: list[tcl.Word]) -> None:
        if len(words) < 2 or any(word.is_computed for word in words[:-1]):
            raise tcl.UnclearScript(
                'the command when has no event and script.'
            )
        self._body(words[-1])

    def _if(self, words: list[tcl.Word]) -> None:
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

    def _while(self, words: list[tcl.Word]) -> None:
        for word in words[:1]:
            self._condition(word)
        for word in words[1:]:
            self._body(word)

    def _for(self, words: list[tcl.Word]) -> None:
        for number, word in enumerate(words):
            (self._condition if number == 1 else self._body)(word)

    def _foreach(self, words: list[tcl.Word]) -> None:
        for variables in words[:-1:2]:
            self._variables(list(map(tcl.Word, variables.text.split())))
        self._body(words[-1] if words else tcl.Word(''))

    def _catch(self, words: list[tcl.Word]) -> None:
        for word in words[:1]:
            self._body(word)
        self._variables(words[1:])

    def _proc(self, words: list[tcl.Word]) -> None:
        self._body(words[-1] if words else tcl.Word(''))

    def _expr(self, words: list[tcl.Word]) -> None:
        for word in words:
            self._condition(word)

    def _switch(self, words: list[tcl.Word]) -> None:
        while words and words[0].text.startswith('-'):
            is_last = words[0].text == '--'
            words = words[1:]
            if is_last:
                break
        pairs = words[1:]
        if len(pairs) == 1:
            if not pairs[0].is_braced:
                raise tcl.UnclearScript(
                    'the branches of a switch are not in braces.'
                )
            pairs = tcl.ScriptReader(pairs[0].text).elements()
        if len(pairs) % 2:
            raise tcl.UnclearScript('a switch has a branch without a script.')
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
