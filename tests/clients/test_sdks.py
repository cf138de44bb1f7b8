# SPDX-License-Identifier: Apache-2.0

"""Clients that were written for real devices: f5-sdk and BIGREST."""

import functools
import warnings

import bigrest.bigip
import pytest
from f5 import bigip as f5_sdk
from f5 import sdk_exception
from f5.bigip import contexts
from f5.multi_device import cluster
from f5.multi_device import device_group
from f5.multi_device import trust_domain

from f5_heat import simulator
from tests.simulator import objects

pytestmark = [
    # f5-sdk never verifies, and is older than some of what it uses.
    pytest.mark.filterwarnings('ignore:Unverified HTTPS request'),
    pytest.mark.filterwarnings('ignore:distutils'),
]

# Kinds whose objects need an upload, or that nobody creates.
FIXED = (
    'sys/file/',
    'cm/cert',
    'cm/key',
    'cm/trust-domain',
    'sys/db',
    'sys/provision',
    'net/interface',
    'cm/device',
    'gtm/server',
    'gtm/wideip',
    'gtm/pool',
    'ltm/policy-strategy',
)
COLLECTIONS = sorted(
    kind.collection
    for kind in objects.BY_COLLECTION.values()
    if not kind.parent
    and set(kind.modules) <= {'gtm'}
    and kind.naming != 'singleton'
    and 'description' in kind.fields
    and (
        kind.collection.startswith('cm/device-group')
        or not kind.collection.startswith(FIXED)
    )
)


@pytest.fixture(scope='module')
def _bigrest(shared_bigip):
    with pytest.MonkeyPatch.context() as environment:
        # requests prefers the environment's bundle to the session's.
        environment.setenv('REQUESTS_CA_BUNDLE', shared_bigip.ca_file)
        yield bigrest.bigip.BIGIP(
            shared_bigip.address,
            'admin',
            'admin',
            session_verify=shared_bigip.ca_file,
        )


@pytest.fixture
def device(bigip, rest, _bigrest):
    """BIGREST, with a few objects that others refer to."""
    bigip.device.files['/var/tmp/x.crt'] = b'1 := 2\n'
    rest.ok('POST', 'ltm/pool', {'name': 'there'})
    rest.ok('POST', 'net/vlan', {'name': 'there'})
    rest.ok('PATCH', 'sys/provision/gtm', {'level': 'nominal'})
    return _bigrest


@pytest.mark.parametrize('collection', COLLECTIONS)
def test_bigrest(device, bigip, rest, collection):
    path = '/mgmt/tm/' + collection
    body = objects.World(rest).least(collection)
    before = set(bigip.control.config())
    made = device.create(path, body)
    own = made.properties['selfLink'].partition('/mgmt')[2]
    own = '/mgmt' + own.partition('?')[0]
    assert device.exist(own)
    loaded = device.load(own)
    assert loaded.properties == made.properties
    changes = {'description': 'changed'}
    if collection == 'ltm/data-group/internal':
        changes['type'] = 'string'
    device.modify(own, changes)
    assert device.load(own).properties['description'] == 'changed'
    assert made.properties['name'] in [
        one.properties['name'] for one in device.load(path)
    ]
    assert 'description' in str(device.example(path).properties)
    device.delete(own)
    assert not device.exist(own)
    assert set(bigip.control.config()) - before <= {'ltm/snat-translation'}


def test_bigrest_saves_what_it_loaded(device):
    device.create(
        '/mgmt/tm/ltm/virtual',
        {'name': 'vs', 'destination': '10.0.0.9:80', 'persist': 'source_addr'},
    )
    path = '/mgmt/tm/ltm/virtual/~Common~vs'
    virtual = device.load(path)
    virtual.properties['description'] = 'saved'
    device.save(virtual)
    again = device.load(path)
    assert again.properties['description'] == 'saved'
    assert again.properties['persist'] == virtual.properties['persist']


