# SPDX-License-Identifier: Apache-2.0

"""The process in which the lab's heat-engine and heat-api live together.

It is started as ``python -m f5_heat.lab.heat_process HEAT_CONF SOCKET_FD``
with a listening socket, serves the API on it, and ends at once when its
standard input does, so that it never outlives whoever started it.
"""

import importlib.metadata
import os
import sys
import threading
import traceback

NATIVE_THREADS = 25


def end_with_input():
    sys.stdin.buffer.read()
    os._exit(0)


def main():
    # Before eventlet makes threads green, as a green one would stop the rest
    # of the process while it reads.
    threading.Thread(target=end_with_input, daemon=True).start()
    conf, fd = sys.argv[1], int(sys.argv[2])
    major = int(importlib.metadata.version('openstack-heat').split('.')[0])
    threads = major >= NATIVE_THREADS
    # Either choice has to be made before anything of Heat is imported, which
    # is why the rest of this process is another module, imported late.
    if threads:
        from oslo_service import backend

        backend.init_backend(backend.BackendType.THREADING)
    else:
        import eventlet

        eventlet.monkey_patch(os=False)
    try:
        from f5_heat.lab import heat_service

        heat_service.serve(conf, fd, threads)
    finally:
        traceback.print_exc()
        # Threads of Heat would keep a failed process alive.
        os._exit(1)


if __name__ == '__main__':
    main()
