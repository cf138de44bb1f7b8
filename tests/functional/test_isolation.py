# SPDX-License-Identifier: Apache-2.0

"""What a project says to get at another's objects, and what comes of it.

One Heat keeps its projects apart. Whatever the project alpha tries, the
device holds the same as before outside of alpha's partition.
"""

import contextlib
import copy
import dataclasses
import json
import sqlite3

import pytest
from heatclient import exc as heat_exc

from tests.functional import certificates
from tests.functional import conftest
from tests.functional import contract
from tests.functional import labs
from tests.functional.contract import furniture
from tests.functional.contract import stacks

OWN = 'Project_alpha'
BETA = '/Project_beta/'
RESERVED = 7

DEVICES = {
    'f5_bigip_device:lab': {'retry_timeout': 1, 'projects': 'alpha,beta'},
    'f5_bigip_device:lab2': {'retry_timeout': 1, 'projects': 'beta'},
}
STRICT = {
    **DEVICES,
    'f5_bigip': {
        'isolation': True,
        'retry_timeout': 1,
        'allow_irules': 'literal',
        'validate_on_device': True,
    },
    'DEFAULT': {'enable_stack_abandon': True, 'enable_stack_adopt': True},
}
GENEROUS = {
    **DEVICES,
    'DEFAULT': {'enable_stack_adopt': True},
    'f5_bigip': {
        'isolation': True,
        'retry_timeout': 1,
        'allow_irules': 'any',
        'allow_iapps': True,
        'allow_external_monitors': True,
        'template_devices': True,
        'forget_outside': True,
        'common': 'write',
        'project_route_domains': 'gamma:%d' % RESERVED,
        'project_partitions': 'gamma:tenant_3',
    },
    'f5_bigip_device:lab': {'retry_timeout': 1, 'projects': '*'},
}


class Cloud(conftest.Cloud):
    """A lab whose Heat keeps projects apart."""

    def stack(self, project='alpha'):
        return conftest.Stack(self.lab.heat(project))

    def outside(self, own=OWN):
        """All that the devices hold outside of a partition."""
        return [_held(simulated.device, own) for simulated in self.lab.devices]

    @contextlib.contextmanager
    def database(self):
        """What Heat remembers, to be forged."""
        with contextlib.closing(
            sqlite3.connect(self.lab.database, timeout=60)
        ) as database:
            yield database
            database.commit()


def _held(device, own):
    with device.lock:
        return {
            (item.where, item.path): json.dumps(
                [item.values, item.parent, item.generation],
                sort_keys=True,
                default=str,
            )
            for item in device.store.everything()
            if item.path.strip('/').partition('/')[0] != own
            and '~%s~' % own not in item.where
        }


def place_beta(cloud):
    """What the project beta has: an object of each kind that others name."""
    post = cloud.bigip.post
    objects = [
        ('auth/partition', {'name': 'Project_beta'}),
        ('net/route-domain', {'name': 'rd%d' % RESERVED, 'id': RESERVED}),
        ('net/vlan', {'name': 'vlan'}),
        ('sys/folder', {'name': 'folder', 'subPath': '/Project_beta'}),
        ('ltm/node', {'name': 'node', 'address': '10.7.0.1'}),
        (
            'ltm/pool',
            {
                'name': 'pool',
                'members': [
                    {'name': '10.7.0.2:80', 'partition': 'Project_beta'}
                ],
            },
        ),
        ('ltm/monitor/http', {'name': 'monitor'}),
        ('ltm/profile/http', {'name': 'http'}),
        ('ltm/profile/client-ssl', {'name': 'ssl'}),
        ('ltm/persistence/cookie', {'name': 'cookie'}),
        (
            'ltm/snatpool',
            {'name': 'snat', 'members': ['/Project_beta/10.7.0.3']},
        ),
        (
            'ltm/rule',
            {
                'name': 'rule',
                'apiAnonymous': 'when CLIENT_ACCEPTED { reject }',
            },
        ),
        ('ltm/virtual-address', {'name': 'va', 'address': '10.7.0.4'}),
        (
            'ltm/virtual',
            {
                'name': 'vs',
                'destination': '/Project_beta/10.7.0.5:80',
                'mask': '255.255.255.255',
                'ipProtocol': 'tcp',
                'pool': '/Project_beta/pool',
            },
        ),
        ('ltm/pool', {'name': 'shared', 'partition': 'Common'}),
    ]
    for collection, body in objects:
        if collection not in (
            'auth/partition',
            'sys/folder',
            'net/route-domain',
        ):
            body = {'partition': 'Project_beta', **body}
        answer = post(collection, json=body)
        assert answer.ok, (collection, answer.text)


@pytest.fixture(scope='module')
def strict(tmp_path_factory):
    """Two projects, one device for both and one for beta alone."""
    log_file = tmp_path_factory.mktemp('strict') / 'heat.log'
    with labs.start(devices=2, conf=STRICT, log_file=log_file) as running:
        cloud = Cloud(running)
        place_beta(cloud)
        yield cloud


@pytest.fixture(scope='module')
def generous(tmp_path_factory):
    """The same, where the operator allows the most."""
    directory = tmp_path_factory.mktemp('generous')
    policy = directory / 'policy.yaml'
    policy.write_text('context_is_admin: "project_id:operators"\n')
    with labs.start(
        devices=2,
        log_file=directory / 'heat.log',
        conf={**GENEROUS, 'oslo_policy': {'policy_file': policy}},
    ) as running:
        cloud = Cloud(running)
        furniture.place(cloud.bigip)
        place_beta(cloud)
        yield cloud