def test_bigrest_transactions_commands_and_statistics(device):
    with device:
        device.create('/mgmt/tm/ltm/pool', {'name': 'web'})
        device.modify('/mgmt/tm/ltm/pool/~Common~there', {'description': 'x'})
    assert device.exist('/mgmt/tm/ltm/pool/~Common~web')
    assert (
        device.command(
            '/mgmt/tm/util/bash',
            {'command': 'run', 'utilCmdArgs': '-c "echo hello"'},
        )
        == 'hello\n'
    )
    shown = device.show('/mgmt/tm/ltm/pool/~Common~web')
    assert (
        shown.properties['status.availabilityState']['description']
        == 'unknown'
    )


def test_bigrest_uploads(device, tmp_path, bigip):
    file = tmp_path / 'x.crt'
    with open(bigip.ca_file, 'rb') as source:
        file.write_bytes(source.read())
    device.upload('/mgmt/shared/file-transfer/uploads', str(file))
    made = device.create(
        '/mgmt/tm/sys/file/ssl-cert',
        {
            'name': 'x.crt',
            'sourcePath': 'file:/var/config/rest/downloads/x.crt',
        },
    )
    assert made.properties['size'] == file.stat().st_size


@pytest.fixture(scope='module')
def _f5_sdk(shared_bigip):
    return _management_root(shared_bigip)


def _management_root(bigip, **rest):
    host, port = bigip.address.split(':')
    with warnings.catch_warnings():
        # It never verifies the certificate of a device.
        warnings.simplefilter('ignore')
        return f5_sdk.ManagementRoot(
            host, 'admin', 'admin', port=int(port), **rest
        )


@pytest.fixture
def sdk(bigip, _f5_sdk):
    return _f5_sdk


SDK = {
    'auth.users.user': {
        'password': 'Secret-1',
        'partition-access': [{'name': 'all-partitions', 'role': 'guest'}],
    },
    'auth.partitions.partition': {},
    'cm.device_groups.device_group': {},
    'cm.traffic_groups.traffic_group': {},
    'ltm.data_group.internals.internal': {'type': 'string', 'records': ['a']},
    'ltm.nats.nat': {
        'originatingAddress': '10.0.6.1',
        'translationAddress': '10.0.6.2',
    },
    'ltm.nodes.node': {'address': '10.0.7.1'},
    'ltm.pools.pool': {'monitor': '/Common/http and /Common/tcp'},
    'ltm.rules.rule': {'apiAnonymous': 'when HTTP_REQUEST { }'},
    'ltm.snatpools.snatpool': {'members': ['10.0.5.1']},
    'ltm.snats.snat': {'automap': True, 'origins': ['10.0.0.0/8']},
    'ltm.snat_translations.snat_translation': {'address': '10.0.5.5'},
    'ltm.virtuals.virtual': {'destination': '/Common/10.0.0.9:80'},
    'ltm.virtual_address_s.virtual_address': {'address': '10.0.0.8'},
    'net.route_domains.route_domain': {'id': 7},
    'net.routes.route': {'network': 'default', 'gw': '10.0.0.1'},
    'net.selfips.selfip': {
        'address': '10.1.0.1/24',
        'vlan': '/Common/http-tunnel',
    },
    'net.vlans.vlan': {},
    'sys.folders.folder': {'subPath': '/Common'},
    'sys.application.templates.template': {'actions': {'definition': {}}},
    **{
        'ltm.monitor.{}s.{}'.format(*names): {}
        for names in (
            ('ftp', 'ftp'),
            ('gateway_icmp', 'gateway_icmp'),
            ('http', 'http'),
            ('icmp', 'icmp'),
            ('imap', 'imap'),
            ('inband', 'inband'),
            ('ldap', 'ldap'),
            ('mysql', 'mysql'),
            ('pop3', 'pop3'),
            ('sip', 'sip'),
            ('smtp', 'smtp'),
            ('tcp', 'tcp'),
            ('tcp_echo', 'tcp_echo'),
            ('tcp_half_open', 'tcp_half_open'),
            ('udp', 'udp'),
        )
    },
    'ltm.monitor.https_s.https': {},
    'ltm.monitor.radius_s.radius': {},
    'ltm.monitor.externals.external': {},
    **{
        'ltm.persistence.{}s.{}'.format(*names): {}
        for names in (
            ('cookie', 'cookie'),
            ('msrdp', 'msrdp'),
            ('ssl', 'ssl'),
            ('universal', 'universal'),
            ('dest_addr', 'dest_addr'),
            ('source_addr', 'source_addr'),
            ('hash', 'hash'),
        )
    },
    **{
        'ltm.profile.{}.{}'.format(*names): {}
        for names in (
            ('client_ssls', 'client_ssl'),
            ('server_ssls', 'server_ssl'),
            ('fasthttps', 'fasthttp'),
            ('fastl4s', 'fastl4'),
            ('ftps', 'ftp'),
            ('https', 'http'),
            ('http2s', 'http2'),
            ('http_compressions', 'http_compression'),
            ('one_connects', 'one_connect'),
            ('streams', 'stream'),
            ('tcps', 'tcp'),
            ('udps', 'udp'),
        )
    },
}


