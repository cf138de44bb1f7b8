# SPDX-License-Identifier: Apache-2.0

"""Waiting for a device group: until its devices have one configuration."""

import time

from heat.common import exception

from f5_heat.icontrol import cluster
from f5_heat.icontrol import errors
from f5_heat.resources.cm import trust


def is_in_sync(status, group):
    """Whether a group is in sync; an error if it will not be by itself."""
    if status.is_broken(group):
        raise exception.Error(
            'The device group %s does not come into sync: %s.'
            % (group, status)
        )
    return status.of(group) == cluster.IN_SYNC


def first(units, source, group, met):
    """Let devices have the configuration of one; yields while they wait.

    :param units: the devices of the group that are reachable.
    :param source: the one among them whose configuration it is.
    :param met: whether some of them trust each other only since now.
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
    """Whether the connections of a device may come up still."""
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
