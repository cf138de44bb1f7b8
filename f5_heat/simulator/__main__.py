# SPDX-License-Identifier: Apache-2.0

"""The simulator's command line."""

from __future__ import annotations

import argparse
import contextlib
import os
import pathlib
import signal
import threading

from f5_heat.simulator import simulator
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import cluster


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog='python -m f5_heat.simulator',
        description='A BIG-IP that answers iControl REST, for development '
        'and tests.',
    )
    parser.add_argument(
        '--host',
        default='127.0.0.1',
        help='the address to listen on (%(default)s)',
    )
    parser.add_argument(
        '--port',
        type=int,
        default=8443,
        help='the port; 0 asks the system for one and prints it (%(default)s)',
    )
    parser.add_argument(
        '--username', default='admin', help='an administrator (%(default)s)'
    )
    parser.add_argument(
        '--password', default='admin', help='and the password (%(default)s)'
    )
    parser.add_argument(
        '--tmos-version',
        default='17.1.1',
        help='the version to be (%(default)s)',
    )
    parser.add_argument(
        '--devices',
        type=int,
        default=1,
        metavar='N',
        help='be so many devices of one network; each further '
        'one has the next port (%(default)s)',
    )
    parser.add_argument(
        '--port-file',
        metavar='F',
        help='write the port to this file, a line for each device',
    )
    parser.add_argument(
        '--ca-file', metavar='F', help='write the certificates to this file'
    )
    parser.add_argument(
        '--control-port',
        type=int,
        metavar='N',
        help='offer the control interface on this port',
    )
    parser.add_argument(
        '--control-port-file',
        metavar='F',
        help='write the control port to this file',
    )
    return parser


def _write(path: str | None, text: str) -> None:
    """Write a file atomically, as others wait for it to appear."""
    if path:
        with open(path + '.new', 'w') as file:
            file.write(text)
        os.replace(path + '.new', path)


def _next(port: int, number: int) -> int:
    return port + number if port else 0


def _line(device: simulator.Simulator, controlled: bool) -> str:
    """Return a device's name, its URL, and its address for other devices."""
    identity = device.device.identity
    return ' '.join(
        [
            identity.name,
            device.url,
            identity.management_ip,
            *([device.control_url] if controlled else ()),
        ]
    )


def main(arguments: list[str] | None = None) -> None:
    """Serve until SIGTERM or SIGINT."""
    options = _parser().parse_args(arguments)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    network: cluster.Network[bigip.Device] | None = None
    if options.devices > 1:
        network = cluster.Network()
    control_port = options.control_port
    if control_port is None and options.control_port_file:
        control_port = 0
    with contextlib.ExitStack() as started:
        devices = [
            started.enter_context(
                simulator.Simulator(
                    options.host,
                    _next(options.port, number),
                    options.username,
                    options.password,
                    options.tmos_version,
                    control_port=None
                    if control_port is None
                    else _next(control_port, number),
                    network=network,
                )
            )
            for number in range(options.devices)
        ]
        _write(
            options.ca_file,
            ''.join(pathlib.Path(one.ca_file).read_text() for one in devices),
        )
        if control_port is not None:
            _write(
                options.control_port_file,
                ''.join(
                    one.control_url.rpartition(':')[2] + '\n'
                    for one in devices
                ),
            )
        _write(
            options.port_file,
            ''.join('{}\n'.format(one.port) for one in devices),
        )
        if options.devices > 1:
            for one in devices:
                print(_line(one, control_port is not None), flush=True)
        elif options.port == 0:
            print(devices[0].port, flush=True)
        ended.wait()


if __name__ == '__main__':
    main()
