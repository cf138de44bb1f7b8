# SPDX-License-Identifier: Apache-2.0

"""Database variables: names, defaults and what is allowed."""

import typing as t

from f5_heat.simulator.kinds import db_integers
from f5_heat.simulator.kinds import db_switches
from f5_heat.simulator.kinds import db_unsigned
from f5_heat.simulator.kinds import db_words
from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

# What a fresh device has beside the defaults.
_VALUES = {
    'dhclient.mgmt': 'disable',
    'failover.bigipunitmask': '3',
    'failover.linksup': 'true',
    'failover.state': 'active',
    'license.operational': 'true',
    'mcpd.baseconfigloaded': 'true',
    'provision.initialized': 'true',
    'service.httpd.allow': 'All',
    'setup.run': 'false',
    'vendor.knowledgebase.a': 'Ask F5 Web Site',
    'vendor.knowledgebase.a.href': 'http://tech.f5.com/',
    'vendor.licservguiuri': '/F5/index.jsp',
    'vendor.licservhost': 'activate.F5.com',
    'vendor.licservprotocol': 'https',
    'vendor.licservuri': '/F5/services/a',
    'vendor.supportemail': 'support@f5.com',
    'vendor.vendorcommonname': 'F5 Networks',
    'vendor.vendorfullname': 'F5 Networks, Inc.',
    'vendor.wwwurl': 'http://www.f5.com',
    'version.product': 'BIG-IP',
    'vlan.macassignment': 'vmw-compat',
}


def _entries(text: str) -> t.Iterator[tuple[str, str]]:
    """Yield names, each with what follows it after an equals sign."""
    beginning = ''
    for word in text.split():
        if word.endswith('.') and '=' not in word:
            beginning = word
        else:
            name, _, rest = word.partition('=')
            yield beginning + name, rest


def _variable(
    name: str, default: str, allowed: str, saved: str
) -> kind.Values:
    return {
        'defaultValue': default,
        'scfConfig': saved,
        'value': _VALUES.get(name, default),
        'valueRange': allowed,
    }


def _numbers(text: str, type_: str, saved: str) -> t.Iterator[kind.Values]:
    for name, rest in _entries(text):
        default, *limits = rest.split(':')
        if len(limits) == 1:
            limits = ['0', *limits]
        allowed = [
            '{}:{}'.format(which, limit)
            for which, limit in zip(('min', 'max'), limits, strict=False)
            if limit
        ]
        yield {
            name: _variable(name, default, ' '.join([type_, *allowed]), saved)
        }


def _words(text: str, saved: str) -> t.Iterator[kind.Values]:
    for group in text.split('[')[1:]:
        words, _, names = group.partition(']')
        for name, default in _entries(names):
            allowed = ' '.join(words.split())
            yield {name: _variable(name, default, allowed, saved)}


def _texts(values: dict[str, str], saved: str) -> kind.Builtins:
    return {
        name: _variable(name, default, 'string', saved)
        for name, default in values.items()
    }


def _builtins() -> kind.Builtins:
    found: kind.Builtins = {}
    for (allowed, default, saved), names in db_switches.SWITCHES.items():
        for name, _ in _entries(names):
            found[name] = _variable(name, default, allowed, saved)
    for table, type_ in (
        (db_integers, 'integer'),
        (db_unsigned, 'unsigned integer'),
    ):
        for one in (
            *_numbers(table.SAVED, type_, 'true'),
            *_numbers(table.UNSAVED, type_, 'false'),
        ):
            found.update(one)
    for one in (
        *_words(db_words.SAVED, 'true'),
        *_words(db_words.UNSAVED, 'false'),
        _texts(dict(_entries(db_words.SAVED_TEXTS)), 'true'),
        _texts(dict(_entries(db_words.UNSAVED_TEXTS)), 'false'),
        _texts(db_words.SAVED_LINES, 'true'),
        _texts(db_words.UNSAVED_LINES, 'false'),
    ):
        found.update(one)
    return dict(sorted(found.items()))


DB = kind.Kind(
    'sys/db',
    'database variable',
    {
        'defaultValue': kind.text(read_only=True),
        'scfConfig': facts.false_true(read_only=True),
        # Nothing and the word none are values as others.
        'value': kind.text('', words=('none',)),
        'valueRange': kind.text(read_only=True),
    },
    naming='plain',
    source=facts.RECORDED,
    unverified='the label in messages; the variables of other versions',
    builtins=_builtins(),
)

KINDS = (DB,)
