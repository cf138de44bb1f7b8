# SPDX-License-Identifier: Apache-2.0

"""Command lines of tmsh, as a user of the shell writes them."""

from __future__ import annotations

import hashlib
import typing as t

from f5_heat.simulator.documents import queries
from f5_heat.simulator.documents import status_pages
from f5_heat.simulator.rest import commands
from f5_heat.simulator.rest import programs
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import shapes
from f5_heat.simulator.state import bigip
from f5_heat.simulator.tmsh import lexer
from f5_heat.simulator.tmsh import naming
from f5_heat.simulator.tmsh import session

_SAVED = (
    'Saving running configuration...\n'
    '  /config/bigip.conf\n  /config/bigip_base.conf\n'
)


class Tmsh:
    """Runs the commands of one tmsh after the other."""

    def __init__(self, device: bigip.Device):
        self._device = device
        self._session = session.Session(device)

    def run(self, words: list[str]) -> programs.Outcome:
        """Run ``tmsh <words>``; a command that is refused is a complaint."""
        while words and words[0] in ('-q', '-a', '-m'):
            words = words[1:]
        if words[:1] == ['-c']:
            lines = ' '.join(words[1:]).split(';')
        else:
            lines = [' '.join(map(_argument, words))]
        said = ''
        for line in lines:
            try:
                with self._device.change():
                    said += self._command(line.strip())
            except errors.Refused as refused:
                message = refused.message
                if refused.layer == errors.PARSER:
                    message = 'Syntax Error: ' + message
                return programs.Outcome(said, message + '\n', 1)
        return programs.Outcome(said)

    def _command(self, line: str) -> str:
        verb, _, rest = line.partition(' ')
        rest = rest.strip()
        if verb in ('create', 'modify', 'delete', 'list', 'publish', 'cd'):
            if rest.startswith('cli preference'):
                # How this user's tmsh behaves.
                return ''
            found = self._session.answer(verb, rest)
            return found + '\n' if found else ''
        if verb in ('restart', 'start', 'stop', 'quit', ''):
            return ''
        does = _VERBS.get(verb)
        if does is None:
            raise errors.unexpected(verb)
        return does(self._device, rest)


def _argument(word: str) -> str:
    """Return an argument of the shell as a word of a command."""
    if word and not any(char.isspace() for char in word) or '{' in word:
        return word
    return lexer.quoted(word)


def _show(device: bigip.Device, rest: str) -> str:
    """Show a status page; the form is general knowledge."""
    words = rest.split()
    page = status_pages.read(
        device, '/'.join(words), queries.Query('', device.version)
    )
    if page is None:
        raise errors.unexpected(' '.join(words[-1:]))
    if 'apiRawValues' in page:
        return str(page['apiRawValues']['apiAnonymous'])
    (entries,) = (
        entry['nestedStats']['entries'] for entry in page['entries'].values()
    )
    head = '{}::{}'.format(words[0].capitalize(), ' '.join(words[1:]))
    line = '-' * 40
    return '\n'.join(
        [
            line,
            head,
            line,
            *(
                '{:<24} {}'.format(
                    shapes.tmsh_name(key).replace('-', ' ').capitalize(),
                    value['description'],
                )
                for key, value in entries.items()
                if 'description' in value
            ),
            '',
        ]
    )


def _save(device: bigip.Device, rest: str) -> str:
    words = rest.split()
    _expect(words, 'sys', 'config')
    _rest(device, 'sys/config', 'save', words)
    return _SAVED


def _expect(words: list[str], *wanted: str) -> None:
    if tuple(words[: len(wanted)]) != wanted:
        raise errors.unexpected(' '.join(words[: len(wanted)]))


def _rest(
    device: bigip.Device, path: str, command: str, words: list[str]
) -> None:
    """Run a command of iControl REST on ``sys config``."""
    options = []
    if 'file' in words[:-1]:
        options = [{'file': words[words.index('file') + 1]}]
    commands.run(device, path, {'command': command, 'options': options})


def _load(device: bigip.Device, rest: str) -> str:
    words = rest.split()
    if words[:3] == ['sys', 'application', 'template']:
        merge(device, _text(device, ' '.join(words[3:])))
        return ''
    _expect(words, 'sys', 'config')
    if 'merge' in words:
        file = words[words.index('file') + 1] if 'file' in words[:-1] else ''
        if 'verify' in words:
            # Nothing stays of what only is looked at.
            mark = device.store.mark
            merge(device, _text(device, file))
            device.store.rollback(mark)
        else:
            merge(device, _text(device, file))
        return 'Loading configuration...\n  {}\n'.format(file)
    if 'default' in words:
        commands.run(
            device, 'sys/config', {'command': 'load', 'name': 'default'}
        )
    else:
        _rest(device, 'sys/config', 'load', words)
    return 'Loading system configuration...\n'


def _text(device: bigip.Device, file: str) -> str:
    found = device.files.get(programs.path(file))
    if found is None:
        # The device's own words are not recorded.
        raise errors.Refused(400, "Can't load, file not found: " + file)
    return found.decode(errors='replace')


def merge(device: bigip.Device, text: str) -> None:
    """Make the objects in a file of configuration, or change them."""
    scanner = lexer.Scanner(text)
    shell = session.Session(device)
    names = naming.FolderNames(device, '/Common')
    while scanner.past_comments():
        shape = naming.component(device, scanner)
        name = '' if shape.singleton else str(scanner.next())
        block = scanner.next()
        path = names.own(shape, name) if name else ''
        known = device.store.get(shape.collection, path) is not None
        shell.answer(
            'modify' if known else 'create',
            '{} {} {{{}}}'.format(
                shape.collection.replace('/', ' '),
                name,
                block.raw if isinstance(block, lexer.Block) else '',
            ),
        )


def _run(device: bigip.Device, rest: str) -> str:
    module, _, arguments = rest.partition(' ')
    path = {'cm': 'cm', 'sys': 'sys/failover'}.get(module, '')
    if path == 'sys/failover':
        _expect(arguments.split(), 'failover')
        arguments = arguments.partition(' ')[2]
    commands.run(device, path, {'command': 'run', 'utilCmdArgs': arguments})
    return ''


def _mv(device: bigip.Device, rest: str) -> str:
    words = rest.split()
    _expect(words, 'cm', 'device')
    named = dict(zip(('name', 'target'), words[2:], strict=False))
    commands.run(device, 'cm/device', {'command': 'mv', **named})
    return ''


def _generate(device: bigip.Device, rest: str) -> str:
    """Give an iApp template its checksum."""
    scanner = lexer.Scanner(rest)
    shape = naming.component(device, scanner)
    names = naming.FolderNames(device, '/Common')
    item = device.store.get(
        shape.collection, names.own(shape, str(scanner.next()))
    )
    if item is None:
        raise errors.unexpected(rest)
    digest = hashlib.md5(repr(item.values).encode(), usedforsecurity=False)
    device.change_item(item, {'tmplChecksum': digest.hexdigest()})
    return ''


_VERBS: dict[str, t.Callable[[bigip.Device, str], str]] = {
    'generate': _generate,
    'load': _load,
    'mv': _mv,
    'run': _run,
    'save': _save,
    'show': _show,
}
