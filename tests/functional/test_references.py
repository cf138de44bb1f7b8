# SPDX-License-Identifier: Apache-2.0

"""Every way in which a template names a device, a partition, an object."""

import uuid

import pytest
from heatclient import exc as heat_exc

from tests.functional import conftest

MEMBER = """
heat_template_version: 2021-04-16
parameters:
  device: {type: string}
  pool: {type: string}
  ratio: {type: number}
resources:
  digits:
    type: OS::Heat::RandomString
    properties: {length: 4, character_classes: [{class: digits}]}
  member:
    type: F5::LTM::PoolMember
    properties:
      bigip_server: {get_param: device}
      pool: {get_param: pool}
      address: 10.0.0.1
      port: {list_join: ['', ['1', {get_attr: [digits, value]}]]}
      ratio: {get_param: ratio}
"""

POOLS = """
heat_template_version: 2021-04-16
parameters:
  device: {type: string}
  description: {type: string}
resources:
  pool:
    type: F5::LTM::Pool
    properties:
      bigip_server: {get_param: device}
      description: {get_param: description}
outputs:
  OS::stack_id: {value: {get_resource: pool}}
"""


@pytest.fixture
def partition(cloud):
    """A partition that is there for a test, made by somebody else."""
    name = 'p' + uuid.uuid4().hex[:8]
    assert cloud.bigip.post('auth/partition', json={'name': name}).ok
    yield name
    assert cloud.bigip.delete('auth/partition/' + name).ok


@pytest.fixture
def user(cloud):
    """A user on the second device."""
    name = 'u' + uuid.uuid4().hex[:8]
    bigip = cloud.bigips[1]
    assert bigip.post(
        'auth/user',
        json={
            'name': name,
            'password': 'first',
            'partitionAccess': [{'name': 'all-partitions', 'role': 'admin'}],
        },
    ).ok
    yield name
    assert bigip.delete('auth/user/' + name).ok


def device(cloud, number=1, **properties):
    """A Device resource for a BIG-IP of the lab."""
    simulated = cloud.lab.devices[number]
    with open(simulated.ca_file) as file:
        certificate = file.read()
    return {
        'type': 'F5::BigIP::Device',
        'properties': {
            'ip': simulated.address,
            'username': 'admin',
            'password': 'admin',
            'ca_cert': certificate,
            **properties,
        },
    }


def pool(**properties):
    return {'type': 'F5::LTM::Pool', 'properties': properties}


def template(resources, **rest):
    return {
        'heat_template_version': '2021-04-16',
        'resources': resources,
        **rest,
    }


def path(resource_id, collection='ltm/pool'):
    return '%s/%s' % (collection, resource_id.replace('/', '~'))


def left(cloud, text):
    """What is on any device with a text in its path."""
    return [
        found
        for control in cloud.controls
        for objects in control.config().values()
        for found in objects
        if text in found
    ]


def test_devices_of_the_configuration_and_of_the_stack(cloud, stack):
    def resources(description):
        pools = {
            'default': pool(description=description),
            'by_name': pool(description=description, bigip_server='lab2'),
            'by_resource': pool(
                description=description,
                bigip_server={'get_resource': 'device'},
            ),
        }
        for snippet in pools.values():
            snippet['depends_on'] = 'device'
        return {
            'device': device(cloud),
            **pools,
            'sink': {'type': 'OS::Heat::None', 'depends_on': list(pools)},
        }

    bigips = {
        'default': cloud.bigips[0],
        'by_name': cloud.bigips[1],
        'by_resource': cloud.bigips[1],
    }

    def descriptions():
        return {
            name: bigip.read(path(stack.resource(name).physical_resource_id))[
                'description'
            ]
            for name, bigip in bigips.items()
        }

    stack.create(template(resources('one')))
    assert all('one' in text for text in descriptions().values())
    assert len(left(cloud, stack.name)) == 3
    stack.update(template(resources('two')))
    assert all('two' in text for text in descriptions().values())
    stack.check()
    cloud.bigips[1].patch(
        path(stack.resource('by_resource').physical_resource_id),
        json={'description': 'three'},
    )
    stack.check(expect='CHECK_FAILED')
    assert 'description: expected two, the device has three' in (
        stack.resource('by_resource').resource_status_reason
    )
    stack.delete()
    assert left(cloud, stack.name) == []


def test_the_default_device_may_be_named(cloud, stack):
    """It is the same device, so nothing happens to the object."""
    named = {'lab': {'bigip_server': 'lab'}, 'default': {}}

    def made(which):
        return template({'pool': pool(name=stack.name, **named[which])})

    stack.create(made('default'))
    cloud.control.clear()
    stack.update(made('lab'))
    stack.update(made('default'))
    assert cloud.control.requests() == []


