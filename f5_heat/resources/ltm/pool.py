# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::Pool: servers that share a load, with its members inline."""

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.engine.objects import drift
from f5_heat.engine.schema import addresses
from f5_heat.engine.traits import companions
from f5_heat.engine.traits import draining
from f5_heat.engine.traits import readiness
from f5_heat.engine.traits import suspension
from f5_heat.engine.traits import trait
from f5_heat.engine.validation import constraints
from f5_heat.engine.validation import rules
from f5_heat.icontrol import errors
from f5_heat.icontrol import paths
from f5_heat.resources.ltm import health
from f5_heat.resources.ltm import member
from f5_heat.resources.ltm import node

LOAD_BALANCING_MODES = [
    'dynamic-ratio-member',
    'dynamic-ratio-node',
    'fastest-app-response',
    'fastest-node',
    'least-connections-member',
    'least-connections-node',
    'least-sessions',
    'observed-member',
    'observed-node',
    'predictive-member',
    'predictive-node',
    'ratio-least-connections-member',
    'ratio-least-connections-node',
    'ratio-member',
    'ratio-node',
    'ratio-session',
    'round-robin',
    'weighted-least-connections-member',
    'weighted-least-connections-node',
]


class Members(schema.Subcollection):
    """The members of a pool, each by the address and the port of a server.

    An update that sends the list has the device keep those alone; few of many
    are written one by one, and then the others stay as they are.
    """

    def __init__(self):
        super().__init__(
            'The members of the pool. A pool without this property leaves '
            'its members to F5::LTM::PoolMember resources.',
            wire='members',
            schema=schema.Map(
                'A member.',
                schema={
                    'member_ip': schema.IPAddress(
                        'The IP address of the server, with %ID behind it for '
                        'a route domain.',
                        required=True,
                        to='ltm/node',
                        constraints=[constraints.Address()],
                    ),
                    'member_port': schema.ServicePort(
                        'The port of the server; any for all.',
                        required=True,
                        constraints=[constraints.Port()],
                    ),
                    **member.settings(),
                },
            ),
        )

    @staticmethod
    def name_of(item, route_domain=0):
        return member.member_name(
            item['member_ip'], item['member_port'], route_domain
        )

    def sent_name(self, item, folder):
        return member.sent_name(item['member_ip'], item['member_port'], folder)

    def read_item(self, item):
        host, port = member.split_name(item['name'])
        return {
            **super().read_item(item),
            'member_ip': host,
            'member_port': port,
        }


class Keeping(rules.Rule):
    """A pool that lists its members has none of other resources."""

    def claims(self, case):
        if case.path and case.knows('members', 'partition'):
            for item in case.value('members') or []:
                yield member.of_node(case.path, item['member_ip'], 'members')
        if case.gives('members') and case.path:
            yield rules.Claim(
                member.of_pool(case.path),
                'members',
                'The resource %s is a member of this pool, which the list '
                'would take out again: give either members, or resources of '
                'type F5::LTM::PoolMember.',
            )

    def refusals(self, case):
        """Look for members of other stacks before the list is sent.

        Those of the own stack were looked for in its template.
        """
        resource = case.resource
        if not (case.is_action and case.gives('members')):
            return
        if resource.resource_id is None:
            if case.value('on_conflict') != 'adopt':
                return
        elif resource.properties['members']:
            # No member of another resource could join it.
            return
        try:
            items = resource.bigip().list(
                paths.within('ltm/pool', case.path, 'members'),
                select=['name', 'description'],
            )
        except errors.NotFound:
            return
        for item in items:
            mark = ownership.DESCRIPTION.read(item)
            if mark is not None and (
                ownership.stack_and_uuid(mark)[0] != resource.stack.id
            ):
                yield (
                    'members',
                    '%s is a member of this pool by another resource, and '
                    'the list would take it out: give either members, or '
                    'resources of type F5::LTM::PoolMember.' % item['name'],
                )


class TakeMembers(trait.Trait):
    """Takes members into the list that were resources of their own before.

    A device keeps the description of a member that comes without one, and in
    it the mark of that resource, which is about to delete its member.
    """

    def before_write(self, resource, body, values):
        if values['members'] and resource.properties['members'] is None:
            body['members'] = [
                {'description': '', **item} for item in body['members']
            ]


