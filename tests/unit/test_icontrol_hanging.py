# SPDX-License-Identifier: Apache-2.0

"""What a device that hangs costs those who ask it."""

import concurrent.futures
import contextlib
import re
import socket
import threading
import time

import pytest

from f5_heat import icontrol
from f5_heat.icontrol import errors
from f5_heat.tenancy import fence
from f5_heat.tenancy import tenant
from f5_heat.tenancy import territory
from tests.unit import hanging_device
from tests.unit import icontrol_device

reply = icontrol_device.reply
PATH = '/Common/web'
ITEM = {'name': 'web', 'fullPath': PATH}
FORMS = list(hanging_device.FORMS)
SOME_FORMS = ['mute', 'drip-handshake']

#: What quick() is given, and within what all of many requests have ended:
#: who waits for others does so within the same seconds.
SECONDS = 1
SOON = 4 * SECONDS
THREADS = 50
#: Connections at once to a device.
MOST = 4
#: The seconds that any request waits at most for others that get no further.
#: The timeout of a device may be far longer.
PATIENCE = 10
#: Within so many seconds a device that answers again is asked again.
RECOVERY = 30
POLL = 0.1
WAITING = r'others? .*wait|wait.* others?'


@pytest.fixture
def device():
    with hanging_device.Device() as device:
        device.plan(reply(ITEM))
        yield device


@pytest.fixture
def hanging():
    """A function that makes devices which hang, in a form."""
    with contextlib.ExitStack() as made:

        def hanging(form='mute', count=1):
            devices = [
                made.enter_context(hanging_device.Device())
                for _ in range(count)
            ]
            for device in devices:
                device.hang(form)
            return devices

        yield hanging


@pytest.fixture
def threads():
    """An executor; its end does not wait for those that hang."""
    executor = concurrent.futures.ThreadPoolExecutor(200)
    yield executor
    executor.shutdown(wait=False)


def connect(*devices, **options):
    return icontrol.connect(
        [one.address for one in devices],
        icontrol_device.USERNAME,
        icontrol_device.PASSWORD,
        **{
            'verify': devices[0].ca_file,
            'auth': 'basic',
            'max_connections': MOST,
            **options,
        },
    )


def read(bigip):
    return bigip.read('ltm/pool', PATH)


def write(bigip):
    return bigip.modify('ltm/pool', PATH, {})


def failure(call, bigip):
    with pytest.raises(errors.Unreachable) as caught:
        call(bigip)
    return caught.value


def fail_at_once(threads, bigip):
    """Read in many threads; the errors, and the seconds that it took."""
    together = threading.Barrier(THREADS)

    def one():
        together.wait()
        return failure(read, bigip)

    began = time.monotonic()
    calls = [threads.submit(one) for _ in range(THREADS)]
    return [one.result(60) for one in calls], time.monotonic() - began


def later(seconds, answer):
    """Answers after so many seconds."""

    def wait_and_answer(handler):
        handler.device.released.wait(seconds)
        with contextlib.suppress(OSError):
            answer(handler)

    return wait_and_answer


# Quick readers: those who are no more than curious.


@pytest.mark.parametrize('auth', ['basic', 'token'])
@pytest.mark.parametrize('form', FORMS)
def test_many_quick_readers(threads, hanging, form, auth):
    """The device hangs from the beginning, be it in the login."""
    (device,) = hanging(form)
    bigip = connect(device, auth=auth).quick(SECONDS)
    found, seconds = fail_at_once(threads, bigip)
    assert seconds < SOON
    assert 1 <= device.crowd.most <= MOST
    assert any('in time' in str(one) for one in found)
    # Something took the connection: the device is not gone.
    assert not any(isinstance(one, errors.NoConnection) for one in found)


