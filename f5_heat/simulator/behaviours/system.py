# SPDX-License-Identifier: Apache-2.0

"""Users, settings and database variables of the whole device."""

from __future__ import annotations

import hashlib
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


class User(bigip.Behaviour):
    """A user; only the hash of the password is shown."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        # The hash of the password that it has changes nothing.
        password = draft.values.get('password')
        if 'password' in draft.given or (
            draft.values.get('encryptedPassword') == _hash(password)
        ):
            draft.values['encryptedPassword'] = None

    def add_derived(
        self, device: bigip.Device, item: store.Item, values: dict[str, t.Any]
    ) -> None:
        password = values.pop('password', None)
        if password is not None and not values.get('encryptedPassword'):
            values['encryptedPassword'] = _hash(password)


def _hash(password: str | None) -> str:
    return (
        '$6$simulated$' + hashlib.sha256((password or '').encode()).hexdigest()
    )


class Settings(bigip.Behaviour):
    """The settings of the whole device."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        name = draft.given.get('hostname')
        if (
            name is not None
            and name != device.hostname
            and '.' not in name.strip('.')
        ):
            # That it is refused is asserted by a test that ran against
            # devices; the words are not recorded.
            raise errors.mcpd(
                '01070734:3: Configuration error: The hostname ({}) must be '
                'a fully qualified domain name.'.format(name)
            )


class Variable(bigip.Behaviour):
    """A database variable; some are derived from the state of the device."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        value = draft.given.get('value')
        if value is None:
            return
        derived = _derived(device, draft.path)
        if derived is not None and value != derived:
            # Unverified: that it is refused, and the words.
            raise errors.mcpd(
                'The database variable ({}) is read-only'.format(draft.path)
            )
        if not _allows(draft.values.get('valueRange', 'string'), value):
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
