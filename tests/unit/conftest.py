# SPDX-License-Identifier: Apache-2.0

"""The graph that Heat makes of a template, for the tests."""

import types

import pytest
from heat.common import context
from heat.engine import clients
from heat.engine import environment
from heat.engine import resources as heat_resources
from heat.engine import stack
from heat.engine import template

from f5_heat.config import reading
from f5_heat.plugin import resource_types
from tests.unit import icontrol_device


@pytest.fixture
def device():
    """An HTTP server that answers as it is told to."""
    with icontrol_device.Device() as device:
        yield device


@pytest.fixture(scope='module')
def heat_conf(tmp_path_factory):
    """A function that describes devices; the first is the default one."""
    before = reading.current()

    def describe(*names):
        path = tmp_path_factory.mktemp('conf') / 'heat.conf'
        lines = ['[f5_bigip]', 'devices = ' + ','.join(names)]
        lines += ['default_device = ' + names[0]] if names else []
        for name in names:
            lines += ['[f5_bigip_device:%s]' % name]
            lines += ['address = 192.0.2.1', 'password = secret']
        path.write_text('\n'.join(lines))
        files = types.SimpleNamespace(config_file=[str(path)])
        reading.replace(reading.read(files))

    yield describe
    reading.replace(before)


@pytest.fixture(scope='module')
def registered():
    """Heat knows our types, and a few of its own, while the tests run."""
    clients.initialise()
    ours = environment.Environment({}, user_env=False)
    for name, kind in resource_types.resource_mapping().items():
        ours.register_class(name, kind)
    for name in (
        'OS::Heat::ResourceGroup',
        'OS::Heat::None',
        'OS::Heat::Value',
    ):
        ours.register_class(name, heat_resources.global_env().get_class(name))
    before, heat_resources._environment = heat_resources._environment, ours
    yield
    heat_resources._environment = before


@pytest.fixture(scope='module')
def graph(registered):
    """A function that says what each resource of a stack waits for."""

    def graph(snippets):
        made = stack.Stack(
            context.RequestContext(is_admin=False),
            'tested',
            template.Template(
                {'heat_template_version': '2021-04-16', 'resources': snippets}
            ),
        )
        found = made.dependencies
        # Heat raises CircularDependencyException here if there is a circle.
        list(found)
        return {
            resource.name: {other.name for other in found.requires(resource)}
            for resource in made.values()
        }

    return graph
