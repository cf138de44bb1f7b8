# SPDX-License-Identifier: Apache-2.0

"""The text of an iApp template, as tmsh lists and loads it, and its parts.

::

    cli script shared { proc greet {} { puts hello } }
    sys application template /Common/web {
        actions {
            definition {
                implementation { tmsh::create ltm pool web }
                presentation { section web { string address } }
                role-acl { admin manager }
            }
        }
        requires-modules { ltm }
    }

The grammar is that of ``sys application template`` and ``cli script`` in
F5's tmsh reference. What F5's Python SDK reads (``f5.utils.iapp_parser``,
3.0.21), which is less strict, is read too.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t

_DEFINITION = 'actions.definition.'
#: The sections that are text, and their keys in iControl REST, where dots
#: stand for nested objects.
SECTIONS = {
    'html-help': _DEFINITION + 'htmlHelp',
    'implementation': _DEFINITION + 'implementation',
    'macro': _DEFINITION + 'macro',
    'presentation': _DEFINITION + 'presentation',
}
#: Those that a template cannot be without.
REQUIRED = ('implementation', 'presentation')
#: The parts that are lists of words.
LISTS = {
    'role-acl': _DEFINITION + 'roleAcl',
    'requires-modules': 'requiresModules',
}
ATTRIBUTES = {
    'description': 'description',
    'ignore-verification': 'ignoreVerification',
    'requires-bigip-version-max': 'requiresBigipVersionMax',
    'requires-bigip-version-min': 'requiresBigipVersionMin',
    'run-as': _DEFINITION + 'runAs',
}
#: The words for the parts of a template, by their keys.
PARTS = {
    key: word
    for words in (SECTIONS, LISTS, ATTRIBUTES)
    for word, key in words.items()
}
#: What a listing says about a template that is on a device, and what vouches
#: for its very text. A device has its own view of the former. The latter
#: would be wrong for a text that travels without its outer blanks: tools
#: that export a template to import it again take it out too.
UNSENT = frozenset(
    (
        'app-service',
        'metadata',
        'prerequisite-errors',
        'signing-key',
        'tmpl-checksum',
        'tmpl-signature',
        'total-signing-status',
        'verification-status',
    )
)
DEFINITION = frozenset((*SECTIONS, 'role-acl', 'run-as'))
TEMPLATE = frozenset(
    ('actions', 'partition', 'requires-modules', *ATTRIBUTES, *UNSENT)
) - {'run-as'}


class TemplateError(ValueError):
    """A text that is no template, with the number of the line at fault.

    The message begins with the name that F5's SDK has for the error.
    """


@dataclasses.dataclass(frozen=True)
class Script:
    """A ``cli script`` that comes with a template.

    ``folder`` is a path such as ``/Common``, or empty where the text does
    not say it.
    """

    name: str
    folder: str
    text: str


@dataclasses.dataclass(frozen=True)
class Template:
    """The parts of a template.

    ``folder`` is as that of a script. ``parts`` are those that ``PARTS``
    lists; what is empty, ``none`` or the default is not there.
    """

    name: str
    folder: str
    parts: dict[str, t.Any]
    scripts: tuple[Script, ...] = ()


def write(template: Template) -> str:
    """Return a text that ``template_reader`` makes the same parts of."""
    lines = []
    for script in template.scripts:
        lines += ['cli script %s {' % _path(script), script.text, '}']
    lines += [
        'sys application template %s {' % _path(template),
        '    actions {',
        '        definition {',
    ]
    for word, key in SECTIONS.items():
        if key in template.parts or word in REQUIRED:
            lines += [word + ' {', template.parts.get(key, ''), '}']
    rest = {
        word: line
        for word, line in (
            (PARTS[key], _line(PARTS[key], value))
            for key, value in template.parts.items()
        )
        if line
    }
    lines += [rest.pop(word) for word in sorted(DEFINITION) if word in rest]
    lines += ['        }', '    }', *rest.values(), '}', '']
    return '\n'.join(lines)


def _path(named: Template | Script) -> str:
    return (
        '%s/%s' % (named.folder, named.name) if (named.folder) else named.name
    )


def _line(word: str, value: t.Any) -> str:
    if word in LISTS:
        return '%s { %s }' % (word, ' '.join(value))
    if word in ATTRIBUTES:
        return '%s "%s"' % (word, re.sub(r'(["\\])', r'\\\1', value))
    return ''
