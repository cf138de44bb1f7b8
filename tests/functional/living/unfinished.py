# SPDX-License-Identifier: Apache-2.0

"""Living stacks on which the old code failed, or was killed half-way."""

from tests.functional import conftest
from tests.functional.living import kind
from tests.functional.living import steady

LONG = 600

# Failures.


class CreationRefused(kind.Unfinished, label='creation-refused'):
    """Its pool was to have the name of somebody else's."""

    parts = ('pool', 'web')
    checked = 'CHECK_FAILED'

    def place(self):
        self.post('ltm/pool', name=self.name('taken'))

    def make(self):
        self.create('CREATE_FAILED', pool={'name': self.name('taken')})


class CreationLost(kind.Unfinished, label='creation-lost'):
    """The device made the pool, and no answer arrived."""

    parts = ('pool', 'web')
    checked = 'CHECK_FAILED'

    def make(self):
        name = self.name('pool')
        self.fail('drop-after', 'POST', '/ltm/pool$', body=name)
        self.fail('drop-before', 'GET', name)
        self.create('CREATE_FAILED')


class UpdateRefused(kind.Unfinished, label='update-refused'):
    """The device refused the pool's monitor; Heat did not reach the server."""

    parts = ('pool', 'web')
    keys = frozenset({'converge'})

    def make(self):
        self.create()
        self.update(
            'UPDATE_FAILED',
            converge=True,
            pool={'monitors': ['/Common/nowhere'], 'slow_ramp_time': 30},
        )


class UpdateLost(kind.Unfinished, label='update-lost'):
    """The device changed the pool and made a node; no answer arrived."""

    parts = ('pool',)
    keys = frozenset({'brought'})
    checked = 'CHECK_FAILED'

    def make(self):
        self.create(pool={'members': self.members(1), 'description': None})
        self.fail('drop-after', 'PATCH', self.uris['pool'])
        self.fail('drop-before', 'GET', self.uris['pool'])
        self.update('UPDATE_FAILED')


class UpdateLostThenBack(kind.Unfinished, label='update-lost-then-back'):
    """The device gave the pool a property; it then has to lose it again."""

    parts = ('pool',)
    keys = frozenset({'tried'})

    def make(self):
        self.create()
        self.fail('drop-after', 'PATCH', self.uris['pool'])
        self.fail('drop-before', 'GET', self.uris['pool'])
        self.update('UPDATE_FAILED', pool={'reselect_tries': 3})

    def mend(self):
        self.assert_holds({self.uris['pool']: {'reselectTries': 3}})
        super().mend()
        self.assert_holds({self.uris['pool']: {'reselectTries': 0}})


class DeletionFailed(kind.Application, label='deletion-failed'):
    """The device did not delete the server."""

    parts = ('pool', 'web')
    is_leaving = True

    def make(self):
        self.create()
        self.fail('drop-before', 'DELETE', self.uris['web'])
        self.stack.delete('DELETE_FAILED')


# Actions that were cut off.


class CreationCutOff(kind.Unfinished, label='creation-cut-off'):
    """The old code was killed when the device had made the pool."""

    parts = ('pool', 'web')
    checked = None

    def make(self):
        pass

    def break_off(self):
        with self.held('POST', '/ltm/pool$', body=self.name('pool')):
            self.stack.begin(self.template)


class UpdateCutOff(kind.Unfinished, label='update-cut-off'):
    """The old code was killed when the device had changed the pool."""

    parts = ('pool',)
    checked = None

    def make(self):
        self.create(pool={'members': self.members(4)})

    def break_off(self):
        with self.held('PATCH', self.uris['pool']):
            self.begin_update()


class RedundantCutOff(UpdateCutOff, label='redundant-cut-off'):
    """The old code was killed when the active unit had changed the pool."""

    server = 'pair'
    keys = frozenset({'expected_companions'})


class RenamingCutOff(steady.Renamed, label='renaming-cut-off-then-back'):
    """The old code was killed when the device had exchanged the server."""

    keys = frozenset({'moving'})
    checked = None

    def make(self):
        self.create()

    def break_off(self):
        with self.held('PATCH', '/transaction/'):
            self.begin_update(**self.another)
        assert self.are('gone', 'web')

    def mend(self):
        self.update()


class DeletionCutOff(kind.Application, label='deletion-cut-off'):
    """The old code was killed when the device had deleted the server."""

    parts = ('pool', 'web')
    checked = None
    is_leaving = True

    def break_off(self):
        with self.held('DELETE', self.uris['web']):
            self.stack.heat.stacks.delete(self.stack.id)


