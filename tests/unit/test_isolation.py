# SPDX-License-Identifier: Apache-2.0

"""Which devices and which partition a project has that is kept apart."""

import itertools
import types

import pytest
from heat.common import context
from oslo_config import cfg

from f5_heat import config
from f5_heat.engine.objects import drift
from f5_heat.icontrol import errors
from f5_heat.plugin import client_plugin
from f5_heat.plugin import partitions
from f5_heat.plugin import sessions
from tests.unit import icontrol_device

NO_PARTITION = icontrol_device.reply(
    {
        'code': 404,
        'message': 'The requested folder (/Project_alpha) was not found.',
    },
    404,
)
TAKEN = icontrol_device.reply(
    {
        'code': 409,
        'message': '01020066:3: The requested folder '
        '(/Project_alpha) already exists in partition Project_alpha.',
    },
    409,
)
RUNNING = icontrol_device.mcp_state('running')
PARTITION = icontrol_device.reply({'name': 'Project_alpha'})
OK = icontrol_device.reply({})


@pytest.fixture
def device(monkeypatch):
    monkeypatch.setattr(partitions, '_seen', {})
    with icontrol_device.Device() as device:
        yield device


@pytest.fixture
def configure(device, tmp_path):
    """Reads options into heat.conf, with a device that alpha may use."""
    numbers = itertools.count()

    def configure(text=''):
        # A file that has not changed its name is not read again.
        path = tmp_path / ('heat-%d.conf' % next(numbers))
        path.write_text(
            '[f5_bigip]\ndevices = one, other\nisolation = True\n%s\n'
            '[f5_bigip_device:one]\nprojects = alpha, gamma\naddress = %s\n'
            'username = operator\npassword = canary-Pa55word\nauth = basic\n'
            'ca_file = %s\n'
            '[f5_bigip_device:other]\nprojects = beta\naddress = 192.0.2.1\n'
            'password = x\n' % (text, device.address, device.ca_file)
        )
        cfg.CONF(['--config-file', str(path)])
        return plugin('alpha')

    yield configure
    cfg.CONF(['--config-file', '/dev/null'])
    for _, bigip in sessions._sessions.values():
        bigip.close()
    sessions._sessions.clear()


def plugin(project, caller='admin', owner=None):
    """The plugin as it acts for a stack of a project."""
    made = client_plugin.F5BigIPClientPlugin(
        context.RequestContext(project_id=caller)
    )
    return made.acting_for(
        types.SimpleNamespace(owner_id=owner, tenant_id=project)
    )


POOL = {'name': 'it', 'partition': 'Project_alpha'}


def asked(device):
    return [
        '%s %s' % (request.method, request.path.removeprefix('/mgmt/tm'))
        for request in device.requests
    ]


def test_it_is_the_project_of_the_stack_that_counts(configure):
    configure()
    assert plugin('alpha', caller='beta').default_partition() == (
        'Project_alpha'
    )
    with pytest.raises(config.NotAllowed, match=r'lab|other.*\(one\)'):
        plugin('alpha', caller='beta').bigip('other')
    for project in ('', None, '../beta', 'al/pha'):
        with pytest.raises(ValueError):
            plugin(project).bigip('one').create('ltm/pool', POOL)


def test_nobody_is_nobody(configure):
    configure()
    nobody = client_plugin.F5BigIPClientPlugin(
        context.RequestContext(project_id='alpha')
    )
    with pytest.raises(config.Unclear):
        nobody.bigip('one')


def test_the_partition_is_made_when_it_is_needed(device, configure):
    bigip = configure('project_route_domains = alpha:7').bigip()
    device.plan(OK)
    bigip.read('ltm/pool', '/Project_alpha/it')
    assert asked(device) == ['GET /ltm/pool/~Project_alpha~it']
    device.plan(
        NO_PARTITION,
        RUNNING,
        NO_PARTITION,
        icontrol_device.reply(
            {'name': 'Project_alpha', 'defaultRouteDomain': 7}
        ),
        OK,
    )
    bigip.create('ltm/pool', POOL)
    bigip.create('ltm/pool', POOL)
    assert asked(device)[1:] == [
        'GET /auth/partition/Project_alpha',
        'GET /sys/mcp-state',
        'GET /auth/partition/Project_alpha',
        'POST /auth/partition',
        'POST /ltm/pool',
        'POST /ltm/pool',
    ]
    assert device.requests[4].json == {
        'name': 'Project_alpha',
        'defaultRouteDomain': 7,
        'description': 'Made by f5_heat for the project alpha.',
    }


