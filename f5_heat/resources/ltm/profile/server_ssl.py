# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::Profile::ServerSSL: TLS between a BIG-IP and servers."""

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.resources.ltm import inheritance
from f5_heat.resources.ltm.profile import tls

RESPONSES = ('drop', 'ignore', 'mask')


class ServerSSL(bigip.BigIPObject):
    """Settings for TLS to the servers behind a virtual server."""

    collection = 'ltm/profile/server-ssl'
    tenants = True
    root_parent = '/Common/serverssl'
    rules = tls.RULES

    @schema.deferred
    def properties_schema(cls):
        return {
            **tls.identity(cls.root_parent),
            **tls.certificate('that servers are shown'),
            **tls.sessions(),
            'peer_cert_mode': inheritance.choice(
                'Whether the certificate of a server has to be valid: require '
                'or ignore.',
                'peerCertMode',
                'ignore',
                'require',
            ),
            **tls.peer(),
            'authenticate_name': inheritance.Text(
                'The name that the certificate of a server has to bear.',
                'authenticateName',
            ),
            'expire_cert_response_control': inheritance.choice(
                'What happens when the certificate of a server has expired: '
                'drop, ignore or mask.',
                'expireCertResponseControl',
                *RESPONSES,
            ),
            'untrusted_cert_response_control': inheritance.choice(
                'What happens when the certificate of a server is not '
                'trusted: drop, ignore or mask.',
                'untrustedCertResponseControl',
                *RESPONSES,
            ),
            'ocsp': inheritance.Reference(
                'The OCSP object that certificates of servers are checked '
                'with.',
                'ocsp',
                to='sys/crypto/cert-validator/ocsp',
            ),
            'c3d_ca_cert': inheritance.Reference(
                'The authority for the certificates of clients that are made '
                'anew.',
                'c3dCaCert',
                to='sys/file/ssl-cert',
            ),
            'c3d_ca_key': inheritance.Reference(
                'The key of that authority.', 'c3dCaKey', to='sys/file/ssl-key'
            ),
            'c3d_ca_passphrase': inheritance.Text(
                'The passphrase of that key.', 'c3dCaPassphrase', secret=True
            ),
            'c3d_cert_extension_custom_oids': inheritance.Strings(
                'The numbers of extensions that are copied into such a '
                'certificate beside c3d_cert_extension_includes.',
                'c3dCertExtensionCustomOids',
            ),
            'c3d_cert_extension_includes': inheritance.Strings(
                'The extensions that are copied into such a certificate.',
                'c3dCertExtensionIncludes',
            ),
            'c3d_cert_lifespan': inheritance.number(
                'The hours for which such a certificate is valid.',
                'c3dCertLifespan',
            ),
        }


def resource_mapping():
    return {'F5::LTM::Profile::ServerSSL': ServerSSL}
