# SPDX-License-Identifier: Apache-2.0

"""iApp templates, and the application services made from them."""

from __future__ import annotations

import contextlib
import logging
import typing as t

from f5_heat.simulator.behaviours import folders
from f5_heat.simulator.behaviours import iapp_variables
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import kind
from f5_heat.simulator.schema import paths
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import ownership
from f5_heat.simulator.state import store
from f5_heat.simulator.tcl import scriptd
from f5_heat.simulator.tmsh import session

_LOG = logging.getLogger(__name__)
_TEMPLATE = 'sys/application/template'


def missing(device: bigip.Device, template: store.Item) -> str | None:
    """Name the required modules of a template that are not provisioned.

    Recorded of one module, of built-in templates; and that a template for
    other versions has no such error. That a service is made all the same
    is unverified.
    """
    found = []
    for module in device.resolved(template).get('requiresModules') or ():
        row = device.store.get('sys/provision', module)
        if row is None or device.resolved(row).get('level') == 'none':
            found.append(
                'Error: {} is not provisioned/enabled.'.format(module)
            )
    return '\n'.join(found) or None


class Template(bigip.Behaviour):
    """An iApp template, which needs a definition when it is created."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        if draft.old is None and not any(
            entry.get('name') == 'definition'
            for entry in draft.children.get('actions', ())
        ):
            # The device's own words are not recorded.
            raise errors.required('actions')

    def after_write(
        self,
        device: bigip.Device,
        old: store.Item | None,
        item: store.Item,
        body: dict[str, t.Any],
    ) -> None:
        if 'actions' in body:
            modified(device, item)

    def add_derived(
        self, device: bigip.Device, item: store.Item, values: dict[str, t.Any]
    ) -> None:
        values['prerequisiteErrors'] = missing(device, item)


class Action(bigip.Behaviour):
    """An action of a template; only its definition is supported."""

    def after_write(
        self,
        device: bigip.Device,
        old: store.Item | None,
        item: store.Item,
        body: dict[str, t.Any],
    ) -> None:
        template = device.parent_of(item)
        if old is not None and template is not None:
            modified(device, template)


def modified(device: bigip.Device, template: store.Item) -> None:
    """Mark the services of a template that has changed since they ran it.

    Unverified: documented of the property, not recorded.
    """
    for service in device.store.items(ownership.SERVICES):
        if service.values.get('template') == template.path:
            _put(device, service, templateModified='yes')


def _put(device: bigip.Device, item: store.Item, **values: t.Any) -> None:
    device.put(
        item.shape,
        item.where,
        item.place,
        item.path,
        {**item.values, **values},
    )


class Service(bigip.Behaviour):
    """An application service, with a folder of its own for its objects."""

    extra_keys = {'execute-action': kind.text(), 'executeAction': kind.text()}

    def resolve_place(
        self, device: bigip.Device, place: paths.Place, body: dict[str, t.Any]
    ) -> paths.Place:
        own = paths.Place(place.partition, place.name + '.app', place.name)
        if device.folder('/' + own.partition) and not device.folder(
            own.folder
        ):
            folders.add_folder(device, own.folder)
        return own

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        folders.settle_groups(draft)
        if draft.old is not None:
            iapp_variables.keep_secrets(draft.old.values, draft.values)

    def after_write(
        self,
        device: bigip.Device,
        old: store.Item | None,
        item: store.Item,
        body: dict[str, t.Any],
    ) -> None:
        action = body.get('execute-action', body.get('executeAction'))
        if action not in (None, 'definition'):
            raise errors.invalid_value('execute-action', action)
        if old is None or action == 'definition':
            _run(device, item, old)

    def add_derived(
        self, device: bigip.Device, item: store.Item, values: dict[str, t.Any]
    ) -> None:
        iapp_variables.hide(values)
        template = device.store.get(_TEMPLATE, values['template'])
        if template is not None:
            values['templatePrerequisiteErrors'] = missing(device, template)

    def before_delete(self, device: bigip.Device, item: store.Item) -> None:
        if item.values.get('metadata'):
            # That metadata is in the way is what F5's SDK works around;
            # the device's own words are not recorded.
            raise errors.mcpd(
                'The application service ({}) has metadata'.format(item.path)
            )

    def after_delete(self, device: bigip.Device, item: store.Item) -> None:
        inside = {
            (one.where, one.path): one
            for one in (
                *_owned(device, item),
                *folders.inside(device, item.place.folder),
            )
        }
        with _acting(device, item):
            _remove(device, inside.values())
        folder = device.folder(item.place.folder)
        if folder is not None:
            device.store.drop(folder)


def _run(
    device: bigip.Device, service: store.Item, before: store.Item | None
) -> None:
    """Run the implementation, and delete the objects it no longer creates."""
    if device.acting:
        # The device's own words are not recorded.
        raise errors.mcpd(
            'a script cannot run the script of another application service'
        )
    template = device.store.get(_TEMPLATE, service.values['template'])
    action = template and device.store.get(
        template.uri + '/actions', 'definition'
    )
    if action is None:
        _LOG.info(
            '%s is here without its implementation: %s gets no objects',
            service.values['template'],
            service.path,
        )
        return
    owned = {(item.where, item.path) for item in _owned(device, service)}
    shell = session.Session(
        device, service, before, device.scriptd.limits.objects
    )
    settings = device.store.get('sys/scriptd', '')
    assert settings is not None
    with _acting(device, service):
        try:
            ran = device.scriptd.run(
                action.values.get('implementation') or '',
                iapp_variables.variables(service),
                shell.answer,
                device.resolved(settings)['maxScriptRunTime'],
            )
        except scriptd.Failed as failed:
            # The form is recorded, which layer it comes from is not.
            raise errors.parser(
                'script did not successfully complete: ({})'.format(failed)
            ) from None
        if ran:
            _remove(
                device,
                [
                    item
                    for item in _owned(device, service)
                    if (item.where, item.path) in owned - shell.touched
                ],
            )
    now = device.store.get(service.where, service.path)
    if ran and now is not None and now.values.get('templateModified') == 'yes':
        _put(device, now, templateModified='no')


@contextlib.contextmanager
def _acting(device: bigip.Device, service: store.Item) -> t.Iterator[None]:
    """Let an application service make the changes within."""
    device.acting, before = service.path, device.acting
    try:
        yield
    finally:
        device.acting = before


def _owned(
    device: bigip.Device, service: store.Item
) -> t.Iterator[store.Item]:
    """Yield the objects of a service, in its folder and elsewhere.

    Kinds without ``appService`` belong to it if they lie in its folder.
    """
    for item in device.store.everything():
        if item.parent is not None or item.where == ownership.SERVICES:
            continue
        if 'appService' in item.shape.fields:
            if item.values.get('appService') == service.path:
                yield item
        elif item.path.startswith(service.place.folder + '/'):
            yield item


def _remove(device: bigip.Device, items: t.Iterable[store.Item]) -> None:
    """Delete objects in the order of their dependencies.

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
    """Return whether a folder holds one of the others."""
    return item.shape.collection == 'sys/folder' and any(
        other.path.startswith(item.path + '/') for other in others
    )
