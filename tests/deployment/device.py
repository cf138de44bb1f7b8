# SPDX-License-Identifier: Apache-2.0

"""A simulated BIG-IP as a process of its own."""

import pathlib
import subprocess
import sys
import time

import requests

from f5_heat.lab import lab

TIMEOUT = 60
POLL = 0.05


class Device:
    """A BIG-IP, while in its context.

    ``address``, ``url`` and ``ca_file`` lead to it. ``control`` has the
    methods of the simulator's control interface.
    """

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.ca_file = str(self.directory / 'ca.pem')

    def __enter__(self):
        ports = {
            option: self.directory / option
            for option in ('control-port-file', 'port-file')
        }
        self._process = subprocess.Popen(
            [
                sys.executable,
                *('-m', 'f5_heat.simulator', '--port', '0'),
                *('--username', lab.USERNAME, '--password', lab.PASSWORD),
                *('--ca-file', self.ca_file),
                *(f'--{option}={file}' for option, file in ports.items()),
            ],
            stdout=subprocess.DEVNULL,
        )
        try:
            deadline = time.monotonic() + TIMEOUT
            # Written last, and all at once.
            while not ports['port-file'].exists():
                assert self._process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(POLL)
            port, control_port = (
                int(ports[option].read_text())
                for option in ('port-file', 'control-port-file')
            )
        except BaseException:
            self.__exit__()
            raise
        self.address = '127.0.0.1:%d' % port
        self.url = 'https://' + self.address
        self.control = Control('http://127.0.0.1:%d/' % control_port)
        return self

    def __exit__(self, *exc_info):
        self._process.terminate()
        self._process.wait()


class Control:
    """The control interface, over HTTP."""

    def __init__(self, url):
        self._url = url
        self._session = requests.Session()
        self._session.trust_env = False

    def __getattr__(self, name):
        def call(**arguments):
            answer = self._session.post(self._url + name, json=arguments)
            assert answer.ok, answer.text
            return answer.json()

        return call
