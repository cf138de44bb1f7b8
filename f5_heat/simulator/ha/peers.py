# SPDX-License-Identifier: Apache-2.0

"""Peers: which devices trust each other, and which are connected."""

from __future__ import annotations

import dataclasses
import typing as t

from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import store


def trusted(
    device: bigip.Device,
) -> list[tuple[store.Item, bigip.Device | None]]:
    """Return the peers that a device trusts; None for an unknown device."""
    return [
        (item, device.network.owner(item))
        for item in device.store.items('cm/device')
        if item != device.me
    ]


def _trusts(device: bigip.Device, other: bigip.Device) -> bool:
    return any(owner is other for _, owner in trusted(device))


def are_connected(device: bigip.Device, other: bigip.Device) -> bool:
    """Return whether two devices trust and reach each other.

    Both need an address for config-sync. Asserted by a test that ran against
    two devices: without addresses they trust each other, and are
    "Disconnected".
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
    """Return the peers that a device is connected to."""
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
    """Replace the present objects of a device by the wanted ones.

    Returns the objects that are new or different. The caller commits the
    store or rolls it back.
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
