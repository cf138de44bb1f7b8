# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::PoolMember: a server's port, as a member of a pool.

The properties of a member are also those of an item of a pool's members.
"""

from heat.common import context as heat_context
from heat.objects import resource as resource_object

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.bridge import heat_resource
from f5_heat.engine.objects import adoption
from f5_heat.engine.objects import bigip
from f5_heat.engine.objects import drift
from f5_heat.engine.objects import hooks
from f5_heat.engine.objects import marks
from f5_heat.engine.schema import addresses
from f5_heat.engine.traits import companions
from f5_heat.engine.traits import draining
from f5_heat.engine.traits import readiness
from f5_heat.engine.traits import signals
from f5_heat.engine.traits import suspension
from f5_heat.engine.traits import trait
from f5_heat.engine.validation import constraints
from f5_heat.engine.validation import refusal
from f5_heat.engine.validation import rules
from f5_heat.icontrol import errors
from f5_heat.icontrol import paths
from f5_heat.resources.ltm import health
from f5_heat.resources.ltm import node


class Encapsulation(schema.Reference):
    """The profile for encapsulation; the device keeps a list of one."""

    def write(self, body, value, folder):
        path = self.encode(value, folder)
        body['profiles'] = [path] if path else []

    def read(self, body):
        return next(iter(body.get('profiles') or []), None)


def settings():
    """Return the properties of a member, inline or of its own."""
    return {
        'description': schema.String(
            'A description of the member, for people.', wire='description'
        ),
        'priority_group': schema.Integer(
            'The priority group; the highest with enough members up serves.',
            wire='priorityGroup',
            unset=0,
            constraints=[constraints.Range(0, 65535)],
        ),
        **node.limits(),
        'inherit_profile': schema.Boolean(
            "Whether the member encapsulates as the pool's profiles say.",
            wire='inheritProfile',
            unset=True,
        ),
        'ip_encapsulation': Encapsulation(
            'The profile by which packets to the member are encapsulated, '
            'such as /Common/gre.',
            wire='profiles',
            to='net/tunnels/',
        ),
        **health.monitors('member', none='default'),
        'admin_state': health.AdminState('member'),
        **draining.drain(
            'member',
            ' Clients with persistence may still begin connections meanwhile.',
        ),
    }


def member_name(address, port, route_domain=0):
    """Return the name of a member: a dot before the port behind IPv6
    addresses.

    :param route_domain: the default one, or a function that returns it; None
        to say of each what it is.
    """
    address = addresses.normal(address, route_domain)
    port = addresses.port(port)
    return '%s%s%s' % (address, '.' if ':' in address else ':', port)


def separator(name):
    """Return what stands before the port in a member's name."""
    return '.' if name.count(':') > 1 else ':'


def split_name(name):
    """Return the node's name and the port, of a member's name."""
    host, _, port = name.rpartition(separator(name))
    return host, port


def sent_name(address, port, folder):
    """Return the name by which the device is to have a member."""
    return member_name(addresses.sent(address, folder), port, None)


def normal_name(name, route_domain=0):
    """Return a member's name with the address in its normal form."""
    return member_name(*split_name(name), route_domain)


def node_paths(resource, values):
    """Return the path of the node that a BIG-IP makes for a member."""
    if values['node']:
        return set()
    partition, _, name = paths.split(resource.place()[1])
    return {paths.full(split_name(name)[0], partition)}


def of_pool(pool):
    """Return what is taken by the list of a pool's members."""
    return 'members', pool


def of_node(pool, address, name):
    """Return the claim for the node that the device makes for a member.

    It refers to a node that is called as its address, if there is one, and
    can make none where another one has the address.
    """
    partition = '/%s/' % paths.split(pool)[0]
    return rules.Claim(
        rules.of_address('ltm/node', partition, addresses.normal(address)),
        name,
        'For the member the BIG-IP makes a node with the address %s, which '
        'the resource %%s has under another name: name that by the address, '
        'or refer to it with the property node of an F5::LTM::PoolMember.'
        % address,
        shared=True,
    )


class Joining(rules.Rule):
    """A member joins a pool whose own resource does not list its members."""

    def claims(self, case):
        if case.path and case.knows('pool', 'partition'):
            pool = case.path.partition('/members/')[0]
            if case.knows('address') and (
                case.gives('address') and not case.gives('node')
            ):
                yield of_node(pool, case.value('address'), 'address')
            yield rules.Claim(
                of_pool(pool),
                'pool',
                'The pool is the resource %s, whose property members lists '
                'all of its members: add this one there, or leave out members '
                'there.',
                shared=True,
            )

    def refusals(self, case):
        if not case.is_action or case.resource.resource_id is not None:
            return
        pool = case.path.partition('/members/')[0]
        if _listed(case.resource, pool, _owners(pool)) is not None:
            yield (
                'pool',
                'The resource of the pool %s lists all of its members in its '
                'property members, and would take this one out again: add it '
                'there, or leave out members there.' % pool,
            )


def _owners(pool):
    """Return what Heat knows of the resources of a pool, in all stacks.

    There are several where devices have pools of the same path.
    """
    return resource_object.Resource.get_all_by_physical_resource_id(
        heat_context.get_admin_context(), pool
    )


