# SPDX-License-Identifier: Apache-2.0

"""A certificate and its key: in use, changed together, never foreign."""

import json
import re

import pytest
from cryptography import x509
from heatclient import exc as heat_exc

from tests.functional import certificates
from tests.functional.contract import furniture
from tests.functional.contract import stacks
from tests.functional.contract import sys

CERTIFICATE = 'F5::Sys::SSLCertificate'
UPLOAD = 'POST /mgmt/shared/file-transfer/uploads/'
REMOVE = 'POST /mgmt/tm/util/unix-rm'
TRANSACTION = 'POST /mgmt/tm/transaction'
COMMIT = 'PATCH /mgmt/tm/transaction/'
#: Three pairs: the key, and a certificate of it.
KEYS = [certificates.new_key() for _ in range(3)]
PAIRS = [
    {
        'certificate': certificates.certificate(key, number=number),
        'private_key': certificates.pem(key),
    }
    for number, key in enumerate(KEYS, 1)
]


def pair(number=0, **properties):
    return {'type': CERTIFICATE, 'properties': {**PAIRS[number], **properties}}


def site(certificate):
    """A virtual server with TLS, and what comes before it."""
    return stacks.hot(
        {
            'pair': certificate,
            'tls': {
                'type': 'F5::LTM::Profile::ClientSSL',
                'properties': {
                    'cert_key_chain': [
                        {
                            'name': 'site',
                            'cert': {'get_resource': 'pair'},
                            'key': {'get_attr': ['pair', 'key']},
                        }
                    ]
                },
            },
            'site': {
                'type': 'F5::LTM::VirtualServer',
                'properties': {
                    'ip': '192.0.2.60',
                    'port': 443,
                    'ip_protocol': 'tcp',
                    'profiles': ['tcp'],
                    'client_profiles': [{'get_resource': 'tls'}],
                },
            },
        }
    )


def path_of(stack, name='pair'):
    return stack.resource(name).physical_resource_id


def uri(kind, path):
    return 'sys/file/ssl-%s/%s' % (kind, path.replace('/', '~'))


def holds(cloud, path, number, key=None):
    """Whether the device holds a pair, or this text instead of its key."""
    cert = cloud.bigip.read(uri('cert', path))
    found = cloud.bigip.read(uri('key', key_of(path)))
    return (cert['checksum'], found['checksum']) == (
        sys.checksum(PAIRS[number]['certificate']),
        sys.checksum(key or PAIRS[number]['private_key']),
    )


def key_of(path):
    return re.sub(r'\.crt$', '.key', path)


def uploads(cloud):
    """The files of ours that wait on the device, and what is in the way."""
    answer = cloud.bigip.post(
        'util/unix-ls',
        json={'command': 'run', 'utilCmdArgs': furniture.DOWNLOADS},
    ).json()
    return [
        name
        for name in answer.get('commandResult', '').split()
        if 'f5_heat' in name
    ]


def seen(cloud, act, *args, **kwargs):
    """The requests of an action, without the names of what is uploaded."""
    return [
        re.sub(
            r'(uploads/).*',
            r'\1',
            re.sub(
                r'(PATCH /mgmt/tm/transaction/)\d+', r'\1', '%s %s' % request
            ),
        )
        for request in stacks.watch(cloud, act, *args, **kwargs)
    ]


def theirs(cloud, kind, name, number):
    """A file that somebody else has on the device."""
    text = PAIRS[number]['private_key' if kind == 'key' else 'certificate']
    upload(cloud, name, text)
    made = cloud.bigip.post(
        'sys/file/ssl-' + kind,
        json={
            'name': name,
            'partition': 'Common',
            'sourcePath': 'file:' + furniture.DOWNLOADS + name,
        },
    )
    assert made.ok, made.text
    return cloud.bigip.read(uri(kind, '/Common/' + name))


def upload(cloud, name, text):
    answer = cloud.bigip.post(
        '../shared/file-transfer/uploads/' + name,
        data=text.encode(),
        headers={
            'Content-Type': 'application/octet-stream',
            'Content-Range': '0-%d/%d' % (len(text) - 1, len(text)),
        },
    )
    assert answer.ok, answer.text


