# SPDX-License-Identifier: Apache-2.0

"""The class Simulator: one BIG-IP that can be started and stopped."""

from __future__ import annotations

import os
import shutil
import ssl
import tempfile

from f5_heat.simulator import factory
from f5_heat.simulator.control import control as control_interface
from f5_heat.simulator.rest import api
from f5_heat.simulator.rest import authentication
from f5_heat.simulator.server import certificate
from f5_heat.simulator.server import control_port
from f5_heat.simulator.server import icontrol
from f5_heat.simulator.server import listener
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import cluster


class Simulator:
    """A BIG-IP on a port of this host.

    ``port`` and ``control_port`` 0 ask the system for one; the control
    port is opened only when ``control_port`` is given. After ``start``:
    ``address`` (host:port), ``url``, ``ca_file`` (a PEM file to verify
    with), ``control`` (the control interface) and ``control_url``.
    ``control`` says whether the control interface is there at all.
    Devices of one ``network`` can trust each other; without one a device is
    alone.
    """

    def __init__(
        self,
        host: str = '127.0.0.1',
        port: int = 0,
        username: str = 'admin',
        password: str = 'admin',
        tmos_version: str = '17.1.1',
        control: bool = False,
        control_port: int | None = None,
        network: cluster.Network[bigip.Device] | None = None,
    ):
        self._host = host
        self._port = port
        self._control_port = control_port
        self.device = factory.make(tmos_version, username, password, network)
        authenticator = authentication.Authenticator(self.device)
        self._control = control_interface.Control(self.device, authenticator)
        self._api = api.Api(self.device, authenticator)
        self._offers_control = control or control_port is not None
        self._ports: list[listener.Listener] = []
        self._directory = ''

    @property
    def control(self) -> control_interface.Control:
        """The control interface; AttributeError if it is off."""
        if not self._offers_control:
            raise AttributeError('the control interface is off')
        return self._control

    @property
    def port(self) -> int:
        return self._ports[0].port

    @property
    def address(self) -> str:
        host = '[{}]'.format(self._host) if ':' in self._host else self._host
        return '{}:{}'.format(host, self.port)

    @property
    def url(self) -> str:
        return 'https://' + self.address

    @property
    def control_url(self) -> str:
        if self._control_port is None:
            raise AttributeError('the control port is off')
        return 'http://{}:{}'.format(self._host, self._ports[1].port)

    @property
    def ca_file(self) -> str:
        return os.path.join(self._directory, 'ca.pem')

    def start(self) -> Simulator:
        """Listen; OSError if a port is taken."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def _start(self) -> None:
        self._directory = tempfile.mkdtemp(prefix='f5-simulator-')
        self._ports = [
            icontrol.Icontrol(
                (self._host, self._port),
                self._context(),
                self._api,
                self._control,
            )
        ]
        if self._control_port is not None:
            self._ports.append(
                control_port.ControlPort(
                    (self._host, self._control_port), self._control
                )
            )
        self.device.scriptd.begin()
        for one in self._ports:
            one.begin()
        self.device.online = True

    def _context(self) -> ssl.SSLContext:
        made, key = certificate.make(self._host)
        key_file = os.path.join(self._directory, 'key.pem')
        for path, content in ((self.ca_file, made), (key_file, key)):
            with open(path, 'wb') as file:
                file.write(content)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.ca_file, key_file)
        os.unlink(key_file)
        return context

    def stop(self) -> None:
        """End all connections and threads; does nothing when stopped."""
        self.device.online = False
        self._control.release(drop=True)
        self.device.scriptd.stop()
        for one in self._ports:
            one.end()
        self._ports = []
        if self._directory:
            shutil.rmtree(self._directory)
            self._directory = ''

    def __enter__(self) -> Simulator:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()
