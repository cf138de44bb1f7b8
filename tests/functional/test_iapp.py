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

"""iApps: a template with a service of it, in one stack."""

import pytest

SCRIPT = 'tmsh::create ltm pool web description $::web__address'


@pytest.fixture
def template(stack):
    name = stack.name.replace('-', '_')

    def make(roles='role_acl', value='192.0.2.1', implementation=SCRIPT,
             **properties):
        return {'heat_template_version': '2021-04-16', 'resources': {
            'template': {
                'type': 'F5::Sys::iAppCompositeTemplate',
                'properties': {
                    'name': name, 'partition': 'Common',
                    'implementation': implementation,
                    'presentation': 'section web { string address }',
                    roles: ['admin', 'manager']}},
            'service': {
                'type': 'F5::Sys::iAppService',
                'properties': {
                    'name': name,
                    'template_name': {'get_resource': 'template'},
                    'variables': [{'name': 'web__address',
                                   'value': value}],
                    **properties}}}}

    make.template_uri = 'sys/application/template/~Common~' + name
    make.pool_uri = 'ltm/pool/~Common~%s.app~web' % name
    make.service_uri = 'sys/application/service/~Common~%s.app~%s' % (
        name, name)
    return make


def test_service_of_a_template_of_the_stack(cloud, stack, template):
    stack.create(template())
    service = cloud.bigip.read(template.service_uri)
    assert service['template'] == (
        stack.resource('template').physical_resource_id)
    pool = cloud.bigip.read(template.pool_uri)
    assert pool['description'] == '192.0.2.1'
    assert pool['appService'] == (
        stack.resource('service').physical_resource_id)
    stack.check()
    stack.update(template(value='192.0.2.2'))
    service = cloud.bigip.read(template.service_uri)
    assert service['variables'][0]['value'] == '192.0.2.2'
    pool = cloud.bigip.read(template.pool_uri)
    assert pool['description'] == '192.0.2.2'
    stack.delete()
    assert cloud.bigip.read(template.service_uri) is None
    assert cloud.bigip.read(template.pool_uri) is None
    assert cloud.bigip.read(template.template_uri) is None


def test_an_update_runs_the_implementation_again(cloud, stack, template):
    stack.create(template())
    cloud.control.clear()
    stack.update(template(value='192.0.2.2'))
    assert [request['method'] for request in cloud.control.requests()
            if request['method'] != 'GET' and not request['login']] == [
        'PATCH']


def test_the_error_of_a_script_is_in_the_events(cloud, stack, template):
    stack.create(template(implementation='set a 1\nset b $::web__port'),
                 expect='CREATE_FAILED')
    reasons = stack.reasons()
    assert "can't read \"::web__port\": no such variable" in reasons
    assert 'line:2)' in reasons
    assert cloud.bigip.read(template.service_uri) is None
    stack.update(template())
    assert cloud.bigip.read(template.pool_uri)
    stack.delete()
    assert cloud.bigip.read(template.service_uri) is None


def test_service_with_metadata_can_be_deleted(cloud, stack, template):
    stack.create(template(metadata=[{'name': 'a', 'value': '1'}]))
    assert cloud.bigip.read(template.service_uri)['metadata']
    stack.delete()
    assert cloud.bigip.read(template.service_uri) is None


def test_encrypted_answers_are_no_drift(cloud, stack, template):
    stack.create(template(
        implementation=SCRIPT.replace('address', 'secret'), variables=[
            {'name': 'web__secret', 'value': 'hidden', 'encrypted': 'yes'}]))
    stack.check()
    service = cloud.bigip.read(template.service_uri)
    assert service['variables'][0]['value'] != 'hidden'
    assert cloud.bigip.read(template.pool_uri)['description'] == 'hidden'


def test_other_name_of_the_roles(cloud, stack, template):
    actions = template.template_uri + '/actions/definition'
    stack.create(template('role-acl'))
    assert cloud.bigip.read(actions)['roleAcl'] == ['admin', 'manager']
    stack.check()
    cloud.control.clear()
    stack.update(template('role_acl'))
    assert [request['method'] for request in cloud.control.requests()
            if request['method'] != 'GET' and not request['login']] == []
    assert cloud.bigip.read(actions)['roleAcl'] == ['admin', 'manager']
