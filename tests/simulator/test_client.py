# SPDX-License-Identifier: Apache-2.0

"""The REST client and the simulator: two readings of the same evidence."""

import concurrent.futures
import pathlib
import re
import textwrap
import threading

import pytest
import tenacity

from f5_heat import icontrol
from f5_heat.icontrol import cluster
from f5_heat.icontrol import errors
from f5_heat.simulator import Network
from f5_heat.simulator import Simulator

POOL = 'ltm/pool'
WEB = '/Common/web'


@pytest.fixture(scope='module')
def running():
    with Simulator(
        username='admin', password='admin', control=True
    ) as simulator:
        yield simulator


@pytest.fixture
def simulator(running):
    running.control.reset()
    return running


def connect(simulator, **options):
    options = {'verify': simulator.ca_file, **options}
    return icontrol.connect(simulator.address, 'admin', 'admin', **options)


@pytest.fixture
def impatient():
    return icontrol.retry.TRANSIENT.copy(wait=tenacity.wait_none())


@pytest.fixture
def bigip(simulator, impatient):
    with connect(simulator, retry=impatient) as bigip:
        yield bigip


def joe(simulator, bigip, role):
    """The client of a user, who has as many tokens as may be."""
    bigip.create(
        'auth/user',
        {
            'name': 'joe',
            'password': 'Secret-1',
            'partitionAccess': [{'name': 'all-partitions', 'role': role}],
        },
    )
    for _ in range(100):
        bigip.request(
            'POST',
            'shared/authz/tokens',
            {
                'user': {
                    'link': 'https://localhost/mgmt/shared/authz/users/joe'
                }
            },
        )
    return icontrol.connect(
        simulator.address,
        'joe',
        'Secret-1',
        verify=simulator.ca_file,
        retry=None,
    )


def test_the_limit_of_tokens(simulator, bigip):
    """Without a token for a while; those of others stay."""
    with joe(simulator, bigip, 'admin') as client:
        simulator.control.clear()
        client.create(POOL, {'name': 'web', 'partition': 'Common'})
        client.delete(POOL, WEB)
    assert [
        (one['auth'], one['status']) for one in simulator.control.requests()
    ] == [('', 400), ('basic', 200), ('basic', 200)]


def test_the_limit_of_tokens_before_13_1():
    """Not everybody may do without a token: they wait for one."""
    with (
        Simulator(
            username='admin',
            password='admin',
            control=True,
            tmos_version='13.0.0',
        ) as old,
        connect(old) as bigip,
        joe(old, bigip, 'manager') as client,
    ):
        old.control.clear()
        for _ in range(3):
            with pytest.raises(errors.Busy, match='limit of login tokens'):
                client.create(POOL, {'name': 'web'})
        assert len(old.control.requests()) == 2
        assert not bigip.exists(POOL, WEB)


def test_a_token_is_extended_while_it_lives(simulator, bigip):
    bigip.read('sys')
    for _ in range(3):
        # Time passes by moving the login into the past.
        token = bigip.session._login._current
        token._began -= 1150
        token._renewal -= 1150
        bigip.read('sys')
    counts = simulator.control.counts()
    assert counts['logins'] == 1
    assert counts['requests'] == {'PATCH': 3, 'GET': 4}


def test_transactions_of_several_clients(simulator):
    """Those of one never overlap; those of several all get through."""

    def make(client, number):
        name = '%s%d' % ('ab'[client is second], number)
        with client.transaction() as change:
            change.create(POOL, {'name': name, 'partition': 'Common'})
            change.modify(POOL, '/Common/' + name, {'description': name})

    with (
        connect(simulator) as first,
        connect(simulator) as second,
        concurrent.futures.ThreadPoolExecutor(8) as threads,
    ):
        for done in [
            threads.submit(make, client, number)
            for number in range(8)
            for client in (first, second)
        ]:
            done.result()
    assert {
        path: pool['description']
        for path, pool in simulator.control.config()['ltm/pool'].items()
    } == {
        f'/Common/{client}{number}': f'{client}{number}'
        for client in 'ab'
        for number in range(8)
    }


