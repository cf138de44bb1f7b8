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

"""The simulator's command line."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import threading

from f5_heat.simulator import simulated


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog='python -m f5_heat.simulator',
        description='A BIG-IP that answers iControl REST, for development '
                    'and tests.')
    parser.add_argument('--host', default='127.0.0.1',
                        help='the address to listen on (%(default)s)')
    parser.add_argument('--port', type=int, default=8443,
                        help='the port; 0 asks the system for one and '
                             'prints it (%(default)s)')
    parser.add_argument('--username', default='admin',
                        help='an administrator (%(default)s)')
    parser.add_argument('--password', default='admin',
                        help='and the password (%(default)s)')
    parser.add_argument('--tmos-version', default='17.1.1',
                        help='the version to be (%(default)s)')
    parser.add_argument('--port-file', metavar='F',
                        help='write the port to this file')
    parser.add_argument('--ca-file', metavar='F',
                        help='write the certificate to this file')
    parser.add_argument('--control-port', type=int, metavar='N',
                        help='offer the control interface on this port')
    parser.add_argument('--control-port-file', metavar='F',
                        help='write the control port to this file')
    return parser


def _write(path: str | None, text: str) -> None:
    """All at once, for whoever waits for the file."""
    if path:
        with open(path + '.new', 'w') as file:
            file.write(text)
        os.replace(path + '.new', path)


def main(arguments: list[str] | None = None) -> None:
    """Serve until SIGTERM or SIGINT."""
    options = _parser().parse_args(arguments)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    control_port = options.control_port
    if control_port is None and options.control_port_file:
        control_port = 0
    with simulated.Simulator(
            options.host, options.port, options.username, options.password,
            options.tmos_version, control_port=control_port) as bigip:
        if options.ca_file:
            shutil.copy(bigip.ca_file, options.ca_file)
        if control_port is not None:
            _write(options.control_port_file,
                   bigip.control_url.rpartition(':')[2] + '\n')
        _write(options.port_file, '{}\n'.format(bigip.port))
        if options.port == 0:
            print(bigip.port, flush=True)
        ended.wait()


if __name__ == '__main__':
    main()
