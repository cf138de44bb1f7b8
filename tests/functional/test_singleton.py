# SPDX-License-Identifier: Apache-2.0

"""Settings that a device always has are changed, and put back."""

import pytest

from tests.functional import conftest
from tests.functional.contract import stacks
from tests.functional.test_writing import cloud

__all__ = ['cloud']

URI = 'sys/global-settings'

#: A write whose answer is lost is found done, and one that is lost is not.
ENDS = {'drop-after': '%s_COMPLETE', 'drop-before': '%s_FAILED'}


def template(**properties):
    return stacks.hot(
        {'one': {'type': 'Test::GlobalSettings', 'properties': properties}}
    )


def held(cloud):
    body = cloud.bigip.read(URI)
    return [
        body[key] for key in ('quietBoot', 'usernamePrompt', 'passwordPrompt')
    ]


@pytest.fixture
def there(cloud):
    """What the device has before a stack: not what a new one has."""
    answer = cloud.bigip.patch(URI, json={'usernamePrompt': 'Who'})
    assert answer.ok, answer.text
    yield held(cloud)
    assert cloud.bigip.patch(URI, json={'usernamePrompt': 'Username'}).ok


def requests(cloud, action, *arguments):
    return [
        method
        for method, path in stacks.watch(cloud, action, *arguments)
        if path.endswith(URI)
    ]


def test_what_was_there_is_put_back(cloud, stack, there):
    stack.create(template(quiet_boot=False, username_prompt='Name'))
    assert held(cloud) == ['disabled', 'Name', 'Password']
    stack.check()
    # One look before the first write of a property, and one write.
    assert requests(
        cloud,
        stack.update,
        template(
            quiet_boot=False, username_prompt='Name', password_prompt='Key'
        ),
    ) == ['GET', 'PATCH']
    # A property that is dropped is put back at once.
    assert requests(
        cloud, stack.update, template(quiet_boot=False, password_prompt='Key')
    ) == ['PATCH']
    assert held(cloud) == ['disabled', 'Who', 'Key']
    stack.check()
    stack.delete()
    assert held(cloud) == there


def test_what_others_have_changed_since_stays(cloud, stack, there):
    stack.create(template(quiet_boot=False, username_prompt='Name'))
    assert cloud.bigip.patch(URI, json={'usernamePrompt': 'Theirs'}).ok
    stack.check('CHECK_FAILED')
    assert stack.resource('one').resource_status_reason.endswith(
        'username_prompt: expected Name, the device has Theirs'
    )
    stack.delete()
    assert held(cloud) == ['enabled', 'Theirs', 'Password']


@pytest.mark.parametrize('fault', ['drop-after', 'drop-before'])
def test_an_update_that_was_cut_off(cloud, stack, there, fault):
    stack.create(template(quiet_boot=False))
    with conftest.fault(cloud.control, fault, method='PATCH'):
        stack.update(
            template(quiet_boot=False, username_prompt='Name'),
            ENDS[fault] % 'UPDATE',
        )
    stack.update(template(quiet_boot=False))
    assert held(cloud) == ['disabled', 'Who', 'Password']
    stack.delete()
    assert held(cloud) == there


@pytest.mark.parametrize('fault', ['drop-after', 'drop-before'])
def test_a_create_that_was_cut_off(cloud, stack, there, fault):
    with conftest.fault(cloud.control, fault, method='PATCH'):
        stack.create(template(username_prompt='Name'), 'CREATE_FAILED')
    stack.delete()
    assert held(cloud) == there
