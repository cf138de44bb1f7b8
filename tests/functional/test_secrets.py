# SPDX-License-Identifier: Apache-2.0

"""Passwords, passphrases and tokens: where they must not appear."""

import json
import pathlib
import sqlite3
import uuid

import pytest
import requests

from tests.functional import certificates
from tests.functional import conftest
from tests.functional import labs

USER = 'canary'
#: Each stands for a secret, and is nothing else's text.
CANARIES = {
    name: 'canary-%s-%s' % (name, uuid.uuid4().hex)
    for name in (
        'device',
        'changed',
        'wrong',
        'monitor',
        'passphrase',
        'cookie',
        'answer',
    )
}
KEYS = [certificates.new_key() for _ in range(3)]
PRIVATE_KEYS = [
    certificates.pem(KEYS[0], CANARIES['passphrase']),
    certificates.pem(KEYS[1]),
    certificates.pem(KEYS[2], CANARIES['passphrase']),
]
#: Each by itself, as the ends of lines have many forms.
LINES = [line for key in PRIVATE_KEYS for line in key.splitlines()[1:-1]]

TEMPLATE = {
    'heat_template_version': '2021-04-16',
    'parameters': {
        'address': {'type': 'string'},
        'user': {'type': 'string'},
        'ca_cert': {'type': 'string'},
        **{
            name: {'type': 'string', 'hidden': True}
            for name in (
                'password',
                'monitor',
                'passphrase',
                'cookie',
                'answer',
                'key',
                'bare_key',
            )
        },
        'certificate': {'type': 'string'},
    },
    'resources': {
        'device': {
            'type': 'F5::BigIP::Device',
            'properties': {
                'ip': {'get_param': 'address'},
                'username': {'get_param': 'user'},
                'password': {'get_param': 'password'},
                'ca_cert': {'get_param': 'ca_cert'},
            },
        },
        'alive': {
            'type': 'F5::LTM::Monitor::HTTP',
            'properties': {
                'bigip_server': {'get_resource': 'device'},
                'username': 'reader',
                'password': {'get_param': 'monitor'},
            },
        },
        'tls': {
            'type': 'F5::LTM::Profile::ClientSSL',
            'properties': {
                'bigip_server': {'get_resource': 'device'},
                'cert': '/Common/default.crt',
                'key': '/Common/default.key',
                'passphrase': {'get_param': 'passphrase'},
            },
        },
        'pair': {
            'type': 'F5::Sys::SSLCertificate',
            'properties': {
                'bigip_server': {'get_resource': 'device'},
                'certificate': {'get_param': 'certificate'},
                'private_key': {'get_param': 'key'},
                'passphrase': {'get_param': 'passphrase'},
            },
        },
        'bare': {
            'type': 'F5::Sys::SSLCertificate',
            'properties': {
                'bigip_server': {'get_resource': 'device'},
                'certificate': certificates.certificate(KEYS[1]),
                'private_key': {'get_param': 'bare_key'},
            },
        },
        'sticky': {
            'type': 'F5::LTM::Persistence::Cookie',
            'properties': {
                'bigip_server': {'get_resource': 'device'},
                'cookie_encryption': 'required',
                'cookie_encryption_passphrase': {'get_param': 'cookie'},
            },
        },
        'form': {
            'type': 'F5::Sys::iAppCompositeTemplate',
            'properties': {
                'bigip_server': {'get_resource': 'device'},
                'name': 'canary',
                'partition': 'Common',
                'implementation': 'puts $::app__answer',
                'presentation': 'section app { password answer }',
            },
        },
        'native': {
            'type': 'F5::Sys::iAppService',
            'properties': {
                'bigip_server': {'get_resource': 'device'},
                'name': 'native',
                'template_name': {'get_resource': 'form'},
                'variables': {
                    'app__answer': {
                        'value': {'get_param': 'answer'},
                        'encrypted': True,
                    }
                },
            },
        },
        'text': {
            'type': 'F5::Sys::iAppService',
            'properties': {
                'bigip_server': {'get_resource': 'device'},
                'name': 'text',
                'template_name': {'get_resource': 'form'},
                'variables': {
                    'str_replace': {
                        'template': '[{"name": "app__answer", "value": '
                        '"ANSWER", "encrypted": "yes"}]',
                        'params': {'ANSWER': {'get_param': 'answer'}},
                    }
                },
            },
        },
        'sink': {
            'type': 'OS::Heat::None',
            'depends_on': [
                'alive',
                'tls',
                'pair',
                'bare',
                'sticky',
                'native',
                'text',
            ],
        },
    },
    'outputs': {
        name: {'value': {'get_attr': [name, 'show']}}
        for name in (
            'device',
            'alive',
            'tls',
            'pair',
            'sticky',
            'native',
            'text',
        )
    },
}


