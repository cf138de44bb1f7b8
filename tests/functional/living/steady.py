# SPDX-License-Identifier: Apache-2.0

"""Living stacks on which the old code had finished its work."""

import pathlib

from f5_heat.lab import lab
from tests.functional import conftest
from tests.functional.contract import stacks
from tests.functional.living import kind

PASSWORD = {'password': lab.PASSWORD}

#: The request with which every update tries a device of the template's own.
PROOF = ('GET', 'sys/mcp-state')


class Created(kind.Application, label='created'):
    """It was created beside a node of somebody else's that it uses."""

    keys = frozenset({'created', 'device', 'generations'})

    def place(self):
        self.post('ltm/node', name=self.host(2), address=self.host(2))


class Updated(kind.Application, label='updated'):
    """Updates gave, changed and dropped properties, and exchanged members."""

    def make(self):
        self.create(
            pool={
                'description': None,
                'monitors': None,
                'slow_ramp_time': 30,
                'members': self.members(1, 4),
            },
            web={'description': 'to be dropped'},
        )
        self.update()
        self.update(converge=True)


class Renamed(kind.Application, label='renamed'):
    """The device exchanged its server for one of another name and type."""

    parts = ('pool', 'web')

    @property
    def another(self):
        return {
            'web': {
                'name': self.name('another'),
                'type': 'reject',
                'default_pool': None,
                'profiles': None,
            }
        }

    def make(self):
        self.create(**self.another)
        self.update()


class Replaced(kind.Living, label='replaced'):
    """Heat, or the device, replaced its objects."""

    def resources(self):
        return {
            'parent': kind.thing(
                'F5::LTM::Monitor::HTTP', interval=7, timeout=22
            ),
            # Without a name, Heat replaces it by another one.
            'monitor': kind.thing(
                'F5::LTM::Monitor::HTTP', defaults_from=kind.get('parent')
            ),
            'pool': kind.thing(
                'F5::LTM::Pool',
                name=self.name('pool'),
                monitors=[kind.get('monitor')],
            ),
            'node': kind.thing(
                'F5::LTM::Node',
                name=self.name('node'),
                address=self.net + '.0.1',
            ),
            'member': kind.thing(
                'F5::LTM::PoolMember',
                pool=kind.get('pool'),
                address=self.net + '.0.2',
                port=80,
            ),
        }

    def make(self):
        self.create(
            monitor={'defaults_from': None},
            node={'address': self.net + '.0.3'},
            member={'address': self.net + '.0.4'},
        )
        self.update()

    def changes(self):
        return {
            'monitor': {'interval': 8},
            'node': {'ratio': 4},
            'member': {'ratio': 5},
        }

    def holds(self):
        monitor = self.site.ids(self.stack)['monitor'].replace('/', '~')
        pool = self.uri('ltm/pool', 'pool')
        return {
            'ltm/monitor/http/' + monitor: {'interval': 8, 'timeout': 22},
            self.uri('ltm/node', 'node'): {
                'ratio': 4,
                'address': self.net + '.0.1',
            },
            '%s/members/~Common~%s.0.2:80' % (pool, self.net): {'ratio': 5},
        }


class Redundant(kind.Application, label='redundant'):
    """It is on a redundant BIG-IP."""

    server = 'pair'
    parts = ('pool', 'apart', 'member')
    keys = frozenset({'companions'})

    def make(self):
        self.create()
        self.update(pool={'members': self.members(1, 2, 4)})
        self.update()


class LeftBehind(kind.Application, label='left-behind'):
    """Its member uses the node of a pool that was removed before."""

    parts = ('apart', 'member')

    def __init__(self, site, number):
        super().__init__(site, number)
        self.uris['member'] = '%s/members/~Common~%s:80' % (
            self.uris['apart'],
            self.host(1),
        )

    def resources(self):
        found = super().resources()
        found['member']['properties']['address'] = self.host(1)
        return found

    def make(self):
        first = self.altered()
        first['resources']['pool'] = kind.thing(
            'F5::LTM::Pool', name=self.name('pool'), members=self.members(1)
        )
        first['resources']['member']['depends_on'] = 'pool'
        self.stack.create(first)
        self.update()

    def look(self):
        super().look()
        assert self.bigip.read('ltm/node/~Common~' + self.host(1))[
            'description'
        ] == ('Made for other objects. [f5_heat companion]')


