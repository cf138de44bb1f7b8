# SPDX-License-Identifier: Apache-2.0

"""The database and the message bus of a deployment."""

import contextlib
import getpass
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time
import uuid

import pymysql
import sqlalchemy

DATABASE = os.environ.get(
    'F5_HEAT_TEST_DATABASE', 'mysql+pymysql://root@127.0.0.1:3306'
)
BUS = os.environ.get('F5_HEAT_TEST_BUS', 'rabbit://guest:guest@127.0.0.1:5672')

TIMEOUT = 60
POLL = 0.1

# Distributions put servers where not all users look for programs, and
# RabbitMQ's behind a script that wants to become another user.
PROGRAMS = os.pathsep.join(
    (
        '/usr/lib/rabbitmq/bin',
        os.environ.get('PATH', ''),
        '/usr/local/sbin',
        '/usr/sbin',
    )
)


class Absent(Exception):
    """A service that the tests need is not there; the message says which."""


class Database:
    """A database of its own on a MariaDB, while in its context.

    ``url`` leads to the server, with a user who may make databases.
    """

    def __init__(self, url=DATABASE):
        self._server = sqlalchemy.make_url(url)
        self.name = 'f5_heat_' + uuid.uuid4().hex[:12]

    def __enter__(self):
        with self.connection() as connection:
            connection.cursor().execute(
                'CREATE DATABASE %s CHARACTER SET utf8' % self.name
            )
        return self

    def __exit__(self, *exc_info):
        with self.connection() as connection:
            connection.cursor().execute('DROP DATABASE ' + self.name)

    @property
    def url(self):
        url = self._server.set(database=self.name)
        return url.update_query_dict({'charset': 'utf8'}).render_as_string(
            hide_password=False
        )

    def select(self, query, *values):
        """The rows that a query finds."""
        with self.connection(self.name) as connection:
            cursor = connection.cursor()
            cursor.execute(query, values)
            return cursor.fetchall()

    @contextlib.contextmanager
    def locked(self, *tables):
        """Let all others wait who want one of some tables."""
        with self.connection(self.name) as connection:
            connection.cursor().execute(
                'LOCK TABLES %s'
                % ', '.join(table + ' WRITE' for table in tables)
            )
            yield

    def waiting(self):
        """The number of those who wait for a table."""
        return len(
            self.select(
                'SELECT id FROM information_schema.processlist WHERE '
                'db = %s AND state LIKE %s',
                self.name,
                'Waiting for table%lock',
            )
        )

    def connection(self, database=None):
        """A connection that is closed with its context."""
        try:
            return contextlib.closing(
                pymysql.connect(
                    host=self._server.host,
                    unix_socket=self._server.query.get('unix_socket'),
                    port=self._server.port or 3306,
                    user=self._server.username,
                    password=self._server.password or '',
                    database=database,
                    autocommit=True,
                )
            )
        except pymysql.OperationalError as error:
            raise Absent(
                'No MariaDB at %s: %s' % (self._server, error.args[-1])
            ) from error


class Bus:
    """A virtual host of its own on a RabbitMQ, while in its context.

    ``url`` leads to the server. rabbitmqctl makes the host: RabbitMQ lets
    only its administrator, on its machine, do so.
    """

    def __init__(self, url=BUS):
        self._server = sqlalchemy.make_url(url)
        self.name = 'f5_heat_' + uuid.uuid4().hex[:12]

    def __enter__(self):
        address = self._server.host, self._server.port or 5672
        try:
            socket.create_connection(address, TIMEOUT).close()
        except OSError as error:
            raise Absent(
                'No RabbitMQ at %s: %s' % (self._server, error)
            ) from error
        self._control('add_vhost', self.name)
        self._control(
            'set_permissions',
            '-p',
            self.name,
            self._server.username,
            *('.*', '.*', '.*'),
        )
        return self

    def __exit__(self, *exc_info):
        self._control('delete_vhost', self.name)

    @property
    def url(self):
        return self._server.set(database=self.name).render_as_string(
            hide_password=False
        )

    @staticmethod
    def _control(*arguments):
        try:
            subprocess.run(
                ['rabbitmqctl', *arguments],
                check=True,
                capture_output=True,
                text=True,
            )
        except FileNotFoundError as error:
            raise Absent('No RabbitMQ: %s' % error) from error
        except subprocess.CalledProcessError as error:
            raise Absent(
                'No RabbitMQ: %s%s' % (error.stdout, error.stderr)
            ) from error