@pytest.fixture
def attacked(strict):
    """The strict cloud; what is others' is as before in the end."""
    before = strict.outside()
    yield strict
    assert strict.outside() == before


def hot(kind, properties, **more):
    return stacks.hot({'it': {'type': kind, 'properties': properties, **more}})


def refused(stack, template, **kwargs):
    """What Heat says of a template that it refuses, at once or later."""
    try:
        stack.create(template, expect='CREATE_FAILED', **kwargs)
    except heat_exc.HTTPBadRequest as error:
        return str(error)
    try:
        return stack.reasons()
    finally:
        stack.delete()


OUTSIDE = 'lies outside of /Project_alpha'
VIRTUAL = {'ip': '198.51.100.1', 'port': 80}


def virtual(**properties):
    return 'F5::LTM::VirtualServer', {**VIRTUAL, **properties}


def irule(body):
    return 'F5::LTM::IRule', {'definition': 'when HTTP_REQUEST { %s }' % body}


POOL, MEMBER = 'F5::LTM::Pool', 'F5::LTM::PoolMember'
NODE, SNAT_POOL = 'F5::LTM::Node', 'F5::LTM::SnatPool'
ADDRESS = 'F5::LTM::VirtualAddress'
CLIENT_SSL = 'F5::LTM::Profile::ClientSSL'
FULL_TEMPLATE = (
    'sys application template /Project_beta/it { actions { '
    'definition { implementation { tmsh::delete ltm pool '
    '/Project_beta/pool } presentation { } } } }'
)
PEM_KEY = certificates.new_key()

