# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""Local users."""

from __future__ import annotations

import hashlib
import secrets
import typing as t

from f5_heat.simulator import ordinary
from f5_heat.simulator import store

if t.TYPE_CHECKING:
    from f5_heat.simulator import bigip


class User(ordinary.Ordinary):
    """A password is never shown, only what it is encrypted to."""

    def shown(self, device: bigip.Device, item: store.Item,
              values: dict[str, t.Any]) -> None:
        password = values.pop('password', None)
        if password is not None:
            values.setdefault('encryptedPassword', '$6$simulated$'
                              + hashlib.sha256(password.encode()).hexdigest())


def password_fits(device: bigip.Device, username: str,
                  password: str) -> bool:
    item = device.store.get('auth/user', username)
    kept = item.values.get('password') if item else None
    return kept is not None and secrets.compare_digest(
        kept.encode(), password.encode())