# Devices of the template, clusters and iApps.


class Device(kind.Living, label='device'):
    """It has a device of its own, secrets, and a nested stack."""

    given = {'parameters': {**PASSWORD, 'probe': 'b4rn-0wl'}}
    keys = frozenset({'connection'})
    asked = {'lab': [PROOF]}

    def resources(self):
        here = {'bigip_server': kind.get('bigip')}
        return {
            'bigip': brought(self.site, 'lab'),
            'monitor': kind.thing(
                'F5::LTM::Monitor::HTTP',
                name=self.name('monitor'),
                username='probe',
                password={'get_param': 'probe'},
                **here,
            ),
            'pool': kind.thing(
                'F5::LTM::Pool',
                name=self.name('pool'),
                monitors=[kind.get('monitor')],
                **here,
            ),
            'members': kind.thing(
                'OS::Heat::ResourceGroup',
                count=2,
                resource_def=kind.thing(
                    'F5::LTM::PoolMember',
                    pool=kind.get('pool'),
                    address=self.net + '.0.1%index%',
                    port=80,
                    **here,
                ),
            ),
        }

    def changes(self):
        return {
            'bigip': {'timeout': 50},
            'monitor': {'interval': 8},
            'pool': {'slow_ramp_time': 20},
        }

    def holds(self):
        return {
            self.uri('ltm/monitor/http', 'monitor'): {
                'interval': 8,
                'username': 'probe',
            },
            self.uri('ltm/pool', 'pool'): {'slowRampTime': 20},
        }


def brought(site, name):
    (device,) = site.devices[name]
    return kind.thing(
        'F5::BigIP::Device',
        ip=device.address,
        username=lab.USERNAME,
        password={'get_param': 'password'},
        ca_cert=pathlib.Path(device.ca_file).read_text(),
    )


class Cluster(kind.Living, label='cluster'):
    """Two devices of its own trust each other, and are saved and synced."""

    server = 'one'
    given = {'parameters': PASSWORD}
    keys = frozenset({'joined', 'members', 'synced'})
    asked = {
        'one': [
            PROOF,
            ('POST', 'cm'),
            ('GET', 'cm/sync-status'),
            ('POST', 'sys/config'),
        ],
        'two': [PROOF, ('POST', 'sys/config')],
    }

    def resources(self):
        return {
            'one': brought(self.site, 'one'),
            'two': brought(self.site, 'two'),
            'cluster': kind.thing(
                'F5::Cm::Cluster',
                device_group_name=self.name('group'),
                devices=[kind.get('one'), kind.get('two')],
            ),
            'sync': kind.thing(
                'F5::Cm::Sync',
                bigip_server=kind.get('one'),
                device_group=kind.get('cluster'),
            ),
            'save_one': kind.thing(
                'F5::Sys::Save', bigip_server=kind.get('one')
            ),
            'save_two': kind.thing(
                'F5::Sys::Save', bigip_server=kind.get('two')
            ),
        }

    def changes(self):
        return {'cluster': {'full_load_on_sync': True}}

    def holds(self):
        return {
            self.uri('cm/device-group', 'group'): {'fullLoadOnSync': 'true'}
        }

    def change(self):
        super().change()
        # The resource 'sync' sends one; the cluster needs none.
        assert self.site.requests().count(('one', 'POST', 'cm')) == 1


SCRIPT = """\
iapp::template start
tmsh::create ltm pool ${tmsh::app_name}_pool \\
    members replace-all-with \\{ $::pool__member:80 \\}
iapp::template stop
"""

TEXT = """\
cli script %(name)s.shared {
    proc pool_of {name} {
        return ${name}_pool
    }
}
sys application template %(name)s {
    actions replace-all-with {
        definition {
            implementation {
                tmsh::include %(name)s.shared
                tmsh::create ltm pool [pool_of $::app__name]
            }
            presentation {
                section app { string name }
            }
        }
    }
}
"""


