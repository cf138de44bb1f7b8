# SPDX-License-Identifier: Apache-2.0

"""The commands of Tcl that hold scripts, or set variables.

Each is taken apart as Tcl does, by the places of its words: a word that
looks like an option is one only where Tcl takes it for one.
"""

from __future__ import annotations

import collections
import collections.abc
import re

from f5_heat.tcl import reader
from f5_heat.tcl import walk as walks

Words = list[reader.Word]

#: The name of a procedure of the script itself.
PROCEDURE = re.compile(r'[A-Za-z0-9_.-]+')


def options(
    walk: walks.Walk,
    name: str,
    words: Words,
    known: collections.abc.Mapping[str, int],
) -> tuple[Words, bool]:
    """Return the words after the options, and whether ``--`` ends them.

    :param known: the options, each with the number of words that it takes.
    """
    left = list(words)
    while left and not left[0].is_computed and left[0].text.startswith('-'):
        option = left[0].text
        if option == '--':
            return left[1:], True
        if option not in known:
            walk.doubt(f'{option!r} is not known as an option of {name}.')
        left = left[1 + known.get(option, 0) :]
    return left, False


# Commands that hold scripts.


def _when(walk: walks.Walk, words: Words) -> None:
    if walk.expects('when', words, 2, 6):
        for word in words[:-1]:
            walk.literal(word)
        walk.script(words[-1])


def _proc(walk: walks.Walk, words: Words) -> None:
    if not walk.expects('proc', words, 3, 3):
        return
    name, parameters, body = words
    if not PROCEDURE.fullmatch(walk.literal(name)):
        walk.doubt(f'{name.text!r} is no plain name of a procedure.')
    for parameter in walk.elements(parameters):
        # The second element is its default, which is not run.
        for one in walk.elements(parameter)[:1]:
            walk.variable(one)
    walk.script(body)


def _if(walk: walks.Walk, words: Words) -> None:
    left = collections.deque(words)

    def is_next(word: str) -> bool:
        if left and not left[0].is_computed and left[0].text == word:
            return bool(left.popleft())
        return False

    while True:
        if len(left) < 2:
            walk.expects('if', [], 2)
            return
        walk.expression(left.popleft())
        is_next('then')
        if not left:
            walk.expects('if', [], 2)
            return
        walk.script(left.popleft())
        if not is_next('elseif'):
            break
    if left:
        is_next('else')
        if walk.expects('else', list(left), 1, 1):
            walk.script(left.popleft())


def _while(walk: walks.Walk, words: Words) -> None:
    if walk.expects('while', words, 2, 2):
        walk.expression(words[0])
        walk.script(words[1])


def _for(walk: walks.Walk, words: Words) -> None:
    if walk.expects('for', words, 4, 4):
        for number, word in enumerate(words):
            (walk.expression if number == 1 else walk.script)(word)


def _foreach(walk: walks.Walk, words: Words) -> None:
    if walk.expects('foreach', words, 3) and len(words) % 2:
        for names in words[:-1:2]:
            for name in walk.elements(names):
                walk.variable(name)
        walk.script(words[-1])
    else:
        walk.doubt('the command foreach has a list without variables.')


def _catch(walk: walks.Walk, words: Words) -> None:
    # Tcl 8.4 knows no third word.
    if walk.expects('catch', words, 1, 2):
        walk.script(words[0])
        for word in words[1:]:
            walk.variable(word)


def _side(walk: walks.Walk, words: Words) -> None:
    # clientside, serverside or peer.
    if walk.expects('clientside', words, 0, 1):
        for word in words:
            walk.script(word)


def _expr(walk: walks.Walk, words: Words) -> None:
    if walk.expects('expr', words, 1):
        for word in words:
            if word.is_braced and len(words) > 1:
                walk.doubt('an expression stands in several words.')
            walk.expression(word)


def _switch(walk: walks.Walk, words: Words) -> None:
    known = dict.fromkeys(('-exact', '-glob', '-regexp'), 0)
    left, is_ended = options(walk, 'switch', words, known)
    if not walk.expects('switch', left, 2):
        return
    value, *pairs = left
    if len(pairs) == 1:
        if not pairs[0].is_braced:
            walk.doubt('the branches of a switch are not in braces.')
            return
        pairs = walk.elements(pairs[0])
    elif value.is_computed and not is_ended:
        # It may be an option, and then the patterns are run.
        walk.doubt(
            'in a switch, -- has to stand before a value that is computed.'
        )
    if len(pairs) % 2 or not pairs:
        walk.doubt('a switch has a branch without a script.')
    for body in pairs[1::2]:
        if body.is_computed or body.text != '-':
            walk.script(body)