@pytest.mark.parametrize('form', FORMS)
def test_a_device_that_comes_to_hang(threads, device, form):
    """There is a connection, and a token."""
    bigip = connect(device, auth='token')
    assert read(bigip) == read(bigip.quick(SECONDS)) == ITEM
    assert device.connections == 1
    device.hang(form)
    _, seconds = fail_at_once(threads, bigip.quick(SECONDS))
    assert seconds < SOON
    assert device.crowd.most <= MOST


@pytest.mark.parametrize('form', SOME_FORMS)
def test_units_that_hang(threads, hanging, form):
    """The seconds are not those of each unit."""
    units = hanging(form, count=2 * SOON)
    _, seconds = fail_at_once(threads, connect(*units).quick(SECONDS))
    assert seconds < SOON
    for unit in units:
        assert unit.crowd.most <= MOST


@pytest.mark.parametrize('form', SOME_FORMS)
def test_who_finds_others_waiting_is_told_so(threads, hanging, form):
    (device,) = hanging(form)
    bigip = connect(device)
    for _ in range(MOST):
        threads.submit(read, bigip)
    assert device.hanging.wait(MOST)
    found, seconds = fail_at_once(threads, bigip.quick(SECONDS))
    assert seconds < SOON
    assert device.connections == MOST
    for one in found:
        assert not one.sent
        assert (one.method, one.path) == (
            'GET',
            '/mgmt/tm/ltm/pool/~Common~web',
        )
    with pytest.raises(errors.Unreachable, match=WAITING):
        read(bigip.quick(SECONDS))


@pytest.mark.parametrize('form', SOME_FORMS)
def test_a_device_that_hung_a_moment_ago_is_not_asked(threads, hanging, form):
    (device,) = hanging(form)
    bigip = connect(device)
    fail_at_once(threads, bigip.quick(SECONDS))
    before = device.connections
    _, seconds = fail_at_once(threads, bigip.quick(SECONDS))
    assert seconds < SOON
    assert device.connections == before


def test_a_device_that_answers_again(threads, device):
    bigip = connect(device)
    device.hang('mute')
    fail_at_once(threads, bigip.quick(SECONDS))
    device.mend()
    deadline = time.monotonic() + RECOVERY
    while True:
        try:
            assert read(bigip.quick(SECONDS)) == ITEM
            break
        except errors.Unreachable:
            assert time.monotonic() < deadline
            # Nothing tells when it will be asked.
            time.sleep(POLL)
    # No connection is lost.
    patient = bigip.quick(RECOVERY)
    calls = [threads.submit(read, patient) for _ in range(THREADS)]
    for one in calls:
        assert one.result() == ITEM
    assert device.crowd.most <= MOST


def test_who_has_time_is_not_kept_from_a_slow_device(device):
    """And when it has answered nobody is."""
    bigip = connect(device)
    device.plan(later(2 * SECONDS, reply(ITEM)))
    failure(read, bigip.quick(SECONDS))
    assert read(bigip) == ITEM
    device.plan(reply(ITEM))
    assert read(bigip.quick(SECONDS)) == ITEM


def test_a_name_with_many_addresses(monkeypatch):
    """At each of them a connection could be waited for."""
    with socket.socket() as full, contextlib.ExitStack() as queued:
        full.bind(('127.0.0.1', 0))
        full.listen(0)
        # The queue is full with one: who comes next gets no answer at all.
        for _ in range(2):
            one = queued.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        found = (
            socket.AF_INET,
            socket.SOCK_STREAM,
            socket.IPPROTO_TCP,
            '',
            full.getsockname(),
        )
        resolve = socket.getaddrinfo
        monkeypatch.setattr(
            socket,
            'getaddrinfo',
            lambda host, *rest, **named: (
                [found] * 20
                if host == 'bigip.example'
                else resolve(host, *rest, **named)
            ),
        )
        bigip = icontrol.connect('bigip.example', 'operator', 'x')
        began = time.monotonic()
        failure(read, bigip.quick(SECONDS))
        assert time.monotonic() - began < SOON


