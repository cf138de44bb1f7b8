# SPDX-License-Identifier: Apache-2.0

"""The commands of iRules: what each names, or that it names nothing.

A command is known by its whole name. Those of one family differ: HTTP::host
reads a header, and HTTP::proxy sends the connection elsewhere.
"""

from __future__ import annotations

import functools
import re

from f5_heat.tcl import language
from f5_heat.tcl import reader
from f5_heat.tcl import walk as walks

Words = list[reader.Word]

POOL = 'ltm/pool'
SNAT_POOL = 'ltm/snatpool'
VIRTUAL = 'ltm/virtual'
RULE = 'ltm/rule'
DATA_GROUP = 'ltm/data-group/'
IFILE = 'ltm/ifile'
PROFILE = 'ltm/profile/'
PUBLISHER = 'sys/log-config/publisher'


def _pool(walk: walks.Walk, words: Words, kind: str = POOL) -> None:
    if not walk.expects('pool', words, 1):
        return
    name, *rest = words
    walk.object(kind, name)
    # The next words are a member of that pool, or of none.
    if rest and walk.literal(rest[0]) != 'member':
        walk.doubt(f'{rest[0].text!r} is not the word member.')


def _snat_pool(walk: walks.Walk, words: Words) -> None:
    _pool(walk, words, SNAT_POOL)


def _node(walk: walks.Walk, words: Words) -> None:
    # An address and a port.
    if walk.expects('node', words, 1, 2):
        walk.object(walks.ADDRESS, words[0])


def _snat(walk: walks.Walk, words: Words) -> None:
    if walk.expects('snat', words, 1, 2):
        walk.object(walks.ADDRESS, words[0])


def virtual(walk: walks.Walk, words: Words) -> None:
    if (
        walk.expects('virtual', words, 0, 1)
        and words
        and (words[0].is_computed or words[0].text != 'name')
    ):
        walk.object(VIRTUAL, words[0])


_PLACES: dict[str, walks.Command] = {
    'node': _node,
    'pool': _pool,
    'snat': _snat,
    'snatpool': _snat_pool,
    'virtual': virtual,
}


def _place(name: str) -> walks.Command:
    """Return a command with words such as ``pool NAME``, or none."""

    def judge(walk: walks.Walk, words: Words) -> None:
        if words:
            place = language.subcommand(walk, name, words, _PLACES)
            if place in _PLACES:
                _PLACES[place](walk, words[1:])

    return judge


def _members(walk: walks.Walk, words: Words) -> None:
    left, _ = language.options(walk, 'members', words, {'-list': 0})
    if walk.expects('members', left, 1, 1):
        walk.object(POOL, left[0])


#: Where the name of a data group stands, by the form of the command class.
_CLASS = {
    'anymore': -2,
    'donesearch': -2,
    'element': -1,
    'exists': -1,
    'lookup': -1,
    'match': -1,
    'nextelement': -2,
    'search': -3,
    'size': -1,
    'startsearch': -1,
    'type': -1,
}


def data_group(walk: walks.Walk, words: Words) -> None:
    if not walk.expects('class', words, 2):
        return
    form = walk.literal(words[0])
    if form in ('get', 'names'):
        # A pattern may follow.
        known = {'-nocase': 0}
        left, _ = language.options(walk, 'class', words[1:], known)
        if walk.expects('class', left, 1, 2):
            walk.object(DATA_GROUP, left[0])
        return
    place = _CLASS.get(form)
    if place is None or len(words) <= -place:
        walk.doubt('this form of the command class may name anything.')
    else:
        walk.object(DATA_GROUP, words[place])


def _matchclass(walk: walks.Walk, words: Words) -> None:
    if walk.expects('matchclass', words, 3, 3):
        walk.object(DATA_GROUP, words[2])


def _findclass(walk: walks.Walk, words: Words) -> None:
    if walk.expects('findclass', words, 2, 3):
        walk.object(DATA_GROUP, words[1])


_IFILE = frozenset(
    [
        'attributes',
        'checksum',
        'get',
        'last_update_time',
        'last_updated_by',
        'revision',
        'size',
    ]
)


def _ifile(walk: walks.Walk, words: Words) -> None:
    # The form listall names those of all.
    language.subcommand(walk, 'ifile', words, _IFILE)
    if walk.expects('ifile', words, 2, 2):
        walk.object(IFILE, words[1])


def _call(walk: walks.Walk, words: Words) -> None:
    if not walk.expects('call', words, 1):
        return
    name = words[0]
    rule, colons, _ = name.text.rpartition('::')
    if colons and rule and not name.is_computed:
        end = name.start + len(rule)
        walk.object(RULE, reader.Word(name.source, name.start, end))
    elif not language.PROCEDURE.fullmatch(walk.literal(name)):
        walk.doubt(f'{name.text!r} is no procedure of an iRule.')


def _ssl_profile(walk: walks.Walk, words: Words) -> None:
    if walk.expects('SSL::profile', words, 1, 1):
        walk.object(PROFILE, words[0])


def _hsl_open(walk: walks.Walk, words: Words) -> None:
    kinds = {'-pool': POOL, '-publisher': PUBLISHER}
    if len(words) % 2 or not words:
        walk.doubt('the options of HSL::open are no pairs.')
    for option, value in zip(words[::2], words[1::2], strict=False):
        what = walk.literal(option)
        if what in kinds:
            walk.object(kinds[what], value)
        elif what != '-proto':
            walk.doubt(f'{what!r} is not known as an option of HSL::open.')


_FACILITY = re.compile(r'local[0-7](?:\.[a-z]*)?')


