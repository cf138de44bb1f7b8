# SPDX-License-Identifier: Apache-2.0

"""How long an action tries to reach a device."""

import pytest
from heat.common import context
from heat.engine import stack
from heat.engine import template

from f5_heat.engine.bridge import patience
from f5_heat.icontrol import errors
from f5_heat.resources.bigip import device

TYPED = '192.0.2.7:8443'


@pytest.fixture
def trial(monkeypatch, registered, heat_conf):
    """A function that says how long an address is tried, in seconds."""
    heat_conf('lab')
    now = [0.0]
    monkeypatch.setattr(patience.time, 'monotonic', lambda: now[0])

    def trial(error, address=TYPED, **definition):
        of = stack.Stack(
            context.RequestContext(is_admin=False),
            'tested',
            template.Template(
                {
                    'heat_template_version': '2021-04-16',
                    'resources': {
                        'first': {'type': 'OS::Heat::None'},
                        'it': {
                            'type': 'F5::BigIP::Device',
                            'properties': {
                                'ip': TYPED,
                                'username': 'a',
                                'password': 'b',
                            },
                            **definition,
                        },
                    },
                }
            ),
        )
        it = of['it']
        it._data = (
            {device.CONNECTION: '{"address": "%s"}' % address}
            if address != TYPED
            else {}
        )
        it.is_first_contact = it._is_new(TYPED)
        outage = patience.Outage(it, it.CREATE)
        begin = now[0]
        for _ in range(10000):
            pause = outage.pause_after(error)
            if pause is None:
                return now[0] - begin
            # An attempt takes its time, too.
            now[0] += pause + 0.1
        raise AssertionError('It never ends.')

    return trial


def nobody(kind=errors.NoConnection):
    return kind('Connection refused', 'GET', '/', sent=False)


def test_a_mistyped_address_is_told_within_a_minute(trial):
    assert trial(nobody()) < 60
    assert trial(nobody(), address='192.0.2.1:443') < 60


def test_a_device_of_which_something_answers_is_waited_for(trial):
    """It may be starting."""
    assert trial(nobody(errors.Unreachable)) > 600


def test_a_device_that_the_template_makes_is_waited_for(trial):
    assert trial(nobody(), depends_on='first') > 600


def test_a_name_without_an_address_is_told_at_once(trial):
    assert trial(nobody(errors.UnknownHost)) == 0
    assert trial(nobody(errors.Untrusted)) == 0
