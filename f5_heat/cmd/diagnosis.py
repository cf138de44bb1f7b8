# SPDX-License-Identifier: Apache-2.0

"""The findings of ``f5-heat doctor``, as text for people and as JSON."""

import dataclasses
import json
import os
import re
import sys
import textwrap

OK = 'ok'
WARNING = 'warning'
ERROR = 'error'

#: The exit codes of a monitoring plugin.
CODES = {OK: 0, WARNING: 1, ERROR: 2}

_WIDTH = 79
_MARGIN = 24
_COLORS = {OK: 32, WARNING: 33, ERROR: 31}
_MOST_NAMED = 4

# One of SHA-256 does not fit into a line.
_FINGERPRINT = re.compile(r'\b((?:[0-9A-F]{2}:){16})((?:[0-9A-F]{2}:){15})')


@dataclasses.dataclass
class Finding:
    """The outcome of one check.

    ``check`` names it, ``device`` and ``address`` say where it was made, and
    ``data`` holds its details for programs.
    """

    check: str
    status: str
    message: str
    device: str | None = None
    address: str | None = None
    data: dict = dataclasses.field(default_factory=dict)
    ignored: bool = False

    @property
    def where(self):
        return ' '.join(filter(None, (self.device, self.address, self.check)))


class Findings(list):
    """The outcomes of the checks of this host, a device or a unit of it."""

    def __init__(self, device=None, address=None):
        super().__init__()
        self.device = device
        self.address = address

    def ok(self, check, message, **data):
        self._add(check, OK, message, data)

    def warning(self, check, message, **data):
        self._add(check, WARNING, message, data)

    def error(self, check, message, **data):
        self._add(check, ERROR, message, data)

    def list_names(self, check):
        """Append the names in the data of a check to its message."""
        for one in self:
            if one.check == check and one.data.get('names'):
                one.message += ' They are %s.' % ', '.join(one.data['names'])

    def _add(self, check, status, message, data):
        self.append(
            Finding(
                check,
                status,
                printable(message),
                self.device,
                self.address,
                data,
            )
        )


def printable(text):
    """Return a text without control characters: devices may lie."""
    return ''.join(
        one if one.isprintable() else '?'
        for one in ' '.join(str(text).split())
    )


class Report:
    """All findings, in sections.

    :param facts: the first keys of the JSON object.
    :param ignored: the names of the checks that do not count.
    """

    def __init__(self, facts, sections, ignored=()):
        self._facts = facts
        self._sections = [section for section in sections if section]
        self._findings = [one for section in sections for one in section]
        for one in self._findings:
            one.ignored = one.check in ignored

    @property
    def status(self):
        return max(
            (one.status for one in self._findings if not one.ignored),
            key=CODES.get,
            default=OK,
        )

    @property
    def code(self):
        return CODES[self.status]

    def json(self):
        return json.dumps(
            {
                'status': self.status,
                **self._facts,
                'checks': [dataclasses.asdict(one) for one in self._findings],
            },
            indent=2,
        )

    def text(self, colored=False, wrapped=False):
        """Return lines of 79 columns, the first of which is a summary.

        The first is longer unless ``wrapped``: a monitoring system shows no
        other.
        """
        lines = [self._summary()]
        if wrapped:
            lines = textwrap.wrap(
                lines[0],
                _WIDTH,
                subsequent_indent='  ',
                break_on_hyphens=False,
            )
        for section in self._sections:
            lines += ['', self._heading(section)]
            for one in section:
                lines += self._lines(one, colored)
        return '\n'.join(lines)

    def _summary(self):
        counted = [one for one in self._findings if not one.ignored]
        parts = []
        for status in (ERROR, WARNING):
            found = [one.where for one in counted if one.status == status]
            if found:
                more = found[_MOST_NAMED:]
                parts.append(
                    '%d %s%s (%s%s)'
                    % (
                        len(found),
                        status,
                        's' if len(found) > 1 else '',
                        ', '.join(found[:_MOST_NAMED]),
                        ', ...' if more else '',
                    )
                )
        if not parts:
            parts.append('%d checks found nothing wrong' % len(counted))
        return '%s: %s' % (self.status.upper(), ', '.join(parts))

    @staticmethod
    def _heading(section):
        if section.device is None:
            return 'This host'
        if section.address is None:
            return 'Device %s' % section.device
        return 'Device %s at %s' % (section.device, section.address)

    @staticmethod
    def _lines(one, colored):
        word = 'ignored' if one.ignored and one.status != OK else one.status
        word = word.upper().ljust(7)
        if colored:
            word = '\033[%dm%s\033[0m' % (_COLORS[one.status], word)
        first, *rest = textwrap.wrap(
            _FINGERPRINT.sub(r'\1 \2', one.message),
            _WIDTH - _MARGIN,
            break_on_hyphens=False,
            break_long_words=False,
        )
        return [
            '  %s  %s  %s' % (word, one.check.ljust(_MARGIN - 13), first),
            *(' ' * _MARGIN + line for line in rest),
        ]


def is_colored(stream=None):
    """Return whether a stream shows colours, and they are wanted."""
    stream = stream or sys.stdout
    return (
        stream.isatty()
        and not os.environ.get('NO_COLOR')
        and os.environ.get('TERM') != 'dumb'
    )
