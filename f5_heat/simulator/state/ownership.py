# SPDX-License-Identifier: Apache-2.0

"""Objects that belong to an application service, and who may change them."""

from __future__ import annotations

import contextlib
import typing as t

from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import paths
from f5_heat.simulator.schema import shapes
from f5_heat.simulator.state import store

if t.TYPE_CHECKING:
    from f5_heat.simulator.state import bigip

_SERVICE = 'sys/application/service'


@contextlib.contextmanager
def acting(device: bigip.Device, service: store.Item) -> t.Iterator[None]:
    """What happens within is done by a service."""
    device.acting, before = service.path, device.acting
    try:
        yield
    finally:
        device.acting = before


def owned(device: bigip.Device, service: store.Item) -> t.Iterator[store.Item]:
    """The objects that a service made, in its folder and elsewhere.

    Kinds that do not know whose they are belong to it if they are in its
    folder.
    """
    for item in device.store.everything():
        if item.parent is not None or item.where == _SERVICE:
            continue
        if 'appService' in item.shape.fields:
            if item.values.get('appService') == service.path:
                yield item
        elif item.path.startswith(service.place.folder + '/'):
            yield item


def remove(device: bigip.Device, items: t.Iterable[store.Item]) -> None:
    """Delete objects in an order in which they can be deleted.

    Raises ``errors.Refused`` when something else refers to one of them.
    """
    left = [(item.where, item.path) for item in items]
    while True:
        found = [
            item
            for where, path in left
            if (item := device.store.get(where, path)) is not None
        ]
        if not found:
            return
        free = [
            item
            for item in found
            if not any(device.users(item)) and not _holds(item, found)
        ]
        for item in free or found[:1]:
            now = device.store.get(item.where, item.path)
            if now is not None:
                device.remove(now)


def _holds(item: store.Item, others: list[store.Item]) -> bool:
    """Whether a folder still has one of the others in it."""
    return item.shape.collection == 'sys/folder' and any(
        other.path.startswith(item.path + '/') for other in others
    )


def check_new(
    device: bigip.Device,
    shape: shapes.Shape,
    place: paths.Place,
    parent: store.Item | None,
) -> None:
    """Refuse to add to what a service owns."""
    if parent is not None:
        check(device, parent)
        return
    owner = _of_folder(device, place)
    if (
        owner is not None
        and shape.collection != _SERVICE
        and _strict(device, owner)
    ):
        raise _disowned(owner)


def check_kept(
    device: bigip.Device, item: store.Item, values: dict[str, t.Any]
) -> None:
    """Refuse to take an object away from the service whose folder it is in.

    Clients that PUT have to name the owner again (go-bigip).
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


def check(device: bigip.Device, item: store.Item) -> None:
    """Refuse to change or delete what a service owns."""
    owner = owner_of(device, item)
    if owner is not None and _strict(device, owner):
        # General knowledge, no recording of it is at hand.
        raise errors.mcpd(
            '010715bc:3: The application service must be updated using an '
            'application management interface.'
        )


def owner_of(device: bigip.Device, item: store.Item) -> store.Item | None:
    """The service that an object, or the object around it, belongs to."""
    if item.where == _SERVICE:
        return None
    path = item.values.get('appService')
    if path and path != 'none':
        return device.store.get(_SERVICE, path)
    parent = device.parent_of(item)
    if parent is not None:
        return owner_of(device, parent)
    return _of_folder(device, item.place)


def _of_folder(device: bigip.Device, place: paths.Place) -> store.Item | None:
    first = place.sub_path.partition('/')[0]
    if not first.endswith('.app'):
        return None
    return device.store.get(
        _SERVICE,
        '/{}/{}/{}'.format(place.partition, first, first.removesuffix('.app')),
    )


def _strict(device: bigip.Device, service: store.Item) -> bool:
    return (
        device.acting != service.path
        and device.resolved(service)['strictUpdates'] == 'enabled'
    )