#: Name, type and properties, and what the error says.
ATTACKS = {
    # Where an object lies.
    'partition': (
        POOL,
        {'partition': 'Project_beta'},
        'it.properties.partition: ',
        OUTSIDE,
    ),
    'partition_as_path': (
        POOL,
        {'partition': '/Project_beta/folder'},
        'it.properties.partition: ',
        OUTSIDE,
    ),
    'name': (POOL, {'name': BETA + 'mine'}, 'it.properties.name: ', OUTSIDE),
    'name_in_root': (POOL, {'name': '/mine'}, 'it.properties.name: ', ''),
    'name_of_another': (
        POOL,
        {'name': BETA + 'pool', 'on_conflict': 'adopt'},
        'it.properties.name: ',
        OUTSIDE,
    ),
    'partition_and_name': (
        POOL,
        {'partition': OWN, 'name': BETA + 'mine'},
        'it.properties.name: ',
        OUTSIDE,
    ),
    'common': (
        POOL,
        {'partition': 'Common'},
        'it.properties.partition: ',
        OUTSIDE,
    ),
    'common_adopted': (
        POOL,
        {'name': '/Common/shared', 'on_conflict': 'adopt'},
        'it.properties.name: ',
        OUTSIDE,
    ),
    'traversal': (
        POOL,
        {'partition': OWN + '/../Project_beta'},
        'it.properties.partition: ',
        OUTSIDE,
    ),
    'traversal_in_name': (
        POOL,
        {'name': '/Project_alpha/../Project_beta/mine'},
        'it.properties.name: ',
        OUTSIDE,
    ),
    'dot': (
        POOL,
        {'partition': './Project_beta'},
        'it.properties.partition: ',
        OUTSIDE,
    ),
    'case': (
        POOL,
        {'partition': 'project_alpha'},
        'it.properties.partition: ',
        OUTSIDE,
    ),
    'escaped': (
        POOL,
        {'name': '..%2fProject_beta%2fmine'},
        'it.properties.name: ',
        '',
    ),
    'tilde': (
        POOL,
        {'name': '~Project_beta~mine'},
        'it.properties.name: ',
        '',
    ),
    'folder_of_another': (
        'F5::Sys::Partition',
        {'name': 'mine', 'subpath': '/Project_beta'},
        'it.properties.subpath: ',
        OUTSIDE,
    ),
    'partition_of_another': (
        'F5::Sys::Partition',
        {'name': 'Project_beta'},
        'it.properties.name: ',
        'makes no partition',
    ),
    'partition_adopted': (
        'F5::Sys::Partition',
        {'name': 'Project_beta', 'on_conflict': 'adopt'},
        'it.properties.name: ',
        'makes no partition',
    ),
    'new_partition': (
        'F5::Sys::Partition',
        {'name': 'mine'},
        'it.properties.name: ',
        'makes no partition',
    ),
    'member_of_anothers_pool': (
        MEMBER,
        {'pool': BETA + 'pool', 'address': '10.0.0.1', 'port': 80},
        'it.properties.pool: ',
        OUTSIDE,
    ),
    'member_by_partition': (
        MEMBER,
        {
            'pool': 'pool',
            'partition': 'Project_beta',
            'address': '10.0.0.1',
            'port': 80,
        },
        'it.properties.pool: ',
        OUTSIDE,
    ),
    'certificate': (
        'F5::Sys::SSLCertificate',
        {
            'name': BETA + 'mine',
            'certificate': certificates.certificate(PEM_KEY),
        },
        'it.properties.name: ',
        OUTSIDE,
    ),
    # What is made beside it.
    'anothers_node': (
        MEMBER,
        {'pool': 'pool', 'node': BETA + 'node', 'port': 80},
        'it.properties.node: ',
        'Project_beta',
    ),
    'node_in_common': (
        MEMBER,
        {'pool': 'pool', 'node': '/Common/10.0.0.1', 'port': 80},
        'it.properties.node: ',
        '/Common/10.0.0.1',
    ),
    'anothers_address': (
        *virtual(ip=BETA + 'va'),
        'it.properties.ip: ',
        OUTSIDE,
    ),
    'address_in_common': (
        *virtual(ip='/Common/198.51.100.1'),
        'it.properties.ip: ',
        OUTSIDE,
    ),
    'anothers_translation': (
        SNAT_POOL,
        {'members': [BETA + '10.7.0.3']},
        'it.properties.members: ',
        OUTSIDE,
    ),
    'translation_in_common': (
        SNAT_POOL,
        {'members': ['/Common/10.0.0.1']},
        'it.properties.members: ',
        OUTSIDE,
    ),
    # What it refers to.
    'default_pool': (
        *virtual(default_pool=BETA + 'pool'),
        'it.properties.default_pool: ',
        OUTSIDE,
    ),
    'profile': (
        *virtual(profiles=[BETA + 'http']),
        'it.properties.profiles: ',
        OUTSIDE,
    ),
    'profile_in_a_map': (
        *virtual(client_profiles=[{'name': BETA + 'ssl'}]),
        'it.properties.client_profiles: ',
        OUTSIDE,
    ),
    'persistence': (
        *virtual(persistence_profile=BETA + 'cookie'),
        'it.properties.persistence_profile: ',
        OUTSIDE,
    ),
    'fallback_persistence': (
        *virtual(fallback_persistence_profile=BETA + 'cookie'),
        'it.properties.fallback_persistence_profile: ',
        OUTSIDE,
    ),
    'irules': (
        *virtual(irules=['/Common/_sys_https_redirect', BETA + 'rule']),
        'it.properties.irules: ',
        OUTSIDE,
    ),
    'policies': (
        *virtual(policies=[BETA + 'policy']),
        'it.properties.policies: ',
        OUTSIDE,
    ),
    'snat': (*virtual(snat=BETA + 'snat'), 'it.properties.snat: ', OUTSIDE),
    'vlans': (
        *virtual(vlans=[BETA + 'vlan']),
        'it.properties.vlans: ',
        OUTSIDE,
    ),
    'clone_pools': (
        *virtual(
            clone_pools=[{'name': BETA + 'pool', 'context': 'clientside'}]
        ),
        'it.properties.clone_pools: ',
        OUTSIDE,
    ),
    'firewall': (
        *virtual(firewall_enforced_policy=BETA + 'policy'),
        'it.properties.firewall_enforced_policy: ',
        OUTSIDE,
    ),
    'nat_policy': (
        *virtual(security_nat_policy={'policy': BETA + 'p'}),
        'it.properties.security_nat_policy: ',
        OUTSIDE,
    ),
    'monitors': (
        POOL,
        {'monitors': ['/Common/http', BETA + 'monitor']},
        'it.properties.monitors: ',
        OUTSIDE,
    ),
    'monitors_in_one_text': (
        POOL,
        {'monitors': ['/Common/http and ' + BETA + 'monitor']},
        'it.properties.monitors: ',
        OUTSIDE,
    ),
    'min_monitors': (
        POOL,
        {'monitors': ['http', '{' + BETA + 'monitor}'], 'min_monitors': 1},
        'it.properties.monitors: ',
        OUTSIDE,
    ),
    'monitor_of_a_member': (
        POOL,
        {
            'members': [
                {
                    'member_ip': '10.0.0.1',
                    'member_port': 80,
                    'monitors': [BETA + 'monitor'],
                }
            ]
        },
        'it.properties.members: ',
        OUTSIDE,
    ),
    'tunnel_of_a_member': (
        MEMBER,
        {
            'pool': 'pool',
            'address': '10.0.0.1',
            'port': 80,
            'ip_encapsulation': BETA + 'tunnel',
        },
        'it.properties.ip_encapsulation: ',
        OUTSIDE,
    ),
    'parent_of_a_monitor': (
        'F5::LTM::Monitor::HTTP',
        {'defaults_from': BETA + 'monitor'},
        'it.properties.defaults_from: ',
        OUTSIDE,
    ),
    'parent_of_a_profile': (
        'F5::LTM::Profile::HTTP',
        {'defaults_from': BETA + 'http'},
        'it.properties.defaults_from: ',
        OUTSIDE,
    ),
    'tls_of_a_monitor': (
        'F5::LTM::Monitor::HTTPS',
        {'ssl_profile': BETA + 'ssl'},
        'it.properties.ssl_profile: ',
        OUTSIDE,
    ),
    'service': (
        'F5::LTM::Monitor::HTTP',
        {'app_service': '/Common/s.app/s'},
        'it.properties.app_service: ',
        OUTSIDE,
    ),
    'certificate_of_another': (
        CLIENT_SSL,
        {
            'cert_key_chain': [
                {'cert': BETA + 'web', 'key': '/Common/default.key'}
            ]
        },
        'it.properties.cert_key_chain: ',
        OUTSIDE,
    ),
    'key_of_another': (
        CLIENT_SSL,
        {'key': BETA + 'web', 'cert': '/Common/default.crt'},
        'it.properties.key: ',
        OUTSIDE,
    ),
    'chain_of_another': (
        CLIENT_SSL,
        {'cert': 'default.crt', 'key': 'default.key', 'chain': BETA + 'web'},
        'it.properties.chain: ',
        OUTSIDE,
    ),
    'authority_of_another': (
        CLIENT_SSL,
        {'ca_file': BETA + 'web'},
        'it.properties.ca_file: ',
        OUTSIDE,
    ),
    'data_group': (
        'F5::LTM::Persistence::SourceAddress',
        {'map_proxy_class': BETA + 'proxies'},
        'it.properties.map_proxy_class: ',
        OUTSIDE,
    ),
    # Route domains.
    'domain_of_a_server': (
        *virtual(ip='198.51.100.1%7'),
        'it.properties.ip: ',
        'another route domain',
    ),
    'domain_of_clients': (
        *virtual(source='10.0.0.0%7/8'),
        'it.properties.source: ',
        'another route domain',
    ),
    'domain_of_a_member': (
        POOL,
        {'members': [{'member_ip': '10.0.0.1%7', 'member_port': 80}]},
        'it.properties.members: ',
        'another route domain',
    ),
    'domain_of_a_pool_member': (
        MEMBER,
        {'pool': 'pool', 'address': '10.0.0.1%7', 'port': 80},
        'it.properties.address: ',
        'another route domain',
    ),
    'domain_of_a_node': (
        NODE,
        {'address': '10.0.0.1%7'},
        'it.properties.address: ',
        'another route domain',
    ),
    'domain_of_an_address': (
        ADDRESS,
        {'address': '10.0.0.1%7'},
        'it.properties.address: ',
        'another route domain',
    ),
    'domain_of_a_translation': (
        SNAT_POOL,
        {'members': ['10.0.0.1%7']},
        'it.properties.members: ',
        'another route domain',
    ),
    'domain_of_a_proxy': (
        'F5::LTM::Profile::HTTP',
        {
            'explicit_proxy': {
                'route_domain': '/Common/rd7',
                'dns_resolver': '/Common/r',
            }
        },
        'it.properties.explicit_proxy: ',
        'another route domain',
    ),
    # Code that runs on the device.
    'irule': (
        *irule('pool %spool' % BETA),
        'it.properties.definition: ',
        OUTSIDE,
    ),
    'irule_computed': (
        *irule('set p %spool; pool $p' % BETA),
        'it.properties.definition: ',
        'when the iRule runs',
    ),
    'irule_evaluated': (
        *irule('eval "po" "ol %spool"' % BETA),
        'it.properties.definition: ',
        'command eval',
    ),
    'irule_substituted': (
        *irule('if "\\x5bpool %spool\\x5d" { drop }' % BETA),
        'it.properties.definition: ',
        'not in braces',
    ),
    'irule_virtual': (
        *irule('virtual %svs' % BETA),
        'it.properties.definition: ',
        OUTSIDE,
    ),
    'irule_node': (
        *irule('node 10.7.0.1%7'),
        'it.properties.definition: ',
        'another route domain',
    ),
    'irule_shared_memory': (
        *irule('table set a b'),
        'it.properties.definition: ',
        'command table',
    ),
    'external_monitor': (
        'F5::LTM::Monitor::External',
        {'run': '/Common/arg_example'},
        'is not allowed in this project',
        'allow_external_monitors',
    ),
    'iapp_template': (
        'F5::Sys::iAppFullTemplate',
        {'partition': 'Project_beta', 'full_template': FULL_TEMPLATE},
        'is not allowed in this project',
        'allow_iapps',
    ),
    'iapp_composite': (
        'F5::Sys::iAppCompositeTemplate',
        {
            'name': 'it',
            'partition': OWN,
            'presentation': '',
            'implementation': 'tmsh::delete ltm pool %spool' % BETA,
        },
        'is not allowed in this project',
        'allow_iapps',
    ),
    'iapp_service': (
        'F5::Sys::iAppService',
        {
            'name': 'it',
            'template_name': '/Common/f5.http',
            'variables': {'pool': BETA + 'pool'},
        },
        'is not allowed in this project',
        'allow_iapps',
    ),
    'header': (
        'F5::LTM::Profile::HTTP',
        {'header_insert': 'X: [class lookup a %sgroup]' % BETA},
        'it.properties.header_insert: ',
        OUTSIDE,
    ),
    'header_that_chooses': (
        'F5::LTM::Profile::HTTP',
        {'header_insert': 'X: [pool %spool]' % BETA},
        'it.properties.header_insert: ',
        'command pool is none of those that only read',
    ),
    'header_that_waits': (
        'F5::LTM::Profile::HTTP',
        {'header_insert': 'X: [while 1 {}]'},
        'it.properties.header_insert: ',
        'command while is none of those that only read',
    ),
    'irule_option': (
        *irule('switch [list --] log {log {pool %spool}}' % BETA),
        'it.properties.definition: ',
        '-- has to stand before a value that is computed',
    ),
    'irule_of_all': (
        *irule('log local0. $static::secret'),
        'it.properties.definition: ',
        'no plain variable of the connection',
    ),
    'irule_deep': (
        *irule('[' * 5000),
        'it.properties.definition: ',
        'brackets stand in one another',
    ),
    # Devices.
    'restart': (
        POOL,
        {
            'min_up_members': 1,
            'min_up_members_action': 'reboot',
            'min_up_members_checking': True,
        },
        'it.properties.min_up_members_checking: ',
        'restart',
    ),
    'persistence_across_pools': (
        'F5::LTM::Persistence::SourceAddress',
        {'match_across_pools': True},
        'it.properties.match_across_pools: ',
        'persistence of others',
    ),
    'persistence_across_virtuals': (
        'F5::LTM::Persistence::Cookie',
        {'match_across_virtuals': True},
        'it.properties.match_across_virtuals: ',
        'persistence of others',
    ),
    'device_not_listed': (
        POOL,
        {'bigip_server': 'lab2'},
        'it.properties.bigip_server: ',
        '(lab)',
    ),
    'sync': (
        'F5::Cm::Sync',
        {'device_group': 'pair'},
        'is not allowed in this project',
        'allow_clusters',
    ),
    'cluster': (
        'F5::Cm::Cluster',
        {'device_group_name': 'pair', 'devices': ['lab', 'lab2']},
        'is not allowed in this project',
        'allow_clusters',
    ),
    'save_of_all': (
        'F5::Sys::Save',
        {'partitions': ['Project_beta']},
        'partitions',
        'only the partition Project_alpha',
    ),
}


