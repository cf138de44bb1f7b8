# SPDX-License-Identifier: Apache-2.0

"""iRules, and the data groups that they read."""

from __future__ import annotations

import re
import typing as t

from f5_heat.simulator.behaviours import virtual_servers
from f5_heat.simulator.kinds import irule_words
from f5_heat.simulator.schema import addresses
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import versions
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import store
from f5_heat.simulator.tcl import words

# The first two are in the rules that a device has from the beginning.
_AT_THE_TOP = ('nodelete', 'nowrite', 'priority', 'timing')
_CLOSES = {'}': '{', ']': '['}
_WORDS = {'{': 'brace', '[': 'bracket'}


class Rule(bigip.Behaviour):
    """An iRule: its brackets, events and commands are validated."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        text = draft.given.get('apiAnonymous')
        if text is not None:
            draft.values['apiAnonymous'] = text.strip()
            _check_brackets(draft.path, text.strip())
            _Compiler(draft.path, device.version).check(text.strip())
        if draft.values.get('ignoreVerification') == 'false':
            # The key is there only while it is true.
            draft.values['ignoreVerification'] = None

    def after_write(
        self,
        device: bigip.Device,
        old: store.Item | None,
        item: store.Item,
        body: dict[str, t.Any],
    ) -> None:
        for virtual in device.store.items('ltm/virtual'):
            if item.path in (virtual.values.get('rules') or ()):
                virtual_servers.Virtual().check_profiles(device, virtual)


class _Compiler:
    """Looks at an iRule as the device does when it is saved."""

    def __init__(self, path: str, version: str):
        self._path = path
        self._version = version
        self._event = ''

    def check(self, text: str) -> None:
        for command in words.commands(text):
            name = command[0].text
            if name == 'when':
                self._check_when(command)
            elif name == 'proc' and len(command) == 4:
                self._event = ''
                self._check_script(command[3])
            elif name not in _AT_THE_TOP:
                raise self._error(
                    'command is not valid in the current scope', command
                )

    def _check_when(self, command: words.Command) -> None:
        event = command[1].text if len(command) > 1 else ''
        since = irule_words.EVENTS.get(event)
        options = [word.text for word in command[2:-1]]
        if (
            len(command) < 3
            or command[-1].mark != '{'
            or len(options) % 2
            or not set(options[::2]) <= {'priority', 'timing'}
        ):
            # Reported of other commands with this text.
            raise self._error('wrong # args', command)
        if since is None or not versions.known(self._version, since):
            # The device's own words are not recorded.
            raise self._error('unknown event ({})'.format(event), command)
        self._event = event
        self._check_script(command[-1])

    def _check_script(self, script: words.Word) -> None:
        if script.mark != '{':
            for inner, line in script.scripts():
                self._check_commands(inner, line)
            return
        self._check_commands(script.text, script.line)

    def _check_commands(self, text: str, line: int) -> None:
        for command in words.commands(text, line):
            self._check_command(command)

    def _check_command(self, command: words.Command) -> None:
        name = command[0]
        if not name.mark and not set(name.text) & set('$[\\{'):
            known = name.text.removeprefix('::')
            if not self._knows(known):
                raise self._error('undefined procedure: ' + name.text, command)
            if known in irule_words.OUT_OF_PLACE.get(self._event, ()):
                raise self._error(
                    'command is not valid in current event context '
                    '({})'.format(self._event),
                    command,
                )
        for word in command:
            for inner, line in word.scripts():
                self._check_commands(inner, line)
        for script in _scripts(command):
            if script.mark == '{':
                self._check_script(script)
        for expression in _expressions(command):
            if expression.mark == '{':
                for inner, line in words.bracketed(
                    expression.text, expression.line
                ):
                    self._check_commands(inner, line)

    def _knows(self, name: str) -> bool:
        if name in irule_words.TCL or name in irule_words.COMMANDS:
            return True
        space, _, rest = name.partition('::')
        if not rest or space not in irule_words.NAMESPACES:
            return False
        since = irule_words.NAMESPACES_SINCE.get(space, '')
        known = irule_words.NAMESPACES[space]
        return versions.known(self._version, since) and (
            known is None or rest in known
        )

    def _error(self, what: str, command: words.Command) -> errors.Refused:
        # Recorded for a missing bracket and an undefined procedure.
        return errors.mcpd(
            '01070151:3: Rule [{0}] error: {0}:{1}: error: [{2}][{3}]'.format(
                self._path,
                command[0].line,
                what,
                ' '.join(word.text for word in command).split('\n')[0],
            )
        )


def _scripts(command: words.Command) -> t.Iterable[words.Word]:
    """Return the words of a command that are scripts."""
    name, *rest = command
    if name.text == 'if':
        return [
            word
            for before, word in zip(command, rest, strict=False)
            if before.text not in ('if', 'elseif')
        ]
    if name.text == 'switch':
        return _branches(rest)
    if name.text == 'for':
        return [rest[at] for at in (0, 2, 3) if at < len(rest)]
    if name.text in ('after', 'foreach', 'while'):
        return rest[-1:]
    if name.text in ('catch', 'clientside', 'peer', 'serverside'):
        return rest[:1]
    return ()


def _branches(rest: list[words.Word]) -> list[words.Word]:
    if not rest or rest[-1].mark != '{':
        return []
    inside = [
        word
        for command in words.commands(rest[-1].text, rest[-1].line)
        for word in command
    ]
    plain = [word for word in rest if not word.text.startswith('-')]
    # The branches are in one word, or each in its own.
    return (inside if len(plain) == 2 else plain[1:])[1::2]


def _expressions(command: words.Command) -> t.Iterable[words.Word]:
    """Return the words of a command that are expressions."""
    name, *rest = command
    if name.text in ('if', 'while'):
        return [
            word
            for before, word in zip(command, rest, strict=False)
            if before.text in ('if', 'elseif', 'while')
        ]
    if name.text == 'for':
        return rest[1:2]
    return rest if name.text == 'expr' else ()


def _check_brackets(path: str, text: str) -> None:
    lines = text.split('\n')
    opened: list[tuple[str, int]] = []
    error: tuple[str, int] | None = None
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith('#'):
            continue
        escaped = False
        for mark in line:
            if escaped:
                escaped = False
            elif mark == '\\':
                escaped = True
            elif mark in _WORDS:
                opened.append((mark, number))
            elif (
                mark in _CLOSES and opened and (opened[-1][0] == _CLOSES[mark])
            ):
                opened.pop()
            elif mark == '}' and error is None:
                error = (
                    (
                        'extra close-brace'
                        if not opened
                        else 'missing close-bracket'
                    ),
                    number,
                )
                break
        if error:
            break
    if error is None and opened:
        mark, number = opened[-1]
        error = 'missing close-' + _WORDS[mark], number
    if error is not None:
        # Recorded for a missing close-bracket.
        raise errors.mcpd(
            '01070151:3: Rule [{0}] error: {0}:{1}: error: [parse error: '
            '{2}][{3}]'.format(
                path, error[1], error[0], lines[error[1] - 1].strip()
            )
        )


class DataGroup(bigip.Behaviour):
    """An internal data group: sorted records in canonical form."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        kind = draft.current('type')
        records = {}
        for record in draft.values.get('records') or ():
            name = record['name']
            if len(record.get('data', '')) > 65520:
                raise errors.mcpd(
                    '01070712:3: Max string size exceeded during update of '
                    'attribute:data type:class_value_item max:65520 '
                    'received:{}'.format(len(record['data']))
                )
            if kind == 'ip':
                name = addresses.with_prefix(name)
            elif kind == 'integer' and not name.lstrip('-').isdigit():
                raise errors.invalid_value('records', name)
            records[name] = {**record, 'name': name}
        draft.values['records'] = [
            records[name] for name in sorted(records, key=_by_number)
        ]


def _by_number(name: str) -> list[tuple[int, str]]:
    """Order names as recorded on 14.1.2.1: x9 before x10."""
    return [
        (int(part or 0), text)
        for text, part in re.findall(r'(\D*)(\d*)', name)
    ]