@pytest.mark.parametrize('answer', ['mute', 'drop', 503])
def test_a_quick_read_is_one_attempt(device, answer):
    if answer == 'mute':
        device.hang('mute')
    elif answer == 'drop':
        device.plan(icontrol_device.drop)
    else:
        device.plan(icontrol_device.html('Restarting', 503))
    with pytest.raises((errors.Unreachable, errors.Busy)):
        read(connect(device).quick(SECONDS))
    assert len(device.requests) == 1


def test_the_seconds_hold_for_all_that_a_read_needs(device):
    """No request takes too long, but together they do."""
    device.plan_login(
        later(0.7 * SECONDS, reply(icontrol_device.token_answer('TOKEN')))
    )
    device.plan(later(0.7 * SECONDS, reply(ITEM)))
    failure(read, connect(device, auth='token').quick(SECONDS))


def test_the_seconds_hold_for_an_object_that_is_missed(device):
    """Whether it has been loaded is asked, and then again for it."""
    device.plan(
        later(0.4 * SECONDS, reply({'code': 404, 'message': 'x'}, 404)),
        later(0.4 * SECONDS, icontrol_device.mcp_state('running')),
        later(0.4 * SECONDS, reply(ITEM)),
    )
    failure(read, connect(device).quick(SECONDS))


def test_a_quick_bigip_is_the_same(device):
    bigip = connect(device, auth='token')
    quick = bigip.quick(SECONDS)
    assert read(bigip) == read(quick) == ITEM
    assert quick.on_behalf_of('stack').read('ltm/pool', PATH) == ITEM
    device.plan(reply({'items': [ITEM]}))
    assert quick.list('ltm/pool') == [ITEM]
    device.plan(reply({'entries': {'curSessions': {'value': 7}}}))
    assert quick.stats('ltm/pool', PATH) == {'curSessions': 7}
    assert (device.connections, len(device.logins)) == (1, 1)


@pytest.mark.parametrize('order', ['fenced', 'quick'])
def test_a_fence_holds_for_quick_readers(device, order):
    own = fence.Fence('Project_alpha', territory.Rules({}, {}))
    bigip = connect(device)
    fenced = (
        tenant.fenced(bigip, own).quick(SECONDS)
        if order == 'fenced'
        else tenant.fenced(bigip.quick(SECONDS), own)
    )
    with pytest.raises(errors.Forbidden):
        fenced.read('ltm/pool', '/Project_beta/web')
    assert device.requests == []
    assert read(fenced) == ITEM


# All others: they wait for the device, but not for others who do.


def test_nobody_waits_long_for_those_who_wait(threads, hanging):
    """For a connection, a login, the search for the active unit, a turn."""
    (device,), (logging,), units, (writing,) = (
        hanging(),
        hanging(),
        hanging(count=2),
        hanging(),
    )
    waiting = {
        'connection': (read, device, connect(device), MOST),
        'login': (read, logging, connect(logging, auth='token'), 1),
        'unit': (read, units[0], connect(*units), 1),
        'turn': (write, writing, connect(writing, max_writes=1), 1),
    }
    first, late = [], {}
    for what, (call, first_device, bigip, number) in waiting.items():
        first += [threads.submit(call, bigip) for _ in range(number)]
        assert first_device.hanging.wait(number)
        late[what] = threads.submit(failure, call, bigip)
    for what, one in late.items():
        error = one.result(2 * PATIENCE)
        assert not error.sent
        assert re.search(WAITING, str(error)), (what, error)
    assert not any(one.done() for one in first)


def test_a_busy_device_is_waited_for(threads, hanging):
    """It has much to do, but gets on with it."""
    seconds = 0.5
    calls = []
    for call in read, write:
        (device,) = hanging()
        device.mend()
        device.plan(later(seconds, reply(ITEM)))
        bigip = connect(device, max_connections=1, max_writes=1)
        calls += [
            threads.submit(call, bigip)
            for _ in range(int(PATIENCE / seconds) + 4)
        ]
    for one in calls:
        assert one.result() == ITEM
