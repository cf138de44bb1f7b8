# SPDX-License-Identifier: Apache-2.0

"""VLANs, self IPs, routes and route domains, and address translation."""

from __future__ import annotations

import ipaddress
import typing as t

from f5_heat.simulator.ha import groups
from f5_heat.simulator.schema import addresses
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import paths
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import store


class Vlan(bigip.Behaviour):
    """A VLAN; it gets a free tag if none is given."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        if draft.values.get('tag') is not None:
            return
        taken = {
            one.values.get('tag') for one in device.store.items('net/vlan')
        }
        # Recorded: 4094 and downwards.
        draft.values['tag'] = next(
            tag for tag in range(4094, 0, -1) if tag not in taken
        )


class SelfIp(bigip.Behaviour):
    """A self IP: an address of the device on a VLAN."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        if 'address' in draft.given:
            text = str(draft.given['address'])
            if '/' not in text:
                raise errors.parser('a netmask must be specified')
            draft.values['address'] = addresses.with_prefix(
                text, device.route_domain(draft.place.partition)
            )

    def add_derived(
        self, device: bigip.Device, item: store.Item, values: dict[str, t.Any]
    ) -> None:
        values['floating'] = groups.floating(device, item)
        values['unit'] = int(values['floating'] == 'enabled')
        # Recorded on 14.1.2.1 and 16.0.0.
        if values.get('allowService') == ['all']:
            values['allowService'] = 'all'


class Route(bigip.Behaviour):
    """A static route."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        network = draft.given.get('network')
        if network is None:
            return
        defaults = {'0.0.0.0/0': 'default', '::/0': 'default-inet6'}
        if network in ('default', 'default-inet6'):
            return
        plain = ''.join(
            part.partition('%')[0] if not index else '/' + part
            for index, part in enumerate(network.split('/'))
        )
        try:
            ipaddress.ip_network(plain, strict=False)
        except ValueError:
            # The device's own words for a bad address are not recorded.
            raise errors.parser('invalid address') from None
        draft.values['network'] = defaults.get(
            network, addresses.with_prefix(network)
        )


class RouteDomain(bigip.Behaviour):
    """A route domain; partitions use it as their default."""

    def users(
        self, device: bigip.Device, item: store.Item
    ) -> t.Iterator[tuple[str, str]]:
        for partition in device.store.items('auth/partition'):
            if device.resolved(partition)[
                'defaultRouteDomain'
            ] == item.values.get('id'):
                yield 'partition', partition.path


class Snat(bigip.Behaviour):
    """A SNAT: origins and the translation of their addresses."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        if 'origins' in draft.given and not draft.given['origins']:
            raise errors.parser(
                'one of the following must be specified:\n'
                'add, delete, modify, replace-all-with'
            )
        ways = [
            key
            for key in ('automap', 'snatpool', 'translation')
            if draft.values.get(key)
        ]
        if not ways:
            # The device's own words are not recorded.
            raise errors.parser(
                'one of the following must be specified:\n'
                'automap, snatpool, translation'
            )
        if draft.values.get('origins'):
            draft.values['origins'] = sorted(
                (
                    {**one, 'name': addresses.with_prefix(one['name'])}
                    for one in draft.values['origins']
                ),
                key=lambda one: one['name'],
            )


class SnatPool(bigip.Behaviour):
    """A SNAT pool; it creates the translation addresses that it names."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        members = draft.values.get('members')
        if 'members' in draft.given and not members:
            raise errors.parser(
                'one of the following must be specified:\n'
                'add, delete, modify, replace-all-with'
            )
        # That a translation address stays when the pool goes is unverified.
        found = []
        for member in members or ():
            place = paths.place(member)
            if addresses.ip(place.name) is None:
                raise errors.parser('invalid address')
            address = addresses.canonical(
                place.name, device.route_domain(place.folder)
            )
            path = '{}/{}'.format(place.folder, address)
            if device.store.get('ltm/snat-translation', path) is None:
                device.make(
                    'ltm/snat-translation', {'name': path, 'address': address}
                )
            found.append(path)
        draft.values['members'] = found
