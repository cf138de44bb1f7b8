# SPDX-License-Identifier: Apache-2.0

"""The labs of the tests, whose Heats are forked from one that is imported."""

from f5_heat.lab import fork_server
from f5_heat.lab import heat_process
from f5_heat.lab import lab

_running = []


def start(**options):
    """Return a Lab that starts in a fraction of the time.

    Heats before 25 cannot be forked; what the tests change in the environment
    of a Heat needs a ``lab.Lab``, too.
    """
    if not _running and heat_process.has_threads():
        _running.append(fork_server.ForkServer().__enter__())
    return lab.Lab(fork_server=next(iter(_running), None), **options)


def end():
    """End what the labs are forked from."""
    while _running:
        _running.pop().__exit__()
