# SPDX-License-Identifier: Apache-2.0

"""Whether a BIG-IP that has started has loaded its configuration.

Until then it answers, and does not know what it has.
"""

from __future__ import annotations

import typing as t

from f5_heat.icontrol import errors

PATH = 'tm/sys/mcp-state'


def check(request: t.Callable[[str, str], t.Any]) -> None:
    """Raise an error unless the device says that it runs.

    :param request: makes one request with a method and a path.
    """
    try:
        answer = request('GET', PATH)
    except errors.Unauthorized as error:
        if not error.is_about_rights:
            raise
        return
    except errors.HTTPError as error:
        if error.status != 404:
            raise
        # This version may not have it; while a device starts it has nothing.
        request('GET', 'tm/sys')
        return
    if not isinstance(answer, dict):
        raise errors.InvalidAnswer(
            'There is no object in it.', 'GET', f'/mgmt/{PATH}'
        )
    phase = _phase(answer)
    if not phase:
        raise errors.InvalidAnswer(
            'It tells no phase of the start.', 'GET', f'/mgmt/{PATH}'
        )
    if phase != 'running':
        raise errors.Loading(
            200,
            '',
            'The device has not loaded its configuration yet, its '
            f'phase is {phase}.',
            'GET',
            f'/mgmt/{PATH}',
        )


def _phase(answer: t.Any) -> str:
    try:
        (entry,) = answer['entries'].values()
        return entry['nestedStats']['entries']['phase']['description']
    except (AttributeError, KeyError, TypeError, ValueError):
        return ''
