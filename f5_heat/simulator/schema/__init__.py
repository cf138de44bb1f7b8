# SPDX-License-Identifier: Apache-2.0

"""The form of every object: fields, versions, names, values and refusals.

It imports no other room, and every other room may import it."""
