# SPDX-License-Identifier: Apache-2.0

"""The configuration of a device, and the verbs that change it.

It imports schema and tcl. All that acts on a device imports it; schema and
kinds do not."""
