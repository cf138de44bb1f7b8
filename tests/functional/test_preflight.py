# SPDX-License-Identifier: Apache-2.0

"""What a look at the device refuses, before anything is made on it."""

import collections
import contextlib
import json
import os
import pathlib
import subprocess
import sys

import pytest
from heatclient import exc as heat_exc

from tests.functional import conftest
from tests.functional import labs
from tests.functional.contract import stacks

OPENSTACK = pathlib.Path(sys.executable).with_name('openstack')

POOL = 'F5::LTM::Pool'
SERVER = {'type': 'F5::LTM::VirtualServer', 'ip': '192.0.2.90', 'port': 80}
TAKEN = '192.0.2.91'

#: Properties (and the type, a pool unless said otherwise), the property that
#: is refused, and what is said there.
REFUSED = [
    (
        {'monitors': ['/Common/tcp', 'nowhere']},
        'monitors',
        '/Common/nowhere does not exist on the BIG-IP',
    ),
    ({'partition': 'nowhere'}, 'partition', '/nowhere does not exist'),
    ({'partition': 'Comon'}, 'partition', 'makes it. Did you mean /Common?'),
    (
        {**SERVER, 'profiles': ['http', '/Common/clientsl']},
        'profiles',
        'makes it. Did you mean /Common/clientssl',
    ),
    (
        {'name': 'theirs'},
        'name',
        '/Common/theirs exists on the BIG-IP, and does not belong to this',
    ),
    (
        {**SERVER, 'default_pool': 'nowhere'},
        'default_pool',
        '/Common/nowhere does not exist',
    ),
    (
        {**SERVER, 'profiles': ['http', {'name': '/Common/no'}]},
        'profiles',
        '/Common/no does not exist',
    ),
    ({**SERVER, 'irules': ['no']}, 'irules', '/Common/no does not exist'),
    ({**SERVER, 'snat': 'no'}, 'snat', '/Common/no does not exist'),
    (
        {**SERVER, 'persistence_profile': 'no'},
        'persistence_profile',
        '/Common/no does not exist',
    ),
    (
        {**SERVER, 'ip': TAKEN},
        'ip',
        'The virtual server /Common/theirs listens on the same address',
    ),
    (
        # The default route domain of the partition is 7.
        {**SERVER, 'ip': '192.0.2.93%7', 'partition': 'their_partition'},
        'ip',
        'The virtual server /their_partition/inner listens on the same',
    ),
    (
        {**SERVER, 'firewall_enforced_policy': '/Common/strict'},
        'firewall_enforced_policy',
        'The module afm, which this needs',
    ),
    (
        {**SERVER, 'per_flow_request_access_policy': '/Common/strict'},
        'per_flow_request_access_policy',
        'The module apm, which this needs',
    ),
    (
        {
            'type': 'F5::LTM::PoolMember',
            'pool': 'theirs',
            'address': '192.0.2.1',
            'port': 80,
        },
        'address',
        '/Common/192.0.2.1:80 exists on the BIG-IP',
    ),
    (
        {
            'type': 'F5::LTM::PoolMember',
            'pool': 'no',
            'address': '192.0.2.1',
            'port': 80,
        },
        'pool',
        '/Common/no does not exist',
    ),
    (
        {
            'type': 'F5::LTM::Monitor::HTTP',
            'interval': 30,
            'defaults_from': 'their_monitor',
        },
        'interval',
        'the timeout, 20 seconds, which comes from /Common/their_monitor',
    ),
    (
        {'type': 'F5::Sys::Partition', 'name': 'their_partition'},
        'name',
        'their_partition exists on the BIG-IP',
    ),
    (
        {
            'type': 'F5::Sys::iAppService',
            'name': 'a',
            'partition': 'Common',
            'template_name': 'no',
        },
        'template_name',
        '/Common/no does not exist',
    ),
    (
        {
            'type': 'F5::LTM::Profile::ClientSSL',
            'cert': 'no.crt',
            'key': 'default.key',
        },
        'cert',
        '/Common/no.crt does not exist',
    ),
]


@pytest.fixture(scope='module')
def cloud(tmp_path_factory):
    """A lab whose operator lets stacks be validated on the device."""
    log_file = tmp_path_factory.mktemp('lab') / 'heat.log'
    conf = {
        'f5_bigip': {'validate_on_device': True, 'devices': 'lab,none'},
        'f5_bigip_device:none': {
            'address': '127.0.0.1:1',
            'password': 'admin',
        },
    }
    with labs.start(conf=conf, log_file=log_file) as running:
        found = conftest.Cloud(running)
        for collection, body in (
            (
                'ltm/pool',
                {'name': 'theirs', 'members': [{'name': '192.0.2.1:80'}]},
            ),
            ('ltm/virtual', {'name': 'theirs', 'destination': TAKEN + ':80'}),
            ('net/route-domain', {'name': 'seven', 'id': 7}),
            (
                'auth/partition',
                {'name': 'their_partition', 'defaultRouteDomain': 7},
            ),
            (
                'ltm/virtual',
                {
                    'name': 'inner',
                    'partition': 'their_partition',
                    'destination': '192.0.2.93:80',
                },
            ),
            ('ltm/monitor/http', {'name': 'their_monitor', 'timeout': 20}),
        ):
            answer = found.bigip.post(collection, json=body)
            assert answer.ok, answer.text
        yield found


def template(properties):
    given = dict(properties)
    return stacks.hot(
        {'object': {'type': given.pop('type', POOL), 'properties': given}}
    )


def requests(cloud):
    """What was asked for; what is missing comes twice, and is once here."""
    seen, missing = [], collections.Counter()
    for request in cloud.control.requests():
        if request['login']:
            continue
        one = request['method'], request['path'], request['query']
        missing[one] += request['status'] == 404
        if missing[one] != 2:
            seen.append(one)
    assert set(missing.values()) <= {0, 2}
    return seen


