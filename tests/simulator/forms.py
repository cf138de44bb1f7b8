# SPDX-License-Identifier: Apache-2.0

"""The forms of each property that a device takes, made from the rows."""

import itertools

from f5_heat.simulator.schema import kind as schema


class OneOf:
    """What a GET shows, if the rows do not say which of some it is."""

    def __init__(self, *shown):
        self.shown = shown


class Cleared(OneOf):
    """What a GET no longer shows, or shows as the default again."""

    def __init__(self, *defaults):
        super().__init__(None, 'none', [], '', *defaults)


class Secret:
    """What a GET shows of a secret."""


#: Texts that are more than texts, by key or by collection and key; what is
#: shown of one beside it, where it is another.
TEXTS = {
    'address': '10.9.0.1',
    'apiAnonymous': 'when HTTP_REQUEST { return }',
    'destination': '10.9.0.1:80',
    'sourcePath': ('file:/var/tmp/x.crt', 'file:///var/tmp/x.crt'),
    ('ltm/pool/members', 'address'): '10.9.1.1',
    ('ltm/virtual', 'destination'): ('10.9.0.1:80', '/Common/10.9.0.1:80'),
    ('net/self', 'address'): '10.9.0.1/24',
    ('sys/global-settings', 'hostname'): 'a.example.net',
    ('sys/file/ssl-key', 'sourcePath'): (
        'file:/var/tmp/x.key',
        'file:///var/tmp/x.key',
    ),
}
#: What some words are shown as.
SHOWN = {
    # It is enabled, and what it is then depends on its monitor.
    ('session', 'user-enabled'): OneOf('user-enabled', 'monitor-enabled'),
    ('state', 'user-up'): OneOf('unchecked', 'up', 'fqdn-up'),
    # The key is there only while it is true.
    ('ltm/rule', 'ignoreVerification', 'false'): Cleared(),
}


#: What a part of an object needs beside it.
BESIDE = {
    ('ltm/virtual', 'pool'): {'type': 'snat'},
}
#: A member has the host name of its node, which here has none.
_OF_ITS_NODE = {('ltm/pool/members', 'tmName')}
#: Names in lists that are more than names.
_NAMES = {
    ('ltm/snat', 'origins'): '10.9.0.0/24',
    ('gtm/server', 'addresses'): '10.9.0.1',
}


def of(world, collection, key, field):
    """Yield each form of a property, with what a GET then shows."""
    made = itertools.chain(
        _words(field),
        _BY_TYPE[field.type](world, collection, key, field),
        _none(field),
    )
    for sent, shown in made:
        if isinstance(shown, str):
            shown = SHOWN.get(
                (collection, key, shown), SHOWN.get((key, shown), shown)
            )
            if field.secret and shown != 'none':
                shown = Secret()
        yield sent, shown


def _none(field):
    if field.type == 'flag':
        return
    if field.default == '':
        yield '', ''
    elif 'none' in field.choices + field.words:
        yield '', 'none'
    elif field.default is None or not field.choices:
        yield '', Cleared(field.default)
        yield None, Cleared(field.default)


def _words(field):
    if field.type == 'list':
        return
    for word in field.choices + field.words:
        if word in field.shown:
            continue
        yield word, word
        if word in ('true', 'false'):
            yield word == 'true', word
    for number, word in field.numbers.items():
        yield number, word
        yield str(number), word
    for number in sorted(
        schema.NUMBERS[word] for word in field.words if word in schema.NUMBERS
    ):
        word = next(
            word for word in field.words if schema.NUMBERS.get(word) == number
        )
        yield number, word
        yield str(number), word


def _number(field):
    """A number that is neither the default nor a word."""
    low = field.low or 0
    for number in range(low + 1, low + 9):
        if field.word(number) is None and str(number) != str(field.default):
            return number


def _string(world, collection, key, field):
    if field.choices:
        return
    if field.low is not None or field.high is not None:
        number = _number(field)
        yield number, str(number)
        yield str(number), str(number)
        return
    sample = TEXTS.get((collection, key), TEXTS.get(key))
    if sample is not None:
        sent, shown = sample if isinstance(sample, tuple) else (sample,) * 2
        yield sent, shown
        return
    if field.form:
        sent = '10.9.0.1' if field.form == 'address' else '10.9.0.0/24'
        yield sent, sent
        return
    yield 'a b', 'a b'
    yield 5, '5'
    yield True, 'true'