def test_an_object_moves_to_another_device(cloud, stack):
    for number, server in enumerate(('lab', 'lab2')):
        act = stack.update if number else stack.create
        act(template({'pool': pool(name=stack.name, bigip_server=server)}))
        assert [
            bool(bigip.read(path('/Common/' + stack.name)))
            for bigip in cloud.bigips
        ] == [number == 0, number == 1]
    stack.delete()
    assert left(cloud, stack.name) == []


def test_nested_stacks_and_groups(cloud, stack):
    def parent(size, description, ratio):
        server = {'get_resource': 'device'}
        return template(
            {
                'device': device(cloud),
                'pool': pool(bigip_server=server),
                'child': {
                    'type': 'pools.yaml',
                    'depends_on': 'pool',
                    'properties': {
                        'device': server,
                        'description': description,
                    },
                },
                'group': {
                    'type': 'OS::Heat::ResourceGroup',
                    'depends_on': 'pool',
                    'properties': {
                        'count': size,
                        'resource_def': pool(
                            bigip_server=server, description=description
                        ),
                    },
                },
                'scaling': {
                    'type': 'OS::Heat::AutoScalingGroup',
                    'properties': {
                        'min_size': 0,
                        'max_size': 3,
                        'desired_capacity': size,
                        'resource': {
                            'type': 'member.yaml',
                            'properties': {
                                'device': server,
                                'pool': {'get_resource': 'pool'},
                                'ratio': ratio,
                            },
                        },
                    },
                },
                'sink': {
                    'type': 'OS::Heat::None',
                    'depends_on': ['child', 'group', 'scaling'],
                },
            },
            outputs={'child': {'value': {'get_resource': 'child'}}},
        )

    files = {'pools.yaml': POOLS, 'member.yaml': MEMBER}
    bigip = cloud.bigips[1]

    def members():
        return bigip.read(
            path(stack.resource('pool').physical_resource_id) + '/members'
        ).get('items', [])

    def pools():
        return [
            found
            for found in left(cloud, stack.name)
            if '/members/' not in found
        ]

    stack.create(parent(1, 'one', 2), files=files)
    child = stack.output('child')
    assert 'one' in bigip.read(path(child))['description']
    assert [member['ratio'] for member in members()] == [2]
    assert len(pools()) == 3

    stack.update(parent(2, 'two', 3), files=files)
    assert stack.output('child') == child
    assert 'two' in bigip.read(path(child))['description']
    assert [member['ratio'] for member in members()] == [3, 3]
    assert len(pools()) == 4
    stack.check()

    stack.update(parent(1, 'two', 3), files=files)
    assert len(members()) == 1
    assert len(pools()) == 3

    stack.delete()
    assert left(cloud, stack.name) == []
    assert bigip.read('ltm/node/~Common~10.0.0.1') is None


def test_password_of_a_device_changes(cloud, user, make_stack):
    """Those who use the Device go on, in its own stack and in another."""
    owner, guest = make_stack(), make_stack()

    def resources(password, description):
        return template(
            {
                'device': device(cloud, username=user, password=password),
                'pool': pool(
                    bigip_server={'get_resource': 'device'},
                    description=description,
                ),
            }
        )

    owner.create(resources('first', 'one'))
    reference = owner.resource('device').physical_resource_id

    def guests(description):
        return template(
            {'pool': pool(bigip_server=reference, description=description)}
        )

    guest.create(guests('one'))
    bigip = cloud.bigips[1]
    assert bigip.patch('auth/user/' + user, json={'password': 'second'}).ok
    owner.update(resources('second', 'two'))
    assert owner.resource('device').physical_resource_id == reference
    guest.update(guests('two'))
    for stack in owner, guest:
        assert (
            'two'
            in bigip.read(path(stack.resource('pool').physical_resource_id))[
                'description'
            ]
        )
    guest.delete()
    owner.delete()
    assert left(cloud, owner.name) + left(cloud, guest.name) == []


def test_a_device_belongs_to_its_project(cloud, make_stack):
    owner = make_stack()
    owner.create(template({'device': device(cloud)}))
    reference = owner.resource('device').physical_resource_id
    stranger = conftest.Stack(cloud.lab.heat(project='other'))
    with pytest.raises(heat_exc.HTTPBadRequest) as refused:
        stranger.create(template({'pool': pool(bigip_server=reference)}))
    assert (
        'pool.properties.bigip_server: %s is neither an F5::BigIP::Device of '
        'this project nor a device in heat.conf'
        % reference
        in str(refused.value)
    )
    assert left(cloud, stranger.name) == []