# What is changed, where it is not the description.
CHANGED = {
    'ltm.rules.rule': (
        'apiAnonymous',
        'when HTTP_REQUEST { return }',
        'when HTTP_RESPONSE { return }',
    ),
}


@pytest.mark.parametrize('path', SDK)
def test_f5_sdk(sdk, path):
    *above, collection, kind = path.split('.')
    group = functools.reduce(getattr, above, sdk.tm)
    resource = getattr(getattr(group, collection), kind)
    names = {'name': 'one', 'partition': 'Common'}
    if path.startswith('auth.'):
        del names['partition']
    made = resource.create(**names, **SDK[path])
    before = getattr(made, 'generation', 0)
    assert getattr(getattr(group, collection), kind).exists(**names)
    loaded = getattr(getattr(group, collection), kind).load(**names)
    assert loaded.kind == made.kind
    key, first, second = CHANGED.get(path, ('description', 'a', 'b'))
    loaded.update(**{key: first})
    assert getattr(loaded, key) == first
    if not path.startswith('ltm.monitor.'):
        assert loaded.generation > before
    changes = {key: second}
    if 'data_group' in path:
        changes['type'] = 'string'
    loaded.modify(**changes)
    made.refresh()
    assert getattr(made, key) == second
    assert 'one' in [
        item.name for item in getattr(group, collection).get_collection()
    ]
    made.delete()
    assert not getattr(getattr(group, collection), kind).exists(**names)


def test_f5_sdk_sub_collections(sdk):
    pool = sdk.tm.ltm.pools.pool.create(name='web', partition='Common')
    names = {'name': '10.0.0.1:80', 'partition': 'Common'}
    member = pool.members_s.members.create(**names)
    assert member.state == 'unchecked'
    member.update(description='d')
    member.modify(session='user-disabled', state='user-down')
    assert pool.members_s.members.load(**names).state == 'user-down'
    pool.update(description='kept')
    assert [one.name for one in pool.members_s.get_collection()] == [
        '10.0.0.1:80'
    ]
    member.delete()
    assert not pool.members_s.members.exists(**names)
    virtual = sdk.tm.ltm.virtuals.virtual.create(
        name='vs', partition='Common', profiles=['/Common/tcp']
    )
    virtual.profiles_s.profiles.create(name='http', partition='Common')
    assert [one.name for one in virtual.profiles_s.get_collection()] == [
        'http',
        'tcp',
    ]
    vlan = sdk.tm.net.vlans.vlan.create(name='v', partition='Common')
    interface = vlan.interfaces_s.interfaces.create(name='1.1', tagged=True)
    assert interface.tagged is True


