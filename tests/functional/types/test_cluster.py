# SPDX-License-Identifier: Apache-2.0

"""F5::Cm::Cluster: devices meet, join, leave, and part again."""

import contextlib
import json
import pathlib
import re
import sqlite3

import pytest
from heatclient import exc as heat_exc

from f5_heat.lab import lab
from tests.functional import conftest
from tests.functional import labs
from tests.functional.contract import row as rows

NAMES = ('bigip1', 'bigip2', 'bigip3')
GROUP = 'cm/device-group/~Common~pair'


@pytest.fixture(scope='module')
def cloud(tmp_path_factory):
    """A lab of its own: devices that trust each other are changed for all."""
    log_file = tmp_path_factory.mktemp('lab') / 'heat.log'
    conf = {
        **conftest.SOON,
        'DEFAULT': {'enable_stack_abandon': True, 'enable_stack_adopt': True},
    }
    with labs.start(devices=3, conf=conf, log_file=log_file) as running:
        yield conftest.Cloud(running)


@pytest.fixture(autouse=True)
def fresh(cloud):
    """Each test begins with devices as on their first day."""
    for number, control in enumerate(cloud.controls):
        control.reset()
        control.clear()
        cloud.bigips[number].auth = (lab.USERNAME, lab.PASSWORD)


def hot(**resources):
    return {'heat_template_version': '2015-04-30', 'resources': resources}


def device(cloud, number, **properties):
    """An F5::BigIP::Device for a device of the lab."""
    found = cloud.lab.devices[number - 1]
    return {
        'type': 'F5::BigIP::Device',
        'properties': {
            'ip': found.address,
            'username': lab.USERNAME,
            'password': lab.PASSWORD,
            'ca_cert': pathlib.Path(found.ca_file).read_text(),
            **properties,
        },
    }


def cluster(devices=('lab', 'lab2'), **properties):
    """A cluster of devices of heat.conf; lab is bigip1, lab2 bigip2."""
    return hot(
        cluster={
            'type': 'F5::Cm::Cluster',
            'properties': {
                'device_group_name': 'pair',
                'devices': list(devices),
                **properties,
            },
        }
    )


def old_scenario(cloud, **changes):
    """Two devices as a pair, saved and synchronized, as it used to be."""
    made = cluster(
        [{'get_resource': 'one'}, {'get_resource': 'other'}],
        device_group_type='sync-failover',
        device_group_partition='Common',
        **changes,
    )
    made['resources']['cluster']['depends_on'] = ['one', 'other']
    made['resources'] |= {
        'one': device(cloud, 1),
        'other': device(cloud, 2),
        'save_one': {
            'type': 'F5::Sys::Save',
            'depends_on': 'cluster',
            'properties': {'bigip_server': {'get_resource': 'one'}},
        },
        'save_other': {
            'type': 'F5::Sys::Save',
            'depends_on': 'cluster',
            'properties': {'bigip_server': {'get_resource': 'other'}},
        },
        'sync': {
            'type': 'F5::Cm::Sync',
            'depends_on': 'cluster',
            'properties': {
                'bigip_server': {'get_resource': 'one'},
                'device_group': 'pair',
                'device_group_partition': 'Common',
            },
        },
    }
    return made


def trusted(cloud):
    """The devices that each of the three knows, by number."""
    return [
        [int(item['name'][-1]) for item in bigip.read('cm/device')['items']]
        for bigip in cloud.bigips
    ]


ALONE = [[1], [2], [3]]
PAIR = [[1, 2], [1, 2], [3]]
ALL = [[1, 2, 3]] * 3


def members(cloud, number=1):
    """The members of the group on a device, or None without a group."""
    if cloud.bigips[number - 1].read(GROUP) is None:
        return None
    found = cloud.bigips[number - 1].read(GROUP + '/devices')
    return [item['name'] for item in found['items']]