def _listed(resource, pool, owners):
    """Return the names of the members that the resource of a pool lists.

    The mark of the pool tells which of the owners that is. None stands for a
    pool whose members are left to others.
    """
    lists = {
        owner.uuid: owner.properties_data['members']
        for owner in owners
        if (owner.properties_data or {}).get('members') is not None
    }
    if not lists:
        return None
    try:
        mark = ownership.METADATA.read(
            resource.bigip().read('ltm/pool', pool, select=['metadata'])
        )
    except errors.NotFound:
        return None
    members = lists.get(ownership.stack_and_uuid(mark or '')[1])
    return (
        members
        if members is None
        else {
            member_name(item['member_ip'], item['member_port'])
            for item in members
        }
    )


class Handing(trait.Trait):
    """Leaves a member to the list of its pool, once that has it.

    An update may put into the list what was a resource before. The list takes
    the mark off; Heat knows of it when that update has ended.
    """

    def delete(self, resource, proceed):
        pool, _, path = resource.resource_id.partition('/members/')
        name, owners = normal_name(paths.split('/' + path)[2]), _owners(pool)
        if name in (_listed(resource, pool, owners) or ()):
            adoption.unmark(resource)
        elif not any(
            owner.status == resource.IN_PROGRESS for owner in owners
        ) or marks.exists_as_ours(resource):
            return proceed()
        hooks.tell(resource, 'deleted')
        return ()


class PoolMember(signals.SignalledObject):
    """A member of a pool, apart from the pool's own resource.

    Use it where members come and go by themselves, as in an autoscaling
    group. A pool that has members of this type must not have the property
    members.
    """

    collection = 'ltm/pool'
    tenants = True
    aliases = ('F5::LTM::Member',)
    parts = ('members',)
    rules = (health.Quorum(), Joining())
    locators = ('pool', 'partition', 'address', 'node', 'port')
    traits = (
        Handing(),
        readiness.WaitFor(),
        draining.Drain('admin_state', 'disabled', 'serverside.curConns'),
        signals.Signals(),
        suspension.Suspend(health.MEMBER),
        companions.Companions(
            'ltm/node',
            paths=node_paths,
            stay=lambda resource: resource.properties['preserve_node'],
        ),
    )

    @schema.deferred
    def properties_schema(cls):
        return {
            **heat_resource.SERVER,
            'pool': schema.String(
                'The pool: its name, its path, or an F5::LTM::Pool resource.',
                required=True,
                update_allowed=False,
                to='ltm/pool',
                constraints=[constraints.Name()],
            ),
            'partition': bigip.NAMING['partition'],
            **adoption.ON_CONFLICT,
            'address': schema.IPAddress(
                'The IP address of the server, with %ID behind it for a route '
                'domain.',
                update_allowed=False,
                to='ltm/node',
                constraints=[constraints.Address()],
            ),
            'node': schema.String(
                'The name of a node with that address. By default the device '
                'makes a node, named by the address, if there is none.',
                update_allowed=False,
                to='ltm/node',
            ),
            'fqdn': schema.Map(
                'The host name, for a server without a fixed address.',
                wire='fqdn',
                update_allowed=False,
                schema={
                    name: node.fqdn()[name]
                    for name in ('name', 'autopopulate')
                },
            ),
            'port': schema.ServicePort(
                'The port of the server; any for all.',
                required=True,
                update_allowed=False,
                constraints=[constraints.Port()],
            ),
            **settings(),
            **readiness.wait_for('member'),
            'preserve_node': schema.Boolean(
                'Whether the node that the device made for the member stays '
                'when the member goes. By default it goes with its last '
                'member.',
                unset=False,
            ),
        }

    @schema.deferred
    def attributes_schema(cls):
        return {
            **bigip.IDENTITY,
            **bigip.STATUS,
            'address': schema.address(
                'The address, which a member with an fqdn has not'
            ),
            'port': schema.Attribute(
                'The number of the port; 0 for any.',
                type=schema.Attribute.INTEGER,
                made=lambda member: int(
                    addresses.port(split_name(member.place()[1])[1])
                ),
            ),
            **bigip.connections('serverside'),
            **signals.ATTRIBUTES,
        }

    def validate(self):
        super().validate()
        given = self.gives('address', 'fqdn', 'node')
        if not given or given == {'address', 'fqdn'}:
            raise refusal.invalid(
                self,
                'address',
                'Give the address, the fqdn or the node of a member.',
            )

    def path(self, values):
        partition = values['partition'] or (
            self.client_plugin().default_partition(values['bigip_server'])
        )
        pool = paths.full(values['pool'], partition)
        host = values['node'] or (
            values['fqdn']['name'] if values['fqdn'] else values['address']
        )
        own = '/' + paths.split(pool)[0]
        name = sent_name(host, values['port'], drift.folder_named(self, own))
        return '%s/members%s' % (pool, paths.full(name, own))

    def place(self):
        pool, _, member = self.resource_id.rpartition('/members/')
        return paths.within('ltm/pool', pool, 'members'), '/' + member

    @staticmethod
    def folder_of(path):
        return path.rpartition('/members/')[0].rpartition('/')[0]

    @classmethod
    def to_wire(cls, values, folder):
        body = super().to_wire(values, folder)
        if values['node'] and values['address']:
            body['address'] = values['address']
        return body

    def recreates(self, before, after):
        # By the name of its node a member can be the same, elsewhere.
        return super().recreates(before, after) or (
            after['node'] is not None
            and not schema.same(
                self.properties_schema['address'],
                before['address'],
                after['address'],
                drift.site_of(self),
            )
        )

    def stays_in_place(self, before, after):
        return self.client_plugin().same_device(
            before['bigip_server'], after['bigip_server']
        ) and drift.same_path(self, self.path(before), self.path(after))


def resource_mapping():
    return {'F5::LTM::PoolMember': PoolMember}
