# SPDX-License-Identifier: Apache-2.0

"""The types F5::LTM::Profile::*, a module for each profile.

Heat's plugin imports it.
"""
