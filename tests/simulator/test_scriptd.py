# SPDX-License-Identifier: Apache-2.0

"""What runs the scripts of iApps: both kinds of Tcl, and their limits."""

import contextlib
import importlib.util
import logging
import os
import resource
import shutil
import threading
import time

import pytest

from f5_heat import simulator
from f5_heat.simulator.tcl import scriptd

FAILED = 'script did not successfully complete: '


def has(engine):
    if engine == 'tkinter':
        return importlib.util.find_spec('_tkinter') is not None
    return shutil.which('tclsh') is not None


ENGINES = [engine for engine in scriptd.ENGINES if has(engine)]


@pytest.fixture(params=ENGINES)
def limited(request, iapp, monkeypatch):
    """Services whose scripts run in one kind of Tcl, with tight limits."""

    def limit(**limits):
        monkeypatch.setattr(
            iapp.bigip.device,
            'scriptd',
            scriptd.Scriptd((request.param,), scriptd.Limits(**limits)),
        )
        return iapp

    return limit


def test_there_is_a_tcl_here():
    assert ENGINES


def test_a_script_runs(limited, rest):
    iapp = limited()
    iapp.make(
        'package require Tcl 8.6-\n'
        'puts [clock format 0 -gmt 1 -format %Y]\n'
        'puts "[lindex $::a__l 1] \\u00fc $::a__b"\n'
        'tmsh::create ltm pool pool description \\"$::a__b\\"',
        variables=[{'name': 'a__b', 'value': 'Gr\u00fc\u00dfe \u20ac'}],
        lists=[{'name': 'a__l', 'value': ['x', 'y z']}],
    )
    assert iapp.said == ['1970', 'y z \u00fc Gr\u00fc\u00dfe \u20ac']
    assert (
        rest.ok('GET', 'ltm/pool/~Common~app.app~pool')['description']
        == 'Gr\u00fc\u00dfe \u20ac'
    )


def test_an_error_names_its_line(limited):
    assert limited().refused('set a 1\n\nset b $c\n') == FAILED + (
        '(can\'t read "c": no such variable\n    while executing\n"set b $c" '
        'line:3)'
    )


def test_a_script_returns_an_error(limited, rest):
    iapp = limited()
    assert iapp.refused(
        'tmsh::create ltm pool pool\nreturn -code error {no pool}'
    ) == (FAILED + '(no pool)')
    assert rest.ok('GET', 'ltm/pool')['items'] == []
    rest.ok(
        'PATCH',
        'sys/application/template/~Common~t',
        {'actions': {'definition': {'implementation': 'return all'}}},
    )
    assert iapp.post().status_code == 200


def test_a_script_runs_where_much_is_open(limited, rest):
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    if before[1] != resource.RLIM_INFINITY and before[1] < 1200:
        pytest.skip('this process may not open so much')
    with contextlib.ExitStack() as opened:
        opened.callback(resource.setrlimit, resource.RLIMIT_NOFILE, before)
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (max(before[0], 1200), before[1])
        )
        iapp = limited()
        iapp.template('tmsh::create ltm pool pool')
        for _ in range(1050):
            opened.enter_context(open(os.devnull))
        made = iapp.post()
    assert made.status_code == 200, made.text


@pytest.mark.parametrize(
    'script',
    [
        'while 1 {}',
        'while 1 {catch {while 1 {}}}',
        # Here Tcl does not look at its own limits.
        'after 60000',
        'vwait forever',
    ],
)
def test_a_script_that_does_not_end(limited, rest, script):
    iapp = limited(seconds=0.3)
    began = time.monotonic()
    words = iapp.refused('tmsh::create ltm pool pool\n' + script)
    assert words.startswith(FAILED + '(')
    assert words.endswith('limit exceeded)')
    assert time.monotonic() - began < 30
    assert rest('GET', 'ltm/pool/~Common~app.app~pool').status_code == 404
    assert rest('GET', 'sys/folder/~Common~app.app').status_code == 404


def test_the_device_has_a_limit_too(limited, rest):
    rest.ok('PATCH', 'sys/scriptd', {'maxScriptRunTime': 1})
    began = time.monotonic()
    assert limited(seconds=60).refused('while 1 {}') == (
        FAILED + '(time limit exceeded)'
    )
    assert time.monotonic() - began > 0.9


def test_too_many_commands(limited):
    assert limited(commands=1000).refused(
        'for {set i 0} {$i < 10000} {incr i} {set a [string length $i]}'
    ) == (FAILED + '(command count limit exceeded)')


@pytest.mark.parametrize(
    'script',
    [
        'string length [string repeat a 1000000000]',
        'set a [string repeat b 1000]\nwhile 1 {append a $a}',
    ],
)
def test_too_much_memory(limited, rest, script):
    words = limited(memory=256 << 20, seconds=60).refused(script)
    assert words.startswith(FAILED + '(')
    assert 'memory' in words
    rest.ok('GET', 'ltm/pool')


def test_too_many_words(limited):
    assert limited(output=1 << 20).refused(
        'while 1 {puts [string repeat a 1000]}'
    ) == (FAILED + '(the script says too much)')


def test_too_many_objects(limited, rest):
    assert (
        limited(objects=5)
        .refused('while 1 {tmsh::create ltm pool p[incr i]}')
        .startswith(
            FAILED + '(the script creates too many objects\n    while '
            'executing\n"tmsh::create ltm pool p[incr i]" line:'
        )
    )
    assert rest.ok('GET', 'ltm/pool')['items'] == []


