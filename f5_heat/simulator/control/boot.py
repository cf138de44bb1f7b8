# SPDX-License-Identifier: Apache-2.0

"""The phases of a reboot.

What a device answers in each phase is recorded. The order of the phases, that
tokens become invalid, and that the configuration saved last is loaded, is
general knowledge, without a source at hand.
"""

from __future__ import annotations

import time
import typing as t

from f5_heat.simulator.ha import configsync
from f5_heat.simulator.rest import authentication
from f5_heat.simulator.rest import messages
from f5_heat.simulator.schema import errors
from f5_heat.simulator.state import bigip

PHASES = (
    'down',
    'restarting',
    'registering',
    'mcpd-lost',
    'loading',
    'running',
)

_READY = '/mgmt/shared/authn/login'


class Boot:
    """A reboot of a device; ``phase`` is one of PHASES."""

    def __init__(
        self, device: bigip.Device, authenticator: authentication.Authenticator
    ):
        self._device = device
        self._authenticator = authenticator
        self.phase = 'running'

    @property
    def is_down(self) -> bool:
        return self.phase == 'down'

    def begin(self) -> None:
        device = self._device
        with device.lock:
            self.phase = 'down'
            device.online = False
            device.loaded = False
            device.started = time.monotonic()
            self._load(device.saved['default'])
            device.connections.clear()
        self._authenticator.clear()

    def enter(self, phase: str) -> None:
        if phase not in PHASES:
            raise ValueError('unknown phase {!r}'.format(phase))
        device = self._device
        with device.lock:
            if self.phase == 'running':
                raise ValueError('the device does not restart')
            if phase == 'running':
                self._load(device.saved[''])
                device.online = True
                configsync.reconnect(device.network)
                self.finish()
            else:
                self.phase = phase

    def finish(self) -> None:
        self.phase = 'running'
        self._device.loaded = True

    def _load(self, found: t.Any) -> None:
        # The generations of objects after a restart are not recorded: here
        # they stay the same.
        device = self._device
        generation = device.store.generation
        device.store.take(found)
        device.store.commit()
        device.store.generation = generation

    def answer(self, request: messages.Request) -> messages.Answer | None:
        """Return the answer of a phase, or None if the request is served."""
        if self.phase == 'restarting':
            return messages.html(
                503,
                'Service Unavailable',
                'Configuration Utility restarting...',
            )
        below = request.path.removeprefix('/mgmt')
        if self.phase == 'registering' and request.path != _READY:
            return _refused(
                errors.not_registered(below), self._device, request
            )
        if self.phase == 'mcpd-lost' and below.startswith('/tm/'):
            return messages.Answer(
                500,
                {
                    'code': 500,
                    'message': 'The connection to mcpd has been '
                    'lost, try again.',
                    'errorStack': [],
                    'apiError': 32768001,
                },
            )
        return None


def _refused(
    refused: errors.Refused, device: bigip.Device, request: messages.Request
) -> messages.Answer:
    return messages.Answer(
        refused.status,
        refused.body(device.tmos, request.client, 1310282),
        'application/json;charset=utf-8',
    )
