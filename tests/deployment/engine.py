# SPDX-License-Identifier: Apache-2.0

"""A Heat of several processes, the engine of which may be killed."""

import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

from heatclient import client as heatclient
from heatclient import exc as heat_exc
from keystoneauth1 import noauth
from keystoneauth1 import session

from f5_heat import simulator
from f5_heat.lab import lab

TIMEOUT = 120
POLL = 0.1
LOG_LINES = 50
ENDS = ('COMPLETE', 'FAILED')


@contextlib.contextmanager
def deployed(directory, database, bus, count, conf=None):
    """A Deployment whose engine runs, with simulators bigip1, bigip2, ..."""
    devices = {}
    with contextlib.ExitStack() as running:
        for number in range(1, count + 1):
            devices['bigip%d' % number] = running.enter_context(
                simulator.Simulator(
                    username=lab.USERNAME, password=lab.PASSWORD, control=True
                )
            )
        made = running.enter_context(
            Deployment(directory, database, bus, devices, conf)
        )
        made.start_engine()
        made.wait_for_engine()
        yield made


class Deployment:
    """Heat's API and its engine, while in its context; no engine runs yet.

    ``database`` and ``bus`` are those of services.py, ``devices`` the
    simulators by the names that templates have for them, the first of them
    the default. ``conf`` is what heat.conf has beside that, as
    ``{section: {option: value}}``. All that Heat logs is in ``directory``.
    """

    def __init__(self, directory, database, bus, devices, conf=None):
        self.directory = pathlib.Path(directory)
        self.database = database
        self.bus = bus
        self.devices = devices
        self._conf = conf or {}
        self._heat_conf = self.directory / 'heat.conf'
        self._engines = []
        self._started = 0

    def __enter__(self):
        self._write_heat_conf()
        with contextlib.ExitStack() as started:
            self._migrate()
            self._start_api(started)
            started.callback(self.kill_engine)
            self._exit = started.pop_all()
        return self

    def __exit__(self, *exc_info):
        self._exit.close()

    def start_engine(self):
        """Start an engine.

        What it is asked meanwhile waits on the bus, except for the first.
        """
        self._started += 1
        log = self.directory / 'engine.log'
        with open(log, 'ab') as file:
            self._engines.append(
                subprocess.Popen(
                    self._process('engine'),
                    stdin=subprocess.PIPE,
                    stdout=file,
                    stderr=file,
                    # The engine and its workers are a group.
                    start_new_session=True,
                )
            )

    def wait_for_engine(self):
        """Wait until the workers of every engine so far have reported."""
        deadline = time.monotonic() + TIMEOUT
        while self.database.select('SELECT COUNT(*) FROM service') < (
            (self._started * self._workers,),
        ):
            assert time.monotonic() < deadline, self.log('engine')
            time.sleep(POLL)

    def log(self, what):
        """The end of what the 'engine' or the 'api' has logged."""
        lines = (self.directory / (what + '.log')).read_text().splitlines()
        return '\n'.join(lines[-LOG_LINES:])

    def kill_engine(self, *pids):
        """Kill engines with their workers, as SIGKILL does; or all."""
        for engine in list(self._engines):
            if pids and engine.pid not in pids:
                continue
            with contextlib.suppress(ProcessLookupError):
                os.killpg(engine.pid, signal.SIGKILL)
            engine.wait()
            engine.stdin.close()
            self._engines.remove(engine)

    def configure(self, conf):
        """Let heat.conf say more; an engine that runs does not know yet."""
        for section, options in conf.items():
            self._conf.setdefault(section, {}).update(options)
        self._write_heat_conf()

    def reload_engine(self):
        """Let the one engine read heat.conf again.

        Heat then has it replace its workers.
        """
        engine = self._engines[0]
        before = self._worker_processes(engine)
        engine.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + TIMEOUT
        while before & self._worker_processes(engine) or len(
            self._worker_processes(engine)
        ) < len(before):
            assert engine.poll() is None, self.log('engine')
            assert time.monotonic() < deadline, self.log('engine')
            time.sleep(POLL)
        self.wait_for_answer()

    @staticmethod
    def _worker_processes(engine):
        """The processes that an engine has started."""
        threads = pathlib.Path('/proc/%d/task' % engine.pid)
        return {
            child
            for children in threads.glob('*/children')
            for child in children.read_text().split()
        }

    def stop_engine(self):
        """Let every engine end in order."""
        for engine in self._engines:
            engine.terminate()
        for engine in self._engines:
            engine.wait(TIMEOUT)
        self._engines = []

    def heat(self, project='admin'):
        """A python-heatclient Client that speaks for ``project``."""
        return heatclient.Client(
            '1',
            endpoint='http://%s:%d/v1/%s' % (*self._address, project),
            session=session.Session(noauth.NoAuth()),
        )

    def wait_for_answer(self):
        """Wait until the API can ask the engine again."""
        heat = self.heat()
        deadline = time.monotonic() + TIMEOUT
        while True:
            try:
                heat.build_info.build_info()
                return
            except heat_exc.HTTPException:
                # It takes seconds until Heat gives up to wait for it.
                assert time.monotonic() < deadline, self.log('engine')

    def states(self):
        """The action and the status of each stack, by its id.

        Heat's API is not asked, as that costs the engine more than the
        stacks do.
        """
        return {
            row[0]: '%s_%s' % row[1:]
            for row in self.database.select(
                'SELECT id, action, status FROM stack'
            )
        }

    def wait(self, stacks, expect=None, timeout=TIMEOUT):
        """Wait until Heat is done with the stacks of these ids.

        Returns their states, by id, and fails where one is not as expected.
        """
        deadline = time.monotonic() + timeout
        while True:
            states = self.states()
            states = {key: states[key] for key in stacks}
            going_on = [
                key
                for key, state in states.items()
                if not state.endswith(ENDS)
            ]
            if not going_on:
                break
            assert time.monotonic() < deadline, 'after %d s:\n%s' % (
                timeout,
                self.reasons(going_on),
            )
            time.sleep(POLL)
        wrong = [
            key for key, state in states.items() if expect not in (None, state)
        ]
        assert not wrong, self.reasons(wrong)
        return states

    def reasons(self, stacks):
        """What Heat says of these stacks and of their resources."""
        marks = ', '.join(['%s'] * len(stacks))
        return '\n'.join(
            '%s: %s %s %s' % row
            for row in (
                *self.database.select(
                    'SELECT name, action, status, status_reason FROM stack '
                    'WHERE id IN (%s)' % marks,
                    *stacks,
                ),
                *self.database.select(
                    'SELECT name, action, status, status_reason FROM '
                    'resource WHERE stack_id IN (%s)' % marks,
                    *stacks,
                ),
            )
        )

    def _process(self, what):
        return (
            sys.executable,
            '-m',
            'tests.deployment.process',
            what,
            str(self._heat_conf),
        )

    def _migrate(self):
        subprocess.run(
            [
                pathlib.Path(sys.executable).with_name('heat-manage'),
                '--config-file',
                self._heat_conf,
                'db_sync',
            ],
            check=True,
            capture_output=True,
        )

    def _start_api(self, started):
        with (
            socket.create_server(('127.0.0.1', 0), backlog=128) as listener,
            open(self.directory / 'api.log', 'ab') as log,
        ):
            # Who connects early waits in the queue of this socket.
            self._address = listener.getsockname()
            api = subprocess.Popen(
                [*self._process('api'), str(listener.fileno())],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                pass_fds=[listener.fileno()],
            )
        started.callback(api.stdin.close)
        started.callback(api.wait)
        started.callback(api.kill)

    def _conf_of_heat(self):
        return lab.heat_conf(self.directory, self.bus.url, self.database.url)

    def _write_heat_conf(self):
        conf = self._conf_of_heat()
        conf.read_dict(
            {
                'DEFAULT': {
                    'num_engine_workers': 1,
                    # How long it takes to find out that an engine is dead.
                    'engine_life_check_timeout': 1,
                },
                'f5_bigip': {
                    'devices': ','.join(self.devices),
                    'default_device': next(iter(self.devices)),
                    # The devices are on the same host as this Heat.
                    'blocked_networks': '',
                },
            }
        )
        for name, device in self.devices.items():
            conf['f5_bigip_device:' + name] = {
                'address': device.address,
                'username': lab.USERNAME,
                'password': lab.PASSWORD,
                'ca_file': device.ca_file,
            }
        conf.read_dict(self._conf)
        self._workers = int(conf['DEFAULT']['num_engine_workers'])
        with open(self._heat_conf, 'w') as file:
            conf.write(file)