def writes(cloud):
    """What was written since the last time, each with the device's number."""
    found = []
    for number, control in enumerate(cloud.controls, 1):
        found += [
            (
                number,
                request['method'],
                request['path'].removeprefix('/mgmt/tm/'),
            )
            for request in control.requests()
            if request['method'] != 'GET' and not request['login']
        ]
        control.clear()
    return found


def pool(cloud, number, name):
    """Make a pool on a device, behind Heat's back."""
    answer = cloud.bigips[number - 1].post(
        'ltm/pool', json={'name': name, 'partition': 'Common'}
    )
    assert answer.status_code == 200, answer.text


def pools(cloud, number):
    return [
        item['name']
        for item in cloud.bigips[number - 1].read('ltm/pool').get('items', [])
    ]


def trust(cloud, one, other):
    """Let devices trust each other, behind Heat's back."""
    answer = cloud.bigips[one - 1].post(
        'cm/add-to-trust',
        json={
            'command': 'run',
            'name': 'Root',
            'caDevice': True,
            'device': '192.0.2.%d' % other,
            'deviceName': 'bigip%d' % other,
            'username': lab.USERNAME,
            'password': lab.PASSWORD,
        },
    )
    assert answer.status_code == 200, answer.text


@contextlib.contextmanager
def silent(cloud, number):
    """A device gives no answers meanwhile."""
    with conftest.fault(cloud.controls[number - 1], 'drop-before'):
        yield


def reason(stack):
    return stack.resource('cluster').resource_status_reason


def configs(cloud):
    return [control.config() for control in cloud.controls]


def test_the_old_scenario(cloud, stack):
    pool(cloud, 1, 'from_the_first')
    before = trusted(cloud)
    template = old_scenario(cloud)
    template['outputs'] = {
        name: {'value': {'get_attr': ['cluster', name]}}
        for name in ('full_path', 'sync_status', 'members', 'active_device')
    }
    stack.create(template)
    assert trusted(cloud) == PAIR
    group = cloud.bigips[1].read(GROUP)
    assert (group['type'], group['autoSync']) == ('sync-failover', 'disabled')
    assert 'f5_heat ' + stack.id in group['description']
    assert members(cloud, 1) == members(cloud, 2) == ['bigip1', 'bigip2']
    assert pools(cloud, 2) == ['from_the_first']
    assert stack.output('full_path') == '/Common/pair'
    assert stack.output('sync_status') == 'In Sync'
    assert stack.output('members') == ['bigip1', 'bigip2']
    assert stack.output('active_device') == 'bigip1'
    assert stack.resource('cluster').physical_resource_id == '/Common/pair'

    writes(cloud)
    stack.check()
    assert writes(cloud) == []
    stack.update(template)
    assert writes(cloud) == [
        (1, 'POST', 'sys/config'),
        (1, 'POST', 'cm'),
        (2, 'POST', 'sys/config'),
    ]

    stack.delete()
    assert trusted(cloud) == before == ALONE
    assert members(cloud, 1) is members(cloud, 2) is None
    assert pools(cloud, 1) == pools(cloud, 2) == ['from_the_first']


OPTIONS = {
    'description': rows.DESCRIPTION,
    'auto_sync': rows.on('autoSync'),
    'save_on_auto_sync': rows.true_false('saveOnAutoSync'),
    'full_load_on_sync': rows.true_false('fullLoadOnSync'),
    'incremental_config_sync_size_max': rows.Change(
        'incrementalConfigSyncSizeMax', 2048, 4096
    ),
    'network_failover': rows.on('networkFailover'),
    'asm_sync': rows.on('asmSync'),
}


def shown(cloud, key):
    value = cloud.bigip.read(GROUP)[key]
    return re.sub(r' ?\[f5_heat .*\]$', '', str(value))


