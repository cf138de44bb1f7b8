# SPDX-License-Identifier: Apache-2.0

"""VLANs, routes and their domains, and the addresses of a device."""

from __future__ import annotations

import dataclasses
import ipaddress
import typing as t

from f5_heat.simulator.ha import groups
from f5_heat.simulator.schema import addresses
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import paths
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import store

_DEFAULTS = {'0.0.0.0/0': 'default', '::/0': 'default-inet6'}
_ENCAPSULATIONS = ('net/tunnels/*',)
_TRANSLATIONS = 'ltm/snat-translation'
_VLANS = ('net/vlan', 'net/tunnels/tunnel')
# As a test that ran against devices makes them.
_WITHOUT_LOCAL_ADDRESS = ('ppp', 'tcp-forward')


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
            self._check_management(device, draft)

    def _check_management(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        """Refuse an address of the management network.

        That it is refused is asserted by a test that ran against devices;
        the words are not recorded.
        """
        address = draft.values['address']
        default = device.route_domain(draft.place.partition)
        if addresses.route_domain(address, default) != 0:
            return
        own = addresses.ip(address.partition('/')[0])
        for one in device.store.items('sys/management-ip'):
            other = ipaddress.ip_interface(one.path).network
            if own in other:
                raise errors.mcpd(
                    '01070734:3: Configuration error: The self IP ({}) is in '
                    'the management network ({}).'.format(draft.path, other)
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
        network = draft.values.get('network') or ''
        draft.values['network'] = _DEFAULTS.get(network, network) or None


class Tunnel(bigip.Behaviour):
    """A tunnel."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        profile = device.find(_ENCAPSULATIONS, draft.current('profile') or '')
        if (
            profile is not None
            and profile.shape.key not in _WITHOUT_LOCAL_ADDRESS
            and draft.current('localAddress') in (None, 'any6')
        ):
            raise errors.required('local-address')
        if draft.current('transparent') == 'enabled' and draft.current(
            'remoteAddress'
        ) not in (None, 'any', 'any6'):
            # That it is refused is asserted by a test that ran against
            # devices; the words are not recorded.
            raise errors.mcpd(
                '01070734:3: Configuration error: The remote address of the '
                'transparent tunnel ({}) must be a wildcard.'.format(
                    draft.path
                )
            )


class RouteDomain(bigip.Behaviour):
    """A route domain; partitions use it as their default."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        # A VLAN is in one route domain.
        mine = set(draft.given.get('vlans') or ())
        for other in list(device.store.items(draft.where)):
            theirs = other.values.get('vlans') or ()
            if other.path != draft.path and mine & set(theirs):
                left = [one for one in theirs if one not in mine]
                device.store.put(
                    dataclasses.replace(
                        other, values={**other.values, 'vlans': left}
                    )
                )

    def add_derived(
        self, device: bigip.Device, item: store.Item, values: dict[str, t.Any]
    ) -> None:
        # Recorded on 14.1.2.1: the default route domain has all VLANs that
        # are in no other.
        claimed = {
            path
            for one in device.store.items(item.where)
            for path in one.values.get('vlans') or ()
        }
        values['vlans'] = [
            *(values.get('vlans') or ()),
            *(
                one.path
                for where in _VLANS
                for one in device.store.items(where)
                if one.path not in claimed
                and device.route_domain(one.place.partition)
                == values.get('id')
            ),
        ]

    def users(
        self, device: bigip.Device, item: store.Item
    ) -> t.Iterator[tuple[str, str]]:
        for partition in device.store.items('auth/partition'):
            if device.resolved(partition)[
                'defaultRouteDomain'
            ] == item.values.get('id'):
                yield 'partition', partition.path


def _translation(device: bigip.Device, path: str) -> str:
    """Return the path of a translation address, which may be a new one."""
    place = paths.place(path)
    if addresses.ip(place.name) is None:
        # The name of a translation address that is there.
        if device.store.get(_TRANSLATIONS, path) is None:
            raise errors.parser('invalid address')
        return path
    address = addresses.canonical(
        place.name, device.route_domain(place.folder)
    )
    path = '{}/{}'.format(place.folder, address)
    if device.store.get(_TRANSLATIONS, path) is None:
        device.make(_TRANSLATIONS, {'name': path, 'address': address})
    return path


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
        translation = draft.given.get('translation')
        if translation and addresses.ip(paths.place(translation).name):
            # As a client's test expects; that SNAT pools do it is recorded.
            draft.values['translation'] = _translation(device, translation)
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
        draft.values['members'] = [
            _translation(device, member) for member in members or ()
        ]


class VirtualAddress(bigip.Behaviour):
    """A virtual address, created with its first virtual server."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        if (
            draft.current('spanning') == 'enabled'
            and draft.current('arp') == 'enabled'
        ):
            # F5's own client refuses it; the words are not recorded.
            raise errors.mcpd(
                '01070734:3: Configuration error: Virtual Address ({}) '
                'cannot have both arp and spanning.'.format(draft.path)
            )
        if draft.old is not None:
            return
        address = draft.values.get('address') or draft.place.name
        if addresses.ip(address) is None:
            # F5's own tests make one with a name alone; what address it
            # then shows is unverified.
            address = 'any6'
        default = device.route_domain(draft.place.partition)
        where = addresses.placed(address, default)
        address = addresses.canonical(address, default)
        draft.values['address'] = addresses.shown(address)
        if 'mask' not in draft.given:
            draft.values['mask'] = _host_mask(draft.values['address'])
        for other in device.store.items('ltm/virtual-address'):
            if where == place_of(device, other):
                raise errors.mcpd(
                    '0107176c:3: Invalid Virtual Address, the IP address '
                    '{} already exists.'.format(address)
                )

    def add_derived(
        self, device: bigip.Device, item: store.Item, values: dict[str, t.Any]
    ) -> None:
        values['floating'] = groups.floating(device, item)

    def users(
        self, device: bigip.Device, item: store.Item
    ) -> t.Iterator[tuple[str, str]]:
        for virtual in device.store.items('ltm/virtual'):
            if virtual.values.get('address') == item.path:
                yield device.user(virtual)


def place_of(device: bigip.Device, listed: store.Item) -> tuple[str, int]:
    """Return address and route domain of a virtual address."""
    return addresses.placed(
        listed.values['address'], device.route_domain(listed.place.partition)
    )


def _host_mask(address: str) -> str:
    bare = address.partition('%')[0]
    if bare in ('any', 'any6'):
        return bare
    return ':'.join(['ffff'] * 8) if ':' in address else '255.255.255.255'
