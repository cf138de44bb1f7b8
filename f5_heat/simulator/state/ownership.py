# SPDX-License-Identifier: Apache-2.0

"""The ownership of objects by application services."""

from __future__ import annotations

import typing as t

from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import paths
from f5_heat.simulator.schema import shapes
from f5_heat.simulator.state import configuration
from f5_heat.simulator.state import store

SERVICES = 'sys/application/service'


def check_new(
    device: configuration.Configuration,
    shape: shapes.Shape,
    place: paths.Place,
    parent: store.Item | None,
) -> None:
    """Refuse to create an object in what a service owns."""
    if parent is not None:
        check(device, parent)
        return
    owner = _of_folder(device, place)
    if (
        owner is not None
        and shape.collection != SERVICES
        and _strict(device, owner)
    ):
        raise _disowned(owner)


def check_kept(
    device: configuration.Configuration,
    item: store.Item,
    values: dict[str, t.Any],
) -> None:
    """Refuse to change the owner of an object in the folder of a service.

    A PUT has to repeat the owner (go-bigip).
    """
    owner = _of_folder(device, item.place)
    if (
        owner is not None
        and not device.acting
        and item.values.get('appService') == owner.path
        and values.get('appService') != owner.path
    ):
        raise _disowned(owner)


def _disowned(owner: store.Item) -> errors.Refused:
    # General knowledge, no recording of it is at hand.
    return errors.mcpd(
        '010715bd:3: The parent folder is owned by application service '
        '({}), the object ownership cannot be changed to ().'.format(
            owner.path
        )
    )


def check(device: configuration.Configuration, item: store.Item) -> None:
    """Refuse to change or delete an object that a service owns."""
    owner = owner_of(device, item)
    if owner is not None and _strict(device, owner):
        # General knowledge, no recording of it is at hand.
        raise errors.mcpd(
            '010715bc:3: The application service must be updated using an '
            'application management interface.'
        )


def owner_of(
    device: configuration.Configuration, item: store.Item
) -> store.Item | None:
    """Return the service that owns an object or its parent."""
    if item.where == SERVICES:
        return None
    path = item.values.get('appService')
    if path and path != 'none':
        return device.store.get(SERVICES, path)
    parent = device.parent_of(item)
    if parent is not None:
        return owner_of(device, parent)
    return _of_folder(device, item.place)


def _of_folder(
    device: configuration.Configuration, place: paths.Place
) -> store.Item | None:
    first = place.sub_path.partition('/')[0]
    if not first.endswith('.app'):
        return None
    return device.store.get(
        SERVICES,
        '/{}/{}/{}'.format(place.partition, first, first.removesuffix('.app')),
    )


def _strict(device: configuration.Configuration, service: store.Item) -> bool:
    return (
        device.acting != service.path
        and device.resolved(service)['strictUpdates'] == 'enabled'
    )
