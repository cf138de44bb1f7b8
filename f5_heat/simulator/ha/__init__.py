# SPDX-License-Identifier: Apache-2.0

"""High availability: device trust, device groups, config-sync and failover.

It imports schema and state; everything that shows or changes the state of a
cluster imports it."""
