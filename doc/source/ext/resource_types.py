# SPDX-License-Identifier: Apache-2.0

"""A Sphinx extension that writes a page for each resource type.

Everything on a page comes from the type's class, but for the example, a
template in ``doc/source/examples`` that has the name of the page.
"""

import inspect
import pathlib
import re

from f5_heat.plugin import resource_types
from f5_heat.engine import schema
from f5_heat.engine.objects import bigip

SOURCE = pathlib.Path(__file__).parents[1]
PAGES = SOURCE / 'reference' / 'types'

IN_PLACE = (
    'An update changes a property in place, unless it says '
    ':ref:`recreates <in-place>` here.'
)


def write_pages(app):
    """Write the pages of all types, and their index, below the source."""
    PAGES.mkdir(exist_ok=True)
    mapping = resource_types.resource_mapping()
    names = {cls: name for name, cls in mapping.items() if not is_alias(cls)}
    aliases = {}
    for alias, cls in mapping.items():
        if is_alias(cls):
            name = names[cls.support_status.substitute_class]
            aliases.setdefault(name, []).append(alias)
    pages = {'index': index({name: cls for cls, name in names.items()})}
    for cls, name in names.items():
        pages[slug(name)] = page(name, cls, sorted(aliases.get(name, [])))
    for path in PAGES.glob('*.rst'):
        if path.stem not in pages:
            path.unlink()
    for stem, lines in pages.items():
        path, text = PAGES / (stem + '.rst'), '\n'.join(lines) + '\n'
        # Sphinx reads a page again when its time has changed.
        if not path.exists() or path.read_text() != text:
            path.write_text(text)


def is_alias(cls):
    return cls.support_status.substitute_class is not None


def prose(text):
    """Plain text as reStructuredText, with links to the types in it."""
    text = re.sub(r'([*`|\\]|_\b)', r'\\\1', text)
    return re.sub(
        r'\bF5(::\w+)+',
        lambda found: ':doc:`%s <%s>`' % (found[0], slug(found[0])),
        text,
    )


def slug(name):
    return name.lower().replace('::', '-')


def heading(text, underline):
    return [text, underline * len(text), '']


def indented(lines, by=4):
    return [' ' * by + line if line else '' for line in lines]


def index(classes):
    yield from heading('Resource types', '=')
    yield from ['.. toctree::', '   :hidden:', '']
    yield from indented(sorted(map(slug, classes)), 3)
    yield from ['', '.. list-table::', '   :widths: 40 60', '']
    for name in sorted(classes):
        summary = inspect.getdoc(classes[name]).splitlines()[0]
        yield '   * - :doc:`%s <%s>`' % (name, slug(name))
        yield '     - %s' % prose(summary)


def page(name, cls, aliases):
    yield from heading(name, '=')
    yield from prose(inspect.getdoc(cls)).splitlines()
    yield ''
    if aliases:
        yield 'Also registered as %s.' % literals(aliases)
        yield ''
    yield '.. literalinclude:: ../../examples/%s.yaml' % slug(name)
    yield ''
    yield from heading('Properties', '-')
    yield IN_PLACE
    yield ''
    yield from members_of(cls.properties_schema, (slug(name),))
    yield from heading('Attributes', '-')
    for attribute, shown in sorted(cls.attributes_schema.items()):
        yield '``%s``%s' % (
            attribute,
            ' : ' + shown.type.lower() if shown.type else '',
        )
        yield from indented([prose(shown.description), ''])
    if issubclass(cls, bigip.BigIPObject):
        yield (
            'The object on the device carries its :ref:`mark of ownership '
            '<ownership>` in ``%s``.' % cls.ownership.key
        )


def members_of(properties, parents):
    """The definitions of properties: those that have to be given first."""
    for name, prop in sorted(
        properties.items(), key=lambda item: not item[1].required
    ):
        yield '.. _%s:' % '-'.join((*parents, name))
        yield ''
        yield '``%s`` : %s' % (name, ', '.join(facts(prop)))
        yield from indented(
            [' '.join([prose(prop.description), *rules(prop)]), '']
        )
        yield from indented(members_of(nested(prop), (*parents, name)))


def facts(prop):
    yield type_name(prop)
    if prop.required:
        yield 'required'
    if not prop.update_allowed:
        yield ':ref:`recreates <in-place>`'


def type_name(prop):
    if prop.type == prop.LIST and prop.schema:
        return 'list of %ss' % type_name(prop.schema['*'])
    return prop.type.lower()


def nested(prop):
    """The properties of a map, or of the maps in a list."""
    if prop.type == prop.LIST and prop.schema:
        return nested(prop.schema['*'])
    return (prop.schema or {}) if prop.type == prop.MAP else {}


def rules(prop):
    """What values are right; what counts without any is in the sentences."""
    for constraint in prop.constraints:
        yield constrained(prop, constraint)


def constrained(prop, constraint):
    if isinstance(prop, schema.Choice):
        words = re.fullmatch(
            r'\(\?i\)\^\((.*)\)\$', constraint['allowed_pattern']
        )
        return 'Allowed values, in any case: %s.' % literals(
            words.group(1).split('|')
        )
    if 'allowed_values' in constraint:
        return 'Allowed values: %s.' % literals(constraint['allowed_values'])
    return prose(constraint.description or str(constraint))


def value(shown):
    if isinstance(shown, bool):
        shown = str(shown).lower()
    return '``%s``' % (shown,)


def literals(words):
    return ', '.join(map(value, words))


def setup(app):
    app.connect('builder-inited', write_pages)
    return {'parallel_read_safe': True}
