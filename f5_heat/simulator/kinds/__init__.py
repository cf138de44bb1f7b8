# SPDX-License-Identifier: Apache-2.0

"""The kinds of objects, as rows of data, a module for each family.

It imports schema; behaviours and the factory import it.
"""

from f5_heat.simulator.kinds import auth
from f5_heat.simulator.kinds import cli
from f5_heat.simulator.kinds import cm
from f5_heat.simulator.kinds import gtm
from f5_heat.simulator.kinds import ltm
from f5_heat.simulator.kinds import monitor
from f5_heat.simulator.kinds import net
from f5_heat.simulator.kinds import persistence
from f5_heat.simulator.kinds import policy
from f5_heat.simulator.kinds import pool
from f5_heat.simulator.kinds import profile
from f5_heat.simulator.kinds import rule
from f5_heat.simulator.kinds import snat
from f5_heat.simulator.kinds import sys
from f5_heat.simulator.kinds import virtual
from f5_heat.simulator.schema import kind

KINDS: tuple[kind.Kind, ...] = (
    *auth.KINDS,
    *sys.KINDS,
    *cli.KINDS,
    *cm.KINDS,
    *net.KINDS,
    *pool.KINDS,
    *rule.KINDS,
    *snat.KINDS,
    *ltm.KINDS,
    *virtual.KINDS,
    *policy.KINDS,
    *monitor.KINDS,
    *persistence.KINDS,
    *profile.KINDS,
    *gtm.KINDS,
)
