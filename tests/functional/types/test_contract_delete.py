# SPDX-License-Identifier: Apache-2.0

"""Whatever became of an object or of its device: it can be deleted.

The objects of a row are never made, half made, gone, or on a device that is
out of reach; each time all types at once.
"""

import contextlib
import pathlib
import re

import pytest
from heatclient import exc as heat_exc

from f5_heat.lab import lab
from tests.functional import conftest
from tests.functional import contract
from tests.functional import gateway
from tests.functional import labs
from tests.functional.contract import furniture
from tests.functional.contract import stacks

POOL = 'F5::LTM::Pool'
MANY = 100000


@contextlib.contextmanager
def reached(tmp_path_factory, convergence=True, **options):
    """A lab of two devices, which Heat reaches through gateways."""
    log_file = tmp_path_factory.mktemp('lab') / 'heat.log'
    ways = gateway.Gateway(), gateway.Gateway()
    conf = {
        'DEFAULT': {
            'action_retry_limit': 1,
            'convergence_engine': convergence,
        },
        'f5_bigip': {'retry_timeout': 1, **options},
        **{
            'f5_bigip_device:' + name: {
                'address': way.address,
                'retry_timeout': 1,
            }
            for name, way in zip(['lab', 'lab2'], ways, strict=True)
        },
    }
    with labs.start(devices=2, conf=conf, log_file=log_file) as running:
        found = conftest.Cloud(running)
        found.ways = ways
        for way, device in zip(ways, running.devices, strict=True):
            way.lead_to(device.port)
        furniture.place(found.bigip)
        yield found


@pytest.fixture(scope='module')
def strict(tmp_path_factory):
    with reached(tmp_path_factory) as found:
        yield found


@pytest.fixture(scope='module')
def lenient(tmp_path_factory):
    with reached(tmp_path_factory, forget_unreachable=True) as found:
        yield found


@pytest.fixture
def legacy(tmp_path_factory):
    with reached(tmp_path_factory, convergence=False) as found:
        yield found


@pytest.fixture
def cloud(strict):
    """The lab of most tests; its ways are open again in the end."""
    yield strict
    for way in strict.ways:
        way.open()


@pytest.fixture
def forgetful(lenient):
    """A lab whose operator lets resources be forgotten."""
    yield lenient
    for way in lenient.ways:
        way.open()


@pytest.fixture
def furnished():
    """What the rows refer to is there from the beginning."""


def fail_to_delete(cases):
    """Try to delete the stacks, in vain."""
    stacks.at_once(
        cases,
        lambda case: case.stack.heat.stacks.delete(case.stack.id),
        'DELETE_FAILED',
    )


def end_faults(cloud):
    kept = cloud.control.snapshot()
    cloud.control.reset()
    cloud.control.restore(kept)


def hot(**resources):
    return stacks.hot(resources)


def pool(**properties):
    return {'type': POOL, 'properties': properties}


def path(full_path):
    return full_path.replace('/', '~')


def test_never_created(cloud, alone):
    cases = alone(stacks.plain)
    before = stacks.held(cloud)
    cloud.ways[0].close()
    stacks.at_once(
        cases, lambda case: case.create(case.template()), 'CREATE_FAILED'
    )
    for _ in range(2):
        stacks.check_at_once(cases, 'CHECK_FAILED')
        assert (
            stacks.complaints(
                cases,
                lambda case: (
                    ''
                    if 'was never made: ' in case.reason('plain')
                    and 'Connection refused' in case.reason('plain')
                    else case.reason('plain')
                ),
            )
            == {}
        )
    stacks.delete_at_once(cases)
    cloud.ways[0].open()
    assert stacks.held(cloud) == before


def test_half_created(cloud, alone):
    """The objects are there, and Heat has heard nothing of them."""
    cases = alone(stacks.plain)
    before = stacks.held(cloud)
    cloud.control.inject(
        'drop-after', method='POST', path='/mgmt/tm/', times=MANY
    )
    cloud.control.inject(
        'drop-before', method='GET', times=MANY, path='/~|/auth/partition/'
    )
    try:
        stacks.at_once(
            cases, lambda case: case.create(case.template()), 'CREATE_FAILED'
        )
    finally:
        end_faults(cloud)
    assert (
        stacks.complaints(
            cases, lambda case: '' if case.read('plain') else 'is not there'
        )
        == {}
    )
    stacks.delete_at_once(cases)
    assert stacks.held(cloud) == before


