# SPDX-License-Identifier: Apache-2.0

"""Secrets as a device prints them: encrypted with its master key."""

from __future__ import annotations

import base64
import hashlib


def encrypted(secret: str) -> str:
    """Return a secret as the device prints it.

    An encrypted one stays as it is.
    """
    if secret.startswith('$M$'):
        return secret
    digest = hashlib.sha256(secret.encode()).digest()
    return '$M${}${}'.format(
        digest.hex()[:2], base64.b64encode(digest[:16]).decode()
    )
