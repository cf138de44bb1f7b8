# SPDX-License-Identifier: Apache-2.0

"""The kinds of objects, as rows of data, a module for each family.

It imports schema; behaviours and the factory import it.
"""

from f5_heat.simulator.kinds import apm
from f5_heat.simulator.kinds import auth
from f5_heat.simulator.kinds import auth_remote
from f5_heat.simulator.kinds import cli
from f5_heat.simulator.kinds import cm
from f5_heat.simulator.kinds import dns
from f5_heat.simulator.kinds import gtm
from f5_heat.simulator.kinds import html_rule
from f5_heat.simulator.kinds import ipsec
from f5_heat.simulator.kinds import ltm
from f5_heat.simulator.kinds import ltm_auth
from f5_heat.simulator.kinds import ltm_settings
from f5_heat.simulator.kinds import message_routing
from f5_heat.simulator.kinds import monitor
from f5_heat.simulator.kinds import net
from f5_heat.simulator.kinds import net_link
from f5_heat.simulator.kinds import net_policy
from f5_heat.simulator.kinds import net_routing
from f5_heat.simulator.kinds import persistence
from f5_heat.simulator.kinds import policy
from f5_heat.simulator.kinds import pool
from f5_heat.simulator.kinds import profile
from f5_heat.simulator.kinds import rule
from f5_heat.simulator.kinds import security
from f5_heat.simulator.kinds import security_log
from f5_heat.simulator.kinds import security_profile
from f5_heat.simulator.kinds import snat
from f5_heat.simulator.kinds import sys
from f5_heat.simulator.kinds import sys_crypto
from f5_heat.simulator.kinds import sys_daemon
from f5_heat.simulator.kinds import sys_icall
from f5_heat.simulator.kinds import sys_log
from f5_heat.simulator.kinds import sys_management
from f5_heat.simulator.kinds import sys_service
from f5_heat.simulator.kinds import sys_snmp
from f5_heat.simulator.kinds import virtual
from f5_heat.simulator.schema import kind

KINDS: tuple[kind.Kind, ...] = (
    *auth.KINDS,
    *auth_remote.KINDS,
    *sys.KINDS,
    *sys_service.KINDS,
    *sys_snmp.KINDS,
    *sys_log.KINDS,
    *sys_management.KINDS,
    *sys_daemon.KINDS,
    *sys_icall.KINDS,
    *sys_crypto.KINDS,
    *cli.KINDS,
    *cm.KINDS,
    *net.KINDS,
    *net_link.KINDS,
    *net_policy.KINDS,
    *net_routing.KINDS,
    *ipsec.KINDS,
    *pool.KINDS,
    *rule.KINDS,
    *snat.KINDS,
    *ltm.KINDS,
    *ltm_settings.KINDS,
    *ltm_auth.KINDS,
    *dns.KINDS,
    *message_routing.KINDS,
    *html_rule.KINDS,
    *virtual.KINDS,
    *policy.KINDS,
    *monitor.KINDS,
    *persistence.KINDS,
    *profile.KINDS,
    *gtm.KINDS,
    *security.KINDS,
    *security_log.KINDS,
    *security_profile.KINDS,
    *apm.KINDS,
)