def test_already_gone(cloud, crowd):
    plain = crowd(stacks.plain)
    before = stacks.held(cloud)
    plain.stack.create(plain.template())
    for case in plain:
        assert cloud.bigip.delete(case.uri('plain')).status_code == 200
    plain.stack.delete()
    assert stacks.held(cloud) == before


def test_out_of_reach_and_back(cloud, alone):
    cases = alone(stacks.plain)
    before = stacks.held(cloud)
    stacks.create_at_once(cases)
    cloud.ways[0].close()
    fail_to_delete(cases)
    assert (
        stacks.complaints(
            cases,
            lambda case: (
                ''
                if (
                    '%s %s cannot be deleted:'
                    % (case.row.type, case.ids()['plain'])
                    in case.reason('plain')
                    and 'Connection refused (https://%s)'
                    % cloud.ways[0].address
                    in case.reason('plain')
                    and 'Delete it again once the BIG-IP can be reached'
                    in case.reason('plain')
                )
                else case.reason('plain')
            ),
        )
        == {}
    )
    cloud.ways[0].open()
    stacks.delete_at_once(cases)
    assert stacks.held(cloud) == before


def test_forgotten(forgetful):
    """What is left behind is in the log."""
    cloud = forgetful
    rows = [row for row in contract.ROWS if not row.needs]
    assert len(rows) > 20
    plain = stacks.Crowd(cloud, conftest.Stack(cloud.heat), rows, stacks.plain)
    plain.stack.create(plain.template())
    ids = plain.ids()
    made = stacks.held(cloud)
    cloud.ways[0].close()
    plain.stack.delete()
    assert stacks.held(cloud) == made
    log = cloud.log_file.read_text()
    for case in plain:
        assert re.search(
            r'WARNING.* %splain of the stack %s .* left behind: %s %s, on '
            'lab\\.'
            % (
                case.label,
                plain.stack.name,
                case.row.type,
                re.escape(ids[case, 'plain']),
            ),
            log,
        ), case.row.type
        assert cloud.bigip.delete(case.uri('plain')).status_code == 200


@pytest.mark.parametrize('fault', ['drop-before', '503-restarting'])
def test_a_device_that_is_there_is_not_forgotten(fault, forgetful):
    cloud = forgetful
    stack = conftest.Stack(cloud.heat)
    stack.create(hot(pool=pool(name='kept')))
    cloud.control.inject(fault, method='DELETE', times=MANY)
    try:
        stack.delete(expect='DELETE_FAILED')
    finally:
        end_faults(cloud)
    assert cloud.bigip.read('ltm/pool/~Common~kept')
    stack.delete()
    assert cloud.bigip.read('ltm/pool/~Common~kept') is None


def test_a_device_that_refuses_is_not_forgotten(forgetful):
    cloud = forgetful
    bigip, user = cloud.bigips[1], 'auth/user/' + lab.USERNAME
    stack = conftest.Stack(cloud.heat)
    # Nobody else is refused with the session of this device.
    stack.create(
        hot(
            bigip=device(cloud),
            pool=pool(name='kept', bigip_server={'get_resource': 'bigip'}),
        )
    )
    assert bigip.patch(user, json={'password': 'Fresh-1'}).ok
    bigip.auth = (lab.USERNAME, 'Fresh-1')
    cloud.controls[1].expire_tokens()
    stack.delete(expect='DELETE_FAILED')
    assert '401' in stack.resource('pool').resource_status_reason
    assert bigip.delete('ltm/pool/~Common~kept').ok
    assert bigip.patch(user, json={'password': lab.PASSWORD}).ok
    bigip.auth = (lab.USERNAME, lab.PASSWORD)


@pytest.mark.parametrize('option', ['strict', 'lenient'])
def test_a_cluster_with_a_device_that_is_gone(option, request):
    cloud = request.getfixturevalue(option)
    stack = conftest.Stack(cloud.heat)
    stack.create(
        hot(
            cluster={
                'type': 'F5::Cm::Cluster',
                'properties': {
                    'device_group_name': 'pair',
                    'devices': ['lab', 'lab2'],
                },
            }
        )
    )
    cloud.controls[1].disconnect()
    cloud.ways[1].close()
    try:
        stack.delete(
            expect='DELETE_%s'
            % ('FAILED' if option == 'strict' else 'COMPLETE')
        )
        assert cloud.bigip.read('cm/device-group/~Common~pair') is None
        assert cloud.bigips[1].read('cm/device-group/~Common~pair')
    finally:
        cloud.ways[1].open()
        cloud.controls[1].reconnect()
    if option == 'strict':
        assert 'forget_unreachable' in (
            stack.resource('cluster').resource_status_reason
        )
        stack.delete()
        assert cloud.bigips[1].read('cm/device-group/~Common~pair') is None
    else:
        assert re.search(
            'WARNING.*the cluster /Common/pair is left behind. bigip2 cannot '
            'be used: .*Connection refused',
            cloud.log_file.read_text(),
        )