class Applications(kind.Living, label='iapps'):
    """iApps made objects; types and a property have their other names."""

    keys = frozenset({'nodes', 'scripts'})

    def resources(self):
        return {
            'template': kind.thing(
                'F5::Sys::iAppCompositeTemplate',
                name=self.name('template'),
                partition='Common',
                implementation=SCRIPT,
                presentation='section pool { string member }',
                **{'role-acl': ['admin']},
            ),
            'service': kind.thing(
                'F5::Sys::iAppService',
                name=self.name('service'),
                template_name=kind.get('template'),
                variables={'pool__member': self.net + '.0.1'},
            ),
            'full': kind.thing(
                'F5::Sys::iAppTemplate',
                name=self.name('full'),
                partition='Common',
                full_template=TEXT % {'name': self.name('full')},
            ),
            'pool': kind.thing('F5::LTM::Pool', name=self.name('pool')),
            'member': kind.thing(
                'F5::LTM::Member',
                pool=kind.get('pool'),
                address=self.net + '.0.2',
                port=80,
            ),
        }

    def changes(self):
        return {
            'template': {'requires_modules': ['ltm']},
            'service': {'variables': {'pool__member': self.net + '.0.3'}},
            'member': {'ratio': 3},
        }

    def holds(self):
        service, pool = self.name('service'), self.uri('ltm/pool', 'pool')
        return {
            self.uri('sys/application/template', 'template'): {
                'requiresModules': ['ltm']
            },
            'sys/application/service/~Common~%s.app~%s' % (service, service): {
                'variables': [
                    {
                        'name': 'pool__member',
                        'encrypted': 'no',
                        'value': self.net + '.0.3',
                    }
                ]
            },
            '%s/members/~Common~%s.0.2:80' % (pool, self.net): {'ratio': 3},
        }


# Stacks whose devices differ from their templates, as they should.


class Signalled(kind.Application, label='signalled'):
    """A signal disabled the member that its template enables."""

    parts = ('apart', 'member')
    keys = frozenset({'signalled'})

    def resources(self):
        found = super().resources()
        found['member']['properties']['admin_state'] = 'enabled'
        return found

    def make(self):
        self.create()
        self.stack.heat.resources.signal(
            self.stack.id, 'member', {'action': 'disable'}
        )
        # Heat answers before that is done.
        conftest.until(
            lambda: (
                'signalled' in (kept := self.data('member'))
                and 'signalling' not in kept
            )
        )

    def holds(self):
        found = super().holds()
        found[self.uris['member']]['session'] = 'user-disabled'
        return found


class Suspended(kind.Application, label='suspended'):
    """It was suspended, and is resumed."""

    keys = frozenset({'suspended'})

    def make(self):
        self.create()
        self.stack.suspend()
        assert self.are('disabled')

    def mend(self):
        self.stack.resume()
        assert self.are('enabled')


class SuspendedThenUpdated(Suspended, label='suspended-then-updated'):
    """It was suspended, and is updated at once."""

    def mend(self):
        self.update()
        assert self.are('enabled')


class SuspendedThenDeleted(Suspended, label='suspended-then-deleted'):
    """It was suspended, and is deleted at once."""

    parts = ('pool', 'web')
    is_leaving = True

    def mend(self):
        pass


class Snapshot(kind.Application, label='snapshot'):
    """Its snapshot has a change that somebody made on the device."""

    parts = ('apart', 'member')
    checked = 'CHECK_FAILED'

    def make(self):
        self.create()
        self.patch(self.uris['member'], ratio=9)
        self.snapshot = self.stack.snapshot()

    def mend(self):
        self.update(member={'ratio': 4}, apart={'slow_ramp_time': 30})
        self.stack.restore(self.snapshot)
        self.assert_holds(
            {
                self.uris['member']: {'ratio': 9},
                self.uris['apart']: {'slowRampTime': 10},
            }
        )
        self.template = self.altered(member={'ratio': 9})


