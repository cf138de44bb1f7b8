# SPDX-License-Identifier: Apache-2.0

"""Virtual servers, their addresses and their profiles."""

from __future__ import annotations

import datetime
import typing as t

from f5_heat.simulator.ha import groups
from f5_heat.simulator.schema import addresses
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import parser
from f5_heat.simulator.schema import paths
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import store

_ANY = {'0.0.0.0': 'any', '::': 'any6'}
_SIDES = {'client-ssl': 'clientside', 'server-ssl': 'serverside'}
_NEED_HTTP = {'http-compression', 'web-acceleration'}
_SHARED = ('source', 'ipProtocol', 'vlans', 'vlansEnabled', 'vlansDisabled')


def _now() -> str:
    return datetime.datetime.now(datetime.timezone.utc).strftime(
        '%Y-%m-%dT%H:%M:%SZ'
    )


def _split(destination: str) -> tuple[str, int]:
    """Split '/Common/10.0.0.1:443' into the virtual address and the port."""
    address, port = addresses.split_port(destination)
    if not address and port:
        address, port = port, 'any'
    number = addresses.port_number(port)
    if number is None:
        # The device's own words for a bad port are not recorded.
        raise errors.parser('invalid or ambiguous service')
    return address, number


class VirtualAddress(bigip.Behaviour):
    """A virtual address, created with its first virtual server."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        if draft.old is not None:
            return
        address = draft.values.get('address') or draft.place.name
        if addresses.ip(address) is None:
            # The device's own words for a bad address are not recorded.
            raise errors.parser('invalid address')
        default = device.route_domain(draft.place.partition)
        where = addresses.placed(address, default)
        address = addresses.canonical(address, default)
        any_address = _ANY.get(address.partition('%')[0])
        draft.values['address'] = _shown(address)
        if 'mask' not in draft.given:
            draft.values['mask'] = any_address or _host_mask(address)
        for other in device.store.items('ltm/virtual-address'):
            if where == _place_of(device, other):
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


def _shown(address: str) -> str:
    """Return an address with the device's word for those that are zeros."""
    bare, percent, domain = address.partition('%')
    return _ANY.get(bare, bare) + percent + domain


def _place_of(device: bigip.Device, listed: store.Item) -> tuple[str, int]:
    """Return address and route domain of a virtual address."""
    return addresses.placed(
        listed.values['address'], device.route_domain(listed.place.partition)
    )


def _host_mask(address: str) -> str:
    return ':'.join(['ffff'] * 8) if ':' in address else '255.255.255.255'


