# SPDX-License-Identifier: Apache-2.0

"""A write-behind, on a simulated BIG-IP and on a hostile one."""

import functools
import logging
import multiprocessing
import os
import signal
import threading

import pytest

from f5_heat import icontrol
from f5_heat import simulator
from f5_heat.icontrol import errors
from f5_heat.saving import ledger
from f5_heat.saving import write_behind
from tests.unit import icontrol_device

PASSWORD = 'canary-Pa55word'
SAVE = ('POST', '/mgmt/tm/sys/config')
# For what comes by itself; it is waited for, not slept.
SOON = 0.3
# For what has to be asked for.
NEVER = 3600.0


@pytest.fixture
def device():
    with simulator.Simulator(
        username='admin', password=PASSWORD, control=True
    ) as running:
        yield running


class Told(list):
    """What a write-behind has reported, to be waited for."""

    def __init__(self):
        super().__init__()
        self.arrived = threading.Semaphore(0)

    def __call__(self, *report):
        self.append(report)
        self.arrived.release()


def follow(
    address, ca_file, book, told, *, username='admin', auth='token', **wanted
):
    """A write-behind and the session that it follows."""
    behind = write_behind.WriteBehind('lab', book, told)
    bigip = icontrol.connect(
        address,
        username,
        PASSWORD,
        verify=str(ca_file),
        auth=auth,
        retry=None,
        written=behind.observe,
    )
    behind.use(bigip, write_behind.Wanted(**{'save': True, **wanted}))
    return behind, bigip


@pytest.fixture
def make(device):
    """Makes a write-behind of the simulated device, and its session."""
    book = ledger.Ledger()
    made = []

    def make(**wanted):
        told = Told()
        behind, bigip = follow(
            device.address, device.ca_file, book, told, **wanted
        )
        made.append((behind, bigip))
        behind.told = told
        return behind, bigip

    yield make
    for behind, bigip in made:
        behind.end()
        behind.join(30)
        bigip.close()


def saves(device):
    return [
        (request['method'], request['path'])
        for request in device.control.requests()
    ].count(SAVE)


def until(condition):
    """Wait for what a device does not tell, as it is asked of nobody."""
    waiting = threading.Event()
    for _ in range(600):
        if condition():
            return
        waiting.wait(0.05)
    pytest.fail('it did not happen')


def pool(name):
    return 'ltm/pool', {'name': name, 'partition': 'Common'}


def test_a_device_is_saved_when_its_changes_have_come_to_rest(device, make):
    _, bigip = make(delay=SOON)
    for number in range(5):
        bigip.create(*pool('p%d' % number))
    until(lambda: saves(device))
    before = saves(device)
    bigip.delete('ltm/pool', '/Common/p0')
    until(lambda: saves(device) > before)
    assert bigip.run('sys/config', 'load')
    assert len(bigip.list('ltm/pool')) == 4


def test_a_device_that_never_rests_is_saved_all_the_same(device, make):
    _, bigip = make(delay=SOON)
    bigip.create(*pool('web'))

    def change_and_look():
        bigip.modify('ltm/pool', '/Common/web', {'description': 'x'})
        return saves(device)

    until(change_and_look)


def test_what_changes_nothing_leaves_nothing_to_do(device, make):
    behind, bigip = make(delay=NEVER)
    bigip.list('ltm/pool')
    with pytest.raises(errors.HTTPError):
        bigip.create('ltm/pool', {'name': 'x', 'monitor': 'nowhere'})
    with pytest.raises(errors.NotFound):
        bigip.delete('ltm/pool', '/Common/nowhere')
    with pytest.raises(KeyError), bigip.transaction() as change:
        change.create(*pool('queued'))
        raise KeyError('the caller')
    behind.flush()
    assert saves(device) == 0


def test_changes_are_saved_once(device, make):
    behind, bigip = make(delay=NEVER)
    for number in range(5):
        bigip.create(*pool('p%d' % number))
    behind.flush()
    behind.flush()
    assert saves(device) == 1


def test_a_transaction_is_one_change_when_it_is_committed(device, make):
    behind, bigip = make(delay=NEVER)
    with bigip.transaction() as change:
        change.create(*pool('a'))
        behind.flush()
        assert saves(device) == 0
    behind.flush()
    assert saves(device) == 1


def test_a_change_whose_answer_is_lost_is_saved(device, make):
    behind, bigip = make(delay=NEVER)
    device.control.inject('drop-after', method='POST', path='/ltm/pool$')
    with pytest.raises(errors.Unreachable):
        bigip.create(*pool('web'))
    behind.flush()
    assert saves(device) == 1


def test_a_save_by_somebody_else_counts(device, make):
    behind, bigip = make(delay=NEVER)
    bigip.create(*pool('web'))
    bigip.run('sys/config', 'save', partitions=['Common'])
    behind.flush()
    # A part is not the whole.
    assert saves(device) == 2
    bigip.create(*pool('other'))
    bigip.run('sys/config', 'save')
    behind.flush()
    assert saves(device) == 3


def test_nothing_is_done_that_is_not_wanted(device, make):
    behind, bigip = make(delay=NEVER)
    bigip.create(*pool('web'))
    behind.use(bigip, write_behind.Wanted())
    behind.flush()
    assert saves(device) == 0


