# SPDX-License-Identifier: Apache-2.0

"""Rows of the persistence profiles."""

from tests.functional.contract import row

SCOPE = {
    'description': row.DESCRIPTION,
    'app_service': row.APP_SERVICE,
    'match_across_pools': row.on('matchAcrossPools'),
    'match_across_services': row.on('matchAcrossServices'),
    'match_across_virtuals': row.on('matchAcrossVirtuals'),
    'mirror': row.on('mirror'),
    'override_connection_limit': row.on('overrideConnectionLimit'),
    'timeout': row.Change('timeout', '300', 'indefinite'),
}

COOKIE = row.Row(
    'F5::LTM::Persistence::Cookie',
    'ltm/persistence/cookie/~Common~<name>',
    given={'name': '<name>'},
    changes={
        **SCOPE,
        'defaults_from': row.reference(
            'defaultsFrom', 'contract_cookie_1', 'contract_cookie_2'
        ),
        'method': row.Change('method', 'rewrite', 'passive'),
        'cookie_name': row.Change('cookieName', 'one', 'two'),
        'expiration': row.Change('expiration', '1:0:0:0', '2:12:0:0'),
        'always_send': row.on('alwaysSend'),
        'httponly': row.off('httponly'),
        'secure': row.off('secure'),
        'cookie_encryption': row.Change(
            'cookieEncryption', 'preferred', 'required'
        ),
        'cookie_encryption_passphrase': row.secret(
            'cookieEncryptionPassphrase'
        ),
        'encrypt_cookie_poolname': row.on('encryptCookiePoolname'),
        'hash_length': row.Change('hashLength', 10, 20),
        'hash_offset': row.Change('hashOffset', 1, 2),
    },
)

SOURCE_ADDRESS = row.Row(
    'F5::LTM::Persistence::SourceAddress',
    'ltm/persistence/source-addr/~Common~<name>',
    given={'name': '<name>'},
    changes={
        **SCOPE,
        'defaults_from': row.reference(
            'defaultsFrom', 'contract_source-addr_1', 'contract_source-addr_2'
        ),
        'hash_algorithm': row.Change('hashAlgorithm', 'carp', 'default'),
        'mask': row.Change('mask', '255.255.255.0', '255.255.0.0'),
        'map_proxies': row.off('mapProxies'),
        'map_proxy_address': row.Change(
            'mapProxyAddress', '192.0.2.1', '192.0.2.2'
        ),
        'map_proxy_class': row.Change(
            'mapProxyClass', '/Common/aol', '/Common/private_net'
        ),
    },
)

ROWS = [COOKIE, SOURCE_ADDRESS]
