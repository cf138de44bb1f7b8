# SPDX-License-Identifier: Apache-2.0

"""A stack outlives the engine that made it."""


def test_another_engine_goes_on(deployment):
    heat = deployment.heat()
    template = {
        'heat_template_version': '2021-04-16',
        'resources': {
            'pool': {'type': 'F5::LTM::Pool', 'properties': {'name': 'web'}}
        },
    }
    stack = heat.stacks.create(stack_name='outlives', template=template)[
        'stack'
    ]['id']
    deployment.wait([stack], 'CREATE_COMPLETE')
    deployment.kill_engine()
    deployment.start_engine()
    heat.stacks.delete(stack)
    deployment.wait([stack], 'DELETE_COMPLETE')
