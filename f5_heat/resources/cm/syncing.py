# SPDX-License-Identifier: Apache-2.0

"""The first sync of a device group, and the wait for it."""

import time

from heat.common import exception

from f5_heat.icontrol import cluster
from f5_heat.icontrol import errors
from f5_heat.resources.cm import trust


def is_in_sync(status, group):
    """Return whether a group is in sync; fail if that needs help."""
    if status.is_broken(group):
        raise exception.Error(
            'The device group %s does not come into sync: %s.'
            % (group, status)
        )
    return status.of(group) == cluster.IN_SYNC


def first(units, source, group, met):
    """Copy the configuration of one device to the others; yield to wait.

    :param units: the devices of the group that are reachable.
    :param source: the one whose configuration is copied.
    :param met: whether some of them have just come to trust each other.
    """
    names = {unit.name for unit in units}
    deadline = time.monotonic() + trust.SETTLING if met else 0
    while not all(_knows_members(unit, group, names) for unit in units):
        _is_done(units, source, group, deadline)
        yield
    while _is_settling(cluster.sync_status(source.bigip), group, deadline):
        yield
    cluster.sync(source.bigip, group)
    while not _is_done(units, source, group, deadline):
        yield


def _knows_members(unit, group, names):
    try:
        return names <= set(cluster.members(unit.bigip, group))
    except errors.NotFound:
        return False


def _is_settling(status, group, deadline):
    """Return whether the connections of a device may still come up."""
    return time.monotonic() < deadline and status.of(group) in (
        cluster.DISCONNECTED,
        cluster.STANDALONE,
    )


def _is_done(units, source, group, deadline):
    status = cluster.sync_status(source.bigip)
    if _is_settling(status, group, deadline):
        return False
    try:
        return is_in_sync(status, group)
    except exception.Error as error:
        without = [
            unit.name
            for unit in units
            if unit.device.get('configsyncIp') in (None, 'none')
        ]
        if not without:
            raise
        raise exception.Error(
            '%s These devices have no address for it, configsyncIp: %s.'
            % (error, ', '.join(without))
        ) from None
