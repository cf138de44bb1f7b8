# SPDX-License-Identifier: Apache-2.0

"""What a resource keeps at once, in a database of Heat's."""

import pytest
import sqlalchemy
from heat.common import context
from heat.db import api as db_api
from heat.db import models
from heat.engine import rsrc_defn
from heat.engine import stack
from heat.engine import template
from oslo_db import exception as db_exception
from oslo_db.sqlalchemy import enginefacade
from sqlalchemy import orm

from f5_heat.engine.bridge import heat_resource


class Kept(heat_resource.HeatResource):
    properties_schema = {}


@pytest.fixture
def engine(tmp_path):
    """The engine of an empty database, which Heat takes for its own."""
    manager = enginefacade.transaction_context()
    manager.configure(connection='sqlite:///%s/heat.db' % tmp_path)
    engine = manager.writer.get_engine()
    models.BASE.metadata.create_all(engine)
    restore = db_api.context_manager.patch_factory(manager)
    yield engine
    restore()
    engine.dispose()


@pytest.fixture
def resource(engine):
    request = context.RequestContext(is_admin=False, project_id='tested')
    with db_api.context_manager.writer.using(request) as session:
        text = models.RawTemplate(template={}, files={})
        session.add(text)
        session.flush()
        session.add(
            models.Stack(
                id='stack',
                name='tested',
                tenant='tested',
                raw_template_id=text.id,
                disable_rollback=True,
            )
        )
        session.flush()
        row = models.Resource(
            name='pool',
            stack_id='stack',
            root_stack_id='stack',
            current_template_id=text.id,
        )
        session.add(row)
        session.flush()
        row_id = row.id
    made = Kept(
        'pool',
        rsrc_defn.ResourceDefinition('pool', 'Kept'),
        stack.Stack(
            request,
            'tested',
            template.Template({'heat_template_version': '2021-04-16'}),
        ),
    )
    made.id = row_id
    made.data_set('before', 'old')
    made.data_set('gone', 'old')
    return made


@pytest.fixture
def commits(engine, resource):
    counted = []
    sqlalchemy.event.listen(engine, 'commit', counted.append)
    return counted


def stored(engine):
    """The physical id and the data that another engine would find."""
    with orm.Session(engine) as session:
        ((found,),) = session.query(models.Resource.physical_resource_id)
        return found, sorted(
            map(
                tuple,
                session.query(
                    models.ResourceData.key, models.ResourceData.value
                ),
            )
        )


def keep(resource):
    resource.resource_id_set('/Common/web')
    resource.data_set('device', 'lab')
    resource.data_set('created', '7')
    resource.data_set('before', 'new')
    resource.data_delete('gone')


def test_all_of_it_is_one_transaction(engine, resource, commits):
    with resource.at_once():
        keep(resource)
        assert resource.data()['device'] == 'lab'
        assert not resource.data_delete('unknown')
    assert len(commits) == 1
    assert stored(engine) == (
        '/Common/web',
        [('before', 'new'), ('created', '7'), ('device', 'lab')],
    )
    assert sorted(resource.data().items()) == stored(engine)[1]
    # What is kept by itself afterwards is one of its own.
    resource.data_set('created', '8')
    assert ('created', '8') in stored(engine)[1]


def test_nothing_is_kept_of_what_failed(engine, resource, commits):
    before = stored(engine)
    with pytest.raises(KeyError), resource.at_once():
        keep(resource)
        raise KeyError
    assert commits == []
    with engine.begin() as connection:
        connection.execute(
            sqlalchemy.text(
                'CREATE TRIGGER full BEFORE INSERT ON resource_data '
                "BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
        )
    with pytest.raises(db_exception.DBError), resource.at_once():
        keep(resource)
    assert (
        stored(engine)
        == before
        == (None, [('before', 'old'), ('gone', 'old')])
    )
    assert (resource.resource_id, resource.data()) == (None, dict(before[1]))
