# SPDX-License-Identifier: Apache-2.0

"""Secrets by reference: Barbican keeps them, Heat reads them for a stack."""

import contextlib
import hashlib
import http.server
import json
import threading
import uuid

import pytest

from f5_heat.lab import lab
from tests.deployment import vault as vaults
from tests.functional import certificates
from tests.functional import conftest

PLAIN = 'plain-' + uuid.uuid4().hex
PHRASE = 'phrase-' + uuid.uuid4().hex
KEYS = [certificates.new_key() for _ in range(3)]
CERTIFICATES = [certificates.certificate(key) for key in KEYS]
AUTHORITY = certificates.certificate(certificates.new_key(), 'authority')


def pem(number, phrase=None):
    return certificates.pem(KEYS[number], phrase)


def secret(name):
    """An OS::Barbican::Secret with a hidden parameter as its payload."""
    return {
        'type': 'OS::Barbican::Secret',
        'properties': {
            'name': name,
            'payload': {'get_param': name + '_'},
            'payload_content_type': 'text/plain',
        },
    }


def template(parameters, resources):
    return {
        'heat_template_version': '2021-04-16',
        'parameters': {
            name: {'type': 'string', 'hidden': True} for name in parameters
        },
        'resources': resources,
    }


def of_us(kind, **properties):
    return {'type': 'F5::' + kind, 'properties': properties}


def ref(name):
    return {'get_resource': name}


@pytest.fixture
def make_stack(vault):
    """Makes stacks of the user demo, and deletes what a test has left."""
    made = []

    def make():
        made.append(conftest.Stack(vault.heat()))
        return made[-1]

    yield make
    for stack in made:
        if stack.id and stack.glance().stack_status != 'DELETE_COMPLETE':
            stack.delete()


@pytest.fixture
def keep(vault):
    """Keeps a payload in Barbican and gives its reference."""

    def keep(payload, user='demo'):
        made = vault.barbican.client(user, user).secrets.create(
            name='test', payload=payload
        )
        return made.store()

    return keep


def connection(device, password):
    """The properties of a Device resource that leads to a simulator."""
    return {
        'ip': device.address,
        'username': lab.USERNAME,
        'password': password,
        'ca_cert': open(device.ca_file).read(),
    }


def sent(device, path, key):
    """The values of a key in the requests for a path."""
    return [
        json.loads(request['body']).get(key)
        for request in device.control.requests()
        if request['path'] == path and request['method'] != 'GET'
    ]


def checksum(bigip, kind, name):
    return bigip.get('sys/file/%s/~Common~%s' % (kind, name)).json()[
        'checksum'
    ]


def digest(text):
    """The checksum that a device shows of a file."""
    content = (text.strip() + '\n').encode()
    return 'SHA1:%d:%s' % (
        len(content),
        hashlib.sha1(content).hexdigest(),
    )


