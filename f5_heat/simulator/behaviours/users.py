# SPDX-License-Identifier: Apache-2.0

"""Local users."""

from __future__ import annotations

import hashlib
import typing as t

from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import store


class User(bigip.Behaviour):
    """A user; only the hash of the password is shown."""

    def add_derived(
        self, device: bigip.Device, item: store.Item, values: dict[str, t.Any]
    ) -> None:
        password = values.pop('password', None)
        if password is not None:
            values.setdefault(
                'encryptedPassword',
                '$6$simulated$'
                + hashlib.sha256(password.encode()).hexdigest(),
            )