@pytest.mark.parametrize('name', ATTACKS)
def test_what_a_template_says(attacked, name):
    kind, properties, *words = ATTACKS[name]
    said = refused(attacked.stack(), hot(kind, properties))
    assert all(word in said for word in words), said


#: What a template says only once another resource is there.
LATE = {
    'partition': (POOL, {'partition': 'VALUE'}, 'Project_beta'),
    'name': (POOL, {'name': 'VALUE', 'on_conflict': 'adopt'}, BETA + 'pool'),
    'default_pool': (*virtual(default_pool='VALUE'), BETA + 'pool'),
    'profiles': (*virtual(profiles='VALUE'), [BETA + 'http']),
    'ip': (*virtual(ip='VALUE'), '198.51.100.1%7'),
    'pool': (
        MEMBER,
        {'pool': 'VALUE', 'address': '10.0.0.1', 'port': 80},
        BETA + 'pool',
    ),
    'members': (
        POOL,
        {'members': 'VALUE'},
        [{'member_ip': '10.0.0.1%7', 'member_port': 80}],
    ),
    'definition': (
        'F5::LTM::IRule',
        {'definition': 'VALUE'},
        'when HTTP_REQUEST { pool %spool }' % BETA,
    ),
    'bigip_server': (POOL, {'bigip_server': 'VALUE'}, 'lab2'),
}