def test_another_engine_was_faster(device, configure):
    bigip = configure().bigip()
    device.plan(NO_PARTITION, RUNNING, NO_PARTITION, TAKEN, PARTITION, OK)
    with bigip.transaction() as change:
        device.plan(
            NO_PARTITION,
            RUNNING,
            NO_PARTITION,
            TAKEN,
            PARTITION,
            icontrol_device.reply({'transId': 1}),
        )
        change.create('ltm/pool', POOL)
    assert asked(device) == [
        'GET /auth/partition/Project_alpha',
        'GET /sys/mcp-state',
        'GET /auth/partition/Project_alpha',
        'POST /auth/partition',
        'GET /auth/partition/Project_alpha',
        'POST /transaction',
        'POST /ltm/pool',
        'PATCH /transaction/1',
    ]


@pytest.mark.parametrize(
    'option, answers, words',
    [
        (
            'create_partition = False',
            [NO_PARTITION, RUNNING, NO_PARTITION],
            'create_partition is off',
        ),
        (
            'project_route_domains = alpha:7',
            [PARTITION],
            'another default route domain than the 7',
        ),
    ],
)
def test_the_partition_cannot_be_had(
    device, configure, caplog, option, answers, words
):
    bigip = configure(option).bigip()
    device.plan(*answers, OK)
    with pytest.raises(errors.NoPartition, match=words) as raised:
        bigip.create('ltm/pool', POOL)
    assert not plugin('alpha').is_outside(raised.value)
    assert 'POST /ltm/pool' not in asked(device)
    assert 'The project alpha cannot use the BIG-IP one' in caplog.text


def test_partitions_and_devices_of_projects(configure):
    alpha = configure(
        'project_partition = tenant-%(project_id)s\n'
        'project_partitions = gamma:shared\ndefault_device = other'
    )
    assert alpha.default_partition() == 'tenant-alpha'
    assert plugin('gamma').default_partition() == 'shared'
    assert alpha.default_device() == 'one'
    assert plugin('beta').default_device() == 'other'
    with pytest.raises(config.NotAllowed, match='no BIG-IP to use'):
        plugin('delta').default_device()
    assert not alpha.is_absent(config.NotAllowed())
    assert alpha.is_outside(config.NotAllowed())


@pytest.mark.parametrize(
    'option, words',
    [
        ('project_partition = shared', 'project_partition'),
        ('project_partition = %(project_name)s', 'project_partition'),
        (
            'project_partition = %(project_id)s/%(project_id)s',
            'project_partition',
        ),
        ('project_partitions = alpha:Common', "'Common'"),
        ('project_partitions = alpha:../x', r"'\.\./x'"),
        ('project_route_domains = alpha:seven', "'seven'"),
        ('project_route_domains = alpha:65535', "'65535'"),
    ],
)
def test_what_an_operator_gets_wrong(device, configure, option, words):
    alpha = configure(option)
    with pytest.raises(config.Unclear, match=words):
        alpha.bigip()
    assert any(
        option.split()[0] in problem or 'alpha' in problem
        for problem in config.problems()
    )
    assert device.requests == []


def test_what_is_allowed(configure):
    for option in (
        'allow_irules',
        'allow_iapps',
        'template_devices',
        'allow_external_monitors',
        'allow_clusters',
    ):
        assert not configure().allows(option)
        value = 'literal' if option == 'allow_irules' else 'True'
        assert configure('%s = %s' % (option, value)).allows(option)


def test_addresses_are_in_the_route_domain_of_the_project(configure):
    def domain(plugin, folder):
        made = types.SimpleNamespace(
            resource_id=folder + '/it',
            folder=lambda: folder,
            client_plugin=lambda: plugin,
        )
        return drift.site_of(made).route_domain

    alpha = configure('project_route_domains = alpha:7')
    assert domain(alpha, '/Project_alpha/web') == 7
    assert domain(alpha, '/Common') == 0
    assert domain(plugin('gamma'), '/Project_gamma') == 0
    assert domain(configure('isolation = False'), '/Project_alpha') == 0


def test_without_isolation_nothing_changes(device, configure):
    made = configure('isolation = False')
    assert made.project is None and made.fence() is None
    made.bigip('one').create('ltm/pool', {'name': 'it'})
    assert asked(device) == ['POST /ltm/pool']


def test_a_stack_in_a_stack_is_whose_the_outermost_is(configure, monkeypatch):
    """Heat gives a nested stack to the administrator who updates it."""
    configure()
    stacks = client_plugin.stack_object.Stack
    monkeypatch.setattr(
        stacks, 'get_root_id', lambda context, one: {'nested': 'root'}.get(one)
    )
    monkeypatch.setattr(
        stacks,
        'get_by_id',
        lambda context, one: (
            types.SimpleNamespace(tenant='alpha') if one == 'root' else None
        ),
    )
    assert plugin('admin', owner='nested').default_partition() == (
        'Project_alpha'
    )
    with pytest.raises(config.Unclear):
        plugin('admin', owner='nobody').bigip('one')
