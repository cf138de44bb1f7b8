# SPDX-License-Identifier: Apache-2.0

"""What a device repeats of a request has no secret in it any more."""

import base64
import html
import json
import urllib.parse

import pytest

from f5_heat import icontrol
from f5_heat import simulator
from f5_heat.icontrol import errors
from f5_heat.icontrol import secret

PLAIN = 'c"&<%+/ \u20ac canary'
KEY = '-----BEGIN KEY-----\nMIICdwIBADAN\nBgkqhkiG9w0B\n-----END KEY-----\n'


@pytest.mark.parametrize(
    'form',
    [
        str,
        json.dumps,
        lambda text: json.dumps(text, ensure_ascii=False),
        html.escape,
        urllib.parse.quote,
        urllib.parse.quote_plus,
        lambda text: urllib.parse.quote(text, safe=''),
        lambda text: base64.b64encode(text.encode()).decode(),
        lambda text: text[:-3],
    ],
)
def test_hidden_in_every_form(form):
    assert (
        secret.hide('the value ' + form(PLAIN), [PLAIN]).replace('"', '')
        == 'the value ***'
    )


def test_each_line_of_a_private_key_is_hidden():
    told = secret.hide('line 2: MIICdwIBADAN is wrong', [KEY])
    assert told == 'line 2: *** is wrong'


@pytest.fixture
def device():
    with simulator.Simulator(control=True) as running:
        yield running


def connect(device):
    return icontrol.connect(
        device.address, 'admin', 'admin', verify=device.ca_file
    )


@pytest.mark.parametrize('fault', ['400-repeating', 'html-repeating'])
@pytest.mark.parametrize('form', ['plain', 'nested', 'transaction'])
def test_what_a_device_repeats(device, fault, form):
    value = secret.Secret(PLAIN)
    body = {'name': 'a', 'description': value}
    if form == 'nested':
        body = {'name': 'a', 'members': [{'name': value}]}
    device.control.inject(fault, path='/ltm/pool$', method='POST')
    with (
        connect(device) as bigip,
        pytest.raises(errors.IControlError, match=r'\*\*\*') as caught,
    ):
        if form == 'transaction':
            with bigip.transaction() as change:
                change.create('ltm/pool', body)
        else:
            bigip.create('ltm/pool', body)
    assert 'canary' not in str(caught.value)


def test_what_comes_of_a_transaction(device):
    """The device repeats at its end what it was sent before."""
    with (
        connect(device) as bigip,
        pytest.raises(errors.TransactionFailed) as caught,
        bigip.transaction() as change,
    ):
        change.create(
            'ltm/pool',
            {'name': 'a', 'monitor': secret.Secret('/Common/canary')},
        )
    assert '***' in str(caught.value)
    assert 'canary' not in str(caught.value)