def test_f5_sdk_policies(sdk):
    policies = sdk.tm.ltm.policys
    policy = policies.policy.create(
        name='p', partition='Common', subPath='Drafts', strategy='first-match'
    )
    assert policy.status == 'draft'
    policy.rules_s.rules.create(name='r')
    policy.publish()
    assert policy.status == 'published'
    policy.draft()
    assert policy.status == 'draft'
    assert [one.fullPath for one in policies.get_collection()] == [
        '/Common/Drafts/p',
        '/Common/p',
    ]


def test_f5_sdk_applications(sdk):
    service = sdk.tm.sys.application.services.service.create(
        name='app', partition='Common', template='/Common/f5.http'
    )
    service.update(variables=[{'name': 'a__b', 'value': '1'}])
    assert service.variables == [
        {'name': 'a__b', 'encrypted': 'no', 'value': '1'}
    ]
    assert sdk.tm.sys.application.services.service.exists(
        name='app', partition='Common'
    )
    service.delete()


def test_f5_sdk_runs_an_iapp(sdk):
    applications = sdk.tm.sys.application
    applications.templates.template.create(
        name='t',
        partition='Common',
        actions={
            'definition': {
                'implementation': 'tmsh::create ltm pool pool '
                'description $::a__b',
                'presentation': '',
            }
        },
    )
    service = applications.services.service.create(
        name='app',
        partition='Common',
        template='/Common/t',
        variables=[{'name': 'a__b', 'value': 'one'}],
    )
    named = {'name': 'pool', 'partition': 'Common', 'subPath': 'app.app'}
    pool = sdk.tm.ltm.pools.pool.load(**named)
    assert pool.description == 'one'
    assert pool.appService == '/Common/app.app/app'
    service.modify(
        executeAction='definition',
        variables=[{'name': 'a__b', 'value': 'two'}],
    )
    pool.refresh()
    assert pool.description == 'two'
    service.delete()
    assert not sdk.tm.ltm.pools.pool.exists(**named)


def test_bigrest_runs_an_iapp(device, iapp):
    iapp.template('tmsh::create ltm pool pool')
    device.create(
        '/mgmt/tm/sys/application/service',
        {'name': 'app', 'template': '/Common/t'},
    )
    pool = '/mgmt/tm/ltm/pool/~Common~app.app~pool'
    assert device.load(pool).properties['appService'] == (
        '/Common/app.app/app'
    )
    device.delete('/mgmt/tm/' + iapp.uri)
    assert not device.exist(pool)


def test_f5_sdk_transactions(sdk):
    sdk.tm.ltm.pools.pool.create(name='web', partition='Common')
    with contexts.TransactionContextManager(
        sdk.tm.transactions.transaction
    ) as api:
        pool = api.tm.ltm.pools.pool.load(name='web', partition='Common')
        pool.update(description='together')
    assert (
        sdk.tm.ltm.pools.pool.load(name='web', partition='Common').description
        == 'together'
    )


def test_f5_sdk_with_a_token(bigip):
    sdk = _management_root(bigip, token=True)
    assert sdk.tm.ltm.pools.get_collection() == []
    assert bigip.control.requests()[-1]['auth'] == 'token'


def test_f5_sdk_commands(sdk):
    assert sdk.tmos_version == '17.1.1'
    saved = sdk.tm.sys.config.exec_cmd('save')
    assert saved.command == 'save'
    said = sdk.tm.util.bash.exec_cmd('run', utilCmdArgs="-c 'echo hello'")
    assert said.commandResult == 'hello\n'
    assert [one.selfDevice for one in sdk.tm.cm.devices.get_collection()] == [
        'true'
    ]
    folders = sdk.tm.sys.folders.get_collection()
    assert '/Common' in [one.fullPath for one in folders]
    assert len(sdk.tm.sys.application.get_collection()) >= 2


@pytest.fixture
def roots():
    network = simulator.Network()
    with (
        simulator.Simulator(network=network) as one,
        simulator.Simulator(network=network) as two,
    ):
        yield [_management_root(one), _management_root(two)]


