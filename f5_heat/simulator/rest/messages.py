# SPDX-License-Identifier: Apache-2.0

"""HTTP requests and answers."""

from __future__ import annotations

import dataclasses
import email.message
import json
import typing as t

from f5_heat.simulator.schema import errors

JSON = 'application/json; charset=UTF-8'
HTML = 'text/html; charset=iso-8859-1'


@dataclasses.dataclass(slots=True)
class Request:
    """An HTTP request; ``path`` is still quoted."""

    method: str
    path: str
    query: str
    headers: email.message.Message
    body: bytes
    client: str
    connection: int
    user: str = ''
    how: str = ''
    #: The status of its answer, once it has taken effect.
    took: int | None = None
    #: The fault that it met.
    fault: str = ''

    def json(self) -> dict[str, t.Any]:
        """Return the body as a JSON object; Refused if it is none."""
        if not self.body.strip():
            return {}
        try:
            found = json.loads(self.body)
            # Half a character is not text, and what nests too deeply could
            # not be echoed. What a device answers to both is not recorded.
            Answer(body=found).content()
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise errors.Refused(
                400, 'Found invalid JSON body in the request.'
            )
        return found


@dataclasses.dataclass(slots=True)
class Answer:
    """An HTTP answer; a ``body`` that is not bytes becomes JSON."""

    status: int = 200
    body: t.Any = b''
    kind: str = JSON
    reason: str = ''
    close: bool = False
    headers: tuple[tuple[str, str], ...] = ()

    def content(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return json.dumps(
            self.body, separators=(',', ':'), ensure_ascii=False
        ).encode()


def html(
    status: int,
    reason: str,
    text: str,
    headers: tuple[tuple[str, str], ...] = (),
) -> Answer:
    """Return a page of the web server in front of the REST workers."""
    page = (
        '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html>'
        '<head>\n<title>{0} {1}</title>\n</head><body>\n<h1>{1}</h1>\n'
        '<p>{2}</p>\n</body></html>\n'
    )
    return Answer(
        status,
        page.format(status, reason, text).encode(),
        HTML,
        reason,
        headers=headers,
    )