class DrainMembers(draining.Drain):
    """Lets the members drain before they go, or before the pool goes."""

    def periods(self, values):
        return {
            Members.name_of(item): item['drain']
            for item in values['members'] or []
            if item['drain']
        }

    def switched_off(self, resource, values, names):
        state = member.settings()['admin_state']
        return [
            {**item, 'admin_state': self.off_or(state, item['admin_state'])}
            if Members.name_of(item) in names
            else item
            for item in values['members']
        ]

    def switched_on(self, resource, values, names):
        return values['members'] and [
            {**item, 'admin_state': item['admin_state'] or 'enabled'}
            if Members.name_of(item) in names
            else item
            for item in values['members']
        ]

    def counts(self, resource):
        members = paths.within(*resource.place(), 'members')
        return {
            # A template may say the default route domain or not.
            member.member_name(
                paths.split(found['nodeName'])[2], str(found['port']), domain
            ): found[self.connections]
            for found in resource.bigip().all_stats(members)
            for domain in (None, drift.site_of(resource).domain)
        }

    def parting(self, resource, before, after):
        after_members = after['members'] or []
        staying = set(map(Members.name_of, after_members))
        leaving = {
            'members': [
                item
                for item in before['members'] or []
                if item['drain'] and Members.name_of(item) not in staying
            ]
        }
        periods = self.periods(leaving)
        if not periods:
            return after, periods
        draining = self.switched_off(resource, leaving, periods)
        return {**after, 'members': [*after_members, *draining]}, periods


class Nodes(companions.Companions):
    """The nodes that a BIG-IP makes for the members of a pool."""

    def paths(self, resource, values):
        folder = resource.folder()
        partition = paths.split(resource.resource_id)[0]
        return {
            paths.full(addresses.sent(item['member_ip'], folder), partition)
            for item in values['members'] or []
        }

    def taken_over(self, resource):
        """Find the nodes that the device made with the members.

        A legacy plugin made each member with a request of its own. A node
        that was there before has another generation than the member, or,
        where a restart gave all objects the same one, a setting perhaps.
        """
        device = resource.bigip()
        try:
            items = resource.read()['membersReference'].get('items', [])
        except errors.NotFound:
            return
        made = {
            item['fullPath'].rpartition(member.separator(item['name']))[
                0
            ]: item['generation']
            for item in items
        }
        nodes = [
            found
            for found in device.list(
                self.collection,
                partition=paths.split(resource.resource_id)[0],
            )
            if made.get(found['fullPath']) == found['generation']
        ]
        changed = {
            found['generation']
            for found in nodes
            if not node.is_untouched(found)
        }
        noted = {found['generation'] for found in nodes} - changed
        companions.keep_generations(resource, sorted(noted))


def each_member(resource, body, visit):
    """Visit the members of the property, not those of other resources."""
    reference = body.get('membersReference') or {}
    if 'items' not in reference:
        return body
    domain = drift.site_of(resource).domain
    names = {
        Members.name_of(item, domain)
        for item in resource.properties['members'] or []
    }
    collection = paths.within(*resource.place(), 'members')
    items = [
        visit(collection, item['fullPath'], item)
        if member.normal_name(item['name'], domain) in names
        else item
        for item in reference['items']
    ]
    return {**body, 'membersReference': {**reference, 'items': items}}