def device(cloud, **properties):
    """The second device, in a template."""
    found = cloud.lab.devices[1]
    return {
        'type': 'F5::BigIP::Device',
        'properties': {
            'ip': cloud.ways[1].address,
            'username': lab.USERNAME,
            'password': lab.PASSWORD,
            'ca_cert': pathlib.Path(found.ca_file).read_text(),
            **properties,
        },
    }


@pytest.mark.parametrize(
    'wrong',
    [
        {'password': 'wrong'},
        {'ip': '127.0.0.1:1'},
        {'username': 'nobody'},
        {'ca_cert': None, 'validate_certs': True},
    ],
    ids=lambda one: next(iter(one)),
)
def test_a_device_whose_update_failed(wrong, cloud, make_stack):
    """What worked before stays in use."""
    if 'ca_cert' in wrong:
        # The authority of another device.
        wrong = {
            'ca_cert': pathlib.Path(cloud.lab.devices[0].ca_file).read_text()
        }
    stack = make_stack()
    on = {'bigip_server': {'get_resource': 'bigip'}, 'name': 'dependent'}
    stack.create(hot(bigip=device(cloud), pool=pool(**on)))
    stack.update(
        hot(bigip=device(cloud, **wrong), pool=pool(**on)),
        expect='UPDATE_FAILED',
    )
    assert cloud.bigips[1].read('ltm/pool/~Common~dependent')
    stack.delete()
    assert cloud.bigips[1].read('ltm/pool/~Common~dependent') is None


def test_a_device_whose_create_failed(cloud, stack):
    on = {'bigip_server': {'get_resource': 'bigip'}}
    stack.create(
        hot(bigip=device(cloud, password='wrong'), pool=pool(**on)),
        expect='CREATE_FAILED',
    )
    stack.delete()


@pytest.mark.parametrize('engine', ['strict', 'legacy'])
@pytest.mark.parametrize('is_suspended', [False, True])
def test_a_device_resource_that_is_gone(engine, is_suspended, request):
    """The author leaves the object behind, in the way that he is told."""
    cloud = request.getfixturevalue(engine)
    bearer, stack = conftest.Stack(cloud.heat), conftest.Stack(cloud.heat)
    bearer.create(hot(bigip=device(cloud)))
    reference = bearer.resource('bigip').physical_resource_id

    def template(**rest):
        return hot(
            pool={**pool(name='orphan', bigip_server=reference), **rest}
        )

    stack.create(template())
    if is_suspended:
        stack.suspend()
    bearer.delete()
    stack.delete(expect='DELETE_FAILED')
    reason = stack.resource('pool').resource_status_reason
    assert (
        'F5::LTM::Pool /Common/orphan cannot be deleted: %s is neither '
        'an F5::BigIP::Device of this project nor a device in heat.conf'
        % (reference)
        in reason
    )
    assert 'check the stack, update it with deletion_policy: Retain' in (
        reason
    )
    with pytest.raises(heat_exc.HTTPBadRequest):
        # This is why the reason speaks of a check.
        cloud.heat.stacks.update(stack.id, template=template())
    stack.check('CHECK_FAILED' if engine == 'legacy' else 'CHECK_COMPLETE')
    stack.update(template(deletion_policy='Retain'))
    stack.delete()
    assert cloud.bigips[1].delete('ltm/pool/~Common~orphan').ok


def test_a_device_resource_that_is_gone_is_forgotten(forgetful):
    cloud = forgetful
    bearer, stack = conftest.Stack(cloud.heat), conftest.Stack(cloud.heat)
    bearer.create(hot(bigip=device(cloud)))
    reference = bearer.resource('bigip').physical_resource_id
    stack.create(hot(pool=pool(name='orphan', bigip_server=reference)))
    bearer.delete()
    stack.delete()
    assert cloud.bigips[1].delete('ltm/pool/~Common~orphan').ok
    assert (
        'left behind: F5::LTM::Pool /Common/orphan, on %s.' % (reference)
        in cloud.log_file.read_text()
    )


