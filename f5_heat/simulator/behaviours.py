# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""Which kinds do more than their row of data says, and what."""

from __future__ import annotations

import typing as t

from f5_heat.simulator import accounts
from f5_heat.simulator import applications
from f5_heat.simulator import documents
from f5_heat.simulator import folders
from f5_heat.simulator import network
from f5_heat.simulator import ordinary
from f5_heat.simulator import paths
from f5_heat.simulator import policies
from f5_heat.simulator import servers
from f5_heat.simulator import traffic

if t.TYPE_CHECKING:
    from f5_heat.simulator import bigip

_ORDINARY = ordinary.Ordinary()
_POLICY_PART = policies.PolicyPart()
_IN_COMMON = network.InCommon()
_KINDS = {
    'auth/partition': folders.Partition(),
    'auth/user': accounts.User(),
    'cm/device': network.ThisDevice(),
    'cm/device-group': _IN_COMMON,
    'cm/traffic-group': _IN_COMMON,
    'ltm/data-group/internal': documents.DataGroup(),
    'ltm/node': servers.Node(),
    'ltm/policy': policies.Policy(),
    'ltm/policy/rules': _POLICY_PART,
    'ltm/policy/rules/actions': _POLICY_PART,
    'ltm/policy/rules/conditions': _POLICY_PART,
    'ltm/pool': servers.Pool(),
    'ltm/pool/members': servers.Member(),
    'ltm/rule': documents.Rule(),
    'ltm/snat': network.Snat(),
    'ltm/snatpool': traffic.SnatPool(),
    'ltm/virtual': traffic.Virtual(),
    'ltm/virtual-address': traffic.VirtualAddress(),
    'ltm/virtual/profiles': traffic.VirtualProfile(),
    'net/route': network.Route(),
    'net/route-domain': network.RouteDomain(),
    'net/self': network.SelfIp(),
    'net/vlan': network.Vlan(),
    'sys/application/service': applications.Service(),
    'sys/application/template': applications.Template(),
    'sys/application/template/actions': applications.Action(),
    'sys/file/external-monitor': documents.File(),
    'sys/file/ssl-cert': documents.Certificate(),
    'sys/file/ssl-key': documents.Key(),
    'sys/folder': folders.Folder(),
}
_MONITOR = traffic.Monitor()


def of(collection: str) -> ordinary.Ordinary:
    """The behaviour of a kind."""
    if collection.startswith('ltm/monitor/'):
        return _MONITOR
    return _KINDS.get(collection, _ORDINARY)


def first_day(device: bigip.Device) -> None:
    """What a fresh device holds that no row of data can say."""
    drafts = device.folder('/Common/Drafts')
    if device.tmos < (12, 1) and drafts is not None:
        device.store.drop(drafts)
    users = device.shapes['auth/user']
    admin = device.store.get('auth/user', device.username)
    values = dict(admin.values) if admin else {
        'partitionAccess': [{'name': 'all-partitions', 'role': 'admin'}]}
    values['password'] = device.password
    device.put(users, 'auth/user', paths.Place('', '', device.username),
               device.username, values, builtin=True)