def _integer(world, collection, key, field):
    # An interval has to be below its timeout.
    number = 30 if key == 'timeout' else _number(field)
    yield number, number
    yield str(number), number


def _flag(world, collection, key, field):
    yield True, True
    yield 'true', True
    if not field.default or len(field.excludes) == 1:
        yield False, Cleared()


def _mask(world, collection, key, field):
    yield '255.255.0.0', '255.255.0.0'
    yield '0.0.0.0', 'any'
    yield 'any', 'any'
    yield '::', 'any6'
    yield 'ffff:ffff::', 'ffff:ffff::'


def _braces(world, collection, key, field):
    yield ['no-tlsv1.1', 'no-tlsv1.2'], '{ no-tlsv1.1 no-tlsv1.2 }'
    yield '{ no-tlsv1.1 }', '{ no-tlsv1.1 }'
    yield 'no-tlsv1.1', '{ no-tlsv1.1 }'
    yield [], 'none'


def _spellings(path):
    """The forms of a path of an object in /Common."""
    if path.startswith('/Common/') and path.count('/') == 2:
        name = path.rpartition('/')[2]
        return path, name, {'name': name, 'partition': 'Common'}
    return (path,)


def _reference(world, collection, key, field):
    path = world.object(field.refers)
    for spelling in _spellings(path):
        yield spelling, path


def _references(world, collection, key, field):
    path = world.object(field.refers)
    for spelling in _spellings(path):
        yield [spelling], [path]
    yield path, [path]
    yield '{ %s }' % path, [path]
    yield [], Cleared(field.default)


def _monitor(world, collection, key, field):
    refers = field.refers
    if collection == 'ltm/node':
        # A node has no service that a monitor could be for.
        refers = ('ltm/monitor/icmp', 'ltm/monitor/gateway-icmp')
    one = world.object(refers)
    other = world.object(refers[1:])
    for path in (one, one.rpartition('/')[2]):
        yield path, one
    both = '%s and %s' % (one, other)
    yield both, both
    yield ' %s ' % both, both
    some = 'min 1 of { %s %s }' % (one, other)
    yield some, some
    yield some.replace('{ ', '').replace(' }', ''), some


def _list(world, collection, key, field):
    yield [], Cleared(field.default)
    if field.fields:
        yield from _entries(world, collection, key, field)
        return
    words = list(field.choices[:2]) or TEXTS.get(
        (collection, key), ['one', 'two']
    )
    yield words, words
    yield ' '.join(words), words
    yield '{ %s }' % ' '.join(words), words
    if not field.choices:
        yield [1, 2], ['1', '2']


def _entries(world, collection, key, field):
    own = field.fields.get('name')
    least = {}
    if own is not None:
        path = (
            world.object(own.refers)
            if own.refers
            else _NAMES.get((collection, key), 'one')
        )
        least = {'name': path}
        shown = {'name': path}
        if 'partition' in field.fields:
            shown = {'name': path.rpartition('/')[2], 'partition': 'Common'}
        yield [least], [shown]
        yield [path], [shown]
        yield path, [shown]
        yield {path: {}}, [shown]
        for spelling in _spellings(path):
            if isinstance(spelling, dict):
                yield [spelling], [shown]
    for below, part in field.fields.items():
        if part.read_only or below in ('name', 'partition', 'subPath'):
            continue
        for sent, seen in of(world, collection, below, part):
            yield [{**least, below: sent}], [{below: seen}]


def _object(world, collection, key, field):
    for below, part in field.fields.items():
        if part.read_only or (collection, below) in _OF_ITS_NODE:
            continue
        for sent, shown in of(world, collection, below, part):
            beside = BESIDE.get((collection, below), {})
            yield {**beside, below: sent}, {below: shown}


_BY_TYPE = {
    'string': _string,
    'integer': _integer,
    'boolean': _flag,
    'flag': _flag,
    'mask': _mask,
    'braces': _braces,
    'reference': _reference,
    'references': _references,
    'monitor': _monitor,
    'list': _list,
    'object': _object,
}