def _log(walk: walks.Walk, words: Words) -> None:
    left, _ = language.options(walk, 'log', words, {'-noname': 0})
    # With more words the first may be a host to which is logged.
    if walk.expects('log', left, 1, 2) and len(left) == 2:
        facility = walk.literal(left[0])
        if not _FACILITY.fullmatch(facility):
            walk.doubt(f'{facility!r} is no facility of the log.')


_PERSISTENCES = frozenset(
    [
        'carp',
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
    ]
)
_OTHERS = re.compile(r'\b(?:any|pool|service|virtual)\b', re.ASCII)


def _persist(walk: walks.Walk, words: Words) -> None:
    walk.expects('persist', words, 1, 4)
    kind = walk.literal(words[0] if words else None)
    if kind not in _PERSISTENCES or any(
        _OTHERS.search(word.text) for word in words
    ):
        walk.doubt('this form of the command persist may concern others.')


_CRYPTO = dict.fromkeys(
    [
        '-alg',
        '-iv',
        '-ivhex',
        '-key',
        '-keyhex',
        '-len',
        '-passphrase',
        '-rounds',
        '-salt',
        '-salthex',
        '-signature',
    ],
    1,
)


def _crypto(walk: walks.Walk, words: Words) -> None:
    # A context is a variable that is named, and could be any.
    left, _ = language.options(walk, 'CRYPTO', words, _CRYPTO)
    walk.expects('CRYPTO', left, 0, 1)


#: Commands that name objects, or set what others see.
NAMING: dict[str, walks.Command] = {
    'HSL::open': _hsl_open,
    'LB::reselect': _place('LB::reselect'),
    'LB::status': _place('LB::status'),
    'SSL::profile': _ssl_profile,
    'active_members': _members,
    'active_nodes': _members,
    'call': _call,
    'class': data_group,
    'clone': _place('clone'),
    'findclass': _findclass,
    'ifile': _ifile,
    'log': _log,
    'matchclass': _matchclass,
    'members': _members,
    'node': _node,
    'nodes': _members,
    'persist': _persist,
    'pool': _pool,
    'snat': _snat,
    'snatpool': _snat_pool,
    'use': _place('use'),
    'virtual': virtual,
    **dict.fromkeys(
        (
            'CRYPTO::decrypt',
            'CRYPTO::encrypt',
            'CRYPTO::hash',
            'CRYPTO::keygen',
            'CRYPTO::sign',
            'CRYPTO::verify',
        ),
        _crypto,
    ),
}


def _nothing(walk: walks.Walk, words: Words) -> None:
    pass


#: Commands that name no object, set no variable, run no script, and change
#: nothing but their own connection; by their family.
FAMILIES = {
    'AES': 'decrypt encrypt key',
    'COMPRESS': 'buffer_size disable enable gzip method nodelay',
    'HTTP': (
        'close collect cookie disable enable fallback has_responded header '
        'host hsts is_keepalive is_redirect method passthrough_reason '
        'password path payload query redirect reject_reason release request '
        'request_num respond response retry status uri username version'
    ),
    'HTTP2': 'active concurrency disable enable header push requests stream '
    'version',
    'IP': (
        'addr client_addr hops idle_timeout local_addr protocol remote_addr '
        'reputation server_addr stats tos ttl version'
    ),
    'LB': 'detach mode server',
    'LINK': 'lasthop nexthop qos vlan_id',
    'SSL': (
        'alert alpn authenticate cert cipher clientrandom collect disable '
        'enable extensions handshake is_renegotiation_secure mode nextproto '
        'payload release renegotiate respond secure_renegotiation session '
        'sessionid sessionsecret sessionticket sni unclean_shutdown '
        'verify_result'
    ),
    'STREAM': 'disable enable encoding expression match max_matchsize replace',
    'TCP': (
        'bandwidth client_port close collect idletime keepalive local_port '
        'mss nagle notify offset option payload release remote_port respond '
        'rtt server_port'
    ),
    'UDP': (
        'client_port drop local_port mss payload remote_port respond '
        'server_port'
    ),
    'URI': ('basename compare decode encode host path port protocol query'),
    'X509': (
        'cert_fields extensions hash issuer not_valid_after not_valid_before '
        'pem2der serial_number signature_algorithm subject '
        'subject_public_key subject_public_key_RSA_bits '
        'subject_public_key_type verify_cert_error_string version whole'
    ),
}
PLAIN = (
    'b64decode b64encode break clock concat continue crc32 discard domain '
    'drop event findstr format forward getfield htonl htons join lindex '
    'linsert list llength lrange lreplace lsearch md5 ntohl ntohs priority '
    'reject return sha1 sha256 sha384 sha512 split substr timing whereis'
)
HARMLESS = frozenset(
    [
        *PLAIN.split(),
        *(
            f'{family}::{name}'
            for family, names in FAMILIES.items()
            for name in names.split()
        ),
    ]
)

#: All commands that are known in an iRule.
COMMANDS: dict[str, walks.Command] = {
    **language.COMMANDS,
    **NAMING,
    **dict.fromkeys(HARMLESS, _nothing),
}


def named(text: str) -> list[walks.Mention]:
    """Return all that an iRule names, in its order.

    :raises reader.UnclearScript: that cannot be told for certain.
    """
    return walks.Walk(reader.Source(text), COMMANDS).of_script()


@functools.lru_cache(maxsize=32)
def mentioned(text: str) -> tuple[walks.Mention, ...]:
    """Return what an iRule is seen to name, as far as it can be read.

    Heat asks it for each graph of a stack that it makes.
    """
    try:
        source = reader.Source(text, is_strict=False)
    except reader.UnclearScript:
        return ()
    return tuple(walks.Walk(source, COMMANDS).of_script())
