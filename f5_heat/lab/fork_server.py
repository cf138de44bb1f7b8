# SPDX-License-Identifier: Apache-2.0

"""A process that imports Heat once and forks the Heats of labs.

It is started as ``python -m f5_heat.lab.fork_server SOCKET_FD``. It imports
and does nothing else: a Heat that it forks parses its configuration and starts
its threads by itself. Native threads, those of Heat 25 and later, are needed.
"""

import contextlib
import gc
import importlib
import os
import signal
import socket
import subprocess
import sys
import threading

from f5_heat.lab import heat_process

#: What Heat imports only when it starts.
LATE = (
    'heat.api.middleware.fault',
    'heat.api.middleware.version_negotiation',
    'heat.api.openstack.v1',
    'heat.db.models',
    'sqlalchemy.dialects.sqlite',
)
PATH_LIMIT = 4096


class ForkServer:
    """Starts Heats as ``heat_process.start`` does, while in its context."""

    def __enter__(self):
        self._lock = threading.Lock()
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, '-m', __name__, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        return self

    def __exit__(self, *exc_info):
        self._socket.close()
        self._process.wait()

    def start(self, conf, listener, log):
        """Fork a Heat; all that it shares with its siblings is imports."""
        stdin, write = os.pipe()
        read, ended = os.pipe()
        heat = Heat(write, read)
        fds = [stdin, log.fileno(), listener.fileno(), ended]
        try:
            with self._lock:
                socket.send_fds(self._socket, [os.fsencode(conf)], fds)
                heat.pid = int(self._socket.recv(PATH_LIMIT))
        finally:
            os.close(stdin)
            os.close(ended)
        return heat


class Heat:
    """A forked Heat, with what the lab uses of a subprocess.Popen."""

    def __init__(self, stdin, ended):
        self.stdin = os.fdopen(stdin, 'wb')
        # Nobody writes to it; it ends with the process.
        self._ended = os.fdopen(ended, 'rb')

    def wait(self):
        if not self._ended.closed:
            with self._ended:
                self._ended.read()


def main():
    requests = socket.socket(fileno=int(sys.argv[1]))
    heat_process.choose_threads()
    heat_service = importlib.import_module('f5_heat.lab.heat_service')
    heat_service.import_resources()
    for name in LATE:
        importlib.import_module(name)
    # Or the first collection would copy all pages that siblings share.
    gc.freeze()
    signal.signal(signal.SIGCHLD, lambda *_: reap(os.WNOHANG))
    while True:
        conf, fds, _, _ = socket.recv_fds(requests, PATH_LIMIT, 4)
        if not conf:
            break
        pid = os.fork()
        if not pid:
            requests.close()
            become(os.fsdecode(conf), *fds)
        for fd in fds:
            os.close(fd)
        requests.send(b'%d' % pid)
    reap(0)


def become(conf, stdin, log, listener, ended):
    """Let a forked process be the Heat that was asked for."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    for fd, number in (stdin, 0), (log, 1), (log, 2):
        os.dup2(fd, number)
    os.close(stdin)
    os.close(log)
    # Open until the process ends.
    os.set_inheritable(ended, False)
    heat_process.run(conf, listener)


def reap(options):
    """Take leave of all Heats that have ended, or of all."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, options)[0]:
            pass


if __name__ == '__main__':
    main()