def _sync_status(root):
    page = root.tm.cm.sync_status
    page.refresh()
    return page.entries['https://localhost/mgmt/tm/cm/sync-status/0'][
        'nestedStats'
    ]['entries']['status']['description']


def test_f5_sdk_builds_a_cluster_and_tears_it_down(roots):
    """It makes trust by the Tcl of iApps, on every version."""
    named = {
        'device_group_name': 'dg',
        'device_group_partition': 'Common',
        'device_group_type': 'sync-failover',
        'devices': roots,
    }
    manager = cluster.ClusterManager()
    manager.create(**named)
    assert [_sync_status(root) for root in roots] == ['In Sync'] * 2
    manager = cluster.ClusterManager(**named)
    manager.teardown()
    assert [_sync_status(root) for root in roots] == ['Standalone'] * 2


def test_f5_sdk_tells_a_complaint_from_a_result(sdk):
    util = sdk.tm.util
    for utility, arguments in (
        (util.bash, '-c hello'),
        (util.unix_ls, '/configs/no'),
        (util.unix_mv, '/var/config/rest/downloads/no'),
        (util.unix_rm, 'no'),
        (util.dig, '-9 f5.com NS'),
        (util.get_dossier, '-x registration-key'),
        (util.qkview, '-9'),
    ):
        with pytest.raises(sdk_exception.UtilError):
            utility.exec_cmd('run', utilCmdArgs=arguments)
    for utility, arguments in (
        (util.bash, '-c df -k'),
        (util.dig, 'f5.com NS'),
        (util.get_dossier, '-b registration-key'),
        (util.qkview, '-h'),
        (util.clientssl_ciphers, 'DEFAULT'),
        (util.serverssl_ciphers, ''),
    ):
        said = utility.exec_cmd('run', utilCmdArgs=arguments)
        assert said.commandResult


def test_f5_sdk_forces_a_device_offline(sdk):
    failover = sdk.tm.sys.failover
    failover.exec_cmd('run', offline=True)
    page = failover.load().apiRawValues['apiAnonymous']
    assert page.startswith('Failover forced_offline ')
    failover.exec_cmd('run', offline=False, online=True)
    named = {'trafficgroup': 'traffic-group-1', 'state': None}
    assert failover.toggle_standby(**named).standby is None
    page = failover.load().apiRawValues['apiAnonymous']
    assert page.startswith('Failover active ')


def test_f5_sdk_clusters(roots):
    one, two = roots
    one.tm.cm.add_to_trust.exec_cmd(
        'run',
        name='Root',
        device='192.0.2.2',
        deviceName='bigip2',
        username='admin',
        password='admin',
        caDevice=True,
    )
    trust = trust_domain.TrustDomain(devices=roots, partition='Common')
    assert trust.domain == {
        'bigip1': ['bigip1', 'bigip2'],
        'bigip2': ['bigip1', 'bigip2'],
    }
    named = {
        'device_group_name': 'dg',
        'device_group_partition': 'Common',
        'device_group_type': 'sync-failover',
        'devices': roots,
    }
    group = device_group.DeviceGroup()
    group.create(**named)
    one.tm.ltm.pools.pool.create(name='web', partition='Common')
    assert _sync_status(two) == 'Changes Pending'
    one.tm.cm.device_groups.device_group.load(name='dg').sync_to()
    assert two.tm.ltm.pools.pool.exists(name='web', partition='Common')
    assert cluster.ClusterManager(**named).cluster.devices == roots
    one.tm.sys.failover.exec_cmd('run', standby=True)
    assert two.tm.shared.bigip_failover_state.load().failoverState == 'active'
    group.teardown()
    assert not two.tm.cm.device_groups.device_group.exists(
        name='dg', partition='Common'
    )
    for root, other in ((one, 'bigip2'), (two, 'bigip1')):
        root.tm.cm.remove_from_trust.exec_cmd(
            'run', name='Root', deviceName=other
        )
    assert [_sync_status(root) for root in roots] == ['Standalone'] * 2
