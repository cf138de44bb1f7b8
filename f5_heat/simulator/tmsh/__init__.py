# SPDX-License-Identifier: Apache-2.0

"""Commands of tmsh, as scripts and requests write them.

It imports schema, state and ha; behaviours and rest import it."""
