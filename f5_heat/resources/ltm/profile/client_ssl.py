# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::Profile::ClientSSL: TLS between clients and a BIG-IP."""

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import paths
from f5_heat.resources.ltm import inheritance
from f5_heat.resources.ltm.profile import tls


class CertKeyChain(schema.List):
    """Certificates with their keys, each under a name.

    The device needs a name; without one it is that of the certificate.
    """

    def __init__(self):
        super().__init__(
            'The certificates with their keys, one for each type of key. '
            'It excludes cert, key, chain and passphrase.',
            'certKeyChain',
            unset=schema.INHERITED,
            ordered=False,
            schema=schema.Map(
                'A certificate.',
                schema={
                    'name': schema.String(
                        'A name for the entry. By default it is that of '
                        'the certificate, without its suffix.',
                        'name',
                    ),
                    'cert': schema.Reference(
                        'The certificate.',
                        'cert',
                        required=True,
                        to='sys/file/ssl-cert',
                    ),
                    'key': schema.Reference(
                        'The key of the certificate.',
                        'key',
                        required=True,
                        to='sys/file/ssl-key',
                    ),
                    'chain': schema.Reference(
                        'The certificates between the certificate and its '
                        'root.',
                        'chain',
                        to='sys/file/ssl-cert',
                    ),
                    'passphrase': schema.String(
                        'The passphrase of the key.', 'passphrase', secret=True
                    ),
                },
            ),
        )

    def encode(self, value, folder):
        return [
            {'name': self._name(item), **item}
            for item in super().encode(value, folder)
        ]

    def canonical(self, value, place):
        return super().canonical(
            [{**item, 'name': self.key(item, place)} for item in value],
            place,
        )

    def key(self, item, place):
        return item.get('name') or self._name(item)

    @staticmethod
    def _name(item):
        return paths.split(item['cert'])[2].removesuffix('.crt')


class ClientSSL(bigip.BigIPObject):
    """Settings for TLS to the clients of a virtual server."""

    collection = 'ltm/profile/client-ssl'
    tenants = True
    root_parent = '/Common/clientssl'
    rules = tls.RULES

    @schema.deferred
    def properties_schema(cls):
        return {
            **tls.identity(cls.root_parent),
            'cert_key_chain': CertKeyChain(),
            **tls.certificate('that clients are shown'),
            'inherit_certkeychain': inheritance.Boolean(
                "Whether the certificates are always the parent's.",
                'inheritCertkeychain',
                words=('true', 'false'),
            ),
            **tls.sessions(),
            'allow_non_ssl': inheritance.Boolean(
                'Whether clients may come without TLS.', 'allowNonSsl'
            ),
            'peer_cert_mode': inheritance.choice(
                'Whether clients show a certificate: ignore, request, or '
                'require, which refuses clients without a valid one.',
                'peerCertMode',
                'ignore',
                'request',
                'require',
            ),
            **tls.peer(),
            'client_cert_ca': inheritance.Reference(
                'The certificates of the authorities that clients are told to '
                'choose their certificate from.',
                'clientCertCa',
                to='sys/file/ssl-cert',
            ),
            'max_renegotiations_per_minute': inheritance.number(
                'The number of times in a minute that a client may have a '
                'connection negotiated anew.',
                'maxRenegotiationsPerMinute',
            ),
            'maximum_record_size': inheritance.number(
                'The largest record of TLS, in bytes.', 'maximumRecordSize'
            ),
            'allow_dynamic_record_sizing': inheritance.Boolean(
                'Whether records are smaller at the beginning of a '
                'connection.',
                'allowDynamicRecordSizing',
            ),
            'session_ticket_timeout': inheritance.number(
                'The seconds for which a ticket is valid; 0 for what the '
                'device says.',
                'sessionTicketTimeout',
            ),
            'ocsp_stapling': inheritance.Boolean(
                'Whether clients are sent the state of the certificate, by '
                'OCSP.',
                'ocspStapling',
            ),
            'proxy_ca_cert': inheritance.Reference(
                'The authority for the certificates that are made in the '
                'place of servers.',
                'proxyCaCert',
                to='sys/file/ssl-cert',
            ),
            'proxy_ca_key': inheritance.Reference(
                'The key of that authority.',
                'proxyCaKey',
                to='sys/file/ssl-key',
            ),
            'proxy_ca_passphrase': inheritance.Text(
                'The passphrase of that key.', 'proxyCaPassphrase', secret=True
            ),
            'cert_extension_includes': inheritance.Strings(
                'The extensions that are copied into such a certificate.',
                'certExtensionIncludes',
            ),
            'cert_lifespan': inheritance.number(
                'The days for which such a certificate is valid.',
                'certLifespan',
            ),
            'cert_lookup_by_ipaddr_port': inheritance.Boolean(
                'Whether such a certificate is found again by the address and '
                'the port of the server.',
                'certLookupByIpaddrPort',
            ),
            'forward_proxy_bypass_default_action': inheritance.choice(
                'What happens to connections that no list names, when '
                'ssl_forward_proxy_bypass is true: intercept or bypass.',
                'forwardProxyBypassDefaultAction',
                'intercept',
                'bypass',
            ),
            'c3d_client_fallback_cert': inheritance.Reference(
                'The certificate that stands for clients without one, when '
                'ssl_c3d is true.',
                'c3dClientFallbackCert',
                to='sys/file/ssl-cert',
            ),
            'c3d_drop_unknown_ocsp_status': inheritance.choice(
                'What happens to a client whose certificate OCSP does not '
                'know: drop or ignore.',
                'c3dDropUnknownOcspStatus',
                'drop',
                'ignore',
            ),
            'c3d_ocsp': inheritance.Reference(
                'The OCSP object that certificates of clients are checked '
                'with.',
                'c3dOcsp',
                to='sys/crypto/cert-validator/ocsp',
            ),
        }

    def validate(self):
        super().validate()
        given = set(self.properties.data)
        if 'cert_key_chain' in given and given & {
            'cert',
            'key',
            'chain',
            'passphrase',
        }:
            raise refusal.invalid(
                self,
                'cert_key_chain',
                'Give either cert_key_chain, or cert, '
                'key, chain and passphrase.',
            )


def resource_mapping():
    return {'F5::LTM::Profile::ClientSSL': ClientSSL}
