# SPDX-License-Identifier: Apache-2.0

"""F5::Sys::Partition: folders, and what lies in them."""

import pytest
from heatclient import exc as heat_exc


def template(**partitions):
    return {
        'heat_template_version': '2021-04-16',
        'resources': {
            name: {'type': 'F5::Sys::Partition', 'properties': properties}
            for name, properties in partitions.items()
        },
    }


def test_folders_in_a_partition(cloud, stack):
    name = stack.name.replace('-', '_')
    made = template(
        top={'name': name},
        folder={'name': 'web', 'subpath': name},
        below={'name': 'blue', 'subpath': name + '/web'},
    )
    made['resources']['folder']['depends_on'] = 'top'
    made['resources']['below']['depends_on'] = 'folder'
    made['resources']['pool'] = {
        'type': 'F5::LTM::Pool',
        'properties': {
            'name': 'servers',
            'partition': {'get_resource': 'below'},
        },
    }
    stack.create(made)
    assert stack.resource('top').physical_resource_id == name
    assert stack.resource('below').physical_resource_id == (
        '/%s/web/blue' % name
    )
    pool = cloud.bigip.read('ltm/pool/~%s~web~blue~servers' % name)
    assert (pool['partition'], pool['subPath']) == (name, 'web/blue')
    stack.check()

    made['resources']['folder']['properties']['description'] = 'one'
    stack.update(made)
    assert cloud.bigip.read('sys/folder/~%s~web' % name)[
        'description'
    ].startswith('one')
    stack.delete()
    assert cloud.bigip.read('auth/partition/' + name) is None
    assert cloud.bigip.read('sys/folder/~' + name) is None


def test_common_is_neither_made_nor_deleted(cloud, stack):
    before = cloud.bigip.read('auth/partition/Common')
    cloud.control.clear()
    stack.create(template(common={'name': 'Common'}))
    assert stack.resource('common').physical_resource_id == 'Common'
    stack.check()
    for name, value in ('description', 'x'), ('route_domain', 0):
        with pytest.raises(
            heat_exc.HTTPBadRequest,
            match=(
                'common.properties.%s: The partition Common is there' % name
            ),
        ):
            stack.update(template(common={'name': 'Common', name: value}))
    stack.delete()
    assert {
        request['method']
        for request in cloud.control.requests()
        if not request['login']
    } <= {'GET'}
    assert cloud.bigip.read('auth/partition/Common') == before


def test_a_change_of_common_that_is_known_late(cloud, stack):
    before = cloud.bigip.read('auth/partition/Common')
    stack.create(
        template(
            other={'name': stack.name.replace('-', '_')},
            common={
                'name': 'Common',
                'description': {'get_attr': ['other', 'full_path']},
            },
        ),
        expect='CREATE_FAILED',
    )
    assert 'changes nothing of it. Leave out description' in stack.reasons()
    stack.delete()
    assert cloud.bigip.read('auth/partition/Common') == before


def test_folder_in_a_folder_that_is_not_there(stack):
    stack.create(
        template(folder={'name': 'web', 'subpath': 'nowhere'}),
        expect='CREATE_FAILED',
    )
    assert 'folder' in stack.resource('folder').resource_status_reason
    stack.delete()


def test_partition_that_is_not_empty_stays(cloud, stack):
    name = stack.name.replace('-', '_')
    stack.create(template(top={'name': name}))
    pool = {'name': 'others', 'partition': name}
    assert cloud.bigip.post('ltm/pool', json=pool).status_code == 200
    cloud.heat.stacks.delete(stack.id)
    # Heat tries again while the partition is in use.
    assert cloud.bigip.delete('ltm/pool/~%s~others' % name).status_code == 200
    stack.wait('DELETE_COMPLETE')
    assert cloud.bigip.read('auth/partition/' + name) is None