def test_the_first_failure_is_told_and_the_rest_tried(device, make, caplog):
    behind, bigip = make(delay=0.0)
    device.control.inject('500-mcpd-lost', path='/sys/config$', times=2)
    with caplog.at_level(logging.ERROR, 'f5_heat'):
        bigip.create(*pool('web'))
        until(lambda: saves(device) == 3)
    ((what, url, reason),) = behind.told
    assert what == 'save'
    assert url == device.url
    assert 'The connection to mcpd has been lost' in reason
    assert [record.getMessage() for record in caplog.records] == [
        'What was changed on the BIG-IP lab (%s) is still to be saved: %s'
        % (url, reason)
    ]
    assert PASSWORD not in caplog.text + reason


def test_who_is_refused_does_not_ask_again():
    """Too many logins that fail would lock the user out."""
    told = Told()
    refusal = icontrol_device.reply(
        {
            'code': 401,
            'message': (
                'Authorization failed: user=https://localhost/mgmt/shared/authz/'
                'users/x resource=/mgmt/tm/sys/config verb=POST'
            ),
        },
        401,
    )
    with icontrol_device.Device() as device:
        behind, bigip = follow(
            device.address,
            device.ca_file,
            ledger.Ledger(),
            told,
            auth='basic',
            delay=0.0,
        )
        device.plan(icontrol_device.reply({}), refusal)
        bigip.create(*pool('web'))
        assert told.arrived.acquire(timeout=30)
        behind.join(30)
        assert len(device.requests) == 2
        bigip.close()


def test_an_end_does_not_wait_for_rest(device, make):
    behind, bigip = make(delay=NEVER)
    bigip.create(*pool('web'))
    behind.end()
    behind.join(30)
    assert saves(device) == 1


def test_an_end_tries_once_what_fails(device, make):
    behind, bigip = make(delay=NEVER)
    device.control.inject('500-mcpd-lost', path='/sys/config$', times=99)
    bigip.create(*pool('web'))
    behind.end()
    behind.join(30)
    assert saves(device) == 1
    assert len(behind.told) == 1


def test_a_flush_says_what_fails(device, make):
    behind, bigip = make(delay=NEVER)
    device.control.inject('500-mcpd-lost', path='/sys/config$')
    bigip.create(*pool('web'))
    with pytest.raises(errors.Busy, match='mcpd'):
        behind.flush()
    behind.flush()
    assert saves(device) == 2


def test_a_group_that_is_not_there_is_told(device, make):
    behind, bigip = make(delay=NEVER, sync_group='pair')
    bigip.create(*pool('web'))
    behind.end()
    behind.join(30)
    assert saves(device) == 1
    ((what, _, reason),) = behind.told
    assert what == 'sync'
    assert 'pair' in reason


def test_a_group_that_is_gone_keeps_nobody_from_leaving(device, make):
    """A template's cluster is deleted before its devices."""
    behind, bigip = make(delay=NEVER, sync_group='pair')
    bigip.create(*pool('web'))
    behind.flush()
    assert saves(device) == 1
    assert behind.told == []


# Processes.


def change(device, book, ready):
    """Change the device in a process of its own, and end in order."""
    behind, bigip = follow(
        device['address'], device['ca_file'], book, Told(), delay=NEVER
    )
    bigip.create(*pool('p%d' % os.getpid()))
    ready.wait(30)
    behind.end()
    behind.join(30)
    os._exit(0)


def test_one_of_many_processes_saves_what_all_have_changed(device):
    fork = multiprocessing.get_context('fork')
    book = ledger.Ledger()
    ready = fork.Barrier(4)
    where = {'address': device.address, 'ca_file': str(device.ca_file)}
    workers = [
        fork.Process(target=change, args=(where, book, ready))
        for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert saves(device) == 1


def hold_turn(book, held):
    with book.turn('lab') as mine:
        assert mine
        held.set()
        signal.pause()


def test_who_is_killed_has_no_turn_any_more():
    fork = multiprocessing.get_context('fork')
    book = ledger.Ledger()
    held = fork.Event()
    worker = fork.Process(target=hold_turn, args=(book, held))
    worker.start()
    assert held.wait(30)
    with book.turn('lab') as mine:
        assert not mine
    with book.turn('other') as mine:
        assert mine
    worker.kill()
    worker.join()
    with book.turn('lab') as mine:
        assert mine


def test_a_ledger_keeps_what_was_last():
    book = ledger.Ledger()
    book.note('lab', changed=2.0)
    book.note('lab', changed=1.0, saved=1.0)
    book.note('other', changed=3.0)
    assert book.times('lab') == ledger.Times(changed=2.0, saved=1.0)
    book.forget('lab')
    assert book.times('lab') == ledger.Times()
    book.note('third', synced=4.0)
    assert book.times('other') == ledger.Times(changed=3.0)
    assert book.times('third') == ledger.Times(synced=4.0)


def test_other_processes_see_what_one_writes_down():
    fork = multiprocessing.get_context('fork')
    book = ledger.Ledger()
    workers = [
        fork.Process(
            target=functools.partial(
                book.note, 'lab%d' % number, changed=number + 1.0
            )
        )
        for number in range(8)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [book.times('lab%d' % number).changed for number in range(8)] == [
        number + 1.0 for number in range(8)
    ]
