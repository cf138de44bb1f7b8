# SPDX-License-Identifier: Apache-2.0

"""LTM policies, as drafts and published."""

from __future__ import annotations

import dataclasses
import typing as t

from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import kind
from f5_heat.simulator.schema import paths
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import store


def _in_force(item: store.Item) -> errors.Refused:
    # The device's own words are not recorded.
    return errors.mcpd(
        'Modify operation not allowed on a published policy: ' + item.path
    )


class Policy(bigip.Behaviour):
    """A policy, which since 12.1 is edited as a draft and then published.

    ``legacy`` in a POST creates one that is in force at once, as before
    12.1; ``createDraft`` in a PATCH copies a published one into Drafts.
    """

    extra_keys = {'legacy': kind.flag(), 'createDraft': kind.flag()}

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        if device.tmos < (12, 1):
            return
        if draft.old is not None:
            if draft.old.values.get('status') == 'published' and (
                draft.given or draft.children
            ):
                raise _in_force(draft.old)
            return
        drafted = draft.place.sub_path.rpartition('/')[2] == 'Drafts'
        draft.values['status'] = 'draft' if drafted else 'legacy'

    def after_write(
        self,
        device: bigip.Device,
        old: store.Item | None,
        item: store.Item,
        body: dict[str, t.Any],
    ) -> None:
        if device.tmos < (12, 1):
            return
        if (
            old is None
            and item.values['status'] == 'legacy'
            and (body.get('legacy') not in (True, 'true'))
        ):
            # That only drafts and legacy policies can be created is
            # unverified, and so are the words.
            raise errors.mcpd(
                'Policy {} must be created in a Drafts folder'.format(
                    item.path
                )
            )
        if body.get('createDraft') in (True, 'true'):
            place = paths.Place(
                item.place.partition,
                '/'.join(
                    part for part in (item.place.sub_path, 'Drafts') if part
                ),
                item.place.name,
            )
            copy_policy(device, item, place, 'draft', item.path)

    def publish(self, device: bigip.Device, path: str) -> None:
        _publish(device, path)


def copy_policy(
    device: bigip.Device,
    item: store.Item,
    place: paths.Place,
    status: str,
    published: str | None = None,
) -> store.Item:
    """Copy a policy with all its rules to another place.

    ``published`` is the policy that a draft is of.
    """
    found = device.put(
        item.shape,
        item.where,
        place,
        place.path,
        {**item.values, 'status': status, 'publishedCopy': published},
    )
    _copy_below(device, item, found)
    return found


def _copy_below(
    device: bigip.Device, source: store.Item, target: store.Item
) -> None:
    for key in source.shape.children:
        for child in device.store.items('{}/{}'.format(source.uri, key)):
            found = dataclasses.replace(
                child,
                where='{}/{}'.format(target.uri, key),
                parent=(target.where, target.path),
                generation=device.store.generation,
            )
            device.store.put(found)
            _copy_below(device, child, found)


def _publish(device: bigip.Device, path: str) -> None:
    """Replace the published policy by a draft."""
    draft = device.store.get('ltm/policy', path)
    if draft is None:
        raise errors.not_found('Policy', path)
    if draft.values.get('status') != 'draft':
        # The device's own words are not recorded.
        raise errors.mcpd('Policy {} is not a draft'.format(path))
    above = draft.place.sub_path.rpartition('Drafts')[0].strip('/')
    place = paths.Place(draft.place.partition, above, draft.place.name)
    before = device.store.get('ltm/policy', place.path)
    if before is not None:
        device.store.drop(before)
    copy_policy(device, draft, place, 'published')
    device.store.drop(draft)


class PolicyPart(bigip.Behaviour):
    """A rule, condition or action; read-only in a published policy."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        self._check(device, draft.parent)

    def before_delete(self, device: bigip.Device, item: store.Item) -> None:
        self._check(device, device.parent_of(item))

    def _check(self, device: bigip.Device, item: store.Item | None) -> None:
        while item is not None:
            if item.values.get('status') == 'published':
                raise _in_force(item)
            item = device.parent_of(item)
