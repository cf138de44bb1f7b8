# SPDX-License-Identifier: Apache-2.0

"""How often an action makes the JSON of an object from its properties."""

import pytest
from heat.common import context
from heat.db import api as db_api
from heat.db import models
from heat.engine import clients
from heat.engine import environment
from heat.engine import resources as heat_resources
from heat.engine import scheduler
from heat.engine import stack
from heat.engine import template
from oslo_config import cfg
from oslo_db.sqlalchemy import enginefacade

from f5_heat import simulator
from f5_heat.plugin import partitions
from f5_heat.plugin import sessions
from f5_heat.resources.ltm import pool

PROPERTIES = {
    'name': 'web',
    'description': 'one',
    'members': [{'member_ip': '192.0.2.1', 'member_port': '80'}],
}


class Counted(pool.Pool):
    """A pool that counts how often it is turned into JSON."""

    made = 0

    @classmethod
    def to_wire(cls, values, folder):
        Counted.made += 1
        return super().to_wire(values, folder)


@pytest.fixture
def bigip():
    with simulator.Simulator() as bigip:
        yield bigip


@pytest.fixture(params=[True, False], ids=['isolated', 'trusted'])
def project(request, bigip, tmp_path, monkeypatch):
    """A project of Heat's with a database, and the simulator its device."""
    monkeypatch.setattr(partitions, '_seen', {})
    path = tmp_path / 'heat.conf'
    path.write_text(
        '[DEFAULT]\ndeferred_auth_method = password\n'
        'keystone_backend = heat.engine.clients.os.keystone'
        '.fake_keystoneclient.FakeKeystoneClient\n'
        '[f5_bigip]\ndevices = one\nisolation = %s\n'
        '[f5_bigip_device:one]\nprojects = tested\naddress = %s\n'
        'username = admin\npassword = admin\nca_file = %s\n'
        % (request.param, bigip.address, bigip.ca_file)
    )
    cfg.CONF(['--config-file', str(path)])
    manager = enginefacade.transaction_context()
    manager.configure(connection='sqlite:///%s/heat.db' % tmp_path)
    engine = manager.writer.get_engine()
    models.BASE.metadata.create_all(engine)
    restore = db_api.context_manager.patch_factory(manager)
    clients.initialise()
    ours = environment.Environment({}, user_env=False)
    ours.register_class('Test::Counted', Counted)
    before, heat_resources._environment = heat_resources._environment, ours
    yield context.RequestContext(
        is_admin=False, project_id='tested', roles=[], auth_token='any'
    )
    heat_resources._environment = before
    restore()
    engine.dispose()
    cfg.CONF(['--config-file', '/dev/null'])
    for _, session in sessions._sessions.values():
        session.close()
    sessions._sessions.clear()


def stack_of(project, **properties):
    return stack.Stack(
        project,
        'tested',
        template.Template(
            {
                'heat_template_version': '2021-04-16',
                'resources': {
                    'pool': {
                        'type': 'Test::Counted',
                        'properties': {**PROPERTIES, **properties},
                    }
                },
            }
        ),
    )


def bodies(task, *arguments):
    Counted.made = 0
    scheduler.TaskRunner(task, *arguments)()
    return Counted.made


def test_a_body_is_made_once(project):
    made = stack_of(project)
    made.store()
    resource = made['pool']
    assert bodies(resource.create) == 1
    after = stack_of(project, description='two')['pool'].t
    # What is to be, and what was.
    assert bodies(resource.update, after) == 2
    assert resource.handle().read()['description'] == 'two'


@pytest.mark.parametrize('project', [True], indirect=True)
def test_a_path_takes_the_place_of_a_bare_name(project):
    """The device took the name for that of an object in Common."""
    made = stack_of(project, monitors=['http'])
    made.store()
    resource = made['pool']
    bodies(resource.create)
    assert resource.handle().read()['monitor'].strip() == '/Common/http'
    own = {'name': 'http', 'partition': 'Project_tested'}
    resource.bigip().create('ltm/monitor/http', own)
    path = '/Project_tested/http'
    bodies(resource.update, stack_of(project, monitors=[path])['pool'].t)
    assert resource.handle().read()['monitor'].strip() == path
