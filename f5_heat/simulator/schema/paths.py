# SPDX-License-Identifier: Apache-2.0

"""Names of objects: in JSON ``/Common/web``, in a URI ``~Common~web``."""

from __future__ import annotations

import dataclasses
import urllib.parse


def segment(path: str) -> str:
    """A full path as one segment of a URI, as the device prints it."""
    return urllib.parse.quote(path.replace('/', '~'), safe="~:,()!*'@&=+$")


def from_segment(text: str) -> str:
    return urllib.parse.unquote(text).replace('~', '/')


def absolute(text: str) -> str:
    """Bare references resolve to /Common."""
    return text if text.startswith('/') else '/Common/' + text


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where an object is: its partition, the folders below it, its name.

    A folder that is a partition has no name of its own.
    """

    partition: str
    sub_path: str
    name: str

    @property
    def folder(self) -> str:
        return '/' + '/'.join(
            part for part in (self.partition, self.sub_path) if part
        )

    @property
    def path(self) -> str:
        if not self.partition:
            return self.name
        return self.folder + '/' + self.name if self.name else self.folder


def place(name: str, partition: str = '', sub_path: str = '') -> Place:
    """Of a name, which may be a full path, and the keys beside it."""
    if name.startswith('/'):
        first, *rest = name[1:].split('/')
        if rest:
            return Place(first, '/'.join(rest[:-1]), rest[-1])
    return Place(partition or 'Common', sub_path.strip('/'), name)
