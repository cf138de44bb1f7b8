# SPDX-License-Identifier: Apache-2.0

"""The types F5::Cm::*: devices that trust one another, and their sync.

Heat's plugin imports it.
"""
