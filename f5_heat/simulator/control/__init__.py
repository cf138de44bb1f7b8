# SPDX-License-Identifier: Apache-2.0

"""The control interface: what tests see and do that no device offers.

It imports all rooms below it; server imports it."""
