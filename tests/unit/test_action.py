# SPDX-License-Identifier: Apache-2.0

"""What a save and a sync wait for, in the graph that Heat makes."""

SAVE, SYNC, CLUSTER = 'F5::Sys::Save', 'F5::Cm::Sync', 'F5::Cm::Cluster'
POOL = 'F5::LTM::Pool'


def on(kind, device=None, after=None, **properties):
    """The snippet of a resource on a device of the template."""
    if device is not None:
        properties['bigip_server'] = {'get_resource': device}
    if kind == SYNC:
        properties.setdefault('device_group', 'pair')
    made = {'type': kind, 'properties': properties}
    return {**made, 'depends_on': after} if after else made


def device():
    return {
        'type': 'F5::BigIP::Device',
        'properties': {
            'ip': '192.0.2.1',
            'username': 'admin',
            'password': 'x',
        },
    }


def test_a_save_waits_for_all_on_its_device(graph):
    found = graph(
        {
            'a': device(),
            'b': device(),
            'first': on(POOL, 'a'),
            'second': on(POOL, 'a', after='first'),
            'other': on(POOL, 'b'),
            'default': on(POOL),
            'save': on(SAVE, 'a'),
        }
    )
    # The first is done when the second is.
    assert found['save'] == {'a', 'second'}
    assert found['first'] == {'a'}


def test_the_default_device(graph):
    found = graph(
        {
            'a': device(),
            'pool': on(POOL),
            'other': on(POOL, 'a'),
            'save': on(SAVE),
            'sync': on(SYNC),
        }
    )
    assert found['save'] == {'pool'}
    assert found['sync'] == {'save'}


def test_what_depends_on_a_save_goes_after_it(graph):
    found = graph(
        {
            'a': device(),
            'save': on(SAVE, 'a', after='early'),
            'early': on(POOL, 'a'),
            'late': on(POOL, 'a', after='save'),
            'later': on(POOL, 'a', after='late'),
            'beside': on(POOL, 'a'),
        }
    )
    assert found['save'] == {'a', 'early', 'beside'}


def test_a_save_goes_before_the_sync_of_its_device(graph):
    found = graph(
        {
            'a': device(),
            'pool': on(POOL, 'a'),
            'sync': on(SYNC, 'a'),
            'save': on(SAVE, 'a'),
        }
    )
    assert found['sync'] == {'a', 'save'}
    assert found['save'] == {'a', 'pool'}


def test_unless_the_template_says_otherwise(graph):
    found = graph(
        {
            'a': device(),
            'sync': on(SYNC, 'a'),
            'save': on(SAVE, 'a', after='sync'),
        }
    )
    assert found['save'] == {'a', 'sync'}
    assert found['sync'] == {'a'}


def test_a_sync_from_the_group_goes_before_the_save(graph):
    found = graph(
        {
            'a': device(),
            'save': on(SAVE, 'a'),
            'sync': on(SYNC, 'a', direction='from-group'),
        }
    )
    assert found['save'] == {'a', 'sync'}


def test_the_old_scenario(graph):
    members = [{'get_resource': name} for name in 'ab']
    found = graph(
        {
            'a': device(),
            'b': device(),
            'cluster': {
                'type': CLUSTER,
                'depends_on': ['a', 'b'],
                'properties': {
                    'device_group_name': 'pair',
                    'devices': members,
                },
            },
            'save_a': on(SAVE, 'a', after='cluster'),
            'save_b': on(SAVE, 'b', after='cluster'),
            'sync': on(SYNC, 'a', after='cluster'),
        }
    )
    assert found['save_a'] == {'a', 'cluster'}
    assert found['sync'] == {'a', 'cluster', 'save_a'}
    # What the sync brings to the other device is saved there.
    assert found['save_b'] == {'b', 'cluster', 'sync'}


def test_two_devices_that_sync_each_way(graph):
    """The circle in which each waits for the other is not closed."""
    found = graph(
        {
            'a': device(),
            'b': device(),
            'save_a': on(SAVE, 'a'),
            'save_b': on(SAVE, 'b'),
            'sync_a': on(SYNC, 'a'),
            'sync_b': on(SYNC, 'b'),
        }
    )
    assert found['save_a'] == {'a', 'sync_b'}
    assert found['save_b'] == {'b', 'sync_a'}


def test_circles_through_other_resources(graph):
    found = graph(
        {
            'a': device(),
            'save': on(SAVE, 'a'),
            'sync': on(SYNC, 'a'),
            'pool': on(POOL, 'a', after='sync'),
        }
    )
    assert found['save'] == {'a', 'pool'}
    assert found['sync'] == {'a'}


def test_a_cluster_is_on_all_its_devices(graph):
    found = graph(
        {
            'a': device(),
            'b': device(),
            'save': on(SAVE, 'b'),
            'cluster': {
                'type': CLUSTER,
                'properties': {
                    'device_group_name': 'pair',
                    'devices': [{'get_resource': 'a'}, {'get_resource': 'b'}],
                },
            },
        }
    )
    assert found['save'] == {'b', 'cluster'}


def test_nested_stacks_that_get_the_device(graph):
    def group(**properties):
        return {
            'type': 'OS::Heat::ResourceGroup',
            'properties': {
                'count': 2,
                'resource_def': {'type': POOL, 'properties': properties},
            },
        }

    found = graph(
        {
            'a': device(),
            'b': device(),
            'save': on(SAVE, 'a'),
            'with': group(bigip_server={'get_resource': 'a'}),
            'other': group(bigip_server={'get_resource': 'b'}),
            'without': group(),
        }
    )
    assert found['save'] == {'a', 'with'}


def test_properties_of_the_wrong_type_are_no_matter_of_the_graph(graph):
    found = graph(
        {
            'a': device(),
            'wrong': on(POOL, bigip_server={'not': 'a text'}),
            'broken': {'type': CLUSTER, 'properties': {'devices': 7}},
            'nothing': {'type': CLUSTER},
            'save': on(SAVE, 'a'),
        }
    )
    assert found['save'] == {'a'}
