# SPDX-License-Identifier: Apache-2.0

"""Texts that are sent to a device, and shown to nobody.

A device quotes the values that it refuses, including passwords.
"""

from __future__ import annotations

import base64
import collections.abc
import html
import json
import typing as t
import urllib.parse

# A shorter secret is found by chance in any text.
_SHORTEST = 4


class Secret(str):
    """A text in the JSON of a request that no message may repeat."""

    __slots__ = ()


class About(dict):
    """JSON whose answer may repeat secrets of earlier requests."""

    def __init__(self, body: dict, secrets: collections.abc.Iterable[str]):
        super().__init__(body)
        self.secrets = tuple(secrets)


def found_in(body: t.Any) -> collections.abc.Iterator[str]:
    """Yield the secrets in the JSON of a request."""
    if isinstance(body, Secret):
        yield body
    elif isinstance(body, dict):
        yield from getattr(body, 'secrets', ())
        for value in body.values():
            yield from found_in(value)
    elif isinstance(body, (list, tuple)):
        for value in body:
            yield from found_in(value)


def hide(
    text: str, secrets: collections.abc.Iterable[str], is_whole: bool = False
) -> str:
    """Return a text without secrets, in whatever form they are in it.

    A secret at a cut-off end is hidden too, unless the text is whole.
    """
    for form in _forms(secrets):
        text = text.replace(form, '***')
        if is_whole:
            continue
        length = _begun(form, text)
        if length >= _SHORTEST:
            text = text[:-length] + '***'
    return text


def _begun(form: str, text: str) -> int:
    """Return how much of a form, short of all, a text ends with.

    The table of Knuth, Morris and Pratt says so, in linear time.
    """
    end = text[max(len(text) - len(form) + 1, 0) :]
    if form[:_SHORTEST] not in end:
        return 0
    letters = [*form[:-1], None, *end]
    lengths = [0]
    for letter in letters[1:]:
        length = lengths[-1]
        while length and letters[length] != letter:
            length = lengths[length - 1]
        lengths.append(length + (letters[length] == letter))
    return lengths[-1]


def _forms(secrets: collections.abc.Iterable[str]) -> list[str]:
    """Return the forms that secrets may have, the longest first."""
    forms = set()
    for secret in filter(None, secrets):
        for part in {secret, *_lines(secret)}:
            octets = part.encode('utf-8', 'replace')
            forms |= {
                part,
                json.dumps(part)[1:-1],
                json.dumps(part, ensure_ascii=False)[1:-1],
                html.escape(part),
                html.escape(part, quote=False),
                ' '.join(part.split()),
                urllib.parse.quote(part, errors='replace'),
                urllib.parse.quote(part, safe='', errors='replace'),
                urllib.parse.quote_plus(part, errors='replace'),
                base64.b64encode(octets).decode(),
                base64.urlsafe_b64encode(octets).decode(),
            }
    return sorted(filter(None, forms), key=len, reverse=True)


def _lines(secret: str) -> list[str]:
    """Return the lines of a private key but the first and the last."""
    return [
        line
        for line in secret.split('\n')[1:-1]
        if len(line) >= _SHORTEST and not line.startswith('-----')
    ]
