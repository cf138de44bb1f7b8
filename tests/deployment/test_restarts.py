# SPDX-License-Identifier: Apache-2.0

"""The database and the message bus are killed while Heat needs them."""

import pytest

from tests.deployment import breaks
from tests.deployment import conftest
from tests.deployment import engine
from tests.deployment import services

DEVICES = 32
ACTIONS = ('create', 'change', 'delete')
# What is asked while the bus is away is lost, and asked again after that.
CONF = {'DEFAULT': {'rpc_response_timeout': 10}}


@pytest.fixture(scope='module')
def mariadb(tmp_path_factory):
    yield from conftest.present(
        services.MariaDB(tmp_path_factory.mktemp('mariadb'))
    )


@pytest.fixture(scope='module')
def rabbitmq(tmp_path_factory):
    yield from conftest.present(
        services.RabbitMQ(tmp_path_factory.mktemp('rabbitmq'))
    )


@pytest.fixture(scope='module')
def deployment(mariadb, rabbitmq, tmp_path_factory):
    with (
        services.Database(mariadb.url) as database,
        engine.deployed(
            tmp_path_factory.mktemp('deployment'),
            database,
            rabbitmq,
            DEVICES,
            CONF,
        ) as running,
    ):
        yield running


@pytest.fixture(scope='module')
def sites(deployment):
    return breaks.sites(deployment)


@pytest.mark.parametrize('server', ['mariadb', 'rabbitmq'])
def test_restarted(deployment, sites, request, server):
    """The answers of the devices come while the server is away."""
    is_database = server == 'mariadb'
    server = request.getfixturevalue(server)

    class Restart(breaks.Break):
        def fall(self):
            server.kill()
            self.release(drop=False)
            server.start()
            if is_database:
                # A step that cannot write to the database leaves its
                # resource locked. Heat waits for who locked it as long as
                # that engine runs.
                self.deployment.kill_engine()
                self.deployment.start_engine()
            self.deployment.wait_for_answer()

    cells, recordings = [], {}
    for action in ACTIONS:
        # Each other case: what breaks is the same for all types.
        made = breaks.record(
            deployment, sites, list(breaks.cases(action))[::2]
        )
        recordings |= made
        cells += [
            breaks.Cell(
                case,
                recording.count // 2,
                'after',
                list(case.then)[number % len(case.then)],
            )
            for number, (case, recording) in enumerate(made.items())
        ]
    print('%d cells' % len(cells))
    breaks.judge(deployment, sites, Restart, cells, recordings)
