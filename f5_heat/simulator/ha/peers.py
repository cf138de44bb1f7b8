# SPDX-License-Identifier: Apache-2.0

"""Which devices trust each other, and which are connected."""

from __future__ import annotations

import dataclasses
import typing as t

from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import store


def trusted(
    device: bigip.Device,
) -> list[tuple[store.Item, bigip.Device | None]]:
    """The others that a device trusts, by name; None: nobody knows where."""
    return [
        (item, device.network.owner(item))
        for item in device.store.items('cm/device')
        if item != device.me
    ]


def _trusts(device: bigip.Device, other: bigip.Device) -> bool:
    return any(owner is other for _, owner in trusted(device))


def are_connected(device: bigip.Device, other: bigip.Device) -> bool:
    """Whether two devices talk: both trust, and have config-sync addresses.

    Asserted by a test that ran against two devices: without addresses they
    trust each other, and are "Disconnected".
    """
    if device is other:
        return True
    return (
        device.network.reachable(device, other)
        and _trusts(device, other)
        and _trusts(other, device)
        and all(
            one.resolved(one.me)['configsyncIp'] != 'none'
            for one in (device, other)
        )
    )


def connected_to(device: bigip.Device) -> list[bigip.Device]:
    """The peers that a device is connected with."""
    return [
        other
        for _, other in trusted(device)
        if other is not None and are_connected(device, other)
    ]


def copy_items(
    target: bigip.Device,
    wanted: t.Iterable[store.Item],
    present: t.Iterable[store.Item],
) -> list[store.Item]:
    """Let a device hold the wanted objects in the place of the present ones.

    Returns what was new or different. The caller ends the step with
    ``store.commit`` or ``store.rollback``.
    """
    wanted = list(wanted)
    keys = {(item.where, item.path) for item in wanted}
    for item in present:
        if (item.where, item.path) not in keys and target.store.get(
            item.where, item.path
        ) is item:
            target.store.drop(item)
    changed = []
    for item in wanted:
        shape = target.shapes.get(item.shape.collection)
        old = target.store.get(item.where, item.path)
        if shape is None or old is not None and old.values == item.values:
            continue
        new = dataclasses.replace(
            item,
            shape=shape,
            generation=target.store.generation,
            builtin=(old or item).builtin,
        )
        target.store.put(new)
        changed.append(new)
    return changed