class Virtual(bigip.Behaviour):
    """A virtual server; ``values['address']`` is its virtual address."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        created = draft.old is None
        if created:
            draft.values['vsIndex'] = 1 + max(
                (
                    one.values.get('vsIndex', 0)
                    for one in device.store.items('ltm/virtual')
                ),
                default=0,
            )
        stamps = {'lastModifiedTime': _now()}
        if created:
            stamps['creationTime'] = stamps['lastModifiedTime']
        draft.values.update(
            {
                key: value
                for key, value in stamps.items()
                if key in draft.shape.fields
            }
        )
        if 'destination' in draft.given or ('destination' not in draft.values):
            self._listen(device, draft)
        elif 'source' in draft.given:
            listed = device.store.get(
                'ltm/virtual-address', draft.values['address']
            )
            if listed is not None:
                self._source(device, draft, listed)
        self._translate(draft)
        if created:
            self._profiles(device, draft)
        elif 'profiles' in draft.children and not draft.children['profiles']:
            draft.children['profiles'] = [{'name': '/Common/fastL4'}]
        self._unlike_others(device, draft)

    def _listen(self, device: bigip.Device, draft: lifecycle.Draft) -> None:
        text = draft.values.get('destination') or '0.0.0.0:0'
        address, port = _split(text.rpartition('/')[2])
        folder = (
            text.rpartition('/')[0]
            if text.startswith('/')
            else '/' + draft.place.partition
        )
        listed = device.store.get(
            'ltm/virtual-address', '{}/{}'.format(folder, address)
        )
        if listed is None:
            listed = self._address(device, folder, address, draft)
        draft.values['address'] = listed.path
        draft.values['destination'] = addresses.join_port(listed.path, port)
        listens = listed.values.get('address', address)
        version = addresses.ip(listens)
        if version is None:
            raise errors.parser('invalid address')
        wanted = 'any6' if version.version == 6 else 'any'
        if 'mask' not in draft.given:
            draft.values['mask'] = (
                wanted
                if listens in _ANY.values()
                else device.resolved(listed)['mask']
            )
        self._source(device, draft, listed)
        source = addresses.ip(str(draft.current('source')).partition('/')[0])
        if source is not None and source.version != version.version:
            raise errors.mcpd(
                '0107028c:3: The source ({}) and destination ({}) addresses '
                'for virtual server ({}) must be be the same type (IPv4 or '
                'IPv6).'.format(source, listens, draft.path)
            )

    def _source(
        self,
        device: bigip.Device,
        draft: lifecycle.Draft,
        listed: store.Item,
    ) -> None:
        """Keep the clients in the route domain of the address.

        Recorded on 11.6: ``0.0.0.0%6/0`` beside a destination with ``%6``.
        """
        address, domain = _place_of(device, listed)
        default = device.route_domain(draft.place.partition)
        if draft.old is None and 'source' not in draft.given:
            network = '::/0' if ':' in address else '0.0.0.0/0'
            if domain != default:
                network = network.replace('/', '%{}/'.format(domain))
            draft.values['source'] = network
        source = str(draft.current('source'))
        if addresses.route_domain(source, default) != domain:
            # That it is refused is reported; the words are not recorded.
            raise errors.mcpd(
                '01070734:3: Configuration error: the source ({}) and the '
                'destination ({}) of virtual server ({}) are in different '
                'route domains.'.format(source, listed.path, draft.path)
            )
        network, _, length = source.partition('/')
        if '%' in network:
            network = addresses.canonical(network, default)
            draft.values['source'] = '{}/{}'.format(network, length)

    def _address(
        self,
        device: bigip.Device,
        folder: str,
        name: str,
        draft: lifecycle.Draft,
    ) -> store.Item:
        if addresses.ip(name) is None:
            # The device's own words for a bad address are not recorded.
            raise errors.parser('invalid address')
        default = device.route_domain(folder)
        address = addresses.canonical(name, default)
        where = addresses.placed(name, default)
        for other in device.store.items('ltm/virtual-address'):
            if _place_of(device, other) == where and (
                other.place.folder in (folder, '/Common')
            ):
                return other
        body = {'name': address, 'address': address}
        if 'mask' in draft.given:
            body['mask'] = draft.given['mask']
        place = paths.place(folder + '/' + address)
        body.update(partition=place.partition, subPath=place.sub_path)
        return device.make('ltm/virtual-address', body)

    def _translate(self, draft: lifecycle.Draft) -> None:
        # Recorded for 0.0.0.0:0 with ipForward.
        if draft.old is None and draft.values.get('ipForward'):
            for key in ('translateAddress', 'translatePort'):
                if key not in draft.given:
                    draft.values[key] = 'disabled'
        translation = draft.values.get('sourceAddressTranslation')
        if translation and translation.get('type') != 'snat':
            given = draft.given.get('sourceAddressTranslation') or {}
            if given.get('pool') and 'type' not in given:
                # Unverified: a device may as well take it for a SNAT.
                raise errors.required('type')
            draft.values['sourceAddressTranslation'] = {
                key: value
                for key, value in translation.items()
                if key != 'pool' or translation.get('type') == 'lsn'
            }

    def _profiles(self, device: bigip.Device, draft: lifecycle.Draft) -> None:
        profiles = draft.children.get('profiles')
        if not profiles:
            draft.children['profiles'] = [{'name': '/Common/fastL4'}]
            return
        if 'ipProtocol' in draft.given:
            return
        for entry in profiles:
            found = device.find(('ltm/profile/*',), parser.place(entry).path)
            if found is not None and found.shape.key in ('tcp', 'udp', 'sctp'):
                draft.values['ipProtocol'] = found.shape.key

    def _unlike_others(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        mine = [draft.current(key) for key in _SHARED]
        destination = draft.values['destination']
        for other in device.store.items('ltm/virtual'):
            if (
                other.values.get('destination') == destination
                and other.path != draft.path
                and not draft.values.get('internal')
                and mine
                == [device.resolved(other).get(key) for key in _SHARED]
            ):
                raise errors.mcpd(
                    '01070333:3: Virtual Server {} illegally shares '
                    'destination address, source address, service port, '
                    'ip-protocol, and vlan with Virtual Server {}.'.format(
                        draft.path, other.path
                    )
                )

    def after_write(
        self,
        device: bigip.Device,
        old: store.Item | None,
        item: store.Item,
        body: dict[str, t.Any],
    ) -> None:
        if old is not None and (
            old.values['address'] != item.values['address']
        ):
            self._leave(device, old)
        self.check_profiles(device, item)

    def check_profiles(self, device: bigip.Device, item: store.Item) -> None:
        """Refuse profiles that cannot be combined."""
        profiles = [
            device.find(('ltm/profile/*',), one.path)
            for one in device.store.items(item.uri + '/profiles')
        ]
        kinds = {one.shape.key for one in profiles if one is not None}
        if 'http' not in kinds and _NEED_HTTP & kinds:
            # The middle of this message is not recorded.
            raise errors.mcpd(
                '01070734:3: Configuration error: In Virtual Server ({}) '
                'Required profile profile_http not present'.format(item.path)
            )
        if not {'http', 'fasthttp'} & kinds and any(
            device.store.get('ltm/persistence/cookie', parser.entry_path(one))
            for one in item.values.get('persist') or ()
        ):
            # Unverified: no recording of this message is at hand.
            raise errors.mcpd(
                '01070309:3: Cookie persistence requires an HTTP or '
                'FastHTTP profile to be associated with the virtual server'
            )
        for kind in ('client-ssl', 'server-ssl'):
            if (
                sum(
                    one is not None
                    and one.shape.key == kind
                    and device.resolved(one).get('sniDefault') == 'true'
                    for one in profiles
                )
                > 1
            ):
                raise errors.mcpd(
                    '01071809:3: Virtual Server {} has more than one '
                    'clientssl/serverssl profile that is default for '
                    'SNI.'.format(item.path)
                )

    def after_delete(self, device: bigip.Device, item: store.Item) -> None:
        self._leave(device, item)

    def _leave(self, device: bigip.Device, item: store.Item) -> None:
        listed = device.store.get(
            'ltm/virtual-address', item.values['address']
        )
        if (
            listed is not None
            and device.resolved(listed)['autoDelete'] == 'true'
            and not any(device.users(listed))
        ):
            device.discard(listed)

    def add_derived(
        self, device: bigip.Device, item: store.Item, values: dict[str, t.Any]
    ) -> None:
        del values['address']


class VirtualProfile(bigip.Behaviour):
    """A profile of a virtual server, for one side of it or both."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        found = device.find(draft.shape.named_after, draft.path)
        if found is not None and 'context' not in draft.given:
            draft.values['context'] = _SIDES.get(found.shape.key, 'all')

    def after_delete(self, device: bigip.Device, item: store.Item) -> None:
        virtual = device.parent_of(item)
        if virtual is not None:
            Virtual().check_profiles(device, virtual)
