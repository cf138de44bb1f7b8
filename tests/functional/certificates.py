# SPDX-License-Identifier: Apache-2.0

"""Certificates and private keys that are made for a test."""

import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

BEGIN = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)


def new_key():
    return ec.generate_private_key(ec.SECP256R1())


def pem(key, passphrase=None):
    """A private key in PEM, under a passphrase if there is one."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode())
        if passphrase
        else serialization.NoEncryption(),
    ).decode()


def certificate(key, name='www.example.com', number=1, days=36500):
    """A certificate in PEM for a key, which signs it itself."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder(subject, subject, key.public_key())
        .serial_number(number)
        .not_valid_before(BEGIN)
        .not_valid_after(BEGIN + datetime.timedelta(days=days))
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    ).decode()
