# SPDX-License-Identifier: Apache-2.0

"""What an isolated project may do on a device that others share.

It imports the client; the engine and the plugin import it.
"""
