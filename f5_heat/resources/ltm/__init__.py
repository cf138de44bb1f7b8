# SPDX-License-Identifier: Apache-2.0

"""The types F5::LTM::*: virtual servers, pools, monitors, profiles and more.

Heat's plugin imports it.
"""
