# SPDX-License-Identifier: Apache-2.0

"""Stacks that F5's last plugins created, in the hands of this package.

The stacks are made by f5-openstack-heat-plugins 10.0.0 itself, on a Heat
whose database a second Heat with this package goes on with.
"""

import contextlib
import copy
import json
import pathlib
import secrets
import sqlite3
import subprocess
import sys

import pytest
import yaml

from f5_heat import simulator
from f5_heat.lab import lab
from tests.functional import conftest
from tests.functional import labs
from tests.functional.legacy import legacy_templates

# What the plugins need of Python 2, of an older Heat and of a device on
# another port than 443.
SHIM = """
import sys

sys.path.append(%r)

import f5.bigip
import heat.common.i18n

heat.common.i18n._LE = heat.common.i18n._
connect = f5.bigip.ManagementRoot.__init__


def connect_to_port(self, hostname, *args, **kwargs):
    host, _, port = hostname.rpartition(':')
    connect(self, host, *args, port=int(port), **kwargs)


f5.bigip.ManagementRoot.__init__ = connect_to_port
"""

TEMPLATE = """
heat_template_version: 2015-04-30
parameters:
  address: {type: string}
resources:
  bigip:
    type: F5::BigIP::Device
    properties: {ip: {get_param: address}, username: admin, password: admin}
  partition:
    type: F5::Sys::Partition
    depends_on: bigip
    properties: {name: NAME, bigip_server: {get_resource: bigip}}
  folder:
    type: F5::Sys::Partition
    depends_on: partition
    properties:
      name: old_folder
      subpath: /NAME
      bigip_server: {get_resource: bigip}
  pool:
    type: F5::LTM::Pool
    properties:
      name: old_pool
      bigip_server: {get_resource: bigip}
      partition: {get_resource: partition}
      members:
        - {member_ip: 203.0.113.20, member_port: 80}
        - {member_ip: 203.0.113.21, member_port: 80}
  web:
    type: F5::LTM::VirtualServer
    depends_on: [bigip, partition]
    properties:
      name: old_web
      bigip_server: {get_resource: bigip}
      partition: {get_resource: partition}
      ip: 203.0.113.100
      port: 80
  template:
    type: F5::Sys::iAppCompositeTemplate
    depends_on: [bigip, partition]
    properties:
      name: old_template
      bigip_server: {get_resource: bigip}
      partition: {get_resource: partition}
      requires_modules: [ltm]
      implementation: "tmsh::create ltm pool iapp_pool"
      presentation: "section app { string address }"
  service:
    type: F5::Sys::iAppService
    depends_on: template
    properties:
      name: old_service
      bigip_server: {get_resource: bigip}
      partition: {get_resource: partition}
      template_name: /NAME/old_template
      variables: '[{"name": "app__address", "encrypted": "no", "value": "a"}]'
  save:
    type: F5::Sys::Save
    depends_on: [web, pool, service]
    properties: {bigip_server: {get_resource: bigip}}
"""
NEW = TEMPLATE.replace('NAME', 'old_partition')
COMMON = TEMPLATE.replace('NAME', 'Common')


PAIR = legacy_templates.ACTIVE_STANDBY


class Site:
    """A BIG-IP and a database, and the Heats that use them one by one.

    ``peer`` is another BIG-IP beside the first one.
    """

    def __init__(self, directory, plugins, devices, monkeypatch, convergence):
        device, self.peer = devices
        certificates = directory / 'ca.pem'
        certificates.write_text(
            ''.join(pathlib.Path(one.ca_file).read_text() for one in devices)
        )
        self._database = directory / 'heat.db'
        self._conf = {
            'DEFAULT': {
                'auth_encryption_key': secrets.token_hex(16),
                'convergence_engine': convergence,
            },
            'f5_bigip': {'ca_file': certificates, 'retry_timeout': 1},
        }
        self._directory = directory
        self._plugins = plugins
        self._monkeypatch = monkeypatch
        self.device = device
        self.bigip = conftest.BigIP(device)
        self.stack = None

    def create(self, text, expect='CREATE_COMPLETE', then=None):
        """Create a stack of the template with F5's plugins."""
        resources = self._plugins / 'f5_heat' / 'resources'
        (self._directory / 'sitecustomize.py').write_text(
            SHIM % str(resources)
        )
        conf = copy.deepcopy(self._conf)
        conf['DEFAULT']['plugin_dirs'] = resources
        with self._monkeypatch.context() as patch:
            patch.setenv('PYTHONPATH', str(self._directory))
            with lab.Lab(
                devices=0, conf=conf, database=self._database
            ) as running:
                self.stack = conftest.Stack(running.heat())
                self.stack.create(
                    yaml.safe_load(text),
                    expect,
                    parameters=self.parameters(text),
                )
                if then is not None:
                    then(self.stack)
        (self._directory / 'sitecustomize.py').unlink()

    def parameters(self, text=''):
        if text is PAIR:
            return {
                'bigip1_ip': self.device.address,
                'bigip2_ip': self.peer.address,
                'cluster_name': 'old_cluster',
            }
        return {'address': self.device.address}

    def heat(self):
        """The same Heat with this package; the stack is in it."""
        return labs.start(
            devices=0,
            conf=self._conf,
            log_file=self._directory / 'heat.log',
            database=self._database,
        )

    def take_up(self, running):
        self.stack.heat = running.heat()
        return self.stack

    def query(self, text):
        """The rows that Heat's database has for a query."""
        with contextlib.closing(sqlite3.connect(self._database)) as database:
            return database.execute(text).fetchall()

    def config(self):
        return self.device.control.config()


