# SPDX-License-Identifier: Apache-2.0

"""The judgement of the objects that an iRule names in its text.

A command is known to name nothing, or known to name objects in some of its
words, or refused. A name that is computed while the iRule runs cannot be known
before.
"""

from __future__ import annotations

import typing as t

from f5_heat.tcl import expansions
from f5_heat.tcl import irules
from f5_heat.tcl import walk

Judge = t.Callable[[str], None]


def check(text: str, refer: Judge, address: Judge) -> None:
    """Judge every object and address that an iRule names.

    :param refer: is given each path.
    :param address: is given each other word, which may be an address.
    :raises reader.UnclearScript: the text does not show it.
    """
    _judge(irules.named(text), refer, address)


def check_expansions(text: str, refer: Judge, address: Judge) -> None:
    """Do the same for a text that is run only inside its brackets.

    :raises reader.UnclearScript: it cannot be told, or more is run than
        what reads.
    """
    _judge(expansions.named(text), refer, address)


def _judge(names: list[walk.Mention], refer: Judge, address: Judge) -> None:
    for name in names:
        (refer if '/' in name.text else address)(name.text)