def test_what_a_template_says_at_last(attacked):
    """Values that come from other resources, all at the same time."""
    made = {}
    for name, (kind, properties, value) in LATE.items():
        late = {'get_attr': ['late', 'value']}
        made[name] = attacked.stack()
        made[name].id = made[name].heat.stacks.create(
            stack_name=made[name].name,
            template=stacks.hot(
                {
                    'late': {
                        'type': 'OS::Heat::Value',
                        'properties': {'value': value},
                    },
                    'it': {
                        'type': kind,
                        'properties': {
                            key: late if item == 'VALUE' else item
                            for key, item in properties.items()
                        },
                    },
                }
            ),
        )['stack']['id']
    for name, stack in made.items():
        stack.wait('CREATE_FAILED')
        assert 'it.properties.%s: ' % name in stack.reasons()
        stack.delete()


def test_in_stacks_of_a_stack(attacked):
    """Parameters of nested stacks, and names that a group makes up."""
    inner = {
        'heat_template_version': '2021-04-16',
        'parameters': {'pool': {'type': 'string'}},
        'resources': {
            'it': {
                'type': 'F5::LTM::VirtualServer',
                'properties': {
                    **VIRTUAL,
                    'default_pool': {
                        'str_replace': {
                            'template': '/Project_WHO/pool',
                            'params': {'WHO': {'get_param': 'pool'}},
                        }
                    },
                },
            }
        },
    }
    said = refused(
        attacked.stack(),
        stacks.hot(
            {
                'group': {
                    'type': 'OS::Heat::ResourceGroup',
                    'properties': {
                        'count': 1,
                        'resource_def': {
                            'type': 'inner.yaml',
                            'properties': {'pool': 'beta'},
                        },
                    },
                }
            }
        ),
        files={'inner.yaml': json.dumps(inner)},
    )
    assert 'default_pool' in said and OUTSIDE in said


def test_an_external_resource(attacked):
    """Nothing of another's is shown, nor is a pool of others a parent."""
    for external in (BETA + 'pool', '/Project_beta/../Project_beta/pool'):
        said = refused(
            attacked.stack(),
            stacks.hot({'it': {'type': POOL, 'external_id': external}}),
        )
        assert OUTSIDE in said
    stack = attacked.stack()
    stack.create(
        {
            **stacks.hot(
                {'it': {'type': POOL, 'external_id': '/Common/shared'}}
            ),
            'outputs': {'path': {'value': {'get_attr': ['it', 'full_path']}}},
        }
    )
    assert stack.output('path') == '/Common/shared'
    stack.delete()


def test_a_stack_is_adopted(attacked):
    """Neither an id nor the data of a resource are believed."""
    stack = attacked.stack()
    own = hot(POOL, {'name': 'adopted'})
    stack.create(own)
    data = conftest.abandon(stack)
    for forged, words in (
        ({'resource_id': BETA + 'pool'}, OUTSIDE),
        ({'resource_id': '/Common/shared'}, OUTSIDE),
    ):
        one = copy.deepcopy(data)
        one['resources']['it'].update(forged)
        victim = attacked.stack()
        conftest.adopt(victim, one, 'ADOPT_FAILED')
        assert words in victim.reasons() or 'not allowed' in victim.reasons()
        victim.delete(expect=['DELETE_COMPLETE', 'DELETE_FAILED'])
        forget(attacked, victim)
    data['resources']['it']['resource_data'].update(
        {
            'moving': BETA + 'pool',
            'brought': json.dumps([BETA + '10.7.0.2']),
            'suspended': json.dumps([BETA + 'pool']),
            'device': 'lab2',
            'generations': json.dumps(list(range(10000))),
            'created': '',
        }
    )
    conftest.adopt(stack, data)
    stack.update(
        hot(POOL, {'name': 'adopted', 'description': 'x'}),
        expect=['UPDATE_COMPLETE', 'UPDATE_FAILED'],
    )
    stack.delete(expect=['DELETE_COMPLETE', 'DELETE_FAILED'])
    forget(attacked, stack)


