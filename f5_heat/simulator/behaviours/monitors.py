# SPDX-License-Identifier: Apache-2.0

"""Monitors: the rules between their properties, and where they fit."""

from __future__ import annotations

import typing as t

from f5_heat.simulator.schema import addresses
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import parser
from f5_heat.simulator.schema import references
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import lifecycle
from f5_heat.simulator.state import store

Json = dict[str, t.Any]

# Those that probe no service; of external ones that is unverified.
_ANY_SERVICE = ('external', 'gateway-icmp', 'none')


def _refused(text: str, path: str) -> errors.Refused:
    """Refuse a monitor; F5's own tests expect it, and have no words."""
    return errors.mcpd(
        '01070734:3: Configuration error: {} ({})'.format(text, path)
    )


class Monitor(bigip.Behaviour):
    """A monitor."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        if draft.values.get('defaultsFrom') == draft.path:
            raise errors.mcpd(
                '01070734:3: Configuration error: A monitor may not '
                'default from itself "{}"'.format(draft.path)
            )
        if isinstance(draft.given.get('destination'), str):
            draft.values['destination'] = _destination(
                draft.given['destination'],
                device.route_domain(draft.place.partition),
            )
        values = device.completed(draft)
        if 'recv' in draft.shape.fields:
            _check_reverse(draft.path, values)
        if draft.shape.key == 'dns':
            _check_answer(draft.path, values)
        if device.tmos >= (13,):
            _lower_interval(draft, values)
        if draft.old is not None:
            _check_kind_of_address(device, draft.old, values)

    def after_write(
        self,
        device: bigip.Device,
        old: store.Item | None,
        item: store.Item,
        body: Json,
    ) -> None:
        if old is None:
            return
        for kind in ('ltm/node', 'ltm/pool/members'):
            for user in device.store.of_kind(kind):
                check_fit(device, user)


def _destination(text: str, default: int) -> str:
    """Return '*.https' as '*:443'."""
    if text == '*' or addresses.ip(text) is not None:
        return text if text == '*' else addresses.canonical(text, default)
    address, port = addresses.split_port(text.replace('*.', '*:'))
    number = port if port == '*' else addresses.port_number(port)
    if number is None:
        # The device's own words for a bad port are not recorded.
        raise errors.parser('invalid or ambiguous service')
    if address != '*':
        if addresses.ip(address) is None:
            raise errors.parser('invalid address')
        address = addresses.canonical(address, default)
    mark = '.' if ':' in address else ':'
    return '{}{}{}'.format(address, mark, number)


def _wild(destination: str) -> tuple[bool, bool]:
    """Return whether the address and the service of a monitor are any."""
    if destination == '*' or addresses.ip(destination) is not None:
        return destination == '*', False
    address, port = addresses.split_port(destination)
    return address == '*', port == '*'


def _check_reverse(path: str, values: Json) -> None:
    if values.get('reverse') != 'enabled':
        return
    if not values.get('recv'):
        raise _refused('A reverse monitor needs a receive string', path)
    if values.get('timeUntilUp'):
        raise _refused('A reverse monitor cannot have time-until-up', path)


def _check_answer(path: str, values: Json) -> None:
    """Refuse an answer that the query of a DNS monitor cannot have."""
    answer = addresses.ip(values.get('recv') or '')
    if not values.get('recv'):
        return
    if answer is not None and (
        answer.version != {'a': 4, 'aaaa': 6}[values['qtype']]
    ):
        raise _refused('The receive string is of another query type', path)
    if values['acceptRcode'] == 'anything':
        raise _refused('A receive string needs accept-rcode no-error', path)


def _lower_interval(draft: lifecycle.Draft, values: Json) -> None:
    """Keep the interval below the timeout.

    Reported from 13.0: 91 with a timeout of 30 becomes 29.
    """
    interval, timeout = values.get('interval'), values.get('timeout')
    if (
        isinstance(interval, int)
        and isinstance(timeout, int)
        and interval >= timeout > 1
    ):
        draft.values['interval'] = timeout - 1


def _check_kind_of_address(
    device: bigip.Device, old: store.Item, values: Json
) -> None:
    before = device.resolved(old).get('destination')
    after = values.get('destination')
    if (
        before
        and after
        and _wild(before) != _wild(after)
        and any(device.users(old))
    ):
        # Reported with this text; its number is not.
        raise errors.mcpd(
            '01070734:3: Configuration error: Cannot modify the address type '
            'of monitor {}.'.format(old.path)
        )


def check_fit(device: bigip.Device, item: store.Item) -> None:
    """Refuse monitors that cannot check a node or a pool member."""
    text = item.values.get('monitor') or 'default'
    pool = device.parent_of(item)
    if text == 'default' and pool is not None:
        text = device.resolved(pool).get('monitor') or ''
    port = 0
    node = item
    if pool is not None:
        name, service = addresses.split_port(item.place.name)
        port = int(service)
        path = '{}/{}'.format(item.place.folder, name)
        node = device.store.get('ltm/node', path) or item
    fqdn = (node.values.get('fqdn') or {}).get('tmName')
    for path in parser.monitors(text):
        monitor = device.find(references.MONITORS, path)
        if monitor is None:
            continue
        values = device.resolved(monitor)
        if (
            port == 0
            and _wild(values.get('destination') or '*')[1]
            and monitor.shape.key not in _ANY_SERVICE
        ):
            # The number of this message is general knowledge.
            raise errors.mcpd(
                '01070622:3: The monitor {} has a wildcard destination '
                'service and cannot be associated with a node that has a '
                'zero service.'.format(path)
            )
        if fqdn and values.get('transparent') == 'enabled':
            # Recorded on 17.1.1.2.
            raise errors.mcpd(
                '01070734:3: Configuration error: Transparent monitors are '
                'not currently available for FQDN nodes.'
            )
