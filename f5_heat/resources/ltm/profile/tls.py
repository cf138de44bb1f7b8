# SPDX-License-Identifier: Apache-2.0

"""What the profiles of TLS for clients and for servers have in common."""

from f5_heat.engine import schema
from f5_heat.engine.validation import rules
from f5_heat.resources.ltm import inheritance
from f5_heat.resources.ltm.inheritance import MAX


class Options(inheritance.Strings):
    """Words that travel as one text: ``{ no-sslv2 no-tlsv1.3 }``.

    In this form they are recorded on 14.1.2.1.
    """

    def encode(self, value, folder):
        return '{ %s }' % ' '.join(value) if value else 'none'


class CertificateAndKey(rules.Rule):
    """A certificate comes with its key, unless the parent has it."""

    #: What the profiles that each device has get along with.
    OWN = {'cert': '/Common/default.crt', 'key': '/Common/default.key'}

    def refusals(self, case):
        if not case.knows('defaults_from', *self.OWN):
            return
        parent = schema.resolve(
            case.value('defaults_from') or case.resource.root_parent,
            case.folder,
        )
        if (
            getattr(parent, 'common', parent) != case.resource.root_parent
            or 'cert_key_chain' in case.schemas
            and case.gives('cert_key_chain')
        ):
            return
        for name, other in (('cert', 'key'), ('key', 'cert')):
            path = schema.resolve(case.value(name) or 'none', case.folder)
            own = getattr(path, 'common', path) == self.OWN[name]
            if path != 'none' and not own and not case.gives(other):
                yield (
                    name,
                    'A certificate and its key belong together: give %s as '
                    'well.' % other,
                )


RULES = (rules.Apart('cipher_group', 'ciphers'), CertificateAndKey())