@pytest.fixture(scope='module')
def plugins(tmp_path_factory):
    """Where F5's last release lies."""
    directory = tmp_path_factory.mktemp('plugins')
    subprocess.run(
        [
            sys.executable,
            '-m',
            'pip',
            '--quiet',
            'install',
            '--no-deps',
            '--no-compile',
            '--target',
            directory,
            'f5-openstack-heat-plugins==10.0.0',
        ],
        check=True,
    )
    return pathlib.Path(directory)


@pytest.fixture(params=[True, False], ids=['convergence', 'legacy'])
def site(request, tmp_path, plugins, monkeypatch):
    network = simulator.Network()
    with (
        simulator.Simulator(control=True, network=network) as device,
        simulator.Simulator(control=True, network=network) as peer,
    ):
        yield Site(
            tmp_path, plugins, (device, peer), monkeypatch, request.param
        )


#: With the legacy engine the plugins did delete, Heat updates no stack whose
#: update failed, and the rest is no other than under convergence.
UNDER_CONVERGENCE = pytest.mark.parametrize('site', [True], indirect=True)


def test_check_update_delete(site):
    empty = site.config()
    site.create(NEW)
    made = site.config()
    assert '/old_partition/old_web' in made['ltm/virtual']
    assert '/old_partition/203.0.113.20' in made['ltm/node']
    assert '/old_partition/old_folder' in made['sys/folder']
    with site.heat() as running:
        stack = site.take_up(running)
        stack.check()
        assert site.config() == made
        changed = yaml.safe_load(NEW)
        changed['resources']['pool']['properties']['members'].pop()
        changed['resources']['web']['properties']['port'] = 8080
        changed['resources']['service']['properties']['variables'] = (
            '[{"name": "app__address", "value": "b"}]'
        )
        stack.update(changed, parameters=site.parameters())
        stack.check()
        pool = site.bigip.read(
            'ltm/pool/~old_partition~old_pool?expandSubcollections=true'
        )
        assert [
            item['name'] for item in pool['membersReference']['items']
        ] == ['203.0.113.20:80']
        assert (
            site.bigip.read('ltm/virtual/~old_partition~old_web')[
                'destination'
            ]
            == '/old_partition/203.0.113.100:8080'
        )
        assert (
            site.bigip.read(
                'sys/application/service/~old_partition~old_service.app~'
                'old_service'
            )['variables'][0]['value']
            == 'b'
        )
        stack.delete()
    assert site.config() == empty


@UNDER_CONVERGENCE
def test_update_with_the_same_template(site):
    site.create(COMMON)
    made = site.config()
    with site.heat() as running:
        stack = site.take_up(running)
        stack.update(yaml.safe_load(COMMON), parameters=site.parameters())
        assert {kind: set(found) for kind, found in site.config().items()} == {
            kind: set(found) for kind, found in made.items()
        }
        assert stack.resource('web').physical_resource_id == (
            '/Common/old_web'
        )
        assert (
            site.bigip.read('ltm/virtual/~Common~old_web')['metadata'][0][
                'name'
            ]
            == 'f5_heat'
        )
        stack.check()
        site.device.control.clear()
        stack.update(yaml.safe_load(COMMON), parameters=site.parameters())
        assert {
            one['method']
            for one in site.device.control.requests()
            if not one['login'] and one['path'] != '/mgmt/tm/sys/config'
        } <= {'GET'}


def test_delete_at_once(site):
    assert site.bigip.post(
        'ltm/node',
        json={
            'name': '203.0.113.21',
            'partition': 'Common',
            'address': '203.0.113.21',
        },
    ).ok
    before = site.config()
    site.create(COMMON)
    with site.heat() as running:
        site.take_up(running).delete()
    assert site.config() == before


