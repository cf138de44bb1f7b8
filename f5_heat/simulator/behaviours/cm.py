# SPDX-License-Identifier: Apache-2.0

"""Devices, device groups and trust domains."""

from __future__ import annotations

import typing as t

from f5_heat.simulator.ha import failover
from f5_heat.simulator.ha import trust
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import parser
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import cluster
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import store


class TrustedDevice(bigip.Behaviour):
    """A device of the trust domain, this one or another."""

    def add_derived(
        self, device: bigip.Device, item: store.Item, values: dict[str, t.Any]
    ) -> None:
        if item == device.me:
            values['version'] = device.version
            values['hostname'] = device.hostname
        values.setdefault('version', device.version)
        values['failoverState'] = failover.known_state(device, item)


class CommonOnly(bigip.Behaviour):
    """A kind whose objects can only be in /Common."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        if draft.place.folder != '/Common':
            # Recorded for device groups.
            raise errors.mcpd(
                '01070712:3: Internal error, object is not in a folder: '
                'type: {} id: '.format(draft.shape.key.replace('-', ''))
            )


def _read_only() -> errors.Refused:
    # F5's cloud libraries say that it is read-only; the device's own words
    # are not recorded.
    return errors.mcpd(
        'The devices of the device group ({}) are those that are '
        'trusted'.format(cluster.TRUST_GROUP)
    )


class DeviceGroup(CommonOnly):
    """Devices that share configuration, or fail over to each other."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        super().before_write(device, draft)
        if draft.path != cluster.TRUST_GROUP or draft.old is None:
            return
        given = draft.children.pop('devices', None)
        if given is not None and {parser.place(one).path for one in given} != {
            one.path for one in device.store.items(draft.old.uri + '/devices')
        }:
            raise _read_only()

    def before_delete(self, device: bigip.Device, item: store.Item) -> None:
        if item.path == cluster.TRUST_GROUP:
            # Documented; the device's own words are not recorded.
            raise errors.mcpd(
                'The device group ({}) cannot be deleted'.format(item.path)
            )


class GroupMember(bigip.Behaviour):
    """A member of a device group."""

    def identity(self, item: store.Item) -> dict[str, str]:
        # F5's SDK has to name them so on 11.x, but for 11.6.0.
        if (11, 6, 0) != item.shape.tmos[:3] < (12,):
            return {'name': item.path, 'fullPath': item.path}
        return super().identity(item)

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        group = draft.parent
        if group is not None and group.path == cluster.TRUST_GROUP:
            raise _read_only()
        if (
            group is None
            or device.resolved(group)['type'] != ('sync-failover')
            or draft.old is not None
        ):
            return
        for member in device.store.of_kind('cm/device-group/devices'):
            other = device.parent_of(member)
            if (
                member.path == draft.path
                and other is not None
                and other.path != group.path
                and device.resolved(other)['type'] == 'sync-failover'
            ):
                # Documented; the device's own words are not recorded.
                raise errors.mcpd(
                    'The device ({}) is already in the sync-failover '
                    'device group ({})'.format(draft.path, other.path)
                )

    def before_delete(self, device: bigip.Device, item: store.Item) -> None:
        group = device.parent_of(item)
        if group is not None and group.path == cluster.TRUST_GROUP:
            raise _read_only()


class TrustDomain(CommonOnly):
    """The trust domain; deleting it resets device trust."""

    def after_delete(self, device: bigip.Device, item: store.Item) -> None:
        device.store.put(item)
        trust.reset(device)
