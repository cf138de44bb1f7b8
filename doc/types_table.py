#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0

"""Writes the table of the resource types into the README, from the classes.

python doc/types_table.py README.rst
"""

import inspect
import pathlib
import sys
import textwrap

from f5_heat.plugin import resource_types

BEGIN = '.. The table is written by "make samples".\n\n'
WIDTH = 79


def table():
    """Return the table: each type with the first sentence about it."""
    sentences = {
        '``%s``' % name: inspect.getdoc(kind).split('\n\n')[0]
        for name, kind in sorted(resource_types.listed().items())
    }
    left = max(map(len, sentences))
    right = WIDTH - 1 - left
    rule = '=' * left + ' ' + '=' * right
    lines = [rule]
    for name, sentence in sentences.items():
        for part in textwrap.wrap(sentence, right):
            lines.append('%-*s %s' % (left, name, part))
            name = ''
    return '\n'.join([*lines, rule]) + '\n'


def written(text):
    """Return the text of the README with count and table as they are now."""
    before, _, rest = text.partition(BEGIN)
    after = rest.partition('\n\n')[2].partition('\n\n')[2]
    count = 'There are %d of them.\n\n' % len(resource_types.listed())
    return before + BEGIN + count + table() + '\n' + after


if __name__ == '__main__':
    path = pathlib.Path(sys.argv[1])
    path.write_text(written(path.read_text()))
