# SPDX-License-Identifier: Apache-2.0

"""Naming: the names that an object can have, and those that are taken."""

from __future__ import annotations

from f5_heat.simulator.schema import addresses
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import paths
from f5_heat.simulator.schema import shapes

_LONGEST = 255
# Kinds below one of these are one kind to mcpd, with one set of names. Of
# profiles it is recorded, of monitors and data groups it is likely.
_TOGETHER = ('ltm/data-group/', 'ltm/monitor/', 'ltm/profile/')


def check(
    shape: shapes.Shape, place: paths.Place, tmos: tuple[int, ...]
) -> None:
    """Refuse a name that mcpd does not take.

    Recorded: of a virtual server on 13.x and a node on 14.1 whose name
    begins with a digit, though an address is a good name; of a pool with a
    blank in its name on 11.5 and 12.1. That pools are like virtual servers
    is reported.
    """
    name = place.name
    if (
        '#' in name
        or len(place.path) > _LONGEST
        or shape.kind.names == 'letters'
        and (
            (' ' in name and tmos < (13,))
            or (name[:1].isdigit() and not _is_address(name))
        )
    ):
        raise errors.mcpd(
            '01070088:3: The requested object name ({}) is invalid.'.format(
                place.path
            )
        )


def _is_address(name: str) -> bool:
    return (
        addresses.ip(name) is not None
        or addresses.ip(addresses.split_port(name)[0]) is not None
    )


def shared(shape: shapes.Shape) -> tuple[str, ...]:
    """Return the kinds among which a name can be used once."""
    return tuple(
        one + '*' for one in _TOGETHER if shape.collection.startswith(one)
    )
