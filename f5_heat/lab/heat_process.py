# SPDX-License-Identifier: Apache-2.0

"""The process in which the lab's heat-engine and heat-api live together.

It is started as ``python -m f5_heat.lab.heat_process HEAT_CONF SOCKET_FD``
with a listening socket, serves the API on it, and ends at once when its
standard input does, so that it never outlives whoever started it.
"""

import importlib.metadata
import os
import subprocess
import sys
import threading
import traceback

NATIVE_THREADS = 25


def start(conf, listener, log):
    """Start the process, which logs to a file, as a subprocess.Popen."""
    return subprocess.Popen(
        [
            sys.executable,
            '-m',
            'f5_heat.lab.heat_process',
            conf,
            str(listener.fileno()),
        ],
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        pass_fds=[listener.fileno()],
        # A Ctrl-C is for the lab, which ends this process in order.
        start_new_session=True,
    )


def has_threads():
    """Return whether Heat runs on native threads, not on green ones."""
    major = int(importlib.metadata.version('openstack-heat').split('.')[0])
    return major >= NATIVE_THREADS


def choose_threads():
    """Choose Heat's kind of threads, before anything of it is imported."""
    if has_threads():
        from oslo_service import backend

        backend.init_backend(backend.BackendType.THREADING)
    else:
        import eventlet

        eventlet.monkey_patch(os=False)


def end_with_input():
    sys.stdin.buffer.read()
    os._exit(0)


def run(conf, fd):
    """Serve Heat's API on a socket until standard input ends."""
    # Before eventlet makes threads green, as a green one would stop the rest
    # of the process while it reads.
    threading.Thread(target=end_with_input, daemon=True).start()
    try:
        choose_threads()
        # Late, as it imports Heat.
        from f5_heat.lab import heat_service

        heat_service.serve(conf, fd, has_threads())
    finally:
        traceback.print_exc()
        # Threads of Heat would keep a failed process alive.
        os._exit(1)


if __name__ == '__main__':
    run(sys.argv[1], int(sys.argv[2]))
