# SPDX-License-Identifier: Apache-2.0

"""Checks of certificates, requests for them, and URL categories."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

OCSP = facts.row(
    'sys/crypto/cert-validator/ocsp',
    {
        'cacheErrorTimeout': kind.integer(3600, unverified=facts.EXAMPLE),
        'cacheTimeout': kind.number_text(
            'indefinite', words=facts.INDEFINITE, unverified=facts.EXAMPLE
        ),
        'clockSkew': kind.integer(300, unverified=facts.EXAMPLE),
        'concurrentConnectionsLimit': kind.integer(
            50, unverified='the default'
        ),
        'dnsResolver': kind.reference('net/dns-resolver'),
        'proxyServerPool': kind.reference(
            'ltm/pool', unverified=facts.DOCUMENTED
        ),
        'responderUrl': kind.text(unverified=facts.DOCUMENTED),
        'routeDomain': kind.reference('net/route-domain'),
        'signHash': kind.choice(
            'sha256', 'sha1', unverified='default and words'
        ),
        'signerCert': kind.reference(facts.CERT),
        'signerKey': kind.reference(facts.KEY),
        'signerKeyPassphrase': kind.text(secret=True),
        'statusAge': kind.integer(0, unverified=facts.EXAMPLE),
        'strictRespCertCheck': kind.switch(
            'enabled', unverified=facts.EXAMPLE
        ),
        'timeout': kind.integer(8, 1, 300, unverified=facts.EXAMPLE),
        'trustedResponders': kind.reference(
            facts.CERT, unverified=facts.DOCUMENTED
        ),
    },
    facts.EXAMPLES,
    since='13.0',
)

CRL_VALIDATOR = facts.row(
    'sys/crypto/cert-validator/crl',
    {
        'description': kind.text(),
        'strictRevocationCheck': kind.choice(None, 'enabled', 'disabled'),
    },
    facts.RECORDED,
    'the fields: no item is recorded',
    since='13.0',
)

CSR = facts.row(
    'sys/crypto/csr',
    {
        **facts.texts(
            'city',
            'commonName',
            'country',
            'emailAddress',
            'organization',
            'ou',
            'state',
            'subjectAlternativeName',
        ),
        'challengePassword': kind.text(secret=True),
        'consumer': kind.text('ltm'),
        'key': kind.reference(facts.KEY),
    },
    facts.EXAMPLES,
    required=('commonName', 'key'),
)

CA_BUNDLE_MANAGER = facts.row(
    'sys/crypto/ca-bundle-manager',
    {
        'description': kind.text(unverified=facts.UNSOURCED),
        'includeUrl': kind.items(),
        'proxyPort': kind.integer(3128, *facts.PORT),
        'timeOut': kind.integer(8),
        'trustedCaBundle': kind.reference(facts.CERT),
        'updateInterval': kind.integer(0),
    },
    facts.RECORDED,
    builtins={
        '/Common/ca-bundle': {
            'trustedCaBundle': '/Common/f5-ca-bundle.crt',
            'includeUrl': [
                'https://cdn.f5.com/product/ca-bundle/blended-bundle.crt'
            ],
        }
    },
)

CLIENT = facts.row(
    'sys/crypto/client',
    {
        'addr': kind.text(),
        'connectionReset': kind.flag(),
        'heartbeat': kind.integer(30),
        'maxRetries': kind.number_text('65535'),
        'port': kind.integer(0, *facts.PORT),
        'reqTimeout': kind.integer(5000),
        'retryInterval': kind.integer(10),
    },
    facts.REFERENCE,
    naming='plain',
)

SERVER = facts.row(
    'sys/crypto/server',
    {
        'addr': kind.text(),
        'clients': kind.items(unverified='its form'),
        'port': kind.integer(0, *facts.PORT),
    },
    facts.REFERENCE,
    naming='plain',
)

URL_CATEGORY = facts.row(
    'sys/url-db/url-category',
    {
        **facts.DESCRIBED,
        **facts.integers('catId', 'catNumber', 'f5Id', read_only=True),
        'defaultAction': kind.choice('block', 'allow'),
        'displayName': kind.text(),
        'initialDisposition': kind.integer(),
        'isCustom': kind.choice('false', 'true', read_only=True),
        **facts.either('false', 'isRecategory'),
        'isSecurityCategory': kind.choice(None, 'false', 'true'),
        'parentCatNumber': kind.integer(0),
        'severityLevel': kind.integer(0),
        'urls': kind.items(
            fields={
                'name': kind.text(),
                'type': kind.choice('exact-match', 'glob-match'),
            },
            unverified=facts.UNSOURCED,
        ),
    },
    facts.RECORDED,
    builtins={
        '/Common/Uncategorized': {
            'catId': 25573,
            'catNumber': 153,
            'description': 'Sites not categorized in the Master Database.',
            'displayName': 'Uncategorized',
            'f5Id': 16449,
            'parentCatNumber': 146,
        },
        '/Common/User-Defined': {
            'catId': 0,
            'catNumber': 64,
            'defaultAction': 'allow',
            'description': 'User-defined category',
            'displayName': 'User-Defined',
            'f5Id': 16513,
        },
    },
)

KINDS = (
    OCSP,
    CRL_VALIDATOR,
    CSR,
    CA_BUNDLE_MANAGER,
    CLIENT,
    SERVER,
    URL_CATEGORY,
)
