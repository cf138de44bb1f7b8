# SPDX-License-Identifier: Apache-2.0

"""Signals to members, and resources that are marked unhealthy."""

from urllib import parse

import pytest
import requests
from heatclient import exc as heat_exc

from tests.functional import conftest
from tests.functional import serving
from tests.functional.contract import stacks


@pytest.fixture
def served(cloud, stack):
    return Signalled(cloud, stack)


@pytest.fixture(params=['cloud', 'legacy_cloud'])
def served_by_both(request):
    cloud = request.getfixturevalue(request.param)
    served = Signalled(cloud, conftest.Stack(cloud.heat))
    yield served
    served.stack.delete()


class Signalled(serving.Serving):
    """The stack that serves, with signals to one of its members."""

    def signal(self, **details):
        self.stack.heat.resources.signal(self.stack.id, 'member', details)

    def admin_state(self):
        session, state = self.state(4)
        if session != 'user-disabled':
            return 'enabled'
        return 'offline' if state == 'user-down' else 'disabled'

    def becomes(self, admin_state):
        """Wait: Heat answers before it has done what a signal asks for."""
        conftest.until(lambda: self.admin_state() == admin_state)

    def events(self):
        return [
            event.resource_status_reason
            for event in self.stack.heat.events.list(self.stack.id, 'member')
        ]

    def kept(self):
        """What a snapshot has of the member."""
        snapshot = self.stack.snapshot()
        return self.stack.heat.stacks.snapshot_show(self.stack.id, snapshot)[
            'snapshot'
        ]['data']['resources']['member']['resource_data']

    def set_member(self, **properties):
        self.stack.update(self.template(member=properties))


def test_actions(served_by_both):
    served = served_by_both
    served.stack.create(served.template())
    served.signal(action='disable')
    served.becomes('disabled')
    conftest.until(
        lambda: 'Signal: admin_state is disabled' in served.events()
    )
    served.signal(action='drain')
    served.becomes('offline')
    served.stack.check()
    served.signal(action='enable')
    served.becomes('enabled')
    served.stack.check()


def test_a_state_lasts_until_an_update_changes_it(served):
    served.stack.create(served.template())
    served.signal(action='disable')
    served.becomes('disabled')
    assert served.watch(served.stack.update, served.template()) == []
    served.set_member(ratio=5)
    assert served.admin_state() == 'disabled'
    assert served.read(4)['ratio'] == 5
    served.stack.check()

    served.set(4, session='user-enabled')
    served.stack.check(expect='CHECK_FAILED')
    assert served.reason('member').endswith(
        'admin_state: expected disabled, the device has enabled'
    )
    served.set_member(ratio=5)
    assert served.admin_state() == 'disabled'
    served.remove(4)
    served.stack.check(expect='CHECK_FAILED')
    served.set_member(ratio=5)
    assert served.admin_state() == 'disabled'

    served.set_member(admin_state='forced_offline')
    assert served.admin_state() == 'offline'
    served.set_member()
    assert served.admin_state() == 'enabled'
    served.stack.check()


def test_a_failed_update_does_not_end_it(served):
    served.stack.create(served.template())
    served.signal(action='drain')
    served.becomes('offline')
    with conftest.fault(served.control, 'drop-before', method='PATCH'):
        served.stack.update(
            served.template(member={'admin_state': 'disabled'}),
            expect='UPDATE_FAILED',
        )
    served.set_member()
    assert served.admin_state() == 'offline'
    served.set_member(admin_state='disabled')
    assert served.admin_state() == 'disabled'
    served.stack.check()


def test_converge(cloud, stack):
    """Heat reads the live state of what depends on no other resource."""
    served = Signalled(cloud, stack)
    cloud.bigip.post(
        'ltm/pool', json={'name': served.name('apart'), 'partition': 'Common'}
    )
    template = stacks.hot(
        {
            'member': {
                'type': 'F5::LTM::PoolMember',
                'properties': {
                    'pool': served.name('apart'),
                    'port': 80,
                    'address': '198.51.100.4',
                },
            }
        }
    )
    stack.create(template)
    served.signal(action='disable')
    served.becomes('disabled')
    assert served.watch(stack.update, template, converge=True) == []
    served.set(4, session='user-enabled')
    stack.update(template, converge=True)
    assert served.admin_state() == 'disabled'
    stack.delete()
    served.remove('apart')


def test_alarms_by_http(served):
    """What Aodh posts to a webhook; it may not know what a metric is."""
    served.stack.create(served.template())
    url = (
        next(
            link['href']
            for link in served.stack.show().links
            if link['rel'] == 'self'
        )
        + '/resources/member/signal'
    )
    alarm = {
        'alarm_name': 'unhealthy',
        'alarm_id': 'b0a1',
        'severity': 'low',
        'previous': 'ok',
        'reason': 'Measured',
        'reason_data': {},
    }

    def post(state):
        requests.post(
            url, json={**alarm, 'current': state}, timeout=60
        ).raise_for_status()

    served.control.clear()
    post('alarm')
    served.becomes('disabled')
    post('insufficient data')
    post('ok')
    served.becomes('enabled')
    assert [request['method'] for request in served.control.requests()].count(
        'PATCH'
    ) == 2


