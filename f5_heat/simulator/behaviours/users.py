# SPDX-License-Identifier: Apache-2.0

"""Local users, and the settings of the whole device."""

from __future__ import annotations

import hashlib
import typing as t

from f5_heat.simulator.schema import errors
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import store


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
