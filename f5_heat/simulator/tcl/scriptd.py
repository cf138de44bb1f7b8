# SPDX-License-Identifier: Apache-2.0

"""scriptd: runs the Tcl of iApp templates in a process of its own."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import logging
import os
import pathlib
import resource
import select
import shutil
import subprocess
import sys
import threading
import time
import typing as t

from f5_heat.simulator.schema import errors

_LOG = logging.getLogger(__name__)
_DRIVER = str(pathlib.Path(__file__).parent / 'driver.tcl')
_TKINTER = 'import sys, tkinter\ntkinter.Tcl().call("source", sys.argv[1])\n'
# The environment that a relocated Tcl needs, and nothing else.
_ENVIRONMENT = ('LD_LIBRARY_PATH', 'PATH', 'TCL_LIBRARY')
_START = 5.0
_STACK = 8000
ENGINES = ('tkinter', 'tclsh')
Ask = t.Callable[..., str]


@dataclasses.dataclass(frozen=True)
class Limits:
    """The limits of one run of a script.

    ``seconds`` and Tcl ``commands`` end a script from within; a second
    later its process is killed. ``memory`` is the address space of the
    process, ``output`` the size of all its messages, both in bytes;
    ``objects`` is how many objects it may create.
    """

    seconds: float = 5.0
    commands: int = 5_000_000
    memory: int = 512 << 20
    output: int = 16 << 20
    objects: int = 1000


class Failed(Exception):
    """A script failed; the text is the stack trace of Tcl."""


def _stack(message: str, trace: str, line: str) -> str:
    """Format a stack trace as recorded."""
    if not trace:
        return message
    if len(trace) > _STACK:
        trace = trace[:_STACK] + '...'
    return '{} line:{}'.format(trace, line)


class _NoEngine(Exception):
    """A Tcl interpreter is missing or does not start."""


def _command(engine: str) -> list[str]:
    if engine == 'tkinter':
        if not sys.executable:
            # Python is embedded in another program.
            raise _NoEngine
        return [sys.executable, '-I', '-S', '-c', _TKINTER, _DRIVER]
    found = shutil.which('tclsh') or shutil.which('tclsh8.6')
    if found is None:
        raise _NoEngine
    return [found, _DRIVER]


class _Child:
    """A process with a Tcl interpreter, and the messages to and from it."""

    def __init__(self, engine: str, limits: Limits):
        self._limits = limits
        self._received = 0
        self._buffer = b''
        environment = {
            key: os.environ[key] for key in _ENVIRONMENT if key in os.environ
        }
        command = _command(engine)
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd='/',
            )
        except OSError:
            raise _NoEngine from None
        assert self._process.stdin and self._process.stdout
        self._input = self._process.stdin
        self._output = self._process.stdout
        try:
            if self.receive(time.monotonic() + _START) != ['ready']:
                raise _NoEngine
            self._restrict()
        except (Failed, OSError):
            self.end()
            raise _NoEngine from None

    def _restrict(self) -> None:
        if not hasattr(resource, 'prlimit'):
            # Only Linux limits another process.
            return
        for what, limit in (
            (resource.RLIMIT_AS, self._limits.memory),
            (resource.RLIMIT_CPU, int(self._limits.seconds) + 2),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
        ):
            resource.prlimit(self._process.pid, what, (limit, limit))

    def send(self, *words: str) -> None:
        line = b'\t'.join(base64.b64encode(word.encode()) for word in words)
        try:
            self._input.write(line + b'\n')
            self._input.flush()
        except OSError:
            raise Failed('the script ended unexpectedly') from None

    def receive(self, deadline: float) -> list[str]:
        """Return the next message; raises Failed if none comes in time."""
        output = self._output.fileno()
        # select() takes no descriptor above 1023.
        readable = select.poll()
        readable.register(output, select.POLLIN)
        while b'\n' not in self._buffer:
            left = deadline - time.monotonic()
            if left <= 0 or not readable.poll(left * 1000):
                raise Failed('time limit exceeded')
            part = os.read(output, 65536)
            if not part:
                raise Failed(
                    'the script ended unexpectedly: it may have '
                    'needed too much memory'
                )
            self._received += len(part)
            if self._received > self._limits.output:
                raise Failed('the script says too much')
            self._buffer += part
        line, _, self._buffer = self._buffer.partition(b'\n')
        return [
            base64.b64decode(word).decode('utf-8', 'replace')
            for word in line.split(b'\t')
        ]

    def end(self) -> None:
        self._process.kill()
        with contextlib.suppress(OSError):
            self._input.close()
        self._output.close()
        self._process.wait()

    def kill(self) -> None:
        """Kill the process from another thread."""
        self._process.kill()


class Scriptd:
    """Runs the scripts of one device, one at a time.

    ``engines`` are tried in order: ``tkinter`` is the Tcl of this Python,
    ``tclsh`` a program.
    """

    def __init__(
        self, engines: t.Sequence[str] = ENGINES, limits: Limits | None = None
    ):
        self.limits = limits or Limits()
        self._engines = list(engines)
        self._told = False
        self._stopped = False
        self._lock = threading.Lock()
        self._child: _Child | None = None

    def run(
        self, script: str, variables: dict[str, str], ask: Ask, seconds: float
    ) -> bool:
        """Run a script; return False if there is no Tcl interpreter.

        ``ask`` answers each tmsh command: it takes the verb and the words,
        and returns text. ``errors.Refused`` becomes an error of Tcl in the
        script. ``seconds`` is the device's own limit; that of the simulator
        is shorter, as the device is locked until then. Raises Failed.
        """
        child = self._start()
        if child is None:
            return False
        with self._lock:
            self._child = child
            if self._stopped:
                child.kill()
        try:
            self._converse(
                child,
                script,
                variables,
                ask,
                min(seconds, self.limits.seconds),
            )
        finally:
            with self._lock:
                self._child = None
            child.end()
        return True

    def begin(self) -> None:
        """Accept scripts again after ``stop``."""
        with self._lock:
            self._stopped = False

    def stop(self) -> None:
        """Kill the running script, and refuse others."""
        with self._lock:
            self._stopped = True
            if self._child is not None:
                self._child.kill()

    def _start(self) -> _Child | None:
        while self._engines:
            try:
                return _Child(self._engines[0], self.limits)
            except _NoEngine:
                del self._engines[0]
        if not self._told:
            self._told = True
            _LOG.warning(
                'There is no Tcl here: the implementations of iApp templates '
                'are not run. Install tkinter for this Python, or tclsh.'
            )
        return None

    def _converse(
        self,
        child: _Child,
        script: str,
        variables: dict[str, str],
        ask: Ask,
        seconds: float,
    ) -> None:
        for name, value in variables.items():
            child.send('set', name, value)
        child.send(
            'limit', str(int(seconds * 1000)), str(self.limits.commands)
        )
        child.send('run', script)
        deadline = time.monotonic() + seconds + 1
        while True:
            kind, *words = child.receive(deadline)
            if kind == 'done':
                return
            if kind == 'failed':
                raise Failed(_stack(*words))
            try:
                answer = ask(*words)
            except errors.Refused as refused:
                child.send('error', refused.message)
            else:
                child.send('ok', answer)
