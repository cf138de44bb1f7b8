# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::Node: a server, by its address or its host name."""

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.engine.traits import signals
from f5_heat.engine.validation import constraints
from f5_heat.engine.validation import refusal
from f5_heat.resources.ltm import health


def fqdn():
    """Return the properties of the host name of a node."""
    return {
        'name': schema.String(
            'The host name.',
            wire='tmName',
            required=True,
            update_allowed=False,
        ),
        'address_family': schema.String(
            'The addresses to ask for: ipv4, ipv6 or all.',
            wire='addressFamily',
            unset='ipv4',
            update_allowed=False,
            constraints=[constraints.AllowedValues(['ipv4', 'ipv6', 'all'])],
        ),
        'autopopulate': schema.Boolean(
            'Whether each address of the host name becomes a node of its own.',
            wire='autopopulate',
            unset=False,
            update_allowed=False,
        ),
        'interval': schema.Number(
            'The seconds between two look-ups of the host name, or ttl for '
            'the time that the name server says.',
            wire='interval',
            unset='3600',
            constraints=[constraints.NumberOr(0, 4294967295, 'ttl')],
        ),
        'down_interval': schema.Integer(
            'The seconds between two look-ups after one that failed.',
            wire='downInterval',
            unset=5,
            constraints=[constraints.Range(0, 4294967295)],
        ),
    }


def limits():
    """Return the limits of a node or a member."""
    return {
        'ratio': schema.Integer(
            'The weight for load balancing by ratio.',
            wire='ratio',
            unset=1,
            constraints=[constraints.Range(1, 100)],
        ),
        'dynamic_ratio': schema.Integer(
            'The weight for dynamic load balancing.',
            wire='dynamicRatio',
            unset=1,
            constraints=[constraints.Range(1, 100)],
        ),
        'connection_limit': schema.Integer(
            'The number of connections at once; 0 for no limit.',
            wire='connectionLimit',
            unset=0,
            constraints=[constraints.Range(0, 2147483647)],
        ),
        'rate_limit': schema.Number(
            'The number of new connections in a second, or disabled.',
            wire='rateLimit',
            unset='disabled',
            zero='disabled',
            constraints=[constraints.NumberOr(1, 2147483647, 'disabled')],
        ),
        'logging': schema.Boolean(
            'Whether changes of state by the monitors are logged.',
            wire='logging',
            unset=False,
        ),
    }


class Node(signals.SignalledObject):
    """A server that members of pools refer to.

    A BIG-IP makes nodes for the members of its pools by itself; this
    resource is for those that need settings or a name of their own.
    """

    collection = 'ltm/node'
    tenants = True
    # No two nodes can have the same address.
    exclusive = ('address', 'fqdn')
    create_only = ('fqdn.tmName', 'fqdn.addressFamily', 'fqdn.autopopulate')
    traits = (signals.Signals(),)
    rules = (health.Quorum(),)

    @schema.deferred
    def properties_schema(cls):
        return {
            **bigip.NAMING,
            **bigip.DESCRIPTION,
            'address': schema.IPAddress(
                'The IP address, with %ID behind it for a route domain.',
                wire='address',
                update_allowed=False,
                constraints=[constraints.Address()],
            ),
            'fqdn': schema.Map(
                'The host name, for a server without a fixed address.',
                wire='fqdn',
                schema=fqdn(),
            ),
            **limits(),
            **health.monitors('node', none='default'),
            'admin_state': health.AdminState('node'),
        }

    @schema.deferred
    def attributes_schema(cls):
        return {
            **bigip.IDENTITY,
            **bigip.STATUS,
            'address': schema.address(
                'The address, which a node with an fqdn has not'
            ),
            **bigip.connections('serverside'),
            **signals.ATTRIBUTES,
        }

    def validate(self):
        super().validate()
        if len(self.gives('address', 'fqdn')) != 1:
            raise refusal.invalid(
                self,
                'address',
                'Give either the address or the fqdn of a node.',
            )


def is_untouched(body):
    """Return whether a node is as the device makes one for a member."""
    values = Node.from_wire(body)
    place = schema.Place('/Common')
    return not body.get('metadata') and all(
        schema.fits(prop, None, values[name], place)
        for name, prop in Node.properties_schema.items()
        if name not in ('address', 'fqdn')
    )


def resource_mapping():
    return {'F5::LTM::Node': Node}
