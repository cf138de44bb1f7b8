# SPDX-License-Identifier: Apache-2.0

"""Tcl for iApp templates: scriptd, which runs it, and the packages it offers.

It imports schema; state and behaviours import it.
"""
