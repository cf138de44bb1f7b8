# SPDX-License-Identifier: Apache-2.0

"""Database variables: what they allow, and what the device says in them."""

from __future__ import annotations

import re
import typing as t

from f5_heat.simulator.ha import failover
from f5_heat.simulator.schema import errors
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import store

_NUMBER = re.compile(
    r'(?:unsigned )?integer(?: min:(-?\d+))?(?: max:(-?\d+))?'
)
# What is no list of words.
_FREE = ('string', 'IP address', 'management address', 'port_list', 'Integer')


class Variable(bigip.Behaviour):
    """A database variable; some are derived from the state of the device."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        value = draft.given.get('value')
        derived = _derived(device, draft.path)
        if derived is not None and value not in (None, derived):
            # Unverified: that it is refused, and the words.
            raise errors.mcpd(
                'The database variable ({}) is read-only'.format(draft.path)
            )
        if value is not None and not _allows(
            draft.values.get('valueRange', 'string'), value
        ):
            # The device's own words are not recorded.
            raise errors.invalid_value('value', value)

    def add_derived(
        self, device: bigip.Device, item: store.Item, values: dict[str, t.Any]
    ) -> None:
        derived = _derived(device, item.path)
        if derived is not None:
            values['value'] = derived


def _derived(device: bigip.Device, name: str) -> str | None:
    if name == 'failover.state':
        return failover.state(device).replace('-', '_')
    return device.hostname if name == 'hostname' else None


def _allows(allowed: str, value: str) -> bool:
    """Return whether a value is one of those that are allowed.

    That the case of a word does not matter is unverified.
    """
    number = _NUMBER.fullmatch(allowed)
    if number is None:
        return allowed.startswith(_FREE) or (
            value.lower() in allowed.lower().split()
        )
    if re.fullmatch(r'-?\d+', value) is None:
        return False
    low, high = number.groups()
    return (low is None or int(value) >= int(low)) and (
        high is None or int(value) <= int(high)
    )
