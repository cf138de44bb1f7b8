# SPDX-License-Identifier: Apache-2.0

"""The devices of a cluster, and the trust that a resource makes among them.

A device that trusted only itself before is *joined*: the resource has brought
it in, and takes it out again. Trust that was there before stays.
"""

import time

from f5_heat.icontrol import cluster
from f5_heat.icontrol import errors
from f5_heat.icontrol import retry

#: The seconds in which devices that have just met know and reach each other.
SETTLING = 60


class Unit:
    """A device of a cluster, as far as it can be reached.

    ``bigip`` is its client, ``device`` its own ``cm/device`` object, ``name``
    its name for the others; ``problem`` says why it cannot be reached, and
    ``error`` is the reason.
    """

    def __init__(self, reference, connect, name=None):
        self.reference = reference
        self.name = name
        self.problem = ''
        self.error = None
        try:
            self.bigip = connect(reference)
            self.device = cluster.own_device(self.bigip)
            self.name = self.device['name']
        except (errors.IControlError, ValueError) as error:
            # A ValueError is a reference that leads to no device.
            self.problem = str(error)
            self.error = error

    def __str__(self):
        return self.name or self.reference


class Refused(Exception):
    """Devices cannot be brought to trust one another."""


def connect(units, joined, credentials, remember):
    """Make devices trust one another; yield until all of them know.

    :param units: those that are reachable, in the order of the template.
    :param joined: the names of the devices that were brought in so far.
    :param credentials: returns user and password of a unit for another unit,
        by the references of both.
    :param remember: is called with the new ``joined`` before that changes.
    :returns: whether trust was missing.
    :raises Refused: a device refuses it, or belongs to another domain.
    """
    trust = {unit.name: cluster.trusted(unit.bigip) for unit in units}
    anchor = max(units, key=lambda unit: len(trust[unit.name] & set(trust)))
    added = False
    for peer in units:
        if peer is anchor or (
            peer.name in trust[anchor.name] and anchor.name in trust[peer.name]
        ):
            continue
        elsewhere = _elsewhere(peer, anchor, trust)
        if elsewhere:
            raise Refused(
                '%s trusts other devices: %s. Remove it from their trust '
                'domain, or name them too.'
                % (peer, ', '.join(sorted(elsewhere)))
            )
        new = {peer.name} | (
            {anchor.name} if trust[anchor.name] <= {anchor.name} else set()
        )
        remember(joined | new)
        try:
            _forget_halves(anchor, peer, trust)
            _add(
                anchor,
                peer,
                *credentials(peer.reference, anchor.reference),
            )
        except errors.IControlError as error:
            if not error.sent:
                remember(joined)
            if retry.is_open(error):
                raise
            raise Refused(
                '%s does not come to trust %s: %s' % (anchor, peer, error)
            ) from None
        joined = joined | new
        trust[anchor.name].add(peer.name)
        added = True
    deadline = time.monotonic() + SETTLING
    while True:
        unaware = [
            str(unit)
            for unit in units
            if set(trust) - cluster.trusted(unit.bigip)
        ]
        if not unaware:
            return added
        if time.monotonic() > deadline:
            raise Refused(
                '%s does not trust all the others after %d seconds.'
                % (', '.join(unaware), SETTLING)
            )
        yield


def _elsewhere(peer, anchor, trust):
    """Return the devices that a peer trusts, beyond those of the cluster."""
    others = trust[peer.name] - trust[anchor.name] - {peer.name}
    return {
        name
        for name in others
        if name not in trust or peer.name in trust[name]
    }


def _add(anchor, peer, username, password):
    try:
        cluster.add_to_trust(anchor.bigip, peer.device, username, password)
    except errors.IControlError as error:
        # The answer may be lost although the trust was made.
        if not error.sent or peer.name not in cluster.trusted(anchor.bigip):
            raise


def _forget_halves(anchor, peer, trust):
    """Remove the trust that only one of two devices has.

    A device that was reinstalled, or an attempt that was cut off, leaves it
    behind.
    """
    if peer.name in trust[anchor.name]:
        _remove(anchor, peer.name)
    for name in trust[peer.name] - {peer.name}:
        _remove(peer, name)


def disconnect(units, leaving):
    """Remove the trust between some devices and the others.

    :param units: those that are reachable, of which the staying come first.
    :param leaving: the names of the devices that are to stand alone.
    """
    for unit in sorted(units, key=lambda unit: unit.name in leaving):
        others = cluster.trusted(unit.bigip) - {unit.name}
        for name in sorted(
            others if unit.name in leaving else others & leaving
        ):
            _remove(unit, name)


def _remove(unit, name):
    try:
        cluster.remove_from_trust(unit.bigip, name)
    except errors.NotFound:
        # Another device of the domain has already propagated it.
        pass
