# SPDX-License-Identifier: Apache-2.0

"""Answers that are made to harm: without end, malformed, compressed."""

import contextlib
import datetime
import gzip
import http.client
import io
import ipaddress
import itertools
import socket
import ssl
import threading
import time
import tracemalloc

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import oid

from f5_heat.icontrol import errors
from tests.unit import icontrol_device

reply = icontrol_device.reply
ITEM = {'name': 'web'}
PATIENCE = 0.4


@pytest.fixture
def device():
    with icontrol_device.Device() as device:
        device.plan(reply(ITEM))
        yield device


def call(bigip, method='PATCH'):
    return bigip.request(method, 'tm/ltm/pool/~Common~web')


def drip(start, piece):
    """Sends something, and then a bit more of it now and then."""

    def answer(handler):
        handler.close_connection = True
        with contextlib.suppress(OSError):
            handler.wfile.write(start)
            while not handler.device.released.wait(PATIENCE / 4):
                handler.wfile.write(piece)
                handler.wfile.flush()

    return answer


def flood(start, piece):
    """Sends something, and then more of it as fast as it is taken."""

    def answer(handler):
        handler.close_connection = True
        with contextlib.suppress(OSError):
            handler.wfile.write(start)
            while True:
                handler.wfile.write(piece)

    return answer


