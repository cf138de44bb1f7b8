# SPDX-License-Identifier: Apache-2.0

"""Which kinds do more than their row of data says, and what."""

from __future__ import annotations

import dataclasses
import typing as t

from f5_heat.simulator.behaviours import applications
from f5_heat.simulator.behaviours import certificates
from f5_heat.simulator.behaviours import cm
from f5_heat.simulator.behaviours import folders
from f5_heat.simulator.behaviours import irules
from f5_heat.simulator.behaviours import network
from f5_heat.simulator.behaviours import policies
from f5_heat.simulator.behaviours import pools
from f5_heat.simulator.behaviours import users
from f5_heat.simulator.behaviours import virtual_servers
from f5_heat.simulator.schema import paths
from f5_heat.simulator.state import cluster
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import store

if t.TYPE_CHECKING:
    from f5_heat.simulator.state import bigip

_ORDINARY = lifecycle.Ordinary()
_POLICY_PART = policies.PolicyPart()
_KINDS = {
    'auth/partition': folders.Partition(),
    'auth/user': users.User(),
    'cm/device': cm.Device(),
    'cm/device-group': cm.DeviceGroup(),
    'cm/device-group/devices': cm.GroupMember(),
    'cm/traffic-group': cm.InCommon(),
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
    'ltm/virtual-address': virtual_servers.VirtualAddress(),
    'ltm/virtual/profiles': virtual_servers.VirtualProfile(),
    'net/route': network.Route(),
    'net/route-domain': network.RouteDomain(),
    'net/self': network.SelfIp(),
    'net/vlan': network.Vlan(),
    'sys/application/service': applications.Service(),
    'sys/application/template': applications.Template(),
    'sys/application/template/actions': applications.Action(),
    'sys/db': cm.Variable(),
    'sys/file/external-monitor': certificates.File(),
    'sys/file/ssl-cert': certificates.Certificate(),
    'sys/file/ssl-key': certificates.Key(),
    'sys/folder': folders.Folder(),
}
_MONITOR = pools.Monitor()


def of(collection: str) -> lifecycle.Ordinary:
    """The behaviour of a kind."""
    if collection.startswith('ltm/monitor/'):
        return _MONITOR
    return _KINDS.get(collection, _ORDINARY)


def first_day(device: bigip.Device) -> None:
    """What a fresh device holds that no row of data can say."""
    _identify(device)
    drafts = device.folder('/Common/Drafts')
    if device.tmos < (12, 1) and drafts is not None:
        device.store.drop(drafts)
    users = device.shapes['auth/user']
    admin = device.store.get('auth/user', device.username)
    values = (
        dict(admin.values)
        if admin
        else {'partitionAccess': [{'name': 'all-partitions', 'role': 'admin'}]}
    )
    values['password'] = device.password
    device.put(
        users,
        'auth/user',
        paths.Place('', '', device.username),
        device.username,
        values,
        builtin=True,
    )


def _identify(device: bigip.Device) -> None:
    """Give the built-in objects the names of this device."""
    identity = device.identity
    name, path = identity.name, '/Common/' + identity.name
    own = device.me
    device.store.drop(own)
    device.put(
        own.shape,
        own.where,
        paths.place(path),
        path,
        {
            'selfDevice': 'true',
            'baseMac': identity.base_mac,
            'chassisId': identity.chassis_id,
            'configsyncIp': identity.configsync_ip,
            'managementIp': identity.management_ip,
        },
        builtin=True,
    )
    root = device.store.get('cm/trust-domain', cluster.ROOT)
    _set(device, root, caDevices=[path])
    for member in list(device.store.of_kind('cm/device-group/devices')):
        device.store.drop(member)
        device.put(
            member.shape,
            member.where,
            paths.place(path),
            path,
            {},
            parent=device.parent_of(member),
            builtin=True,
        )
    _set(
        device,
        device.store.get('cm/cert', '/Common/dtdi.crt'),
        subject='CN=' + name,
    )
    _set(device, device.store.get('sys/global-settings', ''), hostname=name)


def _set(
    device: bigip.Device, item: store.Item | None, **values: t.Any
) -> None:
    if item is not None:
        device.store.put(
            dataclasses.replace(item, values={**item.values, **values})
        )
