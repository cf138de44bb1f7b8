# SPDX-License-Identifier: Apache-2.0

"""A Sphinx extension that writes the page of the simulator's kinds.

How sure each kind is comes from the marks in its own row.
"""

import itertools
import pathlib

from f5_heat.simulator import kinds

PAGE = pathlib.Path(__file__).parents[1] / 'reference' / 'kinds.rst'

HEAD = """Kinds of the simulator
======================

The :doc:`simulator <../simulator>` knows {kinds} kinds of objects with
{fields} properties, of which {weak} are marked as weak: no device was seen to
have the property, or a part of what is said about it, its default or its
words, is from tools that speak to devices.

In the first column is the path below ``/mgmt/tm``, in the second where the row
is from, in the third the number of properties and how many of them are weak,
in the fourth what else of the row is weak: *the label in messages* is a
device's word for the kind in its errors, *all of it* that no device was seen
to have the kind. A kind from "F5's reference for 12.0" has F5's own names and
defaults of that version.
"""


def write_page(app):
    """Write the page, below the source."""
    text = '\n'.join(page())
    # Sphinx reads a page again when its time has changed.
    if not PAGE.exists() or PAGE.read_text() != text:
        PAGE.write_text(text)


def page():
    fields = [field for row in kinds.KINDS for field in every(row.fields)]
    yield HEAD.format(
        kinds=len(kinds.KINDS),
        fields=len(fields),
        weak=sum(bool(field.unverified) for field in fields),
    )
    rows = sorted(kinds.KINDS, key=lambda row: row.collection)
    for module, below in itertools.groupby(rows, module_of):
        yield '%s\n%s\n' % (module, '-' * len(module))
        yield '.. list-table::\n   :widths: 38 25 12 25\n'
        for row in below:
            yield from cells(row)
        yield ''


def module_of(row):
    return row.collection.partition('/')[0]


def every(fields):
    """Every field at every depth."""
    for field in fields.values():
        yield field
        yield from every(field.fields)


def cells(row):
    found = list(every(row.fields))
    weak = sum(bool(field.unverified) for field in found)
    yield '   * - ``%s``' % row.collection
    yield '     - %s' % (row.source or 'nothing')
    yield '     - %d%s' % (len(found), weak and ', %d weak' % weak or '')
    yield '     - %s' % '; '.join(
        filter(
            None,
            (
                row.since and 'from version %s' % row.since,
                row.modules and 'needs %s' % ' or '.join(row.modules),
                row.unverified,
            ),
        )
    )


def setup(app):
    app.connect('builder-inited', write_page)
    return {'parallel_read_safe': True}
