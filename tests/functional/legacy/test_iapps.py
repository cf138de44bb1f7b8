# SPDX-License-Identifier: Apache-2.0

"""iApps in the shapes that templates for F5's legacy plugins had."""

import pytest
import yaml
from heatclient import exc as heat_exc


def template(cloud, text):
    """A template with a device of the lab, as those templates had it."""
    made = yaml.safe_load(text)
    made['heat_template_version'] = '2015-04-30'
    made['resources']['bigip'] = {
        'type': 'F5::BigIP::Device',
        'properties': {
            'ip': cloud.environ['BIGIP_ADDRESS'],
            'username': cloud.environ['BIGIP_USERNAME'],
            'password': cloud.environ['BIGIP_PASSWORD'],
        },
    }
    return made


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


@pytest.mark.parametrize(
    'place, reference',
    [('Common', 'NAME'), ('PLACE', '/PLACE/NAME'), ('PLACE', 'NAME')],
)
def test_an_iapp_as_one_text_with_answers_from_files(
    cloud, stack, place, reference
):
    name = stack.name.replace('-', '_')
    place = place.replace('PLACE', name + '_p')
    text = (
        FULL_IAPP.replace('TEMPLATE', reference)
        .replace('PLACE', place)
        .replace('NAME', name)
    )
    made = template(
        cloud,
        text.replace(
            '{get_file: lists.json}', '{get_file: "file:///lists.json"}'
        ),
    )
    files = {'file:///lists.json': LISTS}
    stack.create(made, files=files)
    late = stack.resource('late').attributes['value']
    service = cloud.bigip.read(
        'sys/application/service/~{0}~{1}.app~{1}'.format(place, name)
    )
    assert service['template'] == '/%s/%s' % (place, name)
    assert service['inheritedTrafficGroup'] == 'false'
    assert [(one['name'], one.get('value')) for one in service['lists']] == [
        ('app__unset', None),
        ('app__list', ['x', 'y']),
    ]
    pool = 'ltm/pool/~%s~%s.app~pool1' % (place, name)
    assert cloud.bigip.read(pool)['description'] == late + '-2'
    stack.check()
    cloud.control.clear()
    stack.update(made, files=files)
    assert [
        request
        for request in cloud.control.requests()
        if request['method'] != 'GET' and not request['login']
    ] == []
    stack.delete()
    assert cloud.bigip.read(pool) is None
    assert (
        cloud.bigip.read('sys/application/template/~%s~%s' % (place, name))
        is None
    )


def test_an_iapp_that_cannot_be_read(cloud, stack):
    made = template(cloud, FULL_IAPP)
    made['resources']['template']['properties']['full_template'] = (
        'sys application template thanks_world {\n    {}{{{{{{{{{{{{{\n}\n'
    )
    del made['resources']['service']
    with pytest.raises(heat_exc.HTTPBadRequest) as refused:
        stack.create(made)
    assert 'NonextantSectionException' in str(refused.value)
