# SPDX-License-Identifier: Apache-2.0

"""A whole cloud: Keystone, two engines of two workers each, and both APIs."""

import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import uuid

import pytest
import requests
import yaml
from heatclient import exc as heat_exc
from heatclient.common import template_utils
from keystoneauth1 import exceptions as keystone_exc

from f5_heat.lab import lab
from tests.deployment import cloud as clouds
from tests.deployment import conftest as servers
from tests.deployment import device
from tests.deployment import keystone
from tests.deployment import services
from tests.functional import conftest

EXAMPLES = pathlib.Path(__file__).parents[2] / 'examples'
TIMEOUT = 600


# The engines of other tests must have no part in these stacks.


@pytest.fixture(scope='module')
def database():
    yield from servers.present(services.Database())


@pytest.fixture(scope='module')
def database_of_keystone():
    yield from servers.present(services.Database())


@pytest.fixture(scope='module')
def bus():
    yield from servers.present(services.Bus())


@pytest.fixture(scope='module')
def cloud(tmp_path_factory, database, database_of_keystone, bus):
    def directory(name):
        return tmp_path_factory.mktemp(name)

    with (
        keystone.Keystone(
            directory('keystone'), database_of_keystone
        ) as identity,
        device.Device(directory('device')) as bigip,
        clouds.Cloud(
            directory('heat'), database, bus, identity, bigip
        ) as made,
    ):
        yield made


@pytest.fixture(autouse=True)
def engines(cloud):
    """Both engines, whatever an earlier test has done to them."""
    cloud.start_engines()


@pytest.fixture
def control(cloud):
    """The control interface of the device; a test leaves nothing on it."""
    control = cloud.device.control
    before = objects(control)
    control.clear()
    yield control
    assert objects(control) == before


@pytest.fixture
def create(cloud, control):
    """Begins a stack of a user at each call; they are deleted at the end."""
    made = []

    def create(template, user='demo', project='demo', **kwargs):
        heat = cloud.heat(user, project)
        stack = heat.stacks.create(
            stack_name=name(), template=template, **kwargs
        )['stack']['id']
        made.append((heat, stack))
        return stack

    yield create
    # A test that failed may have left requests with the device.
    control.mend()
    control.release()
    for heat, stack in reversed(made):
        try:
            heat.stacks.delete(stack)
        except heat_exc.HTTPNotFound:
            continue
        cloud.wait([stack], 'DELETE_COMPLETE', TIMEOUT)


def name():
    return 'test-' + uuid.uuid4().hex[:12]


def objects(control):
    return {
        (collection, path)
        for collection, held in control.config().items()
        for path in held
    }


def template(resources, **outputs):
    return {
        'heat_template_version': '2021-04-16',
        'resources': resources,
        'outputs': {key: {'value': value} for key, value in outputs.items()},
    }


def resource(type_name, **properties):
    return {'type': 'F5::' + type_name, 'properties': properties}


def get(of):
    return {'get_resource': of}


def applications(partition, network, count, members, ramp=11):
    """The resources of so many applications in a partition of their own.

    All of their members are in a network, such as 10.1.
    """
    resources = {
        'partition': resource('Sys::Partition', name=partition),
        'save': resource('Sys::Save'),
    }
    for number in range(count):
        pool, server = 'pool%d' % number, 'server%d' % number
        resources[pool] = resource(
            'LTM::Pool',
            name=pool,
            partition=get('partition'),
            slow_ramp_time=ramp,
        )
        for member in range(members):
            resources['member%d_%d' % (number, member)] = resource(
                'LTM::PoolMember',
                pool=get(pool),
                address='%s.%d.%d' % (network, number, member + 1),
                port=80,
            )
        resources[server] = resource(
            'LTM::VirtualServer',
            name=server,
            partition=get('partition'),
            ip='%s.255.%d' % (network, number + 1),
            port=80,
            default_pool=get(pool),
        )
    return resources


def asked(control):
    """How often each method was used on each collection."""
    return collections.Counter(
        (
            one['method'],
            re.sub('(/~[^/]*|(?<=/auth/partition)/.*)', '', one['path']),
        )
        for one in control.requests()
        if not one['path'].startswith('/mgmt/shared/auth')
    )


