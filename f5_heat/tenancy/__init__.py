# SPDX-License-Identifier: Apache-2.0

"""The limits of an isolated project on a device that others share.

It imports the client; the engine and the plugin import it.
"""
