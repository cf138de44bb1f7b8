# SPDX-License-Identifier: Apache-2.0

"""A resource that Heat puts in the place of another of the same name."""

import pytest


def template(name, **web):
    return {
        'heat_template_version': '2021-04-16',
        'resources': {
            'pool': {'type': 'F5::LTM::Pool', 'properties': {'name': name}},
            'monitor': {
                'type': 'F5::LTM::Monitor::TCP',
                'properties': {'name': name},
            },
            'web': {
                'type': 'F5::LTM::VirtualServer',
                'properties': {
                    'ip': '203.0.113.77',
                    'port': 80,
                    'default_pool': {'get_resource': 'pool'},
                    **web,
                },
                'depends_on': 'monitor',
            },
        },
    }


@pytest.mark.parametrize('kind', ['pool', 'monitor/tcp'])
def test_a_failed_rename_is_taken_back(cloud, stack, kind):
    old, new = (stack.name.replace('-', '_') + end for end in ('_1', '_2'))
    uri = 'ltm/%s/~Common~' % kind
    stack.create(template(old))
    stack.update(
        template(new, profiles=['/Common/none_such']), expect='UPDATE_FAILED'
    )
    assert cloud.bigip.read(uri + old) and cloud.bigip.read(uri + new)

    stack.update(template(old))
    assert cloud.bigip.read(uri + old)
    assert cloud.bigip.read(uri + new) is None
    stack.check()
    cloud.control.clear()
    stack.update(template(old))
    assert cloud.control.requests() == []

    stack.delete()
    assert cloud.bigip.read(uri + old) is None