def test_options_change_in_place(cloud, stack):
    def options(which):
        return cluster(
            **{
                name: getattr(change, which)
                for name, change in OPTIONS.items()
            }
        )

    def held(which):
        return {
            name: shown(cloud, change.key) for name, change in OPTIONS.items()
        } == {
            name: str(getattr(change, which))
            for name, change in OPTIONS.items()
        }

    stack.create(cluster())
    plain = {
        change.key: shown(cloud, change.key) for change in OPTIONS.values()
    }
    stack.update(options('first'))
    assert held('sent_first')
    writes(cloud)
    stack.update(options('second'))
    assert held('sent_second')
    assert writes(cloud) == [(1, 'PATCH', GROUP)]

    answer = cloud.bigip.patch(
        GROUP, json={change.key: change.drift for change in OPTIONS.values()}
    )
    assert answer.status_code == 200, answer.text
    stack.check(expect='CHECK_FAILED')
    assert [
        name for name in OPTIONS if '%s: expected' % name not in reason(stack)
    ] == []
    stack.update(options('second'))
    assert held('sent_second')
    writes(cloud)
    stack.update(cluster())
    assert {key: shown(cloud, key) for key in plain} == plain
    assert writes(cloud) == [(1, 'PATCH', GROUP)]
    stack.check()


def test_devices_join_and_leave(cloud, stack):
    pool(cloud, 1, 'of_the_cluster')
    pool(cloud, 3, 'of_the_third')
    stack.create(cluster())
    # That it comes first does not make its configuration that of all.
    stack.update(cluster(['lab3', 'lab2', 'lab']))
    assert trusted(cloud) == ALL
    for number in (1, 2, 3):
        assert members(cloud, number) == list(NAMES)
        assert pools(cloud, number) == ['of_the_cluster']
    stack.check()

    stack.update(cluster(['lab', 'lab2']))
    assert trusted(cloud) == PAIR
    assert members(cloud, 1) == members(cloud, 2) == ['bigip1', 'bigip2']
    assert members(cloud, 3) is None
    assert pools(cloud, 3) == ['of_the_cluster']
    stack.check()
    stack.delete()
    assert trusted(cloud) == ALONE


def test_the_first_device_leaves(cloud, stack):
    stack.create(cluster(['lab', 'lab2', 'lab3']))
    stack.update(cluster(['lab2', 'lab3']))
    assert trusted(cloud) == [[1], [2, 3], [2, 3]]
    assert members(cloud, 1) is None
    assert members(cloud, 3) == ['bigip2', 'bigip3']
    stack.check()
    stack.delete()
    assert trusted(cloud) == ALONE


def test_one_comes_for_another(cloud, stack):
    pool(cloud, 1, 'of_the_cluster')
    stack.create(cluster())
    stack.update(cluster(['lab3', 'lab']))
    assert trusted(cloud) == [[1, 3], [2], [1, 3]]
    assert members(cloud, 3) == ['bigip1', 'bigip3']
    assert pools(cloud, 3) == ['of_the_cluster']
    stack.delete()
    assert trusted(cloud) == ALONE


def test_a_device_that_is_gone_leaves(cloud, stack):
    stack.create(cluster(['lab', 'lab2', 'lab3']))
    with silent(cloud, 2):
        stack.update(cluster(['lab', 'lab3']))
    assert members(cloud, 1) == ['bigip1', 'bigip3']
    assert [
        cloud.bigips[0].read('cm/device/~Common~' + name) is None
        for name in NAMES
    ] == [False, True, False]
    stack.check()


def test_any_member_serves(cloud, stack):
    stack.create(cluster())
    with silent(cloud, 1):
        stack.update(cluster(description='by the other'))
    assert cloud.bigip.read(GROUP)['description'].startswith('by the other')
    with silent(cloud, 1):
        stack.check(expect='CHECK_FAILED')
    assert reason(stack).count('bigip1 cannot be used') == 1
    assert 'bigip2' not in reason(stack)