def test_an_object_from_its_creation_to_its_end(bigip):
    made = bigip.create(POOL, {'name': 'web', 'partition': 'Common'})
    assert made['fullPath'] == WEB
    assert made['loadBalancingMode'] == 'round-robin'
    assert bigip.read(POOL, WEB) == made
    assert bigip.exists(POOL, WEB)
    changed = bigip.modify(
        POOL, WEB, {'slowRampTime': 20, 'description': 'of the shop'}
    )
    assert (changed['slowRampTime'], changed['description']) == (
        20,
        'of the shop',
    )
    replaced = bigip.replace(POOL, WEB, {'name': 'web', 'minUpMembers': 1})
    assert (replaced['slowRampTime'], replaced['minUpMembers']) == (10, 1)
    assert 'description' not in replaced
    bigip.delete(POOL, WEB)
    assert not bigip.exists(POOL, WEB)
    with pytest.raises(errors.NotFound) as caught:
        bigip.delete(POOL, WEB)
    assert (caught.value.status, caught.value.code) == (404, '01020036')
    assert caught.value.message == (
        '01020036:3: The requested Pool (/Common/web) was not found.'
    )


def test_a_bare_name_is_looked_up_in_common(bigip):
    bigip.create(POOL, {'name': 'web', 'partition': 'Common'})
    assert bigip.read(POOL, 'web')['fullPath'] == 'web'


@pytest.mark.parametrize(
    'name',
    ['/Common/10.0.0.1%2:80', '/Common/2001:db8::5.80', '/Common/10.0.0.7:80'],
)
def test_a_member_of_any_address(bigip, name):
    bigip.create('net/route-domain', {'name': '2', 'id': 2})
    bigip.create(
        POOL,
        {
            'name': 'web',
            'partition': 'Common',
            'members': [{'name': name.split('/')[2]}],
        },
    )
    members = icontrol.paths.within(POOL, WEB, 'members')
    assert bigip.read(members, name)['fullPath'] == name
    pool = bigip.read(POOL, WEB, expand=True)
    assert [
        member['fullPath'] for member in pool['membersReference']['items']
    ] == [name]
    bigip.delete(members, name)
    assert bigip.list(members) == []
    assert not bigip.exists(members, name)


def test_a_name_in_a_folder_with_a_blank(bigip):
    bigip.create('auth/partition', {'name': 'Tenant'})
    bigip.create('sys/folder', {'name': 'shop', 'partition': 'Tenant'})
    path = '/Tenant/shop/my rule'
    bigip.create(
        'ltm/rule', {'name': path, 'apiAnonymous': 'when CLIENT_ACCEPTED { }'}
    )
    assert bigip.read('ltm/rule', path)['fullPath'] == path
    bigip.delete('ltm/rule', path)
    assert not bigip.exists('ltm/rule', path)


def test_a_singleton(bigip):
    settings = bigip.read('sys/global-settings')
    assert settings['kind'] == ('tm:sys:global-settings:global-settingsstate')
    changed = bigip.modify(
        'sys/global-settings', None, {'guiSetup': 'disabled'}
    )
    assert changed['guiSetup'] == 'disabled'


@pytest.mark.parametrize('page', [None, 1, 2, 50])
def test_a_list(bigip, page):
    bigip.create('auth/partition', {'name': 'Tenant'})
    for name in ('a', 'b', 'c'):
        bigip.create(POOL, {'name': name, 'partition': 'Tenant'})
    bigip.create(POOL, {'name': 'd', 'partition': 'Common'})
    pools = bigip.list(POOL, partition='Tenant', select=['name'], page=page)
    assert [pool['name'] for pool in pools] == ['a', 'b', 'c']
    assert all('loadBalancingMode' not in pool for pool in pools)
    assert bigip.list('ltm/snat') == []


def test_statistics(bigip, simulator):
    bigip.create(
        POOL,
        {
            'name': 'web',
            'partition': 'Common',
            'monitor': '/Common/http',
            'members': [{'name': '10.0.0.1:80'}],
        },
    )
    simulator.control.set_member_state(WEB, '/Common/10.0.0.1:80', 'up')
    found = bigip.stats(POOL, WEB)
    assert found['status.availabilityState'] == 'available'
    assert found['status.enabledState'] == 'enabled'
    assert found['serverside.curConns'] == 0


