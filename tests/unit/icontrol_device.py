# SPDX-License-Identifier: Apache-2.0

"""An HTTPS server that answers what a test tells it to, however hostile."""

import dataclasses
import datetime
import functools
import http.server
import ipaddress
import itertools
import json
import pathlib
import socket
import ssl
import tempfile
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import oid

from f5_heat import icontrol

LOGIN = '/mgmt/shared/authn/login'
TOKENS = '/mgmt/shared/authz/tokens/'
USERNAME = 'operator'
PASSWORD = 'canary-Pa55word'

_FOLDER = tempfile.TemporaryDirectory(prefix='icontrol-')


@dataclasses.dataclass
class Request:
    method: str
    path: str
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


def reply(body=b'', status=200, reason=None, **headers):
    """An answer: JSON, or bytes that are sent as they are."""
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()

    def answer(handler):
        handler.send_response(status, reason)
        for name, value in headers.items():
            handler.send_header(name.replace('_', '-'), value)
        handler.send_header('Content-Length', str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def mcp_state(phase):
    """What a device says of its start; the last phase is ``running``."""
    return reply(
        {
            'entries': {
                'https://localhost/mgmt/tm/sys/mcp-state/0': {
                    'nestedStats': {
                        'entries': {'phase': {'description': phase}}
                    }
                }
            }
        }
    )


def html(title, status, reason=None):
    page = f'<html><head><title>{title}</title></head><body>x</body></html>'
    return reply(page.encode(), status, reason, Content_Type='text/html')


def drop(handler):
    """The connection ends without an answer."""
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def truncate(handler):
    """The connection ends in the middle of the body."""
    handler.send_response(200)
    handler.send_header('Content-Length', '100')
    handler.end_headers()
    handler.wfile.write(b'{"name": ')
    handler.close_connection = True


def endless(handler):
    """The body never ends."""
    handler.send_response(200)
    send_for_ever(handler)


def send_for_ever(handler):
    handler.send_header('Transfer-Encoding', 'chunked')
    handler.end_headers()
    handler.close_connection = True
    block = b'100000\r\n' + b' ' * 0x100000 + b'\r\n'
    try:
        while True:
            handler.wfile.write(block)
    except OSError:
        pass


class Device:
    """The server: a context manager.

    ``plan`` and ``plan_login`` say what is answered, in order; the last
    answer repeats. ``requests`` are those that came, without logins, and
    ``logins`` the logins. ``connections`` counts what was accepted,
    and ``ended`` is released for each that ended.
    """

    def __init__(self):
        self.requests = []
        self.logins = []
        self.connections = 0
        self.ended = threading.Semaphore(0)
        self.released = threading.Event()
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._plan = [reply({})]
        self._login_plan = [self._log_in]
        self._server = http.server.ThreadingHTTPServer(
            ('127.0.0.1', 0),
            functools.partial(_Handler, self),
            bind_and_activate=False,
        )
        self._server.request_queue_size = 128
        self._server.server_bind()
        self._server.server_activate()
        self._server.handle_error = lambda request, address: None
        self.address = '127.0.0.1:%d' % self._server.server_port
        self.ca_file, self.context = _certificate()

    def __enter__(self):
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()
        return self

    def __exit__(self, *exception):
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def plan(self, *answers):
        self._plan = list(answers)

    def plan_login(self, *answers):
        self._login_plan = list(answers)

    def wait(self, handler):
        """No answer comes before the test ends."""
        handler.close_connection = True
        self.released.wait(60)

    def connect(self, **options):
        options = {'verify': self.ca_file, 'auth': 'basic', **options}
        return icontrol.connect(self.address, USERNAME, PASSWORD, **options)

    def take(self, request):
        """Note a request and return its answer."""
        with self._lock:
            if request.path == LOGIN:
                self.logins.append(request)
                plan = self._login_plan
            else:
                self.requests.append(request)
                plan = self._plan
            return plan.pop(0) if len(plan) > 1 else plan[0]

    def accepted(self):
        with self._lock:
            self.connections += 1

    def secure(self, connection):
        """Speak TLS on a connection that was accepted."""
        return self.context.wrap_socket(connection, server_side=True)

    def _log_in(self, handler):
        reply(token_answer(f'CANARYTOKEN{next(self._numbers)}'))(handler)


def token_answer(token, timeout=1200):
    return {
        'username': USERNAME,
        'loginProviderName': 'tmos',
        'token': {
            'token': token,
            'name': token,
            'timeout': timeout,
            'kind': 'shared:authz:tokens:authtokenitemstate',
        },
    }


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    wbufsize = -1
    disable_nagle_algorithm = True

    def __init__(self, device, *args):
        self.device = device
        super().__init__(*args)

    def setup(self):
        self.device.accepted()
        self.request.settimeout(60)
        self.request = self.device.secure(self.request)
        super().setup()

    def finish(self):
        super().finish()
        self.device.ended.release()

    def log_message(self, *args):
        pass

    def answer(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        self.taken = Request(self.command, self.path, dict(self.headers), body)
        self.device.take(self.taken)(self)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer


@functools.cache
def _certificate():
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(oid.NameOID.COMMON_NAME, 'device')])
    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)
    address = ipaddress.ip_address('127.0.0.1')
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(address)]), False
        )
        .add_extension(x509.BasicConstraints(True, None), True)
        .sign(key, hashes.SHA256())
    )
    folder = pathlib.Path(_FOLDER.name)
    pem = serialization.Encoding.PEM
    (folder / 'ca.pem').write_bytes(certificate.public_bytes(pem))
    (folder / 'key.pem').write_bytes(
        key.private_bytes(
            pem,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / 'ca.pem', folder / 'key.pem')
    return str(folder / 'ca.pem'), context
