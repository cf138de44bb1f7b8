# SPDX-License-Identifier: Apache-2.0

"""The profiles of TLS, and of the protocols that start it."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

# Recorded on 14.1.2.1 as one text; clients send a list as well.
_OPTIONS = kind.braces('{ dont-insert-empty-fragments no-tlsv1.3 }')

KINDS = (
    facts.profile(
        'client-ssl',
        '/Common/clientssl',
        {
            'alertTimeout': kind.number_text(
                'indefinite', 1, 4294967294, facts.TIMES
            ),
            'allowDynamicRecordSizing': kind.switch(),
            'allowExpiredCrl': kind.switch(),
            'allowNonSsl': kind.switch(),
            'authenticate': kind.choice('once', 'always'),
            'authenticateDepth': kind.integer(9, 1, 15),
            'bypassOnClientCertFail': kind.switch(),
            'bypassOnHandshakeAlert': kind.switch(),
            'c3dClientFallbackCert': kind.reference(
                facts.CERT, unverified=facts.DOCUMENTED
            ),
            'c3dDropUnknownOcspStatus': kind.choice(
                'drop', 'ignore', unverified=facts.OTHER_WORDS
            ),
            'c3dOcsp': kind.text('none'),
            'caFile': facts.or_none(facts.CERT),
            'cacheSize': kind.integer(262144, 0, 4194304),
            'cacheTimeout': kind.integer(3600, 0, 86400),
            'cert': kind.reference(facts.CERT, default='/Common/default.crt'),
            'certExtensionIncludes': kind.items(
                ['basic-constraints', 'subject-alternative-name']
            ),
            'certKeyChain': kind.items(
                [
                    {
                        'name': 'default',
                        'appService': 'none',
                        'cert': '/Common/default.crt',
                        'chain': 'none',
                        'key': '/Common/default.key',
                        'usage': 'SERVER',
                    }
                ],
                fields={
                    'name': kind.text(),
                    'appService': kind.text('none'),
                    'cert': kind.reference(facts.CERT),
                    'chain': facts.or_none(facts.CERT),
                    'key': kind.reference(facts.KEY),
                    'passphrase': kind.text(
                        secret=True, unverified=facts.DOCUMENTED
                    ),
                    'usage': kind.choice('SERVER', 'CA', unverified='CA'),
                },
            ),
            'certLifespan': kind.integer(30),
            'certLookupByIpaddrPort': kind.switch(),
            'chain': facts.or_none(facts.CERT),
            'cipherGroup': facts.or_none('ltm/cipher/group'),
            'ciphers': kind.text('DEFAULT'),
            'clientCertCa': facts.or_none(facts.CERT),
            'crl': facts.or_none(
                'sys/crypto/cert-validator/crl',
                since='16.0',
                unverified=facts.SINCE,
            ),
            'crlFile': facts.or_none('sys/file/ssl-crl'),
            'data_0rtt': kind.text(since='15.1', unverified=facts.DOCUMENTED),
            'destinationIpBlacklist': kind.text('none'),
            'destinationIpWhitelist': kind.text('none'),
            'forwardProxyBypassDefaultAction': kind.choice(
                'intercept', 'bypass', unverified=facts.OTHER_WORDS
            ),
            'genericAlert': kind.switch('enabled'),
            'handshakeTimeout': kind.number_text(
                '10', 1, facts.MAX_INT, facts.INDEFINITE
            ),
            'hostnameBlacklist': kind.text('none'),
            'hostnameWhitelist': kind.text('none'),
            'inheritCaCertkeychain': kind.choice('false', 'true'),
            'inheritCertkeychain': kind.choice('false', 'true'),
            'key': kind.reference(facts.KEY, default='/Common/default.key'),
            'maxActiveHandshakes': kind.number_text(
                'indefinite', 0, facts.MAX_INT, facts.INDEFINITE
            ),
            'maxAggregateRenegotiationPerMinute': kind.number_text(
                'indefinite', 0, facts.MAX_INT, facts.INDEFINITE
            ),
            'maxRenegotiationsPerMinute': kind.integer(5),
            'maximumRecordSize': kind.integer(16384),
            'modSslMethods': kind.switch(),
            'mode': kind.switch('enabled'),
            'notifyCertStatusToVirtualServer': kind.switch(),
            'ocspStapling': kind.switch(),
            'passphrase': kind.text(secret=True, unverified=facts.DOCUMENTED),
            'peerCertMode': kind.choice('ignore', 'request', 'require'),
            'peerNoRenegotiateTimeout': kind.number_text(
                '10', 0, facts.MAX_INT, facts.INDEFINITE
            ),
            'proxyCaCert': facts.or_none(facts.CERT),
            'proxyCaKey': facts.or_none(facts.KEY),
            'proxyCaPassphrase': kind.text(
                secret=True, unverified=facts.DOCUMENTED
            ),
            'proxySsl': kind.switch(),
            'proxySslPassthrough': kind.switch(),
            'renegotiateMaxRecordDelay': kind.number_text(
                'indefinite', 0, facts.MAX_INT, facts.INDEFINITE
            ),
            'renegotiatePeriod': kind.number_text(
                'indefinite', 0, facts.MAX_INT, facts.INDEFINITE
            ),
            'renegotiateSize': kind.number_text(
                'indefinite', 0, facts.MAX_INT, facts.INDEFINITE
            ),
            'renegotiation': kind.switch('enabled'),
            'retainCertificate': kind.choice('true', 'false'),
            'secureRenegotiation': kind.choice(
                'require', 'request', 'require-strict'
            ),
            'serverName': kind.text('none'),
            'sessionMirroring': kind.switch(),
            'sessionTicket': kind.switch(),
            'sessionTicketTimeout': kind.integer(0),
            'sniDefault': kind.choice('false', 'true'),
            'sniRequire': kind.choice('false', 'true'),
            'sourceIpBlacklist': kind.text('none'),
            'sourceIpWhitelist': kind.text('none'),
            'sslC3d': kind.switch(),
            'sslForwardProxy': kind.switch(),
            'sslForwardProxyBypass': kind.switch(),
            'sslForwardProxyVerifiedHandshake': kind.switch(),
            'sslSignHash': kind.choice('any', 'sha1', 'sha256', 'sha384'),
            'strictResume': kind.switch(),
            'tmOptions': _OPTIONS,
            'uncleanShutdown': kind.switch('enabled'),
        },
        label='ClientSSL Profile',
        source='recorded on 13.0.0 and 14.1.2.1',
        builtins={
            '/Common/clientssl-insecure-compatible': {
                'ciphers': 'ALL:!DH:!ADH:!EDH:@SPEED',
                'inheritCertkeychain': 'true',
                'secureRenegotiation': 'request',
            },
            '/Common/clientssl-secure': {
                'ciphers': 'ecdhe:rsa:!sslv3:!rc4:!exp:!des',
                'inheritCertkeychain': 'true',
                'renegotiation': 'disabled',
                'tmOptions': '{ no-ssl }',
            },
            '/Common/crypto-server-default-clientssl': {
                'cacheSize': 0,
                'ciphers': 'DHE-RSA-AES256-GCM-SHA384',
                'inheritCertkeychain': 'true',
                'renegotiatePeriod': '21600',
            },
            '/Common/splitsession-default-clientssl': {
                'inheritCertkeychain': 'true'
            },
            '/Common/wom-default-clientssl': {
                'allowNonSsl': 'enabled',
                'inheritCertkeychain': 'true',
            },
        },
    ),
    facts.profile(
        'server-ssl',
        '/Common/serverssl',
        {
            'alertTimeout': kind.number_text(
                'indefinite', 1, 4294967294, facts.TIMES
            ),
            'allowExpiredCrl': kind.switch(),
            'authenticate': kind.choice('once', 'always'),
            'authenticateDepth': kind.integer(9, 1, 15),
            'authenticateName': kind.text('none'),
            'bypassOnClientCertFail': kind.switch(),
            'bypassOnHandshakeAlert': kind.switch(),
            'c3dCaCert': facts.or_none(facts.CERT),
            'c3dCaKey': facts.or_none(facts.KEY),
            'c3dCaPassphrase': kind.text(
                secret=True, unverified=facts.DOCUMENTED
            ),
            'c3dCertExtensionCustomOids': kind.items([]),
            'c3dCertExtensionIncludes': kind.items(
                [
                    'basic-constraints',
                    'extended-key-usage',
                    'key-usage',
                    'subject-alternative-name',
                ]
            ),
            'c3dCertLifespan': kind.integer(24),
            'caFile': facts.or_none(facts.CERT),
            'cacheSize': kind.integer(262144, 0, 4194304),
            'cacheTimeout': kind.integer(3600, 0, 86400),
            'cert': facts.or_none(facts.CERT),
            'chain': facts.or_none(facts.CERT),
            'cipherGroup': facts.or_none('ltm/cipher/group'),
            'ciphers': kind.text('DEFAULT'),
            'crl': facts.or_none('sys/crypto/cert-validator/crl'),
            'crlFile': facts.or_none('sys/file/ssl-crl'),
            'data_0rtt': kind.text(since='15.1', unverified=facts.DOCUMENTED),
            'expireCertResponseControl': kind.choice(
                'drop', 'ignore', 'mask', unverified=facts.OTHER_WORDS
            ),
            'genericAlert': kind.switch('enabled'),
            'handshakeTimeout': kind.number_text(
                '10', 1, facts.MAX_INT, facts.INDEFINITE
            ),
            'key': facts.or_none(facts.KEY),
            'maxActiveHandshakes': kind.number_text(
                'indefinite', 0, facts.MAX_INT, facts.INDEFINITE
            ),
            'modSslMethods': kind.switch(),
            'mode': kind.switch('enabled'),
            'ocsp': facts.or_none('sys/crypto/cert-validator/ocsp'),
            'passphrase': kind.text(secret=True, unverified=facts.DOCUMENTED),
            'peerCertMode': kind.choice('ignore', 'require'),
            'proxyCaCert': kind.reference(
                facts.CERT, unverified=facts.DOCUMENTED
            ),
            'proxyCaKey': kind.reference(
                facts.KEY, unverified=facts.DOCUMENTED
            ),
            'proxySsl': kind.switch(),
            'proxySslPassthrough': kind.switch(),
            'renegotiatePeriod': kind.number_text(
                'indefinite', 0, facts.MAX_INT, facts.INDEFINITE
            ),
            'renegotiateSize': kind.number_text(
                'indefinite', 0, facts.MAX_INT, facts.INDEFINITE
            ),
            'renegotiation': kind.switch('enabled'),
            'retainCertificate': kind.choice('true', 'false'),
            'revokedCertStatusResponseControl': kind.choice(
                'drop',
                'ignore',
                'mask',
                since='16.0',
                unverified=facts.SINCE,
            ),
            'secureRenegotiation': kind.choice(
                'require-strict', 'request', 'require'
            ),
            'serverName': kind.text('none'),
            'sessionMirroring': kind.switch(),
            'sessionTicket': kind.switch(),
            'sniDefault': kind.choice('false', 'true'),
            'sniRequire': kind.choice('false', 'true'),
            'sslC3d': kind.switch(),
            'sslForwardProxy': kind.switch(),
            'sslForwardProxyBypass': kind.switch(),
            'sslForwardProxyVerifiedHandshake': kind.switch(),
            'sslSignHash': kind.choice('any', 'sha1', 'sha256', 'sha384'),
            'strictResume': kind.switch(),
            'tmOptions': _OPTIONS,
            'uncleanShutdown': kind.switch('enabled'),
            'unknownCertStatusResponseControl': kind.choice(
                'ignore',
                'drop',
                'mask',
                since='16.0',
                unverified=facts.SINCE,
            ),
            'untrustedCertResponseControl': kind.choice(
                'drop', 'ignore', 'mask', unverified=facts.OTHER_WORDS
            ),
        },
        label='ServerSSL Profile',
        source='recorded on 13.1.0.8 and 14.1.2.1',
        builtins={
            '/Common/apm-default-serverssl': {
                'caFile': '/Common/ca-bundle.crt',
                'peerCertMode': 'require',
                'secureRenegotiation': 'request',
            },
            '/Common/crypto-client-default-serverssl': {
                'cacheSize': 0,
                'ciphers': 'DHE-RSA-AES256-GCM-SHA384',
            },
            '/Common/pcoip-default-serverssl': {
                'serverName': 'pcoip-default-sni'
            },
            '/Common/serverssl-insecure-compatible': {
                'ciphers': '!EXPORT:!DH:RSA+RC4:RSA+AES:RSA+DES:RSA+3DES:'
                'ECDHE+AES:ECDHE+3DES:@SPEED',
                'secureRenegotiation': 'request',
            },
            '/Common/splitsession-default-serverssl': {
                'cert': '/Common/default.crt',
                'key': '/Common/default.key',
            },
            '/Common/wom-default-serverssl': {
                'cert': '/Common/default.crt',
                'key': '/Common/default.key',
                'mode': 'disabled',
            },
        },
    ),
    facts.profile(
        'certificate-authority',
        '/Common/certificateauthority',
        {
            'authenticateDepth': kind.integer(9, 0),
            'caFile': facts.or_none(facts.CERT),
            'crlFile': facts.or_none('sys/file/ssl-crl'),
            'locationSpecific': kind.choice('false', 'true'),
            'updateCrl': kind.choice('false', 'true'),
        },
    ),
    facts.profile(
        'client-ldap',
        '/Common/clientldap',
        {
            'activationMode': kind.choice(
                'require', 'allow', 'none', unverified=facts.OTHER_WORDS
            ),
        },
    ),
    facts.profile(
        'server-ldap',
        '/Common/serverldap',
        {
            'activationMode': kind.choice(
                'none', 'require', 'allow', unverified=facts.OTHER_WORDS
            ),
        },
    ),
    facts.profile(
        'smtps',
        '/Common/smtps',
        {
            'activationMode': kind.choice(
                'require', 'allow', 'none', unverified=facts.OTHER_WORDS
            ),
        },
    ),
    facts.profile(
        'imap',
        '/Common/imap',
        {
            'activationMode': kind.choice(
                'require', 'allow', 'none', unverified=facts.OTHER_WORDS
            ),
        },
    ),
    facts.profile(
        'pop3',
        '/Common/pop3',
        {
            'activationMode': kind.choice(
                'require', 'allow', 'none', unverified=facts.OTHER_WORDS
            ),
        },
    ),
    facts.row(
        'ltm/profile/ocsp-stapling-params',
        {
            **facts.DESCRIBED,
            **facts.integers(
                'cacheErrorTimeout', 'clockSkew', 'statusAge', 'timeout'
            ),
            **facts.texts('cacheTimeout', 'responderUrl', 'signHash'),
            'dnsResolver': kind.reference('net/dns-resolver'),
            'proxyServerPool': kind.reference('ltm/pool'),
            'signerCert': kind.reference(facts.CERT),
            'signerKey': kind.reference(facts.KEY),
            'signerKeyPassphrase': kind.text(secret=True),
            'strictRespCertCheck': kind.choice(None, 'enabled', 'disabled'),
            'trustedCa': kind.reference(facts.CERT),
            'trustedResponders': kind.reference(facts.CERT),
            'useProxyServer': kind.choice(None, 'enabled', 'disabled'),
        },
        facts.RECORDED,
        'the fields: no item is recorded',
        required=('trustedCa',),
    ),
)
