# SPDX-License-Identifier: Apache-2.0

"""Stacks that are suspended and resumed."""

import pytest

from tests.functional import conftest
from tests.functional import serving


@pytest.fixture
def served(cloud, stack):
    return serving.Serving(cloud, stack)


DISABLED = 'user-disabled'


def test_just_what_was_on_is_turned_off_and_on(served):
    served.stack.create(served.template())
    served.bigip.post(
        served.uri('pool') + '/members',
        json={'name': '198.51.100.9:80', 'partition': 'Common'},
    ).raise_for_status()
    before = served.all()
    writes = served.watch(served.stack.suspend)
    assert sorted(writes) == sorted(
        ('PATCH', served.uri(of)) for of in ('server', 1, 4)
    )
    assert not served.is_up()
    assert served.state(1)[0] == served.state(4)[0] == DISABLED
    # It is not of the stack.
    assert (
        served.bigip.read(
            served.uri('pool') + ('/members/~Common~198.51.100.9:80')
        )['session']
        != DISABLED
    )
    writes = served.watch(served.stack.resume)
    assert sorted(writes) == sorted(
        ('PATCH', served.uri(of)) for of in ('server', 1, 4)
    )
    assert served.all() == before
    assert served.watch(served.stack.update, served.template()) == []


def test_legacy_engine(legacy_cloud):
    served = serving.Serving(legacy_cloud, conftest.Stack(legacy_cloud.heat))
    served.stack.create(served.template())
    before = served.all()
    served.stack.suspend()
    assert not served.is_up()
    assert served.state(1)[0] == served.state(4)[0] == DISABLED
    served.stack.check()
    served.stack.resume()
    assert served.all() == before
    served.stack.suspend()
    served.stack.delete()
    assert served.read('server') is None


def test_a_check_names_what_else_differs_and_an_update_resumes(served):
    served.stack.create(served.template())
    before = served.all()
    served.stack.suspend()
    served.set(4, ratio=9)
    served.set('server', description='somebody')
    served.stack.check(expect='CHECK_FAILED')
    assert 'ratio: expected 2, the device has 9' in served.reason('member')
    assert 'admin_state' not in served.reason('member')
    served.stack.update(served.template())
    served.set('server', description='')
    assert served.all() == before
    served.stack.check()


def test_what_was_done_by_hand_meanwhile_stays(served):
    served.stack.create(served.template())
    served.set(4, session=DISABLED)
    served.stack.suspend()
    served.set(1, state='user-down')
    served.set('closed', enabled=True)
    served.stack.resume()
    assert served.state(1) == served.state(3) == (DISABLED, 'user-down')
    assert served.state(4)[0] == DISABLED
    assert served.is_up('server')
    assert served.is_up('closed')


def test_what_is_gone_is_made_again(served):
    served.stack.create(served.template())
    served.remove('server')
    served.stack.suspend()
    served.remove(4)
    served.stack.resume()
    assert served.read(4)['ratio'] == 2
    assert served.is_up()
    served.stack.check()


@pytest.mark.parametrize('fault', ['drop-before', 'drop-after'])
def test_what_is_cut_off_is_repeated(served, fault):
    served.stack.create(served.template())
    before = served.all()
    served.control.inject(fault, method='PATCH', path='/ltm/virtual/')
    served.stack.suspend()
    assert not served.is_up()
    served.control.inject(fault, method='PATCH', path='/members/')
    served.stack.resume()
    assert served.all() == before


def test_what_fails_is_done_again(served):
    served.stack.create(served.template())
    before = served.all()
    with conftest.fault(
        served.control, 'drop-before', method='PATCH', path='/ltm/virtual/'
    ):
        served.stack.suspend(expect='SUSPEND_FAILED')
    served.stack.suspend()
    assert not served.is_up()
    with conftest.fault(
        served.control, 'drop-before', method='PATCH', path='/members/'
    ):
        served.stack.resume(expect='RESUME_FAILED')
    served.stack.resume()
    assert served.all() == before


def test_a_suspension_that_failed_can_be_resumed(served):
    """Also what it had not come to yet."""
    served.stack.create(served.template())
    before = served.all()
    with conftest.fault(
        served.control, 'drop-before', method='PATCH', path='/members/'
    ):
        served.stack.suspend(expect='SUSPEND_FAILED')
    assert not served.is_up()
    assert served.stack.resource('apart').resource_status == (
        'CREATE_COMPLETE'
    )
    served.stack.resume()
    assert served.all() == before


def test_delete(served):
    served.stack.create(served.template())
    served.stack.suspend()
    served.stack.delete()
    assert {name for name, body in served.all().items() if body} == set()