def test_another_type_or_name_makes_the_group_anew(cloud, stack):
    stack.create(cluster())
    changed = cluster(device_group_type='sync-only')
    (foreseen,) = cloud.heat.stacks.preview_update(stack.id, template=changed)[
        'resource_changes'
    ]['replaced']
    stack.update(changed)
    why = 'A change of device_group_type needs a new object.'
    assert foreseen['resource_status_reason'] == why
    assert why in {
        event.resource_status_reason
        for event in cloud.heat.events.list(stack.id, limit=1000)
    }
    group = cloud.bigips[1].read(GROUP)
    assert group['type'] == 'sync-only'
    assert members(cloud, 2) == ['bigip1', 'bigip2']
    stack.update(cluster(device_group_name='new'))
    assert members(cloud) is None
    assert cloud.bigips[1].read(GROUP.replace('pair', 'new'))['type'] == (
        'sync-failover'
    )
    assert stack.resource('cluster').physical_resource_id == '/Common/new'
    assert trusted(cloud) == PAIR
    stack.check()


def test_a_group_made_anew_half_way_loses_no_configuration(cloud, stack):
    """Though the device that joins at the same time comes first."""
    pool(cloud, 1, 'of_the_cluster')
    stack.create(cluster())
    changed = cluster(['lab3', 'lab', 'lab2'], device_group_type='sync-only')
    with conftest.fault(
        cloud.control, '500-mcpd-lost', method='POST', path='/tm/cm$'
    ):
        stack.update(changed, expect='UPDATE_FAILED')
    stack.update(changed)
    changed = cluster(['lab3', 'lab', 'lab2'])
    stack.update(changed)
    assert members(cloud, 3) == list(NAMES)
    assert [pools(cloud, number) for number in (1, 2, 3)] == [
        ['of_the_cluster']
    ] * 3


def test_trust_that_was_there_stays(cloud, stack):
    trust(cloud, 1, 2)
    stack.create(cluster(['lab', 'lab2', 'lab3']))
    assert trusted(cloud) == ALL
    stack.delete()
    assert trusted(cloud) == PAIR
    assert [members(cloud, number) for number in (1, 2, 3)] == [None] * 3


def test_whoever_came_later_by_hand_stays_with_the_first(cloud, stack):
    stack.create(cluster())
    trust(cloud, 1, 3)
    stack.delete()
    assert trusted(cloud) == [[1, 3], [2], [1, 3]]


def test_devices_of_another_domain_are_refused(cloud, stack):
    trust(cloud, 2, 3)
    before = configs(cloud)
    stack.create(cluster(), expect='CREATE_FAILED')
    assert 'trusts other devices: bigip3.' in reason(stack)
    stack.delete()
    assert configs(cloud) == before


def test_one_sided_trust_needs_recreation(cloud, stack):
    stack.create(cluster())
    cloud.bigips[1].post(
        'cm/remove-from-trust',
        json={'command': 'run', 'name': 'Root', 'deviceName': 'bigip1'},
    )
    assert trusted(cloud) == [[1, 2], [2], [3]]
    stack.check(expect='CHECK_FAILED')
    stack.update(cluster())
    assert trusted(cloud) == PAIR
    assert members(cloud, 2) == ['bigip1', 'bigip2']
    stack.check()


def test_a_group_of_somebody_elses_is_left_alone(cloud, stack):
    for body in (
        {'name': 'pair', 'partition': 'Common'},
        {
            'name': 'pair',
            'partition': 'Common',
            'description': '[f5_heat {0}/cluster/{0}]'.format(
                '8b1f3c52-7a50-4b8e-9a0c-2d1b6f4e5a70'
            ),
        },
    ):
        cloud.bigips[1].post('cm/device-group', json=body)
        before = configs(cloud)
        stack.create(cluster(), expect='CREATE_FAILED')
        assert '/Common/pair exists on the BIG-IP and does not belong' in (
            reason(stack)
        )
        assert 'bigip2 has a device group of that name' in reason(stack)
        stack.delete()
        assert configs(cloud) == before
        cloud.bigips[1].delete(GROUP)


