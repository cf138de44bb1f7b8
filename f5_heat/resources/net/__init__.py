# SPDX-License-Identifier: Apache-2.0

"""The types F5::Net::*: VLANs and the addresses of a BIG-IP on them.

Heat's plugin imports it.
"""
