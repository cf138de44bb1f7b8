# SPDX-License-Identifier: Apache-2.0

"""What the plugin adds to the start of heat-engine, and to its memory."""

import contextlib
import os
import pathlib
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import unittest.mock

from benchmarks import measuring
from benchmarks import templates
from f5_heat.lab import lab

TIMEOUT = 120
POLL = 0.005
ROOT = str(pathlib.Path(__file__).parents[1])
HIDING = pathlib.Path(__file__).with_name('hiding')
#: What Python is not to find the entry points of, by what a column is called.
HIDDEN = {'with': '', 'without': 'f5_heat'}


def lines(args):
    yield '## The engine'
    yield ''
    yield (
        'heat-engine with one worker, on an SQLite database of its own, '
        'from exec until it has reported; and Heat as the lab runs it, '
        'the API with it, once it answers and after S2 was made and '
        'deleted: "without" the plugin of resources that do nothing. '
        'Without it means that Python does not find the entry points of '
        'f5_heat. The parent process shares memory with its worker; PSS '
        'has half of that.'
    )
    yield ''
    number = 3 if args.quick else 11
    costs = list(zip(*starts(number), strict=True))
    rows = [
        row(what, form, *([cost[place] for cost in one] for one in costs))
        for place, (what, form) in enumerate(
            (
                ('start, seconds (of %d)' % number, '%.2f'),
                ('start, seconds of CPU', '%.2f'),
                ('worker, RSS, MB', '%.1f'),
                ('worker, PSS, MB', '%.1f'),
            )
        )
    ]
    fresh, used = zip(*map(in_lab, HIDDEN), strict=True)
    rows += [
        row('lab, PSS, MB', '%.1f', *([one] for one in fresh)),
        row('lab after S2, PSS, MB', '%.1f', *([one] for one in used)),
    ]
    yield from measuring.table(('', *HIDDEN, 'ratio'), rows, (-24, 8, 8, 5))


def row(what, form, ours, floor):
    ours, floor = map(statistics.median, (ours, floor))
    return what, form % ours, form % floor, '%.3f' % (ours / floor)


def starts(number):
    """The cost of each start, with and without the plugin, for each turn."""
    with tempfile.TemporaryDirectory() as directory:
        heat_conf = migrated(pathlib.Path(directory))
        # The first of each compiles, and finds the entry points.
        for name in HIDDEN:
            start(heat_conf, name)
        for turn in measuring.turns(number, *HIDDEN):
            costs = {name: start(heat_conf, name) for name in turn}
            yield [costs[name] for name in HIDDEN]


def migrated(directory, plugin_dir=None):
    """A heat.conf whose database has its tables."""
    conf = lab.heat_conf(
        directory, 'fake://', 'sqlite:///%s/heat.db' % directory
    )
    conf.read_dict(
        {
            'DEFAULT': {
                'num_engine_workers': 1,
                **({'plugin_dirs': plugin_dir} if plugin_dir else {}),
            },
            'f5_bigip': {'devices': 'bigip', 'default_device': 'bigip'},
            'f5_bigip_device:bigip': {
                'address': '192.0.2.1',
                'username': 'heat',
                'password': 'heat',
            },
        }
    )
    path = directory / 'heat.conf'
    with open(path, 'w') as file:
        conf.write(file)
    subprocess.run(
        [program('heat-manage'), '--config-file', path, 'db_sync'],
        check=True,
        capture_output=True,
    )
    return path


def start(heat_conf, name):
    """Seconds, CPU, and the RSS and PSS of the worker."""
    with (
        contextlib.closing(
            sqlite3.connect(heat_conf.with_name('heat.db'))
        ) as database,
        hidden(name, heat_conf.with_name(name)),
    ):
        before = services(database)
        started = time.monotonic()
        engine = subprocess.Popen(
            [program('heat-engine'), '--config-file', heat_conf],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # The engine and its worker are a group.
            start_new_session=True,
        )
        try:
            while services(database) == before:
                if time.monotonic() > started + TIMEOUT:
                    raise RuntimeError('heat-engine does not report.')
                time.sleep(POLL)
            seconds = time.monotonic() - started
            (worker,) = children(engine.pid)
            cost = (
                seconds,
                measuring.spent(engine.pid) + measuring.spent(worker),
                *memory(worker),
            )
        finally:
            os.killpg(engine.pid, signal.SIGKILL)
            engine.wait()
    return cost


def children(pid):
    """The processes that a process has forked, in whatever thread."""
    return [
        int(child)
        for thread in pathlib.Path('/proc').glob('%d/task/*/children' % pid)
        for child in thread.read_text().split()
    ]


def services(database):
    return database.execute('SELECT COUNT(*) FROM service').fetchone()


def program(name):
    return pathlib.Path(sys.executable).with_name(name)


def in_lab(name):
    """The PSS of a Heat that has started, and after a stack."""
    with (
        tempfile.TemporaryDirectory() as cache,
        hidden(name, cache),
        lab.Lab() as cloud,
    ):
        _, fresh = memory(cloud.pid)
        template = templates.saved(
            templates.applications(cloud.devices[0], 50, 4)
        )
        stack = measuring.Stack(cloud)
        stack.bring_to(
            templates.doing_nothing(template) if HIDDEN[name] else template
        )
        stack.delete()
        return fresh, memory(cloud.pid)[1]


@contextlib.contextmanager
def hidden(name, cache):
    """Let Pythons that are started find the plugin, or not.

    :param cache: a directory in which stevedore keeps what it found.
    """
    with unittest.mock.patch.dict(
        os.environ,
        {
            'PYTHONPATH': os.pathsep.join(
                filter(None, (str(HIDING), ROOT, os.environ.get('PYTHONPATH')))
            ),
            'HIDDEN_DISTRIBUTION': HIDDEN[name],
            'XDG_CACHE_HOME': str(cache),
            'PYTHONDONTWRITEBYTECODE': '',
        },
    ):
        yield


def memory(pid):
    """RSS and PSS in megabytes."""
    fields = dict(
        line.split(':')
        for line in pathlib.Path('/proc/%d/smaps_rollup' % pid)
        .read_text()
        .splitlines()[1:]
    )
    return [int(fields[name].split()[0]) / 1024 for name in ('Rss', 'Pss')]