@pytest.fixture(scope='module')
def database(tmp_path_factory):
    """The file that Heat keeps everything in."""
    return tmp_path_factory.mktemp('secrets') / 'heat.db'


@pytest.fixture(scope='module')
def cloud(database):
    """A lab that logs all there is to log, and encrypts what Heat can.

    Without ``encrypt_parameters_and_properties`` Heat stores the parameters
    of stacks and the properties of all resources in clear.
    """
    conf = {
        'DEFAULT': {'debug': True, 'encrypt_parameters_and_properties': True},
        'database': {'connection': 'sqlite:///%s' % database},
    }
    log_file = database.with_name('heat.log')
    with labs.start(conf=conf, log_file=log_file) as running:
        yield conftest.Cloud(running)


def tokens(cloud, password):
    """The tokens of the user that are valid on the device."""
    device = cloud.lab.devices[0]
    answer = requests.get(
        device.url + '/mgmt/shared/authz/tokens',
        verify=device.ca_file,
        auth=(USER, password),
    )
    assert answer.json()['items']
    return [item['token'] for item in answer.json()['items']]


def shown(cloud, stack):
    """All that the API of Heat shows of a stack by itself."""
    resources = cloud.heat.resources.list(stack.id)
    events = cloud.heat.events.list(stack.id)
    return json.dumps(
        [
            stack.show().to_dict(),
            *(resource.to_dict() for resource in resources),
            *(
                stack.resource(resource.resource_name).to_dict()
                for resource in resources
            ),
            *(
                cloud.heat.events.get(
                    stack.id, event.resource_name, event.id
                ).to_dict()
                for event in events
                if event.resource_name != stack.name
            ),
        ]
    )


def assert_hidden(text, extra=()):
    for secret in [*CANARIES.values(), *LINES, *extra]:
        found = text.find(secret)
        assert found < 0, text[max(0, found - 300) : found + 300]


def test_secrets_stay_hidden(cloud, make_stack, database):
    assert cloud.bigip.post(
        'auth/user',
        json={
            'name': USER,
            'password': CANARIES['device'],
            'partitionAccess': [{'name': 'all-partitions', 'role': 'admin'}],
        },
    ).ok
    simulated = cloud.lab.devices[0]
    parameters = {
        'address': simulated.address,
        'user': USER,
        'ca_cert': pathlib.Path(simulated.ca_file).read_text(),
        'password': CANARIES['device'],
        **{
            name: CANARIES[name]
            for name in ('monitor', 'passphrase', 'cookie', 'answer')
        },
        'certificate': certificates.certificate(KEYS[0]),
        'key': PRIVATE_KEYS[0],
        'bare_key': PRIVATE_KEYS[1],
    }
    stack, failed = make_stack(), make_stack()
    stack.create(TEMPLATE, parameters=parameters)
    used = tokens(cloud, CANARIES['device'])
    assert_hidden(shown(cloud, stack), used)

    failed.create(
        TEMPLATE,
        expect='CREATE_FAILED',
        parameters={**parameters, 'password': CANARIES['wrong']},
    )
    assert 'Authentication failed' in (
        failed.resource('device').resource_status_reason
    )
    assert_hidden(shown(cloud, failed), used)

    assert cloud.bigip.patch(
        'auth/user/' + USER, json={'password': CANARIES['changed']}
    ).ok
    parameters.update(
        certificate=certificates.certificate(KEYS[2]), key=PRIVATE_KEYS[2]
    )
    stack.update(
        TEMPLATE, parameters={**parameters, 'password': CANARIES['changed']}
    )
    stack.check()
    used += tokens(cloud, CANARIES['changed'])
    assert_hidden(shown(cloud, stack), used)

    connection = sqlite3.connect('file:%s?mode=ro' % database, uri=True)
    kept = connection.execute(
        "select value, redact from resource_data where key = 'connection'"
    ).fetchall()
    connection.close()
    # What could not be reached is not kept.
    assert len(kept) == 1
    for value, redact in kept:
        assert redact
        assert USER not in value

    stack.delete()
    failed.delete()
    assert_hidden(cloud.log_file.read_text(), used)
    for file in database.parent.glob(database.name + '*'):
        assert_hidden(file.read_bytes().decode('latin-1'), used)
