# SPDX-License-Identifier: Apache-2.0

"""What the judge of iRules takes, beside what a real Tcl does with it."""

import pathlib
import shutil
import subprocess

import pytest

from f5_heat.tcl import reader
from f5_heat.tenancy import irule
from tests.unit import tcl_corpus

TCLSH = shutil.which('tclsh') or shutil.which('tclsh8.6')
PROGRAM = pathlib.Path(__file__).with_name('tclsh.tcl')

pytestmark = pytest.mark.skipif(TCLSH is None, reason='there is no tclsh')


def called(kind, texts):
    """What Tcl calls when it runs each text: lists of tuples of words."""
    given = ''.join('%s %s\n' % (kind, one.encode().hex()) for one in texts)
    ran = subprocess.run(
        [TCLSH, str(PROGRAM)], input=given, text=True, capture_output=True
    )
    assert not ran.stderr
    lines = ran.stdout.splitlines()
    assert len(lines) == len(texts)
    return [
        [
            tuple(bytes.fromhex(word).decode() for word in call.split(','))
            for call in line.split()
        ]
        for line in lines
    ]


def told(check, text):
    """What the judge is told of a text, or None if it refuses it."""
    found = []
    try:
        check(text, found.append, found.append)
    except reader.UnclearScript:
        return None
    return found


# What F5 says that the commands name. All others are known to be harmless.

HARMLESS = {
    'HTTP::host',
    'HTTP::uri',
    'HTTP::path',
    'IP::client_addr',
    'LB::server',
    'log',
}
GETTERS = {
    ('HTTP::host',),
    ('HTTP::uri',),
    ('HTTP::path',),
    ('HTTP::header', 'User-Agent'),
    ('HTTP::header', 'value', 'Host'),
    ('HTTP::header', 'names'),
    ('HTTP::cookie', 'value', 'a'),
    ('IP::client_addr',),
    ('IP::remote_addr', 'clientside'),
    ('TCP::client_port',),
    ('SSL::cert', '0'),
    ('SSL::cipher', 'name'),
    ('X509::subject', '1'),
    ('URI::path', '/a/b'),
    ('LB::server', 'addr'),
    ('LB::server',),
    ('clock', 'seconds'),
    ('virtual',),
    ('virtual', 'name'),
    ('b64encode', '1'),
    ('md5', 'a'),
}


def first(words):
    return words[:1]


def last(words):
    return words[-1:]


def group(words):
    if words[0] in ('get', 'names'):
        return [one for one in words[1:] if one != '-nocase'][:1]
    place = {'search': -3, 'nextelement': -2, 'anymore': -2}
    return [words[place.get(words[0], -1)]]


def after_word(words):
    return words[1:2]


NAMING = {
    'pool': first,
    'node': first,
    'snat': first,
    'snatpool': first,
    'virtual': lambda words: words if words != ['name'] else [],
    'class': group,
    'matchclass': last,
    'findclass': after_word,
    'ifile': after_word,
    'HSL::open': lambda words: [
        value
        for option, value in zip(words[::2], words[1::2], strict=True)
        if option != '-proto'
    ],
    'SSL::profile': first,
    'call': lambda words: [
        one.rpartition('::')[0] for one in words[:1] if '::' in one
    ],
    'LB::reselect': after_word,
    'LB::status': after_word,
    'clone': after_word,
    'use': after_word,
    'active_members': last,
    'members': last,
    'nodes': last,
    # Only its own connection's, with these words.
    'persist': lambda words: (
        [] if words in (['uie', '1'], ['none']) else words
    ),
}


def hidden(calls, names):
    """The calls of which the judge was not told."""
    return [
        (command, *words)
        for command, *words in calls
        if command not in HARMLESS
        and (command not in NAMING or not set(NAMING[command](words)) <= names)
    ]


def compare(check, kind, texts, is_hidden):
    """Return how many texts are taken, refused, and run to a command."""
    taken = [(text, told(check, text)) for text in texts]
    taken = [(text, names) for text, names in taken if names is not None]
    ran = called(kind, [text for text, _ in taken])
    for (text, names), calls in zip(taken, ran, strict=True):
        assert not is_hidden(calls, set(names)), text
    return len(taken), len(texts) - len(taken), sum(map(bool, ran))


#: How many texts of a rule the judge takes at least, refuses at least, and
#: of how many of the first Tcl calls something at least.
LEAST = {
    'words': (2700, 4400, 2300),
    'expressions': (2000, 3400, 1500),
    'lists': (2100, 5900, 1400),
    'variables': (3200, 9500, 1600),
    'names': (3900, 5900, 3400),
    'texts': (300, 4400, 200),
}


def check_least(rule, numbers, record_property):
    for what, number in zip(('taken', 'refused', 'run'), numbers, strict=True):
        record_property('texts of Tcl ' + what, number)
    assert all(
        number >= least
        for number, least in zip(numbers, LEAST[rule], strict=True)
    ), numbers


@pytest.mark.parametrize('rule', tcl_corpus.RULES)
def test_nothing_is_hidden_in_an_irule(rule, record_property):
    texts = tcl_corpus.scripts(rule)
    numbers = compare(irule.check, 'script', texts, hidden)
    check_least(rule, numbers, record_property)


def test_nothing_but_getters_runs_in_a_text(record_property):
    def more(calls, names):
        return [
            call
            for call in calls
            if call not in GETTERS
            and (call[0] != 'class' or not set(group(call[1:])) <= names)
        ]

    texts = tcl_corpus.texts()
    numbers = compare(irule.check_expansions, 'text', texts, more)
    check_least('texts', numbers, record_property)


#: Texts that a looser judge takes, and what Tcl then calls.
ATTACKS = {
    'switch [list --] log {log {pool P}}': ('pool', 'P'),
    'if { {[#} ne [pool P] || {\nlog ]} ne {} } {}': ('pool', 'P'),
    'set b $a( "x) ; pool P ; set c x"': ('pool', 'P'),
    'regexp -- {-?.*} {P} [join {::sta tic::x} {}]': (
        'variable',
        '::static::x',
    ),
    'SSL:::profile P': ('SSL:::profile', 'P'),
    'log $::g': ('variable', '::g'),
    'log a\rb; pool P': ('pool', 'P'),
    'set e {[pool P]}; if $e {}': ('pool', 'P'),
    'proc q {v} {pool $v}; call q P': ('pool', 'P'),
    'eval {pool P}': ('eval', 'pool P'),
    'set ::v 1': ('variable', 'v'),
}


def test_tcl_tells_what_is_hidden():
    for (text, call), calls in zip(
        ATTACKS.items(), called('script', ATTACKS), strict=True
    ):
        assert call in calls, text
        assert hidden(calls, set()), text
    assert called('text', ['X: [while 1 {pool P; break}]']) == [
        [('pool', 'P')]
    ]
