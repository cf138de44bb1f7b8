# SPDX-License-Identifier: Apache-2.0

"""heat-engine and heat-api in one process, on SQLite and no other service."""

import ast
import gc
import socket
import socketserver
import sys
import threading
import time
import types
import wsgiref.simple_server

import heat.common.wsgi  # noqa: F401 (registers the options of the API)
import sqlalchemy
import sqlalchemy.dialects
import sqlalchemy.engine
from heat.common import config
from heat.common import context
from heat.common import messaging
from heat.common import plugin_loader
from heat.db import migration
from heat.engine import resources
from heat.engine import service
from heat.engine import template_files
from heat.rpc import api as rpc_api
from oslo_config import cfg
from oslo_log import log as logging
from oslo_messaging._drivers import impl_fake


class Server(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    """An HTTP server on a socket that somebody else has bound."""

    daemon_threads = True

    def __init__(self, fd, application):
        super().__init__(('127.0.0.1', 0), Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = socket.socket(fileno=fd)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.server_address
        self.setup_environ()
        self.set_app(application)


class Handler(wsgiref.simple_server.WSGIRequestHandler):
    """One request; Heat logs it, so this does not."""

    def log_message(self, *args):
        pass

    def address_string(self):
        # The inherited one asks the DNS for the client's name.
        return self.client_address[0]


def serve(conf, fd, threads):
    """Start the engine, serve the API on ``fd`` for ever."""
    logging.register_options(cfg.CONF)
    cfg.CONF(['--config-file', conf], project='heat', prog='heat-engine')
    logging.setup(cfg.CONF, 'heat')
    keep_connections(threads)
    migrate()
    make_sqlite_concurrent(threads)
    if threads:
        forget_finished_threads()
        serialize_ast_parse()
        keep_files()
    let_signals_pass()
    deliver_at_once()
    collect_seldom()
    messaging.setup()
    config.startup_sanity_check()
    engine = service.EngineService(cfg.CONF.host, rpc_api.ENGINE_TOPIC)
    engine.start()
    application = project_of_url(config.load_paste_app('heat-api'))
    Server(fd, application).serve_forever()


def import_resources():
    """Import the modules of Heat's own resource types."""
    for _ in plugin_loader.load_modules(resources, ignore_error=True):
        pass


def project_of_url(application):
    """Let requests be of the project in their URL, /v1/PROJECT/...

    Without Keystone Heat would take it from a header, which clients do not
    send.
    """

    def of_project(environ, start_response):
        _, _, rest = environ['PATH_INFO'].partition('/v1/')
        environ['HTTP_X_AUTH_PROJECT'] = rest.partition('/')[0]
        return application(environ, start_response)

    return of_project


def keep_files():
    """Keep Heat from losing the files of a template that it has just seen.

    It looks into a dict with weak values and then takes from it. If another
    thread ends its use of the files in between, the request fails with a
    KeyError. What has an id never changes, and a lab is soon gone.
    """
    template_files._d = {}


def let_signals_pass():
    """Let a signal act for the owner of the stack, as with a Keystone.

    Heat would ask Keystone for the roles and domains of the owner.
    """

    def load(stored):
        stored.roles = []
        stored.user_domain_id = stored.project_domain_id = 'default'

    context.StoredContext._load_keystone_data = load


def collect_seldom():
    """Spare the CPU of looking for garbage in all that Heat has imported."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def deliver_at_once():
    """Let a message wake who waits for it.

    The driver for messages in memory looks for new ones every 50 ms, and a
    stack is a chain of messages.
    """
    arrived = threading.Condition()
    deliver = impl_fake.FakeExchange.deliver_message

    def deliver_and_wake(self, *args, **kwargs):
        deliver(self, *args, **kwargs)
        with arrived:
            arrived.notify_all()

    def sleep(seconds):
        with arrived:
            arrived.wait(seconds)

    impl_fake.FakeExchange.deliver_message = deliver_and_wake
    impl_fake.time = types.SimpleNamespace(time=time.time, sleep=sleep)


def keep_connections(threads):
    """Let ``?plugin=kept`` in a URL keep the connections to a database.

    oslo.db opens one for each transaction on SQLite, which takes as long as
    the transaction. Under eventlet one thread is all there is to serve.
    """

    class PooledConnections(sqlalchemy.engine.CreateEnginePlugin):
        def __init__(self, url, kwargs):
            if threads:
                kwargs.update(
                    poolclass=sqlalchemy.pool.QueuePool,
                    pool_size=64,
                    max_overflow=-1,
                    # A file does not go away.
                    pool_pre_ping=False,
                )

        def update_url(self, url):
            return url.difference_update_query(['plugin'])

    sqlalchemy.dialects.plugins.impls['kept'] = lambda: PooledConnections


def migrate():
    """Make the tables, with ids of rows that are never used twice.

    Heat may delete the stored attributes of a resource a second time, by
    their id; SQLite would have given that to another row in between.
    """

    @sqlalchemy.event.listens_for(sqlalchemy.Table, 'before_create')
    def use_no_id_twice(table, connection, **kwargs):
        table.dialect_options['sqlite']['autoincrement'] = True

    engine = sqlalchemy.create_engine(cfg.CONF.database.connection)
    migration.db_sync(engine=engine)
    engine.dispose()


def make_sqlite_concurrent(threads):
    """Let many resources write to one SQLite database at the same time.

    A transaction that begins as a reader is refused when it comes to write,
    however long the other writer was willing to wait; one that begins
    IMMEDIATE waits its turn. Under eventlet that wait would stop the writer
    too, as both are the same thread.

    Foreign keys matter as well: without them what belongs to a deleted row
    stays.
    """
    pragmas = (
        'journal_mode = WAL',
        'synchronous = OFF',
        'busy_timeout = 60000',
        'foreign_keys = ON',
    )
    begin = 'BEGIN IMMEDIATE' if threads else 'BEGIN'

    @sqlalchemy.event.listens_for(sqlalchemy.engine.Engine, 'connect')
    def set_pragmas(connection, record):
        for pragma in pragmas:
            connection.execute('PRAGMA ' + pragma)

    @sqlalchemy.event.listens_for(sqlalchemy.engine.Engine, 'begin')
    def begin_transaction(connection):
        # oslo.db begins one by itself unless it finds this mark.
        if 'in_transaction' not in connection.info:
            connection.exec_driver_sql(begin)
            connection.info['in_transaction'] = True


def forget_finished_threads():
    """Keep Heat 25 to 27 from counting threads that have ended.

    Their thread group holds every thread that it ever started and refuses the
    one after 1,000: a stack could have no more than 1,000 events.
    """
    add_thread = service.ThreadGroup.add_thread

    def add_and_forget(self, *args, **kwargs):
        with self._lock:
            self.threads[:] = [t for t in self.threads if t.is_alive()]
        return add_thread(self, *args, **kwargs)

    service.ThreadGroup.add_thread = add_and_forget


def serialize_ast_parse():
    """Keep CPython before 3.11.8 and 3.12.2 from failing in ``ast.parse``.

    Two threads in it at once can raise SystemError (gh-106905), and Heat
    parses literals on every step of a stack.
    """
    if sys.version_info >= (3, 12, 2) or (
        (3, 11, 8) <= sys.version_info < (3, 12)
    ):
        return
    parse = ast.parse
    lock = threading.Lock()

    def parse_alone(*args, **kwargs):
        with lock:
            return parse(*args, **kwargs)

    ast.parse = parse_alone
