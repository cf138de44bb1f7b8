# SPDX-License-Identifier: Apache-2.0

"""The errors of a BIG-IP, in its own words and forms."""

from __future__ import annotations

import typing as t

# Which layer of the control plane spoke: the device's ``apiError``.
ICRD = 1
TRANSACTION = 2
MCPD = 3
PARSER = 26214401


class Refused(Exception):
    """A request that the device refuses.

    ``status`` is the HTTP status, ``message`` the device's text. ``layer``
    is the ``apiError`` of icrd's answers, or None for an answer of one of
    restjavad's workers, which has another shape.
    """

    def __init__(self, status: int, message: str, layer: int | None = ICRD):
        super().__init__(message)
        self.status = status
        self.message = message
        self.layer = layer

    def body(
        self, tmos: tuple[int, ...], referer: str, operation: int
    ) -> dict[str, t.Any]:
        """Return the JSON of the answer; ``apiError`` came with 12.0."""
        body: dict[str, t.Any] = {'code': self.status, 'message': self.message}
        if self.layer is None:
            body['referer'] = referer
            body['restOperationId'] = operation
            body['kind'] = ':resterrorresponse'
            return body
        body['errorStack'] = []
        if tmos >= (12,):
            body['apiError'] = self.layer
        return body


def parser(message: str) -> Refused:
    """Return an error of tmsh's parser."""
    return Refused(400, message, PARSER)


def mcpd(message: str, status: int = 400) -> Refused:
    """Return an error of mcpd's validation."""
    return Refused(status, message, MCPD)


def worker(status: int, message: str) -> Refused:
    """Return an error of one of restjavad's workers."""
    return Refused(status, message, None)


def not_found(label: str, path: str) -> Refused:
    return mcpd(
        '01020036:3: The requested {} ({}) was not found.'.format(label, path),
        404,
    )


def object_not_found(path: str) -> Refused:
    return Refused(404, 'Object not found - ' + path, ICRD)


def taken(label: str, path: str, partition: str) -> Refused:
    return mcpd(
        '01020066:3: The requested {} ({}) already exists in partition '
        '{}.'.format(label, path, partition),
        409,
    )


def invalid_value(tmsh_name: str, value: t.Any) -> Refused:
    """Recorded for enumerations; for ranges and types by analogy."""
    return parser(
        'invalid property value "{}":"{}"'.format(tmsh_name, _spelled(value))
    )


def _spelled(value: t.Any) -> str:
    """Return a value of a body as it is written in tmsh."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        value = [word for pair in value.items() for word in pair]
    if isinstance(value, list):
        return ' '.join(('{', *map(_spelled, value), '}'))
    return 'none' if value is None else str(value)


def unexpected(tmsh_name: str) -> Refused:
    return parser('"{}" unexpected argument'.format(tmsh_name))


def not_modifiable(tmsh_name: str) -> Refused:
    return parser(
        '"{0}" may not be specified in the context of the "modify" command. '
        '"{0}" may be specified using the following commands: create, '
        'list'.format(tmsh_name)
    )


def exclusive(one: str, other: str) -> Refused:
    """Only ``may not be specified with`` is recorded of this text."""
    return parser('"{}" may not be specified with "{}"'.format(one, other))


def nothing_specified() -> Refused:
    return parser('one or more properties must be specified')


def required(tmsh_name: str) -> Refused:
    """Unverified: after ``a netmask must be specified``."""
    return parser('a {} must be specified'.format(tmsh_name))


def not_registered(path: str) -> Refused:
    """Return the device prints each ``~`` of the path as ``?``."""
    return worker(
        404, 'Public URI path not registered: ' + path.replace('~', '?')
    )
