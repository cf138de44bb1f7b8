# SPDX-License-Identifier: Apache-2.0

"""What a type of object may add: drain, wait, companions, signals, suspend.

It imports objects and what lies below; resource types alone import it.
"""
