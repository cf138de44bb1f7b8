# SPDX-License-Identifier: Apache-2.0

"""What stacks, the client and the plugin cost: ``python -m benchmarks``.

Requests, logins and connections are counted by the simulator and are exact.
Seconds depend on the machine and what else it does: compare those of one run,
in which what is compared takes turns.
"""

import argparse
import importlib.metadata
import os
import pathlib
import platform
import sys
import time

from benchmarks import client_cost
from benchmarks import deployment_cost
from benchmarks import engine_cost
from benchmarks import growth_cost
from benchmarks import pool_cost
from benchmarks import stack_cost
from benchmarks import type_cost

TABLES = {
    'client': client_cost.lines,
    'engine': engine_cost.lines,
    'types': type_cost.lines,
    'pool': pool_cost.lines,
    'stacks': stack_cost.lines,
    'deployment': deployment_cost.lines,
    'growth': growth_cost.lines,
}


def main():
    args = parser().parse_args()
    lines = []
    for line in report(args):
        print(line, flush=True)
        lines.append(line)
    if args.write:
        args.write.write_text('\n'.join(lines) + '\n')


def parser():
    parser = argparse.ArgumentParser(
        prog='python -m benchmarks', description=__doc__.splitlines()[0]
    )
    parser.add_argument(
        '--only',
        action='append',
        choices=TABLES,
        metavar='NAME',
        help='measure this alone; may be given more than once: %s'
        % ', '.join(TABLES),
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        '--quick',
        action='store_true',
        help='take fewer turns, and leave out stacks of 401 resources',
    )
    size.add_argument(
        '--large',
        action='store_true',
        help='measure stacks of 1,001 resources too, which takes Heat many '
        'minutes',
    )
    parser.add_argument(
        '--write',
        type=pathlib.Path,
        metavar='FILE',
        help='write the tables to FILE, too, as Markdown',
    )
    return parser


def report(args):
    yield from machine()
    for name in args.only or TABLES:
        started = time.monotonic()
        yield ''
        yield from TABLES[name](args)
        yield ''
        yield '(%s: %d s.)' % (name, time.monotonic() - started)


def machine():
    """What the numbers are of."""
    yield '`python -m benchmarks%s`, %s, %s %s, Heat %s, Python %s,' % (
        ''.join(' ' + word for word in sys.argv[1:]),
        time.strftime('%Y-%m-%d %H:%M'),
        platform.system(),
        platform.machine(),
        importlib.metadata.version('openstack-heat'),
        platform.python_version(),
    )
    yield '%d cores of %s, load %s when it began.' % (
        os.cpu_count(),
        processor(),
        ' '.join('%.1f' % load for load in os.getloadavg()),
    )


def processor():
    for line in pathlib.Path('/proc/cpuinfo').read_text().splitlines():
        if line.startswith('model name'):
            return line.partition(':')[2].strip()
    return platform.processor() or 'an unknown processor'


if __name__ == '__main__':
    main()
