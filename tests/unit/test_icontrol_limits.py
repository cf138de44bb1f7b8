# SPDX-License-Identifier: Apache-2.0

"""What devices may have of the process together: answers and connections."""

import concurrent.futures
import threading

import pytest

from f5_heat.icontrol import errors
from f5_heat.icontrol.transport import pool
from f5_heat.plugin import sessions
from tests.unit import icontrol_device

reply = icontrol_device.reply

LARGE = b'{"name": "%s"}' % (b'x' * 1024 * 1024)
SMALL = {'name': 'web'}


def test_an_answer_is_no_larger_than_it_may_be(device):
    device.plan(reply(LARGE))
    with device.connect(largest_answer=len(LARGE)) as bigip:
        assert len(bigip.read('ltm/pool', '/Common/web')['name']) == 1024**2
    with (
        device.connect(largest_answer=len(LARGE) - 1) as bigip,
        pytest.raises(errors.InvalidAnswer, match='larger than'),
    ):
        bigip.read('ltm/pool', '/Common/web')


class Slow:
    """Sends a large answer, and holds its last byte back."""

    def __init__(self):
        self.begun = threading.Semaphore(0)
        self.go_on = threading.Event()

    def __call__(self, handler):
        handler.send_response(200)
        handler.send_header('Content-Length', str(len(LARGE)))
        handler.end_headers()
        handler.wfile.write(LARGE[:-1])
        self.begun.release()
        self.go_on.wait(60)
        handler.wfile.write(LARGE[-1:])


def test_one_large_answer_is_read_at_a_time(device):
    """Others wait on the network, and small ones pass by."""
    share, slow = pool.Share(None, 1), Slow()
    with (
        icontrol_device.Device() as other,
        device.connect(shares=[share], read_timeout=30) as first,
        other.connect(shares=[share], read_timeout=0.5) as second,
        concurrent.futures.ThreadPoolExecutor(1) as threads,
    ):
        device.plan(slow)
        reading = threads.submit(first.read, 'ltm/pool', '/Common/web')
        assert slow.begun.acquire(timeout=30)
        while share._answers._value:
            threading.Event().wait(0.001)
        other.plan(reply(SMALL))
        assert second.read('ltm/pool', '/Common/web') == SMALL
        other.plan(reply(LARGE))
        with pytest.raises(errors.Unreachable, match='other large ones'):
            second.read('ltm/pool', '/Common/web')
        slow.go_on.set()
        assert reading.result(30)
        assert second.read('ltm/pool', '/Common/web')


def test_devices_share_connections(device):
    """What one device leaves unanswered is no place for another one's."""
    share = pool.Share(2, 1)
    with (
        icontrol_device.Device() as other,
        device.connect(shares=[share], read_timeout=30) as first,
        other.connect(shares=[share], retry=None) as second,
        concurrent.futures.ThreadPoolExecutor(2) as threads,
    ):
        entered = threading.Barrier(3)
        leave = threading.Event()

        def hold(handler):
            entered.wait(30)
            leave.wait(30)
            reply(SMALL)(handler)

        device.plan(hold)
        reading = [
            threads.submit(first.read, 'ltm/pool', '/Common/web')
            for _ in range(2)
        ]
        entered.wait(30)
        other.plan(reply(SMALL))
        for _ in range(2):
            with pytest.raises(
                errors.Unreachable, match='no more may'
            ) as caught:
                second.read('ltm/pool', '/Common/web')
            assert not caught.value.sent
        assert other.connections == 0
        leave.set()
        assert [one.result(30) for one in reading] == [SMALL] * 2
        assert second.read('ltm/pool', '/Common/web') == SMALL


def test_projects_share_what_their_own_devices_have():
    one = sessions._share('one', 1, 1)
    assert sessions._share('one', 1, 1) is one
    other = sessions._share('other', 1, 1)
    assert other is not one
    with one.connecting(), other.connecting():
        pass
    del one, other
    # What no session holds any more is not kept.
    assert not {'one', 'other'} & set(sessions._shares)
