# SPDX-License-Identifier: Apache-2.0

"""The types F5::Sys::*: partitions, certificates, iApps, and saving.

Heat's plugin imports it.
"""
