# SPDX-License-Identifier: Apache-2.0

"""The factory: a device with its default configuration."""

from __future__ import annotations

import dataclasses
import typing as t

from f5_heat.simulator import behaviours
from f5_heat.simulator import kinds
from f5_heat.simulator.behaviours import certificates
from f5_heat.simulator.ha import configsync
from f5_heat.simulator.schema import parser
from f5_heat.simulator.schema import paths
from f5_heat.simulator.schema import shapes
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import cluster
from f5_heat.simulator.state import store

Json = dict[str, t.Any]


def make(
    version: str,
    username: str,
    password: str,
    network: cluster.Network[bigip.Device] | None = None,
) -> bigip.Device:
    """Return a device with its factory defaults and one administrator."""
    device = bigip.Device(kinds.KINDS, behaviours.BEHAVIOURS, version, network)
    device.validators.append(certificates.check_pairs)
    device.observers.append(configsync.after_change)
    for shape in device.shapes.values():
        if shape.singleton:
            _load(device, shape, '', {})
        if not shape.kind.parent:
            for path, values in shape.kind.builtins.items():
                _load(device, shape, path, values)
    device.store.commit()
    device.store.generation = 1
    _identify(device)
    _drop_drafts(device)
    _administrator(device, username, password)
    device.store.commit()
    device.saved.update(
        {'': device.store.copy(), 'default': device.store.copy()}
    )
    return device


def _load(
    device: bigip.Device, shape: shapes.Shape, path: str, values: Json
) -> None:
    place = (
        paths.place(path)
        if path.startswith('/') and path != '/'
        else paths.Place('', '', path)
    )
    if shape.singleton:
        values = {**shape.kind.builtins.get('', {}), **values}
    item = device.put(
        shape,
        shape.collection,
        place,
        path,
        {key: value for key, value in values.items() if key in shape.fields},
        builtin=True,
    )
    for key, child in shape.children.items():
        for entry in parser.entries(
            key, values.get(shapes.json_name(key), [])
        ):
            below = parser.place(entry, child.plain)
            device.put(
                child,
                '{}/{}'.format(item.uri, key),
                below,
                below.path,
                {
                    name: value
                    for name, value in entry.items()
                    if name in child.fields
                },
                parent=item,
                builtin=True,
            )


def _drop_drafts(device: bigip.Device) -> None:
    """Drop the folder for drafts of policies, which came with 12.1."""
    drafts = device.folder('/Common/Drafts')
    if device.tmos < (12, 1) and drafts is not None:
        device.store.drop(drafts)


def _administrator(device: bigip.Device, username: str, password: str) -> None:
    known = device.store.get('auth/user', username)
    values = (
        dict(known.values)
        if known
        else {'partitionAccess': [{'name': 'all-partitions', 'role': 'admin'}]}
    )
    device.put(
        device.shapes['auth/user'],
        'auth/user',
        paths.Place('', '', username),
        username,
        {**values, 'password': password},
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
    _set(
        device,
        device.store.get('sys/software/volume', 'HD1.1'),
        version=device.version,
    )
    _set(
        device,
        device.store.get('sys/db', 'version.version'),
        value=device.version,
    )
    # The prefix is invented, and leaves most of the network to self IPs.
    management = identity.management_ip + '/29'
    device.put(
        device.shapes['sys/management-ip'],
        'sys/management-ip',
        paths.Place('', '', management),
        management,
        {},
        builtin=True,
    )


def _set(
    device: bigip.Device, item: store.Item | None, **values: t.Any
) -> None:
    if item is not None:
        device.store.put(
            dataclasses.replace(item, values={**item.values, **values})
        )
