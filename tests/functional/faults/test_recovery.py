# SPDX-License-Identifier: Apache-2.0

"""After what fails half-way the same update, or a delete, puts it right."""

import pytest

from tests.functional import conftest
from tests.functional import labs
from tests.functional.faults.test_failures import everything
from tests.functional.faults.test_failures import pool
from tests.functional.faults.test_failures import SERVER
from tests.functional.faults.test_failures import template
from tests.functional.faults.test_failures import thing
from tests.functional.faults.test_failures import uri


@pytest.fixture(scope='module')
def cloud(tmp_path_factory):
    """A lab of its own, as these tests compare all that a device holds."""
    log_file = tmp_path_factory.mktemp('lab') / 'heat.log'
    conf = {**conftest.SOON, 'DEFAULT': {'action_retry_limit': 0}}
    with labs.start(conf=conf, log_file=log_file) as running:
        yield conftest.Cloud(running)


def members(*addresses, **more):
    return [
        {'member_ip': address, 'member_port': 80, **more}
        for address in addresses
    ]


def server(name, **properties):
    return template(
        site=thing(
            SERVER,
            **{'name': name, 'ip': '192.0.2.90', 'port': 80, **properties},
        )
    )


def test_converge_makes_a_lost_object_anew(cloud, stack):
    resources = template(pool=pool(name='lost', slow_ramp_time=20))
    stack.create(resources)
    assert cloud.bigip.delete('ltm/pool/~Common~lost').ok
    stack.update(resources, converge=True)
    stack.check()
    assert cloud.bigip.read('ltm/pool/~Common~lost')


def test_a_node_that_stayed_goes_with_the_next_update(cloud, stack):
    before = everything(cloud)
    fewer = template(pool=pool(members=members('10.9.2.1')))
    stack.create(template(pool=pool(members=members('10.9.2.1', '10.9.2.2'))))
    with conftest.fault(
        cloud.control, 'drop-before', method='DELETE', path='/ltm/node/'
    ):
        stack.update(fewer, expect='UPDATE_FAILED')
    stack.update(fewer)
    stack.delete()
    assert everything(cloud) == before


def test_a_node_of_a_lost_answer_goes_too(cloud, stack):
    before = everything(cloud)
    stack.create(template(pool=pool(members=members('10.9.11.1'))))
    cloud.control.inject('drop-after', method='PATCH')
    stack.update(
        template(pool=pool(members=members('10.9.11.1', '10.9.11.2')))
    )
    stack.delete()
    assert everything(cloud) == before


def test_a_node_that_nobody_saw_goes_too(cloud, stack):
    """The answer is lost, and nothing can be read until Heat gives up."""
    before = everything(cloud)
    stack.create(template(pool=pool(members=members('10.9.12.1'))))
    cloud.control.inject('drop-after', method='PATCH')
    with conftest.fault(cloud.control, 'drop-before', method='GET'):
        stack.update(
            template(pool=pool(members=members('10.9.12.1', '10.9.12.2'))),
            expect='UPDATE_FAILED',
        )
    assert cloud.bigip.read('ltm/node/~Common~10.9.12.2')
    stack.delete()
    assert everything(cloud) == before


def test_what_a_failed_update_gave_is_taken_back(cloud, stack):
    first = template(pool=pool(members=members('10.9.3.1', '10.9.3.2')))
    stack.create(first)
    with conftest.fault(
        cloud.control, 'drop-before', method='DELETE', path='/ltm/node/'
    ):
        stack.update(
            template(
                pool=pool(slow_ramp_time=99, members=members('10.9.3.1'))
            ),
            expect='UPDATE_FAILED',
        )
    assert cloud.bigip.read(uri(stack))['slowRampTime'] == 99
    stack.update(first)
    assert cloud.bigip.read(uri(stack))['slowRampTime'] == 10


def test_a_snapshot_forgets_no_drift(cloud, stack):
    resources = template(pool=pool(slow_ramp_time=20))
    stack.create(resources)
    assert cloud.bigip.patch(uri(stack), json={'slowRampTime': 30}).ok
    stack.check(expect='CHECK_FAILED')
    stack.snapshot()
    stack.update(resources)
    assert cloud.bigip.read(uri(stack))['slowRampTime'] == 20


MONITOR = 'F5::LTM::Monitor::HTTP'


@pytest.mark.parametrize('looks', ['check', 'snapshot'])
@pytest.mark.parametrize(
    'kind, key, uri_of, before, after',
    [
        ('F5::LTM::Pool', 'reselectTries', 'ltm/pool', {}, 3),
        ('F5::LTM::Pool', 'reselectTries', 'ltm/pool', 2, 3),
        (MONITOR, 'password', 'ltm/monitor/http', 'first', 'second'),
    ],
    ids=['given', 'changed', 'secret'],
)
def test_an_action_between_forgets_no_failed_update(
    cloud, stack, kind, key, uri_of, before, after, looks
):
    """The device has what the update set, and Heat the former template."""
    name = stack.name.replace('-', '_')
    prop = {'reselectTries': 'reselect_tries'}.get(key, key)
    path = '/Common/' + name

    def stacked(value):
        given = {} if value == {} else {prop: value}
        return template(it=thing(kind, name=name, **given))

    def held():
        # The device shows nothing of a secret.
        return cloud.control.config()[uri_of][path].get(key) or 0

    stack.create(stacked(before))
    former = held()
    where = '%s/~Common~%s' % (uri_of, name)
    cloud.control.inject('drop-after', method='PATCH', path=where)
    with conftest.fault(
        cloud.control, 'drop-before', method='GET', path=where
    ):
        stack.update(stacked(after), expect='UPDATE_FAILED')
    assert held() != former
    if looks == 'check':
        stack.check(expect=('CHECK_COMPLETE', 'CHECK_FAILED'))
    else:
        stack.snapshot()
    stack.update(stacked(before))
    assert held() == former


