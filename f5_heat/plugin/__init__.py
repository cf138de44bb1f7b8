# SPDX-License-Identifier: Apache-2.0

"""How Heat loads the package, and what a heat-engine process keeps of it.

It is named by entry points and by ``heat_plugin``; only commands import it.
"""
