# SPDX-License-Identifier: Apache-2.0

"""Who gets to write to a device, and when."""

import concurrent.futures
import contextlib
import threading

import pytest

from f5_heat.icontrol import errors
from f5_heat.icontrol.transport import turns
from tests.unit import icontrol_device

reply = icontrol_device.reply
ITEM = {'name': 'web'}


class Order:
    """Threads that wait for a turn, in the order in which they came."""

    def __init__(self, gate):
        self.gate = gate
        self.served = []
        self.threads = []

    def come(self, owner, number):
        def take():
            assert self.gate.take(owner, [60])
            self.served.append((owner, number))
            self.gate.give()

        before = sum(map(len, self.gate._waiting.values()))
        thread = threading.Thread(target=take)
        thread.start()
        self.threads.append(thread)
        while sum(map(len, self.gate._waiting.values())) == before:
            threading.Event().wait(0.001)

    def end(self):
        for thread in self.threads:
            thread.join()


def test_owners_are_served_one_after_the_other():
    gate = turns.Turns(1)
    order = Order(gate)
    gate.take('other', [1])
    for owner, number in [
        ('a', 1),
        ('a', 2),
        ('a', 3),
        ('a', 4),
        ('b', 1),
        ('c', 1),
        ('b', 2),
    ]:
        order.come(owner, number)
    gate.give()
    order.end()
    assert order.served == [
        ('a', 1),
        ('b', 1),
        ('c', 1),
        ('a', 2),
        ('b', 2),
        ('a', 3),
        ('a', 4),
    ]
    assert gate.take('x', [0])


def test_a_turn_within_a_turn_is_had_at_once():
    gate = turns.Turns(1)
    assert gate.take('a', [1])
    assert gate.take('b', [1])
    gate.give()
    with concurrent.futures.ThreadPoolExecutor(1) as threads:
        assert not threads.submit(gate.take, 'c', [0.01]).result()
        gate.give()
        assert threads.submit(gate.take, 'c', [0.01]).result()


def test_who_waits_in_vain_takes_no_turn():
    gate = turns.Turns(1)
    gate.take('a', [1])
    with concurrent.futures.ThreadPoolExecutor(4) as threads:
        assert not any(threads.map(gate.take, 'bbcc', [[0.05]] * 4))
    assert not gate._waiting
    gate.give()
    assert gate.take('a', [0])


class Crowd:
    """Answers when it has let as many requests in as it is to see."""

    def __init__(self, size):
        self.inside = self.most = 0
        self.lock = threading.Lock()
        self.together = threading.Barrier(size)

    def __call__(self, handler):
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        # All that may be in are in; another would make ``most`` larger.
        with contextlib.suppress(threading.BrokenBarrierError):
            self.together.wait(30)
        with self.lock:
            self.inside -= 1
        reply(ITEM)(handler)


@pytest.mark.parametrize('limit', [1, 3])
def test_so_many_writes_at_once_and_no_more(device, limit):
    crowd = Crowd(limit)
    device.plan(crowd)
    with (
        device.connect(max_writes=limit) as bigip,
        concurrent.futures.ThreadPoolExecutor(12) as threads,
    ):
        calls = [
            threads.submit(one, *args)
            for one, *args in [
                (bigip.create, 'ltm/pool', ITEM),
                (bigip.modify, 'ltm/pool', '/Common/web', ITEM),
                (bigip.delete, 'ltm/pool', '/Common/web'),
                (bigip.run, 'sys/config', 'save'),
            ]
            * 3
        ]
        for call in calls:
            call.result()
    assert crowd.most == limit
    assert len(device.requests) == 12


def test_reads_take_no_turns(device):
    crowd = Crowd(8)
    device.plan(crowd)
    with (
        device.connect(max_writes=1) as bigip,
        concurrent.futures.ThreadPoolExecutor(8) as threads,
    ):
        list(threads.map(bigip.read, ['ltm/pool'] * 8))
    assert crowd.most == 8


