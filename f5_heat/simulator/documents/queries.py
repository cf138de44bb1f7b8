# SPDX-License-Identifier: Apache-2.0

"""Query strings: ``$filter``, ``$select``, paging and the rest."""

from __future__ import annotations

import functools
import re
import typing as t
import urllib.parse

from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import versions

_PLACES = ('partition', 'subPath')


class Query:
    """The query string of a request.

    ``echo`` is the part that the device prints in ``selfLink``, before
    ``ver`` (recorded: blanks as ``+``, commas as ``%2C``, ``$`` as it is).
    Raises ``errors.Refused`` for an invalid one.
    """

    def __init__(self, text: str, tmos: str):
        pairs = urllib.parse.parse_qsl(text, keep_blank_values=True)
        given = dict(pairs)
        self.given = given
        self.version = given.get('ver', tmos)
        if 'ver' in given:
            _check_version(given['ver'], tmos)
        self.echo = ''.join(
            '{}={}&'.format(key, urllib.parse.quote_plus(value))
            for key, value in pairs
            if key != 'ver'
        )
        self.select = [
            key.strip()
            for key in given.get('$select', '').split(',')
            if key.strip()
        ]
        self.filters = _filters(given.get('$filter', ''))
        self.top = _count('$top', given.get('$top'))
        self.skip = _count('$skip', given.get('$skip')) or 0
        self.expand = given.get('expandSubcollections') == 'true'
        self.options = given.get('options', '')

    @functools.cached_property
    def plain(self) -> Query:
        """The query of the same version without other options."""
        return Query('', self.version)

    def matches(self, rendered: dict[str, t.Any]) -> bool:
        """Return whether the filter lets an object pass.

        What is in no partition is in every one: clients look for users with
        ``partition eq Common``. For partitions other than Common that is
        unverified.
        """
        filters = self.filters
        if 'partition' not in rendered:
            filters = [one for one in filters if one[0] not in _PLACES]
        return all(str(rendered.get(key)) == value for key, value in filters)

    def selected(self, rendered: dict[str, t.Any]) -> dict[str, t.Any]:
        if not self.select:
            return rendered
        return {
            key: value for key, value in rendered.items() if key in self.select
        }


def _check_version(asked: str, tmos: str) -> None:
    # Recorded on 16.0 with 11.5.0; that a version above the device's own
    # is refused in the same words is unverified.
    oldest = '11.6.0' if versions.numbers(tmos) >= (16,) else '11.5.0'
    if not re.fullmatch(r'\d+(\.\d+)*', asked) or not (
        versions.numbers(oldest)
        <= versions.numbers(asked)
        <= versions.numbers(tmos)
    ):
        raise errors.worker(400, 'Version {} is not supported.'.format(asked))


def _filters(text: str) -> list[tuple[str, str]]:
    """Parse ``$filter``, in which only ``eq`` works, as F5 documents."""
    if not text:
        return []
    words = text.split()
    if len(words) % 4 != 3 or {*words[1::4], *words[3::4]} - {'eq', 'and'}:
        # The device's own words are not recorded.
        raise errors.Refused(400, 'invalid filter: ' + text)
    return [
        (key, value.strip('\'"'))
        for key, value in zip(words[::4], words[2::4], strict=True)
    ]


def _count(key: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdigit():
        # The device's own words are not recorded.
        raise errors.Refused(400, 'invalid {}: {}'.format(key, text))
    return int(text)
