# SPDX-License-Identifier: Apache-2.0

"""The sessions of a heat-engine process, and the write-behind of each.

A client plugin lives for one request to Heat; these outlive it.
"""

import collections
import contextlib
import functools
import threading
import time
import weakref

from oslo_log import log as logging

from f5_heat import config
from f5_heat.plugin import engine_process
from f5_heat.saving import ledger

LOG = logging.getLogger(__name__)

# The connection of each reference and the session made with it, the last used
# at the end.
_sessions = collections.OrderedDict()
_sessions_lock = threading.Lock()
_MAX_SESSIONS = 1000

# The write-behinds of the devices that are saved or synced. The ledger is made
# before Heat forks its workers, which share it.
_ledger = ledger.Ledger()
_behind = {}
_WISHES = ('save', 'save_delay')

# Limits for the devices of templates: bytes of an answer; connections, of one
# device, of those of a project, and of all; and seconds to wait for an answer.
_LARGEST_ANSWER = 2 * 1024 * 1024
_BROUGHT_CONNECTIONS = 4
_BROUGHT_BY_PROJECT = 12, 1
_BROUGHT_IN_ALL = 24, 4
_BROUGHT_QUEUE = 2.0
_LONGEST_READ = 600
# How many actions of Heat wait for such devices at once: each holds one of the
# threads that do the work of all projects.
_waiting = threading.BoundedSemaphore(32)
_shares = weakref.WeakValueDictionary()
_shares_lock = threading.Lock()

# Seconds for the saves and the logouts that are left when the engine stops.
# Heat gives those and the running actions 60 by default.
_FLUSH = 30
_CLOSE = 5


def session(reference, connection):
    """Return the session of a device, reconnected if its settings changed."""
    with _sessions_lock:
        known, bigip = _sessions.pop(reference, (None, None))
        if known == connection:
            _sessions[reference] = (connection, bigip)
            return bigip
        fresh = _connect(reference, connection)
        _remember(reference, connection, fresh)
    if bigip is not None:
        bigip.close()
    return fresh


def _connect(reference, connection):
    from f5_heat import icontrol

    arguments = {
        name: value
        for name, value in connection.items()
        if name not in _WISHES
    }
    if _follow_ups(connection):
        arguments['written'] = functools.partial(_observe, reference)
    return icontrol.connect(**arguments)


def _remember(reference, connection, bigip):
    _sessions[reference] = (connection, bigip)
    wishes = _follow_ups(connection)
    if wishes or reference in _behind:
        from f5_heat.saving import write_behind

        behind = _behind.get(reference)
        if behind is None:
            behind = _behind[reference] = write_behind.WriteBehind(
                reference, _ledger, functools.partial(_notify, reference)
            )
        behind.use(bigip, write_behind.Wanted(**wishes))
    if len(_sessions) > _MAX_SESSIONS:
        oldest, _ = _sessions.popitem(last=False)
        _behind.pop(oldest, None)


def _follow_ups(connection):
    """Return how changes of a device are saved and synced; {} if not."""
    if not connection.get('save') and not connection.get('sync_group'):
        return {}
    wishes = {
        'save': connection.get('save', False),
        'sync_group': connection.get('sync_group'),
    }
    if 'save_delay' in connection:
        wishes['delay'] = connection['save_delay']
    return wishes


def _share(key, connections, answers):
    """Return the share of this process that devices of templates have."""
    from f5_heat.icontrol.transport import pool

    with _shares_lock:
        found = _shares.get(key)
        if found is None:
            found = _shares[key] = pool.Share(connections, answers)
    return found


def _observe(reference, *request):
    behind = _behind.get(reference)
    if behind is not None:
        behind.observe(*request)


def _notify(reference, what, address, reason):
    """Send a notification that a device is not saved or synced."""
    from heat.common import context
    from heat.common import messaging
    from heat.engine import notification

    if messaging.NOTIFIER is not None:
        notification.notify(
            context.get_admin_context(),
            'f5_bigip.%s.error' % what,
            notification.ERROR,
            {'device': reference, 'address': address, 'reason': reason},
        )


def _save_after_restart():
    """Save and sync the devices that an engine that died may have changed.

    Nobody knows which, so every device that asks for it is saved, once for
    all the workers that start.
    """
    for name in config.section().devices:
        try:
            connection = configured(name)
            if _follow_ups(connection):
                session(name, connection)
                _behind[name].changed()
        except ValueError as error:
            LOG.warning('The BIG-IP %s is not saved: %s', name, error)