@pytest.mark.parametrize(
    'start, piece',
    [
        (b'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{"a": "', b'x'),
        (
            b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
            b'1\r\n \r\n',
        ),
        (b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', b'0'),
        (b'HTTP/1.1 200 OK\r\nX-Long: ', b'x'),
        (b'HTTP/1.1 200 OK\r\n', b'X-Many: x\r\n'),
        (b'', b'HTTP/1.1 100 Continue\r\n\r\n'),
        (b'HTTP/1.1 503 No\r\n\r\n<html>', b'x'),
    ],
)
def test_an_answer_that_drips(device, start, piece):
    """Each bit comes in time, and the whole does not."""
    device.plan(drip(start, piece))
    began = time.monotonic()
    with (
        device.connect(read_timeout=PATIENCE, retry=None) as bigip,
        pytest.raises(errors.Unreachable, match='in time') as caught,
    ):
        call(bigip)
    # Without a limit it would go on until the test ends.
    assert time.monotonic() - began < 100 * PATIENCE
    assert caught.value.sent
    assert not isinstance(caught.value, errors.NoConnection)


@pytest.mark.parametrize(
    'start, piece, words',
    [
        (b'HTTP/1.1 200 OK\r\n', b'X-Many: x\r\n' * 1000, 'header'),
        (b'HTTP/1.1 200 OK\r\nX-Long: ', b'x' * 65536, 'header'),
        (
            b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1; x=',
            b'x' * 65536,
            'ended before|not end',
        ),
        (
            b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n',
            b'X-Trailer: x\r\n' * 5000,
            'not end',
        ),
        (b'', b'HTTP/1.1 100 Continue\r\n\r\n' * 5000, 'not end'),
        (b'HTTP/1.1 200 OK\r\n\r\n', b' ' * 65536, 'larger than'),
    ],
)
def test_an_answer_without_end(device, start, piece, words):
    device.plan(flood(start, piece))
    tracemalloc.start()
    with (
        device.connect(retry=None) as bigip,
        pytest.raises(errors.IControlError, match=words) as caught,
    ):
        call(bigip)
    # The limit for a body is 32 MiB, and its copy may be as long.
    assert tracemalloc.get_traced_memory()[1] < 150 << 20
    tracemalloc.stop()
    assert caught.value.sent


@pytest.mark.parametrize(
    'status, kind',
    [(503, errors.Busy), (400, errors.BadRequest), (404, errors.NotFound)],
)
def test_an_error_without_end_says_what_it_says_first(device, status, kind):
    page = b'<html><title>The title</title>'
    device.plan(
        flood(b'HTTP/1.1 %d No\r\n\r\n%s' % (status, page), b'x' * 65536)
    )
    tracemalloc.start()
    with (
        device.connect(retry=None) as bigip,
        pytest.raises(kind, match='The title'),
    ):
        call(bigip)
    assert tracemalloc.get_traced_memory()[1] < 10 << 20
    tracemalloc.stop()
    device.plan(reply(ITEM))


def test_a_small_body_that_becomes_a_large_one(device):
    bomb = gzip.compress(b' ' * (64 << 20))
    device.plan(reply(bomb, Content_Encoding='gzip'))
    tracemalloc.start()
    with (
        device.connect(retry=None) as bigip,
        pytest.raises(errors.InvalidAnswer, match='compressed'),
    ):
        call(bigip)
    assert tracemalloc.get_traced_memory()[1] < 10 << 20
    tracemalloc.stop()
    assert device.requests[0].headers['Accept-Encoding'] == 'identity'
    device.plan(reply(bomb, 503, Content_Encoding='gzip'))
    with (
        device.connect(retry=None) as bigip,
        pytest.raises(errors.Busy, match='Service Unavailable'),
    ):
        call(bigip)


@pytest.mark.parametrize(
    'body',
    [
        b'[' * 100_000,
        b'{"a":' * 100_000 + b'1',
        b'[' * 500 + b']' * 500,
        b'1' * 100_000,
        b'"' + b'x' * 100_000,
        b'null',
        b'"text"',
        b'[]',
        b'7',
        b'\x00\x01',
        b'\xff\xfe{',
        b'{"a": 1}{"b": 2}',
    ],
)
def test_json_of_another_shape(device, body):
    device.plan(reply(body))
    with (
        device.connect(retry=None) as bigip,
        pytest.raises(errors.InvalidAnswer),
    ):
        bigip.modify('ltm/pool', '/Common/web', {})


@pytest.mark.parametrize(
    'answer',
    [{'items': {}}, {'items': 'text'}, {'items': ['text']}, {'items': [[{}]]}],
)
def test_a_collection_of_another_shape(device, answer):
    device.plan(reply(answer))
    with (
        device.connect(retry=None) as bigip,
        pytest.raises(errors.InvalidAnswer, match='items'),
    ):
        bigip.list('ltm/pool')


@pytest.mark.parametrize(
    'page',
    [
        b'<title>' * 40_000,
        b'<title' * 40_000,
        b'URI path ' * 30_000,
        b'<title>' + b'&amp;' * 50_000,
    ],
)
def test_a_page_that_is_made_to_take_long(device, page):
    device.plan(reply(page, 400))
    began = time.thread_time()
    with device.connect(retry=None) as bigip, pytest.raises(errors.BadRequest):
        call(bigip)
    assert time.thread_time() - began < 5


@pytest.mark.parametrize(
    'kind',
    [
        'text/html',
        'application/octet-stream',
        '',
        'text/plain; charset=x',
        'application/json; charset=UTF-16',
    ],
)
def test_the_content_counts_and_not_its_type(device, kind):
    device.plan(reply(ITEM, Content_Type=kind))
    with device.connect() as bigip:
        assert call(bigip) == ITEM
    device.plan(reply(b'<html><title>Login</title>', Content_Type=kind))
    with (
        device.connect() as bigip,
        pytest.raises(errors.InvalidAnswer, match='title "Login"'),
    ):
        call(bigip)


@pytest.mark.parametrize('status', [204, 205])
def test_an_answer_without_a_body(device, status):
    device.plan(reply(b'', status))
    with device.connect() as bigip:
        assert call(bigip, 'DELETE') is None
        with pytest.raises(errors.InvalidAnswer, match='no object'):
            bigip.create('ltm/pool', ITEM)
    assert device.connections == 1


def test_an_interim_answer_is_passed_over(device):
    def answer(handler):
        handler.wfile.write(b'HTTP/1.1 100 Continue\r\n\r\n')
        reply(ITEM)(handler)

    device.plan(answer)
    with device.connect() as bigip:
        assert call(bigip) == ITEM


@pytest.mark.parametrize('status', [101, 102, 103])
def test_another_interim_answer_is_none(device, status):
    """What comes after it is not taken for the answer to the next one."""

    def answer(handler):
        handler.send_response(status)
        handler.end_headers()
        reply({'name': 'late'})(handler)

    device.plan(answer, reply(ITEM))
    with device.connect(retry=None) as bigip:
        with pytest.raises(errors.InvalidAnswer, match=str(status)) as caught:
            call(bigip, 'DELETE')
        assert caught.value.sent
        assert call(bigip, 'GET') == ITEM
    assert device.connections == 2


# Certificates.


@pytest.fixture
def certify(device, tmp_path):
    """Gives the device another certificate, of the same authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.timezone.utc)
    name = x509.Name([x509.NameAttribute(oid.NameOID.COMMON_NAME, 'CA')])
    serial = iter(range(1, 100))
    pem = serialization.Encoding.PEM

    def certificate(subject_key, address, days, is_authority):
        subject = name if is_authority else x509.Name([])
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(name)
            .public_key(subject_key.public_key())
            .serial_number(next(serial))
            .not_valid_before(now - datetime.timedelta(days=10))
            .not_valid_after(now + datetime.timedelta(days=days))
            .add_extension(
                x509.SubjectAlternativeName(
                    [x509.IPAddress(ipaddress.ip_address(address))]
                ),
                True,
            )
            .add_extension(x509.BasicConstraints(is_authority, None), True)
            .sign(key, hashes.SHA256())
        )

    authority = certificate(key, '127.0.0.1', 10, True)
    (tmp_path / 'ca.pem').write_bytes(authority.public_bytes(pem))

    def certify(address='127.0.0.1', days=1):
        own = ec.generate_private_key(ec.SECP256R1())
        (tmp_path / 'own.pem').write_bytes(
            certificate(own, address, days, False).public_bytes(pem)
            + own.private_bytes(
                pem,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        device.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        device.context.load_cert_chain(tmp_path / 'own.pem')

    certify.ca_file = str(tmp_path / 'ca.pem')
    return certify


@pytest.mark.parametrize('given', ['file', 'text'])
@pytest.mark.parametrize(
    'other, words',
    [({'days': -1}, 'expired'), ({'address': '127.0.0.2'}, 'match')],
)
def test_a_certificate_that_becomes_invalid(
    device, certify, given, other, words
):
    """The connection that is there goes on; no other is made."""
    verify = certify.ca_file
    if given == 'text':
        with open(verify) as file:
            verify = file.read()
    certify()
    device.plan(
        reply(ITEM),
        reply(ITEM),
        reply(ITEM, Connection='close'),
        icontrol_device.mcp_state('running'),
        reply(ITEM),
    )
    with device.connect(verify=verify) as bigip:
        call(bigip)
        certify(**other)
        for _ in range(2):
            call(bigip)
        with pytest.raises(errors.Untrusted, match=words) as caught:
            call(bigip)
        assert 'the certificate is not trusted' in str(caught.value)
        assert not caught.value.sent
        assert len(device.requests) == 3
        certify()
        assert call(bigip) == ITEM


# Connections that the device ends while they rest.


def test_a_device_says_how_long_it_keeps_a_connection(device):
    device.plan(
        reply(ITEM, Keep_Alive='timeout=1, max=100'),
        reply(ITEM, Keep_Alive='timeout=0'),
        reply(ITEM),
    )
    with device.connect(retry=None) as bigip:
        call(bigip)
        call(bigip)
        assert device.connections == 1
        call(bigip)
        assert device.connections == 2
        call(bigip)
        assert device.connections == 2


def test_a_write_that_did_not_leave_is_repeated_at_once(device):
    """The device ends a connection while a long body is on its way."""
    taken = []

    def take(connection):
        with connection.makefile('rb') as stream:
            headers = http.client.parse_headers(
                io.BytesIO(
                    b''.join(
                        itertools.takewhile(
                            lambda line: line != b'\r\n', stream
                        )
                    ).partition(b'\r\n')[2]
                )
            )
            taken.append(stream.read(int(headers['Content-Length'])))
        connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}')

    def serve(listener):
        with device.context.wrap_socket(
            listener.accept()[0], server_side=True
        ) as connection:
            take(connection)
            # It has read a part of the next request when it ends.
            connection.recv(1000)
        with device.context.wrap_socket(
            listener.accept()[0], server_side=True
        ) as connection:
            take(connection)
            connection.recv(1000)

    large = b'x' * (16 << 20)
    with socket.create_server(('127.0.0.1', 0)) as listener:
        thread = threading.Thread(target=serve, args=[listener], daemon=True)
        thread.start()
        with device.connect(retry=None) as bigip:
            bigip.session.url = (
                'https://127.0.0.1:%d' % (listener.getsockname()[1])
            )
            assert bigip.request('POST', 'tm/x', b'small') == {}
            assert bigip.request('POST', 'tm/x', large) == {}
        thread.join()
    assert taken == [b'small', large]
