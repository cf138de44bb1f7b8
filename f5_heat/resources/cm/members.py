# SPDX-License-Identifier: Apache-2.0

"""A Heat resource that is one object on several devices together.

Its data has the devices by reference, each with its name (``members``); the
names of those that it brought to trust others (``joined``), and of those that
have the common configuration (``synced``), the longest first. An object that
was never synchronized is ``unsynced``.
"""

import json

from heat.common import exception
from heat.engine import function
from heat.engine.hot import functions

from f5_heat.engine.objects import bigip
from f5_heat.engine.validation import refusal
from f5_heat.engine.validation import rules
from f5_heat.icontrol import cluster
from f5_heat.icontrol import retry
from f5_heat.resources.cm import trust

#: The type of a device that a template brings along.
DEVICE = 'F5::BigIP::Device'


class Failover(rules.Rule):
    """A device fails over to those of one group."""

    def claims(self, case):
        kind = case.value('device_group_type')
        if case.knows('device_group_type') and kind == 'sync-failover':
            yield rules.Claim(
                ('failover',),
                'devices',
                'The resource %s has one of these devices as well, and a '
                'device is in one group of the type sync-failover at most.',
            )


class SharedObject(bigip.BigIPObject):
    """An object that each of the devices in a property ``devices`` holds."""

    rules = (Failover(),)
    _speaker = None

    def _recall(self, key):
        return json.loads(self.data().get(key, '{}'))

    def _remember(self, key, value):
        self.data_set(
            key, json.dumps(sorted(value) if isinstance(value, set) else value)
        )

    def _forget(self, *keys):
        for key in keys:
            if key in self.data():
                self.data_delete(key)

    def _units(self, references):
        names = self._recall('members')
        return [
            trust.Unit(
                reference, self.client_plugin().bigip, names.get(reference)
            )
            for reference in references
        ]

    def validate(self):
        super().validate()
        self._check_domain(*self._foreseen())

    def _foreseen(self):
        """Return the devices as far as they are known before a create.

        :returns: references, and the names of resources that are devices.
        """
        given = self.properties.data.get('devices')
        if not isinstance(given, list):
            return (
                self.properties['devices']
                if refusal.is_known(self, 'devices')
                else ()
            ), ()
        references, brought = [], []
        for one in given:
            made = list(function.dependencies(one))
            if not made:
                references.append(function.resolve(one))
            elif isinstance(one, functions.GetResource):
                other = self.stack[made[0].name]
                if other.type() == DEVICE and other.external_id is None:
                    brought.append(other.name)
        return list(filter(None, references)), brought

    def _check_domain(self, references, brought=()):
        try:
            self.client_plugin().check_domain(references, brought)
        except ValueError as error:
            raise refusal.invalid(self, 'devices', str(error)) from None

    def is_absence(self, error):
        # Other devices may be reachable.
        lost = getattr(getattr(error, 'problem', error), 'units', ())
        return bool(lost) and all(
            self.client_plugin().is_absent(unit.error) for unit in lost
        )

    def begin_again(self):
        super().begin_again()
        self._speaker = None

    def references(self):
        return list(self._recall('members') or self.properties['devices'])

    def bigip(self):
        """Return the client of a device that answers.

        One that has the common configuration is preferred.
        """
        if self._speaker is None:
            names, synced = self._recall('members'), self._recall('synced')
            references = sorted(
                names or self.properties['devices'],
                key=lambda one: names.get(one) not in synced,
            )
            # One after the other, as the first one usually answers.
            units = []
            for reference in references:
                units += self._units([reference])
                if not units[-1].problem:
                    break
            self._speaker = self._spokesman(units).bigip
        return self._speaker

    def _spokesman(self, units):
        there = reachable(units)
        if not there:
            raise Unusable(
                'No device could be reached. ' + problems(units), units
            )
        synced = self._recall('synced')
        return min(there, key=lambda unit: unit.name not in synced)


class Unusable(exception.Error):
    """Units are needed that do not answer.

    ``error`` is the error of one of them, if those of all may pass.
    """

    def __init__(self, message, units):
        super().__init__(message)
        self.units = [unit for unit in units if unit.problem]
        self.error = None
        if all(retry.is_open(unit.error) for unit in self.units):
            self.error = next((unit.error for unit in self.units), None)


def reachable(units):
    """Return the units that answer."""
    return [unit for unit in units if not unit.problem]


def problems(units):
    """Return, in a text, why some of the units do not answer."""
    return ' '.join(
        '%s cannot be used: %s.' % (unit, unit.problem)
        for unit in units
        if unit.problem
    )


def of_one_name(units):
    """Return the first two units of the same name; None if there are none."""
    names = {}
    for unit in units:
        other = names.setdefault(unit.name, unit)
        if other is not unit:
            return other, unit
    return None


def differences(units, members):
    """Return a sentence for each difference of a group from its template.

    :param units: the devices of the template.
    :param members: the names of the devices that the group has.
    """
    names = {unit.name for unit in units}
    found = [
        'devices[%s]: expected, the device group does not have it' % unit
        for unit in units
        if unit.name not in members
    ]
    found += [
        'devices[%s]: the device group has it, not expected' % name
        for name in sorted(set(members) - names)
    ]
    for unit in reachable(units):
        found += [
            'devices[%s]: expected to trust %s, it does not' % (unit, name)
            for name in sorted(
                filter(None, names - cluster.trusted(unit.bigip))
            )
        ]
    return found
