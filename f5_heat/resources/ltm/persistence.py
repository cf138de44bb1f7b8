# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::Persistence types: how clients stay with their server."""

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.engine.validation import constraints
from f5_heat.resources.ltm import inheritance
from f5_heat.resources.ltm.inheritance import MAX

DAY = 86400


class Period(constraints.Form):
    """A number of seconds, or days, hours, minutes and seconds."""

    expected = '0, or DAYS:HOURS:MINUTES:SECONDS, such as 1:12:0:0'

    def fits(self, value):
        parts = value.split(':')
        return len(parts) <= 4 and all(part.isdigit() for part in parts)


class Expiration(schema.String):
    """A number of seconds, however it is spread over greater units."""

    def canonical(self, value, place):
        return _seconds(value)


def _seconds(text):
    if not Period().fits(text):
        return text
    units = zip((1, 60, 3600, DAY), reversed(text.split(':')), strict=False)
    return sum(length * int(number) for length, number in units)


def scope():
    """Return for which connections persistence holds."""
    return {
        'match_across_pools': inheritance.Boolean(
            'Whether a client stays with its server for all pools that have '
            'it.',
            'matchAcrossPools',
        ),
        'match_across_services': inheritance.Boolean(
            'Whether a client stays with its server for all virtual servers '
            'of the same address.',
            'matchAcrossServices',
        ),
        'match_across_virtuals': inheritance.Boolean(
            'Whether a client stays with its server for all virtual servers.',
            'matchAcrossVirtuals',
        ),
        'mirror': inheritance.Boolean(
            'Whether the peer device learns which client stays with which '
            'server.',
            'mirror',
        ),
        'override_connection_limit': inheritance.Boolean(
            'Whether a client stays with its server beyond the connection '
            'limit of that.',
            'overrideConnectionLimit',
        ),
        'timeout': inheritance.number_or(
            'The seconds without traffic after which a client is forgotten, '
            'or indefinite.',
            'timeout',
            1,
            MAX,
            'indefinite',
        ),
    }


class Cookie(bigip.BigIPObject):
    """Persistence by an HTTP cookie that names the server."""

    collection = 'ltm/persistence/cookie'
    tenants = True
    root_parent = '/Common/cookie'

    @schema.deferred
    def properties_schema(cls):
        return {
            **inheritance.identity('persistence profile', cls.root_parent),
            **scope(),
            'method': inheritance.choice(
                'Who makes the cookie: the BIG-IP, insert; the server, which '
                'the BIG-IP completes, rewrite; or the server alone, passive '
                'or hash.',
                'method',
                'insert',
                'rewrite',
                'passive',
                'hash',
            ),
            'cookie_name': inheritance.Text(
                'The name of the cookie. By default the BIG-IP makes it of '
                'the name of the pool.',
                'cookieName',
            ),
            'expiration': Expiration(
                'The time after which browsers forget the cookie, as '
                'DAYS:HOURS:MINUTES:SECONDS; 0 for the end of their session.',
                'expiration',
                unset=schema.INHERITED,
                constraints=[Period()],
            ),
            'always_send': inheritance.Boolean(
                'Whether the cookie is sent with each response.', 'alwaysSend'
            ),
            'httponly': inheritance.Boolean(
                'Whether the cookie is hidden from scripts.', 'httponly'
            ),
            'secure': inheritance.Boolean(
                'Whether browsers send the cookie through TLS alone.', 'secure'
            ),
            'cookie_encryption': inheritance.choice(
                'Whether the cookie is encrypted: disabled; preferred, which '
                'takes others too; or required.',
                'cookieEncryption',
                'disabled',
                'preferred',
                'required',
            ),
            'cookie_encryption_passphrase': inheritance.Text(
                'The passphrase that the cookie is encrypted with.',
                'cookieEncryptionPassphrase',
                secret=True,
            ),
            'encrypt_cookie_poolname': inheritance.Boolean(
                'Whether the name of the pool in the name of the cookie is '
                'encrypted.',
                'encryptCookiePoolname',
            ),
            'hash_length': inheritance.number(
                'The number of bytes of the cookie that are hashed, for the '
                'method hash.',
                'hashLength',
            ),
            'hash_offset': inheritance.number(
                'The number of bytes of the cookie before those.', 'hashOffset'
            ),
        }


class SourceAddress(bigip.BigIPObject):
    """Persistence by the address of the client."""

    collection = 'ltm/persistence/source-addr'
    tenants = True
    root_parent = '/Common/source_addr'

    @schema.deferred
    def properties_schema(cls):
        return {
            **inheritance.identity('persistence profile', cls.root_parent),
            **scope(),
            'hash_algorithm': inheritance.choice(
                'How the server is chosen: default, by the method of the '
                'pool, or carp, by a hash of the address.',
                'hashAlgorithm',
                'default',
                'carp',
            ),
            'mask': inheritance.Mask(
                'The mask of addresses: clients whose masked addresses are '
                'the same stay with the same server.',
                'mask',
            ),
            'map_proxies': inheritance.Boolean(
                'Whether the clients behind a known group of proxies count as '
                'one.',
                'mapProxies',
            ),
            'map_proxy_address': inheritance.Mask(
                'The address that stands for them.', 'mapProxyAddress'
            ),
            'map_proxy_class': inheritance.Reference(
                'The data group with the addresses of the proxies.',
                'mapProxyClass',
                to='ltm/data-group/',
            ),
        }


def resource_mapping():
    return {
        'F5::LTM::Persistence::Cookie': Cookie,
        'F5::LTM::Persistence::SourceAddress': SourceAddress,
    }