def test_a_pair_in_use_is_changed_at_once(cloud, stack):
    """The device refuses any other way: a pair that does not fit."""
    made = seen(cloud, stack.create, site(pair()))
    path = path_of(stack)
    assert made[:7] == [
        UPLOAD,
        UPLOAD,
        TRANSACTION,
        'POST /mgmt/tm/sys/file/ssl-cert',
        'POST /mgmt/tm/sys/file/ssl-key',
        COMMIT,
        REMOVE,
    ]
    assert holds(cloud, path, 0)
    profile = cloud.bigip.read(
        'ltm/profile/client-ssl/' + path_of(stack, 'tls').replace('/', '~')
    )
    (entry,) = profile['certKeyChain']
    assert (entry['cert'], entry['key']) == (path, path)

    cert, key = '/mgmt/tm/' + uri('cert', path), '/mgmt/tm/' + uri('key', path)
    assert seen(cloud, stack.update, site(pair(1))) == [
        UPLOAD,
        'GET ' + key,
        UPLOAD,
        TRANSACTION,
        'PATCH ' + cert,
        'PATCH ' + key,
        COMMIT,
        REMOVE,
    ]
    assert holds(cloud, path, 1)
    assert path_of(stack) == path
    assert seen(cloud, stack.update, site(pair(1))) == []
    assert uploads(cloud) == []

    # Renewed for the same key, the key does not travel.
    renewed = certificates.certificate(KEYS[1], number=4)
    assert seen(cloud, stack.update, site(pair(1, certificate=renewed))) == [
        UPLOAD,
        'PATCH ' + cert,
        REMOVE,
    ]
    assert cloud.bigip.read(uri('cert', path))['checksum'] == (
        sys.checksum(renewed)
    )
    # The key of before under a passphrase, and again without.
    sealed = certificates.pem(KEYS[1], 'a passphrase')
    stack.update(
        site(
            pair(
                1,
                certificate=renewed,
                private_key=sealed,
                passphrase='a passphrase',
            )
        )
    )
    assert cloud.bigip.read(uri('key', path))['securityType'] == 'password'
    stack.update(site(pair(1)))
    assert holds(cloud, path, 1)
    assert cloud.bigip.read(uri('key', path))['securityType'] == 'normal'
    stack.check()

    before = cloud.bigip.read(uri('cert', path))['revision']
    stack.update(site(pair(2, partition='Common')), expect='UPDATE_COMPLETE')
    assert cloud.bigip.read(uri('cert', path))['revision'] == before + 1
    deleted = seen(cloud, stack.delete)
    assert deleted[-6:] == [
        'GET ' + key,
        TRANSACTION,
        'DELETE ' + cert,
        'DELETE ' + key,
        COMMIT,
        REMOVE,
    ]
    assert cloud.bigip.read(uri('cert', path)) is None
    assert cloud.bigip.read(uri('key', path)) is None


def test_names_suffixes_and_attributes(cloud, stack):
    """What a certificate with a suffix has for a key, and says of itself."""
    name = stack.name + '.crt'
    template = site(pair(name=name))
    # By bare names: the profile waits for the certificate by itself.
    template['resources']['tls']['properties']['cert_key_chain'] = [
        {'cert': name, 'key': stack.name + '.key'}
    ]
    # Without a key: the certificates of authorities.
    chain = PAIRS[0]['certificate'] + PAIRS[1]['certificate']
    template['resources']['authorities'] = {
        'type': CERTIFICATE,
        'properties': {'certificate': chain},
    }
    made = seen(cloud, stack.create, template)
    assert made.count(TRANSACTION) == 1
    path = path_of(stack)
    assert path == '/Common/' + name
    assert holds(cloud, path, 0)

    def attributes(of):
        return cloud.heat.resources.get(
            stack.id,
            of,
            with_attr=[
                'key',
                'subject',
                'issuer',
                'serial_number',
                'fingerprint',
                'expiration',
                'expiration_timestamp',
                'checksum',
            ],
        ).attributes

    found = attributes('pair')
    given = x509.load_pem_x509_certificate(PAIRS[0]['certificate'].encode())
    assert found['key'] == key_of(path)
    assert found['subject'] == found['issuer'] == 'CN=www.example.com'
    assert found['serial_number'] == '1'
    assert found['expiration_timestamp'] == int(
        given.not_valid_after_utc.timestamp()
    )
    assert found['expiration'].endswith('2119 GMT')
    assert found['checksum'] == sys.checksum(PAIRS[0]['certificate'])
    assert re.fullmatch(
        'SHA256/([0-9A-F]{2}:){31}[0-9A-F]{2}', found['fingerprint']
    )
    bundle = path_of(stack, 'authorities')
    assert attributes('authorities')['key'] is None
    assert cloud.bigip.read(uri('cert', bundle))['isBundle'] == 'true'
    assert cloud.bigip.read(uri('key', bundle)) is None
    stack.delete()
    assert cloud.bigip.read(uri('key', key_of(path))) is None


