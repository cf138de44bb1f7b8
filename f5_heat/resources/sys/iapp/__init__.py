# SPDX-License-Identifier: Apache-2.0

"""The text of an iApp template as tmsh writes it, read and written.

It imports nothing of the package; the iApp types import it.
"""
