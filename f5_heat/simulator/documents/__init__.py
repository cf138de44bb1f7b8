# SPDX-License-Identifier: Apache-2.0

"""The JSON that a GET returns: objects, collections, statistics and status.

It imports schema, state, ha and behaviours; rest and control import it.
"""
