# SPDX-License-Identifier: Apache-2.0

"""Passwords and roles of local users."""

from __future__ import annotations

import secrets

from f5_heat.simulator.state import configuration


def password_matches(
    device: configuration.Configuration, username: str, password: str
) -> bool:
    item = device.store.get('auth/user', username)
    kept = item.values.get('password') if item else None
    return kept is not None and secrets.compare_digest(
        kept.encode(), password.encode()
    )


def role(device: configuration.Configuration, username: str) -> str:
    """Return the role of a user, by its first entry in partitionAccess."""
    item = device.store.get('auth/user', username)
    access = item.values.get('partitionAccess') if item else None
    return access[0].get('role', 'no-access') if access else 'no-access'
