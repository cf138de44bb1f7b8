# SPDX-License-Identifier: Apache-2.0

"""The trait of being complete once the device reports availability."""

import time

from heat.common import exception

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.engine.validation import constraints


def wait_for(what, note=''):
    """The property by which a kind of object is waited for."""
    return {
        'wait_for': schema.Map(
            'What the device has to report of the %s before a create or an '
            'update of it is complete. Without it nothing is waited for.%s'
            % (what, note),
            schema={
                'availability': schema.String(
                    'The availability: available, offline, unknown or '
                    'unavailable. What no monitor watches is unknown.',
                    default='available',
                    constraints=[
                        constraints.AllowedValues(
                            ['available', 'offline', 'unknown', 'unavailable']
                        )
                    ],
                ),
                'timeout': schema.Integer(
                    'The seconds after which the resource fails, with the '
                    "device's reason. The timeout of the stack has to be "
                    'longer.',
                    default=300,
                    constraints=[constraints.Range(1, 86400)],
                ),
            },
        )
    }


class Awaited(bigip.BigIPObject):
    """A resource with a property wait_for."""

    def creating(self, values):
        yield from super().creating(values)
        yield from self._until_ready(values['wait_for'])

    def updating(self, before, after):
        yield from super().updating(before, after)
        yield from self._until_ready(after['wait_for'])

    def _until_ready(self, wanted):
        if wanted is None:
            return
        deadline = time.monotonic() + wanted['timeout']
        while True:
            found = self.bigip().stats(*self.place())
            state = found.get('status.availabilityState')
            if state == wanted['availability']:
                return
            if time.monotonic() >= deadline:
                raise exception.Error(
                    'wait_for: %s was expected to be %s after %d seconds at '
                    'the latest, the device reports %s: %s'
                    % (
                        self.resource_id,
                        wanted['availability'],
                        wanted['timeout'],
                        state,
                        found.get('status.statusReason'),
                    )
                )
            yield
