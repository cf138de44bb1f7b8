# SPDX-License-Identifier: Apache-2.0

"""The trait of an admin_state that a signal sets, until an update does.

It remembers, in its data, the state of the last signal and the one that the
template had then (``signalled``). As long as the template has that, the
state of the signal is what the device is to have. While a signal is on its way
it says so (``signalling``): one that was cut off is made good by an update.
"""

import json

from heat.common import exception
from heat.engine import resource
from heat.engine.resources import signal_responder

from f5_heat.engine import schema
from f5_heat.engine.bridge import storage
from f5_heat.engine.objects import bigip
from f5_heat.engine.traits import suspension
from f5_heat.engine.traits import trait
from f5_heat.icontrol import errors
from f5_heat.icontrol import retry

SIGNALLED = 'signalled'
SIGNALLING = 'signalling'
PROPERTY = 'admin_state'

ACTIONS = {
    'enable': 'enabled',
    'disable': 'disabled',
    'drain': 'forced_offline',
}

#: What an alarm of Aodh has become; None changes nothing.
ALARMS = {
    'alarm': 'disabled',
    'ok': 'enabled',
    'insufficient data': None,
}


def wanted(details):
    """Return the admin_state that a signal asks for, or None."""
    details = details if isinstance(details, dict) else {}
    for key, known in (('action', ACTIONS), ('current', ALARMS)):
        word = str(details.get(key)).lower()
        if word in known:
            return known[word]
    raise exception.StackValidationFailed(
        message=(
            'A signal has to be a JSON object with the key action, which is '
            'enable, disable or drain, or with the key current of an alarm, '
            'which is alarm, ok or insufficient data.'
        )
    )


URL = 'alarm_url'

ATTRIBUTES = {
    URL: schema.Attribute(
        'A signed address for signals: a POST to it needs no other '
        'credentials, so whoever knows it can set the admin_state. The user '
        'by whom it is signed is made when it is asked for.',
        type=schema.Attribute.STRING,
    ),
}


class Signals(trait.Trait):
    """Takes signals; the class is a ``SignalledObject``."""

    def check(self, kind):
        trait.demand(kind, self, PROPERTY)
        if not issubclass(kind, SignalledObject):
            raise TypeError(
                '%s: the trait Signals is for a SignalledObject.'
                % kind.__name__
            )

    def is_in_doubt(self, resource):
        return SIGNALLING in resource.data()

    def meant(self, resource, values):
        given, state = _signalled(resource)
        if state is None or values[PROPERTY] != given:
            return values
        return {**values, PROPERTY: state}

    def updated(self, resource, values):
        given, state = _signalled(resource)
        if state is not None and values[PROPERTY] != given:
            resource.data_delete(SIGNALLED)
        storage.keep(resource, SIGNALLING, '')

    def left(self, resource):
        resource._delete_user()


class SignalledObject(bigip.BigIPObject, signal_responder.SignalResponder):
    """An object to which Heat passes signals on.

    Heat asks the class whether it takes any. Of Heat's responder only the
    user in its domain is taken, by whom an address is signed.
    """

    requires_deferred_auth = False

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if not any(isinstance(one, Signals) for one in cls.traits):
            raise TypeError(
                '%s: a SignalledObject lists the trait Signals.' % cls.__name__
            )

    def attribute(self, name):
        if name == URL:
            return self._get_ec2_signed_url(never_expire=True)
        return super().attribute(name)

    def _signal_check_hook(self, details):
        """Refuse a signal while its sender still hears of it."""
        super()._signal_check_hook(details)
        if details and 'unset_hook' in details:
            return
        wanted(details)
        if self.external_id is not None or not (
            self.is_legacy or 'created' in self.data()
        ):
            raise exception.ResourceNotAvailable(resource_name=self.name)
        if suspension.suspended(self) is not None:
            raise exception.NotSupported(
                feature='A signal to a suspended resource'
            )

    def handle_signal(self, details=None):
        state = wanted(details)
        if state is None:
            raise resource.NoActionRequired(self.name, details['current'])
        self.take_over()
        given = self.values()[PROPERTY]
        body = {}
        self.properties_schema[PROPERTY].write(body, state, self.folder())
        with self.at_once():
            self.data_set(SIGNALLING, '')
            self.data_set(SIGNALLED, json.dumps([given, state]))
        try:
            retry.HARMLESS.copy()(self.handle().patch, body)
        except errors.IControlError as error:
            # Who sent the signal is not told of it.
            self._add_event('SIGNAL', self.FAILED, str(error))
            raise
        self.data_delete(SIGNALLING)
        if state == (given or 'enabled'):
            self.data_delete(SIGNALLED)
        return '%s is %s' % (PROPERTY, state)


def _signalled(resource):
    return json.loads(resource.data().get(SIGNALLED, '[null, null]'))