def sessions():
    """Return the properties of TLS sessions."""
    return {
        'mode': inheritance.Boolean('Whether TLS is spoken at all.', 'mode'),
        'ciphers': inheritance.Text(
            'The ciphers, as in OpenSSL. It excludes cipher_group.', 'ciphers'
        ),
        'cipher_group': inheritance.Reference(
            'The group of cipher rules; none to use ciphers instead.',
            'cipherGroup',
            to='ltm/cipher/group',
        ),
        'tm_options': Options(
            'The options of TLS, such as no-tlsv1 or no-tlsv1.3, and of the '
            'work-arounds for other implementations.',
            'tmOptions',
        ),
        'mod_ssl_methods': inheritance.Boolean(
            'Whether iRules may use the names of the methods of mod_ssl.',
            'modSslMethods',
        ),
        'server_name': inheritance.Text(
            'The name of the host that clients ask for, by SNI.', 'serverName'
        ),
        'sni_default': inheritance.Boolean(
            'Whether the profile is used when no other fits the name that a '
            'client asks for.',
            'sniDefault',
            words=('true', 'false'),
        ),
        'sni_require': inheritance.Boolean(
            'Whether clients have to ask for a name.',
            'sniRequire',
            words=('true', 'false'),
        ),
        'cache_size': inheritance.number(
            'The number of sessions that are remembered; 0 for none.',
            'cacheSize',
            0,
            4194304,
        ),
        'cache_timeout': inheritance.number(
            'The seconds for which a session is remembered.',
            'cacheTimeout',
            0,
            86400,
        ),
        'session_ticket': inheritance.Boolean(
            'Whether sessions are resumed by tickets.', 'sessionTicket'
        ),
        'session_mirroring': inheritance.Boolean(
            'Whether sessions are copied to the peer device.',
            'sessionMirroring',
        ),
        'strict_resume': inheritance.Boolean(
            'Whether a session that was not closed properly is not resumed.',
            'strictResume',
        ),
        'unclean_shutdown': inheritance.Boolean(
            'Whether a connection is closed without an alert of TLS.',
            'uncleanShutdown',
        ),
        'alert_timeout': inheritance.number_or(
            'The seconds that the closing of a connection may take after an '
            'alert; immediate or indefinite.',
            'alertTimeout',
            1,
            4294967294,
            'immediate',
            'indefinite',
        ),
        'generic_alert': inheritance.Boolean(
            'Whether alerts say nothing of the cause.', 'genericAlert'
        ),
        'handshake_timeout': inheritance.number_or(
            'The seconds that a handshake may take, or indefinite.',
            'handshakeTimeout',
            1,
            MAX,
            'indefinite',
        ),
        'max_active_handshakes': inheritance.number_or(
            'The number of handshakes at once, or indefinite.',
            'maxActiveHandshakes',
            0,
            MAX,
            'indefinite',
        ),
        'renegotiation': inheritance.Boolean(
            'Whether connections can be negotiated anew.', 'renegotiation'
        ),
        'renegotiate_period': inheritance.number_or(
            'The seconds after which a connection is negotiated anew, or '
            'indefinite.',
            'renegotiatePeriod',
            0,
            MAX,
            'indefinite',
        ),
        'renegotiate_size': inheritance.number_or(
            'The megabytes after which a connection is negotiated anew, or '
            'indefinite.',
            'renegotiateSize',
            0,
            MAX,
            'indefinite',
        ),
        'secure_renegotiation': inheritance.choice(
            'Whether the peer has to renegotiate securely: request; require, '
            'for renegotiation; or require-strict, for any connection.',
            'secureRenegotiation',
            'request',
            'require',
            'require-strict',
        ),
        'ssl_sign_hash': inheritance.choice(
            'The hash of signatures: any, sha1, sha256 or sha384.',
            'sslSignHash',
            'any',
            'sha1',
            'sha256',
            'sha384',
        ),
        'retain_certificate': inheritance.Boolean(
            "Whether the peer's certificate is kept with the session.",
            'retainCertificate',
            words=('true', 'false'),
        ),
        'proxy_ssl': inheritance.Boolean(
            'Whether clients and servers negotiate with each other, and the '
            'BIG-IP only reads along.',
            'proxySsl',
        ),
        'proxy_ssl_passthrough': inheritance.Boolean(
            'Whether a connection that it cannot read passes.',
            'proxySslPassthrough',
        ),
        'ssl_forward_proxy': inheritance.Boolean(
            'Whether the BIG-IP makes certificates in the place of servers '
            'for clients to the outside.',
            'sslForwardProxy',
        ),
        'ssl_forward_proxy_bypass': inheritance.Boolean(
            'Whether some of these connections pass unread.',
            'sslForwardProxyBypass',
        ),
        'ssl_c3d': inheritance.Boolean(
            "Whether a client's certificate is made anew for the server.",
            'sslC3d',
        ),
    }


def peer():
    """Return how the peer of a TLS session is judged."""
    return {
        'authenticate': inheritance.choice(
            'How often the peer shows its certificate: once in a session or '
            'always.',
            'authenticate',
            'once',
            'always',
        ),
        'authenticate_depth': inheritance.number(
            "The number of certificates in the peer's chain at most.",
            'authenticateDepth',
            1,
            15,
        ),
        'ca_file': inheritance.Reference(
            'The certificates of the authorities that the peer is trusted '
            'for.',
            'caFile',
            to='sys/file/ssl-cert',
        ),
        'crl_file': inheritance.Reference(
            'The list of certificates that are revoked.',
            'crlFile',
            to='sys/file/ssl-crl',
        ),
        'allow_expired_crl': inheritance.Boolean(
            'Whether that list may have expired.', 'allowExpiredCrl'
        ),
    }


def certificate(of):
    """Return the certificate that the BIG-IP shows to the peer, and its
    key."""
    return {
        'cert': inheritance.Reference(
            'The certificate %s.' % of, 'cert', to='sys/file/ssl-cert'
        ),
        'key': inheritance.Reference(
            'The key of the certificate.', 'key', to='sys/file/ssl-key'
        ),
        'chain': inheritance.Reference(
            'The certificates between the certificate and its root.',
            'chain',
            to='sys/file/ssl-cert',
        ),
        'passphrase': inheritance.Text(
            'The passphrase of the key.', 'passphrase', secret=True
        ),
    }


def identity(root):
    return inheritance.identity('profile', root, reparent=False)


def resource_mapping():
    return {}