def test_a_stack_with_much_to_do_does_not_hold_up_another(device):
    """The second owner's writes come in between those of the first."""
    arrived, leave = threading.Event(), threading.Event()

    def hold(handler):
        arrived.set()
        leave.wait(30)
        reply(ITEM)(handler)

    device.plan(hold, reply(ITEM))
    with (
        device.connect(max_writes=1) as bigip,
        concurrent.futures.ThreadPoolExecutor(12) as threads,
    ):
        calls = [threads.submit(bigip.create, 'ltm/first', {})]
        arrived.wait(30)
        waiting = bigip.session._writes._waiting
        for owner, count in [('large', 8), ('small', 2)]:
            one = bigip.on_behalf_of(owner)
            for number in range(count):
                calls.append(
                    threads.submit(
                        one.create, f'ltm/{owner}', {'number': number}
                    )
                )
                while len(waiting.get(owner, ())) <= number:
                    threading.Event().wait(0.001)
        leave.set()
        for call in calls:
            call.result()
    assert [
        request.path.rpartition('/')[2] for request in device.requests
    ] == ['first', 'large', 'small', 'large', 'small', *['large'] * 6]
    assert [
        request.json['number']
        for request in device.requests
        if request.path.endswith('large')
    ] == list(range(8))


def test_a_turn_that_does_not_come(device):
    """Whoever calls may wait elsewhere; nothing was sent."""
    bigip = device.connect(max_writes=1, read_timeout=0.5, retry=None)
    with (
        bigip.session.transacting(),
        concurrent.futures.ThreadPoolExecutor(8) as threads,
    ):
        calls = [
            threads.submit(bigip.create, 'ltm/pool', ITEM) for _ in range(8)
        ]
        failures = [call.exception() for call in calls]
    for one in failures:
        assert type(one) is errors.Unreachable
        assert not one.sent
        assert 'other writes kept the device busy' in str(one)
    assert device.requests == []


def test_transactions_do_not_overlap(device):
    """Nor do they wait for each other with a turn to write in hand."""
    started = reply({'transId': 7, 'state': 'STARTED'})
    lock, under_way, most = threading.Lock(), set(), []

    def answer(handler):
        if handler.command == 'POST' and handler.path.endswith('transaction'):
            with lock:
                under_way.add(handler)
                most.append(len(under_way))
            started(handler)
        else:
            if handler.command == 'PATCH':
                with lock:
                    under_way.clear()
            reply({'state': 'COMPLETED'})(handler)

    device.plan(answer)

    def change(bigip):
        with bigip.transaction() as change:
            change.create('ltm/pool', ITEM)
            change.delete('ltm/pool', '/Common/old')

    with (
        device.connect(max_writes=2) as bigip,
        concurrent.futures.ThreadPoolExecutor(8) as threads,
    ):
        calls = [
            threads.submit(change, bigip.on_behalf_of(number % 3))
            for number in range(8)
        ]
        calls += [
            threads.submit(bigip.create, 'ltm/node', ITEM) for _ in range(8)
        ]
        for call in calls:
            call.result(60)
    assert most == [1] * 8
    assert len(device.requests) == 8 * 4 + 8


def test_one_turn_suffices_for_a_transaction(device):
    device.plan(reply({'transId': 7, 'state': 'STARTED'}))
    with device.connect(max_writes=1, max_connections=1) as bigip:
        with bigip.transaction() as change:
            change.create('ltm/pool', ITEM)
        bigip.delete('ltm/pool', '/Common/web')
    assert len(device.requests) == 4


def test_the_version_is_read_once_for_all(device):
    device.plan(reply({'selfLink': 'https://localhost/mgmt/tm/sys?ver=17.1'}))
    with device.connect() as bigip:
        assert {bigip.on_behalf_of(owner).version for owner in 'abc'} == {
            '17.1'
        }
    assert len(device.requests) == 1


def test_a_session_needs_to_write(device):
    with pytest.raises(ValueError, match='write'):
        device.connect(max_writes=0)
