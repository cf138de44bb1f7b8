# SPDX-License-Identifier: Apache-2.0

"""Groups of Heat that grow and shrink, with members of a pool in them."""

import pathlib

import pytest
from heatclient.common import template_utils

from tests.functional import conftest

EXAMPLES = pathlib.Path(__file__).parents[2] / 'examples'


@pytest.fixture
def group(cloud, stack):
    made = Group(cloud, stack)
    yield made
    made.connect(0)


class Group:
    """A stack with a pool and a group, on the device that is not the
    default, and what that device has."""

    def __init__(self, cloud, stack):
        self.cloud = cloud
        self.stack = stack
        self.bigip = cloud.bigips[1]
        self.control = cloud.controls[1]
        device = cloud.lab.devices[1]
        self.parameters = {
            'address': device.address,
            'password': cloud.environ['BIGIP2_PASSWORD'],
            'ca_cert': pathlib.Path(device.ca_file).read_text(),
        }
        self.files, self.template = template_utils.get_template_contents(
            str(EXAMPLES / 'autoscaling.yaml')
        )

    def create(self):
        self.stack.create(
            self.template, files=self.files, parameters=self.parameters
        )
        self.pool = self.stack.output('pool')
        assert len(self.members()) == 2

    def members(self):
        """Whether each member is enabled, by its path."""
        found = self.bigip.read(
            'ltm/pool/%s/members' % self.pool.replace('/', '~')
        )
        return {
            item['fullPath']: item['session'] != 'user-disabled'
            for item in found['items']
        }

    def connect(self, count, *members):
        for member in members or self.members():
            self.control.set_connections(self.pool, member, count)

    def signal(self, name):
        self.control.clear()
        self.stack.heat.resources.signal(self.stack.id, name)

    def has_followed(self, name):
        """Whether Heat is done with what a signal asked for."""
        return any(
            event.resource_status == 'SIGNAL_COMPLETE'
            for event in self.stack.heat.events.list(
                self.stack.id, resource_name=name
            )
        )

    def leaving(self):
        return [
            name for name, enabled in self.members().items() if not enabled
        ]

    def polls(self):
        return sum(
            request['path'].endswith('/stats')
            for request in self.control.requests()
        )

    def assert_one_drains(self):
        """One member is disabled, and goes once its connection ends."""
        before = set(self.members())
        conftest.until(lambda: self.polls() > 1)
        assert set(self.members()) == before
        (gone,) = self.leaving()
        self.connect(0, gone)
        conftest.until(lambda: set(self.members()) == before - {gone})
        assert self.leaving() == []


def test_a_signal_grows_and_shrinks_the_group(group):
    group.create()
    group.signal('grow')
    conftest.until(lambda: group.has_followed('grow'))
    assert len(group.members()) == 3
    group.connect(1)
    group.signal('shrink')
    group.assert_one_drains()
    conftest.until(lambda: group.has_followed('shrink'))
    # Nothing of what went is left, and nothing of what stays is lost.
    assert sorted(
        name
        for name in group.control.config()['ltm/node']
        if '2001:db8' in name
    ) == sorted(name.rpartition('.')[0] for name in group.members())
    group.stack.check()


def test_a_resource_group_shrinks(group):
    resources = group.template['resources']
    del resources['grow'], resources['shrink']
    definition = resources['group']['properties']['resource']
    properties = {'count': 2, 'resource_def': definition}
    resources['group'] = {
        'type': 'OS::Heat::ResourceGroup',
        'properties': properties,
    }
    group.create()
    group.connect(1)
    group.control.clear()
    properties['count'] = 1
    group.stack.heat.stacks.update(
        group.stack.id,
        template=group.template,
        files=group.files,
        parameters=group.parameters,
    )
    group.assert_one_drains()
    group.stack.wait('UPDATE_COMPLETE')
