# SPDX-License-Identifier: Apache-2.0

"""The end of what cannot be reached: its device is gone, or out of bounds.

That needs the operator's permission. A device is gone if nothing takes a
connection: what refuses a request, answers late or cannot prove who it is may
still hold the object.
"""

from heat.common import exception
from oslo_log import log as logging

from f5_heat.engine.bridge import isolation
from f5_heat.engine.bridge import patience
from f5_heat.engine.bridge import storage
from f5_heat.icontrol import errors

LOG = logging.getLogger(__name__)


class DeviceAbsent(exception.HeatException):
    """What is to be deleted is on a device that is not there."""

    msg_fmt = '%(what)s cannot be deleted: %(reason)s %(advice)s'

    UNREACHABLE = (
        'Delete it again once the BIG-IP can be reached. If that is gone for '
        'good, ask the operator to switch on forget_unreachable in the '
        'section [f5_bigip] of heat.conf.'
    )
    UNKNOWN = (
        'To leave on the BIG-IP what is there: check the stack, update it '
        'with deletion_policy: Retain at this resource and nothing else '
        'changed, and delete it. To delete it there: ask the operator to '
        'describe the BIG-IP by that name in heat.conf. Where neither is '
        'possible, ask the operator to switch on forget_unreachable in the '
        'section [f5_bigip] of heat.conf.'
    )


class OutOfReach(exception.HeatException):
    """What is to be deleted lies where the project may do nothing."""

    msg_fmt = (
        '%(what)s cannot be deleted: %(reason)s To leave it on the BIG-IP: '
        'check the stack, update it with deletion_policy: Retain at this '
        'resource and nothing else changed, and delete it; or ask the '
        'operator to switch on forget_outside in the section [f5_bigip] of '
        'heat.conf.'
    )


def forget(resource, error):
    """Forget an object that cannot be reached, or say why it cannot go."""
    plugin = resource.client_plugin()
    what = '%s %s' % (
        resource.type(),
        resource.resource_id or resource.name,
    )
    reason = patience.sentence(error)
    cause = patience.cause(error) or error
    if plugin.is_outside(cause):
        if not plugin.may_forget_outside():
            raise OutOfReach(what=what, reason=reason) from None
        message = (
            '%s of the stack %s is deleted, and what it made is left behind '
            'as the project may not touch it: %s, on %s. %s'
        )
    elif plugin.may_forget():
        message = (
            '%s of the stack %s is deleted without its BIG-IP. What it made '
            'there is left behind: %s, on %s. %s'
        )
    else:
        raise DeviceAbsent(
            what=what,
            reason=reason,
            advice=DeviceAbsent.UNREACHABLE
            if isinstance(cause, errors.NoConnection)
            else DeviceAbsent.UNKNOWN,
        ) from None
    LOG.warning(
        message,
        resource.name,
        resource.stack.name,
        what,
        resource.data().get(storage.DEVICE) or 'the default device',
        reason,
    )


def is_given_up(resource, after, before_props, after_props):
    """Return whether an update leaves a failed resource as it is.

    Its object is to stay on the device, and nothing else can be done about
    it: the device is gone, or the project may not touch it.
    """
    if (
        resource.status != resource.FAILED
        or after.deletion_policy() != after.RETAIN
        or not (_is_lost(resource) or isolation.is_out_of_reach(resource))
    ):
        return False
    try:
        return before_props == after_props
    except ValueError:
        return False


def _is_lost(resource):
    """Return whether the device of a resource is gone."""
    try:
        resource.bigip()
    except Exception as error:
        return resource.client_plugin().is_absent(error)
    return False