def test_a_command(bigip):
    assert bigip.run('sys/config', 'save')['command'] == 'save'


def test_the_version(bigip):
    assert bigip.version == '17.1.1'


def test_refusals(bigip):
    bigip.create(POOL, {'name': 'web', 'partition': 'Common'})
    with pytest.raises(errors.Conflict, match='already exists in partition'):
        bigip.create(POOL, {'name': 'web', 'partition': 'Common'})
    with pytest.raises(errors.BadRequest, match='unexpected argument'):
        bigip.modify(POOL, WEB, {'noSuchProperty': 1})
    bigip.create(
        'ltm/virtual',
        {
            'name': 'v',
            'partition': 'Common',
            'destination': '/Common/192.0.2.1:80',
            'ipProtocol': 'tcp',
            'pool': WEB,
        },
    )
    with pytest.raises(errors.InUse, match='in use by a Virtual Server'):
        bigip.delete(POOL, WEB)


def test_a_transaction(bigip):
    with bigip.transaction() as change:
        change.create(POOL, {'name': 'web', 'partition': 'Common'})
        change.create(POOL, {'name': 'other', 'partition': 'Common'})
        assert not bigip.exists(POOL, WEB)
    assert bigip.exists(POOL, WEB)
    assert bigip.exists(POOL, '/Common/other')


def test_a_transaction_is_all_or_nothing(bigip):
    bigip.create(POOL, {'name': 'taken', 'partition': 'Common'})
    with (
        pytest.raises(errors.TransactionFailed, match='already exists'),
        bigip.transaction() as change,
    ):
        change.create(POOL, {'name': 'web', 'partition': 'Common'})
        change.create(POOL, {'name': 'taken', 'partition': 'Common'})
    assert not bigip.exists(POOL, WEB)


def test_a_transaction_that_the_caller_breaks_off(bigip):
    with pytest.raises(KeyError), bigip.transaction() as change:
        change.create(POOL, {'name': 'web', 'partition': 'Common'})
        raise KeyError('the caller')
    assert not bigip.exists(POOL, WEB)
    assert bigip.request('GET', 'tm/transaction').get('items', []) == []


def test_an_upload(bigip, simulator):
    content = bytes(range(256)) * 3000
    path = bigip.upload('my.crt', content)
    assert path == '/var/config/rest/downloads/my.crt'


def test_one_login_for_all_threads(simulator):
    with connect(simulator, max_connections=4) as bigip:
        barrier = threading.Barrier(32)

        def work(number):
            name = f'p{number}'
            barrier.wait()
            bigip.create(POOL, {'name': name, 'partition': 'Common'})
            bigip.modify(POOL, f'/Common/{name}', {'minUpMembers': number})
            return bigip.read(POOL, f'/Common/{name}')['minUpMembers']

        with concurrent.futures.ThreadPoolExecutor(32) as threads:
            assert list(threads.map(work, range(32))) == list(range(32))
        counts = simulator.control.counts()
    assert counts['logins'] == 1
    assert counts['connections'] <= 4
    assert counts['requests'] == {'POST': 32, 'PATCH': 32, 'GET': 32}


def test_expired_tokens_are_renewed_once_for_all_threads(simulator):
    with connect(simulator) as bigip:
        bigip.read('sys/global-settings')
        simulator.control.expire_tokens()
        with concurrent.futures.ThreadPoolExecutor(16) as threads:
            list(threads.map(bigip.exists, [POOL] * 32, [WEB] * 32))
        assert simulator.control.counts()['logins'] == 2


def test_the_token_is_revoked(simulator):
    bigip = connect(simulator, token_timeout=3600)
    other = connect(simulator)
    bigip.read('sys/global-settings')
    other.read('sys/global-settings')
    tokens = other.request('GET', 'shared/authz/tokens')['items']
    assert sorted(token['timeout'] for token in tokens) == [1200, 3600]
    bigip.close()
    tokens = other.request('GET', 'shared/authz/tokens')['items']
    assert [token['timeout'] for token in tokens] == [1200]
    other.close()


