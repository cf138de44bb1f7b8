# SPDX-License-Identifier: Apache-2.0

"""What a device holds before the contract test begins: others' objects."""

import requests

from tests.functional import certificates

DOWNLOADS = '/var/config/rest/downloads/'
NUMBERS = (1, 2)
#: Collections of which objects are parents of others.
PARENTS = {
    'ltm/monitor/': (
        'http',
        'https',
        'tcp',
        'udp',
        'icmp',
        'gateway-icmp',
        'tcp-half-open',
        'external',
        'dns',
    ),
    'ltm/profile/': ('http', 'udp', 'fastl4', 'one-connect'),
    'ltm/persistence/': ('cookie', 'source-addr'),
}


def objects():
    """Yield collection and JSON of each object, in the order to make them."""
    yield 'cm/traffic-group', {'name': 'contract_traffic_group'}
    for name in ('one', 'two'):
        yield 'security/firewall/policy', {'name': name}
        yield (
            'ltm/traffic-matching-criteria',
            {'name': name, 'protocol': 'tcp'},
        )
        yield (
            'sys/file/ssl-crl',
            {
                'name': name + '.crl',
                'sourcePath': 'file:%scontract_1.cert' % DOWNLOADS,
            },
        )
    for number in NUMBERS:
        name = 'contract_%d' % number
        yield 'cm/device-group', {'name': name}
        yield 'net/vlan', {'name': name}
        yield 'net/route-domain', {'name': name, 'id': 1000 + number}
        yield 'net/dns-resolver', {'name': name}
        yield (
            'sys/crypto/cert-validator/ocsp',
            {'name': 'ocsp_%d' % number, 'dnsResolver': '/Common/' + name},
        )
        yield (
            'sys/application/service',
            {
                'name': name,
                'template': '/Common/f5.http',
                'strictUpdates': 'disabled',
            },
        )
        yield (
            'ltm/policy',
            {
                'name': name,
                'subPath': 'Drafts',
                'strategy': 'first-match',
                'requires': ['http'],
            },
        )
        yield (
            'ltm/policy',
            {'command': 'publish', 'name': '/Common/Drafts/' + name},
        )
        for kind in ('cert', 'key'):
            yield (
                'sys/file/ssl-' + kind,
                {
                    'name': name + ('.crt' if kind == 'cert' else '.key'),
                    'sourcePath': 'file:%s%s.%s' % (DOWNLOADS, name, kind),
                },
            )
        for collection, kinds in PARENTS.items():
            for kind in kinds:
                body = {'name': 'contract_%s_%d' % (kind, number)}
                if kind == 'dns':
                    body['qname'] = 'www.example.com'
                yield collection + kind, body


def files():
    """Yield name and content of what the objects are made from."""
    for number in NUMBERS:
        name = 'contract_%d' % number
        key = certificates.new_key()
        yield name + '.key', certificates.pem(key).encode()
        yield (
            name + '.cert',
            certificates.certificate(key, name, number).encode(),
        )


def place(bigip):
    """Put it all on a device that lacks it, through raw iControl REST."""
    for name, content in files():
        answer = bigip.post(
            '../shared/file-transfer/uploads/' + name,
            data=content,
            headers={
                'Content-Type': 'application/octet-stream',
                'Content-Range': '0-%d/%d' % (len(content) - 1, len(content)),
            },
        )
        assert answer.status_code == 200, answer.text
    # Without it the properties of firewalls cannot be set.
    answer = bigip.patch('sys/provision/afm', json={'level': 'nominal'})
    assert answer.status_code == 200, answer.text
    for collection, body in objects():
        answer = bigip.post(collection, json={'partition': 'Common', **body})
        if answer.status_code == requests.codes.conflict:
            # A test before has put it all there.
            return
        assert answer.status_code == 200, (collection, body, answer.text)