def forget(cloud, stack):
    """Let a stack go of which the test has seen enough."""
    if stack.show().stack_status == 'DELETE_FAILED':
        with cloud.database() as database:
            database.execute(
                'UPDATE resource SET nova_instance = NULL WHERE stack_id = ?',
                (stack.id,),
            )
            database.execute(
                'DELETE FROM resource_data WHERE resource_id IN (SELECT id '
                'FROM resource WHERE stack_id = ?)',
                (stack.id,),
            )
        stack.delete()


def test_from_one_project_to_the_other(attacked):
    """What beta abandons is not alpha's to adopt."""
    beta = attacked.stack('beta')
    beta.create(hot(POOL, {'name': 'left'}))
    data = conftest.abandon(beta)
    stack = attacked.stack()
    conftest.adopt(stack, data, 'ADOPT_FAILED')
    stack.delete(expect='DELETE_FAILED')
    forget(attacked, stack)
    answer = attacked.bigip.delete('ltm/pool/~Project_beta~left')
    assert answer.ok


def test_an_update(attacked):
    """A resource neither moves out of its partition nor refers out of it."""
    stack = attacked.stack()
    stack.create(hot(POOL, {'name': 'stays'}))
    for properties in (
        {'partition': 'Project_beta', 'name': 'stays'},
        {'name': BETA + 'stays'},
        {'name': 'stays', 'monitors': [BETA + 'monitor']},
        {'name': 'stays', 'bigip_server': 'lab2'},
    ):
        with pytest.raises(heat_exc.HTTPBadRequest) as error:
            stack.update(hot(POOL, properties))
        assert OUTSIDE in str(error.value) or 'lab2' in str(error.value)
    late = stacks.hot(
        {
            'late': {
                'type': 'OS::Heat::Value',
                'properties': {'value': BETA + 'monitor'},
            },
            'it': {
                'type': POOL,
                'properties': {
                    'name': 'stays',
                    'monitors': [{'get_attr': ['late', 'value']}],
                },
            },
        }
    )
    stack.update(late, expect='UPDATE_FAILED')
    assert OUTSIDE in stack.reasons()
    stack.update(hot(POOL, {'name': 'stays'}))
    stack.delete()


@pytest.fixture
def leftover(attacked):
    """A resource from before isolation: its object is now another's."""
    stack = attacked.stack()
    stack.create(hot(NODE, {'name': 'mine', 'address': '10.0.0.9'}))
    forge(attacked, stack, BETA + 'node')
    attacked.bigip.delete('ltm/node/~Project_alpha~mine')
    yield stack
    if stack.show().stack_status != 'DELETE_COMPLETE':
        forge(attacked, stack, '/Project_alpha/mine')
        stack.delete()


def forge(cloud, stack, path):
    with cloud.database() as database:
        database.execute(
            'UPDATE resource SET nova_instance = ? '
            "WHERE stack_id = ? AND name = 'it'",
            (path, stack.id),
        )


def test_what_is_left_of_before(attacked, leftover):
    """Nothing is done to it, and a delete says how to let it go."""
    stack, template = (
        leftover,
        hot(NODE, {'name': 'mine', 'address': '10.0.0.9'}),
    )
    with contextlib.suppress(heat_exc.HTTPException):
        shown = stack.heat.resources.get(
            stack.id, 'it', with_attr=['session', 'show']
        )
        assert '10.7.0.1' not in json.dumps(shown.to_dict())
    stack.heat.resources.signal(stack.id, 'it', {'action': 'disable'})
    conftest.until(
        lambda: any(
            OUTSIDE in event.resource_status_reason
            for event in stack.heat.events.list(stack.id, 'it')
        )
    )
    for act in (stack.check, stack.suspend, stack.snapshot):
        act(expect='%s_FAILED' % act.__name__.upper())
        assert OUTSIDE in stack.reasons()
    stack.update(
        hot(NODE, {'name': 'mine', 'address': '10.0.0.9', 'description': 'x'}),
        expect='UPDATE_FAILED',
    )
    assert OUTSIDE in stack.reasons()
    stack.delete(expect='DELETE_FAILED')
    assert 'forget_outside' in stack.reasons()
    kept = copy.deepcopy(template)
    kept['resources']['it']['deletion_policy'] = 'Retain'
    stack.check()
    stack.update(kept)
    stack.delete()


def test_a_snapshot_is_forged(attacked):
    stack = attacked.stack()
    stack.create(hot(POOL, {'name': 'shot', 'monitors': ['/Common/http']}))
    assert attacked.bigip.patch(
        'ltm/pool/~Project_alpha~shot', json={'monitor': '/Common/tcp'}
    ).ok
    snapshot = stack.snapshot()
    with attacked.database() as database:
        ((data,),) = database.execute(
            'SELECT data FROM resource_snapshot WHERE snapshot_id = ?',
            (snapshot,),
        )
        assert '/Common/tcp' in data
        database.execute(
            'UPDATE resource_snapshot SET data = ? WHERE snapshot_id = ?',
            (data.replace('/Common/tcp', BETA + 'monitor'), snapshot),
        )
    stack.restore(snapshot, expect='RESTORE_FAILED')
    assert OUTSIDE in stack.reasons()
    stack.delete()


