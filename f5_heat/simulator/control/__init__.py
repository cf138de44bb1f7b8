# SPDX-License-Identifier: Apache-2.0

"""The control interface, by which tests observe and disturb a device.

It imports schema, state, ha, documents and rest; server imports it.
"""