# Commands that set variables.


def _variable(walk: walks.Walk, name: str, words: Words, most: int) -> None:
    if walk.expects(name, words, 1, most):
        walk.variable(words[0])


def _set(walk: walks.Walk, words: Words) -> None:
    _variable(walk, 'set', words, 2)


def _incr(walk: walks.Walk, words: Words) -> None:
    _variable(walk, 'incr', words, 2)


def _append(walk: walks.Walk, words: Words) -> None:
    for word in words[:1]:
        walk.variable(word)


def _unset(walk: walks.Walk, words: Words) -> None:
    left, _ = options(walk, 'unset', words, {'-nocomplain': 0})
    for word in left:
        walk.variable(word)


def subcommand(
    walk: walks.Walk,
    name: str,
    words: Words,
    known: collections.abc.Container[str],
) -> str:
    """Return the first word, which says what the others mean."""
    found = walk.literal(words[0] if words else None)
    if found not in known:
        walk.doubt(f'{found!r} is not known as a form of {name}.')
    return found


_ARRAY = frozenset(
    (
        'anymore',
        'donesearch',
        'exists',
        'get',
        'names',
        'nextelement',
        'set',
        'size',
        'startsearch',
        'statistics',
        'unset',
    )
)


def _array(walk: walks.Walk, words: Words) -> None:
    subcommand(walk, 'array', words, _ARRAY)
    for word in words[1:2]:
        walk.variable(word)


def _info(walk: walks.Walk, words: Words) -> None:
    subcommand(walk, 'info', words, ('exists',))
    for word in words[1:]:
        walk.variable(word)


_REGEXP = {
    **dict.fromkeys(
        [
            '-about',
            '-all',
            '-expanded',
            '-indices',
            '-inline',
            '-line',
            '-lineanchor',
            '-linestop',
            '-nocase',
        ],
        0,
    ),
    '-start': 1,
}


def _regexp(walk: walks.Walk, words: Words) -> None:
    left, _ = options(walk, 'regexp', words, _REGEXP)
    for word in left[2:]:
        walk.variable(word)


def _regsub(walk: walks.Walk, words: Words) -> None:
    left, _ = options(walk, 'regsub', words, _REGEXP)
    if walk.expects('regsub', left, 3, 4):
        for word in left[3:]:
            walk.variable(word)


def _scan(walk: walks.Walk, words: Words) -> None:
    for word in words[2:]:
        walk.variable(word)


def _binary(walk: walks.Walk, words: Words) -> None:
    if subcommand(walk, 'binary', words, ('format', 'scan')) == 'scan':
        _scan(walk, words[1:])


#: Those of Tcl 8.4.
STRING = frozenset(
    (
        'bytelength',
        'compare',
        'equal',
        'first',
        'index',
        'is',
        'last',
        'length',
        'map',
        'match',
        'range',
        'repeat',
        'replace',
        'tolower',
        'totitle',
        'toupper',
        'trim',
        'trimleft',
        'trimright',
        'wordend',
        'wordstart',
    )
)


def string(walk: walks.Walk, words: Words) -> None:
    if subcommand(walk, 'string', words, STRING) != 'is':
        return
    # Between the class and the text are options.
    left = words[2:-1]
    while left:
        option = walk.literal(left[0])
        if option == '-failindex' and len(left) > 1:
            walk.variable(left[1])
        elif option != '-strict':
            walk.doubt(f'{option!r} is not known as an option of string is.')
        left = left[2 if option == '-failindex' else 1 :]


_LSORT = {
    **dict.fromkeys(
        [
            '-ascii',
            '-decreasing',
            '-dictionary',
            '-increasing',
            '-integer',
            '-real',
            '-unique',
        ],
        0,
    ),
    '-index': 1,
}


def _lsort(walk: walks.Walk, words: Words) -> None:
    # With another option it runs a command.
    left, _ = options(walk, 'lsort', words[:-1], _LSORT)
    if left:
        walk.doubt('this form of the command lsort is not known.')


COMMANDS: dict[str, walks.Command] = {
    'append': _append,
    'array': _array,
    'binary': _binary,
    'catch': _catch,
    'clientside': _side,
    'expr': _expr,
    'for': _for,
    'foreach': _foreach,
    'if': _if,
    'incr': _incr,
    'info': _info,
    'lappend': _append,
    'lset': _append,
    'lsort': _lsort,
    'peer': _side,
    'proc': _proc,
    'regexp': _regexp,
    'regsub': _regsub,
    'scan': _scan,
    'serverside': _side,
    'set': _set,
    'string': string,
    'switch': _switch,
    'unset': _unset,
    'when': _when,
    'while': _while,
}
