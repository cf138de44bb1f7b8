# SPDX-License-Identifier: Apache-2.0

"""Names of other objects, as paths."""

import functools
import re

from f5_heat.icontrol import paths


class OwnFolder(str):
    """A folder on a device, which tells the default route domain in it.

    :param ask: returns its number; it is asked once, and only if need be.
    """

    def __new__(cls, path, ask):
        folder = super().__new__(cls, path)
        folder._ask = ask
        return folder

    @functools.cached_property
    def route_domain(self):
        return self._ask()


def route_domain(folder):
    """Return the default route domain in a folder; 0 in a plain text."""
    return getattr(folder, 'route_domain', 0)


class Bare(str):
    """A path made of a bare name: in the object's own folder, so far.

    tmsh looks a bare name up in the own folder and then in ``/Common``; REST
    looks in ``/Common`` only. ``common`` is the second place.
    """

    def __new__(cls, name, folder):
        path = super().__new__(cls, paths.full(name, folder))
        path.common = paths.full(name, 'Common')
        return path


class Text(str):
    """A text made of parts, of which some may be bare names."""

    def __new__(cls, parts):
        text = super().__new__(cls, ''.join(parts))
        text.parts = parts
        return text


def resolve(reference, folder):
    """Return the path for a reference: a path as it is, a bare name
    completed."""
    if not reference or reference.startswith('/') or reference == 'none':
        return reference
    if folder == '/Common':
        return paths.full(reference, folder)
    return Bare(reference, folder)


def misfit(name):
    """Return why a text is not the name or path of one object, or None."""
    if not name:
        return 'It is empty.'
    if re.search(r'[,;{}\r\n\t]|^ | $|/.*\s/|//', name):
        return 'Give one name or path in each item, and nothing around it.'
    return None


def differ(one, other):
    """Return whether JSON differs, be it in which names are bare."""
    return _told(one) != _told(other)


def _told(body):
    if isinstance(body, Text):
        return tuple(map(_told, body.parts))
    if isinstance(body, Bare):
        return str(body), body.common
    if isinstance(body, dict):
        return {key: _told(value) for key, value in body.items()}
    if isinstance(body, list):
        return list(map(_told, body))
    return body