def test_a_key_that_drifts_comes_and_goes(cloud, stack):
    """A check sees a key of somebody else's, or none; an update mends it."""
    template = stacks.hot({'pair': pair()})
    stack.create(template)
    path = path_of(stack)
    upload(cloud, 'drift', PAIRS[1]['private_key'])
    assert cloud.bigip.patch(
        uri('key', path),
        json={'sourcePath': 'file:' + furniture.DOWNLOADS + 'drift'},
    ).ok
    stack.check('CHECK_FAILED')
    assert (
        'private_key: another one is expected'
        in stack.resource('pair').resource_status_reason
    )
    stack.update(template)
    assert holds(cloud, path, 0)
    assert cloud.bigip.delete(uri('key', path)).ok
    stack.check('CHECK_FAILED')
    stack.update(template)
    assert holds(cloud, path, 0)
    # The certificate alone is gone.
    assert cloud.bigip.delete(uri('cert', path)).ok
    stack.check('CHECK_FAILED')
    stack.update(template)
    assert holds(cloud, path, 0)
    assert cloud.bigip.delete(uri('cert', path)).ok
    stack.delete()
    assert cloud.bigip.read(uri('key', path)) is None


def test_the_template_adds_and_drops_the_key(cloud, stack):
    bare = stacks.hot(
        {
            'pair': {
                'type': CERTIFICATE,
                'properties': {'certificate': PAIRS[0]['certificate']},
            }
        }
    )
    stack.create(bare)
    path = path_of(stack)
    stack.update(stacks.hot({'pair': pair()}))
    assert holds(cloud, path, 0)
    stack.update(bare)
    assert cloud.bigip.read(uri('key', path)) is None
    stack.delete()


def test_a_key_of_somebody_else(cloud, make_stack):
    """It is neither changed nor deleted, whatever the template does."""
    stack, name = make_stack(), 'theirs_' + make_stack().name
    template = stacks.hot({'pair': pair(name=name)})
    key = theirs(cloud, 'key', name, 1)
    stack.create(template, 'CREATE_FAILED')
    assert (
        '01020066:3: The requested Certificate Key File (/Common/%s) '
        'already exists'
        % name
        in stack.resource('pair').resource_status_reason
    )
    stack.update(
        stacks.hot(
            {
                'pair': {
                    'type': CERTIFICATE,
                    'properties': {
                        'name': name,
                        'certificate': PAIRS[1]['certificate'],
                        'private_key': '',
                        'passphrase': '',
                    },
                }
            }
        )
    )
    stack.update(stacks.hot({'pair': pair(1, name=name)}), 'UPDATE_FAILED')
    assert '/Common/%s exists on the BIG-IP and does not belong' % name in (
        stack.resource('pair').resource_status_reason
    )
    stack.update(
        stacks.hot(
            {
                'pair': {
                    'type': CERTIFICATE,
                    'properties': {
                        'name': name,
                        'certificate': PAIRS[1]['certificate'],
                        'private_key': '',
                    },
                }
            }
        )
    )
    stack.delete()
    assert cloud.bigip.read(uri('cert', '/Common/' + name)) is None
    assert cloud.bigip.read(uri('key', '/Common/' + name)) == key
    assert uploads(cloud) == []

    # A pair is adopted where the template says so, and stays.
    theirs(cloud, 'cert', name, 1)
    adopting = make_stack()
    adopting.create(template, 'CREATE_FAILED')
    adopting.update(stacks.hot({'pair': pair(name=name, on_conflict='adopt')}))
    assert holds(cloud, '/Common/' + name, 0)
    adopting.update(
        stacks.hot({'pair': pair(2, name=name, on_conflict='adopt')})
    )
    adopting.delete()
    assert holds(cloud, '/Common/' + name, 2)
    assert cloud.bigip.delete(uri('cert', '/Common/' + name)).ok
    assert cloud.bigip.delete(uri('key', '/Common/' + name)).ok


