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

"""Templates in the shapes that F5's earlier Heat plugins took."""

import pytest
import yaml
from heatclient import exc as heat_exc


def template(cloud, text):
    """A template with a device of the lab, as those templates had it."""
    made = yaml.safe_load(text)
    made['heat_template_version'] = '2015-04-30'
    made['resources']['bigip'] = {
        'type': 'F5::BigIP::Device',
        'properties': {'ip': cloud.environ['BIGIP_ADDRESS'],
                       'username': cloud.environ['BIGIP_USERNAME'],
                       'password': cloud.environ['BIGIP_PASSWORD']}}
    return made


LOAD_BALANCER = """
resources:
  partition:
    type: F5::Sys::Partition
    depends_on: bigip
    properties: {name: NAME, bigip_server: {get_resource: bigip}}
  pool:
    type: F5::LTM::Pool
    properties:
      name: old_pool
      bigip_server: {get_resource: bigip}
      partition: {get_resource: partition}
      service_down_action: Reject
      members:
        - {member_ip: 203.0.113.20, member_port: 80}
        - {member_ip: 203.0.113.21, member_port: 80}
  web:
    type: F5::LTM::VirtualServer
    depends_on: [bigip, partition, pool]
    properties:
      name: old_web
      bigip_server: {get_resource: bigip}
      partition: {get_resource: partition}
      ip: 203.0.113.100
      port: 80
      default_pool: old_pool
"""


def test_a_load_balancer_in_a_new_partition(cloud, stack):
    name = stack.name.replace('-', '_')
    stack.create(template(cloud, LOAD_BALANCER.replace('NAME', name)))
    pool = cloud.bigip.read(
        'ltm/pool/~%s~old_pool?expandSubcollections=true' % name)
    assert pool['serviceDownAction'] == 'reset'
    assert [item['fullPath'] for item in pool['membersReference']['items']
            ] == ['/%s/203.0.113.20:80' % name, '/%s/203.0.113.21:80' % name]
    web = cloud.bigip.read('ltm/virtual/~%s~old_web' % name)
    assert web['destination'] == '/%s/203.0.113.100:80' % name
    assert web['pool'] == '/%s/old_pool' % name
    assert web['sourceAddressTranslation'] == {'type': 'automap'}
    stack.delete()
    assert cloud.bigip.read('auth/partition/' + name) is None


def test_common_is_left_alone(cloud, stack):
    before = cloud.bigip.read('auth/partition/Common')
    stack.create(template(cloud, LOAD_BALANCER.replace('NAME', 'Common')))
    stack.check()
    assert cloud.bigip.read('ltm/pool/~Common~old_pool')
    stack.delete()
    assert cloud.bigip.read('ltm/pool/~Common~old_pool') is None
    assert cloud.bigip.read('auth/partition/Common') == before


IAPP = """
resources:
  partition:
    type: F5::Sys::Partition
    depends_on: bigip
    properties: {name: Common, bigip_server: {get_resource: bigip}}
  template:
    type: F5::Sys::iAppCompositeTemplate
    depends_on: [bigip, partition]
    properties:
      name: NAME
      bigip_server: {get_resource: bigip}
      partition: {get_resource: partition}
      requires_modules: [ltm]
      role-acl: [admin]
      implementation: "tmsh::create ltm pool NAME_pool"
      presentation: "section app { string address }"
  service:
    type: F5::Sys::iAppService
    depends_on: template
    properties:
      name: NAME
      bigip_server: {get_resource: bigip}
      partition: {get_resource: partition}
      template_name: NAME
      traffic_group: /Common/traffic-group-local-only
      variables: '[{"name": "app__address", "encrypted": "no", "value": ""}]'
      lists: '[{"name": "app__list", "encrypted": "no"}]'
      tables: '[{"name": "app__table", "columnNames": ["a"],
                 "rows": [{"row": ["1"]}]}]'
"""


def test_an_iapp_with_answers_as_json_text(cloud, stack):
    name = stack.name.replace('-', '_')
    stack.create(template(cloud, IAPP.replace('NAME', name)))
    service = cloud.bigip.read(
        'sys/application/service/~Common~{0}.app~{0}'.format(name))
    assert service['template'] == '/Common/' + name
    assert service['trafficGroup'] == '/Common/traffic-group-local-only'
    assert service['variables'][0]['name'] == 'app__address'
    assert service['tables'][0]['rows'] == [{'row': ['1']}]
    stack.delete()
    assert cloud.bigip.read(
        'sys/application/template/~Common~' + name) is None


