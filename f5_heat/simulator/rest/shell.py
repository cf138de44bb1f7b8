# SPDX-License-Identifier: Apache-2.0

"""The shell of a device, which ``util/bash`` and its like run."""

from __future__ import annotations

import re
import shlex
import typing as t

from f5_heat.simulator.rest import command_line
from f5_heat.simulator.rest import programs
from f5_heat.simulator.rest import utilities
from f5_heat.simulator.schema import errors
from f5_heat.simulator.state import bigip

Json = dict[str, t.Any]
_SEPARATORS = (';', '&', '&&', '||')


def run(device: bigip.Device, path: str, body: Json) -> Json | None:
    """Run a command of ``util`` and return the answer; None if it is none.

    What a program prints and what it complains of are one text, as on a
    device, and there is no key for it when there is nothing.
    """
    name = path.removeprefix('util/')
    if name == path or body.get('command') != 'run':
        return None
    try:
        words = shlex.split(str(body.get('utilCmdArgs', '')))
    except ValueError:
        raise errors.parser('quotes are not balanced') from None
    if name == 'bash':
        said: str | None = _bash(device, words)
    else:
        said = utilities.run(device, name, words)
    if said is None:
        return None
    answer = {'kind': 'tm:util:{}:runstate'.format(name), **body}
    return {**answer, 'commandResult': said} if said else answer


def _bash(device: bigip.Device, words: list[str]) -> str:
    if not words:
        return ''
    if words[0] != '-c':
        if words[0].startswith('-'):
            return '/bin/bash: {}: invalid option\n'.format(words[0])
        return '/bin/bash: {}: No such file or directory\n'.format(words[0])
    return (
        Shell(device).run(words[1])
        if words[1:]
        else ('/bin/bash: -c: option requires an argument\n')
    )


class Shell:
    """Runs command lines: programs, pipes, lists and files."""

    def __init__(self, device: bigip.Device):
        self._device = device
        self._tmsh = command_line.Tmsh(device)

    def run(self, line: str) -> str:
        """Return all that a command line prints."""
        try:
            tokens = self._tokens(line)
        except ValueError:
            return (
                '/bin/bash: -c: line 0: unexpected EOF while looking for '
                'matching quote\n'
            )
        said, status, before = '', 0, ';'
        stages: list[list[str]] = [[]]
        for token in [*tokens, ';']:
            if token == '|':
                stages.append([])
            elif token in _SEPARATORS:
                if stages != [[]] and (
                    before not in ('&&', '||')
                    or (before == '&&') == (status == 0)
                ):
                    ended = self._pipeline(stages)
                    said, status = said + ended.out, ended.status
                stages, before = [[]], token
            else:
                stages[-1].append(token)
        return said

    def _tokens(self, line: str) -> list[str]:
        # All that is printed goes to one place anyway.
        line = re.sub(r'\s2>\s*&1', '', line)
        line = re.sub(r'\s2>\s*/dev/null', ' 2>/dev/null', line)
        lexer = shlex.shlex(line, posix=True, punctuation_chars='|&;<>')
        lexer.whitespace_split = True
        lexer.commenters = ''
        return list(lexer)

    def _pipeline(self, stages: list[list[str]]) -> programs.Outcome:
        """Run programs, each of which reads what the one before prints."""
        text, complaints, status = '', '', 0
        for words in stages:
            words, files = _redirections(words)
            ended = self._program(words, text)
            text, status = ended.out, ended.status
            if '2>' not in files:
                complaints += ended.err
            for mark in ('>', '>>'):
                if mark in files:
                    self._write(files[mark], text, mark == '>>')
                    text = ''
        return programs.Outcome(complaints + text, '', status)

    def _write(self, name: str, text: str, more: bool) -> None:
        where = programs.path(name)
        if where != '/dev/null':
            before = self._device.files.get(where, b'') if more else b''
            self._device.files[where] = before + text.encode()

    def _program(self, words: list[str], text: str) -> programs.Outcome:
        if not words:
            return programs.Outcome()
        name, *rest = words
        if name in ('tmsh', '/usr/bin/tmsh'):
            return self._tmsh.run(rest)
        try:
            return programs.run(self._device, name, rest, text)
        except KeyError:
            return programs.Outcome(
                err='/bin/bash: {}: {}\n'.format(
                    name,
                    'No such file or directory'
                    if '/' in name
                    else 'command not found',
                ),
                status=127,
            )


def _redirections(words: list[str]) -> tuple[list[str], dict[str, str]]:
    """Return a command without its redirections, and these."""
    kept: list[str] = []
    files: dict[str, str] = {}
    left = iter(words)
    for word in left:
        if word not in ('>', '>>', '<'):
            kept.append(word)
            continue
        target = next(left, '')
        if word == '>' and kept[-1:] == ['2']:
            del kept[-1]
            word = '2>'
        files[word] = target
    return kept, files
