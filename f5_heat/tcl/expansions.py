# SPDX-License-Identifier: Apache-2.0

"""Texts of profiles in which a BIG-IP runs what stands in brackets.

Only commands that read something are known here, in the forms in which they
do nothing else.
"""

from __future__ import annotations

import re

from f5_heat.tcl import irules
from f5_heat.tcl import language
from f5_heat.tcl import reader
from f5_heat.tcl import walk as walks

_SUBSTITUTED = re.compile(r'\[|\$[A-Za-z0-9_:{(]')
_VARIABLE = re.compile(r'\$[A-Za-z0-9_:{(]')
_PLAIN_BRACES = re.compile(r'\{[^][{}]*\}')


def _one_of(*allowed: str) -> walks.Command:
    """Return a command that may have one of these words after its name."""

    def judge(walk: walks.Walk, words: irules.Words) -> None:
        if words and not (
            len(words) == 1 and walk.literal(words[0]) in allowed
        ):
            walk.doubt(
                'with these words a command does more than to read: '
                f'{" ".join(word.text for word in words)!r}.'
            )

    return judge


_READING = frozenset(('at', 'count', 'exists', 'value', 'values'))
_CHANGING = frozenset(
    [
        'decrypt',
        'encrypt',
        'insert',
        'insert_modssl_fields',
        'remove',
        'replace',
        'sanitize',
    ]
)


def _field(walk: walks.Walk, words: irules.Words) -> None:
    """Judge the reading of a header or a cookie."""
    if walk.expects('HTTP::header', words, 1, 2):
        form = walk.literal(words[0])
        if (
            form not in _READING
            if len(words) == 2
            else form.lower() in _CHANGING
        ):
            walk.doubt(f'the form {form!r} does more than to read.')


_CERTIFICATE = re.compile(r'count|issuer|[0-9]{1,3}')


def _certificate(walk: walks.Walk, words: irules.Words) -> None:
    for word in words:
        text = walk.literal(word)
        if not _CERTIFICATE.fullmatch(text):
            walk.doubt(f'{text!r} is no way to read a certificate.')


def _string(walk: walks.Walk, words: irules.Words) -> None:
    # The form is may set a variable.
    known = language.STRING - {'is'}
    language.subcommand(walk, 'string', words, known)


def _clock(walk: walks.Walk, words: irules.Words) -> None:
    known = 'clicks', 'format', 'seconds'
    language.subcommand(walk, 'clock', words, known)


def _any(walk: walks.Walk, words: irules.Words) -> None:
    pass


_FUNCTIONS = (
    'b64decode b64encode concat crc32 domain findstr format getfield join '
    'lindex linsert list llength lrange lreplace lsearch md5 sha1 sha256 '
    'sha384 sha512 split substr whereis'
)
_GETTERS = (
    'HTTP::host HTTP::is_keepalive HTTP::method HTTP::path HTTP::query '
    'HTTP::request_num HTTP::status HTTP::uri HTTP::username HTTP::version '
    'IP::client_addr IP::hops IP::protocol IP::server_addr IP::tos IP::ttl '
    'IP::version SSL::sessionid SSL::verify_result'
)
_GETTERS_OF_A_SIDE = (
    'IP::local_addr IP::remote_addr TCP::client_port TCP::local_port '
    'TCP::mss TCP::remote_port TCP::rtt TCP::server_port UDP::client_port '
    'UDP::local_port UDP::remote_port UDP::server_port'
)

COMMANDS: dict[str, walks.Command] = {
    **dict.fromkeys(_FUNCTIONS.split(), _any),
    **{
        f'{family}::{name}': _any
        for family in ('URI', 'X509')
        for name in irules.FAMILIES[family].split()
    },
    **dict.fromkeys(_GETTERS.split(), _one_of()),
    **dict.fromkeys(
        _GETTERS_OF_A_SIDE.split(), _one_of('clientside', 'serverside')
    ),
    'HTTP::cookie': _field,
    'HTTP::header': _field,
    'LB::server': _one_of('addr', 'name', 'pool', 'port'),
    'SSL::cert': _certificate,
    'SSL::cipher': _one_of('bits', 'name', 'version'),
    'SSL::sni': _one_of('name'),
    'class': irules.data_group,
    'clock': _clock,
    'string': _string,
    'virtual': _one_of('name'),
}


def named(text: str) -> list[walks.Mention]:
    """Return what is named in the brackets of a text.

    :raises reader.UnclearScript: that cannot be told for certain, or it does
        more than to read.
    """
    if not _SUBSTITUTED.search(text):
        return []
    if '\\' in text or _VARIABLE.search(text):
        raise reader.UnclearScript(
            'beside brackets, a text has neither backslashes nor variables.'
        )
    if re.search('[{}]', _PLAIN_BRACES.sub('', text)):
        raise reader.UnclearScript('its brackets stand in braces.')
    return walks.Walk(
        reader.Source(text),
        COMMANDS,
        'the command {} is none of those that only read something.',
    ).of_text()
