# SPDX-License-Identifier: Apache-2.0

"""Local users."""

from __future__ import annotations

import hashlib
import secrets
import typing as t

from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import store

if t.TYPE_CHECKING:
    from f5_heat.simulator.state import bigip


class User(lifecycle.Ordinary):
    """A password is never shown, only what it is encrypted to."""

    def shown(
        self, device: bigip.Device, item: store.Item, values: dict[str, t.Any]
    ) -> None:
        password = values.pop('password', None)
        if password is not None:
            values.setdefault(
                'encryptedPassword',
                '$6$simulated$'
                + hashlib.sha256(password.encode()).hexdigest(),
            )


def password_fits(device: bigip.Device, username: str, password: str) -> bool:
    item = device.store.get('auth/user', username)
    kept = item.values.get('password') if item else None
    return kept is not None and secrets.compare_digest(
        kept.encode(), password.encode()
    )
