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

"""The command ``f5-heat``."""

import argparse
import os
import shlex
import signal
import subprocess
import sys


def main(argv=None):
    """Run the subcommand that ``argv`` names; returns its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    if argv[:1] == ['simulator']:
        run = [sys.executable, '-m', 'f5_heat.simulator', *argv[1:]]
        os.execv(sys.executable, run)
    args = parser().parse_args(argv)
    return args.run(args)


def parser():
    parser = argparse.ArgumentParser(
        prog='f5-heat',
        description='Tools around F5 BIG-IP resource types for Heat.',
    )
    commands = parser.add_subparsers(
        title='commands', metavar='COMMAND', required=True
    )
    lab = commands.add_parser(
        'lab',
        help='start simulated BIG-IPs and a Heat that knows them',
        description=(
            'Start simulated BIG-IPs and a Heat (engine and API, on SQLite,'
            ' without Keystone) that knows them, all on ports of 127.0.0.1'
            ' that are free. Then print the variables that lead there and'
            ' wait for an interrupt, or run COMMAND with them and end with'
            ' its exit code. Nothing is left behind.'
        ),
        epilog=(
            'example: f5-heat lab -- openstack stack create --wait'
            ' -t examples/web.yaml web'
        ),
    )
    lab.add_argument(
        '--devices',
        type=int,
        default=1,
        metavar='N',
        help="how many BIG-IPs; the first is Heat's default (default: 1)",
    )
    lab.add_argument(
        '--tmos-version',
        default='17.1.1',
        metavar='VERSION',
        help='what the BIG-IPs run (default: 17.1.1)',
    )
    lab.add_argument(
        '--log-file',
        metavar='FILE',
        help='append what Heat logs to FILE (default: not kept)',
    )
    lab.add_argument(
        'command',
        nargs='*',
        metavar='COMMAND',
        help='what to run in the lab, after two dashes',
    )
    lab.set_defaults(run=run_lab)
    commands.add_parser(
        'simulator',
        help='start simulated BIG-IPs, as python -m f5_heat.simulator',
    )
    return parser


def run_lab(args):
    # What it imports comes with an extra, which the rest does without.
    try:
        from f5_heat.lab import lab
    except ModuleNotFoundError as exc:
        print('f5-heat: %s; it comes with f5-heat[lab]' % exc, file=sys.stderr)
        return 1
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    try:
        with lab.Lab(
            devices=args.devices,
            log_file=args.log_file,
            tmos_version=args.tmos_version,
        ) as cloud:
            if args.command:
                return run_command(args.command, cloud.environ)
            for name, value in cloud.environ.items():
                print('export %s=%s' % (name, shlex.quote(value)))
            print('# All of it is up; an interrupt ends it.', flush=True)
            cloud.wait()
    except lab.LabError as exc:
        print(exc, file=sys.stderr)
        return 1


def end(number, frame):
    sys.exit(128 + number)


def run_command(command, environ):
    try:
        process = subprocess.Popen(command, env=os.environ | environ)
    except OSError as exc:
        print('f5-heat: %s' % exc, file=sys.stderr)
        return 127
    # An interrupt reaches the command by itself, which decides what follows.
    signal.signal(signal.SIGINT, lambda number, frame: None)
    signal.signal(signal.SIGTERM, lambda number, frame: process.terminate())
    code = process.wait()
    return code if code >= 0 else 128 - code