@pytest.mark.parametrize('subpath', ['', 'below'])
def test_a_partition_that_is_not_empty(subpath, cloud, stack):
    """The error lists what is in it."""
    kinds = {
        'partition': {
            'type': 'F5::Sys::Partition',
            'properties': {'name': 'crowded'},
        }
    }
    place, name = '/crowded', 'partition'
    if subpath:
        kinds[name := 'folder'] = {
            'type': 'F5::Sys::Partition',
            'depends_on': 'partition',
            'properties': {'name': subpath, 'subpath': '/crowded'},
        }
        place = '/crowded/' + subpath
    stack.create(stacks.hot(kinds))
    where = {
        'partition': 'crowded',
        **({'subPath': subpath} if subpath else {}),
    }
    left = {
        'ltm/pool': [{'name': 'pool%02d' % number} for number in range(22)],
        'ltm/monitor/http': [{'name': 'monitor'}],
        'ltm/profile/tcp': [{'name': 'profile'}],
    }
    for collection, bodies in left.items():
        for body in bodies:
            assert cloud.bigip.post(collection, json={**where, **body}).ok
    cloud.control.clear()
    stack.delete(expect='DELETE_FAILED')
    assert {
        request['method']
        for request in cloud.control.requests()
        if not request['login']
    } == {'DELETE', 'GET'}
    reason = stack.resource(name).resource_status_reason
    assert '0107082a:3: You must remove all objects' in reason
    listed = re.search(r'In it are: (.*) and (\d+) more\.', reason)
    items = listed.group(1).split(', ')
    assert len(items) == 20
    assert int(listed.group(2)) == 4
    found = {
        '%s %s/%s' % (collection, place, body['name'])
        for collection, bodies in left.items()
        for body in bodies
    }
    assert set(items) <= found
    for one in found - {'ltm/profile/tcp %s/profile' % place}:
        collection, full_path = one.split()
        assert cloud.bigip.delete('%s/%s' % (collection, path(full_path))).ok
    stack.delete(expect='DELETE_FAILED')
    assert 'In it are: ltm/profile/tcp %s/profile.' % place in (
        stack.resource(name).resource_status_reason
    )
    assert cloud.bigip.delete('ltm/profile/tcp/' + path(place + '/profile')).ok
    stack.delete()
    assert cloud.bigip.read('auth/partition/crowded') is None


def members(*addresses, **properties):
    return pool(
        members=[
            {'member_ip': address, 'member_port': 80} for address in addresses
        ],
        **properties,
    )


def test_the_nodes_of_a_pool_that_cannot_be_made_again(cloud, stack):
    before = stacks.held(cloud)
    stack.create(hot(pool=members('10.6.0.1', '10.6.0.2')))
    made = stack.resource('pool').physical_resource_id
    assert cloud.bigip.delete('ltm/pool/' + path(made)).ok
    assert cloud.bigip.patch(
        'ltm/node/~Common~10.6.0.2', json={'description': 'kept'}
    ).ok
    stack.update(
        hot(
            pool=members('10.6.0.1', '10.6.0.2', monitors=['/Common/nowhere'])
        ),
        expect='UPDATE_FAILED',
    )
    assert not stack.resource('pool').physical_resource_id
    stack.delete()
    assert stacks.held(cloud) - before == {('ltm/node', '/Common/10.6.0.2')}
    assert cloud.bigip.delete('ltm/node/~Common~10.6.0.2').ok


@pytest.mark.parametrize('repair', [False, True])
def test_the_nodes_of_a_service_whose_creation_was_cut_off(
    repair, cloud, stack
):
    """The service is made, and Heat cannot read which nodes it made."""
    before = stacks.held(cloud)
    template = hot(
        template={
            'type': 'F5::Sys::iAppCompositeTemplate',
            'properties': {
                'name': stack.name,
                'partition': 'Common',
                'presentation': 'section a { string b }',
                'implementation': (
                    r'tmsh::create ltm pool web members add \{ '
                    r'10.6.1.1:80 \}'
                ),
            },
        },
        service={
            'type': 'F5::Sys::iAppService',
            'properties': {
                'name': stack.name,
                'template_name': {'get_resource': 'template'},
            },
        },
    )
    with conftest.fault(
        cloud.control, 'drop-before', method='GET', path='/ltm/node$', skip=1
    ):
        stack.create(template, expect='CREATE_FAILED')
    assert cloud.bigip.read('ltm/node/~Common~10.6.1.1')
    if repair:
        stack.update(template)
    stack.delete()
    assert stacks.held(cloud) == before
