# SPDX-License-Identifier: Apache-2.0

"""A deployment of Heat on the MariaDB and the RabbitMQ of this machine."""

import pytest

from tests.deployment import breaks
from tests.deployment import engine
from tests.deployment import services
from tests.deployment import vault as vaults

DEVICES = 48


@pytest.fixture(scope='session')
def database():
    yield from present(services.Database())


@pytest.fixture(scope='session')
def bus():
    yield from present(services.Bus())


@pytest.fixture
def own_database():
    """A database that the engines of other tests have no part in."""
    yield from present(services.Database())


@pytest.fixture
def own_bus():
    yield from present(services.Bus())


def present(service):
    """A service while it is needed; without it there is nothing to test.

    A test that is skipped fails if ``CI=true``.
    """
    try:
        made = service.__enter__()
    except services.Absent as error:
        pytest.skip(str(error))
    yield made
    service.__exit__(None, None, None)


@pytest.fixture(scope='session')
def deployment(database, bus, tmp_path_factory):
    """A Heat whose engine runs, with simulators bigip1, bigip2, ..."""
    with engine.deployed(
        tmp_path_factory.mktemp('deployment'), database, bus, DEVICES
    ) as running:
        yield running


@pytest.fixture(scope='session')
def sites(deployment):
    """The devices with what others have made on them."""
    return breaks.sites(deployment)


@pytest.fixture(scope='session')
def vault(tmp_path_factory):
    """A Heat with Keystone and Barbican, which nothing else works with."""
    yield from present(vaults.deployed(tmp_path_factory.mktemp('vault')))