def test_a_group_of_a_device_that_joins_is_left_alone(cloud, stack):
    stack.create(cluster())
    for body in (
        {'name': 'pair', 'partition': 'Common', 'devices': ['bigip3']},
        {'name': 'pair', 'partition': 'Common'},
    ):
        cloud.bigips[2].post('cm/device-group', json=body)
        before = configs(cloud)
        stack.update(cluster(['lab', 'lab2', 'lab3']), expect='UPDATE_FAILED')
        assert 'bigip3 has a device group of that name' in reason(stack)
        assert configs(cloud) == before
        cloud.controls[2].reset()


def test_one_device_by_two_names_is_refused(cloud, stack):
    template = cluster([{'get_resource': 'one'}, {'get_resource': 'same'}])
    template['resources']['one'] = device(cloud, 1)
    template['resources']['same'] = device(cloud, 1)
    stack.create(template, expect='CREATE_FAILED')
    assert 'are one device, or two of the same name, bigip1' in reason(stack)
    assert writes(cloud) == []


MIXED = 'A device of heat.conf (lab) never trusts a device'


def mixed(cloud, own):
    """A cluster of a device of heat.conf, and of one of the author's."""
    template = cluster([{'get_resource': 'mine'}, own])
    template['resources'] |= {
        'mine': device(cloud, 2),
        'value': {
            'type': 'OS::Heat::Value',
            'properties': {'value': 'lab'},
        },
    }
    template['heat_template_version'] = '2021-04-16'
    template['parameters'] = {'own': {'type': 'string', 'default': 'lab'}}
    return template


@pytest.mark.parametrize('group_type', ['sync-failover', 'sync-only'])
@pytest.mark.parametrize('own', ['lab', {'get_param': 'own'}])
def test_no_device_of_heat_conf_trusts_one_of_a_template(
    cloud, make_stack, own, group_type
):
    template = mixed(cloud, own)
    properties = template['resources']['cluster']['properties']
    properties['device_group_type'] = group_type
    stack = make_stack()
    with pytest.raises(heat_exc.HTTPBadRequest) as refused:
        stack.create(template)
    assert 'resources.cluster.properties.devices' in str(refused.value)
    assert MIXED in str(refused.value)
    # Nor one that another stack of the project has brought along.
    owner = make_stack()
    owner.create(hot(mine=device(cloud, 2)))
    brought = owner.resource('mine').physical_resource_id
    with pytest.raises(heat_exc.HTTPBadRequest, match='never trusts'):
        stack.create(cluster([own if own == 'lab' else 'lab', brought]))
    assert writes(cloud) == []
    assert trusted(cloud) == ALONE


def test_whoever_hides_a_device_of_heat_conf_is_refused_in_the_action(
    cloud, stack
):
    template = mixed(cloud, {'get_attr': ['value', 'value']})
    stack.create(template, expect='CREATE_FAILED')
    assert MIXED in reason(stack)
    assert writes(cloud) == []
    # An update that lets a stranger join.
    template['resources']['cluster']['properties']['devices'] = ['lab', 'lab3']
    stack.update(template)
    assert trusted(cloud) == [[1, 3], [2], [1, 3]]
    writes(cloud)
    joined = mixed(cloud, {'get_attr': ['value', 'value']})
    joined['resources']['cluster']['properties']['devices'].append('lab3')
    with pytest.raises(heat_exc.HTTPBadRequest, match='never trusts'):
        stack.update(joined)
    joined['resources']['cluster']['properties']['devices'] = {
        'get_attr': ['several', 'value']
    }
    joined['resources']['several'] = {
        'type': 'OS::Heat::Value',
        'properties': {
            'type': 'comma_delimited_list',
            'value': [
                'lab',
                'lab3',
                {'get_resource': 'mine'},
            ],
        },
    }
    stack.update(joined, expect='UPDATE_FAILED')
    assert 'never trusts a device' in reason(stack)
    assert writes(cloud) == []