def test_a_stack_that_is_too_high(limited):
    words = limited().refused('proc a {} {a}\na')
    assert words.startswith(FAILED + '(too many nested evaluations')
    assert len(words) < 10000


@pytest.mark.parametrize(
    'command',
    [
        'exec ls',
        'open /etc/passwd',
        'socket localhost 22',
        'file exists /',
        'glob /*',
        'source /etc/passwd',
        'load tk',
        'cd /',
        'pwd',
        'exit',
        'fconfigure stdout -blocking 0',
    ],
)
def test_a_script_reaches_nothing_of_the_host(limited, command):
    name = command.split()[0]
    assert limited().refused(command) == (
        FAILED
        + '({} is not available in the simulator\n    while '
        'executing\n"{}" line:1)'.format(name, command)
    )


@pytest.mark.parametrize(
    'command',
    [
        'puts stdin a',
        'gets stdin',
        'interp invokehidden {} exec ls',
        'interp eval {} {exec ls}',
        'set env(PATH)',
        'send done',
        'ask pwd',
        'set words',
    ],
)
def test_a_script_reaches_nothing_of_the_driver(limited, command):
    assert limited().refused(command).startswith(FAILED + '(')


def test_without_tcl_the_service_is_there_all_the_same(
    iapp, rest, monkeypatch, caplog
):
    monkeypatch.setattr(iapp.bigip.device, 'scriptd', scriptd.Scriptd(()))
    with caplog.at_level(logging.WARNING):
        iapp.make('tmsh::create ltm pool pool')
        iapp.again()
    rest.ok('GET', iapp.uri)
    assert rest('GET', 'ltm/pool/~Common~app.app~pool').status_code == 404
    assert [record.getMessage() for record in caplog.records] == [
        'There is no Tcl here: the implementations of iApp templates are '
        'not run. Install tkinter for this Python, or tclsh.'
    ]


def test_the_next_tcl_is_taken_when_one_is_not_there(iapp, rest, monkeypatch):
    monkeypatch.setenv('PATH', '/nowhere')
    if 'tkinter' not in ENGINES:
        pytest.skip('this Python has no Tcl')
    monkeypatch.setattr(
        iapp.bigip.device, 'scriptd', scriptd.Scriptd(('tclsh', 'tkinter'))
    )
    iapp.make('tmsh::create ltm pool pool')
    rest.ok('GET', 'ltm/pool/~Common~app.app~pool')


class Watched(scriptd.Scriptd):
    """Tells when a script has had its first answer."""

    def __init__(self, **rest):
        super().__init__(**rest)
        self.answered = threading.Event()

    def run(self, script, variables, ask, seconds):
        def watched(*words):
            answer = ask(*words)
            self.answered.set()
            return answer

        return super().run(script, variables, watched, seconds)


def test_a_device_that_stops_ends_its_script(iapp):
    with simulator.Simulator() as bigip:
        running = bigip.device.scriptd = Watched(
            limits=scriptd.Limits(seconds=60)
        )
        client = type(iapp.rest)(bigip)
        own = type(iapp)(client, bigip)
        own.template('puts started\nafter 60000')

        def post():
            # A refusal, or a connection that ended with the device.
            with contextlib.suppress(OSError):
                assert own.post().status_code == 400

        thread = threading.Thread(target=post)
        thread.start()
        assert running.answered.wait(20)
        began = time.monotonic()
        bigip.stop()
        thread.join()
        with bigip.device.lock:
            assert time.monotonic() - began < 10
            assert not bigip.device.store.items('sys/application/service')
        client.session.close()


class Late(scriptd.Scriptd):
    """Starts a script when it may."""

    def __init__(self, **rest):
        super().__init__(**rest)
        self.asked = threading.Event()
        self.may = threading.Event()

    def run(self, *arguments):
        self.asked.set()
        assert self.may.wait(20)
        return super().run(*arguments)


def test_a_device_that_has_stopped_runs_no_script(iapp):
    bigip = simulator.Simulator()
    running = bigip.device.scriptd = Late(limits=scriptd.Limits(seconds=60))
    with bigip:
        client = type(iapp.rest)(bigip)
        own = type(iapp)(client, bigip)
        own.template('after 60000')

        def post():
            with contextlib.suppress(OSError):
                assert own.post().status_code == 400

        thread = threading.Thread(target=post)
        thread.start()
        assert running.asked.wait(20)
        bigip.stop()
        began = time.monotonic()
        running.may.set()
        with bigip.device.lock:
            assert time.monotonic() - began < 10
            assert not bigip.device.store.items('sys/application/service')
        thread.join()
        client.session.close()
    with bigip:
        client = type(iapp.rest)(bigip)
        own = type(iapp)(client, bigip)
        own.template('tmsh::create ltm pool pool', name='other')
        assert own.post(template='/Common/other').status_code == 200
        client.session.close()


def test_a_reset_waits_for_the_script(iapp, monkeypatch):
    running = Watched()
    monkeypatch.setattr(iapp.bigip.device, 'scriptd', running)
    iapp.template('tmsh::create ltm pool pool\nafter 300')
    thread = threading.Thread(target=iapp.post)
    thread.start()
    assert running.answered.wait(20)
    iapp.bigip.control.reset()
    thread.join()
    assert iapp.bigip.control.config() == {}
