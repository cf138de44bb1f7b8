# SPDX-License-Identifier: Apache-2.0

"""The meaning of an answer: the JSON in it, or an error."""

from __future__ import annotations

import json
import typing as t
import urllib.parse

from f5_heat.icontrol import errors
from f5_heat.icontrol import secret


def read(
    status: int,
    reason: str,
    location: str,
    content: bytes,
    secrets: tuple[str, ...],
    method: str,
    path: str,
) -> t.Any:
    """Return the JSON of an answer, and None for one without a body.

    :param secrets: are hidden in the error.
    :param method: that of the request, for the error.
    :param path: that of the request, for the error.
    :raises IControlError: the answer is an error, or is none of iControl's.
    """
    if status >= 400:
        message = secret.hide(errors.message(content, reason), secrets)
        raise errors.from_answer(status, message, content, method, path)
    if status >= 300:
        raise errors.InvalidAnswer(
            'A redirect to %s is not followed.'
            % secret.hide(_host(location), secrets),
            method,
            path,
        )
    if status < 200:
        raise errors.InvalidAnswer(
            f'The status {status} is no answer.', method, path
        )
    if not content.strip():
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        # Not raised here: the error would carry the body along.
        title = secret.hide(errors.title(content), secrets)
    raise errors.InvalidAnswer(
        f'A page with the title "{title}".'
        if title
        else 'The body is not JSON.',
        method,
        path,
    )


def _host(location: str) -> str:
    try:
        return urllib.parse.urlsplit(location).hostname or 'another page'
    except ValueError:
        return 'a malformed address'
