# SPDX-License-Identifier: Apache-2.0

"""The few programs of a device's Linux that clients run.

What they print is that of CentOS 7, which a BIG-IP from 14.1 on is made of.
"""

from __future__ import annotations

import dataclasses
import datetime
import posixpath
import re
import time
import typing as t

from f5_heat.simulator.state import bigip

# Directories that are there without a file in them.
_DIRECTORIES = (
    '/bin',
    '/config/ssl/ssl.crt',
    '/config/ssl/ssl.csr',
    '/config/ssl/ssl.key',
    '/etc',
    '/proc',
    '/shared/images',
    '/shared/tmp',
    '/tmp',
    '/usr/bin',
    '/var/config/rest/bulk',
    '/var/config/rest/downloads',
    '/var/config/rest/madm',
    '/var/local/ucs',
    '/var/log',
    '/var/tmp',
)
_HOME = '/config'
_PROCESSES = (
    '/usr/bin/mcpd -f',
    '/usr/bin/icrd_child',
    '/usr/lib/jvm/jre/bin/java com.f5.rest.workers.RestServer',
    '/usr/bin/scriptd -f',
    '/usr/sbin/httpd -DTrafficShield',
    'tmm.0 -T 2 --tmid 0 --npus 2 --platform Z100',
    '/usr/sbin/sshd',
)


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What a program prints, what it complains of, and its exit status."""

    out: str = ''
    err: str = ''
    status: int = 0


@dataclasses.dataclass
class Call:
    """A program that runs: its name as it gives it, and its arguments."""

    device: bigip.Device
    name: str
    words: list[str]
    text: str = ''

    def arguments(self, options: str) -> tuple[str, list[str]]:
        """Return the letters of the options and the operands.

        Raises ``Usage`` for a letter that is not in ``options``.
        """
        letters = ''
        operands = []
        for word in self.words:
            if word.startswith('--'):
                continue
            if word.startswith('-') and len(word) > 1:
                letters += word[1:]
            else:
                operands.append(word)
        for letter in letters:
            if letter not in options:
                raise Usage(
                    "invalid option -- '{}'\nTry '{} --help' for more "
                    'information.'.format(letter, self.name)
                )
        return letters, operands

    def ended(self, out: str, problems: t.Iterable[str] = ()) -> Outcome:
        err = ''.join(
            '{}: {}\n'.format(self.name, problem) for problem in problems
        )
        return Outcome(out, err, int(bool(err)))


class Usage(Exception):
    """Arguments that a program does not accept."""


def path(name: str) -> str:
    return posixpath.normpath(posixpath.join(_HOME, name))


def _is_directory(device: bigip.Device, where: str) -> bool:
    inside = where.rstrip('/') + '/'
    return any(
        (known + '/').startswith(inside)
        for known in (*_DIRECTORIES, *device.files)
        if known not in device.files or known != where
    )


def _content(device: bigip.Device, name: str) -> str | None:
    """Return the text of a file; None if there is none."""
    where = path(name)
    if where in device.files:
        return device.files[where].decode(errors='replace')
    if where == '/VERSION':
        return 'Product: BIG-IP\nVersion: {}\nBuild: 0.0.4\n'.format(
            device.version
        )
    if where == '/proc/uptime':
        seconds = time.monotonic() - device.started
        return '{:.2f} {:.2f}\n'.format(seconds, seconds)
    return None


def _inputs(call: Call, operands: list[str]) -> tuple[str, list[str]]:
    """Return what a program reads, and which files are missing."""
    if not operands:
        return call.text, []
    read, problems = '', []
    for name in operands:
        found = _content(call.device, name)
        if found is not None:
            read += found
        else:
            problems.append(_missing(call.device, name))
    return read, problems


def _missing(device: bigip.Device, name: str) -> str:
    if _is_directory(device, path(name)):
        return name + ': Is a directory'
    return name + ': No such file or directory'


def _cat(call: Call) -> Outcome:
    _, operands = call.arguments('Aenstuv')
    return call.ended(*_inputs(call, operands))


def _count(call: Call) -> Outcome:
    letters, operands = call.arguments('clw')
    read, problems = _inputs(call, operands)
    counts = {
        'l': read.count('\n'),
        'w': len(read.split()),
        'c': len(read.encode()),
    }
    wanted = [str(counts[one]) for one in counts if one in (letters or 'lwc')]
    return call.ended(' '.join([*wanted, *operands]) + '\n', problems)


def _part(call: Call) -> Outcome:
    """Print the first or the last lines."""
    number, operands = 10, []
    words = iter(call.words)
    for word in words:
        if word == '-n':
            word = '-' + next(words, '')
        if re.fullmatch(r'-n?\d+', word):
            number = int(word.lstrip('-n'))
        else:
            operands.append(word)
    read, problems = _inputs(call, operands)
    lines = read.splitlines(keepends=True)
    last = call.name.endswith('tail')
    found = lines[max(len(lines) - number, 0) :] if last else lines[:number]
    return call.ended(''.join(found), problems)


def _grep(call: Call) -> Outcome:
    letters, operands = call.arguments('EFciqvw')
    if not operands:
        raise Usage('a pattern is missing')
    pattern, *files = operands
    if 'F' in letters:
        pattern = re.escape(pattern)
    if 'i' in letters:
        pattern = '(?i)' + pattern
    try:
        wanted = re.compile(pattern)
    except re.error as error:
        raise Usage(str(error)) from None
    read, problems = _inputs(call, files)
    found = [
        line + '\n'
        for line in read.splitlines()
        if (wanted.search(line) is None) == ('v' in letters)
    ]
    out = ''.join(found)
    if 'c' in letters:
        out = '{}\n'.format(len(found))
    ended = call.ended('' if 'q' in letters else out, problems)
    return ended if found else dataclasses.replace(ended, status=1)


def _list(call: Call) -> Outcome:
    letters, operands = call.arguments('1AFRShadhilrt')
    device = call.device
    out, problems = '', []
    for name in sorted(operands) or [_HOME]:
        where = path(name)
        if _content(device, name) is not None:
            out += _entry(device, where, name, 'l' in letters)
        elif not _is_directory(device, where):
            problems.append(
                'cannot access {}: No such file or directory'.format(name)
            )
        elif 'd' in letters:
            out += name + '\n'
        else:
            if len(operands) > 1:
                out += name + ':\n'
            inside = where.rstrip('/') + '/'
            out += ''.join(
                _entry(device, inside + one, one, 'l' in letters)
                for one in sorted(
                    {
                        known.removeprefix(inside).partition('/')[0]
                        for known in (*_DIRECTORIES, *device.files)
                        if known.startswith(inside)
                    }
                )
            )
    return call.ended(out, problems)


def _entry(device: bigip.Device, where: str, name: str, long: bool) -> str:
    if not long:
        return name + '\n'
    content = _content(device, where)
    return '{} 1 root root {} {:%b %e %H:%M} {}\n'.format(
        '-rw-r--r--.' if content is not None else 'drwxr-xr-x.',
        len((content or '').encode()),
        _now(device),
        name,
    )


def _remove(call: Call) -> Outcome:
    letters, operands = call.arguments('IRdfirv')
    problems = []
    if not operands:
        raise Usage('missing operand')
    for name in operands:
        where = path(name)
        if call.device.files.pop(where, None) is not None:
            continue
        if not _is_directory(call.device, where):
            if 'f' not in letters:
                problems.append(
                    "cannot remove '{}': No such file or directory".format(
                        name
                    )
                )
        elif 'r' not in letters.lower():
            problems.append("cannot remove '{}': Is a directory".format(name))
        else:
            for file in list(call.device.files):
                if file.startswith(where.rstrip('/') + '/'):
                    del call.device.files[file]
    return call.ended('', problems)


def _move(call: Call) -> Outcome:
    """Move or copy files."""
    _, operands = call.arguments('Rafinpruv')
    moves = call.name.endswith('mv')
    files = call.device.files
    if not operands:
        raise Usage('missing file operand')
    if len(operands) == 1:
        raise Usage(
            "missing destination file operand after '{}'".format(operands[0])
        )
    *sources, target = operands
    problems = []
    for name in sources:
        where = path(name)
        to = path(target)
        if where not in files:
            problems.append(
                "cannot stat '{}': No such file or directory".format(name)
            )
            continue
        if _is_directory(call.device, to):
            to = posixpath.join(to, posixpath.basename(where))
        content = files.pop(where) if moves else files[where]
        files[to] = content
    return call.ended('', problems)


def _touch(call: Call) -> Outcome:
    _, operands = call.arguments('acm')
    for name in operands:
        call.device.files.setdefault(path(name), b'')
    return Outcome()


def _own(call: Call) -> Outcome:
    """Let everything belong to root, whatever a client asks for."""
    _, operands = call.arguments('Rfv')
    return call.ended(
        '',
        [
            "cannot access '{}': No such file or directory".format(name)
            for name in operands[1:]
            if _content(call.device, name) is None
            and not _is_directory(call.device, path(name))
        ],
    )


def _says(what: t.Callable[[bigip.Device], str]) -> Program:
    def program(call: Call) -> Outcome:
        return Outcome(what(call.device) + '\n')

    return program


def _echo(call: Call) -> Outcome:
    words = call.words[1:] if call.words[:1] == ['-n'] else call.words
    return Outcome(' '.join(words) + ('' if words is not call.words else '\n'))


def _now(device: bigip.Device) -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(
        seconds=device.clock
    )


def _date(device: bigip.Device) -> str:
    return '{:%a %b %e %H:%M:%S UTC %Y}'.format(_now(device))


def _up(device: bigip.Device) -> datetime.timedelta:
    return datetime.timedelta(seconds=int(time.monotonic() - device.started))


def _uptime(device: bigip.Device) -> str:
    up = _up(device)
    return (
        ' {:%H:%M:%S} up {} days, {:2}:{:02},  0 users,  load average: '
        '0.08, 0.03, 0.05'.format(
            _now(device),
            up.days,
            up.seconds // 3600,
            up.seconds // 60 % 60,
        )
    )


def _reboots(device: bigip.Device) -> str:
    up = _up(device)
    return (
        'reboot   system boot  3.10.0-862.14.4. {:%a %b %e %H:%M} - {:%H:%M}'
        '  ({:02}:{:02})'.format(
            _now(device) - up,
            _now(device),
            up.seconds // 3600,
            up.seconds // 60 % 60,
        )
    )


def _processes(device: bigip.Device) -> str:
    form = '{:<8} {:>5} {:>4} {:>4} {:>6} {:>5} {:<8} {:<4} {:>5} {:>6} {}'
    head = 'USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND'
    return '\n'.join(
        [
            form.format(*head.split()),
            *(
                form.format(
                    'root',
                    4000 + number,
                    '0.3',
                    '1.1',
                    98304,
                    40960,
                    '?',
                    'Ss',
                    '{:%H:%M}'.format(_now(device) - _up(device)),
                    '0:07',
                    command,
                )
                for number, command in enumerate(_PROCESSES)
            ),
        ]
    )


def _nothing(call: Call) -> Outcome:
    return Outcome()


Program = t.Callable[[Call], Outcome]
_PROGRAMS: dict[str, Program] = {
    'bigstart': _nothing,
    'cat': _cat,
    'chmod': _own,
    'chown': _own,
    'cp': _move,
    'date': _says(_date),
    'df': _says(
        lambda device: (
            'Filesystem 1K-blocks Used Available Use% Mounted on\n'
            '/dev/mapper/vg--db--sda-set.1.root 427816 105060 295816 27% /'
        )
    ),
    'echo': _echo,
    'egrep': _grep,
    'grep': _grep,
    'head': _part,
    'hostname': _says(lambda device: device.hostname),
    'last': _says(_reboots),
    'ls': _list,
    'mv': _move,
    'ps': _says(_processes),
    'pwd': _says(lambda device: _HOME),
    'rm': _remove,
    'runlevel': _says(lambda device: 'N 3'),
    'tail': _part,
    'touch': _touch,
    'true': _nothing,
    'uptime': _says(_uptime),
    'wc': _count,
    'whoami': _says(lambda device: 'root'),
}


def run(
    device: bigip.Device, name: str, words: list[str], text: str
) -> Outcome:
    """Run a program; raises KeyError if the device has none of the name.

    A ``name`` with a path is found in the places of programs, and is how the
    program calls itself when it complains.
    """
    folder, _, short = name.rpartition('/')
    if folder not in ('', '/bin', '/sbin', '/usr/bin', '/usr/sbin'):
        raise KeyError(name)
    call = Call(device, name, words, text)
    try:
        return _PROGRAMS[short](call)
    except Usage as usage:
        return call.ended('', [str(usage)])