def test_a_stack_has_its_secrets_by_reference(vault, make_stack):
    """All ways to give one, from the same template that Barbican has it."""
    values = {
        'device': vaults.BROUGHT,
        'reader': PLAIN,
        'cert': CERTIFICATES[0],
        'chain': AUTHORITY,
        'key': pem(0, PHRASE),
        'phrase': PHRASE,
    }
    parameters = {name + '_': value for name, value in values.items()}
    vault.brought.control.clear()
    stack = make_stack()
    stack.create(
        template(
            parameters,
            {
                **{name: secret(name) for name in values},
                'container': {
                    'type': 'OS::Barbican::CertificateContainer',
                    'properties': {
                        'certificate_ref': ref('cert'),
                        'intermediates_ref': ref('chain'),
                        'private_key_ref': ref('key'),
                        'private_key_passphrase_ref': ref('phrase'),
                    },
                },
                'bigip': of_us(
                    'BigIP::Device',
                    **connection(vault.brought, ref('device')),
                ),
                'alive': of_us(
                    'LTM::Monitor::HTTP',
                    bigip_server=ref('bigip'),
                    name='alive',
                    username='reader',
                    password=ref('reader'),
                ),
                'whole': of_us(
                    'Sys::SSLCertificate',
                    bigip_server=ref('bigip'),
                    name='whole.crt',
                    container_ref=ref('container'),
                ),
                'parts': of_us(
                    'Sys::SSLCertificate',
                    bigip_server=ref('bigip'),
                    name='parts.crt',
                    certificate=ref('cert'),
                    private_key=ref('key'),
                    passphrase=ref('phrase'),
                ),
                'tls': of_us(
                    'LTM::Profile::ClientSSL',
                    bigip_server=ref('bigip'),
                    name='tls',
                    cert_key_chain=[
                        {
                            'cert': ref('whole'),
                            'key': {'get_attr': ['whole', 'key']},
                            'passphrase': ref('phrase'),
                        }
                    ],
                ),
                'form': of_us(
                    'Sys::iAppCompositeTemplate',
                    bigip_server=ref('bigip'),
                    name='form',
                    partition='Common',
                    implementation='puts $::app__answer',
                    presentation='section app { password answer }',
                ),
                'service': of_us(
                    'Sys::iAppService',
                    bigip_server=ref('bigip'),
                    name='service',
                    template_name=ref('form'),
                    variables={
                        'app__answer': {
                            'value': ref('reader'),
                            'encrypted': True,
                        }
                    },
                ),
            },
        ),
        parameters=parameters,
    )
    device = vault.brought
    assert sent(device, '/mgmt/tm/ltm/monitor/http', 'password') == [PLAIN]
    chains = sent(device, '/mgmt/tm/ltm/profile/client-ssl', 'certKeyChain')
    assert [chain[0]['passphrase'] for chain in chains] == [PHRASE]
    answers = sent(device, '/mgmt/tm/sys/application/service', 'variables')
    assert [answer[0]['value'] for answer in answers] == [PLAIN]
    assert (
        sent(device, '/mgmt/tm/sys/file/ssl-key', 'passphrase') == [PHRASE] * 2
    )
    bigip = vault.rest(device)
    assert checksum(bigip, 'ssl-cert', 'whole.crt') == digest(
        CERTIFICATES[0] + AUTHORITY
    )
    assert checksum(bigip, 'ssl-cert', 'parts.crt') == digest(CERTIFICATES[0])
    for name in ('whole.key', 'parts.key'):
        assert checksum(bigip, 'ssl-key', name) == digest(values['key'])
    stack.check()
    # What Heat shows of the resource is the reference.
    event, *_ = vault.heat().events.list(
        stack.id, 'alive', filters={'resource_action': 'CREATE'}
    )
    shown = vault.heat().events.get(stack.id, 'alive', event.id)
    assert shown.resource_properties['password'] == (
        stack.resource('reader').physical_resource_id
    )
    stack.delete()
    assert 'whole' not in str(device.control.config())


def test_a_certificate_is_renewed_by_another_reference(
    vault, make_stack, keep
):
    """One transaction changes both; afterwards nothing needs Barbican."""

    def renewed(certificate, key):
        return template(
            {},
            {
                'pair': of_us(
                    'Sys::SSLCertificate',
                    name='renewed.crt',
                    certificate=certificate,
                    private_key=key,
                )
            },
        )

    stack = make_stack()
    stack.create(renewed(keep(CERTIFICATES[1]), keep(pem(1))))
    vault.device.control.clear()
    second = [keep(CERTIFICATES[2]), keep(pem(2))]
    stack.update(renewed(*second))
    bigip = vault.rest(vault.device)
    assert checksum(bigip, 'ssl-key', 'renewed.key') == digest(pem(2))
    assert checksum(bigip, 'ssl-cert', 'renewed.crt') == digest(
        CERTIFICATES[2]
    )
    requests = vault.device.control.requests()
    committed = [
        request
        for request in requests
        if request['method'] == 'PATCH' and 'VALIDATING' in request['body']
    ]
    assert len(committed) == 1
    # The same references mean the same secrets.
    vault.device.control.clear()
    stack.update(renewed(*second))
    assert not {
        request['method'] for request in vault.device.control.requests()
    } & {'POST', 'PATCH'}
    barbican = vault.barbican.client('demo', 'demo')
    for reference in second:
        barbican.secrets.delete(reference)
    stack.check()
    stack.delete()
    assert 'renewed' not in str(vault.device.control.config())


