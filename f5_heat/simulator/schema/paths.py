# SPDX-License-Identifier: Apache-2.0

"""Names of objects: in JSON ``/Common/web``, in a URI ``~Common~web``."""

from __future__ import annotations

import dataclasses
import re
import urllib.parse

# The folders before a name; what is named after a port or another object,
# as in ``server:/Common/web``, begins with no folder.
_FOLDER = re.compile(r'(?:[\w.-]+/)+(?=[^/])')


def segment(path: str) -> str:
    """Return a full path as a segment of a URI, as the device prints it."""
    return urllib.parse.quote(path.replace('/', '~'), safe="~:,()!*'@&=+$")


def from_segment(text: str) -> str:
    """Return the path in a segment; ``~~Common~web`` is ``/Common/web``."""
    path = urllib.parse.unquote(text).replace('~', '/')
    return '/' + path.lstrip('/') if path.startswith('//') else path


def absolute(text: str) -> str:
    """Return a full path; a bare name is in /Common."""
    return text if text.startswith('/') else '/Common/' + text


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """The place of an object: partition, folders below it, and name.

    A folder that is a partition has no name.
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
    """Return the place of a name, which may be a full path.

    A name such as ``Drafts/web`` is in a folder of its partition.
    """
    if name.startswith('/'):
        first, *rest = name[1:].split('/')
        if rest:
            return Place(first, '/'.join(rest[:-1]), rest[-1])
    folder = _FOLDER.match(name)
    if folder is not None:
        sub_path = '{}/{}'.format(sub_path, folder.group().rstrip('/'))
        name = name[folder.end() :]
    return Place(partition or 'Common', sub_path.strip('/'), name)
