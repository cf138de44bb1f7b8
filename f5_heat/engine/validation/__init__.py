# SPDX-License-Identifier: Apache-2.0

"""What is refused before a device is asked, and in which words.

It imports schema; all rooms of the engine but schema import it.
"""
