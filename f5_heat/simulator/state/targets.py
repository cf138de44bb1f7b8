# SPDX-License-Identifier: Apache-2.0

"""Targets: the collections, objects and statistics that URIs name."""

from __future__ import annotations

import dataclasses
import typing as t

from f5_heat.simulator.schema import paths
from f5_heat.simulator.schema import shapes

Shapes = t.Mapping[str, shapes.Shape]


@dataclasses.dataclass(frozen=True)
class Target:
    """A collection, an object or statistics.

    ``path`` is None for a whole collection. ``tail`` is ``stats`` or ''.
    ``bare``: the name was given without a partition. ``parent`` is the
    URI and path of the object that a sub-collection belongs to.
    """

    shape: shapes.Shape
    where: str
    path: str | None = None
    tail: str = ''
    bare: bool = False
    parent: tuple[shapes.Shape, str, str] | None = None


def find(known: Shapes, segments: list[str]) -> Target | None:
    """Return the target of ``/mgmt/tm/<segments>``; None if there is none."""
    for length in range(min(len(segments), 5), 0, -1):
        where = '/'.join(segments[:length])
        shape = known.get(where)
        if shape is not None and not shape.kind.parent:
            return _below(shape, where, segments[length:], None)
    return None


def _below(
    shape: shapes.Shape,
    where: str,
    rest: list[str],
    parent: tuple[shapes.Shape, str, str] | None,
) -> Target | None:
    if not rest:
        return Target(
            shape,
            where,
            parent=parent,
            path='' if shape.singleton else None,
        )
    if rest == ['stats']:
        return Target(shape, where, None, 'stats', parent=parent)
    if shape.singleton:
        return _child(shape, where, '', where, rest)
    path = paths.from_segment(rest[0])
    bare = False
    if not shape.plain and not path.startswith('/'):
        path, bare = '/Common/' + path, True
    if len(rest) == 1:
        return Target(shape, where, path, '', bare, parent)
    if rest[1:] == ['stats']:
        return Target(shape, where, path, 'stats', bare, parent)
    uri = '{}/{}'.format(where, paths.segment(path))
    return _child(shape, where, path, uri, rest[1:])


def _child(
    shape: shapes.Shape, where: str, path: str, uri: str, rest: list[str]
) -> Target | None:
    child = shape.children.get(rest[0])
    if child is None:
        return None
    return _below(
        child,
        '{}/{}'.format(uri, rest[0]),
        rest[1:],
        (shape, where, path),
    )


def organizing(known: Shapes, where: str) -> list[str]:
    """Return the URIs right below an organizing collection."""
    depth = where.count('/') + 2
    return sorted(
        {
            '/'.join(name.split('/')[:depth])
            for name, shape in known.items()
            if name.startswith(where + '/') and not shape.kind.parent
        }
    )