def test_the_own_partition(attacked):
    """It is made once, named like Common is, and holds folders."""
    stack = attacked.stack()
    stack.create(
        {
            **stacks.hot(
                {
                    'partition': {
                        'type': 'F5::Sys::Partition',
                        'properties': {'name': OWN},
                    },
                    'folder': {
                        'type': 'F5::Sys::Partition',
                        'properties': {'name': 'folder', 'subpath': OWN},
                    },
                    'pool': {
                        'type': POOL,
                        'properties': {
                            'name': 'inside',
                            'partition': {'get_resource': 'folder'},
                            'monitors': ['/Common/http'],
                        },
                    },
                    'virtual': {
                        'type': 'F5::LTM::VirtualServer',
                        'properties': {
                            **VIRTUAL,
                            'default_pool': {'get_resource': 'pool'},
                            'ip_protocol': 'tcp',
                            'profiles': ['/Common/http'],
                            'irules': ['/Common/_sys_https_redirect'],
                        },
                    },
                    'save': {'type': 'F5::Sys::Save', 'properties': {}},
                }
            ),
            'outputs': {
                'path': {'value': {'get_attr': ['virtual', 'full_path']}}
            },
        }
    )
    assert stack.output('path').startswith('/Project_alpha/')
    assert (
        attacked.bigip.read('ltm/pool/~Project_alpha~folder~inside')
        is not None
    )
    assert (
        'project alpha'
        in attacked.bigip.read('auth/partition/' + OWN)['description']
    )
    stack.check()
    stack.delete()
    assert attacked.bigip.read('auth/partition/' + OWN) is not None
    assert attacked.bigip.read('sys/folder/~Project_alpha~folder') is None


def test_a_device_of_a_template(attacked):
    """It is refused, also with the address of a device of the operator."""
    said = refused(
        attacked.stack(),
        hot(
            'F5::BigIP::Device',
            {
                'ip': attacked.lab.devices[1].address,
                'username': 'admin',
                'password': 'admin',
            },
        ),
    )
    assert 'is not allowed in this project' in said
    assert 'template_devices' in said


# Where the operator allows the most.


def test_another_projects_device(generous):
    """A device that beta brought along is no device of alpha's."""
    device = {
        'ip': generous.lab.devices[1].address,
        'username': 'admin',
        'password': 'admin',
    }
    beta = generous.stack('beta')
    beta.create(hot('F5::BigIP::Device', device))
    reference = beta.resource('it').physical_resource_id
    before = generous.outside()
    said = refused(generous.stack(), hot(POOL, {'bigip_server': reference}))
    assert reference in said and 'neither' in said
    for taken in reference, 'lab':
        adopted = generous.stack()
        data = {
            'name': adopted.name,
            'template': hot('F5::BigIP::Device', device),
            'resources': {
                'it': {
                    'name': 'it',
                    'type': 'F5::BigIP::Device',
                    'action': 'CREATE',
                    'status': 'COMPLETE',
                    'resource_id': taken,
                    'resource_data': {},
                    'metadata': {},
                }
            },
            'action': 'CREATE',
            'status': 'COMPLETE',
            'environment': {},
        }
        conftest.adopt(adopted, data, 'ADOPT_FAILED')
        assert 'id of another device' in adopted.reasons()
        adopted.delete()
    # Its own one gives it no more than its partition.
    for properties, words in (
        ({'name': BETA + 'mine'}, OUTSIDE),
        ({'name': 'mine'}, ''),
    ):
        stack = generous.stack()
        template = stacks.hot(
            {
                'device': {'type': 'F5::BigIP::Device', 'properties': device},
                'it': {
                    'type': POOL,
                    'properties': {
                        'bigip_server': {'get_resource': 'device'},
                        **properties,
                    },
                },
            }
        )
        if words:
            assert words in refused(stack, template)
        else:
            stack.create(template)
            stack.delete()
    assert generous.outside() == before
    beta.delete()


def test_an_own_route_domain(generous):
    """It is that of the partition, and addresses may name it alone."""
    stack = generous.stack('gamma')
    stack.create(
        stacks.hot(
            {
                'pool': {
                    'type': POOL,
                    'properties': {
                        'name': 'own',
                        'members': [
                            {'member_ip': '10.0.0.1%7', 'member_port': 80}
                        ],
                    },
                }
            }
        )
    )
    assert (
        generous.bigip.read('auth/partition/tenant_3')['defaultRouteDomain']
        == RESERVED
    )
    said = refused(
        generous.stack('gamma'), hot(*virtual(ip='198.51.100.1%1001'))
    )
    assert 'it.properties.ip: ' in said and '%7' in said
    stack.delete()


