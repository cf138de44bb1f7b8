# SPDX-License-Identifier: Apache-2.0

"""Requests go to the active unit, whichever it is and becomes."""

import concurrent.futures
import contextlib
import hashlib
import pathlib
import socket
import ssl
import threading

import pytest
import requests

from f5_heat import icontrol
from f5_heat import simulator
from f5_heat.icontrol import errors
from f5_heat.plugin import resource_types
from f5_heat.tenancy import fence
from f5_heat.tenancy import tenant
from tests.unit import icontrol_device

WEB = {'name': 'web', 'partition': 'Common'}


class Pair:
    """Two simulated units of a failover group, the first one active."""

    def __init__(self, units, auto_sync):
        self.units = units
        self.certificates = ''.join(
            pathlib.Path(one.ca_file).read_text() for one in units
        )
        (other,) = self.tell(1, 'GET', 'cm/device')['items']
        for path, body in (
            (
                'cm/add-to-trust',
                {
                    'command': 'run',
                    'name': 'Root',
                    'caDevice': True,
                    'device': other['managementIp'],
                    'deviceName': 'bigip2',
                    'username': 'admin',
                    'password': 'admin',
                },
            ),
            (
                'cm/device-group',
                {
                    'name': 'pair',
                    'type': 'sync-failover',
                    'autoSync': auto_sync,
                    'devices': ['bigip1', 'bigip2'],
                },
            ),
            (
                'cm',
                {'command': 'run', 'utilCmdArgs': 'config-sync to-group pair'},
            ),
        ):
            self.tell(0, 'POST', path, body)
        self.clear()

    def tell(self, number, method, path, body=None):
        """A request of somebody else's to a unit."""
        unit = self.units[number]
        answer = requests.request(
            method,
            '%s/mgmt/tm/%s' % (unit.url, path),
            json=body,
            auth=('admin', 'admin'),
            verify=unit.ca_file,
            timeout=10,
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def connect(self, *addresses, **options):
        return icontrol.connect(
            addresses or [one.address for one in self.units],
            'admin',
            'admin',
            **{
                'verify': self.certificates,
                'retry': None,
                'connect_timeout': 0.5,
                **options,
            },
        )

    def clear(self):
        for one in self.units:
            one.control.clear()

    def seen(self, number):
        """The methods and paths that a unit saw, without the logins."""
        return [
            (
                one['method'],
                one['path'].removeprefix('/mgmt/').removeprefix('tm/'),
            )
            for one in self.units[number].control.requests()
            if not one['login']
        ]

    def logins(self):
        return [one.control.counts()['logins'] for one in self.units]

    def pools(self, number):
        return sorted(self.units[number].control.config().get('ltm/pool', ()))

    def fail_over(self):
        return self.units[0].control.fail_over()


@contextlib.contextmanager
def running(auto_sync='enabled'):
    network = simulator.Network()
    with contextlib.ExitStack() as started:
        yield Pair(
            [
                started.enter_context(
                    simulator.Simulator(control=True, network=network)
                )
                for _ in range(2)
            ],
            auto_sync,
        )


@pytest.fixture
def pair():
    with running() as pair:
        yield pair


@pytest.fixture
def by_hand():
    """The units are synchronized when somebody says so."""
    with running('disabled') as pair:
        yield pair


class Nobody:
    """An address at which connections are taken and nothing is said."""

    def __init__(self):
        self.connections = 0
        self._kept = []

    def __enter__(self):
        self._listener = socket.create_server(('127.0.0.1', 0))
        self.address = '127.0.0.1:%d' % self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                self._kept.append(self._listener.accept())
                self.connections += 1

    def __exit__(self, *exception):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection, _ in self._kept:
            connection.close()


class Relay(Nobody):
    """A floating address: connections go to the unit that has it."""

    def __init__(self, unit):
        super().__init__()
        self.unit = unit

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                near = self._listener.accept()
                far = (
                    socket.create_connection(('127.0.0.1', self.unit.port)),
                    None,
                )
                self._kept += [near, far]
                self.connections += 1
                for one, other in ((near, far), (far, near)):
                    threading.Thread(
                        target=self._copy, daemon=True, args=(one[0], other[0])
                    ).start()

    @staticmethod
    def _copy(one, other):
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
            other.shutdown(socket.SHUT_RDWR)

    def move(self, unit):
        """Let another unit have the address; connections break off."""
        self.unit = unit
        for connection, _ in self._kept:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def nobody():
    with Nobody() as nobody:
        yield nobody


@pytest.fixture
def asked_always(monkeypatch):
    """Who is active is asked before every request."""
    monkeypatch.setattr('f5_heat.icontrol.active_unit._FRESH', 0)


@pytest.fixture
def asked_once(monkeypatch):
    """Who is active is asked only when a request failed."""
    monkeypatch.setattr('f5_heat.icontrol.active_unit._FRESH', 1000)


ASKED = ('GET', 'cm/device')
IN_SYNC = ('GET', 'cm/sync-status')
POST = ('POST', 'ltm/pool')


def test_one_address_is_not_asked(pair):
    with pair.connect(pair.units[1].address) as bigip:
        bigip.create('ltm/pool', WEB)
    assert pair.seen(1)[:1] == [POST]
    assert pair.seen(0) == []


def test_the_active_unit_is_asked_for_once(pair, asked_once):
    with pair.connect() as bigip:
        for name in ('one', 'two', 'three'):
            bigip.create('ltm/pool', {'name': name, 'partition': 'Common'})
        assert pair.seen(0) == [ASKED, POST, POST, POST]
        assert pair.seen(1) == []
        # A unit that is not used is not logged in to.
        assert pair.logins() == [1, 0]


@pytest.mark.parametrize('order', [(0, 1), (1, 0)])
def test_requests_go_to_the_active_unit(pair, order):
    pair.fail_over()
    with pair.connect(*(pair.units[one].address for one in order)) as bigip:
        bigip.create('ltm/pool', WEB)
        assert bigip.read('ltm/pool', '/Common/web')['name'] == 'web'
    assert POST in pair.seen(1)
    assert POST not in pair.seen(0)


def test_a_failover_is_followed_back_and_forth(pair, asked_always):
    with pair.connect() as bigip:
        for number, active in enumerate((0, 1, 0, 1)):
            pair.clear()
            bigip.create(
                'ltm/pool', {'name': 'web%d' % number, 'partition': 'Common'}
            )
            # Whoever becomes active is asked whether it lacks anything.
            assert pair.seen(active) == [
                ASKED,
                *([IN_SYNC] if number else []),
                POST,
            ]
            assert pair.seen(1 - active) == ([ASKED] if number else [])
            pair.fail_over()
        assert len(pair.pools(0)) == len(pair.pools(1)) == 4


def test_a_tenant_keeps_to_its_fence_on_both_units(pair, asked_always):
    for name in 'Own', 'Other':
        pair.tell(0, 'POST', 'auth/partition', {'name': name})
    pair.tell(0, 'POST', 'ltm/pool', {'name': 'web', 'partition': 'Other'})
    with pair.connect() as connected:
        own = tenant.fenced(
            connected, fence.Fence('Own', resource_types.rules())
        )
        for active in (0, 1, 0):
            pair.clear()
            own.create('ltm/pool', {'name': 'web', 'partition': 'Own'})
            for attempt in (
                lambda: own.create(
                    'ltm/pool', {'name': 'mine', 'partition': 'Other'}
                ),
                lambda: own.modify(
                    'ltm/pool', '/Other/web', {'description': 'mine'}
                ),
                lambda: own.delete('ltm/pool', '/Other/web'),
                lambda: own.read('ltm/pool', '/Other/web'),
            ):
                with pytest.raises(errors.Forbidden):
                    attempt()
            own.delete('ltm/pool', '/Own/web')
            assert [
                one for one in pair.seen(active) if one not in (ASKED, IN_SYNC)
            ] == [POST, ('DELETE', 'ltm/pool/~Own~web')]
            pair.fail_over()
    assert pair.pools(0) == pair.pools(1) == ['/Other/web']


def test_a_unit_that_is_down_is_passed_over(pair, asked_once):
    with pair.connect() as bigip:
        bigip.create('ltm/pool', WEB)
        pair.fail_over()
        pair.units[0].stop()
        bigip.modify('ltm/pool', '/Common/web', {'description': 'x'})
        bigip.delete('ltm/pool', '/Common/web')
        assert pair.pools(1) == []
        assert pair.seen(1).count(ASKED) == 1


def test_nobody_waits_twice_for_a_unit_that_is_down(
    pair, nobody, asked_always
):
    """The address comes first, and many threads come at once."""
    with (
        pair.connect(nobody.address, pair.units[0].address) as bigip,
        concurrent.futures.ThreadPoolExecutor(16) as threads,
    ):
        made = [
            threads.submit(
                bigip.create,
                'ltm/pool',
                {'name': 'web%d' % number, 'partition': 'Common'},
            )
            for number in range(32)
        ]
        for one in made:
            one.result()
        assert len(pair.pools(0)) == 32
        assert nobody.connections == 1


def test_a_unit_that_is_down_does_not_slow_a_failover(
    pair, nobody, asked_always
):
    """Of three addresses the first is dead, and the others change roles."""
    with pair.connect(
        nobody.address, *(one.address for one in pair.units)
    ) as bigip:
        for number in range(4):
            bigip.create(
                'ltm/pool', {'name': 'web%d' % number, 'partition': 'Common'}
            )
            pair.fail_over()
    assert nobody.connections == 1


def test_a_unit_that_is_down_is_asked_when_no_other_is_active(
    pair, asked_always
):
    with pair.connect() as bigip:
        bigip.create('ltm/pool', WEB)
        port = pair.units[0].port
        pair.units[0].stop()
        bigip.modify('ltm/pool', '/Common/web', {'description': 'x'})
        with simulator.Simulator(port=port) as instead:
            pair.units[1].device.ha_state.offline = True
            # It is there again, with a certificate that nobody knows.
            with pytest.raises(errors.NotActive, match='certificate'):
                bigip.read('ltm/pool', '/Common/web')
            assert instead.port == port


def test_no_unit_is_active(pair):
    for one in pair.units:
        pair.tell(
            pair.units.index(one),
            'POST',
            'sys/failover',
            {'command': 'run', 'offline': True},
        )
    with pair.connect() as bigip, pytest.raises(errors.NotActive) as caught:
        bigip.create('ltm/pool', WEB)
    assert str(caught.value) == (
        'POST /mgmt/tm/ltm/pool was not sent: no unit is active: bigip1 is '
        'forced-offline, bigip2 is forced-offline'
    )
    assert not caught.value.sent
    assert icontrol.retry.is_transient(caught.value)


def test_the_wait_for_an_active_unit_is_that_of_the_policy(pair):
    pair.tell(0, 'POST', 'sys/failover', {'command': 'run', 'offline': True})
    pair.tell(1, 'POST', 'sys/failover', {'command': 'run', 'offline': True})
    waits = []

    def come_online(state):
        waits.append(state.outcome.exception())
        pair.tell(
            1, 'POST', 'sys/failover', {'command': 'run', 'online': True}
        )

    policy = icontrol.retry.TRANSIENT.copy(before_sleep=come_online)
    with pair.connect(retry=policy) as bigip:
        bigip.create('ltm/pool', WEB)
    assert [type(one) for one in waits] == [errors.NotActive]
    assert POST in pair.seen(1)


def test_nobody_is_there(nobody):
    """That nothing is at any of the addresses can be told."""
    with contextlib.ExitStack() as closed:
        ports = [
            closed.enter_context(socket.create_server(('127.0.0.1', 0)))
            for _ in range(2)
        ]
        addresses = ['127.0.0.1:%d' % one.getsockname()[1] for one in ports]
    with icontrol.connect(addresses, 'admin', 'admin', retry=None) as bigip:
        with pytest.raises(errors.NoConnection) as caught:
            bigip.create('ltm/pool', WEB)
        assert not caught.value.sent
    with icontrol.connect(
        [*addresses, nobody.address],
        'admin',
        'admin',
        retry=None,
        connect_timeout=0.2,
    ) as bigip:
        with pytest.raises(errors.Unreachable) as caught:
            bigip.create('ltm/pool', WEB)
        assert not isinstance(caught.value, errors.NoConnection)
        assert not caught.value.sent


def test_a_wrong_password_is_said_once_to_each_unit(pair):
    addresses = [one.address for one in pair.units]
    with (
        icontrol.connect(
            addresses, 'admin', 'wrong', retry=None, verify=pair.certificates
        ) as bigip,
        pytest.raises(errors.Unauthorized),
    ):
        bigip.create('ltm/pool', WEB)
    assert pair.logins() == [1, 1]


# A standby.


def test_a_standby_refuses(pair):
    with (
        pair.connect(pair.units[1].address, standby='refuse') as bigip,
        pytest.raises(errors.Standby) as caught,
    ):
        bigip.create('ltm/pool', WEB)
    assert str(caught.value) == (
        'Nothing was sent: bigip2 is standby; the active unit is bigip1 '
        '(192.0.2.1).'
    )
    assert not caught.value.sent
    assert not icontrol.retry.is_transient(caught.value)
    assert pair.pools(1) == []


def test_the_active_unit_takes_requests_as_the_only_one(pair):
    with pair.connect(pair.units[0].address, standby='refuse') as bigip:
        bigip.create('ltm/pool', WEB)
    assert pair.pools(0) == ['/Common/web']


def test_a_refusal_ends_with_the_failover(pair):
    with pair.connect(pair.units[1].address, standby='refuse') as bigip:
        with pytest.raises(errors.Standby):
            bigip.read('sys')
        pair.fail_over()
        bigip.create('ltm/pool', WEB)


@pytest.fixture
def neighbours():
    """A pair whose units know each other by addresses that are true."""
    network = simulator.Network(management='127.0.0.{}')
    with (
        simulator.Simulator(control=True, network=network) as one,
        simulator.Simulator(
            host='127.0.0.2', port=one.port, control=True, network=network
        ) as other,
    ):
        yield Pair([one, other], 'enabled')


def test_a_standby_forwards(neighbours, asked_always):
    with neighbours.connect(
        neighbours.units[1].address, standby='forward'
    ) as bigip:
        bigip.create('ltm/pool', WEB)
        assert POST in neighbours.seen(0)
        assert POST not in neighbours.seen(1)
        # There and back again.
        neighbours.fail_over()
        bigip.modify('ltm/pool', '/Common/web', {'description': 'x'})
        neighbours.fail_over()
        bigip.delete('ltm/pool', '/Common/web')
    patch = 'PATCH', 'ltm/pool/~Common~web'
    delete = 'DELETE', 'ltm/pool/~Common~web'
    assert patch in neighbours.seen(1)
    assert patch not in neighbours.seen(0)
    assert delete in neighbours.seen(0)
    assert delete not in neighbours.seen(1)
    assert neighbours.logins() == [1, 1]


def test_units_are_known_by_their_fingerprints(neighbours, asked_always):
    first, second = (
        hashlib.sha256(
            ssl.PEM_cert_to_DER_cert(pathlib.Path(one.ca_file).read_text())
        ).hexdigest()
        for one in neighbours.units
    )
    with neighbours.connect(fingerprint=[first, second]) as bigip:
        bigip.create('ltm/pool', WEB)
        neighbours.fail_over()
        bigip.delete('ltm/pool', '/Common/web')
    assert neighbours.logins() == [1, 1]
    neighbours.clear()
    # The second one is active, and a stranger, also where it is forwarded to.
    for addresses, standby in (
        ((), None),
        ((neighbours.units[0].address,), 'forward'),
    ):
        with (
            neighbours.connect(
                *addresses, standby=standby, fingerprint=first
            ) as bigip,
            pytest.raises(errors.Untrusted, match='fingerprint'),
        ):
            bigip.create('ltm/pool', WEB)
    assert neighbours.logins()[1] == 0


def test_who_is_forwarded_to_is_verified(neighbours):
    standby = neighbours.units[1]
    with (
        neighbours.connect(
            standby.address, standby='forward', verify=standby.ca_file
        ) as bigip,
        pytest.raises(errors.Untrusted),
    ):
        bigip.create('ltm/pool', WEB)
    # No password was shown to it.
    assert neighbours.logins() == [0, 1]


@pytest.mark.parametrize(
    'address, options',
    [
        ([], {}),
        ('', {}),
        ('192.0.2.1', {'standby': 'maybe'}),
        (['192.0.2.1', 'http://192.0.2.2'], {}),
    ],
)
def test_what_is_no_device(address, options):
    with pytest.raises(ValueError):
        icontrol.connect(address, 'admin', 'admin', **options)


def test_an_address_twice_is_one_unit(pair):
    address = pair.units[1].address
    with pair.connect(address, address) as bigip:
        bigip.create('ltm/pool', WEB)
    assert POST in pair.seen(1)
    assert ASKED not in pair.seen(1)


# What another unit does not have.


def test_what_is_not_synchronized_is_waited_for(by_hand, asked_always):
    with by_hand.connect() as bigip:
        bigip.create('ltm/pool', WEB)
        by_hand.fail_over()
        for _ in range(2):
            with pytest.raises(errors.NotActive) as caught:
                bigip.read('ltm/pool', '/Common/web')
        assert str(caught.value) == (
            'GET /mgmt/tm/ltm/pool/~Common~web was not sent: bigip2 is '
            'active, but lacks what has changed elsewhere: Changes Pending; '
            'bigip1 has changes that are not synchronized; bigip1: '
            'connected; pair (Changes Pending): bigip1 has changes that are '
            'not synchronized; - Recommended action: Synchronize bigip1 to '
            'group pair'
        )
        by_hand.tell(
            0,
            'POST',
            'cm',
            {'command': 'run', 'utilCmdArgs': 'config-sync to-group pair'},
        )
        bigip.read('ltm/pool', '/Common/web')
    assert by_hand.pools(1) == ['/Common/web']


def test_what_is_synchronized_anyway_is_fetched(by_hand, asked_always):
    with by_hand.connect(sync_group='/Common/pair') as bigip:
        bigip.create('ltm/pool', WEB)
        by_hand.fail_over()
        with pytest.raises(errors.NotActive):
            bigip.read('ltm/pool', '/Common/web')
        bigip.modify('ltm/pool', '/Common/web', {'description': 'x'})
        assert bigip.has_moved
    assert by_hand.pools(1) == ['/Common/web']
    assert by_hand.seen(0).count(('POST', 'cm')) == 1


def test_what_somebody_else_changed_before_holds_nobody_up(by_hand):
    """Units may be out of step for long, and for good reasons."""
    by_hand.tell(0, 'POST', 'ltm/pool', WEB)
    by_hand.fail_over()
    with by_hand.connect() as bigip:
        bigip.create('ltm/pool', WEB)
    assert by_hand.pools(1) == ['/Common/web']


def test_own_changes_hold_nobody_up(by_hand, asked_always):
    with by_hand.connect() as bigip:
        bigip.create('ltm/pool', WEB)
        bigip.modify('ltm/pool', '/Common/web', {'description': 'x'})
    with by_hand.connect() as bigip:
        bigip.delete('ltm/pool', '/Common/web')


def test_who_is_gone_is_not_waited_for(by_hand, asked_always):
    with by_hand.connect() as bigip:
        bigip.create('ltm/pool', WEB)
        by_hand.units[0].control.disconnect()
        by_hand.units[0].stop()
        # What only the other unit has is out of reach.
        with pytest.raises(errors.NotFound):
            bigip.modify('ltm/pool', '/Common/web', {'description': 'x'})
        bigip.create('ltm/pool', WEB)
    assert by_hand.pools(1) == ['/Common/web']


def test_a_sync_that_goes_on_is_waited_for(pair, asked_always):
    with pair.connect() as bigip:
        bigip.create('ltm/pool', WEB)
        pair.units[0].control.set_sync_status('pair', 'Syncing')
        pair.fail_over()
        with pytest.raises(errors.NotActive):
            bigip.read('ltm/pool', '/Common/web')
        pair.units[0].control.set_sync_status('pair', '')
        bigip.read('ltm/pool', '/Common/web')


# A lost answer.


def test_a_write_whose_answer_was_lost_may_have_been_made(pair, asked_once):
    """It is told as such, and read back on the unit that is active then."""
    with pair.connect() as bigip:
        bigip.read('sys')
        pair.units[0].control.inject('drop-after', method='POST')
        with pytest.raises(errors.Unreachable) as caught:
            bigip.create('ltm/pool', WEB)
        assert caught.value.sent
        pair.fail_over()
        pair.clear()
        assert bigip.read('ltm/pool', '/Common/web')['name'] == 'web'
    assert ('GET', 'ltm/pool/~Common~web') in pair.seen(1)


def test_a_lost_question_is_not_a_lost_write(pair):
    with pair.connect() as bigip:
        for one in pair.units:
            one.control.inject('drop-after', path='cm/device')
        with pytest.raises(errors.Unreachable) as caught:
            bigip.create('ltm/pool', WEB)
    assert not caught.value.sent


@pytest.mark.parametrize(
    'body', [{}, [], {'items': {}}, {'items': [7]}, {'items': [{'name': 'a'}]}]
)
def test_an_answer_of_another_shape(body):
    with icontrol_device.Device() as device:
        device.plan(icontrol_device.reply(body))
        with (
            device.connect(retry=None, standby='refuse') as bigip,
            pytest.raises(errors.InvalidAnswer),
        ):
            bigip.read('sys')


# What lies on one unit.


def test_what_was_begun_stays_on_its_unit(pair, asked_always):
    with pair.connect() as bigip:
        unit = bigip.session.unit()
        begun = unit.request('POST', 'tm/transaction', {})
        header = {'X-F5-REST-Coordination-Id': str(begun['transId'])}
        unit.request('POST', 'tm/ltm/pool', WEB, headers=header)
        pair.fail_over()
        for request in (
            ('POST', 'tm/ltm/pool', WEB, None, header),
            (
                'PATCH',
                'tm/transaction/%d' % begun['transId'],
                {'state': 'VALIDATING'},
            ),
        ):
            with pytest.raises(errors.NotActive) as caught:
                unit.request(*request)
            assert not caught.value.sent
            assert icontrol.retry.is_transient(caught.value)
        assert pair.pools(0) == pair.pools(1) == []
        # It can be repeated as a whole.
        with bigip.transaction() as change:
            change.create('ltm/pool', WEB)
        assert POST in pair.seen(1)
    assert pair.pools(0) == pair.pools(1) == ['/Common/web']


def test_a_transaction_begins_on_the_next_unit(pair, asked_once):
    with pair.connect() as bigip:
        bigip.read('sys')
        pair.fail_over()
        pair.units[0].stop()
        with bigip.transaction() as change:
            change.create('ltm/pool', WEB)
    assert pair.pools(1) == ['/Common/web']


def test_an_uploaded_file_lies_on_its_unit(pair, asked_always):
    key = {'name': 'key', 'partition': 'Common'}
    with pair.connect() as bigip:
        path = bigip.upload('a b.key', b'x' * 600000)
        uploads = [one for one in pair.seen(0) if one[0] == 'POST']
        assert len(uploads) == 2
        pair.fail_over()
        pair.clear()
        with pytest.raises(errors.NotActive, match='was uploaded to'):
            bigip.create(
                'sys/file/ssl-key', {**key, 'sourcePath': 'file:' + path}
            )
        assert ('POST', 'sys/file/ssl-key') not in pair.seen(1)
        # The same steps again.
        path = bigip.upload('a b.key', b'x')
        with contextlib.suppress(errors.HTTPError):
            bigip.create(
                'sys/file/ssl-key', {**key, 'sourcePath': 'file:' + path}
            )
    assert ('POST', 'sys/file/ssl-key') in pair.seen(1)


# A floating address.


def test_a_floating_address_moves(pair):
    """The other unit does not know the token: one login, and again."""
    with Relay(pair.units[0]) as relay, pair.connect(relay.address) as bigip:
        bigip.create('ltm/pool', WEB)
        pair.fail_over()
        relay.move(pair.units[1])
        pair.clear()
        bigip.modify('ltm/pool', '/Common/web', {'description': 'x'})
        bigip.delete('ltm/pool', '/Common/web')
        patch = 'PATCH', 'ltm/pool/~Common~web'
        assert pair.seen(0) == []
        assert pair.seen(1) == [
            patch,
            patch,
            ('DELETE', 'ltm/pool/~Common~web'),
        ]
        assert pair.logins() == [0, 1]
    assert pair.pools(1) == []
