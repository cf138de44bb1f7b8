# SPDX-License-Identifier: Apache-2.0

"""The ports of a device: TCP, TLS and HTTP.

It imports rest and control; only the class Simulator imports it.
"""