def forge(cloud, stack, **members):
    """Let Heat remember a cluster of members that it now refuses to make."""
    known = json.dumps(members)
    with (
        contextlib.closing(sqlite3.connect(cloud.lab.database)) as database,
        database,
    ):
        changed = database.execute(
            "update resource_data set value = ? where key = 'members' and "
            'resource_id = (select id from resource where name = ? and '
            'stack_id = ?)',
            (known, 'cluster', stack.id),
        )
        assert changed.rowcount == 1


def test_a_mixed_cluster_of_before_is_told_and_can_go(cloud, make_stack):
    stack, owner = make_stack(), make_stack()
    stack.create(cluster())
    owner.create(hot(mine=device(cloud, 2)))
    brought = owner.resource('mine').physical_resource_id
    forge(cloud, stack, **{'lab': 'bigip1', brought: 'bigip2'})
    writes(cloud)
    syncing = hot(
        sync={
            'type': 'F5::Cm::Sync',
            'properties': {'bigip_server': 'lab', 'device_group': 'pair'},
        }
    )
    late = make_stack()
    late.create(syncing, expect='CREATE_FAILED')
    assert MIXED in late.resource('sync').resource_status_reason
    assert writes(cloud) == []
    stack.delete()
    assert trusted(cloud) == ALONE


def test_a_device_that_is_not_there_is_named(cloud, stack):
    with silent(cloud, 2):
        stack.create(cluster(), expect='CREATE_FAILED')
        # It is the login where nobody has had one before.
        assert re.search(
            'devices: lab2 cannot be used: (GET /mgmt/tm/cm/device|'
            'POST /mgmt/shared/authn/login) was not answered',
            reason(stack),
        )
        cloud.controls[0].clear()
        stack.delete()
        assert cloud.controls[0].requests() == []


def test_a_partition_other_than_common_is_refused_late_too(cloud, stack):
    template = cluster(device_group_partition={'get_resource': 'tenant'})
    template['resources']['tenant'] = {
        'type': 'F5::Sys::Partition',
        'properties': {'name': 'tenant'},
    }
    stack.create(template, expect='CREATE_FAILED')
    assert 'device groups in the partition Common' in reason(stack)


def test_what_fails_half_way_is_retried(cloud, stack):
    """The device is in another failover group until somebody removes it."""
    cloud.bigip.post(
        'cm/device-group',
        json={'name': 'other', 'type': 'sync-failover', 'devices': ['bigip1']},
    )
    stack.create(cluster(), expect='CREATE_FAILED')
    assert 'is already in the sync-failover device group' in reason(stack)
    assert trusted(cloud) == PAIR
    other = 'cm/device-group/~Common~other'
    assert cloud.bigip.delete(other + '/devices/~Common~bigip1').ok
    assert cloud.bigip.delete(other).ok
    stack.update(cluster())
    assert members(cloud, 2) == ['bigip1', 'bigip2']
    stack.check()
    stack.delete()
    assert trusted(cloud) == ALONE


@pytest.mark.parametrize(
    'path', ['/add-to-trust$', '/device-group$', '/devices$', '/tm/cm$']
)
def test_what_fails_half_way_is_deleted(cloud, stack, path):
    before = trusted(cloud)
    with conftest.fault(
        cloud.control, '500-mcpd-lost', method='POST', path=path
    ):
        stack.create(cluster(), expect='CREATE_FAILED')
    assert 'The connection to mcpd has been lost' in reason(stack)
    stack.delete()
    assert trusted(cloud) == before
    assert members(cloud, 1) is members(cloud, 2) is None


@pytest.mark.parametrize(
    'path', ['/add-to-trust$', '/device-group$', '/devices$', '/tm/cm$']
)
def test_lost_answers_are_looked_after(cloud, stack, path):
    cloud.control.inject('drop-after', method='POST', path=path)
    stack.create(cluster())
    assert members(cloud, 2) == ['bigip1', 'bigip2']
    stack.check()


