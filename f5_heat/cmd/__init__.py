# SPDX-License-Identifier: Apache-2.0

"""The command f5-heat: a lab, a simulated device, and a doctor.

Nothing imports it.
"""