def test_basic_authentication(simulator):
    with connect(simulator, auth='basic') as bigip:
        bigip.read('sys/global-settings')
    counts = simulator.control.counts()
    assert (counts['logins'], counts['requests']) == (0, {'GET': 1})


@pytest.mark.parametrize('auth', ['token', 'basic'])
def test_a_wrong_password(simulator, auth):
    bigip = icontrol.connect(
        simulator.address,
        'admin',
        'mistaken',
        verify=simulator.ca_file,
        auth=auth,
    )
    with pytest.raises(errors.Unauthorized) as caught:
        bigip.read('sys/global-settings')
    assert 'mistaken' not in str(caught.value)
    assert len(simulator.control.requests()) == 1


def test_a_device_without_a_login():
    with (
        Simulator(tmos_version='11.6.0') as simulator,
        connect(simulator) as bigip,
    ):
        assert bigip.version == '11.6.0'
        bigip.create(POOL, {'name': 'web', 'partition': 'Common'})
        assert bigip.list('ltm/snat') == []
        members = icontrol.paths.within(POOL, WEB, 'members')
        assert not bigip.exists(members, '/Common/10.0.0.1:80')


@pytest.mark.parametrize(
    'fault',
    [
        '503-restarting',
        '404-not-registered',
        '404-not-available',
        '503-task-active',
        '400-connection-refused',
        '500-connection-refused',
    ],
)
@pytest.mark.parametrize('method', ['GET', 'POST', 'PATCH', 'DELETE'])
def test_a_device_that_is_not_ready_is_asked_again(
    simulator, bigip, fault, method
):
    bigip.create(POOL, {'name': 'web', 'partition': 'Common'})
    simulator.control.inject(fault, method=method, path='ltm/pool', times=2)
    bigip.modify(POOL, WEB, {'minUpMembers': 1})
    assert bigip.read(POOL, WEB)['minUpMembers'] == 1
    bigip.create(POOL, {'name': 'other', 'partition': 'Common'})
    bigip.delete(POOL, WEB)


@pytest.mark.parametrize(
    'fault',
    [
        '500-mcpd-lost',
        '400-icrd-timeout',
        '500-timeout',
        '500-async-context',
        '502-proxy-error',
        'drop-before',
        'drop-after',
        'drop-body',
    ],
)
def test_what_may_have_been_applied(simulator, bigip, fault):
    """A write is never repeated then, and a read always."""
    simulator.control.inject(
        fault, when='after', method='POST', path='ltm/pool'
    )
    with pytest.raises((errors.Unreachable, errors.Busy)) as caught:
        bigip.create(POOL, {'name': 'web', 'partition': 'Common'})
    assert caught.value.sent
    assert (
        len(
            [
                request
                for request in simulator.control.requests()
                if request['method'] == 'POST' and not request['login']
            ]
        )
        == 1
    )
    simulator.control.inject(fault, method='GET', path='ltm/pool', times=2)
    assert bigip.exists(POOL, WEB) is (fault != 'drop-before')


@pytest.mark.parametrize('fault', ['html', 'broken-json'])
def test_an_answer_that_is_not_icontrol_rest(simulator, bigip, fault):
    simulator.control.inject(
        fault, when='after', method='POST', path='ltm/pool'
    )
    with pytest.raises(errors.InvalidAnswer) as caught:
        bigip.create(POOL, {'name': 'web', 'partition': 'Common'})
    assert caught.value.sent
    assert bigip.exists(POOL, WEB)


def test_an_expired_token_in_the_middle_of_a_write(simulator, bigip):
    simulator.control.inject('expired-token', method='POST', path='ltm/pool')
    bigip.create(POOL, {'name': 'web', 'partition': 'Common'})
    assert bigip.exists(POOL, WEB)


def test_a_slow_device(simulator):
    simulator.control.inject(
        'slow', method='POST', path='ltm/pool', seconds=30
    )
    with (
        connect(simulator, read_timeout=0.2) as bigip,
        pytest.raises(errors.Unreachable, match='in time') as caught,
    ):
        bigip.create(POOL, {'name': 'web', 'partition': 'Common'})
    assert caught.value.sent


