# SPDX-License-Identifier: Apache-2.0

"""The client plugin of Heat, and the state of a heat-engine process.

It is named by entry points and by ``heat_plugin``; only commands import it.
"""
