# SPDX-License-Identifier: Apache-2.0

"""The commands of tmsh, as iApp scripts and REST requests write them.

It imports schema, state and ha; behaviours and rest import it.
"""
