# SPDX-License-Identifier: Apache-2.0

"""The schema of the configuration: kinds, fields, names, values and errors.

It imports no other room; every other room may import it.
"""