def test_a_signed_address_is_made_where_it_is_asked_for(legacy_cloud):
    served = Signalled(legacy_cloud, conftest.Stack(legacy_cloud.heat))
    template = served.template()
    served.stack.create(template)
    assert 'user_id' not in served.kept()
    template['outputs'] = {
        'url': {'value': {'get_attr': ['member', 'alarm_url']}}
    }
    served.stack.update(template)
    url = parse.urlparse(served.stack.output('url'))
    assert url.netloc == '127.0.0.1:8000'
    assert url.path.startswith('/v1/signal/arn')
    assert url.path.endswith('%s/resources/member' % served.stack.id)
    assert {'AWSAccessKeyId', 'Signature'} <= parse.parse_qs(url.query).keys()
    kept = served.kept()
    assert 'user_id' in kept
    assert not {'access_key', 'secret_key', 'password'} & kept.keys()
    served.stack.delete()


def test_others_are_refused(served):
    served.stack.create(served.template())
    for details in (
        {},
        {'action': 'explode'},
        {'current': 'strange'},
        {'other': 'enable'},
    ):
        with pytest.raises(heat_exc.HTTPBadRequest) as refused:
            served.signal(**details)
        assert 'enable, disable or drain' in str(refused.value)
        assert 'alarm, ok or insufficient data' in str(refused.value)


def test_what_cannot_be_signalled_is_refused(served):
    served.stack.create(served.template())
    for name in ('server', 'pool'):
        with pytest.raises(heat_exc.HTTPBadRequest):
            served.stack.heat.resources.signal(
                served.stack.id, name, {'action': 'disable'}
            )
    served.stack.suspend()
    with pytest.raises(heat_exc.HTTPBadRequest):
        served.signal(action='enable')
    served.stack.check()
    with pytest.raises(heat_exc.HTTPBadRequest) as refused:
        served.signal(action='enable')
    assert 'suspended' in str(refused.value)
    assert served.admin_state() == 'disabled'


def test_a_member_of_another_stack_is_not_signalled(cloud, served, make_stack):
    served.stack.create(served.template())
    guest = make_stack()
    member = served.template()['resources']['member']
    member['properties']['pool'] = served.stack.resource(
        'apart'
    ).physical_resource_id
    guest.create(stacks.hot({'member': member}), 'CREATE_FAILED')
    with pytest.raises(heat_exc.HTTPException) as refused:
        guest.heat.resources.signal(guest.id, 'member', {'action': 'disable'})
    assert 'not available' in str(refused.value)
    guest.check('CHECK_FAILED')
    assert served.admin_state() == 'enabled'


def test_a_signal_that_fails_is_an_event(served):
    served.stack.create(served.template())
    served.remove(4)
    served.signal(action='disable')
    conftest.until(lambda: any('404' in event for event in served.events()))


def test_an_update_makes_good_a_signal_that_failed(served):
    served.stack.create(served.template())
    with conftest.fault(served.control, 'drop-before', method='PATCH'):
        served.signal(action='disable')
        conftest.until(
            lambda: any(
                event.resource_status == 'SIGNAL_FAILED'
                for event in served.stack.heat.events.list(
                    served.stack.id, 'member'
                )
            )
        )
    assert served.admin_state() == 'enabled'
    assert served.watch(served.stack.update, served.template()) == [
        ('PATCH', served.uri(4))
    ]
    assert served.admin_state() == 'disabled'
    assert served.watch(served.stack.update, served.template()) == []


def test_a_suspension_leaves_what_was_signalled(served):
    served.stack.create(served.template())
    served.signal(action='drain')
    served.becomes('offline')
    served.stack.suspend()
    served.stack.resume()
    assert served.admin_state() == 'offline'
    served.stack.check()


def test_unhealthy_resources_are_healed_in_place(served):
    names = ('member', 'pool', 'server')
    served.stack.create(served.template())
    before = served.all()
    ids = [served.stack.resource(name).physical_resource_id for name in names]
    served.set(4, ratio=9)
    served.set('pool', monitor='/Common/http')
    served.set('server', pool='none')
    for name in names:
        served.stack.heat.resources.mark_unhealthy(
            served.stack.id, name, True, 'It looks ill'
        )
    writes = served.watch(served.stack.update, served.template())
    assert sorted(writes) == sorted(
        ('PATCH', served.uri(of)) for of in (4, 'pool', 'server')
    )
    assert served.all() == before
    assert ids == [
        served.stack.resource(name).physical_resource_id for name in names
    ]
