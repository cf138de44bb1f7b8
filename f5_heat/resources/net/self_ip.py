# SPDX-License-Identifier: Apache-2.0

"""F5::Net::SelfIP: an address of a BIG-IP in a VLAN."""

import re

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.engine.validation import constraints


class Service(constraints.Form):
    """A protocol with a port, or a word for several of them."""

    expected = (
        'all, default, none, or a protocol with a port, such as tcp:443 or '
        'ospf:0'
    )

    def fits(self, value):
        return bool(
            re.fullmatch(
                r'all|default|none|[a-z0-9-]+:([0-9]+|[a-z0-9-]+)', value
            )
        )


class Services(schema.List):
    """Services, or a word; a device has all as a text, and none as no key."""

    def canonical(self, value, place):
        return frozenset(['all'] if 'all' in value else value) - {'none'}

    def encode(self, value, folder):
        return (
            'all'
            if 'all' in value
            else [one for one in value if one != 'none']
        )


class SelfIP(bigip.BigIPObject):
    """An address of the BIG-IP in a VLAN or a tunnel.

    By it the BIG-IP reaches servers and is reached by them; a floating one is
    that of the unit that is active.
    """

    collection = 'net/self'
    # Whoever makes self IPs takes addresses of the networks of others.
    tenants = False
    # No device has an address twice.
    exclusive = ('address',)

    @schema.deferred
    def properties_schema(cls):
        return {
            **bigip.NAMING,
            **bigip.DESCRIPTION,
            'address': schema.IPNetwork(
                'The address with the length of its prefix, such as '
                '192.0.2.5/24; %ID before the slash for a route domain.',
                wire='address',
                required=True,
                constraints=[constraints.Network()],
            ),
            'vlan': schema.Reference(
                'The VLAN or tunnel: its name, its path, or an F5::Net::VLAN '
                'resource.',
                wire='vlan',
                to='net/',
                required=True,
                update_allowed=False,
            ),
            'allow_service': Services(
                'What the BIG-IP answers at the address: all, default for the '
                'usual services of a BIG-IP, and protocols with ports, such '
                'as tcp:443. By default it answers nothing.',
                wire='allowService',
                ordered=False,
                schema=schema.String(
                    'A service, or a word for several.',
                    constraints=[Service()],
                ),
            ),
            'traffic_group': schema.Reference(
                'The traffic group: with traffic-group-local-only the address '
                "is this unit's own, with another one it is floating.",
                wire='trafficGroup',
                unset='/Common/traffic-group-local-only',
                to='cm/traffic-group',
            ),
            'fw_enforced_policy': schema.Reference(
                'The firewall policy that is enforced.',
                wire='fwEnforcedPolicy',
                to='security/firewall/policy',
            ),
            'fw_staged_policy': schema.Reference(
                'The firewall policy whose effect is only logged.',
                wire='fwStagedPolicy',
                to='security/firewall/policy',
            ),
        }

    @schema.deferred
    def attributes_schema(cls):
        return {**bigip.IDENTITY, 'address': schema.address('The address')}


def resource_mapping():
    return {'F5::Net::SelfIP': SelfIP}
