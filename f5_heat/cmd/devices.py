# SPDX-License-Identifier: Apache-2.0

"""The examination of the BIG-IPs of heat.conf, unit by unit and as a whole.

Nothing is asked of a device but to log in and to read.
"""

import concurrent.futures

from f5_heat.cmd import diagnosis
from f5_heat.cmd import heat_conf
from f5_heat.cmd import units

_AT_ONCE = 32


def examine(names, seconds):
    """Examine devices side by side; yield Findings in the order of names.

    :param seconds: how long each step waits.
    """
    with concurrent.futures.ThreadPoolExecutor(_AT_ONCE) as pool:
        found = [_Device(name, seconds, pool) for name in names]
        for device in found:
            yield from device.findings()


class _Device:
    """A device of heat.conf, whose units are being examined."""

    def __init__(self, name, seconds, pool):
        self._general = diagnosis.Findings(name)
        self._sections = []
        self._units = []
        self._pending = []
        section = heat_conf.examine_device(self._general, name)
        if section is None:
            return
        from f5_heat.plugin import sessions

        connection = sessions.configured(name)
        self._connection = connection
        addresses = connection.pop('address')
        for address in addresses:
            findings = diagnosis.Findings(name, address)
            unit = units.UnitState(address)
            self._sections.append(findings)
            self._units.append(unit)
            self._pending.append(
                pool.submit(
                    units.Visit(
                        findings,
                        unit,
                        connection,
                        len(addresses) == 1,
                        section.partition,
                        seconds,
                    ).make
                )
            )

    def findings(self):
        """Wait for the units; return what was found."""
        for one in self._pending:
            one.result()
        if self._pending:
            self._examine_together()
        return [self._general, *self._sections]

    def _examine_together(self):
        """Report what only all units together show."""
        heard = [unit for unit in self._units if unit.state]
        if not heard:
            return
        names = [unit.name for unit in heard]
        known = [(unit.name, unit.chassis) for unit in heard]
        twice = {one[0] for one in known if known.count(one) > 1}
        if twice:
            self._general.warning(
                'units',
                'Several addresses lead to the same unit, %s: name each '
                'unit once.' % ', '.join(sorted(twice)),
            )
            return
        if len(heard) > 1 and all(unit.is_standalone for unit in heard):
            self._general.warning(
                'units',
                'The units %s share no device group: what is made on one '
                'of them is not on the others.' % ' and '.join(names),
            )
            return
        active = [unit.name for unit in heard if unit.state == 'active']
        standby = self._connection['standby']
        if len(self._units) == 1 and standby is None:
            return
        elsewhere = {
            name: address
            for unit in heard
            for name, address in unit.active.items()
            if name not in names
        }
        if len(set(active)) > 1:
            self._general.warning(
                'units',
                'More than one unit is active: %s. Changes go to the '
                'first that says so; see whether the units reach one '
                'another.' % ', '.join(active),
                active=active,
            )
        elif active:
            self._general.ok(
                'units',
                'Changes go to the active unit, %s.' % active[0],
                active=active,
            )
        elif elsewhere and standby == 'forward':
            self._general.ok(
                'units',
                'Changes are forwarded to the active unit, %s.'
                % _at(elsewhere),
                active=sorted(elsewhere),
            )
        elif elsewhere:
            self._general.error(
                'units',
                'No unit at these addresses is active: %s is. Add its '
                'address to the option address, or set standby to forward.'
                % _at(elsewhere),
                active=sorted(elsewhere),
            )
        else:
            self._general.error(
                'units',
                'No unit that answers is active, so that all changes fail.',
                active=[],
            )


def _at(units):
    return ', '.join('%s (%s)' % one for one in sorted(units.items()))
