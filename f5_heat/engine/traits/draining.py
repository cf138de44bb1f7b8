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
from f5_heat.engine.objects import bigip
from f5_heat.engine.validation import constraints
from f5_heat.icontrol import errors
from f5_heat.icontrol import retry

LOG = logging.getLogger(__name__)

#: The key of a resource's data that says what drains, and since when.
DRAINING = 'draining'


def drain(what, note=''):
    """The property by which a kind of object drains."""
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


class Draining(bigip.BigIPObject):
    """A resource with a property drain.

    A subclass says the property that is the ``switch`` of the object, its
    value when the object is ``off``, and the statistic that counts its
    ``connections``.
    """

    switch = None
    off = None
    connections = None

    def periods(self, values):
        """The seconds that things have, by name; the object has none."""
        return {'': values['drain']} if values['drain'] else {}

    def switched_off(self, values, names):
        """The value of the switch when things with these names drain."""
        return self._off(
            self.properties_schema[self.switch], values[self.switch]
        )

    def _off(self, prop, value):
        # What the template disables may be more than merely off.
        return self.off if value in (None, prop.unset) else value

    def switched_on(self, values, names):
        """The value of the switch when things with these names are back."""
        value = values[self.switch]
        return (
            self.properties_schema[self.switch].unset
            if (value is None)
            else value
        )

    def parting(self, before, after):
        """What an update takes out of the object drains before that.

        The values with what drains still in it, and the seconds of each.
        """
        return after, {}

    def counts(self):
        """The connections of each thing, by name."""
        return {'': self.bigip().stats(*self.place())[self.connections]}

    # What drains, and since when.

    def _draining(self):
        return json.loads(self.data().get(DRAINING, '{}'))

    def _begin(self, names):
        if not names:
            return
        now = time.time()
        self.data_set(
            DRAINING,
            json.dumps({**dict.fromkeys(names, now), **self._draining()}),
        )

    def _forget(self):
        if DRAINING in self.data():
            self.data_delete(DRAINING)

    # The steps.

    def deleting(self):
        yield from self._drain(schema.given(self.properties))
        yield from super().deleting()

    def updating(self, before, after):
        first, leaving = after, {}
        if 'created' in self.data():
            if self._is_made_anew(before, after):
                self._refuse_recreation(self._fixed(before, after))
                yield from self._drain(before)
            else:
                first, leaving = self.parting(before, after)
        self._begin(leaving)
        yield from super().updating(before, first)
        if leaving:
            yield from self._while_connected(leaving)
            self._modify(first, after)
        self._forget()

    def _drain(self, values):
        """Disable what has time to drain, and wait for it."""
        periods = self.periods(values)
        if not periods or 'created' not in self.data():
            return
        self._begin(periods)
        try:
            self._switch(self.switched_off(values, periods), values)
        except errors.NotFound:
            LOG.info('%s was already gone from the BIG-IP', self.resource_id)
        else:
            yield from self._while_connected(periods)

    def _switch(self, value, values):
        body = {}
        self.properties_schema[self.switch].write(body, value, self.folder())
        self.before_write(body, values)
        made = self.handle().patch(body, values=values)
        self.modified(body, made)

    def _while_connected(self, periods):
        since = self._draining()
        while True:
            try:
                counts = self.counts()
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
                self.resource_id,
                name,
                count,
            )

    def _recreate(self, after):
        try:
            super()._recreate(after)
        except errors.HTTPError as error:
            if self._draining() and not retry.is_open(error):
                self._bring_back()
            raise

    def _bring_back(self):
        """Enable again what stays, as its replacement is refused."""
        values = schema.given(self.properties)
        try:
            self._switch(self._filled(values, values)[self.switch], values)
        except errors.IControlError as error:
            LOG.warning('%s stays disabled: %s', self.resource_id, error)
        else:
            self._forget()

    def _filled(self, before, after):
        filled = super()._filled(before, after)
        names = self._draining()
        if not names:
            return filled
        return {**filled, self.switch: self.switched_on(filled, names)}