@pytest.mark.parametrize(
    'wrong, reason',
    [
        (lambda cloud: {'password': 'wrong'}, 'Authentication failed'),
        # The certificate is that of the other BIG-IP.
        (
            lambda cloud: {
                'ca_cert': device(cloud, 0)['properties']['ca_cert']
            },
            'certificate is not trusted',
        ),
    ],
    ids=['password', 'certificate'],
)
def test_a_failed_device_is_named_and_deleted(cloud, stack, wrong, reason):
    bad = device(cloud)
    bad['properties'].update(wrong(cloud))
    stack.create(
        template(
            {
                'device': bad,
                'pool': pool(bigip_server={'get_resource': 'device'}),
            }
        ),
        expect='CREATE_FAILED',
    )
    assert reason in stack.resource('device').resource_status_reason
    stack.delete()


def test_partitions_and_folders(cloud, partition, stack):
    own = stack.name.replace('-', '_')
    folder = {'get_resource': 'folder'}
    resources = {
        'partition': {
            'type': 'F5::Sys::Partition',
            'properties': {'name': own},
        },
        'folder': {
            'type': 'F5::Sys::Partition',
            'properties': {
                'name': 'shop',
                'subpath': {
                    'list_join': ['', ['/', {'get_resource': 'partition'}]]
                },
            },
        },
        # A device deletes a partition only when no node is left in it.
        'by_resource': pool(
            name='a',
            partition={'get_resource': 'partition'},
            members=[{'member_ip': '10.6.0.1', 'member_port': 80}],
        ),
        'by_name': pool(name='b', partition=partition),
        'by_path': pool(name='c', partition='/' + partition),
        'in_folder': pool(name='d', partition=folder),
        'full_path': pool(name='/%s/shop/e' % own),
    }
    for name, snippet in resources.items():
        if name not in ('partition', 'folder'):
            snippet['depends_on'] = 'folder'
    resources['sink'] = {
        'type': 'OS::Heat::None',
        'depends_on': list(resources),
    }
    expected = {
        'partition': own,
        'folder': '/%s/shop' % own,
        'by_resource': '/%s/a' % own,
        'by_name': '/%s/b' % partition,
        'by_path': '/%s/c' % partition,
        'in_folder': '/%s/shop/d' % own,
        'full_path': '/%s/shop/e' % own,
    }

    stack.create(template(resources))
    for name, expected_id in expected.items():
        assert stack.resource(name).physical_resource_id == expected_id
        if name not in ('partition', 'folder'):
            assert cloud.bigip.read(path(expected_id))['fullPath'] == (
                expected_id
            )
            resources[name]['properties']['description'] = 'two'
    assert cloud.bigip.read('ltm/node/~%s~10.6.0.1' % own)
    stack.update(template(resources))
    assert (
        'two' in cloud.bigip.read(path(expected['in_folder']))['description']
    )
    stack.check()
    stack.delete()
    assert left(cloud, own) == []
    for name in 'by_name', 'by_path':
        assert cloud.bigip.read(path(expected[name])) is None


