# SPDX-License-Identifier: Apache-2.0

"""The names of BIG-IP objects: full paths, and how they travel in URLs."""

from __future__ import annotations

import re
import urllib.parse

_PLAIN = re.compile(r'[\w.:-]+', re.ASCII)


def quote(name: str) -> str:
    """Return the URL segment that addresses the object ``name``.

    A slash travels as ``~``, and ``%`` (a route domain) as ``%25``; colons
    stay as they are. Recorded on 11.5 to 17.1.

    :param name: a full path such as ``/Common/web``, or a bare name, which
        the device looks up in ``/Common``.
    :raises ValueError: the name is empty, or no URL can address it.
    """
    if not name or name in ('.', '..') or '~' in name:
        raise ValueError('%r cannot be the name of an object.' % (name,))
    return urllib.parse.quote(name.replace('/', '~'), safe=':~')


def unquote(segment: str) -> str:
    """Return the name that a URL segment addresses."""
    return urllib.parse.unquote(segment).replace('~', '/')


def is_plain(name: str) -> bool:
    """Return whether a name has letters, digits and ``. _ - :`` only."""
    return bool(_PLAIN.fullmatch(name))


def item(collection: str, name: str | None = None) -> str:
    """Return the URI below ``/mgmt/tm`` of an object.

    :param name: None for a singleton, which is its own collection.
    """
    collection = collection.strip('/')
    return collection if name is None else f'{collection}/{quote(name)}'


def within(collection: str, name: str, subcollection: str) -> str:
    """Return the path of a sub-collection.

    ``within('ltm/pool', '/Common/web', 'members')`` is
    ``ltm/pool/~Common~web/members``.
    """
    return f'{item(collection, name)}/{subcollection}'


def full(name: str, partition: str = 'Common') -> str:
    """Return the full path of ``name``, which may be one already.

    :param partition: a partition, or the path of a folder.
    """
    if name.startswith('/'):
        return name
    return f'/{partition.strip("/")}/{name}'


def split(path: str) -> tuple[str, str, str]:
    """Return partition, folder and name: ``/Common/f/web`` has all three.

    The folder is empty for an object of the partition itself, and both are
    empty for a bare name. Folders in folders stay joined by slashes.
    """
    if not path.startswith('/'):
        return '', '', path
    partition, _, rest = path[1:].partition('/')
    folder, _, name = rest.rpartition('/')
    return partition, folder, name