class Pool(bigip.BigIPObject):
    """A pool of servers, between which a virtual server balances load."""

    collection = 'ltm/pool'
    tenants = True
    subcollections = ('members',)
    rules = (health.Quorum(), health.Quorum('members'), Keeping())
    ownership = ownership.METADATA
    traits = (
        TakeMembers(),
        readiness.WaitFor(),
        DrainMembers('members', 'disabled', 'serverside.curConns'),
        Nodes('ltm/node', 'members'),
        suspension.Suspend(health.MEMBER, each_member),
    )

    @schema.deferred
    def properties_schema(cls):
        return {
            **bigip.NAMING,
            **bigip.DESCRIPTION,
            'load_balancing_mode': schema.String(
                'The method by which a member is chosen.',
                wire='loadBalancingMode',
                unset='round-robin',
                constraints=[constraints.AllowedValues(LOAD_BALANCING_MODES)],
            ),
            'members': Members(),
            **health.monitors('pool', none=''),
            'min_active_members': schema.Integer(
                'The number of members of the highest priority group that '
                'have to be up before a lower group serves too; 0 to ignore '
                'priority groups.',
                wire='minActiveMembers',
                unset=0,
                constraints=[constraints.Range(0, 65535)],
            ),
            'min_up_members': schema.Integer(
                'The number of members that have to be up, or '
                'min_up_members_action is taken.',
                wire='minUpMembers',
                unset=0,
                constraints=[constraints.Range(0, 65535)],
            ),
            'min_up_members_action': schema.String(
                'What the device does when too few members are up.',
                wire='minUpMembersAction',
                unset='failover',
                constraints=[
                    constraints.AllowedValues(
                        ['failover', 'reboot', 'restart-all']
                    )
                ],
            ),
            'min_up_members_checking': schema.Boolean(
                'Whether min_up_members is watched.',
                wire='minUpMembersChecking',
                unset=False,
            ),
            'service_down_action': schema.Choice(
                'What happens to the connections of a member that goes down: '
                'none, reset, drop or reselect another member. For reset, '
                'reject is accepted too.',
                wire='serviceDownAction',
                unset='none',
                choices=['none', 'reset', 'drop', 'reselect'],
                synonyms={'reject': 'reset'},
            ),
            'slow_ramp_time': schema.Integer(
                'The seconds over which a member that came up gets its full '
                'share of connections.',
                wire='slowRampTime',
                unset=10,
                constraints=[constraints.Range(0, 900)],
            ),
            'reselect_tries': schema.Integer(
                'The number of times another member is tried after one that '
                'did not answer.',
                wire='reselectTries',
                unset=0,
                constraints=[constraints.Range(0, 65535)],
            ),
            'allow_nat': schema.Boolean(
                'Whether NATs apply to connections to the pool.',
                wire='allowNat',
                unset=True,
                words=('yes', 'no'),
            ),
            'allow_snat': schema.Boolean(
                'Whether SNATs apply to connections to the pool.',
                wire='allowSnat',
                unset=True,
                words=('yes', 'no'),
            ),
            'ignore_persisted_weight': schema.Boolean(
                'Whether connections by persistence do not count for the '
                'ratio of a member.',
                wire='ignorePersistedWeight',
                unset=False,
            ),
            'ip_tos_to_client': schema.Number(
                'The type of service of packets to clients: a number, '
                'pass-through or mimic.',
                wire='ipTosToClient',
                unset='pass-through',
                constraints=[
                    constraints.NumberOr(0, 255, 'pass-through', 'mimic')
                ],
            ),
            'ip_tos_to_server': schema.Number(
                'The type of service of packets to servers: a number, '
                'pass-through or mimic.',
                wire='ipTosToServer',
                unset='pass-through',
                constraints=[
                    constraints.NumberOr(0, 255, 'pass-through', 'mimic')
                ],
            ),
            'link_qos_to_client': schema.Number(
                'The link priority of packets to clients: a number or '
                'pass-through.',
                wire='linkQosToClient',
                unset='pass-through',
                constraints=[constraints.NumberOr(0, 7, 'pass-through')],
            ),
            'link_qos_to_server': schema.Number(
                'The link priority of packets to servers: a number or '
                'pass-through.',
                wire='linkQosToServer',
                unset='pass-through',
                constraints=[constraints.NumberOr(0, 7, 'pass-through')],
            ),
            'queue_on_connection_limit': schema.Boolean(
                'Whether connections wait when all members are at their '
                'limit.',
                wire='queueOnConnectionLimit',
                unset=False,
            ),
            'queue_depth_limit': schema.Integer(
                'The number of connections that wait at most; 0 for no limit.',
                wire='queueDepthLimit',
                unset=0,
                constraints=[constraints.Range(0, 4294967295)],
            ),
            'queue_time_limit': schema.Integer(
                'The milliseconds that a connection waits at most; 0 for no '
                'limit.',
                wire='queueTimeLimit',
                unset=0,
                constraints=[constraints.Range(0, 4294967295)],
            ),
            'metadata': schema.Metadata('The metadata of the pool.'),
            **readiness.wait_for(
                'pool',
                ' It is for a pool with the property members: resources '
                'of type F5::LTM::PoolMember are made after their pool, which '
                'would wait for them in vain.',
            ),
        }

    @schema.deferred
    def attributes_schema(cls):
        return {
            **bigip.IDENTITY,
            **bigip.STATUS,
            'active_member_count': schema.Attribute(
                'The number of members that are up and take connections.',
                statistic='activeMemberCnt',
                type=schema.Attribute.INTEGER,
            ),
            'available_member_count': schema.Attribute(
                'The number of members that are up. BIG-IP counts them since '
                'version 14.',
                statistic='availableMemberCnt',
                type=schema.Attribute.INTEGER,
            ),
            'member_count': schema.Attribute(
                'The number of all members.',
                statistic='memberCnt',
                type=schema.Attribute.INTEGER,
            ),
            **bigip.connections('serverside'),
        }

    def attribute(self, name):
        value = super().attribute(name)
        if name == 'member_count' and value is None:
            # Older versions do not count them.
            return len(
                self.bigip().list(
                    paths.within(*self.place(), 'members'), select=['name']
                )
            )
        return value


def resource_mapping():
    return {'F5::LTM::Pool': Pool}