def began(cloud, stack):
    """The names of the resources whose create each process has begun."""
    found = collections.defaultdict(set)
    line = re.compile(
        r'^\S+ \S+ (\d+) INFO heat\.engine\.resource .* creating \w+ '
        r'"(\w+)" Stack "\S+" \[%s\]' % stack,
        re.MULTILINE,
    )
    for process, made in line.findall(
        (cloud.directory / 'engine.log').read_text()
    ):
        found[int(process)].add(made)
    return found


def test_two_hundred_resources(cloud, control, create):
    resources = applications('many', '10.1', count=33, members=4)
    assert len(resources) == 200
    stack = create(template(resources))
    cloud.wait([stack], 'CREATE_COMPLETE', TIMEOUT)
    assert asked(control) == {
        ('POST', '/mgmt/tm/auth/partition'): 1,
        ('POST', '/mgmt/tm/ltm/pool'): 33,
        ('POST', '/mgmt/tm/ltm/pool/members'): 132,
        ('POST', '/mgmt/tm/ltm/virtual'): 33,
        ('POST', '/mgmt/tm/sys/config'): 1,
    }
    workers = began(cloud, stack)
    assert len(workers) == clouds.ENGINES * clouds.WORKERS
    assert {os.getpgid(worker) for worker in workers} == set(cloud.engines())
    # None where an earlier stack has had them log in.
    assert control.counts()['logins'] <= len(workers)

    control.clear()
    cloud.heat().stacks.delete(stack)
    cloud.wait([stack], 'DELETE_COMPLETE', TIMEOUT)
    assert asked(control) == {
        ('DELETE', '/mgmt/tm/auth/partition'): 1,
        # What came with a member goes with it, unless it is of others.
        ('GET', '/mgmt/tm/ltm/node'): 132,
        ('DELETE', '/mgmt/tm/ltm/node'): 132,
        ('DELETE', '/mgmt/tm/ltm/pool'): 33,
        ('DELETE', '/mgmt/tm/ltm/pool/members'): 132,
        ('DELETE', '/mgmt/tm/ltm/virtual'): 33,
    }


def test_one_of_the_engines_is_killed(cloud, control, create):
    # The device keeps what comes after some requests, so that the engines
    # are in the middle of both stacks.
    control.inject(
        fault='hold-before', method='POST', path='/ltm/', times=1000, skip=8
    )
    updated, deleted = (
        create(template(applications(partition, network, count=8, members=2)))
        for partition, network in (('updated', '10.1'), ('deleted', '10.2'))
    )
    control.wait_held(count=clouds.ENGINES * clouds.WORKERS)
    under_way = collections.Counter()
    for stack in (updated, deleted):
        complete = {
            row[0]
            for row in cloud.database.select(
                'SELECT name FROM resource WHERE stack_id = %s AND '
                "status = 'COMPLETE'",
                stack,
            )
        }
        for process, names in began(cloud, stack).items():
            under_way[os.getpgid(process)] += len(names - complete)
    (victim, count), *_ = under_way.most_common()
    assert victim in cloud.engines()
    assert count > 0
    cloud.kill_engine(victim)
    control.mend()
    control.release()

    heat = cloud.heat()
    heat.stacks.update(
        updated,
        template=template(
            applications('updated', '10.1', count=8, members=1, ramp=12)
        ),
    )
    heat.stacks.delete(deleted)
    cloud.wait([updated], 'UPDATE_COMPLETE', TIMEOUT)
    cloud.wait([deleted], 'DELETE_COMPLETE', TIMEOUT)
    held = control.config()
    numbers = range(8)
    assert 'deleted' not in ' '.join(path for _, path in objects(control))
    pools = {
        path: body['slowRampTime'] for path, body in held['ltm/pool'].items()
    }
    assert pools == {'/updated/pool%d' % number: 12 for number in numbers}
    assert {
        path: body['pool'] for path, body in held['ltm/virtual'].items()
    } == {
        '/updated/server%d' % number: '/updated/pool%d' % number
        for number in numbers
    }
    assert sorted(held['ltm/node']) == [
        '/updated/10.1.%d.1' % number for number in numbers
    ]


