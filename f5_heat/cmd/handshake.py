# SPDX-License-Identifier: Apache-2.0

"""The way to a unit: its name, a connection, and the certificate it shows."""

import concurrent.futures
import socket
import ssl
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from f5_heat.cmd import heat_conf


class NoAccess(Exception):
    """A unit cannot be examined any further."""


class Handshake:
    """A connection to a unit, on which nothing secret is sent.

    :param findings: take what is found.
    :param is_checked: whether the certificate has to be valid.
    :param connect_timeout: the seconds for a connection.
    :param seconds: how long each step waits.
    """

    def __init__(self, findings, is_checked, connect_timeout, seconds):
        self._findings = findings
        self._is_checked = is_checked
        self._connect_timeout = connect_timeout
        self._seconds = seconds

    def make(self, host, port):
        """Connect to a unit and look at its certificate.

        :raises NoAccess: that failed.
        """
        try:
            places = _within(
                self._seconds,
                socket.getaddrinfo,
                host,
                port,
                type=socket.SOCK_STREAM,
            )
        except TimeoutError:
            self._findings.error(
                'name',
                'No name server says within %g seconds where %s is.'
                % (self._seconds, host),
            )
            raise NoAccess from None
        except (OSError, UnicodeError) as error:
            self._findings.error(
                'name',
                'The name %s leads to no address: %s.'
                % (host, getattr(error, 'strerror', 'it is malformed')),
            )
            raise NoAccess from None
        for place in places:
            try:
                connection = socket.create_connection(
                    place[4][:2], self._connect_timeout
                )
                break
            except ConnectionResetError as error:
                # It was taken, and closed at once.
                self._tell_no_handshake(error)
            except OSError as error:
                reason = _strerror(error)
        else:
            self._findings.error(
                'connection',
                'Nothing takes a connection at %s, port %d: %s. Is the '
                'device up, and does every firewall on the way let this '
                'host through?' % (host, port, reason),
            )
            raise NoAccess
        with connection:
            self._findings.ok(
                'connection',
                'Port %d of %s is open.' % (port, connection.getpeername()[0]),
            )
            self._shake_hands(connection, host)

    def _shake_hands(self, connection, host):
        """Look at the certificate, trusted or not; nothing secret is sent."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        try:
            with context.wrap_socket(
                connection, server_hostname=host
            ) as secured:
                protocol = secured.version()
                shown = x509.load_der_x509_certificate(
                    secured.getpeercert(binary_form=True)
                )
        except (OSError, ValueError) as error:
            self._tell_no_handshake(error)
        self._findings.ok(
            'tls',
            'The device speaks %s.' % (protocol.replace('v', ' ')),
            protocol=protocol,
        )
        self._look_at(shown)

    def _tell_no_handshake(self, error):
        self._findings.error(
            'tls',
            'There is no TLS handshake with the device: %s. It restarts, '
            'or is no BIG-IP, or knows nothing as new as TLS 1.2.'
            % _strerror(error),
        )
        raise NoAccess from None

    def _look_at(self, certificate):
        subject = certificate.subject.rfc4514_string() or 'nobody'
        issuer = certificate.issuer.rfc4514_string() or 'nobody'
        fingerprint = certificate.fingerprint(hashes.SHA256()).hex(':').upper()
        days = heat_conf.days_left(certificate)
        end = heat_conf.day(certificate.not_valid_after_utc)
        about = 'The certificate of %s, issued by %s,' % (
            subject,
            'itself' if issuer == subject else issuer,
        )
        data = {
            'subject': subject,
            'issuer': issuer,
            'days': days,
            'not_after': end,
            'sha256': fingerprint,
        }
        shown = 'Its SHA-256 fingerprint is %s.' % fingerprint
        if days < 0:
            tell = (
                self._findings.error
                if self._is_checked
                else self._findings.warning
            )
            tell(
                'certificate',
                '%s ended on %s. Give the device a new one. '
                '%s' % (about, end, shown),
                **data,
            )
        elif days < heat_conf.SOON:
            self._findings.warning(
                'certificate',
                '%s ends in %d days, on %s. %s' % (about, days, end, shown),
                **data,
            )
        else:
            self._findings.ok(
                'certificate',
                '%s is valid for %d days, until %s. %s'
                % (about, days, end, shown),
                **data,
            )


def _within(seconds, call, *arguments, **options):
    """Return the result of a call that has no limit of its own.

    :raises TimeoutError: it has not ended.
    """
    result = concurrent.futures.Future()

    def run():
        try:
            result.set_result(call(*arguments, **options))
        except (OSError, UnicodeError) as error:
            result.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return result.result(seconds)
    except concurrent.futures.TimeoutError:
        raise TimeoutError from None


def _strerror(error):
    if isinstance(error, TimeoutError) and not error.errno:
        return 'no answer came in time'
    if isinstance(error, ssl.SSLError):
        return (error.reason or 'it ended').replace('_', ' ').lower()
    return getattr(error, 'strerror', None) or 'what came was no TLS'
