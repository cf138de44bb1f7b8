# SPDX-License-Identifier: Apache-2.0

"""The query option ``options``, which holds the tail of a tmsh command."""

from __future__ import annotations

import fnmatch
import typing as t

from f5_heat.simulator.documents import queries
from f5_heat.simulator.ha import trust
from f5_heat.simulator.schema import errors
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import store
from f5_heat.simulator.state import targets
from f5_heat.simulator.tmsh import lexer
from f5_heat.simulator.tmsh import modify
from f5_heat.simulator.tmsh import properties


def _read(
    device: bigip.Device, target: targets.Target, text: str
) -> properties.Written:
    return properties.Reader(lexer.parse(text), properties.Names()).read(
        target.shape, device.behaviour(target.shape).extra_keys
    )


def create(
    device: bigip.Device,
    target: targets.Target,
    text: str,
    body: dict[str, t.Any],
) -> store.Item:
    """POST an object whose properties are in a tmsh command too."""
    written = properties.body_of(_read(device, target, text))
    return device.create(target, {**written, **body})


def apply(
    device: bigip.Device,
    target: targets.Target,
    text: str,
    body: dict[str, t.Any],
) -> store.Item:
    """PATCH an object with the tail of a tmsh command."""
    written = _read(device, target, text)
    written.body.update(body)
    return modify.apply(device, target, written)


def delete_many(
    device: bigip.Device, target: targets.Target, query: queries.Query
) -> None:
    """DELETE in a collection; ``options`` is a pattern for the names."""
    if target.where == 'cm/trust-domain' and device.tmos >= (13,):
        # F5's cloud libraries reset the trust so; before 13.0 it is a
        # DELETE of the domain itself.
        with device.change():
            trust.reset(device)
        return
    if not query.options:
        # The device's own words are not recorded.
        raise errors.parser(
            'one or more configuration identifiers must be provided'
        )
    with device.change():
        for item in device.store.items(target.where):
            identity = device.behaviour(item.shape).identity(item)
            if query.matches(identity) and any(
                fnmatch.fnmatchcase(name, query.options)
                for name in (item.place.name, item.path)
            ):
                device.remove(item)