def test_the_command_of_a_user(cloud, control, tmp_path):
    file = tmp_path / 'web.yaml'
    environ = {**os.environ, **cloud.keystone.environ('demo', 'demo')}

    def openstack(*arguments):
        done = subprocess.run(
            [
                pathlib.Path(sys.executable).with_name('openstack'),
                'stack',
                *arguments,
            ],
            env=environ,
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout + done.stderr

    stack = name()
    file.write_text(
        yaml.safe_dump(
            template(
                {
                    'pool': resource('LTM::Pool', name='web'),
                    'member': resource(
                        'LTM::PoolMember',
                        pool=get('pool'),
                        address='10.0.0.1',
                        port=80,
                    ),
                }
            )
        )
    )
    code, output = openstack('create', '--wait', '-t', str(file), stack)
    assert code == 0, output
    assert re.search(r'\[%s\.pool\]: CREATE_COMPLETE  ' % stack, output)
    assert re.search(r'stack_status +\| CREATE_COMPLETE', output)
    code, output = openstack('event', 'list', '--nested-depth', '1', stack)
    assert code == 0, output
    assert re.findall(r'\[%s\.(\w+)\]: (\w+)' % stack, output) == [
        ('pool', 'CREATE_IN_PROGRESS'),
        ('pool', 'CREATE_COMPLETE'),
        ('member', 'CREATE_IN_PROGRESS'),
        ('member', 'CREATE_COMPLETE'),
    ]
    code, output = openstack('delete', '--yes', '--wait', stack)
    assert code == 0, output
    assert control.config().get('ltm/pool', {}) == {}


def test_cloud_formation(cloud, control):
    cloud_formation = cloud.cloud_formation()
    stack = name()

    def act(action, **parameters):
        answer = cloud_formation(action, StackName=stack, **parameters)
        assert answer.ok, answer.text
        return answer.json()[action + 'Response'].get(action + 'Result')

    def begun(action, **parameters):
        return act(action, **parameters)['StackId'].rpartition('/')[2]

    def body(ratio):
        return json.dumps(
            {
                'AWSTemplateFormatVersion': '2010-09-09',
                'Parameters': {'Port': {'Type': 'Number'}},
                'Resources': {
                    'Pool': resource_of_aws('LTM::Pool', name='web'),
                    'Member': resource_of_aws(
                        'LTM::PoolMember',
                        pool={'Ref': 'Pool'},
                        address='10.0.0.1',
                        port={'Ref': 'Port'},
                        ratio=ratio,
                    ),
                },
                'Outputs': {'Path': {'Value': {'Ref': 'Pool'}}},
            }
        )

    parameters = {
        'Parameters.member.1.ParameterKey': 'Port',
        'Parameters.member.1.ParameterValue': '8080',
    }
    # Keystone lets nobody make or end a trust by a signature.
    token = cloud.session().get_token()
    stack_id = begun(
        'CreateStack', token=token, TemplateBody=body(2), **parameters
    )
    cloud.wait([stack_id], 'CREATE_COMPLETE', TIMEOUT)
    (shown,) = act('DescribeStacks')['Stacks']
    assert shown['StackStatus'] == 'CREATE_COMPLETE'
    assert [
        (output['OutputKey'], output['OutputValue'])
        for output in shown['Outputs']
    ] == [('Path', '/Common/web')]
    bigip = conftest.BigIP(cloud.device)
    member = 'ltm/pool/~Common~web/members/~Common~10.0.0.1:8080'
    assert bigip.read(member)['ratio'] == 2
    act('UpdateStack', TemplateBody=body(3), **parameters)
    cloud.wait([stack_id], 'UPDATE_COMPLETE', TIMEOUT)
    assert bigip.read(member)['ratio'] == 3
    act('DeleteStack', token=token)
    cloud.wait([stack_id], 'DELETE_COMPLETE', TIMEOUT)


def resource_of_aws(type_name, **properties):
    return {'Type': 'F5::' + type_name, 'Properties': properties}


def test_signed_addresses(cloud, control, create):
    """They work for who has no rights, and when the owner's token has gone."""
    identity = cloud.keystone
    files, grouped = template_utils.get_template_contents(
        str(EXAMPLES / 'autoscaling.yaml')
    )
    # The device is that of heat.conf.
    resources = grouped['resources']
    del resources['bigip'], grouped['parameters']
    resources['pool']['properties'] = {'name': 'web'}
    resources['group']['properties']['resource']['properties'] = {
        'bigip': 'bigip',
        'pool': get('pool'),
        'drain': 0,
    }
    resources['member'] = resource(
        'LTM::PoolMember', pool=get('pool'), address='10.0.0.1', port=80
    )
    grouped['outputs'] = {
        one: {'value': {'get_attr': [one, 'alarm_url']}}
        for one in ('grow', 'shrink', 'member')
    }

    def of_stacks():
        """What Heat has made in Keystone."""
        domain = identity.stack_domain
        return {
            (type(one), one.id)
            for one in (
                *identity.client.trusts.list(),
                *identity.client.projects.list(domain=domain),
                *identity.client.users.list(domain=domain),
            )
        }

    others = of_stacks()
    stack = create(grouped, files=files)
    cloud.wait([stack], 'CREATE_COMPLETE', TIMEOUT)
    heat = cloud.heat()
    addresses = {
        output['output_key']: output['output_value']
        for output in heat.stacks.get(stack).outputs
    }
    made = collections.Counter(
        kind.__name__ for kind, _ in of_stacks() - others
    )
    assert made == {'Trust': 1, 'Project': 1, 'User': 3}
    identity.client.tokens.revoke_token(heat.http_client.get_token())
    bigip = conftest.BigIP(cloud.device)

    def members():
        found = bigip.read('ltm/pool/~Common~web/members')['items']
        return {one['name']: one['session'] for one in found}

    def call(address, **details):
        with requests.Session() as anyone:
            anyone.trust_env = False
            return anyone.post(address, json=details or None)

    before = members()
    assert len(before) == 3
    control.clear()
    for address in addresses.values():
        for tampered in (
            re.sub('(Signature=).', r'\1_', address),
            address.replace('/member?', '/grow?')
            if '/member?' in address
            else re.sub(r'/\w+\?', '/member?', address),
        ):
            assert tampered != address
            answer = call(tampered, action='disable')
            assert answer.status_code == 403, answer.text
    assert control.requests() == []

    def scale(policy):
        assert call(addresses[policy]).status_code == 200
        heat = cloud.heat()
        # Until the group has followed it heeds no other signal.
        conftest.until(
            lambda: any(
                event.resource_status == 'SIGNAL_COMPLETE'
                for event in heat.events.list(stack, resource_name=policy)
            )
        )

    scale('grow')
    assert before.items() <= members().items()
    assert len(members()) == 4
    scale('shrink')
    assert len(members()) == 3
    assert members()['10.0.0.1:80'] == 'user-enabled'
    assert call(addresses['member'], action='disable').status_code == 200
    conftest.until(lambda: members()['10.0.0.1:80'] == 'user-disabled')
    # Heat's rules let everybody signal who may look.
    cloud.heat('reader').resources.signal(
        stack, 'member', {'action': 'enable'}
    )
    conftest.until(lambda: members()['10.0.0.1:80'] == 'user-enabled')

    cloud.heat().stacks.delete(stack)
    cloud.wait([stack], 'DELETE_COMPLETE', TIMEOUT)
    # Heat says so before it forgets the credentials of the stack.
    conftest.until(lambda: of_stacks() <= others)
    assert not call(addresses['grow']).ok


def test_a_device_is_for_administrators(cloud, control, create):
    """By a policy; who may make it, makes it for the whole project."""
    made = of(cloud.device)
    for resources, environment in (
        ({'device': made}, {}),
        (
            {'device': {**made, 'type': 'Test::Device'}},
            {'resource_registry': {'Test::Device': made['type']}},
        ),
    ):
        with pytest.raises(heat_exc.HTTPForbidden) as refused:
            create(template(resources), environment=environment)
        assert 'resource_types:F5::BigIP::Device' in str(refused.value)
    assert control.requests() == []
    stack = create(
        template({'device': of(cloud.device)}, reference=get('device')),
        'operator',
    )
    cloud.wait([stack], 'CREATE_COMPLETE', TIMEOUT)
    reference = cloud.heat().stacks.output_show(stack, 'reference')['output'][
        'output_value'
    ]
    pool = template(
        {'pool': resource('LTM::Pool', bigip_server=reference, name='web')}
    )
    cloud.wait([create(pool)], 'CREATE_COMPLETE', TIMEOUT)
    assert '/Common/web' in control.config()['ltm/pool']


def of(bigip):
    """The resource of a device."""
    return resource(
        'BigIP::Device',
        ip=bigip.address,
        username=lab.USERNAME,
        password=lab.PASSWORD,
        ca_cert=pathlib.Path(bigip.ca_file).read_text(),
    )


def test_users_without_rights(cloud, control, create):
    shared = create(
        template({'device': of(cloud.device)}, reference=get('device')),
        'operator',
    )
    web = template({'pool': resource('LTM::Pool', name='web')})
    stack = create(web)
    cloud.wait([shared, stack], 'CREATE_COMPLETE', TIMEOUT)
    reference = cloud.heat().stacks.output_show(shared, 'reference')['output'][
        'output_value'
    ]
    held = control.config()
    control.clear()
    empty = template({})

    with pytest.raises(keystone_exc.Unauthorized):
        cloud.session('other', 'demo').get_token()
    # With a token for another project, and the address of this one.
    stranger = cloud.heat('other', 'other', of_project='demo')
    reader = cloud.heat('reader')
    assert reader.stacks.get(stack).stack_status == 'CREATE_COMPLETE'
    writes = (
        lambda heat: heat.stacks.create(stack_name=name(), template=web),
        lambda heat: heat.stacks.update(stack, template=empty),
        lambda heat: heat.stacks.delete(stack),
        lambda heat: heat.actions.suspend(stack),
        lambda heat: heat.resources.mark_unhealthy(stack, 'pool', True, 'no'),
    )
    reads = (
        lambda heat: heat.actions.check(stack),
        lambda heat: heat.resources.signal(stack, 'pool'),
        lambda heat: heat.stacks.get(stack),
    )
    for heat, acts in ((reader, writes), (stranger, writes + reads)):
        for act in acts:
            with pytest.raises(heat_exc.HTTPForbidden):
                act(heat)

    # In a project of one's own.
    other = cloud.heat('other', 'other')
    assert list(other.stacks.list()) == []
    for act in (
        lambda: other.stacks.get(stack),
        lambda: other.stacks.update(stack, template=empty),
        lambda: other.stacks.delete(stack),
    ):
        with pytest.raises(heat_exc.HTTPNotFound):
            act()
    assert control.requests() == []
    mine = resource('LTM::Pool', bigip_server=reference, name='mine')
    with pytest.raises(heat_exc.HTTPBadRequest) as refused:
        create(template({'pool': mine}), 'other', 'other')
    assert 'neither an F5::BigIP::Device of this project nor' in str(
        refused.value
    )
    for tried, reason in (
        (resource('LTM::Pool', name='web'), 'does not belong to this'),
        (
            resource('LTM::Pool', name='web', on_conflict='adopt'),
            'is not adopted',
        ),
    ):
        failed = create(template({'pool': tried}), 'other', 'other')
        cloud.wait([failed], 'CREATE_FAILED', TIMEOUT)
        assert reason in cloud.reasons([failed])
    failed = create(
        web,
        'other',
        'other',
        adopt_stack_data=json.dumps(
            {
                'name': 'mine',
                'template': web,
                'environment': {},
                'resources': {
                    'pool': {
                        'name': 'pool',
                        'type': 'F5::LTM::Pool',
                        'resource_id': '/Common/web',
                        'resource_data': {},
                        'metadata': {},
                        'status': 'COMPLETE',
                        'action': 'CREATE',
                    }
                },
            }
        ),
    )
    cloud.wait([failed], 'ADOPT_FAILED', TIMEOUT)
    assert 'is not adopted' in cloud.reasons([failed])
    assert control.config() == held