def _shut_down():
    """Finish pending saves and syncs, and log out."""
    deadline = time.monotonic() + _FLUSH
    unfinished = list(_behind.values())
    for behind in unfinished:
        behind.end()
    for behind in unfinished:
        behind.join(max(0, deadline - time.monotonic()))
    deadline = time.monotonic() + _CLOSE
    closing = [
        threading.Thread(target=bigip.close, daemon=True)
        for _, bigip in list(_sessions.values())
    ]
    for thread in closing:
        thread.start()
    for thread in closing:
        thread.join(max(0, deadline - time.monotonic()))


def _reconnect(names):
    """Replace the sessions of devices after heat.conf has changed.

    :param names: the devices that it had before.
    """
    with _sessions_lock:
        former = {
            name: _sessions.pop(name)[1] for name in names if name in _sessions
        }
    for name, bigip in former.items():
        behind = None
        try:
            # The write-behind goes on with this one.
            session(name, configured(name))
        except ValueError:
            behind = _behind.get(name)
        threading.Thread(
            target=_close_saved, args=(name, bigip, behind), daemon=True
        ).start()


def _close_saved(name, bigip, behind):
    """Close a session once its pending saves are done."""
    from f5_heat.icontrol import errors
    from f5_heat.saving import write_behind

    if behind is not None:
        try:
            behind.flush()
            behind.forget()
        except (errors.IControlError, write_behind.OutOfSync) as error:
            LOG.warning(
                'The BIG-IP %s has left heat.conf, and is not saved yet: %s',
                name,
                error,
            )
    bigip.close()


def configured(name):
    """Return how to connect to a device of heat.conf."""
    section = config.device(name)
    return {
        'address': section.address,
        'port': section.port,
        'username': section.username,
        'password': section.password,
        'verify': section.verify and (section.ca_file or True),
        'fingerprint': section.fingerprint,
        'auth': section.auth,
        'login_provider': section.login_provider,
        'connect_timeout': section.connect_timeout,
        'read_timeout': section.read_timeout,
        'max_connections': section.max_connections,
        'max_writes': section.max_writes,
        'standby': section.standby,
        'save': section.save,
        'sync_group': section.sync_group,
        'save_delay': section.save_delay,
    }


def brought(connection, project):
    """Return the connection of a template's device, within its limits.

    :param project: the project of the template.
    """
    return {
        **connection,
        'read_timeout': min(connection.get('read_timeout', 60), _LONGEST_READ),
        'max_connections': _BROUGHT_CONNECTIONS,
        'largest_answer': _LARGEST_ANSWER,
        'queue_timeout': _BROUGHT_QUEUE,
        'blocked_networks': tuple(config.section().blocked_networks),
        'shares': (
            _share(project, *_BROUGHT_BY_PROJECT),
            _share('', *_BROUGHT_IN_ALL),
        ),
    }


def prove(reference, connection):
    """Verify that a device can be used, and keep its session.

    :raises IControlError: it cannot; the session stays as it was.
    """
    from f5_heat.icontrol import errors

    with _sessions_lock:
        known, bigip = _sessions.get(reference, (None, None))
    if known == connection:
        bigip.check_loaded()
        return
    bigip = _connect(reference, connection)
    try:
        bigip.check_loaded()
    except errors.IControlError:
        bigip.close()
        raise
    with _sessions_lock:
        _, before = _sessions.pop(reference, (None, None))
        _remember(reference, connection, bigip)
    if before is not None:
        before.close()


def flush(reference, connection):
    """Run the pending save and sync of a device, and forget it.

    :raises IControlError, OutOfSync: that failed.
    """
    session(reference, connection)
    behind = _behind.get(reference)
    if behind is not None:
        behind.flush()
        behind.forget()


@contextlib.contextmanager
def waiting():
    """Yield a function that takes a place among the waiting actions.

    It returns whether there is one, which is held until the end.
    """
    with contextlib.ExitStack() as held:
        places = []

        def take():
            if not places and _waiting.acquire(blocking=False):
                places.append(held.callback(_waiting.release))
            return bool(places)

        yield take


def follow_engine():
    """Save after a restart, log out at the end, and follow heat.conf."""
    engine_process.accompany(_save_after_restart, _shut_down)
    config.follow(_reconnect)
