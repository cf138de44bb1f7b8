# SPDX-License-Identifier: Apache-2.0

"""One conversation with one device: connections, logins, and turns to write.

It imports the client's errors and secrets; the rest of the client imports it.
"""
