# SPDX-License-Identifier: Apache-2.0

"""Templates of F5's legacy Heat plugins run unchanged."""

import contextlib
import functools

import pytest
import yaml
from heatclient import exc as heat_exc

from tests.functional import conftest
from tests.functional import labs
from tests.functional.legacy import legacy_templates

CONVERGENCE = pytest.mark.parametrize('cloud', ['convergence'], indirect=True)


@pytest.fixture(scope='module')
def clouds(tmp_path_factory):
    """A lab by its engine, begun when it is first asked for.

    They are of their own: these tests compare all that a device holds.
    """
    with contextlib.ExitStack() as running:

        @functools.cache
        def begin(engine):
            log_file = tmp_path_factory.mktemp('lab') / 'heat.log'
            conf = {
                **conftest.SOON,
                'DEFAULT': {
                    'convergence_engine': engine == 'convergence',
                    'action_retry_limit': 0,
                },
            }
            return conftest.Cloud(
                running.enter_context(
                    labs.start(devices=2, conf=conf, log_file=log_file)
                )
            )

        yield begin


@pytest.fixture
def cloud(request, clouds):
    return clouds(request.param)


def parameters(cloud, **more):
    return {
        'bigip_ip': cloud.environ['BIGIP_ADDRESS'],
        'bigip_un': cloud.environ['BIGIP_USERNAME'],
        'bigip_pw': cloud.environ['BIGIP_PASSWORD'],
        **more,
    }


def expect(cloud, objects):
    for uri, values in objects.items():
        found = cloud.bigip.read(uri)
        assert found is not None, uri
        assert {key: found.get(key, []) for key in values} == values, uri


@pytest.mark.parametrize(
    'cloud, shape',
    [
        *(
            pytest.param('convergence', shape, id=shape.name)
            for shape in legacy_templates.SHAPES
        ),
        *(
            pytest.param('legacy', shape, id='legacy-' + shape.name)
            for shape in legacy_templates.WITH_LEGACY_ENGINE
        ),
    ],
    indirect=['cloud'],
)
def test_life_of_a_template(cloud, stack, shape):
    before = cloud.control.config()
    rest = {
        'parameters': parameters(cloud, **shape.parameters),
        'files': shape.files,
        'environment': shape.environment,
    }
    stack.create(yaml.safe_load(shape.text()), **rest)
    expect(cloud, shape.made)
    stack.check()
    stack.update(yaml.safe_load(shape.changed_text()), **rest)
    expect(cloud, shape.changed or shape.made)
    stack.check()
    stack.suspend()
    stack.resume()
    snapshot(cloud, stack)
    stack.delete()
    assert cloud.control.config() == before


def snapshot(cloud, stack):
    made = stack.snapshot()
    cloud.heat.stacks.snapshot_delete(stack.id, made)
    conftest.until(
        lambda: not cloud.heat.stacks.snapshot_list(stack.id)['snapshots']
    )


@CONVERGENCE
def test_life_of_a_pair_of_devices(cloud, stack):
    text = yaml.safe_load(legacy_templates.ACTIVE_STANDBY)
    rest = {
        'parameters': {
            'bigip1_ip': cloud.environ['BIGIP_ADDRESS'],
            'bigip2_ip': cloud.environ['BIGIP2_ADDRESS'],
            'cluster_name': 'my_cluster',
        }
    }
    group = 'cm/device-group/~Common~my_cluster'
    stack.create(text, **rest)
    for bigip in cloud.bigips:
        assert bigip.read(group)['type'] == 'sync-failover'
        assert len(bigip.read(group + '/devices')['items']) == 2
    stack.check()
    for control in cloud.controls:
        control.clear()
    stack.update(text, **rest)
    assert [
        (request['method'], request['path'])
        for control in cloud.controls
        for request in control.requests()
        if request['method'] != 'GET' and not request['login']
    ] == [
        ('POST', '/mgmt/tm/sys/config'),
        ('POST', '/mgmt/tm/cm'),
        ('POST', '/mgmt/tm/sys/config'),
    ]
    stack.check()
    stack.suspend()
    stack.resume()
    snapshot(cloud, stack)
    stack.delete()
    for bigip in cloud.bigips:
        assert bigip.read(group) is None
        assert len(bigip.read('cm/device')['items']) == 1


REFUSED = {
    'an unknown property of a device': (
        legacy_templates.DEVICE + '      bad_extra_prop: cooldeal\n',
        'Unknown Property bad_extra_prop',
    ),
    'an unknown property of a save': (
        legacy_templates.DEVICE
        + """
  save_rsrc:
    type: F5::Sys::Save
    properties:
      bigip_server: {get_resource: bigip_rsrc}
      bad_property: bad_test_prop
""",
        'Unknown Property bad_property',
    ),
    'an unknown property of a sync': (
        legacy_templates.DEVICE
        + """
  sync_rsrc:
    type: F5::Cm::Sync
    properties:
      bigip_server: {get_resource: bigip_rsrc}
      device_group: my_device_group
      device_group_partition: Common
      bad_property: bad_test_prop
""",
        'Unknown Property bad_property',
    ),
    'a member without a port': (
        legacy_templates.DEVICE
        + legacy_templates.COMMON
        + legacy_templates.POOL.replace(
            'member_ip: 130.0.0.2, member_port: 80', 'member_ip: 130.0.0.2'
        ),
        'Property member_port not assigned',
    ),
    'a template without an implementation': (
        legacy_templates.DEVICE
        + legacy_templates.COMMON
        + legacy_templates.TEMPLATE.partition('      implementation')[0],
        'Property implementation not assigned',
    ),
    'a full template without sections': (
        legacy_templates.DEVICE
        + legacy_templates.COMMON
        + legacy_templates.FULL
        % '        sys application template bad_iapp {\n'
        '        }',
        'NonextantSectionException',
    ),
}


