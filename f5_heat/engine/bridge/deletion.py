# SPDX-License-Identifier: Apache-2.0

"""A Heat resource that can be deleted although its BIG-IP is not there.

That needs the operator's leave, and that nothing took a connection: what
refuses, answers late or cannot prove who it is may hold the object still.
"""

from heat.common import exception
from oslo_log import log as logging

from f5_heat.engine.bridge import earlier
from f5_heat.engine.bridge import patience
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


class Resource(earlier.Resource):
    """A resource that may be forgotten with the device that it is on."""

    def is_absence(self, error):
        """Whether a delete failed as the device is not there."""
        return self.client_plugin().is_absent(patience.cause(error) or error)

    def device_absent(self, error):
        """End a delete whose device is not there: forget, or say why not."""
        if not self.client_plugin().may_forget():
            raise DeviceAbsent(
                what=self._what(),
                reason=patience.sentence(error),
                advice=DeviceAbsent.UNREACHABLE
                if isinstance(patience.cause(error), errors.NoConnection)
                else DeviceAbsent.UNKNOWN,
            ) from None
        LOG.warning(
            '%s of the stack %s is deleted without its BIG-IP. What it made '
            'there is left behind: %s, on %s. %s',
            self.name,
            self.stack.name,
            self._what(),
            self.data().get(earlier.DEVICE) or 'the default device',
            patience.sentence(error),
        )

    def is_given_up(self, after, before_props, after_props):
        """Whether an update lets a resource be without its device.

        It is to stay there, and nothing else can be done about it.
        """
        if self.status != self.FAILED or (
            after.deletion_policy() != after.RETAIN
        ):
            return False
        try:
            self.bigip()
            return False
        except Exception as error:
            if not self.client_plugin().is_absent(error):
                return False
        try:
            return before_props == after_props
        except ValueError:
            return False

    def _what(self):
        return '%s %s' % (self.type(), self.resource_id or self.name)