class SignalCutOff(kind.Unfinished, label='signal-cut-off'):
    """The old code was killed before the device had heard of a signal."""

    parts = ('apart', 'member')
    keys = frozenset({'signalling'})
    # After a check Heat would know by more than the key.
    checked = None

    def break_off(self):
        with self.held('PATCH', self.uris['member'], 'hold-before'):
            self.stack.heat.resources.signal(
                self.stack.id, 'member', {'action': 'disable'}
            )

    def mend(self):
        assert self.are('enabled')
        super().mend()
        assert self.are('disabled')


class ServiceCutOff(steady.Applications, label='iapps-cut-off'):
    """The old code was killed when the device had run a service's script."""

    keys = frozenset({'before'})
    checked = None

    def resources(self):
        found = super().resources()
        return {name: found[name] for name in ('template', 'service')}

    def make(self):
        pass

    def break_off(self):
        with self.held(
            'POST', '/application/service$', body=self.name('service')
        ):
            self.stack.begin(self.template)

    def mend(self):
        self.update()

    def changes(self):
        return {'service': super().changes()['service']}

    def holds(self):
        return {
            uri: values
            for uri, values in super().holds().items()
            if '/service/' in uri
        }


class ClusterCutOff(kind.Living, label='cluster-cut-off'):
    """The old code was killed before it synchronized a new device group."""

    server = 'three'
    keys = frozenset({'unsynced'})
    checked = None

    def resources(self):
        return {
            'cluster': kind.thing(
                'F5::Cm::Cluster',
                device_group_name=self.name('group'),
                device_group_type='sync-failover',
                devices=['three', 'four'],
            )
        }

    def make(self):
        self.create(cluster={'device_group_type': 'sync-only'})

    def break_off(self):
        with self.held('POST', '/tm/cm$', 'hold-before'):
            self.begin_update()

    def mend(self):
        assert self.sync_status() == 'Awaiting Initial Sync'
        self.update()
        assert self.sync_status() == 'In Sync'

    def sync_status(self):
        (found,) = self.bigip.read('cm/sync-status')['entries'].values()
        return found['nestedStats']['entries']['status']['description']

    def changes(self):
        return {'cluster': {'full_load_on_sync': True}}

    def holds(self):
        return {
            self.uri('cm/device-group', 'group'): {'fullLoadOnSync': 'true'}
        }


# Drains that were cut off.


class Draining(kind.Application):
    """What is removed has connections, and drains."""

    drain = {'drain': LONG}
    keys = frozenset({'draining'})
    checked = None

    def connect(self, count):
        for pool, number in (('pool', 1), ('pool', 2), ('apart', 3)):
            self.control.set_connections(
                kind.path(self.uris[pool]),
                '/Common/%s:80' % self.host(number),
                count,
            )

    def waiting(self, *names):
        """Wait until some wait for their connections; return their data.

        It says since when they wait.
        """

        def are_waiting():
            polls = [
                where
                for _, _, where in self.site.requests()
                if where.endswith('/stats')
            ]
            return all(
                sum(where.startswith(self.uris[name]) for where in polls) > 1
                for name in names
            )

        conftest.until(are_waiting)
        return [self.data(name) for name in names]


class DeletionDrains(Draining, label='deletion-drains'):
    """The old code was killed while a server and a member were drained."""

    is_leaving = True

    def make(self):
        self.create()
        self.connect(1)

    def break_off(self):
        self.stack.heat.stacks.delete(self.stack.id)
        self.began = self.waiting('web', 'member')
        assert self.are('disabled', 'web', 'member')

    def change(self):
        super().change()
        assert self.waiting('web', 'member') == self.began
        assert self.are('disabled', 'web', 'member')
        self.connect(0)


class UpdateDrains(Draining, label='update-drains'):
    """The old code was killed while a member of a pool was drained."""

    parts = ('pool',)

    def resources(self):
        found = super().resources()
        found['pool']['properties']['members'] = self.members(2)
        return found

    def changes(self):
        return {'pool': {'slow_ramp_time': 20}}

    def make(self):
        self.create(pool={'members': self.members(1, 2)})
        self.connect(1)

    def break_off(self):
        self.begin_update()
        self.began = self.waiting('pool')
        assert self.are('disabled', 'first')

    def mend(self):
        self.begin_update()
        assert self.waiting('pool') == self.began
        self.connect(0)
        self.stack.wait('UPDATE_COMPLETE')
        assert self.are('gone', 'first')


class UpdateDrainsThenBack(UpdateDrains, label='update-drains-then-back'):
    """The old code was killed while a member was drained, which then stays."""

    def mend(self):
        self.template = self.altered(pool={'members': self.members(1, 2)})
        self.update()
        assert self.are('enabled')
        self.connect(0)