@CONVERGENCE
@pytest.mark.parametrize('case', REFUSED)
def test_refused_before_anything_is_made(cloud, stack, case):
    resources, phrase = REFUSED[case]
    before = cloud.control.config()
    with pytest.raises(heat_exc.HTTPBadRequest, match=phrase):
        stack.create(
            yaml.safe_load(legacy_templates.HEAD + resources),
            parameters=parameters(cloud),
        )
    assert cloud.control.config() == before


FAILING = {
    'no address': (
        legacy_templates.DEVICE,
        {'bigip_ip': '10.0.0.d'},
        'Failed to establish a new connection',
    ),
    'no password of the user': (
        legacy_templates.DEVICE,
        {'bigip_pw': 'badpassword'},
        'F5 Authorization Required for uri',
    ),
    'no folder above': (
        legacy_templates.DEVICE
        + legacy_templates.OWN_PARTITION
        + '      subpath: /BadSubPath/\n',
        {},
        '(/BadSubPath) folder does not exist',
    ),
    'another partition in the text': (
        legacy_templates.DEVICE
        + legacy_templates.COMMON
        + legacy_templates.FULL
        % legacy_templates.indented(
            legacy_templates.full_template('test_template', 'partition other'),
            8,
        ),
        {},
        'IappFullTemplateValidationFailed',
    ),
    'no such device group': (
        legacy_templates.DEVICE
        + """
  sync_rsrc:
    type: F5::Cm::Sync
    properties:
      bigip_server: {get_resource: bigip_rsrc}
      device_group: test_group
      device_group_partition: Common
""",
        {},
        'Device group (test_group) not found in device group sync',
    ),
}


@CONVERGENCE
@pytest.mark.parametrize('case', FAILING)
def test_failing_with_the_reason(cloud, stack, case):
    resources, wrong, phrase = FAILING[case]
    before = cloud.control.config()
    stack.create(
        yaml.safe_load(legacy_templates.HEAD + resources),
        'CREATE_FAILED',
        parameters=parameters(cloud, **wrong),
    )
    assert phrase in stack.show().stack_status_reason
    stack.delete()
    assert cloud.control.config() == before


@CONVERGENCE
def test_common_itself_stays_as_it_is(cloud, stack):
    partition = cloud.bigip.read('auth/partition/Common')
    stack.create(
        yaml.safe_load(
            legacy_templates.HEAD
            + legacy_templates.DEVICE
            + legacy_templates.COMMON
        ),
        parameters=parameters(cloud),
    )
    cloud.control.clear()
    stack.delete()
    assert cloud.control.requests() == []
    assert cloud.bigip.read('auth/partition/Common') == partition


# The device and the partition lie in the stack around the others.
SITE = """
heat_template_version: 2015-04-30
parameters:
  device: {type: string}
  partition: {type: string}
  number: {type: string, default: '0'}
resources:
  pool:
    type: F5::LTM::Pool
    properties:
      name:
        list_join: ['_', [nested, {get_param: number}]]
      bigip_server: {get_param: device}
      partition: {get_param: partition}
      members:
        - {member_ip: 129.0.0.2, member_port: 80}
"""
ARGUMENTS = """
        device: {get_resource: bigip_rsrc}
        partition: {get_resource: partition}
"""
GROUPS = {
    'nested stack': """
  inner:
    type: site.yaml
    properties:"""
    + ARGUMENTS,
    'ResourceGroup': """
  inner:
    type: OS::Heat::ResourceGroup
    properties:
      count: 2
      resource_def:
        type: site.yaml
        properties:
          number: '%index%'
"""
    + legacy_templates.indented(ARGUMENTS, 2),
    'AutoScalingGroup': """
  inner:
    type: OS::Heat::AutoScalingGroup
    properties:
      min_size: 1
      max_size: 2
      desired_capacity: 1
      resource:
        type: site.yaml
        properties:
"""
    + legacy_templates.indented(ARGUMENTS, 2),
}


@pytest.mark.parametrize(
    'cloud, group',
    [
        *(('convergence', group) for group in GROUPS),
        ('legacy', 'AutoScalingGroup'),
    ],
    indirect=['cloud'],
)
def test_device_and_partition_of_the_outer_stack(cloud, stack, group):
    before = cloud.control.config()
    outer = (
        legacy_templates.HEAD
        + legacy_templates.DEVICE
        + legacy_templates.OWN_PARTITION
    )
    rest = {'parameters': parameters(cloud), 'files': {'site.yaml': SITE}}
    stack.create(yaml.safe_load(outer + GROUPS[group]), **rest)
    expect(cloud, {'ltm/pool/~test_partition~nested_0': {}})
    stack.check()
    rest['files'] = {'site.yaml': SITE.replace('129.0.0.2', '129.0.0.3')}
    stack.update(yaml.safe_load(outer + GROUPS[group]), **rest)
    expect(cloud, {'ltm/node/~test_partition~129.0.0.3': {}})
    stack.check()
    stack.suspend()
    stack.resume()
    snapshot(cloud, stack)
    stack.delete()
    assert cloud.control.config() == before
