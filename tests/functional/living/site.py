# SPDX-License-Identifier: Apache-2.0

"""Simulated BIG-IPs and a database that outlive the Heats that use them."""

import collections
import contextlib
import pathlib
import re
import secrets
import sqlite3
import types

from f5_heat import simulator
from f5_heat.lab import lab
from tests.functional import conftest
from tests.functional import labs
from tests.functional.living import old_code

#: The BIG-IPs by the names that heat.conf has for them, with the number of
#: units of each. Those that are in one network can come to trust each other.
NETWORKS = (
    {'lab': 1},
    {'pair': 2},
    {'one': 1, 'two': 1},
    {'three': 1, 'four': 1},
)

#: Heat soon gives up, and held requests keep no other request waiting.
PATIENCE = {'retry_timeout': 1, 'max_writes': 32, 'max_connections': 32}


class Site:
    """BIG-IPs, and a database and logs in ``directory``.

    In its context ``devices`` has the simulators: a list of units by name.
    """

    def __init__(self, directory):
        self._directory = directory
        self._database = directory / 'heat.db'
        self._key = secrets.token_hex(16)
        self.old_log = directory / 'old.log'
        self.new_log = directory / 'new.log'

    def __enter__(self):
        with contextlib.ExitStack() as started:
            self.devices = {}
            for names in NETWORKS:
                network = simulator.Network()
                for name, count in names.items():
                    self.devices[name] = [
                        started.enter_context(
                            simulator.Simulator(
                                username=lab.USERNAME,
                                password=lab.PASSWORD,
                                control=True,
                                network=network,
                            )
                        )
                        for _ in range(count)
                    ]
            pair = self.rest('pair')
            conftest.join(pair, 1, 2, autoSync='enabled')
            conftest.synchronize(pair)
            self._exit = started.pop_all()
        return self

    def __exit__(self, *exc_info):
        self._exit.close()

    def rest(self, name):
        """Return raw iControl REST of a device, for one thread."""
        return conftest.BigIP(self.devices[name][0])

    # The Heats.

    def old_heat(self, tree):
        """Return a Heat with the code of a worktree; it ends killed."""
        conf = self._conf()
        # The old lab's own form, by which it keeps connections open.
        conf['database'] = {
            'connection': 'sqlite:///%s?plugin=kept' % self._database
        }
        return old_code.Engine(tree, conf, self.old_log)

    def new_heat(self):
        """Return a Heat with today's code."""
        return labs.start(
            devices=0,
            conf=self._conf(),
            log_file=self.new_log,
            database=self._database,
        )

    def _conf(self):
        certificates = self._directory / 'ca.pem'
        certificates.write_text(
            ''.join(
                pathlib.Path(unit.ca_file).read_text()
                for _, _, unit in self._units()
            )
        )
        devices = {
            'f5_bigip_device:' + name: {
                'address': ','.join(unit.address for unit in units),
                'username': lab.USERNAME,
                'password': lab.PASSWORD,
                'ca_file': certificates,
                **PATIENCE,
            }
            for name, units in self.devices.items()
        }
        return {
            'DEFAULT': {
                'auth_encryption_key': self._key,
                'enable_stack_abandon': True,
                'enable_stack_adopt': True,
                # How long it takes to find out that an engine is dead.
                'engine_life_check_timeout': 1,
                **old_code.LOGGING,
            },
            'f5_bigip': {
                'devices': ','.join(self.devices),
                'default_device': 'lab',
                'ca_file': certificates,
                **PATIENCE,
            },
            **devices,
        }

    # Heat's database. Its API would take more CPU than the stacks do.

    def query(self, text, *values):
        """Run a statement and return its rows."""
        with (
            contextlib.closing(
                sqlite3.connect(self._database, timeout=60)
            ) as database,
            database,
        ):
            return database.execute(text, values).fetchall()

    def ids(self, stack):
        """Return the physical ids of a stack's resources by their names."""
        return dict(
            self.query(
                'SELECT name, nova_instance FROM resource WHERE stack_id = ?',
                stack.id,
            )
        )

    def data(self, stack):
        """Return the data of a stack's resources by their names."""
        kept = collections.defaultdict(dict)
        for name, key, value in self.query(
            'SELECT name, key, value FROM resource_data JOIN resource'
            ' ON resource_id = resource.id WHERE stack_id = ?',
            stack.id,
        ):
            kept[name][key] = value
        return kept

    # The devices.

    def _units(self):
        """Yield name, number and simulator of each unit."""
        for name, units in self.devices.items():
            for number, unit in enumerate(units):
                yield name, number, unit

    def config(self):
        """Return all objects by path, by device, unit and collection."""
        return {
            (name, number, collection): objects
            for name, number, unit in self._units()
            for collection, objects in unit.control.config().items()
        }

    def clear(self):
        for _, _, unit in self._units():
            unit.control.clear()

    def requests(self):
        """Return device, method and path of the requests since ``clear``."""
        return [
            (
                name,
                request['method'],
                request['path'].removeprefix('/mgmt/tm/'),
            )
            for name, _, unit in self._units()
            for request in unit.control.requests()
            if not request['login']
        ]

    def end_faults(self):
        """End all faults."""
        for _, _, unit in self._units():
            unit.control.mend()

    def release(self):
        """Drop held requests; those without an effect so far have none."""
        for _, _, unit in self._units():
            unit.control.release(drop=True)


class Stack(conftest.Stack):
    """A stack whose state is read from the database."""

    def __init__(self, site, name):
        super().__init__(None)
        self.name = name
        self._site = site

    def glance(self):
        ((action, status, reason),) = self._site.query(
            'SELECT action, status, status_reason FROM stack WHERE id = ?',
            self.id,
        )
        return types.SimpleNamespace(
            stack_status='%s_%s' % (action, status), stack_status_reason=reason
        )

    show = glance


def mark(body):
    """Return the mark by which an object names its owner.

    It is in the metadata, at the end of the description, in the last line of
    a script, or in the name of the upload that a file was made from.
    """
    for entry in body.get('metadata', ()):
        if entry['name'] == 'f5_heat':
            return entry['value']
    (found,) = (
        match.group(1)
        for key, form in (
            ('description', r' ?\[f5_heat (\S+)\]$'),
            ('apiAnonymous', r'\n# f5_heat (\S+)$'),
            ('sourcePath', r'/f5_heat\.(\S+)\.[^.]+$'),
        )
        if (match := re.search(form, body.get(key, '')))
    )
    return found
