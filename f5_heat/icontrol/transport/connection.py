# SPDX-License-Identifier: Apache-2.0

"""One connection to one BIG-IP: a request goes out, an answer comes in."""

from __future__ import annotations

import http.cookiejar
import re
import time
import typing as t

import requests
import urllib3

from f5_heat.icontrol import errors
from f5_heat.icontrol.transport import adapter
from f5_heat.icontrol.transport import failures
from f5_heat.icontrol.transport import hosts

#: The bytes of an answer that are read at most, by default.
LARGEST = 32 * 1024 * 1024
# The beginning of a page that tells of an error is enough.
_LARGEST_ERROR = 256 * 1024
# Larger answers are read one at a time: they take thirty times as much memory
# once they are parsed.
_LARGE = 256 * 1024
_CHUNK = 64 * 1024

# A connection that was idle for so many seconds is not used again. If the
# device says how long it keeps one, four fifths of that count: a write on a
# connection that ends at that moment may be applied or not.
_REST = 60.0
_MARGIN = 0.8
_LIFETIME = re.compile(r'timeout=(\d+)')

_FINGERPRINT = re.compile(r'[0-9a-fA-F]{2}(:?[0-9a-fA-F]{2}){31}')


def fingerprint(text: str) -> str:
    """Return a SHA-256 fingerprint as openssl writes it.

    :raises ValueError: the text is no fingerprint.
    """
    if not _FINGERPRINT.fullmatch(text.strip()):
        raise ValueError(
            'A fingerprint is the SHA-256 digest of a certificate: 64 '
            'hexadecimal digits, with or without colons between the bytes.'
        )
    digits = text.strip().replace(':', '').upper()
    return ':'.join(re.findall('..', digits))


class Connection(requests.Session):
    """A connection to one device, for one request after the other.

    :param fingerprints: the SHA-256 digests of the certificates of which it
        must show one, as ``fingerprint`` gives them; nothing else is then
        asked of the certificate.
    :param blocked: the networks to which there is no connection, whatever
        the name of the device leads to.
    :param largest: the bytes of an answer that are read at most.
    """

    def __init__(
        self,
        verify: bool | str,
        fingerprints: t.Collection[str] = (),
        blocked: hosts.Networks = (),
        largest: int = LARGEST,
    ):
        super().__init__()
        self.trust_env = False
        self.headers.update(
            {
                'Accept': 'application/json',
                'Accept-Encoding': 'identity',
                'Content-Type': 'application/json',
                'User-Agent': 'f5_heat',
            }
        )
        # The device hands out a session cookie, which would outlive the
        # token.
        self.cookies.set_policy(
            http.cookiejar.DefaultCookiePolicy(allowed_domains=[])
        )
        if fingerprints:
            verify = False
        self._adapter = adapter.Adapter(verify, fingerprints, blocked)
        self._largest = largest
        self._verify = True if self._adapter.holds_certificates else verify
        self._rest_ends = 0.0
        self.mount('https://', self._adapter)

    def get_redirect_target(self, resp: requests.Response) -> None:
        # A redirect is an answer like any other. Even if it is not followed,
        # requests would read its body without a limit.
        return None

    def exchange(
        self,
        base: str,
        method: str,
        path: str,
        request: dict[str, t.Any],
        shown: str,
        make_room: t.Callable[[], None] = lambda: None,
    ) -> tuple[int, str, str, bytes]:
        """Send a request; return status, reason, location and content.

        :param request: the arguments for requests other than method and URL.
        :param shown: the path as it may be seen.
        :param make_room: is called once an answer turns out to be large.
        :raises Unreachable: there was no answer.
        :raises InvalidAnswer: there is too much of it.
        """
        self._make_room = make_room
        try:
            return self._fresh_if_need_be(method, base + path, request, shown)
        except (OSError, urllib3.exceptions.HTTPError) as error:
            # The request, with its credentials, hangs on this error: it
            # goes no further.
            failure = failures.translate(
                error, base, method, shown, self._adapter.sent
            )
        raise failure

    def _fresh_if_need_be(
        self, method: str, url: str, request: dict[str, t.Any], shown: str
    ) -> tuple[int, str, str, bytes]:
        if time.monotonic() >= self._rest_ends:
            self.close()
        try:
            return self._exchange(method, url, request, shown)
        except (OSError, urllib3.exceptions.HTTPError):
            if self._adapter.sent or self._adapter.is_fresh:
                raise
        # The device had ended the connection before it had the request.
        return self._exchange(method, url, request, shown)

    def _exchange(
        self, method: str, url: str, request: dict[str, t.Any], shown: str
    ) -> tuple[int, str, str, bytes]:
        self._adapter.sent = self._adapter.is_fresh = False
        with self.request(
            method,
            url,
            verify=self._verify,
            stream=True,
            allow_redirects=False,
            **request,
        ) as answer:
            content = self._content(answer, method, shown)
            limit = _LIFETIME.search(answer.headers.get('Keep-Alive', ''))
            self._rest_ends = time.monotonic() + min(
                _REST, float(limit[1]) * _MARGIN if limit else _REST
            )
            if answer.status_code < 200:
                # The final answer may still come.
                self._rest_ends = 0.0
            return (
                answer.status_code,
                answer.reason or '',
                answer.headers.get('Location', ''),
                content,
            )

    def _content(
        self, answer: requests.Response, method: str, shown: str
    ) -> bytes:
        is_error = answer.status_code >= 300
        coding = answer.headers.get('Content-Encoding', 'identity')
        if coding.strip().lower() != 'identity':
            if is_error:
                return b''
            raise errors.InvalidAnswer(
                'The body is compressed, which was not asked for.',
                method,
                shown,
            )
        content = bytearray()
        is_large = False
        for chunk in answer.raw.stream(_CHUNK, decode_content=False):
            content += chunk
            incoming = self._adapter.incoming
            assert incoming is not None
            incoming.allow(len(chunk))
            if is_error and len(content) > _LARGEST_ERROR:
                return bytes(content)
            if len(content) > self._largest:
                raise errors.InvalidAnswer(
                    'The body is larger than %d bytes.' % self._largest,
                    method,
                    shown,
                )
            if len(content) > _LARGE and not is_large:
                is_large = True
                self._make_room()
        # urllib3 before 2.0 takes a truncated body for a complete one.
        if answer.raw.length_remaining:
            raise urllib3.exceptions.IncompleteRead(
                len(content), answer.raw.length_remaining
            )
        return bytes(content)