def test_objects_in_common(generous):
    """A project may be allowed them, and gets no further by them."""
    before = generous.outside()
    stack = generous.stack()
    shared = hot(POOL, {'name': '/Common/open', 'monitors': ['/Common/http']})
    stack.create(shared)
    assert generous.bigip.read('ltm/pool/~Common~open')['monitor'].strip() == (
        '/Common/http'
    )
    shared['resources']['it']['properties']['monitors'] = ['/Common/tcp']
    stack.update(shared)
    stack.check()
    assert generous.bigip.read('ltm/pool/~Common~open')['monitor'].strip() == (
        '/Common/tcp'
    )
    during = generous.outside()
    shared['resources']['it']['properties']['monitors'] = [BETA + 'monitor']
    with pytest.raises(heat_exc.HTTPBadRequest, match='Project_beta'):
        stack.update(shared)
    for kind, properties, words in (
        # It is somebody's, whoever may write there.
        (POOL, {'name': '/Common/shared'}, 'already exists'),
        (POOL, {'name': BETA + 'mine'}, 'lies outside of'),
        (
            MEMBER,
            {'pool': '/Common/open', 'node': BETA + 'node', 'port': 80},
            'Project_beta',
        ),
        (*virtual(ip=BETA + 'va', name='/Common/open'), 'lies outside of'),
        (
            'F5::Sys::Partition',
            {'name': 'Common', 'route_domain': 7},
            'it.properties.route_domain: ',
        ),
        (
            'F5::Sys::Partition',
            {'name': OWN, 'description': 'mine'},
            'it.properties.description: ',
        ),
    ):
        assert words in refused(generous.stack(), hot(kind, properties))
    assert generous.outside() == during
    stack.delete()
    assert generous.outside() == before


def test_an_operator_acts_on_a_projects_stack(generous):
    """The stack stays its project's, whoever changes it."""
    before = generous.outside()
    stack = generous.stack()
    template = hot(POOL, {'name': 'theirs', 'monitors': ['/Common/http']})
    stack.create(template)
    stack.heat = generous.lab.heat('operators')
    template['resources']['it']['properties']['monitors'] = ['/Common/tcp']
    # A name that Heat makes up is made up in the project's partition.
    template['resources']['another'] = {'type': POOL, 'properties': {}}
    stack.update(template)
    assert (
        generous.bigip.read('ltm/pool/~Project_alpha~theirs')[
            'monitor'
        ].strip()
        == '/Common/tcp'
    )
    assert stack.resource('another').physical_resource_id.startswith(
        '/Project_alpha/'
    )
    for properties in (
        {'name': BETA + 'mine'},
        {'partition': 'operators'},
        {'default_pool': BETA + 'pool'},
    ):
        wrong = copy.deepcopy(template)
        wrong['resources']['more'] = {
            'type': 'F5::LTM::VirtualServer',
            'properties': {**VIRTUAL, **properties},
        }
        with pytest.raises(heat_exc.HTTPBadRequest, match=OUTSIDE):
            stack.update(wrong)
    stack.check()
    assert generous.outside() == before
    stack.delete()
    assert generous.bigip.read('ltm/pool/~Project_alpha~theirs') is None
    assert generous.outside() == before


def test_what_is_out_of_reach_is_forgotten(generous):
    stack = generous.stack()
    stack.create(hot(NODE, {'name': 'mine', 'address': '10.0.0.9'}))
    before = generous.outside()
    forge(generous, stack, BETA + 'node')
    stack.delete()
    assert generous.outside() == before
    assert generous.bigip.read('ltm/node/~Project_beta~node') is not None
    assert 'is left behind' in generous.log_file.read_text()
    generous.bigip.delete('ltm/node/~Project_alpha~mine')


# Every type, in the own partition.

#: What nobody can have there: partitions, what no tenant may have, services in
#: Common, the route domains of others, the persistence of others, a restart
#: of the device.
ELSEWHERE = {'F5::Sys::Partition', 'F5::Net::SelfIP', 'F5::Net::VLAN'}
UNUSABLE = {
    'app_service',
    'explicit_proxy',
    'match_across_pools',
    'match_across_services',
    'match_across_virtuals',
    'min_up_members_checking',
}


def own(value):
    """A value of a row, with what lies in Common in the own partition."""
    if isinstance(value, str):
        return (
            value.replace('~Common~', '~%s~' % OWN)
            .replace('/Common/<', '/%s/<' % OWN)
            .replace('/Common/2001:', '/%s/2001:' % OWN)
        )
    if isinstance(value, dict):
        return {key: own(part) for key, part in value.items()}
    if isinstance(value, list):
        return [own(part) for part in value]
    return value


def own_row(row):
    changes = {
        name: dataclasses.replace(
            change,
            **{
                field: own(getattr(change, field))
                for field in (
                    'first',
                    'second',
                    'sent_first',
                    'sent_second',
                    'drift',
                    'unset',
                    'along',
                )
            },
        )
        for name, change in row.changes.items()
        if name not in UNUSABLE
    }
    given = own(row.given)
    if given.get('partition') == 'Common':
        given['partition'] = OWN
    return dataclasses.replace(
        row,
        uri=own(row.uri),
        given=given,
        needs=own(row.needs),
        changes=changes,
    )


def test_every_type_in_the_own_partition(generous):
    """Create, check, update and delete: all types at the same time."""
    crowd = stacks.Crowd(
        generous,
        generous.stack(),
        [own_row(row) for row in contract.ROWS if row.type not in ELSEWHERE],
        stacks.together,
    )
    before = generous.outside()
    crowd.stack.create(crowd.template(stacks.first))
    crowd.stack.update(crowd.template(stacks.second))
    crowd.stack.check()
    assert (
        stacks.complaints(
            crowd,
            lambda case: (
                ''
                if case.read_marked('all')
                else 'is not in the own partition'
            ),
        )
        == {}
    )
    crowd.stack.delete()
    assert generous.outside() == before
