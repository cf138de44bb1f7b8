# SPDX-License-Identifier: Apache-2.0

"""A stack in a lab, whose steps are measured one after the other."""

import contextlib
import os
import pathlib
import sqlite3
import statistics
import time
import typing
import uuid

POLL = 0.02
TIMEOUT = 3600
TICKS = os.sysconf('SC_CLK_TCK')


class Cost(typing.NamedTuple):
    """What a step costs; ``cpu`` is that of Heat, in seconds."""

    seconds: float
    cpu: float
    counts: dict


class Stack:
    """A stack; a template that it is brought to costs a step."""

    def __init__(self, cloud):
        self._cloud = cloud
        self._stacks = cloud.heat().stacks
        self._id = None

    def bring_to(self, template):
        if self._id is None:
            return self._measure(self._create, template)
        return self._measure(self._stacks.update, self._id, template=template)

    def delete(self):
        return self._measure(self._stacks.delete, self._id)

    def _create(self, template):
        # A name is taken for a moment after its stack is gone.
        self._id = self._stacks.create(
            stack_name='benchmark-' + uuid.uuid4().hex, template=template
        )['stack']['id']

    def _measure(self, act, *args, **kwargs):
        control = self._cloud.devices[0].control
        control.clear()
        cpu = spent(self._cloud.pid)
        started = time.monotonic()
        act(*args, **kwargs)
        self._wait()
        return Cost(
            time.monotonic() - started,
            spent(self._cloud.pid) - cpu,
            control.counts(),
        )

    def _wait(self):
        ends = time.monotonic() + TIMEOUT
        # Heat is not asked: that costs it as much as a resource does.
        with contextlib.closing(
            sqlite3.connect(
                'file:%s?mode=ro' % self._cloud.database, uri=True, timeout=60
            )
        ) as database:
            while True:
                ((status, reason),) = database.execute(
                    'SELECT status, status_reason FROM stack WHERE id = ?',
                    [self._id],
                )
                if status != 'IN_PROGRESS':
                    break
                if time.monotonic() > ends:
                    raise RuntimeError('The stack does not end.')
                time.sleep(POLL)
        if status != 'COMPLETE':
            raise RuntimeError(reason)


def spent(pid):
    """The seconds of CPU that a process has had."""
    stat = pathlib.Path('/proc/%d/stat' % pid).read_text()
    user, system = stat.rpartition(')')[2].split()[11:13]
    return (int(user) + int(system)) / TICKS


def median(costs):
    """One cost of several runs, each part of it by itself."""
    return Cost(
        statistics.median(cost.seconds for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        costs[0].counts,
    )


def turns(number, *others):
    """Yield the others that often, from the other end each time."""
    for turn in range(number):
        yield others if turn % 2 else others[::-1]


def requests(counts):
    made = counts['requests']
    return (
        ', '.join(
            '%d %s' % (made[method], method)
            for method in sorted(made, reverse=True)
        )
        or '0'
    )


def table(header, rows, widths):
    """Yield the lines of a Markdown table."""
    row = '| %s |' % ' | '.join('%%%ds' % width for width in widths)
    yield row % header
    yield '|%s|' % '|'.join(
        '-' * (abs(width) + 1) + ('-' if width < 0 else ':')
        for width in widths
    )
    for cells in rows:
        yield row % cells


def beside(ours, floor):
    """The cells of seconds and of CPU, each with the floor and the ratio."""
    return (
        *compared(ours.seconds, floor.seconds),
        *compared(ours.cpu, floor.cpu),
    )


def compared(one, other):
    """The cells of two figures, and of their ratio."""
    return '%.2f' % one, '%.2f' % other, '%.2f' % (one / other)


BESIDE = ('seconds', 'nothing', 'ratio', 'CPU [s]', 'nothing', 'ratio')
BESIDE_WIDTHS = (7, 7, 5, 7, 7, 5)
