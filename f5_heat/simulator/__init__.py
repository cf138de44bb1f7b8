# SPDX-License-Identifier: Apache-2.0

"""A BIG-IP's control plane: iControl REST over HTTPS, its state in memory."""

from f5_heat.simulator.simulator import Simulator
from f5_heat.simulator.state.cluster import Network

__all__ = ['Network', 'Simulator']