FULL_IAPP = """
resources:
  partition:
    type: F5::Sys::Partition
    depends_on: bigip
    properties: {name: PLACE, bigip_server: {get_resource: bigip}}
  template:
    type: F5::Sys::iAppFullTemplate
    properties:
      bigip_server: {get_resource: bigip}
      partition: {get_resource: partition}
      full_template:
        str_replace:
          params: {__partition__: PLACE}
          template: |
            sys application template NAME {
              actions replace-all-with {
                definition {
                  html-help {
                    <!-- none -->
                  }
                  implementation {
                    tmsh::create ltm pool pool1 description \\
                        $::app__text-[llength $::app__list]
                  }
                  macro {
                  }
                  presentation {
                    section app {
                      string text
                      choice pick default "B" {"A", "B"}
                    }
                  }
                  role-acl none
                  run-as none
                }
              }
              partition __partition__
              description none
              requires-modules none
            }
  service:
    type: F5::Sys::iAppService
    depends_on: template
    properties:
      name: NAME
      bigip_server: {get_resource: bigip}
      partition: {get_resource: partition}
      template_name: TEMPLATE
      traffic_group: /Common/traffic-group-local-only
      lists: {get_file: lists.json}
      variables:
        str_replace:
          params: {__text__: {get_attr: [late, value]}}
          template: |
            [
              {"name": "app__text", "encrypted": "no", "value": "__text__"},
              {"name": "app__none", "encrypted": "no", "value": ""}
            ]
      tables: '[{"name": "app__empty"},
                {"name": "app__table", "columnNames": ["a", "b"],
                 "rows": [{"row": ["1", "2"]}, {"row": ["3", ""]}]}]'
  late:
    type: OS::Heat::RandomString
    properties: {length: 6}
"""
LISTS = """[{"name": "app__unset", "encrypted": "no"},
{"name": "app__list", "encrypted": "no", "value": ["x", "y"]}]"""


@pytest.mark.parametrize('place, reference', [
    ('Common', 'NAME'), ('PLACE', '/PLACE/NAME'), ('PLACE', 'NAME')])
def test_an_iapp_as_one_text_with_answers_from_files(
        cloud, stack, place, reference):
    name = stack.name.replace('-', '_')
    place = place.replace('PLACE', name + '_p')
    text = FULL_IAPP.replace(
        'TEMPLATE', reference).replace('PLACE', place).replace('NAME', name)
    made = template(cloud, text.replace('{get_file: lists.json}',
                                        '{get_file: "file:///lists.json"}'))
    files = {'file:///lists.json': LISTS}
    stack.create(made, files=files)
    late = stack.resource('late').attributes['value']
    service = cloud.bigip.read(
        'sys/application/service/~{0}~{1}.app~{1}'.format(place, name))
    assert service['template'] == '/%s/%s' % (place, name)
    assert service['inheritedTrafficGroup'] == 'false'
    assert [(one['name'], one.get('value'))
            for one in service['lists']] == [
        ('app__unset', None), ('app__list', ['x', 'y'])]
    pool = 'ltm/pool/~%s~%s.app~pool1' % (place, name)
    assert cloud.bigip.read(pool)['description'] == late + '-2'
    stack.check()
    cloud.control.clear()
    stack.update(made, files=files)
    assert [request for request in cloud.control.requests()
            if request['method'] != 'GET' and not request['login']] == []
    stack.delete()
    assert cloud.bigip.read(pool) is None
    assert cloud.bigip.read(
        'sys/application/template/~%s~%s' % (place, name)) is None


def test_an_iapp_that_cannot_be_read(cloud, stack):
    made = template(cloud, FULL_IAPP)
    made['resources']['template']['properties']['full_template'] = (
        'sys application template thanks_world {\n    {}{{{{{{{{{{{{{\n}\n')
    del made['resources']['service']
    with pytest.raises(heat_exc.HTTPBadRequest) as refused:
        stack.create(made)
    assert 'NonextantSectionException' in str(refused.value)
