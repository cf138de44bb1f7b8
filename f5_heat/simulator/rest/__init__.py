# SPDX-License-Identifier: Apache-2.0

"""iControl REST: authentication, routing, commands and transactions.

It imports schema, state, ha, tmsh and documents; control and server import
it.
"""
