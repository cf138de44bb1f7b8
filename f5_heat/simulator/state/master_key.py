# SPDX-License-Identifier: Apache-2.0

"""The master key of a device, with which it prints secrets."""

from __future__ import annotations

import base64
import hashlib


def encrypted(secret: str) -> str:
    """Return a secret as the device prints it.

    What comes back in that form means the same secret.
    """
    if secret.startswith('$M$'):
        return secret
    digest = hashlib.sha256(secret.encode()).digest()
    return '$M${}${}'.format(
        digest.hex()[:2], base64.b64encode(digest[:16]).decode()
    )
