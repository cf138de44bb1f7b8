# SPDX-License-Identifier: Apache-2.0

"""The types F5::BigIP::*: a device that a template brings along.

Heat's plugin imports it.
"""
