# SPDX-License-Identifier: Apache-2.0

"""One object on a BIG-IP.

Traits and resource types import it; it imports the rooms schema, validation
and bridge.
"""