@pytest.mark.parametrize(
    'cut_off, fault',
    [
        ('uploads/.*', 'drop-after'),
        (r'/transaction/\d', 'drop-before'),
        (r'/transaction/\d', 'drop-after'),
        ('/unix-rm', 'drop-before'),
    ],
)
def test_a_lost_request(cloud, make_stack, cut_off, fault):
    """What is cut off is finished by the same update, or by a delete."""
    before = stacks.held(cloud)
    stack, deleted = make_stack(), make_stack()
    for one in (stack, deleted):
        cloud.control.inject(fault, path=cut_off, times=2)
        one.create(
            stacks.hot({'pair': pair()}), ('CREATE_COMPLETE', 'CREATE_FAILED')
        )
        cloud.control.mend()
    deleted.delete()
    stack.update(stacks.hot({'pair': pair()}))
    path = path_of(stack)
    assert holds(cloud, path, 0)
    cloud.control.inject(fault, path=cut_off, times=2)
    stack.update(
        stacks.hot({'pair': pair(1)}), ('UPDATE_COMPLETE', 'UPDATE_FAILED')
    )
    cloud.control.mend()
    stack.update(stacks.hot({'pair': pair(1)}))
    assert holds(cloud, path, 1)
    stack.check()
    stack.delete()
    assert stacks.held(cloud) == before
    assert uploads(cloud) == []


#: Properties, the one that the author is sent to, and what is said of it.
REFUSED = [
    (
        {'certificate': 'a certificate'},
        'certificate',
        'It is no certificate in PEM.',
    ),
    (
        {**PAIRS[0], 'private_key': 'a-secret-key'},
        'private_key',
        'It is no private key in PEM.',
    ),
    (
        {**PAIRS[0], 'private_key': PAIRS[1]['private_key']},
        'private_key',
        'It does not belong to the certificate',
    ),
    (
        {**PAIRS[0], 'private_key': certificates.pem(KEYS[0], 'one')},
        'private_key',
        'It is encrypted, and there is no passphrase for it.',
    ),
    (
        {
            **PAIRS[0],
            'private_key': certificates.pem(KEYS[0], 'one'),
            'passphrase': 'wrong-one',
        },
        'private_key',
        'It is no private key in PEM, or has another passphrase.',
    ),
    (
        {**PAIRS[0], 'passphrase': 'one'},
        'passphrase',
        'The private key is not encrypted.',
    ),
    (
        {'certificate': PAIRS[0]['certificate'], 'passphrase': 'one'},
        'passphrase',
        'There is no private key for it.',
    ),
]


@pytest.mark.parametrize('properties, name, message', REFUSED)
def test_what_is_refused_before_the_device_is_asked(
    cloud, stack, properties, name, message
):
    cloud.control.clear()
    with pytest.raises(heat_exc.HTTPBadRequest) as refused:
        cloud.heat.stacks.create(
            stack_name=stack.name,
            template=stacks.hot(
                {'pair': {'type': CERTIFICATE, 'properties': properties}}
            ),
        )
    assert (
        'resources.pair.properties.%s: %s' % (name, message)
        in (refused.value.error['error']['message'])
    )
    for secret in (
        properties.get('private_key'),
        properties.get('passphrase'),
    ):
        assert secret is None or secret.strip() not in json.dumps(
            refused.value.error
        )
    assert not [
        request
        for request in cloud.control.requests()
        if request['method'] != 'GET' and not request['login']
    ]


def test_an_expired_certificate(cloud, stack):
    """It is a warning for the operator, and no error."""
    stack.create(
        stacks.hot(
            {
                'pair': {
                    'type': CERTIFICATE,
                    'properties': {
                        'certificate': certificates.certificate(
                            KEYS[0], days=1
                        )
                    },
                }
            }
        )
    )
    assert 'The certificate of pair in the stack %s expired' % stack.name in (
        cloud.log_file.read_text()
    )
