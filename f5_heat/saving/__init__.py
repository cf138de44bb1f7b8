# SPDX-License-Identifier: Apache-2.0

"""The write-behind, which saves and syncs devices once changes have settled.

It imports the client; the plugin imports it.
"""