@pytest.mark.parametrize(
    'given, name, words',
    REFUSED,
    ids=[
        ' '.join((given.get('type', POOL).removeprefix('F5::'), name))
        for given, name, words in REFUSED
    ],
)
def test_refused(given, name, words, cloud):
    cloud.control.clear()
    with pytest.raises(heat_exc.HTTPBadRequest) as caught:
        cloud.heat.stacks.preview(
            stack_name='refused', template=template(given)
        )
    said = str(caught.value)
    assert 'resources.object.properties.%s: ' % name in said
    assert words in said
    seen = requests(cloud)
    assert {method for method, _, _ in seen} == {'GET'}
    assert len(set(seen)) == len(seen) <= 150
    assert all(
        'select' in query for _, path, query in seen if path.count('/') > 4
    ), seen


def test_ltm_is_needed(cloud):
    assert cloud.bigip.patch('sys/provision/ltm', json={'level': 'none'}).ok
    assert cloud.bigip.patch('sys/provision/gtm', json={'level': 'nominal'}).ok
    try:
        with pytest.raises(
            heat_exc.HTTPBadRequest, match='The module ltm is not provisioned'
        ):
            cloud.heat.stacks.preview(
                stack_name='refused', template=template({})
            )
    finally:
        cloud.bigip.patch('sys/provision/ltm', json={'level': 'nominal'})
        cloud.bigip.patch('sys/provision/gtm', json={'level': 'none'})


def test_create_and_update_refuse_it_too(cloud, stack):
    wrong = {'name': stack.name, 'monitors': ['nowhere']}
    with pytest.raises(heat_exc.HTTPBadRequest, match='does not exist'):
        stack.create(template(wrong))
    stack.create(template({'name': stack.name}))
    stack.update(template({'name': stack.name, 'monitors': ['tcp']}))
    with pytest.raises(heat_exc.HTTPBadRequest, match='does not exist'):
        stack.update(template(wrong))
    assert stack.show().stack_status == 'UPDATE_COMPLETE'


def test_what_the_stack_makes_itself(cloud, stack):
    """By path or by name, in a partition of its own; and an update of it."""
    name = stack.name
    resources = {
        'partition': {
            'type': 'F5::Sys::Partition',
            'properties': {'name': name},
        },
        'pool': {
            'type': POOL,
            'depends_on': 'partition',
            'properties': {
                'name': 'web',
                'partition': name,
                'monitors': ['mine'],
            },
        },
        'monitor': {
            'type': 'F5::LTM::Monitor::HTTP',
            'depends_on': 'partition',
            'properties': {'name': 'mine', 'partition': name},
        },
        'site': {
            'type': 'F5::LTM::VirtualServer',
            'depends_on': 'pool',
            'properties': {
                'name': 'site',
                'partition': name,
                'ip': '192.0.2.92',
                'port': 80,
                'ip_protocol': 'tcp',
                'profiles': ['http', '/Common/tcp'],
                'default_pool': '/%s/web' % name,
            },
        },
    }
    resources['pool']['depends_on'] = ['partition', 'monitor']
    stack.create(stacks.hot(resources))
    resources['site']['properties']['description'] = 'changed'
    resources['site']['properties']['port'] = 81
    stack.update(stacks.hot(resources))
    del resources['monitor']
    resources['pool']['depends_on'] = 'partition'
    del resources['pool']['properties']['monitors']
    stack.update(stacks.hot(resources))


def test_what_is_not_known_yet(cloud):
    """What another resource says is left to the device."""
    cloud.heat.stacks.preview(
        stack_name='later',
        template=stacks.hot(
            {
                'value': {
                    'type': 'OS::Heat::Value',
                    'properties': {'value': 'nowhere'},
                },
                'pool': {
                    'type': POOL,
                    'properties': {
                        'name': {'get_attr': ['value', 'value']},
                        'partition': {'get_attr': ['value', 'value']},
                        'monitors': [{'get_attr': ['value', 'value']}],
                    },
                },
            }
        ),
    )


def test_one_request_for_a_collection(cloud):
    """However many resources ask."""
    cloud.control.clear()
    cloud.heat.stacks.preview(
        stack_name='many',
        template=stacks.hot(
            {
                'pool%d' % number: {
                    'type': POOL,
                    'properties': {
                        'name': 'pool%d' % number,
                        'monitors': ['tcp'],
                    },
                }
                for number in range(20)
            }
        ),
    )
    seen = requests(cloud)
    assert len(set(seen)) == len(seen) <= 6


def test_a_device_that_is_not_there(cloud):
    """It is not asked, and that is in the log."""
    cloud.heat.stacks.preview(
        stack_name='absent',
        template=template({'bigip_server': 'none', 'monitors': ['nowhere']}),
    )
    assert (
        'object of the stack absent is not validated on its BIG-IP: '
        in cloud.log_file.read_text()
    )


def test_the_command(cloud, tmp_path):
    """openstack stack create --dry-run says it to the author."""
    file = tmp_path / 'stack.json'
    file.write_text(json.dumps(template({'monitors': ['nowhere']})))
    done = subprocess.run(
        [OPENSTACK, 'stack', 'create', '--dry-run', '-t', file, 'dry'],
        env=os.environ | cloud.environ,
        capture_output=True,
        text=True,
    )
    assert done.returncode
    assert (
        'resources.object.properties.monitors: /Common/nowhere does not '
        'exist on the BIG-IP' in done.stderr
    )
    with contextlib.suppress(heat_exc.HTTPNotFound):
        pytest.fail(cloud.heat.stacks.get('dry').stack_status)
