# SPDX-License-Identifier: Apache-2.0

"""The server of OpenStack's applications, with an application of its own."""

import contextlib
import http.client
import os
import resource
import urllib.parse

import pytest

from tests.deployment import wsgi

KEPT = 130
#: More file descriptors than select() can do with.
OPEN = 1100
TIMEOUT = 20


def application(environ, start_response):
    start_response('200 OK', [('Content-Length', '2')])
    return [b'ok']


def crowded(environ, start_response):
    """Answers once its process has many open files, beside connections."""
    if not _files:
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = 2 * OPEN
        if most != resource.RLIM_INFINITY:
            wanted = min(wanted, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
        _files.extend(os.open(os.devnull, os.O_RDONLY) for _ in range(OPEN))
    return application(environ, start_response)


_files = []


@pytest.fixture
def serve(tmp_path):
    """A function that starts an application, and returns its address."""
    with contextlib.ExitStack() as started:

        def serve(name):
            server = wsgi.Server(
                'tests.deployment.test_wsgi:' + name, tmp_path / 'log'
            )
            started.callback(server.close)
            started.enter_context(server.start([name]))
            return urllib.parse.urlsplit(server.url).netloc

        yield serve


@contextlib.contextmanager
def connected(address):
    connection = http.client.HTTPConnection(address, timeout=TIMEOUT)
    with contextlib.closing(connection):
        yield connection


def ask(connection):
    connection.request('GET', '/')
    with connection.getresponse() as answer:
        assert (answer.status, answer.read()) == (200, b'ok')


def test_connections_that_are_kept_leave_room_for_others(serve):
    address = serve('application')
    with contextlib.ExitStack() as kept:
        connections = [
            kept.enter_context(connected(address)) for _ in range(KEPT)
        ]
        for connection in connections:
            ask(connection)
        # All of them are open still.
        for connection in connections:
            assert connection.sock is not None
            ask(connection)


def test_a_process_with_many_files(serve):
    address = serve('crowded')
    for _ in range(2):
        with connected(address) as connection:
            ask(connection)
