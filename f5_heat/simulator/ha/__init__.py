# SPDX-License-Identifier: Apache-2.0

"""High availability: device trust, device groups, config-sync and failover.

It imports schema and state; all rooms that show or change the state of a
cluster import it.
"""
