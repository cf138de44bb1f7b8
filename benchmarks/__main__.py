# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""The cost of stacks and of the client, measured: ``python -m benchmarks``.

Requests, logins and connections are counted by the simulator and are exact.
Seconds depend on the machine and what else it does; compare those of one run.
"""

import argparse
import pathlib

from benchmarks import client_cost
from benchmarks import stack_cost


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
        prog='python -m benchmarks', description=__doc__.splitlines()[0])
    parser.add_argument(
        '--size', type=int, default=10, metavar='N',
        help='how many pools and virtual servers the larger stack has '
             '(default: %(default)s)')
    parser.add_argument(
        '--latency', type=int, nargs='+', default=[0, 50], metavar='MS',
        help='milliseconds that each answer of the BIG-IP takes longer '
             '(default: 0 50)')
    parser.add_argument(
        '--write', type=pathlib.Path, metavar='FILE',
        help='write the tables to FILE, too, as Markdown')
    return parser


def report(args):
    yield '# What the client costs'
    yield ''
    yield from client_cost.table()
    yield ''
    yield '# What a stack costs'
    yield from stack_cost.tables(args.size, args.latency)


if __name__ == '__main__':
    main()
