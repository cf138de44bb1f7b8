# SPDX-License-Identifier: Apache-2.0

"""The utilities of ``util``: programs that iControl REST runs by name."""

from __future__ import annotations

import hashlib
import typing as t

from f5_heat.simulator.rest import programs
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import versions
from f5_heat.simulator.state import bigip

# What a utility passes on to its program; unverified beyond what F5's own
# clients use.
_OPTIONS = {'unix-ls': '1AFRShadilrt', 'unix-mv': 'finuv', 'unix-rm': 'Rfirv'}
_CIPHERS = (
    (159, 'DHE-RSA-AES256-GCM-SHA384', 256, 'TLS1.2', 'AES-GCM', 'EDH/RSA'),
    (158, 'DHE-RSA-AES128-GCM-SHA256', 128, 'TLS1.2', 'AES-GCM', 'EDH/RSA'),
    (157, 'AES256-GCM-SHA384', 256, 'TLS1.2', 'AES-GCM', 'RSA'),
    (156, 'AES128-GCM-SHA256', 128, 'TLS1.2', 'AES-GCM', 'RSA'),
)


def run(device: bigip.Device, name: str, words: list[str]) -> str | None:
    """Return what a utility prints; None if there is none of the name."""
    if name in _OPTIONS:
        return _unix(device, name, words)
    does, since = _UTILITIES.get(name, (None, ''))
    if does is None or not versions.known(device.version, since):
        return None
    return does(device, name, words)


def _unix(device: bigip.Device, name: str, words: list[str]) -> str:
    if device.tmos >= (12,):
        for word in words:
            if word.startswith('-') and set(word[1:]) - set(_OPTIONS[name]):
                # How it begins is known, from 12.0 on.
                raise errors.parser(
                    '{} does not support "{}"'.format(name, word)
                )
    # With its path, by which clients tell complaints from results.
    ended = programs.run(device, name.replace('unix-', '/bin/'), words, '')
    return ended.err + ended.out


# Of the rest it is known by what clients tell an answer from a complaint.


def _dig(device: bigip.Device, name: str, words: list[str]) -> str:
    """Ask a name server, of which a simulator reaches none."""
    for word in words:
        if word.startswith('-') and word[1:2] not in set('46bcfkmpqtuvxy'):
            return 'Invalid option: {}\nUsage:  dig [@global-server]\n'.format(
                word
            )
    return (
        '\n; <<>> DiG 9.11.36 <<>> {}\n;; global options: +cmd\n'
        ';; connection timed out; no servers could be reached\n'.format(
            ' '.join(words)
        )
    )


def _dossier(device: bigip.Device, name: str, words: list[str]) -> str:
    options = [word for word in words if word.startswith('-')]
    if not options or set(options) - {'-a', '-b', '-c'}:
        return 'usage: /usr/bin/get_dossier -b <registration key> [-a <key>]\n'
    text = '{} {}'.format(device.identity.number, ' '.join(words))
    return hashlib.sha512(text.encode()).hexdigest() * 4 + '\n'


def _qkview(device: bigip.Device, name: str, words: list[str]) -> str:
    if '-h' in words:
        return 'usage: qkview [-h] [-f <name>] [-s <size>] [--complete]\n'
    left = iter(words)
    file = device.hostname + '.qkview'
    for word in left:
        if word == '-f':
            file = next(left, file)
        elif word.startswith('-') and word[1:2] not in set('-sCcoTvZ'):
            return "qkview: invalid option -- '{}'\n".format(word[1:])
    where = '/var/tmp/' + file.rpartition('/')[2]
    device.files[where] = b'qkview'
    return (
        'Gathering System Diagnostics: Please wait ...\nDiagnostic '
        'information has been saved in:\n{}\n'.format(where)
    )


def _ciphers(device: bigip.Device, name: str, words: list[str]) -> str:
    """List ciphers, the same ones whatever is asked for."""
    if not words:
        return "Syntax: {} '<cipher-string>'\n".format(name)
    form = '{:>6}  {:<32} {:<5} {:<7} {:<10} {}\n'
    return form.format('ID', 'SUITE', 'BITS', 'PROT', 'CIPHER', 'KEYX') + (
        ''.join(form.format(*one) for one in _CIPHERS)
    )


_Utility = t.Callable[[bigip.Device, str, list[str]], str]
_UTILITIES: dict[str, tuple[_Utility, str]] = {
    'clientssl-ciphers': (_ciphers, '12.1'),
    'dig': (_dig, ''),
    'get-dossier': (_dossier, ''),
    'qkview': (_qkview, ''),
    'serverssl-ciphers': (_ciphers, '12.1'),
}
