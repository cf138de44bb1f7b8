# SPDX-License-Identifier: Apache-2.0

"""The state of a device: its objects, and the verbs that change them.

It imports schema and tcl. All rooms that act on a device import it, and so
does the factory; schema, kinds and tcl do not.
"""