@pytest.mark.parametrize(
    'method, path',
    [
        ('DELETE', '/devices/'),
        ('DELETE', '/~Common~pair$'),
        ('POST', '/remove-from-trust$'),
    ],
)
def test_a_delete_that_fails_is_done_again(cloud, stack, method, path):
    stack.create(cluster())
    with conftest.fault(
        cloud.control, '500-mcpd-lost', method=method, path=path
    ):
        stack.delete(expect='DELETE_FAILED')
    stack.delete()
    assert trusted(cloud) == ALONE
    assert members(cloud, 1) is members(cloud, 2) is None


def test_a_delete_without_one_of_the_devices(cloud, stack):
    stack.create(cluster())
    with silent(cloud, 2):
        stack.delete(expect='DELETE_FAILED')
        assert 'bigip2 cannot be used' in reason(stack)
        assert 'What the other devices had of the cluster is taken down' in (
            reason(stack)
        )
        assert trusted_by(cloud, 1) == ['bigip1']
        assert members(cloud, 1) is None
    stack.delete()
    assert trusted(cloud) == ALONE
    assert members(cloud, 2) is None


def test_a_delete_that_heat_forgets_half_of(cloud, stack):
    trust(cloud, 1, 2)
    stack.create(cluster())
    database = sqlite3.connect(cloud.lab._directory / 'heat.db')
    with contextlib.closing(database):
        database.execute(
            'CREATE TRIGGER cut_off BEFORE DELETE ON resource_data WHEN '
            "OLD.key = 'synced' BEGIN SELECT RAISE(ABORT, 'cut off'); END"
        )
        database.commit()
        stack.delete(expect='DELETE_FAILED')
        database.execute('DROP TRIGGER cut_off')
        database.commit()
    stack.delete()
    assert trusted(cloud) == PAIR


def trusted_by(cloud, number):
    return [
        item['name']
        for item in cloud.bigips[number - 1].read('cm/device')['items']
    ]


def test_a_delete_of_what_is_gone(cloud, stack):
    stack.create(cluster())
    for control in cloud.controls:
        control.reset()
    stack.delete()
    assert writes(cloud) == []


def test_a_cluster_that_is_gone_is_made_again(cloud, stack):
    stack.create(cluster())
    for control in cloud.controls:
        control.reset()
    stack.check(expect='CHECK_FAILED')
    stack.update(cluster())
    assert trusted(cloud) == PAIR
    assert members(cloud, 2) == ['bigip1', 'bigip2']
    stack.check()


def test_members_are_checked_and_brought_back(cloud, stack):
    stack.create(cluster())
    assert cloud.bigip.delete(GROUP + '/devices/~Common~bigip2').ok
    trust(cloud, 1, 3)
    assert cloud.bigip.post(GROUP + '/devices', json={'name': 'bigip3'}).ok
    stack.check(expect='CHECK_FAILED')
    assert 'devices[bigip2]: expected' in reason(stack)
    assert 'devices[bigip3]: the device group has it, not expected' in (
        reason(stack)
    )
    stack.update(cluster())
    assert members(cloud) == ['bigip1', 'bigip2']
    stack.check()


def test_converge_brings_members_back(cloud, stack):
    stack.create(cluster())
    assert cloud.bigip.delete(GROUP + '/devices/~Common~bigip2').ok
    stack.update(cluster())
    assert members(cloud) == ['bigip1']
    stack.update(cluster(), converge=True)
    assert members(cloud) == ['bigip1', 'bigip2']


@pytest.mark.parametrize('meanwhile', ['Syncing', 'Disconnected'])
def test_the_first_sync_is_waited_for(cloud, stack, meanwhile):
    """Devices that have just met take a moment to be connected."""
    cloud.control.set_sync_polls(3, meanwhile)
    stack.create(cluster())
    asked = [
        request
        for request in cloud.control.requests()
        if request['path'] == '/mgmt/tm/cm/sync-status'
    ]
    assert len(asked) > 3