def test_a_lost_secret_keeps_no_stack_from_its_end(vault, make_stack, keep):
    reference = keep(vaults.BROUGHT)

    def devices(password, name):
        return template(
            {},
            {
                'bigip': of_us(
                    'BigIP::Device', **connection(vault.brought, password)
                ),
                'alive': of_us(
                    'LTM::Monitor::HTTP',
                    bigip_server=ref('bigip'),
                    name='lost',
                    description=name,
                    username='reader',
                    password=password,
                ),
            },
        )

    stack = make_stack()
    stack.create(devices(reference, 'one'))
    vault.barbican.client('demo', 'demo').secrets.delete(reference)
    # What does not need it goes on.
    stack.update(devices(reference, 'two'))
    other = keep(vaults.BROUGHT)
    vault.barbican.client('demo', 'demo').secrets.delete(other)
    stack.update(devices(other, 'two'), 'UPDATE_FAILED')
    reason = stack.resource('bigip').resource_status_reason
    assert 'password: %s cannot be read from Barbican: Not Found' % other in (
        reason
    )
    stack.delete()
    assert 'lost' not in str(vault.brought.control.config())


def test_what_heat_does_by_itself_has_the_rights_of_the_stack(
    vault, make_stack, keep
):
    """A signal lets a group grow: nobody is there with a token then."""
    monitor = of_us(
        'LTM::Monitor::HTTP', username='reader', password=keep(PLAIN)
    )
    stack = make_stack()
    vault.device.control.clear()
    stack.create(
        template(
            {},
            {
                'group': {
                    'type': 'OS::Heat::AutoScalingGroup',
                    'properties': {
                        'min_size': 1,
                        'max_size': 2,
                        'resource': monitor,
                    },
                },
                'more': {
                    'type': 'OS::Heat::ScalingPolicy',
                    'properties': {
                        'adjustment_type': 'change_in_capacity',
                        'auto_scaling_group_id': ref('group'),
                        'scaling_adjustment': 1,
                    },
                },
            },
        )
    )
    vault.heat().resources.signal(stack.id, 'more', {})
    conftest.until(
        lambda: (
            sent(vault.device, '/mgmt/tm/ltm/monitor/http', 'password')
            == [PLAIN, PLAIN]
        )
    )


@contextlib.contextmanager
def listening():
    """An address at which somebody waits for tokens; yields the requests."""
    heard = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append((self.path, dict(self.headers)))
            self.send_error(404)

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield 'http://127.0.0.1:%d' % server.server_address[1], heard
        finally:
            server.shutdown()
            thread.join()


def test_what_no_stack_may_read_is_refused(vault, make_stack, keep):
    """It says whose property it is, and in Barbican's words why."""
    vault.device.control.clear()
    own = keep(PLAIN)
    anothers = keep(PLAIN, 'other')
    barbican = vault.barbican.client('demo', 'demo')
    generic = barbican.containers.create(
        'test', {'certificate': barbican.secrets.get(own)}
    ).store()
    with listening() as (url, heard):
        foreign = own.replace(vault.barbican.url, url)
        cases = [
            *(
                (
                    of_us(
                        'LTM::Monitor::HTTP',
                        username='reader',
                        password=reference,
                    ),
                    'Property password: %s' % reference.partition('#')[0],
                    why,
                )
                for reference, why in (
                    (anothers, 'Forbidden: Secret'),
                    (foreign, 'It is not at the key-manager'),
                    (generic + '#private_key', 'It is no container of the'),
                )
            ),
            (
                of_us('Sys::SSLCertificate', container_ref=generic),
                'Property container_ref: %s' % generic,
                'It is no container of the type certificate',
            ),
        ]
        stacks = [make_stack() for _ in cases]
        for stack, (resource, _, _) in zip(stacks, cases, strict=True):
            stack.begin(template({}, {'refused': resource}))
        for stack, (_, what, why) in zip(stacks, cases, strict=True):
            stack.wait('CREATE_FAILED')
            assert '%s cannot be read from Barbican: %s' % (what, why) in (
                stack.resource('refused').resource_status_reason
            )
        assert heard == []
    assert not sent(vault.device, '/mgmt/tm/ltm/monitor/http', 'password')