# Stacks with objects that are older than they are.


class Adopted(kind.Living, label='adopted'):
    """It adopted two pools, to keep and to delete, and refers to a third."""

    keys = frozenset({'adopted'})

    def place(self):
        for name in ('kept', 'given', 'seen'):
            self.post('ltm/pool', name=self.name(name), description='theirs')

    def resources(self):
        found = {
            name: kind.thing(
                'F5::LTM::Pool',
                name=self.name(name),
                on_conflict='adopt',
                reselect_tries=2,
            )
            for name in ('kept', 'given')
        }
        found['given']['deletion_policy'] = 'Delete'
        found['seen'] = {
            **kind.thing('F5::LTM::Pool', name=self.name('seen')),
            'external_id': self.path('seen'),
        }
        return found

    def path(self, name):
        return kind.path(self.uri('ltm/pool', name))

    @property
    def asked(self):
        return {'lab': [('GET', self.uri('ltm/pool', 'seen'))]}

    def changes(self):
        return {
            'kept': {'slow_ramp_time': 20},
            'given': {'slow_ramp_time': 20},
        }

    def holds(self):
        return {
            self.uri('ltm/pool', name): {
                'slowRampTime': 20,
                'reselectTries': 2,
                'description': 'theirs',
            }
            for name in ('kept', 'given')
        }

    def leave(self, pools):
        del pools[self.path('given')]
        pools[self.path('kept')].update(slowRampTime=20, reselectTries=2)


class AdoptedById(kind.Living, label='adopted-by-id'):
    """The stack was adopted with somebody else's pool."""

    keys = frozenset({'adopted'})

    def place(self):
        self.post('ltm/pool', name=self.name('pool'), description='theirs')

    def resources(self):
        return {'pool': kind.thing('F5::LTM::Pool', name=self.name('pool'))}

    def path(self):
        return kind.path(self.uri('ltm/pool', 'pool'))

    def make(self):
        conftest.adopt(
            self.stack,
            {
                'template': self.template,
                'resources': {
                    'pool': {'resource_id': self.path(), 'resource_data': {}}
                },
            },
        )

    def changes(self):
        return {'pool': {'slow_ramp_time': 20}}

    def holds(self):
        return {
            self.uri('ltm/pool', 'pool'): {
                'slowRampTime': 20,
                'description': 'theirs',
            }
        }

    def leave(self, pools):
        pools[self.path()]['slowRampTime'] = 20


class Abandoned(kind.Application, label='abandoned'):
    """It was abandoned, and another stack adopts its objects."""

    checked = None

    def make(self):
        self.create()
        self.abandoned = conftest.abandon(self.stack)

    def mend(self):
        conftest.adopt(self.stack, self.abandoned)
        self.stack.check()


class Retained(kind.Application, label='retained'):
    """An update removed all its resources, which were to be retained."""

    parts = ('pool', 'web')

    def make(self):
        retaining = self.altered()
        for resource in retaining['resources'].values():
            resource['deletion_policy'] = 'Retain'
        self.stack.create(retaining)
        self.stack.update(stacks.hot({'none': {'type': 'OS::Heat::None'}}))

    def mend(self):
        self.update()


class TakenOver(kind.Application, label='taken-over'):
    """F5's last plugins created it, and the old code suspended it.

    Those plugins leave no data and no path in Heat, and no mark on the device.
    """

    parts = ('pool', 'web')
    keys = frozenset({'taken_over'})

    def make(self):
        self.create()
        self.patch(self.uris['pool'], metadata=[])
        self.patch(self.uris['web'], description='')
        self.site.query(
            'DELETE FROM resource_data WHERE resource_id IN'
            ' (SELECT id FROM resource WHERE stack_id = ?)',
            self.stack.id,
        )
        self.site.query(
            'UPDATE resource SET nova_instance = NULL WHERE stack_id = ?',
            self.stack.id,
        )
        self.stack.suspend()

    def mend(self):
        self.stack.resume()
        self.update()
