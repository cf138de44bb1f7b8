# SPDX-License-Identifier: Apache-2.0

"""The ports of a device: sockets, TLS and HTTP.

It imports rest and control; the Simulator alone imports it."""
