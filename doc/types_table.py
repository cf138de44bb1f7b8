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
        for name, kind in sorted(resource_types.resource_mapping().items())
        if kind.support_status.status != 'HIDDEN'
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
    """Return the text of the README with the table as it is now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition('\n\n')
    return before + BEGIN + table() + '\n' + after


if __name__ == '__main__':
    path = pathlib.Path(sys.argv[1])
    path.write_text(written(path.read_text()))
