# SPDX-License-Identifier: Apache-2.0

"""The check that a BIG-IP has loaded its configuration after a start.

Until then it answers requests as if it had no objects.
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
        # This version may lack it; a device that starts lacks everything.
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
