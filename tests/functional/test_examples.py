# SPDX-License-Identifier: Apache-2.0

"""Every template of examples/, from its first request to its last."""

import pathlib

import pytest
from heatclient.common import template_utils

from tests.functional import certificates

EXAMPLES = pathlib.Path(__file__).parents[2] / 'examples'
TEMPLATES = sorted(path.name for path in EXAMPLES.glob('*.yaml'))


@pytest.mark.parametrize('name', TEMPLATES)
def test_example(cloud, stack, name):
    device = cloud.lab.devices[1]
    before = [control.config() for control in cloud.controls]
    files, template = template_utils.get_template_contents(
        str(EXAMPLES / name)
    )
    asked = template.get('parameters', {})
    key = certificates.new_key()
    parameters = {
        'certificate': certificates.certificate(key),
        'private_key': certificates.pem(key),
    }
    if 'password' in asked:
        # The template brings a device along.
        parameters |= {
            'address': device.address,
            'password': cloud.environ['BIGIP2_PASSWORD'],
            'ca_cert': pathlib.Path(device.ca_file).read_text(),
        }
    parameters = {key: parameters[key] for key in parameters if key in asked}
    stack.create(template, parameters=parameters, files=files)
    assert before != [control.config() for control in cloud.controls]
    stack.check()
    for control in cloud.controls:
        control.clear()
    stack.update(template, parameters=parameters, files=files)
    assert writes(cloud) == []
    stack.delete()
    assert before == [control.config() for control in cloud.controls]


def writes(cloud):
    return [
        request
        for control in cloud.controls
        for request in control.requests()
        if request['method'] != 'GET' and not request['login']
    ]


def test_group_shrinks(cloud, stack):
    template = (EXAMPLES / 'group.yaml').read_text()
    stack.create(template)
    pool = stack.resource('pool').physical_resource_id.replace('/', '~')
    members = 'ltm/pool/%s/members' % pool
    assert len(cloud.bigip.read(members)['items']) == 3
    stack.update(template, parameters={'servers': 1})
    assert [item['name'] for item in cloud.bigip.read(members)['items']] == [
        '10.3.0.10:8080'
    ]


def test_iapp_makes_its_objects(cloud, stack):
    template = (EXAMPLES / 'iapp.yaml').read_text()
    stack.create(template)
    assert stack.output('application') == '/Common/shop.app/shop'
    assert stack.output('template') == '/Common/simple_web'
    site = cloud.bigip.read('ltm/virtual/~Common~shop.app~shop_site')
    assert site['destination'].endswith('/192.0.2.83:80')
    assert site['pool'] == '/Common/shop.app/shop_pool'
    stack.update(
        template, parameters={'servers': [{'addr': '10.4.0.13', 'port': 8081}]}
    )
    members = cloud.bigip.read('ltm/pool/~Common~shop.app~shop_pool/members')
    assert [item['name'] for item in members['items']] == ['10.4.0.13:8081']
