# SPDX-License-Identifier: Apache-2.0

"""Behaviours: what some kinds do beyond their row of data.

It imports all rooms below it; the factory gives them to a device, and
documents asks them for the health of pools.
"""

from f5_heat.simulator.behaviours import applications
from f5_heat.simulator.behaviours import certificates
from f5_heat.simulator.behaviours import cm
from f5_heat.simulator.behaviours import folders
from f5_heat.simulator.behaviours import irules
from f5_heat.simulator.behaviours import monitors
from f5_heat.simulator.behaviours import network
from f5_heat.simulator.behaviours import policies
from f5_heat.simulator.behaviours import pools
from f5_heat.simulator.behaviours import system
from f5_heat.simulator.behaviours import virtual_servers
from f5_heat.simulator.kinds import gtm_pool
from f5_heat.simulator.kinds import monitor
from f5_heat.simulator.state import bigip

_POLICY_PART = policies.PolicyPart()
BEHAVIOURS: dict[str, bigip.Behaviour] = {
    **dict.fromkeys(monitor.COLLECTIONS, monitors.Monitor()),
    **dict.fromkeys(gtm_pool.MEMBER_COLLECTIONS, pools.GlobalMember()),
    **dict.fromkeys(
        (
            'sys/file/data-group',
            'sys/file/external-monitor',
            'sys/file/ifile',
            'sys/file/lwtunneltbl',
            'sys/file/ssl-crl',
        ),
        certificates.File(),
    ),
    **dict.fromkeys(
        ('gtm/pool/{}/members'.format(one) for one in gtm_pool.TYPES),
        pools.GlobalMember(),
    ),
    'auth/partition': folders.Partition(),
    'auth/user': system.User(),
    'cm/device': cm.TrustedDevice(),
    'cm/device-group': cm.DeviceGroup(),
    'cm/device-group/devices': cm.GroupMember(),
    'cm/traffic-group': cm.CommonOnly(),
    'cm/trust-domain': cm.TrustDomain(),
    'ltm/data-group/internal': irules.DataGroup(),
    'ltm/node': pools.Node(),
    'ltm/policy': policies.Policy(),
    'ltm/policy/rules': _POLICY_PART,
    'ltm/policy/rules/actions': _POLICY_PART,
    'ltm/policy/rules/conditions': _POLICY_PART,
    'ltm/pool': pools.Pool(),
    'ltm/pool/members': pools.Member(),
    'ltm/rule': irules.Rule(),
    'ltm/snat': network.Snat(),
    'ltm/snatpool': network.SnatPool(),
    'ltm/virtual': virtual_servers.Virtual(),
    'ltm/virtual-address': network.VirtualAddress(),
    'ltm/virtual/profiles': virtual_servers.VirtualProfile(),
    'net/route': network.Route(),
    'net/route-domain': network.RouteDomain(),
    'net/self': network.SelfIp(),
    'net/tunnels/tunnel': network.Tunnel(),
    'net/vlan': network.Vlan(),
    'sys/application/service': applications.Service(),
    'sys/application/template': applications.Template(),
    'sys/application/template/actions': applications.Action(),
    'sys/db': system.Variable(),
    'sys/file/ssl-cert': certificates.Certificate(),
    'sys/file/ssl-key': certificates.Key(),
    'sys/folder': folders.Folder(),
    'sys/global-settings': system.Settings(),
}
