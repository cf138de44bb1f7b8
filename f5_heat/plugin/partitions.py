# SPDX-License-Identifier: Apache-2.0

"""The partitions of isolated projects, made on a device when first needed."""

import contextlib
import time

from oslo_log import log as logging

from f5_heat import config

LOG = logging.getLogger(__name__)

# When a partition was last seen on a device, by the device's reference and the
# partition, and the seconds for which it is not looked for again.
_seen = {}
_BELIEVED = 60.0


def prepare(project, reference, bigip):
    """Make sure that a project has its partition on a device.

    :raises NoPartition: there is none, or it has another route domain.
    """
    from f5_heat.icontrol import errors

    partition = config.partition_of(project)
    number = config.route_domain_of(project)
    seen = _seen.get((reference, partition))
    if seen is not None and time.monotonic() < seen + _BELIEVED:
        return
    try:
        found = _partition(project, bigip, partition, number)
        if number is not None and (
            found.get('defaultRouteDomain', 0) != number
        ):
            raise errors.NoPartition(
                'The partition %s has another default route domain than '
                'the %d that this project has to itself.' % (partition, number)
            )
    except errors.NoPartition as error:
        LOG.error(
            'The project %s cannot use the BIG-IP %s: %s',
            project,
            reference,
            error,
        )
        raise
    now = time.monotonic()
    for stale in [
        key for key, at in list(_seen.items()) if now >= at + _BELIEVED
    ]:
        _seen.pop(stale, None)
    _seen[reference, partition] = now


def _partition(project, bigip, partition, number):
    """Return the partition of a project; create it if it does not exist."""
    from f5_heat.icontrol import errors

    collection = 'auth/partition'
    with contextlib.suppress(errors.NotFound):
        return bigip.read(collection, partition)
    if not config.section().create_partition:
        raise errors.NoPartition(
            'The partition of this project, %s, is not on the BIG-IP, '
            'and create_partition is off in the section [%s] of '
            'heat.conf. Ask the operator to make it.'
            % (partition, config.GROUP)
        )
    LOG.info('The partition %s is made for the project %s', partition, project)
    body = {
        'name': partition,
        'description': 'Made by f5_heat for the project %s.' % project,
    }
    if number is not None:
        body['defaultRouteDomain'] = number
    try:
        return bigip.create(collection, body)
    except errors.Conflict:
        # Another engine was faster.
        return bigip.read(collection, partition)
