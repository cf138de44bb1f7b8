# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

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