class Server:
    """A server that the test started, and may kill.

    A subclass says its ``command``; ``url`` leads to it while it runs.
    """

    url = None

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)

    def __enter__(self):
        self.prepare()
        self.start()
        return self

    def __exit__(self, *exc_info):
        self.kill()

    def prepare(self):
        """What there is to do before the first start."""

    def start(self):
        """Start, and return when it answers."""
        program, *arguments = self.command()
        with open(self.directory / 'log', 'ab') as log:
            try:
                self._process = subprocess.Popen(
                    [
                        shutil.which(program, path=PROGRAMS) or program,
                        *arguments,
                    ],
                    env={**os.environ, **self.environment()},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            except FileNotFoundError as error:
                raise Absent(str(error)) from error
        deadline = time.monotonic() + TIMEOUT
        while not self.answers():
            if self._process.poll() is not None or (
                time.monotonic() > deadline
            ):
                raise Absent((self.directory / 'log').read_text())
            time.sleep(POLL)

    def kill(self):
        """Kill it and its children, as by SIGKILL."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def command(self):
        raise NotImplementedError

    def environment(self):
        return {}

    def answers(self):
        """Whether it is there."""
        raise NotImplementedError


class MariaDB(Server):
    """A MariaDB on a socket in a directory."""

    @property
    def url(self):
        return 'mysql+pymysql://root@localhost/?unix_socket=%s' % self._socket

    @property
    def _socket(self):
        return self.directory / 'socket'

    def prepare(self):
        try:
            subprocess.run(
                [
                    'mariadb-install-db',
                    '--no-defaults',
                    '--auth-root-authentication-method=normal',
                    '--skip-test-db',
                    *self._options(),
                ],
                check=True,
                capture_output=True,
            )
        except FileNotFoundError as error:
            raise Absent(str(error)) from error

    def command(self):
        return [
            'mariadbd',
            '--no-defaults',
            '--skip-networking',
            '--max-connections=500',
            '--socket=%s' % self._socket,
            *self._options(),
        ]

    def _options(self):
        # As it starts it deletes the temporary tables in its tmpdir, also
        # those that another one, with the same tmpdir, is about to read.
        return (
            '--user=' + getpass.getuser(),
            '--datadir=%s' % (self.directory / 'data'),
            '--tmpdir=%s' % self.directory,
        )

    def answers(self):
        try:
            with Database(self.url).connection():
                return True
        except Absent:
            return False


class RabbitMQ(Server):
    """A RabbitMQ on a port of this host, with one virtual host."""

    def __init__(self, directory):
        super().__init__(directory)
        # The port has to be the same after a restart.
        self._ports = [free_port(), free_port()]

    @property
    def url(self):
        return 'rabbit://guest:guest@127.0.0.1:%d//' % self._ports[0]

    def command(self):
        return ['rabbitmq-server']

    def environment(self):
        return {
            'HOME': str(self.directory),
            'RABBITMQ_NODENAME': 'f5_heat_%d@localhost' % self._ports[0],
            'RABBITMQ_NODE_IP_ADDRESS': '127.0.0.1',
            'RABBITMQ_NODE_PORT': str(self._ports[0]),
            'RABBITMQ_DIST_PORT': str(self._ports[1]),
            'RABBITMQ_MNESIA_BASE': str(self.directory / 'mnesia'),
            'RABBITMQ_LOG_BASE': str(self.directory / 'logs'),
            'RABBITMQ_CONFIG_FILE': str(self.directory / 'none'),
            'RABBITMQ_CONF_ENV_FILE': str(self.directory / 'none'),
            'RABBITMQ_ENABLED_PLUGINS_FILE': str(self.directory / 'plugins'),
        }

    def answers(self):
        try:
            with socket.create_connection(
                ('127.0.0.1', self._ports[0]), timeout=1
            ) as connection:
                # It answers to what is no AMQP with its version of that.
                connection.sendall(b'AMQP\0\0\0\0')
                return connection.recv(4) == b'AMQP'
        except OSError:
            return False


def free_port():
    with socket.create_server(('127.0.0.1', 0)) as server:
        return server.getsockname()[1]
