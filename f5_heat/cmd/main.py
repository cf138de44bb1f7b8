# SPDX-License-Identifier: Apache-2.0

"""The command ``f5-heat``."""

import argparse
import importlib.metadata
import os
import shlex
import signal
import subprocess
import sys

#: The exit code of a command that was not begun.
NOT_RUN = 3


def main(argv=None):
    """Run the subcommand that ``argv`` names; return its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    if argv[:1] == ['simulator']:
        run = [sys.executable, '-m', 'f5_heat.simulator', *argv[1:]]
        os.execv(sys.executable, run)
    args = parser().parse_args(argv)
    return args.run(args)


class Parser(argparse.ArgumentParser):
    """A parser of command lines, whose errors have an exit code of ours."""

    def error(self, message):
        self.print_usage(sys.stderr)
        self.exit(NOT_RUN, '%s: %s\n' % (self.prog, message))


class Version(argparse.Action):
    """An option that looks the version up and prints it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, nargs=0, **kwargs)

    def __call__(self, parser, *args):
        try:
            version = importlib.metadata.version('f5-heat')
        except importlib.metadata.PackageNotFoundError:
            version = 'of an unknown version'
        print('f5-heat %s' % version)
        parser.exit()


def parser():
    parser = Parser(
        prog='f5-heat',
        description=(
            'Look after the F5 BIG-IP resource types of OpenStack Heat on a'
            ' host that runs heat-engine, or try them without one.'
        ),
        epilog='Each command has its own help: f5-heat COMMAND --help.',
    )
    parser.add_argument(
        '--version', action=Version, help='show the version and exit'
    )
    commands = parser.add_subparsers(
        title='commands', metavar='COMMAND', required=True
    )
    add_doctor(commands)
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


def add_doctor(commands):
    doctor = commands.add_parser(
        'doctor',
        help='say whether Heat and the devices of heat.conf are in order',
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description=(
            'Say in plain words whether heat-engine on this host has the F5'
            ' resource types,\nwhether heat.conf is right, and whether each'
            ' device in it can be reached and\nused. Nothing is changed'
            ' anywhere: doctor only logs in to devices and reads.'
        ),
        epilog=(
            'exit codes, those of a monitoring plugin:\n'
            '  0  all is well\n'
            '  1  there are warnings\n'
            '  2  there are errors\n'
            '  3  it could not be found out: heat.conf cannot be read, or the'
            ' command line\n     is wrong'
        ),
    )
    doctor.add_argument(
        '--config-file',
        action='append',
        default=[],
        metavar='FILE',
        help=(
            'read this file; may be given more than once (default: what'
            ' heat-engine reads, such as /etc/heat/heat.conf)'
        ),
    )
    doctor.add_argument(
        '--config-dir',
        action='append',
        default=[],
        metavar='DIR',
        help='read the *.conf files in this directory as well',
    )
    doctor.add_argument(
        '--json',
        action='store_true',
        help='print one JSON object, which the manual describes',
    )
    doctor.add_argument(
        '--ignore',
        action='append',
        default=[],
        metavar='CHECK',
        help='let this check not count, such as "clock"; may be repeated',
    )
    doctor.add_argument(
        '--timeout',
        type=seconds,
        default=5.0,
        metavar='SECONDS',
        help='how long each step waits for a device (default: 5)',
    )
    doctor.add_argument(
        '-v',
        '--verbose',
        action='store_true',
        help='name the resource types',
    )
    doctor.add_argument(
        'device',
        nargs='*',
        metavar='DEVICE',
        help='look at these devices of heat.conf only (default: all)',
    )
    doctor.set_defaults(run=run_doctor)


def seconds(text):
    found = float(text)
    if not 0 < found < float('inf'):
        raise ValueError
    return found


def run_doctor(args):
    from f5_heat.cmd import doctor

    return doctor.run(args)


def run_lab(args):
    # Its imports come with an extra that the other commands do not need.
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
    # An interrupt reaches the command too, which decides what to do.
    signal.signal(signal.SIGINT, lambda number, frame: None)
    signal.signal(signal.SIGTERM, lambda number, frame: process.terminate())
    code = process.wait()
    return code if code >= 0 else 128 - code
