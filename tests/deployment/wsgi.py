# SPDX-License-Identifier: Apache-2.0

"""A WSGI application as a process of its own, served by waitress.

The process is started as ``python -m tests.deployment.wsgi APPLICATION
SOCKET_FD ARGUMENT...``, where APPLICATION is ``module:name``. OpenStack's
applications parse sys.argv by themselves when their module is imported, so
that is set to the arguments before. waitress leaves it alone, as it is called
and no program, and needs no second process. This one ends with its standard
input, so that it never outlives who started it.
"""

import contextlib
import importlib
import os
import pathlib
import socket
import subprocess
import sys
import threading

# As many requests are served at once; each may wait for another service.
THREADS = 16
# Services keep their connections to each other open. Beyond its limit, which
# is 100 by default, waitress takes no more and leaves all others waiting.
CONNECTIONS = 1000
# One that rests for so many seconds is closed; it is looked for such ones so
# often.
REST = 30
CLEANUP = 5
LOG_LINES = 50


class Server:
    """The process of an application, while in its context.

    ``url`` leads to it from the beginning: who connects early waits in the
    queue of its socket. ``arguments`` begins with the name of the program.
    All that it logs to its standard error is in ``log``.
    """

    def __init__(self, application, log):
        self._application = application
        self._log = pathlib.Path(log)
        self._listener = socket.create_server(('127.0.0.1', 0), backlog=128)
        self.url = 'http://%s:%d' % self._listener.getsockname()

    def start(self, arguments, environment=None):
        """Start the process; a context that ends with it."""
        with self._listener as listener, open(self._log, 'ab') as log:
            fd = listener.fileno()
            process = subprocess.Popen(
                [
                    sys.executable,
                    '-m',
                    'tests.deployment.wsgi',
                    self._application,
                    str(fd),
                    *map(str, arguments),
                ],
                env={**os.environ, **(environment or {})},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                pass_fds=[fd],
            )
        return self._running(process)

    @contextlib.contextmanager
    def _running(self, process):
        try:
            yield self
        finally:
            process.kill()
            process.wait()
            process.stdin.close()

    def close(self):
        """Give up the socket of a process that was never started."""
        self._listener.close()

    def log(self):
        """The end of what it has logged."""
        lines = self._log.read_text(errors='replace').splitlines()
        return '\n'.join(lines[-LOG_LINES:])


def end_with_input():
    # No lock is held meanwhile that a forked process would wait for.
    os.read(0, 1)
    os._exit(0)


def main():
    threading.Thread(target=end_with_input, daemon=True).start()
    application, fd, *sys.argv = sys.argv[1:]
    module, _, name = application.partition(':')
    application = getattr(importlib.import_module(module), name)
    import waitress

    waitress.serve(
        application,
        sockets=[socket.socket(fileno=int(fd))],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=REST,
        cleanup_interval=CLEANUP,
        # select() fails where a file descriptor is beyond 1023.
        asyncore_use_poll=True,
        # Templates of many resources.
        max_request_body_size=2**24,
    )


if __name__ == '__main__':
    main()
