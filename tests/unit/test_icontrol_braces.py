# SPDX-License-Identifier: Apache-2.0

"""Where a word in braces ends, as Tcl, an author and F5's SDK see it."""

import pytest

from f5_heat.resources.sys.iapp import braces


@pytest.mark.parametrize(
    'text, start, ends',
    [
        ('{}', 0, [1]),
        ('a {b} c', 2, [4]),
        ('{{}}', 0, [3]),
        ('{{}}', 1, [2]),
        ('{', 0, []),
        ('{{}', 0, []),
        ('}{', 1, []),
        # Of Tcl's count are those in quotes, and not those of the others.
        ('{"}"}', 0, [2, 4]),
        ('{"{"}', 0, [4]),
        ('{{"}"}', 0, [5]),
        # A word begins outside of quotes, whatever is before it.
        ('" {"}"}', 2, [4, 6]),
        ('" {"}" " {"}"}', 9, [11, 13]),
        # A brace behind a backslash is none, but for the SDK.
        ('{\\}}', 0, [3, 2]),
        ('{\\{}', 0, [3]),
        ('{\\\\}', 0, [3]),
        # A quote behind one is none to all of them.
        ('{\\"}', 0, [3]),
        ('{\\"}"}', 0, [3]),
        # For the SDK the next backslash ends what one has begun.
        ('{\\"\\"}"}', 0, [5, 7]),
        ('\\ {"}"}', 2, [4, 6]),
        ('\\ {\\"}"}', 2, [5]),
    ],
)
def test_the_ends_of_a_word(text, start, ends):
    assert list(braces.Braces(text).ends(start)) == ends
