# SPDX-License-Identifier: Apache-2.0

"""The life of a stack, for every version of Heat that we support."""

import json
import os
import pathlib
import re
import subprocess
import sysconfig

import yaml

EXAMPLES = pathlib.Path(__file__).parents[2] / 'examples'
WEB = EXAMPLES / 'web.yaml'


def test_types_are_registered(cloud):
    types = {found.resource_type for found in cloud.heat.resource_types.list()}
    assert {
        'F5::LTM::Monitor::HTTP',
        'F5::LTM::Pool',
        'F5::LTM::VirtualServer',
    } <= types


def test_the_doctor_finds_them(cloud):
    command = pathlib.Path(sysconfig.get_path('scripts'), 'f5-heat')
    done = subprocess.run(
        [command, 'doctor', '--json', '--config-file', os.devnull],
        capture_output=True,
        text=True,
    )
    assert not done.stderr
    found = {one['check']: one for one in json.loads(done.stdout)['checks']}
    for check in 'heat', 'package', 'types':
        assert found[check]['status'] == 'ok'
    assert found['types']['data']['names'] == sorted(
        one.resource_type
        for one in cloud.heat.resource_types.list()
        if one.resource_type.startswith('F5::')
    )


def test_all_count_them_alike(cloud):
    """Heat's list, the log, the README and the doctor, which is above."""
    count = sum(
        one.resource_type.startswith('F5::')
        for one in cloud.heat.resource_types.list()
    )
    said = '%d F5 resource types are available' % count
    assert said in cloud.log_file.read_text()
    readme = (EXAMPLES.parent / 'README.rst').read_text()
    assert 'There are %d of them.' % count in readme
    assert len(re.findall('(?m)^``F5::', readme)) == count


def test_create_update_check_delete(cloud, stack):
    template = WEB.read_text()
    stack.create(template)
    ids = {
        name: stack.resource(name).physical_resource_id
        for name in ('alive', 'servers', 'site')
    }
    pool = 'ltm/pool/' + ids['servers'].replace('/', '~')
    assert cloud.bigip.read(pool)['loadBalancingMode'] == 'round-robin'
    site = 'ltm/virtual/' + ids['site'].replace('/', '~')
    assert cloud.bigip.read(site)['pool'] == ids['servers']

    mode = {'load_balancing_mode': 'least-connections-member'}
    stack.update(template, parameters=mode)
    assert cloud.bigip.read(pool)['loadBalancingMode'] == (
        'least-connections-member'
    )
    assert ids == {
        name: stack.resource(name).physical_resource_id for name in ids
    }

    stack.check()
    stack.delete()
    left = [
        path
        for objects in cloud.control.config().values()
        for path in objects
        if stack.name in path
    ]
    assert left == []


def test_an_iapp_that_is_saved(cloud, stack):
    template = yaml.safe_load((EXAMPLES / 'iapp.yaml').read_text())
    template['resources']['save'] = {'type': 'F5::Sys::Save'}
    stack.create(template)
    pool = 'ltm/pool/~Common~shop.app~shop_pool'
    assert cloud.bigip.read(pool)
    cloud.control.clear()
    stack.update(template)
    assert [
        request['path']
        for request in cloud.control.requests()
        if request['method'] != 'GET' and not request['login']
    ] == ['/mgmt/tm/sys/config']
    stack.check()
    stack.delete()
    assert cloud.bigip.read(pool) is None
