# SPDX-License-Identifier: Apache-2.0

"""A lab: a real Heat and simulated devices in a few processes.

It imports the simulator alone; commands and tests import it.
"""
