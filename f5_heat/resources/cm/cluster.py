# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""F5::Cm::Cluster: BIG-IPs that trust one another and share a group."""

import json
import time

from heat.common import exception
from heat.engine import function
from oslo_log import log as logging

from f5_heat.engine import bigip
from f5_heat.engine import constraints
from f5_heat.engine import ownership
from f5_heat.engine import refusal
from f5_heat.engine import schema
from f5_heat.engine import trust
from f5_heat.icontrol import cluster
from f5_heat.icontrol import errors
from f5_heat.icontrol import retry
from f5_heat.resources.cm import sync

LOG = logging.getLogger(__name__)

#: The seconds in which devices that have just met are connected.
SETTLING = 60


class Cluster(bigip.BigIPResource):
    """A device group of two or more BIG-IPs, and the trust it needs.

    The devices are brought to trust one another, unless they do, become the
    members of a new device group, and get the configuration of the first of
    them. An update lets devices join, who get the configuration of those
    that are there, and leave. Deleting the resource deletes the group, and
    takes the devices that it brought together out of each other's trust.
    The configuration itself stays on each of them.
    """

    collection = cluster.GROUPS
    ownership = ownership.DESCRIPTION

    properties_schema = {
        'device_group_name': schema.String(
            'The name of the device group.', required=True,
            update_allowed=False, constraints=[sync.GroupName()]),
        'devices': schema.List(
            'The members of the group, two or more: F5::BigIP::Device '
            'resources, or names of devices in the configuration of Heat. '
            'They reach each other at their management addresses, and log '
            'in as the user that Heat has for them, once.', required=True,
            ordered=False, schema=schema.String('A device.'),
            constraints=[constraints.Length(min=2)]),
        'device_group_partition': schema.String(
            'The partition of the device group. It has to be Common: a '
            'BIG-IP keeps device groups in no other one.', default='Common',
            update_allowed=False, constraints=[constraints.Folder()]),
        'device_group_type': schema.String(
            'What the devices share: sync-failover, configuration and '
            'traffic groups; or sync-only, configuration alone.',
            wire='type', default='sync-failover', update_allowed=False,
            constraints=[constraints.AllowedValues(
                ['sync-failover', 'sync-only'])]),
        **bigip.DESCRIPTION,
        'auto_sync': schema.Boolean(
            'Whether the devices synchronize each change by themselves.',
            wire='autoSync', unset=False),
        'save_on_auto_sync': schema.Boolean(
            'Whether a device saves what came by an automatic sync.',
            wire='saveOnAutoSync', unset=False, words=('true', 'false')),
        'full_load_on_sync': schema.Boolean(
            'Whether each sync copies the whole configuration.',
            wire='fullLoadOnSync', unset=False, words=('true', 'false')),
        'incremental_config_sync_size_max': schema.Integer(
            'The size, in kilobytes, up to which changes are copied by '
            'themselves; beyond it the whole configuration is.',
            wire='incrementalConfigSyncSizeMax', unset=1024,
            constraints=[constraints.Range(min=0)]),
        'network_failover': schema.Boolean(
            'Whether the devices watch each other over the network, and '
            'not over a serial cable.', wire='networkFailover',
            unset=False),
        'asm_sync': schema.Boolean(
            'Whether the policies of the Application Security Manager are '
            'synchronized.', wire='asmSync', unset=False),
    }

    attributes_schema = {
        **bigip.IDENTITY,
        'sync_status': schema.Attribute(
            'The state of the device group, such as In Sync or Changes '
            'Pending.', type=schema.Attribute.STRING),
        'members': schema.Attribute(
            'The names of the devices in the group.',
            type=schema.Attribute.LIST),
        'active_device': schema.Attribute(
            'The name of the active device; of the first, where several '
            'are active.', type=schema.Attribute.STRING),
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
                self, 'device_group_partition',
                'A BIG-IP keeps device groups in the partition Common and '
                'in no other one.')

    # What the resource remembers: the devices by reference, each with its
    # name (members); of these names those that it brought to trust others
    # (joined) and those that have the group's configuration (synced).

    def _recall(self, key):
        return json.loads(self.data().get(key, '{}'))

    def _remember(self, key, value):
        self.data_set(key, json.dumps(
            value if isinstance(value, dict) else sorted(value)))

    # Whom to talk to.

    _speaker = None

    def _units(self, references):
        names = self._recall('members')
        return [trust.Unit(reference, self.client_plugin().bigip,
                           names.get(reference)) for reference in references]

    def bigip(self):
        """The client of a device that answers; members are preferred."""
        if self._speaker is None:
            names, synced = self._recall('members'), self._recall('synced')
            references = sorted(
                names or self.properties['devices'],
                key=lambda one: names.get(one) not in synced)
            # One after the other: most often the first one answers.
            units = []
            for reference in references:
                units += self._units([reference])
                if not units[-1].problem:
                    break
            self._speaker = self._spokesman(units).bigip
        return self._speaker

    def _spokesman(self, units):
        there = [unit for unit in units if not unit.problem]
        if not there:
            raise exception.Error('No device could be reached. %s' % (
                _problems(units)))
        synced = self._recall('synced')
        return min(there, key=lambda unit: unit.name not in synced)

    # Create and update: one and the same, as both may find anything.

    def handle_create(self):
        values = schema.given(self.properties)
        self.resource_id_set(self.path(values))
        return self._build(values, values)

    def handle_update(self, json_snippet, tmpl_diff, prop_diff):
        after = self._after(json_snippet)
        if self.resource_id is None:
            self.resource_id_set(self.path(after))
        return self._build(schema.given(self.properties), after)

    def check_create_complete(self, steps):
        # A step ends where a device needs time.
        return next(steps, steps) is steps

    check_update_complete = check_create_complete

    def _build(self, before, after):
        self._check_partition(after)
        known = self._recall('members')
        units = self._units(after['devices'])
        self._refuse(units, self.path(after))
        left = [reference for reference in known
                if reference not in after['devices']]
        if left and len(left) == len(known):
            self._take_down(known)
        elif left:
            self._let_go(self._units(left), units)
        sources = self._recall('synced')
        self._remember('members', {
            unit.reference: unit.name for unit in units})
        spokesman = self._spokesman(units)
        self._speaker = spokesman.bigip
        met = yield from self._connect(
            [unit for unit in units if not unit.problem])
        self._bring_group(before, after)
        if (self._repair or 'created' not in self.data()
                or set(before['devices']) != set(after['devices'])):
            self._bring_members(units)
        yield from self._first_sync(units, spokesman, sources, met)
        self.data_set('created', '')
        if self._tried():
            self.data_delete('tried')

    def _refuse(self, units, path):
        """Refuse devices that cannot form the cluster."""
        synced = self._recall('synced')
        lost = [unit for unit in units
                if unit.problem and unit.name not in synced]
        if lost:
            raise self._invalid(_problems(lost))
        names = {}
        for unit in units:
            other = names.setdefault(unit.name, unit)
            if other is not unit:
                raise self._invalid(
                    '%s and %s are one device, or two of the same name, %s.'
                    % (other.reference, unit.reference, unit.name))
        for unit in units:
            if not unit.problem:
                self._refuse_group(unit, path)

    def _refuse_group(self, unit, path):
        """Refuse a device that has a group of the name of somebody else's."""
        try:
            found = unit.bigip.read(self.collection, path)
        except errors.NotFound:
            return
        if not self._is_own(found):
            raise refusal.NameTaken(
                path=path, reason='%s has a device group of that name.'
                % unit)

    def _is_own(self, group):
        mark = self.ownership.read(group)
        return ownership.is_of(mark, self) or (
            mark is None and 'adopted' in self.data())

    def _invalid(self, message):
        return exception.Error('devices: %s' % message)

    def _connect(self, units):
        try:
            return (yield from trust.connect(
                units, set(self._recall('joined')),
                self.client_plugin().credentials,
                lambda joined: self._remember('joined', joined)))
        except trust.Refused as error:
            raise self._invalid(error) from None

    def _bring_group(self, before, after):
        tried = self._tried()
        for name in tried:
            if before[name] is None and after[name] is None:
                before[name] = self.properties_schema[name].whole()
        self.data_set('tried', ' '.join(tried | {
            name for name, value in after.items() if value is not None}))
        if self.resource_id != self.path(after):
            self._drop_group(self._speaker)
            self.resource_id_set(self.path(after))
        try:
            found = self.bigip().read(*self.place(), expand=True)
        except errors.NotFound:
            self._create(after)
            return
        if not self._is_own(found):
            raise refusal.NameTaken(path=self.resource_id, reason='')
        if found.get('type') != after['device_group_type']:
            self._drop_group(self._speaker)
            self._create(after)
            return
        self._claim(found)
        self._bring_to(self._filled(before, after), found)

    def _create(self, values):
        """Make the device group, without members so far."""
        collection, path = self.place()
        body = self.to_wire(values, self.folder())
        self.ownership.add(body, ownership.sign(self))
        self._remember('synced', [])
        try:
            self._send(lambda body: retry.surely(
                lambda: self.bigip().create(
                    collection, {**self.identify(path), **body})),
                body, values)
        except errors.IControlError as error:
            if not self._made_after_all(error):
                raise
            self._claim(self.bigip().read(collection, path))

    def _bring_members(self, units):
        client, path = self.bigip(), self.resource_id
        found = cluster.members(client, path)
        wanted = [unit.name for unit in units]
        for name in wanted:
            if name not in found:
                _despite(errors.Conflict, lambda name=name: retry.surely(
                    lambda: cluster.add_member(client, path, name)))
        for name, member in found.items():
            if name not in wanted:
                _remove_member(client, path, member)

    def _first_sync(self, units, spokesman, sources, met):
        """Let new members have what those before them have, or the first."""
        names = {unit.name for unit in units}
        if names <= set(self._recall('synced')):
            return
        while not all(self._knows_members(unit, names) for unit in units
                      if not unit.problem):
            yield
        source = self._source(units, spokesman, sources)
        group = self.resource_id
        deadline = time.monotonic() + SETTLING if met else 0
        while self._is_settling(source, deadline):
            yield
        retry.surely(lambda: cluster.sync(source.bigip, group))
        while not self._is_in_sync(units, source, deadline):
            yield
        self._remember('synced', names)

    def _knows_members(self, unit, names):
        try:
            return names <= set(cluster.members(
                unit.bigip, self.resource_id))
        except errors.NotFound:
            return False

    def _source(self, units, spokesman, sources):
        """The device whose configuration the others get."""
        there = {unit.name: unit for unit in units if not unit.problem}
        advice = cluster.sync_status(spokesman.bigip).advice(
            self.resource_id)
        if advice in there and advice in sources:
            return there[advice]
        return next((unit for name, unit in there.items()
                     if name in sources), spokesman)

    def _is_settling(self, unit, deadline):
        """Whether the connections of the device may come up still."""
        status = cluster.sync_status(unit.bigip)
        return time.monotonic() < deadline and status.of(
            self.resource_id) in (cluster.DISCONNECTED, cluster.STANDALONE)

    def _is_in_sync(self, units, source, deadline):
        if self._is_settling(source, deadline):
            return False
        try:
            return sync.is_in_sync(
                cluster.sync_status(source.bigip), self.resource_id)
        except exception.Error as error:
            without = [str(unit) for unit in units if not unit.problem
                       and unit.device.get('configsyncIp') in (None, 'none')]
            if not without:
                raise
            raise exception.Error(
                '%s. These devices have no address for the sync, '
                'configsyncIp: %s.' % (error, ', '.join(without))) from None

    # Leaving, and the end.

    def _let_go(self, leavers, stayers):
        """Take devices out of the group, and out of trust we brought."""
        there = [unit for unit in stayers if not unit.problem]
        client = self._spokesman(there).bigip
        gone = {unit.name for unit in leavers}
        for name, member in _members(client, self.resource_id).items():
            if name in gone:
                _remove_member(client, self.resource_id, member)
        joined = set(self._recall('joined'))
        reachable = [unit for unit in leavers if not unit.problem]
        trust.disconnect([*there, *reachable], gone & joined)
        for unit in reachable:
            if cluster.trusted(unit.bigip) <= {unit.name}:
                self._drop_group(unit.bigip)
        for unit in leavers:
            if unit.problem:
                LOG.warning('%s left the cluster %s without being told: %s',
                            unit, self.resource_id, unit.problem)
        self._remember('joined', joined - gone)
        self._remember('synced', set(self._recall('synced')) - gone)

    def handle_delete(self):
        known = self._recall('members')
        if known:
            self._take_down(known)

    def _take_down(self, known):
        units = self._units(known)
        there = [unit for unit in units if not unit.problem]
        for unit in there:
            self._drop_group(unit.bigip)
        leaving = set(self._recall('joined'))
        if leaving.issuperset(known.values()):
            # Whoever came to trust the first of them later stays with it.
            leaving.discard(next(iter(known.values())))
        trust.disconnect(there, leaving)
        if len(there) < len(units):
            raise exception.Error(
                '%s The other devices are out of the cluster; once this one '
                'answers, the same action takes it out too.' % _problems(
                    [unit for unit in units if unit.problem]))
        for key in ('members', 'joined', 'synced', 'created'):
            if key in self.data():
                self.data_delete(key)

    def _drop_group(self, client):
        """Delete the group, as far as a device has it and it is ours."""
        try:
            found = client.read(*self.place())
        except errors.NotFound:
            return
        if self._is_own(found) and (
                self.replaced_by is None or self.is_ours(found)):
            for member in _members(client, self.resource_id).values():
                _remove_member(client, self.resource_id, member)
            _despite(errors.NotFound, lambda: retry.surely(
                lambda: client.delete(*self.place())))

    # Check, live state, attributes.

    def differences(self, body):
        found = super().differences(body)
        units = self._units(self.properties['devices'])
        members = cluster.members(self.bigip(), self.resource_id)
        found += ['devices[%s]: expected, the device group does not have it'
                  % unit for unit in units if unit.name not in members]
        names = {unit.name for unit in units}
        found += ['devices[%s]: the device group has it, not expected' % name
                  for name in sorted(set(members) - names)]
        return found + [_problems([unit]) for unit in units if unit.problem]

    def parse_live_resource_data(self, resource_properties, resource_data):
        live = super().parse_live_resource_data(
            resource_properties, resource_data)
        members = cluster.members(self.bigip(), self.resource_id)
        known = self._recall('members')
        if set(members) != set(known.values()):
            live['devices'] = [reference for reference, name in known.items()
                               if name in members]
        return live

    def handle_adopt(self, resource_data=None):
        super(bigip.BigIPResource, self).handle_adopt(resource_data)
        if self.external_id is None:
            # The stack takes the group over, but not the trust: whether
            # that was made for the group nobody knows.
            units = self._units(self.properties['devices'])
            self._read()
            self._remember('members', {
                unit.reference: unit.name for unit in units})
            self._remember('synced', [unit.name for unit in units])
            self.data_set('adopted', '')
            self.data_set('created', '')

    def _stays_in_place(self, before, after):
        # A device is in one failover group: there is no room for a second.
        return True

    def _resolve_attribute(self, name):
        if self.resource_id is None:
            return None
        if name == 'sync_status':
            return cluster.sync_status(self.bigip()).of(self.resource_id)
        if name == 'members':
            return sorted(cluster.members(self.bigip(), self.resource_id))
        if name == 'active_device':
            members = cluster.members(self.bigip(), self.resource_id)
            return next((
                device['name'] for device in self.bigip().list('cm/device')
                if device.get('failoverState') == 'active'
                and device['name'] in members), None)
        return super()._resolve_attribute(name)


def _problems(units):
    return ' '.join('%s could not be reached: %s.' % (unit, unit.problem)
                    for unit in units)


def _members(client, group):
    try:
        return cluster.members(client, group)
    except errors.NotFound:
        return {}


def _remove_member(client, group, member):
    _despite(errors.NotFound, lambda: retry.surely(
        lambda: cluster.remove_member(client, group, member)))


def _despite(error, request):
    """Make a request that the device may have had before."""
    try:
        request()
    except error:
        pass


def resource_mapping():
    return {'F5::Cm::Cluster': Cluster}
