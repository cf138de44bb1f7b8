# SPDX-License-Identifier: Apache-2.0

"""Nodes, pools and their members, and how healthy they are."""

from __future__ import annotations

import typing as t

from f5_heat.simulator.behaviours import monitors
from f5_heat.simulator.schema import addresses
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import parser
from f5_heat.simulator.schema import paths
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import store


def is_monitored(device: bigip.Device, item: store.Item) -> bool:
    """Return whether a node or a pool member has a health monitor."""
    own = item.values.get('monitor') or 'default'
    if own != 'default':
        return own != '/Common/none'
    pool = device.parent_of(item)
    if pool is None:
        # The default node monitor of a fresh device is none.
        return False
    return bool(parser.monitors(device.resolved(pool).get('monitor')))


def health(device: bigip.Device, item: store.Item) -> tuple[str, str]:
    """Return the ``session`` and ``state`` of a node or a pool member.

    Nothing is probed here: a monitored one is up unless the control
    interface says otherwise. (A device shows ``checking`` until the first
    probe is answered.)
    """
    disabled = item.values.get('session') == 'user-disabled'
    if item.values.get('state') == 'user-down':
        return 'user-disabled' if disabled else 'user-enabled', 'user-down'
    pool = device.parent_of(item)
    found = device.monitored.get((pool.path if pool else '', item.path))
    fqdn = item.values.get('fqdn') or {}
    if not is_monitored(device, item):
        state = found or ('fqdn-up' if fqdn.get('tmName') else 'unchecked')
        return 'user-disabled' if disabled else 'user-enabled', state
    return ('user-disabled' if disabled else 'monitor-enabled', found or 'up')