@pytest.fixture
def two():
    """Two devices that can reach each other."""
    network = Network()
    with (
        Simulator(username='admin', password='admin', network=network) as one,
        Simulator(
            username='admin', password='admin', network=network
        ) as other,
    ):
        yield one, other


def test_the_examples_of_the_reference(two):
    page = (
        pathlib.Path(__file__)
        .parents[2]
        .joinpath('doc/source/reference/client.rst')
        .read_text()
    )
    blocks = re.findall(r'code-block:: python\n\n((?:   .*\n|\n)+)', page)
    assert len(blocks) == 6
    login, *others = [
        textwrap.dedent(block)
        .replace(
            "'192.0.2.1', 'admin', 'secret'",
            f"'{two[0].address}', 'admin', 'admin'",
        )
        .replace("'secret'", "'admin'")
        .replace('/etc/ssl/bigip.pem', two[0].ca_file)
        for block in blocks
    ]
    with connect(two[1]) as other:
        names = {'other': other}
        exec(login, names)
        bigip = names['bigip']
        assert bigip.exists(POOL, WEB)
        for block in others:
            exec(block, names)
        assert bigip.exists(POOL, '/Common/blue')
        assert not bigip.exists(POOL, WEB)
        assert cluster.members(other, 'pair').keys() == {'bigip1', 'bigip2'}
        assert other.exists(POOL, '/Common/blue')
        assert names['status'].of('pair') == 'In Sync'
    names['bigip'].close()


def test_devices_meet_and_part(two):
    with connect(two[0]) as one, connect(two[1]) as other:
        peer = cluster.own_device(other)
        cluster.add_to_trust(one, peer, 'admin', 'admin')
        for bigip in (one, other):
            assert cluster.trusted(bigip) == {'bigip1', 'bigip2'}
        with pytest.raises(errors.BadRequest, match='not found in device gro'):
            cluster.sync(one, 'pair')
        one.create(
            cluster.GROUPS,
            {'name': 'pair', 'partition': 'Common', 'type': 'sync-failover'},
        )
        cluster.set_members(one, 'pair', ['bigip1', 'bigip2'])
        status = cluster.sync_status(other)
        assert status.of('pair') == 'Awaiting Initial Sync'
        assert not status.is_broken('pair')
        assert status.advice('pair') is None
        cluster.sync(one, 'pair')
        one.create(POOL, {'name': 'web', 'partition': 'Common'})
        status = cluster.sync_status(other)
        assert status.of('pair') == 'Changes Pending'
        assert status.advice('pair') == 'bigip1'
        cluster.sync(other, 'pair', 'from-group')
        assert other.exists(POOL, WEB)
        cluster.delete_group(other, 'pair')
        cluster.delete_group(one, 'pair')
        for bigip, name in (one, 'bigip2'), (other, 'bigip1'):
            cluster.remove_from_trust(bigip, name)
            with pytest.raises(errors.NotFound):
                cluster.remove_from_trust(bigip, name)
        assert cluster.sync_status(one).status == 'Standalone'


def test_a_password_that_is_wrong_for_the_peer(two):
    with connect(two[0]) as one, connect(two[1]) as other:
        peer = cluster.own_device(other)
        with pytest.raises(errors.HTTPError) as refused:
            cluster.add_to_trust(one, peer, 'admin', 'Canary 7')
        assert 'Canary' not in str(refused.value)
        assert cluster.trusted(one) == {'bigip1'}


@pytest.mark.parametrize(
    'password',
    ['two words', 'a"b', 'back\\slash', '{brace}', '$dollar;', "it's", 'ä'],
)
def test_any_password_is_passed_on(two, password):
    with connect(two[0]) as one, connect(two[1]) as other:
        other.modify('auth/user', 'admin', {'password': password})
        with icontrol.connect(
            two[1].address, 'admin', password, verify=two[1].ca_file
        ) as again:
            peer = cluster.own_device(again)
        cluster.add_to_trust(one, peer, 'admin', password)
        assert cluster.trusted(one) == {'bigip1', 'bigip2'}
