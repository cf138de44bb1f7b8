# SPDX-License-Identifier: Apache-2.0

"""IPsec: peers, policies, traffic selectors and manual associations."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_MODP = tuple(
    'modp%d' % bits for bits in (768, 1024, 1536, 2048, 3072, 4096, 6144, 8192)
)
_AES = tuple(
    'aes-{}{}'.format(mode, bits)
    for mode in ('gcm', 'gmac')
    for bits in (128, 192, 256)
)
_IDENTITY = kind.choice(
    'address',
    'asn1dn',
    'fqdn',
    'keyid-tag',
    'user-fqdn',
    'override',
    unverified=facts.OTHER_WORDS,
)
_POLICY = 'net/ipsec/ipsec-policy'


def _one_of(default: str, *words: str) -> kind.Field:
    return kind.choice(
        default,
        *(word for word in words if word != default),
        unverified=facts.OTHER_WORDS,
    )


IKE_PEER = facts.row(
    'net/ipsec/ike-peer',
    {
        **facts.DESCRIBED,
        'caCertFile': kind.reference(facts.CERT),
        'crlFile': kind.reference('sys/file/ssl-crl'),
        'dpdDelay': kind.integer(30),
        'generatePolicy': _one_of('off', 'on', 'unique'),
        'lifetime': kind.integer(1440, 1, facts.MAX_INT),
        'mode': _one_of('main', 'aggressive'),
        'myCertFile': kind.reference(facts.CERT),
        'myCertKeyFile': kind.reference(facts.KEY),
        'myIdType': _IDENTITY,
        'myIdValue': kind.text(),
        'natTraversal': kind.choice('off', 'on', 'force'),
        **facts.either('false', 'passive'),
        'peersCertFile': kind.reference(facts.CERT),
        'peersCertType': _one_of('none', 'certfile'),
        'peersIdType': _IDENTITY,
        'peersIdValue': kind.text(),
        'phase1AuthMethod': kind.choice(
            'rsa-signature',
            'pre-shared-key',
            'dss',
            'ecdsa-256',
            'ecdsa-384',
            'ecdsa-521',
        ),
        'phase1EncryptAlgorithm': _one_of(
            '3des',
            'aes128',
            'aes192',
            'aes256',
            'des',
            'blowfish',
            'cast128',
            'camellia',
        ),
        'phase1HashAlgorithm': kind.choice(
            'sha256',
            'sha1',
            'md5',
            'sha384',
            'sha512',
            unverified='the default: the reference for 12.0 says sha1',
        ),
        'phase1PerfectForwardSecrecy': _one_of(
            'modp1024', *_MODP, 'ecp256', 'ecp384', 'ecp521'
        ),
        **kind.password('presharedKey'),
        'prf': kind.choice(
            'sha256',
            'sha1',
            'sha384',
            'sha512',
            unverified='the default: the reference for 12.0 says sha1',
        ),
        'proxySupport': kind.switch('enabled'),
        'remoteAddress': kind.text(),
        'replayWindowSize': kind.integer(64),
        'state': kind.switch('enabled'),
        'trafficSelector': kind.references('net/ipsec/traffic-selector'),
        **facts.either('false', 'verifyCert'),
        'version': kind.items(['v1'], choices=('v1', 'v2')),
    },
    facts.RECORDED,
    'the defaults of a new one',
    required=('remoteAddress',),
    builtins={
        '/Common/anonymous': {
            'myCertFile': '/Common/default.crt',
            'myCertKeyFile': '/Common/default.key',
            'myIdType': 'asn1dn',
            'peersIdType': 'asn1dn',
            'remoteAddress': 'any6',
            'state': 'disabled',
        }
    },
)

IKE_DAEMON = facts.row(
    'net/ipsec/ike-daemon',
    {
        'description': kind.text(unverified=facts.UNSOURCED),
        'isakmpNattPort': kind.integer(4500, *facts.PORT),
        'isakmpPort': kind.integer(500, *facts.PORT),
        'logLevel': kind.text('info'),
        'logPublisher': kind.reference(
            facts.PUBLISHER, default='/Common/default-ipsec-log-publisher'
        ),
        'nattKeepAlive': kind.integer(0),
    },
    facts.RECORDED,
    builtins={'/Common/ikedaemon': {}},
)

IPSEC_POLICY = facts.row(
    _POLICY,
    {
        **facts.DESCRIBED,
        'ikePhase2AuthAlgorithm': _one_of(
            'aes-gcm128', *_AES, 'sha1', 'sha256', 'sha384', 'sha512'
        ),
        'ikePhase2EncryptAlgorithm': _one_of(
            'aes-gcm128',
            *_AES,
            '3des',
            'aes128',
            'aes192',
            'aes256',
            'null',
            'none',
        ),
        'ikePhase2Lifetime': kind.integer(1440),
        'ikePhase2LifetimeKilobytes': kind.integer(0),
        'ikePhase2PerfectForwardSecrecy': _one_of('none', *_MODP),
        'ipcomp': _one_of('none', 'null', 'deflate'),
        'mode': _one_of('transport', 'tunnel', 'isession', 'interface'),
        'protocol': _one_of('esp', 'ah'),
        'tunnelLocalAddress': kind.address('any6'),
        'tunnelRemoteAddress': kind.address('any6'),
    },
    facts.RECORDED,
    builtins={
        '/Common/default-ipsec-policy': {},
        '/Common/default-ipsec-policy-interface': {'mode': 'interface'},
        '/Common/default-ipsec-policy-isession': {'mode': 'isession'},
    },
)

TRAFFIC_SELECTOR = facts.row(
    'net/ipsec/traffic-selector',
    {
        **facts.DESCRIBED,
        'action': _one_of('protect', 'bypass', 'discard'),
        'destinationAddress': kind.text(),
        'destinationPort': kind.integer(0, *facts.PORT),
        'direction': _one_of('both', 'in', 'out'),
        'ipProtocol': kind.integer(255, 0, 255),
        'ipsecPolicy': kind.reference(
            _POLICY,
            default='/Common/default-ipsec-policy',
            unverified='the default',
        ),
        'order': kind.integer(0, 0),
        'sourceAddress': kind.text(),
        'sourcePort': kind.integer(0, *facts.PORT),
    },
    facts.RECORDED,
    required=('destinationAddress', 'sourceAddress'),
    builtins={
        '/Common/default-traffic-selector-interface': {
            'destinationAddress': '::/0',
            'ipsecPolicy': '/Common/default-ipsec-policy-interface',
            'sourceAddress': '::/0',
        }
    },
)

MANUAL_ASSOCIATION = facts.row(
    'net/ipsec/manual-security-association',
    {
        **facts.DESCRIBED,
        'authAlgorithm': kind.text('sha1'),
        **kind.password('authKey'),
        'destinationAddress': kind.text(),
        'encryptAlgorithm': kind.text('3des'),
        **kind.password('encryptKey'),
        'ipsecPolicy': kind.reference(_POLICY),
        'protocol': _one_of('esp', 'ah'),
        'sourceAddress': kind.text(),
        'spi': kind.integer(),
    },
    facts.REFERENCE,
)

KINDS = (
    IKE_PEER,
    IKE_DAEMON,
    IPSEC_POLICY,
    TRAFFIC_SELECTOR,
    MANUAL_ASSOCIATION,
)
