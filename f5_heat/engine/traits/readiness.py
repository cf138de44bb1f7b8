# SPDX-License-Identifier: Apache-2.0

"""The trait of being complete once the device reports availability."""

import time

from heat.common import exception

from f5_heat.engine import schema
from f5_heat.engine.traits import trait
from f5_heat.engine.validation import constraints


def wait_for(what, note=''):
    """Return the property by which a kind of object is waited for."""
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


class WaitFor(trait.Trait):
    """Waits for what the property wait_for says."""

    def check(self, kind):
        trait.demand(kind, self, 'wait_for')

    def create(self, resource, proceed, values):
        yield from proceed(values)
        yield from _until_ready(resource, values['wait_for'])

    def update(self, resource, proceed, before, after):
        yield from proceed(before, after)
        yield from _until_ready(resource, after['wait_for'])


def _until_ready(resource, wanted):
    if wanted is None:
        return
    deadline = time.monotonic() + wanted['timeout']
    while True:
        found = resource.bigip().stats(*resource.place())
        state = found.get('status.availabilityState')
        if state == wanted['availability']:
            return
        if time.monotonic() >= deadline:
            raise exception.Error(
                'wait_for: %s was expected to be %s after %d seconds at '
                'the latest, the device reports %s: %s'
                % (
                    resource.resource_id,
                    wanted['availability'],
                    wanted['timeout'],
                    state,
                    found.get('status.statusReason'),
                )
            )
        yield