@pytest.mark.parametrize('then', ['delete', 'back'])
def test_the_answer_to_a_rename_is_lost(cloud, stack, then):
    before = everything(cloud)
    stack.create(server('first'))
    cloud.control.inject('drop-after', method='PATCH', path='/transaction/')
    stack.update(server('second'))
    assert cloud.bigip.read('ltm/virtual/~Common~first') is None
    if then == 'back':
        stack.update(server('first'))
        assert cloud.bigip.read('ltm/virtual/~Common~first')
    stack.delete()
    assert everything(cloud) == before


@pytest.mark.parametrize('then', ['delete', 'back', 'again', 'third'])
def test_nobody_sees_what_came_of_a_rename(cloud, stack, then):
    before = everything(cloud)
    stack.create(server('first'))
    cloud.control.inject('drop-after', method='PATCH', path='/transaction/')
    with conftest.fault(cloud.control, 'drop-before', method='GET'):
        stack.update(server('second'), expect='UPDATE_FAILED')
    assert cloud.bigip.read('ltm/virtual/~Common~first') is None
    assert cloud.bigip.read('ltm/virtual/~Common~second')
    name = {'back': 'first', 'again': 'second', 'third': 'third'}.get(then)
    if name:
        stack.update(server(name))
        assert [
            path
            for collection, path in everything(cloud)
            if collection == 'ltm/virtual'
        ] == ['/Common/' + name]
    stack.delete()
    assert everything(cloud) == before


def test_the_answer_to_a_new_address_is_lost(cloud, stack):
    def node(address):
        return template(
            node=thing('F5::LTM::Node', name='moved', address=address)
        )

    stack.create(node('10.9.15.1'))
    cloud.control.inject('drop-after', method='PATCH', path='/transaction/')
    stack.update(node('10.9.15.2'))
    stack.update(node('10.9.15.1'))
    assert cloud.bigip.read('ltm/node/~Common~moved')['address'] == (
        '10.9.15.1'
    )


def test_a_cut_off_create_under_another_name(cloud, stack, make_stack):
    # A login before the faults, which are for other requests.
    make_stack().create(template(pool=pool()))
    with (
        conftest.fault(
            cloud.control, 'drop-after', method='POST', path='/ltm/virtual$'
        ),
        conftest.fault(cloud.control, 'drop-before', method='GET'),
    ):
        stack.create(server('cut'), expect='CREATE_FAILED')
    stack.update(server('whole'))
    assert cloud.bigip.read('ltm/virtual/~Common~whole')
    assert cloud.bigip.read('ltm/virtual/~Common~cut') is None


def test_what_is_called_foreign_stays(cloud, stack):
    named = template(pool=pool(name='stale'))
    stack.create(named)
    assert cloud.bigip.delete('ltm/pool/~Common~stale').ok
    stack.update(
        template(pool=pool(name='stale', monitors=['/Common/nowhere'])),
        expect='UPDATE_FAILED',
    )
    theirs = cloud.bigip.post('ltm/pool', json={'name': 'stale'}).json()
    stack.update(named, expect='UPDATE_FAILED')
    stack.delete()
    assert (
        cloud.bigip.read('ltm/pool/~Common~stale')['generation']
        == (theirs['generation'])
    )
    assert cloud.bigip.delete('ltm/pool/~Common~stale').ok


def test_the_same_place_in_other_words(cloud, stack):
    def resources(pool_of_member, **place):
        return template(
            pool=pool(name='place', **place),
            member={
                **thing(
                    'F5::LTM::PoolMember',
                    pool=pool_of_member,
                    address='10.9.9.1',
                    port=80,
                ),
                'depends_on': 'pool',
            },
        )

    stack.create(resources('place'))
    cloud.control.clear()
    stack.update(resources({'get_resource': 'pool'}, partition='Common'))
    stack.update(resources('/Common/place', bigip_server='lab'))
    assert cloud.control.requests() == []


def test_a_null_in_a_map_is_no_value(cloud, stack):
    stack.create(
        template(pool=pool(members=members('10.9.12.1', inherit_profile=None)))
    )
    (made,) = cloud.bigip.get(uri(stack) + '/members').json()['items']
    assert made['inheritProfile'] == 'enabled'


def test_a_virtual_server_changes_its_family(cloud, stack):
    stack.create(server('family', source='192.0.2.0/24'))
    stack.update(server('family', ip='2001:db8::10'))
    made = cloud.bigip.read('ltm/virtual/~Common~family')
    assert (made['destination'], made['source']) == (
        '/Common/2001:db8::10.80',
        '::/0',
    )


def test_a_blank_in_the_name_of_a_resource(cloud, stack):
    stack.create(
        template(
            **{
                'my node': thing(
                    'F5::LTM::Node', address='10.9.8.1', description='x'
                )
            }
        )
    )
    stack.check()
