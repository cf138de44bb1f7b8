# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::VirtualAddress: an address that virtual servers listen on."""

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.engine.objects import drift
from f5_heat.engine.schema import addresses
from f5_heat.engine.validation import constraints
from f5_heat.engine.validation import rules
from f5_heat.icontrol import paths


class TrafficGroup(schema.Reference):
    """A traffic group; all of them lie in ``/Common``."""

    def encode(self, value, folder):
        return super().encode(value, '/Common')

    def canonical(self, value, place):
        return super().canonical(value, place.moved(folder='/Common'))

    def names(self, value, folder):
        return super().names(value, '/Common')


class Mask(schema.IPAddress):
    """The mask of an address or a network; without one it is the address
    alone."""

    ALONE = ('255.255.255.255', ':'.join(['ffff'] * 8))

    def canonical(self, value, place):
        mask = addresses.normal(value)
        return '' if mask in self.ALONE else mask


class VirtualAddress(bigip.BigIPObject):
    """An IP address that a BIG-IP answers for.

    A BIG-IP makes virtual addresses for its virtual servers by itself;
    this resource is for those that need settings of their own.
    """

    collection = 'ltm/virtual-address'
    tenants = True
    exclusive = ('address',)
    rules = (
        rules.Bars(
            'spanning',
            'arp',
            'An address that spans several devices cannot have arp: give '
            'false for it.',
        ),
    )

    @schema.deferred
    def properties_schema(cls):
        return {
            **bigip.NAMING,
            'name': schema.String(
                'The name of the virtual address, or its full path. By '
                'default it is the address.',
                update_allowed=False,
                constraints=[constraints.Name()],
            ),
            **bigip.DESCRIPTION,
            'address': schema.IPAddress(
                'The IP address, with %ID behind it for a route domain.',
                wire='address',
                required=True,
                update_allowed=False,
                constraints=[constraints.Address()],
            ),
            'mask': Mask(
                'The netmask, which makes a network of the address. By '
                'default it is the address alone.',
                wire='mask',
                update_allowed=False,
                constraints=[constraints.Address()],
            ),
            'admin_state_up': schema.Boolean(
                'Whether the address takes traffic.',
                wire='enabled',
                unset=True,
                words=('yes', 'no'),
            ),
            'arp': schema.Boolean(
                'Whether the BIG-IP answers ARP requests for the address.',
                wire='arp',
                unset=True,
            ),
            'icmp_echo': schema.String(
                'Whether the BIG-IP answers pings of the address: enabled, '
                'disabled, or selective, as long as server_scope is met.',
                wire='icmpEcho',
                unset='enabled',
                constraints=[
                    constraints.AllowedValues(
                        ['enabled', 'disabled', 'selective']
                    )
                ],
            ),
            'route_advertisement': schema.String(
                'When the address is announced to routers: disabled, enabled, '
                'selective, always, any or all. BIG-IP takes the last four '
                'since version 13.',
                wire='routeAdvertisement',
                unset='disabled',
                constraints=[
                    constraints.AllowedValues(
                        [
                            'disabled',
                            'enabled',
                            'selective',
                            'always',
                            'any',
                            'all',
                        ]
                    )
                ],
            ),
            'server_scope': schema.String(
                'When the address is available: any, as soon as one of its '
                'virtual servers is; all, when all of them are; or none, '
                'always.',
                wire='serverScope',
                unset='any',
                constraints=[
                    constraints.AllowedValues(['any', 'all', 'none'])
                ],
            ),
            'auto_delete': schema.Boolean(
                'Whether the BIG-IP deletes the address with the last virtual '
                'server on it, also while the resource is there. Give false '
                'for an address that outlives its virtual servers, or keeps '
                'its place while they are made anew.',
                wire='autoDelete',
                unset=True,
                words=('true', 'false'),
            ),
            'spanning': schema.Boolean(
                'Whether several devices serve the address at once.',
                wire='spanning',
                unset=False,
            ),
            'connection_limit': schema.Integer(
                'The number of connections at once; 0 for no limit.',
                wire='connectionLimit',
                unset=0,
                constraints=[constraints.Range(0, 4294967295)],
            ),
            'traffic_group': TrafficGroup(
                'The traffic group that the address moves with between '
                'devices.',
                wire='trafficGroup',
                unset='/Common/traffic-group-1',
                to='cm/traffic-group',
            ),
        }

    @schema.deferred
    def attributes_schema(cls):
        return {
            **bigip.IDENTITY,
            **bigip.STATUS,
            'address': schema.address('The address'),
            **bigip.connections('clientside'),
        }

    def path(self, values):
        if values['name']:
            return super().path(values)
        address = values['address']
        folder = super().path({**values, 'name': 'any'}).rpartition('/')[0]
        return paths.full(
            addresses.sent(address, drift.folder_named(self, folder)), folder
        )


def resource_mapping():
    return {'F5::LTM::VirtualAddress': VirtualAddress}
