# SPDX-License-Identifier: Apache-2.0

"""Snapshots of stacks, and what a restore makes of them."""

import json
import pathlib

import pytest

from tests.functional import conftest
from tests.functional import serving
from tests.functional.contract import stacks


@pytest.fixture
def served(cloud, stack):
    return serving.Serving(cloud, stack)


def data(stack, snapshot, resource):
    shown = stack.heat.stacks.snapshot_show(stack.id, snapshot)
    return shown['snapshot']['data']['resources'][resource]['resource_data']


def made_anew(*bodies):
    """Forget what the device gives each object once."""
    for body in bodies:
        body.pop('vsIndex', None)
        body.pop('creationTime', None)


def test_drift_is_put_back_where_the_template_is_the_same(served):
    served.stack.create(served.template())
    before = served.all()
    snapshot = served.stack.snapshot()
    served.set(4, ratio=9)
    served.set('closed', enabled=True)
    served.remove('server')
    writes = served.watch(served.stack.restore, snapshot)
    assert sorted(writes) == [
        ('PATCH', served.uri(4)),
        ('PATCH', served.uri('closed')),
        ('POST', 'ltm/virtual'),
    ]
    after = served.all()
    made_anew(before['server'], after['server'])
    assert after == before
    served.stack.check()


@pytest.fixture(params=['cloud', 'legacy_cloud'])
def served_by_both(request):
    cloud = request.getfixturevalue(request.param)
    served = serving.Serving(cloud, conftest.Stack(cloud.heat))
    yield served
    served.stack.delete()


def test_what_the_device_had_is_put_back(served_by_both):
    served = served_by_both
    served.stack.create(served.template())
    served.set(4, ratio=9)
    served.set(1, ratio=7)
    served.set('pool', monitor='/Common/http')
    before = served.all()
    snapshot = served.stack.snapshot()
    kept = data(served.stack, snapshot, 'member')['configuration']
    assert kept['ratio'] == 9
    assert kept['admin_state'] == 'enabled'
    changed = served.template(
        'closed',
        member={'ratio': 3, 'description': 'changed'},
        pool={'members': []},
    )
    served.stack.update(changed)
    assert served.read('closed') is None
    served.stack.restore(snapshot)
    after = served.all()
    for of in ('closed', 1, 2, 3):
        made_anew(before[of], after[of])
    assert after == before
    served.stack.check()
    # The template of the author is what an update goes by again.
    served.stack.update(served.template())
    assert served.read(4)['ratio'] == 2


def test_what_is_gone_fails_the_snapshot(served):
    served.stack.create(served.template())
    served.remove('closed')
    served.stack.snapshot(expect='SNAPSHOT_FAILED')
    assert '404' in served.reason('closed')
    served.stack.update(served.template())
    served.stack.snapshot()


def test_functions_of_the_template_stay(served):
    """What differed is in the template now; the rest is as it was."""
    served.stack.create(served.template())
    served.set('server', description='by hand')
    served.set(4, ratio=9)
    snapshot = served.stack.snapshot()
    served.stack.restore(snapshot)
    resources = served.stack.heat.stacks.template(served.stack.id)['resources']
    assert resources['member']['properties']['ratio'] == 9
    assert resources['member']['properties']['pool'] == {
        'get_resource': 'apart'
    }
    assert served.read('server')['description'] == 'by hand'


def test_a_snapshot_that_is_deleted_changes_nothing(served):
    served.stack.create(served.template())
    served.set(4, ratio=9)
    snapshot = served.stack.snapshot()
    served.set(4, ratio=8)
    before = served.all()
    served.stack.heat.stacks.snapshot_delete(served.stack.id, snapshot)
    served.stack.check(expect='CHECK_FAILED')
    assert served.all() == before
    assert (
        served.stack.heat.stacks.snapshot_list(served.stack.id)['snapshots']
        == []
    )


def test_a_suspended_stack(served):
    """It is not suspended any more after a restore."""
    served.stack.create(served.template())
    before = served.all()
    served.stack.suspend()
    snapshot = served.stack.snapshot()
    assert (
        data(served.stack, snapshot, 'server')['configuration'][
            'admin_state_up'
        ]
        is True
    )
    served.stack.restore(snapshot)
    assert served.all() == before


def test_no_secret_is_kept(cloud, stack):
    """Neither of the object nor of the connection; a restore keeps them."""
    name = stack.name.replace('-', '_')
    template = stacks.hot(
        {
            'device': {
                'type': 'F5::BigIP::Device',
                'properties': {
                    'ip': cloud.environ['BIGIP_ADDRESS'],
                    'username': cloud.environ['BIGIP_USERNAME'],
                    'password': {'get_param': 'password'},
                    'ca_cert': pathlib.Path(cloud.bigip.verify).read_text(),
                },
            },
            'monitor': {
                'type': 'F5::LTM::Monitor::HTTP',
                'properties': {
                    'bigip_server': {'get_resource': 'device'},
                    'name': name,
                    'interval': 7,
                    'username': 'probe',
                    'password': {'get_param': 'probe'},
                },
            },
        }
    )
    template['parameters'] = {
        'password': {'type': 'string', 'hidden': True},
        'probe': {'type': 'string', 'hidden': True},
    }
    stack.create(
        template,
        parameters={
            'password': cloud.environ['BIGIP_PASSWORD'],
            'probe': 'b4rn-0wl',
        },
    )
    uri = 'ltm/monitor/http/~Common~' + name
    cloud.bigip.patch(uri, json={'interval': 8}).raise_for_status()
    held = stacks.unmarked(cloud.bigip.read(uri))
    snapshot = stack.snapshot()
    shown = stack.heat.stacks.snapshot_show(stack.id, snapshot)
    # The parameters are Heat's own to keep.
    kept = json.dumps(shown['snapshot']['data']['resources'])
    assert 'b4rn-0wl' not in kept
    assert 'hidden:' not in kept
    assert cloud.environ['BIGIP_PASSWORD'] not in kept
    assert cloud.environ['BIGIP_ADDRESS'] not in kept
    configuration = data(stack, snapshot, 'monitor')['configuration']
    assert configuration['interval'] == 8
    assert 'password' not in configuration
    template['resources']['monitor']['properties']['interval'] = 9
    stack.update(template, existing=True)
    stack.restore(snapshot)
    assert stacks.unmarked(cloud.bigip.read(uri)) == held
    stack.update(template, existing=True)
