# SPDX-License-Identifier: Apache-2.0

"""Tcl for iApp scripts: the process that runs them, and their packages.

It imports schema; state and tests import it.
"""