class Node(bigip.Behaviour):
    """A node: an address that pool members share."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        if draft.old is not None:
            return
        fqdn = draft.values.get('fqdn') or {}
        address = draft.values.get('address')
        if fqdn.get('tmName'):
            if address is not None and not addresses.same(address, 'any6'):
                # The device's own words are not recorded.
                raise errors.exclusive('address', 'fqdn')
            draft.values['address'] = 'any6'
            return
        if address is None:
            if addresses.ip(draft.place.name) is None:
                raise errors.required('address')
            address = draft.place.name
        if addresses.ip(address) is None:
            # The device's own words for a bad address are not recorded.
            raise errors.parser('invalid address')
        default = device.route_domain(draft.place.partition)
        draft.values['address'] = addresses.canonical(address, default)
        where = addresses.placed(address, default)
        for other in device.store.items('ltm/node'):
            if addresses.ip(other.values['address']) is not None and (
                where
                == addresses.placed(
                    other.values['address'],
                    device.route_domain(other.place.partition),
                )
            ):
                # The end of this message, after "cannot", is unverified.
                raise errors.mcpd(
                    '0107003a:3: Pool member node ({}) and existing node '
                    '({}) cannot use the same IP Address ({}).'.format(
                        draft.path, other.path, draft.values['address']
                    )
                )

    def after_write(
        self,
        device: bigip.Device,
        old: store.Item | None,
        item: store.Item,
        body: dict[str, t.Any],
    ) -> None:
        monitors.check_fit(device, item)

    def users(
        self, device: bigip.Device, item: store.Item
    ) -> t.Iterator[tuple[str, str]]:
        for member in device.store.of_kind('ltm/pool/members'):
            if node_path(member) == item.path and member.parent:
                yield 'Pool', member.parent[1]

    def add_derived(
        self, device: bigip.Device, item: store.Item, values: dict[str, t.Any]
    ) -> None:
        values['session'], values['state'] = health(device, item)


def node_path(member: store.Item) -> str:
    """Return the full path of the node of a pool member."""
    name, _ = addresses.split_port(member.place.name)
    return '{}/{}'.format(member.place.folder, name)


def _check_node(draft: lifecycle.Draft, node: store.Item) -> None:
    """Refuse a member that says something else than its node.

    Unverified: the words, and that the host name has to be the same.
    """
    wanted = (draft.values.get('fqdn') or {}).get('tmName')
    known = (node.values.get('fqdn') or {}).get('tmName')
    address = draft.given.get('address')
    if (wanted and wanted != known) or (
        address
        and not known
        and addresses.ip(address) != addresses.ip(node.values['address'])
    ):
        raise errors.mcpd(
            '01070734:3: Configuration error: Pool member ({}) and its node '
            '({}) have different addresses.'.format(draft.path, node.path)
        )


class Pool(bigip.Behaviour):
    """A pool."""

    def after_write(
        self,
        device: bigip.Device,
        old: store.Item | None,
        item: store.Item,
        body: dict[str, t.Any],
    ) -> None:
        for member in device.store.items(item.uri + '/members'):
            monitors.check_fit(device, member)

    def after_delete(self, device: bigip.Device, item: store.Item) -> None:
        for key in [key for key in device.monitored if key[0] == item.path]:
            del device.monitored[key]


class Member(bigip.Behaviour):
    """A pool member; it creates its node if there is none."""

    def located(self, device: bigip.Device, path: str) -> str:
        # A member is found under each spelling of its address and port.
        address, port = addresses.split_port(path.rpartition('/')[2])
        if addresses.ip(address) is None or addresses.port_number(port) is (
            None
        ):
            return path
        return self.resolve_place(device, paths.place(path), {}).path

    def resolve_place(
        self, device: bigip.Device, place: paths.Place, body: dict[str, t.Any]
    ) -> paths.Place:
        address, port = addresses.split_port(place.name)
        number = addresses.port_number(port)
        if not address or number is None:
            # The device's own words for a bad port are not recorded.
            raise errors.invalid_value('name', place.name)
        if addresses.ip(address) is not None:
            # In other partitions names keep what they were sent with.
            default = device.route_domain(place.partition)
            address = addresses.canonical(address, None if default else 0)
        return paths.Place(
            place.partition,
            place.sub_path,
            addresses.join_port(address, number),
        )

    def in_messages(self, path: str, parent: store.Item | None) -> str:
        address, port = addresses.split_port(path)
        return '{} {} {}'.format(parent.path if parent else '', address, port)

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        if draft.old is not None:
            return
        name, _ = addresses.split_port(draft.place.name)
        path = '{}/{}'.format(draft.place.folder, name)
        node = device.store.get('ltm/node', path)
        if node is None:
            body: dict[str, t.Any] = {
                'name': name,
                'partition': draft.place.partition,
                'subPath': draft.place.sub_path,
            }
            fqdn = draft.values.get('fqdn') or {}
            if fqdn.get('tmName'):
                body['fqdn'] = {
                    key: value
                    for key, value in fqdn.items()
                    if key in device.shapes['ltm/node'].fields['fqdn'].fields
                }
            elif draft.values.get('address') or addresses.ip(name) is None:
                body['address'] = draft.values.get('address')
                if body['address'] is None:
                    raise errors.not_found('Node', path)
            node = device.make('ltm/node', body)
        else:
            _check_node(draft, node)
        draft.values['address'] = node.values['address']

    def after_write(
        self,
        device: bigip.Device,
        old: store.Item | None,
        item: store.Item,
        body: dict[str, t.Any],
    ) -> None:
        monitors.check_fit(device, item)

    def add_derived(
        self, device: bigip.Device, item: store.Item, values: dict[str, t.Any]
    ) -> None:
        values['session'], values['state'] = health(device, item)

    def after_delete(self, device: bigip.Device, item: store.Item) -> None:
        if item.parent:
            device.monitored.pop((item.parent[1], item.path), None)


class GlobalMember(bigip.Behaviour):
    """A member of a pool of GTM; the pool has its members in an order."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        if draft.old is None and 'memberOrder' not in draft.given:
            # Recorded: 1 for one. That they are numbered in turn is
            # asserted by a test that ran against devices.
            taken = [
                one.values.get('memberOrder', 0)
                for one in device.store.items(draft.where)
            ]
            draft.values['memberOrder'] = 1 + max(taken, default=0)
