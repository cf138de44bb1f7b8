# SPDX-License-Identifier: Apache-2.0

"""F5::Cm::Cluster: BIG-IPs that trust one another and share a group."""

from heat.common import exception
from heat.engine import function
from oslo_log import log as logging

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.objects import adoption
from f5_heat.engine.objects import bigip
from f5_heat.engine.objects import changes
from f5_heat.engine.objects import creation
from f5_heat.engine.objects import marks
from f5_heat.engine.objects import replacement
from f5_heat.engine.validation import constraints
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import cluster
from f5_heat.icontrol import errors
from f5_heat.resources.cm import members
from f5_heat.resources.cm import sync
from f5_heat.resources.cm import syncing
from f5_heat.resources.cm import trust

LOG = logging.getLogger(__name__)


class Cluster(members.SharedObject):
    """A device group of two or more BIG-IPs, and the trust it needs.

    The devices are brought to trust one another, unless they do, become the
    members of a new device group, and get the configuration of the first of
    them. An update lets devices join, who get the configuration of those that
    are there, and leave. A delete ends the group, and the trust that was made
    for it; their configuration stays. Another name or type recreates it.
    """

    collection = cluster.GROUPS
    is_in_partition = False
    tenants = 'allow_clusters'
    ownership = ownership.DESCRIPTION

    @schema.deferred
    def properties_schema(cls):
        return {
            'device_group_name': schema.String(
                'The name of the device group.',
                required=True,
                update_allowed=False,
                constraints=[sync.GroupName()],
            ),
            'devices': schema.List(
                'The members of the group, two or more: F5::BigIP::Device '
                'resources, or names of devices in the configuration of Heat. '
                'They reach each other at their management addresses, and log '
                'in as the user that Heat has for them, once.',
                required=True,
                ordered=False,
                schema=schema.String('A device.'),
                constraints=[constraints.Length(min=2)],
            ),
            'device_group_partition': schema.String(
                'The partition of the device group. It has to be Common: a '
                'BIG-IP keeps device groups in no other one.',
                default='Common',
                update_allowed=False,
                constraints=[constraints.Folder()],
            ),
            'device_group_type': schema.String(
                'What the devices share: sync-failover, configuration and '
                'traffic groups; or sync-only, configuration alone.',
                wire='type',
                default='sync-failover',
                update_allowed=False,
                constraints=[
                    constraints.AllowedValues(['sync-failover', 'sync-only'])
                ],
            ),
            **bigip.DESCRIPTION,
            'auto_sync': schema.Boolean(
                'Whether the devices synchronize each change by themselves.',
                wire='autoSync',
                unset=False,
            ),
            'save_on_auto_sync': schema.Boolean(
                'Whether a device saves what came by an automatic sync.',
                wire='saveOnAutoSync',
                unset=False,
                words=('true', 'false'),
            ),
            'full_load_on_sync': schema.Boolean(
                'Whether each sync copies the whole configuration.',
                wire='fullLoadOnSync',
                unset=False,
                words=('true', 'false'),
            ),
            'incremental_config_sync_size_max': schema.Integer(
                'The size, in kilobytes, up to which changes are copied by '
                'themselves; beyond it the whole configuration is.',
                wire='incrementalConfigSyncSizeMax',
                unset=1024,
                constraints=[constraints.Range(min=0)],
            ),
            'network_failover': schema.Boolean(
                'Whether the devices watch each other over the network, and '
                'not over a serial cable.',
                wire='networkFailover',
                unset=False,
            ),
            'asm_sync': schema.Boolean(
                'Whether the policies of the Application Security Manager are '
                'synchronized.',
                wire='asmSync',
                unset=False,
            ),
        }

    @schema.deferred
    def attributes_schema(cls):
        return {
            **bigip.IDENTITY,
            'sync_status': schema.Attribute(
                'The state of the device group, such as In Sync or Changes '
                'Pending.',
                type=schema.Attribute.STRING,
            ),
            'members': schema.Attribute(
                'The names of the devices in the group.',
                type=schema.Attribute.LIST,
            ),
            'active_device': schema.Attribute(
                'The name of the active device; of the first, where several '
                'are active.',
                type=schema.Attribute.STRING,
            ),
        }

    def path(self, values):
        return '/Common/' + values['device_group_name'].rpartition('/')[2]

    def validate(self):
        super().validate()
        given = self.properties.data.get('device_group_partition')
        if not any(function.dependencies(given)):
            self._check_partition(self.properties)

    def _check_partition(self, values):
        if values['device_group_partition'].strip('/') != 'Common':
            raise refusal.invalid(
                self,
                'device_group_partition',
                'A BIG-IP keeps device groups in the partition Common and '
                'in no other one.',
            )

    # Legacy clusters: a group, and the trust for it.

    def is_made_here(self, data):
        return 'members' in data

    def take_over(self):
        if not self.is_legacy or self._recall('members'):
            return
        values = schema.given(self.properties)
        units = self._units(values['devices'])
        if members.problems(units):
            raise exception.Error(members.problems(units))
        names = [unit.name for unit in units]
        self.resource_id_set(self.path(values))
        self.data_set('created', '')
        self._remember('joined', set(names))
        self._remember('synced', names)
        self._remember(
            'members', {unit.reference: unit.name for unit in units}
        )

    # Create and update do the same, as both may find anything on the devices.

    def handle_create(self):
        values = schema.given(self.properties)
        self.resource_id_set(self.path(values))
        return self._build(values, values)

    def handle_update(self, json_snippet, tmpl_diff, prop_diff):
        self.take_over()
        after = self.values_after(json_snippet)
        before = schema.given(self.properties)
        if self.resource_id is None:
            self.resource_id_set(self.path(after))
        else:
            replacement.announce(self, replacement.fixed(self, before, after))
        return self._build(before, after)

    def check_create_complete(self, steps):
        # A step ends when the devices need time.
        return next(steps, steps) is steps

    check_update_complete = check_create_complete

    def _build(self, before, after):
        self._check_partition(after)
        self._check_domain(after['devices'])
        units = self._units(after['devices'])
        self._refuse(units, self.path(after))
        self._let_go(units)
        there = members.reachable(units)
        spokesman = self._spokesman(units)
        self._speaker = spokesman.bigip
        self._remember(
            'members', {unit.reference: unit.name for unit in units}
        )
        met = yield from self._connect(there)
        self._bring_group(before, after)
        names = [unit.name for unit in units]
        if (
            self.needs_repair
            or 'created' not in self.data()
            or set(before['devices']) != set(after['devices'])
        ):
            cluster.set_members(self._speaker, self.resource_id, names)
        synced = list(self._recall('synced'))
        if 'unsynced' in self.data() or not set(names) <= set(synced):
            yield from syncing.first(
                there,
                self._source(there, spokesman, synced),
                self.resource_id,
                met,
            )
            self._remember('synced', list(dict.fromkeys([*synced, *names])))
        self.data_set('created', '')
        self._forget('unsynced', 'tried')

    def _refuse(self, units, path):
        """Refuse devices that cannot form the cluster."""
        synced = self._recall('synced')
        lost = [
            unit for unit in units if unit.problem and unit.name not in synced
        ]
        if lost:
            raise _invalid(members.problems(lost), lost)
        twins = members.of_one_name(units)
        if twins:
            raise _invalid(
                '%s and %s are one device, or two of the same name, %s.'
                % (*(unit.reference for unit in twins), twins[0].name)
            )
        for unit in members.reachable(units):
            try:
                found = unit.bigip.read(self.collection, path)
            except errors.NotFound:
                continue
            if not self._is_own(found, self._is_member(unit, path)):
                raise refusal.NameTaken(
                    path=path,
                    reason='%s has a device group of that name.' % unit,
                )

    def _is_member(self, unit, path):
        """Return whether a group on a device is the one of the cluster."""
        known = self._recall('members')
        return unit.reference in known or not set(known.values()).isdisjoint(
            cluster.members(unit.bigip, path)
        )

    def _is_own(self, group, of_member=True):
        mark = self.ownership.read(group)
        return (
            ownership.is_of(mark, self)
            or (
                mark is None
                and of_member
                and 'created' in self.data()
                and group['fullPath'] == self.resource_id
            )
            or (marks.replaces_legacy(self, group))
        )

    def _connect(self, units):
        try:
            return (
                yield from trust.connect(
                    units,
                    set(self._recall('joined')),
                    self.client_plugin().credentials,
                    lambda joined: self._remember('joined', joined),
                )
            )
        except trust.Refused as error:
            raise _invalid(error) from None

    def _bring_group(self, before, after):
        tried = changes.tried(self)
        for name in tried:
            if before[name] is None and after[name] is None:
                before[name] = schema.whole(self.properties_schema[name])
        self.data_set(
            'tried',
            ' '.join(
                tried
                | {name for name, value in after.items() if value is not None}
            ),
        )
        if self.resource_id != self.path(after):
            self._drop_group(self._speaker)
            self.resource_id_set(self.path(after))
        try:
            found = self._speaker.read(*self.place(), expand=True)
        except errors.NotFound:
            self.create_object(after)
            return
        if found.get('type') != after['device_group_type']:
            self._drop_group(self._speaker)
            self.create_object(after)
            return
        self.claim(found)
        changes.bring_to(self, changes.filled(self, before, after), found)

    def create_object(self, values):
        """Create the device group, without members."""
        body = self.to_wire(values, self.folder())
        self.ownership.add(body, ownership.sign(self))
        self.data_set('unsynced', '')
        self._forget('created')
        try:
            self.handle().create(body, values=values)
        except errors.IControlError as error:
            if not creation.is_made_after_all(self, error):
                raise
            self.claim(self.handle().read())

    def _source(self, units, spokesman, synced):
        """Return the device whose configuration the others get.

        It is the one that has had it longest, or else the first.
        """
        there = {unit.name: unit for unit in units}
        had = {name: there[name] for name in synced if name in there}
        advice = cluster.sync_status(spokesman.bigip).advice(self.resource_id)
        return had.get(advice) or next(iter(had.values()), spokesman)

    # Leaving, and the end.

    def _let_go(self, units):
        """Remove devices that left, from the group and from trust we made."""
        known = self._recall('members')
        staying = {unit.reference for unit in units}
        leavers = self._units([one for one in known if one not in staying])
        if not leavers:
            return
        if len(leavers) == len(known):
            self._take_down(known)
            return
        stayers = [
            unit
            for unit in members.reachable(units)
            if unit.reference in known
        ]
        client = self._spokesman(stayers).bigip
        gone = {unit.name for unit in leavers}
        joined = set(self._recall('joined'))
        try:
            found = cluster.members(client, self.resource_id)
            cluster.set_members(client, self.resource_id, set(found) - gone)
        except errors.NotFound:
            LOG.info('%s was already gone from the BIG-IP', self.resource_id)
        told = members.reachable(leavers)
        trust.disconnect([*stayers, *told], gone & joined)
        for unit in told:
            if cluster.trusted(unit.bigip) <= {unit.name}:
                self._drop_group(unit.bigip)
        if len(told) < len(leavers):
            LOG.warning(
                'Devices left the cluster %s without being told. %s',
                self.resource_id,
                members.problems(leavers),
            )
        self._remember('joined', joined - gone)
        self._remember(
            'synced',
            [name for name in self._recall('synced') if name not in gone],
        )

    def handle_delete(self):
        self.take_over()
        known = self._recall('members')
        if known and adoption.is_kept(self):
            adoption.release(self)
        elif known:
            self._take_down(known)

    def _take_down(self, known):
        units = self._units(known)
        there = members.reachable(units)
        for unit in there:
            self._drop_group(unit.bigip)
        # A replacement of the resource needs the trust.
        leaving = set() if self.replaced_by else set(self._recall('joined'))
        if leaving.issuperset(known.values()):
            # Devices that came to trust the first one later stay with it.
            leaving.discard(next(iter(known.values())))
        trust.disconnect(there, leaving)
        if there != units:
            raise members.Unusable(
                '%s What the other devices had of the cluster is taken down; '
                'the same again does the rest once they all answer, or once '
                'the operator lets those go that are gone for good, with '
                'forget_unreachable in the section [f5_bigip] of heat.conf.'
                % members.problems(units),
                units,
            )
        self._forget_all()

    def device_absent(self, error):
        if not self.client_plugin().may_forget():
            raise error
        LOG.warning(
            'What these devices have of the cluster %s is left behind. %s',
            self.resource_id,
            error,
        )
        self._forget_all()

    def _forget_all(self):
        # The key shows that it is no legacy resource.
        self._remember('members', {})
        self._forget('joined', 'synced', 'unsynced', 'created')

    def _drop_group(self, client):
        """Delete the group, if a device has it and it is ours."""
        try:
            found = client.read(*self.place())
        except errors.NotFound:
            return
        if self._is_own(found) and (
            self.replaced_by is None or marks.is_ours(self, found)
        ):
            cluster.delete_group(client, self.resource_id)

    # Check, live state, attributes.

    def differences(self, body):
        found = super().differences(body)
        units = self._units(self.properties['devices'])
        there = cluster.members(self.bigip(), self.resource_id)
        found += members.differences(units, there)
        self._compared = units
        try:
            self.client_plugin().check_domain(self.properties['devices'])
        except ValueError as error:
            found.append('devices: %s' % error)
        return found + list(filter(None, [members.problems(units)]))

    def unlike(self, differences):
        problems = members.problems(self._compared)
        if differences == [problems]:
            # No difference is known: the lost units may answer again.
            return members.Unusable(problems, self._compared)
        return super().unlike(differences)

    def handle_adopt(self, resource_data=None):
        super().handle_adopt(resource_data)
        if self.external_id is None:
            # Only an abandoned resource knows whether the trust was made for
            # the group.
            units = self._units(self.properties['devices'])
            self._remember(
                'members', {unit.reference: unit.name for unit in units}
            )
            self._remember('synced', [unit.name for unit in units])

    def stays_in_place(self, before, after):
        # A device can be in one failover group only.
        return True

    def attribute(self, name):
        if name == 'sync_status':
            return cluster.sync_status(self.bigip()).of(self.resource_id)
        if name == 'members':
            return sorted(cluster.members(self.bigip(), self.resource_id))
        if name == 'active_device':
            there = cluster.members(self.bigip(), self.resource_id)
            return next(
                (
                    device['name']
                    for device in self.bigip().list('cm/device')
                    if device.get('failoverState') == 'active'
                    and device['name'] in there
                ),
                None,
            )
        return super().attribute(name)


def _invalid(message, units=()):
    return members.Unusable('devices: %s' % message, units)


def resource_mapping():
    return {'F5::Cm::Cluster': Cluster}