def test_names_of_objects(cloud, partition, stack):
    """A bare name is looked up in the own partition, then in Common."""
    own = {'partition': partition}
    monitor = {
        'type': 'F5::LTM::Monitor::HTTP',
        'properties': {'name': 'tcp', **own},
    }
    resources = {
        'root': {'type': 'OS::Heat::None'},
        'alive': {**monitor, 'depends_on': 'root'},
        'web': {
            'type': 'F5::LTM::Profile::HTTP',
            'depends_on': 'root',
            'properties': {'name': 'web', **own},
        },
        'bare': {
            **pool(name='bare', monitors=['tcp', 'http'], **own),
            'depends_on': 'alive',
        },
        'paths': {
            **pool(
                name='paths',
                monitors=['/Common/tcp', {'get_resource': 'alive'}],
                **own,
            ),
            'depends_on': 'root',
        },
        'site': {
            'type': 'F5::LTM::VirtualServer',
            'depends_on': ['bare', 'paths', 'web'],
            'properties': {
                'name': 'site',
                'ip': '192.0.2.40',
                'port': 80,
                **own,
                'ip_protocol': 'tcp',
                'default_pool': 'bare',
                'profiles': ['tcp', 'web'],
                'persistence_profile': 'cookie',
            },
        },
    }
    stack.create(template(resources))

    def monitors(name):
        return set(
            cloud.bigip.read('ltm/pool/~%s~%s' % (partition, name))['monitor']
            .strip()
            .split(' and ')
        )

    tcp = '/%s/tcp' % partition
    assert monitors('bare') == {tcp, '/Common/http'}
    assert monitors('paths') == {tcp, '/Common/tcp'}
    site = cloud.bigip.read(
        'ltm/virtual/~%s~site?expandSubcollections=true' % partition
    )
    assert site['pool'] == '/%s/bare' % partition
    assert {
        item['fullPath'] for item in site['profilesReference']['items']
    } == {'/Common/tcp', '/%s/web' % partition}
    assert [(item['partition'], item['name']) for item in site['persist']] == [
        ('Common', 'cookie')
    ]
    stack.check()

    resources['site']['properties']['default_pool'] = {'get_resource': 'paths'}
    resources['bare']['properties']['monitors'] = ['http']
    stack.update(template(resources))
    assert cloud.bigip.read('ltm/virtual/~%s~site' % partition)['pool'] == (
        '/%s/paths' % partition
    )
    assert monitors('bare') == {'/Common/http'}
    cloud.control.clear()
    stack.delete()
    order = [
        request['path'].rpartition('~')[2]
        for request in cloud.control.requests()
        if request['method'] == 'DELETE'
    ]
    assert sorted(order) == ['bare', 'paths', 'site', 'tcp', 'web']
    assert order[0] == 'site'
    assert order.index('tcp') > order.index('bare')
    assert order.index('tcp') > order.index('paths')


def test_addresses_and_blanks(cloud, stack):
    """IPv6, route domains and names with blanks, all their life long."""
    assert cloud.bigip.post(
        'net/route-domain', json={'name': 'rd7', 'id': 7}
    ).ok
    tag = stack.name
    resources = {
        'root': {'type': 'OS::Heat::None'},
        'six': {
            **pool(
                name=tag + '-six',
                members=[
                    {'member_ip': '2001:db8::5', 'member_port': 80},
                    {'member_ip': '2001:DB8:0::6', 'member_port': 'any'},
                ],
            ),
            'depends_on': 'root',
        },
        'domain': {
            **pool(
                name=tag + '-domain',
                members=[{'member_ip': '10.7.0.1%7', 'member_port': 80}],
            ),
            'depends_on': 'root',
        },
        'blank': {**pool(name=tag + ' with blanks'), 'depends_on': 'root'},
        'node': {
            'type': 'F5::LTM::Node',
            'depends_on': 'root',
            'properties': {'name': tag + ' node', 'address': '10.7.0.9%7'},
        },
        'member': {
            'type': 'F5::LTM::PoolMember',
            'properties': {
                'pool': {'get_resource': 'blank'},
                'port': 8080,
                'node': tag + ' node',
            },
            'depends_on': 'node',
        },
        'site6': {
            'type': 'F5::LTM::VirtualServer',
            'properties': {
                'ip': '2001:db8::40',
                'port': 80,
                'name': tag + ' site6',
                'default_pool': {'get_resource': 'six'},
            },
        },
        'site7': {
            'type': 'F5::LTM::VirtualServer',
            'properties': {
                'ip': '192.0.2.41%7',
                'port': 80,
                'default_pool': {'get_resource': 'domain'},
            },
        },
    }
    resources['sink'] = {
        'type': 'OS::Heat::None',
        'depends_on': ['site6', 'site7', 'member'],
    }
    stack.create(template(resources))
    stack.check()

    def members(name):
        return {
            item['name']
            for item in cloud.bigip.read(
                path(stack.resource(name).physical_resource_id) + '/members'
            )['items']
        }

    assert members('six') == {'2001:db8::5.80', '2001:db8::6.0'}
    assert members('domain') == {'10.7.0.1%7:80'}
    assert members('blank') == {tag + ' node:8080'}
    assert (
        cloud.bigip.read(
            path(stack.resource('site6').physical_resource_id, 'ltm/virtual')
        )['destination']
        == '/Common/2001:db8::40.80'
    )
    assert (
        cloud.bigip.read(
            path(stack.resource('site7').physical_resource_id, 'ltm/virtual')
        )['destination']
        == '/Common/192.0.2.41%7:80'
    )

    for name in 'six', 'domain', 'blank', 'node', 'member', 'site6', 'site7':
        resources[name]['properties']['description'] = 'two'
    resources['six']['properties']['members'][0]['ratio'] = 3
    stack.update(template(resources))
    stack.check()
    stack.delete()
    assert left(cloud, tag) == []
    assert cloud.bigip.delete('net/route-domain/~Common~rd7').ok