def test_a_sync_that_fails(cloud, stack):
    words = 'Load failed from /Common/bigip1'
    cloud.control.set_sync_status('pair', 'Sync Failure', words)
    stack.create(cluster(), expect='CREATE_FAILED')
    assert 'Sync Failure' in reason(stack)
    assert 'pair (Sync Failure): ' + words in reason(stack)
    cloud.control.set_sync_status('pair', '')
    stack.update(cluster())
    stack.check()


def test_devices_that_are_apart(cloud, stack):
    """The hint is at what a device needs to be synchronized."""
    trust(cloud, 1, 2)
    cloud.bigips[1].patch(
        'cm/device/~Common~bigip2', json={'configsyncIp': 'none'}
    )
    stack.create(cluster(), expect='CREATE_FAILED')
    assert 'Disconnected' in reason(stack)
    assert 'no address for it, configsyncIp: bigip2.' in reason(stack)


def test_a_password_is_shown_nowhere(cloud, stack):
    secret = 'Canary "7'
    user = 'auth/user/' + lab.USERNAME
    assert cloud.bigips[1].patch(user, json={'password': secret}).ok
    cloud.bigips[1].auth = (lab.USERNAME, secret)
    cloud.controls[1].expire_tokens()
    template = cluster([{'get_resource': 'one'}, {'get_resource': 'other'}])
    template['resources']['one'] = device(cloud, 1)
    template['resources']['other'] = device(cloud, 2, password=secret)
    with conftest.fault(
        cloud.control, '500-mcpd-lost', method='POST', path='/add-to-trust$'
    ):
        stack.create(template, expect='CREATE_FAILED')
    stack.update(template)
    assert trusted(cloud) == PAIR
    seen = [cloud.log_file.read_text(errors='replace')]
    for name in ('cluster', 'other'):
        seen.append(json.dumps(stack.resource(name).to_dict()))
    seen += [
        json.dumps(event.to_dict())
        for event in cloud.heat.events.list(stack.id)
    ]
    assert [text for text in seen if 'Canary' in text] == []


def test_suspend_resume_and_snapshot_write_nothing(cloud, stack):
    stack.create(cluster())
    writes(cloud)
    stack.suspend()
    stack.resume()
    cloud.heat.stacks.snapshot(stack.id)
    stack.wait('SNAPSHOT_COMPLETE')
    assert writes(cloud) == []


def test_a_group_that_is_only_looked_at(cloud, make_stack):
    owner, guest = make_stack(), make_stack()
    owner.create(cluster())
    template = cluster()
    template['heat_template_version'] = '2021-04-16'
    template['resources']['cluster']['external_id'] = '/Common/pair'
    writes(cloud)
    guest.create(template)
    found = cloud.heat.resources.get(
        guest.id, 'cluster', with_attr=['members']
    )
    assert found.attributes['members'] == ['bigip1', 'bigip2']
    guest.delete()
    assert writes(cloud) == []


def test_an_abandoned_cluster_is_adopted(cloud, make_stack):
    first, second, third = make_stack(), make_stack(), make_stack()
    first.create(cluster())
    conftest.adopt(
        second, first.heat.stacks.export(first.id), expect='ADOPT_FAILED'
    )
    assert 'belongs to the resource' in second.reasons()
    second.delete()
    assert members(cloud) and trusted(cloud) == PAIR
    conftest.adopt(third, conftest.abandon(first))
    third.check()
    third.delete()
    assert cloud.bigip.read(GROUP) is None and trusted(cloud) == ALONE


def test_devices_before_version_12(tmp_path):
    with labs.start(
        devices=2, tmos_version='11.6.5', log_file=tmp_path / 'heat.log'
    ) as running:
        cloud = conftest.Cloud(running)
        stack = conftest.Stack(cloud.heat)
        stack.create(cluster(), expect='CREATE_FAILED')
        assert (
            'A BIG-IP of version 11.6.5 cannot add a device to the trust '
            'domain through iControl REST; 12.0 is the first that can.'
        ) in reason(stack)
        stack.delete()
