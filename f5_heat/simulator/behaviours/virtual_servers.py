# SPDX-License-Identifier: Apache-2.0

"""Virtual servers and their profiles."""

from __future__ import annotations

import datetime
import typing as t

from f5_heat.simulator.behaviours import network
from f5_heat.simulator.kinds import profile_rules
from f5_heat.simulator.schema import addresses
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import parser
from f5_heat.simulator.schema import paths
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import store
from f5_heat.simulator.tcl import words

_PROFILES = ('ltm/profile/*',)
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
        self._profiles(device, draft)
        self._unlike_others(device, draft)

    def _listen(self, device: bigip.Device, draft: lifecycle.Draft) -> None:
        text = draft.values.get('destination') or '0.0.0.0:0'
        if text.startswith(':') and draft.values.get(
            'trafficMatchingCriteria'
        ):
            # The criteria have the address.
            text = '0.0.0.0' + text
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
        if 'mask' not in draft.given:
            draft.values['mask'] = device.resolved(listed)['mask']
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
        address, domain = network.place_of(device, listed)
        default = device.route_domain(draft.place.partition)
        if draft.old is None and 'source' not in draft.given:
            clients = '::/0' if ':' in address else '0.0.0.0/0'
            if domain != default:
                clients = clients.replace('/', '%{}/'.format(domain))
            draft.values['source'] = clients
        source = str(draft.current('source'))
        if addresses.route_domain(source, default) != domain:
            # That it is refused is reported; the words are not recorded.
            raise errors.mcpd(
                '01070734:3: Configuration error: the source ({}) and the '
                'destination ({}) of virtual server ({}) are in different '
                'route domains.'.format(source, listed.path, draft.path)
            )

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
            if network.place_of(device, other) == where and (
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
        """Add the protocol and its own profile to those that are given."""
        given = draft.children.get('profiles')
        before = [] if draft.old is None else _kinds(device, draft.old)
        kinds = (
            before
            if given is None and draft.old is not None
            else [
                found.shape.key
                for entry in given or ()
                if (found := device.find(_PROFILES, parser.place(entry).path))
            ]
        )
        carriers = [one for one in profile_rules.TRANSPORTS if one in kinds]
        if (
            'ipProtocol' not in draft.given
            and draft.current('ipProtocol') == 'any'
        ):
            # That a virtual server takes it from its profiles is unverified.
            wanted = _protocol(kinds)
            if wanted:
                draft.values['ipProtocol'] = wanted
        if carriers or (given is None and draft.old is not None):
            return
        # Recorded for a new one without profiles, and reported for HTTP
        # alone and for one whose profiles are removed.
        own = profile_rules.OWN.get(draft.current('ipProtocol'))
        if not kinds and (
            draft.old is None or {'fastl4', 'fasthttp'} & set(before)
        ):
            own = None
        draft.children['profiles'] = [
            *(given or ()),
            {'name': own or profile_rules.ANY},
        ]

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
        parts = list(device.store.items(item.uri + '/profiles'))
        profiles = [device.find(_PROFILES, one.path) for one in parts]
        kinds = {one.shape.key for one in profiles if one is not None}
        self._check_together(device, item, parts, kinds)
        self._check_events(device, item, kinds)
        if 'http' not in kinds and kinds & {*profile_rules.OF_HTTP}:
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

    def _check_together(
        self,
        device: bigip.Device,
        item: store.Item,
        parts: list[store.Item],
        kinds: set[str],
    ) -> None:
        seen: set[tuple[str, str]] = set()
        for part in parts:
            found = device.find(_PROFILES, part.path)
            if found is None or found.shape.key in profile_rules.MANY:
                continue
            side = part.values.get('context', 'all')
            sides = ('clientside', 'serverside') if side == 'all' else (side,)
            if seen & {(found.shape.key, one) for one in sides}:
                raise errors.mcpd(
                    '01070097:3: Virtual server {} lists duplicate '
                    'profiles.'.format(item.path)
                )
            seen |= {(found.shape.key, one) for one in sides}
        for alone in kinds & {*profile_rules.ALONE}:
            beside = kinds - {alone}
            if alone == 'fastl4' and _binds_late(device, parts):
                beside -= {'http'}
            if beside & {
                *profile_rules.TRANSPORTS,
                *profile_rules.NOT_BESIDE,
            }:
                raise errors.mcpd(
                    '01070734:3: Configuration error: Found disallowed '
                    'profile on {}: Not Any Of (FastL4 Profile, FastHTTP '
                    'Profile)'.format(item.path)
                )
        protocol = device.resolved(item)['ipProtocol']
        for one in kinds:
            carriers = profile_rules.TRANSPORTS.get(
                one, profile_rules.CARRIED_BY.get(one, ())
            )
            if (
                carriers
                and protocol not in carriers
                and not kinds & {'fastl4', *profile_rules.OVER_UDP}
            ):
                # The number of this message is general knowledge.
                raise errors.mcpd(
                    '01070095:3: Virtual server {} lists profiles '
                    'incompatible with its protocol.'.format(item.path)
                )

    def _check_events(
        self, device: bigip.Device, item: store.Item, kinds: set[str]
    ) -> None:
        for path in item.values.get('rules') or ():
            rule = device.store.get('ltm/rule', path)
            text = rule.values.get('apiAnonymous') if rule else None
            for event in _events(text or ''):
                for start, (needed, what) in profile_rules.EVENTS.items():
                    if event.startswith(start) and not kinds & {*needed}:
                        raise errors.mcpd(
                            '01071912:3: {} event in rule ({}) requires an '
                            'associated {} profile on the virtual-server '
                            '({}).'.format(event, path, what, item.path)
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


def _kinds(device: bigip.Device, virtual: store.Item) -> list[str]:
    """Return the kinds of the profiles of a virtual server."""
    return [
        found.shape.key
        for one in device.store.items(virtual.uri + '/profiles')
        if (found := device.find(_PROFILES, one.path))
    ]


def _protocol(kinds: list[str]) -> str | None:
    """Return the protocol that profiles are for, if there is but one."""
    for table in (profile_rules.TRANSPORTS, profile_rules.CARRIED_BY):
        for one in kinds:
            if table.get(one):
                return table[one][0]
    return None


def _binds_late(device: bigip.Device, parts: list[store.Item]) -> bool:
    found = [device.find(_PROFILES, one.path) for one in parts]
    return any(
        one is not None
        and one.shape.key == 'fastl4'
        and device.resolved(one).get('lateBinding') == 'enabled'
        for one in found
    )


def _events(text: str) -> list[str]:
    """Return the events that an iRule is for."""
    return [
        command[1].text
        for command in words.commands(text)
        if command[0].text == 'when' and len(command) > 1
    ]


class VirtualProfile(bigip.Behaviour):
    """A profile of a virtual server, for one side of it or both."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        found = device.find(draft.shape.named_after, draft.path)
        side = profile_rules.SIDES.get(found.shape.key) if found else None
        if side is None:
            return
        if draft.values.get('context') not in (None, 'all', side):
            # The device's own words are not recorded.
            raise errors.mcpd(
                '01070734:3: Configuration error: The profile ({}) can only '
                'be {}.'.format(draft.path, side)
            )
        # A device shows such a profile on its own side.
        draft.values['context'] = side

    def after_delete(self, device: bigip.Device, item: store.Item) -> None:
        virtual = device.parent_of(item)
        if virtual is not None:
            Virtual().check_profiles(device, virtual)
