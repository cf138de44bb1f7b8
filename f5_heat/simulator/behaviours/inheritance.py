# SPDX-License-Identifier: Apache-2.0

"""Device groups and traffic groups, given or inherited from the folder."""

from __future__ import annotations

from f5_heat.simulator.schema import errors
from f5_heat.simulator.state import lifecycle

_PAIRS = (
    ('trafficGroup', 'inheritedTrafficGroup'),
    ('deviceGroup', 'inheritedDevicegroup'),
)


def settle(draft: lifecycle.Draft) -> None:
    """A group that is given is no longer inherited, and the reverse."""
    for group, inherited in _PAIRS:
        if draft.given.get(inherited) == 'true':
            draft.values.pop(group, None)
        elif group in draft.given and inherited not in draft.given:
            draft.values[inherited] = 'false'


def check_folder(draft: lifecycle.Draft) -> None:
    """A floating traffic group goes with the root's device group."""
    group = draft.given.get('trafficGroup')
    if (
        group == '/Common/traffic-group-1'
        and draft.current('inheritedDevicegroup') == 'false'
        and draft.current('deviceGroup') == 'none'
    ):
        raise errors.mcpd(
            'The floating traffic-group: {} can only be set on {} if its '
            'device-group is inherited from the root folder'.format(
                group, draft.path
            )
        )