@UNDER_CONVERGENCE
def test_an_update_that_fails_half_way(site):
    """It can be repeated, though the resources are of both packages."""
    empty = site.config()
    site.create(NEW)
    changed = yaml.safe_load(NEW)
    changed['resources']['web']['properties']['port'] = 8080
    with site.heat() as running:
        stack = site.take_up(running)
        with conftest.fault(
            site.device.control,
            'drop-before',
            method='PATCH',
            path='/virtual/',
        ):
            stack.update(
                changed, 'UPDATE_FAILED', parameters=site.parameters()
            )
        stack.update(changed, parameters=site.parameters())
        stack.check()
        assert (
            site.bigip.read('ltm/virtual/~old_partition~old_web')[
                'destination'
            ]
            == '/old_partition/203.0.113.100:8080'
        )
        stack.delete()
    assert site.config() == empty


@UNDER_CONVERGENCE
def test_what_others_made_stays(site):
    """A creation that failed on a taken name has nothing to delete."""
    assert site.bigip.post(
        'ltm/virtual',
        json={
            'name': 'old_web',
            'partition': 'Common',
            'destination': '/Common/192.0.2.9:80',
        },
    ).ok
    before = site.config()
    site.create(COMMON, 'CREATE_FAILED', then=settle)
    with site.heat() as running:
        site.take_up(running).delete()
    assert site.config() == before


def settle(stack):
    """Wait for what Heat goes on with after a stack has failed."""
    conftest.until(
        lambda: all(
            found.resource_status != 'CREATE_IN_PROGRESS'
            for found in stack.heat.resources.list(stack.id)
        )
    )


@UNDER_CONVERGENCE
def test_a_delete_that_failed_before(site):
    """Under convergence the plugins could not delete at all."""
    empty = site.config()
    site.create(COMMON, then=lambda stack: stack.delete('DELETE_FAILED'))
    with site.heat() as running:
        site.take_up(running).delete()
    assert site.config() == empty


@UNDER_CONVERGENCE
def test_an_update_that_failed_before(site):
    """The plugins could not update: a replacement found the name taken."""
    empty = site.config()
    changed = yaml.safe_load(COMMON)
    changed['resources']['web']['properties']['port'] = 8080

    def update(stack):
        stack.update(changed, 'UPDATE_FAILED', parameters=site.parameters())

    site.create(COMMON, then=update)
    with site.heat() as running:
        stack = site.take_up(running)
        stack.update(changed, parameters=site.parameters())
        assert (
            site.bigip.read('ltm/virtual/~Common~old_web')['destination']
            == '/Common/203.0.113.100:8080'
        )
        stack.check()
        stack.delete()
    assert site.config() == empty


@UNDER_CONVERGENCE
def test_the_password_in_clear_goes_with_an_update(site):
    site.create(COMMON)
    with site.heat() as running:
        stack = site.take_up(running)
        stack.update(yaml.safe_load(COMMON), parameters=site.parameters())
        stack.check()
    (stored,) = site.query(
        'SELECT data FROM resource JOIN resource_properties_data AS kept'
        " ON rsrc_prop_data_id = kept.id WHERE name = 'bigip'"
    )
    assert json.loads(stored[0])['password'].startswith('hidden:')


@UNDER_CONVERGENCE
def test_a_cluster(site):
    site.create(PAIR)
    with site.heat() as running:
        stack = site.take_up(running)
        stack.check()
        changed = yaml.safe_load(PAIR)
        changed['resources']['cluster']['properties']['description'] = 'Pair.'
        stack.update(changed, parameters=site.parameters(PAIR))
        assert site.bigip.read('cm/device-group/~Common~old_cluster')[
            'description'
        ].startswith('Pair. [f5_heat ')
        stack.check()
        stack.delete()
    assert_apart(site)


@UNDER_CONVERGENCE
def test_a_cluster_is_taken_down(site):
    site.create(PAIR)
    with site.heat() as running:
        site.take_up(running).delete()
    assert_apart(site)


def assert_apart(site):
    for device in (site.device, site.peer):
        bigip = conftest.BigIP(device)
        assert bigip.read('cm/device-group/~Common~old_cluster') is None
        assert len(bigip.read('cm/device')['items']) == 1


@UNDER_CONVERGENCE
def test_a_text_that_they_alone_could_read(site):
    """They left out what is no part of a template, without a word."""
    before = site.config()
    text = legacy_templates.full_template(
        'old_template', 'partition Common\n    odd-attribute yes'
    )
    resource = legacy_templates.FULL.replace('bigip_rsrc', 'bigip')
    site.create(
        COMMON.partition('  pool:')[0]
        + resource % legacy_templates.indented(text, 8)
    )
    assert site.config()['sys/application/template']
    with site.heat() as running:
        site.take_up(running).delete()
    assert site.config() == before
