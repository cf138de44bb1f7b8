# SPDX-License-Identifier: Apache-2.0

"""The trait of draining: connections may end before an object is removed.

The object, or a part of it, is disabled first, and removed once it has no
connections or its time is up. The resource's data has the time when each of
them was disabled: a repeated delete goes on from there, and an update enables
again what a former attempt disabled.
"""

import json
import time

from oslo_log import log as logging

from f5_heat.engine import schema
from f5_heat.engine.bridge import storage
from f5_heat.engine.objects import adoption
from f5_heat.engine.objects import changes
from f5_heat.engine.objects import hooks
from f5_heat.engine.objects import replacement
from f5_heat.engine.traits import trait
from f5_heat.engine.validation import constraints
from f5_heat.icontrol import errors
from f5_heat.icontrol import retry

LOG = logging.getLogger(__name__)

#: The key of a resource's data that says what drains, and since when.
DRAINING = 'draining'


def drain(what, note=''):
    """Return the property by which a kind of object drains."""
    return {
        'drain': schema.Integer(
            'The seconds that the connections of the %s have to end before it '
            'is removed: it is disabled first, and removed once there are '
            'none or the time is up. This holds for every removal: the delete '
            'of the resource, a group that shrinks, and a replacement.%s The '
            'timeout of the stack has to be longer. By default, and with 0, '
            'it is removed at once.' % (what, note),
            constraints=[constraints.Range(0, 86400)],
        )
    }


class Drain(trait.Trait):
    """Lets connections end, by the property drain.

    :param switch: the property that turns the object off.
    :param off: its value then.
    :param connections: the statistic that counts them.
    """

    def __init__(self, switch, off, connections):
        self.switch = switch
        self.off = off
        self.connections = connections

    def check(self, kind):
        trait.demand(kind, self, self.switch)

    # What drains; a trait whose parts drain one by one overrides these.

    def periods(self, values):
        """Return the seconds of each thing by name; the object has none."""
        return {'': values['drain']} if values['drain'] else {}

    def switched_off(self, resource, values, names):
        """Return the value of the switch when things with names drain."""
        prop = resource.properties_schema[self.switch]
        return self.off_or(prop, values[self.switch])

    def off_or(self, prop, value):
        """Return what is off; the template may disable more than that."""
        return self.off if value in (None, prop.unset) else value

    def switched_on(self, resource, values, names):
        """Return the value of the switch when things with names are back."""
        value = values[self.switch]
        prop = resource.properties_schema[self.switch]
        return prop.unset if value is None else value

    def parting(self, resource, before, after):
        """Return what an update leaves in place at first.

        The values with what drains still in it, and the seconds of each.
        """
        return after, {}

    def counts(self, resource):
        """Return the connections of each thing, by name."""
        found = resource.bigip().stats(*resource.place())
        return {'': found[self.connections]}

    # The hooks.

    def delete(self, resource, proceed):
        yield from self._drain(resource, resource.values())
        yield from proceed()

    def update(self, resource, proceed, before, after):
        first, leaving = after, {}
        if 'created' in resource.data():
            if replacement.needs_recreation(resource, before, after):
                adoption.refuse_recreation(
                    resource, replacement.fixed(resource, before, after)
                )
                yield from self._drain(resource, before)
            else:
                first, leaving = self.parting(resource, before, after)
        _begin(resource, leaving)
        yield from proceed(before, first)
        if leaving:
            yield from self._while_connected(resource, leaving)
            changes.alter(resource, first, after)
        _forget(resource)

    def recreate(self, resource, proceed, after):
        try:
            proceed(after)
        except errors.HTTPError as error:
            if _draining(resource) and not retry.is_open(error):
                self._bring_back(resource)
            raise

    def filled(self, resource, values):
        names = _draining(resource)
        if not names:
            return values
        value = self.switched_on(resource, values, names)
        return {**values, self.switch: value}

    # The steps.

    def _drain(self, resource, values):
        """Disable what has time to drain, and wait for it."""
        periods = self.periods(values)
        if not periods or 'created' not in resource.data():
            return
        _begin(resource, periods)
        value = self.switched_off(resource, values, periods)
        try:
            self._switch(resource, value, values)
        except errors.NotFound:
            LOG.info(
                '%s was already gone from the BIG-IP', resource.resource_id
            )
        else:
            yield from self._while_connected(resource, periods)

    def _switch(self, resource, value, values):
        body = {}
        resource.properties_schema[self.switch].write(
            body, value, resource.folder()
        )
        hooks.tell(resource, 'before_write', body, values)
        for sent, made in resource.handle().patch(body, values=values):
            hooks.tell(resource, 'modified', values, sent, made)

    def _while_connected(self, resource, periods):
        since = _draining(resource)
        while True:
            try:
                counts = self.counts(resource)
            except errors.NotFound:
                counts = {}
            left = {name: counts[name] for name in periods if counts.get(name)}
            now = time.time()
            if not any(now < since[name] + periods[name] for name in left):
                break
            yield
        for name, count in left.items():
            LOG.info(
                '%s %s is removed with %d connections: its time to '
                'drain is up',
                resource.resource_id,
                name,
                count,
            )

    def _bring_back(self, resource):
        """Enable again what stays, as its replacement is refused."""
        values = resource.values()
        filled = changes.filled(resource, values, values)
        try:
            self._switch(resource, filled[self.switch], values)
        except errors.IControlError as error:
            LOG.warning('%s stays disabled: %s', resource.resource_id, error)
        else:
            _forget(resource)


# What drains, and since when.


def _draining(resource):
    return json.loads(resource.data().get(DRAINING, '{}'))


def _begin(resource, names):
    if not names:
        return
    now = time.time()
    resource.data_set(
        DRAINING,
        json.dumps({**dict.fromkeys(names, now), **_draining(resource)}),
    )


def _forget(resource):
    storage.keep(resource, DRAINING, None)
