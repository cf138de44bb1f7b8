# SPDX-License-Identifier: Apache-2.0

"""The upload of a file to a BIG-IP, in pieces that the device accepts."""

from __future__ import annotations

import collections.abc

from f5_heat.icontrol import errors
from f5_heat.icontrol import paths
from f5_heat.icontrol.transport import session as conversation

# The device takes at most 1 MiB at a time.
_PIECE = 512 * 1024


def send(
    session: conversation.Session,
    name: str,
    content: bytes,
    owner: collections.abc.Hashable = None,
) -> str:
    """Upload a file and return its path on the device.

    :param name: the file's name, without directories.
    :param owner: the owner of the requests, for their turns.
    :raises ValueError: the file is empty, or its name is malformed.
    """
    if not content or '/' in name:
        raise ValueError('An upload needs a plain name and some content.')
    uri = f'shared/file-transfer/uploads/{paths.quote(name)}'
    answer = None
    for start in range(0, len(content), _PIECE):
        piece = content[start : start + _PIECE]
        end = start + len(piece) - 1
        answer = session.request(
            'POST',
            uri,
            piece,
            headers={
                'Content-Type': 'application/octet-stream',
                'Content-Range': f'{start}-{end}/{len(content)}',
            },
            owner=owner,
        )
    path = answer.get('localFilePath') if isinstance(answer, dict) else None
    if not isinstance(path, str):
        raise errors.InvalidAnswer(
            'There is no localFilePath in the answer.', 'POST', f'/mgmt/{uri}'
        )
    return path
